"""The losses against torch, finite differences, worked numbers, properties, and the learner's mistakes."""

import dataclasses
import functools
import inspect
import math
import re

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from utils import losses, optimal, slopes, training

F64 = torch.float64

# (name, settings) of every loss on scores; the regression losses are apart
ON_SCORES = [
    ("mse_on_one_hot", {}),
    ("margin_loss", {}),
    ("margin_loss", {"margin": 2.5}),
    ("margin_loss", {"rivals": "worst"}),
    ("margin_loss", {"margin": [[0.0, 1, 2, 3], [4, 0, 0.5, 1], [1, 1, 0, 1], [2, 0, 3, 0]]}),
    ("cross_entropy", {}),
    ("brier_loss", {}),
]
ON_ERRORS = [("half_squared_error", {}), ("absolute_error", {}), ("huber_loss", {}), ("huber_loss", {"delta": 0.3})]
PUBLIC = [getattr(losses, name) for name in losses.__all__]


def ids(cases):
    return [name + "".join(f"-{key}" for key in settings) for name, settings in cases]


def call(case, *arguments, **more):
    name, settings = case
    return getattr(losses, name)(*arguments, **settings, **more)


def batch(n_examples=40, n_classes=4, spread=2.0, dtype=F64, seed=0):
    """Scores (n, K) and labels (n,), all classes present."""
    generator = torch.Generator().manual_seed(seed)
    scores = torch.randn(n_examples, n_classes, generator=generator, dtype=F64) * spread
    labels = torch.arange(n_examples) % n_classes
    return scores.to(dtype), labels[torch.randperm(n_examples, generator=generator)]


def gradient_of(loss, *inputs):
    return torch.autograd.grad(loss, inputs)[0]


# --- torch as oracle: the Torch line of each docstring is run, so that it stays true -------------------------------


@pytest.mark.parametrize("function", PUBLIC, ids=lambda function: function.__name__)
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_docstring_torch_line_gives_the_same_value_and_gradient(function, n_classes):
    scores, labels = batch(n_classes=n_classes)
    scores.requires_grad_()
    error = scores - 0.2
    names = {
        "scores": scores,
        "labels": labels,
        "n_classes": n_classes,
        "one_hot_labels": F.one_hot(labels, n_classes).to(F64),
        "temperature": 0.7,
        "error": error,
        "delta": 0.8,
    }
    arguments = [names[name] for name in inspect.signature(function).parameters if name in names]
    ours = function(*arguments)
    theirs = eval(field(function, "Torch"), {"torch": torch, "F": F}, names)
    torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)
    if ours.requires_grad:
        weights = torch.randn(ours.shape, generator=torch.Generator().manual_seed(1), dtype=F64)
        torch.testing.assert_close(
            gradient_of((ours * weights).sum(), scores),
            gradient_of((theirs * weights).sum(), scores),
            atol=1e-12,
            rtol=1e-12,
        )


def test_cross_entropy_takes_probability_labels_as_torch_does():
    scores, _ = batch()
    soft_labels = torch.softmax(batch(seed=5)[0], dim=1)
    scores.requires_grad_()
    ours, theirs = losses.cross_entropy(scores, soft_labels), F.cross_entropy(scores, soft_labels)
    torch.testing.assert_close(ours, theirs)
    torch.testing.assert_close(gradient_of(ours, scores), gradient_of(theirs, scores))


def test_cross_entropy_of_one_hot_labels_is_that_of_class_ids():
    scores, labels = batch()
    one_hot_labels = losses.one_hot(labels, 4)  # float32 beside float64 scores
    torch.testing.assert_close(losses.cross_entropy(scores, one_hot_labels), losses.cross_entropy(scores, labels))


def test_smooth_l1_is_huber_divided_by_delta():
    error = batch()[0]
    smooth = F.smooth_l1_loss(error, torch.zeros_like(error), beta=0.6)
    torch.testing.assert_close(losses.huber_loss(error, 0.6) / 0.6, smooth)


@pytest.mark.parametrize("rivals", ["all", "worst"])
def test_margin_loss_equals_a_loop_over_the_definition(rivals):
    scores, labels = batch(n_examples=12)
    table = torch.rand(4, 4, generator=torch.Generator().manual_seed(2), dtype=F64) * 3
    combine = {"all": sum, "worst": max}[rivals]
    expected = []
    for row, true_class in zip(scores.tolist(), labels.tolist(), strict=True):
        leads = [row[true_class] - row[k] for k in range(4)]
        expected.append(combine(max(0.0, table[true_class, k].item() - leads[k]) for k in range(4) if k != true_class))
    ours = losses.margin_loss(scores, labels, margin=table, rivals=rivals, reduction="none")
    torch.testing.assert_close(ours, torch.tensor(expected, dtype=F64))


def test_scikit_learn_agrees():
    metrics = pytest.importorskip("sklearn.metrics")
    scores, labels = batch()
    probabilities = losses.softmax(scores)
    assert metrics.log_loss(labels, probabilities.numpy()) == pytest.approx(losses.cross_entropy(scores, labels).item())
    assert metrics.hinge_loss(labels, scores.numpy()) == pytest.approx(
        losses.margin_loss(scores, labels, rivals="worst").item()
    )
    squares = ((probabilities.numpy() - F.one_hot(labels, 4).numpy()) ** 2).sum(1).mean()
    assert losses.brier_loss(scores, labels).item() == pytest.approx(squares)


# --- gradients: finite differences away from kinks, and the formulas of the docstrings ------------------------------


