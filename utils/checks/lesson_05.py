"""The exercises of lesson 05: turn scores into probabilities."""

import torch

from utils.checks.exercise import FunctionExercise
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
    """Scores without ties at the top, and a confidence above 1/K that they can all reach."""
    shapes = [(3, 4, 2, 0.9), (3, 3, 2, 0.5), (1, 5, 2, 0.99), (7, 2, 2, 0.75), (4, 3, 1000, 0.6)]
    return [{"scores": uniform((n, k), seed, -size, size), "confidence": confidence}
            for seed, (n, k, size, confidence) in enumerate(shapes)]


check_stable_softmax = FunctionExercise(
    name="stable_softmax",
    reference=lambda scores: torch.softmax(scores, dim=1),
    cases=_score_rows(),
    wrong={
        "naive": naive_softmax,
        "whole_batch": lambda scores: naive_softmax(scores - scores.max()),
        "over_examples": (
            lambda scores: torch.softmax(scores, dim=0),
            lambda scores: scores.exp() / scores.exp().sum(0),
        ),
        "over_everything": (
            lambda scores: torch.softmax(scores.flatten(), dim=0).reshape(scores.shape),
            lambda scores: scores.exp() / scores.exp().sum(),
        ),
        "no_exp": (
            lambda scores: scores / scores.sum(1, keepdim=True),
            lambda scores: _below_top(scores) / _below_top(scores).sum(1, keepdim=True),
        ),
        "sigmoid": torch.sigmoid,
        "logarithm": lambda scores: torch.log_softmax(scores, dim=1),
    },
)


def _below_top(scores):
    return scores - scores.amax(1, keepdim=True)


check_log_sum_exp = FunctionExercise(
    name="log_sum_exp",
    reference=lambda scores: torch.logsumexp(scores, dim=1),
    cases=_score_rows(),
    wrong={
        "naive": lambda scores: scores.exp().sum(1).log(),
        "not_added_back": (
            lambda scores: _below_top(scores).exp().sum(1).log(),
            lambda scores: _below_top(scores).exp().sum(1).log() - scores.amax(1),
        ),
        "largest_alone": lambda scores: scores.amax(1),
        "mean_of_exps": lambda scores: torch.logsumexp(scores, dim=1) - torch.tensor(float(scores.shape[1])).log(),
        "undone_too_early": (lambda scores: scores.sum(1), lambda scores: scores.mean(1)),
        "whole_batch": lambda scores: (scores - scores.max()).exp().sum(1).log() + scores.max(),
    },
)


def _centred(values):
    return values - values.mean(1, keepdim=True)


def _shares(votes):
    return votes / votes.sum(1, keepdim=True)


check_scores_for_votes = FunctionExercise(
    name="scores_for_votes",
    reference=lambda votes: _centred(votes.log()),
    cases=_vote_rows(),
    wrong={
        "shares": (_shares, lambda votes: _centred(_shares(votes))),
        "not_centred": (
            lambda votes: _shares(votes).log(),
            lambda votes: votes.log(),
            lambda votes: _below_top(votes.log()),
        ),
        "odds": (
            lambda votes: torch.logit(_shares(votes)),
            lambda votes: _centred(torch.logit(_shares(votes))),
        ),
        "other_base": (
            lambda votes: _centred(votes.log2()),
            lambda votes: _centred(votes.log10()),
        ),
        "wrong_way": (
            lambda votes: torch.softmax(votes, dim=1),
            lambda votes: torch.softmax(_shares(votes), dim=1),
        ),
    },
)

_COLDEST, _HOTTEST = 1e-3, 1e5  # the ends the lesson gives the learner


def _bisected(scores, confidence, middle, colder_if_sure=False):
    """One temperature a row by halving; colder_if_sure turns the wrong way. middle: of two temperatures."""
    low, high = (torch.full(scores.shape[:1], end, dtype=torch.float64) for end in (_COLDEST, _HOTTEST))
    for _ in range(100):
        half = middle(low, high)
        sure = torch.softmax(scores.double() / half[:, None], dim=1).amax(1) > confidence
        low, high = torch.where(sure ^ colder_if_sure, half, low), torch.where(sure ^ colder_if_sure, high, half)
    return middle(low, high)


def _geometric(low, high):
    return (low * high).sqrt()


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


check_temperature_for = FunctionExercise(
    name="temperature_for",
    reference=_temperature_for,
    cases=_confident_rows(),
    wrong={
        "inverse": lambda scores, confidence: 1 / _temperature_for(scores, confidence),
        "two_classes": lambda scores, confidence: _lead(scores) / _odds(confidence).log(),
        "no_log": lambda scores, confidence: _lead(scores) / _odds(confidence),
        "rest_at_one": lambda scores, confidence: _lead_over_all(scores) / _odds(confidence).log(),
        "wrong_half": (
            lambda scores, confidence: _bisected(scores, confidence, _geometric, colder_if_sure=True),
            lambda scores, confidence: _bisected(scores, confidence, lambda a, b: (a + b) / 2, colder_if_sure=True),
        ),
    },
    tolerance=1e-3,
    show_expected=False,
)
