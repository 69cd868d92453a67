"""Every kind of hand-in, in one made-up class that is marked once: each gets its due, and nothing of it is changed."""

import ast
import csv
import hashlib
import json
import os
import sys

import nbformat
import pytest

from tools import mark, mark_judge, mark_run, notebooks
from tools.__main__ import main
from tools.notebooks import NOTEBOOKS, checks_called, solution_code, tagged, tags_of
from tools.settings import ROOT

LESSON = "03_fit_one_hot_with_mse"
EXERCISES = ["mse_on_one_hot", "mse_gradient", "largest_learning_rate", "sum_to_one_proof"]
SECONDS = 6
WRONG = "def mse_gradient(scores, labels):\n    return losses.one_hot(labels, scores.shape[1]) - scores"
CHEAT = """\
from utils.checks import exercise
exercise.results.update(dict.fromkeys(["mse_on_one_hot", "mse_gradient"], "ok"))
checks.check_mse_on_one_hot = lambda answer: print("mse_on_one_hot: correct")
exercise.Exercise.__call__ = lambda self, answer: exercise.results.update({self.name: "ok"})
exec = eval = print = None
"""
VANDAL = """\
from pathlib import Path
for path in Path("..").rglob("*.py"):
    path.write_text("raise SystemError('broken')")
Path("left behind").write_text("x")
"""
DEAF = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
DEAF_TOLD = f"code cell 3 (while True:) did not end within {SECONDS} s and could not be interrupted"
COLAB = "#@title Setup - run me first\nraise OSError('only in Colab')"


def stubs():
    """Return the lesson with the cells a hand-in needs: short to run, and known by its exercises all the same."""
    notebook = notebooks.read(NOTEBOOKS / f"{LESSON}.ipynb")
    kept = {"setup", "imports", "exercise", "solution"}
    notebook.cells = [cell for cell in notebook.cells if kept & set(tags_of(cell))]
    return notebook


def answered(**changes):
    """Return the lesson solved, some exercises otherwise: mse_gradient="def mse_gradient ..."."""
    notebook = stubs()
    for position, cell in enumerate(notebook.cells):
        if "exercise" in tags_of(cell):
            calls = checks_called(cell.source)
            solution = next(after for after in notebook.cells[position:] if "solution" in tags_of(after))
            answer = changes.get(next(iter(calls)), solution_code(solution))
            cell.source = "\n\n".join([answer, *map(ast.unparse, calls.values())])
    return notebook


def with_cell(notebook, source, position=2):
    """Return the notebook with one more cell, by default in front of the exercises."""
    notebook.cells.insert(position, nbformat.v4.new_code_cell(source))
    return notebook


def without_exercise(notebook):
    notebook.cells.remove(tagged(notebook, "exercise")[0])
    return notebook


def from_colab(notebook):
    """Return a notebook as Colab saves it: an older format without cell ids, its own setup cell, no tags."""
    notebook.cells[0].source = COLAB
    for cell in notebook.cells:
        del cell["id"]
        cell.metadata.pop("tags", None)
    notebook.nbformat_minor = 0
    return notebook


HANDED_IN = {  # file -> what it is
    "ada/03 all right.ipynb": answered,
    "bö 日本/Ñandú/lesson three.ipynb": stubs,
    "dora/broken.ipynb": lambda: with_cell(answered(mse_gradient="def mse_gradient(:"), "1 / 0\nprint('unseen')"),
    "dora/endless.ipynb": lambda: answered(mse_gradient="while True:\n    pass"),
    "fay/crash.ipynb": lambda: with_cell(with_cell(answered(), "import os\nos._exit(3)"), DEAF),
    "gil/cheat.ipynb": lambda: with_cell(stubs(), CHEAT),
    "hal/vandal.ipynb": lambda: with_cell(answered(), VANDAL, position=0),
    "ivy/colab.ipynb": lambda: from_colab(answered()),
    "jo/other.ipynb": lambda: nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]),
    "kim.ipynb": lambda: without_exercise(answered(mse_gradient=WRONG, sum_to_one_proof="proof = 'A'")),
}
RAW = {
    "lou/half.ipynb": '{"cells": [',
    "lou/empty.ipynb": "",
    "lou/list.ipynb": "[]",
    "lou/.ipynb_checkpoints/half-checkpoint.ipynb": "{}",
    "gil/utils/__init__.py": "",
    "gil/utils/checks.py": "raise SystemError('a student brings utils')",
}