@pytest.mark.parametrize("reduction", ["mean", "none"])
@pytest.mark.parametrize("case", ON_SCORES, ids=ids(ON_SCORES))
def test_gradients_by_finite_differences(case, reduction):
    scores, labels = batch(n_examples=6)
    assert torch.autograd.gradcheck(lambda o: call(case, o, labels, reduction=reduction), scores.requires_grad_())


@pytest.mark.parametrize("case", ON_ERRORS, ids=ids(ON_ERRORS))
def test_regression_gradients_by_finite_differences(case):
    error = torch.tensor([-3.0, -0.7, -0.1, 0.2, 0.9, 4.0], dtype=F64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda e: call(case, e, reduction="none"), error)


@pytest.mark.parametrize("function", [losses.softmax, losses.log_softmax])
def test_softmax_gradients_by_finite_differences_in_temperature_too(function):
    scores, _ = batch(n_examples=3)
    temperature = torch.tensor(1.7, dtype=F64, requires_grad=True)
    assert torch.autograd.gradcheck(function, (scores.requires_grad_(), temperature))
    assert torch.autograd.gradgradcheck(function, (scores, temperature))


def test_gradients_are_the_formulas_of_the_docstrings():
    scores, labels = batch()
    scores.requires_grad_()
    y = F.one_hot(labels, 4).to(F64)
    p = torch.softmax(scores, dim=1).detach()
    inside = ((1 - scores.gather(1, labels[:, None]) + scores) > 0).to(F64) * (1 - y)
    miss = p - y
    expected = {
        "mse_on_one_hot": scores.detach() - y,
        "cross_entropy": miss,
        "brier_loss": 2 * p * (miss - (p * miss).sum(dim=1, keepdim=True)),
        "margin_loss": inside - inside.sum(dim=1, keepdim=True) * y,
    }
    for name, gradient in expected.items():
        loss = getattr(losses, name)(scores, labels, reduction="none").sum()
        torch.testing.assert_close(gradient_of(loss, scores), gradient, msg=name)


def test_hessian_of_cross_entropy_is_the_covariance_of_the_draw():
    scores = torch.tensor([[0.3, -1.0, 2.0]], dtype=F64)
    p = torch.softmax(scores, dim=1)[0]
    hessian = torch.autograd.functional.hessian(lambda o: losses.cross_entropy(o, torch.tensor([1])), scores)
    torch.testing.assert_close(hessian.squeeze(), p.diag() - p[:, None] * p)
    torch.testing.assert_close(torch.func.jacrev(losses.softmax)(scores).squeeze(), p.diag() - p[:, None] * p)


def test_slopes_at_the_kinks():
    tied = torch.zeros(1, 4, dtype=F64, requires_grad=True)  # three rivals tie as the worst
    worst = gradient_of(losses.margin_loss(tied, torch.tensor([0]), rivals="worst"), tied)
    torch.testing.assert_close(worst, torch.tensor([[-1, 1 / 3, 1 / 3, 1 / 3]], dtype=F64))
    enough = torch.tensor([[1.0, 0.0, 0.0]], dtype=F64, requires_grad=True)  # the lead is the margin, exactly
    for rivals in ("all", "worst"):
        assert gradient_of(losses.margin_loss(enough, torch.tensor([0]), rivals=rivals), enough).count_nonzero() == 0
    zero = torch.zeros(1, dtype=F64, requires_grad=True)
    assert gradient_of(losses.absolute_error(zero), zero).item() == 0
    corner = torch.tensor([1.0, -1.0], dtype=F64, requires_grad=True)  # huber has none
    torch.testing.assert_close(gradient_of(losses.huber_loss(corner), corner), corner.detach() / 2)


# --- numbers worked by hand -----------------------------------------------------------------------------------------


def on_one(function, scores, label, **settings):
    return function(torch.tensor([scores], dtype=F64), torch.tensor([label]), **settings).item()


def test_margin_loss_of_the_cs231n_example():
    # https://cs231n.github.io/linear-classify/: scores 13, -7, 11, true class first, margin 10
    assert on_one(losses.margin_loss, [13.0, -7.0, 11.0], 0, margin=10.0) == 8
    assert on_one(losses.margin_loss, [13.0, -7.0, 11.0], 0, margin=10.0, rivals="worst") == 8
    assert on_one(losses.margin_loss, [13.0, -7.0, 11.0], 0, margin=25.0) == 23 + 5
    assert on_one(losses.margin_loss, [13.0, -7.0, 11.0], 0, margin=25.0, rivals="worst") == 23
    assert on_one(losses.margin_loss, [13.0, -7.0, 11.0], 1, margin=0.0) == 20 + 18


def test_the_table_of_a_margin_is_read_by_row_of_the_true_class():
    table = [[9.0, 1.0, 5.0], [2.0, 9.0, 3.0], [0.0, 0.0, 9.0]]  # the diagonal counts for nothing
    assert on_one(losses.margin_loss, [0.0, 0.0, 0.0], 0, margin=table) == 1 + 5
    assert on_one(losses.margin_loss, [0.0, 0.0, 0.0], 1, margin=table) == 2 + 3
    assert on_one(losses.margin_loss, [0.0, 0.0, 0.0], 2, margin=table) == 0
    assert on_one(losses.margin_loss, [0.0, 0.0, 0.0], 1, margin=torch.tensor(table), rivals="worst") == 3


def test_wrong_scores_matter_to_cross_entropy():
    assert on_one(losses.cross_entropy, [10.0, 9.0, 9.0], 0) == pytest.approx(math.log(1 + 2 / math.e))  # 0.551
    assert on_one(losses.cross_entropy, [10.0, 9.0, 9.0], 0) == pytest.approx(0.551, abs=5e-4)
    assert on_one(losses.cross_entropy, [10.0, -2.0, 3.0], 0) == pytest.approx(0.0009, abs=5e-5)
    assert on_one(losses.margin_loss, [10.0, 9.0, 9.0], 0) == 0


