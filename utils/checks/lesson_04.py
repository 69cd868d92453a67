"""The exercises of lesson 04: ask for a margin."""

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, OrderExercise
from utils.checks.formulas import differences, errors, mean_and_sum, true_scores
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


def _with_wrong_true_scores(loss):
    """The mistakes in picking the true scores, each made a mistake in `loss(lead, labels, margin)`."""
    return (
        lambda scores, labels, margin: loss(scores.gather(1, labels) - scores, labels, margin),
        lambda scores, labels, margin: loss(true_scores(scores, labels) - scores, labels, margin),
        lambda scores, labels, margin: loss(scores[:, labels] - scores, labels, margin),
        lambda scores, labels, margin: loss(scores[labels] - scores, labels, margin),
    )


# The larger of 0 and a table, asked of functions that want two tensors, or two numbers: each stops.
_MAX_OF_TWO = (
    lambda scores, *others: torch.max(0, scores),
    lambda scores, *others: torch.maximum(scores, 0),
    lambda scores, *others: torch.maximum(0, scores),
    lambda scores, *others: max(0, scores),
    lambda scores, *others: max(scores, 0),
)


def _without_true(values, labels):
    """The values with 0 for the true class, (n, K)."""
    return values.scatter(1, labels[:, None], 0)


def _zero_in_columns_of_all(lead, labels, asked):
    """What each lead lacks, 0 not only for a row's true class: for every class that is some row's, (n, K)."""
    lacking = (asked - lead).relu()
    lacking[:, labels] = 0
    return lacking


def _hinge(lead, labels, margin):
    return _without_true((margin - lead).relu(), labels).sum(1).mean()


def _hinge_less_margin(lead, labels, margin):
    return ((margin - lead).relu().sum(1) - margin).mean()


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


def _slopes_outside(scores, labels, margin):
    outside = (_lead_of_true(scores, labels) > margin).to(scores) * _is_rival(scores, labels)
    return _pushes(outside, scores, labels)


def _true_slope(slope):
    """The mistakes in the true class's own slope: `slope(n_rivals_inside, n_classes)` stands there, (n, 1)."""

    def slopes(scores, labels, margin):
        pushed = _margin_slopes(scores, labels, margin).relu()
        n_inside = pushed.sum(1, keepdim=True)
        return pushed.scatter(1, labels[:, None], slope(n_inside, scores.shape[1]).to(scores))

    return mean_and_sum(slopes)


def _slopes_in_columns_of_all(scores, labels, margin):
    """The slopes where `[:, labels]` stands for the true class, as 0 at first or as the rivals' number at the end."""
    lead, rows = _lead_of_true(scores, labels), torch.arange(len(labels))
    early = (_zero_in_columns_of_all(lead, labels, margin) > 0).to(scores)
    early[rows, labels] = -early.sum(1)
    late = _margin_slopes(scores, labels, margin).relu()
    late[:, labels] = -late.sum(1, keepdim=True)
    return early, late


def _slopes_of_lead(lead, labels, margin):
    pushed = _without_true((lead < margin).to(lead), labels)
    return pushed.scatter(1, labels[:, None], -pushed.sum(1, keepdim=True)) / len(labels)


def _one_against_rest():
    """Each score by itself against the margin or against 1, wanted above it or below minus it."""

    def lacking(scores, labels, margin):
        return (margin - (1 - 2 * _is_rival(scores, labels)) * scores).relu()

    return (
        lambda scores, labels, margin: lacking(scores, labels, margin).sum(1).mean(),
        lambda scores, labels, margin: lacking(scores, labels, margin).mean(),
        lambda scores, labels, margin: lacking(scores, labels, 1).sum(1).mean(),
        lambda scores, labels, margin: lacking(scores, labels, 1).mean(),
    )


