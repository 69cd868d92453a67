"""The exercises of lesson 02: meet Fashion-MNIST."""

from functools import partial

import numpy as np
import torch

from utils.checks.exercise import FunctionExercise, Mistake
from utils.checks.inputs import uniform
from utils.checks.returned import counted
from utils.language import N_


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
    mistakes={
        "own_numbers": Mistake(N_("mean, spread or both are those of X_new itself; new images get the numbers of the "
                                  "training images."),
            lambda X_train, X_new: _fitted_on(X_new, X_new),
            lambda X_train, X_new: _fitted_on(X_new, X_new, correction=1),
            lambda X_train, X_new: _standardised(X_new, X_train.mean(), X_new.std(correction=0)),
            lambda X_train, X_new: _standardised(X_new, X_new.mean(), X_train.std(correction=0)),
            *(partial(_by_column, of_new=True, correction=correction) for correction in (0, 1))),
        "both_together": Mistake(N_("mean and spread come from both sets together; that lets the new images leak "
                                    "into what is fitted."),
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new),
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new, correction=1)),
        "one_less": Mistake(N_("almost: the standard deviation divides by the number of entries less one; use "
                               "correction=0."),
            lambda X_train, X_new: _fitted_on(X_train, X_new, correction=1)),
        "each_column": Mistake(N_("each column has a mean or a spread of its own here; one of each serves all "
                                  "entries, without dim."),
            *(
                partial(_by_column, mean=mean, spread=spread, correction=correction)
                for mean, spread in ((True, True), (True, False), (False, True))
                for correction in (0, 1)
            )),
        "each_row": Mistake(N_("each training row has a mean and spread of its own; take one of each over all "
                               "entries, without dim."),
            *(
                partial(_by_row, keepdim=keepdim, correction=correction)
                for keepdim in (True, False)
                for correction in (0, 1)
            )),
        "variance": Mistake(N_("you divide by the variance; its square root is the standard deviation."),
            lambda X_train, X_new: (X_new - X_train.mean()) / X_train.var(correction=0),
            lambda X_train, X_new: (X_new - X_train.mean()) / X_train.var()),
        "centred_only": Mistake(N_("the mean is taken off, but the spread is still the old one; divide by the "
                                   "standard deviation."),
            lambda X_train, X_new: X_new - X_train.mean()),
        "fixed_numbers": Mistake(N_("these are the numbers of one fixed data set; work them out from X_train."),
            lambda X_train, X_new: (X_new - 0.2860) / 0.3530,
            lambda X_train, X_new: (X_new - 0.1307) / 0.3081),
        "halves": Mistake(N_("0.5 and 0.5 only move 0 ... 1 to -1 ... 1; mean and standard deviation have to come "
                             "from X_train."),
            lambda X_train, X_new: (X_new - 0.5) / 0.5),
        "brackets": Mistake(N_("division goes before subtraction, so only the mean is divided; put brackets around "
                               "the difference."),
            lambda X_train, X_new: X_new - X_train.mean() / X_train.std(correction=0),
            lambda X_train, X_new: X_new - X_train.mean() / X_train.std()),
        "training_rows": Mistake(N_("these are the training rows; the new ones are asked for, by the mean and spread "
                                    "of the training rows."),
            lambda X_train, X_new: _fitted_on(X_train, X_train),
            lambda X_train, X_new: _fitted_on(X_new, X_train)),
        "numpy_names": Mistake(N_("numpy's functions and names do not fit a tensor here; it has .mean() and "
                                  ".std(correction=0)."),
            lambda X_train, X_new: X_train.std(ddof=0),
            lambda X_train, X_new: np.mean(X_train),
            lambda X_train, X_new: np.std(X_train)),
        "sign": Mistake(N_("the sign is turned round: subtract the mean from X_new, not X_new from the mean."),
            lambda X_train, X_new: -_fitted_on(X_train, X_new)),
        "min_max": Mistake(N_("this moves the training entries to 0 ... 1; standardising takes mean and standard "
                              "deviation."),
            lambda X_train, X_new: (X_new - X_train.min()) / (X_train.max() - X_train.min())),
        "multiplied": Mistake(N_("you multiply by the standard deviation; divide by it, so that the spread is 1."),
            lambda X_train, X_new: (X_new - X_train.mean()) * X_train.std(correction=0)),
        "scaled_only": Mistake(N_("the spread is right, but the mean is still in it; take it off first."),
            lambda X_train, X_new: X_new / X_train.std(correction=0)),
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
    mistakes={
        "farthest": Mistake(N_("these are the classes whose means are farthest; the nearest has the smallest "
                               "distance."),
            lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).argmax(1)),
        "largest_product": Mistake(N_("the largest product favours means with large entries; compare distances, or "
                                      "subtract half of |mean|^2."),
            lambda X, labels, X_new: (X_new @ _class_means(X, labels).T).argmax(1)),
        "nearest_row": Mistake(N_("this is the class of the nearest single row; take the mean of each class first."),
            lambda X, labels, X_new: labels[_nearest(X_new, X)]),
        "row_number": Mistake(N_("these are numbers of rows of X; the answer is a class id, and each class has one "
                                 "mean."),
            lambda X, labels, X_new: _nearest(X_new, X)),
        "signed_difference": Mistake(N_("differences are added with their signs and cancel; square them before "
                                        "adding."),
            lambda X, labels, X_new: (X_new[:, None] - _class_means(X, labels)).sum(2).argmin(1)),
        "distance_itself": Mistake(N_("these are the smallest distances; the answer is whose they are: argmin in "
                                      "place of min."),
            lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).amin(1),
            lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).amin(1) ** 2),
        "sums": Mistake(N_("these are the nearest sums of a class's rows; divide each by the number of its rows."),
            lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.sum(0)))),
        "one_class_short": Mistake(N_("the last class has no mean: classes run from 0 to labels.max(), which is one "
                                      "more than that."),
            lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels, int(labels.max())))),
        "too_many_classes": Mistake(N_("you count more classes than there are, and those without a row get the mean "
                                       "nan; stop at labels.max()."),
            lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels, 10)),
            lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels, len(labels)))),
        "mean_for_each_row": Mistake(N_("you make a mean for each label, not for each class, so the position is no "
                                        "class id; count classes from 0."),
            lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels)[labels])),
        "no_half": Mistake(N_("the bias is twice what it should be: from each product subtract half of |mean|^2."),
            lambda X, labels, X_new: _nearest(X_new, 2 * _class_means(X, labels))),
        "median": Mistake(N_("these are medians; take the mean of each class's rows."),
            lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.median(0).values))),
        "not_stacked": Mistake(N_("a list of rows is no table yet; torch.stack(rows) makes one of it."),
            lambda X, labels, X_new: torch.cdist(X_new, list(_class_means(X, labels))),
            lambda X, labels, X_new: torch.tensor(list(_class_means(X, labels)))),
        "city_block": Mistake(N_("you add the absolute differences; the distance here is the root of the added "
                                 "squares."),
            lambda X, labels, X_new: _nearest(X_new, _class_means(X, labels), p=1.0)),
        "mean_distance": Mistake(N_("this is the mean distance to a class's rows; take the mean row first, then one "
                                    "distance to it."),
            lambda X, labels, X_new: _of_classes(
                torch.cdist(X, X_new), labels, lambda apart: apart.mean(0)
            ).argmin(0)),
        "per_class": Mistake(N_("this is the nearest new row of each class; turn it round: the nearest mean of each "
                                "new row."),
            lambda X, labels, X_new: _nearest(_class_means(X, labels), X_new)),
        "wrong_mean": Mistake(N_("the mean of a class is a row, one number for each feature: mean over its examples, "
                                 "dim=0."),
            lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.mean())),
            lambda X, labels, X_new: (
                ((X_new[:, None] - _of_classes(X, labels, lambda rows: rows.mean())) ** 2).sum(2).argmin(1)
            ),
            lambda X, labels, X_new: _nearest(X_new, _of_classes(X, labels, lambda rows: rows.mean(1)))),
        "class_sizes": Mistake(N_("a class with many rows is favoured here; the nearest mean wins, however many rows "
                                  "it is made of."),
            lambda X, labels, X_new: (
                torch.bincount(labels).log() - torch.cdist(X_new, _class_means(X, labels)) ** 2 / 2
            ).argmax(1)),
        "counted_from_one": Mistake(N_("every id is one too large; class ids count from 0, as argmin does."),
            lambda X, labels, X_new: 1 + _nearest(X_new, _class_means(X, labels))),
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


