"""Fixtures of the tests of exercises; a pytest plugin, so that these tests need nothing that notebooks need."""

import pytest

from utils.checks import exercise


@pytest.fixture
def results():
    """The status of each exercise; at first none has been checked."""
    exercise.results.clear()
    return exercise.results


@pytest.fixture
def told(results, capsys):
    """told(exercise, answer) -> (status, message): asserts the promises every check makes, on every answer given."""

    def tell(exercise, answer):
        assert exercise(answer) is None
        out, err = capsys.readouterr()
        assert err == ""
        assert out.count("\n") == 1 and out.endswith("\n") and out.startswith(f"{exercise.name}: ")
        status = results[exercise.name]
        assert status in ("todo", "hint", "ok")
        exercise(answer)
        assert capsys.readouterr().out == out, "another line the second time"
        return status, out.rstrip("\n").removeprefix(f"{exercise.name}: ")

    return tell
