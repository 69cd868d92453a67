"""The exercises of lesson 04: ask for a margin."""

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, Mistake, OrderExercise
from utils.checks.formulas import differences, errors, mean_and_sum, true_scores
from utils.checks.inputs import scored_examples, uniform
from utils.language import N_


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


def _slopes_with_zeros_in_columns_of_all(scores, labels, margin):
    """The slopes where `[:, labels]` stands for the true class as it is set to 0."""
    pushed = (_zero_in_columns_of_all(_lead_of_true(scores, labels), labels, margin) > 0).to(scores)
    pushed[torch.arange(len(labels)), labels] = -pushed.sum(1)
    return pushed


def _slopes_with_numbers_in_columns_of_all(scores, labels, margin):
    """The slopes where `[:, labels]` stands for the true class as it gets the rivals' number."""
    pushed = _margin_slopes(scores, labels, margin).relu()
    pushed[:, labels] = -pushed.sum(1, keepdim=True)
    return pushed


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
    mistakes={
        "true_class_counted": Mistake(N_("you count the true class as a rival of itself: it leads itself by 0 and so "
                                         "adds the whole margin."),
            lambda scores, labels, margin: (
                (margin - _lead_of_true(scores, labels)).relu().sum(1).mean()
            )),
        "sum_over_examples": Mistake(N_("you add over the examples; take their mean, so that the loss does not grow "
                                        "with their number."),
            lambda scores, labels, margin: _lacking(scores, labels, margin).sum()),
        "per_example": Mistake(N_("one number for each example; the batch gets their mean."),
            lambda scores, labels, margin: _lacking(scores, labels, margin).sum(1)),
        "true_scores": Mistake(N_("the true scores do not stand beside the others; take a column, scores.gather(1, "
                                  "labels[:, None]), of shape (n, 1)."),
            *_with_wrong_true_scores(_hinge), *_with_wrong_true_scores(_hinge_less_margin)),
        "columns_of_all": Mistake(N_("[:, labels] takes the columns of all labels in every row; "
                                     "[torch.arange(len(labels)), labels] pairs each row with its own label."),
            lambda scores, labels, margin: (
                _zero_in_columns_of_all(_lead_of_true(scores, labels), labels, margin).sum(1).mean()
            )),
        "mean_over_classes": Mistake(N_("you divide by the number of classes or rivals (as torch does); add over the "
                                        "rivals, then average over the examples."),
            lambda scores, labels, margin: _lacking(scores, labels, margin).mean(),
            lambda scores, labels, margin: _lacking(scores, labels, margin).sum(0).mean(),
            lambda scores, labels, margin: _lacking(scores, labels, margin).sum(1).mean() / (scores.shape[1] - 1),
            lambda scores, labels, margin: (margin - _lead_of_true(scores, labels)).relu().mean()),
        "worst_only": Mistake(N_("you count the worst rival alone; this exercise adds up every rival inside the "
                                 "margin."),
            lambda scores, labels, margin: _lacking(scores, labels, margin).amax(1).mean()),
        "worst_of_all": Mistake(N_("you take the largest over all classes, the true one too, which lacks the whole "
                                   "margin; leave it out and add up the rivals."),
            *mean_and_sum(
                lambda scores, labels, margin: (margin - _lead_of_true(scores, labels)).amax(1).sum()
            )),
        "one_against_rest": Mistake(N_("you hold each score by itself against the margin; what counts is the lead, "
                                       "the true score minus the rival's."),
            *_one_against_rest()),
        "not_cut": Mistake(N_("a lead beyond the margin earns a discount here; cut what is lacking off at 0 before "
                              "you add."),
            lambda scores, labels, margin: (
                ((margin - _lead_of_true(scores, labels)) * _is_rival(scores, labels)).sum(1).mean()
            ),
            lambda scores, labels, margin: (margin - _lead_of_true(scores, labels)).sum(1).mean()),
        "sign": Mistake(N_("the lead has the wrong sign: it is the true score minus the rival's."),
            lambda scores, labels, margin: _lacking(-scores, labels, margin).sum(1).mean(),
            lambda scores, labels, margin: (margin + _lead_of_true(scores, labels)).relu().sum(1).mean()),
        "max_of_two": Mistake(N_("this max takes two tensors, or two numbers; .relu() or .clamp(min=0) cuts a whole "
                                 "table off at 0."),
            *_MAX_OF_TWO),
        "only_when_wrong": Mistake(N_("a rival that is behind, but by less than the margin, costs something too."),
            lambda scores, labels, margin: (
                (_lacking(scores, labels, margin) * (_lead_of_true(scores, labels) < 0)).sum(1).mean()
            )),
        "counted": Mistake(N_("you count the rivals inside the margin; add up how much of the margin each of them "
                              "lacks."),
            lambda scores, labels, margin: (_lacking(scores, labels, margin) > 0).double().sum(1).mean()),
        "backwards": Mistake(N_("you charge the lead beyond the margin; charge what is missing: margin - lead, cut "
                                "off at 0."),
            lambda scores, labels, margin: (_lead_of_true(scores, labels) - margin).relu().sum(1).mean()),
        "true_score_alone": Mistake(N_("you compare the true score itself with the margin; what counts is its lead "
                                       "over each rival."),
            lambda scores, labels, margin: (margin - true_scores(scores, labels)).relu().mean()),
        "no_margin": Mistake(N_("you ask for a tie only; the true class has to lead by the margin."),
            lambda scores, labels, margin: _lacking(scores, labels, 0).sum(1).mean()),
        "fixed_margin": Mistake(N_("your margin is always 1; use the argument margin."),
            lambda scores, labels, margin: _lacking(scores, labels, 1).sum(1).mean()),
        "squared": Mistake(N_("you square what is lacking; this loss adds it as it is."),
            lambda scores, labels, margin: _lacking(scores, labels, margin).square().sum(1).mean(),
            lambda scores, labels, margin: _lacking(scores, labels, margin).square().sum(1).mean() / 2),
    },
    by_hand=("losses.margin_loss",),
)

