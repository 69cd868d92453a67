"""The eight programs of lesson 10: each runs without a word of complaint, shows its symptom, and mended does not.

Their text is read from the notebook, so that the lesson, the answers its check expects and these tests cannot drift
apart.
"""

import io
import math
import re
import warnings
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import nbformat
import pytest
import torch

from utils import data, losses, metrics, training
from utils.checks import lesson_10

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "10_train_with_pytorch.ipynb"
CELLS = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}
PROGRAMS = {number: CELLS[f"bug-{number}"] for number in range(1, 9)}
MENDS = {  # program -> (what its text says, what it should say); the first part stands in the line to be found
    1: ("nn.Sequential(layer_of(), nn.Softmax(dim=1))", "layer_of()"),
    2: ("loss.backward()", "optimizer.zero_grad(); loss.backward()"),
    3: ("dim=0", "dim=1"),
    4: ("difference.sum()", "difference.sum(dim=0)"),
    5: ("predicted == last_column", "predicted == last_column.flatten()"),
    6: ('reduction="sum"', 'reduction="mean"'),
    7: ("new_X[300:400], new_labels[300:400]", "held_out_X, held_out_labels"),
    8: ("sum(batch_accuracies) / len(batch_accuracies)",
        "sum(a * len(part) for a, (_, part) in zip(batch_accuracies, loader)) / len(new_labels)"),
}
BLIND = math.log(10)


@pytest.fixture(scope="module")
def lesson_names():
    """The names that a learner has before the first program, on the bundled sample."""
    names = {}
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        patch.setattr(data, "load_fashion_mnist", data.load_sample)
        for cell in ("imports", "loop-train", "loop-load", "bugs-sound"):
            exec(CELLS[cell], names)
    return names


@pytest.fixture
def after(lesson_names):
    """after(source, **more) -> the names after running a program, with what it printed as "printed"."""

    def run(source, **more):
        names = lesson_names | more
        printed, noise = io.StringIO(), io.StringIO()
        with redirect_stdout(printed), redirect_stderr(noise), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(source, names)
        assert noise.getvalue() == ""
        return names | {"printed": printed.getvalue()}

    return run


def mended(number):
    said, should_say = MENDS[number]
    assert PROGRAMS[number].count(said) == 1
    return PROGRAMS[number].replace(said, should_say)


def changed(source, said, now):
    assert source.count(said) == 1
    return source.replace(said, now)


def end_of(names):
    return sum(names["history"][-10:]) / 10


@pytest.mark.parametrize("number", PROGRAMS)
def test_a_program_runs_and_prints_one_line(number, after):
    assert after(PROGRAMS[number])["printed"].count("\n") == 1


@pytest.mark.parametrize("number", PROGRAMS)
def test_the_expected_line_is_the_one_that_is_mended(number):
    lettered = [line for line in PROGRAMS[number].splitlines() if re.search(r"# [A-Z]$", line)]
    assert [line[-1] for line in lettered] == [chr(ord("A") + place) for place in range(len(lettered))]
    assert len(lettered) == lesson_10.check_bugs.n_lines[number]
    (line,) = (line[-1] for line in lettered if MENDS[number][0] in line)
    assert line in {answer[0] for answer in lesson_10.check_bugs.right[number]}


def test_the_mends_of_the_card_are_those_the_check_knows():
    mends = dict(re.findall(r"^(\d+)\. (.+)$", CELLS["exercise-bugs-card"], re.MULTILINE))
    assert sorted(map(int, mends)) == list(range(1, lesson_10.check_bugs.n_mends + 1))
    keywords = {1: "softmax", 2: "zero_grad", 3: "dim=1", 4: "dim=0", 5: "(n,)", 6: "mean", 7: "held out", 8: "images"}
    for program, keyword in keywords.items():
        assert {keyword in mends[answer[1:]] for answer in lesson_10.check_bugs.right[program]} == {True}


def test_the_sound_program_is_sound(lesson_names):
    assert abs(lesson_names["history"][0] - BLIND) < 0.2
    assert end_of(lesson_names) < 0.8


def test_1_softmax_twice_stops_at_its_floor(after):
    floor = math.log(math.e + 9) - 1
    assert round(floor, 4) == 1.4612
    long = changed(PROGRAMS[1], "range(20)", "range(200)")
    assert min(after(changed(long, "lr=0.2", "lr=2.0"))["history"]) > floor
    assert end_of(after(mended(1))) < 0.8


def test_2_gradients_pile_up(after, lesson_names):
    def gradient_after_two_equal_batches(source):
        source = changed(changed(source, "range(20)", "range(2)"), "lr=0.1", "lr=0.0")
        source = changed(source, "mixed(few_X, few_labels, 250)", "[(few_X, few_labels)]")
        return after(source)["model"].weight.grad

    model = lesson_names["layer_of"]()
    losses.cross_entropy(model(lesson_names["few_X"]), lesson_names["few_labels"]).backward()
    assert torch.allclose(gradient_after_two_equal_batches(PROGRAMS[2]), 2 * model.weight.grad, atol=1e-6)
    assert torch.allclose(gradient_after_two_equal_batches(mended(2)), model.weight.grad, atol=1e-6)
    assert end_of(after(PROGRAMS[2])) > end_of(after(mended(2))) + 0.1


SCORED = "loss = loss_function(model(batch_X), batch_labels)"


