"""The exercises of lesson 08: read a loss as a likelihood."""

import operator

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, Mistake, NumberExercise
from utils.checks.inputs import uniform
from utils.language import N_


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
    mistakes={
        "no_half": Mistake(N_("twice the loss near zero; the parabola has a factor 1/2, so that its slope is the "
                              "error."),
            lambda error, delta: _inside(error, delta, error**2, _line(error, delta)),
            lambda error, delta: 2 * _huber(error, delta)),
        "not_joined": Mistake(N_("the line does not meet the parabola at delta; what has to be taken off delta * |e|?"),
            _line_that_misses(lambda delta: 0),
            _line_that_misses(lambda delta: delta**2),
            _line_that_misses(lambda delta: -(delta**2) / 2),
            _line_that_misses(lambda delta: delta / 2),
            _line_that_misses(lambda delta: delta),
            _line_that_misses(lambda delta: 1 / 2)),
        "divided_by_delta": Mistake(N_("this is torch's smooth_l1_loss, the Huber loss divided by delta."),
            lambda error, delta: _huber(error, delta) / delta),
        "delta_is_one": Mistake(N_("the line ignores delta: its slope should be delta, and it should begin there."),
            lambda error, delta: _huber(error, 1.0),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs()),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - 0.5),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - delta / 2)),
        "swapped": Mistake(N_("the pieces are swapped: the parabola belongs inside delta, the line outside."),
            lambda error, delta: _inside(error, delta, _line(error, delta), error**2 / 2)),
        "signed_test": Mistake(N_("you compare the error itself with delta; a very negative error is large too: use "
                                  "its size."),
            lambda error, delta: torch.where(error <= delta, error**2 / 2, _line(error, delta)),
            lambda error, delta: torch.where(error <= delta, error**2 / 2, delta * (error - delta / 2))),
        "signed_line": Mistake(N_("your line uses the error itself and falls below 0 for very negative ones; use its "
                                  "size there as well."),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error - delta / 2))),
        "parabola_only": Mistake(N_("this is half the squared error everywhere; beyond delta the loss is a line."),
            lambda error, delta: error**2 / 2),
        "line_only": Mistake(N_("this is the line everywhere, below 0 near zero; inside delta the loss is the "
                                "parabola."),
            _line),
        "one_truth": Mistake(N_("if, min and max of Python take one True or False; torch.where and torch.clamp "
                                "decide for each error."),
            _by_if),
        "row_by_row": Mistake(N_("your loop takes a row of error for one number; error may have any shape: "
                                 "torch.where takes it whole."),
            *ROW_AS_A_NUMBER,
            _each_row(lambda e, delta: e**2 / 2 if e.abs() <= delta else _line(e, delta))),
        "absolute": Mistake(N_("this is the absolute error; within delta the loss is a parabola."),
            lambda error, delta: error.abs()),
        "capped": Mistake(N_("your loss stands still beyond delta; Huber's goes on growing, in a straight line."),
            lambda error, delta: (error**2 / 2).clamp(max=delta**2 / 2),
            lambda error, delta: (error**2 / 2).clamp(max=delta)),
        "mean": Mistake(N_("this is one number for all errors; return one loss for each, in the shape of error."),
            lambda error, delta: _huber(error, delta).mean(),
            lambda error, delta: _huber(error, delta).sum(),
            lambda error, delta: _huber(error, 1.0).mean()),
        "slope": Mistake(N_("this is the slope of the Huber loss; return the loss itself."),
            lambda error, delta: error.clamp(-delta, delta)),
        "smooth": Mistake(N_("this is a smooth relative (pseudo-Huber); Huber's is a parabola up to delta and a "
                             "straight line beyond."),
            lambda error, delta: delta**2 * ((1 + (error / delta) ** 2).sqrt() - 1)),
    },
    by_hand=("huber_loss", "smooth_l1_loss", "losses.huber_loss", "scipy.special.huber"),
)

