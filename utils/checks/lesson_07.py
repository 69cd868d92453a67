"""The exercises of lesson 07: follow the gradient."""

import functools
import math

import torch

from utils import losses
from utils.checks.answers import attempt, numbers_in
from utils.checks.exercise import FunctionExercise, Mistake, NumberExercise, kind_of_exercise
from utils.checks.formulas import (
    columns_of_all,
    differences,
    errors,
    mean_and_sum,
    naive_differences,
    naive_softmax,
    of_true_class,
)
from utils.checks.inputs import scored_examples, turned, uniform
from utils.language import N_


def _without_keepdim(scores, labels):
    """P - Y by a sum that lost its axis: an error unless n is K."""
    return errors(scores.exp() / scores.exp().sum(1), labels)


def _shifted_without_keepdim(scores, labels):
    """P - Y, each row less a maximum that lost its axis."""
    return errors(naive_softmax(scores - scores.amax(1)), labels)


check_ce_gradient = FunctionExercise(
    name="ce_gradient",
    reference=lambda scores, labels: differences(scores, labels) / len(scores),
    cases=scored_examples(),
    mistakes={
        "not_divided": Mistake(N_("right for each example's own loss; the mean hands each of the n examples a share "
                                  "of 1/n."),
            differences),
        "sign": Mistake(N_("every entry has the wrong sign; the gradient points uphill: said minus true."),
            *mean_and_sum(lambda scores, labels: -differences(scores, labels))),
        "divided_by_classes": Mistake(N_("you divide by the classes; the mean is over the examples alone."),
            lambda scores, labels: differences(scores, labels) / scores.numel(),
            lambda scores, labels: differences(scores, labels) / scores.shape[1]),
        "no_label": Mistake(N_("these are the probabilities; what is true has still to be taken off."),
            *mean_and_sum(lambda scores, labels: losses.softmax(scores))),
        "raw_scores": Mistake(N_("this is MSE's gradient, its twin; put the probabilities where the scores stand."),
            *mean_and_sum(errors)),
        "log_p": Mistake(N_("you take the label off log p; it is taken off p itself."),
            *mean_and_sum(lambda scores, labels: errors(losses.log_softmax(scores), labels))),
        "sigmoid": Mistake(N_("sigmoid reads each score alone; softmax reads a row, whose probabilities sum to 1."),
            *mean_and_sum(lambda scores, labels: errors(scores.sigmoid(), labels))),
        "naive_softmax": Mistake(N_("right for small scores; large ones overflow in exp, or a clip changes them: use "
                                    "losses.softmax on the scores as they are."),
            *mean_and_sum(naive_differences)),
        "keepdim": Mistake(N_("a maximum or sum of shape (n,) meets scores (n, K), and the axis it lost is missing: "
                              "keepdim=True keeps it."),
            *mean_and_sum(_without_keepdim), *mean_and_sum(_shifted_without_keepdim)),
        "id_not_one_hot": Mistake(N_("you take the class id off as a number; take its one-hot row off: "
                                     "losses.one_hot."),
            *mean_and_sum(lambda scores, labels: losses.softmax(scores) - labels[:, None]),
            *mean_and_sum(lambda scores, labels: losses.softmax(scores) - labels)),
        "ones_everywhere": Mistake(N_("you take 1 off every class; only the labelled class has a 1 to take off."),
            *mean_and_sum(lambda scores, labels: losses.softmax(scores) - 1)),
        "columns_of_all": Mistake(N_("[:, labels] takes 1 off the columns of all labels, in every row; "
                                     "[torch.arange(len(labels)), labels] gives each row its own label."),
            *mean_and_sum(lambda scores, labels: columns_of_all(losses.softmax(scores), labels))),
        "too_few_columns": Mistake(N_("one_hot guesses the number of classes from the labels; tell it: "
                                      "scores.shape[1]."),
            *mean_and_sum(
                lambda scores, labels: losses.softmax(scores) - torch.nn.functional.one_hot(labels)
            )),
        "true_class_only": Mistake(N_("only the true class moves; each rival is pushed down by its probability."),
            *mean_and_sum(lambda scores, labels: of_true_class(differences(scores, labels), labels)),
            *mean_and_sum(lambda scores, labels: of_true_class(differences(scores, labels), labels).sum(1))),
        "rivals_only": Mistake(N_("the true class stands still; its slope is its probability minus 1."),
            *mean_and_sum(
                lambda scores, labels: losses.softmax(scores) - of_true_class(losses.softmax(scores), labels)
            )),
        "by_probabilities": Mistake(N_("this is the slope for the probabilities, the first half of the chain rule; "
                                       "multiply by softmax's slopes."),
            *mean_and_sum(
                lambda scores, labels: -losses.one_hot(labels, scores.shape[1]) / losses.softmax(scores)
            )),
        "columns": Mistake(N_("your softmax runs down the examples; each row has to sum to 1: dim=1."),
            *mean_and_sum(lambda scores, labels: errors(scores.softmax(0), labels))),
        "averaged": Mistake(N_("you add up or average over the examples; each of them keeps a row of its own."),
            lambda scores, labels: differences(scores, labels).mean(0),
            lambda scores, labels: differences(scores, labels).sum(0)),
        "the_loss": Mistake(N_("this is the loss; return its slope for each score, (n_examples, n_classes)."),
            losses.cross_entropy),
    },
    by_hand=("backward", "grad"),
)


