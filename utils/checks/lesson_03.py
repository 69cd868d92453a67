"""The exercises of lesson 03: fit one-hot labels with MSE."""

from functools import partial

import numpy as np
import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, OrderExercise
from utils.checks.formulas import (
    columns_of_all,
    differences,
    errors,
    mean_and_sum,
    naive_differences,
    of_true_class,
    true_scores,
)
from utils.checks.inputs import scored_examples, uniform


def _errors_with_columns(scores, labels, n_columns):
    """Scores minus one-hot rows of another width: raises where the widths cannot meet."""
    return scores - torch.eye(n_columns, dtype=scores.dtype)[labels]


def _with_wrong_columns(loss):
    """The mistakes in the width of the one-hot rows, `loss(errors)` made of each: as many as occur, 10, 3."""
    return (
        lambda scores, labels: loss(_errors_with_columns(scores, labels, int(labels.max()) + 1)),
        lambda scores, labels: loss(_errors_with_columns(scores, labels, len(labels))),
        lambda scores, labels: loss(_errors_with_columns(scores, labels, 10)),
        lambda scores, labels: loss(_errors_with_columns(scores, labels, 3)),
    )


def _half_squares(errors):
    return (errors**2).sum(1).mean() / 2


check_mse_on_one_hot = FunctionExercise(
    name="mse_on_one_hot",
    reference=losses.mse_on_one_hot,
    cases=scored_examples(),
    wrong={
        "no_half": lambda scores, labels: (errors(scores, labels) ** 2).sum(1).mean(),
        "mean_over_classes": (
            lambda scores, labels: (errors(scores, labels) ** 2).mean(),
            lambda scores, labels: (errors(scores, labels) ** 2).mean() / 2,
        ),
        "sum_over_examples": (
            lambda scores, labels: (errors(scores, labels) ** 2).sum() / 2,
            lambda scores, labels: (errors(scores, labels) ** 2).sum(),
        ),
        "over_examples": (
            lambda scores, labels: (errors(scores, labels) ** 2).sum(0).mean() / 2,
            lambda scores, labels: (errors(scores, labels) ** 2).sum(0).mean(),
        ),
        "per_example": (
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1) / 2,
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1),
        ),
        "softmax_first": (
            lambda scores, labels: (differences(scores, labels) ** 2).sum(1).mean() / 2,
            lambda scores, labels: (naive_differences(scores, labels) ** 2).sum(1).mean() / 2,
        ),
        "cross_entropy": torch.nn.functional.cross_entropy,
        "not_squared": (
            lambda scores, labels: errors(scores, labels).sum(1).mean() / 2,
            lambda scores, labels: errors(scores, labels).sum(1).mean(),
            lambda scores, labels: errors(scores, labels).mean(),
        ),
        "absolute_error": (
            lambda scores, labels: errors(scores, labels).abs().sum(1).mean(),
            lambda scores, labels: errors(scores, labels).abs().sum(1).mean() / 2,
            lambda scores, labels: errors(scores, labels).abs().mean(),
        ),
        "true_class_only": (
            lambda scores, labels: ((true_scores(scores, labels) - 1) ** 2).mean() / 2,
            lambda scores, labels: ((true_scores(scores, labels) - 1) ** 2).mean(),
        ),
        "labels_as_numbers": (
            lambda scores, labels: ((scores - labels[:, None]) ** 2).sum(1).mean() / 2,
            lambda scores, labels: ((scores - labels[:, None]) ** 2).sum(1).mean(),
            lambda scores, labels: ((scores - labels[:, None]) ** 2).mean(),
            lambda scores, labels: ((scores - labels) ** 2).sum(1).mean() / 2,
            lambda scores, labels: ((scores - labels) ** 2).sum(1).mean(),
            lambda scores, labels: ((scores - labels) ** 2).mean(),
        ),
        "columns": _with_wrong_columns(_half_squares),
        "square_root": (
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1).sqrt().mean(),
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1).sqrt().mean() / 2,
        ),
    },
    by_hand=("losses.mse_on_one_hot",),
)


def _summed_over_examples(scores, labels, keepdim):
    return errors(scores, labels).sum(0, keepdim=keepdim)


check_mse_gradient = FunctionExercise(
    name="mse_gradient",
    reference=lambda scores, labels: errors(scores, labels) / len(scores),
    cases=scored_examples(),
    wrong={
        "not_divided": errors,
        "averaged_away": (
            lambda scores, labels: errors(scores, labels).mean(),
            lambda scores, labels: errors(scores, labels).mean(1),
            lambda scores, labels: errors(scores, labels).mean(1, keepdim=True),
        ),
        "mean_by_dim": tuple(
            mistake
            for keepdim in (False, True)
            for mistake in mean_and_sum(partial(_summed_over_examples, keepdim=keepdim))
        ),
        "the_loss": losses.mse_on_one_hot,
        "columns_of_all": mean_and_sum(columns_of_all),
        "squared": mean_and_sum(lambda scores, labels: errors(scores, labels) ** 2),
        "labels_as_numbers": (
            *mean_and_sum(lambda scores, labels: scores - labels[:, None]),
            *mean_and_sum(lambda scores, labels: scores - labels),
        ),
        "columns": tuple(
            mistake for slopes in mean_and_sum(lambda errors: errors) for mistake in _with_wrong_columns(slopes)
        ),
        "autograd": lambda scores, labels: losses.mse_on_one_hot(scores, labels).backward(),
        "sign": mean_and_sum(lambda scores, labels: -errors(scores, labels)),
        "factor_two": mean_and_sum(lambda scores, labels: 2 * errors(scores, labels)),
        "divided_by_classes": (
            lambda scores, labels: errors(scores, labels) / scores.numel(),
            lambda scores, labels: 2 * errors(scores, labels) / scores.numel(),
            lambda scores, labels: errors(scores, labels) / scores.shape[1],
        ),
        "softmax_first": (*mean_and_sum(differences), *mean_and_sum(naive_differences)),
        "true_class_only": mean_and_sum(lambda scores, labels: of_true_class(errors(scores, labels), labels)),
    },
    by_hand=("backward", "grad"),
)


