"""Labs when a notebook has changed what torch does by default: the type of new numbers, or whether slopes are kept."""

import contextlib
import io
import json

import pytest
import torch
from notebook_session import LESSONS

from utils import cells, data, labs, losses, slopes

pytestmark = pytest.mark.slow
F64 = torch.float64


@pytest.fixture(autouse=True)
def torch_as_it_was():
    yield
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)


@pytest.fixture
def labs_of(monkeypatch):
    """A function that runs the cells of a lesson, but for its exercises, and returns its labs."""
    made = []
    monkeypatch.setenv("COURSE_DATA", "sample")
    monkeypatch.setattr(labs, "display", lambda thing: None)
    monkeypatch.setattr(cells, "keep", lambda thing: made.append(thing) if isinstance(thing, labs.Lab) else None)

    def run(number, before=lambda: None):
        path = next(path for path in LESSONS if path.name.startswith(number))
        monkeypatch.chdir(path.parent)
        namespace = {"__name__": "__main__"}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            tags = cell["metadata"].get("tags", [])
            if cell["cell_type"] == "code" and "exercise" not in tags:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile("".join(cell["source"]), cell["id"], "exec"), namespace)
                if "imports" in tags:
                    before()
        return made

    return run


def at_every_preset(made):
    assert made
    for lab in made:
        for values in lab.presets.values():
            lab.set(**values)


@pytest.mark.parametrize("number", ["03", "07", "09", "12"])
def test_a_lesson_holds_where_new_numbers_are_float64(labs_of, number):
    at_every_preset(labs_of(number, before=lambda: torch.set_default_dtype(F64)))


@pytest.mark.parametrize("number", ["04", "07", "08"])
def test_labs_find_slopes_where_a_cell_has_turned_them_off(labs_of, number):
    made = labs_of(number)
    torch.set_grad_enabled(False)
    at_every_preset(made)
    assert not torch.is_grad_enabled(), "as the learner has set it"


@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_pixels_go_together_with_new_numbers(dtype):
    torch.set_default_dtype(dtype)
    pixels = data.flatten(torch.full((2, 28, 28), 255, dtype=torch.uint8))
    assert pixels.dtype == dtype and (pixels @ torch.ones(784, 3) == 784).all()


@pytest.mark.parametrize("dtype", [torch.float32, F64])
@pytest.mark.parametrize("default", [torch.float32, F64])
def test_an_own_loss_is_judged_as_ever(default, dtype):
    torch.set_default_dtype(default)
    scores, labels = torch.tensor([[2.0, 1.0, 0.0]], dtype=dtype), torch.tensor([0])
    answer = losses.example_losses(lambda o, y: 1 - torch.softmax(o, dim=1)[torch.arange(len(y)), y], scores, labels)
    assert answer.item() == pytest.approx(1 - 0.66524, abs=1e-5)
    with pytest.raises(ValueError, match="no slope"):
        slopes.slope_of(lambda o, y: o.detach()[:, 0], 3)
