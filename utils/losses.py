"""Every loss of the course: what a wrong score costs, as a torch expression that autograd can follow.

Conventions, once for the whole module (a docstring below only says what differs):

    n, K          examples go down, classes go across
    o  scores     (n, K) torch tensor of any floating dtype, any finite real; a logit is a score that softmax reads
    y  labels     (n,) integer class ids 0 ... K-1
    y_k           1 if k is the label y, else 0: an entry of its one-hot row
    Y             all one-hot rows, (n, K); P holds the p of all examples
    s             label shares, rows that sum to 1: s_k is the share of an example's labels that say k, in place of y_k
    p             the model's probabilities, softmax(o), (n, K), rows sum to 1
    lead          o_y - o_k, how far the true class is ahead of class k, below 0 if it is behind
    e  error      predicted minus true number, any shape
    l             loss of one example; "log" is natural, so surprise is measured in nats (1 nat = 1.44 bits)
    reduction     "mean" (a scalar: the average over examples) or "none" (one loss per example, (n,))
    dtype         the result has the dtype of the scores; float32 and float64 hold for scores up to 1e4,
                  float16 and bfloat16 up to 10
    ValueError    for the wrong type or shape, an empty batch, a score that is nan or infinite, a label that is
                  no class, an unknown reduction: the message says what was seen and what was expected

Each docstring has the same lines in the same order - purpose, Formula, Gradient, Unit, Torch, the arguments, Raises,
Convention, Source - because a page of notation is generated from them. `Torch` is an expression with the same value.

Deliberately not here: training (utils.training), counting hits (utils.metrics), eps inside a logarithm.
"""

import torch

from utils import validation
from utils.language import _
from utils.own_loss import check_own_loss as check_own_loss  # beside the losses, as lessons call them
from utils.own_loss import example_losses as example_losses
from utils.validation import reduced

__all__ = [
    "one_hot",
    "mse_on_one_hot",
    "margin_loss",
    "softmax",
    "log_softmax",
    "cross_entropy",
    "brier_loss",
    "half_squared_error",
    "absolute_error",
    "huber_loss",
]


def one_hot(labels, n_classes):
    """Turn class ids into rows that hold a single 1, so that no class is larger than another.

    Formula: y_k = 1 if k is the label, else 0
    Gradient: none, labels are given
    Unit: none
    Torch: F.one_hot(labels, n_classes).float()

    labels: (n,) integer class ids
    n_classes: K, a whole number
    returns: (n, K) float32

    Raises: ValueError for the reasons above, or n_classes below 1.
    Convention: float, because a difference to scores is taken; F.one_hot returns integers.
    Source: Dive into Deep Learning, "Softmax regression".
    """
    labels = validation.check_labels(labels, n_classes)
    return torch.eye(n_classes, device=labels.device)[labels]  # (n, K)


def mse_on_one_hot(scores, labels, reduction="mean"):
    """Squared distance between the scores and the one-hot label: classification treated as regression.

    Formula: l = 1/2 sum_k (o_k - y_k)^2
    Gradient: dl/do_k = o_k - y_k
    Unit: squared score units
    Torch: n_classes / 2 * F.mse_loss(scores, one_hot_labels)

    scores, labels, reduction: as above
    returns: scalar, or (n,) for "none"

    Raises: ValueError for the reasons above.
    Convention: half the sum over classes, mean over examples; F.mse_loss averages over both and has no half.
    Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.2.
    """
    labels = validation.check_batch(scores, labels)
    error = scores - one_hot(labels, scores.shape[1]).to(scores.dtype)  # (n, K)
    return reduced(error.square().sum(dim=1) / 2, reduction)


def margin_loss(scores, labels, margin=1.0, rivals="all", reduction="mean"):
    """Penalty for rivals that come within `margin` of the true class (multiclass hinge); 0 once the lead is enough.

    Formula: l = sum_{k != y} max(0, margin_yk - (o_y - o_k)); the largest term only for rivals="worst"
    Gradient: dl/do_k = 1 for each rival short of the margin, dl/do_y = minus their number
    Unit: score units
    Torch: n_classes * F.multi_margin_loss(scores, labels)

    scores, labels, reduction: as above
    margin: lead asked of the true class, score units: a number, or a (K, K) table (row true class, column rival)
    rivals: "all" adds up every rival inside the margin, "worst" counts only the worst of them
    returns: scalar, or (n,) for "none"

    Raises: ValueError for the reasons above, a negative margin, a table that is not (K, K), an unknown `rivals`.
    Convention: sum over rivals, mean over examples; torch divides by K as well, so Torch is for margin 1 and "all".
        The diagonal of a table is ignored. Of "worst" only the largest term has a slope. At a kink it is the flat
        side's; tied worst rivals share theirs.
    Source: Weston and Watkins (1999) for "all", Crammer and Singer (2001) for "worst"; CS231n, linear classification.
    """
    labels = validation.check_batch(scores, labels)
    required_lead = _margins(margin, scores)[labels]  # (n, K)
    is_true_class = one_hot(labels, scores.shape[1]).bool()  # (n, K)
    lead = scores.gather(1, labels[:, None]) - scores  # (n, K)
    shortfall = (required_lead - lead).relu().masked_fill(is_true_class, 0)  # (n, K)
    if rivals == "all":
        return reduced(shortfall.sum(dim=1), reduction)
    if rivals == "worst":
        return reduced(shortfall.amax(dim=1), reduction)
    raise ValueError(_('rivals should be "all" or "worst", not {seen}.').format(seen=repr(rivals)))


