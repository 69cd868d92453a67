"""The fast linear trainer against a plain autograd loop, the closed form, its promises, and all 60,000 images."""

import math

import numpy as np
import pytest
import torch
from test_slopes import MARGINS, NAMES, loss_of
from test_training import PIXEL_IDS, PIXELS, WRONG_DATA, LargestResult, clouds, complaint, images, problem

from utils import data, metrics, stack, training

F64 = torch.float64


def plain_sgd(X, labels, loss, *, learning_rate, epochs, batch_size, n_classes, **more):
    """(weights, batch losses) of torch.optim.SGD on the loss as lessons know it, on the batches as documented."""
    settings = {"decay": True, "weight_decay": 0.0, "margin": 1.0, "start": 0.0, "seed": 0} | more
    generator = torch.Generator().manual_seed(settings["seed"])
    n, d = X.shape
    noise = torch.randn(d, n_classes, generator=generator, dtype=X.dtype)
    start = torch.cat([noise * settings["start"], torch.zeros(1, n_classes, dtype=X.dtype)])
    weights = start.requires_grad_()
    order = torch.randperm(n, generator=generator) if batch_size < n else torch.arange(n)
    batches = order.split(batch_size)
    optimizer = torch.optim.SGD([weights], lr=learning_rate, weight_decay=settings["weight_decay"])
    n_steps, step, batch_losses = epochs * len(batches), 0, []
    for _ in range(epochs):
        for k in torch.randperm(len(batches), generator=generator).tolist():
            rows = batches[k]
            if settings["decay"]:
                optimizer.param_groups[0]["lr"] = learning_rate * (n_steps - step) / n_steps
            optimizer.zero_grad()
            scores = training.predict_scores(weights, X[rows])
            batch_loss = loss_of(loss, scores, labels[rows], settings["margin"], "mean")
            batch_loss.backward()
            optimizer.step()
            batch_losses.append((batch_loss.item(), len(rows)))
            step += 1
    return weights.detach(), batch_losses


def same(ours, expected, tolerance=1e-9):
    torch.testing.assert_close(ours, expected, rtol=0, atol=tolerance)


# --- step for step --------------------------------------------------------------------------------------------------

VARIANTS = {
    "as it is": {},
    "constant": {"decay": False},
    "weight decay": {"weight_decay": 0.1},
    "random start, other seed": {"start": 0.5, "seed": 3},
    "one by one": {"batch_size": 1, "epochs": 2},
    "all at once": {"batch_size": 61, "epochs": 120},
    "more than there are": {"batch_size": 1000, "epochs": 120},
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("loss", NAMES)
def test_every_step_is_that_of_plain_sgd(loss, variant):
    X, labels = problem(n_examples=61)  # the last of its batches of 8 has 5
    settings = {"learning_rate": 0.05, "epochs": 15, "batch_size": 8, "n_classes": 3} | VARIANTS[variant]
    ours = training.fit_linear(X, labels, loss, **settings)
    expected, batch_losses = plain_sgd(X, labels, loss, **settings)
    assert len(batch_losses) >= 100 and expected.abs().max() > 0.05
    same(ours, expected)


@pytest.mark.parametrize("margin", [0.0, 3.0, torch.tensor([[9.0, 1, 2], [3, 9, 0.5], [0, 4, 9]])])
@pytest.mark.parametrize("loss", MARGINS)
def test_margins_of_every_kind(loss, margin):
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.05, "epochs": 15, "batch_size": 8, "n_classes": 3, "margin": margin, "start": 1.0}
    same(training.fit_linear(X, labels, loss, **settings), plain_sgd(X, labels, loss, **settings)[0])


@pytest.mark.parametrize("ridge", [0.0, 0.3])
def test_full_batch_mse_is_the_closed_form(ridge):
    X, labels = problem()
    settings = {"learning_rate": 0.1, "epochs": 100, "decay": False, "weight_decay": ridge, "n_classes": 3}
    ours = training.fit_linear(X, labels, "mse", batch_size=len(X), **settings)
    same(ours, training.LeastSquares(X, labels, 3).descend(0.1, 100, ridge), 1e-12)


