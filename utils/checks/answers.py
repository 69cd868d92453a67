"""Run a learner's function, read what it returns, and compare it; an answer may be any Python object."""

import math
import pkgutil
import re
import sys
import unicodedata
import warnings
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from decimal import Decimal
from importlib.util import find_spec
from io import TextIOBase
from numbers import Real
from typing import NamedTuple
from unittest import mock

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

from utils.checks.verdicts import describe, hint, inputs_of, kind_of, todo
from utils.language import N_, _


def _names_of_the_other(one, other):
    """A pattern for the names that `other` has and `one` has not."""
    return "|".join(sorted({*dir(other)} - {*dir(one)}))


PAIR = N_("A .max(dim), .min(dim) or .sort(dim) gives a pair, values and indices: take .values or .indices.")

# What torch, numpy and Python say of the commonest slips -> what to do about it.
COMMON_ERRORS = {
    r"torch\.return_types|^tuple indices must be integers or slices, not tuple": PAIR,
    r"shapes cannot be multiplied|mismatch in its core dimension|^size mismatch, got|inconsistent tensor size": N_(
        "A product A @ B needs as many columns in A as rows in B; .T swaps rows and columns."
    ),
    r"same dtype|same scalar type|expected scalar type|could not infer output dtype|but got Long and"
    r"|not implemented for '(Long|Int|Bool)'": N_(
        "torch wants floating numbers of one type here: .float() or .double() converts them."
    ),
    r"size of tensor a|could not be broadcast|shape mismatch": N_(
        "Along each axis two sizes must be equal, or one of them 1: keepdim=True keeps an axis that is summed; else "
        "look for a wrong dim or index."
    ),
    r"too large (to convert to|for a) float|Numerical result out of range": N_(
        "Floats end near 1e308, Python's whole numbers do not: divide whole by whole, and last (a / 2**n), or with //."
    ),
    r"^Dimension out of range|axis -?\d+ is out of bounds": N_(
        "There is no such dimension: they count from 0, examples go down (0) and classes across (1)."
    ),
    r"out of bounds|out of range": N_("There is no such position: along each axis they count from 0."),
    r"used as indices must be|Expected dtype int\d*/int64 for index|must be of integer|must be integers": N_(
        "Positions have to be whole numbers of type int64: .long() makes them so."
    ),
    r"(Boolean|truth) value of .* ambiguous": N_(
        "Python's if, and, max() want one True or False: torch.where and torch.maximum take a tensor."
    ),
    r"only one element tensors|only length-1 arrays|only 0-dimensional arrays|define __round__": N_(
        "math.exp, round, torch.tensor([..]) want single numbers: torch.exp, torch.stack do not."
    ),
    rf"^'Tensor' object has no attribute '({_names_of_the_other(torch.Tensor, np.ndarray)})'"
    rf"|^'numpy\.\w+' object has no attribute '({_names_of_the_other(np.ndarray, torch.Tensor)})'"
    r"|must be Tensor, not (float|int)|for [-+*/@]+: 'numpy\.ndarray' and 'Tensor'"
    r"|unexpected keyword argument '(axis|keepdims|dim|keepdim)'": N_(
        "Tensors, arrays and plain numbers have functions of their own: stay with torch."
    ),
    r"positional arguments? but|missing \d+ required positional": N_(
        "Take the arguments that the stub has, in its order."
    ),
}


class _Nowhere(TextIOBase):
    def writable(self):
        return True

    def write(self, text):
        return len(text)


@contextmanager
def silence():
    """What a learner's function prints or warns of does not mix with the one line of the check."""
    with redirect_stdout(_Nowhere()), redirect_stderr(_Nowhere()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def usual_torch():
    """torch as it is when a lesson opens, whatever was set since: new tensors are float32 and autograd records."""
    dtype = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32)
    try:
        with torch.inference_mode(False):  # switches autograd on as well
            yield
    finally:
        torch.set_default_dtype(dtype)


class Outcome(NamedTuple):
    """What an answer did with one case: its `numbers`, or the `problem` in their place, with the `error` if it raised.

    numbers: float64 tensor
    problem: (status, message)
    """

    numbers: torch.Tensor | None = None
    problem: tuple[str, str] | None = None
    error: BaseException | None = None

    @property
    def is_stub(self):
        return self.problem is not None and self.problem[0] == "todo"

    def agrees(self, other, tolerance, nan_matches=False):
        """True if both gave the same numbers, or stopped with the same error.

        Errors are the same where type and words are, numbers in them apart.
        """
        if self.error is not None and other.error is not None:
            return type(self.error) is type(other.error) and _words_of(self.error) == _words_of(other.error)
        if self.numbers is None or other.numbers is None:
            return False
        return equal(self.numbers, other.numbers, tolerance, nan_matches)


def _words_of(error):
    return re.sub(r"\d+", "", describe(error))


def attempt(function, case):
    """The Outcome of a function on copies of one case."""
    copies = {name: value.clone() if isinstance(value, torch.Tensor) else value for name, value in case.items()}
    try:
        answer = function(*copies.values())
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Outcome(problem=_change(copies, case) or problem_of(error, case), error=error)
    problem = None
    if answer is ...:
        problem = todo()
    elif answer is None:
        problem = hint(_("the answer is None; is a return missing?"))
    elif _is_pair(answer):
        problem = hint(_(PAIR))
    else:
        problem = _change(copies, case)
    numbers = None if problem else numbers_in(answer)
    if numbers is None:
        return Outcome(problem=problem or _no_numbers(answer))
    return Outcome(numbers)