def softmax(scores, temperature=1.0):
    """Turn scores into probabilities: all positive, each row sums to 1, the order of the classes kept.

    Formula: p_k = exp(o_k / T) / sum_j exp(o_j / T)
    Gradient: dp_k/do_j = p_k ([j = k] - p_j) / T
    Unit: probability
    Torch: torch.softmax(scores / temperature, dim=1)

    scores: as above
    temperature: T, a positive number in score units; small sharpens, large flattens
    returns: (n, K), the dtype of the scores

    Raises: ValueError for the reasons above, or a temperature that is not above 0.
    Convention: over classes (dim=1); the largest score is taken off first, which changes nothing but the overflow.
    Source: Bishop, Pattern Recognition and Machine Learning, 4.3.4.
    """
    powers = _below_largest(scores, temperature).exp()  # (n, K), the largest is 1
    return powers / powers.sum(dim=1, keepdim=True)


def log_softmax(scores, temperature=1.0):
    """Logarithm of the probabilities, without ever forming one that is too small to hold.

    Formula: log p_k = o_k / T - log sum_j exp(o_j / T)
    Gradient: d log p_k/do_j = ([j = k] - p_j) / T
    Unit: nats
    Torch: torch.log_softmax(scores / temperature, dim=1)

    scores: as above
    temperature: T, a positive number in score units
    returns: (n, K), at most 0, the dtype of the scores

    Raises: ValueError for the reasons above, or a temperature that is not above 0.
    Convention: as softmax; the sum is at least exp(0) = 1, so its logarithm needs no eps.
    Source: Dive into Deep Learning, "Concise implementation of softmax regression".
    """
    below_largest = _below_largest(scores, temperature)
    return below_largest - below_largest.exp().sum(dim=1, keepdim=True).log()


def cross_entropy(scores, labels, reduction="mean"):
    """Surprise at the true class when the scores are read as probabilities.

    Formula: l = -log p_y; for label shares l = -sum_k s_k log p_k
    Gradient: dl/do_k = p_k - y_k
    Unit: nats
    Torch: F.cross_entropy(scores, labels)

    scores, reduction: as above
    labels: (n,) integer class ids, or (n, K) floating shares whose rows sum to 1
    returns: scalar, or (n,) for "none"

    Raises: ValueError for the reasons above, or label shares that are negative or do not sum to 1.
    Convention: mean over examples, torch's own; give it scores, never probabilities. Labels may be shares, as in torch.
    Source: Bishop, Pattern Recognition and Machine Learning, 4.3.4.
    """
    log_probabilities = log_softmax(scores)  # (n, K)
    if _are_shares(labels, scores):
        return reduced(-(labels.to(scores.dtype) * log_probabilities).sum(dim=1), reduction)
    labels = validation.check_batch(scores, labels)
    return reduced(-log_probabilities.gather(1, labels[:, None]).squeeze(1), reduction)


def brier_loss(scores, labels, reduction="mean"):
    """Squared distance between the probabilities and the one-hot label: squared error after softmax.

    Formula: l = sum_k (p_k - y_k)^2
    Gradient: dl/do_k = 2 p_k (p_k - y_k - sum_j p_j (p_j - y_j))
    Unit: squared probability, between 0 and 2
    Torch: n_classes * F.mse_loss(torch.softmax(scores, dim=1), one_hot_labels)

    scores, labels, reduction: as above
    returns: scalar, or (n,) for "none"

    Raises: ValueError for the reasons above.
    Convention: sum over classes without a half, mean over examples. Not the same as mse_on_one_hot, which takes
        the scores as they are: this one is bounded, and its gradient vanishes when confidently wrong.
    Source: Brier (1950).
    """
    labels = validation.check_batch(scores, labels)
    error = softmax(scores) - one_hot(labels, scores.shape[1]).to(scores.dtype)  # (n, K)
    return reduced(error.square().sum(dim=1), reduction)