def test_mse_and_brier_by_hand():
    assert on_one(losses.mse_on_one_hot, [2.0, 1.0, -1.0], 0) == (1 + 1 + 1) / 2
    third = math.log(3.0)  # exp gives 3, 1, 1: probabilities .6 .2 .2
    assert on_one(losses.brier_loss, [third, 0.0, 0.0], 0) == pytest.approx(0.16 + 0.04 + 0.04)


def test_untrained_model_of_ten_classes():
    scores, labels = torch.zeros(20, 10), torch.arange(20) % 10
    expected = {
        "cross_entropy": math.log(10),
        "margin_loss": 9.0,
        "mse_on_one_hot": 0.5,
        "brier_loss": 0.9,
    }
    for name, value in expected.items():
        assert getattr(losses, name)(scores, labels).item() == pytest.approx(value), name
    assert losses.margin_loss(scores, labels, rivals="worst").item() == 1


def test_softmax_twice_cannot_go_below_its_floor():
    # a classic mistake: probabilities given as scores
    assert on_one(losses.cross_entropy, [1.0] + [0.0] * 9, 0) == pytest.approx(math.log(math.e + 9) - 1)  # 1.4612


def test_regression_losses_by_hand():
    error = torch.tensor([-3.0, 0.5, 2.0], dtype=F64)
    assert losses.half_squared_error(error, reduction="none").tolist() == [4.5, 0.125, 2.0]
    assert losses.absolute_error(error, reduction="none").tolist() == [3.0, 0.5, 2.0]
    assert losses.huber_loss(error, 1.0, reduction="none").tolist() == [2.5, 0.125, 1.5]
    assert losses.huber_loss(error, 2.0, reduction="none").tolist() == [4.0, 0.125, 2.0]


@pytest.mark.parametrize(("delta", "best"), [(1.0, 3.0), (5.0, 3.75), (20.0, 7.5)])
def test_huber_best_constant_of_lesson_8(delta, best):
    constants = torch.arange(0, 100.01, 0.01, dtype=F64)
    numbers = torch.tensor([1.0, 2, 3, 4, 100], dtype=F64)
    cost = losses.huber_loss(constants[:, None] - numbers, delta, reduction="none").mean(dim=1)
    lowest = constants[cost <= cost.min() + 1e-12]
    assert lowest.min() - 1e-9 <= best <= lowest.max() + 1e-9


def test_one_hot():
    assert losses.one_hot(torch.tensor([2, 0]), 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert losses.one_hot(torch.tensor([2, 0]), 3).dtype == torch.float32


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64])
def test_labels_of_any_integer_dtype(dtype):
    scores, labels = batch()
    for case in ON_SCORES:
        torch.testing.assert_close(call(case, scores, labels.to(dtype)), call(case, scores, labels))


# --- properties -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_properties_on_random_scores(n_classes, seed):
    scores, labels = batch(n_classes=n_classes, spread=5.0, seed=seed)
    moved = scores + torch.randn(len(scores), 1, generator=torch.Generator().manual_seed(seed), dtype=F64) * 20
    for case in ON_SCORES:
        if case[0] == "margin_loss" and isinstance(case[1].get("margin"), list) and n_classes != 4:
            continue
        each = call(case, scores, labels, reduction="none")
        assert each.shape == (len(scores),)
        assert (each >= 0).all()
        torch.testing.assert_close(each.mean(), call(case, scores, labels))
        only_differences_count = torch.allclose(each, call(case, moved, labels, reduction="none"))
        assert only_differences_count == (case[0] != "mse_on_one_hot"), case
    every = losses.margin_loss(scores, labels, reduction="none")
    worst = losses.margin_loss(scores, labels, rivals="worst", reduction="none")
    assert (every >= worst - 1e-12).all()
    wrong = (scores.argmax(dim=1) != labels).to(F64)
    assert (worst >= wrong - 1e-12).all()  # both hinges lie above the count of mistakes
    assert (losses.brier_loss(scores, labels, reduction="none") <= 2).all()
    probabilities = losses.softmax(scores)
    torch.testing.assert_close(probabilities.sum(dim=1), torch.ones(len(scores), dtype=F64))
    torch.testing.assert_close(losses.log_softmax(scores).exp(), probabilities)
    assert (probabilities.argsort(dim=1) == scores.argsort(dim=1)).all()


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_a_blind_guess_costs_the_log_of_the_number_of_classes(n_classes):
    scores, labels = torch.full((n_classes, n_classes), 3.7, dtype=F64), torch.arange(n_classes)
    assert losses.cross_entropy(scores, labels).item() == pytest.approx(math.log(n_classes))


def test_margin_loss_is_zero_once_satisfied_and_asks_nothing():
    scores = torch.tensor([[3.0, 1.0, 0.0], [0.0, 0.5, 2.5]], dtype=F64, requires_grad=True)
    loss = losses.margin_loss(scores, torch.tensor([0, 2]), margin=1.9)
    assert loss.item() == 0
    assert gradient_of(loss, scores).count_nonzero() == 0
    assert losses.mse_on_one_hot(scores, torch.tensor([0, 2])).item() > 1


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_shift_invariant_losses_have_arrows_that_sum_to_zero(n_classes):
    scores, labels = batch(n_classes=n_classes)
    scores.requires_grad_()
    for name in ("margin_loss", "cross_entropy", "brier_loss"):
        pull = gradient_of(getattr(losses, name)(scores, labels), scores)
        torch.testing.assert_close(pull.sum(dim=1), torch.zeros(len(scores), dtype=F64), msg=name)


