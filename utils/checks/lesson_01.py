"""The exercises of lesson 01: turn regression into classification."""

import numpy as np
import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, Mistake
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import uniform
from utils.checks.returned import counted, is_truth, is_whole
from utils.language import N_


def _labelled_classes():
    """Labels and a number of classes: square, absent classes, repeated classes, one example, many classes."""
    cases = [([2, 0, 1], 3), ([1, 3, 1, 0], 6), ([0, 2, 2, 1, 0, 2], 3), ([4], 5), ([0, 101, 7, 7, 50], 102)]
    return [{"labels": torch.tensor(labels), "n_classes": n_classes} for labels, n_classes in cases]


def _marked(labels, n_classes, value=1.0):
    """(n, K) zeros with `value`, a number or one each, at the labels."""
    return losses.one_hot(labels, n_classes) * torch.as_tensor(value).reshape(-1, 1)


def _filled(n_examples, n_classes, places):
    """(n, K) zeros with a 1 at the places."""
    rows = torch.zeros(n_examples, n_classes)
    rows[places] = 1
    return rows


check_one_hot = FunctionExercise(
    name="one_hot",
    reference=losses.one_hot,
    cases=_labelled_classes(),
    right_but={"integers": is_whole, "booleans": is_truth},
    read=counted,
    mistakes={
        "integers": Mistake(N_("the right numbers as integers; some losses refuse those as labels: add .float(), or "
                               "write 1.0 and 0.0.")),
        "booleans": Mistake(N_("True and False in the right places; a loss subtracts numbers: add .float().")),
        "columns_of_all": Mistake(N_("every row has a 1 for every label of the batch; index [torch.arange(n), "
                                     "labels], on rows made one by one ([row] * n is one row)."),
            lambda labels, n_classes: _marked(labels, n_classes).amax(0).expand(len(labels), -1)),
        "number_in_place": Mistake(N_("the entry holds the class number; one-hot puts a 1 there, for every class."),
            lambda labels, n_classes: _marked(labels, n_classes, labels)),
        "up_to_label": Mistake(N_("this marks every class up to the label, which gives the classes an order again; "
                                  "mark one alone."),
            lambda labels, n_classes: (torch.arange(n_classes) <= labels[:, None]).float(),
            lambda labels, n_classes: (torch.arange(n_classes) < labels[:, None]).float()),
        "one_cold": Mistake(N_("0 and 1 are swapped: the labelled class gets the 1."),
            lambda labels, n_classes: 1 - _marked(labels, n_classes)),
        "counted_from_one": Mistake(N_("each 1 stands in the column next to its own; class ids count from 0, so "
                                       "label k belongs to column k."),
            lambda labels, n_classes: _marked((labels - 1) % n_classes, n_classes),
            lambda labels, n_classes: _filled(len(labels), n_classes, (torch.arange(len(labels)), labels + 1))),
        "number_in_every_column": Mistake(N_("each row repeats the class number; the number says in which column the "
                                             "single 1 goes."),
            lambda labels, n_classes: labels[:, None].expand(-1, n_classes).float()),
        "present_only": Mistake(N_("the width comes from the labels of this batch, in which a class may be absent; "
                                   "make it n_classes wide."),
            lambda labels, n_classes: torch.eye(int(labels.max()) + 1)[labels],
            lambda labels, n_classes: torch.eye(len(labels.unique()))[labels]),
        "transposed": Mistake(N_("columns hold the examples here; examples go down, so pick rows: "
                                 "torch.eye(...)[labels]."),
            lambda labels, n_classes: torch.eye(n_classes)[:, labels]),
        "whole_rows": Mistake(N_("rows[labels] fills whole rows, chosen by label; mark one entry a row: "
                                 "[torch.arange(n), labels]."),
            lambda labels, n_classes: _filled(len(labels), n_classes, labels)),
        "no_column": Mistake(N_("the labels are compared entry by entry with 0, 1, 2, ...; make them a column: "
                                "labels[:, None]."),
            lambda labels, n_classes: (torch.arange(n_classes) == labels).float()),
        "scatter_flat": Mistake(N_("scatter wants a row of positions for each example: labels[:, None] makes the "
                                   "column."),
            lambda labels, n_classes: torch.zeros(len(labels), n_classes).scatter(1, labels, 1.0)),
        "plus_minus": Mistake(N_("the other classes get -1 here; in a one-hot row they get 0."),
            lambda labels, n_classes: 2 * _marked(labels, n_classes) - 1),
        "numpy_index": Mistake(N_("numpy takes a tensor of one label for a single number, and the row is lost; index "
                                  "it by labels.numpy()."),
            lambda labels, n_classes: np.eye(n_classes)[labels]),  # numpy reads a tensor of one as a number
    },
    by_hand=("losses.one_hot",),
)


