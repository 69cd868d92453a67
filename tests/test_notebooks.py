"""The lessons themselves, each executed once per environment: numbers, pictures, and every control over its range.

In the emulation of Colab (tests/emulation.py) it is the lesson's copy in colab/ that runs, alone in an empty folder.

Strict nbval runs beside these tests (``--nbval notebooks/``): it compares words exactly and says nothing of pictures,
of cells tagged nbval-ignore-output, or of what happens when a slider moves.
"""

import os
from pathlib import Path

import pytest
from compare import compare_cells, compare_pictures
from notebook_session import LESSONS, TRAINING
from sweep import sweep

from tools.settings import ROOT

pytestmark = pytest.mark.kernel

# Stored outputs come from the full data; only a copy refreshed on the sample (tests/test_mutants.py) is compared on it.
OTHER_DATA = os.environ.get("COURSE_DATA") == "sample" and os.environ.get("COURSE_STORED") != "sample"
on_stored_data = pytest.mark.skipif(
    OTHER_DATA, reason="stored outputs come from the full data, this run uses the sample"
)


def test_there_are_lessons():
    assert LESSONS, "notebooks/ is empty: every test below would pass by running nothing"


def test_runs_to_its_end(lesson):
    assert lesson.failure is None


def test_installs_nothing_and_fetches_nothing(lesson):
    assert lesson.front.ask("trespasses()") == []


def test_finds_utils_where_it_should(lesson):
    """A lesson beside it, its copy for Colab where its own first cell has put it, with no part of the course near."""
    utils, path = lesson.front.ask("places()")
    of_course = [place for place in [utils, *path] if ROOT in Path(place).parents and "site-packages" not in place]
    if lesson.environment == "colab":
        assert of_course == []
        setup = next(cell for cell in lesson.fresh.cells if cell.id == "setup")
        assert setup.outputs[0].text.endswith(f" files of utils are in {Path(utils).parent}\n")
    else:
        assert Path(utils).resolve() == ROOT / "utils" / "__init__.py"


@on_stored_data
def test_texts_are_the_stored_ones(lesson, budget):
    """Cells let off strict nbval within their tolerance, others exactly, what tells about the machine not at all."""
    tolerated = {**budget[lesson.path.stem].get("tolerated", {}), **lesson.tolerated}
    problems = []
    for stored, fresh in zip(lesson.stored.cells, lesson.fresh.cells, strict=True):
        if stored.cell_type == "code" and not tolerated.get(stored.id, {}).get("machine"):
            found = compare_cells(stored, fresh, tolerated.get(stored.id, {}).get("tolerances", ()))
            problems += [f"{stored.id}: {words}" for words in found]
    assert not problems, "\n".join(problems)


@on_stored_data
def test_pictures_look_like_the_stored_ones(lesson, budget):
    """In the same structure; on another matplotlib or, where the budget says so, any CPU: ink in the same places."""
    tolerated = budget[lesson.path.stem].get("tolerated", {})
    problems = []
    for stored, fresh in zip(lesson.pictured.cells, lesson.fresh.cells, strict=True):
        if stored.cell_type == "code":
            by_ink = lesson.environment != "course" or tolerated.get(stored.id, {}).get("picture") == "ink"
            found = compare_pictures(stored, fresh, by_ink)
            problems += [f"{stored.id}: {words}" for words in found]
    assert not problems, "\n".join(problems)


def test_every_control_over_its_range(lesson, budget, record_property):
    """Of labs that train only the ends, and those once: the rest of their range is swept on the sample."""
    assert lesson.failure is None
    training = "whole"
    if lesson.path.name in [path.name for path in TRAINING]:
        training = "ends" if lesson.environment == "course" else "none"
    problems, times = sweep(lesson, budget[lesson.path.stem], training)
    record_property("moves", times)  # (seconds, what moved): told at the end of the run
    assert not problems, "\n".join(problems)


def test_every_control_of_labs_that_train_on_the_sample(lesson_on_sample, budget):
    assert lesson_on_sample.failure is None
    problems, _ = sweep(lesson_on_sample, budget[lesson_on_sample.path.stem], "only")
    assert not problems, "\n".join(problems)


def test_the_kernel_stays_within_a_gigabyte(lesson):
    """After every control has been moved: Binder and Colab's free tier have little more."""
    assert lesson.front.ask("process()")["most"] < 1000
