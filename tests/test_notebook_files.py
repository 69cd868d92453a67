"""Notebooks on disk: the one form they are stored in, how a lesson is found, what is in a cell."""

import copy

import nbformat
import pytest
from samples import cell, code, good_notebook, prints, shows

from tools import notebooks
from tools.notebooks import WIDGET_VIEW, normalise

VIEW = {"model_id": "1f", "version_major": 2, "version_minor": 0}


def messy_notebook():
    """Return what a run leaves behind: views, state, timestamps, versions, prints in pieces, a trace with paths."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata = {
        "widgets": {"state": {}},
        "language_info": {"name": "python", "version": "3.11"},
        "authors": [],
    }
    trace = ["\x1b[31m---", "File /home/me/x.py"]
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# Title\n", id="title", metadata={"editable": True}),
        code("first", "\nprint(1)\n\n", prints("1"), prints("\n2\n"), prints("careful", "stderr"), prints("3\n")),
        code("lab", "lab", shows(text_plain="words", image_png="iVBO\nRw0K\n"), tags=["lab"]),
        code("bare", "slider", nbformat.v4.new_output("display_data", data={WIDGET_VIEW: VIEW})),
        code("never", "1 + 1"),
        code("value", "1 + 1", nbformat.v4.new_output("execute_result", data={"text/plain": "2"}, execution_count=9)),
        code("wrong", "1 / 0", nbformat.v4.new_output("error", ename="E", evalue="no", traceback=trace)),
    ]
    cell(notebook, "lab").outputs[0].data[WIDGET_VIEW] = VIEW
    cell(notebook, "lab").outputs[0].metadata = {"image/png": {"width": 700}, WIDGET_VIEW: {}}
    cell(notebook, "lab").metadata |= {"execution": {"iopub.status.busy": "2026"}, "scrolled": True}
    cell(notebook, "never").execution_count = None
    return notebook


# --- the normal form -------------------------------------------------------------------------------------------------


def test_normal_form_drops_what_belongs_to_one_run():
    kept = normalise(messy_notebook())
    assert kept.metadata == notebooks.METADATA
    assert kept.metadata.language_info == {"name": "python"}
    assert [one.id for one in kept.cells] == ["title", "first", "lab", "bare", "never", "value", "wrong"]
    assert [one.get("execution_count") for one in kept.cells] == [None, 1, 2, 3, None, 5, 6]
    assert [one.metadata for one in kept.cells] == [{}, {}, {"tags": ["lab"]}, {}, {}, {}, {}]
    assert cell(kept, "first").source == "print(1)"
    assert cell(kept, "first").outputs == [{"output_type": "stream", "name": "stdout", "text": "1\n2\n3\n"}]
    assert cell(kept, "bare").outputs == []
    assert cell(kept, "value").outputs[0].execution_count == 5
    assert cell(kept, "wrong").outputs[0].traceback == ["E: no"]
    (lab,) = cell(kept, "lab").outputs
    assert lab.data == {"text/plain": "words", "image/png": "iVBORw0K"}
    assert lab.metadata == {"image/png": {"width": 700}}


@pytest.mark.parametrize("notebook", [messy_notebook(), good_notebook()], ids=["messy", "good"])
def test_normal_form_is_a_fixed_point(notebook):
    once = normalise(notebook)
    assert normalise(once) == once
    assert nbformat.v4.reads(notebooks.text(once)) == once
    assert notebooks.text(nbformat.v4.reads(notebooks.text(once))) == notebooks.text(once)


def test_normalising_leaves_its_argument_alone():
    notebook = messy_notebook()
    kept = normalise(notebook)
    kept.cells[2].outputs[0].metadata["image/png"]["width"] = 1
    kept.metadata.language_info["name"] = "R"
    assert notebook == messy_notebook()
    assert normalise(notebook).metadata == notebooks.METADATA


def test_an_id_used_twice_is_neither_repaired_nor_written(tmp_path):
    notebook = good_notebook()
    del notebook.cells[3]["id"]
    path = tmp_path / "x.ipynb"
    path.write_text(notebooks.text(notebook), encoding="utf-8")
    assert "id" not in notebooks.read(path).cells[3]
    before = path.read_bytes()
    with pytest.raises(ValueError, match="'id' is a required property"):
        notebooks.write(notebook, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_lessons_are_found_by_number_name_and_path(tmp_path):
    for name in ("03_fit.ipynb", "03_fit-Copy1.ipynb", "13_more.ipynb"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    for name in ("3", "03", "03_fit", "03_fit.ipynb", str(tmp_path / "03_fit.ipynb")):
        assert notebooks.find_lesson(name, tmp_path) == tmp_path / "03_fit.ipynb"
    with pytest.raises(ValueError, match="'07' names 0 lessons. Lessons in .*: 03_fit-Copy1, 03_fit, 13_more."):
        notebooks.find_lesson("07", tmp_path)


def test_running_starts_from_empty_cells():
    notebook = good_notebook()
    blank = notebooks.without_outputs(notebook)
    assert all(one.outputs == [] and one.execution_count is None for one in blank.cells if one.cell_type == "code")
    assert notebook == copy.deepcopy(good_notebook())