def _scores_with_ties():
    """Scores: not square, square, one example, two classes, large; some rows tie, some are all below or above 1."""
    rows = [
        [[0.2, 0.7, 0.1], [0.5, 0.1, 0.5], [-2.0, -1.0, -3.0], [0.0, 0.0, 0.0]],
        [[0.3, 0.3, -1.0], [4.0, 9.0, 9.0], [0.6, 0.55, 0.9]],
        [[-0.4, 0.1, 0.1, -0.2, -5.0]],
        [[0.5, 0.5], [1.2, 1.4], [-0.3, 0.4], [0.9, 0.6], [-1.0, -1.0], [0.0, 0.2]],
        [[-1e4, 1e3, 1e3, 2.0], [1e4, -1e4, 0.0, 1e4], [90.0, 40.0, 200.0, 100.0]],
    ]
    return [{"scores": torch.tensor(scores)} for scores in rows]


def _harden(scores, winners):
    return losses.one_hot(winners, scores.shape[1])


def _best(scores, dim):
    return (scores == scores.amax(dim, keepdim=True)).float()


def _last_best(scores):
    return scores.shape[1] - 1 - scores.flip(1).argmax(1)


check_hard_answers = FunctionExercise(
    name="hard_answers",
    reference=lambda scores: _harden(scores, scores.argmax(1)),
    cases=_scores_with_ties(),
    right_but={"booleans": is_truth},
    read=counted,
    mistakes={
        "booleans": Mistake(N_("True and False in the right places; one-hot rows hold numbers: add .float().")),
        "ties": Mistake(N_("a row that ties gets several 1s; a hard answer names one class, and argmax takes the "
                           "first."),
            lambda scores: _best(scores, 1)),
        "shared_ties": Mistake(N_("a row that ties shares its 1; a hard answer names one class, and argmax takes the "
                                  "first."),
            lambda scores: _best(scores, 1) / _best(scores, 1).sum(1, keepdim=True)),
        "last_of_ties": Mistake(N_("on a tie you name the last class; argmax takes the first."),
            lambda scores: _harden(scores, _last_best(scores))),
        "keepdim": Mistake(N_("the highest scores have lost their column, so they meet the rows the wrong way; "
                              "keepdim=True keeps it."),
            lambda scores: (scores == scores.amax(1)).float(),
            lambda scores: (scores >= scores.amax(1)).float(),
            lambda scores: (scores.numpy() == scores.numpy().max(1)).astype(float)),
        "pair": Mistake(N_("max(dim) gives a pair, values and indices, and a pair equals no table; compare with its "
                           ".values."),
            lambda scores: (scores == scores.max(1, keepdim=True)).float(),
            lambda scores: torch.where(scores == scores.max(1, keepdim=True), 1.0, 0.0)),
        "best_of_all": Mistake(N_("scores.max() is the highest of the whole table; each row has a highest score of "
                                  "its own."),
            lambda scores: (scores == scores.max()).float()),
        "argmax_of_all": Mistake(N_("argmax() without dim looks for one winner in the whole table; each row has its "
                                    "own: dim=1."),
            lambda scores: torch.eye(scores.shape[1])[scores.argmax()],
            lambda scores: _filled(*scores.shape, (torch.arange(len(scores)), scores.argmax())),
            lambda scores: _harden(scores, scores.argmax())),
        "best_of_column": Mistake(N_("you look for the best example of each class; look along the other dimension, "
                                     "for the best class of each example."),
            lambda scores: _best(scores, 0),
            lambda scores: _harden(scores, scores.argmax(0)),
            lambda scores: torch.eye(scores.shape[1])[scores.argmax(0)],
            lambda scores: torch.zeros_like(scores).scatter(0, scores.argmax(0, keepdim=True), 1.0)),
        "threshold": Mistake(N_("you compare each score with a fixed number; what counts is which score of the row "
                                "is highest."),
            lambda scores: (scores > 0.5).float(),
            lambda scores: (scores >= 0.5).float(),
            lambda scores: (scores > 0).float(),
            lambda scores: scores.round().clamp(0, 1)),
        "rounded": Mistake(N_("you round each score by itself; what counts is which score of the row is highest."),
            lambda scores: scores.round()),
        "rounded_shares": Mistake(N_("a share of a half or less gets no 1 here, so a row can end up without one; the "
                                     "highest share gets it, however small."),
            lambda scores: torch.softmax(scores, 1).round()),
        "large_scores": Mistake(N_("right until scores get large: sigmoids round to 1 and tie, exp overflows; take "
                                   "the argmax of the scores themselves."),
            lambda scores: _harden(scores, scores.sigmoid().argmax(1)),
            lambda scores: _harden(scores, naive_softmax(scores).argmax(1))),
        "lowest": Mistake(N_("you mark the lowest score; the highest one names the class."),
            lambda scores: _harden(scores, scores.argmin(1))),
        "still_soft": Mistake(N_("these are soft answers, a share for each class; put a 1 at the highest and 0 "
                                 "elsewhere."),
            lambda scores: torch.softmax(scores, 1)),
        "class_ids": Mistake(N_("these are the class ids; write each as its one-hot row, a 1 in that column."),
            lambda scores: scores.argmax(1),
            lambda scores: scores.argmax(1, keepdim=True)),
        "winners_only": Mistake(N_("one_hot alone makes the table as wide as the last class that wins; pass the "
                                   "number of classes."),
            lambda scores: _harden(scores[:, : int(scores.argmax(1).max()) + 1], scores.argmax(1))),
        "numpy_index": Mistake(N_("numpy takes a tensor of one class id for a single number, and the row is lost; "
                                  "use .numpy() first."),
            lambda scores: np.eye(scores.shape[1])[scores.argmax(1)]),
        "scatter_flat": Mistake(N_("scatter wants a row of positions for each example: argmax with keepdim=True "
                                   "makes the column."),
            lambda scores: torch.zeros_like(scores).scatter(1, scores.argmax(1), 1.0)),
        "score_in_place": Mistake(N_("the winner's entry holds its score; in a hard answer it holds a 1."),
            lambda scores: _best(scores, 1) * scores,
            lambda scores: _harden(scores, scores.argmax(1)) * scores),
    },
)


