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

import inspect
import re

import torch

from utils.language import _

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
    labels = check_labels(labels, n_classes)
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
    labels = check_batch(scores, labels)
    error = scores - one_hot(labels, scores.shape[1]).to(scores.dtype)  # (n, K)
    return _reduce(error.square().sum(dim=1) / 2, reduction)


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
    labels = check_batch(scores, labels)
    required_lead = _margins(margin, scores)[labels]  # (n, K)
    is_true_class = one_hot(labels, scores.shape[1]).bool()  # (n, K)
    lead = scores.gather(1, labels[:, None]) - scores  # (n, K)
    shortfall = (required_lead - lead).relu().masked_fill(is_true_class, 0)  # (n, K)
    if rivals == "all":
        return _reduce(shortfall.sum(dim=1), reduction)
    if rivals == "worst":
        return _reduce(shortfall.amax(dim=1), reduction)
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
    if _are_probabilities(labels, scores):
        return _reduce(-(labels.to(scores.dtype) * log_probabilities).sum(dim=1), reduction)
    labels = check_batch(scores, labels)
    return _reduce(-log_probabilities.gather(1, labels[:, None]).squeeze(1), reduction)


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
    labels = check_batch(scores, labels)
    error = softmax(scores) - one_hot(labels, scores.shape[1]).to(scores.dtype)  # (n, K)
    return _reduce(error.square().sum(dim=1), reduction)


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
    check_values("error", error)
    return _reduce(error.square() / 2, reduction)


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
    check_values("error", error)
    return _reduce(error.abs(), reduction)


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
    check_values("error", error)
    if not 0 < delta < float("inf"):
        raise ValueError(_("delta should be a positive number, not {seen}.").format(seen=delta))
    size = error.abs()
    return _reduce(torch.where(size <= delta, error.square() / 2, delta * (size - delta / 2)), reduction)


# --- checks: what every loss asks of its arguments; metrics and training ask the same -----------------------------


def check_batch(scores, labels):
    """Raise ValueError unless `scores` is (n, K) finite and `labels` n class ids; return the labels as int64."""
    check_scores(scores)
    return check_labels(labels, scores.shape[1], n_examples=scores.shape[0])


def check_scores(scores):
    """Raise ValueError unless `scores` is an (n, K) floating tensor of finite numbers with at least one example."""
    check_tensor("scores", scores)
    if scores.dim() != 2:
        hint = _(" For a single example write scores[None].") if scores.dim() == 1 else ""
        raise ValueError(_(
            "scores has shape {seen}; expected (n_examples, n_classes), one row for each example.{hint}"
        ).format(seen=tuple(scores.shape), hint=hint))
    check_values("scores", scores)


def check_values(name, values):
    """Raise ValueError unless `values` is a floating tensor of finite numbers, at least one."""
    check_floating(name, values)
    if not values.isfinite().all():
        bad = (~values.isfinite()).nonzero().tolist()
        value = values[tuple(bad[0])].item()
        where = ", ".join(str(position) for position in bad[0])
        raise ValueError(_(
            "{name} should be finite numbers, but [{where}] is {value} ({count} such in all). Training with too large "
            "a learning rate ends like this."
        ).format(name=name, value=value, where=where, count=len(bad)))


def check_floating(name, values):
    """Raise ValueError unless `values` is a floating tensor with something in it."""
    check_tensor(name, values)
    if not values.is_floating_point():
        raise ValueError(_(
            "{name} should be floating numbers, not {seen}: add .float()."
        ).format(name=name, seen=_dtype(values)))
    check_not_empty(name, values)


def check_not_empty(name, values):
    """Raise ValueError for a tensor with nothing in it."""
    if values.numel() == 0:
        raise ValueError(_(
            "{name} has shape {seen}: there is no example in it. A loss needs at least one."
        ).format(name=name, seen=tuple(values.shape)))


def check_tensor(name, values):
    """Raise ValueError unless `values` is a torch tensor."""
    if type(values).__module__ == "torch.return_types":  # of .max(dim), .sort(dim) ...
        raise ValueError(_("{name} is a pair, values with indices: take .values or .indices of it.").format(name=name))
    if not isinstance(values, torch.Tensor):
        raise ValueError(_(
            "{name} should be a torch tensor, not a {seen}: wrap it in torch.tensor(...)."
        ).format(name=name, seen=type(values).__name__))


