"""Exercises: `check_<exercise>(answer)` prints one line on a learner's answer, keeps its status and never raises.

Here: three kinds of exercise (a function to write, a number to find, the steps of a proof to put in order) and the
exercises of every lesson. A typical wrong answer is stored as code beside the reference, under the name of its hint in
`words`, so hints stay right when the inputs change. Not here: the exercise's text (notebooks) and the solutions.
"""

import functools
import math
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import TextIOBase

import numpy as np
import torch

from utils import losses
from utils.words import say

results: dict[str, str] = {}  # exercise -> "todo", "hint" or "ok", as of its last check; read by `course.py mark`

TODO = ("todo", say("checks.todo"))

kind_of_exercise = dataclass(frozen=True, kw_only=True, eq=False, repr=False)


# --- what every exercise does --------------------------------------------------------------------------------------


@kind_of_exercise
class Exercise:
    """A question that can be asked of any Python object: `exercise(answer)` prints one line and returns None.

    `judge(answer)`, one per kind of exercise, returns (status, message); the rest is common.
    """

    name: str

    def __repr__(self):
        return f"check_{self.name}(answer)"

    def __call__(self, answer):
        results[self.name] = "todo"  # an interrupted check leaves no earlier "ok" behind
        try:
            with _silence():
                status, message = self.judge(answer)
                message = _one_line(message)
        except KeyboardInterrupt:
            raise
        except BaseException:  # SystemExit too: no answer, however odd, stops Run All
            status, message = "hint", say("checks.unreadable")
        results[self.name] = status
        _print(say("checks.line", name=self.name, message=message))

    def judge(self, answer):
        raise NotImplementedError

    def hint(self, topic, **values):
        """A hint that belongs to this exercise alone: key "checks.<exercise>.<topic>"."""
        return "hint", say(f"checks.{self.name}.{topic}", **values)


@kind_of_exercise
class FunctionExercise(Exercise):
    """A function to write, run on several inputs beside a reference and beside typical wrong answers.

    reference: the right function, on tensors
    cases: inputs, each a dict from argument name (for messages) to value; passed in this order
    wrong: hint -> the function, or functions, that earn it; where a mistake gives nan, any result matches it
    tolerance: relative, per entry; a hundredth of it relative to the largest entry is allowed near zero
    show_expected: False where one expected number gives the answer away
    """

    reference: Callable
    cases: Sequence[dict]
    wrong: dict[str, Callable | tuple[Callable, ...]] = field(default_factory=dict)
    tolerance: float = 1e-4
    show_expected: bool = True

    def judge(self, answer):
        if answer is ...:
            return TODO
        if not callable(answer):
            return _hint("not_a_function", type=_kind(answer))
        return self.compare(answer)

    def compare(self, function):
        """Status and message for a function: first what it did, then what it returned, over all cases."""
        seen = []
        for case in self.cases:
            numbers, problem = _run(function, case)
            if problem:
                return problem
            seen.append(numbers)
        expected = [_numbers(self.reference(*case.values())) for case in self.cases]
        if self.agree(seen, expected):
            return self.correct()
        for case, got, want in zip(self.cases, seen, expected, strict=True):
            if got.shape != want.shape:
                return _hint("shape", got=_shape(got), want=_shape(want), inputs=_inputs(case))
        for topic, functions in self.wrong.items():
            for mistake in functions if isinstance(functions, tuple) else (functions,):
                if self.agree(seen, [_numbers(mistake(*case.values())) for case in self.cases], nan_matches=True):
                    return self.hint(topic)
        for case, got in zip(self.cases, seen, strict=True):
            if not got.isfinite().all():
                return _hint("not_finite", value=str(got[~got.isfinite()][0].item()), inputs=_inputs(case))
        return self.first_difference(seen, expected)

    def agree(self, seen, expected, nan_matches=False):
        """True if the results equal the expected ones on every case, shapes included."""
        return all(_equal(*pair, self.tolerance, nan_matches) for pair in zip(seen, expected, strict=True))

    def first_difference(self, seen, expected):
        triples = zip(self.cases, seen, expected, strict=True)
        case, got, want = next(triple for triple in triples if not _equal(*triple[1:], self.tolerance, False))
        if not self.show_expected:
            return _hint("differs_hidden", inputs=_inputs(case))
        place = (~_close_entries(got, want, self.tolerance)).nonzero()[0].tolist()  # [] for a single number
        got, want = (f"{numbers[tuple(place)].item():.6g}" for numbers in (got, want))
        return _hint("differs_at" if place else "differs", place=place, got=got, want=want, inputs=_inputs(case))

    def correct(self):
        return "ok", say("checks.ok_function", count=len(self.cases))


@kind_of_exercise
class NumberExercise(FunctionExercise):
    """A number to find: judged like a function of no arguments, and the expected number is never shown.

    reference, wrong: functions of no arguments that work the numbers out
    """

    cases: Sequence[dict] = ({},)
    show_expected: bool = False

    def judge(self, answer):
        return TODO if answer is ... else self.compare(lambda: answer)

    def correct(self):
        return "ok", say("checks.ok_number")


@kind_of_exercise
class OrderExercise(Exercise):
    """A proof whose lettered steps are to be put in order, some of the letters being no step of it.

    needs: step -> letters of the steps it uses; the last one is the conclusion. Every order in which each step
        comes after the steps it uses is right.
    distractors: letters that are false or prove nothing
    Each letter has a hint of this exercise's own: why a distractor fails, or what is missing without a step.
    The answer is a string or a list of letters; case, spaces and punctuation do not matter.
    """

    needs: dict[str, str]
    distractors: str

    def judge(self, answer):
        if answer is ...:
            return TODO
        steps = _letters(answer)
        if steps is None:
            return _hint("not_letters", type=_kind(answer))
        if not steps:
            return TODO
        known = sorted([*self.needs, *self.distractors])
        *_, conclusion = self.needs
        for position, step in enumerate(steps):
            if step not in known:
                return _hint("unknown_step", step=step, first=known[0], last=known[-1])
            if step in steps[:position]:
                return _hint("repeated_step", step=step)
        for step in steps:
            if step in self.distractors:
                return self.hint(step, step=step)
        if steps[0] == conclusion:
            return _hint("conclusion_first", step=conclusion)
        for step in self.needs:
            if step not in steps:
                return self.hint(step, step=step)
        for position, step in enumerate(steps):
            for need in self.needs[step]:
                if need not in steps[:position]:
                    return _hint("too_early", step=step, need=need)
        return "ok", say("checks.ok_order")


