"""The references of lesson 09's exercises against PyTorch's optimiser, schedules and losses, and against counting."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader

from utils.checks import lesson_09 as checks
from utils.checks.answers import attempt


def test_epoch_loss_is_the_mean_over_examples():
    for case in checks.check_epoch_loss.cases:
        every_example = [loss for loss, size in zip(*(values.tolist() for values in case.values()), strict=True)
                         for _ in range(size)]
        exact = sum(map(Fraction, every_example)) / len(every_example)
        assert checks.check_epoch_loss.reference(**case).item() == pytest.approx(float(exact), rel=1e-6)


def test_training_step_is_the_step_of_torchs_optimiser():
    for case in checks.check_training_step.cases:
        W, b = (torch.nn.Parameter(case[name].double().clone()) for name in ("W", "b"))
        groups = [{"params": [W], "weight_decay": case["weight_decay"]}, {"params": [b]}]
        optimizer = torch.optim.SGD(groups, lr=case["rate"])
        F.cross_entropy(case["X"].double() @ W + b, case["labels"]).backward()
        optimizer.step()
        expected = torch.cat([W, b[None]]).detach()
        torch.testing.assert_close(checks.check_training_step.reference(**case), expected, rtol=1e-5, atol=1e-5)


def test_training_step_descends_on_the_penalised_loss():
    def objective(W, b, case):
        loss = F.cross_entropy(case["X"].double() @ W + b, case["labels"])
        return loss + case["weight_decay"] / 2 * W.square().sum()

    for case in checks.check_training_step.cases:
        tiny = {**case, "rate": 1e-9}
        W, b = case["W"].double(), case["b"].double()
        table = checks.check_training_step.reference(**{**tiny, "W": W, "b": b, "X": case["X"].double()})
        assert objective(table[:-1], table[-1], case) < objective(W, b, case)


def test_steps_leave_no_mistake_unseen():
    """Every kind of mistake changes some case by far more than the tolerance."""
    exercise = checks.check_training_step
    for topic, mistake in exercise.mistakes.items():
        for function in mistake.functions:
            outcomes = [attempt(function, case) for case in exercise.cases]
            differences = [(outcome.numbers - exercise.reference(*case.values())).abs().max().item()
                           for outcome, case in zip(outcomes, exercise.cases, strict=True) if outcome.error is None]
            stops = len(differences) < len(outcomes)
            assert stops or np.nanmax(differences) > 0.01 or topic == "naive_softmax", topic


def test_rates_are_those_of_torchs_schedule():
    for case in checks.check_rates_of_all_steps.cases:
        weight = torch.nn.Parameter(torch.zeros(1))
        optimizer = torch.optim.SGD([weight], lr=case["first_rate"])
        batches = DataLoader(torch.zeros(case["n_examples"]), batch_size=case["batch_size"])
        n_steps = case["epochs"] * len(batches)
        schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=n_steps)
        seen = []
        for _ in range(case["epochs"]):
            for _ in batches:
                seen.append(schedule.get_last_lr()[0])
                optimizer.step()
                schedule.step()
        got = checks.check_rates_of_all_steps.reference(**case)
        torch.testing.assert_close(got.double(), torch.tensor(seen, dtype=torch.float64), rtol=1e-5, atol=1e-7)


def test_mistakes_in_the_number_of_steps_are_told_apart():
    mistakes = checks.check_rates_of_all_steps.mistakes
    cases = checks.check_rates_of_all_steps.cases
    each = {(topic, number): [attempt(function, case) for case in cases]
            for topic, mistake in mistakes.items()
            for number, function in enumerate(mistake.functions)}
    each["right"] = [attempt(checks.check_rates_of_all_steps.reference, case) for case in cases]
    seen = {name: str([outcome.numbers.tolist() if outcome.error is None else outcome.problem for outcome in outcomes])
            for name, outcomes in each.items()}
    assert len(set(seen.values())) == len(seen)


def test_first_losses_are_those_of_equal_scores():
    for case in checks.check_first_losses.cases:
        K = case["n_classes"]
        scores, label = torch.zeros(1, K, dtype=torch.float64), torch.tensor([K - 1])
        target = F.one_hot(label, K).double()
        short_by = [1 - (scores[0, label] - scores[0, rival]).item() for rival in range(K) if rival != label]
        expected = torch.stack([
            K / 2 * F.mse_loss(scores, target),
            K * F.multi_margin_loss(scores, label),
            torch.tensor(max(short_by)).double(),
            F.cross_entropy(scores, label),
            K * F.mse_loss(scores.softmax(1), target),
        ])
        torch.testing.assert_close(checks.check_first_losses.reference(**case), expected)


def test_inputs_are_of_every_kind():
    sizes = [case["batch_sizes"].tolist() for case in checks.check_epoch_loss.cases]
    assert any(len(some) == 1 for some in sizes) and any(len(set(some)) == 1 < len(some) for some in sizes)
    assert sum(some[-1] < some[0] for some in sizes) >= 3 and any(1 in some for some in sizes)
    X = [case["X"] for case in checks.check_training_step.cases]
    assert len({rows.shape for rows in X}) >= 5 and any(len(rows) == 1 for rows in X)
    assert any(rows.shape[0] == rows.shape[1] for rows in X) and any(rows.max() > 1000 for rows in X)
    assert {rows.dtype for rows in X} == {torch.float32, torch.float64}
    whole = [case["n_examples"] % case["batch_size"] == 0 for case in checks.check_rates_of_all_steps.cases]
    assert any(whole) and not all(whole)
    assert {2, 10} <= {case["n_classes"] for case in checks.check_first_losses.cases}
