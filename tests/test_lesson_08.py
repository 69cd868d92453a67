"""Lesson 08's invitation to change `huber`: its lab reads the noise of another loss, and says where there is none."""

import math

import pytest
import torch
from matplotlib.figure import Figure

from tools import notebooks
from tools.notebooks import NOTEBOOKS

CELLS = {cell.id: cell.source for cell in notebooks.read(NOTEBOOKS / "08_read_a_loss_as_likelihood.ipynb").cells}


@pytest.fixture
def lesson(capsys):
    """The names a learner has after the cells that the lab needs."""
    names = {"__name__": "lesson"}
    imports = CELLS["imports"].replace("style.use()", "")
    for source in (imports, CELLS["functions"], CELLS["areas"], CELLS["reading-show"]):
        exec(source, names)
    return names


def reading_of(lesson, loss, error=3.0, delta=1.0):
    """What the lab says when `huber` is this loss: (headline, text)."""
    lesson["huber"] = loss
    return lesson["show_reading"](*Figure().subplots(1, 3), "Huber", error, delta)


def test_the_noise_of_another_loss_is_read(lesson):
    facts = reading_of(lesson, lambda error, delta: error.abs() / delta + 0 * error)
    assert "area under e^-loss 2.000" in facts.text


@pytest.mark.parametrize("loss", [
    lambda error, delta: error.square().clamp(max=1.0),
    lambda error, delta: 1 - torch.exp(-error.square()),
    lambda error, delta: torch.log1p(error.abs()),
], ids=["capped", "saturating", "one over the error"])
def test_a_loss_without_a_noise_is_said_to_have_none(lesson, loss):
    facts = reading_of(lesson, loss)
    assert "no noise" in facts.headline and "area under e^-loss inf" in facts.text
    assert lesson["area"](lambda error: loss(error, 1.0)) == math.inf


@pytest.mark.parametrize("delta", [0.2, 1, 4, 20])
def test_heavy_tails_are_a_noise(lesson, delta):
    """Cauchy's tails fall off, if slowly: its area is pi times its width."""
    cauchy = lambda error: torch.log1p((error / delta).square())  # noqa: E731
    assert lesson["area"](cauchy) == pytest.approx(math.pi * delta, rel=0.01)


@pytest.mark.parametrize("error", [-3.5, 0.4, 2.0])
def test_an_own_loss_is_not_taken_for_huber(lesson, error):
    """Where Huber's line or parabola is promised, the own loss's slope would give the promise the lie."""
    assert "Huber" in reading_of(lesson, lesson["huber"], error).headline
    fourth = reading_of(lesson, lambda error, delta: error**4, error)
    assert fourth.headline == f"Your own loss pushes with {abs(4 * error**3):.1f} at an error of {error}"


def test_an_own_loss_is_likeliest_where_it_is_lowest(lesson):
    """Not at no error, and however high the loss itself lies."""
    moved = lambda error, delta: 2 + (error - 1).square()  # noqa: E731
    assert "nothing is likelier" in reading_of(lesson, moved, 1.0).text
    assert "nothing is likelier" not in reading_of(lesson, moved, 0.0).text
    assert f"{math.exp(4 - 1):.1f} times less likely than no error" in reading_of(lesson, moved, 3.0).text
    assert "e^81 times less likely" in reading_of(lesson, lambda error, delta: error**4).text