check_margin_loss = FunctionExercise(
    name="margin_loss",
    reference=losses.margin_loss,
    cases=_cases_with_margin(),
    wrong={
        "true_class_counted": lambda scores, labels, margin: (
            (margin - _lead_of_true(scores, labels)).relu().sum(1).mean()
        ),
        "sum_over_examples": lambda scores, labels, margin: _lacking(scores, labels, margin).sum(),
        "per_example": lambda scores, labels, margin: _lacking(scores, labels, margin).sum(1),
        "true_scores": (*_with_wrong_true_scores(_hinge), *_with_wrong_true_scores(_hinge_less_margin)),
        "columns_of_all": lambda scores, labels, margin: (
            _zero_in_columns_of_all(_lead_of_true(scores, labels), labels, margin).sum(1).mean()
        ),
        "mean_over_classes": (
            lambda scores, labels, margin: _lacking(scores, labels, margin).mean(),
            lambda scores, labels, margin: _lacking(scores, labels, margin).sum(0).mean(),
            lambda scores, labels, margin: _lacking(scores, labels, margin).sum(1).mean() / (scores.shape[1] - 1),
            lambda scores, labels, margin: (margin - _lead_of_true(scores, labels)).relu().mean(),
        ),
        "worst_only": lambda scores, labels, margin: _lacking(scores, labels, margin).amax(1).mean(),
        "worst_of_all": mean_and_sum(
            lambda scores, labels, margin: (margin - _lead_of_true(scores, labels)).amax(1).sum()
        ),
        "one_against_rest": _one_against_rest(),
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
        "max_of_two": _MAX_OF_TWO,
        "only_when_wrong": lambda scores, labels, margin: (
            (_lacking(scores, labels, margin) * (_lead_of_true(scores, labels) < 0)).sum(1).mean()
        ),
        "counted": lambda scores, labels, margin: (_lacking(scores, labels, margin) > 0).double().sum(1).mean(),
        "backwards": lambda scores, labels, margin: (_lead_of_true(scores, labels) - margin).relu().sum(1).mean(),
        "true_score_alone": lambda scores, labels, margin: (margin - true_scores(scores, labels)).relu().mean(),
        "no_margin": lambda scores, labels, margin: _lacking(scores, labels, 0).sum(1).mean(),
        "fixed_margin": lambda scores, labels, margin: _lacking(scores, labels, 1).sum(1).mean(),
        "squared": (
            lambda scores, labels, margin: _lacking(scores, labels, margin).square().sum(1).mean(),
            lambda scores, labels, margin: _lacking(scores, labels, margin).square().sum(1).mean() / 2,
        ),
    },
    by_hand=("losses.margin_loss",),
)

check_margin_gradient = FunctionExercise(
    name="margin_gradient",
    reference=lambda scores, labels, margin: _margin_slopes(scores, labels, margin) / len(scores),
    cases=_cases_with_margin(),
    wrong={
        "not_divided": _margin_slopes,
        "sign": mean_and_sum(lambda scores, labels, margin: -_margin_slopes(scores, labels, margin)),
        "the_loss": losses.margin_loss,
        "other_loss": (
            *mean_and_sum(lambda scores, labels, margin: differences(scores, labels)),
            *mean_and_sum(lambda scores, labels, margin: errors(scores, labels)),
        ),
        "autograd": lambda scores, labels, margin: losses.margin_loss(scores, labels, margin).backward(),
        "divided_by_classes": (
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin) / scores.numel(),
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin) / scores.shape[1],
        ),
        "true_scores": _with_wrong_true_scores(_slopes_of_lead),
        "columns_of_all": (
            *mean_and_sum(lambda *case: _slopes_in_columns_of_all(*case)[0]),
            *mean_and_sum(lambda *case: _slopes_in_columns_of_all(*case)[1]),
        ),
        "true_class_once": (
            *_true_slope(lambda n_inside, n_classes: -n_inside.clamp(max=1)),
            *_true_slope(lambda n_inside, n_classes: -torch.ones_like(n_inside)),
        ),
        "true_class_counted": (
            *_true_slope(lambda n_inside, n_classes: -n_inside - 1),
            *_true_slope(lambda n_inside, n_classes: torch.ones_like(n_inside)),
        ),
        "all_rivals": _true_slope(lambda n_inside, n_classes: torch.full_like(n_inside, 1 - n_classes)),
        "true_class_missing": mean_and_sum(
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin).relu()
        ),
        "size_of_shortfall": mean_and_sum(
            lambda scores, labels, margin: _pushes(_lacking(scores, labels, margin), scores, labels)
        ),
        "only_when_wrong": mean_and_sum(_slopes_when_wrong),
        "outside": mean_and_sum(_slopes_outside),
        "worst_only": mean_and_sum(_worst_slopes),
        "margin_ignored": mean_and_sum(lambda scores, labels, margin: _margin_slopes(scores, labels, 1)),
    },
    by_hand=("backward", "grad"),
)