def check_labels(labels, n_classes, n_examples=None):
    """Raise ValueError unless `labels` are integer class ids 0 ... n_classes - 1; return them as int64."""
    check_tensor("labels", labels)
    if not isinstance(n_classes, int) or n_classes < 1:
        raise ValueError(_("n_classes should be a whole number, at least 1, not {seen}.").format(seen=n_classes))
    _check_label_shape(labels, n_classes, n_examples)
    if labels.is_floating_point() or labels.is_complex() or labels.dtype == torch.bool:
        raise ValueError(_(
            "labels should be integer class ids, not {seen}: write labels.long()."
        ).format(seen=_dtype(labels)))
    labels = labels.long()
    outside = ((labels < 0) | (labels >= n_classes)).nonzero()
    if len(outside):
        row = outside[0].item()
        raise ValueError(_(
            "label {label} (row {row}) is no class: with {n} classes the ids go from 0 to {last}."
        ).format(label=labels[row].item(), row=row, last=n_classes - 1, n=n_classes))
    return labels


def _check_label_shape(labels, n_classes, n_examples):
    shape = tuple(labels.shape)
    check_not_empty("labels", labels)
    expected = (labels.shape[0] if labels.dim() else 1,) if n_examples is None else (n_examples,)
    if shape == expected:
        return
    if shape == (*expected, 1):
        hint = _(" This is a column: write labels[:, 0].")
    elif shape == (*expected, n_classes):
        hint = _(" These look one-hot: labels.argmax(dim=1) gives the class ids.")
    else:
        hint = ""
    raise ValueError(_(
        "labels has shape {seen}; expected {expected}, one class id for each example.{hint}"
    ).format(seen=shape, expected=expected, hint=hint))


# --- a learner's own loss: every lab and trainer that takes one calls it by example_losses ------------------------


def example_losses(loss, scores, labels, reduction="none"):
    """What a loss says of a batch: (n,) losses.

    loss: function (scores (n, K), labels (n,)) -> (n,), one of this module or a learner's own; where it takes a
        `reduction` it is asked for "none". It gets copies, so it may change them in place
    reduction: as above

    Raises: ValueError with advice when it returns anything but one floating number for each example, or numbers whose
        slope for the scores is asked for and lost.
    Convention: numbers that are nan or infinite pass; whoever asked knows what they mean.
    """
    answer = _answer(loss, scores, labels)
    n = len(labels)
    if not isinstance(answer, torch.Tensor) or answer.shape != (n,):
        advice = _advice(answer, n, scores.shape[1], _takes_reduction(loss))
        raise ValueError(_(
            "for {n} row{s} of scores your loss should return {n} number{s}, not {seen}: {advice}"
        ).format(n=n, s="s" * (n > 1), seen=_seen(answer), advice=advice))
    if scores.requires_grad and torch.is_grad_enabled() and not answer.requires_grad:
        raise _no_slope()
    if not answer.is_floating_point():
        raise ValueError(_(
            "your loss should return floating numbers, not {seen}: compute with the scores, and add .float() to what "
            "is counted or compared."
        ).format(seen=_dtype(answer)))
    return _reduce(answer, reduction)


@torch.enable_grad()  # whatever is set outside
def check_own_loss(loss, n_classes, needs_slope=True):
    """Raise ValueError with advice unless a learner's own loss does what example_losses asks, on tiny batches.

    For whoever is about to ask it for many batches, once. What the loss itself raises passes, where its words help.

    needs_slope: False where only its values are read, so that steps such as 0 or 1 will do
    """
    _check_arguments(loss)
    n = n_classes + 1  # unlike K, so that a shape says what it counts
    labels = torch.arange(n) % n_classes
    scores = torch.arange(n * n_classes, dtype=torch.get_default_dtype()).sin().view(n, n_classes)
    scores.requires_grad_(needs_slope)
    try:
        answer = example_losses(loss, scores, labels)
        if not torch.is_grad_enabled():
            raise ValueError(_(
                "your loss turns gradients off and not on again: leave torch.set_grad_enabled(False) out."
            ))
        example_losses(loss, scores[:1], labels[:1])  # the last batch of an epoch may be as small
        slopes = torch.autograd.grad(answer.sum(), scores, allow_unused=True) if needs_slope else (scores,)
    except Exception as error:
        swapped = _(
            "your loss takes labels first: scores come first, so write (scores, labels)."
        ) if _takes_labels_first(loss, scores, labels) else ""
        better_words = swapped or _better_words(error)
        if not better_words:
            raise
        raise ValueError(better_words).with_traceback(error.__traceback__) from error
    if slopes[0] is None:
        raise _no_slope()
    _check_rows_apart(loss, scores.detach(), labels)


