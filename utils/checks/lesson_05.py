"""The exercises of lesson 05: turn scores into probabilities."""

import itertools
import math
from functools import partial

import torch

from utils.checks.exercise import FunctionExercise, Mistake, kind_of_exercise
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import scored_examples, uniform
from utils.language import N_


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
    mistakes={
        "keepdim": Mistake(N_("the sum or the largest score of each row has lost its axis; with keepdim=True it is a "
                              "column beside the scores."),
            lambda scores: scores.exp() / scores.exp().sum(1),
            lambda scores: (scores - scores.amax(1)).exp() / (scores - scores.amax(1)).exp().sum(1),
            lambda scores: _below_top(scores).exp() / _below_top(scores).exp().sum(1),
            lambda scores: _share((scores - scores.amax(1)).exp())),
        "patched": Mistake(N_("a patch (eps, clamp, nan_to_num) hides the overflow and leaves wrong numbers; take "
                              "off each row's largest score."),
            lambda scores: _share((scores - scores.max()).exp()).nan_to_num(),
            lambda scores: naive_softmax(scores).nan_to_num(),
            lambda scores: naive_softmax(scores.clamp(max=80)),
            lambda scores: naive_softmax(scores.clamp(-80, 80))),
        "not_the_largest": Mistake(N_("what you take off need not be the row's largest score, so exp can overflow or "
                                      "vanish; take off amax(dim=1, keepdim=True)."),
            *(
                lambda scores, shift=shift: naive_softmax(scores - shift(scores)) for shift in _OTHER_SHIFTS
            )),
        "naive": Mistake(N_("right for small scores; for large ones exp overflows or vanishes, or a patch changes "
                            "them: take off each row's largest score first."),
            naive_softmax),
        "whole_batch": Mistake(N_("you take off the largest score of the whole batch; a row far below it vanishes. "
                                  "Take each row's own."),
            lambda scores: naive_softmax(scores - scores.max())),
        "over_examples": Mistake(N_("your columns sum to 1; examples go down, so add along a row (dim=1)."),
            lambda scores: torch.softmax(scores, dim=0),
            lambda scores: scores.exp() / scores.exp().sum(0),
            lambda scores: _below_top(scores).exp() / _below_top(scores).exp().sum(0)),
        "not_shared": Mistake(N_("these are the exps; divide each row by its sum, so that it sums to 1."),
            lambda scores: _below_top(scores).exp(),
            torch.exp),
        "percent": Mistake(N_("these are percent; probabilities sum to 1."),
            lambda scores: 100 * torch.softmax(scores, dim=1)),
        "over_everything": Mistake(N_("the whole table sums to 1; each row has its own sum (dim=1, keepdim=True)."),
            lambda scores: torch.softmax(scores.flatten(), dim=0).reshape(scores.shape),
            lambda scores: scores.exp() / scores.exp().sum()),
        "no_exp": Mistake(N_("you share out the scores themselves; take exp of them first, which makes every share "
                             "positive."),
            lambda scores: scores / scores.sum(1, keepdim=True),
            lambda scores: _below_top(scores) / _below_top(scores).sum(1, keepdim=True)),
        "other_function": Mistake(N_("only exp gives shares that no shift of the scores moves; squares, sizes or a "
                                     "cut at zero do not."),
            lambda scores: _share(scores**2),
            lambda scores: _share(scores.abs()),
            lambda scores: _share(scores.relu()),
            lambda scores: _share(scores - scores.amin(1, keepdim=True))),
        "other_base": Mistake(N_("the powers have another base than e; exp is what softmax takes."),
            lambda scores: _share(2 ** _below_top(scores)),
            lambda scores: _share(10 ** _below_top(scores)),
            lambda scores: _share(2**scores),
            lambda scores: _share(10**scores)),
        "sign": Mistake(N_("the signs are turned round: the largest score gets the smallest share."),
            lambda scores: torch.softmax(-scores, dim=1),
            lambda scores: naive_softmax(-scores)),
        "hard": Mistake(N_("this is arg max, 1 for the largest score and 0 for the rest; softmax is its soft version."),
            lambda scores: torch.nn.functional.one_hot(scores.argmax(1), scores.shape[1])),
        "sigmoid": Mistake(N_("a sigmoid looks at one score at a time; here the classes compete, and each row sums "
                              "to 1."),
            torch.sigmoid),
        "logarithm": Mistake(N_("these are the logarithms of the probabilities; leave out the log."),
            lambda scores: torch.log_softmax(scores, dim=1)),
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
    mistakes={
        "keepdim": Mistake(N_("the largest score of each row has lost its axis; take it off as a column: largest[:, "
                              "None]."),
            lambda scores: scores.amax(1) + (scores - scores.amax(1)).exp().sum(1).log(),
            lambda scores: (scores - scores.amax(1)).exp().sum(1).log()),
        "pair": Mistake(N_("scores.max(dim=1) gives a pair, values and indices; take .values, or use amax."),
            lambda scores: scores.max(1)[:, None]),
        "grid": Mistake(N_("a column plus a flat row makes a table of all pairs; give both the same shape, (n,), "
                           "before you add."),
            lambda scores: scores.amax(1, keepdim=True) + _below_top(scores).exp().sum(1).log()),
        "softmax": Mistake(N_("this has one number for each class; LSE is the soft maximum, one number for each row."),
            lambda scores: torch.softmax(scores, dim=1),
            lambda scores: torch.log_softmax(scores, dim=1)),
        "over_examples": Mistake(N_("you add over the examples; examples go down, so add along a row (dim=1)."),
            lambda scores: torch.logsumexp(scores, dim=0),
            lambda scores: scores.exp().sum(0).log()),
        "over_everything": Mistake(N_("one number for the whole table; each row has its own (dim=1)."),
            lambda scores: torch.logsumexp(scores.flatten(), dim=0),
            lambda scores: scores.exp().sum().log()),
        "no_log": Mistake(N_("these are the sums of the exps; their logarithm is missing."),
            lambda scores: scores.exp().sum(1),
            lambda scores: _with_sums(scores, lambda sums: sums),
            lambda scores: _below_top(scores).exp().sum(1)),
        "other_base": Mistake(N_("log is the natural logarithm, which undoes exp; log2 and log10 do not."),
            lambda scores: _with_sums(scores, torch.log2),
            lambda scores: _with_sums(scores, torch.log10),
            lambda scores: scores.exp().sum(1).log2(),
            lambda scores: scores.exp().sum(1).log10()),
        "not_added_back": Mistake(N_("a common shift of the scores shifts LSE as well; add back what you took off."),
            lambda scores: _below_top(scores).exp().sum(1).log(),
            lambda scores: _below_top(scores).exp().sum(1).log() - scores.amax(1)),
        "largest_alone": Mistake(N_("this is the largest score; LSE lies above it, by up to log K."),
            lambda scores: scores.amax(1)),
        "mean_of_exps": Mistake(N_("you average the exps; add them. The answer is log K too small."),
            lambda scores: torch.logsumexp(scores, dim=1) - torch.tensor(float(scores.shape[1])).log()),
        "undone_too_early": Mistake(N_("log does not undo exp term by term: the log of a sum is not the sum of the "
                                       "logs."),
            lambda scores: scores.sum(1),
            lambda scores: scores.mean(1),
            lambda scores: scores.exp().log().sum(1)),
        "added_once_too_often": Mistake(N_("the largest score is in there twice; take it off inside exp, then add it "
                                           "once."),
            lambda scores: scores.exp().sum(1).log() + scores.amax(1),
            lambda scores: torch.logsumexp(scores, dim=1) + scores.amax(1)),
        "not_the_largest": Mistake(N_("what you take off and add back need not be the row's largest score, so exp "
                                      "can overflow or vanish; take amax(dim=1)."),
            *(
                lambda scores, shift=shift: _naive_log_sum_exp(scores, shift(scores)) for shift in _OTHER_SHIFTS
            )),
        "whole_batch": Mistake(N_("you take off the largest score of the whole batch; a row far below it vanishes. "
                                  "Take each row's own."),
            lambda scores: (scores - scores.max()).exp().sum(1).log() + scores.max(),
            lambda scores: (scores - scores.max()).exp().sum(1).log() + scores.amax(1)),
        "naive": Mistake(N_("right for small scores; for large ones exp overflows or vanishes, or a patch changes "
                            "them: take off each row's largest score first."),
            _naive_log_sum_exp),
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
    mistakes={
        "shares": Mistake(N_("these are votes or shares, not scores: softmax would take exp of them. What undoes exp?"),
            _share,
            lambda votes: _centred(_share(votes)),
            lambda votes: votes / 100,
            _centred),
        "not_centred": Mistake(N_("softmax gives the shares, but the scores do not sum to 0; use the free shift."),
            lambda votes: _share(votes).log(),
            lambda votes: votes.log(),
            lambda votes: _below_top(votes.log()),
            lambda votes: votes.log() - votes.log().amin(1, keepdim=True),
            lambda votes: votes.log() - votes.log()[:, :1],
            lambda votes: votes.log() - votes.log()[:, -1:],
            lambda votes: (100 * _share(votes)).log(),
            lambda votes: (votes / 100).log()),
        "row_mean": Mistake(N_("take off the mean of each row's own logs, as a column: .mean(dim=1, keepdim=True); "
                               "no sum, no mean of the whole table."),
            lambda votes: votes.log() - votes.log().mean(),
            lambda votes: votes.log() - votes.log().mean(0),
            lambda votes: votes.log() - votes.log().mean(1),
            lambda votes: _share(votes).log() - _share(votes).log().mean(),
            lambda votes: _share(votes).log() - _share(votes).log().mean(0),
            lambda votes: _share(votes).log() - _share(votes).log().mean(1),
            lambda votes: votes.log() - votes.mean(1, keepdim=True).log(),
            lambda votes: votes.log() - votes.log().sum(1, keepdim=True),
            lambda votes: votes.log() - votes.log().median(1, keepdim=True).values),
        "share_sum": Mistake(N_("each row has a total of its own, as a column: .sum(dim=1, keepdim=True)."),
            lambda votes: _centred((votes / votes.sum(1)).log()),
            lambda votes: _centred((votes / votes.sum(0)).log()),
            lambda votes: votes / votes.sum(1)),
        "sign": Mistake(N_("the sign is turned round: the class with most votes gets the lowest score."),
            lambda votes: -_centred(votes.log())),
        "plus_one": Mistake(N_("something is added before the logarithm; no count is 0, so nothing has to be, and it "
                               "changes the shares."),
            lambda votes: _centred(votes.log1p()),
            lambda votes: _centred(_share(votes).log1p())),
        "standardised": Mistake(N_("dividing by the spread is another temperature, so softmax gives other shares; "
                                   "take off the mean alone."),
            lambda votes: _centred(votes.log()) / votes.log().std(1, keepdim=True),
            lambda votes: _centred(votes.log()) / votes.log().std(1, keepdim=True, correction=0)),
        "odds": Mistake(N_("log(share / (1 - share)) undoes a sigmoid; softmax is undone by the logarithm of the "
                           "share alone."),
            lambda votes: torch.logit(_share(votes)),
            lambda votes: _centred(torch.logit(_share(votes)))),
        "other_base": Mistake(N_("another base is another temperature; exp is undone by the natural logarithm."),
            lambda votes: _centred(votes.log2()),
            lambda votes: _centred(votes.log10())),
        "wrong_way": Mistake(N_("exp and softmax go from scores to shares; here you need the way back."),
            lambda votes: torch.softmax(votes, dim=1),
            lambda votes: torch.log_softmax(votes, dim=1),
            lambda votes: torch.softmax(_share(votes), dim=1),
            lambda votes: votes.exp(),
            lambda votes: _centred(votes.exp())),
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
    mistakes={
        "inverse": Mistake(N_("this is 1 / T; the scores are divided by T, not multiplied by it."),
            lambda scores, confidence: 1 / _temperature_for(scores, confidence)),
        "two_classes": Mistake(N_("right for two classes; with more, the other classes take their share too, and no "
                                  "formula is left."),
            lambda scores, confidence: _lead(scores) / _odds(confidence).log()),
        "odds_upside_down": Mistake(N_("the odds are upside down: p / (1 - p); and with more than two classes a "
                                       "search is needed."),
            lambda scores, confidence: _lead(scores) / (1 / _odds(confidence)).log()),
        "no_log": Mistake(N_("for two classes the lead over T is the log of the odds p / (1 - p), with both the log "
                             "and the odds; more need a search."),
            lambda scores, confidence: _lead(scores) / _odds(confidence),
            lambda scores, confidence: _lead(scores) / confidence,
            lambda scores, confidence: _lead(scores) / math.log(confidence)),
        "top_score": Mistake(N_("you use the top score; a shift moves it and leaves softmax alone: the lead counts, "
                                "and more classes need a search."),
            lambda scores, confidence: scores.amax(1) / _odds(confidence).log(),
            lambda scores, confidence: scores.amax(1) / _odds(confidence),
            lambda scores, confidence: scores.amax(1) / math.log(confidence),
            lambda scores, confidence: scores.amax(1) / confidence),
        "one_for_all": Mistake(N_("this is one temperature for the whole batch; each row reaches the confidence at a "
                                  "temperature of its own."),
            *_FOR_ALL_ROWS, *(partial(_one_number, temperatures) for temperatures in _FOR_ALL_ROWS)),
        "rest_at_one": Mistake(N_("you add up the rivals at temperature 1; their exps change with T as well, so "
                                  "search for T."),
            lambda scores, confidence: _lead_over_all(scores) / _odds(confidence).log()),
        "wrong_half": Mistake(N_("your search always runs to one end of the range: follow each row's largest "
                                 "probability, and where it is too large, raise T."),
            *_with_both_middles(colder_if_sure=True)),
        "smallest_probability": Mistake(N_("what you follow (the smallest probability, a mean) never gets that "
                                           "large; amax(dim=1) gives the largest of each row."),
            *_with_both_middles(followed=lambda scaled: torch.softmax(scaled, dim=1).amin(1))),
        "first_class": Mistake(N_("you follow the first class; the largest probability of each row is asked for."),
            *_with_both_middles(followed=lambda scaled: torch.softmax(scaled, dim=1)[:, 0])),
        "naive": Mistake(N_("right for small scores / T; exp of a large one overflows, and nan is never too sure: "
                            "use losses.softmax."),
            *_with_both_middles(followed=lambda scaled: naive_softmax(scaled.float()).amax(1)),
            *_with_both_middles(followed=lambda scaled: naive_softmax(scaled).amax(1))),
        "stopped_early": Mistake(N_("the search stops too early: the range is still too wide; more rounds, or the "
                                    "middle sqrt(low * high)."),
            *tuple(_searches_that_stop_early())),
        "keepdim": Mistake(N_("one temperature for each row has to stand beside the scores as a column: scores / "
                              "T[:, None]."),
            _row_beside_table),
        "one_if_for_all": Mistake(N_("if, and the temperature of losses.softmax, take one number for all rows; use "
                                     "torch.where and scores / T[:, None]."),
            _one_if),
        "coarse_grid": Mistake(N_("near, but not to a thousandth of T for every T from 0.001 to 100,000; halve that "
                                  "whole range instead of trying a grid."),
            *(partial(_on_plain_grid, size=size) for size in (100, 1000, 10_000))),
    },
    tolerance=1e-3,
    show_expected=False,
)