@pytest.mark.parametrize(("program", "answer", "said", "now"), [
    (2, "F7", SCORED, f"optimizer.zero_grad(); {SCORED}"),
    (2, "H7", "optimizer.step()", "optimizer.step(); optimizer.zero_grad()"),
    (6, "F1", SCORED, f"{SCORED} / len(batch_X)"),
])
def test_another_line_may_hold_the_mend(program, answer, said, now, after):
    elsewhere = changed(PROGRAMS[program], said, now)
    (line,) = (line for line in elsewhere.splitlines() if now in line)
    assert line.endswith(f"# {answer[0]}") and answer in lesson_10.check_bugs.right[program]
    assert after(elsewhere)["history"] == pytest.approx(after(mended(program))["history"], rel=1e-5)


def test_2_once_an_epoch_is_too_rare(after, lesson_names):
    twice = changed(PROGRAMS[2], "mixed(few_X, few_labels, 250)", "[(few_X, few_labels)] * 2")
    seldom = changed(changed(twice, "for _ in range(20):  # E", "for _ in range(3):\n    optimizer.zero_grad()"),
                     "lr=0.1", "lr=0.0")
    model = lesson_names["layer_of"]()
    losses.cross_entropy(model(lesson_names["few_X"]), lesson_names["few_labels"]).backward()
    assert torch.allclose(after(seldom)["model"].weight.grad, 2 * model.weight.grad, atol=1e-6)


@pytest.mark.parametrize("batch_size", [250, 125])
def test_3_the_first_loss_depends_on_the_batch_size(batch_size, after):
    first, first_mended = (after(changed(source, "labels, 250", f"labels, {batch_size}"))["history"][0]
                           for source in (PROGRAMS[3], mended(3)))
    assert abs(first - math.log(batch_size)) < 0.2
    assert abs(first_mended - BLIND) < 0.2


def test_4_the_bias_never_moves(after):
    assert after(PROGRAMS[4])["b"].abs().max() < 1e-5
    assert after(mended(4))["b"].abs().max() > 0.01


def test_5_every_answer_is_compared_with_every_label(after, lesson_names):
    names, right = after(PROGRAMS[5]), after(mended(5))
    assert (names["predicted"] == names["last_column"]).shape == (500, 500)
    assert names["accuracy"] < 0.2 and names["loss"] < 1
    honest = metrics.accuracy(lesson_names["sound"](lesson_names["new_X"]).detach(), lesson_names["new_labels"])
    assert right["accuracy"].item() == pytest.approx(honest) and honest > 0.7
    on_the_other_line = changed(PROGRAMS[5], "table[:, 784:]", "table[:, 784]")
    assert after(on_the_other_line)["accuracy"].item() == pytest.approx(honest)


def test_6_loss_and_gradient_grow_with_the_batch(after):
    def first(source, batch_size):
        return after(changed(source, "labels, 250", f"labels, {batch_size}"))["history"][0]

    for batch_size in (250, 125):
        assert abs(first(PROGRAMS[6], batch_size) - batch_size * BLIND) < 0.1 * batch_size
        assert abs(first(mended(6), batch_size) - BLIND) < 0.1


def test_7_a_test_set_that_chooses_promises_too_much(after, lesson_names):
    models = []

    class Recorder:
        @staticmethod
        def fit(*given, **settings):
            models.append(training.fit(*given, **settings))
            return models[-1]

    new_X, new_labels = lesson_names["new_X"], lesson_names["new_labels"]
    promised = after(PROGRAMS[7], training=Recorder)["best"][0]
    right = torch.stack([model(new_X).argmax(dim=1) == new_labels for model in models]).double()  # (20, 500)
    chosen = right[:, 300:400].mean(dim=1).argmax()
    assert promised == pytest.approx(right[chosen, 300:400].mean().item())
    elsewhere = torch.cat([right[chosen, :300], right[chosen, 400:]]).mean().item()
    assert promised > elsewhere + 0.05

    models.clear()
    few_X, few_labels = lesson_names["few_X"], lesson_names["few_labels"]
    held_out = {"held_out_X": few_X[1600:], "held_out_labels": few_labels[1600:]}
    after(mended(7), training=Recorder, few_X=few_X[:1600], few_labels=few_labels[:1600], **held_out)
    on_held_out = [metrics.accuracy(model(few_X[1600:]).detach(), few_labels[1600:]) for model in models]
    honest = models[on_held_out.index(max(on_held_out))]
    honest_right = (honest(new_X).argmax(dim=1) == new_labels).double()

    generator = torch.Generator().manual_seed(0)
    too_much, honest_too_much = [], []
    for _ in range(300):
        order = torch.randperm(500, generator=generator)
        test_set, others = order[:100], order[100:]
        best = right[:, test_set].mean(dim=1).argmax()
        too_much.append(right[best, test_set].mean() - right[best, others].mean())
        honest_too_much.append(honest_right[test_set].mean() - honest_right[others].mean())
    assert 0.01 < torch.stack(too_much).mean() < 0.04  # the lesson says about two points
    assert abs(torch.stack(honest_too_much).mean()) < 0.01


def test_8_the_short_last_batch_counts_too_much(after):
    def measured(source, batch_size):
        return float(after(changed(source, "batch_size=166", f"batch_size={batch_size}"))["accuracy"])

    assert 500 % 166 == 2
    exact = measured(PROGRAMS[8], 250)
    assert abs(measured(PROGRAMS[8], 166) - exact) > 0.02
    for batch_size in (166, 64, 500):
        assert measured(mended(8), batch_size) == pytest.approx(exact)
