"""utils.optimal against the table of the lesson, linear programmes, a numerical minimiser, and the edges."""

import functools
import itertools

import numpy as np
import pytest
import torch
from problems import F64, MARGINS, NAMES, loss_of
from scipy.optimize import linprog

from utils import losses, optimal
from utils.optimal import optimal_scores

RISK_TOLERANCE = 1e-7  # linprog's own

# teaching table: shares, then the scores of cross-entropy, margin_all and margin_worst
TABLE = [
    ((0.60, 0.30, 0.10), (0.83, 0.13, -0.96), (1, 0, -1), (2 / 3, -1 / 3, -1 / 3)),
    ((0.45, 0.35, 0.20), (0.35, 0.10, -0.46), (1 / 3, 1 / 3, -2 / 3), (0, 0, 0)),
    ((0.40, 0.30, 0.30), (0.19, -0.10, -0.10), (2 / 3, -1 / 3, -1 / 3), (0, 0, 0)),
]

# two classes, ties between classes, exact halves and thirds, a lone class, points where a slope of margin_all is zero
EDGES = [
    (1, 0, 0), (0.5, 0.5, 0), (0.5, 0.25, 0.25), (0.5, 0.3, 0.2), (0.5, 1 / 3, 1 / 6), (1 / 3, 1 / 3, 1 / 3),
    (0.4, 0.4, 0.2), (0.35, 0.35, 0.3), (0.4, 1 / 3, 4 / 15), (0.45, 1 / 3, 0.65 - 13 / 30), (0.6, 0.4, 0),
    (0.7, 0.2, 0.1), (0.34, 0.33, 0.33), (0.99, 0.01, 0), (0.51, 0.49, 0), (0.4, 0.3, 0.3),
]  # fmt: skip
RANDOM = np.random.default_rng(0).dirichlet((1, 1, 1), 30)
ALL = [*EDGES, *map(tuple, RANDOM)]


def shares_of(*numbers):
    return torch.tensor(numbers, dtype=F64)


def risk(loss, scores, shares):
    """Mean loss of one row of scores over labels in these shares."""
    rows = scores.double().expand(len(shares), -1)
    return (loss_of(loss, rows, torch.arange(len(shares))) * shares).sum().item()


@functools.cache
def grid_of(loss, **settings):
    return optimal.ScoreGrid(functools.partial(loss_of, loss), **settings)


def lowest_margin_risk(loss, shares):
    """The lowest mean margin loss and the leads that reach it, by a linear programme with one slack per hinge."""
    n_classes = len(shares)
    pairs = [(y, k) for y in range(n_classes) for k in range(n_classes) if k != y]
    n_slacks = len(pairs) if loss == "margin_all" else n_classes
    cost = np.zeros(n_classes + n_slacks)
    rows, bounds = [], []
    for number, (y, k) in enumerate(pairs):
        slack = n_classes + (number if loss == "margin_all" else y)
        cost[slack] = shares[y]
        row = np.zeros(n_classes + n_slacks)
        row[[y, k, slack]] = -1, 1, -1  # o_k - o_y - slack <= -1
        rows.append(row)
        bounds.append(-1)
    free, positive = [(None, None)] * n_classes, [(0, None)] * n_slacks
    sums = np.r_[np.ones(n_classes), np.zeros(n_slacks)][None]
    return linprog(cost, rows, bounds, sums, [0], bounds=free + positive).fun


@pytest.mark.parametrize(("shares", "cross_entropy", "margin_all", "margin_worst"), TABLE)
def test_the_table_of_the_lesson(shares, cross_entropy, margin_all, margin_worst):
    shares = shares_of(*shares)
    assert torch.equal(optimal_scores(shares, "mse"), shares)
    for loss, expected, atol in [("cross_entropy", cross_entropy, 0.006), ("brier", cross_entropy, 0.006),
                                 ("margin_all", margin_all, 1e-12), ("margin_worst", margin_worst, 1e-12)]:
        np.testing.assert_allclose(optimal_scores(shares, loss), expected, atol=atol)


