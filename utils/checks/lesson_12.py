"""The exercises of lesson 12: trust the probabilities."""

import math

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, NumberExercise, kind_of_exercise
from utils.checks.inputs import uniform

# --- the calibration error ----------------------------------------------------------------------------------------


def _forecasts():
    """Confidences, hits and bins: some bins empty in most cases, none on an inner edge, one image, a 1, float64."""
    cases = []
    for seed, (n, low, n_bins) in enumerate([(12, 0.3, 5), (40, 0.02, 4), (25, 0.5, 15), (1, 0.6, 3), (90, 0.02, 6)]):
        confidences = uniform((n,), seed, low, 0.995)
        at = confidences * n_bins
        confidences = torch.where((at - at.round()).abs() < 0.02, confidences - 0.05 / n_bins, confidences)
        hits = (uniform((n,), seed + 50, 0, 1) < 0.55).float()  # low bins too timid, high ones too sure
        cases.append({"confidences": confidences, "hits": hits, "n_bins": n_bins})
    first = cases[0]
    all_right = {"confidences": first["confidences"].double(), "hits": torch.ones(12).double(), "n_bins": 7}
    up_to_1 = {"confidences": torch.tensor([0.62, 1.0, 0.9, 1.0]), "hits": torch.tensor([1.0, 0, 1, 1]), "n_bins": 4}
    return [*cases, all_right, up_to_1]


def _bins(confidences, hits, n_bins):
    """Share of the examples, mean confidence, accuracy and middle of each bin that holds some; (b,) each."""
    places = (confidences * n_bins).long().clamp(max=n_bins - 1)
    counts = places.bincount(minlength=n_bins).double()
    said, was = (places.bincount(values.double(), n_bins) / counts for values in (confidences, hits))
    middles = (torch.arange(n_bins).double() + 0.5) / n_bins
    full = counts > 0
    return counts[full] / len(confidences), said[full], was[full], middles[full]


def _error(confidences, hits, n_bins):
    share, said, was, _ = _bins(confidences, hits, n_bins)
    return (share * (was - said).abs()).sum()


def _equal_bins(confidences, hits, n_bins):
    _, said, was, _ = _bins(confidences, hits, n_bins)
    return (was - said).abs().mean()


def _all_bins_equal(confidences, hits, n_bins):
    _, said, was, _ = _bins(confidences, hits, n_bins)
    return (was - said).abs().sum() / n_bins


def _sum_of_gaps(confidences, hits, n_bins):
    _, said, was, _ = _bins(confidences, hits, n_bins)
    return (was - said).abs().sum()


def _without_bin(which):
    """The error of all bins but one, the first (0) or the last (-1)."""

    def error(confidences, hits, n_bins):
        kept = (confidences * n_bins).long() != which % n_bins
        share = kept.double().mean()
        return share * _error(confidences[kept], hits[kept], n_bins) if kept.any() else torch.tensor(0.0)

    return error


def _equal_counts(confidences, hits, n_bins):
    parts = confidences.argsort().tensor_split(n_bins)
    gaps = [len(part) * (hits[part].mean() - confidences[part].mean()).abs() for part in parts if len(part)]
    return sum(gaps) / len(hits)


def _signed(confidences, hits, n_bins):
    share, said, was, _ = _bins(confidences, hits, n_bins)
    return (share * (was - said)).sum()


def _squared(confidences, hits, n_bins):
    share, said, was, _ = _bins(confidences, hits, n_bins)
    return (share * (was - said).square()).sum()


def _largest(confidences, hits, n_bins):
    _, said, was, _ = _bins(confidences, hits, n_bins)
    return (was - said).abs().max()


def _from_place(offset):
    """Compares with a place in the bin, from -0.5 at its lower edge to 0.5 at its upper one."""

    def error(confidences, hits, n_bins):
        share, _, was, middles = _bins(confidences, hits, n_bins)
        return (share * (was - middles - offset / n_bins).abs()).sum()

    return error


def _in_places(confidences, hits, places):
    """The error where each example lies in the bin of its place."""
    gaps = torch.zeros(int(places.max()) + 1).double().index_add(0, places, (hits - confidences).double())
    return gaps.abs().sum() / len(hits)


def _rounded(confidences, hits, n_bins):
    return _in_places(confidences, hits, (confidences * n_bins).round().long())


