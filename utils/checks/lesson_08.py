"""The exercises of lesson 08: read a loss as a likelihood."""

import operator

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, NumberExercise
from utils.checks.inputs import uniform


def _errors_and_deltas():
    """Errors (n, k) and a delta: some errors inside, some beyond, one exactly 0, large ones last, delta 1 once only."""
    shapes = [(3, 4, 2, 1.0), (2, 2, 3, 1.7), (1, 6, 4, 2.0), (6, 1, 2, 0.8), (5, 2, 3, 1.5), (4, 3, 1e3, 300.0)]
    cases = [{"error": uniform((n, k), seed, -size, size), "delta": delta}
             for seed, (n, k, size, delta) in enumerate(shapes, start=80)]
    cases[4]["error"][0, 0] = 0
    return cases


def _inside(error, delta, parabola, line):
    return torch.where(error.abs() <= delta, parabola, line)


def _line(error, delta):
    return delta * (error.abs() - delta / 2)


def _line_that_misses(taken_off):
    """The parabola, and a line from which something else is taken off than delta squared / 2."""
    return lambda error, delta: _inside(error, delta, error**2 / 2, delta * error.abs() - taken_off(delta))


def _huber(error, delta):
    return losses.huber_loss(error, delta, reduction="none")


def _by_if(error, delta):
    """An if where torch.where is needed: an error."""
    return error if error.abs() <= delta else delta * error.sign()


# Rows as lists, which have no size and no place beside delta: each way to ask is an error in words of its own.
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge)
ROW_AS_A_NUMBER = (
    lambda error, delta: abs(error.tolist()),
    *(lambda error, delta, compare=compare: compare(error.tolist(), delta) for compare in COMPARISONS),
    *(lambda error, delta, compare=compare: compare(delta, error.tolist()) for compare in COMPARISONS),
)


def _each_row(decide):
    """An if for each row: an error, unless a row holds one number."""
    return lambda error, delta: torch.stack([decide(row, delta) for row in error])


check_huber = FunctionExercise(
    name="huber",
    reference=_huber,
    cases=_errors_and_deltas(),
    wrong={
        "no_half": (
            lambda error, delta: _inside(error, delta, error**2, _line(error, delta)),
            lambda error, delta: 2 * _huber(error, delta),
        ),
        "not_joined": (
            _line_that_misses(lambda delta: 0),
            _line_that_misses(lambda delta: delta**2),
            _line_that_misses(lambda delta: -(delta**2) / 2),
            _line_that_misses(lambda delta: delta / 2),
            _line_that_misses(lambda delta: delta),
            _line_that_misses(lambda delta: 1 / 2),
        ),
        "divided_by_delta": lambda error, delta: _huber(error, delta) / delta,
        "delta_is_one": (
            lambda error, delta: _huber(error, 1.0),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs()),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - 0.5),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - delta / 2),
        ),
        "swapped": lambda error, delta: _inside(error, delta, _line(error, delta), error**2 / 2),
        "signed_test": (
            lambda error, delta: torch.where(error <= delta, error**2 / 2, _line(error, delta)),
            lambda error, delta: torch.where(error <= delta, error**2 / 2, delta * (error - delta / 2)),
        ),
        "signed_line": lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error - delta / 2)),
        "parabola_only": lambda error, delta: error**2 / 2,
        "line_only": _line,
        "one_truth": _by_if,
        "row_by_row": (
            *ROW_AS_A_NUMBER,
            _each_row(lambda e, delta: e**2 / 2 if e.abs() <= delta else _line(e, delta)),
        ),
        "absolute": lambda error, delta: error.abs(),
        "capped": (
            lambda error, delta: (error**2 / 2).clamp(max=delta**2 / 2),
            lambda error, delta: (error**2 / 2).clamp(max=delta),
        ),
        "mean": (
            lambda error, delta: _huber(error, delta).mean(),
            lambda error, delta: _huber(error, delta).sum(),
            lambda error, delta: _huber(error, 1.0).mean(),
        ),
        "slope": lambda error, delta: error.clamp(-delta, delta),
        "smooth": lambda error, delta: delta**2 * ((1 + (error / delta) ** 2).sqrt() - 1),
    },
    by_hand=("huber_loss", "smooth_l1_loss", "losses.huber_loss", "scipy.special.huber"),
)

