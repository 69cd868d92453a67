"""The exercises of lesson 12: trust the probabilities."""

import math

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, Mistake, NumberExercise, kind_of_exercise
from utils.checks.inputs import uniform
from utils.language import N_

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
    mistakes={
        "end_missing": Mistake(N_("right but for a confidence of exactly 1: it belongs to the last bin."),
            lambda confidences, hits, n_bins: _in_places(confidences, hits, (confidences * n_bins).long())),
        "bin_left_out": Mistake(N_("a bin that holds images is left out; only bins without images add nothing."),
            _of_bins(lambda counts, was, numbers: was > 0),
            _of_bins(lambda counts, was, numbers: counts > 1),
            _of_bins(lambda counts, was, numbers: numbers == torch.arange(len(numbers)))),  # up to the first empty one
        "empty_bins": Mistake(N_("right where all bins hold images; an empty one, 0 / 0 or nan, should add nothing, "
                                 "and every other one its gap."),
            _with_empty_bins),
        "not_weighted": Mistake(N_("every bin counts the same here; weigh each gap with its share of the images."),
            _equal_bins, _all_bins_equal, _sum_of_gaps),
        "percent": Mistake(N_("this is in percent; return a number from 0 to 1."), lambda *case: 100 * _error(*case)),
        "bin_missing": Mistake(N_("a bin at one end is left out; there are n_bins of them, 0 to n_bins - 1."),
            _without_bin(-1), _without_bin(0)),
        "bins_too_few": Mistake(N_("n_bins edges make n_bins - 1 bins; it takes n_bins + 1 edges."),
            lambda confidences, hits, n_bins: _error(confidences, hits, n_bins - 1)),
        "fixed_bins": Mistake(N_("your number of bins is fixed; use n_bins."),
            *(lambda confidences, hits, _, n=n: _error(confidences, hits, n) for n in (10, 15))),
        "equal_counts": Mistake(N_("your bins hold equally many images; asked are bins of equal width from 0 to 1."),
            _equal_counts),
        "not_divided": Mistake(N_("you weigh with counts; divide by the number of images, so that the weights sum to "
                                  "1."),
            lambda confidences, hits, n_bins: _error(confidences, hits, n_bins) * len(hits)),
        "signed": Mistake(N_("gaps of opposite sign cancel here; take the size of each bin's gap."),
            _signed,
            lambda *case: -_signed(*case)),
        "one_bin": Mistake(N_("this is the gap of all images in one bin; sort them into n_bins bins first."),
            lambda confidences, hits, n_bins: (hits.mean() - confidences.mean()).abs()),
        "each_example": Mistake(N_("this compares each confidence with its own hit; compare the means of a bin."),
            lambda confidences, hits, n_bins: (hits - confidences).abs().mean()),
        "squared": Mistake(N_("you square the gaps; ECE takes their size as it is."),
            _squared,
            lambda *case: _squared(*case).sqrt()),
        "largest": Mistake(N_("this is the largest gap of all bins; ECE is their weighted mean."), _largest),
        "middles": Mistake(N_("you compare with the middle or an edge of the bin; take the mean confidence in it."),
            _from_place(0), _from_place(0.5), _from_place(-0.5)),
        "brier": Mistake(N_("this is a mean squared error, as in Brier's; ECE compares means of bins, and takes the "
                            "size of their gaps."),
            lambda confidences, hits, n_bins: (confidences - hits).square().mean()),
        "rounded": Mistake(N_("round() goes to the nearest edge, so the first and the last bin get half their width; "
                              "cut down with floor or .long()."),
            _rounded, _rounded_into_the_last, _rounded_to_last),
        "own_range": Mistake(N_("your bins run from the lowest to the highest confidence; they run from 0 to 1, "
                                "whatever the data."),
            *(_own_range(kept) for kept in (lambda at: at >= 0, lambda at: at > 0, lambda at: at < 1))),
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
    mistakes={
        "inverse": Mistake(N_("this is 1 / T; scores are divided by a temperature, not multiplied by it."),
            lambda scores, labels: 1 / _best_temperature(scores, labels)),
        "price": Mistake(N_("this is the lowest cross-entropy; return the T at which it is reached."),
            lambda scores, labels: torch.tensor(_lowest_surprise(scores, labels))),
        "one": Mistake(N_("at T = 1 nothing is changed; look for the T of the lowest cross-entropy."),
            lambda scores, labels: torch.tensor(1.0)),
        "end_of_range": Mistake(N_("your search always runs to an end of the range; let the labels decide, through "
                                   "cross-entropy."),
            *(lambda scores, labels, T=T: torch.tensor(T) for T in (0.1, 10.0))),
        "place": Mistake(N_("this is the place in your list of candidates; return the T that stands there."),
            *(lambda scores, labels, kind=kind, n=n: torch.tensor(round(_places(scores, labels)[kind][n]))
                           for kind, lengths in enumerate(_places(*_scaled_scores()[0].values())) for n in lengths)),
        "exponent": Mistake(N_("this is the logarithm of the T asked for; return T itself."),
            *(lambda scores, labels, log=log: log(_best_temperature(scores, labels))
                              for log in (torch.log10, torch.log))),
        "one_side": Mistake(N_("you search on one side of 1 only; the best T may lie anywhere from 0.1 to 10."),
            lambda scores, labels: _best_temperature(scores, labels).clamp(min=1),
            lambda scores, labels: _best_temperature(scores, labels).clamp(max=1)),
        "coarse": Mistake(N_("your candidates lie too far apart (each may be 2 % above the one before, no more), or "
                             "the answer is rounded too far."),
            *(_of_coarse(candidates) for candidates in COARSE),
            lambda scores, labels: torch.tensor(round(_best_temperature(scores, labels).item(), 1))),
        "few_steps": Mistake(N_("your results lie between 1 and the best T: if a descent starts at 1, let it take "
                                "more or longer steps.")),
        "softmax_twice": Mistake(N_("cross-entropy takes scores and applies softmax by itself; give it scores / T."),
            _best_through_two_softmaxes),
        "as_sure_as_right": Mistake(N_("here the mean confidence equals the accuracy; close, but the criterion is "
                                       "the lowest cross-entropy."),
            _as_sure_as_right),
        "brier": Mistake(N_("this is the T of the lowest Brier loss; the criterion here is cross-entropy."),
            _best_for_brier),
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
    mistakes={
        "most_probable": Mistake(N_("this is argmax of the probabilities, whatever the prices; weigh each price with "
                                    "the probability of its true class."),
            lambda probabilities, costs: probabilities.argmax(dim=1)),
        "right_is_free": Mistake(N_("right where right answers are free; where they are not, costs[k, k] is a price "
                                    "like any other."),
            lambda probabilities, costs: (probabilities @ costs.clone().fill_diagonal_(0)).argmin(dim=1)),
        "transposed": Mistake(N_("you read the table the wrong way: rows are true classes, columns answers."),
            lambda probabilities, costs: (probabilities @ costs.T).argmin(dim=1)),
        "dearest": Mistake(N_("this is the dearest answer; take the lowest expected cost."),
            lambda probabilities, costs: (probabilities @ costs).argmax(dim=1)),
        "prices": Mistake(N_("these are expected costs; return which answer has the lowest, its column."),
            lambda probabilities, costs: (probabilities @ costs).amin(dim=1),
            lambda probabilities, costs: probabilities @ costs),
        "wrong_axis": Mistake(N_("you search down the examples; the answers stand across, dim=1."),
            lambda probabilities, costs: (probabilities @ costs).argmin(dim=0)),
        "whole_table": Mistake(N_("this is one place in the whole table; take one answer for each example, dim=1."),
            lambda probabilities, costs: (probabilities @ costs).argmin()),
        "elementwise": Mistake(N_("* multiplies entry by entry; @ adds the products over the true classes."),
            lambda probabilities, costs: (probabilities * costs).argmin(dim=1),
            lambda probabilities, costs: (probabilities * costs).sum(dim=1).argmin()),
        "weighed_by_answer": Mistake(N_("you weigh a price with the probability of the answer; weigh it with that of "
                                        "the true class, and add."),
            lambda probabilities, costs: (probabilities * costs.sum(0)).argmin(dim=1)),
        "least_probable": Mistake(N_("this is the least probable class, whatever the prices; weigh each price with "
                                     "its probability."),
            lambda probabilities, costs: probabilities.argmin(dim=1)),
        "from_one": Mistake(N_("you count from 1; the first class is 0."),
            lambda probabilities, costs: (probabilities @ costs).argmin(dim=1) + 1),
        "softmax_again": Mistake(N_("these are probabilities already; a second softmax flattens them."),
            lambda probabilities, costs: (losses.softmax(probabilities) @ costs).argmin(dim=1)),
        "largest_term": Mistake(N_("you look at the worst single term; add the terms over the true classes."),
            lambda probabilities, costs: (probabilities[:, :, None] * costs).amax(dim=1).argmin(dim=1)),
        "worst_case": Mistake(N_("you guard against the worst case and never look at the probabilities."),
            lambda probabilities, costs: costs.amax(dim=0).argmin().expand(len(probabilities))),
        "no_probabilities": Mistake(N_("all true classes count the same here; weigh them with their probabilities."),
            lambda probabilities, costs: costs.sum(dim=0).argmin().expand(len(probabilities))),
    },
    show_expected=False,
)


# --- the lead that smoothing asks for -----------------------------------------------------------------------------

check_smoothing_gap = NumberExercise(
    name="smoothing_gap",
    reference=lambda: torch.tensor(math.log(21)),
    mistakes={
        "true_share_forgotten": Mistake(N_("this is ln 20, or rounded too far: the true class gets its part of the "
                                           "0.2 too, so it has more than 0.8."),
            lambda: torch.tensor(math.log(20))),
        "rivals_only": Mistake(N_("you share the 0.2 among the four rivals; it is shared among all five classes."),
            lambda: torch.tensor(math.log(16))),
        "ratio": Mistake(N_("this is the ratio of the two shares; which difference of scores gives that ratio?"),
            lambda: torch.tensor(21.0)),
        "difference": Mistake(N_("this is a difference of probabilities; the lead is one of scores."),
            lambda: torch.tensor(0.8)),
        "of_the_text": Mistake(N_("ten classes and 0.1 are those of the text; here are five classes and 0.2."),
            *(lambda ratio=ratio: torch.tensor(math.log(ratio)) for ratio in (91, 46, 41))),
        "base": Mistake(N_("this is a logarithm to base 2 or 10; softmax takes powers of e."),
            lambda: torch.tensor(math.log2(21)),
            lambda: torch.tensor(math.log10(21))),
        "not_spread": Mistake(N_("0.2 is what all five classes share: which share has each rival, and which the true "
                                 "class?"),
            lambda: torch.tensor(math.log(0.8 / 0.2))),
        "logit": Mistake(N_("this compares with all rivals together; asked is the lead over each, with 0.04."),
            lambda: torch.tensor(math.log(0.84 / 0.16))),
        "share": Mistake(N_("this is the share of the true class; the lead is in score units."),
            lambda: torch.tensor(0.84)),
        "sign": Mistake(N_("the sign is turned: how far does the true score lead the rival's?"),
            lambda: torch.tensor(-math.log(21))),
        "log_of_share": Mistake(N_("this is the logarithm of one share; a lead compares two."),
            *(
                lambda factor=factor, share=share: torch.tensor(factor * math.log(share))
                for factor in (1, -1) for share in (0.84, 0.04)
            )),
    },
    tolerance=2e-3,
)