def _numbered_classes():
    """One-hot scores and the numbers of their classes, some sums below 0, some above K - 1, none near a half.

    The numbers are floating, as they are in the lesson, so that its own `scores @ numbers` works.
    """
    cases = []
    for seed, (n_examples, n_classes, size) in enumerate([(6, 4, 1), (5, 5, 1), (1, 3, 1), (8, 6, 2), (8, 10, 300)]):
        numbers = torch.randperm(n_classes, generator=torch.Generator().manual_seed(10 + seed)).float()
        scores = uniform((n_examples, n_classes), 20 + seed, -size, size)
        scores[:, numbers.argmin()] = 0.0  # of no influence, so it may take any value
        wanted = torch.linspace(-1.3, n_classes + 0.3, n_examples) if n_examples > 1 else torch.tensor([0.8])
        carrier = int(numbers.argmax())
        scores[:, carrier] += (wanted - scores @ numbers) / (n_classes - 1)
        cases.append({"scores": scores, "numbers": numbers})
    return cases


def _regress_and_round(scores, numbers):
    return (scores @ numbers).round().clamp(0, len(numbers) - 1).long()


def _decode(scores, numbers, bring_back):
    """The class of each rounded prediction, those beyond the ends brought back by `bring_back`, if at all."""
    return numbers.argsort()[bring_back((scores @ numbers).round()).long()]