# --- running and reading an answer ---------------------------------------------------------------------------------


def _run(function, case):
    """The learner's function on copies of one case: (float64 tensor, None), or (None, (status, message))."""
    copies = {name: value.clone() if isinstance(value, torch.Tensor) else value for name, value in case.items()}
    try:
        answer = function(*copies.values())
    except KeyboardInterrupt:
        raise
    except NotImplementedError:
        return None, TODO
    except RecursionError:  # its own message depends on where the stack ended
        return None, _hint("endless")
    except BaseException as error:
        return None, _hint("raised", error=_describe(error), inputs=_inputs(case))
    if answer is ...:
        return None, TODO
    if answer is None:
        return None, _hint("none")
    for name, value in case.items():
        if isinstance(value, torch.Tensor) and not torch.equal(copies[name], value):
            return None, _hint("in_place", argument=name)
    numbers = _numbers(answer)
    if numbers is None:
        return None, _hint("not_numbers", type=_kind(answer))
    return numbers, None


def _numbers(answer):
    """A tensor, array or number as a float64 tensor on the CPU; None for anything else (complex and bool included)."""
    if isinstance(answer, torch.Tensor):
        if answer.is_complex() or answer.dtype == torch.bool:
            return None
        return answer.detach().cpu().to(torch.float64)
    if isinstance(answer, (np.ndarray, np.generic)):
        return torch.tensor(np.asarray(answer, dtype=np.float64)) if answer.dtype.kind in "iuf" else None
    if isinstance(answer, (int, float)) and not isinstance(answer, bool):
        return torch.tensor(float(answer), dtype=torch.float64)
    return None


def _equal(got, want, tolerance, nan_matches):
    """True if shapes and entries agree; with nan_matches, where `want` is nan any entry will do."""
    if got.shape != want.shape:  # never broadcast: (1, n, K) is not (n, K)
        return False
    return bool((_close_entries(got, want, tolerance) | (want.isnan() & nan_matches)).all())


def _close_entries(got, want, tolerance):
    sizes = want[want.isfinite()].abs()
    scale = float(sizes.max()) if sizes.numel() else 0.0
    return torch.isclose(got, want, rtol=tolerance, atol=0.01 * tolerance * (scale or 1.0))


def _letters(answer):
    """The letters of a string, or of a list of strings, in capitals; None for anything else."""
    if not isinstance(answer, (str, list, tuple)):
        return None
    parts = [part for part in answer if part is not ...]
    if not all(isinstance(part, str) for part in parts):
        return None
    return [letter for letter in "".join(parts).upper() if letter.isalpha()]


# --- saying it in one line -----------------------------------------------------------------------------------------


def _hint(topic, **values):
    return "hint", say(f"checks.{topic}", **values)


def _kind(answer):
    """What an answer is, in a word or two: the dtype of a tensor or array, else the name of its type."""
    if isinstance(answer, (torch.Tensor, np.ndarray)):
        return f"{type(answer).__name__} ({str(answer.dtype).removeprefix('torch.')})"
    return type(answer).__name__


def _shape(numbers):
    return str(tuple(numbers.shape)) if numbers.ndim else say("checks.one_number")


def _inputs(case):
    """The argument names and shapes of a case in brackets, nothing if it has none; large numbers are mentioned."""
    parts = []
    for name, value in case.items():
        if not isinstance(value, torch.Tensor):
            parts.append(f"{name} = {value}")
            continue
        largest = float(value.abs().max())
        up_to = say("checks.up_to", largest=f"{largest:.0f}") if largest >= 100 else ""
        parts.append(f"{name} {tuple(value.shape)}{up_to}")
    return say("checks.for_inputs", inputs=", ".join(parts)) if parts else ""


def _describe(error):
    """Type and first line of the message, the line cut where it gets long."""
    try:
        message = str(error).strip().partition("\n")[0].rstrip(".")
    except Exception:  # an exception whose own message fails
        message = ""
    return type(error).__name__ + (f": {_one_line(message, longest=120)}" if message else "")


def _one_line(text, longest=1000):
    """The text on one line, free of what differs from run to run (addresses) and of characters that do not print."""
    text = re.sub(r"0x[0-9a-fA-F]{4,}", "0x...", " ".join(text.split()))
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _print(line):
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding))


class _Nowhere(TextIOBase):
    def writable(self):
        return True

    def write(self, text):
        return len(text)


