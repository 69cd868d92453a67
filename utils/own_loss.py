"""A learner's own loss: whoever takes one tries it once by check_own_loss and then asks it by example_losses.

It may return anything, so each way to go wrong has its own advice; what it raises itself passes. Lessons call both as
losses.check_own_loss and losses.example_losses.
"""

import inspect
import re

import torch
from torch.nn import functional as F

from utils import validation
from utils.language import _, ngettext


def example_losses(loss, scores, labels, reduction="none"):
    """What a loss says of a batch: (n,) losses.

    loss: function (scores (n, K), labels (n,)) -> (n,), one of utils.losses or a learner's own; where it takes
        a `reduction` it is asked for "none". It gets copies, so it may change them in place
    reduction: "mean" or "none", as in utils.losses

    Raises: ValueError with advice when it returns anything but one floating number for each example, or numbers whose
        slope for the scores is asked for and lost.
    Convention: numbers that are nan or infinite pass; whoever asked knows what they mean.
    """
    answer = _answer(loss, scores, labels)
    n = len(labels)
    if not isinstance(answer, torch.Tensor) or answer.shape != (n,):
        advice = _advice(answer, n, scores.shape[1], bool(_settings(loss)))
        raise ValueError(ngettext(
            "for {n} row of scores your loss should return {n} number, not {seen}: {advice}",
            "for {n} rows of scores your loss should return {n} numbers, not {seen}: {advice}",
            n,
        ).format(n=n, seen=_seen(answer), advice=advice))
    if scores.requires_grad and torch.is_grad_enabled() and not answer.requires_grad:
        raise _no_slope()
    if not answer.is_floating_point():
        raise ValueError(_(
            "your loss should return floating numbers, not {seen}: compute with the scores, and add .float() to what "
            "is counted or compared."
        ).format(seen=validation.dtype_name(answer)))
    return validation.reduced(answer, reduction)


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
        (slope,) = torch.autograd.grad(answer.sum(), scores, allow_unused=True) if needs_slope else (scores,)
    except Exception as error:
        better_words = _better_words(error)
        if _takes_labels_first(loss, scores, labels):
            better_words = _("your loss takes labels first: scores come first, so write (scores, labels).")
        if not better_words:
            raise
        raise ValueError(better_words).with_traceback(error.__traceback__) from error
    if slope is None:
        raise _no_slope()
    _check_rows_apart(loss, scores.detach(), labels)


def _no_slope():
    return ValueError(_(
        "your loss has no slope for the scores: keep to torch operations on them, without .item(), .detach(), "
        "torch.no_grad(), numpy, argmax or comparisons alone."
    ))


def _answer(loss, scores, labels):
    """What a loss returns for copies; in torch's default dtype where its own constants have that and no other fits."""
    settings = _settings(loss)
    usual = torch.get_default_dtype()
    try:
        return loss(scores.clone(), labels.clone(), **settings)
    except RuntimeError as error:
        if scores.dtype == usual or not re.search("dtype|scalar type", str(error)):
            raise
    answer = loss(scores.to(usual, copy=True), labels.clone(), **settings)
    return answer.to(scores.dtype) if isinstance(answer, torch.Tensor) and answer.is_floating_point() else answer


def _signature(loss):
    try:
        return inspect.signature(loss)
    except (TypeError, ValueError):  # not written in Python
        return None


def _settings(loss):
    """With what a loss is called besides scores and labels."""
    signature = _signature(loss)
    return {"reduction": "none"} if signature and "reduction" in signature.parameters else {}


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
    signature = _signature(loss)
    if signature is None:
        return
    try:
        signature.bind(None, None, **_settings(loss))
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
    other_scores = lead * F.one_hot(other_labels, n_classes).to(scores)
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
        if any(getattr(one, "shape", ()) for one in answer):
            return _("return one thing only, the row of losses.")
        return _("compute with whole tensors, or join the numbers with torch.stack(...).")
    if not isinstance(answer, torch.Tensor):
        return _advice_without_tensor(answer, shape)
    if not shape or shape == (1,):
        if n == 1:
            return _(".squeeze() takes every dimension of size 1, so write [:, 0] or .squeeze(1); take no mean.")
        return _("leave out the mean, sum or maximum over the rows (in torch's own losses: reduction='none').")
    if shape == (n, n) and n != n_classes:
        return _(
            "every row met every other; for [:, labels] write [torch.arange(len(labels)), labels], and make a column "
            "flat with [:, 0]."
        )
    if shape[0] == n and len(shape) == 2:
        if shape[1] == 1:
            return _("this is a column, so write [:, 0] after it.")
        return _("add up over the classes with .sum(dim=1), or take the labelled class alone.")
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