def _no_slope():
    return ValueError(_(
        "your loss has no slope for the scores: keep to torch operations on them, without .item(), .detach(), "
        "torch.no_grad(), numpy, argmax or comparisons alone."
    ))


def _answer(loss, scores, labels):
    """What a loss returns for copies; in torch's default dtype where its own constants have that and no other fits."""
    settings = {"reduction": "none"} if _takes_reduction(loss) else {}
    usual = torch.get_default_dtype()
    try:
        return loss(scores.clone(), labels.clone(), **settings)
    except RuntimeError as error:
        if scores.dtype == usual or not re.search("dtype|scalar type", str(error)):
            raise
    answer = loss(scores.to(usual, copy=True), labels.clone(), **settings)
    return answer.to(scores.dtype) if isinstance(answer, torch.Tensor) and answer.is_floating_point() else answer


def _takes_reduction(loss):
    try:
        return "reduction" in inspect.signature(loss).parameters
    except (TypeError, ValueError):  # not written in Python
        return False


def _check_arguments(loss):
    """Raise ValueError unless `loss` can be called with scores and labels."""
    if not callable(loss):
        raise ValueError(_(
            "your loss should be a function of scores and labels, not {seen}: give its name, without brackets or "
            "quotes."
        ).format(seen=_seen(loss)))
    if isinstance(loss, type):
        raise ValueError(_(
            "your loss is the class {seen}: make one of it, {seen}(), in torch with reduction='none'."
        ).format(seen=loss.__name__))
    try:
        signature = inspect.signature(loss)
    except (TypeError, ValueError):  # not written in Python
        return
    settings = {"reduction": "none"} if "reduction" in signature.parameters else {}
    try:
        signature.bind(None, None, **settings)
    except TypeError:
        raise ValueError(_(
            "your loss should take two arguments, scores and labels in this order, but it takes {seen}."
        ).format(seen=signature)) from None


def _takes_labels_first(loss, scores, labels):
    """Whether a loss that fails with scores and labels works with labels and scores."""
    try:
        answer = _answer(loss, labels, scores)
    except Exception:
        return False
    is_right = isinstance(answer, torch.Tensor) and answer.shape == labels.shape and answer.is_floating_point()
    return is_right and answer.requires_grad == scores.requires_grad  # a constant works in any order


def _better_words(error):
    """What to say for an error of torch that sends a learner the wrong way, else nothing."""
    words = str(error)
    if "numpy() on Tensor that requires grad" in words:
        return _("your loss calls numpy, which loses the slope: compute with torch alone, without .numpy() or np.")
    if "backward through the graph a second time" in words or "does not require grad and does not have" in words:
        return _("your loss calls .backward(): leave that out and return the losses; the slopes are found for you.")
    return ""


def _check_rows_apart(loss, scores, labels):
    """Raise ValueError if the loss of one example changes with the others: their scores, labels or number."""
    batches = [(scores, labels), (scores, labels)]
    batches += [_among_others(scores, labels, n, lead) for n, lead in ((2, 4.0), (2 * len(labels), -4.0))]
    first, again, *others = (example_losses(loss, *batch).detach()[1] for batch in batches)
    is_random = not torch.allclose(first, again, rtol=0, atol=0, equal_nan=True)
    if not is_random and any(
        not torch.allclose(first, other, rtol=1e-4, atol=1e-6, equal_nan=True) for other in others
    ):
        raise ValueError(_(
            "your loss of one row changes with the other rows, their labels or their number: take softmax, sums and "
            "maxima with dim=1, no mean over the rows, and divide by no count of them."
        ))