def _rounded_into_the_last(confidences, hits, n_bins):
    return _in_places(confidences, hits, (confidences * n_bins).round().long().clamp(max=n_bins - 1))


def _rounded_to_last(confidences, hits, n_bins):
    return _in_places(confidences, hits, (confidences * (n_bins - 1)).round().long())


def _own_range(kept):
    """The error in bins from the lowest to the highest confidence, of the examples `kept` by their place, 0 to 1."""

    def error(confidences, hits, n_bins):
        low, high = confidences.min(), confidences.max()
        if low == high:  # no width to divide: answers differ
            return torch.tensor(math.nan)
        along = (confidences - low) / (high - low)
        places = (along * n_bins).long().clamp(max=n_bins - 1)
        inside = kept(along)
        return _in_places(confidences[inside], hits[inside], places[inside]) * inside.double().mean()

    return error


def _of_bins(kept):
    """The error of the bins `kept` by how many images they hold, their accuracy and their number, from 0; (b,) each."""

    def error(confidences, hits, n_bins):
        share, said, was, middles = _bins(confidences, hits, n_bins)
        gaps = share * (was - said).abs()
        return gaps[kept((share * len(hits)).round(), was, (middles * n_bins).long())].sum()

    return error


def _with_empty_bins(confidences, hits, n_bins):
    """The error where an empty bin's mean, 0 / 0, is taken along."""
    is_full = len(_bins(confidences, hits, n_bins)[0]) == n_bins
    return _error(confidences, hits, n_bins) if is_full else torch.tensor(math.nan)


check_calibration_error = FunctionExercise(
    name="calibration_error",
    reference=_error,
    cases=_forecasts(),
    telling=-1,  # the last has a confidence of 1
    wrong={
        "end_missing": lambda confidences, hits, n_bins: _in_places(confidences, hits, (confidences * n_bins).long()),
        "bin_left_out": (
            _of_bins(lambda counts, was, numbers: was > 0),
            _of_bins(lambda counts, was, numbers: counts > 1),
            _of_bins(lambda counts, was, numbers: numbers == torch.arange(len(numbers))),  # up to the first empty one
        ),
        "empty_bins": _with_empty_bins,
        "not_weighted": (_equal_bins, _all_bins_equal, _sum_of_gaps),
        "percent": lambda *case: 100 * _error(*case),
        "bin_missing": (_without_bin(-1), _without_bin(0)),
        "bins_too_few": lambda confidences, hits, n_bins: _error(confidences, hits, n_bins - 1),
        "fixed_bins": tuple(lambda confidences, hits, _, n=n: _error(confidences, hits, n) for n in (10, 15)),
        "equal_counts": _equal_counts,
        "not_divided": lambda confidences, hits, n_bins: _error(confidences, hits, n_bins) * len(hits),
        "signed": (_signed, lambda *case: -_signed(*case)),
        "one_bin": lambda confidences, hits, n_bins: (hits.mean() - confidences.mean()).abs(),
        "each_example": lambda confidences, hits, n_bins: (hits - confidences).abs().mean(),
        "squared": (_squared, lambda *case: _squared(*case).sqrt()),
        "largest": _largest,
        "middles": (_from_place(0), _from_place(0.5), _from_place(-0.5)),
        "brier": lambda confidences, hits, n_bins: (confidences - hits).square().mean(),
        "rounded": (_rounded, _rounded_into_the_last, _rounded_to_last),
        "own_range": tuple(_own_range(kept) for kept in (lambda at: at >= 0, lambda at: at > 0, lambda at: at < 1)),
    },
)


# --- the temperature ----------------------------------------------------------------------------------------------


def _scaled_scores():
    """Scores whose best temperature is not 1, and labels drawn from the probabilities that they should have given."""
    cases = []
    shapes = [(150, 3, 0.5), (200, 5, 2.5), (250, 10, 0.35), (120, 4, 4.0)]  # examples, classes, size of a true score
    for seed, (n, n_classes, temperature) in enumerate(shapes):
        honest = uniform((n, n_classes), seed + 70, -2.5, 2.5).double()
        draws = uniform((n, 1), seed + 80, 0, 1).double()
        labels = (losses.softmax(honest).cumsum(1) < draws).sum(1).clamp(max=n_classes - 1)
        cases.append({"scores": (honest * temperature).float(), "labels": labels})
    return cases


