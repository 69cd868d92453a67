"""torchvision, importable even when its compiled operators do not match torch.

A torch built for the CPU beside a torchvision built for CUDA is common. Then `import torchvision` ends with "operator
torchvision::nms does not exist", although datasets and transforms need none of its compiled operators. This module
declares the missing names to torch, without any code behind them, and imports again. A torchvision that imports by
itself is left as it is.

    from utils import vision             # afterwards `import torchvision` works as well
    vision.datasets, vision.transforms   # torchvision.datasets and torchvision.transforms.v2
    vision.compiled_operators            # False: detection operators such as nms are missing and say so when called
"""

import importlib
import importlib.util
import re
import sys
from pathlib import Path

import torch

from utils.language import _

_declared = []  # torch forgets a library nobody holds


def _declare_operators():
    """Tell torch the names of those operators that torchvision, while it is imported, adds a shape rule to."""
    source = Path(importlib.util.find_spec("torchvision").origin).with_name("_meta_registrations.py")
    # torch notes which file asks, and fails on a folder whose name the locale cannot read: let no file ask.
    library = eval('torch.library.Library("torchvision", "FRAGMENT")', {"torch": torch})
    for name in re.findall(r'register_fake\("torchvision::(\w+)"\)', source.read_text(encoding="utf-8")):
        library.define(f"{name}() -> ()")
    _declared.append(library)


def _import_torchvision():
    """The module torchvision, with its missing operators declared if that is what stops it."""
    try:
        return importlib.import_module("torchvision")
    except ModuleNotFoundError as error:
        if error.name != "torchvision":
            raise
        raise ImportError(_(
            "torchvision is not installed. Run `python3 course.py setup`, or install torch and torchvision together, "
            "in one command."
        )) from None
    except RuntimeError as error:
        if "operator torchvision::" not in str(error):
            raise
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
    _declare_operators()
    return importlib.import_module("torchvision")


torchvision = _import_torchvision()
datasets = torchvision.datasets
transforms = importlib.import_module("torchvision.transforms.v2")


def _make(make, arguments):
    return make(*arguments)


def _reduce(thing, protocol):
    """Pickle by way of this module: a process that unpickles (a DataLoader's worker) then imports it first."""
    make, arguments, *state = object.__reduce_ex__(thing, protocol)
    return _make, (make, arguments), *state


if _declared:
    datasets.VisionDataset.__reduce_ex__ = transforms.Transform.__reduce_ex__ = _reduce
compiled_operators = torchvision.extension._has_ops()


def note():
    """One line on how torchvision and torch go together, for set-up."""
    words = _(
        "torchvision {torchvision} and its compiled operators fit torch {torch}."
    ) if compiled_operators else _(
        "torchvision {torchvision} has no compiled operators that fit torch {torch}: datasets and transforms work, "
        "operators such as nms do not. The lessons need none of them."
    )
    return words.format(torchvision=torchvision.__version__, torch=torch.__version__)
