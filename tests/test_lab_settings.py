"""Labs when a notebook has changed what torch does by default: the type of new numbers, or whether slopes are kept."""

import contextlib
import io
import json
import re

import pytest
import torch
from notebook_session import LESSONS

from utils import data, labs, losses, sgd
from utils.labs import progress, registry

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
    monkeypatch.setattr(progress, "display", lambda thing: None)
    monkeypatch.setattr(registry, "register", lambda thing: made.append(thing) if isinstance(thing, labs.Lab) else None)

    def run(number, before=lambda: None, change=lambda source: source):
        path = next(path for path in LESSONS if path.name.startswith(number))
        monkeypatch.chdir(path.parent)
        namespace = {"__name__": "__main__"}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            tags = cell["metadata"].get("tags", [])
            if cell["cell_type"] == "code" and "exercise" not in tags:
                source = change("".join(cell["source"]))
                with contextlib.redirect_stdout(io.StringIO()) as printed:
                    exec(compile(source, cell["id"], "exec"), namespace)
                run.printed[cell["id"]] = printed.getvalue()
                if "imports" in tags:
                    before()
        return made

    run.printed = {}
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


def with_my_loss(expression):
    """What changes a cell that defines my_loss into one that returns this of scores and labels."""
    return lambda source: re.sub(r"(?ms)^def my_loss\(.*?return .*?$",
                                 f"def my_loss(scores, labels):\n    return {expression}", source)


LOG_OF_A_SCORE = "-torch.log(scores[torch.arange(len(labels)), labels])"  # nan below 0, with a slope of 1 / score


def test_a_loss_that_is_nan_pushes_nothing(labs_of):
    (fields,) = (lab for lab in labs_of("07", change=with_my_loss(LOG_OF_A_SCORE)) if "shirt" in lab.controls)
    fields.set(loss="yours", shirt=-0.5, bag=1.0, boot=0.0)
    assert "your loss is nan here" in fields.facts.headline and "push" not in fields.facts.headline
    fields.set(shirt=0.5)
    assert "your loss pushes with 2.00" in fields.facts.headline  # a finite loss, whose slope is -1 / 0.5


def test_lesson_11_says_in_words_that_an_own_loss_is_nan(labs_of):
    labs_of("11", change=with_my_loss(LOG_OF_A_SCORE))
    lines = labs_of.printed["own-rate"].splitlines()
    assert len(lines) == 4 and all("the loss became nan at step 0: before any step" in line for line in lines)


@pytest.mark.parametrize("expression, words", [
    ("-torch.softmax(scores, dim=1).amax(dim=1) / 0", "before any step, so it is the loss itself"),
    ("scores[torch.arange(len(labels)), labels].square().sqrt()", "at step 1: the steps are too large, or a log"),
])
def test_lesson_09_lays_a_failure_on_the_loss_too(labs_of, expression, words):
    (live,) = (lab for lab in labs_of("09", change=with_my_loss(expression)) if "batch_size" in lab.controls)
    live.set(loss="yours")
    assert words in live.facts.headline


@pytest.mark.parametrize("expression, start", [
    ("-scores[torch.arange(len(labels)), labels]", "0"),
    ("-torch.softmax(scores, 1)[torch.arange(len(labels)), labels]", "-1"),
    ("2 - torch.softmax(scores, 1)[torch.arange(len(labels)), labels]", "1"),
])
def test_lesson_09_names_the_start_that_is_drawn(labs_of, expression, start):
    (live,) = (lab for lab in labs_of("09", change=with_my_loss(expression)) if "batch_size" in lab.controls)
    live.set(loss="yours", rate=0.01)
    left = live.picture.axes[0]
    assert f"training loss, its start = {start}" in {text.get_text() for text in left.texts}
    assert left.lines[1].get_ydata()[0] == max(0, int(start))


def test_lesson_11_says_which_accuracies_are_saved(labs_of):
    """An own loss is trained now, at its own rate, also beside saved ones."""
    (race,) = (lab for lab in labs_of("11") if "your_rate" in lab.controls)
    race.set(size=500, seeds=1, your_rate=0.3)
    assert "(saved, rates chosen again):" in race.facts.text
    race.set(runners=("cross_entropy", "yours"))
    assert "(saved, rates chosen again; yours trained now, at 0.3):" in race.facts.text


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
        sgd.gradient_of(lambda o, y: o.detach()[:, 0], 3)
