"""The exercises of lesson 03: fit one-hot labels with MSE."""

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, OrderExercise
from utils.checks.formulas import differences, errors, mean_and_sum, naive_differences, of_true_class, true_scores
from utils.checks.inputs import scored_examples, uniform

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
        "softmax_first": (
            lambda scores, labels: (differences(scores, labels) ** 2).sum(1).mean() / 2,
            lambda scores, labels: (naive_differences(scores, labels) ** 2).sum(1).mean() / 2,
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
        ),
        "square_root": (
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1).sqrt().mean(),
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1).sqrt().mean() / 2,
        ),
    },
)

check_mse_gradient = FunctionExercise(
    name="mse_gradient",
    reference=lambda scores, labels: errors(scores, labels) / len(scores),
    cases=scored_examples(),
    wrong={
        "not_divided": errors,
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
    return 2 / eigenvalue if eigenvalue > noise else torch.tensor(torch.nan)  # below it the mistake has no fixed value


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
        "no_ones": lambda X: 2 / _eigenvalues(X)[-1],
        "not_divided": lambda X: 2 / _eigenvalues(_with_ones(X), divisor=1)[-1],
        "singular_value": (
            lambda X: 2 / _largest_singular_value(X),
            lambda X: 2 / (_largest_singular_value(X) / len(X)),
            lambda X: 2 / (_largest_singular_value(X) / len(X) ** 0.5),
        ),
        "centred": (
            lambda X: _two_over(_eigenvalues(X - X.mean(0))[-1], noise=1e-9),
            lambda X: _two_over(_eigenvalues(X - X.mean(0), divisor=len(X) - 1)[-1], noise=1e-9),
            lambda X: 2 / _eigenvalues(_with_ones(X - X.mean(0)))[-1],
        ),
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
