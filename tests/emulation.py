"""Colab as far as it can be had without a browser: the copies of the lessons, alone, under the packages of Colab.

A copy from colab/ stands in an empty folder. Its kernel has Colab's versions (.venv-colab), a google.colab that does
nothing (tests/colab_kernel), no part of the course on its path, and the full data in COURSE_DATA_DIR. What is not
emulated: Colab imports google.colab before the first cell, so there the setup cell writes to /content.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from notebook_session import TESTS, WATCH, Session, interpreter

from tools import notebooks
from tools.kernels import kernel_environment
from tools.settings import ROOT
from utils import data

COLAB = ROOT / "colab"
LOST_SETTING = "error:Passing unrecognized arguments:DeprecationWarning"  # ipywidgets 7 drops a setting it knows not


class Copy(Session):
    """One run of the copy of a lesson.

    lesson: path of the lesson in notebooks/; folder: an empty one; more: variables of its kernel
    """

    environment = "colab"
    tolerated = {"setup": {"machine": True}}  # says where utils lies

    def __init__(self, lesson, folder, more=None):
        python = interpreter("colab")
        super().__init__(alone(self.of(lesson), folder), python, {**variables(folder), **(more or {})})
        self.pictured = notebooks.read(lesson)

    @staticmethod
    def of(lesson):
        """Return the path of a lesson's copy."""
        return COLAB / lesson.name


def alone(copy, folder):
    """Put a copy into an empty folder under `folder`; return its path there."""
    (folder / "empty").mkdir()
    return Path(shutil.copy(copy, folder / "empty"))


def variables(folder):
    """Return the environment variables of a kernel in the emulation; what its path holds is put under `folder`."""
    path = folder / "path"
    for source in (TESTS / "colab_kernel", WATCH):
        shutil.copytree(source, path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TESTS / "kernel_probe.py", path)
    temporary = folder / "temporary"  # a kernel that is killed leaves its utils there
    temporary.mkdir()
    return {
        "PYTHONPATH": str(path),
        "PYTHONWARNINGS": LOST_SETTING,
        "COURSE_DATA_DIR": str(data_folder()),
        "TMPDIR": str(temporary),
    }


def data_folder():
    """Return the value of COURSE_DATA_DIR for the data that the course uses here."""
    folder = data.fetch().parent
    return folder.parent if os.environ.get("COURSE_DATA") == "sample" else folder


def sample():
    """Return the variables of a kernel that works on the bundled sample, unpacked where it will look."""
    variables = {"COURSE_DATA": "sample", "COURSE_DATA_DIR": str(ROOT / "data")}
    command = [sys.executable, "-m", "utils.data", "fetch"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=True, stdout=subprocess.DEVNULL)
    return variables


def strict_nbval(notebook, folder):
    """Run strict nbval on a notebook with the pytest and nbval of Colab's environment.

    folder: for its kernel's path and its report
    returns: (number of cells that ran, what failed or was left out, in words)
    """
    python = interpreter("colab")
    kernel = folder / "jupyter" / "kernels" / "colab"
    kernel.mkdir(parents=True)
    spec = {
        "argv": [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "colab",
        "language": "python",
        "env": variables(folder),
    }
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    report = folder / "report.xml"
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={notebook.parent}"]
    command += ["--nbval", "--nbval-kernel-name=colab", "--nbval-cell-timeout=120", f"--junitxml={report}", notebook]
    environment = kernel_environment(JUPYTER_PATH=str(folder / "jupyter"))
    done = subprocess.run(command, cwd=notebook.parent, env=environment, capture_output=True, encoding="utf-8")
    if not report.is_file():
        return 0, [done.stdout + done.stderr]
    cases = list(ElementTree.parse(report).iter("testcase"))
    return len(cases), [
        f"{case.get('name')}: {part.tag}: {part.text or part.get('message')}"
        for case in cases
        for part in case
        if part.tag in ("failure", "error", "skipped")
    ]
