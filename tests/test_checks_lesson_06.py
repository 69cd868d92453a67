"""What the exercises of lesson 06 take for right, against torch, SciPy and utils.optimal."""

import pytest
import torch
from scipy import stats
from wrong_answers.lesson_06 import OWN_INPUTS

from utils import optimal
from utils.checks import lesson_06 as checks


@pytest.mark.parametrize("name", OWN_INPUTS)
def test_distributions_are_of_every_kind(name):
    cases = getattr(checks, f"check_{name}").cases
    for case in cases:
        assert all(values.sum() == pytest.approx(1) and (values >= 0).all() for values in case.values())
    first = [next(iter(case.values())) for case in cases]
    assert len({values.shape for values in first}) >= 5
    assert {values.dtype for values in first} == {torch.float32, torch.float64}
    assert any((values == 0).any() for values in first) == (name != "scores_asked_for")
    assert {(values.max() > 0.5).item() for values in first} == {True, False}


def test_references_of_lesson_06_are_torchs_and_scipys():
    for case in checks.check_cross_entropy.cases:
        expected = torch.nn.functional.cross_entropy(*case.values())
        torch.testing.assert_close(checks.check_cross_entropy.reference(**case), expected)
    for case in checks.check_entropy_in_bits.cases:
        expected = stats.entropy(case["shares"], base=2)
        assert checks.check_entropy_in_bits.reference(**case).item() == pytest.approx(expected)
    for case in checks.check_kl_divergence.cases:
        expected = stats.entropy(case["shares"].double(), case["probabilities"].double())
        assert checks.check_kl_divergence.reference(*case.values()).item() == pytest.approx(expected, rel=1e-5)
    for case in checks.check_scores_asked_for.cases:
        expected = [optimal.optimal_scores(case["shares"], loss) for loss in ("mse", "cross_entropy", "margin_worst")]
        got = checks.check_scores_asked_for.reference(**case).double()
        torch.testing.assert_close(got, torch.stack(expected), atol=1e-6, rtol=0)


def marks(tshirt):
    """The scores that the two margin losses ask for in the lesson's lab, 64 % of the other labels being pullovers."""
    pullovers = round((100 - tshirt) * 0.64)
    shares = torch.tensor([tshirt, pullovers, 100 - tshirt - pullovers], dtype=torch.float64) / 100
    return [optimal.optimal_scores(shares, loss).round(decimals=3).tolist() for loss in ("margin_all", "margin_worst")]


def test_the_marks_of_the_margin_losses_jump_where_lesson_06_says():
    for place, jumps in ((0, {48}), (1, {51})):
        seen = {tshirt for tshirt in range(41, 60) if marks(tshirt)[place] != marks(tshirt - 1)[place]}
        assert seen == jumps
