"""The exercises of a lesson are put back, and nothing of a learner's is lost."""

import errno
import json
import os

import nbformat
import pytest

from tools import colab, files, notebooks, reset
from tools.__main__ import main
from tools.notebooks import NOTEBOOKS, find_lesson, tagged

LESSON = NOTEBOOKS / "03_fit_one_hot_with_mse.ipynb"
EXERCISES = {cell.id: cell.source for cell in tagged(notebooks.read(LESSON), "exercise")}
MINE = "def my_mse(scores, labels):\n    return 1\n\n\nchecks.check_mse_on_one_hot(my_mse)"


@pytest.fixture
def place(tmp_path):
    """A lesson on which somebody has worked, its copy in colab/, and no backup yet."""
    for folder in ("notebooks", "colab"):
        (tmp_path / folder).mkdir()
    pristine = notebooks.read(LESSON)
    copied = colab.copy_text(colab.export(pristine, {"losses.py": b"mse = 1"}))
    (tmp_path / "colab" / LESSON.name).write_text(copied, encoding="utf-8")
    tagged(pristine, "exercise")[0].source = MINE
    pristine.cells.insert(4, nbformat.v4.new_code_cell("my_note = 1", id="mine"))
    notebooks.write(pristine, tmp_path / "notebooks" / LESSON.name)
    return tmp_path


def run(place):
    return reset.reset(place / "notebooks" / LESSON.name, place / "colab", place / "backup")


def test_exercises_are_put_back_and_the_rest_stays(place):
    path = place / "notebooks" / LESSON.name
    worked_on = path.read_bytes()
    said = run(place)
    after = {cell.id: cell for cell in notebooks.read(path).cells}
    assert after.pop("mine").source == "my_note = 1"
    stored = {cell.id: cell for cell in notebooks.read(LESSON).cells}
    assert {name: cell.source for name, cell in after.items()} == {n: c.source for n, c in stored.items()}
    (copy,) = (place / "backup").iterdir()
    assert copy.read_bytes() == worked_on and copy.name in said
    assert [name for name in after if after[name].get("outputs") != stored[name].get("outputs")] == [
        tagged(notebooks.read(LESSON), "exercise")[0].id
    ]


def test_a_second_time_nothing_happens(place):
    run(place)
    assert "no exercise has been changed" in run(place)
    assert len(list((place / "backup").iterdir())) == 1


def test_backups_of_one_second_do_not_overwrite_each_other(place, monkeypatch):
    monkeypatch.setattr(files.time, "strftime", lambda form: "now")
    path = place / "notebooks" / LESSON.name
    copies = [files.keep_copy(path, place / "backup") for _ in range(3)]
    assert len(set(copies)) == 3 and all(copy.read_bytes() == path.read_bytes() for copy in copies)


def test_an_exercise_that_was_deleted_is_named(place):
    path = place / "notebooks" / LESSON.name
    notebook = notebooks.read(path)
    gone = tagged(notebook, "exercise")[1]
    notebook.cells.remove(gone)
    notebooks.write(notebook, path)
    assert f"Not found in it: {gone.id}; colab/{LESSON.name} has them" in run(place)


# --- whatever an editor makes of the file ----------------------------------------------------------------------------


def exercises_in(notebook):
    return [cell for cell in notebook["cells"] if "".join(cell["source"]) in (MINE, *EXERCISES.values())]


def without_ids(notebook):  # as Colab saves
    notebook["nbformat_minor"] = 0
    for number, cell in enumerate(notebook["cells"]):
        del cell["id"]
        cell["metadata"]["id"] = f"x{number}Yz"


def with_other_ids(notebook):
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"{number:08x}"


def without_ids_and_tags(notebook):
    without_ids(notebook)
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def with_minor_4(notebook):  # ids stay, which Jupyter's schema forbids there
    notebook["nbformat_minor"] = 4


def with_outputs_on_text(notebook):
    notebook["cells"][0].update(outputs=[], execution_count=None)


def with_sources_in_one_piece(notebook):
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])


def with_half_an_emoji(notebook):
    notebook["cells"][0]["source"] = ["half \ud83d"]


def with_an_exercise_as_text(notebook):
    exercises_in(notebook)[0].update(cell_type="markdown", attachments={})


def with_nothing_where_something_should_be(notebook):
    notebook["cells"] += [{"cell_type": "code", "id": "none", "metadata": None, "source": None}]


