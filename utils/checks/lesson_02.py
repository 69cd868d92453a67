"""The exercises of lesson 02: meet Fashion-MNIST."""

from functools import partial

import numpy as np
import torch

from utils.checks.exercise import FunctionExercise
from utils.checks.inputs import uniform
from utils.checks.truths import TypedExercise


def _training_and_new_rows():
    """Rows X_train and X_new: tall, square, wide, one training row, one new row, large numbers; one entry far out."""
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (2, 5, 6, 1), (1, 4, 3, 1), (7, 2, 1, 1), (4, 3, 5, 1e3)]
    cases = [
        {"X_train": uniform((n, d), 2 * seed, 0, size), "X_new": uniform((m, d), 2 * seed + 1, 0.3 * size, size)}
        for seed, (n, d, m, size) in enumerate(shapes)
    ]
    cases[0]["X_new"][0, 0] = 5.0
    return cases


def _standardised(X, mean, deviation):
    return torch.where(deviation > 0, (X - mean) / deviation, torch.nan)  # no spread: the mistake has no fixed value


def _fitted_on(X, X_new, correction=0):
    return _standardised(X_new, X.mean(), X.std(correction=correction))


def _by_column(X, X_new, mean=True, spread=True, of_new=False, correction=0):
    """X_new standardised with the mean, the spread or both of each column, of X or of X_new itself."""
    X = X_new if of_new else X
    mean = X.mean(0) if mean else X.mean()
    return _standardised(X_new, mean, X.std(0, correction=correction) if spread else X.std(correction=correction))


def _by_row(X, X_new, keepdim, correction):
    return (X_new - X.mean(1, keepdim=keepdim)) / X.std(1, keepdim=keepdim, correction=correction)


check_standardise = FunctionExercise(
    name="standardise",
    reference=lambda X_train, X_new: (X_new - X_train.mean()) / X_train.std(correction=0),
    cases=_training_and_new_rows(),
    wrong={
        "own_numbers": (
            lambda X_train, X_new: _fitted_on(X_new, X_new),
            lambda X_train, X_new: _fitted_on(X_new, X_new, correction=1),
            lambda X_train, X_new: _standardised(X_new, X_train.mean(), X_new.std(correction=0)),
            lambda X_train, X_new: _standardised(X_new, X_new.mean(), X_train.std(correction=0)),
            *(partial(_by_column, of_new=True, correction=correction) for correction in (0, 1)),
        ),
        "both_together": (
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new),
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new, correction=1),
        ),
        "one_less": lambda X_train, X_new: _fitted_on(X_train, X_new, correction=1),
        "each_column": tuple(
            partial(_by_column, mean=mean, spread=spread, correction=correction)
            for mean, spread in ((True, True), (True, False), (False, True))
            for correction in (0, 1)
        ),
        "each_row": tuple(
            partial(_by_row, keepdim=keepdim, correction=correction)
            for keepdim in (True, False)
            for correction in (0, 1)
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
        "halves": lambda X_train, X_new: (X_new - 0.5) / 0.5,
        "brackets": (
            lambda X_train, X_new: X_new - X_train.mean() / X_train.std(correction=0),
            lambda X_train, X_new: X_new - X_train.mean() / X_train.std(),
        ),
        "training_rows": (
            lambda X_train, X_new: _fitted_on(X_train, X_train),
            lambda X_train, X_new: _fitted_on(X_new, X_train),
        ),
        "numpy_names": (
            lambda X_train, X_new: X_train.std(ddof=0),
            lambda X_train, X_new: np.mean(X_train),
            lambda X_train, X_new: np.std(X_train),
        ),
        "sign": lambda X_train, X_new: -_fitted_on(X_train, X_new),
        "min_max": lambda X_train, X_new: (X_new - X_train.min()) / (X_train.max() - X_train.min()),
        "multiplied": lambda X_train, X_new: (X_new - X_train.mean()) * X_train.std(correction=0),
        "scaled_only": lambda X_train, X_new: X_new / X_train.std(correction=0),
    },
)


