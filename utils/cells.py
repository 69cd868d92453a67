"""What the cells of a notebook have made: a cell that is run again closes what its last run has made.

The page drops the old output without a word to the kernel: an old lab would stay behind with its pictures, about 20 MB,
and a training of it would go on. Labs that one run makes, two in a row or ten in a loop, belong together.

A cell is known by the id that JupyterLab, Notebook 7 and Colab send with it; classic Notebook sends none, and there it
is known by its code. So a cell that was changed leaves its last lab behind there, and two cells do not close each
other's labs unless they are the same to the letter.
"""

import contextlib
import gc
import threading
import weakref
from typing import NamedTuple

from IPython import get_ipython

from utils.language import _


class _Made(NamedTuple):
    """What one `run` of a cell, known by the id of its message, has made: weak references, `close` frees them."""

    run: str
    things: weakref.WeakSet


_LAST = {}  # cell -> what its last run has made


def keep(thing):
    """Close what an earlier run of the present cell has made; the next run will `close()` `thing`."""
    cell, run = _now()
    if cell is None:
        return
    last = _LAST.get(cell)
    if last is None or last.run != run:
        _LAST[cell] = _Made(run, weakref.WeakSet())
        if last is not None:
            _free(last.things)
    _LAST[cell].things.add(thing)


def _free(things):
    for thing in list(things):
        thing.close()
    gc.collect()  # a figure is a knot of references, and beside torch Python hardly ever looks for knots by itself


def kept():
    """What the last runs of all cells have made, as far as it is still in use."""
    return [thing for made in _LAST.values() for thing in made.things]


@contextlib.contextmanager
def kernel_stays():
    """While it lasts, IPython's exit() and quit() raise SystemExit here, instead of ending the kernel soon after."""
    shell, me = get_ipython(), threading.get_ident()
    if shell is None or not hasattr(shell, "ask_exit") or "ask_exit" in vars(shell):  # none, or within another of these
        yield
        return
    ask_exit = shell.ask_exit

    def refuse():
        if threading.get_ident() != me:
            return ask_exit()
        raise SystemExit(_(
            "exit() and quit() would end the notebook's kernel and all its variables; return leaves a function."
        ))

    shell.ask_exit = refuse
    try:
        yield
    finally:
        del shell.ask_exit


def _now():
    """The cell that is being run and the id of this run; (None, None) where no cell is."""
    kernel = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent("shell") if kernel is not None else None
    if not request or request["header"]["msg_type"] != "execute_request":
        return None, None
    metadata = request.get("metadata") or {}
    cell = metadata.get("cellId") or (metadata.get("colab") or {}).get("cell_id") or request["content"]["code"]
    return cell, request["header"]["msg_id"]


def close_widgets(widget):
    """Close a widget with all that is in it; each layout and style is a widget of its own."""
    for child in getattr(widget, "children", ()):
        close_widgets(child)
    for part in (widget.layout, getattr(widget, "style", None)):
        if part is not None:
            part.close()
    widget.close()
