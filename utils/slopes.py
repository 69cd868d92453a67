"""The slopes of the classification losses, written out for the trainer: quicker than autograd and equal to it.

Every function here does the same for its loss, whose formula and gradient stand in utils.losses, for m models that see
the same examples:

    scores          (m, K, n) floating, classes down, examples across; overwritten by the slopes, dl/do per example
    one_hot_labels  (K, n), in the dtype of the scores
    returns         (m,) the losses of the n examples added up, not averaged

Classes go down because a sum or a maximum over ten classes is then ten passes over long rows, several times quicker
than n short ones. Nothing is checked: scores that are nan or infinite give a loss that is, and the trainer looks at the
losses.
"""

import functools

import torch

from utils import losses
from utils.language import _


def slope_of(loss, n_classes, margins=(1.0,)):
    """The function of this module for the loss of one or several models.

    loss: "mse", "margin_all", "margin_worst", "cross_entropy", "brier", or a function (scores (n, K), labels (n,)) ->
        (n,) losses of the examples, whose slopes autograd finds
    n_classes: K
    margins: of the two margin losses, one for each of m models, each as losses.margin_loss takes it
    returns: a function (scores, one_hot_labels) -> summed losses, as above

    Raises: ValueError for another name, a margin that losses.margin_loss refuses, a function that
        losses.check_own_loss refuses.
    """
    if callable(loss):
        losses.check_own_loss(loss, n_classes)
        return functools.partial(by_autograd, loss=loss)
    if loss not in SLOPES:
        raise ValueError(_(
            "loss should be a function of scores and labels, or one of {names}, not {seen}."
        ).format(seen=repr(loss), names=", ".join(SLOPES)))
    if loss not in ("margin_all", "margin_worst"):
        return SLOPES[loss]
    return functools.partial(SLOPES[loss], margins=torch.stack([_table(margin, n_classes) for margin in margins]))


def _table(margin, n_classes):
    """A margin as (K, K), row true class, column rival, diagonal 0."""
    table = torch.as_tensor(margin, dtype=torch.float64)
    losses.margin_loss(torch.zeros(1, n_classes, dtype=table.dtype), torch.tensor([0]), table)  # refuses a bad margin
    return table.expand(n_classes, n_classes).clone().fill_diagonal_(0)


@torch.enable_grad()  # whatever is set outside
def by_autograd(scores, one_hot_labels, loss):
    """A learner's own loss: a function (scores (n, K), labels (n,)) -> (n,) losses."""
    rows = scores.mT.clone().requires_grad_()  # (m, n, K)
    labels = one_hot_labels.argmax(dim=0)
    summed_losses = torch.stack([losses.example_losses(loss, model_rows, labels).sum() for model_rows in rows])
    (slopes,) = torch.autograd.grad(summed_losses.sum(), rows)
    scores.copy_(slopes.mT)
    return summed_losses.detach()


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
    """losses.margin_loss with rivals="all"; margins: (m, K, K), row true class, column rival, diagonal 0."""
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