def test_temperature_divides_the_scores():
    scores, _ = batch()
    torch.testing.assert_close(losses.softmax(scores, 0.25), losses.softmax(4 * scores))
    torch.testing.assert_close(losses.softmax(scores, 1e9), torch.full_like(scores, 0.25))
    cold = losses.softmax(torch.tensor([[1.0, 3.0, 3.0]]), temperature=1e-30)
    assert cold.tolist() == [[0.0, 0.5, 0.5]]  # a tie is shared, not decided
    two = losses.softmax(torch.tensor([[1.3, -0.4]], dtype=F64), temperature=2.0)[0, 0]
    torch.testing.assert_close(two, torch.sigmoid(torch.tensor(1.7 / 2, dtype=F64)))


# --- dtypes and sizes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dtype", "size", "tolerance"),
    [(F64, 1e4, 1e-12), (torch.float32, 1e4, 1e-5), (torch.float16, 10, 5e-3), (torch.bfloat16, 10, 4e-2)],
    ids=lambda value: str(value).removeprefix("torch."),
)
@pytest.mark.parametrize("case", ON_SCORES, ids=ids(ON_SCORES))
def test_large_scores_and_half_precision(case, dtype, size, tolerance):
    scores, labels = batch(n_examples=64)
    scores = (scores / scores.abs().max() * size).to(dtype)
    scores[:2] = torch.tensor([[size, -size, -size, -size], [-size, size, size, size]], dtype=dtype)
    labels[:2] = 0
    exact = scores.to(F64).requires_grad_()
    scores.requires_grad_()
    ours, reference = call(case, scores, labels), call(case, exact, labels)
    pull = gradient_of(ours, scores)
    assert ours.dtype == pull.dtype == dtype
    assert ours.isfinite() and pull.isfinite().all()
    torch.testing.assert_close(ours.to(F64), reference, rtol=tolerance, atol=tolerance)
    torch.testing.assert_close(pull.to(F64), gradient_of(reference, exact), rtol=tolerance, atol=tolerance)


def test_reference_of_large_scores_is_itself_right():
    # confidently wrong: the probability is 0 in float64, the surprise and the pull are not lost
    for size in (200.0, 1e4):
        scores = torch.tensor([[0.0, size]], dtype=F64, requires_grad=True)
        loss = losses.cross_entropy(scores, torch.tensor([0]))
        assert loss.item() == size
        assert gradient_of(loss, scores).tolist() == [[-1.0, 1.0]]
    assert losses.softmax(torch.tensor([[1e4, 0.0, -1e4]])).tolist() == [[1.0, 0.0, 0.0]]
    assert losses.softmax(torch.tensor([[-104.0, -104.0]])).tolist() == [[0.5, 0.5]]  # naive: 0/0


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, F64])
def test_a_large_batch_does_not_overflow_in_its_sum(dtype):
    scores, labels = torch.full((60_000, 10), 10.0, dtype=dtype), torch.zeros(60_000, dtype=torch.int64)
    assert losses.mse_on_one_hot(scores, labels).item() == pytest.approx(490.5, rel=1e-2)
    assert losses.half_squared_error(scores).item() == pytest.approx(50, rel=1e-2)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, F64])
@pytest.mark.parametrize("case", ON_ERRORS, ids=ids(ON_ERRORS))
def test_regression_keeps_the_dtype_and_any_shape(case, dtype):
    error = torch.tensor([[-10.0, 0.25, 3.0]], dtype=dtype, requires_grad=True)
    each = call(case, error, reduction="none")
    assert each.dtype == dtype
    assert each.shape == (1, 3)
    assert gradient_of(call(case, error), error).isfinite().all()
    torch.testing.assert_close(each.to(F64), call(case, error.to(F64), reduction="none"), rtol=1e-2, atol=1e-2)


def test_huber_holds_where_the_square_overflows():
    error = torch.tensor([1e30, -1e30], requires_grad=True)
    loss = losses.huber_loss(error, 2.0)
    assert loss.item() == pytest.approx(2e30)
    assert gradient_of(loss, error).tolist() == [1.0, -1.0]


@pytest.mark.parametrize("case", ON_SCORES, ids=ids(ON_SCORES))
def test_arguments_are_left_alone(case):
    scores, labels = batch()
    before, labels_before = scores.clone(), labels.clone()
    call(case, scores, labels)
    assert scores.equal(before) and labels.equal(labels_before)


# --- the learner's mistakes: every message names what was seen ------------------------------------------------------

GOOD = torch.zeros(4, 3)
IDS = torch.tensor([0, 1, 2, 1])
WITH_NAN = torch.tensor([[0.0, 1, 2], [0, 1, math.nan], [math.inf, 1, 2]])