def _look_up(scores, numbers):
    """Decoding by a dict, without a clamp: no number is there for what lies beyond the ends."""
    class_of = {number: class_id for class_id, number in enumerate(numbers.tolist())}
    return [class_of[round(predicted)] for predicted in (scores @ numbers).tolist()]


def _search(scores, numbers):
    """Decoding by list.index, without a clamp."""
    return [numbers.tolist().index(predicted) for predicted in (scores @ numbers).round().tolist()]


check_decode_number = FunctionExercise(
    name="decode_number",
    reference=lambda scores, numbers: numbers.argsort()[_regress_and_round(scores, numbers)],
    cases=_numbered_classes(),
    mistakes={
        "number_not_class": Mistake(N_("you return a number; which class was given that number?"),
            _regress_and_round,
            lambda scores, numbers: (scores @ numbers).round(),
            lambda scores, numbers: scores @ numbers),
        "no_clamp": Mistake(N_("a prediction beyond the ends is the number of no class; clamp(0, len(numbers) - 1) "
                               "brings it back."),
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded),
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded.clamp(min=0)),
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded.clamp(max=len(numbers) - 1)),
            lambda scores, numbers: numbers.numpy().argsort()[(scores @ numbers).round().long().numpy()],
            lambda scores, numbers: (numbers == (scores @ numbers).round()[:, None]).long().argmax(1),
            _look_up, _search),
        "python_round": Mistake(N_("Python's round takes a single number; a tensor has its own: (scores @ "
                                   "numbers).round()."),
            lambda scores, numbers: round(scores @ numbers)),
        "ten_classes": Mistake(N_("9 is the largest number of ten classes only; here it is len(numbers) - 1."),
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded.clamp(0, 9))),
        "not_inverted": Mistake(N_("numbers[...] goes from class to number; you need the way back, from number to "
                                   "class."),
            lambda scores, numbers: numbers[_regress_and_round(scores, numbers)]),
        "truncated": Mistake(N_("you cut the decimals off, so 2.9 becomes 2; round first."),
            lambda scores, numbers: numbers.argsort()[(scores @ numbers).clamp(0, len(numbers) - 1).long()]),
        "rounded_up": Mistake(N_("you round up, so 2.1 becomes 3; take the nearest number with .round()."),
            lambda scores, numbers: (
                numbers.argsort()[(scores @ numbers).ceil().clamp(0, len(numbers) - 1).long()]
            )),
        "argmax": Mistake(N_("this is the class with the highest score, the one-hot answer; here one number decides."),
            lambda scores, numbers: scores.argmax(1)),
        "argmax_number": Mistake(N_("this is the number of the class with the highest score; here the sum over "
                                    "classes decides."),
            lambda scores, numbers: numbers[scores.argmax(1)]),
        "stored_order": Mistake(N_("you weigh the scores by 0, 1, 2, ...; weigh them by the numbers given."),
            lambda scores, numbers: _regress_and_round(scores, torch.arange(len(numbers)).float())),
        "wraps_around": Mistake(N_("a prediction off either end comes back at the other; the nearest number is the "
                                   "end itself: use clamp."),
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded % len(numbers))),
    },
)
