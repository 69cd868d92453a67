"""The exercises of lesson 08: read a loss as a likelihood."""

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, NumberExercise
from utils.checks.inputs import uniform


def _errors_and_deltas():
    """Errors (n, k) and a delta: some errors inside, some beyond, large ones, delta 1 once only."""
    shapes = [(3, 4, 2, 1.0), (2, 2, 3, 1.7), (1, 6, 4, 2.0), (6, 1, 2, 0.8), (4, 3, 1e3, 300.0), (5, 2, 3, 1.5)]
    return [{"error": uniform((n, k), seed, -size, size), "delta": delta}
            for seed, (n, k, size, delta) in enumerate(shapes, start=80)]


def _inside(error, delta, parabola, line):
    return torch.where(error.abs() <= delta, parabola, line)


check_huber = FunctionExercise(
    name="huber",
    reference=lambda error, delta: losses.huber_loss(error, delta, reduction="none"),
    cases=_errors_and_deltas(),
    wrong={
        "no_half": (
            lambda error, delta: _inside(error, delta, error**2, delta * (error.abs() - delta / 2)),
            lambda error, delta: _inside(error, delta, error**2, 2 * delta * (error.abs() - delta / 2)),
            lambda error, delta: _inside(error, delta, error**2, delta * (2 * error.abs() - delta)),
        ),
        "not_joined": (
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * error.abs()),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error.abs() - delta)),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error.abs() - 0.5)),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * error.abs() - delta / 2),
        ),
        "divided_by_delta": lambda error, delta: losses.huber_loss(error, delta, reduction="none") / delta,
        "delta_is_one": (
            lambda error, delta: losses.huber_loss(error, 1.0, reduction="none"),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs()),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - 0.5),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - delta / 2),
        ),
        "swapped": lambda error, delta: _inside(error, delta, delta * (error.abs() - delta / 2), error**2 / 2),
        "signed": (
            lambda error, delta: torch.where(error <= delta, error**2 / 2, delta * (error - delta / 2)),
            lambda error, delta: torch.where(error <= delta, error**2 / 2, delta * (error.abs() - delta / 2)),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error - delta / 2)),
        ),
        "parabola_only": lambda error, delta: error**2 / 2,
    },
)

check_huber_slope = FunctionExercise(
    name="huber_slope",
    reference=lambda error, delta: error.clamp(-delta, delta),
    cases=_errors_and_deltas(),
    wrong={
        "not_cut": lambda error, delta: error,
        "sign_only": (
            lambda error, delta: _inside(error, delta, error, error.sign()),
            lambda error, delta: error.sign(),
        ),
        "no_sign": (
            lambda error, delta: error.abs().clamp(max=delta),
            lambda error, delta: error.clamp(max=delta),
            lambda error, delta: _inside(error, delta, error, torch.full_like(error, delta)),
        ),
        "divided_by_delta": lambda error, delta: (error / delta).clamp(-1, 1),
        "zero_outside": lambda error, delta: _inside(error, delta, error, torch.zeros_like(error)),
        "downhill": lambda error, delta: -error.clamp(-delta, delta),
    },
)


def _rows_of_points():
    """Points (n, k), unsorted: even and odd numbers, one row, equal points, large numbers."""
    shapes = [(3, 4, 5), (3, 3, 5), (1, 6, 5), (4, 5, 5), (2, 8, 1e3)]
    cases = [{"points": uniform((n, k), seed, -size, size)} for seed, (n, k, size) in enumerate(shapes, start=90)]
    return [*cases, {"points": torch.tensor([[3.0, 1.0, 2.0, 2.0, 9.0, -4.0]])}]


def _twice(values):
    return torch.stack([values, values], dim=1)


def _places(points, low, high):
    """(n, 2) the points of each row at two places, counted from 0."""
    last = points.shape[1] - 1
    return torch.stack([points[:, min(low, last)], points[:, min(high, last)]], dim=1)


def _sorted_places(points, low, high):
    return _places(points.sort(dim=1).values, low, high)


check_median_interval = FunctionExercise(
    name="median_interval",
    reference=lambda points: _sorted_places(points, (points.shape[1] - 1) // 2, points.shape[1] // 2),
    cases=_rows_of_points(),
    wrong={
        "midpoint": lambda points: _twice(points.quantile(0.5, dim=1)),
        "lower_only": lambda points: _twice(points.median(dim=1).values),
        "unsorted": (
            lambda points: _places(points, (points.shape[1] - 1) // 2, points.shape[1] // 2),
            lambda points: _places(points, points.shape[1] // 2 - 1, points.shape[1] // 2),
        ),
        "mean": lambda points: _twice(points.mean(dim=1)),
        "whole_range": lambda points: torch.stack([points.amin(dim=1), points.amax(dim=1)], dim=1),
        "always_two": lambda points: _sorted_places(points, points.shape[1] // 2 - 1, points.shape[1] // 2),
        "too_high": lambda points: _sorted_places(points, points.shape[1] // 2, points.shape[1] // 2 + 1),
    },
)


def _measured():
    return torch.tensor([1.0, 2.0, 3.0, 4.0, 100.0])


check_delta_for_the_mean = NumberExercise(
    name="delta_for_the_mean",
    reference=lambda: (_measured() - _measured().mean()).abs().max(),
    wrong={
        "last_gap": lambda: _measured()[4] - _measured()[3],
        "from_median": lambda: _measured().max() - _measured().median(),
        "largest_near": lambda: (_measured()[:4] - _measured().mean()).abs().max(),
        "range": lambda: _measured().max() - _measured().min(),
        "mean_itself": lambda: _measured().mean(),
    },
)
