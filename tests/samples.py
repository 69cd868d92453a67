"""A short lesson that keeps the contract, for tests that break it."""

import base64
import io

import nbformat
import numpy as np
from PIL import Image

from tools.notebooks import normalise

BUDGET = {
    "sample": {
        "code_cells": 5,
        "labs": 1,
        "figures": 0,
        "exercises": 1,
        "tolerated": {"train": {"tag": "nbval-ignore-output", "reason": "Trained numbers differ between machines."}},
    }
}


def png(pixels=None):
    """Return a PNG in base64; without pixels a noisy one of 40 x 30."""
    if pixels is None:
        pixels = np.random.default_rng(0).integers(0, 255, (30, 40), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def code(name, source, *outputs, tags=()):
    """Return a code cell that has been run."""
    cell = nbformat.v4.new_code_cell(source, id=name, execution_count=1, outputs=list(outputs))
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def prints(text, name="stdout"):
    """Return the output of a print."""
    return nbformat.v4.new_output("stream", name=name, text=text)


def shows(**data):
    """Return a display with mime types given as text_plain="..."."""
    return nbformat.v4.new_output("display_data", data={kind.replace("_", "/"): value for kind, value in data.items()})


def good_notebook():
    """Return a lesson of eight cells that keeps the contract, in normal form."""
    markdown = nbformat.v4.new_markdown_cell
    solution = "<details><summary>Solution</summary>\n\n```python\ndef double(x):\n    return 2 * x\n```\n\n</details>"
    cells = [
        markdown("# 1. A sample\n\n```python\n# not a title\n```", id="title"),
        code("setup", "import sys\n\nsys.path.insert(0, '..')", tags=["setup"]),
        code("imports", "from utils import labs\nfrom utils.checks import lesson_01 as checks", tags=["imports"]),
        markdown("## Lab", id="lab-text"),
        code(
            "line-lab",
            "labs.Lab(show_line)",
            shows(text_plain="A line rises by 2.0", image_png=png()),
            tags=["lab"],
        ),
        code("train", "print(loss)", prints("loss 0.41\n"), tags=["nbval-ignore-output"]),
        code(
            "double",
            "def double(x):\n    return ...  # your code\n\n\nchecks.check_double(double)",
            prints("double: not attempted yet\n"),
            tags=["exercise"],
        ),
        markdown(solution, id="double-solution", metadata={"tags": ["solution"]}),
    ]
    return normalise(nbformat.v4.new_notebook(cells=cells))


def cell(notebook, name):
    """Return the cell with this id."""
    return next(one for one in notebook.cells if one.id == name)