check_huber_slope = FunctionExercise(
    name="huber_slope",
    reference=lambda error, delta: error.clamp(-delta, delta),
    cases=_errors_and_deltas(),
    wrong={
        "not_cut": lambda error, delta: error,
        "cut_above_only": lambda error, delta: error.clamp(max=delta),
        "cut_below_only": lambda error, delta: error.clamp(min=-delta),
        "negative_lost": lambda error, delta: error.clamp(0, delta),
        "sign_only": lambda error, delta: _inside(error, delta, error, error.sign()),
        "absolute": (lambda error, delta: error.sign(), lambda error, delta: delta * error.sign()),
        "no_sign": (
            lambda error, delta: error.abs().clamp(max=delta),
            lambda error, delta: _inside(error, delta, error, torch.full_like(error, delta)),
        ),
        "delta_is_one": lambda error, delta: error.clamp(-1, 1),
        "divided_by_delta": lambda error, delta: (error / delta).clamp(-1, 1),
        "zero_outside": lambda error, delta: _inside(error, delta, error, torch.zeros_like(error)),
        "downhill": lambda error, delta: -error.clamp(-delta, delta),
        "doubled": (
            lambda error, delta: _inside(error, delta, 2 * error, delta * error.sign()),
            lambda error, delta: _inside(error, delta, 2 * error, 2 * delta * error.sign()),
        ),
        "halved": lambda error, delta: _inside(error, delta, error / 2, delta * error.sign()),
        "mean": (
            lambda error, delta: error.clamp(-delta, delta).mean(),
            lambda error, delta: error.clamp(-delta, delta) / error.numel(),
        ),
        "the_loss": _huber,
        "one_truth": _by_if,
        "row_by_row": (
            *ROW_AS_A_NUMBER,
            _each_row(lambda e, delta: e if e.abs() <= delta else delta * e.sign()),
        ),
        "zero_over_zero": lambda error, delta: error / error.abs() * error.abs().clamp(max=delta),
        "smooth": (
            lambda error, delta: delta * torch.tanh(error / delta),
            lambda error, delta: error / (1 + (error / delta) ** 2).sqrt(),
        ),
    },
    by_hand=("backward", "grad"),
)


def _rows_of_points():
    """Points (n, k), unsorted: even and odd numbers, one row, equal points in the middle, large numbers last."""
    shapes = [(3, 4, 5), (3, 3, 5), (1, 6, 5), (4, 5, 5), (2, 8, 1e3)]
    cases = [{"points": uniform((n, k), seed, -size, size)} for seed, (n, k, size) in enumerate(shapes, start=90)]
    *small, large = cases
    return [*small, {"points": torch.tensor([[3.0, 1.0, 1.0, 1.0, 9.0, -4.0]])}, large]


def _twice(values):
    return torch.stack([values, values], dim=1)


def _places(points, low, high):
    """(n, 2) the points of each row at two places, counted from 0."""
    last = points.shape[1] - 1
    return torch.stack([points[:, min(low, last)], points[:, min(high, last)]], dim=1)


def _sorted_places(points, low, high):
    return _places(points.sort(dim=1).values, low, high)


def _middle_places(points):
    return _places(points, (points.shape[1] - 1) // 2, points.shape[1] // 2)


def _median_interval(points):
    return _middle_places(points.sort(dim=1).values)


def _without_duplicates(points):
    return torch.cat([_median_interval(row.unique()[None]) for row in points])


check_median_interval = FunctionExercise(
    name="median_interval",
    reference=_median_interval,
    cases=_rows_of_points(),
    wrong={
        "midpoint": lambda points: _twice(points.quantile(0.5, dim=1)),
        "one_end": (
            lambda points: points.median(dim=1).values,
            lambda points: points.median(dim=1, keepdim=True).values,
            lambda points: points.quantile(0.5, dim=1),
            lambda points: points.quantile(0.5, dim=1, keepdim=True),
        ),
        "lower_only": lambda points: _twice(points.median(dim=1).values),
        "upper_only": lambda points: _twice(_median_interval(points)[:, 1]),
        "unsorted": (
            _middle_places,
            lambda points: _places(points, points.shape[1] // 2 - 1, points.shape[1] // 2),
        ),
        "sorted_down": lambda points: _middle_places(points.sort(dim=0).values),
        "sort_pair": lambda points: points.sort(dim=1)[:, 0],  # a tuple: an error
        "duplicates_dropped": _without_duplicates,
        "mean": lambda points: _twice(points.mean(dim=1)),
        "whole_range": lambda points: torch.stack([points.amin(dim=1), points.amax(dim=1)], dim=1),
        "quartiles": lambda points: points.quantile(torch.tensor([0.25, 0.75]), dim=1).T,
        "always_two": lambda points: _sorted_places(points, points.shape[1] // 2 - 1, points.shape[1] // 2),
        "too_high": lambda points: _sorted_places(points, points.shape[1] // 2, points.shape[1] // 2 + 1),
        "two_rows": lambda points: _median_interval(points).T,
        "turned": lambda points: _median_interval(points).flip(1),
        "places": lambda points: _middle_places(points.argsort(dim=1)),
    },
)


def _measured():
    return torch.tensor([1.0, 2.0, 3.0, 4.0, 100.0])


def _errors_at_the_mean():
    return (_measured() - _measured().mean()).abs()


check_delta_for_the_mean = NumberExercise(
    name="delta_for_the_mean",
    reference=lambda: _errors_at_the_mean().max(),
    wrong={
        "last_gap": lambda: _measured()[4] - _measured()[3],
        "from_median": lambda: _measured().max() - _measured().median(),
        "from_clean_mean": lambda: _measured().max() - _measured()[:4].mean(),
        "largest_near": lambda: _errors_at_the_mean()[:4].max(),
        "smallest_near": lambda: _errors_at_the_mean()[:4].min(),
        "mean_near": lambda: _errors_at_the_mean()[:4].mean(),
        "range": lambda: _measured().max() - _measured().min(),
        "mean_itself": lambda: _measured().mean(),
        "outlier": lambda: _measured().max(),
        "of_the_lab": lambda: 80,
        "sign": lambda: -_errors_at_the_mean().max(),
        "infinite": lambda: torch.inf,
    },
)