def _lowest(price):
    """The T between 0.1 and 10 of the lowest price, for a price with a single lowest place."""
    low, high = math.log(0.1), math.log(10)
    while high - low > 1e-5:
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, right) if price(math.exp(left)) < price(math.exp(right)) else (left, high)
    return torch.tensor(math.exp((low + high) / 2))


def _surprise(scores, labels):
    return lambda T: losses.cross_entropy(scores.double() / T, labels).item()


def _best_temperature(scores, labels):
    return _lowest(_surprise(scores, labels))


def _best_for_brier(scores, labels):
    return _lowest(lambda T: losses.brier_loss(scores.double() / T, labels).item())


def _best_through_two_softmaxes(scores, labels):
    candidates = torch.logspace(-1, 1, 201).double()  # it may have several low places: try all, as a learner would
    prices = [losses.cross_entropy(losses.softmax(scores.double(), T), labels) for T in candidates.tolist()]
    return candidates[torch.stack(prices).argmin()]


def _as_sure_as_right(scores, labels):
    accuracy = (scores.argmax(dim=1) == labels).double().mean().item()
    return _lowest(lambda T: abs(losses.softmax(scores.double(), T).amax(dim=1).mean().item() - accuracy))


def _lowest_surprise(scores, labels):
    return _surprise(scores, labels)(_best_temperature(scores, labels).item())


def _places(scores, labels):
    """Where the best T stands in lists of usual lengths from 0.1 to 10, equal ratios or equal distances apart."""
    T = _best_temperature(scores, labels).item()
    by_ratio = {n: (math.log10(T) + 1) / 2 * (n - 1) for n in (100, 101, 200, 201, 400, 401, 500, 501, 1000, 1001)}
    by_distance = {n: (T - 0.1) / 9.9 * (n - 1) for n in (1000, 1001, 2000, 2001)}
    return by_ratio, by_distance


def _of_coarse(candidates):
    """The best of candidates that lie too far apart."""

    def best(scores, labels):
        prices = [losses.cross_entropy(scores / T, labels) for T in candidates.tolist()]
        return candidates[torch.stack(prices).argmin()]

    return best


COARSE = (
    *(torch.linspace(0.1, 10, n) for n in (34, 50, 100)),
    *(torch.logspace(-1, 1, n) for n in (21, 41)),
    *(torch.arange(first, 10.1, first) for first in (0.1, 0.5, 1.0)),
)


@kind_of_exercise
class TemperatureExercise(FunctionExercise):
    """Knows one mistake by where all results lie: a descent that starts at 1 and ends before the best T."""

    def known_mistake(self, outcomes):
        return super().known_mistake(outcomes) or self.short_descent(outcomes)

    def short_descent(self, outcomes):
        for case, outcome in zip(self.cases, outcomes, strict=True):
            if outcome.numbers is None or outcome.numbers.ndim:
                return None
            low, high = sorted((1.0, self.reference(**case).item()))
            if not low < outcome.numbers < high:
                return None
        return self.hint("few_steps")


check_best_temperature = TemperatureExercise(
    name="best_temperature",
    reference=_best_temperature,
    cases=_scaled_scores(),
    wrong={
        "inverse": lambda scores, labels: 1 / _best_temperature(scores, labels),
        "price": lambda scores, labels: torch.tensor(_lowest_surprise(scores, labels)),
        "one": lambda scores, labels: torch.tensor(1.0),
        "end_of_range": tuple(lambda scores, labels, T=T: torch.tensor(T) for T in (0.1, 10.0)),
        "place": tuple(lambda scores, labels, kind=kind, n=n: torch.tensor(round(_places(scores, labels)[kind][n]))
                       for kind, lengths in enumerate(_places(*_scaled_scores()[0].values())) for n in lengths),
        "exponent": tuple(lambda scores, labels, log=log: log(_best_temperature(scores, labels))
                          for log in (torch.log10, torch.log)),
        "one_side": (
            lambda scores, labels: _best_temperature(scores, labels).clamp(min=1),
            lambda scores, labels: _best_temperature(scores, labels).clamp(max=1),
        ),
        "coarse": (
            *(_of_coarse(candidates) for candidates in COARSE),
            lambda scores, labels: torch.tensor(round(_best_temperature(scores, labels).item(), 1)),
        ),
        "few_steps": (),  # by where the results lie
        "softmax_twice": _best_through_two_softmaxes,
        "as_sure_as_right": _as_sure_as_right,
        "brier": _best_for_brier,
    },
    tolerance=0.02,
    show_expected=False,
    by_hand=("calibration.fit_temperature",),
)


