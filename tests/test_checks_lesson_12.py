"""References of lesson 12's exercises against independent oracles: SciPy, PyTorch's own smoothing, brute force."""

import itertools

import numpy as np
import pytest
import torch
from scipy import optimize, special, stats
from wrong_answers.lesson_12 import OWN_INPUTS

from utils import calibration
from utils.checks import lesson_12 as checks
from utils.checks.answers import attempt


@pytest.mark.parametrize("case", checks.check_calibration_error.cases)
def test_calibration_error_is_scipys_binned_statistic(case):
    confidences, hits, n_bins = case["confidences"].double().numpy(), case["hits"].numpy(), case["n_bins"]
    sums, _, _ = stats.binned_statistic(confidences, hits - confidences, "sum", bins=n_bins, range=(0, 1))
    assert checks.check_calibration_error.reference(**case).item() == pytest.approx(np.abs(sums).sum() / len(hits))


@pytest.mark.parametrize("case", checks.check_calibration_error.cases)
def test_calibration_error_is_the_course_s(case):
    confidences, hits = case["confidences"].double(), case["hits"]
    probabilities = torch.stack([confidences, *[(1 - confidences) / 100] * 100], dim=1)  # the first is the largest
    labels = (1 - hits).long()
    expected = calibration.expected_calibration_error(probabilities, labels, case["n_bins"])
    assert checks.check_calibration_error.reference(**case).item() == pytest.approx(expected)


def test_calibration_error_is_asked_where_answers_differ():
    cases = checks.check_calibration_error.cases
    for case in cases:
        places = case["confidences"][case["confidences"] != 1].double() * case["n_bins"]
        assert (places - places.round()).abs().min() > 1e-3  # on no inner edge, so that either rule for edges is right
        assert case["confidences"].min() > 0 and case["confidences"].max() <= 1
    assert [bool((case["confidences"] == 1).any()) for case in cases] == [False] * (len(cases) - 1) + [True]
    filled = [len((case["confidences"] * case["n_bins"]).long().unique()) for case in cases]
    full = [count == case["n_bins"] for count, case in zip(filled, cases, strict=True)]
    assert any(full) and not all(full)


@pytest.mark.parametrize("case", checks.check_best_temperature.cases)
def test_best_temperature_is_scipys(case):
    scores, labels = case["scores"].double().numpy(), case["labels"].numpy()

    def price(T):
        return -special.log_softmax(scores / T, axis=1)[np.arange(len(labels)), labels].mean()

    best = optimize.minimize_scalar(price, bounds=(0.1, 10), method="bounded").x
    assert 0.2 < best < 5
    assert checks.check_best_temperature.reference(**case).item() == pytest.approx(best, rel=1e-3)
    assert calibration.fit_temperature(**case) == pytest.approx(best, rel=1e-3)


@pytest.mark.parametrize("case", checks.check_cheapest_decisions.cases)
def test_cheapest_decisions_by_brute_force(case):
    probabilities, costs = (table.tolist() for table in case.values())
    for answer, p in zip(checks.check_cheapest_decisions.reference(**case).tolist(), probabilities, strict=True):
        prices = [sum(p[true] * costs[true][k] for true in range(len(p))) for k in range(len(p))]
        first, second = sorted(prices)[:2]
        assert prices[answer] == min(prices) and second - first > 1e-5  # no tie, so that rounding decides nothing


def test_smoothing_gap_is_where_pytorch_has_had_enough():
    def loss(lead):
        scores = torch.tensor([[lead, 0, 0, 0, 0]], dtype=torch.float64)
        return torch.nn.functional.cross_entropy(scores, torch.tensor([0]), label_smoothing=0.2).item()

    best = optimize.minimize_scalar(loss, bounds=(0, 20), method="bounded", options={"xatol": 1e-9}).x
    assert checks.check_smoothing_gap.reference().item() == pytest.approx(best, rel=1e-5)


@pytest.mark.parametrize("name", OWN_INPUTS)
def test_own_inputs_differ_in_size(name):
    shapes = [next(iter(case.values())).shape for case in getattr(checks, f"check_{name}").cases]
    assert len(set(shapes)) >= 4
    assert name == "best_temperature" or any(shape[0] == 1 for shape in shapes)


def test_costs_are_not_the_same_both_ways():
    costs = [case["costs"] for case in checks.check_cheapest_decisions.cases]
    assert sum(not torch.equal(table, table.T) for table in costs) >= 4
    assert any(set(table.flatten().tolist()) == {0, 1} for table in costs)  # where argmax is right
    assert [bool(table.diagonal().any()) for table in costs] == [False] * (len(costs) - 1) + [True]


def test_mistakes_differ_from_the_answer_and_from_each_other():
    for check in (checks.check_calibration_error, checks.check_best_temperature, checks.check_cheapest_decisions):
        results = {"ok": _results(check, check.reference)}
        for topic, mistake in check.mistakes.items():
            if mistake.functions:  # else known by where results lie
                results[topic] = _results(check, mistake.functions[0])
        for (one, these), (other, those) in itertools.combinations(results.items(), 2):
            same = all(a.agrees(b, check.tolerance) for a, b in zip(these, those, strict=True))
            assert not same, f"{check.name}: {one} and {other}"


def _results(check, function):
    return [attempt(function, case) for case in check.cases]
