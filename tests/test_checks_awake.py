"""The tests of the judge are awake: slips in what judges an answer turn them red.

The slips are made from the syntax tree (mutation.py), so nothing here hangs on how a line is written. A sample is
tried, chosen by what each slip says: a change of the source changes the sample only where it is.
"""

import importlib
import re
import zlib

import pytest
from mutant_runner import ROOT, Runner
from mutation import mutants

pytestmark = pytest.mark.mutants

PACKAGE = ROOT / "utils" / "checks"
LESSON = "lesson_03"  # one, for references and hints
EVERY = {"exercise": 4, "answers": 4, "verdicts": 2, LESSON: 40}  # module -> one slip in how many is tried
EQUIVALENT = {  # (where, what stands there) -> why no answer can tell that it is another
    ("OrderExercise.judge", "position"): "a step that is there twice is noticed before, and none needs itself",
    ("NumberExercise.difference", "got < want"): "equal numbers are right and do not come here",
    ("FunctionExercise.correct", "0"): "a function returns a tensor for each case or for none",
    ("Outcome.agrees", "False"): "the default is for readers: each call says it",
    ("Outcome.agrees", "self.error is not None and other.error is not None"): "an error and None are of two types",
    ("_float", "number > 0"): "only what is beyond float64 comes here",
    ("_float", "0"): "only what is beyond float64 comes here",
    ("Calls.__init__", "super().__init__()"): "torch's class keeps nothing of its own today",
    ("Calls.__torch_function__", "getattr(function, '__name__', '')"): "every function of torch has a name today",
    ("close_entries", "0.0"): "where there is no size, 1 is taken",
    ("check_largest_learning_rate", "1e-09"): "what is below it is the rounding of zero, about 1e-16",
    ("check_largest_learning_rate", "1"): "in a mistake that stops, the numbers in its error do not count",
}


def noticing(module):
    """The tests that are to notice, as arguments of pytest."""
    if module != LESSON:
        return ["tests/test_checks.py"]
    own = importlib.import_module(f"wrong_answers.{module}").NAMES  # all lessons' exercises would take a minute
    names = " or ".join([f"test_checks_{module}", *own])
    return [f"tests/test_checks_{module}.py", "tests/test_checks_lessons.py", "-k", names]


def sample(module):
    source = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
    return [one for one in mutants(source) if zlib.crc32(str(one).encode()) % EVERY[module] == 0]


@pytest.fixture(scope="module")
def runner():
    with Runner() as running:
        yield running


@pytest.mark.parametrize("module", EVERY)
def test_slips_in_what_judges_an_answer_are_noticed(module, runner):
    def run(source):
        return runner.run(f"utils.checks.{module}", source, *noticing(module))

    code, said = run((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    assert code == 0, said  # unbroken, all is green
    ends = [(one, *run(one.source)) for one in sample(module) if (one.scope, one.before) not in EQUIVALENT]
    assert sum(code != 0 and not re.search("NameError|UnboundLocalError", said) for _, code, said in ends) >= 5
    assert [str(one) for one, code, _ in ends if code == 0] == []


def test_what_is_listed_is_still_there():
    sources = [(PACKAGE / f"{module}.py").read_text(encoding="utf-8") for module in EVERY]
    assert EQUIVALENT.keys() <= {(one.scope, one.before) for source in sources for one in mutants(source)}