def _owed_to_highest_rival(scores, labels, costs):
    rival = scores.masked_fill(_is_rival(scores, labels) == 0, -torch.inf).argmax(1)
    return (costs[labels, rival] - _lead_of_true(scores, labels).gather(1, rival[:, None])[:, 0]).relu()


def _owed(scores, labels, costs):
    """What is lacking to the table, negative for a lead beyond it; -inf for the true class."""
    lacking = costs[labels] - _lead_of_true(scores, labels)
    return lacking.masked_fill(_is_rival(scores, labels) == 0, -torch.inf)


def _worst_of_lead(lead, labels, asked):
    return _without_true((asked - lead).relu(), labels).amax(1)


def _largest_entry(scores, labels, costs):
    """The row's largest margin asked of every rival."""
    asked = _without_true(costs[labels], labels).amax(1)
    return _without_true((asked[:, None] - _lead_of_true(scores, labels)).relu(), labels).amax(1)


def _smallest_shortfall(scores, labels, costs):
    return _lacking(scores, labels, costs[labels]).masked_fill(_is_rival(scores, labels) == 0, torch.inf).amin(1)


check_missing_lead = FunctionExercise(
    name="missing_lead",
    reference=lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).amax(1),
    cases=_cases_with_costs(),
    wrong={
        "transposed": (
            lambda scores, labels, costs: _lacking(scores, labels, costs.T[labels]).amax(1),
            lambda scores, labels, costs: _worst_of_lead(_lead_of_true(scores, labels), labels, costs[:, labels]),
        ),
        "max_of_two": _MAX_OF_TWO,
        "which_rival": lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).argmax(1),
        "whole_table": lambda scores, labels, costs: _worst_of_lead(_lead_of_true(scores, labels), labels, costs),
        "true_scores": _with_wrong_true_scores(lambda lead, labels, costs: _worst_of_lead(lead, labels, costs[labels])),
        "columns_of_all": lambda scores, labels, costs: (
            _zero_in_columns_of_all(_lead_of_true(scores, labels), labels, costs[labels]).amax(1)
        ),
        "averaged": (
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).amax(1).mean(),
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).amax(),
        ),
        "sign": lambda scores, labels, costs: _lacking(-scores, labels, costs[labels]).amax(1),
        "smallest": _smallest_shortfall,
        "largest_entry": _largest_entry,
        "added_up": lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).sum(1),
        "diagonal": (
            lambda scores, labels, costs: (costs[labels] - _lead_of_true(scores, labels)).relu().amax(1),
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels, labels][:, None]).amax(1),
        ),
        "negative": lambda scores, labels, costs: _owed(scores, labels, costs).amax(1),
        "highest_rival": _owed_to_highest_rival,
        "no_table": lambda scores, labels, costs: _lacking(scores, labels, 0).amax(1),
        "margin_of_one": lambda scores, labels, costs: _lacking(scores, labels, 1).amax(1),
        "no_leads": (
            lambda scores, labels, costs: costs[labels],
            lambda scores, labels, costs: costs[labels].amax(1),
            lambda scores, labels, costs: costs[labels].sum(1),
            lambda scores, labels, costs: _without_true(costs[labels], labels),
            lambda scores, labels, costs: _without_true(costs[labels], labels).amax(1),
            lambda scores, labels, costs: _without_true(costs[labels], labels).sum(1),
            lambda scores, labels, costs: costs[labels, scores.argmax(1)],
        ),
    },
)

# The letters of the lesson's list. Steps: D start, A leads, F who is inside, H same slope, J decay, B one step further,
# G the claim. Distractors: C equal losses, E a slope m times as large, I any start.
check_margin_scaling_proof = OrderExercise(
    name="margin_scaling_proof",
    needs={"D": "", "A": "", "F": "A", "H": "F", "J": "", "B": "HJ", "G": "DB"},
    distractors="CEI",
)