@contextmanager
def _silence():
    """What a learner's function prints or warns of does not mix with the one line of the check."""
    with redirect_stdout(_Nowhere()), redirect_stderr(_Nowhere()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# --- inputs shared by exercises ------------------------------------------------------------------------------------


def _uniform(shape, seed, low, high):
    # uniform, not normal: bit for bit the same on every CPU
    return low + (high - low) * torch.rand(shape, generator=torch.Generator().manual_seed(seed))


def _scored_examples():
    """Scores and labels: not square, square, one example, two classes, large numbers, float64."""
    cases = []
    for seed, (n_examples, n_classes, size) in enumerate([(3, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 1e4)]):
        labels = torch.randint(n_classes, (n_examples,), generator=torch.Generator().manual_seed(seed))
        cases.append({"scores": _uniform((n_examples, n_classes), seed, -size, size), "labels": labels})
    return [*cases, {name: value.to(torch.float64) if name == "scores" else value for name, value in cases[0].items()}]


def _inputs_without_ones():
    """Inputs X, none centred: tall, square, wide, square once a column is added, one example, large numbers."""
    shapes = [(6, 3, 1), (3, 3, 1), (2, 5, 1), (4, 3, 1), (1, 4, 1), (5, 2, 1e3)]
    return [{"X": _uniform((n, d), seed, 0, size)} for seed, (n, d, size) in enumerate(shapes)]


# --- lesson 00: start here -----------------------------------------------------------------------------------------


def _amounts():
    """Amounts: not square, square, one example, one class that has it all, large ones; no sum equals another's."""
    shapes = [(4, 3, 1), (3, 3, 10), (1, 5, 1), (6, 2, 2), (2, 10, 1000), (5, 4, 3)]
    cases = [_uniform((n, n_classes), 40 + seed, 0, size) for seed, (n, n_classes, size) in enumerate(shapes)]
    cases[0][1] = torch.tensor([0.0, 2.0, 0.0])
    return [{"amounts": amounts} for amounts in cases]


check_shares = FunctionExercise(
    name="shares",
    reference=lambda amounts: amounts / amounts.sum(1, keepdim=True),
    cases=_amounts(),
    wrong={
        "of_everything": lambda amounts: amounts / amounts.sum(),
        "of_columns": lambda amounts: amounts / amounts.sum(0),
        "of_largest": (
            lambda amounts: amounts / amounts.amax(1, keepdim=True),
            lambda amounts: amounts / amounts.max(),
        ),
        "percent": lambda amounts: 100 * amounts / amounts.sum(1, keepdim=True),
        "mean": lambda amounts: amounts / amounts.mean(1, keepdim=True),
        "softmax": (lambda amounts: torch.softmax(amounts, 1), lambda amounts: _naive_softmax(amounts)),
    },
)


# --- lesson 01: turn regression into classification ----------------------------------------------------------------


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
        scores = _uniform((n_examples, n_classes), 20 + seed, -size, size)
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


# --- lesson 02: meet Fashion-MNIST ---------------------------------------------------------------------------------


def _training_and_new_rows():
    """Rows X_train and X_new: tall, square, wide, one training row, one new row, large numbers."""
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (2, 5, 6, 1), (1, 4, 3, 1), (7, 2, 1, 1), (4, 3, 5, 1e3)]
    return [
        {"X_train": _uniform((n, d), 2 * seed, 0, size), "X_new": _uniform((m, d), 2 * seed + 1, 0.3 * size, size)}
        for seed, (n, d, m, size) in enumerate(shapes)
    ]


def _standardised(X, mean, deviation):
    return torch.where(deviation > 0, (X - mean) / deviation, torch.nan)  # no spread: the mistake has no fixed value


def _fitted_on(X, X_new, correction=0):
    return _standardised(X_new, X.mean(), X.std(correction=correction))


check_standardise = FunctionExercise(
    name="standardise",
    reference=lambda X_train, X_new: (X_new - X_train.mean()) / X_train.std(correction=0),
    cases=_training_and_new_rows(),
    wrong={
        "own_numbers": (
            lambda X_train, X_new: _fitted_on(X_new, X_new),
            lambda X_train, X_new: _fitted_on(X_new, X_new, correction=1),
        ),
        "both_together": (
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new),
            lambda X_train, X_new: _fitted_on(torch.cat([X_train, X_new]), X_new, correction=1),
        ),
        "one_less": lambda X_train, X_new: _fitted_on(X_train, X_new, correction=1),
        "each_column": (
            lambda X_train, X_new: _standardised(X_new, X_train.mean(0), X_train.std(0, correction=0)),
            lambda X_train, X_new: _standardised(X_new, X_train.mean(0), X_train.std(0, correction=1)),
        ),
        "variance": (
            lambda X_train, X_new: (X_new - X_train.mean()) / X_train.var(correction=0),
            lambda X_train, X_new: (X_new - X_train.mean()) / X_train.var(),
        ),
        "centred_only": lambda X_train, X_new: X_new - X_train.mean(),
        "fixed_numbers": (
            lambda X_train, X_new: (X_new - 0.2860) / 0.3530,
            lambda X_train, X_new: (X_new - 0.1307) / 0.3081,
        ),
    },
)


def _labelled_and_new_rows():
    """Rows X with labels that name every class up to the largest, and new rows."""
    shapes = [(9, 3, 8, 3, 2), (4, 4, 6, 2, 2), (1, 4, 3, 1, 2), (6, 2, 9, 2, 2), (8, 5, 7, 4, 2), (7, 3, 6, 3, 1e3)]
    return [
        {
            "X": _uniform((n, d), 3 * seed, -size, size),
            "labels": torch.arange(n) % n_classes,
            "X_new": _uniform((m, d), 3 * seed + 1, -size, size),
        }
        for seed, (n, d, m, n_classes, size) in enumerate(shapes)
    ]


def _class_means(X, labels):
    return torch.stack([X[labels == k].mean(0) for k in range(int(labels.max()) + 1)])


check_nearest_mean = FunctionExercise(
    name="nearest_mean",
    reference=lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).argmin(1),
    cases=_labelled_and_new_rows(),
    wrong={
        "farthest": lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).argmax(1),
        "largest_product": lambda X, labels, X_new: (X_new @ _class_means(X, labels).T).argmax(1),
        "nearest_row": lambda X, labels, X_new: labels[torch.cdist(X_new, X).argmin(1)],
        "row_number": lambda X, labels, X_new: torch.cdist(X_new, X).argmin(1),
        "signed_difference": lambda X, labels, X_new: (X_new[:, None] - _class_means(X, labels)).sum(2).argmin(1),
        "distance_itself": lambda X, labels, X_new: torch.cdist(X_new, _class_means(X, labels)).min(1).values,
    },
)


