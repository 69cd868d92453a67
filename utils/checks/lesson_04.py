"""The exercises of lesson 04: ask for a margin."""

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, OrderExercise
from utils.checks.formulas import mean_and_sum, true_scores
from utils.checks.inputs import scored_examples, uniform


def _cases_with_margin():
    """The scored examples, each with a margin; no lead hits it exactly."""
    margins = (0.5, 1.0, 2.0, 1.0, 3.0, 1.5)
    return [{**case, "margin": margin} for case, margin in zip(scored_examples(), margins, strict=True)]


def _cases_with_costs():
    """The scored examples, each with its own table of margins: not symmetric, and a diagonal to be ignored."""
    cases = []
    for seed, case in enumerate(scored_examples()):
        n_classes = case["scores"].shape[1]
        costs = uniform((n_classes, n_classes), 40 + seed, 0, 4).to(case["scores"].dtype)
        cases.append({**case, "costs": costs.fill_diagonal_(9.0)})
    return cases


def _lead_of_true(scores, labels):
    return true_scores(scores, labels)[:, None] - scores


def _is_rival(scores, labels):
    return 1 - losses.one_hot(labels, scores.shape[1]).to(scores)


def _lacking(scores, labels, margin):
    """What each rival's lead lacks, (n, K), 0 for the true class."""
    return (margin - _lead_of_true(scores, labels)).relu() * _is_rival(scores, labels)


def _pushes(inside, scores, labels):
    """Slopes of the summed loss: 1 where a rival counts, minus their number for the true class."""
    return inside - inside.sum(1, keepdim=True) * (1 - _is_rival(scores, labels))


def _margin_slopes(scores, labels, margin):
    return _pushes((_lacking(scores, labels, margin) > 0).to(scores), scores, labels)


def _worst_slopes(scores, labels, margin):
    lacking = _lacking(scores, labels, margin)
    worst = lacking.amax(1, keepdim=True)
    return _pushes(((lacking == worst) & (worst > 0)).to(scores), scores, labels)


def _slopes_when_wrong(scores, labels, margin):
    return _pushes((_lead_of_true(scores, labels) < 0).to(scores), scores, labels)


check_margin_loss = FunctionExercise(
    name="margin_loss",
    reference=losses.margin_loss,
    cases=_cases_with_margin(),
    wrong={
        "true_class_counted": lambda scores, labels, margin: (
            (margin - _lead_of_true(scores, labels)).relu().sum(1).mean()
        ),
        "sum_over_examples": lambda scores, labels, margin: _lacking(scores, labels, margin).sum(),
        "mean_over_classes": (
            lambda scores, labels, margin: _lacking(scores, labels, margin).mean(),
            lambda scores, labels, margin: _lacking(scores, labels, margin).sum(1).mean() / (scores.shape[1] - 1),
        ),
        "worst_only": lambda scores, labels, margin: _lacking(scores, labels, margin).amax(1).mean(),
        "not_cut": (
            lambda scores, labels, margin: (
                ((margin - _lead_of_true(scores, labels)) * _is_rival(scores, labels)).sum(1).mean()
            ),
            lambda scores, labels, margin: (margin - _lead_of_true(scores, labels)).sum(1).mean(),
        ),
        "sign": (
            lambda scores, labels, margin: _lacking(-scores, labels, margin).sum(1).mean(),
            lambda scores, labels, margin: (margin + _lead_of_true(scores, labels)).relu().sum(1).mean(),
        ),
        "no_margin": lambda scores, labels, margin: _lacking(scores, labels, 0).sum(1).mean(),
        "fixed_margin": lambda scores, labels, margin: _lacking(scores, labels, 1).sum(1).mean(),
        "squared": lambda scores, labels, margin: _lacking(scores, labels, margin).square().sum(1).mean(),
    },
)

check_margin_gradient = FunctionExercise(
    name="margin_gradient",
    reference=lambda scores, labels, margin: _margin_slopes(scores, labels, margin) / len(scores),
    cases=_cases_with_margin(),
    wrong={
        "not_divided": _margin_slopes,
        "sign": mean_and_sum(lambda scores, labels, margin: -_margin_slopes(scores, labels, margin)),
        "true_class_once": mean_and_sum(
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin).clamp(min=-1)
        ),
        "true_class_missing": mean_and_sum(
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin).relu()
        ),
        "size_of_shortfall": mean_and_sum(
            lambda scores, labels, margin: _pushes(_lacking(scores, labels, margin), scores, labels)
        ),
        "only_when_wrong": mean_and_sum(_slopes_when_wrong),
        "worst_only": mean_and_sum(_worst_slopes),
        "margin_ignored": mean_and_sum(lambda scores, labels, margin: _margin_slopes(scores, labels, 1)),
    },
)


def _owed_to_highest_rival(scores, labels, costs):
    rival = scores.masked_fill(_is_rival(scores, labels) == 0, -torch.inf).argmax(1)
    return (costs[labels, rival] - _lead_of_true(scores, labels).gather(1, rival[:, None])[:, 0]).relu()


def _owed(scores, labels, costs):
    """What is lacking to the table, negative for a lead beyond it; -inf for the true class."""
    lacking = costs[labels] - _lead_of_true(scores, labels)
    return lacking.masked_fill(_is_rival(scores, labels) == 0, -torch.inf)


check_missing_lead = FunctionExercise(
    name="missing_lead",
    reference=lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).amax(1),
    cases=_cases_with_costs(),
    wrong={
        "transposed": lambda scores, labels, costs: _lacking(scores, labels, costs.T[labels]).amax(1),
        "added_up": lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).sum(1),
        "diagonal": lambda scores, labels, costs: (costs[labels] - _lead_of_true(scores, labels)).relu().amax(1),
        "negative": lambda scores, labels, costs: _owed(scores, labels, costs).amax(1),
        "highest_rival": _owed_to_highest_rival,
        "no_table": lambda scores, labels, costs: _lacking(scores, labels, 0).amax(1),
    },
)

# The letters of the lesson's list. Steps: D start, A leads, F who is inside, H same slope, J decay, B one step further,
# G the claim. Distractors: C equal losses, E a slope m times as large, I any start.
check_margin_scaling_proof = OrderExercise(
    name="margin_scaling_proof",
    needs={"D": "", "A": "", "F": "A", "H": "F", "J": "", "B": "HJ", "G": "DB"},
    distractors="CEI",
)