def _scored_inputs():
    """Inputs X, scores and labels: tall, square, wide, one example, float64, large numbers."""
    cases = []
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (2, 5, 3, 1), (1, 4, 5, 1), (5, 2, 3, 1e3)]
    for seed, (n, d, n_classes, size) in enumerate(shapes):
        labels = torch.randint(n_classes, (n,), generator=torch.Generator().manual_seed(seed))
        scores = uniform((n, n_classes), seed + 30, -2, 2)
        cases.append({"X": uniform((n, d), seed, 0, size), "scores": scores, "labels": labels})
    *small, large = cases
    in_float64 = {name: value if name == "labels" else value.double() for name, value in cases[0].items()}
    return [*small, {**in_float64, "X": in_float64["X"][:, :2]}, large]


def _weights_table(X, difference, bias=None):
    """X'(P - Y) with the bias row below, its column sum unless given."""
    return torch.cat([X.T @ difference, difference.sum(0, keepdim=True) if bias is None else bias])


def _by_the_size(X, scores, labels):
    """The whole table, not yet divided by anything."""
    return _weights_table(X, differences(scores, labels))


def _with_bias_over_everything(X, scores, labels):
    return _weights_table(X, differences(scores, labels) / len(X), torch.zeros_like(scores[:1]))


def _with_bias_row(row):
    """The table with another bias row, made of (P - Y) / n: a shape that does not fit is an error, as in torch.cat."""

    def table(X, scores, labels):
        difference = differences(scores, labels) / len(X)
        return _weights_table(X, difference, row(difference))

    return table


