"""Many models in one pass against each of them alone; a learner's own loss; any module by autograd."""

import math

import numpy as np
import pytest
import torch
from test_slopes import NAMES, loss_of
from test_trainer import plain_sgd, same
from test_training import PIXEL_IDS, PIXELS, complaint, images, problem

from utils import losses, training
from utils.training import Model

F64 = torch.float64
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
    message = complaint(training.descend_models, PIXELS, PIXEL_IDS, [good, good._replace(**setting)], epochs=1)
    assert word in message


def test_no_model_is_told():
    assert "at least one" in complaint(training.descend_models, PIXELS, PIXEL_IDS, [], epochs=1)


def test_predictions_of_many_models():
    X, labels = problem(n_examples=20)
    report = training.fit_models(X, labels, DIFFERENT[:3], epochs=2, n_classes=3)
    scores = training.predict_scores(report.weights, X)
    assert scores.shape == (3, 20, 3)
    for one, weights in zip(scores, report.weights, strict=True):
        same(one, training.predict_scores(weights, X), 1e-14)


# --- a learner's own loss -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_own_loss_trains_as_the_courses_own(name):
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.05, "epochs": 15, "batch_size": 8, "n_classes": 3}

    def own(scores, labels):
        return loss_of(name, scores, labels)

    same(training.fit_linear(X, labels, own, **settings), training.fit_linear(X, labels, name, **settings), 1e-10)


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


# --- any module, by autograd ----------------------------------------------------------------------------------------


def linear(n_features, n_classes, weights=None):
    model = torch.nn.Linear(n_features, n_classes, dtype=F64)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    return model


def as_weights(model):
    return torch.cat([model.weight.detach().T, model.bias.detach()[None]])


@pytest.mark.parametrize("decay", [True, False])
def test_a_linear_module_on_all_examples_is_the_fast_trainers(decay):
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.3, "epochs": 40, "batch_size": 61, "decay": decay}
    model = training.fit(linear(X.shape[1], 3), X, labels, **settings)
    same(as_weights(model), training.fit_linear(X, labels, n_classes=3, **settings), 1e-12)


def test_batches_are_mixed_anew_in_every_epoch_and_cover_all_examples():
    X, labels = torch.arange(10, dtype=F64)[:, None], torch.zeros(10, dtype=torch.int64)
    seen = []

    class Watch(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.bias = torch.nn.Parameter(torch.zeros(2, dtype=F64))

        def forward(self, rows):
            seen.append(rows[:, 0].tolist())
            return self.bias.expand(len(rows), 2)

    training.fit(Watch(), X, labels, learning_rate=0.1, epochs=2, batch_size=4)
    assert [len(rows) for rows in seen] == [4, 4, 2, 4, 4, 2]
    first, second = sum(seen[:3], []), sum(seen[3:], [])
    assert sorted(first) == sorted(second) == list(range(10)) and first != second


def test_epoch_reports_tell_the_mean_loss_over_examples():
    X, labels = problem(n_examples=61)
    model = linear(X.shape[1], 3)
    reports = list(training.descend(model, X, labels, learning_rate=0.0, epochs=3, batch_size=8))
    assert [(report.epoch, report.progress) for report in reports] == [(1, 1 / 3), (2, 2 / 3), (3, 1.0)]
    assert all(report.loss == pytest.approx(math.log(3)) for report in reports)


def test_a_module_that_diverges_names_its_epoch():
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 1e200, "epochs": 9, "loss": losses.half_squared_error}
    settings["loss"] = lambda scores, labels: torch.nn.functional.mse_loss(scores, losses.one_hot(labels, 3).to(F64))
    (*before, last) = training.descend(linear(X.shape[1], 3), X, labels, batch_size=8, **settings)
    assert last.diverged_at == last.epoch == len(before) + 1
    message = complaint(training.fit, linear(X.shape[1], 3), X, labels, batch_size=8, **settings)
    assert "epochs" in message and "1e+200" in message


