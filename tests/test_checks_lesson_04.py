"""What the exercises of lesson 04 take for right, against autograd; the proof's statements hold."""

import pytest
import torch

from utils import losses
from utils.checks import lesson_04 as checks


def test_margin_gradient_is_autograds():
    for case in checks.check_margin_gradient.cases:
        scores = case["scores"].clone().requires_grad_()
        n_classes = scores.shape[1]
        (n_classes * torch.nn.functional.multi_margin_loss(scores, case["labels"], margin=case["margin"])).backward()
        assert torch.allclose(checks.check_margin_gradient.reference(**case), scores.grad)


def test_no_lead_of_the_margin_exercises_is_at_a_kink():
    for case in checks.check_margin_gradient.cases:
        lead = case["scores"].gather(1, case["labels"][:, None]) - case["scores"]
        assert ((lead - case["margin"]).abs() > 1e-3).all()


def test_missing_lead_is_the_smallest_rise_that_ends_the_loss():
    for case in checks.check_missing_lead.cases:
        scores, labels, costs = (value.double() if value.is_floating_point() else value for value in case.values())
        missing = checks.check_missing_lead.reference(scores, labels, costs)
        assert (missing >= 0).all()
        rise = missing[:, None] * torch.nn.functional.one_hot(labels, scores.shape[1])
        assert losses.margin_loss(scores + rise, labels, costs).item() == pytest.approx(0, abs=1e-9)
        left = losses.margin_loss(scores + 0.99 * rise, labels, costs, reduction="none")
        assert torch.equal(left > 0, missing > 0)


def test_statements_of_the_scaling_proof_hold_and_the_distractors_do_not():
    generator = torch.Generator().manual_seed(0)
    X = torch.randn(30, 4, generator=generator, dtype=torch.float64)
    labels = torch.randint(3, (30,), generator=generator)
    rate, decay, m = 0.1, 0.3, 7.0

    def slope(W, margin):
        W = W.clone().requires_grad_()
        loss = losses.margin_loss(X @ W, labels, margin)
        loss.backward()
        return loss.item(), W.grad

    def leads(W):
        scores = X @ W
        return scores.gather(1, labels[:, None]) - scores

    W, V = torch.zeros(4, 3, dtype=torch.float64), torch.zeros(4, 3, dtype=torch.float64)  # D
    for _ in range(20):
        assert torch.allclose(leads(V), m * leads(W))  # A
        assert torch.equal(leads(V) < m, leads(W) < 1)  # F
        (loss_1, G), (loss_2, G_2) = slope(W, 1.0), slope(V, m)
        assert torch.allclose(G, G_2)  # H, not E
        assert loss_2 == pytest.approx(m * loss_1)  # not C
        assert torch.allclose(m * rate * (decay / m) * V, rate * decay * V)  # J
        W, V = W - rate * (G + decay * W), V - m * rate * (G_2 + decay / m * V)
        assert torch.allclose(V, m * W)  # B, G
    W = V = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    for _ in range(5):
        W, V = W - rate * (slope(W, 1.0)[1] + decay * W), V - m * rate * (slope(V, m)[1] + decay / m * V)
    assert not torch.equal((X @ W).argmax(1), (X @ V).argmax(1))  # not I