def _is_table_and_bias(answer):
    """True for the weights' table and the bias apart, in a tuple or a list."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return False
    table, bias = map(numbers_in, answer)
    return table is not None and bias is not None and table.ndim == 2


check_weights_gradient = FunctionExercise(
    name="weights_gradient",
    reference=lambda X, scores, labels: _by_the_size(X, scores, labels) / len(X),
    cases=_scored_inputs(),
    mistakes={
        "bias_over_everything": Mistake(N_("your bias row is 0: it sums over everything, or a column of 0 stands for "
                                           "it; sum down the examples, one sum for each class."),
            _with_bias_over_everything),
        "not_divided": Mistake(N_("right for the sum over the examples; the loss is their mean, so divide by n."),
            _by_the_size),
        "sign": Mistake(N_("every entry has the wrong sign; the gradient points uphill: said minus true."),
            lambda X, scores, labels: -_by_the_size(X, scores, labels) / len(X),
            lambda X, scores, labels: -_by_the_size(X, scores, labels)),
        "divided_by_classes": Mistake(N_("you divide by the number of classes; the mean is over the n examples alone."),
            lambda X, scores, labels: _by_the_size(X, scores, labels) / scores.numel(),
            lambda X, scores, labels: _by_the_size(X, scores, labels) / scores.shape[1]),
        "divided_by_features": Mistake(N_("you divide by the number of features; the mean is over the n examples "
                                          "alone."),
            lambda X, scores, labels: _by_the_size(X, scores, labels) / X.shape[1],
            lambda X, scores, labels: _by_the_size(X, scores, labels) / X.numel()),
        "bias_divided_twice": Mistake(N_("the bias row is divided by n twice; it is the column sum of (P - Y) / n."),
            _with_bias_row(lambda difference: difference.mean(0, keepdim=True))),
        "bias_not_divided": Mistake(N_("the weights are right, the bias row is n times too large."),
            _with_bias_row(lambda difference: difference.sum(0, keepdim=True) * len(difference))),
        "weights_not_divided": Mistake(N_("the bias row is right, the weights are n times too large."),
            lambda X, scores, labels: _weights_table(
                X, differences(scores, labels), differences(scores, labels).mean(0, keepdim=True)
            )),
        "bias_missing": Mistake(N_("these are the weights alone; the last row is that of the bias."),
            lambda X, scores, labels: X.T @ differences(scores, labels) / len(X)),
        "bias_first": Mistake(N_("the bias row is the first; the exercise wants it last."),
            lambda X, scores, labels: _by_the_size(X, scores, labels).roll(1, 0) / len(X)),
        "bias_across": Mistake(N_("your bias row sums across the classes; sum down the examples, dim=0, one sum for "
                                  "each class."),
            _with_bias_row(lambda difference: difference.sum(1)[None])),
        "bias_no_row": Mistake(N_("the bias sums have shape (K,); torch.cat wants a row, (1, K): keepdim=True."),
            _with_bias_row(lambda difference: difference.sum(0))),
        "bias_one_number": Mistake(N_("your bias is one sum over everything; each class has its own: sum(dim=0, "
                                      "keepdim=True)."),
            _with_bias_row(lambda difference: difference.sum()[None, None]),
            _with_bias_row(torch.sum)),
        "no_label": Mistake(N_("the labels are missing; the difference P - Y flows back, not P."),
            lambda X, scores, labels: _weights_table(X, losses.softmax(scores) / len(X))),
        "raw_scores": Mistake(N_("this is MSE's gradient; put softmax of the scores where the scores stand."),
            lambda X, scores, labels: _weights_table(X, errors(scores, labels) / len(X))),
        "columns": Mistake(N_("your softmax runs down the examples; each row has to sum to 1: dim=1."),
            lambda X, scores, labels: _weights_table(X, errors(scores.softmax(0), labels) / len(X))),
        "not_turned": Mistake(N_("X is (n, d) and P - Y is (n, K): turn X round, X.T @ ..., so that the examples are "
                                 "added up."),
            lambda X, scores, labels: _weights_table(X.T, differences(scores, labels)) / len(X)),
        "transposed": Mistake(N_("rows and columns are swapped; features go down and classes across."),
            lambda X, scores, labels: _by_the_size(X, scores, labels).T / len(X)),
        "two_tables": Mistake(N_("weights and bias come as two answers; make one table, the bias as its last row: "
                                 "torch.cat([W_rows, b_row]).")),
    },
    returned={"two_tables": _is_table_and_bias},
)


def _directed_scores():
    """Scores and a direction for each example: not square, square, one example, two classes, float64, large scores."""
    cases = []
    for seed, (n, n_classes, size) in enumerate([(3, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 150)]):
        scores, direction = uniform((n, n_classes), seed, -size, size), uniform((n, n_classes), seed + 40, -1, 2)
        cases.append({"scores": scores, "direction": direction})
    *small, large = cases
    large["scores"] = turned(large["scores"])
    return [*small, {name: value.double() for name, value in cases[0].items()}, large]


def _curvature(p, direction):
    return p * (direction - (p * direction).sum(1, keepdim=True))


def _of_probabilities(product):
    """A mistake that starts from the right probabilities: `product(p, direction)`."""
    return lambda scores, direction: product(losses.softmax(scores), direction)


@kind_of_exercise
class FormulaExercise(FunctionExercise):
    """A function that is to give exact numbers: "not_exact" where all of them are near, as by a numerical difference.

    near: how far off an entry may be
    """

    near: float

    def known_mistake(self, outcomes):
        expected = (attempt(self.reference, case).numbers for case in self.cases)
        is_near = all(
            got is not None and got.shape == want.shape and bool(((got - want).abs() <= self.near).all())
            for (got, *_), want in zip(outcomes, expected, strict=True)
        )
        return super().known_mistake(outcomes) or (self.hint("not_exact") if is_near else None)


check_curvature = FormulaExercise(
    name="curvature",
    reference=_of_probabilities(_curvature),
    cases=_directed_scores(),
    mistakes={
        "diagonal_only": Mistake(N_("this is diag(p) times the direction; the part - p p^T is still missing."),
            _of_probabilities(lambda p, direction: p * direction)),
        "own_entries": Mistake(N_("these are the diagonal entries p (1 - p) alone; the classes push on each other "
                                  "too."),
            _of_probabilities(lambda p, direction: p * (1 - p) * direction)),
        "outer_only": Mistake(N_("this is the part - p p^T alone; diag(p) times the direction is still missing."),
            _of_probabilities(lambda p, direction: _curvature(p, direction) - p * direction)),
        "plain_mean": Mistake(N_("you take off the plain mean of the direction; weigh it by the probabilities."),
            _of_probabilities(lambda p, direction: p * (direction - direction.mean(1, keepdim=True)))),
        "weighed_mean_divided": Mistake(N_("p . v is a sum, not divided by the number of classes: the probabilities "
                                           "are the weights."),
            _of_probabilities(
                lambda p, direction: p * (direction - (p * direction).mean(1, keepdim=True))
            )),
        "no_first_factor": Mistake(N_("the factor p in front is missing: p times (direction minus its mean)."),
            _of_probabilities(lambda p, direction: direction - (p * direction).sum(1, keepdim=True))),
        "no_second_factor": Mistake(N_("p . v is taken off bare; the second part is p times (p . v)."),
            _of_probabilities(
                lambda p, direction: p * direction - (p * direction).sum(1, keepdim=True)
            )),
        "keepdim": Mistake(N_("the sum over the classes has shape (n,) and lost an axis; keepdim=True keeps it."),
            _of_probabilities(lambda p, direction: p * (direction - (p * direction).sum(1)))),
        "down_the_examples": Mistake(N_("your p . v adds up the examples; add along the classes: sum(dim=1, "
                                        "keepdim=True)."),
            _of_probabilities(lambda p, direction: p * (direction - (p * direction).sum(0)))),
        "whole_batch": Mistake(N_("your p . v adds up all examples; each row has its own: sum(dim=1, keepdim=True)."),
            _of_probabilities(lambda p, direction: p * (direction - (p * direction).sum()))),
        "sign": Mistake(N_("the sign is turned round; a covariance curves upwards."),
            _of_probabilities(lambda p, direction: -_curvature(p, direction))),
        "added": Mistake(N_("diag(p) and p p^T are added here; the second is taken off."),
            _of_probabilities(lambda p, direction: p * (direction + (p * direction).sum(1, keepdim=True)))),
        "quadratic_form": Mistake(N_("you multiply by the direction twice; once gives a row for each example."),
            _of_probabilities(lambda p, direction: (direction * _curvature(p, direction)).sum(1))),
        "gradient": Mistake(N_("this is p minus the direction, like a gradient; multiply the table by the direction."),
            _of_probabilities(lambda p, direction: p - direction)),
        "raw_scores": Mistake(N_("the scores stand where the probabilities should; take softmax of them first."),
            _curvature),
        "naive_softmax": Mistake(N_("right for small scores; large ones overflow in exp, or a clip changes them: use "
                                    "losses.softmax on the scores as they are."),
            lambda scores, direction: _curvature(naive_softmax(scores), direction)),
        "columns": Mistake(N_("your softmax runs down the examples; each row has to sum to 1: dim=1."),
            lambda scores, direction: _curvature(scores.softmax(0), direction)),
        "divided_by_examples": Mistake(N_("right but for a division by the number of examples; each row has its own "
                                          "product, no mean is taken."),
            _of_probabilities(lambda p, direction: _curvature(p, direction) / len(p))),
        "sum_not_weighed": Mistake(N_("you add up the direction alone; p . v weighs each entry first: (p * "
                                      "v).sum(dim=1, keepdim=True)."),
            _of_probabilities(lambda p, direction: p * direction - p * p * direction.sum(1)),
            _of_probabilities(lambda p, direction: p * direction - p * p * direction.sum(1, keepdim=True)),
            _of_probabilities(lambda p, direction: p * (direction - direction.sum(1, keepdim=True))),
            _of_probabilities(lambda p, direction: p * (direction - direction.sum(1)))),
        "not_exact": Mistake(N_("near, but not equal: a numerical difference or rounding is not exact; use the "
                                "formula p * (v - p . v).")),
    },
    near=0.005,
    by_hand=("diag_embed",),
)


def _half_squared_error(p):
    """Minus its slope along the lead, p of the true class."""
    return p * (1 - p) ** 2


@functools.cache
def _steps_to_one_half(lead=-10.0, rate=1.0, push=_half_squared_error):
    """Gradient steps on a lead until the probability is one half."""
    steps = 0
    while lead < 0:
        lead += rate * push(1 / (1 + math.exp(-lead)))
        steps += 1
    return steps


def _steps_from_minus_8():
    return _steps_to_one_half(lead=-8.0)


check_escape_steps = NumberExercise(
    name="escape_steps",
    reference=_steps_to_one_half,
    mistakes={
        "cross_entropy": Mistake(N_("that is cross-entropy's count; half squared error pushes with p (1 - p)^2."),
            lambda: _steps_to_one_half(push=lambda p: 1 - p)),
        "brier": Mistake(N_("that is Brier's count, four times as quick as half squared error."),
            lambda: _steps_to_one_half(rate=4.0)),
        "two_scores": Mistake(N_("that is the count with two scores; with one, the lead moves half as far."),
            lambda: _steps_to_one_half(rate=2.0)),
        "no_sigmoid_slope": Mistake(N_("you push with (1 - p)^2; the slope of the error is 1 - p, that of the "
                                       "sigmoid p (1 - p)."),
            lambda: _steps_to_one_half(push=lambda p: (1 - p) ** 2)),
        "only_sigmoid_slope": Mistake(N_("you push with p (1 - p), the slope of the sigmoid; multiply by the error, "
                                         "1 - p."),
            lambda: _steps_to_one_half(push=lambda p: p * (1 - p))),
        "from_minus_8": Mistake(N_("that is the count from -8; start at -10."),
            _steps_from_minus_8,
            lambda: _steps_from_minus_8() - 1),
        "one_off": Mistake(N_("one off: count the updates made until the lead is 0 or more."),
            lambda: _steps_to_one_half() - 1,
            lambda: _steps_to_one_half() + 1),
        "guessed": Mistake(N_("a good guess, 3,011 times e^2; now count the steps."),
            lambda: _steps_from_minus_8() * math.e**2,
            lambda: round(_steps_from_minus_8() * math.e**2),
            lambda: int(_steps_from_minus_8() * math.e**2),
            lambda: _steps_from_minus_8() * 7.4),
        "straight_line": Mistake(N_("you scale with the lead; each unit further down costs more steps than the last "
                                    "one. Count them."),
            lambda: _steps_from_minus_8() * 10 / 8,
            lambda: _steps_from_minus_8() * 10 // 8),
        "capped": Mistake(N_("that is where the lab gives up; count on until the lead is 0 or more."),
            lambda: 10_000,
            lambda: 10_001),  # the lab's path holds its start as well
    },
    tolerance=1e-6,  # a count: one more or less is another answer
)
