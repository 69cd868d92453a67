"""The exercises of lesson 01: turn regression into classification."""

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, kind_of_exercise
from utils.checks.inputs import uniform


@kind_of_exercise
class FloatExercise(FunctionExercise):
    """A function whose result has to be floating: right numbers of a whole-number type earn the hint "integers"."""

    def compare(self, function):
        status, message = super().compare(function)
        if status == "ok" and not _is_floating(function(*self.cases[0].values())):
            return self.hint("integers")
        return status, message


def _is_floating(answer):
    return answer.is_floating_point() if isinstance(answer, torch.Tensor) else answer.dtype.kind == "f"


def _labelled_classes():
    """Labels and a number of classes: square, absent classes, repeated classes, one example, many classes."""
    cases = [([2, 0, 1], 3), ([1, 3, 1, 0], 6), ([0, 2, 2, 1, 0, 2], 3), ([4], 5), ([0, 101, 7, 7, 50], 102)]
    return [{"labels": torch.tensor(labels), "n_classes": n_classes} for labels, n_classes in cases]


def _marked(labels, n_classes, value=1.0):
    """(n, K) zeros with `value`, a number or one each, at the labels."""
    return losses.one_hot(labels, n_classes) * torch.as_tensor(value).reshape(-1, 1)


check_one_hot = FloatExercise(
    name="one_hot",
    reference=losses.one_hot,
    cases=_labelled_classes(),
    wrong={
        "integers": (),  # told by its dtype
        "columns_of_all": lambda labels, n_classes: _marked(labels, n_classes).amax(0).expand(len(labels), -1),
        "number_in_place": lambda labels, n_classes: _marked(labels, n_classes, labels),
        "up_to_label": (
            lambda labels, n_classes: (torch.arange(n_classes) <= labels[:, None]).float(),
            lambda labels, n_classes: (torch.arange(n_classes) < labels[:, None]).float(),
        ),
        "one_cold": lambda labels, n_classes: 1 - _marked(labels, n_classes),
        "counted_from_one": lambda labels, n_classes: _marked((labels - 1) % n_classes, n_classes),
        "number_in_every_column": lambda labels, n_classes: labels[:, None].expand(-1, n_classes).float(),
    },
)


def _scores_with_ties():
    """Scores: not square, square, one example, two classes, large; some rows tie, some are all below or above 1."""
    rows = [
        [[0.2, 0.7, 0.1], [0.5, 0.1, 0.5], [-2.0, -1.0, -3.0], [0.0, 0.0, 0.0]],
        [[0.3, 0.3, -1.0], [4.0, 9.0, 9.0], [0.6, 0.55, 0.9]],
        [[-0.4, 0.1, 0.1, -0.2, -5.0]],
        [[0.5, 0.5], [1.2, 1.4], [-0.3, 0.4], [0.9, 0.6], [-1.0, -1.0], [0.0, 0.2]],
        [[-1e4, 1e3, 1e3, 2.0], [1e4, -1e4, 0.0, 1e4]],
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
    wrong={
        "ties": lambda scores: _best(scores, 1),
        "shared_ties": lambda scores: _best(scores, 1) / _best(scores, 1).sum(1, keepdim=True),
        "last_of_ties": lambda scores: _harden(scores, _last_best(scores)),
        "best_of_column": (
            lambda scores: _best(scores, 0),
            lambda scores: torch.zeros_like(scores).scatter(0, scores.argmax(0, keepdim=True), 1.0),
        ),
        "threshold": (
            lambda scores: (scores > 0.5).float(),
            lambda scores: (scores >= 0.5).float(),
            lambda scores: (scores > 0).float(),
            lambda scores: scores.round().clamp(0, 1),
        ),
        "rounded": lambda scores: scores.round(),
        "lowest": lambda scores: _harden(scores, scores.argmin(1)),
        "still_soft": lambda scores: torch.softmax(scores, 1),
    },
)


def _numbered_classes():
    """One-hot scores and the numbers of their classes, some sums below 0, some above K - 1, none near a half."""
    cases = []
    for seed, (n_examples, n_classes, size) in enumerate([(6, 4, 1), (5, 5, 1), (1, 3, 1), (8, 6, 2), (8, 10, 300)]):
        numbers = torch.randperm(n_classes, generator=torch.Generator().manual_seed(10 + seed))
        scores = uniform((n_examples, n_classes), 20 + seed, -size, size)
        scores[:, numbers.argmin()] = 0.0  # of no influence, so it may take any value
        wanted = torch.linspace(-1.3, n_classes + 0.3, n_examples) if n_examples > 1 else torch.tensor([0.8])
        carrier = int(numbers.argmax())
        scores[:, carrier] += (wanted - scores @ numbers.float()) / (n_classes - 1)
        cases.append({"scores": scores, "numbers": numbers})
    return cases


def _regress(scores, numbers):
    return scores @ numbers.to(scores.dtype)


def _regress_and_round(scores, numbers):
    return _regress(scores, numbers).round().clamp(0, len(numbers) - 1).long()


check_decode_number = FunctionExercise(
    name="decode_number",
    reference=lambda scores, numbers: numbers.argsort()[_regress_and_round(scores, numbers)],
    cases=_numbered_classes(),
    wrong={
        "number_not_class": (
            _regress_and_round,
            lambda scores, numbers: _regress(scores, numbers).round(),
            _regress,
        ),
        "not_inverted": lambda scores, numbers: numbers[_regress_and_round(scores, numbers)],
        "truncated": lambda scores, numbers: numbers.argsort()[
            _regress(scores, numbers).clamp(0, len(numbers) - 1).long()
        ],
        "argmax": lambda scores, numbers: scores.argmax(1),
        "argmax_number": lambda scores, numbers: numbers[scores.argmax(1)],
        "stored_order": lambda scores, numbers: _regress_and_round(scores, torch.arange(len(numbers))),
        "wraps_around": lambda scores, numbers: numbers.argsort()[
            _regress(scores, numbers).round().long() % len(numbers)
        ],
    },
)
