"""The exercises of lesson 03: fit one-hot labels with MSE."""

from functools import partial

import numpy as np
import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, Mistake, OrderExercise
from utils.checks.formulas import (
    columns_of_all,
    differences,
    errors,
    mean_and_sum,
    naive_differences,
    of_true_class,
    true_scores,
)
from utils.checks.inputs import scored_examples, uniform
from utils.language import N_


def _errors_with_columns(scores, labels, n_columns):
    """Scores minus one-hot rows of another width: raises where the widths cannot meet."""
    return scores - torch.eye(n_columns, dtype=scores.dtype)[labels]


def _with_wrong_columns(loss):
    """The mistakes in the width of the one-hot rows, `loss(errors)` made of each: as many as occur, 10, 3."""
    return (
        lambda scores, labels: loss(_errors_with_columns(scores, labels, int(labels.max()) + 1)),
        lambda scores, labels: loss(_errors_with_columns(scores, labels, len(labels))),
        lambda scores, labels: loss(_errors_with_columns(scores, labels, 10)),
        lambda scores, labels: loss(_errors_with_columns(scores, labels, 3)),
    )


def _half_squares(errors):
    return (errors**2).sum(1).mean() / 2


check_mse_on_one_hot = FunctionExercise(
    name="mse_on_one_hot",
    reference=losses.mse_on_one_hot,
    cases=scored_examples(),
    mistakes={
        "no_half": Mistake(N_("twice the expected loss; the convention has a factor 1/2, so that the slope is score "
                              "minus target."),
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1).mean()),
        "mean_over_classes": Mistake(N_("you average over the classes too (as F.mse_loss does); add over the "
                                        "classes, then average over the examples."),
            lambda scores, labels: (errors(scores, labels) ** 2).mean(),
            lambda scores, labels: (errors(scores, labels) ** 2).mean() / 2),
        "sum_over_examples": Mistake(N_("you add over the examples; take their mean, so that the loss does not grow "
                                        "with their number."),
            lambda scores, labels: (errors(scores, labels) ** 2).sum() / 2,
            lambda scores, labels: (errors(scores, labels) ** 2).sum()),
        "over_examples": Mistake(N_("you add over the examples (dim=0) and average over the classes; it is the other "
                                    "way round (dim=1, then the mean)."),
            lambda scores, labels: (errors(scores, labels) ** 2).sum(0).mean() / 2,
            lambda scores, labels: (errors(scores, labels) ** 2).sum(0).mean()),
        "per_example": Mistake(N_("one number for each example; the batch gets their mean."),
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1) / 2,
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1)),
        "softmax_first": Mistake(N_("you turn the scores into probabilities first; this loss compares the raw scores "
                                    "with the one-hot labels."),
            lambda scores, labels: (differences(scores, labels) ** 2).sum(1).mean() / 2,
            lambda scores, labels: (naive_differences(scores, labels) ** 2).sum(1).mean() / 2),
        "cross_entropy": Mistake(N_("this is cross-entropy, the loss of lesson 6; here each score is compared with "
                                    "its 0 or 1."),
            torch.nn.functional.cross_entropy),
        "not_squared": Mistake(N_("without a square, errors up and down cancel; square each difference before you "
                                  "add."),
            lambda scores, labels: errors(scores, labels).sum(1).mean() / 2,
            lambda scores, labels: errors(scores, labels).sum(1).mean(),
            lambda scores, labels: errors(scores, labels).mean()),
        "absolute_error": Mistake(N_("you add absolute errors; square each error, so that a far miss costs more."),
            lambda scores, labels: errors(scores, labels).abs().sum(1).mean(),
            lambda scores, labels: errors(scores, labels).abs().sum(1).mean() / 2,
            lambda scores, labels: errors(scores, labels).abs().mean()),
        "true_class_only": Mistake(N_("you look at the true class's score alone; the other scores have a target too: "
                                      "0."),
            lambda scores, labels: ((true_scores(scores, labels) - 1) ** 2).mean() / 2,
            lambda scores, labels: ((true_scores(scores, labels) - 1) ** 2).mean()),
        "labels_as_numbers": Mistake(N_("you subtract the class number from the scores; turn the labels into one-hot "
                                        "rows first."),
            lambda scores, labels: ((scores - labels[:, None]) ** 2).sum(1).mean() / 2,
            lambda scores, labels: ((scores - labels[:, None]) ** 2).sum(1).mean(),
            lambda scores, labels: ((scores - labels[:, None]) ** 2).mean(),
            lambda scores, labels: ((scores - labels) ** 2).sum(1).mean() / 2,
            lambda scores, labels: ((scores - labels) ** 2).sum(1).mean(),
            lambda scores, labels: ((scores - labels) ** 2).mean()),
        "columns": Mistake(N_("your one-hot rows have another width than the scores; the number of classes is "
                              "scores.shape[1]."),
            *_with_wrong_columns(_half_squares)),
        "square_root": Mistake(N_("you take a square root: that is the distance to the corner; the loss is half its "
                                  "square."),
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1).sqrt().mean(),
            lambda scores, labels: (errors(scores, labels) ** 2).sum(1).sqrt().mean() / 2),
    },
    by_hand=("losses.mse_on_one_hot",),
)


