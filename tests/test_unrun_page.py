"""A lesson converted to HTML, as it is or run anew, shows every lab's card, and nothing that needs a kernel."""

import base64
import html
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from scratch import IMPORTS, write_notebook

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


LAB = """
def show_line(axes, slope):
    axes.plot([0, 1], [0, slope])
    return f"a slope of {slope} & more"


labs.Lab(show_line, slope=labs.slider(0, 3, 1))
"""


@pytest.mark.kernel
def test_a_page_that_is_run_anew_as_readme_says_shows_and_names_the_card(tmp_path):
    readme = (LESSONS[0].parent.parent / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^    python (-m nbconvert .*) notebooks/\S+$", readme, re.MULTILINE)
    write_notebook(tmp_path / "lab.ipynb", IMPORTS, LAB)
    subprocess.run([sys.executable, *command.split(), "lab.ipynb"], cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "lab.html").read_text(encoding="utf-8")
    (picture,) = re.findall(r'<img[^>]*src="data:image/png;base64[^>]*>', page)
    assert html.unescape(re.search('alt="([^"]*)"', picture)[1]) == "Line. a slope of 1.0 & more"
    assert "application/vnd.jupyter.widget-state+json" not in page
