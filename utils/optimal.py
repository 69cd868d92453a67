"""The scores each loss asks for when one image carries many labels: the minimum of its mean loss over those labels.

optimal_scores   in closed form, for the five losses of the course
ScoreGrid        by looking everywhere, for any loss of three classes, a learner's own included

A loss that a common shift of the scores leaves alone has a whole line of minima: the one whose scores sum to 0 is
returned. Where several of those are equally good, the one closest to all-equal scores is returned. MSE sees a shift,
its minimum is a single point and need not sum to 0.
"""

import torch

from utils import validation
from utils.language import _
from utils.own_loss import check_own_loss, example_losses

FLOOR = 0.01  # a share below it counts as this much: cross-entropy and Brier ask for minus infinity at share 0
TIE = 1e-9  # shares and mean losses this close count as equal


def optimal_scores(shares, loss):
    """The scores with the lowest mean loss over labels that come in the given shares.

    shares: (K,) floating, the share of each class among the labels of one image: not negative, sum 1
    loss: "mse", "margin_all" (three classes only), "margin_worst", both with margin 1, "cross_entropy" or "brier"
    returns: (K,) float64; sum 0 but for "mse", whose scores are the shares

    Raises: ValueError for shares that are not a distribution, an unknown loss, "margin_all" with K other than 3.
    Convention: of several minima the one closest to all-equal scores; so margin_worst asks for a lead of 1 only when
        a class has more than half of the labels, at exactly half any lead from 0 to 1 is as good, and 0 is returned.
    Source: Liu (2007), "Fisher consistency of multicategory support vector machines", for the two margin losses.
    """
    shares = _check_shares(shares)
    if loss not in _ASKS:
        raise ValueError(_(
            "loss should be one of {names}, not {seen}."
        ).format(seen=repr(loss), names=", ".join(_ASKS)))
    return _ASKS[loss](shares)


def _log_shares(shares):
    logs = shares.clamp(min=FLOOR).log()
    return logs - logs.mean()


def _lead_of_a_majority(shares):
    scores = torch.zeros_like(shares)
    if shares.max() > 0.5 + TIE:
        scores[shares.argmax()] = 1
    return scores - scores.mean()


def _pairwise_leads(shares):
    """Weston-Watkins for three classes: how far the first leads the second, and the second the third.

    Between leads of 0 and 1 that add up to at least 1 the mean loss is a plane, with the two slopes below. Each lead
    goes where its slope says; where both should shrink, their sum stops at 1 and the smaller slope keeps its lead.
    """
    if len(shares) != 3:
        raise ValueError(_(
            "the scores of margin_all are worked out for three classes, not for {seen}."
        ).format(seen=len(shares)))
    ranked, order = shares.sort(descending=True)
    first, second, third = ranked.tolist()
    if first - third < TIE:
        return torch.zeros_like(shares)
    slopes = (1 - 2 * first, 2 * third - second)  # of the mean loss, along each of the two leads
    wanted = [slope < -TIE for slope in slopes]
    if any(wanted):
        leads = [float(one) for one in wanted]
    elif abs(slopes[0] - slopes[1]) < TIE or max(map(abs, slopes)) < TIE:
        leads = [0.5, 0.5]
    else:
        leads = [1.0, 0.0] if slopes[0] < slopes[1] else [0.0, 1.0]
    scores = torch.zeros_like(shares)
    scores[order] = torch.tensor([sum(leads), leads[1], 0.0], dtype=shares.dtype)
    return scores - scores.mean()


_ASKS = {
    "mse": torch.clone,
    "margin_all": _pairwise_leads,
    "margin_worst": _lead_of_a_majority,
    "cross_entropy": _log_shares,
    "brier": _log_shares,
}


class ScoreGrid:
    """Where the mean of any loss is lowest, found by trying every row of three scores on a grid.

    The loss of every row under each of the three labels is worked out once. For given shares the mean loss of a row is
    then a weighted sum of three numbers, so that a slider can ask again at once.

    loss: function (scores (n, 3), labels (n,)) -> (n,) losses
    reach: the largest difference between two scores that is tried
    step: distance between two differences that are tried, so also the accuracy

    Raises: ValueError for a function that losses.check_own_loss refuses.
    """

    def __init__(self, loss, reach=5.0, step=0.1):
        steps = round(reach / step)
        leads = torch.arange(-steps, steps + 1, dtype=torch.float64) * step
        pairs = torch.cartesian_prod(leads, leads)  # (n, 2): by how much classes 0 and 1 lead class 2
        scores = torch.cat([pairs, torch.zeros(len(pairs), 1, dtype=torch.float64)], dim=1)
        scores = scores[(scores.amax(dim=1) - scores.amin(dim=1)) <= reach + TIE]
        scores = scores - scores.mean(dim=1, keepdim=True)
        self.scores = scores[scores.square().sum(dim=1).argsort(stable=True)]  # (n, 3), closest to all-equal first
        check_own_loss(loss, 3, needs_slope=False)
        columns = [example_losses(loss, self.scores, torch.full((len(self.scores),), k)) for k in range(3)]
        self._losses = torch.stack([column.detach().double() for column in columns], dim=1)  # (n, 3)

    def lowest(self, shares):
        """The scores (3,) with the lowest mean loss on the grid; of several, those closest to all-equal.

        Raises ValueError where all mean losses are nan or infinite; where some are, those are passed over.
        """
        shares = _check_shares(shares)
        mean_losses = torch.where(shares > 0, self._losses * shares, 0).sum(dim=1)  # (n,); 0 times inf would be nan
        mean_losses[~mean_losses.isfinite()] = torch.inf
        lowest = mean_losses.min()
        if lowest == torch.inf:
            raise ValueError(_(
                "your loss is nan or infinite for all scores of the grid: keep logarithms, roots and divisions away "
                "from 0 and from what is negative."
            ))
        return self.scores[(mean_losses <= lowest + TIE).nonzero()[0, 0]]


def _check_shares(shares):
    """The shares as float64; ValueError unless they are a distribution over at least two classes."""
    validation.check_values("shares", shares)
    shares = shares.detach().double()
    if shares.dim() != 1 or len(shares) < 2 or (shares < 0).any() or abs(shares.sum().item() - 1) > 1e-6:
        raise ValueError(_(
            "shares should be one row of numbers, 0 or more, that sum to 1, not {seen}."
        ).format(seen=[round(share, 4) for share in shares.flatten().tolist()]))
    return shares
