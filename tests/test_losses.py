"""The losses against torch, finite differences, worked numbers, properties, and the learner's mistakes."""

import inspect
import math
import re

import pytest
import torch
from problems import F64, batch, complaint
from torch.nn import functional as F

from utils import losses

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


def test_other_mistakes_are_named():
    assert "'best'" in complaint(losses.margin_loss, GOOD, IDS, rivals="best")
    for delta in (0, -1.0, math.nan, math.inf):
        message = complaint(losses.huber_loss, GOOD, delta)
        assert "delta" in message and str(delta) in message
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