def _summed_over_examples(scores, labels, keepdim):
    return errors(scores, labels).sum(0, keepdim=keepdim)


check_mse_gradient = FunctionExercise(
    name="mse_gradient",
    reference=lambda scores, labels: errors(scores, labels) / len(scores),
    cases=scored_examples(),
    mistakes={
        "not_divided": Mistake(N_("right for the sum over the examples; the loss is their mean."), errors),
        "averaged_away": Mistake(N_("the gradient has one entry for each score, the shape of the scores; divide by "
                                    "n, and average nothing away."),
            lambda scores, labels: errors(scores, labels).mean(),
            lambda scores, labels: errors(scores, labels).mean(1),
            lambda scores, labels: errors(scores, labels).mean(1, keepdim=True)),
        "mean_by_dim": Mistake(N_("dim=0 folds all examples into one row; each example keeps its own row, divided by "
                                  "len(scores)."),
            *(
                mistake
                for keepdim in (False, True)
                for mistake in mean_and_sum(partial(_summed_over_examples, keepdim=keepdim))
            )),
        "the_loss": Mistake(N_("this is the loss, one number; its gradient has an entry for each score."),
            losses.mse_on_one_hot),
        "columns_of_all": Mistake(N_("[:, labels] takes 1 off the columns of all labels, in every row; "
                                     "[torch.arange(len(labels)), labels] gives each row its own label."),
            *mean_and_sum(columns_of_all)),
        "squared": Mistake(N_("you square the difference; the square is the loss, and its slope is the difference "
                              "itself."),
            *mean_and_sum(lambda scores, labels: errors(scores, labels) ** 2)),
        "labels_as_numbers": Mistake(N_("you subtract the class number from the scores; turn the labels into one-hot "
                                        "rows first."),
            *mean_and_sum(lambda scores, labels: scores - labels[:, None]),
            *mean_and_sum(lambda scores, labels: scores - labels)),
        "columns": Mistake(N_("your one-hot rows have another width than the scores; the number of classes is "
                              "scores.shape[1]."),
            *(
                mistake for slopes in mean_and_sum(lambda errors: errors) for mistake in _with_wrong_columns(slopes)
            )),
        "autograd": Mistake(N_("autograd was not told to follow these scores, and is not needed: write the slope of "
                               "one score down first."),
            lambda scores, labels: losses.mse_on_one_hot(scores, labels).backward()),
        "sign": Mistake(N_("this points downhill; the gradient points to where the loss grows: a score above its "
                           "target has a positive slope."),
            *mean_and_sum(lambda scores, labels: -errors(scores, labels))),
        "factor_two": Mistake(N_("there is a 2 too many; the factor 1/2 in the loss cancels the 2 that comes down "
                                 "from the square."),
            *mean_and_sum(lambda scores, labels: 2 * errors(scores, labels))),
        "divided_by_classes": Mistake(N_("you divide by the number of classes; the loss adds over the classes and "
                                         "averages over the examples only."),
            lambda scores, labels: errors(scores, labels) / scores.numel(),
            lambda scores, labels: 2 * errors(scores, labels) / scores.numel(),
            lambda scores, labels: errors(scores, labels) / scores.shape[1]),
        "softmax_first": Mistake(N_("you turn the scores into probabilities first (that is the gradient of another "
                                    "loss); here the raw scores are compared with the labels."),
            *mean_and_sum(differences), *mean_and_sum(naive_differences)),
        "true_class_only": Mistake(N_("you move the true class's score alone; every score is pushed to its target, "
                                      "the others to 0."),
            *mean_and_sum(lambda scores, labels: of_true_class(errors(scores, labels), labels))),
    },
    by_hand=("backward", "grad"),
)


