"""The maker of slips: what it breaks, what it leaves alone, and that the rest of a source stays as it is."""

import ast

import pytest
from mutation import mutants


def slips(source):
    return [f"{one.before} -> {one.after}" for one in mutants(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["a < b -> a >= b", "a < b -> a <= b"]),
        ("a in b", ["a in b -> a not in b"]),
        ("a and b", ["a and b -> a or b"]),
        ("a + b * c", ["a + b * c -> a - b * c", "b * c -> b / c"]),
        ("not a", ["not a -> a"]),
        ("x = 3, 20, 0.0, 0.5, True", ["3 -> 4", "20 -> 200", "0.0 -> 1.0", "0.5 -> 5.0", "True -> False"]),
        ("x = a if b else c", ["b -> not (b)"]),
        ("x = [a for a in b if c]", ["c -> not (c)"]),
        ("def f():\n    return a", ["a -> None"]),
        ("x = f(a, b, c=d)", ["f(a, b, c=d) -> f(a, b)", "f(a, b, c=d) -> f(a, c=d)"]),
        ("x = a[:n]", ["n -> n + 1"]),
        ("f()", ["f() -> pass"]),
        ("x.a = b", ["x.a = b -> pass"]),
        ("raise a", ["raise a -> pass"]),
        ("with a, b, c:\n    d = e", ["a -> b, c", "b -> a, c", "c -> a, b"]),
        ("try:\n    a\nexcept B:\n    c\nexcept D:\n    e", ["except B:\n    c -> ", "except D:\n    e -> "]),
    ],
)
def test_the_slips_of_a_line(source, expected):
    assert slips(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import a",
        "x = b",  # a name that is bound nowhere would be a NameError
        "x: Literal[3] = b",
        "@cache(size=3)\ndef f(): '''Three.'''",
        "x = _('{n} of 3 in {m}')",
        "x = ngettext('one', 'more', 3)",
        "x = f'{3 + a}' + 'b'",
        "if __name__ == '__main__':\n    main(3)",
        "def f():\n    raise NotImplementedError",
        "x = zip(a, strict=True)",
    ],
)
def test_what_is_left_alone(source):
    assert slips(source) == []


SOURCE = """
def f(x):  # größer
    total = 'ä' + x if x > 2 else 3  # two
    return -total


def g(x):
    return h(x > 2, x > 2)
"""


def test_each_slip_changes_its_own_place_only():
    for one in mutants(SOURCE):
        ast.parse(one.source)
        pairs = enumerate(zip(SOURCE.splitlines(), one.source.splitlines(), strict=True), 1)
        assert [number for number, (old, new) in pairs if old != new] == [one.line]
        assert one.source.count("#") == 2


def test_slips_that_look_alike_are_told_apart():
    names = [str(one) for one in mutants(SOURCE)]
    assert len(set(names)) == len(names)
    assert "g: bound: x > 2 -> x >= 2 in return h(x > 2, x > 2) (2)" in names
