"""The slopes of the classification losses, written out for the trainer: quicker than autograd and equal to it.

Every function here does the same for its loss, whose formula and gradient stand in utils.losses:

    scores          (..., K, n) floating, classes down, examples across; overwritten by the slopes, dl/do per example
    one_hot_labels  (K, n), or (..., K, n), in the dtype of the scores
    returns         (...,) the losses of the n examples added up, not averaged

Classes go down because a sum or a maximum over ten classes is then ten passes over long rows, several times quicker
than n short ones; dimensions in front are further models on the same examples. Nothing is checked: scores that are
nan or infinite give a loss that is, and the trainer looks at the losses.
"""

import functools

import torch

from utils import losses
from utils.words import say


def slope_of(loss, n_classes, margin=1.0):
    """The function of this module for a loss.

    loss: "mse", "margin_all", "margin_worst", "cross_entropy" or "brier"
    n_classes: K
    margin: of the two margin losses, as losses.margin_loss takes it
    returns: a function (scores, one_hot_labels) -> summed loss, as above

    Raises: ValueError for another name, or a margin that losses.margin_loss refuses.
    """
    if loss not in SLOPES:
        raise ValueError(say("slopes.loss", seen=repr(loss), names=", ".join(SLOPES)))
    if loss not in ("margin_all", "margin_worst"):
        return SLOPES[loss]
    table = torch.as_tensor(margin, dtype=torch.float64)
    losses.margin_loss(torch.zeros(1, n_classes, dtype=table.dtype), torch.tensor([0]), table)  # refuses a bad margin
    return functools.partial(SLOPES[loss], margins=table.expand(n_classes, n_classes).clone().fill_diagonal_(0))


def mse(scores, one_hot_labels):
    """losses.mse_on_one_hot."""
    scores.sub_(one_hot_labels)
    return _sum(scores.square()) / 2


def cross_entropy(scores, one_hot_labels):
    """losses.cross_entropy; labels may be probabilities."""
    log_probabilities = scores.log_softmax(dim=-2)
    torch.exp(log_probabilities, out=scores).sub_(one_hot_labels)
    return -_sum(log_probabilities * one_hot_labels)


def brier(scores, one_hot_labels):
    """losses.brier_loss."""
    P = scores.softmax(dim=-2)
    miss = P - one_hot_labels
    loss = _sum(miss.square())
    miss.sub_((P * miss).sum(dim=-2, keepdim=True))
    torch.mul(P, miss, out=scores).mul_(2)
    return loss


def margin_all(scores, one_hot_labels, margins):
    """losses.margin_loss with rivals="all"; margins: (K, K), row true class, column rival, diagonal 0."""
    _shortfall(scores, one_hot_labels, margins)
    loss = _sum(scores)
    scores.sign_()  # 1 for each rival inside the margin
    scores.addcmul_(one_hot_labels, scores.sum(dim=-2, keepdim=True), value=-1)
    return loss


def margin_worst(scores, one_hot_labels, margins):
    """losses.margin_loss with rivals="worst"; tied worst rivals share the slope."""
    _shortfall(scores, one_hot_labels, margins)
    worst = scores.amax(dim=-2, keepdim=True)  # (..., 1, n)
    loss = _sum(worst)
    scores.eq_(worst)
    scores.div_(scores.sum(dim=-2, keepdim=True)).sub_(one_hot_labels)
    scores.mul_(worst > 0)
    return loss


SLOPES = {
    "mse": mse,
    "margin_all": margin_all,
    "margin_worst": margin_worst,
    "cross_entropy": cross_entropy,
    "brier": brier,
}


def _shortfall(scores, one_hot_labels, margins):
    """Replace the scores by what each rival's distance lacks to its margin; exactly 0 for the true class."""
    scores.sub_((scores * one_hot_labels).sum(dim=-2, keepdim=True))  # o_k - o_y
    scores.add_(margins.mT.to(scores.dtype) @ one_hot_labels).clamp_min_(0)


def _sum(values):
    """Added up over classes and examples."""
    return values.sum(dim=(-2, -1))