def test_full_batch_cross_entropy_ends_at_the_optimum():
    X, labels = clouds(1.0)
    settings = {"learning_rate": 1.0, "epochs": 3000, "batch_size": len(X), "decay": False, "n_classes": 3}
    ours = training.fit_linear(X, labels, **settings)
    optimum = training.fit_softmax(X, labels, 3, ridge=1e-10)
    same(ours, optimum - optimum.mean(dim=1, keepdim=True), 1e-3)


@pytest.mark.parametrize("batch_size", [15, 16, 17, 40, 61])
def test_a_batch_may_be_taken_in_chunks(batch_size, monkeypatch):
    monkeypatch.setattr(stack, "CHUNK", 16)
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.1, "epochs": 30, "batch_size": batch_size, "n_classes": 3}
    same(training.fit_linear(X, labels, **settings), plain_sgd(X, labels, "cross_entropy", **settings)[0])


@pytest.mark.parametrize("loss", NAMES)
def test_images_are_features_between_0_and_1(loss):
    pixels, labels = images(n_examples=90)
    X = pixels.flatten(1).to(F64) / 255
    settings = {"learning_rate": 0.02, "epochs": 20, "batch_size": 16, "n_classes": 10}
    settings |= {"weight_decay": 0.1, "start": torch.full((37, 10), 0.1).tril()}
    ours = training.fit_linear(pixels, labels, loss, **settings)
    assert ours.dtype == torch.float32
    assert (ours[:-1] - settings["start"][:-1]).abs().max() > 0.01
    same(ours, training.fit_linear(X, labels, loss, **settings).float(), 2e-5)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_narrow_features_are_widened(dtype):
    X, labels = problem(n_examples=61)
    X = X.to(dtype)
    settings = {"learning_rate": 0.1, "epochs": 20, "batch_size": 8, "n_classes": 3}
    same(training.fit_linear(X, labels, **settings), training.fit_linear(X.float(), labels, **settings), 0)


def test_margin_and_learning_rate_together_only_rescale():
    # lesson 04: from zero weights, without weight decay, ten times both is the same classifier, ten times as long
    X, labels = problem()
    one, ten = (
        training.fit_linear(X, labels, "margin_all", margin=m, learning_rate=0.1 * m, epochs=5, n_classes=3)
        for m in (1.0, 10.0)
    )
    same(ten, 10 * one)


# --- chance ---------------------------------------------------------------------------------------------------------


def test_a_seed_repeats_and_disturbs_nobody():
    pixels, labels = images()
    settings = {"learning_rate": 0.01, "epochs": 3, "batch_size": 32, "start": 0.01}
    torch.manual_seed(5)
    before = torch.get_rng_state()
    first, again, other = (training.fit_linear(pixels, labels, seed=seed, **settings) for seed in (1, 1, 2))
    assert first.equal(again) and not first.equal(other)
    assert torch.get_rng_state().equal(before)


def test_a_random_start_has_its_deviation_and_no_bias():
    pixels, labels = images(side=28)
    start = training.fit_linear(pixels, labels, learning_rate=0.0, epochs=1, start=0.01)
    assert start[:-1].std().item() == pytest.approx(0.01, rel=0.03)
    assert start[:-1].mean().abs() < 3 * 0.01 / math.sqrt(7840) and (start[-1] == 0).all()


def test_labels_in_order_are_mixed():
    X, labels = clouds(4.0)  # class after class: unmixed batches of one class would forget the others
    weights = training.fit_linear(X, labels, learning_rate=1.0, epochs=10, batch_size=50, decay=False, n_classes=3)
    assert metrics.accuracy(training.predict_scores(weights, X), labels) > 0.95
    assert labels.equal(clouds(4.0)[1]) and X.equal(clouds(4.0)[0])


# --- reports --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report_every", [1, 5, 7, 8, 1000])
def test_reports_tell_steps_epochs_and_the_loss_since_the_last(report_every):
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.1, "epochs": 3, "batch_size": 8, "n_classes": 3}
    reports = list(training.descend_linear(X, labels, report_every=report_every, **settings))
    _, batch_losses = plain_sgd(X, labels, "cross_entropy", **settings)
    ends = [step for step in range(1, 25) if step % report_every == 0 or step == 24]
    assert [report.step for report in reports] == ends
    assert [report.epoch for report in reports] == pytest.approx([step / 8 for step in ends])
    begins = [0, *ends[:-1]]
    for report, begin, end in zip(reports, begins, ends, strict=True):
        recent = batch_losses[begin:end]
        expected = sum(loss * count for loss, count in recent) / sum(count for _, count in recent)
        assert report.loss == pytest.approx(expected, abs=1e-12)
        assert report.diverged_at is None
    assert reports[-1].weights.equal(training.fit_linear(X, labels, **settings))