def _rows_with_copies():
    """Rows of 0 and 1, some of X_new copied from X_train, some stored twice on either side."""
    cases = []
    for seed, (n, d, m) in enumerate([(6, 4, 5), (5, 5, 7), (1, 3, 4), (8, 2, 3), (4, 6, 6), (7, 4, 5)]):
        size = 200 if seed == 5 else 1
        X_train, X_new = (_uniform((rows, d), 5 * seed + k, -0.2, 1).round() for k, rows in enumerate((n, m)))
        X_new[0] = X_new[1] = X_train[-1]
        X_train[0] = X_train[-1]
        X_new[2] = X_train[n // 2]
        cases.append({"X_train": size * X_train, "X_new": size * X_new})
    return cases


def _same_rows(X_train, X_new):
    return (X_new[:, None] == X_train).all(2)  # (m, n)


check_leaked = FunctionExercise(
    name="leaked",
    reference=lambda X_train, X_new: _same_rows(X_train, X_new).any(1).sum(),
    cases=_rows_with_copies(),
    show_expected=False,
    wrong={
        "every_pair": lambda X_train, X_new: _same_rows(X_train, X_new).sum(),
        "training_rows": lambda X_train, X_new: _same_rows(X_train, X_new).any(0).sum(),
        "distinct_rows": lambda X_train, X_new: len(
            {tuple(row) for row in X_new.tolist()} & {tuple(row) for row in X_train.tolist()}
        ),
        "any_entry": lambda X_train, X_new: (X_new[:, None] == X_train).any(2).any(1).sum(),
        "share": lambda X_train, X_new: _same_rows(X_train, X_new).any(1).double().mean(),
        "the_clean_ones": lambda X_train, X_new: (~_same_rows(X_train, X_new).any(1)).sum(),
        "same_place": lambda X_train, X_new: sum(
            torch.equal(one, other) for one, other in zip(X_train, X_new, strict=False)
        ),
    },
)


# --- lesson 03: fit one-hot labels with MSE ------------------------------------------------------------------------


def _errors(scores, labels):
    return scores - losses.one_hot(labels, scores.shape[1]).to(scores)


def _true_scores(scores, labels):
    return scores.gather(1, labels[:, None])[:, 0]


def _true_class_errors(scores, labels):
    return _errors(scores, labels) * losses.one_hot(labels, scores.shape[1]).to(scores)


def _naive_softmax(scores):
    return scores.exp() / scores.exp().sum(1, keepdim=True)


check_mse_on_one_hot = FunctionExercise(
    name="mse_on_one_hot",
    reference=losses.mse_on_one_hot,
    cases=_scored_examples(),
    wrong={
        "no_half": lambda scores, labels: (_errors(scores, labels) ** 2).sum(1).mean(),
        "mean_over_classes": (
            lambda scores, labels: (_errors(scores, labels) ** 2).mean(),
            lambda scores, labels: (_errors(scores, labels) ** 2).mean() / 2,
        ),
        "sum_over_examples": (
            lambda scores, labels: (_errors(scores, labels) ** 2).sum() / 2,
            lambda scores, labels: (_errors(scores, labels) ** 2).sum(),
        ),
        "softmax_first": (
            lambda scores, labels: (_errors(torch.softmax(scores, 1), labels) ** 2).sum(1).mean() / 2,
            lambda scores, labels: (_errors(_naive_softmax(scores), labels) ** 2).sum(1).mean() / 2,
        ),
        "absolute_error": (
            lambda scores, labels: _errors(scores, labels).abs().sum(1).mean(),
            lambda scores, labels: _errors(scores, labels).abs().sum(1).mean() / 2,
            lambda scores, labels: _errors(scores, labels).abs().mean(),
        ),
        "true_class_only": (
            lambda scores, labels: ((_true_scores(scores, labels) - 1) ** 2).mean() / 2,
            lambda scores, labels: ((_true_scores(scores, labels) - 1) ** 2).mean(),
        ),
        "labels_as_numbers": (
            lambda scores, labels: ((scores - labels[:, None]) ** 2).sum(1).mean() / 2,
            lambda scores, labels: ((scores - labels[:, None]) ** 2).sum(1).mean(),
            lambda scores, labels: ((scores - labels[:, None]) ** 2).mean(),
        ),
        "square_root": (
            lambda scores, labels: (_errors(scores, labels) ** 2).sum(1).sqrt().mean(),
            lambda scores, labels: (_errors(scores, labels) ** 2).sum(1).sqrt().mean() / 2,
        ),
    },
)

check_mse_gradient = FunctionExercise(
    name="mse_gradient",
    reference=lambda scores, labels: _errors(scores, labels) / len(scores),
    cases=_scored_examples(),
    wrong={
        "not_divided": _errors,
        "sign": (
            lambda scores, labels: -_errors(scores, labels) / len(scores),
            lambda scores, labels: -_errors(scores, labels),
        ),
        "factor_two": (
            lambda scores, labels: 2 * _errors(scores, labels) / len(scores),
            lambda scores, labels: 2 * _errors(scores, labels),
        ),
        "divided_by_classes": (
            lambda scores, labels: _errors(scores, labels) / scores.numel(),
            lambda scores, labels: 2 * _errors(scores, labels) / scores.numel(),
            lambda scores, labels: _errors(scores, labels) / scores.shape[1],
        ),
        "softmax_first": (
            lambda scores, labels: _errors(torch.softmax(scores, 1), labels) / len(scores),
            lambda scores, labels: _errors(torch.softmax(scores, 1), labels),
            lambda scores, labels: _errors(_naive_softmax(scores), labels) / len(scores),
            lambda scores, labels: _errors(_naive_softmax(scores), labels),
        ),
        "true_class_only": (
            lambda scores, labels: _true_class_errors(scores, labels) / len(scores),
            _true_class_errors,
        ),
    },
)


def _with_ones(X):
    return torch.cat([X, torch.ones_like(X[:, :1])], dim=1)


def _eigenvalues(X, divisor=None):
    """Eigenvalues of X'X / n, ascending."""
    return torch.linalg.eigvalsh(X.double().T @ X.double() / (divisor or len(X)))


def _two_over(eigenvalue, noise):
    return 2 / eigenvalue if eigenvalue > noise else torch.tensor(torch.nan)  # below it the mistake has no fixed value


def _smallest_eigenvalue(X):
    smallest, *_, largest = _eigenvalues(_with_ones(X))
    return _two_over(smallest, noise=1e-3 * largest)


def _largest_singular_value(X):
    return torch.linalg.svdvals(_with_ones(X).double())[0]


check_largest_learning_rate = FunctionExercise(
    name="largest_learning_rate",
    reference=lambda X: 2 / _eigenvalues(_with_ones(X))[-1],
    cases=_inputs_without_ones(),
    wrong={
        "one_over": lambda X: 1 / _eigenvalues(_with_ones(X))[-1],
        "eigenvalue_itself": lambda X: _eigenvalues(_with_ones(X))[-1],
        "no_ones": lambda X: 2 / _eigenvalues(X)[-1],
        "not_divided": lambda X: 2 / _eigenvalues(_with_ones(X), divisor=1)[-1],
        "singular_value": (
            lambda X: 2 / _largest_singular_value(X),
            lambda X: 2 / (_largest_singular_value(X) / len(X)),
            lambda X: 2 / (_largest_singular_value(X) / len(X) ** 0.5),
        ),
        "centred": (
            lambda X: _two_over(_eigenvalues(X - X.mean(0))[-1], noise=1e-9),
            lambda X: _two_over(_eigenvalues(X - X.mean(0), divisor=len(X) - 1)[-1], noise=1e-9),
            lambda X: 2 / _eigenvalues(_with_ones(X - X.mean(0)))[-1],
        ),
        "smallest": _smallest_eigenvalue,
    },
    tolerance=1e-3,  # power iteration and float32 are welcome
)

# The letters of the lesson's list. Steps: E best fit (normal equations), B one-hot rows sum to 1, H a column of ones,
# C all three together, I independent columns, F the claim. Distractors: A range, D softmax, G descent, J perfect fit.
check_sum_to_one_proof = OrderExercise(
    name="sum_to_one_proof",
    needs={"E": "", "B": "", "H": "", "C": "EBH", "I": "C", "F": "I"},
    distractors="ADGJ",
)


# --- lesson 04: ask for a margin -----------------------------------------------------------------------------------


def _cases_with_margin():
    """The scored examples, each with a margin; no lead hits it exactly."""
    margins = (0.5, 1.0, 2.0, 1.0, 3.0, 1.5)
    return [{**case, "margin": margin} for case, margin in zip(_scored_examples(), margins, strict=True)]


def _cases_with_costs():
    """The scored examples, each with its own table of margins: not symmetric, and a diagonal to be ignored."""
    cases = []
    for seed, case in enumerate(_scored_examples()):
        n_classes = case["scores"].shape[1]
        costs = _uniform((n_classes, n_classes), 40 + seed, 0, 4).to(case["scores"].dtype)
        cases.append({**case, "costs": costs.fill_diagonal_(9.0)})
    return cases


def _lead_of_true(scores, labels):
    return _true_scores(scores, labels)[:, None] - scores


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
        "sign": (
            lambda scores, labels, margin: -_margin_slopes(scores, labels, margin) / len(scores),
            lambda scores, labels, margin: -_margin_slopes(scores, labels, margin),
        ),
        "true_class_once": (
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin).clamp(min=-1) / len(scores),
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin).clamp(min=-1),
        ),
        "true_class_missing": (
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin).relu() / len(scores),
            lambda scores, labels, margin: _margin_slopes(scores, labels, margin).relu(),
        ),
        "size_of_shortfall": (
            lambda scores, labels, margin: _pushes(_lacking(scores, labels, margin), scores, labels) / len(scores),
            lambda scores, labels, margin: _pushes(_lacking(scores, labels, margin), scores, labels),
        ),
        "only_when_wrong": (
            lambda scores, labels, margin: _slopes_when_wrong(scores, labels, margin) / len(scores),
            _slopes_when_wrong,
        ),
        "worst_only": (
            lambda scores, labels, margin: _worst_slopes(scores, labels, margin) / len(scores),
            _worst_slopes,
        ),
        "margin_ignored": (
            lambda scores, labels, margin: _margin_slopes(scores, labels, 1) / len(scores),
            lambda scores, labels, margin: _margin_slopes(scores, labels, 1),
        ),
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


