"""The exercises of lesson 05: turn scores into probabilities."""

import itertools
import math
from functools import partial

import torch

from utils.checks.exercise import FunctionExercise, kind_of_exercise
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import scored_examples, uniform


def _score_rows():
    """Scores: not square, square, one example, two classes, rows far apart, as large as they come, float64."""
    far_apart = torch.tensor([[500.0, 501.0], [-500.0, -502.0], [0.0, 1.0]])
    *float32, float64 = [case["scores"] for case in scored_examples()]
    return [{"scores": scores} for scores in (*float32, far_apart, float64)]


def _vote_rows():
    """Counts of votes, as floats, none of them 0."""
    shapes = [(3, 4, 50), (3, 3, 50), (1, 5, 50), (7, 2, 50), (4, 3, 1000)]
    return [{"votes": uniform((n, k), seed, 1, most).round()} for seed, (n, k, most) in enumerate(shapes)]


def _confident_rows():
    """Scores without ties at the top, and a confidence above 1/K that they can all reach.

    The last two ask for temperatures near the ends of the range that the lesson names.
    """
    shapes = [(3, 4, 2, 0.9), (3, 3, 2, 0.5), (1, 5, 2, 0.99), (7, 2, 2, 0.75), (4, 3, 2e4, 0.6), (2, 3, 0.1, 0.99)]
    return [{"scores": uniform((n, k), seed, -size, size), "confidence": confidence}
            for seed, (n, k, size, confidence) in enumerate(shapes)]


def _below_top(scores):
    return scores - scores.amax(1, keepdim=True)


def _share(powers):
    return powers / powers.sum(1, keepdim=True)


# What a row may take off in place of its largest score, each a column.
_OTHER_SHIFTS = (
    lambda scores: scores[:, :1],
    lambda scores: scores[:, -1:],
    lambda scores: scores.mean(1, keepdim=True),
    lambda scores: scores.amin(1, keepdim=True),
    lambda scores: scores.median(1, keepdim=True).values,
    lambda scores: scores.abs().amax(1, keepdim=True),
)


check_stable_softmax = FunctionExercise(
    name="stable_softmax",
    reference=lambda scores: torch.softmax(scores, dim=1),
    cases=_score_rows(),
    wrong={
        "keepdim": (
            lambda scores: scores.exp() / scores.exp().sum(1),
            lambda scores: (scores - scores.amax(1)).exp() / (scores - scores.amax(1)).exp().sum(1),
            lambda scores: _below_top(scores).exp() / _below_top(scores).exp().sum(1),
            lambda scores: _share((scores - scores.amax(1)).exp()),
        ),
        "patched": (
            lambda scores: _share((scores - scores.max()).exp()).nan_to_num(),
            lambda scores: naive_softmax(scores).nan_to_num(),
            lambda scores: naive_softmax(scores.clamp(max=80)),
            lambda scores: naive_softmax(scores.clamp(-80, 80)),
        ),
        "not_the_largest": tuple(
            lambda scores, shift=shift: naive_softmax(scores - shift(scores)) for shift in _OTHER_SHIFTS
        ),
        "naive": naive_softmax,
        "whole_batch": lambda scores: naive_softmax(scores - scores.max()),
        "over_examples": (
            lambda scores: torch.softmax(scores, dim=0),
            lambda scores: scores.exp() / scores.exp().sum(0),
            lambda scores: _below_top(scores).exp() / _below_top(scores).exp().sum(0),
        ),
        "not_shared": (lambda scores: _below_top(scores).exp(), torch.exp),
        "percent": lambda scores: 100 * torch.softmax(scores, dim=1),
        "over_everything": (
            lambda scores: torch.softmax(scores.flatten(), dim=0).reshape(scores.shape),
            lambda scores: scores.exp() / scores.exp().sum(),
        ),
        "no_exp": (
            lambda scores: scores / scores.sum(1, keepdim=True),
            lambda scores: _below_top(scores) / _below_top(scores).sum(1, keepdim=True),
        ),
        "other_function": (
            lambda scores: _share(scores**2),
            lambda scores: _share(scores.abs()),
            lambda scores: _share(scores.relu()),
            lambda scores: _share(scores - scores.amin(1, keepdim=True)),
        ),
        "other_base": (
            lambda scores: _share(2 ** _below_top(scores)),
            lambda scores: _share(10 ** _below_top(scores)),
            lambda scores: _share(2**scores),
            lambda scores: _share(10**scores),
        ),
        "sign": (lambda scores: torch.softmax(-scores, dim=1), lambda scores: naive_softmax(-scores)),
        "hard": lambda scores: torch.nn.functional.one_hot(scores.argmax(1), scores.shape[1]),
        "sigmoid": torch.sigmoid,
        "logarithm": lambda scores: torch.log_softmax(scores, dim=1),
    },
    by_hand=(
        "softmax",
        "log_softmax",
        "softmin",
        "losses.softmax",
        "losses.log_softmax",
        "scipy.special.softmax",
        "scipy.special.log_softmax",
        "sklearn.utils.extmath.softmax",
    ),
)


