"""What the exercises of lesson 08 take for right, against torch, autograd and brute force."""

import numpy as np
import pytest
import torch

from utils.checks import lesson_08 as checks


def test_huber_is_torchs_and_its_slope_autograds():
    for case in checks.check_huber.cases:
        error = case["error"].clone().requires_grad_()
        huber = torch.nn.functional.huber_loss(error, torch.zeros_like(error), delta=case["delta"], reduction="none")
        assert torch.allclose(checks.check_huber.reference(**case), huber)
        huber.sum().backward()
        assert torch.allclose(checks.check_huber_slope.reference(**case), error.grad)
        beyond = error.abs() > case["delta"]
        assert beyond.any() and not beyond.all()


def test_median_interval_holds_exactly_the_best_constants():
    for case in checks.check_median_interval.cases:
        ends = checks.check_median_interval.reference(**case)
        for row, (low, high) in zip(case["points"].double(), ends, strict=True):

            def total(constant, row=row):
                return (row - constant).abs().sum().item()

            lowest = min(map(total, row))
            assert total(low) == pytest.approx(lowest) and total(high) == pytest.approx(lowest)
            assert total((low + high) / 2) == pytest.approx(lowest)
            assert total(low - 0.1) > lowest + 0.05 and total(high + 0.1) > lowest + 0.05


def test_from_delta_for_the_mean_on_the_mean_balances_the_pulls_and_below_it_does_not():
    delta = checks.check_delta_for_the_mean.reference().item()
    errors = np.array([1, 2, 3, 4, 100]) - 22
    for factor, balanced in ((1, True), (3, True), (0.99, False), (0.5, False)):
        assert (abs(np.clip(errors, -factor * delta, factor * delta).sum()) < 1e-9) == balanced