# --- lesson 05: turn scores into probabilities -----------------------------------------------------------------------


def _score_rows():
    """Scores: not square, square, one example, two classes, rows far apart, as large as they come, float64."""
    cases = [_uniform((n, k), seed, -size, size)
             for seed, (n, k, size) in enumerate([(3, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 1e4)])]
    far_apart = torch.tensor([[500.0, 501.0], [-500.0, -502.0], [0.0, 1.0]])
    return [{"scores": scores} for scores in (*cases, far_apart, cases[0].double())]


def _vote_rows():
    """Counts of votes, as floats, none of them 0."""
    shapes = [(3, 4, 50), (3, 3, 50), (1, 5, 50), (7, 2, 50), (4, 3, 1000)]
    return [{"votes": _uniform((n, k), seed, 1, most).round()} for seed, (n, k, most) in enumerate(shapes)]


def _confident_rows():
    """Scores without ties at the top, and a confidence above 1/K that they can all reach."""
    shapes = [(3, 4, 2, 0.9), (3, 3, 2, 0.5), (1, 5, 2, 0.99), (7, 2, 2, 0.75), (4, 3, 1000, 0.6)]
    return [{"scores": _uniform((n, k), seed, -size, size), "confidence": confidence}
            for seed, (n, k, size, confidence) in enumerate(shapes)]


