"""What is wrong with an argument is named, and in the same words by everyone who takes such an argument."""

import math

import numpy as np
import pytest
import torch
from problems import F64, complaint, images, problem
from torch.nn import functional as F

from utils import calibration, losses, metrics, sgd, training, validation

# --- scores and labels ------------------------------------------------------------------------------------------------

GOOD = torch.zeros(4, 3)
IDS = torch.tensor([0, 1, 2, 1])
WITH_NAN = torch.tensor([[0.0, 1, 2], [0, 1, math.nan], [math.inf, 1, 2]])
TAKE_SCORES = (losses.softmax, losses.log_softmax)
TAKE_BATCHES = (losses.mse_on_one_hot, losses.margin_loss, losses.cross_entropy, losses.brier_loss, metrics.accuracy,
                metrics.confusion_matrix, calibration.fit_temperature,
                lambda scores, labels: metrics.recall(scores, labels, 0))

WRONG_SCORES = {
    "list of scores": ([[1.0, 2.0]], IDS, ["scores", "list", "torch.tensor"]),
    "pairs": (GOOD.max(dim=1), IDS, ["scores is a pair", ".values"]),
    "one example": (torch.zeros(3), IDS, ["(3,)", "(n_examples, n_classes)", "scores[None]"]),
    "images for scores": (torch.zeros(4, 28, 28), IDS, ["(4, 28, 28)", "(n_examples, n_classes)"]),
    "integer scores": (torch.zeros(4, 3, dtype=torch.int64), IDS, ["scores", "int64", ".float()"]),
    "empty batch": (torch.zeros(0, 3), IDS[:0], ["(0, 3)", "no example"]),
    "nan": (WITH_NAN, IDS[:3], ["scores should be finite", "[1, 2]", "nan", "2 such"]),
    "inf": (WITH_NAN[2:], IDS[:1], ["scores should be finite", "[0, 0]", "inf", "1 such"]),
}
WRONG_LABELS = {
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
WRONG_BATCHES = WRONG_SCORES | WRONG_LABELS


def missing(parts, message):
    return [part for part in parts if part not in message]


@pytest.mark.parametrize("mistake", WRONG_BATCHES)
def test_wrong_batches_are_named_by_everyone_who_takes_one(mistake):
    scores, labels, parts = WRONG_BATCHES[mistake]
    message = complaint(validation.check_batch, scores, labels)
    assert not missing(parts, message), message
    for function in TAKE_BATCHES:
        assert complaint(function, scores, labels) == message
    for function in TAKE_SCORES if mistake in WRONG_SCORES else ():
        assert complaint(function, scores) == message


def test_float_one_hot_is_for_cross_entropy_alone():
    for function in TAKE_BATCHES:
        if function != losses.cross_entropy:
            message = complaint(function, GOOD, losses.one_hot(IDS, 3))
            assert not missing(["one-hot", "(4, 3)"], message)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64])
def test_labels_of_any_integer_dtype(dtype):
    assert torch.equal(validation.check_batch(GOOD, IDS.to(dtype)), IDS)


# --- features ---------------------------------------------------------------------------------------------------------

TOY_IDS = torch.tensor([0, 1, 2])
TOY_X = torch.tensor([[-1.0], [0.0], [1.0]], dtype=F64)
NAN_X = torch.tensor([[0.0], [math.nan], [1.0]])
TAKE_FEATURES = {
    "LeastSquares": lambda X, labels: training.LeastSquares(X, labels, 3),
    "fit_softmax": lambda X, labels: training.fit_softmax(X, labels, 3),
    "descend_linear": lambda X, labels: training.descend_linear(X, labels, learning_rate=1, epochs=1, n_classes=3),
}
WRONG_DATA = {
    "list": ([[0.0], [1.0]], TOY_IDS, ["X", "list"]),
    "one feature without its column": (TOY_X[:, 0], TOY_IDS, ["(3,)", "X[:, None]"]),
    "integers": (TOY_X.long(), TOY_IDS, ["X", "int64", "floating"]),
    "nothing": (TOY_X[:0], TOY_IDS[:0], ["(0, 1)"]),
    "nan": (NAN_X, TOY_IDS, ["X", "[1, 0]", "nan"]),
    "infinite": (NAN_X.nan_to_num(nan=math.inf), TOY_IDS, ["X", "[1, 0]", "inf"]),
    "too few labels": (TOY_X, TOY_IDS[:2], ["(2,)", "(3,)"]),
    "one-hot labels": (TOY_X, losses.one_hot(TOY_IDS, 3), ["(3, 3)", "one-hot"]),
    "float labels": (TOY_X, TOY_IDS.float(), ["float32"]),
    "no such class": (TOY_X, TOY_IDS + 1, ["label 3", "0 to 2"]),
}


