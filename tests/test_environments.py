"""Environments are made, brought to their requirements and stamped, each once; what can go wrong is told in words."""

import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from launching import stop_of

from tools import environments, torch_build
from tools.environments import APART, AUTHORS, LEARNERS, NOT_ALL_DATA, STACKS, course_environment, own_environment
from utils import data

PINS = ["torch==2.13.0", "torchvision==0.28.0"]


def install(files=LEARNERS):
    environments.install(course_environment(), files)


def edit(machine, file, old, new):
    path = machine.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- installing and stamps -------------------------------------------------------------------------------------------


def test_first_installation(machine, tmp_path, capsys):
    install()
    lines = [" ".join(command) for command in machine.commands if "pip --version" not in " ".join(command)]
    steps = ["-m venv", "-r requirements.txt", " ".join(PINS), "importlib", "vision.note"]
    assert [step for line in lines for step in steps if step in line] == steps
    assert all(".venv" in line for line in lines)
    assert "--only-binary :all:" in lines[1]  # a missing build is told in a second, not compiled for an hour
    told = capsys.readouterr().out
    assert "up to 5.6 GB" in told and told.index("5.6 GB") < told.index("Checking")
    (temporary,) = {variables["TMPDIR"] for variables in machine.variables if ".venv" in variables.get("TMPDIR", "")}
    assert temporary.startswith(str(tmp_path)), "pip unpacks gigabytes on the disk of the course"
    assert not os.path.exists(temporary)


def test_each_requirement_file_is_installed_once(machine):
    install()
    machine.forget()
    install()
    assert machine.commands == []
    install(AUTHORS)
    assert machine.did("-r requirements-dev.txt")
    assert not machine.did("-r requirements.txt") and not machine.did("torch==")
    machine.forget()
    install(AUTHORS)
    assert machine.commands == []


@pytest.mark.parametrize("change, done, left", [
    (lambda it: edit(it, "requirements.txt", "nbval==", "nbval>="), "-r requirements.txt", "torch=="),
    (lambda it: edit(it, "pyproject.toml", 'vision = "0.28.0"', 'vision = "0.29.0"'), "torchvision==0.29.0", "-m venv"),
    (lambda _: course_environment().stamp_file.write_text("[half", encoding="utf-8"), "-r requirements.txt", "-m venv"),
    (lambda it: setattr(it, "version", "3.14"), "-r requirements.txt", "-m venv"),
], ids=["requirements", "torch", "damaged stamp", "Python"])  # fmt: skip
def test_what_has_changed_is_installed(machine, change, done, left):
    install()
    machine.forget()
    change(machine)
    install()
    assert machine.did(done) and not machine.did(left)


def test_broken_environment_is_made_again(machine):
    install()
    environments.install(course_environment(), LEARNERS, again=True)  # that it is ours stays noted
    machine.forget()
    machine.version = None
    broken = machine.root / ".venv" / "lib"
    broken.mkdir()
    (broken / "old").touch()
    install()
    assert machine.did("-m venv") and machine.did("-r requirements.txt") and machine.did("torch==")
    assert not broken.exists(), "nothing of the broken one is left"


def test_environment_that_was_left_half_made_is_made_again(machine):
    machine.failing("-m venv", "killed", code=-9)
    assert ".venv could not be installed:\nkilled" in stop_of(install)
    machine.answers.clear()
    install()
    assert len(machine.did("-m venv")) == 2 and machine.did("torch==")


def test_environment_without_pip_gets_one_and_keeps_what_it_has(machine):
    """As `uv venv` leaves it."""
    theirs = machine.root / ".venv" / "theirs"
    theirs.parent.mkdir()
    theirs.touch()
    machine.version = "3.12"
    machine.failing("-m pip --version", "No module named pip")
    assert "There is no pip" in stop_of(install)
    assert machine.did("-m ensurepip") and not machine.did("-m venv") and theirs.exists()


def a_folder_with_files(place, elsewhere):
    place.mkdir()
    (place / "thesis.tex").write_text("years of work", encoding="utf-8")


def a_link_to_a_folder_with_files(place, elsewhere):
    a_folder_with_files(elsewhere, None)
    place.symlink_to(elsewhere, target_is_directory=True)


def a_link_to_nothing(place, elsewhere):
    place.symlink_to(elsewhere)


def a_file(place, elsewhere):
    place.write_text("years of work", encoding="utf-8")