def _inputs_without_ones():
    """Inputs X, none centred: tall, square, wide, square once a column is added, one example, large numbers."""
    shapes = [(6, 3, 1), (3, 3, 1), (2, 5, 1), (4, 3, 1), (1, 4, 1), (5, 2, 1e3)]
    return [{"X": uniform((n, d), seed, 0, size)} for seed, (n, d, size) in enumerate(shapes)]


def _with_ones(X):
    return torch.cat([X, torch.ones_like(X[:, :1])], dim=1)


def _eigenvalues(X, divisor=None):
    """Eigenvalues of X'X / n, ascending."""
    return torch.linalg.eigvalsh(X.double().T @ X.double() / (divisor or len(X)))


def _two_over(eigenvalue, noise):
    return torch.where(eigenvalue > noise, 2 / eigenvalue, torch.nan)  # below the noise the mistake has no fixed value


def _all_directions(X):
    eigenvalues = _eigenvalues(_with_ones(X))
    return _two_over(eigenvalues, noise=1e-3 * eigenvalues[-1])


def _row_of_ones(X):
    return torch.cat([X, torch.ones_like(X[:1])])


def _smallest_eigenvalue(X):
    smallest, *_, largest = _eigenvalues(_with_ones(X))
    return _two_over(smallest, noise=1e-3 * largest)


def _largest_singular_value(X):
    return torch.linalg.svdvals(_with_ones(X).double())[0]


