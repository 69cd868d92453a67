"""Notebooks of a test's own, in a kernel or in a browser."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import nbformat

from tools import notebooks
from tools.settings import ROOT

IMPORTS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from utils import data, labs, training
"""
TRAINING_LAB = """
images, labels = data.load_fashion_mnist("train")
starts = []


def train(epochs, rate):
    starts.append((epochs, rate))
    return training.descend_linear(images, labels, learning_rate=rate, epochs=epochs, report_every=20)


def frame(axes):
    axes.set(xlim=(0, 1), ylim=(0, 2.5))


def show_training(axes, reports, epochs, rate):
    axes.plot([report.progress for report in reports], [min(report.loss, 2.4) for report in reports])
    last = reports[-1]
    if last.diverged_at is not None:
        return f"the loss became {last.loss} at step {last.diverged_at}"
    return f"epoch {last.epoch:.0f} of {epochs}"


lab = labs.Lab(show_training, frame, run=train, presets={"long": {"epochs": 2000}},
               epochs=labs.slider(1, 2000, 20, step=1), rate=labs.stops([0.01, 0.1, 1e300], 0.1))
lab
"""


def write_notebook(path, *sources):
    """Write a notebook with the given code cells."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=notebooks.METADATA), path)


@contextmanager
def page_of(browser, server, *sources):
    """A notebook with the given code cells, open in JupyterLab and run: a tools.browser.LessonPage."""
    from tools.browser import LessonPage  # playwright is slow to import

    (ROOT / "build").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=ROOT / "build"))  # JupyterLab sees the course's folder alone
    try:
        write_notebook(folder / "scratch.ipynb", *sources)
        page = LessonPage(browser, server, (folder / "scratch.ipynb").relative_to(ROOT).as_posix())
        page.run_all()
        yield page
        page.close()
    finally:
        shutil.rmtree(folder)
