"""Programs that course.py starts: with which variables, in which home, and how they end."""

import os
import signal
import subprocess
import sys

import pytest

from tools import environments, processes
from tools.processes import SETTINGS_FOLDERS, child_environment, find_a_home, run_quietly
from tools.settings import ROOT


@pytest.mark.parametrize(
    "environ, expected",
    [
        ({}, False),
        ({"CONDA_PREFIX": "/envs/course", "CONDA_DEFAULT_ENV": "course"}, True),
        ({"CONDA_PREFIX": "/envs/other", "CONDA_DEFAULT_ENV": "other"}, False),  # active, but not this Python's
        ({"CONDA_PREFIX": "/envs/course", "CONDA_DEFAULT_ENV": "base"}, False),
        ({"JUPYTERHUB_API_TOKEN": "x"}, True),
        ({"BINDER_SERVICE_HOST": "x"}, True),
    ],
)
def test_conda_binder_and_hub_use_the_current_environment(machine, monkeypatch, environ, expected):
    monkeypatch.setattr(sys, "prefix", "/envs/course")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert processes.uses_current_environment() is expected


@pytest.mark.parametrize("set_by_user", ["latin-1", "ascii:strict", None])
def test_programs_we_start_can_print_every_letter(monkeypatch, set_by_user):
    """As course.py itself does: in the terminal's encoding, with a question mark for what it has not."""
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    if set_by_user:
        monkeypatch.setenv("PYTHONIOENCODING", set_by_user)
    code = "from tools.processes import say, run_to_end; import sys; say('a'); sys.exit(run_to_end([sys.executable, "
    code += "'-c', 'print(chr(0x8bfe) + chr(0xdcff))']))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.split()[1] == (b"??" if set_by_user else "\u8bfe?".encode(sys.getfilesystemencoding()))


@pytest.mark.slow
@pytest.mark.parametrize("name, value", [
    ("PYTHONSAFEPATH", "1"),
    ("PYTHONHOME", "{folder}"),
    ("PYTHONPATH", "{folder}"),
    ("PYTHONOPTIMIZE", "2"),
    ("PYTHONINSPECT", "1"),
])  # fmt: skip
def test_programs_we_start_do_not_heed_what_is_set_for_other_pythons(monkeypatch, tmp_path, name, value):
    (tmp_path / "numpy.py").write_text("raise ImportError('another numpy')", encoding="utf-8")
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setenv(name, value.format(folder=tmp_path))
    code = "import numpy, sys, tools, utils; print(utils.__doc__[:22]); sys.exit(7)"
    assert run_quietly([sys.executable, "-c", code]) == (7, "What the lessons share" + os.linesep)
    env = environments.own_environment(".venv", [])._replace(python=sys.executable)
    assert environments.installed_versions(env, ["numpy"]), "nor does what is asked about an environment"


@pytest.mark.parametrize(
    "name, value", [("USER", "1"), ("TARGET", "{folder}"), ("PREFIX", "{folder}"), ("ROOT", "{folder}")]
)
@pytest.mark.slow
def test_pip_installs_into_the_environment_whatever_it_is_set_to(monkeypatch, tmp_path, name, value):
    """As `pip install --report` tells: to the user's own folder, or another, it would not be the environment's."""
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setenv("PIP_" + name, value.format(folder=tmp_path / "away"))
    where = "from pip._internal.cli.main_parser import parse_command as p; from pip._internal.commands import "
    where += "create_command as c; name, rest = p(['install', 'x']); o, _ = c(name).parse_args(rest); "
    where += "print(bool(o.use_user_site), o.target_dir, o.prefix_path, o.root_path)"
    assert run_quietly([sys.executable, "-c", where])[1].split() == ["False", "None", "None", "None"]


def test_an_environment_of_somebody_else_keeps_its_settings(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "x")  # where the Python is often not the user's to write
    settings = {"PIP_USER": "1", "PYTHONPATH": "/hub/packages"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert settings.items() <= child_environment().items()


# --- the home folder -------------------------------------------------------------------------------------------------


@pytest.fixture
def home(monkeypatch):
    """home(folder) makes it the home folder, with none of Jupyter's own variables set."""
    for name in SETTINGS_FOLDERS:
        monkeypatch.setenv(name, "set, so that it is put back afterwards")
        monkeypatch.delenv(name)

    def set_home(folder):
        monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(folder))

    return set_home


def test_a_home_that_cannot_be_written_is_told_and_done_without(home, monkeypatch, tmp_path, capsys):
    home(tmp_path / "not there")
    monkeypatch.setenv("MPLCONFIGDIR", "mine")
    find_a_home()
    told = capsys.readouterr().out
    assert f"Your home folder {tmp_path / 'not there'} cannot be written to (No such file or directory)" in told
    variables = child_environment()
    assert variables["MPLCONFIGDIR"] == "mine"
    for name in set(SETTINGS_FOLDERS) - {"MPLCONFIGDIR"}:
        assert os.path.isdir(os.path.dirname(variables[name]))


@pytest.mark.skipif(os.name == "nt", reason="Windows knows the home folder by other names")
@pytest.mark.parametrize("set_to", ["", None, "relative"])
def test_without_a_home_nothing_makes_one_called_by_a_tilde(home, monkeypatch, capsys, set_to):
    """expanduser gives the "~" itself to a user whom the system does not know, as in many containers."""
    home(set_to or "")
    if set_to is None:
        monkeypatch.delenv("HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: {None: path, "": "/"}.get(set_to, set_to))
    find_a_home()
    assert "no home folder" in capsys.readouterr().out
    assert os.path.isabs(child_environment()["HOME"]) and os.path.isdir(child_environment()["HOME"])


def test_a_home_that_can_be_written_is_used(home, tmp_path, capsys):
    home(tmp_path)
    find_a_home()
    assert capsys.readouterr().out == "" and not set(SETTINGS_FOLDERS) & set(child_environment())


# --- how they end ----------------------------------------------------------------------------------------------------


def test_programs_that_are_left_are_ended():
    """A program that heeds no terminate is killed; one that has ended keeps its code."""
    code = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); sys.stdin.read()"
    stubborn = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    stubborn.stdout.readline()
    processes.end(stubborn, patience=0.2)
    assert stubborn.returncode == (1 if os.name == "nt" else -signal.SIGKILL)
    stubborn.communicate()
    assert processes.run_to_end([sys.executable, "-c", "import sys; sys.exit(7)"]) == 7
    assert run_quietly([sys.executable, "-c", "print('words'); exit(3)"]) == (3, "words" + os.linesep)