def half_squared_error(error, reduction="mean"):
    """Squared loss (L2) of regression: minus the log-likelihood of Gaussian noise, up to a constant.

    Formula: l = 1/2 e^2
    Gradient: dl/de = e
    Unit: squared units of the error
    Torch: F.mse_loss(error, torch.zeros_like(error)) / 2

    error: any shape, predicted minus true, floating
    reduction: as above, over all errors
    returns: scalar, or the shape of `error` for "none"

    Raises: ValueError for the reasons above.
    Convention: with the half; F.mse_loss has none.
    Source: Dive into Deep Learning, "Linear regression".
    """
    validation.check_values("error", error)
    return reduced(error.square() / 2, reduction)


def absolute_error(error, reduction="mean"):
    """Absolute loss (L1) of regression: minus the log-likelihood of Laplace noise, up to a constant.

    Formula: l = |e|
    Gradient: dl/de = sign(e), 0 at 0
    Unit: units of the error
    Torch: F.l1_loss(error, torch.zeros_like(error))

    error: any shape, predicted minus true, floating
    reduction: as above, over all errors
    returns: scalar, or the shape of `error` for "none"

    Raises: ValueError for the reasons above.
    Convention: any slope in [-1, 1] is right at the kink; torch and we take 0.
    Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 10.6.
    """
    validation.check_values("error", error)
    return reduced(error.abs(), reduction)


def huber_loss(error, delta=1.0, reduction="mean"):
    """Squared loss for small errors, absolute loss for large ones, joined without a corner.

    Formula: l = 1/2 e^2 if |e| <= delta, else delta (|e| - delta/2)
    Gradient: dl/de = e cut off at -delta and delta
    Unit: squared units of the error
    Torch: F.huber_loss(error, torch.zeros_like(error), delta=delta)

    error: any shape, predicted minus true, floating
    delta: where the parabola turns into a line, units of the error, above 0
    reduction: as above, over all errors
    returns: scalar, or the shape of `error` for "none"

    Raises: ValueError for the reasons above, or a delta that is not a positive number.
    Convention: torch's huber_loss; torch's smooth_l1_loss(beta=delta) is this divided by delta.
    Source: Huber (1964).
    """
    validation.check_values("error", error)
    if not 0 < delta < float("inf"):
        raise ValueError(_("delta should be a positive number, not {seen}.").format(seen=delta))
    size = error.abs()
    return reduced(torch.where(size <= delta, error.square() / 2, delta * (size - delta / 2)), reduction)


# --- pieces of the losses above -----------------------------------------------------------------------------------


def _below_largest(scores, temperature):
    """(scores - largest score of the row) / temperature: at most 0, so that exp cannot overflow."""
    validation.check_scores(scores)
    if not temperature > 0:
        raise ValueError(_(
            "temperature should be above 0, not {seen:g}. Small sharpens, large flattens."
        ).format(seen=float(temperature)))
    # detached: adding a constant to a row changes no probability, so the constant carries no gradient
    return (scores - scores.detach().amax(dim=1, keepdim=True)) / temperature


def _margins(margin, scores):
    """The (K, K) table of required leads, row true class, column rival."""
    n_classes = scores.shape[1]
    table = torch.as_tensor(margin, dtype=scores.dtype, device=scores.device)
    if table.dim() == 0:
        if not 0 <= table < float("inf"):
            raise ValueError(_(
                "margin should be 0 or more, not {seen}: it is the lead asked of the true class."
            ).format(seen=f"{table:g}"))
        return table.expand(n_classes, n_classes)
    if table.shape != (n_classes, n_classes):
        raise ValueError(_(
            "margin has shape {seen}; expected one number, or a ({n}, {n}) table: row true class, column rival."
        ).format(seen=tuple(table.shape), n=n_classes))
    is_rival = ~torch.eye(n_classes, dtype=torch.bool, device=scores.device)
    bad = (is_rival & ~((table >= 0) & table.isfinite())).nonzero().tolist()
    if bad:
        true_class, rival = bad[0]
        value = table[true_class, rival].item()
        raise ValueError(_(
            "margin should be 0 or more, but it is {seen} for true class {true_class} and rival {rival}."
        ).format(seen=f"{value:g}", true_class=true_class, rival=rival))
    return table


def _are_shares(labels, scores):
    """Whether labels are (n, K) label shares; raises ValueError if they should be and are not."""
    if not isinstance(labels, torch.Tensor) or not labels.is_floating_point() or labels.shape != scores.shape:
        return False
    validation.check_values("labels", labels)
    validation.check_sums_to_1(_("labels given as probabilities"), labels)
    return True