def a_broken_environment_of_theirs(place, elsewhere):
    a_folder_with_files(place, None)
    (place / "pyvenv.cfg").touch()
    (place / "course-stamp.json").write_text('{"requirements.txt": "of another time"}', encoding="utf-8")


STRANGERS = [a_folder_with_files, a_link_to_a_folder_with_files, a_link_to_nothing, a_file,
             a_broken_environment_of_theirs]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows seldom gives")
@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda stranger: stranger.__name__)
def test_what_others_put_where_the_environment_goes_stays(machine, tmp_path, stranger):
    stranger(tmp_path / ".venv", tmp_path / "elsewhere")
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    said = stop_of(install)
    assert f"{tmp_path / '.venv'} is already there" in said and not machine.commands
    (tmp_path / ".course.lock").unlink()
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows seldom gives")
@pytest.mark.parametrize("linked", [False, True])
def test_an_empty_folder_may_become_the_environment(machine, tmp_path, linked):
    place = tmp_path / ".venv"
    (tmp_path / "on another disk").mkdir()
    place.symlink_to(tmp_path / "on another disk") if linked else place.mkdir()
    install()
    assert machine.did("-m venv") and place.is_symlink() is linked


def test_a_second_set_up_waits_for_the_first_and_finds_all_done(machine, capsys):
    first_run_one, second = machine.run_one, threading.Thread(target=install, daemon=True)

    def run_one(command, variables):
        if "torch==" in " ".join(command):
            second.start()
            second.join(0.5)
            assert second.is_alive(), "it must not install into the same folder now"
        return first_run_one(command, variables)

    machine.run_one = run_one
    install()
    second.join(10)
    assert not second.is_alive()
    assert len(machine.did("-m venv")) == len(machine.did("-r requirements.txt")) == len(machine.did("torch==")) == 1
    assert capsys.readouterr().out.count("Another set-up is at work") == 1


def test_a_python_that_does_not_work_has_no_version(machine, monkeypatch):
    monkeypatch.undo()
    env = own_environment(".venv-of-no-name", [])
    assert environments.ask_python(env) == (None, None)
    env = env._replace(python=sys.executable)
    assert environments.ask_python(env)[0] == "{}.{}".format(*sys.version_info[:2])
    monkeypatch.setattr(environments, "OLDEST_PYTHON", (9, 9))
    assert environments.ask_python(env) == (None, None)


@pytest.mark.parametrize("works", [True, False])
def test_uv_installs_everything_but_torch_and_pip_takes_over_where_it_fails(machine, monkeypatch, works):
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/uv" if name == "uv" else None)
    if not works:
        machine.failing("uv pip install")
    install()
    uv, *by_pip = machine.did("-r requirements.txt")
    assert uv.startswith("uv pip install --python") and bool(by_pip) != works
    (command,) = machine.did("torch==")
    assert "-m pip install" in command and command.endswith(" ".join(PINS))


@pytest.mark.parametrize("name", APART)
def test_each_of_the_others_has_an_environment_apart(machine, name):
    env = environments.install_apart(name)
    assert f".venv-{name}" in env.python
    assert machine.did(f"requirements-{name}.txt") and machine.did("import_module")
    assert all(f".venv-{name}" in " ".join(command) for command in machine.commands)
    for words in ("torch==2.13.0", "vision.note"):
        assert bool(machine.did(words)) == (name in STACKS)


def test_a_conda_or_hub_environment_gets_only_what_is_missing(machine, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "x")
    machine.version = "3.12"
    machine.installed = dict.fromkeys(environments.requirement_lines("requirements.txt"), "0.1") | {"torch": "2.9.0"}
    del machine.installed["ipywidgets"]
    env = course_environment()
    assert env.python == sys.executable and not env.own
    install()
    (command,) = machine.did("pip install")
    assert command.split()[-1].startswith("ipywidgets==")
    assert not machine.did("-m venv") and not machine.did("torch==")
    machine.forget()
    machine.changed += 1
    install()
    assert not machine.commands, "that others install packages there is no reason to look"


# --- what can go wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["-r requirements.txt", "torch==2.13.0"])
def test_a_failure_of_pip_is_told_and_not_stamped(machine, step):
    machine.failing(step, "[Errno -3] Temporary failure in name resolution")
    assert stop_of(install).startswith("No network")
    machine.failing(step, "ERROR: something nobody thought of")
    assert stop_of(install).endswith("could not be installed:\nERROR: something nobody thought of")
    machine.answers.clear()
    install()
    assert machine.did("torch==")


