"""What a notebook does with matplotlib elsewhere, kept out of the pictures of labs, and labs kept out of it."""

import contextlib
import threading

import matplotlib
from matplotlib._pylab_helpers import Gcf

from utils import style
from utils.language import _

# A notebook may have set text.usetex or savefig.transparent: labs look the same there. Fonts stay, for other alphabets.
_NO_MATTER_OF_LOOKS = ("backend", "docstring", "font.", "interactive", "keymap.", "timezone", "toolbar", "webagg.")
_ORDINARY = {name: value for name, value in matplotlib.rcParamsDefault.items()
             if not name.startswith(_NO_MATTER_OF_LOOKS)}


@contextlib.contextmanager
def course_settings():
    """While it lasts, matplotlib's settings are the course's and nothing else."""
    changed = {name: value for name, value in _ORDINARY.items() if matplotlib.rcParams[name] != value}
    with contextlib.ExitStack() as at_the_end, matplotlib.rc_context(
            changed | style.settings() | {"figure.hooks": [f"{__name__}:_refuse_pyplot"]}):
        try:
            yield
        finally:  # the first use of pyplot, which may be here, makes it interactive for good
            at_the_end.callback(matplotlib.rcParams.update, {"interactive": matplotlib.is_interactive()})


_AT_WORK = threading.local()  # `on_lab` while a learner's function draws: another thread may run a cell meanwhile


@contextlib.contextmanager
def without_pyplot():
    """While it lasts, whatever this thread draws with pyplot is a ValueError: nobody would see it."""
    open_figures = _pyplot_figures()
    stale = [figure.stale for figure in open_figures]
    for figure in open_figures:
        figure.stale = False
    _AT_WORK.on_lab = True
    try:
        yield
        if any(figure.stale for figure in open_figures):
            raise _drew_with_pyplot()
    finally:
        _AT_WORK.on_lab = False
        for figure, was_stale in zip(open_figures, stale, strict=True):
            figure.stale = figure.stale or was_stale


def _refuse_pyplot(_figure):
    """What pyplot calls with a figure that it is about to make its own, in every thread."""
    if getattr(_AT_WORK, "on_lab", False):
        raise _drew_with_pyplot()


def _drew_with_pyplot():
    return ValueError(_(
        "show drew with pyplot, on a figure of its own: draw on the axes you are given, axes.plot, not plt.plot."
    ))


def _pyplot_figures():
    """The figures that pyplot has open, which is not imported for that; none outside the main thread, where cells run.

    What a cell draws meanwhile would look like the work of a lab that is moved in another thread.
    """
    if threading.current_thread() is not threading.main_thread():
        return []
    return [manager.canvas.figure for manager in Gcf.get_all_fig_managers()]
