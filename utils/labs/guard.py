"""The learner's own functions, run inside a lab: what they print, raise, or would end.

Such a function may be a loss that prints in every step, a `show` that calls exit(), an object with `__call__`.
"""

import contextlib
import functools
import io
import sys
import threading
import traceback

from IPython import get_ipython

from utils.language import _


class CapturedOutput(io.StringIO):
    """Keeps what this thread prints; what others print, such as a cell that runs meanwhile, goes where it would go.

    A loss that prints in every step of a training would send megabytes to the page, so only the beginning is kept.
    """

    most = 2000  # characters

    def __init__(self):
        super().__init__()
        self._elsewhere = sys.stdout
        self._thread = threading.get_ident()
        self._left_out = 0

    def write(self, text):
        if threading.get_ident() != self._thread:
            return self._elsewhere.write(text)
        taken = super().write(text[: self.most - self.tell()])
        self._left_out += len(text) - taken
        return len(text)

    def words(self):
        """What was printed, and how much more there was."""
        more = _(" ... and {count:,} characters more").format(count=self._left_out) if self._left_out else ""
        return self.getvalue().strip() + more


@contextlib.contextmanager
def exit_refused():
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


def unwrapped(function):
    """What a learner has written: the function inside functools.partial, or an object that can be called."""
    while isinstance(function, functools.partial):
        function = function.func
    return function


def error_location(error, functions):
    """Which line of the learner's notebook an error came from, in words; nothing when from elsewhere.

    That is the innermost function of the page that `functions` stand on: a loss, not the lab that asks for it.
    """
    callables = [unwrapped(function) for function in functions if function is not None]
    calls = [one if hasattr(one, "__globals__") else type(one).__call__ for one in callables]
    pages = [id(call.__globals__) for call in calls if hasattr(call, "__globals__")]
    on_page = [step for step in traceback.walk_tb(error.__traceback__) if id(step[0].f_globals) in pages]
    if not on_page:
        return ""
    frame, line = on_page[-1]
    return _(" (line {line} of {name})").format(line=line - frame.f_code.co_firstlineno + 1, name=frame.f_code.co_name)