# (scores, labels, parts of the message)
WRONG_BATCHES = {
    "list of scores": ([[1.0, 2.0]], IDS, ["scores", "list", "torch.tensor"]),
    "one example": (torch.zeros(3), IDS, ["(3,)", "(n_examples, n_classes)", "scores[None]"]),
    "images for scores": (torch.zeros(4, 28, 28), IDS, ["(4, 28, 28)", "(n_examples, n_classes)"]),
    "integer scores": (torch.zeros(4, 3, dtype=torch.int64), IDS, ["scores", "int64", ".float()"]),
    "empty batch": (torch.zeros(0, 3), IDS[:0], ["(0, 3)", "no example"]),
    "nan": (WITH_NAN, IDS[:3], ["scores", "[1, 2]", "nan", "2 such"]),
    "inf": (WITH_NAN[2:], IDS[:1], ["scores", "[0, 0]", "inf", "1 such"]),
    "list of labels": (GOOD, [0, 1, 2, 1], ["labels", "list", "torch.tensor"]),
    "too few labels": (GOOD, IDS[:3], ["(3,)", "(4,)"]),
    "labels as a column": (GOOD, IDS[:, None], ["(4, 1)", "(4,)", "labels[:, 0]"]),
    "integer one-hot": (GOOD, F.one_hot(IDS, 3), ["(4, 3)", "(4,)", "one-hot", "argmax(dim=1)"]),
    "scalar label": (GOOD, torch.tensor(1), ["()", "(4,)"]),
    "float class ids": (GOOD, IDS.float(), ["float32", "integer", ".long()"]),
    "true and false": (GOOD, IDS > 0, ["bool", "integer"]),
    "label too large": (GOOD, torch.tensor([0, 1, 3, 1]), ["label 3", "row 2", "0 to 2"]),
    "label from 1": (torch.zeros(4, 2), torch.tensor([1, 2, 2, 1]), ["label 2", "row 1", "0 to 1"]),
    "negative label": (GOOD, torch.tensor([0, 1, 1, -1]), ["label -1", "row 3", "0 to 2"]),
}


def complaint(function, *arguments, **settings):
    with pytest.raises(ValueError) as caught:
        function(*arguments, **settings)
    return str(caught.value)


@pytest.mark.parametrize("mistake", WRONG_BATCHES)
@pytest.mark.parametrize("name", ["mse_on_one_hot", "margin_loss", "cross_entropy", "brier_loss"])
def test_wrong_batches_are_named(name, mistake):
    scores, labels, parts = WRONG_BATCHES[mistake]
    message = complaint(getattr(losses, name), scores, labels)
    assert [part for part in parts if part not in message] == [], message


@pytest.mark.parametrize("name", ["mse_on_one_hot", "margin_loss", "brier_loss"])
def test_float_one_hot_is_for_cross_entropy_alone(name):
    message = complaint(getattr(losses, name), GOOD, losses.one_hot(IDS, 3))
    assert "one-hot" in message and "(4, 3)" in message


@pytest.mark.parametrize("function", [losses.softmax, losses.log_softmax])
@pytest.mark.parametrize("mistake", ["list of scores", "one example", "integer scores", "empty batch", "nan", "inf"])
def test_softmax_names_wrong_scores(function, mistake):
    scores, _, parts = WRONG_BATCHES[mistake]
    message = complaint(function, scores)
    assert [part for part in parts if part not in message] == [], message


@pytest.mark.parametrize("temperature", [0, -1.5, math.nan, torch.tensor(-1.5)])
@pytest.mark.parametrize("function", [losses.softmax, losses.log_softmax])
def test_temperature_must_be_above_zero(function, temperature):
    message = complaint(function, GOOD, temperature)
    assert "temperature" in message and f"{float(temperature):g}" in message


WRONG_MARGINS = {
    "negative": (-1.0, ["-1", "0 or more"]),
    "nan": (math.nan, ["nan"]),
    "infinite": (math.inf, ["inf"]),
    "one per class": ([1.0, 1.0, 1.0], ["(3,)", "(3, 3)"]),
    "table of another size": (torch.ones(4, 4), ["(4, 4)", "(3, 3)"]),
    "negative entry": ([[0.0, 1, 1], [1, 0, -2], [1, 1, 0]], ["-2", "true class 1", "rival 2"]),
    "nan entry": ([[0.0, math.nan, 1], [1, 0, 2], [1, 1, 0]], ["nan", "true class 0", "rival 1"]),
}


@pytest.mark.parametrize("mistake", WRONG_MARGINS)
def test_wrong_margins_are_named(mistake):
    margin, parts = WRONG_MARGINS[mistake]
    message = complaint(losses.margin_loss, GOOD, IDS, margin=margin)
    assert [part for part in ["margin", *parts] if part not in message] == [], message


def test_the_diagonal_of_a_margin_table_may_hold_anything():
    table = torch.ones(3, 3, dtype=F64)
    table.diagonal().copy_(torch.tensor([-5.0, math.nan, math.inf]))
    scores = GOOD.to(F64).requires_grad_()
    loss = losses.margin_loss(scores, IDS, margin=table)
    assert loss.item() == 2
    assert gradient_of(loss, scores).isfinite().all()


def test_wrong_probability_labels_are_named():
    message = complaint(losses.cross_entropy, GOOD[:2], torch.tensor([[0.5, 0.5, 0], [1.5, -0.5, 0]]))
    assert "negative" in message and "row 1, column 1" in message and "-0.5" in message
    message = complaint(losses.cross_entropy, GOOD[:2], torch.tensor([[0.5, 0.5, 0], [1.0, 1, 0]]))
    assert "sums to 2" in message and "row 1" in message
    assert "sums to 0.7" in complaint(losses.cross_entropy, GOOD[:1], torch.tensor([[0.5, 0.2, 0]]))
    message = complaint(losses.cross_entropy, GOOD[:1], torch.tensor([[0.5, math.nan, 0]]))
    assert "labels" in message and "nan" in message and "[0, 1]" in message


def test_other_mistakes_are_named():
    assert "'sum'" in complaint(losses.cross_entropy, GOOD, IDS, reduction="sum")
    assert '"none"' in complaint(losses.absolute_error, GOOD, reduction=None)
    assert "'best'" in complaint(losses.margin_loss, GOOD, IDS, rivals="best")
    for delta in (0, -1.0, math.nan, math.inf):
        message = complaint(losses.huber_loss, GOOD, delta)
        assert "delta" in message and str(delta) in message
    for n_classes in (0, 2.0, None):
        assert str(n_classes) in complaint(losses.one_hot, IDS, n_classes)
    assert "label 2" in complaint(losses.one_hot, IDS, 2)
    assert "(0,)" in complaint(losses.one_hot, IDS[:0], 2)
    assert "one-hot" in complaint(losses.one_hot, F.one_hot(IDS, 3), 3)


