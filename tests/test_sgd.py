"""Linear models, one or many, against plain autograd, the closed form, their promises, and all 60,000 images."""

import math

import pytest
import torch
from problems import F64, MARGINS, NAMES, LargestResult, clouds, complaint, images, loss_of, problem, same

from utils import data, metrics, sgd, training
from utils.training import Model


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
    monkeypatch.setattr(sgd, "CHUNK", 16)
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
        step = sgd.ModelStack.step

        def counted(*arguments):
            self.count += 1
            return step(*arguments)

        monkeypatch.setattr(sgd.ModelStack, "step", counted)


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


@pytest.mark.parametrize("batch_size", [256, 8000])
def test_images_are_never_widened_all_at_once(batch_size):
    pixels, labels = images(n_examples=8000, side=10)
    with LargestResult() as largest:
        training.fit_linear(pixels, labels, learning_rate=0.01, epochs=1, batch_size=batch_size)
    assert largest.n_bytes <= pixels.nbytes  # float32 would be 4 times


# --- many models in one pass -----------------------------------------------------------------------------------------

TABLE = torch.tensor([[9.0, 1, 2], [3, 9, 0.5], [0, 4, 9]])

# Losses in mixed order, so that the models have to be sorted and brought back.
DIFFERENT = [
    Model(0.05, "brier"),
    Model(0.02, "margin_all", margin=3.0),
    Model(0.1),
    Model(0.03, "margin_worst", weight_decay=0.2),
    Model(0.01, "mse", weight_decay=0.1),
    Model(0.05, "margin_all", margin=TABLE),
    Model(0.3, start=0.5),
    Model(0.1, "brier", start=torch.arange(15, dtype=F64).view(5, 3) / 10),
]


def alone(X, labels, model, **settings):
    loss = {"loss": model.loss, "weight_decay": model.weight_decay, "margin": model.margin, "start": model.start}
    return training.descend_linear(X, labels, learning_rate=model.learning_rate, **loss, **settings)


@pytest.mark.parametrize("batch_size", [1, 8, 61])
@pytest.mark.parametrize("decay", [True, False])
def test_every_model_is_trained_as_if_it_were_alone(batch_size, decay):
    X, labels = problem(n_examples=61, n_features=4)
    settings = {"epochs": 6, "batch_size": batch_size, "decay": decay, "n_classes": 3, "report_every": 5}
    for models in (DIFFERENT[:6], [model for model in DIFFERENT if isinstance(model.start, torch.Tensor)]):
        together = list(training.descend_models(X, labels, models, **settings))
        for number, model in enumerate(models):
            single = list(alone(X, labels, model, **settings))
            assert [report.step for report in together] == [report.step for report in single]
            for many, one in zip(together, single, strict=True):
                same(many.weights[number], one.weights, 1e-12)
                assert many.losses[number].item() == pytest.approx(one.loss, abs=1e-12)
                assert (many.epoch, many.progress) == (one.epoch, one.progress)


def test_all_models_share_the_random_start():
    X, labels = problem(n_examples=61, n_features=4)
    settings = {"epochs": 3, "batch_size": 8, "n_classes": 3, "seed": 4}
    weights = training.fit_models(X, labels, [Model(0.0, start=0.5), Model(0.0, start=1.0)], **settings).weights
    same(2 * weights[0], weights[1])
    same(weights[0], plain_sgd(X, labels, "mse", learning_rate=0.0, start=0.5, **settings)[0])


def test_images_in_one_pass():
    pixels, labels = images(n_examples=300)
    models = [Model(rate, loss) for loss in NAMES for rate in (0.003, 0.01)]
    together = training.fit_models(pixels, labels, models, epochs=5, batch_size=64)
    for weights, model in zip(together.weights, models, strict=True):
        (*_, single) = alone(pixels, labels, model, epochs=5, batch_size=64)
        same(weights, single.weights, 1e-5)


