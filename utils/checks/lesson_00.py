"""The exercises of lesson 00: start here."""

import torch

from utils.checks.exercise import FunctionExercise
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import uniform


def _amounts():
    """Amounts: not square, square, one example, one class that has it all, large ones; no sum equals another's."""
    shapes = [(4, 3, 1), (3, 3, 10), (1, 5, 1), (6, 2, 2), (2, 10, 1000), (5, 4, 3)]
    cases = [uniform((n, n_classes), 40 + seed, 0, size) for seed, (n, n_classes, size) in enumerate(shapes)]
    cases[0][1] = torch.tensor([0.0, 2.0, 0.0])
    return [{"amounts": amounts} for amounts in cases]


check_shares = FunctionExercise(
    name="shares",
    reference=lambda amounts: amounts / amounts.sum(1, keepdim=True),
    cases=_amounts(),
    wrong={
        "keepdim": (lambda amounts: amounts / amounts.sum(1), lambda amounts: amounts.numpy() / amounts.numpy().sum(1)),
        "of_everything": lambda amounts: amounts / amounts.sum(),
        "of_columns": lambda amounts: amounts / amounts.sum(0),
        "of_largest": (
            lambda amounts: amounts / amounts.amax(1, keepdim=True),
            lambda amounts: amounts / amounts.max(),
        ),
        "percent": lambda amounts: 100 * amounts / amounts.sum(1, keepdim=True),
        "mean": lambda amounts: amounts / amounts.mean(1, keepdim=True),
        "softmax": (lambda amounts: torch.softmax(amounts, 1), naive_softmax),
        "sums_alone": (lambda amounts: amounts.sum(1, keepdim=True), lambda amounts: amounts.sum(1)),
        "upside_down": lambda amounts: amounts.sum(1, keepdim=True) / amounts,
        "of_length": lambda amounts: amounts / amounts.norm(dim=1, keepdim=True),
        "of_count": (lambda amounts: amounts / amounts.shape[1], lambda amounts: amounts / amounts.shape[0]),
        "rounded": lambda amounts: (amounts / amounts.sum(1, keepdim=True)).round(decimals=2),
    },
)
