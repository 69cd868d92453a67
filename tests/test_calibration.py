"""Calibration against scikit-learn, scipy and sums by hand; the temperature also against what must hold for it."""

import math

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar
from sklearn.calibration import calibration_curve

from utils import calibration, losses


def two_classes(*confidences, dtype=torch.float32):
    """Probabilities (n, 2) that predict class 0 with these confidences."""
    sure = torch.tensor(confidences, dtype=dtype)
    return torch.stack([sure, 1 - sure], dim=1)


def random_scores(n_examples=400, n_classes=4, seed=0, lead=1.5, dtype=torch.float64):
    """Scores that know something of their labels, and the labels."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, n_classes, (n_examples,), generator=generator)
    scores = torch.randn(n_examples, n_classes, generator=generator, dtype=dtype)
    scores[range(n_examples), labels] += lead
    return scores, labels


def counted_by_loops(probabilities, labels, n_bins):
    """Members (right or not, confidence) of each bin, example by example."""
    bins = [[] for _ in range(n_bins)]
    for row, label in zip(probabilities.tolist(), labels.tolist(), strict=True):
        confidence = max(row)
        which = next(k for k in range(n_bins) if k / n_bins < confidence <= (k + 1) / n_bins)
        bins[which].append((row.index(confidence) == label, confidence))
    return bins


# --- reliability ---


@pytest.mark.parametrize("n_bins", [1, 2, 7, 15, 100])
@pytest.mark.parametrize("n_classes", [2, 10])
def test_against_a_loop_over_the_examples(n_classes, n_bins):
    scores, labels = random_scores(n_classes=n_classes)
    probabilities = torch.softmax(scores, dim=1)
    ours = calibration.reliability(probabilities, labels, n_bins)
    bins = counted_by_loops(probabilities, labels, n_bins)
    nan = [(math.nan, math.nan)]
    assert ours.counts.tolist() == [len(members) for members in bins]
    np.testing.assert_allclose(ours.edges, np.linspace(0, 1, n_bins + 1))
    np.testing.assert_allclose(ours.accuracy, [np.mean(members or nan, axis=0)[0] for members in bins])
    np.testing.assert_allclose(ours.confidence, [np.mean(members or nan, axis=0)[1] for members in bins])
    gap = sum(abs(sum(right - confidence for right, confidence in members)) for members in bins) / len(labels)
    error = calibration.expected_calibration_error(probabilities, labels, n_bins)
    assert error == pytest.approx(gap, abs=1e-12) and type(error) is float


@pytest.mark.parametrize("n_classes", [2, 5])
def test_against_scikit_learn(n_classes):
    scores, labels = random_scores(n_classes=n_classes, seed=1)
    probabilities = torch.softmax(scores, dim=1)
    confidence, predicted = probabilities.max(dim=1)
    accuracies, confidences = calibration_curve(predicted == labels, confidence, n_bins=10)
    ours = calibration.reliability(probabilities, labels, n_bins=10)
    full = ours.counts > 0
    np.testing.assert_allclose(ours.accuracy[full], accuracies)
    np.testing.assert_allclose(ours.confidence[full], confidences)
    assert (ours.edges.dtype, ours.counts.dtype, ours.accuracy.dtype) == (torch.float64, torch.int64, torch.float64)


def test_by_hand():
    bins = calibration.reliability(two_classes(0.6, 0.7, 0.9, 1.0), torch.tensor([0, 1, 0, 0]), n_bins=4)
    assert bins.counts.tolist() == [0, 0, 2, 2]
    np.testing.assert_allclose(bins.accuracy, [np.nan, np.nan, 0.5, 1])
    np.testing.assert_allclose(bins.confidence, [np.nan, np.nan, 0.65, 0.95], rtol=1e-6)
    error = calibration.expected_calibration_error(two_classes(0.6, 0.7, 0.9, 1.0), torch.tensor([0, 1, 0, 0]), 4)
    assert error == pytest.approx(0.5 * 0.15 + 0.5 * 0.05, abs=1e-6)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("n_bins", [5, 10, 15])
def test_an_edge_belongs_to_the_bin_below_it_in_every_dtype(n_bins, dtype):
    which = [k for k in range(1, n_bins + 1) if k / n_bins >= 0.5]
    probabilities = two_classes(*[k / n_bins for k in which], dtype=dtype)
    counts = calibration.reliability(probabilities, torch.zeros(len(which), dtype=torch.int64), n_bins).counts
    assert counts.nonzero().flatten().tolist() == [k - 1 for k in which] and counts.sum() == len(which)


def test_probabilities_of_exactly_one_and_a_hair_more_are_in_the_last_bin():
    probabilities = torch.tensor([[1.0, 0.0], [1.0000001, 0.0]])
    assert calibration.reliability(probabilities, torch.tensor([0, 0])).counts.tolist() == [0] * 14 + [2]


def test_the_first_of_tied_classes_is_the_prediction():
    bins = calibration.reliability(torch.full((4, 4), 0.25), torch.arange(4), n_bins=4)
    assert bins.counts.tolist() == [4, 0, 0, 0] and bins.accuracy[0] == 0.25
    assert calibration.expected_calibration_error(torch.full((4, 4), 0.25), torch.arange(4)) == 0


def test_one_example_in_one_bin():
    bins = calibration.reliability(two_classes(0.75), torch.tensor([1]), n_bins=1)
    assert [part.tolist() for part in bins] == [[0, 1], [1], [0.75], [0]]
    assert calibration.expected_calibration_error(two_classes(0.75), torch.tensor([1]), 1) == 0.75


def test_a_single_bin_hides_what_more_bins_show():
    probabilities, labels = two_classes(0.6, 0.6, 0.8, 0.8), torch.tensor([0, 0, 0, 1])
    assert calibration.expected_calibration_error(probabilities, labels, 1) == pytest.approx(0.05, abs=1e-6)
    assert calibration.expected_calibration_error(probabilities, labels, 10) == pytest.approx(0.35, abs=1e-6)


def test_probabilities_may_still_carry_a_gradient():
    scores, labels = random_scores(n_examples=20)
    bins = calibration.reliability(losses.softmax(scores.requires_grad_()), labels)
    assert not any(part.requires_grad for part in bins)
    assert calibration.fit_temperature(scores, labels) > 0


# --- temperature ---


def by_search(scores, labels):
    """The temperature of lowest cross-entropy, by a search that knows no slopes."""
    scores = scores.double()

    def loss(log_temperature):
        return torch.nn.functional.cross_entropy(scores / math.exp(log_temperature), labels).item()

    return math.exp(minimize_scalar(loss, bounds=(-12, 12), method="bounded", options={"xatol": 1e-10}).x)


@pytest.mark.parametrize("scale", [0.01, 1, 100])
@pytest.mark.parametrize("n_classes, lead", [(2, 0.3), (4, 1.5), (10, 4.0)])
def test_temperature_against_a_search(n_classes, lead, scale):
    scores, labels = random_scores(n_classes=n_classes, lead=lead)
    temperature = calibration.fit_temperature(scale * scores, labels)
    assert temperature == pytest.approx(by_search(scale * scores, labels), rel=1e-6)
    assert type(temperature) is float


def test_at_the_temperature_the_slope_is_zero():
    scores, labels = random_scores()
    inverse = torch.tensor(1 / calibration.fit_temperature(scores, labels), dtype=torch.float64, requires_grad=True)
    torch.nn.functional.cross_entropy(scores * inverse, labels).backward()
    assert abs(inverse.grad.item()) < 1e-9


@pytest.mark.parametrize("factor", [1e-6, 0.1, 3, 1e6])
def test_temperature_grows_with_the_scores(factor):
    scores, labels = random_scores()
    once = calibration.fit_temperature(scores, labels)
    assert calibration.fit_temperature(factor * scores, labels) == pytest.approx(factor * once, rel=1e-8)
    assert calibration.fit_temperature(scores / once, labels) == pytest.approx(1, rel=1e-8)  # already fitted


def test_temperature_is_deaf_to_a_shift_of_a_row():
    scores, labels = random_scores()
    shifts = torch.linspace(-50, 50, len(labels), dtype=torch.float64)[:, None]
    once = calibration.fit_temperature(scores, labels)
    assert calibration.fit_temperature(scores + shifts, labels) == pytest.approx(once, rel=1e-8)


def test_temperature_finds_how_the_labels_were_drawn():
    generator = torch.Generator().manual_seed(0)
    scores = 3 * torch.randn(50_000, 5, generator=generator)
    labels = torch.multinomial(torch.softmax(scores / 2.5, dim=1), 1, generator=generator)[:, 0]
    assert calibration.fit_temperature(scores, labels) == pytest.approx(2.5, rel=0.02)
    before = calibration.expected_calibration_error(losses.softmax(scores), labels)
    after = calibration.expected_calibration_error(losses.softmax(scores, 2.5), labels)
    assert after < 0.01 < 0.1 < before


@pytest.mark.parametrize("right, wrong", [(2, 1), (9, 1), (999, 1), (51, 49)])
def test_temperature_of_two_classes_in_closed_form(right, wrong):
    # each example is led by 3, so confidence has to become the share of right answers: 3 / T = log(right / wrong)
    scores = torch.tensor([[3.0, 0.0]]).expand(right + wrong, 2)
    labels = torch.tensor([0] * right + [1] * wrong)
    assert calibration.fit_temperature(scores, labels) == pytest.approx(3 / math.log(right / wrong), rel=1e-8)


@pytest.mark.parametrize("least", [1e-1, 1e-12, 1e-100, 1e-300])
def test_temperature_however_small_the_only_mistake(least):
    scores = torch.tensor([[1.0, 0.0], [0.0, least]], dtype=torch.float64)
    temperature = calibration.fit_temperature(scores, torch.tensor([0, 0]))
    pull, push = 1 / (1 + math.exp(1 / temperature)), least / (1 + math.exp(-least / temperature))
    assert pull == pytest.approx(push, rel=1e-5)  # the slopes of both examples


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_temperature_of_short_numbers(dtype):
    scores, labels = random_scores(dtype=dtype)
    assert calibration.fit_temperature(scores, labels) == calibration.fit_temperature(scores.double(), labels)


def test_temperature_of_huge_scores():
    scores = torch.tensor([[1e200, 0], [0, 1e199]], dtype=torch.float64)
    small = calibration.fit_temperature(scores / 1e200, torch.tensor([0, 0]))
    assert calibration.fit_temperature(scores, torch.tensor([0, 0])) == pytest.approx(1e200 * small, rel=1e-8)
    with pytest.raises(ValueError, match="finite"):
        calibration.fit_temperature(torch.tensor([[1e308, -1e308], [0, 1]], dtype=torch.float64), torch.tensor([1, 1]))


@pytest.mark.parametrize("scores", [torch.eye(3), 1e-30 * torch.eye(3), torch.eye(3)[:, [0, 0, 1]] + 0.0])
def test_without_a_mistake_no_temperature_is_best(scores):
    labels = scores.argmax(dim=1)
    with pytest.raises(ValueError, match="no rival scores above") as caught:
        calibration.fit_temperature(scores, labels)
    assert "examples: 3" in str(caught.value) and "held-out" in str(caught.value)


@pytest.mark.parametrize("scores", [torch.zeros(3, 3), -torch.eye(3), torch.full((3, 3), 5.0)])
def test_without_a_signal_no_temperature_is_best(scores):
    with pytest.raises(ValueError, match="no higher than the others"):
        calibration.fit_temperature(scores, torch.arange(3))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_signal_that_is_only_rounding_is_none(sign):
    scores = torch.tensor([[0, 0.3], [0, -0.1], [0, -0.2]], dtype=torch.float64)  # sums to 0, but for rounding
    with pytest.raises(ValueError, match="no higher than the others"):
        calibration.fit_temperature(sign * scores, torch.tensor([0, 0, 0]))


def test_temperature_is_found_in_a_few_looks_at_the_scores(monkeypatch):
    looks, root = [], calibration._root
    monkeypatch.setattr(calibration, "_root", lambda slopes: root(lambda x: looks.append(x) or slopes(x)))
    rng = np.random.default_rng(0)
    for _ in range(300):  # rows of very different size, to mislead Newton
        n_examples, n_classes = rng.integers(2, 30), rng.integers(2, 6)
        sizes = 10 ** rng.uniform(-4, 4, size=(n_examples, 1))
        scores = torch.tensor(rng.normal(size=(n_examples, n_classes)) * sizes)
        labels = torch.tensor(rng.integers(0, n_classes, n_examples))
        is_wrong, lead = scores.argmax(dim=1) != labels, scores.gather(1, labels[:, None]) - scores
        if is_wrong.any() and lead.mean() > 0:
            looks.clear()
            assert calibration.fit_temperature(scores, labels) > 0
            assert len(looks) <= 60
    looks.clear()
    calibration.fit_temperature(*random_scores(10_000, 10))
    assert len(looks) <= 12  # what a slider on Fashion-MNIST waits for