def test_reports_keep_their_weights():
    X, labels = problem(n_examples=61)
    descent = training.descend_linear(X, labels, learning_rate=0.1, epochs=3, n_classes=3, batch_size=61)
    settings = {"learning_rate": 0.1, "epochs": 5, "n_classes": 3, "batch_size": 8, "report_every": 1}
    weights, kept = [], []
    for report in training.descend_linear(X, labels, **settings):
        weights.append(report.weights)
        kept.append(report.weights.clone())
    assert all(one.equal(other) for one, other in zip(weights, kept, strict=True))
    assert not weights[0].equal(weights[1])
    next(descent).weights.zero_()  # the caller's to spoil
    same(next(training.descend_linear(X, labels, **settings)).weights, kept[0], 0)


def test_a_start_is_gone_on_from_and_left_alone():
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.1, "batch_size": 61, "decay": False, "n_classes": 3}
    half = training.fit_linear(X, labels, epochs=10, **settings)
    kept = half.clone()
    whole = training.fit_linear(X, labels, epochs=10, start=half, **settings)
    same(whole, training.fit_linear(X, labels, epochs=20, **settings), 1e-14)
    assert half.equal(kept)


class Steps:
    """Count the steps a model takes."""

    def __init__(self, monkeypatch):
        self.count = 0
        step = stack.ModelStack.step

        def counted(*arguments):
            self.count += 1
            return step(*arguments)

        monkeypatch.setattr(stack.ModelStack, "step", counted)


def test_whoever_stops_asking_stops_the_work(monkeypatch):
    steps = Steps(monkeypatch)
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.1, "epochs": 100, "batch_size": 8, "n_classes": 3}
    descent = training.descend_linear(X, labels, report_every=10, **settings)
    assert steps.count == 0
    next(descent)
    assert steps.count == 10
    next(descent)
    descent.close()
    assert steps.count == 20 and list(descent) == []
    same(training.fit_linear(X, labels, **settings), plain_sgd(X, labels, "cross_entropy", **settings)[0])


@pytest.mark.parametrize(("batch_size", "expected"), [(1, 15_000), (256, 58), (2000, 7), (10_000, 7)])
def test_reports_come_after_about_as_much_work(batch_size, expected, monkeypatch):
    steps = Steps(monkeypatch)
    X, labels = problem(n_examples=2000)
    next(training.descend_linear(X, labels, learning_rate=0.1, epochs=20, batch_size=batch_size, n_classes=3))
    assert steps.count == expected


# --- when it goes wrong ---------------------------------------------------------------------------------------------


def first_bad_step(X, labels, learning_rate, dtype):
    """After how many full-batch steps of plain gradient descent the sum of squared errors is inf or nan."""
    X, weights = X.to(dtype), torch.zeros(X.shape[1] + 1, 3, dtype=dtype, requires_grad=True)
    for step in range(5000):
        scores = training.predict_scores(weights, X)
        squares = 2 * loss_of("mse", scores, labels)
        if not squares.sum().isfinite():
            return step
        (slope,) = torch.autograd.grad(squares.mean() / 2, weights)
        weights = (weights - learning_rate * slope).detach().requires_grad_()
    raise AssertionError("does not diverge")


@pytest.mark.parametrize("report_every", [1, 7, 10_000])
@pytest.mark.parametrize("share_of_divergence", [1.1, 2.0, 1e6])
def test_a_descent_that_diverges_stops_and_names_the_step(share_of_divergence, report_every):
    X, labels = problem()
    rate = share_of_divergence * training.LeastSquares(X, labels, 3).divergence_learning_rate()
    settings = {"learning_rate": rate, "epochs": 5000, "batch_size": len(X), "decay": False, "n_classes": 3}
    *before, last = training.descend_linear(X, labels, "mse", report_every=report_every, **settings)
    expected = first_bad_step(X, labels, rate, F64)
    assert last.diverged_at == expected
    assert not math.isfinite(last.loss)
    assert last.diverged_at <= last.step < last.diverged_at + report_every + 1
    assert all(report.diverged_at is None and math.isfinite(report.loss) for report in before)
    message = complaint(training.fit_linear, X, labels, "mse", report_every=report_every, **settings)
    for part in (f"after {last.diverged_at} steps", str(last.loss), f"{rate:g}", "too large"):
        assert part in message


