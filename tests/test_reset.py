"""The exercises of a lesson are put back, and nothing of a learner's is lost."""

import nbformat
import pytest

from tools import reset
from tools.contract import tagged
from tools.refresh import NOTEBOOKS, read_notebook, write_notebook

LESSON = NOTEBOOKS / "03_fit_one_hot_with_mse.ipynb"


@pytest.fixture
def place(tmp_path):
    """A lesson on which somebody has worked, its copy in colab/, and no backup yet."""
    for folder in ("notebooks", "colab"):
        (tmp_path / folder).mkdir()
    pristine = read_notebook(LESSON)
    write_notebook(pristine, tmp_path / "colab" / LESSON.name)
    tagged(pristine, "exercise")[0].source = "my own answer"
    pristine.cells.insert(4, nbformat.v4.new_code_cell("my_note = 1", id="mine"))
    write_notebook(pristine, tmp_path / "notebooks" / LESSON.name)
    return tmp_path


def run(place):
    return reset.reset(place / "notebooks" / LESSON.name, place / "colab", place / "backup")


def test_exercises_are_put_back_and_the_rest_stays(place):
    path = place / "notebooks" / LESSON.name
    worked_on = path.read_bytes()
    said = run(place)
    after = {cell.id: cell for cell in read_notebook(path).cells}
    assert after.pop("mine").source == "my_note = 1"
    stored = {cell.id: cell for cell in read_notebook(LESSON).cells}
    assert {name: cell.source for name, cell in after.items()} == {n: c.source for n, c in stored.items()}
    (copy,) = (place / "backup").iterdir()
    assert copy.read_bytes() == worked_on and copy.name in said
    assert [name for name in after if after[name].get("outputs") != stored[name].get("outputs")] == [
        tagged(read_notebook(LESSON), "exercise")[0].id
    ]


def test_a_second_time_nothing_happens(place):
    run(place)
    assert "no exercise has been changed" in run(place)
    assert len(list((place / "backup").iterdir())) == 1


def test_backups_of_one_second_do_not_overwrite_each_other(place, monkeypatch):
    monkeypatch.setattr(reset.time, "strftime", lambda form: "now")
    path = place / "notebooks" / LESSON.name
    copies = [reset.keep_copy(path, place / "backup") for _ in range(3)]
    assert len(set(copies)) == 3 and all(copy.read_bytes() == path.read_bytes() for copy in copies)


def test_an_exercise_that_was_deleted_is_named(place):
    path = place / "notebooks" / LESSON.name
    notebook = read_notebook(path)
    gone = tagged(notebook, "exercise")[1]
    notebook.cells.remove(gone)
    write_notebook(notebook, path)
    assert f"Not in it any more: {gone.id}; colab/{LESSON.name} has them" in run(place)


@pytest.mark.parametrize("file", ["notebooks", "colab"])
def test_what_cannot_be_read_is_left_alone(place, file):
    path = place / file / LESSON.name
    path.write_text("{half", encoding="utf-8")
    with pytest.raises(ValueError, match=f"{file}/{LESSON.name} cannot be read"):
        run(place)
    assert path.read_text(encoding="utf-8") == "{half" and not (place / "backup").exists()


def test_no_backup_no_reset(place):
    path = place / "notebooks" / LESSON.name
    before = path.read_bytes()
    (place / "backup").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OSError):
        run(place)
    assert path.read_bytes() == before


@pytest.mark.parametrize("lesson", ["77", "nothing"])
def test_an_unknown_lesson_is_said_in_words(capsys, lesson):
    assert reset.main([lesson]) == 1
    assert "names 0 lessons" in capsys.readouterr().err