def with_tags_that_are_a_number(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {"tags": 5}


EDITORS = [
    with_nothing_where_something_should_be,
    with_tags_that_are_a_number,
    without_ids,
    with_other_ids,
    without_ids_and_tags,
    with_minor_4,
    with_outputs_on_text,
    with_sources_in_one_piece,
    with_half_an_emoji,
    with_an_exercise_as_text,
]


@pytest.mark.parametrize("edit", EDITORS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_exercises_are_found_in_what_an_editor_saves(place, edit, encoding):
    path = place / "notebooks" / LESSON.name
    notebook = json.loads(path.read_text(encoding="utf-8"))
    edit(notebook)
    path.write_bytes(json.dumps(notebook).encode(encoding))
    saved = path.read_bytes()
    (place_of_mine,) = [i for i, cell in enumerate(notebook["cells"]) if "".join(cell["source"] or "") == MINE]
    assert "put back exercise-mse-on-one-hot." in run(place)
    after = json.loads(path.read_bytes())
    put_back, rest = after["cells"].pop(place_of_mine), notebook["cells"]
    before = rest.pop(place_of_mine)
    assert after == notebook, "everything else stays, to the last key"
    assert "".join(put_back["source"]) == EXERCISES["exercise-mse-on-one-hot"]
    assert (put_back["cell_type"], put_back["outputs"]) == ("code", [])
    assert {name: put_back[name] for name in ("id", "metadata") if name in before} == {
        name: before[name] for name in ("id", "metadata") if name in before
    }
    (copy,) = (place / "backup").iterdir()
    assert copy.read_bytes() == saved


def test_a_copied_exercise_is_put_back_too_and_said(place):
    path = place / "notebooks" / LESSON.name
    notebook = notebooks.read(path)
    (mine,) = [cell for cell in notebook.cells if cell.source == MINE]
    copied = {**mine, "id": "another", "source": MINE.replace("1", "2")}
    notebook.cells.append(nbformat.from_dict(copied))
    note = nbformat.v4.new_code_cell("checks.check_mse_gradient(my_other)", id="note")
    notebook.cells.append(note)
    notebooks.write(notebook, path)
    assert "put back exercise-mse-on-one-hot (in 2 cells)." in run(place)
    after = notebooks.read(path).cells
    assert [cell.source for cell in after].count(EXERCISES["exercise-mse-on-one-hot"]) == 2
    assert after[-1] == note, "a note that calls a check is no exercise"


def test_a_copy_that_was_worked_in_does_not_tell_what_the_exercises_were(place):
    path = place / "colab" / LESSON.name
    notebooks.write(notebooks.read(path), path)  # as any editor that saves it
    before = (place / "notebooks" / LESSON.name).read_bytes()
    with pytest.raises(ValueError, match="changed too.* get it again"):
        run(place)
    path.unlink()
    with pytest.raises(ValueError, match=f"colab/{LESSON.name} is not there"):
        run(place)
    assert (place / "notebooks" / LESSON.name).read_bytes() == before


NO_NOTEBOOKS = ["[]", "{}", '{"cells": 1}', '{"cells": {}}', '{"cells": [1]}', '{"cells": [{"source": [1]}]}']


@pytest.mark.parametrize("text", NO_NOTEBOOKS)
def test_what_is_no_notebook_is_said(place, text):
    path = place / "notebooks" / LESSON.name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"no cells to read.* Copy colab/{LESSON.name}"):
        run(place)
    assert path.read_text(encoding="utf-8") == text


BACK = f"cannot be read .*Keep it under another name. Copy colab/{LESSON.name}"


@pytest.mark.parametrize("text", ["", "{half", "<<<<<<< HEAD"])
@pytest.mark.parametrize(("file", "words"), [("notebooks", BACK), ("colab", "has been changed too")])
def test_what_cannot_be_read_is_left_alone(place, file, words, text):
    path = place / file / LESSON.name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"{file}/{LESSON.name} .*{words}"):
        run(place)
    assert path.read_text(encoding="utf-8") == text and not (place / "backup").exists()