check_stable_softmax = FunctionExercise(
    name="stable_softmax",
    reference=lambda scores: torch.softmax(scores, dim=1),
    cases=_score_rows(),
    wrong={
        "naive": _naive_softmax,
        "whole_batch": lambda scores: _naive_softmax(scores - scores.max()),
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


# --- lesson 07: follow the gradient --------------------------------------------------------------------------------


def _differences(scores, labels):
    """P - Y, each example's own gradient of cross-entropy."""
    return _errors(losses.softmax(scores), labels)


def _naive_differences(scores, labels):
    return _errors(_naive_softmax(scores), labels)


def _share(gradient, scores, labels):
    return gradient(scores, labels) / len(scores)


check_ce_gradient = FunctionExercise(
    name="ce_gradient",
    reference=functools.partial(_share, _differences),
    cases=_scored_examples(),
    wrong={
        "not_divided": _differences,
        "sign": (
            lambda scores, labels: -_differences(scores, labels) / len(scores),
            lambda scores, labels: -_differences(scores, labels),
        ),
        "divided_by_classes": (
            lambda scores, labels: _differences(scores, labels) / scores.numel(),
            lambda scores, labels: _differences(scores, labels) / scores.shape[1],
        ),
        "no_label": (
            lambda scores, labels: losses.softmax(scores) / len(scores),
            lambda scores, labels: losses.softmax(scores),
        ),
        "raw_scores": (functools.partial(_share, _errors), _errors),
        "naive_softmax": (functools.partial(_share, _naive_differences), _naive_differences),
        "true_class_only": (
            lambda scores, labels: _differences(scores, labels) * losses.one_hot(labels, scores.shape[1]) / len(scores),
            lambda scores, labels: _differences(scores, labels) * losses.one_hot(labels, scores.shape[1]),
        ),
        "columns": (
            lambda scores, labels: _errors(scores.softmax(0), labels) / len(scores),
            lambda scores, labels: _errors(scores.softmax(0), labels),
        ),
    },
)


def _scored_inputs():
    """Inputs X, scores and labels: tall, square, wide, one example, large numbers, float64."""
    cases = []
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (2, 5, 3, 1), (1, 4, 5, 1), (5, 2, 3, 1e3)]
    for seed, (n, d, n_classes, size) in enumerate(shapes):
        labels = torch.randint(n_classes, (n,), generator=torch.Generator().manual_seed(seed))
        scores = _uniform((n, n_classes), seed + 30, -2, 2)
        cases.append({"X": _uniform((n, d), seed, 0, size), "scores": scores, "labels": labels})
    last = {name: value if name == "labels" else value.double() for name, value in cases[0].items()}
    return [*cases, {**last, "X": last["X"][:, :2]}]


def _weights_table(X, difference, bias=None):
    """X'(P - Y) with the bias row below, its column sum unless given."""
    return torch.cat([X.T @ difference, difference.sum(0, keepdim=True) if bias is None else bias])


def _with_bias_over_everything(X, scores, labels):
    return _weights_table(X, _differences(scores, labels) / len(X), torch.zeros_like(scores[:1]))


check_weights_gradient = FunctionExercise(
    name="weights_gradient",
    reference=lambda X, scores, labels: _weights_table(X, _differences(scores, labels) / len(X)),
    cases=_scored_inputs(),
    wrong={
        "bias_over_everything": _with_bias_over_everything,
        "not_divided": lambda X, scores, labels: _weights_table(X, _differences(scores, labels)),
        "sign": (
            lambda X, scores, labels: -_weights_table(X, _differences(scores, labels) / len(X)),
            lambda X, scores, labels: -_weights_table(X, _differences(scores, labels)),
        ),
        "bias_divided_twice": lambda X, scores, labels: _weights_table(
            X, _differences(scores, labels) / len(X), _differences(scores, labels).sum(0, keepdim=True) / len(X) ** 2
        ),
        "bias_not_divided": lambda X, scores, labels: _weights_table(
            X, _differences(scores, labels) / len(X), _differences(scores, labels).sum(0, keepdim=True)
        ),
        "no_label": lambda X, scores, labels: _weights_table(X, losses.softmax(scores) / len(X)),
        "raw_scores": lambda X, scores, labels: _weights_table(X, _errors(scores, labels) / len(X)),
    },
)


def _directed_scores():
    """Scores and a direction for each example: not square, square, one example, two classes, large scores, float64."""
    cases = []
    for seed, (n, n_classes, size) in enumerate([(3, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 150)]):
        scores, direction = _uniform((n, n_classes), seed, -size, size), _uniform((n, n_classes), seed + 40, -1, 2)
        cases.append({"scores": scores, "direction": direction})
    return [*cases, {name: value.double() for name, value in cases[0].items()}]


def _curvature(p, direction):
    return p * (direction - (p * direction).sum(1, keepdim=True))


check_curvature = FunctionExercise(
    name="curvature",
    reference=lambda scores, direction: _curvature(losses.softmax(scores), direction),
    cases=_directed_scores(),
    wrong={
        "diagonal_only": lambda scores, direction: losses.softmax(scores) * direction,
        "own_entries": lambda scores, direction: losses.softmax(scores) * (1 - losses.softmax(scores)) * direction,
        "plain_mean": lambda scores, direction: losses.softmax(scores) * (direction - direction.mean(1, keepdim=True)),
        "no_first_factor": lambda scores, direction: direction
        - (losses.softmax(scores) * direction).sum(1, keepdim=True),
        "whole_batch": lambda scores, direction: losses.softmax(scores)
        * (direction - (losses.softmax(scores) * direction).sum()),
        "sign": lambda scores, direction: -_curvature(losses.softmax(scores), direction),
        "naive_softmax": lambda scores, direction: _curvature(_naive_softmax(scores), direction),
    },
)


@functools.cache
def _steps_to_one_half(logit=-10.0, rate=1.0, cross_entropy=False):
    """Gradient steps on a logit until the probability is one half: half squared error, or cross-entropy."""
    steps = 0
    while logit < 0:
        p = 1 / (1 + math.exp(-logit))
        logit += rate * (1 - p if cross_entropy else p * (1 - p) ** 2)
        steps += 1
    return steps


check_escape_steps = NumberExercise(
    name="escape_steps",
    reference=_steps_to_one_half,
    wrong={
        "cross_entropy": lambda: _steps_to_one_half(cross_entropy=True),
        "brier": lambda: _steps_to_one_half(rate=4.0),
        "two_scores": lambda: _steps_to_one_half(rate=2.0),
        "from_minus_8": lambda: _steps_to_one_half(logit=-8.0),
        "one_off": (lambda: _steps_to_one_half() - 1, lambda: _steps_to_one_half() + 1),
        "guessed": (
            lambda: round(_steps_to_one_half(logit=-8.0) * math.e**2),
            lambda: _steps_to_one_half(logit=-8.0) * math.e**2,
        ),
        "capped": lambda: 10_000,
    },
    tolerance=1e-6,  # a count: one more or less is another answer
)


# --- lesson 08: read a loss as a likelihood ------------------------------------------------------------------------


def _errors_and_deltas():
    """Errors (n, k) and a delta: some errors inside, some beyond, large ones, delta 1 once only."""
    shapes = [(3, 4, 2, 1.0), (2, 2, 3, 1.7), (1, 6, 4, 2.0), (6, 1, 2, 0.8), (4, 3, 1e3, 300.0), (5, 2, 3, 1.5)]
    return [{"error": _uniform((n, k), seed, -size, size), "delta": delta}
            for seed, (n, k, size, delta) in enumerate(shapes, start=80)]


def _inside(error, delta, parabola, line):
    return torch.where(error.abs() <= delta, parabola, line)


check_huber = FunctionExercise(
    name="huber",
    reference=lambda error, delta: losses.huber_loss(error, delta, reduction="none"),
    cases=_errors_and_deltas(),
    wrong={
        "no_half": (
            lambda error, delta: _inside(error, delta, error**2, delta * (error.abs() - delta / 2)),
            lambda error, delta: _inside(error, delta, error**2, 2 * delta * (error.abs() - delta / 2)),
            lambda error, delta: _inside(error, delta, error**2, delta * (2 * error.abs() - delta)),
        ),
        "not_joined": (
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * error.abs()),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error.abs() - delta)),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error.abs() - 0.5)),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * error.abs() - delta / 2),
        ),
        "divided_by_delta": lambda error, delta: losses.huber_loss(error, delta, reduction="none") / delta,
        "delta_is_one": (
            lambda error, delta: losses.huber_loss(error, 1.0, reduction="none"),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs()),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - 0.5),
            lambda error, delta: _inside(error, delta, error**2 / 2, error.abs() - delta / 2),
        ),
        "swapped": lambda error, delta: _inside(error, delta, delta * (error.abs() - delta / 2), error**2 / 2),
        "signed": (
            lambda error, delta: torch.where(error <= delta, error**2 / 2, delta * (error - delta / 2)),
            lambda error, delta: torch.where(error <= delta, error**2 / 2, delta * (error.abs() - delta / 2)),
            lambda error, delta: _inside(error, delta, error**2 / 2, delta * (error - delta / 2)),
        ),
        "parabola_only": lambda error, delta: error**2 / 2,
    },
)