def _change(copies, case):
    """The hint for a function that has changed one of the tensors it was given, or None."""
    changed = [name for name, value in case.items()
               if isinstance(value, torch.Tensor) and not torch.equal(copies[name], value)]
    if not changed:
        return None
    words = _("the function changes its input {argument}; make a new tensor (a = a - b, not a -= b).")
    return hint(words.format(argument=changed[0]))


def problem_of(error, case):
    """Status and message for an error that a learner's function raised."""
    words = describe(error).partition(": ")[2]
    if isinstance(error, NotImplementedError) and not re.search("not implemented for|^Could not run", words):
        return todo()  # raised by an untouched stub, not by torch
    if isinstance(error, RecursionError):  # its own message depends on where the stack ended
        return hint(_("the function calls itself without an end."))
    advice = next((advice for pattern, advice in COMMON_ERRORS.items() if re.search(pattern, words)), None)
    message = _("the function stops with {error}{inputs}.").format(error=describe(error), inputs=inputs_of(case))
    return hint(f"{message} {_(advice)}" if advice else message)


def _is_pair(answer):
    """True for what .max(dim), .sort(), .topk() ... return: values with indices."""
    return isinstance(answer, tuple) and type(answer).__module__ == "torch.return_types"


def numbers_in(answer):
    """A number, or numbers in a tensor, array, list or tuple, as a float64 tensor on the CPU; None for anything else.

    Complex numbers, True and False are no numbers here. What is nested has to be of one shape. A whole number that
    is too large for float64 counts as infinite.
    """
    if isinstance(answer, torch.Tensor):
        if answer.is_complex() or answer.dtype == torch.bool:
            return None
        return answer.detach().cpu().to(torch.float64)
    if isinstance(answer, (np.ndarray, np.generic)):
        return torch.tensor(np.asarray(answer, dtype=np.float64)) if answer.dtype.kind in "iuf" else None
    if isinstance(answer, (Real, Decimal)) and not isinstance(answer, bool):
        return torch.tensor(_float(answer), dtype=torch.float64)
    if isinstance(answer, (list, tuple)):
        parts = [numbers_in(part) for part in answer]
        if any(part is None or part.shape != parts[0].shape for part in parts):
            return None
        return torch.stack(parts) if parts else torch.zeros(0, dtype=torch.float64)
    return None


def _float(number):
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _no_numbers(answer):
    """The hint for an answer in which `numbers_in` finds none."""
    if callable(answer):
        return hint(_(
            "the answer is a function that is not called yet: call it, as in f(x), or give the number itself."
        ))
    words = _("the answer is of type {type}; expected real numbers: a tensor, an array, a list or a float.")
    return hint(words.format(type=_what_is_no_number(answer)))


def _what_is_no_number(answer):
    """The kind of an answer in which `numbers_in` finds none; of a list or tuple with what stands in it."""
    if not isinstance(answer, (list, tuple)):
        return kind_of(answer)
    strange = [part for part in answer if numbers_in(part) is None]
    inside = _what_is_no_number(strange[0]) if strange else _("rows that differ in length")
    return _("{outside} of {inside}").format(outside=kind_of(answer), inside=inside)


class Calls(TorchFunctionMode):
    """Notes which functions are called: torch's by their name, such as "softmax", those of utils as "losses.softmax".

    A function of another library is watched under its full name, such as "scipy.special.softmax", where it is looked
    up in its module as it is called; a name bound earlier by `from ... import` is not seen.

    watched: the names to look for; `seen` holds those that were called
    """

    def __init__(self, watched):
        super().__init__()
        self.watched, self.seen = watched, []

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.note(getattr(function, "__name__", "").removeprefix("special_"))
        return function(*args, **(kwargs or {}))

    def note(self, name):
        if name in self.watched and name not in self.seen:
            self.seen.append(name)

    def follow(self, function):
        """`function`, its calls noted."""

        def followed(*values):
            with ExitStack() as stack:
                for name in (name for name in self.watched if "." in name):
                    path = _path_of(name)
                    if path.rpartition(".")[0] in sys.modules:  # what is not imported cannot be called
                        stack.enter_context(mock.patch(path, self._noted(name, path)))
                stack.enter_context(self)
                return function(*values)

        return followed

    def _noted(self, name, path):
        original = pkgutil.resolve_name(path)

        def noted(*args, **kwargs):
            self.note(name)
            return original(*args, **kwargs)

        return noted


def _path_of(name):
    """The full dotted name of a watched function: that of utils where utils has the module, else the name itself."""
    return f"utils.{name}" if find_spec(f"utils.{name.partition('.')[0]}") else name


def equal(got, want, tolerance, nan_matches):
    """True if shapes and entries agree; with nan_matches, where `want` is nan any entry will do."""
    if got.shape != want.shape:  # never broadcast: (1, n, K) is not (n, K)
        return False
    return bool((close_entries(got, want, tolerance) | (want.isnan() & nan_matches)).all())


def close_entries(got, want, tolerance):
    """True where two tensors of one shape agree; see FunctionExercise for what `tolerance` allows near zero."""
    sizes = want[want.isfinite()].abs()
    scale = float(sizes.max()) if sizes.numel() else 0.0
    return torch.isclose(got, want, rtol=tolerance, atol=0.01 * tolerance * (scale or 1.0))


def letters_in(answer):
    """The letters of a string, or of a list of strings, in capitals; None for anything else."""
    if not isinstance(answer, (str, list, tuple)):
        return None
    parts = [part for part in answer if part is not ...]
    if not all(isinstance(part, str) for part in parts):
        return None
    plain = unicodedata.normalize("NFKC", "".join(parts))  # full-width letters are letters too
    return [letter for letter in plain.upper() if letter.isalpha()]