def test_a_module_takes_features_in_its_own_dtype():
    X, labels = problem(n_examples=61)
    narrow, wide = (training.fit(linear(X.shape[1], 3), rows, labels, learning_rate=0.3, epochs=4)
                    for rows in (X.float(), X.float().double()))
    assert torch.equal(narrow.weight, wide.weight)


def test_no_rows_are_told():
    X, labels = problem(n_examples=61)
    message = complaint(training.fit, linear(X.shape[1], 3), X[:0], labels[:0], learning_rate=0.1, epochs=1)
    assert "(0, 4)" in message and "no example" in message


def test_numpys_whole_numbers_train_a_module():
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.3, "decay": False}
    plain = training.fit(linear(X.shape[1], 3), X, labels, epochs=3, batch_size=8, **settings)
    others = training.fit(linear(X.shape[1], 3), X, labels, epochs=np.int64(3), batch_size=np.int64(8), **settings)
    assert torch.equal(as_weights(plain), as_weights(others))
    assert "5.0" in complaint(training.fit, plain, X, labels, epochs=5.0, **settings)


def test_labels_that_do_not_fit_a_module_are_told():
    X, labels = problem(n_examples=61)
    message = complaint(training.descend, linear(X.shape[1], 3), X, labels[:-1], learning_rate=0.1, epochs=1)
    assert "61" in message and "60" in message


# --- whatever torch is set to ---------------------------------------------------------------------------------------


@pytest.fixture(params=["float64", "no grad"])
def setting(request):
    """torch as some learners set it for all that follows."""
    if request.param == "float64":
        torch.set_default_dtype(F64)
    else:
        torch.set_grad_enabled(False)
    yield request.param
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)


def own_loss(scores, labels):
    return 1 - losses.softmax(scores).gather(1, labels[:, None])[:, 0]


def everything_trained():
    """What each trainer makes of the same data, as tensors."""
    (X, labels), (pixels, pixel_ids) = problem(n_examples=61), images(n_examples=61)
    settings = {"epochs": 3, "batch_size": 8}
    all_losses = [training.Model(0.1, loss, start=0.1) for loss in (*NAMES, own_loss)]
    module = linear(X.shape[1], 3).float()
    return {
        "least squares": training.LeastSquares(X, labels, 3).solve(0.1),
        "least squares on images": training.LeastSquares(pixels, pixel_ids).descend(0.01, 7),
        "softmax": training.fit_softmax(X, labels, 3, 0.01),
        "models": training.fit_models(X.float(), labels, all_losses, n_classes=3, **settings).weights,
        "module": as_weights(training.fit(module, X.float(), labels, learning_rate=0.1, **settings)),
    }


@pytest.fixture(scope="module")
def trained():
    return everything_trained()


def test_a_setting_of_torch_changes_no_training(trained, setting):
    for trainer, weights in everything_trained().items():
        assert trained[trainer].abs().max() > 0.001
        torch.testing.assert_close(weights, trained[trainer], rtol=1e-6, atol=1e-6, msg=trainer)  # the dtype, too


def test_images_are_trained_in_the_type_of_new_numbers(setting):
    pixels, labels = images(n_examples=61)
    settings = {"loss": own_loss, "learning_rate": 0.1, "epochs": 3, "batch_size": 8}
    expected = training.fit_linear(pixels.flatten(1) / 255, labels, **settings)  # torch divides bytes into new numbers
    assert expected.dtype == torch.get_default_dtype() and expected.abs().max() > 0.001
    torch.testing.assert_close(training.fit_linear(pixels, labels, **settings), expected, rtol=1e-6, atol=1e-6)


def test_a_descent_leaves_the_grad_mode_as_it_is(setting):
    mode = torch.is_grad_enabled()
    X, labels = problem(n_examples=61)
    for _ in training.descend(linear(X.shape[1], 3), X, labels, learning_rate=0.1, epochs=2):
        assert torch.is_grad_enabled() is mode
    for _ in training.descend_linear(X, labels, own_loss, n_classes=3, learning_rate=0.1, epochs=2):
        assert torch.is_grad_enabled() is mode