def test_intel_mac_is_told_before_the_long_work(machine, monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    assert "Intel" in stop_of(install) and not machine.did("pip install")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_venv_module(machine, monkeypatch, module):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    said = stop_of(install)
    assert f"no module {module}" in said and "sudo apt install python3-venv" in said
    assert machine.commands == []


@pytest.mark.parametrize("made", [False, True])
def test_folder_without_permission(machine, monkeypatch, made):
    if made:
        install()
        edit(machine, "requirements.txt", "nbval==", "nbval>=")
        machine.forget()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "cannot be written to" in stop_of(install) and machine.commands == []


def test_full_disk_is_seen_before_anything_is_done(machine, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1.5e9))
    said = stop_of(install)
    assert "1.5 GB free" in said and "about 2 GB" in said
    assert machine.commands == []


@pytest.mark.parametrize("driver, index, warned", [(False, False, True), (True, False, True), (False, True, False)])
def test_little_disk_is_told_where_cuda_may_come(machine, monkeypatch, capsys, driver, index, warned):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=4e9))
    monkeypatch.setattr(torch_build, "has_nvidia_driver", lambda: driver)
    monkeypatch.setattr(torch_build, "cpu_index_answers", lambda python: index)
    install()
    assert ("Only 4.0 GB" in capsys.readouterr().out) is warned


def test_torchvision_that_does_not_import_is_a_note(machine, capsys):
    machine.failing("vision.note", "Traceback\nRuntimeError: operator torchvision::nms does not exist")
    install()
    assert "RuntimeError: operator torchvision::nms" in capsys.readouterr().out
    machine.forget()
    install()
    assert machine.commands == []


# --- the data --------------------------------------------------------------------------------------------------------


def test_the_data_is_fetched_once_for_each_place_but_looked_at_again_when_asked(machine, monkeypatch):
    def fetched(again=False):
        machine.forget()
        assert environments.prepare(LEARNERS, again)[1] is True
        return len(machine.did("import utils.data"))

    assert [fetched(), fetched(), fetched(again=True), fetched()] == [1, 0, 1, 0]
    monkeypatch.setenv("COURSE_DATA", "sample")
    assert fetched() == 1
    monkeypatch.delenv("COURSE_DATA")
    assert fetched() == 0, "what was ready before the sample is ready after it"


def test_data_that_is_missing_or_gone_is_tried_again(machine, capsys):
    assert environments.prepare(LEARNERS)[1] is True
    machine.failing("import utils.data", code=NOT_ALL_DATA)
    assert environments.prepare(LEARNERS, again=True)[1] is environments.prepare(LEARNERS)[1] is False
    assert len(machine.did("import utils.data")) == 3
    told = capsys.readouterr().out
    assert "next start tries again" in told and "sample" not in told, "which data the lessons use, utils.data has said"
    assert data.NOT_ALL_DATA == NOT_ALL_DATA


def test_no_data_at_all_promises_no_lesson_and_is_not_blamed_for_packages(machine, capsys):
    """A setting that is wrong, a sample that is not whole, a traceback: whatever ends otherwise opens no lesson."""
    install()
    machine.failing("import utils.data", code=1)
    assert "no lesson runs" in stop_of(environments.prepare, LEARNERS)
    machine.failing("importlib", "ModuleNotFoundError: No module named 'torch'")
    assert "does not work together" in stop_of(environments.prepare, LEARNERS)
    assert "ready (" not in capsys.readouterr().out


def test_ctrl_c_while_the_data_program_loads_leaves_no_traceback(tmp_path):
    """A program that stops in an import: numpy's place, from which it signals itself."""
    (tmp_path / "utils").mkdir()
    program = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nprint('on')"
    (tmp_path / "utils" / "data.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-c", environments.FETCH_DATA]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, "", "")


# --- before anything is installed ------------------------------------------------------------------------------------


def test_a_python_without_packages_imports_what_the_set_up_needs():
    code = "import tools.gate, tools.server, tools.environments as e\nwith e.one_at_a_time(): print('alone')"
    bare = [sys.executable, "-S", "-c", code]  # -S: without site-packages
    ran = subprocess.run(bare, cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("alone\n", "")
