"""Run a learner's function, read what it returns, and compare it; an answer may be any Python object."""

import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase

import numpy as np
import torch

from utils.checks.verdicts import TODO, describe, hint, inputs_of, kind_of


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


def run(function, case):
    """The learner's function on copies of one case: (float64 tensor, None), or (None, (status, message))."""
    copies = {name: value.clone() if isinstance(value, torch.Tensor) else value for name, value in case.items()}
    try:
        answer = function(*copies.values())
    except KeyboardInterrupt:
        raise
    except NotImplementedError:
        return None, TODO
    except RecursionError:  # its own message depends on where the stack ended
        return None, hint("endless")
    except BaseException as error:
        return None, hint("raised", error=describe(error), inputs=inputs_of(case))
    if answer is ...:
        return None, TODO
    if answer is None:
        return None, hint("none")
    for name, value in case.items():
        if isinstance(value, torch.Tensor) and not torch.equal(copies[name], value):
            return None, hint("in_place", argument=name)
    numbers = numbers_in(answer)
    if numbers is None:
        return None, hint("not_numbers", type=kind_of(answer))
    return numbers, None


def numbers_in(answer):
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
    return [letter for letter in "".join(parts).upper() if letter.isalpha()]
