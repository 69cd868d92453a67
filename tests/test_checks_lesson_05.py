"""What the exercises of lesson 05 take for right, against NumPy."""

import numpy as np

from utils.checks import lesson_05 as checks


def test_log_sum_exp_is_numpys():
    for case in checks.check_log_sum_exp.cases:
        expected = np.logaddexp.reduce(case["scores"].double().numpy(), axis=1)
        assert np.allclose(checks.check_log_sum_exp.reference(**case), expected)


def test_scores_for_votes_give_the_shares_and_sum_to_zero():
    for case in checks.check_scores_for_votes.cases:
        votes, scores = case["votes"].numpy(), checks.check_scores_for_votes.reference(**case).numpy()
        powers = np.exp(scores)
        assert np.allclose(powers / powers.sum(axis=1, keepdims=True), votes / votes.sum(axis=1, keepdims=True))
        assert np.allclose(scores.sum(axis=1), 0, atol=1e-5)


def test_temperature_for_gives_the_confidence_and_lies_inside_the_range_the_lesson_names():
    found = [checks.check_temperature_for.reference(**case) for case in checks.check_temperature_for.cases]
    assert min(map(min, found)) < 1e-2 and max(map(max, found)) > 1e4  # where a shorter range fails
    for case, temperatures in zip(checks.check_temperature_for.cases, found, strict=True):
        assert ((temperatures > 1e-3) & (temperatures < 1e5)).all()
        powers = np.exp(_below_the_largest(case["scores"].double().numpy()) / temperatures.numpy()[:, None])
        assert np.allclose(1 / powers.sum(axis=1), case["confidence"])


def _below_the_largest(scores):
    return scores - scores.max(axis=1, keepdims=True)
