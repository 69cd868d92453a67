"""Lessons 09 and 10 where a learner has set torch for all that follows: their cells run as they do without."""

import io
import os
from contextlib import redirect_stdout
from pathlib import Path

import nbformat
import pytest
import torch

pytestmark = pytest.mark.slow

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
SETTINGS = {
    "float64": lambda: torch.set_default_dtype(torch.float64),
    "no grad": lambda: torch.set_grad_enabled(False),
}


@pytest.fixture
def torch_as_it_was():
    threads = torch.get_num_threads()
    yield
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)
    torch.set_num_threads(threads)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("lesson", ["09_train_from_scratch", "10_train_with_pytorch"])
def test_cells_run_whatever_is_set(lesson, setting, monkeypatch, torch_as_it_was):
    monkeypatch.setitem(os.environ, "COURSE_DATA", "sample")
    monkeypatch.chdir(NOTEBOOKS)
    names = {}
    with redirect_stdout(io.StringIO()):
        for cell in nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells:
            if cell.cell_type == "code" and not {"lab", "predict"} & set(cell.metadata.get("tags", [])):
                exec(cell.source, names)
                if cell.id == "imports":
                    SETTINGS[setting]()