@pytest.mark.parametrize("case", ON_ERRORS, ids=ids(ON_ERRORS))
def test_wrong_errors_of_regression_are_named(case):
    assert "float" in complaint(lambda e: call(case, e), 1.5)
    assert "int64" in complaint(lambda e: call(case, e), torch.tensor([1, 2]))
    assert "(0,)" in complaint(lambda e: call(case, e), torch.zeros(0))
    message = complaint(lambda e: call(case, e), torch.tensor([1.0, math.nan]))
    assert "error" in message and "[1]" in message and "nan" in message


# --- a learner's own loss -------------------------------------------------------------------------------------------


def honest(scores, labels):
    """1 - p_y, what the lessons begin with."""
    return 1 - torch.softmax(scores, dim=1)[torch.arange(len(labels)), labels]


def with_a_reduction(scores, labels, reduction="mean"):
    return honest(scores, labels) if reduction == "none" else honest(scores, labels).mean()


def that_needs_a_reduction(scores, labels, *, reduction):
    return with_a_reduction(scores, labels, reduction)


def in_place(scores, labels):
    scores /= 2
    labels += 1
    return honest(2 * scores, labels - 1)


def one_by_one(scores, labels):
    return torch.stack([1 - torch.softmax(row, dim=0)[label] for row, label in zip(scores, labels, strict=True)])


@dataclasses.dataclass
class Own:
    """A dataclass has no hash."""

    weight: float

    def __call__(self, scores, labels):
        return self.weight * honest(scores, labels)


class OwnModule(torch.nn.Module):
    def forward(self, scores, labels):
        return honest(scores, labels)


OWN = (with_a_reduction, that_needs_a_reduction, in_place, one_by_one, Own(1.0), OwnModule(),
       functools.partial(with_a_reduction, reduction="mean"), lambda scores, labels: honest(scores, labels))


@pytest.mark.parametrize("loss", OWN, ids=lambda loss: getattr(loss, "__name__", type(loss).__name__))
def test_an_own_loss_means_the_same_in_every_lab_that_takes_one(loss):
    scores, labels = batch(n_examples=30, n_classes=3)
    kept = scores.clone(), labels.clone()
    expected = honest(scores, labels)
    torch.testing.assert_close(losses.example_losses(loss, scores, labels), expected)
    torch.testing.assert_close(losses.example_losses(loss, scores, labels, reduction="mean"), expected.mean())
    taken = functools.partial(losses.example_losses, loss)  # lesson 07
    here = scores.clone().requires_grad_()
    slope, expected_slope = (torch.autograd.grad(answer.sum(), here)[0]
                             for answer in (taken(here, labels, reduction="none"), honest(here, labels)))
    torch.testing.assert_close(slope, expected_slope)
    shares = torch.tensor([0.5, 0.3, 0.2], dtype=F64)  # lesson 06
    assert torch.equal(optimal.ScoreGrid(loss, reach=2, step=0.5).lowest(shares),
                       optimal.ScoreGrid(honest, reach=2, step=0.5).lowest(shares))
    stacked = scores.T.clone()[None]  # lessons 09 and 11
    summed = slopes.slope_of(loss, 3)(stacked, losses.one_hot(labels, 3).T.to(F64))
    torch.testing.assert_close(summed, expected.sum()[None])
    torch.testing.assert_close(stacked[0].T, slope)
    assert torch.equal(scores, kept[0]) and torch.equal(labels, kept[1])


@pytest.mark.parametrize("answer, advice", [
    (lambda o, y: None, "not nothing: end it with return"),
    (lambda o, y: 1.0, "not float: keep to torch tensors, without .item()"),
    (lambda o, y: honest(o, y).mean().item(), "without .item() or float()"),
    (lambda o, y: honest(o, y).mean(), "not a single number: leave out the mean"),
    (lambda o, y: honest(o, y).mean()[None], "leave out the mean"),
    (lambda o, y: honest(o, y).max(), "not a single number: leave out the mean, sum or maximum over the rows"),
    (lambda o, y: (honest(o, y), o), "return one thing only"),
    (lambda o, y: -torch.log_softmax(o, dim=1)[:, y], "for [:, labels] write [torch.arange(len(labels)), labels]"),
    (lambda o, y: honest(o, y)[:, None] - honest(o, y), "make a column flat with [:, 0]"),
    (lambda o, y: torch.nn.CrossEntropyLoss, "has yet to be called with scores and labels"),
    (lambda o, y: honest(o, y).sum() * o.sum(dim=0), "sums and maxima over classes take dim=1"),
    (lambda o, y: honest(o, y).detach().numpy().mean(), "not float64: keep to torch tensors"),
    (lambda o, y: honest(o, y).tolist(), "not list: compute with whole tensors, or join"),
    (lambda o, y: tuple(honest(o, y)), "not tuple: compute with whole tensors, or join"),
    (lambda o, y: honest(o, y).detach().numpy(), "a ndarray of shape (40,): compute with torch"),
    (lambda o, y: honest(o, y)[:, None], "a Tensor of shape (40, 1): this is a column, so write [:, 0]"),
    (lambda o, y: -torch.log_softmax(o, dim=1), "a Tensor of shape (40, 4): add up over the classes with .sum(dim=1)"),
    (lambda o, y: honest(o, y)[:7], "a Tensor of shape (7,): its shape should be (40,)"),
    (lambda o, y: honest(o, y)[None], "a Tensor of shape (1, 40): its shape should be (40,)"),
    (lambda o, y: {"loss": honest(o, y)}, "not dict: compute with torch tensors"),
    (lambda o, y: "0.3", "not str: compute with torch tensors"),
    (lambda o, y: (o.argmax(dim=1) != y).long(), "not int64: compute with the scores, and add .float()"),
    (lambda o, y: o.argmax(dim=1) != y, "not bool: compute with the scores"),
    (torch.nn.CrossEntropyLoss(), "in torch's own losses: reduction='none'"),
])
def test_what_an_own_loss_may_not_return_comes_with_its_own_advice(answer, advice):
    message = complaint(losses.example_losses, answer, *batch())
    assert advice in message
    assert len(message) <= 220 and message.isascii() and "\n" not in message


