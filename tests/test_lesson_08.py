"""Lesson 08's invitation to change `huber`: its lab reads the noise of another loss, and says where there is none."""

import math

import pytest
import torch
from matplotlib.figure import Figure

from tools.refresh import NOTEBOOKS, read_notebook

CELLS = {cell.id: cell.source for cell in read_notebook(NOTEBOOKS / "08_read_a_loss_as_likelihood.ipynb").cells}


@pytest.fixture
def lesson(capsys):
    """The names a learner has after the cells that the lab needs."""
    names = {"__name__": "lesson"}
    imports = CELLS["imports"].replace("style.use()", "")
    for source in (imports, CELLS["functions"], CELLS["areas"], CELLS["reading-show"]):
        exec(source, names)
    return names


def reading_of(lesson, loss):
    """What the lab says when `huber` is this loss: (headline, text)."""
    lesson["huber"] = loss
    return lesson["show_reading"](*Figure().subplots(1, 3), "Huber", 3.0, 1.0)


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


def test_heavy_tails_are_a_noise(lesson):
    """Cauchy's tails fall off, if slowly: its area is pi."""
    assert lesson["area"](lambda error: torch.log1p(error.square())) == pytest.approx(math.pi, rel=0.01)
