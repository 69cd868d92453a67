"""What kind of numbers an answer returns; True and False in the right places are nearly right, and told so."""

import numpy as np
import torch


def counted(answer):
    """An answer with 1.0 for True and 0.0 for False, in tables and in lists; a lone True is left as it is."""
    if type(answer) in (list, tuple):  # no named tuple: a pair of values and indices stays what it is
        return [float(part) if isinstance(part, bool) else counted(part) for part in answer]
    is_table = isinstance(answer, (torch.Tensor, np.ndarray))
    return answer + 0.0 if is_table and is_truth(answer) else answer


def is_truth(answer):
    """Whether an answer holds True and False."""
    return _kind(answer) == "b"


def is_whole(answer):
    """Whether an answer holds whole numbers."""
    return _kind(answer) == "i"


def _kind(answer):
    """What kind of numbers these are, as numpy calls it: "f" floating, "i" whole, "b" True and False."""
    if isinstance(answer, torch.Tensor):
        return "f" if answer.is_floating_point() else "b" if answer.dtype == torch.bool else "i"
    return np.asarray(answer).dtype.kind