@pytest.mark.parametrize("loss", [
    lambda o, y: honest(o, y).detach(),
    lambda o, y: (o.argmax(dim=1) != y).float(),
    lambda o, y: torch.tensor([row.item() for row in honest(o, y)]),
])
def test_an_own_loss_without_a_slope_is_told_where_the_slope_is_asked_for(loss):
    scores, labels = batch()
    assert losses.example_losses(loss, scores, labels).shape == (40,)
    assert "no slope" in complaint(losses.example_losses, loss, scores.requires_grad_(), labels)
    with torch.no_grad():
        assert losses.example_losses(loss, scores, labels).shape == (40,)


def focal(scores, labels, gamma=2.0):
    log_p = torch.log_softmax(scores, dim=1).gather(1, labels.view(-1, 1)).squeeze(1)
    return -((1 - log_p.exp()) ** gamma) * log_p


def less_the_largest(scores, labels):
    """The largest score of the whole batch, and by how much it is taken off does not matter."""
    return losses.cross_entropy(scores - scores.max(), labels, reduction="none")


def noisy(scores, labels):
    return honest(scores + 0.1 * torch.randn_like(scores), labels)


def balanced(scores, labels):
    """Classes weigh by how often the batch has them: labels of the other rows count."""
    weights = 1 / labels.bincount(minlength=scores.shape[1]).clamp(min=1)
    return weights[labels] * honest(scores, labels)


VALID = {
    "focal": focal,
    "smoothing": lambda o, y: torch.nn.functional.cross_entropy(o, y, reduction="none", label_smoothing=0.1),
    "torch's module": torch.nn.CrossEntropyLoss(reduction="none"),
    "torch's function": torch.nn.functional.cross_entropy,
    "torch's margin": torch.nn.functional.multi_margin_loss,
    "temperature": lambda o, y: losses.cross_entropy(o / 3, y, reduction="none"),
    "mean absolute error": lambda o, y: (torch.softmax(o, dim=1) - torch.eye(o.shape[1])[y]).abs().sum(dim=1),
    "log of a score": lambda o, y: o[torch.arange(len(y)), y].log(),
    "no star": lambda *both: honest(*both),
    "less the largest": less_the_largest,
    "noisy": noisy,
} | {f"own {place}": loss for place, loss in enumerate(OWN)}


@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("name", VALID)
def test_a_valid_own_loss_stays_valid(name, n_classes):
    losses.check_own_loss(VALID[name], n_classes)
    losses.check_own_loss(VALID[name], n_classes, needs_slope=False)


def with_numpy(scores, labels):
    return torch.tensor(np.exp(scores.numpy()))[:, 0]


def calls_backward(scores, labels):
    example_losses = honest(scores, labels)
    example_losses.sum().backward()
    return example_losses


