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


LOSSES = {
    "MSE": losses.mse_on_one_hot,
    "margin": losses.margin_loss,
    "worst rival": lambda s, y, reduction: losses.margin_loss(s, y, rivals="worst", reduction=reduction),
    "cross-entropy": torch.nn.functional.cross_entropy,
    "Brier": losses.brier_loss,
}


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("scale", [0.02, 0.1, 1, 7])
def test_the_courses_losses_are_recognised_at_any_size_of_scores(name, scale):
    scores, labels = checks._scores_of_all_sizes()
    numbers = 0.3 * LOSSES[name](scale * scores, labels, reduction="none").double() + 2
    assert checks.likeness(numbers) == ("multiple" if scale == 1 else "rescaled")


@pytest.mark.parametrize("scale", [0.1, 0.5, 1, 3])
def test_other_losses_are_not_taken_for_the_courses(scale):
    scores, labels = checks._scores_of_all_sizes()
    cross_entropy = LOSSES["cross-entropy"](scale * scores, labels, reduction="none")
    clamped = LOSSES["cross-entropy"](scale * scores.clamp(-4, 4), labels, reduction="none")
    others = (squared_miss(scale * scores, labels), torch.tanh(cross_entropy / 3), cross_entropy.log1p(), clamped)
    for numbers in others:
        assert checks.likeness(numbers.double()) is None
    assert checks.likeness(smoothed(scale * scores, labels).double()) == "smoothed"
    assert checks.likeness(-cross_entropy.double()) is None


def test_a_loss_of_rescaled_scores_is_another_learning_rate():
    """Weights from 0 with loss(s / 8) at rate 1 give the scores, over 8, of loss(s) at rate 1/64."""
    X, labels = torch.randn(50, 6, generator=torch.Generator().manual_seed(0)).double(), torch.arange(50) % 10

    def scores_after(scale, rate):
        W = torch.zeros(6, 10, dtype=torch.float64, requires_grad=True)
        for _ in range(20):
            (slope,) = torch.autograd.grad(torch.nn.functional.cross_entropy(scale * X @ W, labels), W)
            W = (W - rate * slope).detach().requires_grad_()
        return scale * X @ W

    assert torch.allclose(scores_after(1 / 8, 1.0), scores_after(1, 1 / 64))
