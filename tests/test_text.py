"""A lesson as text and back: the same sources, ids and tags; outputs stay where the source did."""

import nbformat
import pytest
from samples import cell, code, good_notebook

from tools import notebooks, text
from tools.__main__ import main
from tools.notebooks import NOTEBOOKS, normalise

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))

AWKWARD = {  # cells that a text form could spoil
    "blank-lines": "def f():\n\n\n    return 1\n\n\n\nf()",
    "comment-first": "# a comment\n\n# another",
    "comment-last": "x = 1\n\n\n# end",
    "string": 'text = """\n# not a comment\n\n"""',
    "umlaut": "print('é 日本 \u2212')",
    "decorated": "@property\ndef f(self): ...",
    "class": "class A:\n    x = 1\n\n\nclass B:\n    pass",
}


def awkward_notebook():
    markdown = "- a\n\n  ```python\n  x = 1\n  ```\n\n| a | b |\n|---|---|\n\n$x_i$  \n<b>end</b>"
    cells = [nbformat.v4.new_markdown_cell(markdown, id="prose", metadata={"tags": ["solution"]})]
    cells += [code(name, source, tags=["lab", "figure"]) for name, source in AWKWARD.items()]
    cells += [nbformat.v4.new_markdown_cell("", id="empty"), nbformat.v4.new_raw_cell("raw", id="raw")]
    return normalise(nbformat.v4.new_notebook(cells=cells))


@pytest.mark.parametrize("notebook", [good_notebook(), awkward_notebook()], ids=["good", "awkward"])
def test_there_and_back_is_the_same(notebook):
    assert text.from_text(text.to_text(notebook), notebook) == notebook


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_there_and_back_is_the_same(path):
    notebook = notebooks.read(path)
    assert text.from_text(text.to_text(notebook), notebook) == notebook


def test_the_text_is_what_an_author_expects():
    lines = text.to_text(good_notebook()).splitlines()
    assert lines[:2] == ['# %% [markdown] id="title"', "# # 1. A sample"]
    assert '# %% id="line-lab" tags=["lab"]' in lines
    assert "checks.check_double(double)" in lines


def test_only_a_changed_cell_loses_its_outputs():
    stored = good_notebook()
    changed = text.to_text(stored).replace("print(loss)", "print(loss, 2)").replace("## Lab", "## The lab")
    notebook = text.from_text(changed, stored)
    assert cell(notebook, "train").outputs == []
    assert cell(notebook, "train").execution_count is None
    for name in ("line-lab", "double"):
        assert cell(notebook, name) == cell(stored, name)
    assert cell(notebook, "lab-text").source == "## The lab"


def test_a_moved_cell_keeps_its_outputs():
    stored = good_notebook()
    parts = text.to_text(stored).split('# %% id="train"')
    moved = parts[0] + '# %% id="train"' + parts[1]
    assert text.from_text(moved, stored) == stored
    notebook = text.from_text(moved.replace('# %% id="setup"', '# %% id="new"\n1 + 1\n\n# %% id="setup"'), stored)
    assert [one.id for one in notebook.cells][:3] == ["title", "new", "setup"]
    assert cell(notebook, "line-lab").outputs == cell(stored, "line-lab").outputs
    assert cell(notebook, "line-lab").execution_count == 4


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('# %% [markdown] id="a"\n# # T\n\n# %%\nprint(1)', r"Cell 1 \('print\(1\)'\) has no id"),
        ('# %% id="a"\n1\n\n# %% id="a"\n2', "Two cells have the id 'a'; the second is cell 1"),
    ],
)
def test_ids_must_be_written(source, words):
    with pytest.raises(ValueError, match=words):
        text.from_text(source)


def test_a_cell_that_text_cannot_hold_is_refused():
    notebook = good_notebook()
    cell(notebook, "train").source = "x = 1\n# %% id='other'\ny = 2"
    with pytest.raises(ValueError, match="cannot be told as text"):
        text.to_text(notebook)


def test_the_commands(tmp_path, capsysbinary):
    path, scratch = tmp_path / "sample.ipynb", tmp_path / "lesson.py"
    notebooks.write(good_notebook(), path)
    before = path.read_bytes()
    assert main(["text", str(path)]) == 0
    scratch.write_bytes(capsysbinary.readouterr().out)
    assert main(["text", str(scratch), str(path)]) == 0
    assert path.read_bytes() == before == notebooks.text(good_notebook()).encode()
    assert b"8 cells written" in capsysbinary.readouterr().out
    scratch.write_text("# %%\n1", encoding="utf-8")
    assert main(["text", str(scratch), str(path)]) == 1
    assert b"has no id" in capsysbinary.readouterr().err
    assert path.read_bytes() == before
