"""Strict nbval with the guard of conftest.py: green only when every code cell of every lesson really ran."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from samples import cell

from tools import notebooks
from tools.notebooks import normalise
from tools.refresh import refresh

pytestmark = pytest.mark.kernel

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A folder with two small lessons that have been run, their budget, and the course's own conftest.py."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "notebooks").mkdir()
    (folder / "tests").mkdir()
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    sources = {"first": "x = 1", "second": "print(x)", "third": "x + 1"}
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    path = folder / "notebooks" / "01_one.ipynb"
    notebooks.write(normalise(nbformat.v4.new_notebook(cells=cells)), path)
    assert refresh(path, show=lambda words: None)
    shutil.copy(path, path.with_name("02_two.ipynb"))
    (folder / "tests" / "budget.toml").write_text(
        "[01_one]\ncode_cells = 3\n[02_two]\ncode_cells = 3\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def copy(course, tmp_path):
    """A copy of the small course that a test may break."""
    return shutil.copytree(course, tmp_path / "course")


def strict(folder, *arguments):
    """Run strict nbval as its users do; return (exit code, what it said)."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=120)
    return done.returncode, done.stdout + done.stderr


def change(folder, breaking):
    """Break the second lesson."""
    path = folder / "notebooks" / "02_two.ipynb"
    notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
    breaking(notebook)
    path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")


def test_whole_lessons_pass(course):
    code, said = strict(course, "notebooks")
    assert code == 0, said
    assert "6 passed" in said


def test_lessons_run_in_parallel_are_counted_too(copy):
    pytest.importorskip("xdist", reason="pytest-xdist is not installed")
    code, said = strict(copy, "notebooks", "-n", "2")
    assert code == 0, said
    assert "6 passed" in said
    change(copy, remove_first)
    code, said = strict(copy, "notebooks", "-n", "2", "-m", "not slow")
    assert code == 1 and "02_two: strict nbval ran 2 code cells, tests/budget.toml says 3" in said, said
    assert "1 failed, 5 passed" in said.splitlines()[-1], "it is told once, not by each worker"


def test_a_part_may_be_asked_for(course):
    assert strict(course, "notebooks/01_one.ipynb")[0] == 0
    code, said = strict(course, "notebooks", "-k", "01_one")
    assert code == 0, said
    assert "3 passed" in said


def remove_first(notebook):
    del notebook.cells[2]


def skip_second(notebook):
    cell(notebook, "second").metadata["tags"] = ["nbval-skip"]


def other_words(notebook):
    cell(notebook, "second").outputs[0].text = "2\n"


@pytest.mark.parametrize(
    ("breaking", "words"),
    [
        (remove_first, "02_two: strict nbval ran 2 code cells, tests/budget.toml says 3"),
        (skip_second, "02_two: strict nbval ran 2 code cells, tests/budget.toml says 3"),
        (other_words, "mismatch 'stdout'"),
    ],
)
def test_a_broken_lesson_fails(copy, breaking, words):
    change(copy, breaking)
    code, said = strict(copy, "notebooks")
    assert code == 1, said
    assert words in said
    assert "1 failed" in said.splitlines()[-1]


def test_a_missing_lesson_fails(copy):
    (copy / "notebooks" / "02_two.ipynb").unlink()
    code, said = strict(copy, "notebooks")
    assert code == 1
    assert "02_two: strict nbval ran 0 code cells, tests/budget.toml says 3" in said


def test_a_lesson_outside_of_the_budget_fails(copy):
    (copy / "tests" / "budget.toml").write_text("[01_one]\ncode_cells = 3\n", encoding="utf-8")
    code, said = strict(copy, "notebooks")
    assert code == 1
    assert "02_two: strict nbval ran 3 code cells, tests/budget.toml says None" in said