check_margin_gradient = FunctionExercise(
    name="margin_gradient",
    reference=lambda scores, labels, margin: _margin_slopes(scores, labels, margin) / len(scores),
    cases=_cases_with_margin(),
    mistakes={
        "not_divided": Mistake(N_("right for the sum over the examples; the loss is their mean."), _margin_slopes),
        "sign": Mistake(N_("this points downhill; the gradient points to where the loss grows: up for a rival inside "
                           "the margin."),
            *mean_and_sum(lambda scores, labels, margin: -_margin_slopes(scores, labels, margin))),
        "the_loss": Mistake(N_("this is the loss, one number; its gradient has an entry for each score."),
            losses.margin_loss),
        "other_loss": Mistake(N_("this is the gradient of another loss; here a rival inside the margin has slope 1, "
                                 "however far inside."),
            *mean_and_sum(lambda scores, labels, margin: differences(scores, labels)),
            *mean_and_sum(lambda scores, labels, margin: errors(scores, labels))),
        "autograd": Mistake(N_("autograd was not told to follow these scores, and is not needed: count the rivals "
                               "inside the margin."),
            lambda scores, labels, margin: losses.margin_loss(scores, labels, margin).backward()),
        "divided_by_classes": Mistake(N_("you divide by the number of classes (as torch does); the loss adds over "
                                         "the rivals and averages over the examples."),
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin) / scores.numel(),
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin) / scores.shape[1]),
        "true_scores": Mistake(N_("the true scores do not stand beside the others; take a column, scores.gather(1, "
                                  "labels[:, None]), of shape (n, 1)."),
            *_with_wrong_true_scores(_slopes_of_lead)),
        "columns_of_all": Mistake(N_("[:, labels] takes the columns of all labels in every row; "
                                     "[torch.arange(len(labels)), labels] pairs each row with its own label."),
            *mean_and_sum(_slopes_with_zeros_in_columns_of_all),
            *mean_and_sum(_slopes_with_numbers_in_columns_of_all)),
        "true_class_once": Mistake(N_("the true class gets -1 here, however many rivals are inside the margin; its "
                                      "slope is minus their number."),
            *_true_slope(lambda n_inside, n_classes: -n_inside.clamp(max=1)),
            *_true_slope(lambda n_inside, n_classes: -torch.ones_like(n_inside))),
        "true_class_counted": Mistake(N_("you count the true class as a rival of itself; its lead over itself is 0, "
                                         "so leave it out."),
            *_true_slope(lambda n_inside, n_classes: -n_inside - 1),
            *_true_slope(lambda n_inside, n_classes: torch.ones_like(n_inside))),
        "all_rivals": Mistake(N_("the true class pays for every rival here; only those inside the margin count."),
            *_true_slope(lambda n_inside, n_classes: torch.full_like(n_inside, 1 - n_classes))),
        "true_class_missing": Mistake(N_("the true class does not move here; a higher true score lowers the loss "
                                         "once for each rival inside the margin."),
            *mean_and_sum(
                lambda scores, labels, margin: _margin_slopes(scores, labels, margin).relu()
            )),
        "size_of_shortfall": Mistake(N_("you use how much is lacking; the slope is 1 for a rival inside the margin, "
                                        "however far inside."),
            *mean_and_sum(
                lambda scores, labels, margin: _pushes(_lacking(scores, labels, margin), scores, labels)
            )),
        "only_when_wrong": Mistake(N_("you push only rivals that are ahead; a rival that is behind by less than the "
                                      "margin counts too."),
            *mean_and_sum(_slopes_when_wrong)),
        "outside": Mistake(N_("you push the rivals that are beaten by more than the margin; those inside it are the "
                              "ones that cost."),
            *mean_and_sum(_slopes_outside)),
        "worst_only": Mistake(N_("you push the worst rival alone; every rival inside the margin has a slope of 1."),
            *mean_and_sum(_worst_slopes)),
        "margin_ignored": Mistake(N_("your margin is always 1; use the argument margin."),
            *mean_and_sum(lambda scores, labels, margin: _margin_slopes(scores, labels, 1))),
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
    mistakes={
        "transposed": Mistake(N_("you read the table the wrong way: the row is the true class, the column the rival."),
            lambda scores, labels, costs: _lacking(scores, labels, costs.T[labels]).amax(1),
            lambda scores, labels, costs: _worst_of_lead(_lead_of_true(scores, labels), labels, costs[:, labels])),
        "max_of_two": Mistake(N_("this max takes two tensors, or two numbers; .relu() or .clamp(min=0) cuts a whole "
                                 "table off at 0."),
            *_MAX_OF_TWO),
        "which_rival": Mistake(N_("argmax says which rival is worst; amax says by how much."),
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).argmax(1)),
        "whole_table": Mistake(N_("you compare with the table as it stands; costs[labels] gives each example the row "
                                  "of its true class."),
            lambda scores, labels, costs: _worst_of_lead(_lead_of_true(scores, labels), labels, costs)),
        "true_scores": Mistake(N_("the true scores do not stand beside the others; take a column, scores.gather(1, "
                                  "labels[:, None]), of shape (n, 1)."),
            *_with_wrong_true_scores(lambda lead, labels, costs: _worst_of_lead(lead, labels, costs[labels]))),
        "columns_of_all": Mistake(N_("[:, labels] takes the columns of all labels in every row; "
                                     "[torch.arange(len(labels)), labels] pairs each row with its own label."),
            lambda scores, labels, costs: (
                _zero_in_columns_of_all(_lead_of_true(scores, labels), labels, costs[labels]).amax(1)
            )),
        "averaged": Mistake(N_("one number for the batch; each example has an answer of its own."),
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).amax(1).mean(),
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).amax()),
        "sign": Mistake(N_("the lead has the wrong sign: it is the true score minus the rival's."),
            lambda scores, labels, costs: _lacking(-scores, labels, costs[labels]).amax(1)),
        "smallest": Mistake(N_("this is the smallest shortfall; the loss is zero only when the largest one is gone."),
            _smallest_shortfall),
        "largest_entry": Mistake(N_("you ask the row's largest margin of every rival; each rival has an entry of its "
                                    "own."),
            _largest_entry),
        "added_up": Mistake(N_("you add over the rivals; raising the true score raises every lead at once, so one "
                               "rival decides."),
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels]).sum(1)),
        "diagonal": Mistake(N_("the diagonal of the table means nothing; leave the true class out."),
            lambda scores, labels, costs: (costs[labels] - _lead_of_true(scores, labels)).relu().amax(1),
            lambda scores, labels, costs: _lacking(scores, labels, costs[labels, labels][:, None]).amax(1)),
        "negative": Mistake(N_("some answers are negative; an example with enough lead everywhere is missing "
                               "nothing: 0."),
            lambda scores, labels, costs: _owed(scores, labels, costs).amax(1)),
        "highest_rival": Mistake(N_("you look at the rival with the highest score; one with a lower score may be "
                                    "owed a larger lead."),
            _owed_to_highest_rival),
        "no_table": Mistake(N_("you ask for a tie only; each rival is owed the lead in the table."),
            lambda scores, labels, costs: _lacking(scores, labels, 0).amax(1)),
        "margin_of_one": Mistake(N_("you ask for a lead of 1 everywhere; each rival has an entry of its own in costs."),
            lambda scores, labels, costs: _lacking(scores, labels, 1).amax(1)),
        "no_leads": Mistake(N_("these are the leads asked for; take off the leads the example already has: true "
                               "score minus rival's."),
            lambda scores, labels, costs: costs[labels],
            lambda scores, labels, costs: costs[labels].amax(1),
            lambda scores, labels, costs: costs[labels].sum(1),
            lambda scores, labels, costs: _without_true(costs[labels], labels),
            lambda scores, labels, costs: _without_true(costs[labels], labels).amax(1),
            lambda scores, labels, costs: _without_true(costs[labels], labels).sum(1),
            lambda scores, labels, costs: costs[labels, scores.argmax(1)]),
    },
)

