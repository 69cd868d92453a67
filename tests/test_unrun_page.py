"""A lesson converted to HTML without being run shows every lab's card, and nothing that needs a kernel."""

import base64
import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

pytestmark = pytest.mark.slow

LESSONS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_lab_shows_its_stored_card(lesson):
    notebook = nbformat.read(lesson, as_version=4)
    labs = [cell for cell in notebook.cells if {"lab", "figure"} & set(cell.metadata.get("tags", []))]
    page, _ = HTMLExporter().from_notebook_node(notebook)
    shown = [base64.b64decode(picture) for picture in re.findall(r'<img[^>]*src="data:image/png;base64,([^"]+)"', page)]
    stored = [base64.b64decode(output.data["image/png"]) for cell in labs for output in cell.outputs]
    assert labs and shown == stored
    assert "application/vnd.jupyter.widget-state+json" not in page
    assert "model_id" not in page