check_leaked = FunctionExercise(
    name="leaked",
    reference=lambda X_train, X_new: _same_rows(X_train, X_new).any(1).sum(),
    cases=_rows_with_copies(),
    show_expected=False,
    read=counted,
    mistakes={
        "every_pair": Mistake(N_("this counts pairs: a new row with two copies in X_train counts twice; each new row "
                                 "counts once."),
            lambda X_train, X_new: _same_rows(X_train, X_new).sum()),
        "training_rows": Mistake(N_("this counts rows of X_train; count the rows of X_new that occur there."),
            lambda X_train, X_new: _same_rows(X_train, X_new).any(0).sum()),
        "distinct_rows": Mistake(N_("a row that X_new holds twice is counted once; both of them have leaked."),
            lambda X_train, X_new: len(
                {tuple(row) for row in X_new.tolist()} & {tuple(row) for row in X_train.tolist()}
            )),
        "any_entry": Mistake(N_("one equal entry is enough here; a leaked row is equal in all its entries."),
            lambda X_train, X_new: (X_new[:, None] == X_train).any(2).any(1).sum()),
        "share": Mistake(N_("this is a share of the rows of X_new; the question asks how many."),
            lambda X_train, X_new: _same_rows(X_train, X_new).any(1).double().mean(),
            lambda X_train, X_new: 100 * _same_rows(X_train, X_new).any(1).double().mean()),
        "the_clean_ones": Mistake(N_("these are the rows that have not leaked; count the others."),
            lambda X_train, X_new: (~_same_rows(X_train, X_new).any(1)).sum()),
        "same_place": Mistake(N_("this compares rows at the same place; a copy may stand anywhere in X_train."),
            lambda X_train, X_new: sum(torch.equal(one, other) for one, other in zip(X_train, X_new, strict=False)),
            lambda X_train, X_new: (X_train == X_new).all(1).sum()),
        "found_rows": Mistake(N_("the right rows are marked; the answer is how many they are: count them with .sum()."),
            lambda X_train, X_new: _same_rows(X_train, X_new).any(1).long()),
        "each_row": Mistake(N_("this is a number for each row of X_new; add up the rows that have leaked."),
            lambda X_train, X_new: _same_rows(X_train, X_new).sum(1)),
        "entries": Mistake(N_("this counts entries that occur somewhere in X_train; compare whole rows."),
            lambda X_train, X_new: torch.isin(X_new, X_train).sum()),
        "entries_anywhere": Mistake(N_("each entry occurs somewhere in X_train, not in one row of it; compare whole "
                                       "rows."),
            lambda X_train, X_new: torch.isin(X_new, X_train).all(1).sum()),
        "by_identity": Mistake(N_("0 for every input: compare one row with one row, in all entries; tensors in a set "
                                  "or tuple never match, their tolist() does."),
            lambda X_train, X_new: 0),
        "repeats": Mistake(N_("this also counts what is stored twice within one of the two; count the rows of X_new "
                              "that X_train holds."),
            lambda X_train, X_new: len(X_train) + len(X_new) - len(torch.cat([X_train, X_new]).unique(dim=0)),
            lambda X_train, X_new: (
                len(X_train.unique(dim=0)) + len(X_new) - len(torch.cat([X_train, X_new]).unique(dim=0))
            )),
        "nearly_equal": Mistake(N_("rows that are only alike count here too (a tolerance, rounding, a mask); a "
                                   "leaked row is equal in every entry, to the last bit."),
            lambda X_train, X_new: (torch.cdist(X_new, X_train) < 0.01).any(1).sum(),
            lambda X_train, X_new: _same_rows(X_train > 0, X_new > 0).any(1).sum()),
    },
)