@pytest.mark.parametrize("loss", NAMES)
def test_steps_beyond_float32(loss):
    pixels, labels = images()
    report = list(training.descend_linear(pixels, labels, loss, learning_rate=1e300, epochs=1))[-1]
    assert report.diverged_at == 1 and not math.isfinite(report.loss)


def test_a_last_step_into_the_void_is_told():
    pixels, labels = images()
    settings = {"learning_rate": 1e300, "epochs": 1, "batch_size": 600}
    (report,) = training.descend_linear(pixels, labels, **settings)
    assert report.diverged_at == 1 and math.isnan(report.loss)
    assert "after 1 steps" in complaint(training.fit_linear, pixels, labels, **settings)


def test_a_model_whose_loss_is_nan_has_no_weights_to_measure():
    """The logarithm of a negative score is nan, and autograd gives it the finite slope 1 / score."""
    X, labels = problem()
    models = [training.Model(0.01, lambda o, y: (o - 1)[torch.arange(len(y)), y].log()), training.Model(0.01)]
    report = training.fit_models(X, labels, models, epochs=2, n_classes=3, measure=lambda weights: weights.sum((1, 2)))
    assert report.diverged_at == (0, None) and math.isnan(report.losses[0])
    assert report.weights[0].isnan().all() and report.weights[1].isfinite().all()
    assert math.isnan(report.measured[0]) and math.isfinite(report.measured[1])


def sqrt_of_a_square(o, y):
    """Its slope at 0 is nan, where its value is fine."""
    return o[torch.arange(len(y)), y].square().sqrt()


@pytest.mark.parametrize("loss, step, cause", [
    (sqrt_of_a_square, 1, "the steps are too large, or a log, a root or a division in the loss fails"),
    (lambda o, y: o[:, 0] / 0, 0, "before any step, so it is the loss itself"),
])
def test_a_divergence_is_laid_on_an_own_loss_too(loss, step, cause):
    message = complaint(training.fit_linear, *problem(), loss, learning_rate=1e-6, epochs=5, batch_size=10, n_classes=3)
    assert f"after {step} steps" in message and cause in message


def test_a_start_that_is_too_large_is_named():
    message = complaint(training.fit_linear, *problem(), "mse", learning_rate=0, epochs=1, n_classes=3, start=1e200)
    assert "after 0 steps" in message and "the start or the features are too large" in message


def test_a_module_whose_loss_has_no_finite_slope_is_told_why():
    X, labels = problem()
    module = torch.nn.Linear(X.shape[1], 3, dtype=F64)
    message = complaint(training.fit, module, X, labels, lambda o, y: (0 * o).square().sqrt().mean(),
                        learning_rate=1e-6, epochs=3, batch_size=10)
    assert "learning_rate 1e-06 is too large, or a log, a root or a division in the loss fails" in message


def test_a_class_without_examples_is_unlearned_not_unlearnable():
    X, labels = problem(n_examples=200)
    for loss in NAMES:
        weights = training.fit_linear(X, labels * 2, loss, learning_rate=0.1, epochs=20, n_classes=6)
        assert weights.isfinite().all()
        predicted = training.predict_scores(weights, X).argmax(dim=1)
        assert set(predicted.tolist()) == {0, 2, 4}


@pytest.mark.parametrize("n_examples", [1, 2])
@pytest.mark.parametrize("loss", NAMES)
def test_hardly_any_examples(loss, n_examples):
    pixels, labels = images(n_examples=n_examples)
    weights = training.fit_linear(pixels, labels, loss, learning_rate=0.05, epochs=30)
    assert metrics.accuracy(training.predict_scores(weights, pixels.flatten(1) / 255), labels) == 1


@pytest.mark.parametrize("mistake", WRONG_DATA)
def test_wrong_data_are_named_at_once(mistake):
    X, labels, parts = WRONG_DATA[mistake]
    message = complaint(training.descend_linear, X, labels, learning_rate=0.1, epochs=1, n_classes=3)
    assert [part for part in parts if part not in message] == [], message