@pytest.mark.parametrize("loss", MARGINS)
@pytest.mark.parametrize("shares", ALL)
def test_margin_losses_reach_the_minimum_of_a_linear_programme(shares, loss):
    for order in set(itertools.permutations(shares)):
        shares = shares_of(*order)
        scores = optimal_scores(shares, loss)
        assert risk(loss, scores, shares) == pytest.approx(lowest_margin_risk(loss, order), abs=RISK_TOLERANCE)
        assert scores.sum().item() == pytest.approx(0, abs=1e-12)


def test_margin_worst_reaches_the_minimum_for_more_classes():
    for shares in np.random.default_rng(1).dirichlet(np.full(6, 0.4), 20):
        scores = optimal_scores(shares_of(*shares), "margin_worst")
        expected = lowest_margin_risk("margin_worst", shares)
        assert risk("margin_worst", scores, shares_of(*shares)) == pytest.approx(expected, abs=RISK_TOLERANCE)


@pytest.mark.parametrize("loss", MARGINS)
@pytest.mark.parametrize("shares", ALL)
def test_of_several_minima_the_smallest_is_returned(shares, loss):
    """No row of scores as good as ours is closer to all-equal: tried on a fine grid that holds every corner."""
    shares, grid = shares_of(*shares), grid_of(loss, reach=2, step=1 / 12)
    scores = optimal_scores(shares, loss)
    each = torch.stack([loss_of(loss, grid.scores, torch.full((len(grid.scores),), k)) for k in range(3)], dim=1)
    sizes = grid.scores[each @ shares <= risk(loss, scores, shares) + 1e-12].norm(dim=1)
    assert len(sizes) and sizes.min() >= scores.norm() - 1e-9
    torch.testing.assert_close(grid.lowest(shares), scores, atol=1e-9, rtol=0)


@pytest.mark.parametrize("loss", ["mse", "cross_entropy", "brier"])
@pytest.mark.parametrize("shares", [numbers for numbers in ALL if min(numbers) >= optimal.FLOOR])
def test_smooth_losses_agree_with_a_numerical_minimiser(shares, loss):
    shares = shares_of(*shares)
    scores = torch.zeros(3, dtype=F64, requires_grad=True)
    optimiser = torch.optim.LBFGS([scores], max_iter=200, tolerance_grad=1e-12, tolerance_change=1e-16,
                                  line_search_fn="strong_wolfe")  # fmt: skip

    def closure():
        optimiser.zero_grad()
        mean_loss = (loss_of(loss, scores.expand(3, -1), torch.arange(3)) * shares).sum()
        mean_loss.backward()
        return mean_loss

    optimiser.step(closure)
    found = scores.detach() if loss == "mse" else scores.detach() - scores.detach().mean()
    torch.testing.assert_close(optimal_scores(shares, loss), found, atol=1e-4, rtol=0)


@pytest.mark.parametrize("shares", [numbers for numbers in ALL if min(numbers) >= optimal.FLOOR])
def test_softmax_of_the_scores_gives_the_shares_back(shares):
    shares = shares_of(*shares)
    for loss in ("cross_entropy", "brier"):
        torch.testing.assert_close(losses.softmax(optimal_scores(shares, loss)[None])[0], shares)
    entropy = -(shares * shares.log()).sum().item()
    assert risk("cross_entropy", optimal_scores(shares, "cross_entropy"), shares) == pytest.approx(entropy)


def test_a_share_of_nothing_counts_as_the_floor():
    scores = optimal_scores(shares_of(1, 0, 0), "cross_entropy")
    assert scores.isfinite().all()
    assert (scores[0] - scores[1]).item() == pytest.approx(-np.log(optimal.FLOOR))
    assert torch.equal(scores, optimal_scores(shares_of(1, 0, 0), "brier"))


