"""Answers that nobody should give and somebody will: name -> any Python object, right for no exercise."""

import asyncio
import sys
import warnings

import numpy as np
import torch


class Hostile:
    """Everything asked of it fails."""

    def __getattribute__(self, name):
        raise RuntimeError(f"no {name} here")

    def __eq__(self, other):
        raise RuntimeError("do not compare me")

    __hash__ = None
    __bool__ = __len__ = __iter__ = __repr__ = __str__ = __float__ = __array__ = lambda self: 1 / 0


class Mute(Exception):
    def __str__(self):
        raise ValueError("no message either")


class Returned:
    pass


def endless(x, *rest):
    return endless(x, *rest)


def forever(x, *rest):
    while True:
        yield x


async def later(x, *rest):
    return x


def talkative(x, *rest):
    for line in range(1000):
        print("a lot", line)
        print("of words", line, file=sys.stderr)
    warnings.warn("and a warning", stacklevel=1)
    return x


def raising(error):
    def raises(x, *rest):
        raise error

    return raises


ODD = {
    "string": "2 * x",
    "class": Returned,
    "class of tensors": torch.Tensor,
    "generator": forever,
    "running generator": forever(1),
    "coroutine": later,
    "complex": 1 + 2j,
    "complex function": lambda *a: 1 + 2j,
    "nan": float("nan"),
    "huge": 10**5000,
    "huge function": lambda *a: 10**5000,
    "dict": {"x": 1},
    "bytes": b"EBHCIF",
    "hostile": Hostile(),
    "hostile function": lambda *a: Hostile(),
    "hostile list": [Hostile()],
    "module": torch,
    "objects": lambda *a: np.array([object(), None]),
    "texts": lambda *a: np.array(["a", "b"]),
    "dates": lambda *a: np.array(["2024-01-01"], dtype="datetime64[D]"),
    "empty": lambda *a: torch.empty(0),
    "sparse": lambda *a: torch.eye(3).to_sparse(),
    "meta": lambda *a: torch.empty(3, 4, device="meta"),
    "endless": endless,
    "talkative": talkative,
    "long message": raising(ValueError("very long " * 1000)),
    "tabs": raising(ValueError("one\t  two")),
    "many lines": raising(ValueError("one\ntwo\r\nthree")),
    "bell and surrogate": raising(ValueError("\a\x1b[31m \udce9 \u2028 tail")),
    "not ASCII": raising(ValueError("größer als π")),
    "no message": raising(ValueError()),
    "mute": raising(Mute()),
    "address": raising(ValueError(f"bad {object()!r}")),
    "braces": raising(KeyError("{name} {0} %s")),
    "exit": lambda *a: sys.exit(3),
    "generator exit": raising(GeneratorExit()),
    "cancelled": raising(asyncio.CancelledError()),
    "group": raising(ExceptionGroup("several", [ValueError(1)])),
    "memory": raising(MemoryError()),
    "stop": raising(StopIteration()),
    "closes the output": lambda *a: sys.stdout.close(),
    "in place": lambda x, *a: x.add_(1),
    "subclass of str": type("Text", (str,), {"upper": lambda self: 1 / 0})("EB"),
    "subclass of tensor": torch.nn.Parameter(torch.ones(2, 3)),
    "surrogate letters": "E\udce9B",
    "million letters": "E" * 1_000_000,
}
