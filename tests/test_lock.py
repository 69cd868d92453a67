"""The lock of set-up ends with its holder, and what Windows answers is told apart (two set-ups: test_course.py)."""

import importlib.util
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tools import lock

ROOT = lock.__file__.rpartition("tools")[0]


def test_a_killed_holder_holds_nothing(tmp_path):
    code = "import sys; from tools.lock import alone\nwith alone(sys.argv[1], None): print('held', flush=True); input()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    told = []
    with subprocess.Popen([sys.executable, "-c", code, tmp_path / "lock"], cwd=ROOT, **pipes) as holder:
        assert holder.stdout.readline() == "held\n"

        def waiting():
            told.append("waiting")
            holder.kill()

        with lock.alone(tmp_path / "lock", waiting):
            assert told == ["waiting"]


@pytest.mark.parametrize(
    ("error", "waits"), [(None, False), (PermissionError(13, "denied"), True), (OSError(22, "Invalid argument"), False)]
)
def test_only_a_lock_that_windows_denies_is_held_by_somebody(monkeypatch, tmp_path, error, waits):
    """Windows' module is played: a network drive without locks must not be waited for without end."""
    answers = [error, None]

    def locking(*_):
        if answer := answers.pop(0):
            raise answer

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    spec = importlib.util.spec_from_file_location("windows", lock.__file__)
    windows = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(windows)
    told = []
    with windows.alone(tmp_path / "lock", lambda: told.append("waiting")):
        assert bool(told) is waits