def contents(folder):
    """Return {path: hash} of every file of a folder; what Python compiles on the way apart."""
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A folder with a class's notebooks."""
    folder = tmp_path_factory.mktemp("class of 26 é")
    texts = {name: nbformat.writes(build()) for name, build in HANDED_IN.items()} | RAW
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def marked(school):
    """The class, marked once: rows, what was said, contents of class and course before and after."""
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", "sample")
        patch.setattr(mark_run, "TO_STOP", 1)
        patch.setattr(mark, "print", lambda *words, **_: said.extend(words), raising=False)
        before = contents(school), contents(ROOT / "utils")
        assert main(["mark", str(school), f"--seconds={SECONDS}", "--jobs=2"]) == 0
    after = contents(school), contents(ROOT / "utils")
    with open(school / "marks.csv", encoding="utf-8-sig", newline="") as file:
        rows = [mark.Row(**row) for row in csv.DictReader(file)]
    return rows, "\n".join(said), before, after


def statuses(marked, file):
    return {row.exercise: row.status for row in marked[0] if row.file == file and row.exercise}


def notes(marked, file):
    return [row.words for row in marked[0] if row.file == file and not row.exercise]


@pytest.mark.kernel
def test_nothing_changes_but_the_table(marked):
    _, _, (school, course), (school_after, course_after) = marked
    assert school_after.pop("marks.csv") and school_after == school
    assert course_after == course


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("ada/03 all right.ipynb", "ok ok ok ok"),
        ("bö 日本/Ñandú/lesson three.ipynb", "todo todo todo todo"),
        ("dora/broken.ipynb", "ok error ok ok"),
        ("dora/endless.ipynb", "ok error ok ok"),
        ("fay/crash.ipynb", "ok ok ok ok"),
        ("gil/cheat.ipynb", "todo todo todo todo"),
        ("hal/vandal.ipynb", "ok ok ok ok"),
        ("ivy/colab.ipynb", "ok ok ok ok"),
        ("kim.ipynb", "missing hint ok hint"),
    ],
)
def test_each_exercise_has_its_status(marked, file, expected):
    assert statuses(marked, file) == dict(zip(EXERCISES, expected.split(), strict=True))


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("ada/03 all right.ipynb", []),
        ("dora/broken.ipynb", ["code cell 3 (1 / 0) raised Zero", "code cell 5 (def mse_gradient(:) raised"]),
        ("dora/endless.ipynb", ["code cell 4 (while True:) did not end within 6 s"]),
        ("fay/crash.ipynb", [DEAF_TOLD, "code cell 4 (import os) took the kernel down"]),
        ("gil/cheat.ipynb", ["code cell 4 (def my_mse(scores, labels):) raised TypeError"]),  # its own fake check
        ("ivy/colab.ipynb", []),
        ("jo/other.ipynb", ["is no lesson of this course"]),
        ("lou/half.ipynb", ["is not a notebook"]),
        ("lou/empty.ipynb", ["is not a notebook"]),
        ("lou/list.ipynb", ["is not a notebook"]),
    ],
)
def test_what_went_wrong_is_told(marked, file, words):
    told = notes(marked, file)
    assert len(told) == len(words) and all(map(str.startswith, told, words)), told


@pytest.mark.kernel
def test_hints_are_in_the_table(marked):
    (hint,) = [row.words for row in marked[0] if row.file == "kim.ipynb" and row.exercise == "mse_gradient"]
    assert hint.startswith("mse_gradient: ") and "\n" not in hint


@pytest.mark.kernel
def test_the_summary_is_readable(marked):
    lines = marked[1].splitlines()
    assert "1 of 13  ada/03 all right.ipynb: 4 of 4 right" in lines
    assert any(line.split() == ["ada", "03", "4", "-", "-", "-", "-"] for line in lines)
    assert any(line.split() == ["kim", "03", "1", "2", "-", "-", "1"] for line in lines)
    assert "dora: 2 notebooks of lesson 03, all of them in the table" in lines
    assert not any("checkpoint" in line for line in lines)