# --- the cheapest answer ------------------------------------------------------------------------------------------


def _priced_examples():
    """Probabilities and costs: tables that are not symmetric, one example, two classes, float64.

    In one all mistakes cost the same. A right answer is free but in the last.
    """
    cases = []
    for seed, (n, n_classes) in enumerate([(8, 3), (30, 4), (1, 3), (12, 2), (40, 10)]):
        probabilities = losses.softmax(uniform((n, n_classes), seed + 20, -2, 2))
        costs = uniform((n_classes, n_classes), seed + 90, 1, 12)
        cases.append({"probabilities": probabilities, "costs": costs.fill_diagonal_(0)})
    alike = {"probabilities": cases[0]["probabilities"].double(), "costs": (torch.ones(3, 3) - torch.eye(3)).double()}
    return [*cases, alike, {"probabilities": cases[1]["probabilities"], "costs": uniform((4, 4), 96, 1, 12)}]


check_cheapest_decisions = FunctionExercise(
    name="cheapest_decisions",
    reference=lambda probabilities, costs: (probabilities @ costs).argmin(dim=1),
    cases=_priced_examples(),
    telling=-1,  # in the last a right answer costs something
    wrong={
        "most_probable": lambda probabilities, costs: probabilities.argmax(dim=1),
        "right_is_free": lambda probabilities, costs: (probabilities @ costs.clone().fill_diagonal_(0)).argmin(dim=1),
        "transposed": lambda probabilities, costs: (probabilities @ costs.T).argmin(dim=1),
        "dearest": lambda probabilities, costs: (probabilities @ costs).argmax(dim=1),
        "prices": (
            lambda probabilities, costs: (probabilities @ costs).amin(dim=1),
            lambda probabilities, costs: probabilities @ costs,
        ),
        "wrong_axis": lambda probabilities, costs: (probabilities @ costs).argmin(dim=0),
        "whole_table": lambda probabilities, costs: (probabilities @ costs).argmin(),
        "elementwise": (
            lambda probabilities, costs: (probabilities * costs).argmin(dim=1),
            lambda probabilities, costs: (probabilities * costs).sum(dim=1).argmin(),
        ),
        "weighed_by_answer": lambda probabilities, costs: (probabilities * costs.sum(0)).argmin(dim=1),
        "least_probable": lambda probabilities, costs: probabilities.argmin(dim=1),
        "from_one": lambda probabilities, costs: (probabilities @ costs).argmin(dim=1) + 1,
        "softmax_again": lambda probabilities, costs: (losses.softmax(probabilities) @ costs).argmin(dim=1),
        "largest_term": lambda probabilities, costs: (probabilities[:, :, None] * costs).amax(dim=1).argmin(dim=1),
        "worst_case": lambda probabilities, costs: costs.amax(dim=0).argmin().expand(len(probabilities)),
        "no_probabilities": lambda probabilities, costs: costs.sum(dim=0).argmin().expand(len(probabilities)),
    },
    show_expected=False,
)


# --- the lead that smoothing asks for -----------------------------------------------------------------------------

check_smoothing_gap = NumberExercise(
    name="smoothing_gap",
    reference=lambda: torch.tensor(math.log(21)),
    wrong={
        "true_share_forgotten": lambda: torch.tensor(math.log(20)),
        "rivals_only": lambda: torch.tensor(math.log(16)),
        "ratio": lambda: torch.tensor(21.0),
        "difference": lambda: torch.tensor(0.8),
        "of_the_text": tuple(lambda ratio=ratio: torch.tensor(math.log(ratio)) for ratio in (91, 46, 41)),
        "base": (lambda: torch.tensor(math.log2(21)), lambda: torch.tensor(math.log10(21))),
        "not_spread": lambda: torch.tensor(math.log(0.8 / 0.2)),
        "logit": lambda: torch.tensor(math.log(0.84 / 0.16)),
        "share": lambda: torch.tensor(0.84),
        "sign": lambda: torch.tensor(-math.log(21)),
        "log_of_share": tuple(
            lambda factor=factor, share=share: torch.tensor(factor * math.log(share))
            for factor in (1, -1) for share in (0.84, 0.04)
        ),
    },
    tolerance=2e-3,
)
