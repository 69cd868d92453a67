"""Lessons where learners really keep them: alone in a fresh copy of the course, in a folder with a strange name, in a
terminal without UTF-8, on a disk they cannot write to; and a learner who runs every cell twice.

On the bundled sample. Each lesson is run once under all of this together: what fails is named by its cell. That a
lesson runs alone and leaves nothing behind but the data also means that lessons can be taken in any order.
"""

import copy
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from compare import compare_cells
from notebook_session import FEW, LESSONS

from tools import notebooks
from tools.kernels import client_for, kernel_environment
from tools.notebooks import without_outputs
from tools.settings import ROOT

pytestmark = pytest.mark.kernel

STRANGE = "dir é 日本 x"
NEEDED = ("utils", "tools", "data/sample", "pyproject.toml")
POOR_TERMINAL = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def fresh_copy(folder, lesson):
    """Copy what one lesson needs, and only that lesson, as a download would have it; return the lesson's new path."""
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (folder / "notebooks").mkdir()
    return Path(shutil.copy(lesson, folder / "notebooks"))


def contents(folder):
    """Return {path: hash} of the files of a course, without what Python compiled and the data that was made ready."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    made = ("__pycache__/", "data/small/")
    kept = {name: path for name, path in files.items() if not any(part in name for part in made)}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in kept.items()}


def run_twice(path, once, **environment):
    """Run each cell of a lesson, and again unless it is named in `once`; return [(cell id, how the two times differ)].

    Raises nbclient's error where a cell fails.
    """
    notebook = without_outputs(notebooks.read(path))
    client = client_for(notebook, path.parent)
    problems = []
    with client.setup_kernel(env=kernel_environment(COURSE_DATA="sample", **environment), cleanup_kc=True):
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            first = copy.deepcopy(client.execute_cell(cell, index))
            again = first if cell.id in once else client.execute_cell(cell, index)
            problems += [(cell.id, words) for words in compare_cells(first, again, ())]
    return problems


def lessons():
    """Return all lessons; those beyond a few are left to `course.py test --all`."""
    marks = [() if path in FEW else pytest.mark.thorough for path in LESSONS]
    return [pytest.param(path, id=path.stem[:2], marks=mark) for path, mark in zip(LESSONS, marks, strict=True)]


@pytest.mark.parametrize("lesson", lessons())
def test_a_lesson_alone_in_a_strange_place_with_every_cell_run_twice(tmp_path, lesson, budget):
    folder = tmp_path / STRANGE
    path = fresh_copy(folder, lesson)
    before = contents(folder)
    tolerated, once = (budget[lesson.stem].get(table, {}) for table in ("tolerated", "goes_on"))
    problems = run_twice(path, once, **POOR_TERMINAL)
    ids = {cell.id for cell in notebooks.read(path).cells}
    assert once.keys() <= ids, "the budget excuses a cell that is not there"
    assert [problem for problem in problems if problem[0] not in tolerated] == []
    assert contents(folder) == before


# --- a checkout that cannot be written -------------------------------------------------------------------------------

MOUNT_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && exec "$@"'


def in_read_only(folder, command):
    """Return the command that runs `command` in a folder it cannot write to, or skip with a reason.

    Modes of files bind everybody but root. For root the folder is mounted read-only, seen by this command alone. (To
    become another user would do too, but root's Python often lies where nobody else may run it.)
    """
    if os.name != "posix":
        pytest.skip("modes of folders do not protect them here")
    if os.geteuid() != 0:
        return command
    mounting = ["unshare", "--mount", "sh", "-c", MOUNT_READ_ONLY, str(folder)]
    if not shutil.which("unshare") or subprocess.run([*mounting, "true"], capture_output=True).returncode:
        pytest.skip("root may write anywhere, and this root may not mount a folder read-only")
    return mounting + command


@pytest.fixture
def shut(tmp_path):
    """A fresh copy of the course with one lesson, its modes such that it cannot be written."""
    course = tmp_path / "course"
    fresh_copy(course, LESSONS[0])
    parts = [course, *course.rglob("*")]
    for path in parts:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield course
    for path in parts:
        path.chmod(0o755)


def test_a_lesson_in_a_read_only_checkout(shut, tmp_path):
    """The data goes to the user's cache, the lesson runs, and not one file of the checkout changes."""
    before = contents(shut)
    personal = ("JUPYTER", "XDG_", "IPYTHON", "MPLCONFIG")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(personal)}
    variables |= {"HOME": str(tmp_path), "COURSE_DATA": "sample"}
    command = in_read_only(shut, [sys.executable, "-m", "tools", "refresh", "--check"])
    done = subprocess.run(command, cwd=shut, env=variables, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode in (0, 1) and done.stderr == "", done.stderr  # 1: the stored numbers are those of all images
    assert "NOT WRITTEN" not in done.stdout, done.stdout
    assert "+++ fresh" in done.stdout or "unchanged" in done.stdout
    assert contents(shut) == before
    assert list(tmp_path.glob(".cache/*/small/*/u8.npy"))