check_huber_slope = FunctionExercise(
    name="huber_slope",
    reference=lambda error, delta: error.clamp(-delta, delta),
    cases=_errors_and_deltas(),
    wrong={
        "not_cut": lambda error, delta: error,
        "sign_only": (
            lambda error, delta: _inside(error, delta, error, error.sign()),
            lambda error, delta: error.sign(),
        ),
        "no_sign": (
            lambda error, delta: error.abs().clamp(max=delta),
            lambda error, delta: error.clamp(max=delta),
            lambda error, delta: _inside(error, delta, error, torch.full_like(error, delta)),
        ),
        "divided_by_delta": lambda error, delta: (error / delta).clamp(-1, 1),
        "zero_outside": lambda error, delta: _inside(error, delta, error, torch.zeros_like(error)),
        "downhill": lambda error, delta: -error.clamp(-delta, delta),
    },
)


def _rows_of_points():
    """Points (n, k), unsorted: even and odd numbers, one row, equal points, large numbers."""
    shapes = [(3, 4, 5), (3, 3, 5), (1, 6, 5), (4, 5, 5), (2, 8, 1e3)]
    cases = [{"points": _uniform((n, k), seed, -size, size)} for seed, (n, k, size) in enumerate(shapes, start=90)]
    return [*cases, {"points": torch.tensor([[3.0, 1.0, 2.0, 2.0, 9.0, -4.0]])}]


def _twice(values):
    return torch.stack([values, values], dim=1)


def _places(points, low, high):
    """(n, 2) the points of each row at two places, counted from 0."""
    last = points.shape[1] - 1
    return torch.stack([points[:, min(low, last)], points[:, min(high, last)]], dim=1)


def _sorted_places(points, low, high):
    return _places(points.sort(dim=1).values, low, high)