def test_a_deleted_lesson_is_told_where_to_get(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(reset, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(reset, "find_lesson", lambda name, folder=tmp_path: find_lesson(name, folder))
    assert main(["reset", "3"]) == 1
    told = capsys.readouterr()
    assert told.out == "" and f"{LESSON.name} is not there. Copy colab/{LESSON.name} into" in told.err


def test_a_renamed_lesson_is_told_so(place):
    path = place / "notebooks" / "03_mine.ipynb"
    path.write_bytes(LESSON.read_bytes())
    with pytest.raises(ValueError, match="If you have renamed the lesson, give it its old name back"):
        reset.reset(path, place / "colab", place / "backup")


@pytest.mark.parametrize("n_left", [0, 1])
def test_exercises_that_are_not_there_are_said_first(place, n_left):
    path = place / "notebooks" / LESSON.name
    notebook = json.loads(LESSON.read_bytes())
    notebook["cells"] = exercises_in(notebook)[:n_left]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    before, said = path.read_bytes(), run(place)
    assert said.startswith(f"{LESSON.name}: Not found in it: exercise-")
    assert ("No other exercise has been changed" in said) == bool(n_left)
    assert path.read_bytes() == before and not (place / "backup").exists()


def test_only_a_lesson_that_was_written_has_to_be_loaded_again(place):
    assert reset.AGAIN in run(place)
    assert reset.AGAIN not in run(place)


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows seldom gives, and it has no file modes")
def test_a_link_stays_a_link_and_a_private_file_private(place):
    path, real = place / "notebooks" / LESSON.name, place / "elsewhere.ipynb"
    path.rename(real)
    real.chmod(0o600)
    path.symlink_to(real)
    run(place)
    (copy,) = (place / "backup").iterdir()
    written = real.read_text(encoding="utf-8")
    assert path.is_symlink() and MINE not in json.dumps(json.loads(written)) and "my_note" in written
    assert [file.stat().st_mode & 0o777 for file in (real, copy)] == [0o600, 0o600]
    real.chmod(0o646)  # another than a new file's
    files.write(path, b"new")
    files.write(place / "other", b"new")
    assert real.read_bytes() == b"new" and real.stat().st_mode & 0o777 == 0o646
    (place / "usual").write_bytes(b"new")
    assert (place / "other").stat().st_mode == (place / "usual").stat().st_mode
    assert not [file for file in place.rglob(".*") if file.is_file()], "nothing is left beside them"


def test_no_backup_no_reset(place):
    path = place / "notebooks" / LESSON.name
    before = path.read_bytes()
    (place / "backup").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OSError, match="^backup is there but is no folder.*again.$"):
        run(place)
    assert path.read_bytes() == before


def refusing(folder, number):
    """os.fsync, at which a full disk tells, refusing the files of one folder."""

    def fsync(handle):
        if os.path.basename(os.path.dirname(os.path.realpath(f"/proc/self/fd/{handle}"))) == folder:
            raise OSError(number, os.strerror(number))

    return fsync


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="asks Linux which file a handle is")
@pytest.mark.parametrize("folder", ["notebooks", "backup"])
@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "Read-only")])
def test_what_cannot_be_written_is_said_in_words_and_nothing_is_left(place, monkeypatch, folder, number, words):
    path = place / "notebooks" / LESSON.name
    before = path.read_bytes()
    monkeypatch.setattr(files.os, "fsync", refusing(folder, number))
    with pytest.raises(OSError, match=f"{folder}/? cannot be written .*{words}.*as it was") as told:
        run(place)
    assert "Errno" not in str(told.value) and f".{LESSON.name}" not in str(told.value)
    assert path.read_bytes() == before and list((place / "notebooks").iterdir()) == [path]
    assert not list((place / "backup").iterdir())


def test_line_ends_of_windows_are_no_change(place):
    path = place / "notebooks" / LESSON.name
    notebook = json.loads(LESSON.read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "no exercise has been changed" in run(place)


def test_one_lesson_that_cannot_be_reset_does_not_keep_the_others(place, monkeypatch, capsys):
    monkeypatch.setattr(reset, "NOTEBOOKS", place / "notebooks")
    monkeypatch.setattr(reset, "path_of", lambda name: place / "notebooks" / f"{name}.ipynb")
    monkeypatch.setattr(reset, "COLAB", place / "colab")
    monkeypatch.setattr(reset, "reset", lambda path: {"03": "done"}[path.stem] if path.stem == "03" else fail(path))

    def fail(path):
        raise ValueError(f"{path.name} cannot be read")

    assert main(["reset", "01", "03", "02"]) == 1
    told = capsys.readouterr()
    assert told.out == "done\n" and told.err == "01.ipynb cannot be read\n02.ipynb cannot be read\n"


@pytest.mark.parametrize("lesson", ["77", "nothing"])
def test_an_unknown_lesson_is_said_in_words(capsys, lesson):
    assert main(["reset", lesson]) == 1
    assert "names 0 lessons" in capsys.readouterr().err
