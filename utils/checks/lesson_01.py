"""The exercises of lesson 01: turn regression into classification."""

import numpy as np
import torch

from utils import losses
from utils.checks.exercise import FunctionExercise
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import uniform
from utils.checks.truths import TypedExercise


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


check_one_hot = TypedExercise(
    name="one_hot",
    reference=losses.one_hot,
    cases=_labelled_classes(),
    wrong={
        "integers": (),  # this one and the next are told by their dtype
        "booleans": (),
        "columns_of_all": lambda labels, n_classes: _marked(labels, n_classes).amax(0).expand(len(labels), -1),
        "number_in_place": lambda labels, n_classes: _marked(labels, n_classes, labels),
        "up_to_label": (
            lambda labels, n_classes: (torch.arange(n_classes) <= labels[:, None]).float(),
            lambda labels, n_classes: (torch.arange(n_classes) < labels[:, None]).float(),
        ),
        "one_cold": lambda labels, n_classes: 1 - _marked(labels, n_classes),
        "counted_from_one": (
            lambda labels, n_classes: _marked((labels - 1) % n_classes, n_classes),
            lambda labels, n_classes: _filled(len(labels), n_classes, (torch.arange(len(labels)), labels + 1)),
        ),
        "number_in_every_column": lambda labels, n_classes: labels[:, None].expand(-1, n_classes).float(),
        "present_only": (
            lambda labels, n_classes: torch.eye(int(labels.max()) + 1)[labels],
            lambda labels, n_classes: torch.eye(len(labels.unique()))[labels],
        ),
        "transposed": lambda labels, n_classes: torch.eye(n_classes)[:, labels],
        "whole_rows": lambda labels, n_classes: _filled(len(labels), n_classes, labels),
        "no_column": lambda labels, n_classes: (torch.arange(n_classes) == labels).float(),
        "scatter_flat": lambda labels, n_classes: torch.zeros(len(labels), n_classes).scatter(1, labels, 1.0),
        "plus_minus": lambda labels, n_classes: 2 * _marked(labels, n_classes) - 1,
        "numpy_index": lambda labels, n_classes: np.eye(n_classes)[labels],  # numpy reads a tensor of one as a number
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


check_hard_answers = TypedExercise(
    name="hard_answers",
    reference=lambda scores: _harden(scores, scores.argmax(1)),
    cases=_scores_with_ties(),
    wrong={
        "booleans": (),  # told by their dtype
        "ties": lambda scores: _best(scores, 1),
        "shared_ties": lambda scores: _best(scores, 1) / _best(scores, 1).sum(1, keepdim=True),
        "last_of_ties": lambda scores: _harden(scores, _last_best(scores)),
        "keepdim": (
            lambda scores: (scores == scores.amax(1)).float(),
            lambda scores: (scores >= scores.amax(1)).float(),
            lambda scores: (scores.numpy() == scores.numpy().max(1)).astype(float),
        ),
        "pair": (
            lambda scores: (scores == scores.max(1, keepdim=True)).float(),
            lambda scores: torch.where(scores == scores.max(1, keepdim=True), 1.0, 0.0),
        ),
        "best_of_all": lambda scores: (scores == scores.max()).float(),
        "argmax_of_all": (
            lambda scores: torch.eye(scores.shape[1])[scores.argmax()],
            lambda scores: _filled(*scores.shape, (torch.arange(len(scores)), scores.argmax())),
            lambda scores: _harden(scores, scores.argmax()),
        ),
        "best_of_column": (
            lambda scores: _best(scores, 0),
            lambda scores: _harden(scores, scores.argmax(0)),
            lambda scores: torch.eye(scores.shape[1])[scores.argmax(0)],
            lambda scores: torch.zeros_like(scores).scatter(0, scores.argmax(0, keepdim=True), 1.0),
        ),
        "threshold": (
            lambda scores: (scores > 0.5).float(),
            lambda scores: (scores >= 0.5).float(),
            lambda scores: (scores > 0).float(),
            lambda scores: scores.round().clamp(0, 1),
        ),
        "rounded": lambda scores: scores.round(),
        "rounded_shares": lambda scores: torch.softmax(scores, 1).round(),
        "large_scores": (
            lambda scores: _harden(scores, scores.sigmoid().argmax(1)),
            lambda scores: _harden(scores, naive_softmax(scores).argmax(1)),
        ),
        "lowest": lambda scores: _harden(scores, scores.argmin(1)),
        "still_soft": lambda scores: torch.softmax(scores, 1),
        "class_ids": (lambda scores: scores.argmax(1), lambda scores: scores.argmax(1, keepdim=True)),
        "winners_only": lambda scores: _harden(scores[:, : int(scores.argmax(1).max()) + 1], scores.argmax(1)),
        "numpy_index": lambda scores: np.eye(scores.shape[1])[scores.argmax(1)],
        "scatter_flat": lambda scores: torch.zeros_like(scores).scatter(1, scores.argmax(1), 1.0),
        "score_in_place": (
            lambda scores: _best(scores, 1) * scores,
            lambda scores: _harden(scores, scores.argmax(1)) * scores,
        ),
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
    wrong={
        "number_not_class": (
            _regress_and_round,
            lambda scores, numbers: (scores @ numbers).round(),
            lambda scores, numbers: scores @ numbers,
        ),
        "no_clamp": (
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded),
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded.clamp(min=0)),
            lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded.clamp(max=len(numbers) - 1)),
            lambda scores, numbers: numbers.numpy().argsort()[(scores @ numbers).round().long().numpy()],
            lambda scores, numbers: (numbers == (scores @ numbers).round()[:, None]).long().argmax(1),
            _look_up,
            _search,
        ),
        "python_round": lambda scores, numbers: round(scores @ numbers),
        "ten_classes": lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded.clamp(0, 9)),
        "not_inverted": lambda scores, numbers: numbers[_regress_and_round(scores, numbers)],
        "truncated": lambda scores, numbers: numbers.argsort()[(scores @ numbers).clamp(0, len(numbers) - 1).long()],
        "rounded_up": lambda scores, numbers: (
            numbers.argsort()[(scores @ numbers).ceil().clamp(0, len(numbers) - 1).long()]
        ),
        "argmax": lambda scores, numbers: scores.argmax(1),
        "argmax_number": lambda scores, numbers: numbers[scores.argmax(1)],
        "stored_order": lambda scores, numbers: _regress_and_round(scores, torch.arange(len(numbers)).float()),
        "wraps_around": lambda scores, numbers: _decode(scores, numbers, lambda rounded: rounded % len(numbers)),
    },
)
