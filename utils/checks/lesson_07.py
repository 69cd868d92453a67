"""The exercises of lesson 07: follow the gradient."""

import functools
import math

import torch

from utils import losses
from utils.checks.answers import attempt, numbers_in
from utils.checks.exercise import FunctionExercise, NumberExercise, kind_of_exercise
from utils.checks.formulas import (
    columns_of_all,
    differences,
    errors,
    mean_and_sum,
    naive_differences,
    naive_softmax,
    of_true_class,
)
from utils.checks.inputs import scored_examples, turned, uniform
from utils.checks.returned import ReturnExercise


def _without_keepdim(scores, labels):
    """P - Y by a sum that lost its axis: an error unless n is K."""
    return errors(scores.exp() / scores.exp().sum(1), labels)


def _shifted_without_keepdim(scores, labels):
    """P - Y, each row less a maximum that lost its axis."""
    return errors(naive_softmax(scores - scores.amax(1)), labels)


check_ce_gradient = FunctionExercise(
    name="ce_gradient",
    reference=lambda scores, labels: differences(scores, labels) / len(scores),
    cases=scored_examples(),
    wrong={
        "not_divided": differences,
        "sign": mean_and_sum(lambda scores, labels: -differences(scores, labels)),
        "divided_by_classes": (
            lambda scores, labels: differences(scores, labels) / scores.numel(),
            lambda scores, labels: differences(scores, labels) / scores.shape[1],
        ),
        "no_label": mean_and_sum(lambda scores, labels: losses.softmax(scores)),
        "raw_scores": mean_and_sum(errors),
        "log_p": mean_and_sum(lambda scores, labels: errors(losses.log_softmax(scores), labels)),
        "sigmoid": mean_and_sum(lambda scores, labels: errors(scores.sigmoid(), labels)),
        "naive_softmax": mean_and_sum(naive_differences),
        "keepdim": (*mean_and_sum(_without_keepdim), *mean_and_sum(_shifted_without_keepdim)),
        "id_not_one_hot": (
            *mean_and_sum(lambda scores, labels: losses.softmax(scores) - labels[:, None]),
            *mean_and_sum(lambda scores, labels: losses.softmax(scores) - labels),
        ),
        "ones_everywhere": mean_and_sum(lambda scores, labels: losses.softmax(scores) - 1),
        "columns_of_all": mean_and_sum(lambda scores, labels: columns_of_all(losses.softmax(scores), labels)),
        "too_few_columns": mean_and_sum(
            lambda scores, labels: losses.softmax(scores) - torch.nn.functional.one_hot(labels)
        ),
        "true_class_only": (
            *mean_and_sum(lambda scores, labels: of_true_class(differences(scores, labels), labels)),
            *mean_and_sum(lambda scores, labels: of_true_class(differences(scores, labels), labels).sum(1)),
        ),
        "rivals_only": mean_and_sum(
            lambda scores, labels: losses.softmax(scores) - of_true_class(losses.softmax(scores), labels)
        ),
        "by_probabilities": mean_and_sum(
            lambda scores, labels: -losses.one_hot(labels, scores.shape[1]) / losses.softmax(scores)
        ),
        "columns": mean_and_sum(lambda scores, labels: errors(scores.softmax(0), labels)),
        "averaged": (
            lambda scores, labels: differences(scores, labels).mean(0),
            lambda scores, labels: differences(scores, labels).sum(0),
        ),
        "the_loss": losses.cross_entropy,
    },
    by_hand=("backward", "grad"),
)


def _scored_inputs():
    """Inputs X, scores and labels: tall, square, wide, one example, float64, large numbers."""
    cases = []
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (2, 5, 3, 1), (1, 4, 5, 1), (5, 2, 3, 1e3)]
    for seed, (n, d, n_classes, size) in enumerate(shapes):
        labels = torch.randint(n_classes, (n,), generator=torch.Generator().manual_seed(seed))
        scores = uniform((n, n_classes), seed + 30, -2, 2)
        cases.append({"X": uniform((n, d), seed, 0, size), "scores": scores, "labels": labels})
    *small, large = cases
    in_float64 = {name: value if name == "labels" else value.double() for name, value in cases[0].items()}
    return [*small, {**in_float64, "X": in_float64["X"][:, :2]}, large]


def _weights_table(X, difference, bias=None):
    """X'(P - Y) with the bias row below, its column sum unless given."""
    return torch.cat([X.T @ difference, difference.sum(0, keepdim=True) if bias is None else bias])


