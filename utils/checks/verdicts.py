"""What is said about an answer: a status with a message, and the words it takes, always on one line."""

import re
import sys

import numpy as np
import torch

from utils.language import _


def todo():
    """The verdict for a stub."""
    return "todo", _("not attempted yet.")


def hint(message):
    """The verdict for an answer that is not right yet."""
    return "hint", message


def kind_of(answer):
    """What an answer is, in a word or two: the dtype of a tensor or array, else the name of its type."""
    if isinstance(answer, (torch.Tensor, np.ndarray)):
        return f"{type(answer).__name__} ({str(answer.dtype).removeprefix('torch.')})"
    return type(answer).__name__


def shape_of(numbers):
    """The shape of a tensor; a single number is called one, for () alone says little."""
    return str(tuple(numbers.shape)) if numbers.ndim else _("() (one number)")


def inputs_of(case):
    """The argument names and shapes of a case in brackets, nothing if it has none; large numbers are mentioned."""
    parts = []
    for name, value in case.items():
        if not isinstance(value, torch.Tensor):
            parts.append(f"{name} = {value}")
            continue
        largest = float(value.abs().max())
        up_to = _(" up to {largest}").format(largest=f"{largest:.0f}") if largest >= 100 else ""
        parts.append(f"{name} {tuple(value.shape)}{up_to}")
    return _(" (input: {inputs})").format(inputs=", ".join(parts)) if parts else ""


def describe(error):
    """Type and first line of the message, the line cut where it gets long."""
    try:
        message = str(error).strip().partition("\n")[0].rstrip(".")
    except Exception:  # an exception whose own message fails
        message = ""
    return type(error).__name__ + (f": {one_line(message, longest=120)}" if message else "")


def one_line(text, longest=1000):
    """The text on one line, free of what differs from run to run (addresses) and of characters that do not print."""
    text = re.sub(r"0x[0-9a-fA-F]{4,}", "0x...", " ".join(text.split()))
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= longest else text[: longest - 3] + "..."


def print_line(line):
    """Print where the output takes only some characters, too."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding))