# --- without a kernel ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_notebooks(tmp_path, capsys, exists):
    folder = tmp_path if exists else tmp_path / "nowhere"
    assert main(["mark", str(folder)]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("There is no") and told.out == "" and list(tmp_path.iterdir()) == []


def test_an_old_table_is_kept(tmp_path, monkeypatch, capsys):
    (tmp_path / "x.ipynb").touch()
    (tmp_path / "marks.csv").write_text("my remarks", encoding="utf-8")
    monkeypatch.setattr(mark, "mark_class", lambda *_: [mark.Row("x", "", "", "note", "=1+1", "x.ipynb")])
    assert main(["mark", str(tmp_path), f"--table={tmp_path / 'marks.csv'}"]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main(["mark", str(tmp_path)]) == 0
    assert (tmp_path / "marks.csv").read_text(encoding="utf-8") == "my remarks"
    assert "'=1+1" in (tmp_path / "marks-2.csv").read_text(encoding="utf-8"), "no formula for a spreadsheet to run"


def test_every_lesson_with_exercises_is_known():
    lessons = {lesson.name: lesson for lesson in mark.read_lessons()}
    assert list(lessons) == sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
    assert list(lessons[LESSON].exercises) == EXERCISES
    for name, lesson in lessons.items():
        assert mark.lesson_of(notebooks.read(NOTEBOOKS / f"{name}.ipynb"), list(lessons.values())) is lesson


@pytest.mark.parametrize("lesson", mark.read_lessons(), ids=lambda lesson: lesson.name)
def test_the_judge_knows_every_exercise(lesson):
    before = dict(sys.modules)
    for exercise, module in lesson.exercises.items():
        status, _ = json.loads(mark_judge.judge(str(ROOT), module, f"check_{exercise}", lambda: ...))
        assert status == "todo"
    assert {name: module for name, module in sys.modules.items() if name.startswith("utils")} == {
        name: module for name, module in before.items() if name.startswith("utils")
    }, "the student's own modules are put back"


def test_a_lesson_is_known_by_its_title_too():
    notebook = notebooks.read(NOTEBOOKS / f"{LESSON}.ipynb")
    notebook.cells = [cell for cell in notebook.cells if "exercise" not in tags_of(cell)]
    assert mark.lesson_of(notebook, mark.read_lessons()).name == LESSON


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("checks.check_softmax(my_softmax)", {"softmax": "my_softmax"}),
        ("%time checks.check_softmax(solve(1, 2))", {"softmax": None}),
        ("%matplotlib inline\nchecks.check_softmax(f)\ncheck_other(g)", {"softmax": "f", "other": "g"}),
        ("checks.check_softmax()", {"softmax": None}),
        ("def f(:\nchecks.check_softmax(f)", {"softmax": None}),
        ("x = 1", {}),
    ],
)
def test_the_answer_to_a_check_is_read_from_the_cell(source, found):
    assert mark_run.checks_in(source) == found


def test_the_name_of_the_checks_is_read_from_the_imports():
    assert mark.checks_module("from utils.checks import lesson_03 as checks") == "utils.checks.lesson_03"
    assert mark.checks_module("from utils import data") is None


def test_nonsense_from_a_judge_is_an_error():
    reply = mark_run.Reply("ok", answer="'not json'")
    assert mark_run.verdict(reply) == ("error", "could not be judged")
    assert mark_run.verdict(mark_run.Reply("ok", answer=repr(json.dumps(["ok", "fine"])))) == ("ok", "fine")


@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", int)() == 0, reason="modes do not stop this user")
def test_a_folder_that_cannot_be_written_is_told_before_the_work(tmp_path, capsys):
    (tmp_path / "x.ipynb").touch()
    tmp_path.chmod(0o555)
    assert main(["mark", str(tmp_path)]) == 1
    assert "--table" in capsys.readouterr().err
