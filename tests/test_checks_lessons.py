"""The exercises of all lessons: what the lesson's stub, its solution and learners' answers are told.

The answers learners write live in tests/wrong_answers as the text that replaces a stub; stubs and solutions are read
from the lessons, so it is the literal text that is tried. Lessons are found by their files. What a lesson's references
are worth is tested in test_checks_lesson_NN.py, the machinery in test_checks.py.
"""

import importlib
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from odd_answers import ODD
from sentences import SENTENCES, own_hint, says

from tools.notebooks import solution_code
from utils import data, losses, metrics, training
from utils.checks.exercise import Exercise, OrderExercise

pytest_plugins = ["told"]

ROOT = Path(__file__).resolve().parents[1]


def modules(package, folder):
    """The modules of a package that belong to one lesson each, by name: "lesson_03" -> module."""
    return {path.stem: importlib.import_module(f"{package}.{path.stem}") for path in sorted(folder.glob("lesson_*.py"))}


CHECKS = modules("utils.checks", ROOT / "utils" / "checks")
WRITTEN = modules("wrong_answers", ROOT / "tests" / "wrong_answers").values()
HOME = {one.name: module for module in CHECKS.values() for one in vars(module).values() if isinstance(one, Exercise)}
EXERCISES = {name: getattr(module, f"check_{name}") for name, module in HOME.items()}
ANSWERS = {name: answers for lesson in WRITTEN for name, answers in lesson.ANSWERS.items()}
NAMES = {name: stub for lesson in WRITTEN for name, stub in lesson.NAMES.items()}
OWN_INPUTS = {name for lesson in WRITTEN for name in getattr(lesson, "OWN_INPUTS", ())}


def names_of_a_lesson(checks):
    modules = {"checks": checks, "data": data, "losses": losses, "metrics": metrics, "training": training}
    return {"torch": torch, "np": np, **modules}


def run(code, checks):
    """The names a learner has after running this code in the lesson that has these checks."""
    names = names_of_a_lesson(checks)
    exec(code, names)
    return names


def answer_to(name, code):
    """What a learner who runs this code hands to the check."""
    return run(code, HOME[name])[NAMES[name]]


def lesson_exercises():
    """(checks of the lesson, exercise, stub, solution) of every lesson, as written there."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        stub, checks = None, CHECKS.get(f"lesson_{path.stem[:2]}")
        for cell in nbformat.read(path, as_version=4).cells:
            tags = cell.metadata.get("tags", [])
            if "exercise" in tags:
                stub = cell
            elif "solution" in tags:
                called = re.search(r"checks\.check_(\w+)\(", stub.source).group(1)
                found.append(pytest.param(checks, called, stub.source, solution_code(cell), id=called))
    return found


LESSON_EXERCISES = lesson_exercises()


def test_every_exercise_is_in_one_lesson_and_has_answers():
    in_lessons = [parameters.values[:2] for parameters in LESSON_EXERCISES]
    assert sorted(name for _, name in in_lessons) == sorted(EXERCISES) == sorted(ANSWERS)
    assert all(HOME[name] is checks for checks, name in in_lessons)
    assert all(check.name == name for name, check in EXERCISES.items())


@pytest.mark.parametrize(("checks", "name", "stub", "solution"), LESSON_EXERCISES)
def test_the_stub_is_not_attempted_and_the_solution_is_right(checks, name, stub, solution, results, capsys):
    run(stub, checks)
    assert results == {name: "todo"}
    assert capsys.readouterr().out == f"{name}: not attempted yet.\n"
    *_, check_line = stub.strip().splitlines()
    run(f"{solution}\n{check_line}", checks)
    assert results == {name: "ok"}


@pytest.mark.parametrize(("checks", "name", "stub", "solution"), LESSON_EXERCISES)
def test_answers_assign_the_name_the_stub_assigns(checks, name, stub, solution):
    assert NAMES[name] in run(stub, checks).keys() - names_of_a_lesson(checks).keys()
    assert f"({NAMES[name]})" in stub.strip().splitlines()[-1]


TRAINING = ("sturdy_loss", "best_temperature", "temperature_for", "escape_steps")  # whose judge trains or searches


@pytest.mark.parametrize(
    ("name", "expected", "code"),
    [
        pytest.param(name, expected, code, id=f"{name}-{expected}-{number}",
                     marks=pytest.mark.slow if name in TRAINING else ())
        for name, answers in ANSWERS.items()
        for number, (expected, code) in enumerate(answers)
    ],
)
def test_answers_are_told_what_they_should_be(name, expected, code, told):
    status, message = told(EXERCISES[name], answer_to(name, code))
    if expected == "ok":
        assert status == "ok" and "though by" not in message, message
    elif expected.startswith("checks."):
        assert status == ("ok" if expected.startswith("checks.ok_") else "hint")
        assert says(expected, message)
    else:
        assert (status, message) == ("hint", own_hint(EXERCISES[name], expected))


def topics_of(exercise):
    """The names of the hints that an exercise alone gives."""
    return set(exercise.hints if isinstance(exercise, OrderExercise) else exercise.mistakes)


@pytest.mark.parametrize("name", EXERCISES)
def test_hints_are_own_and_each_has_an_answer(name):
    topics = topics_of(EXERCISES[name])
    given = {expected for expected, _ in ANSWERS[name]}
    assert topics == {expected for expected in given if expected != "ok" and not expected.startswith("checks.")}
    assert len(topics) >= 4
    assert len({own_hint(EXERCISES[name], topic) for topic in topics}) == len(topics)
    assert sum(expected == "ok" for expected, _ in ANSWERS[name]) >= 10
    assert len(ANSWERS[name]) >= 20


def test_hints_are_short_and_speak_kindly():
    own = [own_hint(exercise, topic) for exercise in EXERCISES.values() for topic in topics_of(exercise)]
    for text in [*own, *SENTENCES.values()]:
        assert len(text) <= 150 and "\n" not in text and text.isascii(), text
        assert not re.search(r"\b(simply|obviously|just)\b", text), text


@pytest.mark.parametrize("name", [name for name, one in EXERCISES.items()
                                  if any(getattr(one, "cases", ())) and name not in OWN_INPUTS])
def test_cases_are_of_every_kind(name):
    first = [next(iter(case.values())) for case in EXERCISES[name].cases]
    assert len({values.shape for values in first}) >= 5
    results = [EXERCISES[name].reference(*case.values()) for case in EXERCISES[name].cases]
    tables = [values if values.ndim > 1 else result for values, result in zip(first, results, strict=True)]
    assert sum(table.shape[0] != table.shape[1] for table in tables) > len(tables) / 2
    assert any(table.shape[0] == table.shape[1] for table in tables)
    assert any(values.shape[0] == 1 for values in first)
    assert any(values.abs().max() > 100 for values in first)


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("odd", ODD)
def test_no_answer_stops_a_notebook(name, odd, told):
    status, message = told(EXERCISES[name], ODD[odd])
    assert status == "hint"
    assert len(message) < 300 and message.isprintable()


def test_checking_draws_no_random_numbers():
    state = torch.get_rng_state()
    for name, answers in ANSWERS.items():
        EXERCISES[name](answer_to(name, answers[0][1]))
    assert torch.equal(torch.get_rng_state(), state)
