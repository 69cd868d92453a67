"""course.py: what it looks at first, what it makes ready, what it starts. Without a network or an installation."""

import argparse
import ast
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from launching import stop_of

import course
from tools import environments, processes, server
from tools.__main__ import add_commands

HOME = Path(course.__file__).parent
SOURCE = (HOME / "course.py").read_text(encoding="utf-8")


# --- what it looks at first ------------------------------------------------------------------------------------------


def test_the_file_parses_on_old_python():
    ast.parse(SOURCE, feature_version=(3, 6))
    with pytest.raises(SyntaxError):  # the check can fail
        ast.parse("if (n := 1): pass", feature_version=(3, 6))


def test_the_file_imports_at_first_only_what_old_python_has_too():
    first = [node for node in ast.parse(SOURCE).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {getattr(node, "module", alias.name) for node in first for alias in node.names}
    assert names and names <= set(sys.stdlib_module_names) - {"tomllib"}


def test_old_python_is_told_what_to_get(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    said = stop_of(course.check_python, (3, 9, 6, "final", 0))
    assert "Python 3.9.6" in said and "3.11 or newer" in said and "python.org" in said
    course.check_python((3, 11, 0, "final", 0))
    assert course.OLDEST_PYTHON == environments.OLDEST_PYTHON


def test_old_python_names_a_newer_one_that_is_there(monkeypatch):
    monkeypatch.setattr(subprocess, "call", lambda command, **_: int(command != ["python3.11", "--version"]))
    monkeypatch.setattr(sys, "argv", ["my course/course.py", "start"])
    said = stop_of(course.check_python, (3, 10, 0))
    assert f"python3.11 {course.command_line(['my course/course.py'])} start" in said  # 3.12 is a name and no more
    assert any(quote in said for quote in "'\"")


def test_a_newer_python_that_does_not_start_is_not_named(monkeypatch, tmp_path):
    """As pyenv's names for versions that are not chosen, and what lost its interpreter."""
    for number, text in enumerate(["#!/bin/sh\nexit 127\n", "#!/not/there\n"]):
        program = tmp_path / f"python3.{12 + number}"
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "python.org" in stop_of(course.check_python, (3, 10, 0))


def copy_of_the_course(folder):
    """What the launcher needs to come to its commands."""
    for name in ("tools", "utils"):
        shutil.copytree(HOME / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("course.py", "pyproject.toml", "requirements.txt"):
        shutil.copy(HOME / name, folder)


@pytest.mark.parametrize("file", ["shlex.py", "random.py", "torch.py", "numpy/__init__.py", "notebooks/torch.py"])
@pytest.mark.parametrize("command", [["setup"], ["reset", "03"]], ids=" ".join)
def test_a_file_that_hides_a_module_is_named(tmp_path, command, file):
    """And by a course.py which must not take it for Python's own itself."""
    copy_of_the_course(tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("print('mine')", encoding="utf-8")
    ran = subprocess.run([sys.executable, "course.py", *command], cwd=tmp_path, capture_output=True, text=True)
    name = Path(file).parts[-2] if file.endswith("__init__.py") else Path(file).stem
    words = f"Python takes {tmp_path / file} for the module {name}, which the course needs: give it another name "
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", words + "and run this command again.\n")


def test_a_file_of_the_learners_that_hides_nothing_is_no_trouble(machine, tmp_path):
    for file in ("notes.py", "notebooks/code.py", "torch.ipynb"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
    assert course.main(["setup"]) == 0


def test_no_file_of_ours_hides_a_module():
    ours = {path.stem for folder in ("tools", "utils") for path in (HOME / folder).glob("*.py")}
    assert "server" in ours and not ours & sys.stdlib_module_names, "tools/ itself is where Python looks first"


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.txt", "utils", "tools"])
def test_a_folder_that_is_not_whole_is_told(tmp_path, name):
    copy_of_the_course(tmp_path)
    path = tmp_path / name
    path.unlink() if path.is_file() else shutil.rmtree(path)
    ran = subprocess.run([sys.executable, tmp_path / "course.py", "setup"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (1, "") and f"not whole: {name} is not there" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows seldom gives")
def test_through_a_link_the_course_is_the_same(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(HOME, target_is_directory=True)
    assert runpy.run_path(str(link / "course.py"))["ROOT"] == str(HOME.resolve()) == str(server.ROOT)


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_impossible_ports(port, capsys):
    with pytest.raises(SystemExit):
        course.parse(["start", "--port=" + port])
    assert "from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["", "reset", "mark", "mark x --seconds=0", "setup -- -k", "test --fast --all"])
def test_a_wrong_line_is_refused_before_the_long_work(machine, line, capsys):
    """`reset` puts nothing back at a slip; only pytest takes arguments after two dashes."""
    with pytest.raises(SystemExit) as ended:
        course.main(line.split())
    assert ended.value.code == 2 and machine.commands == []
    assert capsys.readouterr().err.startswith("usage: course.py")


def test_help_names_every_command_and_needs_no_environment(tmp_path):
    copy_of_the_course(tmp_path)
    bare = [sys.executable, "-S", tmp_path / "course.py"]  # -S: without site-packages
    told = subprocess.run([*bare, "--help"], capture_output=True, text=True, check=True).stdout
    assert {"start", "setup", "test", *environments.NEEDS} <= set(told.split())
    told = subprocess.run([*bare, "mark", "--help"], capture_output=True, text=True, check=True).stdout
    assert told.startswith("usage: course.py mark") and "--table" in told
    assert not (tmp_path / ".venv").exists()


def test_what_every_command_of_the_tools_needs_is_known():
    commands = argparse.ArgumentParser().add_subparsers()
    add_commands(commands)
    assert set(commands.choices) == {*environments.NEEDS, "book", "test"}


# --- start and setup -------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch):
    """The ports that JupyterLab was asked to open at; it opens none."""
    asked = []
    monkeypatch.setattr(server, "run", lambda env, port, browser: asked.append(port) or 0)
    return asked


def test_start_opens_at_the_port_and_setup_opens_nothing(machine, opened):
    assert [course.main(["setup"]), course.main(["start", "--port", "8899"]), course.main(["start"])] == [0, 0, 0]
    assert opened == [8899, None]


def test_taken_port_is_told_before_the_long_work(machine, monkeypatch):
    monkeypatch.setattr(server, "port_problem", lambda port: "in use")
    assert "Port 8899 cannot be used (in use)" in stop_of(course.main, ["start", "--port", "8899"])
    assert machine.commands == []


def test_hub_start_opens_no_second_jupyterlab(machine, monkeypatch, opened, capsys):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "x")
    machine.version = "3.12"
    assert course.main(["start"]) == 0 and not opened
    assert "already running" in capsys.readouterr().out


def test_setup_mends_versions_that_were_changed_since(machine):
    assert course.main(["setup"]) == 0
    for name, words in {"torch": "torch==2.13.0", "numpy": "-r requirements.txt"}.items():
        machine.forget()
        machine.installed[name] = "1.0"
        assert course.main(["setup"]) == 0
        assert machine.did(words) and not machine.did("-m venv")
        assert bool(machine.did("torch==")) == (name == "torch")
        assert machine.installed[name] != "1.0"


def test_setup_tells_packages_that_were_broken_since_and_so_does_the_next_start(machine, opened, capsys):
    assert course.main(["setup"]) == 0
    machine.failing("importlib", "ImportError: libtorch_cpu.so: cannot open shared object file")
    capsys.readouterr()
    for command in ("setup", "start"):
        said = stop_of(course.main, [command])
        assert "libtorch_cpu.so" in said and "Delete" in said
    assert "ready (" not in capsys.readouterr().out and not opened


def test_start_looks_at_packages_where_one_has_come_or_gone(machine, opened):
    assert [course.main(["setup"]), course.main(["test"])] == [0, 0]
    machine.forget()
    assert course.main(["start"]) == 0 and not machine.did("pip install")
    del machine.installed["ipywidgets"]
    machine.changed += 1
    assert course.main(["start"]) == 0
    assert machine.did("pip install") and "ipywidgets" in machine.installed
    machine.forget()
    assert course.main(["start"]) == 0 and not machine.did("pip install"), "once"


def test_missing_data_lets_start_go_on_but_not_setup(machine, opened):
    machine.failing("import utils.data", code=environments.NOT_ALL_DATA)
    assert [course.main(["setup"]), course.main(["start"])] == [1, 0]
    machine.failing("import utils.data", code=1)
    assert "no lesson runs" in stop_of(course.main, ["setup"]) == stop_of(course.main, ["start"])
    assert len(opened) == 1


def test_a_ready_course_starts_from_a_folder_that_cannot_be_written(machine, opened, monkeypatch, capsys):
    """Only the file system is played: whoever runs the tests as root may write everywhere."""
    assert course.main(["start"]) == 0
    capsys.readouterr()
    machine.forget()

    def refuse(path, *rest, **more):
        raise OSError(30, "Read-only file system", path)

    for name in ("makedirs", "replace"):
        monkeypatch.setattr(os, name, refuse)
    problem = lambda folder: "Read-only" if folder == course.ROOT else None  # noqa: E731
    monkeypatch.setattr(processes, "write_problem", problem)
    assert course.main(["start"]) == 0
    told = capsys.readouterr()
    assert "cannot be written to (Read-only): what you change in a lesson cannot be saved" in told.out and not told.err
    assert not machine.did("pip install") and len(opened) == 2


def test_a_quota_that_is_used_up_is_told_wherever_it_shows(machine, monkeypatch):
    def full(*_, **more):
        raise OSError(122, "Disk quota exceeded", "/somewhere")

    monkeypatch.setattr(os, "makedirs", full)
    assert "quota" in stop_of(course.main, ["setup"])
    monkeypatch.setattr(os, "makedirs", lambda *_, **more: [][1])
    with pytest.raises(IndexError):  # what nobody thought of keeps its traceback
        course.main(["setup"])


def test_ctrl_c_is_no_traceback(machine, monkeypatch, capsys):
    def ctrl_c(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(environments, "install", ctrl_c)
    assert course.main(["setup"]) == 130
    assert "goes on from here" in capsys.readouterr().out


# --- commands that are forwarded -------------------------------------------------------------------------------------


@pytest.mark.parametrize("line, dev, with_data", [
    ("refresh 03", True, True),
    ("sweeps 500", True, True),
    ("colab --repository me/it", True, False),
    ("colab --repository=", True, False),
    ("reset 03", False, False),
    ("mark class --table=t.csv --seconds=9 --jobs=3", False, True),
])  # fmt: skip
def test_a_command_of_the_tools_runs_in_the_environment_with_what_it_needs(machine, line, dev, with_data):
    """A teacher needs no tools of ours, and what runs no lesson waits for no data."""
    machine.failing(f"tools {line}", code=3)
    assert course.main(line.split()) == 3
    (command,) = machine.did(f"tools {line}")
    assert ".venv" in command and command.endswith(f"{os.sep}tools {line}"), "word for word"
    assert bool(machine.did("-r requirements-dev.txt")) == dev and bool(machine.did("utils.data")) == with_data
    assert machine.variables[-1]["OMP_NUM_THREADS"] == "1"


def test_the_book_has_an_environment_apart_without_torch_and_needs_no_data(machine, capsys):
    machine.failing("tools book", code=3)
    assert course.main(["book"]) == 3
    assert all(".venv-book" in " ".join(command) for command in machine.commands)
    assert machine.did("-r requirements-book.txt")
    assert machine.did("import_module") and "Checking" in capsys.readouterr().out
    assert not machine.did("torch==") and not machine.did("vision.note") and not machine.did("utils.data")
    machine.forget()
    course.main(["book"])
    assert len(machine.commands) == 1, "the second time it only builds"


@pytest.mark.slow
def test_paths_are_taken_from_where_the_user_stands(monkeypatch, tmp_path, capfd):
    """By the program that really runs, in a folder whose files it must not take for Python's or the course's."""
    env = environments.own_environment(".venv", [])._replace(python=sys.executable)
    monkeypatch.setattr(environments, "ready_for", lambda command: env)
    for name in ("json.py", "tools.py", "utils.py"):
        (tmp_path / name).write_text("raise ImportError('mine')", encoding="utf-8")
    (tmp_path / "class of 26").mkdir()
    monkeypatch.chdir(tmp_path)
    assert course.main(["mark", "class of 26"]) == 1
    assert f"There is no notebook in {tmp_path / 'class of 26'}" in capfd.readouterr().err