@pytest.mark.parametrize("mistake", WRONG_DATA)
@pytest.mark.parametrize("fit", TAKE_FEATURES)
def test_wrong_data_are_named_at_once(fit, mistake):
    X, labels, parts = WRONG_DATA[mistake]
    message = complaint(TAKE_FEATURES[fit], X, labels)
    assert not missing(parts, message), message


# --- probabilities ----------------------------------------------------------------------------------------------------


def test_wrong_probability_labels_are_named():
    message = complaint(losses.cross_entropy, GOOD[:2], torch.tensor([[0.5, 0.5, 0], [1.5, -0.5, 0]]))
    assert message == "labels given as probabilities cannot be negative: row 1, column 1 is -0.5."
    message = complaint(losses.cross_entropy, GOOD[:2], torch.tensor([[0.5, 0.5, 0], [1.0, 1, 0]]))
    assert message == "labels given as probabilities should sum to 1 in each row: row 1 sums to 2."
    assert "sums to 0.7" in complaint(losses.cross_entropy, GOOD[:1], torch.tensor([[0.5, 0.2, 0]]))
    message = complaint(losses.cross_entropy, GOOD[:1], torch.tensor([[0.5, math.nan, 0]]))
    assert not missing(["labels", "nan", "[0, 1]"], message)


PAIRS = torch.tensor([[0.6, 0.4], [0.7, 0.3], [0.9, 0.1]])
WRONG_PROBABILITIES = {
    "one example": (PAIRS[0], ["probabilities has shape (2,)", "(n_examples, n_classes)"]),
    "nothing": (PAIRS[:0], ["(0, 2)"]),
    "integers": (PAIRS.long(), ["probabilities", "int64"]),
    "list": (PAIRS.tolist(), ["probabilities", "list"]),
    "nan": (torch.tensor([[0.5, math.nan]]), ["probabilities", "nan", "[0, 1]"]),
    "scores below 0": (torch.tensor([[0.5, 0.5], [2.0, -1.0]]),
                       ["probabilities cannot be negative: row 1, column 1 is -1.", "write losses.softmax(scores)"]),
    "scores": (torch.tensor([[0.5, 0.5], [2.0, 1.0]]), ["probabilities should sum to 1 in each row: row 1 sums to 3.",
                                                         "write losses.softmax(scores)"]),
}


@pytest.mark.parametrize("measure", [calibration.reliability, calibration.expected_calibration_error])
@pytest.mark.parametrize("mistake", WRONG_PROBABILITIES)
def test_wrong_probabilities_are_named(measure, mistake):
    probabilities, parts = WRONG_PROBABILITIES[mistake]
    message = complaint(measure, probabilities, torch.zeros(len(probabilities), dtype=torch.int64))
    assert not missing(parts, message), message


def test_probabilities_and_their_labels_belong_together():
    for labels, part in ((IDS[:2], "expected (3,)"), (IDS[:3], "label 2 (row 2)"), (IDS[:3].float(), "integer")):
        assert part in complaint(calibration.reliability, PAIRS, labels)


# --- settings ---------------------------------------------------------------------------------------------------------

X, LABELS = problem(n_examples=20)
PIXELS, PIXEL_IDS = images(n_examples=20)


def descended(**settings):
    """What each report of a descent on images says."""
    settings = {"learning_rate": 0.1, "epochs": 2, "batch_size": 7, "report_every": 2, "start": 0.1} | settings
    return [(report.step, report.epoch, report.weights) for report in training.descend_linear(
        PIXELS, PIXEL_IDS, **settings)]


def by_autograd(**settings):
    """The weights of a module that is trained."""
    module = torch.nn.Linear(4, 3, dtype=F64)
    torch.nn.init.zeros_(module.weight), torch.nn.init.zeros_(module.bias)
    settings = {"learning_rate": 0.3, "epochs": 3, "batch_size": 8} | settings
    return training.fit(module, X, LABELS, **settings).weight.detach()


