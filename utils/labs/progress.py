"""How far the work of a cell has come, for work that takes longer than a second."""

import contextlib

import ipywidgets
from IPython.display import display

from utils.labs import guard, widgets
from utils.labs.scheduling import no_report


def watch(reports, words):
    """Show how far the work of a cell has come, and return its last report.

    reports: an iterator of reports, each with `progress` from 0 to 1, such as training.descend_linear(...)
    words: what the work is, beside the bar

    Raises ValueError for an iterator that ends without a report.
    """
    progress = Progress(words)
    display(progress)
    report, output = None, guard.CapturedOutput()
    try:
        with contextlib.redirect_stdout(output), guard.exit_refused():
            for report in reports:
                progress.bar.value = report.progress
    finally:
        if output.words():
            print(output.words())
    if report is None:
        raise no_report()
    return report


class Progress(widgets.Display):
    """A bar and what the work is; where nothing runs, the words alone."""

    def __init__(self, words):
        super().__init__()
        self.words = words
        self.bar = widgets.classed(ipywidgets.FloatProgress(value=0.0, min=0.0, max=1.0), "course-progress")

    def __repr__(self):
        return self.words

    def build(self):
        return widgets.row([widgets.style_sheet(), self.bar, ipywidgets.Label(value=self.words)], "course-run")
