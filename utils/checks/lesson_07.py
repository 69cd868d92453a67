"""The exercises of lesson 07: follow the gradient."""

import functools
import math

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, NumberExercise
from utils.checks.formulas import differences, errors, mean_and_sum, naive_differences, naive_softmax, of_true_class
from utils.checks.inputs import scored_examples, uniform

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
        "naive_softmax": mean_and_sum(naive_differences),
        "true_class_only": mean_and_sum(lambda scores, labels: of_true_class(differences(scores, labels), labels)),
        "columns": mean_and_sum(lambda scores, labels: errors(scores.softmax(0), labels)),
    },
)


def _scored_inputs():
    """Inputs X, scores and labels: tall, square, wide, one example, large numbers, float64."""
    cases = []
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (2, 5, 3, 1), (1, 4, 5, 1), (5, 2, 3, 1e3)]
    for seed, (n, d, n_classes, size) in enumerate(shapes):
        labels = torch.randint(n_classes, (n,), generator=torch.Generator().manual_seed(seed))
        scores = uniform((n, n_classes), seed + 30, -2, 2)
        cases.append({"X": uniform((n, d), seed, 0, size), "scores": scores, "labels": labels})
    last = {name: value if name == "labels" else value.double() for name, value in cases[0].items()}
    return [*cases, {**last, "X": last["X"][:, :2]}]


def _weights_table(X, difference, bias=None):
    """X'(P - Y) with the bias row below, its column sum unless given."""
    return torch.cat([X.T @ difference, difference.sum(0, keepdim=True) if bias is None else bias])


def _with_bias_over_everything(X, scores, labels):
    return _weights_table(X, differences(scores, labels) / len(X), torch.zeros_like(scores[:1]))


check_weights_gradient = FunctionExercise(
    name="weights_gradient",
    reference=lambda X, scores, labels: _weights_table(X, differences(scores, labels) / len(X)),
    cases=_scored_inputs(),
    wrong={
        "bias_over_everything": _with_bias_over_everything,
        "not_divided": lambda X, scores, labels: _weights_table(X, differences(scores, labels)),
        "sign": (
            lambda X, scores, labels: -_weights_table(X, differences(scores, labels) / len(X)),
            lambda X, scores, labels: -_weights_table(X, differences(scores, labels)),
        ),
        "bias_divided_twice": lambda X, scores, labels: _weights_table(
            X, differences(scores, labels) / len(X), differences(scores, labels).sum(0, keepdim=True) / len(X) ** 2
        ),
        "bias_not_divided": lambda X, scores, labels: _weights_table(
            X, differences(scores, labels) / len(X), differences(scores, labels).sum(0, keepdim=True)
        ),
        "no_label": lambda X, scores, labels: _weights_table(X, losses.softmax(scores) / len(X)),
        "raw_scores": lambda X, scores, labels: _weights_table(X, errors(scores, labels) / len(X)),
    },
)


def _directed_scores():
    """Scores and a direction for each example: not square, square, one example, two classes, large scores, float64."""
    cases = []
    for seed, (n, n_classes, size) in enumerate([(3, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 150)]):
        scores, direction = uniform((n, n_classes), seed, -size, size), uniform((n, n_classes), seed + 40, -1, 2)
        cases.append({"scores": scores, "direction": direction})
    return [*cases, {name: value.double() for name, value in cases[0].items()}]


def _curvature(p, direction):
    return p * (direction - (p * direction).sum(1, keepdim=True))


check_curvature = FunctionExercise(
    name="curvature",
    reference=lambda scores, direction: _curvature(losses.softmax(scores), direction),
    cases=_directed_scores(),
    wrong={
        "diagonal_only": lambda scores, direction: losses.softmax(scores) * direction,
        "own_entries": lambda scores, direction: losses.softmax(scores) * (1 - losses.softmax(scores)) * direction,
        "plain_mean": lambda scores, direction: losses.softmax(scores) * (direction - direction.mean(1, keepdim=True)),
        "no_first_factor": lambda scores, direction: direction
        - (losses.softmax(scores) * direction).sum(1, keepdim=True),
        "whole_batch": lambda scores, direction: losses.softmax(scores)
        * (direction - (losses.softmax(scores) * direction).sum()),
        "sign": lambda scores, direction: -_curvature(losses.softmax(scores), direction),
        "naive_softmax": lambda scores, direction: _curvature(naive_softmax(scores), direction),
    },
)


@functools.cache
def _steps_to_one_half(logit=-10.0, rate=1.0, cross_entropy=False):
    """Gradient steps on a logit until the probability is one half: half squared error, or cross-entropy."""
    steps = 0
    while logit < 0:
        p = 1 / (1 + math.exp(-logit))
        logit += rate * (1 - p if cross_entropy else p * (1 - p) ** 2)
        steps += 1
    return steps


check_escape_steps = NumberExercise(
    name="escape_steps",
    reference=_steps_to_one_half,
    wrong={
        "cross_entropy": lambda: _steps_to_one_half(cross_entropy=True),
        "brier": lambda: _steps_to_one_half(rate=4.0),
        "two_scores": lambda: _steps_to_one_half(rate=2.0),
        "from_minus_8": lambda: _steps_to_one_half(logit=-8.0),
        "one_off": (lambda: _steps_to_one_half() - 1, lambda: _steps_to_one_half() + 1),
        "guessed": (
            lambda: round(_steps_to_one_half(logit=-8.0) * math.e**2),
            lambda: _steps_to_one_half(logit=-8.0) * math.e**2,
        ),
        "capped": lambda: 10_000,
    },
    tolerance=1e-6,  # a count: one more or less is another answer
)
