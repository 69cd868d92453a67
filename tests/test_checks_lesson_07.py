"""What the exercises of lesson 07 take for right, against autograd, and what the bug of exercise 2 costs."""

import functools
import math

import pytest
import torch

from utils import data, losses
from utils.checks import lesson_07 as checks


def test_lesson_07_gradients_are_autograds():
    for case in checks.check_ce_gradient.cases:
        scores = case["scores"].clone().requires_grad_()
        torch.nn.functional.cross_entropy(scores, case["labels"]).backward()
        assert torch.allclose(checks.check_ce_gradient.reference(**case), scores.grad, atol=1e-7)
    for case in checks.check_weights_gradient.cases:
        X, scores = case["X"], case["scores"]
        weights = torch.zeros(X.shape[1] + 1, scores.shape[1], dtype=X.dtype, requires_grad=True)
        moved = scores + X @ weights[:-1] + weights[-1]
        torch.nn.functional.cross_entropy(moved, case["labels"]).backward()
        assert torch.allclose(checks.check_weights_gradient.reference(**case), weights.grad, rtol=1e-4, atol=1e-5)
    for case in checks.check_curvature.cases:
        _, product = torch.autograd.functional.jvp(lambda scores: scores.softmax(1), case["scores"], case["direction"])
        assert torch.allclose(checks.check_curvature.reference(**case), product, atol=1e-6)


def loss_after_training(bias_gradient, seed):
    """Mean cross-entropy on the last 10,000 training images after ten epochs on the others, the rate falling to 0."""
    images, labels = data.load_fashion_mnist("train")
    X, one_hot_labels = data.flatten(images), losses.one_hot(labels, 10)
    W, b, rates = torch.zeros(784, 10), torch.zeros(10), torch.linspace(0.4, 0, 10 * 196)
    order = torch.Generator().manual_seed(seed)
    batches = [batch for _ in range(10) for batch in torch.randperm(50_000, generator=order).split(256)]
    for batch, rate in zip(batches, rates, strict=True):
        difference = (losses.softmax(X[batch] @ W + b) - one_hot_labels[batch]) / len(batch)
        W -= rate * (X[batch].T @ difference)
        b -= rate * bias_gradient(difference)
    return losses.cross_entropy(X[50_000:] @ W + b, labels[50_000:]).item()


@pytest.mark.slow
def test_the_bias_that_never_moves_costs_what_the_exercise_says():
    if not data.is_full():
        pytest.skip("needs the full Fashion-MNIST")
    assert loss_after_training(lambda difference: difference.sum(), seed=0) == pytest.approx(0.454, abs=0.0015)
    assert loss_after_training(lambda difference: difference.sum(dim=0), seed=0) == pytest.approx(0.435, abs=0.0015)


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_no_gradient_is_longer_than_the_table_says(n_classes):
    """Searched over many scores, and reached or come near where the lesson names the place."""
    sizes = torch.logspace(-1, 1.5, 50, dtype=torch.float64)[:, None, None]
    random = torch.rand(200, n_classes, dtype=torch.float64, generator=torch.Generator().manual_seed(0)) - 0.5
    one_rival = torch.full((2, n_classes), -40.0, dtype=torch.float64)  # its lead log 2 or 40, the others far below
    one_rival[:, :2] = torch.tensor([[0, math.log(2)], [-40, 0]])
    scores = torch.cat([(sizes * random).flatten(0, 1), one_rival]).requires_grad_()
    longest = {
        functools.partial(losses.margin_loss, rivals="all"): math.sqrt(n_classes * (n_classes - 1)),
        functools.partial(losses.margin_loss, rivals="worst"): math.sqrt(2),
        losses.cross_entropy: math.sqrt(2),
        losses.brier_loss: 16 * math.sqrt(2) / 27,
    }
    for loss, bound in longest.items():
        total = loss(scores, torch.zeros(len(scores), dtype=torch.long), reduction="none").sum()
        lengths = torch.autograd.grad(total, scores)[0].norm(dim=1)
        assert lengths.max() <= bound + 1e-9
        assert lengths.max() == pytest.approx(bound, rel=1e-6)