def _by_the_size(X, scores, labels):
    """The whole table, not yet divided by anything."""
    return _weights_table(X, differences(scores, labels))


def _with_bias_over_everything(X, scores, labels):
    return _weights_table(X, differences(scores, labels) / len(X), torch.zeros_like(scores[:1]))


def _with_bias_row(row):
    """The table with another bias row, made of (P - Y) / n: a shape that does not fit is an error, as in torch.cat."""

    def table(X, scores, labels):
        difference = differences(scores, labels) / len(X)
        return _weights_table(X, difference, row(difference))

    return table


def _is_table_and_bias(answer):
    """True for the weights' table and the bias apart, in a tuple or a list."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return False
    table, bias = map(numbers_in, answer)
    return table is not None and bias is not None and table.ndim == 2


check_weights_gradient = ReturnExercise(
    name="weights_gradient",
    reference=lambda X, scores, labels: _by_the_size(X, scores, labels) / len(X),
    cases=_scored_inputs(),
    wrong={
        "bias_over_everything": _with_bias_over_everything,
        "not_divided": _by_the_size,
        "sign": (
            lambda X, scores, labels: -_by_the_size(X, scores, labels) / len(X),
            lambda X, scores, labels: -_by_the_size(X, scores, labels),
        ),
        "divided_by_classes": (
            lambda X, scores, labels: _by_the_size(X, scores, labels) / scores.numel(),
            lambda X, scores, labels: _by_the_size(X, scores, labels) / scores.shape[1],
        ),
        "divided_by_features": (
            lambda X, scores, labels: _by_the_size(X, scores, labels) / X.shape[1],
            lambda X, scores, labels: _by_the_size(X, scores, labels) / X.numel(),
        ),
        "bias_divided_twice": _with_bias_row(lambda difference: difference.mean(0, keepdim=True)),
        "bias_not_divided": _with_bias_row(lambda difference: difference.sum(0, keepdim=True) * len(difference)),
        "weights_not_divided": lambda X, scores, labels: _weights_table(
            X, differences(scores, labels), differences(scores, labels).mean(0, keepdim=True)
        ),
        "bias_missing": lambda X, scores, labels: X.T @ differences(scores, labels) / len(X),
        "bias_first": lambda X, scores, labels: _by_the_size(X, scores, labels).roll(1, 0) / len(X),
        "bias_across": _with_bias_row(lambda difference: difference.sum(1)[None]),
        "bias_no_row": _with_bias_row(lambda difference: difference.sum(0)),
        "bias_one_number": (
            _with_bias_row(lambda difference: difference.sum()[None, None]),
            _with_bias_row(torch.sum),
        ),
        "no_label": lambda X, scores, labels: _weights_table(X, losses.softmax(scores) / len(X)),
        "raw_scores": lambda X, scores, labels: _weights_table(X, errors(scores, labels) / len(X)),
        "columns": lambda X, scores, labels: _weights_table(X, errors(scores.softmax(0), labels) / len(X)),
        "not_turned": lambda X, scores, labels: _weights_table(X.T, differences(scores, labels)) / len(X),
        "transposed": lambda X, scores, labels: _by_the_size(X, scores, labels).T / len(X),
        "two_tables": (),  # told by what it returns
    },
    returned={"two_tables": _is_table_and_bias},
)


def _directed_scores():
    """Scores and a direction for each example: not square, square, one example, two classes, float64, large scores."""
    cases = []
    for seed, (n, n_classes, size) in enumerate([(3, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 150)]):
        scores, direction = uniform((n, n_classes), seed, -size, size), uniform((n, n_classes), seed + 40, -1, 2)
        cases.append({"scores": scores, "direction": direction})
    *small, large = cases
    large["scores"] = turned(large["scores"])
    return [*small, {name: value.double() for name, value in cases[0].items()}, large]


def _curvature(p, direction):
    return p * (direction - (p * direction).sum(1, keepdim=True))


def _of_probabilities(product):
    """A mistake that starts from the right probabilities: `product(p, direction)`."""
    return lambda scores, direction: product(losses.softmax(scores), direction)


@kind_of_exercise
class FormulaExercise(FunctionExercise):
    """A function that is to give exact numbers: "not_exact" where all of them are near, as by a numerical difference.

    near: how far off an entry may be
    """

    near: float

    def known_mistake(self, outcomes):
        expected = (attempt(self.reference, case).numbers for case in self.cases)
        is_near = all(
            got is not None and got.shape == want.shape and bool(((got - want).abs() <= self.near).all())
            for (got, *_), want in zip(outcomes, expected, strict=True)
        )
        return super().known_mistake(outcomes) or (self.hint("not_exact") if is_near else None)


check_curvature = FormulaExercise(
    name="curvature",
    reference=_of_probabilities(_curvature),
    cases=_directed_scores(),
    wrong={
        "diagonal_only": _of_probabilities(lambda p, direction: p * direction),
        "own_entries": _of_probabilities(lambda p, direction: p * (1 - p) * direction),
        "outer_only": _of_probabilities(lambda p, direction: _curvature(p, direction) - p * direction),
        "plain_mean": _of_probabilities(lambda p, direction: p * (direction - direction.mean(1, keepdim=True))),
        "weighed_mean_divided": _of_probabilities(
            lambda p, direction: p * (direction - (p * direction).mean(1, keepdim=True))
        ),
        "no_first_factor": _of_probabilities(lambda p, direction: direction - (p * direction).sum(1, keepdim=True)),
        "no_second_factor": _of_probabilities(
            lambda p, direction: p * direction - (p * direction).sum(1, keepdim=True)
        ),
        "keepdim": _of_probabilities(lambda p, direction: p * (direction - (p * direction).sum(1))),
        "down_the_examples": _of_probabilities(lambda p, direction: p * (direction - (p * direction).sum(0))),
        "whole_batch": _of_probabilities(lambda p, direction: p * (direction - (p * direction).sum())),
        "sign": _of_probabilities(lambda p, direction: -_curvature(p, direction)),
        "added": _of_probabilities(lambda p, direction: p * (direction + (p * direction).sum(1, keepdim=True))),
        "quadratic_form": _of_probabilities(lambda p, direction: (direction * _curvature(p, direction)).sum(1)),
        "gradient": _of_probabilities(lambda p, direction: p - direction),
        "raw_scores": _curvature,
        "naive_softmax": lambda scores, direction: _curvature(naive_softmax(scores), direction),
        "columns": lambda scores, direction: _curvature(scores.softmax(0), direction),
        "divided_by_examples": _of_probabilities(lambda p, direction: _curvature(p, direction) / len(p)),
        "sum_not_weighed": (
            _of_probabilities(lambda p, direction: p * direction - p * p * direction.sum(1)),
            _of_probabilities(lambda p, direction: p * direction - p * p * direction.sum(1, keepdim=True)),
            _of_probabilities(lambda p, direction: p * (direction - direction.sum(1, keepdim=True))),
            _of_probabilities(lambda p, direction: p * (direction - direction.sum(1))),
        ),
        "not_exact": (),  # told by how near it is
    },
    near=0.005,
    by_hand=("diag_embed",),
)


def _half_squared_error(p):
    """Minus its slope along the lead, p of the true class."""
    return p * (1 - p) ** 2


@functools.cache
def _steps_to_one_half(lead=-10.0, rate=1.0, push=_half_squared_error):
    """Gradient steps on a lead until the probability is one half."""
    steps = 0
    while lead < 0:
        lead += rate * push(1 / (1 + math.exp(-lead)))
        steps += 1
    return steps


def _steps_from_minus_8():
    return _steps_to_one_half(lead=-8.0)


check_escape_steps = NumberExercise(
    name="escape_steps",
    reference=_steps_to_one_half,
    wrong={
        "cross_entropy": lambda: _steps_to_one_half(push=lambda p: 1 - p),
        "brier": lambda: _steps_to_one_half(rate=4.0),
        "two_scores": lambda: _steps_to_one_half(rate=2.0),
        "no_sigmoid_slope": lambda: _steps_to_one_half(push=lambda p: (1 - p) ** 2),
        "only_sigmoid_slope": lambda: _steps_to_one_half(push=lambda p: p * (1 - p)),
        "from_minus_8": (_steps_from_minus_8, lambda: _steps_from_minus_8() - 1),
        "one_off": (lambda: _steps_to_one_half() - 1, lambda: _steps_to_one_half() + 1),
        "guessed": (
            lambda: _steps_from_minus_8() * math.e**2,
            lambda: round(_steps_from_minus_8() * math.e**2),
            lambda: int(_steps_from_minus_8() * math.e**2),
            lambda: _steps_from_minus_8() * 7.4,
        ),
        "straight_line": (lambda: _steps_from_minus_8() * 10 / 8, lambda: _steps_from_minus_8() * 10 // 8),
        "capped": (lambda: 10_000, lambda: 10_001),  # the lab's path holds its start as well
    },
    tolerance=1e-6,  # a count: one more or less is another answer
)