def _labelled_and_new_rows():
    """Rows X with labels that name every class up to the largest, not in order, and new rows; one new row, too.

    Two classes at least, which scikit-learn's NearestCentroid asks for. In the last case one class has most rows.
    """
    shapes = [
        (9, 3, 24, 3, 2),
        (4, 4, 15, 2, 2),
        (5, 4, 1, 2, 2),
        (6, 2, 27, 2, 2),
        (8, 5, 21, 4, 2),
        (7, 3, 18, 3, 1e3),
        (10, 3, 30, 3, 2),
    ]
    cases = [
        {
            "X": uniform((n, d), 3 * seed, -size, size),
            "labels": (torch.arange(n) % n_classes).flip(0),
            "X_new": uniform((m, d), 3 * seed + 1, -size, size),
        }
        for seed, (n, d, m, n_classes, size) in enumerate(shapes)
    ]
    cases[-1]["labels"] = torch.tensor([2, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    return cases


def _of_classes(X, labels, summary, n_classes=None):
    """What `summary` makes of the rows of each class, stacked; of all classes, or of a wrong number of them."""
    n_classes = int(labels.max()) + 1 if n_classes is None else n_classes
    return torch.stack([summary(X[labels == k]) for k in range(n_classes)])


def _class_means(X, labels, n_classes=None):
    return _of_classes(X, labels, lambda rows: rows.mean(0), n_classes)


def _nearest(X_new, points, p=2.0):
    return torch.cdist(X_new, points, p=p).argmin(1)


check_nearest_mean = FunctionExercise(
    name="nearest_mean",
    reference=lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels)),
    cases=_labelled_and_new_rows(),
    wrong={
        "farthest": lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).argmax(1),
        "largest_product": lambda X, labels, X_new: (X_new @ _class_means(X, labels).T).argmax(1),
        "nearest_row": lambda X, labels, X_new: labels[_nearest(X_new, X)],
        "row_number": lambda X, labels, X_new: _nearest(X_new, X),
        "signed_difference": lambda X, labels, X_new: (X_new[:, None] - _class_means(X, labels)).sum(2).argmin(1),
        "distance_itself": (
            lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).amin(1),
            lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).amin(1) ** 2,
        ),
        "sums": lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.sum(0))),
        "one_class_short": lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels, int(labels.max()))),
        "too_many_classes": (
            lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels, 10)),
            lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels, len(labels))),
        ),
        "mean_for_each_row": lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels)[labels]),
        "no_half": lambda X, labels, X_new: _nearest(X_new, 2 * _class_means(X, labels)),
        "median": lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.median(0).values)),
        "not_stacked": (
            lambda X, labels, X_new: torch.cdist(X_new, list(_class_means(X, labels))),
            lambda X, labels, X_new: torch.tensor(list(_class_means(X, labels))),
        ),
        "city_block": lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels), p=1.0),
        "mean_distance": lambda X, labels, X_new: _of_classes(
            torch.cdist(X, X_new), labels, lambda apart: apart.mean(0)
        ).argmin(0),
        "per_class": lambda X, labels, X_new: _nearest(_class_means(X, labels), X_new),
        "wrong_mean": (
            lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.mean())),
            lambda X, labels, X_new: (
                ((X_new[:, None] - _of_classes(X, labels, lambda rows: rows.mean())) ** 2).sum(2).argmin(1)
            ),
            lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.mean(1))),
        ),
        "class_sizes": lambda X, labels, X_new: (
            torch.bincount(labels).log() - torch.cdist(X_new, _class_means(X, labels)) ** 2 / 2
        ).argmax(1),
        "counted_from_one": lambda X, labels, X_new: 1 + _nearest(X_new, _class_means(X, labels)),
    },
)


def _rows_nearly_copied():
    """Grey rows; of X_new two are copied, one is copied but for the last bits, and a new one is there three times."""
    X_train, X_new = uniform((9, 3), 30, 1, 255), uniform((6, 3), 31, 1, 255)
    X_new[0], X_new[3] = X_train[2], X_train[7]
    X_new[1] = X_train[4].nextafter(torch.tensor(255.0))
    X_new[4] = X_new[5] = X_new[2]
    return {"X_train": X_train, "X_new": X_new}


def _rows_with_copies():
    """Rows of 0 and 1, some of X_new copied from X_train, some stored twice on either side; and grey ones.

    Equal rows are equal byte for byte, so that a set of `tobytes()` is right: no entry is -0.0.
    """
    cases = []
    for seed, (n, d, m) in enumerate([(6, 4, 5), (5, 5, 7), (1, 3, 4), (8, 2, 3), (4, 6, 6), (7, 4, 5)]):
        size = 200 if seed == 5 else 1
        X_train, X_new = (uniform((rows, d), 5 * seed + k, -0.2, 1).round().abs() for k, rows in enumerate((n, m)))
        X_new[0] = X_new[1] = X_train[-1]
        X_train[0] = X_train[-1]
        X_new[2] = X_train[n // 2]
        if seed % 2:
            X_new[-1] = X_train[1]
        cases.append({"X_train": size * X_train, "X_new": size * X_new})
    return [*cases, _rows_nearly_copied()]


def _same_rows(X_train, X_new):
    return (X_new[:, None] == X_train).all(2)  # (m, n)


check_leaked = TypedExercise(
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
        "share": (
            lambda X_train, X_new: _same_rows(X_train, X_new).any(1).double().mean(),
            lambda X_train, X_new: 100 * _same_rows(X_train, X_new).any(1).double().mean(),
        ),
        "the_clean_ones": lambda X_train, X_new: (~_same_rows(X_train, X_new).any(1)).sum(),
        "same_place": (
            lambda X_train, X_new: sum(torch.equal(one, other) for one, other in zip(X_train, X_new, strict=False)),
            lambda X_train, X_new: (X_train == X_new).all(1).sum(),
        ),
        "found_rows": lambda X_train, X_new: _same_rows(X_train, X_new).any(1).long(),
        "each_row": lambda X_train, X_new: _same_rows(X_train, X_new).sum(1),
        "entries": lambda X_train, X_new: torch.isin(X_new, X_train).sum(),
        "entries_anywhere": lambda X_train, X_new: torch.isin(X_new, X_train).all(1).sum(),
        "by_identity": lambda X_train, X_new: 0,
        "repeats": (
            lambda X_train, X_new: len(X_train) + len(X_new) - len(torch.cat([X_train, X_new]).unique(dim=0)),
            lambda X_train, X_new: (
                len(X_train.unique(dim=0)) + len(X_new) - len(torch.cat([X_train, X_new]).unique(dim=0))
            ),
        ),
        "nearly_equal": (
            lambda X_train, X_new: (torch.cdist(X_new, X_train) < 0.01).any(1).sum(),
            lambda X_train, X_new: _same_rows(X_train > 0, X_new > 0).any(1).sum(),
        ),
    },
)
