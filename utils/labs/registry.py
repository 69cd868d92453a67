"""What the cells of a notebook have made: a cell that is run again closes what its last run has made.

The page drops the old output without a word to the kernel: an old lab would stay behind with its pictures, about 20 MB,
and a training of it would go on. Labs that one run makes, two in a row or ten in a loop, belong together.

A cell is known by the id that JupyterLab, Notebook 7 and Colab send with it; classic Notebook sends none, and there it
is known by its code. So a cell that was changed leaves its last lab behind there, and two cells do not close each
other's labs unless they are the same to the letter.
"""

import gc
import weakref
from typing import NamedTuple

from IPython import get_ipython


class _Run(NamedTuple):
    """What one run of a cell, known by the `id` of its message, has made: weak references to things with `close()`."""

    id: str
    made: weakref.WeakSet


_LAST = {}  # cell -> its last _Run


def register(thing):
    """Close what an earlier run of the present cell has made; the next run will `close()` `thing`."""
    cell, run_id = _now()
    if cell is None:
        return
    last = _LAST.get(cell)
    if last is None or last.id != run_id:
        _LAST[cell] = _Run(run_id, weakref.WeakSet())
        if last is not None:
            _close(last.made)
    _LAST[cell].made.add(thing)


def _close(things):
    for thing in list(things):
        thing.close()
    gc.collect()  # a figure is a knot of references, and beside torch Python hardly ever looks for knots by itself


def registered():
    """What the last runs of all cells have made, as far as it is still in use."""
    return [thing for run in _LAST.values() for thing in run.made]


def _now():
    """The cell that is being run and the id of this run; (None, None) where no cell is."""
    kernel = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent("shell") if kernel is not None else None
    if not request or request["header"]["msg_type"] != "execute_request":
        return None, None
    metadata = request.get("metadata") or {}
    cell = metadata.get("cellId") or (metadata.get("colab") or {}).get("cell_id") or request["content"]["code"]
    return cell, request["header"]["msg_id"]