def _naive_log_sum_exp(scores, shift=0.0):
    """Without the shift, or by another: nan, so that anything matches, where exp overflows or vanishes."""
    lse = (scores - shift).exp().sum(1, keepdim=True).log() + shift
    return torch.where(lse.isfinite(), lse, torch.nan)[:, 0]


def _with_sums(scores, finish):
    """The largest score and `finish` of the sum of the shifted exps."""
    return scores.amax(1) + finish(_below_top(scores).exp().sum(1))


check_log_sum_exp = FunctionExercise(
    name="log_sum_exp",
    reference=lambda scores: torch.logsumexp(scores, dim=1),
    cases=_score_rows(),
    wrong={
        "keepdim": (
            lambda scores: scores.amax(1) + (scores - scores.amax(1)).exp().sum(1).log(),
            lambda scores: (scores - scores.amax(1)).exp().sum(1).log(),
        ),
        "pair": lambda scores: scores.max(1)[:, None],
        "grid": lambda scores: scores.amax(1, keepdim=True) + _below_top(scores).exp().sum(1).log(),
        "softmax": (
            lambda scores: torch.softmax(scores, dim=1),
            lambda scores: torch.log_softmax(scores, dim=1),
        ),
        "over_examples": (
            lambda scores: torch.logsumexp(scores, dim=0),
            lambda scores: scores.exp().sum(0).log(),
        ),
        "over_everything": (
            lambda scores: torch.logsumexp(scores.flatten(), dim=0),
            lambda scores: scores.exp().sum().log(),
        ),
        "no_log": (
            lambda scores: scores.exp().sum(1),
            lambda scores: _with_sums(scores, lambda sums: sums),
            lambda scores: _below_top(scores).exp().sum(1),
        ),
        "other_base": (
            lambda scores: _with_sums(scores, torch.log2),
            lambda scores: _with_sums(scores, torch.log10),
            lambda scores: scores.exp().sum(1).log2(),
            lambda scores: scores.exp().sum(1).log10(),
        ),
        "not_added_back": (
            lambda scores: _below_top(scores).exp().sum(1).log(),
            lambda scores: _below_top(scores).exp().sum(1).log() - scores.amax(1),
        ),
        "largest_alone": lambda scores: scores.amax(1),
        "mean_of_exps": lambda scores: torch.logsumexp(scores, dim=1) - torch.tensor(float(scores.shape[1])).log(),
        "undone_too_early": (
            lambda scores: scores.sum(1),
            lambda scores: scores.mean(1),
            lambda scores: scores.exp().log().sum(1),
        ),
        "added_once_too_often": (
            lambda scores: scores.exp().sum(1).log() + scores.amax(1),
            lambda scores: torch.logsumexp(scores, dim=1) + scores.amax(1),
        ),
        "not_the_largest": tuple(
            lambda scores, shift=shift: _naive_log_sum_exp(scores, shift(scores)) for shift in _OTHER_SHIFTS
        ),
        "whole_batch": (
            lambda scores: (scores - scores.max()).exp().sum(1).log() + scores.max(),
            lambda scores: (scores - scores.max()).exp().sum(1).log() + scores.amax(1),
        ),
        "naive": _naive_log_sum_exp,
    },
    by_hand=(
        "logsumexp",
        "logcumsumexp",
        "softmax",
        "log_softmax",
        "losses.softmax",
        "losses.log_softmax",
        "scipy.special.logsumexp",
        "scipy.special.softmax",
        "scipy.special.log_softmax",
    ),
)


def _centred(values):
    return values - values.mean(1, keepdim=True)


