"""What the exercises of lesson 03 take for right, against autograd and NumPy; the proof's statements hold."""

import itertools

import numpy as np
import pytest
import torch

from utils import training
from utils.checks import lesson_03 as checks


def test_mse_gradient_is_autograds():
    for case in checks.check_mse_gradient.cases:
        scores = case["scores"].clone().requires_grad_()
        one_hot = torch.nn.functional.one_hot(case["labels"], scores.shape[1])
        (scores.shape[1] / 2 * torch.nn.functional.mse_loss(scores, one_hot.to(scores.dtype))).backward()
        assert torch.allclose(checks.check_mse_gradient.reference(**case), scores.grad)


def test_largest_learning_rate_is_where_descent_turns_from_falling_to_growing():
    for case in checks.check_largest_learning_rate.cases:
        X = np.hstack([case["X"].double().numpy(), np.ones((len(case["X"]), 1))])
        limit = checks.check_largest_learning_rate.reference(**case).item()
        weights = np.linalg.svd(X)[2][0]  # steepest direction; the optimum is at 0
        for factor, grows in ((0.99, False), (1.01, True)):
            step = weights - factor * limit * X.T @ (X @ weights) / len(X)
            assert (np.linalg.norm(step) > np.linalg.norm(weights)) == grows


def test_largest_learning_rate_is_the_engines():
    X = checks.check_largest_learning_rate.cases[0]["X"]
    engine = training.LeastSquares(X, torch.arange(len(X)) % 2, n_classes=2)
    assert checks.check_largest_learning_rate.reference(X).item() == pytest.approx(engine.divergence_learning_rate())


def test_statements_of_the_proof_hold_and_the_distractors_do_not():
    rng = np.random.default_rng(0)
    X = np.hstack([rng.random((40, 5)), np.ones((40, 1))])
    Y = np.eye(3)[rng.integers(3, size=40)]
    W = np.linalg.lstsq(X, Y, rcond=None)[0]
    e, ones_k, ones_n = np.eye(6)[-1], np.ones(3), np.ones(40)
    w = W @ ones_k
    assert np.allclose(X.T @ X @ W, X.T @ Y)  # E
    assert np.allclose(Y @ ones_k, ones_n)  # B
    assert np.allclose(X @ e, ones_n)  # H
    assert np.allclose(X.T @ X @ w, X.T @ X @ e)  # C
    assert np.allclose(w, e)  # I
    inputs = np.hstack([10 * rng.standard_normal((7, 5)), np.ones((7, 1))])
    assert np.allclose((inputs @ W).sum(axis=1), 1)  # F
    assert (inputs @ W).min() < 0 and (inputs @ W).max() > 1  # not A
    assert not np.allclose(X @ W, Y)  # not J
    one_step = 0.1 * X.T @ Y / 40
    assert not np.allclose((X @ one_step).sum(axis=1), 1)  # not G
    without = np.linalg.lstsq(X[:, :5], Y, rcond=None)[0]
    assert not np.allclose((X[:, :5] @ without).sum(axis=1), 1)  # H is needed


def test_exactly_the_valid_orders_of_the_proof_are_right():
    exercise = checks.check_sum_to_one_proof
    right = {"".join(order) for order in itertools.permutations("EBHCIF") if exercise.judge(order)[0] == "ok"}
    assert right == {"".join(facts) + "CIF" for facts in itertools.permutations("EBH")}
    for size in range(1, 6):
        assert all(exercise.judge("".join(steps))[0] == "hint" for steps in itertools.permutations("EBHCIF", size))
    for distractor, position in itertools.product("ADGJ", range(7)):
        steps = "EBHCIF"[:position] + distractor + "EBHCIF"[position:]
        assert exercise.judge(steps) == ("hint", exercise.hints[distractor].format(step=distractor))
