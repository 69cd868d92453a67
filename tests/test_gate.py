"""The three sizes of `course.py test`: what each covers, and the environments it makes."""

import re

import pytest

import course
from tools.environments import APART
from tools.gate import pytest_arguments
from tools.settings import ROOT


def pytest_command(machine, *arguments):
    course.main(["test", *arguments])
    (command,) = machine.did("-m pytest")
    return command


def test_three_sizes():
    fast, plain, everything = (pytest_arguments(*size) for size in ((True, False), (False, False), (False, True)))
    assert fast[-1:] == ["tests"] and "--nbval" not in fast
    rest = "not mutants and not thorough and not book and not browser and not colab and not newest and not floor"
    assert f"not kernel and not slow and not faults and {rest}" in fast
    assert plain[-2:] == ["tests", "notebooks"] and "--nbval" in plain and rest in plain
    assert everything[-2:] == ["tests", "notebooks"] and "--nbval" in everything and "-m" not in everything
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for marker in re.findall(r"not (\w+)", " ".join(fast)):
        assert f'"{marker}:' in settings


@pytest.mark.parametrize("code", [0, 1, 2, 5])
def test_the_exit_code_is_pytests_own(machine, code):
    """5 is pytest's word for: no test was found. It must fail."""
    machine.failing("-m pytest", code=code)
    assert course.main(["test"]) == code


def test_only_all_builds_the_other_environments(machine):
    pytest_command(machine)
    assert not any(machine.did(f"requirements-{name}") for name in APART)
    machine.forget()
    pytest_command(machine, "--all")
    for name in APART:
        assert machine.did(f"requirements-{name}")
        assert f".venv-{name}" in machine.variables[-1][f"COURSE_{name.upper()}_PYTHON"]
    assert machine.variables[-1]["OMP_NUM_THREADS"] == "1"


def test_all_but_fast_look_at_what_was_ready_before(machine):
    course.main(["setup"])
    machine.forget()
    assert course.main(["test", "--fast"]) == 0 and not machine.did("-r requirements.txt")
    assert course.main(["test"]) == 0 and machine.did("-r requirements.txt") and machine.did("import utils.data")


def test_arguments_after_two_dashes_go_to_pytest(machine):
    assert pytest_command(machine, "--fast", "--", "-k", "losses").endswith("tests -k losses")