check_huber_slope = FunctionExercise(
    name="huber_slope",
    reference=lambda error, delta: error.clamp(-delta, delta),
    cases=_errors_and_deltas(),
    mistakes={
        "not_cut": Mistake(N_("this is the slope of half the squared error; beyond delta it grows no more."),
            lambda error, delta: error),
        "cut_above_only": Mistake(N_("you cut large errors at delta, but very negative ones not at -delta."),
            lambda error, delta: error.clamp(max=delta)),
        "cut_below_only": Mistake(N_("you cut very negative errors at -delta, but large ones not at delta."),
            lambda error, delta: error.clamp(min=-delta)),
        "negative_lost": Mistake(N_("negative errors get a slope of 0; theirs is the error too, down to -delta."),
            lambda error, delta: error.clamp(0, delta)),
        "sign_only": Mistake(N_("beyond delta the line rises by delta for each unit, not by 1."),
            lambda error, delta: _inside(error, delta, error, error.sign())),
        "absolute": Mistake(N_("this is the slope of absolute error, equally steep everywhere; inside delta the "
                               "slope is the error itself."),
            lambda error, delta: error.sign(),
            lambda error, delta: delta * error.sign()),
        "no_sign": Mistake(N_("the push has lost its direction; a negative error has a negative slope."),
            lambda error, delta: error.abs().clamp(max=delta),
            lambda error, delta: _inside(error, delta, error, torch.full_like(error, delta))),
        "delta_is_one": Mistake(N_("you cut at 1; cut at delta."), lambda error, delta: error.clamp(-1, 1)),
        "divided_by_delta": Mistake(N_("this is the slope of torch's smooth_l1_loss, divided by delta."),
            lambda error, delta: (error / delta).clamp(-1, 1)),
        "zero_outside": Mistake(N_("you let go of errors beyond delta; Huber still pushes there, with delta."),
            lambda error, delta: _inside(error, delta, error, torch.zeros_like(error))),
        "downhill": Mistake(N_("this points downhill; the slope is positive where the loss grows with the error."),
            lambda error, delta: -error.clamp(-delta, delta)),
        "doubled": Mistake(N_("inside delta this is the slope of e^2; the loss there is e^2 / 2."),
            lambda error, delta: _inside(error, delta, 2 * error, delta * error.sign()),
            lambda error, delta: _inside(error, delta, 2 * error, 2 * delta * error.sign())),
        "halved": Mistake(N_("inside delta the loss is e^2 / 2; its slope is e, not e / 2."),
            lambda error, delta: _inside(error, delta, error / 2, delta * error.sign())),
        "mean": Mistake(N_("you average over the errors; each has a slope of its own."),
            lambda error, delta: error.clamp(-delta, delta).mean(),
            lambda error, delta: error.clamp(-delta, delta) / error.numel()),
        "the_loss": Mistake(N_("this is the Huber loss; return its slope."), _huber),
        "one_truth": Mistake(N_("if, min and max of Python take one True or False; torch.where or clamp deals with "
                                "each error."),
            _by_if),
        "row_by_row": Mistake(N_("your loop takes a row of error for one number; error may have any shape: clamp "
                                 "takes it whole."),
            *ROW_AS_A_NUMBER,
            _each_row(lambda e, delta: e if e.abs() <= delta else delta * e.sign())),
        "zero_over_zero": Mistake(N_("right but where the error is exactly 0: an error over its own size is 0 / 0 "
                                     "there, which is nan; error.sign() is 0."),
            lambda error, delta: error / error.abs() * error.abs().clamp(max=delta)),
        "smooth": Mistake(N_("this bends smoothly towards delta; Huber's slope is exactly the error up to delta, and "
                             "delta beyond."),
            lambda error, delta: delta * torch.tanh(error / delta),
            lambda error, delta: error / (1 + (error / delta) ** 2).sqrt()),
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
    mistakes={
        "midpoint": Mistake(N_("both ends are the midpoint; with an even number of points, the ends differ."),
            lambda points: _twice(points.quantile(0.5, dim=1))),
        "one_end": Mistake(N_("this is one number for each row; return two, the lower and the upper end."),
            lambda points: points.median(dim=1).values,
            lambda points: points.median(dim=1, keepdim=True).values,
            lambda points: points.quantile(0.5, dim=1),
            lambda points: points.quantile(0.5, dim=1, keepdim=True)),
        "lower_only": Mistake(N_("both ends are torch's median, the lower one; find the upper end too."),
            lambda points: _twice(points.median(dim=1).values)),
        "upper_only": Mistake(N_("both ends are the upper one; with an even number of points, the lower end differs."),
            lambda points: _twice(_median_interval(points)[:, 1])),
        "unsorted": Mistake(N_("you take the two middle places without sorting the points first."),
            _middle_places,
            lambda points: _places(points, points.shape[1] // 2 - 1, points.shape[1] // 2)),
        "sorted_down": Mistake(N_("you sort down the columns; sort the points of each row: dim=1."),
            lambda points: _middle_places(points.sort(dim=0).values)),
        "sort_pair": Mistake(N_("points.sort(dim=1) is a pair, values and indices; take its .values first."),
            lambda points: points.sort(dim=1)[:, 0]),  # a tuple: an error
        "duplicates_dropped": Mistake(N_("equal points count once each; do not drop them (set, unique)."),
            _without_duplicates),
        "mean": Mistake(N_("the mean is the best constant of squared error; how many points lie on each side?"),
            lambda points: _twice(points.mean(dim=1))),
        "whole_range": Mistake(N_("these are the smallest and largest point; only part of that range is best."),
            lambda points: torch.stack([points.amin(dim=1), points.amax(dim=1)], dim=1)),
        "quartiles": Mistake(N_("a quarter of the points lies below the one and above the other; the best constants "
                                "lie in the middle."),
            lambda points: points.quantile(torch.tensor([0.25, 0.75]), dim=1).T),
        "always_two": Mistake(N_("right for an even number of points; an odd number has one middle, twice."),
            lambda points: _sorted_places(points, points.shape[1] // 2 - 1, points.shape[1] // 2)),
        "too_high": Mistake(N_("one place too high; places are counted from 0."),
            lambda points: _sorted_places(points, points.shape[1] // 2, points.shape[1] // 2 + 1)),
        "two_rows": Mistake(N_("the ends should stand beside each other, (n_rows, 2): torch.stack(..., dim=1)."),
            lambda points: _median_interval(points).T),
        "turned": Mistake(N_("the two ends have changed places; the lower one comes first."),
            lambda points: _median_interval(points).flip(1)),
        "places": Mistake(N_("these are places in the row, from argsort; return the points that stand there."),
            lambda points: _middle_places(points.argsort(dim=1))),
    },
)


def _measured():
    return torch.tensor([1.0, 2.0, 3.0, 4.0, 100.0])


def _errors_at_the_mean():
    return (_measured() - _measured().mean()).abs()


check_delta_for_the_mean = NumberExercise(
    name="delta_for_the_mean",
    reference=lambda: _errors_at_the_mean().max(),
    mistakes={
        "last_gap": Mistake(N_("this is how far the 100 lies from the 4; measure it from the constant, 22."),
            lambda: _measured()[4] - _measured()[3]),
        "from_median": Mistake(N_("this is how far the 100 lies from the median; measure it from 22."),
            lambda: _measured().max() - _measured().median()),
        "from_clean_mean": Mistake(N_("this is how far the 100 lies from the mean of the other four; measure it from "
                                      "22."),
            lambda: _measured().max() - _measured()[:4].mean()),
        "largest_near": Mistake(N_("with this delta the near points are not cut, but the outlier still is."),
            lambda: _errors_at_the_mean()[:4].max()),
        "smallest_near": Mistake(N_("this is the smallest of the five errors at 22; some of the others are still cut."),
            lambda: _errors_at_the_mean()[:4].min()),
        "mean_near": Mistake(N_("this is the mean of the four near errors at 22; how large may an error be that "
                                "delta must not cut?"),
            lambda: _errors_at_the_mean()[:4].mean()),
        "range": Mistake(N_("this is the whole range; delta is compared with errors at the constant 22."),
            lambda: _measured().max() - _measured().min()),
        "mean_itself": Mistake(N_("this is the best constant, not the delta that leads to it."),
            lambda: _measured().mean()),
        "outlier": Mistake(N_("this is where the outlier lies; delta is compared with its error, measured from 22."),
            lambda: _measured().max()),
        "of_the_lab": Mistake(N_("the lab's preset is a little more than needed; work out where it begins."),
            lambda: 80),
        "sign": Mistake(N_("delta is a size and above 0."), lambda: -_errors_at_the_mean().max()),
        "infinite": Mistake(N_("large enough is not infinite: some delta already cuts none of the five errors at 22."),
            lambda: torch.inf),
    },
)