def test_a_model_that_diverges_leaves_the_others_alone():
    X, labels = problem(n_examples=61)
    limit = training.LeastSquares(X, labels, 3).divergence_learning_rate()
    settings = {"epochs": 3000, "batch_size": 61, "decay": False, "n_classes": 3, "report_every": 500}
    models = [Model(0.5 * limit, "mse"), Model(3 * limit, "mse"), Model(0.1), Model(30 * limit, "mse")]
    report = training.fit_models(X, labels, models, **settings)
    for number in (0, 2):
        (*_, single) = alone(X, labels, models[number], **settings)
        assert report.diverged_at[number] is None
        same(report.weights[number], single.weights, 1e-12)
    for number in (1, 3):
        (*_, single) = alone(X, labels, models[number], **settings)
        assert report.diverged_at[number] == single.diverged_at
        assert report.losses[number].item() == single.loss or math.isnan(single.loss)
        assert not report.losses[number].isfinite()
    assert report.step == 3000


def test_when_all_have_diverged_the_work_ends():
    X, labels = problem(n_examples=61)
    models = [Model(1e6, "mse"), Model(1e7, "mse")]
    report = training.fit_models(X, labels, models, epochs=10_000, batch_size=61, n_classes=3, report_every=10)
    assert None not in report.diverged_at and report.step < 1000


def test_measure_sees_the_weights_of_each_report():
    X, labels = problem(n_examples=61)
    settings = {"epochs": 3, "batch_size": 8, "n_classes": 3, "report_every": 5}
    for report in training.descend_models(X, labels, DIFFERENT[:3], measure=torch.clone, **settings):
        assert report.measured.equal(report.weights)
    reports = list(training.descend_linear(X, labels, learning_rate=0.1, measure=torch.norm, **settings))
    assert [report.measured for report in reports] == [report.weights.norm() for report in reports]
    assert reports[-1].progress == 1 and all(0 < report.progress < 1 for report in reports[:-1])
    assert next(training.descend_linear(X, labels, learning_rate=0.1, **settings)).measured is None


@pytest.mark.parametrize("setting", [{"learning_rate": -1.0}, {"weight_decay": math.inf}, {"loss": "hinge"},
                                     {"margin": -2.0}, {"start": torch.zeros(3, 3)}, {"start": -0.5}])
def test_a_wrong_model_among_good_ones_is_named_at_once(setting):
    good = Model(0.1, "margin_all")
    (value,) = setting.values()
    word = "(3, 3)" if isinstance(value, torch.Tensor) else str(value).removesuffix(".0")
    message = complaint(training.descend_models, *images(), [good, good._replace(**setting)], epochs=1)
    assert word in message


def test_no_model_is_told():
    assert "at least one" in complaint(training.descend_models, *images(), [], epochs=1)


def test_predictions_of_many_models():
    X, labels = problem(n_examples=20)
    report = training.fit_models(X, labels, DIFFERENT[:3], epochs=2, n_classes=3)
    scores = training.predict_scores(report.weights, X)
    assert scores.shape == (3, 20, 3)
    for one, weights in zip(scores, report.weights, strict=True):
        same(one, training.predict_scores(weights, X), 1e-14)


# --- a learner's own loss -------------------------------------------------------------------------------------------


def test_own_losses_may_stand_between_others():
    X, labels = problem(n_examples=61)

    def squared_hinge(scores, labels):
        lead = scores.gather(1, labels[:, None]) - scores
        return ((1 - lead).relu() ** 2).sum(dim=1) - 1

    models = [Model(0.05, squared_hinge), Model(0.05), Model(0.01, squared_hinge)]
    settings = {"epochs": 5, "batch_size": 8, "n_classes": 3}
    together = training.fit_models(X, labels, models, **settings)
    for weights, model in zip(together.weights, models, strict=True):
        same(weights, training.fit_linear(X, labels, model.loss, learning_rate=model.learning_rate, **settings))


def test_an_own_loss_that_becomes_nan_is_reported():
    X, labels = problem(n_examples=61)

    def careless(scores, labels):
        return -torch.softmax(100 * scores, dim=1).gather(1, labels[:, None])[:, 0].log()

    message = complaint(training.fit_linear, X, labels, careless, learning_rate=100.0, epochs=50, n_classes=3)
    assert "after" in message and "steps" in message


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
