"""The exercises in place, in the kernel of the lesson that was run: the stub, the folded solution, learners' answers.

What every kind of answer is told is tested in one process by test_checks_lessons.py; here it is shown that the literal
cell, with the names the lesson has really defined, says the same, and that nothing an answer does stops the notebook.
"""

import ast
import importlib

import pytest
from sentences import own_hint

from tools.notebooks import checks_called, solution_code, tags_of

pytestmark = pytest.mark.kernel


def exercises(notebook):
    """Return [(name, exercise cell, solution cell)] in reading order."""
    found = []
    for position, cell in enumerate(notebook.cells):
        if "exercise" in tags_of(cell):
            (name,) = checks_called(cell.source)
            solution = next(after for after in notebook.cells[position:] if "solution" in tags_of(after))
            found.append((name, cell, solution))
    return found


def exercise_of(lesson, name):
    """Return the exercise as this process has it."""
    return getattr(importlib.import_module(f"utils.checks.lesson_{lesson.path.stem[:2]}"), f"check_{name}")


def with_answer(cell, answer):
    """Return the cell's source with the stub replaced by `answer`: its calls of checks follow the answer."""
    calls = map(ast.unparse, checks_called(cell.source).values())
    return "\n\n".join([answer, *calls])


def attempt(lesson, name, source):
    """Run `source` in the lesson's kernel without touching its names; return (status, what it printed).

    No answer may bring about anything but one printed line.
    """
    printed, noise = lesson.front.run(f"exec(compile({source!r}, 'exercise', 'exec'), dict(globals()))")
    assert noise == [], source
    assert printed.count("\n") == 1, (source, printed)
    return lesson.front.ask("exercise_results()").get(name), printed


def test_stubs_are_not_attempted_yet(lesson):
    assert lesson.failure is None
    for name, cell, _ in exercises(lesson.stored):
        assert attempt(lesson, name, cell.source) == ("todo", line(name, "not attempted yet.")), cell.id


def test_solutions_are_right(lesson):
    for name, cell, solution in exercises(lesson.stored):
        status, printed = attempt(lesson, name, with_answer(cell, solution_code(solution)))
        assert status == "ok", f"{solution.id}: {printed}"


def test_answers_get_their_hint_in_place(lesson):
    """Every answer of tests/wrong_answers that belongs to this lesson."""
    answers = importlib.import_module(f"wrong_answers.lesson_{lesson.path.stem[:2]}").ANSWERS
    missing = libraries_missing(lesson)
    hints = 0
    for name, cell, _ in exercises(lesson.stored):
        for expected, answer in answers[name]:
            if any(library in answer for library in missing):
                continue
            status, printed = attempt(lesson, name, with_answer(cell, answer))
            wanted = "ok" if expected == "ok" or expected.startswith("checks.ok_") else "hint"
            assert status == wanted, f"{cell.id}: {answer}: {printed}"
            if wanted == "hint" and not expected.startswith("checks."):
                assert printed == line(name, own_hint(exercise_of(lesson, name), expected)), f"{cell.id}: {answer}"
                hints += 1
    assert hints >= 4 * len(exercises(lesson.stored))


def libraries_missing(lesson):
    """Return which libraries that answers import the lesson's kernel does not have: the other stacks are small."""
    names = "(name for name in ('scipy', 'sklearn') if not find_spec(name))"
    look = f"from importlib.util import find_spec\nprint(*{names})"
    printed, noise = lesson.front.run(f"exec({look!r}, {{}})")
    assert noise == []
    return printed.split()


def line(name, message):
    """Return the line that a check prints."""
    return f"{name}: {message}\n"
