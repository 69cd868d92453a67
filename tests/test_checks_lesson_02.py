"""What the exercises of lesson 02 take for right, against scikit-learn and the lesson's own other way."""

import numpy as np
import torch
from sklearn.neighbors import NearestCentroid
from sklearn.preprocessing import StandardScaler

from utils.checks import lesson_02 as checks


def test_standardise_is_scikit_learns_on_all_entries_as_one_column():
    for case in checks.check_standardise.cases:
        column, new = (values.double().reshape(-1, 1).numpy() for values in case.values())
        oracle = StandardScaler().fit(column).transform(new)
        got = checks.check_standardise.reference(**case).double().reshape(-1, 1).numpy()
        assert np.allclose(got, oracle, atol=1e-5)


def test_nearest_mean_is_scikit_learns_and_no_case_is_near_a_tie():
    for case in checks.check_nearest_mean.cases:
        X, labels, X_new = (values.numpy() for values in case.values())
        got = checks.check_nearest_mean.reference(**case)
        means = NearestCentroid().fit(X, labels)  # refuses a single class
        assert np.array_equal(got.numpy(), means.predict(X_new))
        apart = torch.cdist(case["X_new"].double(), torch.tensor(means.centroids_).double()).sort(dim=1).values
        assert (apart[:, 1] / apart[:, 0] > 1 + 1e-4).all()


def test_nearest_mean_meets_every_kind_of_rows():
    cases = checks.check_nearest_mean.cases
    shapes = [case["X"].shape for case in cases]
    assert len(set(shapes)) == len(shapes) >= 5
    assert any(n == d for n, d in shapes) and any(n > d for n, d in shapes)
    assert any(len(case["X_new"]) == 1 for case in cases)
    assert any(case["X"].abs().max() > 100 for case in cases)


def test_leaked_is_what_a_set_of_bytes_counts():
    """The way the exercise's own solution recommends; a row of -0.0 would equal one of 0.0, and its bytes would not."""
    for case in checks.check_leaked.cases:
        assert not any(torch.signbit(rows).any() for rows in case.values())
        known = {row.numpy().tobytes() for row in case["X_train"]}
        count = sum(row.numpy().tobytes() in known for row in case["X_new"])
        assert checks.check_leaked.reference(**case) == count > 0
