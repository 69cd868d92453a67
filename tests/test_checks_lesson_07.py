"""What the exercises of lesson 07 take for right, against autograd."""

import torch

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
