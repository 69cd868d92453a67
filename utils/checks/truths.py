"""Answers of True and False where numbers are asked: in the right places they are nearly right, and told so."""

import numpy as np
import torch

from utils.checks.exercise import FunctionExercise, kind_of_exercise


@kind_of_exercise
class TypedExercise(FunctionExercise):
    """A function that may return its right numbers as the wrong type; True counts as 1.0 and False as 0.0.

    The type's hint, `booleans` or `integers`, is given where `wrong` has it, with no function.
    """

    def compare(self, function):
        status, message = super().compare(lambda *values: _counted(function(*values)))
        if status != "ok":
            return status, message
        topic = {"b": "booleans", "i": "integers"}.get(_kind(function(*self.cases[0].values())))
        return self.hint(topic) if topic in self.wrong else (status, message)


def _counted(answer):
    """An answer with 1.0 for True and 0.0 for False, in tables and in lists; a lone True is left as it is."""
    if type(answer) in (list, tuple):  # no named tuple: a pair of values and indices stays what it is
        return [float(part) if isinstance(part, bool) else _counted(part) for part in answer]
    is_truth = isinstance(answer, (torch.Tensor, np.ndarray)) and _kind(answer) == "b"
    return answer + 0.0 if is_truth else answer


def _kind(answer):
    """What kind of numbers these are, as numpy calls it: "f" floating, "i" whole, "b" True and False."""
    if isinstance(answer, torch.Tensor):
        return "f" if answer.is_floating_point() else "b" if answer.dtype == torch.bool else "i"
    return np.asarray(answer).dtype.kind
