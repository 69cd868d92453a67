"""What is measured on a trained model, apart from its loss.

scores are (n, K) and labels (n,) integer class ids, as in utils.losses. The class with the highest score is the
prediction; on a tie the first of them. A score that is nan or infinite raises: argmax calls nan class 0, so a model
that diverged would score like one that was never trained. Only `accuracies`, which looks at many models, goes on and
gives nan for such a model.

Every interval here is a 95 % interval.
"""

import functools
import math
from typing import NamedTuple

import torch

from utils import validation
from utils.language import _

Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations of its mean


def accuracy(scores, labels):
    """Share of the examples whose highest score is the labelled class.

    scores: (n, K) floating, finite
    labels: (n,) integer class ids
    returns: float, a fraction in [0, 1]

    Raises: ValueError as utils.losses does: shapes, dtypes, a label that is no class, nan or infinite scores.
    """
    labels = validation.check_batch(scores, labels)
    return (scores.argmax(dim=1) == labels).double().mean().item()


def recall(scores, labels, class_id):
    """Share of the examples of one class that are recognised as that class.

    scores: (n, K) floating, finite
    labels: (n,) integer class ids
    class_id: int, the class asked about
    returns: float, a fraction in [0, 1]

    Raises: ValueError as accuracy does, for a class that does not exist, and for one that no label names.
    """
    labels = validation.check_batch(scores, labels)
    n_classes = scores.shape[1]
    if class_id not in range(n_classes):
        raise ValueError(_(
            "class {seen} does not exist: with {n} classes the ids go from 0 to {last}."
        ).format(seen=class_id, last=n_classes - 1, n=n_classes))
    of_this_class = labels == class_id
    if not of_this_class.any():
        raise ValueError(_(
            "none of the {n} labels is class {seen}, so its recall is not defined."
        ).format(seen=class_id, n=len(labels)))
    return (scores[of_this_class].argmax(dim=1) == class_id).double().mean().item()


def accuracies(scores, labels):
    """The accuracy of each of m models on the same examples.

    scores: (m, n, K) floating
    labels: (n,) integer class ids
    returns: (m,) float64, fractions in [0, 1]; nan for a model with a score that is nan or infinite

    Raises: ValueError as accuracy does, but not for nan or infinite scores: one model that diverged leaves the others.
    """
    validation.check_floating("scores", scores)
    if scores.dim() != 3:
        raise ValueError(_(
            "scores has shape {seen}; expected (n_models, n_examples, n_classes), a table for each model. For a single "
            "model use metrics.accuracy."
        ).format(seen=tuple(scores.shape)))
    labels = validation.check_labels(labels, scores.shape[2], n_examples=scores.shape[1])
    shares = (scores.argmax(dim=2) == labels).double().mean(dim=1)  # (m,)
    return shares.masked_fill(~scores.isfinite().flatten(1).all(dim=1), math.nan)


def confusion_matrix(scores, labels):
    """How often each class is taken for each class; the right answers are on the diagonal.

    scores: (n, K) floating, finite
    labels: (n,) integer class ids
    returns: (K, K) int64 counts that sum to n, row true class, column predicted class

    Raises: ValueError as accuracy does.
    Convention: scikit-learn's; some books have the predicted class in the rows.
    """
    labels = validation.check_batch(scores, labels)
    n_classes = scores.shape[1]
    cells = labels * n_classes + scores.argmax(dim=1)  # (n,), the place of each example in the table read row by row
    return cells.bincount(minlength=n_classes**2).view(n_classes, n_classes)


# --- how far a number can be trusted ----------------------------------------------------------------------------------


def accuracy_interval(accuracy, n_examples):
    """The 95 % interval for an accuracy measured once, on `n_examples` examples (Wilson).

    It says how far another test set of this size would move the number, not what another seed would do.

    accuracy: a fraction in [0, 1]
    n_examples: how many examples it was measured on
    returns: (low, high), fractions in [0, 1]; not the same distance from the accuracy, and never empty, even at 1

    Raises: ValueError for an accuracy outside [0, 1] (percent, say), or n_examples that is no whole number from 1 on.
    Source: Wilson (1927); Brown, Cai, DasGupta (2001) compare it with others.
    """
    if not 0 <= accuracy <= 1:
        raise ValueError(_(
            "accuracy should be a fraction from 0 to 1, not {seen}: divide percent by 100."
        ).format(seen=accuracy))
    n_examples = validation.check_whole("n_examples", n_examples)
    shrink = 1 / (1 + Z**2 / n_examples)
    middle = shrink * (accuracy + Z**2 / (2 * n_examples))
    half_width = shrink * Z * math.sqrt(accuracy * (1 - accuracy) / n_examples + (Z / (2 * n_examples)) ** 2)
    low = 0.0 if accuracy == 0 else middle - half_width  # rounding would miss the ends by a hair
    high = 1.0 if accuracy == 1 else middle + half_width
    return low, high