check_median_interval = FunctionExercise(
    name="median_interval",
    reference=lambda points: _sorted_places(points, (points.shape[1] - 1) // 2, points.shape[1] // 2),
    cases=_rows_of_points(),
    wrong={
        "midpoint": lambda points: _twice(points.quantile(0.5, dim=1)),
        "lower_only": lambda points: _twice(points.median(dim=1).values),
        "unsorted": (
            lambda points: _places(points, (points.shape[1] - 1) // 2, points.shape[1] // 2),
            lambda points: _places(points, points.shape[1] // 2 - 1, points.shape[1] // 2),
        ),
        "mean": lambda points: _twice(points.mean(dim=1)),
        "whole_range": lambda points: torch.stack([points.amin(dim=1), points.amax(dim=1)], dim=1),
        "always_two": lambda points: _sorted_places(points, points.shape[1] // 2 - 1, points.shape[1] // 2),
        "too_high": lambda points: _sorted_places(points, points.shape[1] // 2, points.shape[1] // 2 + 1),
    },
)


def _measured():
    return torch.tensor([1.0, 2.0, 3.0, 4.0, 100.0])


check_delta_for_the_mean = NumberExercise(
    name="delta_for_the_mean",
    reference=lambda: (_measured() - _measured().mean()).abs().max(),
    wrong={
        "last_gap": lambda: _measured()[4] - _measured()[3],
        "from_median": lambda: _measured().max() - _measured().median(),
        "largest_near": lambda: (_measured()[:4] - _measured().mean()).abs().max(),
        "range": lambda: _measured().max() - _measured().min(),
        "mean_itself": lambda: _measured().mean(),
    },
)


# --- lesson 06: measure surprise with cross-entropy ----------------------------------------------------------------


def _log_probabilities(scores):
    return scores.log_softmax(1)


def _surprises(scores, labels):
    return -_true_scores(_log_probabilities(scores), labels)


def _surprises_by_naive_softmax(scores, labels):
    return -_true_scores(_naive_softmax(scores), labels).log()


def _surprises_with_eps(scores, labels, eps):
    return -(_true_scores(torch.softmax(scores, 1), labels) + eps).log()


check_cross_entropy = FunctionExercise(
    name="cross_entropy",
    reference=losses.cross_entropy,
    cases=_scored_examples(),
    wrong={
        "eps": tuple(
            lambda scores, labels, eps=eps: _surprises_with_eps(scores, labels, eps).mean()
            for eps in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
        ),
        "naive": (
            lambda scores, labels: _surprises_by_naive_softmax(scores, labels).mean(),
            lambda scores, labels: -_true_scores(torch.softmax(scores, 1), labels).log().mean(),
            lambda scores, labels: (scores.exp().sum(1).log() - _true_scores(scores, labels)).mean(),
        ),
        "sum_over_examples": lambda scores, labels: _surprises(scores, labels).sum(),
        "sign": lambda scores, labels: -_surprises(scores, labels).mean(),
        "bits": lambda scores, labels: (_surprises(scores, labels) / np.log(2)).mean(),
        "over_examples": lambda scores, labels: -_true_scores(scores.log_softmax(0), labels).mean(),
        "softmax_twice": lambda scores, labels: losses.cross_entropy(torch.softmax(scores, 1), labels),
        "every_class": lambda scores, labels: -_log_probabilities(scores).sum(1).mean(),
        "mean_over_classes": lambda scores, labels: _surprises(scores, labels).mean() / scores.shape[1],
    },
)


def _distributions():
    """One row each: three classes, a fair coin, a lone class, zeros, ten classes, float64."""
    rows = [[0.45, 0.35, 0.2], [0.5, 0.5], [0.0, 1.0, 0.0, 0.0, 0.0], [0.7, 0.0, 0.2, 0.1], [0.1] * 9 + [0.1]]
    tensors = [torch.tensor(row) for row in rows]
    return [*tensors, torch.tensor([0.8, 0.15, 0.05], dtype=torch.float64)]


def _entropy(p):
    return -torch.xlogy(p, p).sum()


check_entropy_in_bits = FunctionExercise(
    name="entropy_in_bits",
    reference=lambda p: _entropy(p.double()) / np.log(2),
    cases=[{"p": p} for p in _distributions()],
    wrong={
        "zeros": lambda p: -(p * p.log2()).sum(),
        "nats": (_entropy, lambda p: -(p * p.log()).sum()),
        "sign": (lambda p: _entropy(p) / -np.log(2), lambda p: (p * p.log2()).sum()),
        "wrong_way": lambda p: _entropy(p) * np.log(2),
        "mean": (lambda p: _entropy(p) / np.log(2) / len(p), lambda p: -(p * p.log2()).mean()),
        "not_weighted": (lambda p: -p.log2().sum(), lambda p: -p[p > 0].log2().sum()),
    },
    tolerance=1e-3,  # an eps inside the logarithm is good enough here
)


def _pairs_of_distributions():
    others = [[0.2, 0.3, 0.5], [0.9, 0.1], [0.2, 0.5, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25],
              [0.3, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03], [0.6, 0.1, 0.3]]
    return [{"p": p, "q": torch.tensor(q, dtype=p.dtype)} for p, q in zip(_distributions(), others, strict=True)]


def _kl(p, q):
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum()


check_kl_divergence = FunctionExercise(
    name="kl_divergence",
    reference=lambda p, q: _kl(p.double(), q.double()),
    cases=_pairs_of_distributions(),
    wrong={
        "zeros": lambda p, q: (p * (p.log() - q.log())).sum(),
        "swapped": lambda p, q: _kl(q, p) if (p > 0).all() else torch.tensor(torch.nan),
        "cross_entropy": lambda p, q: -torch.xlogy(p, q).sum(),
        "sign": (lambda p, q: -_kl(p, q), lambda p, q: -(p * (p.log() - q.log())).sum()),
        "bits": (lambda p, q: _kl(p, q) / np.log(2), lambda p, q: (p * (p.log2() - q.log2())).sum()),
        "entropy_of_q": lambda p, q: -torch.xlogy(p, q).sum() - _entropy(q),
        "mean": lambda p, q: _kl(p, q) / len(p),
    },
    tolerance=1e-3,
)


def _label_shares():
    """Above 0, none one half: a majority, no majority, two classes, just above and below one half, ten classes."""
    rows = [[0.6, 0.3, 0.1], [0.45, 0.35, 0.2], [0.3, 0.7], [0.2, 0.2, 0.09, 0.51],
            [0.1, 0.1, 0.21, 0.1, 0.49], [0.4, 0.3, 0.3]]
    tensors = [torch.tensor(row) for row in rows]
    return [{"p": p} for p in (*tensors, torch.tensor([0.05] * 9 + [0.55]), tensors[0].double())]


def _sum_0(scores):
    return scores - scores.mean()


def _top(p):
    return torch.nn.functional.one_hot(p.argmax(), len(p)).to(p)


def _three_rows(mse=None, cross_entropy=None, worst_rival=None):
    """The reference, or a mistake in one row: each argument a function of p."""

    def rows(p):
        majority = _top(p) if p.max() > 0.5 else torch.zeros_like(p)
        right = [p, _sum_0(p.log()), _sum_0(majority)]
        changed = [mse, cross_entropy, worst_rival]
        return torch.stack([row if change is None else change(p) for row, change in zip(right, changed, strict=True)])

    return rows


check_scores_asked_for = FunctionExercise(
    name="scores_asked_for",
    reference=_three_rows(),
    cases=_label_shares(),
    wrong={
        "log_not_centred": _three_rows(cross_entropy=torch.log),
        "probabilities_not_scores": (
            _three_rows(cross_entropy=torch.clone),
            _three_rows(cross_entropy=_sum_0),
            _three_rows(cross_entropy=lambda p: torch.softmax(p, 0)),
        ),
        "mse_centred": _three_rows(mse=_sum_0),
        "mse_one_hot": _three_rows(mse=_top),
        "always_a_lead": _three_rows(worst_rival=lambda p: _sum_0(_top(p))),
        "never_a_lead": _three_rows(worst_rival=torch.zeros_like),
        "lead_not_centred": _three_rows(worst_rival=lambda p: _top(p) * (p.max() > 0.5)),
    },
)
