"""What the exercises of lesson 11 take for right, against scipy, simulation and a plain training loop."""

import numpy as np
import pytest
import torch
from scipy import stats

from utils import losses
from utils.checks import lesson_11 as checks


def test_paired_difference_is_scipys_interval():
    for case in checks.check_paired_difference.cases:
        ahead = (case["a"] - case["b"]).double().numpy()
        interval = stats.ttest_1samp(ahead, 0).confidence_interval(0.95)
        mean, half = checks.check_paired_difference.reference(**case).tolist()
        assert mean == pytest.approx(ahead.mean(), rel=1e-5)
        assert half == pytest.approx((interval.high - interval.low) / 2, rel=3e-4)


def test_paired_p_value_is_scipys_binomial_test():
    for case in checks.check_paired_p_value.cases:
        expected = stats.binomtest(case["only_a"], case["only_a"] + case["only_b"], 0.5).pvalue
        assert checks.check_paired_p_value.reference(**case) == pytest.approx(expected, rel=1e-9)


def test_clean_accuracy_undoes_simulated_noise():
    rng = np.random.default_rng(0)
    for case in checks.check_clean_accuracy.cases:
        n_classes, n = case["n_classes"], 400_000
        for clean in checks.check_clean_accuracy.reference(**case).tolist():
            assert 0 <= clean <= 1  # or an answer that is cut off there would be wrong
            labels = np.zeros(n, dtype=int)
            wrong = rng.integers(1, n_classes, n)
            predicted = np.where(rng.random(n) < clean, labels, rng.integers(1, n_classes, n))
            noisy = np.where(rng.random(n) < case["noise"] / 100, wrong, labels)
            measured = (predicted == noisy).mean()
            back = checks.check_clean_accuracy.reference(torch.tensor([measured]), case["noise"], n_classes)
            assert back.item() == pytest.approx(clean, abs=0.02)


def squared_miss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return (1 - p) ** 2


def smoothed(scores, labels):
    return torch.nn.functional.cross_entropy(scores, labels, reduction="none", label_smoothing=0.1)


@pytest.mark.parametrize(
    ("loss", "low", "high"),
    [
        (squared_miss, 0.76, 0.86),
        (lambda scores, labels: losses.cross_entropy(scores, labels, reduction="none"), 0.58, 0.71),
        (lambda scores, labels: losses.margin_loss(scores, labels, reduction="none"), 0.45, 0.71),
    ],
    ids=["squared miss", "cross-entropy", "margin"],
)
def test_the_experiment_gives_what_a_plain_loop_gives(loss, low, high):
    """Other batches, same task: the verdict does not hang on the trainer."""
    assert low < checks.accuracy_of(loss) < high
    images, noisy, test_X, test_labels = checks.spoiled_sample()
    X = images.flatten(1).float() / 255
    W, b = torch.zeros(784, 10, requires_grad=True), torch.zeros(10, requires_grad=True)
    generator, n_steps = torch.Generator().manual_seed(5), checks.EPOCHS * 8
    for step in range(n_steps):
        batch = torch.randint(len(X), (256,), generator=generator)
        slopes = torch.autograd.grad(loss(X[batch] @ W + b, noisy[batch]).mean(), (W, b))
        with torch.no_grad():
            for parameter, slope in zip((W, b), slopes, strict=True):
                parameter -= checks.RATE * (1 - step / n_steps) * slope
    accuracy = ((test_X @ W + b).argmax(dim=1) == test_labels).double().mean().item()
    assert low < accuracy < high


def test_four_in_ten_labels_of_the_sample_are_wrong_and_the_test_labels_are_not():
    images, noisy, test_X, test_labels = checks.spoiled_sample()
    assert images.shape == (2000, 28, 28) and test_X.shape == (500, 784)
    assert test_labels.bincount().tolist() == [50] * 10
    _, labels = checks.data.load_sample("train")
    assert (noisy != labels).double().mean().item() == pytest.approx(0.4, abs=0.03)


@pytest.mark.parametrize("factor", [0.01, 1, 30])
def test_multiples_of_the_courses_losses_are_recognised(factor, capsys):
    for loss in (squared_miss, smoothed, *range(6)):
        written = loss if callable(loss) else lambda s, y, k=loss: checks._losses_of_the_course(s, y)[k]
        scores, labels = torch.linspace(-2, 2, 120).view(12, 10).sin() * 2, torch.arange(12) % 10
        numbers = factor * written(scores, labels).double()
        known = [checks.LossExercise.is_multiple(numbers, course)
                 for course in checks._losses_of_the_course(scores.double(), labels)]
        assert any(known) == (loss is not squared_miss)