# The letters of the lesson's list. Steps: D start, A leads, F who is inside, H same slope, J decay, B one step further,
# G the claim. Distractors: C equal losses, E a slope m times as large, I any start.
check_margin_scaling_proof = OrderExercise(
    name="margin_scaling_proof",
    needs={"D": "", "A": "", "F": "A", "H": "F", "J": "", "B": "HJ", "G": "DB"},
    distractors="CEI",
    hints={
        "D": N_("an induction needs a start: where do the two runs begin?"),
        "A": N_("a link is missing: what do weights m times as large do to the leads?"),
        "F": N_("a link is missing: which rivals are inside the margin in run 2?"),
        "H": N_("a link is missing: what does the slope depend on, and so how do the slopes of the two runs compare?"),
        "J": N_("you never use how weight decay is scaled; with the same decay in both runs the claim is false."),
        "B": N_("the step itself is missing: write V after one more step and take out the factor m."),
        "G": N_("the conclusion is missing: say what it means for the scores and the decisions."),
        "C": N_("step {step} is false: leads and margin are m times as large, and so is the loss of run 2."),
        "E": N_("step {step} is false: the slope counts rivals, so it does not grow with the margin; that is why the "
                "rate must."),
        "I": N_("step {step} is false: a common random start does not have V = m W; it would have to be multiplied "
                "too."),
    },
)