check_largest_learning_rate = FunctionExercise(
    name="largest_learning_rate",
    reference=lambda X: 2 / _eigenvalues(_with_ones(X))[-1],
    cases=_inputs_without_ones(),
    mistakes={
        "one_over": Mistake(N_("half the expected value; a step of 1/lambda lands on the valley's floor, and up to "
                               "2/lambda it still lands lower than it started."),
            lambda X: 1 / _eigenvalues(_with_ones(X))[-1]),
        "eigenvalue_itself": Mistake(N_("this is the largest eigenvalue; the steeper the valley, the smaller the "
                                        "step must be."),
            lambda X: _eigenvalues(_with_ones(X))[-1]),
        "upside_down": Mistake(N_("upside down: the limit is 2 divided by the largest eigenvalue, not the other way "
                                  "round."),
            lambda X: _eigenvalues(_with_ones(X))[-1] / 2),
        "all_directions": Mistake(N_("this is one limit for each direction; descent diverges as soon as the smallest "
                                     "of them is passed."),
            _all_directions,
            lambda X: _all_directions(X).flip(0)),
        "trace": Mistake(N_("you add or average the eigenvalues; the steepest direction alone, the largest "
                            "eigenvalue, sets the limit."),
            lambda X: 2 / _eigenvalues(_with_ones(X)).sum(),
            lambda X: 2 / _eigenvalues(_with_ones(X)).mean()),
        "square": Mistake(N_("only a square matrix has eigenvalues, and the one that counts is X.T @ X / n, with the "
                             "column of ones in X."),
            lambda X: 2 / torch.linalg.eigvalsh(_with_ones(X))[-1],
            lambda X: 2 / torch.linalg.eigvalsh(X)[-1],
            lambda X: 2 / torch.linalg.eigvalsh(_with_ones(X) @ _with_ones(X) / len(X))[-1]),
        "complex": Mistake(N_("eigvals returns complex numbers, which have no largest; this matrix is symmetric, so "
                              "eigvalsh will do."),
            lambda X: 2 / torch.linalg.eigvals(_with_ones(X).T @ _with_ones(X) / len(X)).max()),
        "no_ones": Mistake(N_("the intercept is missing: put a column of ones beside X first."),
            lambda X: 2 / _eigenvalues(X)[-1]),
        "ones_shape": Mistake(N_("the ones do not fit beside X; they are a column of shape (n, 1), joined with dim=1."),
            lambda X: torch.cat([X, torch.ones(len(X))], dim=1),
            lambda X: np.hstack([X, np.ones(len(X))]),
            lambda X: 2 / _eigenvalues(torch.cat([X, torch.ones(len(X), 1)]))[-1]),
        "ones_row": Mistake(N_("a row of ones is one more example; the intercept is a feature, so the ones are a "
                               "column."),
            lambda X: 2 / _eigenvalues(_row_of_ones(X))[-1],
            lambda X: 2 / _eigenvalues(_row_of_ones(X), divisor=len(X))[-1]),
        "not_divided": Mistake(N_("right for the sum over the examples; the loss is their mean, so divide X'X by "
                                  "their number."),
            lambda X: 2 / _eigenvalues(_with_ones(X), divisor=1)[-1]),
        "divided_by_features": Mistake(N_("you divide X'X by the number of features; the mean of the loss is over "
                                          "the examples, len(X)."),
            lambda X: 2 / _eigenvalues(_with_ones(X), divisor=X.shape[1] + 1)[-1],
            lambda X: 2 / _eigenvalues(_with_ones(X), divisor=X.shape[1])[-1]),
        "n_minus_one": Mistake(N_("you divide by n - 1; the loss is a plain mean over the n examples."),
            lambda X: 2 * (len(X) - 1) / _eigenvalues(_with_ones(X), divisor=1)[-1],
            lambda X: 2 / torch.linalg.eigvalsh(_with_ones(X).T @ _with_ones(X) / (len(X) - 1))[-1]),
        "singular_value": Mistake(N_("you use a singular value of X; the curvature is an eigenvalue of X'X/n, which "
                                     "is that value squared, divided by n."),
            lambda X: 2 / _largest_singular_value(X),
            lambda X: 2 / (_largest_singular_value(X) / len(X)),
            lambda X: 2 / (_largest_singular_value(X) / len(X) ** 0.5),
            lambda X: 2 / torch.linalg.svdvals(X)[0],
            lambda X: 2 * len(X) / torch.linalg.svdvals(X)[0]),
        "covariance": Mistake(N_("a covariance takes the mean off, which makes zeros of a column of ones; put the "
                                 "ones beside X as it is, then X.T @ X / len(X)."),
            lambda X: _two_over(_eigenvalues(X - X.mean(0))[-1], noise=1e-9),
            lambda X: _two_over(_eigenvalues(X - X.mean(0), divisor=len(X) - 1)[-1], noise=1e-9),
            lambda X: 2 / torch.linalg.eigvalsh(torch.cov(X.T))[-1]),  # of one example nan, and eigvalsh stops
        "centred": Mistake(N_("you subtract the mean of X (a covariance); the model sees X as it is, so use the "
                              "plain second moments."),
            lambda X: 2 / _eigenvalues(_with_ones(X - X.mean(0)))[-1]),
        "smallest": Mistake(N_("you use the smallest eigenvalue; the steepest direction diverges first."),
            _smallest_eigenvalue),
    },
    tolerance=1e-3,  # power iteration and float32 are welcome
)

# The letters of the lesson's list. Steps: E best fit (normal equations), B one-hot rows sum to 1, H a column of ones,
# C all three together, I independent columns, F the claim. Distractors: A range, D softmax, G descent, J perfect fit.
check_sum_to_one_proof = OrderExercise(
    name="sum_to_one_proof",
    needs={"E": "", "B": "", "H": "", "C": "EBH", "I": "C", "F": "I"},
    distractors="ADGJ",
    hints={
        "E": N_("nothing in your proof says that W is the best fit; what holds at a minimum?"),
        "B": N_("nothing in your proof says that the labels are one-hot; what does a row of Y add up to?"),
        "H": N_("you never use the intercept; without the column of ones the scores need not sum to 1."),
        "C": N_("a link is missing: what do the equations of the best fit say about w, the sum of the columns?"),
        "I": N_("two different w could still satisfy the same equations; which property of X excludes that?"),
        "F": N_("the conclusion is missing: say what it means for the scores of any input x."),
        "A": N_("step {step} is false: targets lie in [0, 1], but the scores of a linear model leave it."),
        "D": N_("step {step} is about another model: there is no softmax in this one."),
        "G": N_("step {step} is false: from zero weights the sum starts at 0; it is 1 at the minimum, not on the way."),
        "J": N_("step {step} is false: a linear fit rarely meets every label, so the smallest loss need not be 0."),
    },
)