def hardest_half(scores, labels):
    costs = honest(scores, labels)
    return costs * (costs >= costs.topk(max(1, len(costs) // 2)).values.min())


def turns_gradients_off(scores, labels):
    torch.set_grad_enabled(False)
    return honest(scores, labels)


def knows_no_none(scores, labels, reduction="mean"):
    costs = honest(scores, labels)
    if reduction in ("mean", "sum"):
        return getattr(costs, reduction)()


INVALID = [
    (with_numpy, "your loss calls numpy, which loses the slope: compute with torch alone"),
    (calls_backward, "your loss calls .backward(): leave that out"),
    (lambda labels, scores: honest(scores, labels), "scores come first, so write (scores, labels)"),
    (lambda labels, scores: losses.cross_entropy(scores, labels, reduction="none"), "scores come first"),
    (lambda o, y: honest(o, y)[:, None].squeeze(), "for 1 row of scores your loss should return 1 number, not a single "
     "number: .squeeze() takes every dimension of size 1, so write [:, 0]"),
    (lambda o, y: (o.argmax(dim=1) != y).long(), "your loss has no slope"),
    (lambda o, y: (o.argmax(dim=1) != y).float(), "your loss has no slope"),
    (lambda o, y: torch.ones(len(y), requires_grad=True) * 2, "your loss has no slope"),
    (lambda o, y: -torch.log_softmax(o, 0)[torch.arange(len(y)), y], "changes with the other rows, their labels or "
     "their number: take softmax, sums and maxima with dim=1"),
    (lambda o, y: honest(o, y) / len(o), "divide by no count of them"),
    (lambda o, y: (1 - torch.softmax(o, dim=1)[:, y]).mean(dim=1), "their labels or their number"),
    (lambda o, y: honest(o, y.roll(1)), "their labels or their number"),
    (hardest_half, "changes with the other rows"),
    (balanced, "their labels or their number"),
    (lambda o, y: torch.zeros(len(y)), "your loss has no slope"),
    (turns_gradients_off, "your loss turns gradients off and not on again"),
    (knows_no_none, "not nothing: it takes a reduction, so it is asked for reduction='none'"),
    (lambda o, y: honest(o, y).mean().expand(len(y)), "no mean over the rows"),
    (lambda o, y: honest(o, y) / honest(o, y).sum(), "no mean over the rows"),
    (lambda o, y: honest(o, y).cumsum(0), "no mean over the rows"),
    (lambda o: o[:, 0], "two arguments, scores and labels in this order, but it takes (o)"),
    (lambda o, y, weights: o[:, 0], "it takes (o, y, weights)"),
    (lambda: 0, "it takes ()"),
    (torch.nn.CrossEntropyLoss, "the class CrossEntropyLoss: make one of it, CrossEntropyLoss()"),
    (None, "your loss should be a function of scores and labels, not nothing: give its name"),
    ("my_loss", "not str: give its name, without brackets or quotes"),
    (honest(*batch()), "not a Tensor of shape (40,): give its name, without brackets"),
    (lambda o, y: -torch.log_softmax(o, dim=1)[:, y], "for [:, labels] write [torch.arange(len(labels)), labels]"),
]


@pytest.mark.parametrize("loss, advice", INVALID)
@pytest.mark.parametrize("n_classes", [3, 10])
def test_an_own_loss_is_told_what_is_wrong_before_it_is_used(loss, advice, n_classes):
    message = complaint(losses.check_own_loss, loss, n_classes)
    assert advice in message
    assert len(message) <= 220 and message.isascii() and "\n" not in message


def test_an_own_loss_is_tried_in_every_lab_that_takes_one():
    def expanded(scores, labels):
        return honest(scores, labels).mean().expand(len(labels))

    settings = {"learning_rate": 0.1, "epochs": 1, "n_classes": 3}
    X, labels = torch.zeros(8, 2), torch.arange(8) % 3
    for message in (complaint(optimal.ScoreGrid, expanded), complaint(slopes.slope_of, expanded, 3),
                    complaint(training.fit_linear, X, labels, expanded, **settings)):
        assert "other rows" in message
    assert "not str: give its name" in complaint(optimal.ScoreGrid, "mse")
    assert "a function of scores and labels, or one of mse" in complaint(slopes.slope_of, None, 3)


def test_steps_of_0_and_1_are_asked_for_a_slope_only_where_one_is_needed():
    steps = optimal.ScoreGrid(lambda o, y: (o.argmax(dim=1) != y).float(), reach=2, step=1)
    assert steps.lowest(torch.tensor([0.2, 0.5, 0.3])).argmax() == 1
    assert "add .float()" in complaint(optimal.ScoreGrid, lambda o, y: (o.argmax(dim=1) != y).long())


def test_what_an_own_loss_raises_itself_comes_as_it_is():
    def broken(scores, labels):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        losses.check_own_loss(broken, 3)


def test_an_own_loss_may_hold_constants_of_the_usual_dtype():
    weights, costs = torch.tensor([1.0, 2.0, 1.0]), 1 - torch.eye(3)
    scores, labels = batch(n_examples=30, n_classes=3)  # float64, as labs give them
    for loss, right in ((lambda o, y: torch.nn.functional.cross_entropy(o, y, weight=weights, reduction="none"),
                         lambda o, y: weights.to(o)[y] * losses.cross_entropy(o, y, reduction="none")),
                        (lambda o, y: (torch.softmax(o, dim=1) @ costs)[torch.arange(len(y)), y],
                         lambda o, y: 1 - torch.softmax(o, dim=1)[torch.arange(len(y)), y])):
        answer = losses.example_losses(loss, scores, labels)
        torch.testing.assert_close(answer, right(scores, labels), rtol=1e-5, atol=1e-6)


def test_an_own_loss_is_tried_once_and_not_in_every_step():
    counts = []
    for epochs in (1, 4):
        calls = []

        def counting(scores, labels, calls=calls):
            calls.append(len(labels))
            return honest(scores, labels)

        X, labels = torch.zeros(64, 2), torch.arange(64) % 3
        training.fit_linear(X, labels, counting, learning_rate=0.1, epochs=epochs, batch_size=16, n_classes=3)
        assert calls.count(16) == 4 * epochs
        counts.append(len(calls) - 4 * epochs)
    assert counts[0] == counts[1] <= 6


def test_numbers_that_are_not_finite_pass_for_whoever_asked_to_judge():
    scores, labels = batch()
    answer = losses.example_losses(lambda o, y: torch.full((len(y),), math.nan) * o[:, 0], scores, labels)
    assert answer.isnan().all()
    X = torch.zeros(8, 2)
    labels = torch.arange(8) % 2
    *_, last = training.descend_linear(X, labels, lambda o, y: honest(o, y) / 0, learning_rate=0.1, epochs=1)
    assert last.diverged_at is not None


# --- docstrings: a page of notation is made from them ---------------------------------------------------------------

FIELDS = ["Formula", "Gradient", "Unit", "Torch", "returns", "Raises", "Convention", "Source"]


def field(function, name):
    """The text after `name: ` on the line of a docstring."""
    return re.search(rf"^{name}: (.+)$", inspect.getdoc(function), re.MULTILINE).group(1)


@pytest.mark.parametrize("function", PUBLIC, ids=lambda function: function.__name__)
def test_docstrings_have_the_same_lines_in_the_same_order(function):
    text = inspect.getdoc(function)
    first = text.splitlines()[0]
    assert first.endswith(".") and text.splitlines()[1] == ""
    found = re.findall(r"^(\w+): ", text, re.MULTILINE)
    assert [name for name in found if name in FIELDS] == FIELDS
    described = re.findall(r"^([a-z_][a-z_, ]*): ", text, re.MULTILINE)
    arguments = {name for names in described for name in names.split(", ")}
    assert set(inspect.signature(function).parameters) == arguments - {"returns"}