WRONG_SETTINGS = {
    "loss": ("hinge", ["'hinge'", "margin_worst"]),
    "margin": (-1.0, ["margin", "-1"]),
    "learning_rate": (math.nan, ["learning_rate", "nan"]),
    "weight_decay": (-0.1, ["weight_decay", "-0.1"]),
    "epochs": (0, ["epochs", "0"]),
    "batch_size": (0.5, ["batch_size", "0.5"]),
    "epochs, not whole": (5.0, ["epochs", "5.0"]),
    "epochs, two": (np.array([5, 6]), ["epochs", "[5 6]"]),
    "report_every": (0, ["report_every", "0"]),
    "start": (torch.zeros(36, 10), ["(36, 10)", "(37, 10)"]),
    "n_classes": (5, ["0 to 4"]),
}


@pytest.mark.parametrize("setting", WRONG_SETTINGS)
def test_wrong_settings_are_named_at_once(setting):
    value, parts = WRONG_SETTINGS[setting]
    settings = {"loss": "margin_all", "learning_rate": 0.1, "epochs": 1} | {setting.partition(",")[0]: value}
    message = complaint(training.descend_linear, PIXELS, PIXEL_IDS, **settings)
    assert [part for part in parts if part not in message] == [], message


@pytest.mark.parametrize("kind", [np.int64, np.uint8, torch.tensor])
def test_whole_numbers_of_other_libraries_are_whole(kind):
    plain = {"epochs": 2, "batch_size": 7, "report_every": 2, "n_classes": 10, "seed": 3}
    reports, others = (
        [(report.step, report.epoch, report.weights) for report in training.descend_linear(
            PIXELS, PIXEL_IDS, learning_rate=0.1, **{name: make(value) for name, value in plain.items()})]
        for make in (int, kind)
    )
    assert [report[:2] for report in reports] == [report[:2] for report in others]
    assert torch.equal(reports[-1][2], others[-1][2])


def test_other_starts_are_named():
    settings = {"learning_rate": 0.1, "epochs": 1}
    for start, word in ((math.inf, "inf"), (-0.1, "-0.1"), (torch.full((37, 10), math.nan), "nan")):
        message = complaint(training.descend_linear, PIXELS, PIXEL_IDS, start=start, **settings)
        assert "start" in message and word in message


@pytest.mark.parametrize("batch_size", [256, 8000])
def test_images_are_never_widened_all_at_once(batch_size):
    pixels, labels = images(n_examples=8000, side=10)
    with LargestResult() as largest:
        training.fit_linear(pixels, labels, learning_rate=0.01, epochs=1, batch_size=batch_size)
    assert largest.n_bytes <= pixels.nbytes  # float32 would be 4 times


# --- all of Fashion-MNIST -------------------------------------------------------------------------------------------

# learning rate, test and training accuracy after 20 epochs with decay, and how far one seed may be off
FASHION = {
    "mse": (0.015, 0.8076, 0.8192, 0.003),
    "margin_all": (0.2, 0.8431, 0.8658, 0.005),
    "margin_worst": (0.3, 0.8481, 0.8717, 0.005),
    "cross_entropy": (0.4, 0.8444, 0.8652, 0.003),
    "brier": (0.5, 0.8456, 0.8668, 0.003),
}


@pytest.fixture(scope="module")
def fashion():
    if not data.is_full():
        pytest.skip("needs the full Fashion-MNIST")
    return data.load_fashion_mnist("train"), data.load_fashion_mnist("test")


@pytest.mark.slow
@pytest.mark.parametrize("loss", FASHION)
def test_fashion_accuracies(fashion, loss):
    learning_rate, *expected, tolerance = FASHION[loss]
    (train_images, train_labels), (test_images, test_labels) = fashion
    weights = training.fit_linear(train_images, train_labels, loss, learning_rate=learning_rate, epochs=20, start=0.01)
    accuracies = [
        metrics.accuracy(training.predict_scores(weights, data.flatten(some_images)), some_labels)
        for some_images, some_labels in ((test_images, test_labels), (train_images, train_labels))
    ]
    assert accuracies == pytest.approx(expected, abs=tolerance)


def test_fashion_mse_beyond_its_divergence_line_is_no_silent_ten_percent(fashion):
    (train_images, train_labels), _ = fashion
    message = complaint(training.fit_linear, train_images, train_labels, "mse", learning_rate=0.1, epochs=1)
    assert "too large" in message