check_scores_for_votes = FunctionExercise(
    name="scores_for_votes",
    reference=lambda votes: _centred(votes.log()),
    cases=_vote_rows(),
    wrong={
        "shares": (
            _share,
            lambda votes: _centred(_share(votes)),
            lambda votes: votes / 100,
            _centred,
        ),
        "not_centred": (
            lambda votes: _share(votes).log(),
            lambda votes: votes.log(),
            lambda votes: _below_top(votes.log()),
            lambda votes: votes.log() - votes.log().amin(1, keepdim=True),
            lambda votes: votes.log() - votes.log()[:, :1],
            lambda votes: votes.log() - votes.log()[:, -1:],
            lambda votes: (100 * _share(votes)).log(),
            lambda votes: (votes / 100).log(),
        ),
        "row_mean": (
            lambda votes: votes.log() - votes.log().mean(),
            lambda votes: votes.log() - votes.log().mean(0),
            lambda votes: votes.log() - votes.log().mean(1),
            lambda votes: _share(votes).log() - _share(votes).log().mean(),
            lambda votes: _share(votes).log() - _share(votes).log().mean(0),
            lambda votes: _share(votes).log() - _share(votes).log().mean(1),
            lambda votes: votes.log() - votes.mean(1, keepdim=True).log(),
            lambda votes: votes.log() - votes.log().sum(1, keepdim=True),
            lambda votes: votes.log() - votes.log().median(1, keepdim=True).values,
        ),
        "share_sum": (
            lambda votes: _centred((votes / votes.sum(1)).log()),
            lambda votes: _centred((votes / votes.sum(0)).log()),
            lambda votes: votes / votes.sum(1),
        ),
        "sign": lambda votes: -_centred(votes.log()),
        "plus_one": (
            lambda votes: _centred(votes.log1p()),
            lambda votes: _centred(_share(votes).log1p()),
        ),
        "standardised": (
            lambda votes: _centred(votes.log()) / votes.log().std(1, keepdim=True),
            lambda votes: _centred(votes.log()) / votes.log().std(1, keepdim=True, correction=0),
        ),
        "odds": (
            lambda votes: torch.logit(_share(votes)),
            lambda votes: _centred(torch.logit(_share(votes))),
        ),
        "other_base": (
            lambda votes: _centred(votes.log2()),
            lambda votes: _centred(votes.log10()),
        ),
        "wrong_way": (
            lambda votes: torch.softmax(votes, dim=1),
            lambda votes: torch.log_softmax(votes, dim=1),
            lambda votes: torch.softmax(_share(votes), dim=1),
            lambda votes: votes.exp(),
            lambda votes: _centred(votes.exp()),
        ),
    },
)

_COLDEST, _HOTTEST = 1e-3, 1e5  # the ends the lesson gives the learner


def _largest(scaled):
    return torch.softmax(scaled, dim=1).amax(1)


def _bisected(scores, confidence, middle, rounds=60, followed=_largest, colder_if_sure=False, answer=None):
    """One temperature a row by halving `rounds` times, until what is `followed` reaches the confidence.

    middle: of two temperatures; followed: of scores / T, one number a row; colder_if_sure turns the wrong way
    answer: of the ends left, the middle if None
    """
    low, high = (torch.full(scores.shape[:1], end, dtype=torch.float64) for end in (_COLDEST, _HOTTEST))
    for _ in range(rounds):
        half = middle(low, high)
        sure = followed(scores.double() / half[:, None]) > confidence
        low, high = torch.where(sure ^ colder_if_sure, half, low), torch.where(sure ^ colder_if_sure, high, half)
    return (answer or middle)(low, high)


def _geometric(low, high):
    return (low * high).sqrt()


def _plain(low, high):
    return (low + high) / 2


def _with_both_middles(**mistake):
    return tuple(partial(_bisected, middle=middle, **mistake) for middle in (_geometric, _plain))


def _searches_that_stop_early():
    """Halving that ends before the range is narrow, answered with the middle or either end of what is left."""
    for middle, enough in ((_geometric, 15), (_plain, 40)):
        for rounds, answer in itertools.product(range(enough), (middle, torch.minimum, torch.maximum)):
            yield partial(_bisected, middle=middle, rounds=rounds, answer=answer)


def _row_beside_table(scores, confidence):
    """A temperature for each row, divided by without the axis it needs: stops, except where the sizes happen to fit."""
    return (scores / torch.ones(len(scores))).sum(1) * torch.nan


def _one_if(scores, confidence):
    """An if on one truth value for each row: stops, except where there is one row."""
    return scores[:, 0] * torch.nan if torch.ones(len(scores)) > 0 else scores[:, 0]