WHOLE = {  # of each whole number a name and what it decides
    "one_hot n_classes": lambda value: losses.one_hot(IDS, value),
    "LeastSquares n_classes": lambda value: training.LeastSquares(X, LABELS, value).solve(),
    "fit_softmax n_classes": lambda value: training.fit_softmax(X, LABELS, value, 0.1),
    "descend_linear n_classes": lambda value: training.fit_linear(X, LABELS, learning_rate=1, epochs=1,
                                                                  n_classes=value),
    "descend_linear epochs": lambda value: descended(epochs=value),
    "descend_linear batch_size": lambda value: descended(batch_size=value),
    "descend_linear report_every": lambda value: descended(report_every=value),
    "descend epochs": lambda value: by_autograd(epochs=value),
    "descend batch_size": lambda value: by_autograd(batch_size=value),
    "reliability n_bins": lambda value: calibration.reliability(PAIRS, IDS[:3] % 2, value).counts,
    "accuracy_interval n_examples": lambda value: metrics.accuracy_interval(0.5, value),
}


@pytest.mark.parametrize("bad", [0, -5, 2.5, 5.0, "3", np.array([5, 6])], ids=repr)
@pytest.mark.parametrize("setting", WHOLE)
def test_whole_numbers_are_asked_for(setting, bad):
    name = setting.split()[1]
    assert complaint(WHOLE[setting], bad) == f"{name} should be a whole number, at least 1, not {bad}."


@pytest.mark.parametrize("kind", [np.int64, np.uint8, torch.tensor])
@pytest.mark.parametrize("setting", WHOLE)
def test_whole_numbers_of_other_libraries_are_whole(setting, kind):
    torch.testing.assert_close(WHOLE[setting](kind(3)), WHOLE[setting](3), rtol=0, atol=0)


@pytest.mark.parametrize("kind", [np.int64, torch.tensor])
def test_seeds_of_other_libraries_are_seeds(kind):
    torch.testing.assert_close(descended(seed=kind(3)), descended(seed=3), rtol=0, atol=0)


SOLVER = training.LeastSquares(TOY_X, TOY_IDS, 3)
NOT_NEGATIVE = {
    "solve ridge": SOLVER.solve,
    "descend ridge": lambda value: SOLVER.descend(0.1, 1, value),
    "descend learning_rate": lambda value: SOLVER.descend(value, 1),
    "descend steps": lambda value: SOLVER.descend(0.1, value),
    "divergence_learning_rate ridge": SOLVER.divergence_learning_rate,
    "descent_losses learning_rates": lambda value: SOLVER.descent_losses(torch.tensor([0.1, value]), 1),
    "descent_losses steps": lambda value: SOLVER.descent_losses(0.1, torch.tensor([1, value])),
    "descent_losses ridge": lambda value: SOLVER.descent_losses(0.1, 1, value),
    "descend_linear learning_rate": lambda value: descended(learning_rate=value),
    "descend_linear weight_decay": lambda value: descended(weight_decay=value),
    "descend_linear start": lambda value: descended(start=value),
    "descend learning_rate of a module": lambda value: by_autograd(learning_rate=value),
}


@pytest.mark.parametrize("bad", [-0.5, math.nan, math.inf])
@pytest.mark.parametrize("setting", NOT_NEGATIVE)
def test_numbers_below_0_or_no_numbers_are_named(setting, bad):
    name = setting.split()[1]
    assert complaint(NOT_NEGATIVE[setting], bad) == f"{name} should be a number, 0 or more, not {bad}."


def test_weights_of_another_shape_are_named():
    for call in (lambda: SOLVER.loss(torch.zeros(1, 3)),
                 lambda: sgd.descend_models(TOY_X, TOY_IDS, [training.Model(0.1, start=torch.zeros(1, 3))],
                                            epochs=1, n_classes=3)):
        assert "weights has shape (1, 3); expected (2, 3)" in complaint(call)
    assert "start" in complaint(descended, start=torch.full((37, 10), math.nan))


@pytest.mark.parametrize("bad", ["sum", None])
def test_an_unknown_reduction_is_named(bad):
    batch = (GOOD, IDS)
    for function, arguments in [(function, batch) for function in TAKE_BATCHES[:4]] + [
            (losses.half_squared_error, (GOOD,)), (losses.absolute_error, (GOOD,)), (losses.huber_loss, (GOOD,)),
            (losses.example_losses, (lambda o, y: o[:, 0], *batch))]:
        message = complaint(function, *arguments, reduction=bad)
        assert message == f'reduction should be "mean" or "none", not {bad!r}.'
