"""Refreshing a lesson: what is stored, what is refused, what the author reads."""

import nbformat
import pytest
from samples import cell, good_notebook, png, prints

from tools import notebooks, refresh
from tools.notebooks import WIDGET_VIEW, normalise

# --- what the author reads -------------------------------------------------------------------------------------------


def test_the_difference_tells_words_and_pictures():
    stored, fresh = good_notebook(), good_notebook()
    assert refresh.difference(stored, fresh) == []
    cell(fresh, "train").outputs = [prints("loss 0.42\n")]
    cell(fresh, "line-lab").outputs[0].data["image/png"] = png()[:-8] + "AAAAAAA="
    told = refresh.difference(stored, fresh)
    assert "-train | stdout: loss 0.41" in told
    assert "+train | stdout: loss 0.42" in told
    pictures = [line for line in told if "image/png" in line]
    assert len(pictures) == 2
    assert all("line-lab | image/png: 40 x 30 px, 1 kB, " in line for line in pictures)


# --- with a kernel ---------------------------------------------------------------------------------------------------


def written(tmp_path, **sources):
    """Store a notebook of code cells that never ran."""
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    path = tmp_path / "lesson é.ipynb"
    notebooks.write(normalise(nbformat.v4.new_notebook(cells=cells)), path)
    return path


@pytest.mark.kernel
def test_a_refreshed_lesson_stays_as_it_is(tmp_path, capfd):
    told = []
    path = written(
        tmp_path,
        place="import os\nfrom pathlib import Path\nprint(Path.cwd().name, os.environ['OMP_NUM_THREADS'], 'é')",
        widget="import ipywidgets\nipywidgets.IntSlider()",
    )
    before = path.read_bytes()
    assert refresh.refresh(path, check=True, show=told.append) is False
    assert path.read_bytes() == before
    assert refresh.refresh(path, show=told.append) is True
    assert f"+place | stdout: {tmp_path.name} 1 é" in "\n".join(told)
    stored = path.read_bytes()
    assert WIDGET_VIEW.encode() not in stored
    assert normalise(notebooks.read(path)) == notebooks.read(path)
    assert refresh.refresh(path, check=True, show=told.append) is True
    assert told[-1] == f"{path.name}: outputs unchanged"
    assert path.read_bytes() == stored
    assert capfd.readouterr().err == ""


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0", ["NOT WRITTEN, cell 'second' failed", "ZeroDivisionError"]),
        ("import sys\nprint('careful', file=sys.stderr)", ["NOT WRITTEN", "second wrote to stderr: careful"]),
        ("import os\nos._exit(1)", ["NOT WRITTEN, cell 'second' failed", "died"]),
    ],
    ids=["error", "stderr", "dead kernel"],
)
def test_a_failing_lesson_is_not_written(tmp_path, source, words):
    path = written(tmp_path, first="print(1)", second=source, third="print(3)")
    before = path.read_bytes()
    told = []
    assert refresh.refresh(path, show=told.append) is False
    for part in words:
        assert part in "\n".join(told)
    assert path.read_bytes() == before


@pytest.mark.kernel
def test_a_lesson_edited_meanwhile_is_not_overwritten(tmp_path):
    path = written(tmp_path, first="open('lesson é.ipynb', 'a', encoding='utf-8').write(' ')")
    before = path.read_text(encoding="utf-8")
    told = []
    assert refresh.refresh(path, show=told.append) is False
    assert "changed while it ran" in told[-1]
    assert path.read_text(encoding="utf-8") == before + " "