def _temperature_for(scores, confidence):
    return _bisected(scores, confidence, _geometric)


def _lead(scores):
    first, second = scores.double().topk(2, dim=1).values.T
    return first - second


def _lead_over_all(scores):
    ranked = scores.double().sort(dim=1, descending=True).values
    return ranked[:, 0] - ranked[:, 1:].logsumexp(1)


def _odds(confidence):
    return torch.tensor(confidence / (1 - confidence), dtype=torch.float64)


@kind_of_exercise
class SearchExercise(FunctionExercise):
    """A search: an answer near the right one in every entry of all cases but the last two, at the ends, is too coarse.

    nearness: the relative error that still counts as near; its hint is `coarse_grid`
    """

    nearness: float = 0.25

    def known_mistake(self, outcomes):
        known = super().known_mistake(outcomes)
        within = zip(outcomes[:-2], self.cases[:-2], strict=True)
        is_near = all(self.is_near(outcome.numbers, self.reference(*case.values())) for outcome, case in within)
        return known or (self.hint("coarse_grid") if is_near else None)

    def is_near(self, got, want):
        """got: None where the answer stopped."""
        has_shape = got is not None and got.shape == want.shape
        return has_shape and torch.isclose(got, want, rtol=self.nearness, atol=0).all().item()


def _on_plain_grid(scores, confidence, size):
    """The best temperature of an evenly spaced grid over the whole range."""
    grid = torch.linspace(_COLDEST, _HOTTEST, size)
    sure = torch.softmax(scores / grid[:, None, None], dim=2).amax(2)
    return grid[(sure - confidence).abs().argmin(0)]


def _one_temperature(scores, confidence, of_rows):
    """One temperature for all rows, at which the mean, the smallest or the largest of their tops is the confidence."""
    low, high = _COLDEST, _HOTTEST
    for _ in range(60):
        half = (low * high) ** 0.5
        sure = of_rows(torch.softmax(scores.double() / half, dim=1).amax(1)) > confidence
        low, high = (half, high) if sure else (low, half)
    return torch.full(scores.shape[:1], half, dtype=torch.float64)


def _one_number(temperatures, scores, confidence):
    return temperatures(scores, confidence)[0]


_FOR_ALL_ROWS = tuple(partial(_one_temperature, of_rows=of_rows) for of_rows in (torch.mean, torch.amin, torch.amax))


check_temperature_for = SearchExercise(
    name="temperature_for",
    reference=_temperature_for,
    cases=_confident_rows(),
    wrong={
        "inverse": lambda scores, confidence: 1 / _temperature_for(scores, confidence),
        "two_classes": lambda scores, confidence: _lead(scores) / _odds(confidence).log(),
        "odds_upside_down": lambda scores, confidence: _lead(scores) / (1 / _odds(confidence)).log(),
        "no_log": (
            lambda scores, confidence: _lead(scores) / _odds(confidence),
            lambda scores, confidence: _lead(scores) / confidence,
            lambda scores, confidence: _lead(scores) / math.log(confidence),
        ),
        "top_score": (
            lambda scores, confidence: scores.amax(1) / _odds(confidence).log(),
            lambda scores, confidence: scores.amax(1) / _odds(confidence),
            lambda scores, confidence: scores.amax(1) / math.log(confidence),
            lambda scores, confidence: scores.amax(1) / confidence,
        ),
        "one_for_all": (*_FOR_ALL_ROWS, *(partial(_one_number, temperatures) for temperatures in _FOR_ALL_ROWS)),
        "rest_at_one": lambda scores, confidence: _lead_over_all(scores) / _odds(confidence).log(),
        "wrong_half": _with_both_middles(colder_if_sure=True),
        "smallest_probability": _with_both_middles(followed=lambda scaled: torch.softmax(scaled, dim=1).amin(1)),
        "first_class": _with_both_middles(followed=lambda scaled: torch.softmax(scaled, dim=1)[:, 0]),
        "naive": (
            *_with_both_middles(followed=lambda scaled: naive_softmax(scaled.float()).amax(1)),
            *_with_both_middles(followed=lambda scaled: naive_softmax(scaled).amax(1)),
        ),
        "stopped_early": tuple(_searches_that_stop_early()),
        "keepdim": _row_beside_table,
        "one_if_for_all": _one_if,
        "coarse_grid": tuple(partial(_on_plain_grid, size=size) for size in (100, 1000, 10_000)),
    },
    tolerance=1e-3,
    show_expected=False,
)
