"""The exercises of lesson 02: meet Fashion-MNIST."""

import torch

from utils.checks.exercise import FunctionExercise
from utils.checks.inputs import uniform


def _training_and_new_rows():
    """Rows X_train and X_new: tall, square, wide, one training row, one new row, large numbers."""
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (2, 5, 6, 1), (1, 4, 3, 1), (7, 2, 1, 1), (4, 3, 5, 1e3)]
    return [
        {"X_train": uniform((n, d), 2 * seed, 0, size), "X_new": uniform((m, d), 2 * seed + 1, 0.3 * size, size)}
        for seed, (n, d, m, size) in enumerate(shapes)
    ]


def _standardised(X, mean, deviation):
    return torch.where(deviation > 0, (X - mean) / deviation, torch.nan)  # no spread: the mistake has no fixed value


def _fitted_on(X, X_new, correction=0):
    return _standardised(X_new, X.mean(), X.std(correction=correction))


check_standardise = FunctionExercise(
    name="standardise",
    reference=lambda X_train, X_new: (X_new - X_train.mean()) / X_train.std(correction=0),
    cases=_training_and_new_rows(),
    wrong={
        "own_numbers": (
            lambda X_train, X_new: _fitted_on(X_new, X_new),
            lambda X_train, X_new: _fitted_on(X_new, X_new, correction=1),
        ),
        "both_together": (
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new),
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new, correction=1),
        ),
        "one_less": lambda X_train, X_new: _fitted_on(X_train, X_new, correction=1),
        "each_column": (
            lambda X_train, X_new: _standardised(X_new, X_train.mean(0), X_train.std(0, correction=0)),
            lambda X_train, X_new: _standardised(X_new, X_train.mean(0), X_train.std(0, correction=1)),
        ),
        "variance": (
            lambda X_train, X_new: (X_new - X_train.mean()) / X_train.var(correction=0),
            lambda X_train, X_new: (X_new - X_train.mean()) / X_train.var(),
        ),
        "centred_only": lambda X_train, X_new: X_new - X_train.mean(),
        "fixed_numbers": (
            lambda X_train, X_new: (X_new - 0.2860) / 0.3530,
            lambda X_train, X_new: (X_new - 0.1307) / 0.3081,
        ),
    },
)


def _labelled_and_new_rows():
    """Rows X with labels that name every class up to the largest, and new rows."""
    shapes = [(9, 3, 8, 3, 2), (4, 4, 6, 2, 2), (1, 4, 3, 1, 2), (6, 2, 9, 2, 2), (8, 5, 7, 4, 2), (7, 3, 6, 3, 1e3)]
    return [
        {
            "X": uniform((n, d), 3 * seed, -size, size),
            "labels": torch.arange(n) % n_classes,
            "X_new": uniform((m, d), 3 * seed + 1, -size, size),
        }
        for seed, (n, d, m, n_classes, size) in enumerate(shapes)
    ]


def _class_means(X, labels):
    return torch.stack([X[labels == k].mean(0) for k in range(int(labels.max()) + 1)])


check_nearest_mean = FunctionExercise(
    name="nearest_mean",
    reference=lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).argmin(1),
    cases=_labelled_and_new_rows(),
    wrong={
        "farthest": lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).argmax(1),
        "largest_product": lambda X, labels, X_new: (X_new @ _class_means(X, labels).T).argmax(1),
        "nearest_row": lambda X, labels, X_new: labels[torch.cdist(X_new, X).argmin(1)],
        "row_number": lambda X, labels, X_new: torch.cdist(X_new, X).argmin(1),
        "signed_difference": lambda X, labels, X_new: (X_new[:, None] - _class_means(X, labels)).sum(2).argmin(1),
        "distance_itself": lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).min(1).values,
    },
)


def _rows_with_copies():
    """Rows of 0 and 1, some of X_new copied from X_train, some stored twice on either side."""
    cases = []
    for seed, (n, d, m) in enumerate([(6, 4, 5), (5, 5, 7), (1, 3, 4), (8, 2, 3), (4, 6, 6), (7, 4, 5)]):
        size = 200 if seed == 5 else 1
        X_train, X_new = (uniform((rows, d), 5 * seed + k, -0.2, 1).round() for k, rows in enumerate((n, m)))
        X_new[0] = X_new[1] = X_train[-1]
        X_train[0] = X_train[-1]
        X_new[2] = X_train[n // 2]
        cases.append({"X_train": size * X_train, "X_new": size * X_new})
    return cases


def _same_rows(X_train, X_new):
    return (X_new[:, None] == X_train).all(2)  # (m, n)


check_leaked = FunctionExercise(
    name="leaked",
    reference=lambda X_train, X_new: _same_rows(X_train, X_new).any(1).sum(),
    cases=_rows_with_copies(),
    show_expected=False,
    wrong={
        "every_pair": lambda X_train, X_new: _same_rows(X_train, X_new).sum(),
        "training_rows": lambda X_train, X_new: _same_rows(X_train, X_new).any(0).sum(),
        "distinct_rows": lambda X_train, X_new: len(
            {tuple(row) for row in X_new.tolist()} & {tuple(row) for row in X_train.tolist()}
        ),
        "any_entry": lambda X_train, X_new: (X_new[:, None] == X_train).any(2).any(1).sum(),
        "share": lambda X_train, X_new: _same_rows(X_train, X_new).any(1).double().mean(),
        "the_clean_ones": lambda X_train, X_new: (~_same_rows(X_train, X_new).any(1)).sum(),
        "same_place": lambda X_train, X_new: sum(
            torch.equal(one, other) for one, other in zip(X_train, X_new, strict=False)
        ),
    },
)