def _inputs_without_ones():
    """Inputs X, none centred: tall, square, wide, square once a column is added, one example, large numbers."""
    shapes = [(6, 3, 1), (3, 3, 1), (2, 5, 1), (4, 3, 1), (1, 4, 1), (5, 2, 1e3)]
    return [{"X": uniform((n, d), seed, 0, size)} for seed, (n, d, size) in enumerate(shapes)]


def _with_ones(X):
    return torch.cat([X, torch.ones_like(X[:, :1])], dim=1)


def _eigenvalues(X, divisor=None):
    """Eigenvalues of X'X / n, ascending."""
    return torch.linalg.eigvalsh(X.double().T @ X.double() / (divisor or len(X)))


def _two_over(eigenvalue, noise):
    return torch.where(eigenvalue > noise, 2 / eigenvalue, torch.nan)  # below the noise the mistake has no fixed value


def _all_directions(X):
    eigenvalues = _eigenvalues(_with_ones(X))
    return _two_over(eigenvalues, noise=1e-3 * eigenvalues[-1])


def _row_of_ones(X):
    return torch.cat([X, torch.ones_like(X[:1])])


def _smallest_eigenvalue(X):
    smallest, *_, largest = _eigenvalues(_with_ones(X))
    return _two_over(smallest, noise=1e-3 * largest)


def _largest_singular_value(X):
    return torch.linalg.svdvals(_with_ones(X).double())[0]


check_largest_learning_rate = FunctionExercise(
    name="largest_learning_rate",
    reference=lambda X: 2 / _eigenvalues(_with_ones(X))[-1],
    cases=_inputs_without_ones(),
    wrong={
        "one_over": lambda X: 1 / _eigenvalues(_with_ones(X))[-1],
        "eigenvalue_itself": lambda X: _eigenvalues(_with_ones(X))[-1],
        "upside_down": lambda X: _eigenvalues(_with_ones(X))[-1] / 2,
        "all_directions": (_all_directions, lambda X: _all_directions(X).flip(0)),
        "trace": (
            lambda X: 2 / _eigenvalues(_with_ones(X)).sum(),
            lambda X: 2 / _eigenvalues(_with_ones(X)).mean(),
        ),
        "square": (
            lambda X: 2 / torch.linalg.eigvalsh(_with_ones(X))[-1],
            lambda X: 2 / torch.linalg.eigvalsh(X)[-1],
            lambda X: 2 / torch.linalg.eigvalsh(_with_ones(X) @ _with_ones(X) / len(X))[-1],
        ),
        "complex": lambda X: 2 / torch.linalg.eigvals(_with_ones(X).T @ _with_ones(X) / len(X)).max(),
        "no_ones": lambda X: 2 / _eigenvalues(X)[-1],
        "ones_shape": (
            lambda X: torch.cat([X, torch.ones(len(X))], dim=1),
            lambda X: np.hstack([X, np.ones(len(X))]),
            lambda X: 2 / _eigenvalues(torch.cat([X, torch.ones(len(X), 1)]))[-1],
        ),
        "ones_row": (
            lambda X: 2 / _eigenvalues(_row_of_ones(X))[-1],
            lambda X: 2 / _eigenvalues(_row_of_ones(X), divisor=len(X))[-1],
        ),
        "not_divided": lambda X: 2 / _eigenvalues(_with_ones(X), divisor=1)[-1],
        "divided_by_features": (
            lambda X: 2 / _eigenvalues(_with_ones(X), divisor=X.shape[1] + 1)[-1],
            lambda X: 2 / _eigenvalues(_with_ones(X), divisor=X.shape[1])[-1],
        ),
        "n_minus_one": (
            lambda X: 2 * (len(X) - 1) / _eigenvalues(_with_ones(X), divisor=1)[-1],
            lambda X: 2 / torch.linalg.eigvalsh(_with_ones(X).T @ _with_ones(X) / (len(X) - 1))[-1],
        ),
        "singular_value": (
            lambda X: 2 / _largest_singular_value(X),
            lambda X: 2 / (_largest_singular_value(X) / len(X)),
            lambda X: 2 / (_largest_singular_value(X) / len(X) ** 0.5),
            lambda X: 2 / torch.linalg.svdvals(X)[0],
            lambda X: 2 * len(X) / torch.linalg.svdvals(X)[0],
        ),
        "covariance": (
            lambda X: _two_over(_eigenvalues(X - X.mean(0))[-1], noise=1e-9),
            lambda X: _two_over(_eigenvalues(X - X.mean(0), divisor=len(X) - 1)[-1], noise=1e-9),
            lambda X: 2 / torch.linalg.eigvalsh(torch.cov(X.T))[-1],  # of one example nan, and eigvalsh stops
        ),
        "centred": lambda X: 2 / _eigenvalues(_with_ones(X - X.mean(0)))[-1],
        "smallest": _smallest_eigenvalue,
    },
    tolerance=1e-3,  # power iteration and float32 are welcome
)

# The letters of the lesson's list. Steps: E best fit (normal equations), B one-hot rows sum to 1, H a column of ones,
# C all three together, I independent columns, F the claim. Distractors: A range, D softmax, G descent, J perfect fit.
check_sum_to_one_proof = OrderExercise(
    name="sum_to_one_proof",
    needs={"E": "", "B": "", "H": "", "C": "EBH", "I": "C", "F": "I"},
    distractors="ADGJ",
)
