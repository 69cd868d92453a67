"""Exercises: `check_<exercise>(answer)` prints one line on a learner's answer, keeps its status and never raises.

Here: three kinds of exercise (a function to write, a number to find, the steps of a proof to put in order) and the
exercises of every lesson. A typical wrong answer is stored as code beside the reference, under the name of its hint in
`words`, so hints stay right when the inputs change. Not here: the exercise's text (notebooks) and the solutions.
"""

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