def mean_interval(values):
    """The mean of one number per seed, and half the width of its 95 % interval (Student's t).

    It says how far other seeds would move the mean, not what another test set would do.

    values: (n,) tensor or list of n numbers, at least two
    returns: (mean, half_width), floats in the unit of the values

    Raises: ValueError for fewer than two values, a table instead of a row, nan or infinite values.
    Convention: the sample variance divides by n - 1. With 5 values the half width is 2.776 standard errors.
    Source: "Student" (1908).
    """
    values = torch.as_tensor(values, dtype=torch.float64).detach()
    if values.dim() != 1:
        raise ValueError(_(
            "values has shape {seen}; expected one row of numbers, one for each seed."
        ).format(seen=tuple(values.shape)))
    if len(values) < 2:
        raise ValueError(_(
            "an interval needs at least two values, not {n}: a single seed does not show how far seeds lie apart."
        ).format(n=len(values)))
    validation.check_values("values", values)
    standard_error = values.std().item() / math.sqrt(len(values))
    return values.mean().item(), t_quantile(len(values) - 1) * standard_error


@functools.cache
def t_quantile(degrees):
    """The t for which 95 % of Student's distribution with `degrees` degrees of freedom lie between -t and t.

    Formula: with t = sqrt(degrees) tan(angle), the share between -t and t is a finite sum in sin and cos of the angle
    Source: Abramowitz and Stegun, 26.7.3 and 26.7.4.
    """
    is_odd = degrees % 2
    steps = torch.arange(2 + is_odd, max(degrees, 2 + is_odd), 2, dtype=torch.float64)
    ratios = (steps - 1) / steps  # of each term to the one before, but for the factor cos^2

    def share(angle):
        sin, cos = math.sin(angle), math.cos(angle)
        series = 1 + (ratios * cos**2).cumprod(0).sum().item()
        if is_odd:
            return 2 / math.pi * (angle + (sin * cos * series if degrees > 1 else 0))
        return sin * series

    low, high = 0.0, math.pi / 2
    while low < (middle := (low + high) / 2) < high:  # until no number is left between them
        low, high = (middle, high) if share(middle) < 0.95 else (low, middle)
    return math.sqrt(degrees) * math.tan(low)


class PairedTest(NamedTuple):
    """Two models on the same examples: where only one of them is right, and whether that can be chance.

    only_a, only_b: how many examples only model a, only model b has right; all others say nothing about who is better
    p_value: how often a fair coin, tossed for each of these examples, would be as uneven or more
    """

    only_a: int
    only_b: int
    p_value: float


def paired_test(right_a, right_b):
    """Whether one of two models is better on the same examples (McNemar's test, exact and two-sided).

    right_a, right_b: (n,) bool, which examples each model has right: scores.argmax(dim=1) == labels
    returns: PairedTest

    Raises: ValueError unless both are rows of True and False of the same length.
    Convention: p_value 1 when the models never differ. It compares these two sets of weights, not two ways to train.
    Source: McNemar (1947); Dietterich (1998) on comparing classifiers.
    """
    for name, right in (("right_a", right_a), ("right_b", right_b)):
        validation.check_tensor(name, right)
        if right.dtype != torch.bool or right.dim() != 1:
            raise ValueError(_(
                "{name} should be one row of True and False, one for each example, not {dtype} of shape {seen}: write "
                "scores.argmax(dim=1) == labels."
            ).format(name=name, seen=tuple(right.shape), dtype=right.dtype))
    if len(right_a) != len(right_b):
        raise ValueError(_(
            "right_a has {n_a} examples and right_b has {n_b}: a paired test needs both models on the same examples."
        ).format(n_a=len(right_a), n_b=len(right_b)))
    only_a, only_b = (right_a & ~right_b).sum().item(), (right_b & ~right_a).sum().item()
    n_tosses = only_a + only_b
    outcomes, as_uneven = 1, 0  # whole numbers: how many of the 2^n_tosses rows of tosses have so many heads
    for heads in range(min(only_a, only_b) + 1):
        as_uneven += outcomes
        outcomes = outcomes * (n_tosses - heads) // (heads + 1)
    return PairedTest(only_a, only_b, min(1.0, 2 * as_uneven / 2**n_tosses))