def test_worst_rival_at_exactly_one_half_is_the_tie_rule():
    for lead in (0, 0.3, 1):  # all as good
        scores = shares_of(lead, 0, 0)
        assert risk("margin_worst", scores, shares_of(0.5, 0.3, 0.2)) == pytest.approx(1)
    assert not optimal_scores(shares_of(0.5, 0.3, 0.2), "margin_worst").any()
    assert optimal_scores(shares_of(0.51, 0.29, 0.2), "margin_worst").any()


@pytest.mark.parametrize("shares", ALL)
def test_the_grid_finds_the_scores_of_the_smooth_losses(shares):
    if min(shares) < optimal.FLOOR:
        return
    for loss in ("cross_entropy", "brier"):
        found = grid_of(loss).lowest(shares_of(*shares))
        assert (found - optimal_scores(shares_of(*shares), loss)).abs().max() < 0.2
        assert (losses.softmax(found[None])[0] - shares_of(*shares)).abs().max() < 0.03


@pytest.mark.parametrize("shares", [(0.5, 0.4), (0.5, 0.6, -0.1), (1.0,), ((0.5, 0.5),)])
def test_shares_have_to_be_a_distribution(shares):
    with pytest.raises(ValueError, match="sum to 1"):
        optimal_scores(torch.tensor(shares, dtype=F64), "mse")


def test_other_slips_are_named():
    with pytest.raises(ValueError, match="tensor"):
        optimal_scores([0.5, 0.5], "mse")
    with pytest.raises(ValueError, match="one of mse, margin_all"):
        optimal_scores(shares_of(0.5, 0.5), "hinge")
    with pytest.raises(ValueError, match="not for 4"):
        optimal_scores(shares_of(0.25, 0.25, 0.25, 0.25), "margin_all")
    with pytest.raises(ValueError, match="leave out"):
        optimal.ScoreGrid(lambda scores, labels: losses.cross_entropy(scores, labels))
    with pytest.raises(ValueError, match="not float"):
        optimal.ScoreGrid(lambda scores, labels: 1.0)


def of_the_label(function):
    return lambda scores, labels: function(losses.softmax(scores)[torch.arange(len(labels)), labels])


def test_a_grid_passes_over_rows_where_the_loss_is_no_number():
    """-log(p - 0.01) is nan for p below 0.01: its lowest mean is found among the other rows."""
    grid = optimal.ScoreGrid(of_the_label(lambda p: -(p - 0.01).log()))
    found = grid.lowest(shares_of(0.5, 0.3, 0.2))
    assert (losses.softmax(found[None])[0] - shares_of(0.5, 0.3, 0.2)).abs().max() < 0.04
    assert grid.lowest(shares_of(0, 0, 1)).argmax() == 2


def test_a_label_that_never_comes_costs_nothing_even_if_it_would_cost_infinitely_much():
    grid = optimal.ScoreGrid(of_the_label(lambda p: torch.where(p > 0.2, 1 - p, torch.inf)))
    found = losses.softmax(grid.lowest(shares_of(0.7, 0.3, 0))[None])[0]
    assert found[1] > 0.2 > found[2], "class 2 may have next to nothing"


@pytest.mark.parametrize("number", [torch.nan, torch.inf, -torch.inf])
def test_a_loss_that_is_never_a_number_is_told(number):
    grid = optimal.ScoreGrid(lambda scores, labels: scores[:, 0] * 0 + number)
    with pytest.raises(ValueError, match="nan or infinite for all scores of the grid"):
        grid.lowest(shares_of(0.5, 0.3, 0.2))


def test_the_shares_given_are_left_alone():
    shares = shares_of(0.6, 0.3, 0.1)
    for loss in NAMES:
        optimal_scores(shares, loss).zero_()
    assert torch.equal(shares, shares_of(0.6, 0.3, 0.1))
