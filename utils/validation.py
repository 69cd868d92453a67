"""What losses, metrics and trainers ask of their arguments: each check raises ValueError in the learner's terms.

A message says what was seen, what was expected and what to write instead. A check returns its argument only where that
becomes something handier: labels of any integer dtype as int64, numpy's whole numbers as int.
"""

import math
import operator

import torch

from utils.language import _

# --- tensors ----------------------------------------------------------------------------------------------------------


def check_tensor(name, values):
    """Raise ValueError unless `values` is a torch tensor."""
    if type(values).__module__ == "torch.return_types":  # of .max(dim), .sort(dim) ...
        raise ValueError(_("{name} is a pair, values with indices: take .values or .indices of it.").format(name=name))
    if not isinstance(values, torch.Tensor):
        raise ValueError(_(
            "{name} should be a torch tensor, not a {seen}: wrap it in torch.tensor(...)."
        ).format(name=name, seen=type(values).__name__))


def check_not_empty(name, values):
    """Raise ValueError for a tensor with nothing in it."""
    if values.numel() == 0:
        raise ValueError(_(
            "{name} has shape {seen}: there is no example in it. A loss needs at least one."
        ).format(name=name, seen=tuple(values.shape)))


def check_floating(name, values):
    """Raise ValueError unless `values` is a floating tensor with something in it."""
    check_tensor(name, values)
    if not values.is_floating_point():
        raise ValueError(_(
            "{name} should be floating numbers, not {seen}: add .float()."
        ).format(name=name, seen=dtype_name(values)))
    check_not_empty(name, values)


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


def check_sums_to_1(name, probabilities, hint=""):
    """Raise ValueError unless each row of finite `probabilities` (n, K) is 0 or more and sums to 1.

    hint: a sentence to end the message with, a space before it
    """
    negative = (probabilities < 0).nonzero().tolist()
    if negative:
        row, column = negative[0]
        raise ValueError(_(
            "{name} cannot be negative: row {row}, column {column} is {seen}.{hint}"
        ).format(name=name, row=row, column=column, seen=f"{probabilities[row, column]:g}", hint=hint))
    sums = probabilities.detach().double().sum(dim=1)
    off = ((sums - 1).abs() > 0.01).nonzero()  # 0.01 leaves room for bfloat16's three digits
    if len(off):
        row = off[0].item()
        raise ValueError(_(
            "{name} should sum to 1 in each row: row {row} sums to {seen}.{hint}"
        ).format(name=name, row=row, seen=f"{sums[row].item():.3g}", hint=hint))


def dtype_name(tensor):
    """float32 and not torch.float32: as a learner writes it."""
    return str(tensor.dtype).removeprefix("torch.")


# --- examples and labels ----------------------------------------------------------------------------------------------


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


def check_labels(labels, n_classes, n_examples=None):
    """Raise ValueError unless `labels` are integer class ids 0 ... n_classes - 1; return them as int64."""
    check_tensor("labels", labels)
    n_classes = check_whole("n_classes", n_classes)
    _check_label_shape(labels, n_classes, n_examples)
    if labels.is_floating_point() or labels.is_complex() or labels.dtype == torch.bool:
        raise ValueError(_(
            "labels should be integer class ids, not {seen}: write labels.long()."
        ).format(seen=dtype_name(labels)))
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


def check_features(X):
    """Raise ValueError unless `X` is floating, or uint8 pixels, with a row for each example; return it as (n, d)."""
    check_tensor("X", X)
    if X.dtype != torch.uint8:
        check_floating("X", X)
    if X.dim() < 2:
        raise ValueError(_(
            "X has shape {seen}; expected (n_examples, n_features), or images (n_examples, 28, 28). For one feature "
            "write X[:, None]."
        ).format(seen=tuple(X.shape)))
    return X.flatten(1)


def check_weights(weights, expected):
    """Raise ValueError unless `weights` has the shape `expected`, (d + 1, K)."""
    if weights.shape != expected:
        raise ValueError(_(
            "weights has shape {seen}; expected {expected}: a row for each feature and a last row for the bias."
        ).format(seen=tuple(weights.shape), expected=tuple(expected)))


# --- settings ---------------------------------------------------------------------------------------------------------


def check_whole(name, value):
    """Raise ValueError unless `value` is a whole number from 1 on, numpy's and torch's too; return it as an int."""
    try:
        number = operator.index(value)
    except TypeError:  # 5.0, for one
        number = 0
    if number < 1:
        raise ValueError(_("{name} should be a whole number, at least 1, not {seen}.").format(name=name, seen=value))
    return number


def check_not_negative(**settings):
    """Raise ValueError unless each of the settings is a finite number, 0 or more."""
    for name, value in settings.items():
        if not 0 <= value < math.inf:
            raise ValueError(_("{name} should be a number, 0 or more, not {seen}.").format(name=name, seen=value))


def reduced(example_losses, reduction):
    """The losses of the examples for "none", their mean for "mean"; raise ValueError for any other `reduction`."""
    if reduction == "none":
        return example_losses
    if reduction == "mean":
        return example_losses.mean()
    raise ValueError(_('reduction should be "mean" or "none", not {seen}.').format(seen=repr(reduction)))