def _among_others(scores, labels, n, lead):
    """A batch of n rows, of which only row 1 is as it was: in the others the label leads by `lead`."""
    n_classes = scores.shape[1]
    other_labels = (2 * torch.arange(n) + 1) % n_classes
    other_labels[1] = labels[1]
    other_scores = lead * one_hot(other_labels, n_classes).to(scores)
    other_scores[1] = scores[1]
    return other_scores, other_labels


def _seen(answer):
    if answer is None:
        return _("nothing")
    kind = type(answer).__name__
    shape = tuple(getattr(answer, "shape", ()))
    if isinstance(answer, torch.Tensor) and not shape:
        return _("a single number")
    return _("a {kind} of shape {shape}").format(kind=kind, shape=shape) if shape else kind


def _advice(answer, n, n_classes, takes_reduction):
    """What to do about an answer that is not (n,) numbers of torch."""
    shape = tuple(getattr(answer, "shape", ()))
    if takes_reduction and not shape and n > 1:
        return _("it takes a reduction, so it is asked for reduction='none': return a loss for each row then.")
    if answer is None:
        return _("end it with return and the numbers.")
    if isinstance(answer, (list, tuple)):
        holds_rows = any(getattr(one, "shape", ()) for one in answer)
        return _("return one thing only, the row of losses.") if holds_rows else _(
            "compute with whole tensors, or join the numbers with torch.stack(...)."
        )
    if not isinstance(answer, torch.Tensor):
        return _advice_without_tensor(answer, shape)
    if not shape or shape == (1,):
        return _(
            ".squeeze() takes every dimension of size 1, so write [:, 0] or .squeeze(1); take no mean."
        ) if n == 1 else _(
            "leave out the mean, sum or maximum over the rows (in torch's own losses: reduction='none')."
        )
    if shape == (n, n) and n != n_classes:
        return _(
            "every row met every other; for [:, labels] write [torch.arange(len(labels)), labels], and make a column "
            "flat with [:, 0]."
        )
    if shape[0] == n and len(shape) == 2:
        return _("this is a column, so write [:, 0] after it.") if shape[1] == 1 else _(
            "add up over the classes with .sum(dim=1), or take the labelled class alone."
        )
    return _(
        "its shape should be ({n},), one number after the other; sums and maxima over classes take dim=1."
    ).format(n=n)


def _advice_without_tensor(answer, shape):
    if shape:
        return _("compute with torch, not with numpy, or no slope can be found.")
    if isinstance(answer, (int, float)) or hasattr(answer, "dtype"):
        return _("keep to torch tensors, without .item() or float(), and leave out the mean.")
    if callable(answer):
        return _("that has yet to be called with scores and labels.")
    return _("compute with torch tensors.")


# --- pieces of the losses above -----------------------------------------------------------------------------------


def _reduce(example_losses, reduction):
    if reduction == "none":
        return example_losses
    if reduction == "mean":
        return example_losses.mean()
    raise ValueError(_('reduction should be "mean" or "none", not {seen}.').format(seen=repr(reduction)))


def _below_largest(scores, temperature):
    """(scores - largest score of the row) / temperature: at most 0, so that exp cannot overflow."""
    check_scores(scores)
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


def _are_probabilities(labels, scores):
    """Whether labels are (n, K) probabilities; raises ValueError if they should be and are not."""
    if not isinstance(labels, torch.Tensor) or not labels.is_floating_point() or labels.shape != scores.shape:
        return False
    check_values("labels", labels)
    negative = (labels < 0).nonzero().tolist()
    if negative:
        row, column = negative[0]
        raise ValueError(_(
            "labels given as probabilities cannot be negative: row {row}, column {column} is {seen}."
        ).format(seen=f"{labels[row, column]:g}", row=row, column=column))
    sums = labels.detach().double().sum(dim=1)
    off = ((sums - 1).abs() > 0.01).nonzero()  # 0.01 leaves room for bfloat16's three digits
    if len(off):
        row = off[0].item()
        raise ValueError(_(
            "labels given as probabilities should sum to 1 in each row: row {row} sums to {seen}."
        ).format(seen=f"{sums[row].item():.3g}", row=row))
    return True


def _dtype(tensor):
    return str(tensor.dtype).removeprefix("torch.")
