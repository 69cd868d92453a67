"""course.py without a network, an installation or a server: each branch, each message, each stamp.

Programs are played by `Machine`, which notes every command and answers as told. Sockets and files are real.
"""

import ast
import json
import os
import re
import runpy
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

import course
from utils import data

HOME = Path(course.__file__).parent
SOURCE = Path(course.__file__).read_text(encoding="utf-8")
PINS = ["torch==2.13.0", "torchvision==0.28.0"]
STACK_FILES = [course.stack_requirements(name) for name in course.STACKS]
OTHER_FILES = [course.REQUIREMENTS_BOOK, course.REQUIREMENTS_NOTEBOOK]
REQUIREMENT_FILES = [course.REQUIREMENTS, course.REQUIREMENTS_DEV, *OTHER_FILES, *STACK_FILES]


class Process:
    """A program that has ended."""

    def __init__(self, code):
        self.returncode = code

    def poll(self):
        return self.returncode

    def wait(self, timeout=None):
        return self.returncode

    def terminate(self):
        self.returncode = 0

    kill = terminate


class Machine:
    """Stands in for the module `subprocess`: notes commands, answers as told, knows what is installed."""

    PIPE, DEVNULL, STDOUT = subprocess.PIPE, subprocess.DEVNULL, subprocess.STDOUT
    TimeoutExpired, CalledProcessError = subprocess.TimeoutExpired, subprocess.CalledProcessError

    def __init__(self):
        self.commands = []  # each a list of words; questions about the environment are not noted
        self.variables = []
        self.version = None  # of the environment's Python
        self.changed = 0  # when its packages last changed
        self.installed = {}
        self.answers = {}  # words in a command -> (exit code, output)

    def failing(self, words, output="", code=1):
        self.answers[words] = (code, output)

    def run_one(self, command, variables):
        self.commands.append(list(command))
        self.variables.append(variables or {})
        line = " ".join(command)
        for words, answer in self.answers.items():
            if words in line:
                return answer
        if "-m venv" in line:
            os.makedirs(command[-1], exist_ok=True)
            self.version, self.installed = "3.12", {}
        for file in [word for word in command if word.endswith(".txt")]:
            self.installed.update(pins_of(file))
        for word in command:
            if "==" in word:
                name, version = word.split("==")
                self.installed[name] = version
        return 0, ""

    def Popen(self, command, cwd=None, stdin=None, stdout=None, stderr=None, env=None, **_):  # noqa: N802
        code, output = self.run_one(command, env)
        if stdout is not None:
            stdout.write(output.encode("utf-8"))
        return Process(code)

    def run(self, command, cwd=None, stdin=None, stderr=None, check=False, env=None):
        code, output = self.run_one(command, env)
        return SimpleNamespace(returncode=code, stderr=output.encode("utf-8"))

    def check_output(self, command, stderr=None, env=None):
        if self.version is None:
            raise FileNotFoundError(command[0])
        if course.ASK_PYTHON in command:
            return f"{self.version} {self.changed}\n".encode()
        return json.dumps({name: self.installed[name] for name in command[3:] if name in self.installed}).encode()

    def did(self, words):
        return [" ".join(command) for command in self.commands if words in " ".join(command)]


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A bare Linux machine: 100 GB free, no uv, no driver, no CPU index; and a copy of the course's settings."""
    for file in (*REQUIREMENT_FILES, "pyproject.toml"):
        copy = tmp_path / file
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes((HOME / file).read_bytes())
    for name in list(os.environ):
        if name.startswith(("COURSE_", "CONDA_", "JUPYTERHUB_", "BINDER_")):
            monkeypatch.delenv(name)
    machine = Machine()
    monkeypatch.setattr(course, "ROOT", str(tmp_path))
    monkeypatch.setattr(course, "subprocess", machine)
    monkeypatch.setattr(course, "has_nvidia_driver", lambda: False)
    monkeypatch.setattr(course, "cpu_index_answers", lambda *_: False)
    monkeypatch.setattr(course.platform, "system", lambda: "Linux")
    monkeypatch.setattr(course.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(course.shutil, "which", lambda name: None)
    monkeypatch.setattr(course.shutil, "disk_usage", lambda folder: SimpleNamespace(free=100e9))
    return machine


def stop_of(call, *arguments, **values):
    with pytest.raises(course.Stop) as stop:
        call(*arguments, **values)
    return stop.value


# --- old Python ------------------------------------------------------------------------------------------------------


def test_the_file_parses_on_old_python():
    ast.parse(SOURCE, feature_version=(3, 6))
    with pytest.raises(SyntaxError):  # the check can fail
        ast.parse("if (n := 1): pass", feature_version=(3, 6))


def test_the_file_imports_only_what_old_python_has_too():
    top = {alias.name.split(".")[0] for node in ast.parse(SOURCE).body for alias in getattr(node, "names", [])}
    assert top and top <= set(sys.stdlib_module_names)
    assert "tomllib" not in top


def test_old_python_is_told_what_to_get(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    message = str(stop_of(course.check_python, (3, 9, 6, "final", 0)))
    assert "Python 3.9.6" in message and "3.11 or newer" in message and "python.org" in message
    course.check_python((3, 11, 0, "final", 0))


def test_old_python_names_a_newer_one_that_is_there(monkeypatch):
    monkeypatch.setattr(course.shutil, "which", lambda name: name if name in ("python3.12", "python3.11") else None)
    monkeypatch.setattr(course.subprocess, "call", lambda command, **_: int(command != ["python3.11", "--version"]))
    monkeypatch.setattr(sys, "argv", ["my course/course.py", "start"])
    said = str(stop_of(course.check_python, (3, 10, 0)))
    assert f"python3.11 {course.command_line(['my course/course.py'])} start" in said  # 3.12 is a name and no more
    assert any(quote in said for quote in "'\"")


def test_a_newer_python_that_does_not_start_is_not_named(monkeypatch, tmp_path):
    """As pyenv's names for versions that are not chosen, and what lost its interpreter."""
    for number, text in enumerate(["#!/bin/sh\nexit 127\n", "#!/not/there\n"]):
        program = tmp_path / f"python3.{12 + number}"
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "python.org" in str(stop_of(course.check_python, (3, 10, 0)))


def test_a_message_ends_the_program_without_a_traceback(monkeypatch, capsys):
    monkeypatch.setattr(course, "OLDEST_PYTHON", (9, 9))
    assert course.main(["start"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("This is Python") and "Traceback" not in told.err and told.out == ""


# --- which environment -----------------------------------------------------------------------------------------------


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
def test_conda_binder_and_hub_use_the_current_environment(environ, expected):
    assert course.uses_current_environment(environ, "/envs/course") is expected


def test_current_environment_gets_only_what_is_missing(machine, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "x")
    machine.version = "3.12"
    machine.installed = dict.fromkeys(course.requirement_lines(course.REQUIREMENTS), "0.1") | {"torch": "2.9.0"}
    del machine.installed["ipywidgets"]
    env = course.course_environment()
    assert env.python == sys.executable and not env.own
    course.install(env, [course.REQUIREMENTS])
    (command,) = machine.did("pip install")
    assert command.split()[-1].startswith("ipywidgets==")
    assert not machine.did("-m venv") and not machine.did("torch==")


def test_hub_start_opens_no_second_jupyterlab(machine, monkeypatch, capsys):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "x")
    machine.version = "3.12"
    assert course.main(["start"]) == 0
    assert "already running" in capsys.readouterr().out
    assert not machine.did("jupyterlab --config")


# --- which PyTorch ---------------------------------------------------------------------------------------------------


WINDOWS_PATHS = [r"C:\My wheels\t.whl", r"C:\t"]


@pytest.mark.parametrize(
    "environ, system, cpu, driver, index, message, arguments",
    [
        ({}, "Linux", "x86_64", False, True, "torch_cpu", [*PINS, "--index-url", course.CPU_INDEX]),
        ({}, "Linux", "aarch64", False, True, "torch_cpu", [*PINS, "--index-url", course.CPU_INDEX]),
        ({}, "Linux", "x86_64", False, False, "torch_large", PINS),
        ({}, "Linux", "x86_64", True, None, "torch_cuda", PINS),
        ({}, "Darwin", "arm64", None, None, "torch_plain", PINS),
        ({}, "Windows", "AMD64", None, None, "torch_plain", PINS),
        ({"COURSE_TORCH": "torch==2.9.1"}, "Linux", "x86_64", None, None, "torch_override", ["torch==2.9.1"]),
        ({"COURSE_TORCH": "torch  -i 'a b'"}, "Darwin", "x86_64", None, None, "torch_override", ["torch", "-i", "a b"]),
        ({"COURSE_TORCH": "a\\ b#c"}, "Linux", "x86_64", None, None, "torch_override", ["a b#c"]),
        (
            {"COURSE_TORCH": r'"C:\My wheels\t.whl" C:\t'},
            "Windows",
            "AMD64",
            None,
            None,
            "torch_override",
            WINDOWS_PATHS,
        ),
    ],
)
def test_torch_build(machine, monkeypatch, environ, system, cpu, driver, index, message, arguments):
    """None for driver or index: that question must not even be asked."""

    def answer(value):
        def ask(*_):
            assert value is not None, "asked without need"
            return value

        return ask

    monkeypatch.setattr(course, "has_nvidia_driver", answer(driver))
    monkeypatch.setattr(course, "cpu_index_answers", answer(index))
    assert course.choose_torch(environ, system, cpu, None) == course.TorchChoice(message, arguments)


def test_intel_mac_is_sent_to_conda(machine):
    stop = stop_of(course.choose_torch, {}, "Darwin", "x86_64", None)
    assert stop.key == "intel_mac" and "conda env create" in str(stop)


def test_intel_mac_is_told_before_the_long_work(machine, monkeypatch):
    monkeypatch.setattr(course.platform, "system", lambda: "Darwin")
    assert stop_of(install).key == "intel_mac" and not machine.did("pip install")


@pytest.fixture
def web():
    """web(answers) serves {path: (code, text)} or a function, on loopback; returns (address, what was asked)."""
    servers = []

    def serve(answers):
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                asked.append((self.path, self.headers.get("Authorization")))
                found = answers(*asked[-1]) if callable(answers) else answers.get(self.path, (404, ""))
                self.send_response(found[0])
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(found[1].encode())

            def log_message(self, *_):
                pass

        asked = []
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Answers))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}", asked

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.slow
@pytest.mark.parametrize("build, expected", [("0.28.0+cpu", True), ("0.27.0+cpu", False), ("0.28.0", False)])
def test_the_cpu_index_is_asked_as_pip_would(monkeypatch, web, build, expected):
    """Through the proxy that only pip knows; another build, as from an index of the user's own, does not count."""
    address = "http://download.invalid/whl/cpu"
    wheel = (
        f'<a href="torchvision-{build.replace("+", "%2B")}-py3-none-any.whl">torchvision-{build}-py3-none-any.whl</a>'
    )
    proxy, asked = web({address + "/torchvision/": (200, f"<!DOCTYPE html><html><body>{wheel}</body></html>")})
    monkeypatch.setattr(course, "CPU_INDEX", address)
    for name, value in {"PROXY": proxy, "TRUSTED_HOST": "download.invalid", "CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv("PIP_" + name, value)
    assert course.cpu_index_answers(course.own_environment(".venv", "")._replace(python=sys.executable)) is expected
    assert asked


@pytest.mark.slow
def test_a_cpu_index_that_does_not_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(course, "CPU_INDEX", "http://127.0.0.1:9/whl/cpu")
    assert course.cpu_index_answers(course.own_environment(".venv", "")._replace(python=sys.executable)) is False


@pytest.mark.parametrize(
    "file, program, expected", [(False, None, False), (True, None, True), (False, "nvidia-smi", True)]
)
def test_nvidia_driver(monkeypatch, file, program, expected):
    monkeypatch.setattr(course.os.path, "exists", lambda path: file)
    monkeypatch.setattr(course.shutil, "which", lambda name: program if name == program else None)
    assert course.has_nvidia_driver() is expected


@pytest.mark.parametrize(
    "installed, own, override, needed",
    [
        ({"torch": "2.13.0", "torchvision": "0.28.0"}, True, None, False),
        ({"torch": "2.13.0+cpu", "torchvision": "0.28.0+cpu"}, True, None, False),
        ({"torch": "2.13.0"}, True, None, True),
        ({"torch": "2.12.0", "torchvision": "0.28.0"}, True, None, True),
        ({}, True, None, True),
        ({"torch": "2.9.0"}, False, None, False),  # somebody else's environment: any torch stays
        ({}, False, None, True),
        ({"torch": "2.13.0", "torchvision": "0.28.0"}, True, "torch==2.9.1", True),
    ],
)
def test_torch_is_left_alone_when_it_is_right(machine, monkeypatch, installed, own, override, needed):
    machine.version, machine.installed = "3.12", installed
    if override:
        monkeypatch.setenv("COURSE_TORCH", override)
    env = course.own_environment(".venv", "")._replace(own=own)
    assert course.lacks_torch(env) is needed


# --- installing and stamps -------------------------------------------------------------------------------------------


def pins_of(file):
    """{name: version} of those lines of a requirement file that ask for one version."""
    return {name: line.split("==")[1] for name, line in course.requirement_lines(file).items() if "==" in line}


def install(*files):
    course.install(course.course_environment(), list(files) or [course.REQUIREMENTS])


def test_first_installation(machine, capsys):
    install()
    lines = [" ".join(command) for command in machine.commands if "pip --version" not in " ".join(command)]
    steps = ["-m venv", "-r requirements.txt", " ".join(PINS), "importlib", "vision.note"]
    assert [step for line in lines for step in steps if step in line] == steps
    assert all(".venv" in line for line in lines)
    assert "--only-binary :all:" in lines[1]  # a missing build is told in a second, not compiled for an hour
    told = capsys.readouterr().out
    assert "up to 5.6 GB" in told and told.index("5.6 GB") < told.index("Checking")


def test_second_time_nothing_runs(machine):
    install()
    machine.commands.clear()
    install()
    assert machine.commands == []


def edit(file, old, new):
    path = Path(course.ROOT, file)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_changed_requirements_are_installed(machine):
    install()
    machine.commands.clear()
    edit("requirements.txt", "nbval==", "nbval>=")
    install()
    assert machine.did("-r requirements.txt") and not machine.did("-m venv") and not machine.did("torch==")


def test_changed_torch_pins_are_installed(machine):
    install()
    machine.commands.clear()
    edit("pyproject.toml", 'torchvision = "0.28.0"', 'torchvision = "0.29.0"')
    install()
    assert machine.did("torch==2.13.0 torchvision==0.29.0")


def test_another_python_is_another_environment(machine):
    install()
    machine.commands.clear()
    machine.version = "3.14"
    install()
    assert machine.did("-r requirements.txt")


def test_broken_environment_is_made_again(machine):
    install()
    machine.commands.clear()
    machine.version = None
    Path(course.ROOT, ".venv", "lib").mkdir()
    Path(course.ROOT, ".venv", "lib", "old").touch()
    install()
    assert machine.did("-m venv") and machine.did("-r requirements.txt") and machine.did("torch==")
    assert not Path(course.ROOT, ".venv", "lib").exists(), "nothing of the broken one is left"


def test_environment_that_was_left_half_made_is_made_again(machine):
    machine.failing("-m venv", "killed", code=-9)
    assert stop_of(install).key == "install_failed"
    machine.answers.clear()
    install()
    assert len(machine.did("-m venv")) == 2 and machine.did("torch==")


def test_environment_without_pip_gets_one_and_keeps_what_it_has(machine):
    """As `uv venv` leaves it."""
    theirs = Path(course.ROOT, ".venv", "theirs")
    theirs.parent.mkdir()
    theirs.touch()
    machine.version = "3.12"
    machine.failing("-m pip --version", "No module named pip")
    assert stop_of(install).key == "no_pip"
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


STRANGERS = [
    a_folder_with_files,
    a_link_to_a_folder_with_files,
    a_link_to_nothing,
    a_file,
    a_broken_environment_of_theirs,
]


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows seldom gives")
@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda stranger: stranger.__name__)
def test_what_others_put_where_the_environment_goes_stays(machine, monkeypatch, tmp_path, stranger):
    root = tmp_path / "the course"
    root.mkdir()
    for file in (course.REQUIREMENTS, "pyproject.toml"):
        (root / file).write_bytes((tmp_path / file).read_bytes())
    monkeypatch.setattr(course, "ROOT", str(root))
    stranger(root / ".venv", tmp_path / "elsewhere")
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*") if path != root}
    stop = stop_of(install)
    assert stop.key == "not_ours" and str(root / ".venv") in str(stop) and not machine.commands
    (root / ".course.lock").unlink()
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*") if path != root} == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows seldom gives")
@pytest.mark.parametrize("linked", [False, True])
def test_an_empty_folder_may_become_the_environment(machine, tmp_path, linked):
    place = Path(course.ROOT, ".venv")
    (tmp_path / "on another disk").mkdir()
    place.symlink_to(tmp_path / "on another disk") if linked else place.mkdir()
    install()
    assert machine.did("-m venv") and place.is_symlink() is linked


def test_a_second_set_up_waits_for_the_first_and_finds_all_done(machine, capsys):
    class Second(threading.Thread):
        def run(self):
            install()

    first_run_one, second = machine.run_one, Second(daemon=True)

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


def test_dev_requirements_have_their_own_stamp(machine):
    install()
    machine.commands.clear()
    install(course.REQUIREMENTS, course.REQUIREMENTS_DEV)
    assert machine.did("-r requirements-dev.txt")
    assert not machine.did("-r requirements.txt") and not machine.did("torch==")
    machine.commands.clear()
    install(course.REQUIREMENTS, course.REQUIREMENTS_DEV)
    assert machine.commands == []


def test_a_failed_installation_is_not_stamped(machine):
    machine.failing("-r requirements.txt", "boom")
    assert stop_of(install).key == "install_failed"
    machine.answers.clear()
    install()
    assert machine.did("torch==")


def test_a_damaged_stamp_means_doing_it_again(machine):
    install()
    machine.commands.clear()
    Path(course.course_environment().stamp_file).write_text("[half", encoding="utf-8")
    install()
    assert machine.did("-r requirements.txt")


def test_version_is_none_without_a_working_python(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "ROOT", str(tmp_path))
    env = course.own_environment(".venv", "")
    assert course.python_version(env) is None
    assert course.python_version(env._replace(python=sys.executable)) == "{}.{}".format(*sys.version_info[:2])
    monkeypatch.setattr(course, "OLDEST_PYTHON", (9, 9))
    assert course.python_version(env._replace(python=sys.executable)) is None


def test_uv_installs_everything_but_torch(machine, monkeypatch):
    monkeypatch.setattr(course.shutil, "which", lambda name: "/bin/uv" if name == "uv" else None)
    install()
    (command,) = machine.did("-r requirements.txt")
    assert command.startswith("uv pip install --python")
    (command,) = machine.did("torch==")
    assert "-m pip install" in command and command.endswith(" ".join(PINS))


def test_pip_takes_over_from_a_failing_uv(machine, monkeypatch):
    monkeypatch.setattr(course.shutil, "which", lambda name: "/bin/uv" if name == "uv" else None)
    machine.failing("uv pip install")
    install()
    assert len(machine.did("-r requirements.txt")) == 2 and machine.did("-m pip install --no-input")


def test_pip_unpacks_on_the_disk_of_the_course(machine):
    install()
    (variables,) = [v for c, v in zip(machine.commands, machine.variables, strict=True) if "torch==2.13.0" in c]
    assert variables["TMPDIR"].startswith(course.ROOT)
    assert not os.path.exists(variables["TMPDIR"])  # cleared away at the end


@pytest.mark.parametrize("name", course.STACKS)
def test_each_stack_has_an_environment_apart(machine, name):
    course.install(course.stack_environment(name), [course.stack_requirements(name)])
    assert machine.did(f"-r tests/requirements-{name}.txt") and machine.did("torch==2.13.0")
    assert all(f".venv-{name}" in " ".join(command) for command in machine.commands)


# --- what can go wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key, output",
    [
        ("no_network", "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError('"),
        ("no_network", "error: Failed to fetch: `https://x`\n  Caused by: dns error: failed to lookup address"),
        ("no_network", "socket.gaierror: [Errno -3] Temporary failure in name resolution"),
        ("no_network", "HTTPSConnectionPool(host='files', port=443): Read timed out."),
        ("no_space", "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"),
        ("no_quota", "ERROR: Could not install packages due to an OSError: [Errno 122] Disk quota exceeded: '/x'"),
        ("no_quota", "OSError: [Errno 69] Disc quota exceeded"),
        ("no_quota", "error: failed to write to file `x`: Disk quota exceeded (os error 122)"),
        ("no_trust", "WARNING: Retrying after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: "
         "CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain"),
        ("no_trust", "error: Failed to fetch: `https://x`\n  Caused by: invalid peer certificate: UnknownIssuer"),
        ("not_found", "ERROR: Could not find a version\nERROR: No matching distribution found for torch==2.13.0"),
        ("no_socks", "ERROR: Could not install packages due to an OSError: Missing dependencies for SOCKS support."),
        ("no_pip", "/usr/bin/python: No module named pip"),
        ("install_failed", "ERROR: something nobody thought of"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", ["-r requirements.txt", "torch==2.13.0"])
def test_failures_of_pip_are_told_in_words(machine, step, key, output):
    machine.failing(step, output)
    stop = stop_of(install)
    assert stop.key == key
    assert "{" not in str(stop)
    assert (output.splitlines()[-1] in str(stop)) == (key == "install_failed")
    assert key == "install_failed" or len(str(stop).splitlines()) <= 2


def test_what_pip_does_not_find_is_named_and_no_cause_is_claimed(machine):
    """pip says the same of a machine without builds, of an index that is no index and of one that is never asked."""
    none = "ERROR: Could not find a version that satisfies the requirement numpy==2.4.6 (from versions: none)\n"
    machine.failing("-r requirements.txt", none + "ERROR: No matching distribution found for numpy==2.4.6\n\nnotice")
    said = str(stop_of(install))
    assert "no numpy==2.4.6 for Python 3.12 on Linux x86_64" in said
    assert "network" in said and "pip config list" in said and "conda" in said and "There is no build" not in said


@pytest.mark.skipif(os.name == "nt", reason="a folder's name holds no colon there")
def test_a_folder_in_which_no_environment_can_be_is_to_be_renamed(tmp_path):
    folder = tmp_path / "week 1:2"
    output = subprocess.run([sys.executable, "-m", "venv", folder / ".venv"], capture_output=True, text=True)
    stop = course.failure("x", output.stdout + output.stderr, course.own_environment(".venv", ""))
    assert stop.key == "bad_name" and "ename" in str(stop)


def test_no_network_wins_over_what_follows_from_it(machine):
    machine.failing(
        "torch==", "WARNING: connection broken by X\nERROR: No matching distribution found for torch==2.13.0"
    )
    assert stop_of(install).key == "no_network"


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_venv_module(machine, monkeypatch, module):
    find = course.importlib.util.find_spec
    monkeypatch.setattr(course.importlib.util, "find_spec", lambda name: None if name == module else find(name))
    stop = stop_of(install)
    assert stop.key == "no_venv" and module in str(stop) and "sudo apt install python3-venv" in str(stop)
    assert machine.commands == []


@pytest.mark.parametrize("made", [False, True])
def test_folder_without_permission(machine, monkeypatch, made):
    if made:
        install()
        edit("requirements.txt", "nbval==", "nbval>=")
        machine.commands.clear()
    monkeypatch.setattr(course.os, "access", lambda path, mode: False)
    assert stop_of(install).key == "not_writable" and machine.commands == []


def test_full_disk_is_seen_before_anything_is_done(machine, monkeypatch):
    monkeypatch.setattr(course.shutil, "disk_usage", lambda folder: SimpleNamespace(free=1.5e9))
    stop = stop_of(install)
    assert stop.key == "no_space" and "1.5 GB free" in str(stop) and "about 2 GB" in str(stop)
    assert machine.commands == []


@pytest.mark.parametrize("driver, index, warned", [(False, False, True), (True, False, True), (False, True, False)])
def test_little_disk_is_told_where_cuda_may_come(machine, monkeypatch, capsys, driver, index, warned):
    monkeypatch.setattr(course.shutil, "disk_usage", lambda folder: SimpleNamespace(free=4e9))
    monkeypatch.setattr(course, "has_nvidia_driver", lambda: driver)
    monkeypatch.setattr(course, "cpu_index_answers", lambda *_: index)
    install()
    assert ("Only 4.0 GB" in capsys.readouterr().out) is warned


def test_packages_that_do_not_work_together(machine):
    machine.failing("importlib", "Traceback\nImportError: libgomp.so.1: cannot open shared object file")
    stop = stop_of(install)
    assert stop.key == "import_failed" and "libgomp" in str(stop)
    assert course.REQUIREMENTS not in course.read_stamps(course.course_environment())


def test_setup_mends_versions_that_were_changed_since(machine, capsys):
    assert course.main(["setup"]) == 0
    for name, words in {"torch": "torch==2.13.0", "numpy": "-r requirements.txt"}.items():
        machine.commands.clear()
        machine.installed[name] = "1.0"
        assert course.main(["setup"]) == 0
        assert machine.did(words) and not machine.did("-m venv")
        assert bool(machine.did("torch==")) == (name == "torch")
        assert machine.installed[name] != "1.0"


def test_setup_tells_packages_that_were_broken_since_and_so_does_the_next_start(machine, monkeypatch, capsys):
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: pytest.fail("it opens"))
    assert course.main(["setup"]) == 0
    machine.failing("importlib", "ImportError: libtorch_cpu.so: cannot open shared object file")
    capsys.readouterr()
    for command in ("setup", "start"):
        assert course.main([command]) == 1
        told = capsys.readouterr()
        assert "ready (" not in told.out and "libtorch_cpu.so" in told.err and "Delete" in told.err


@pytest.mark.parametrize(("step", "other"),
                         [("import utils.data", "no_data"), ("jupyterlab --config", "jupyter_ended")])
def test_packages_that_do_not_import_are_told_as_such_where_a_program_ends(machine, monkeypatch, step, other):
    monkeypatch.setattr(course.signal, "signal", lambda number, handler: None)
    install()
    machine.failing(step)
    start = lambda: course.start(course.parse(["start", "--no-browser"]))  # noqa: E731
    assert stop_of(start).key == other
    machine.failing("importlib", "ModuleNotFoundError: No module named 'jupyterlab'")
    assert stop_of(start).key == "import_failed"


def test_torchvision_that_does_not_import_is_a_note(machine, capsys):
    machine.failing("vision.note", "Traceback\nRuntimeError: operator torchvision::nms does not exist")
    install()
    assert "RuntimeError: operator torchvision::nms" in capsys.readouterr().out
    assert course.read_stamps(course.course_environment())


def test_missing_data_lets_start_go_on_but_not_setup(machine, monkeypatch, capsys):
    machine.failing("import utils.data", code=course.NOT_ALL_DATA)
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: 0)
    assert course.main(["setup"]) == 1
    told = capsys.readouterr().out
    assert "next start tries again" in told and "sample" not in told, "which data the lessons use, utils.data has said"
    assert course.main(["start"]) == 0
    assert len(machine.did("import utils.data")) == 2  # not stamped: start tried again


def test_data_that_is_gone_is_tried_again_by_the_next_start(machine, monkeypatch):
    """It was ready once, and a setup has found that it is no longer."""
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: 0)
    assert course.main(["setup"]) == 0
    machine.failing("import utils.data", code=course.NOT_ALL_DATA)
    assert [course.main(["setup"]), course.main(["start"])] == [1, 0]
    assert len(machine.did("import utils.data")) == 3


def test_start_looks_at_packages_where_one_has_come_or_gone(machine, monkeypatch):
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: 0)
    assert [course.main(["setup"]), course.main(["test"])] == [0, 0]
    machine.commands.clear()
    assert course.main(["start"]) == 0 and not machine.did("pip install")
    del machine.installed["ipywidgets"]
    machine.changed += 1
    assert course.main(["start"]) == 0
    assert machine.did("pip install") and "ipywidgets" in machine.installed
    machine.commands.clear()
    assert course.main(["start"]) == 0 and not machine.did("pip install"), "once"


def test_ctrl_c_while_the_data_program_loads_leaves_no_traceback(tmp_path):
    """A program that stops in an import: numpy's place, from which it signals itself."""
    (tmp_path / "utils").mkdir()
    program = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nprint('on')"
    (tmp_path / "utils" / "data.py").write_text(program, encoding="utf-8")
    ran = subprocess.run([sys.executable, "-c", course.FETCH_DATA], cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize("file", ["json.py", "random.py", "torch.py", "numpy/__init__.py", "notebooks/torch.py"])
@pytest.mark.parametrize("command", ["setup", "reset"])
def test_a_file_that_hides_a_module_is_named(tmp_path, command, file):
    """And by a course.py which must not take it for Python's own itself."""
    shutil.copy(HOME / "course.py", tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("print('mine')", encoding="utf-8")
    command = [sys.executable, "course.py", command, "03"][: 4 if command == "reset" else 3]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    name = Path(file).parts[-2] if file.endswith("__init__.py") else Path(file).stem
    words = course.MESSAGES["hidden"].format(file=tmp_path / file, name=name)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", words + "\n")


def test_a_file_of_the_learners_that_hides_nothing_is_no_trouble(tmp_path, monkeypatch):
    monkeypatch.setattr(course, "ROOT", str(tmp_path))
    for file in ("notes.py", "notebooks/code.py", "torch.ipynb"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
    course.check_names()


def test_no_data_at_all_promises_no_lesson(machine, monkeypatch, capsys):
    """A setting that is wrong, a sample that is not whole, a traceback: whatever ends otherwise opens no lesson."""
    machine.failing("import utils.data", code=1)
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: pytest.fail("it opens"))
    assert [course.main(["setup"]), course.main(["start"])] == [1, 1]
    told = capsys.readouterr()
    assert "ready (" not in told.out and "sample" not in told.out and "no lesson runs" in told.err
    assert course.NOT_ALL_DATA == data.NOT_ALL_DATA


@pytest.mark.parametrize("set_by_user", ["latin-1", "ascii:strict", None])
def test_programs_we_start_can_print_every_letter(monkeypatch, set_by_user):
    """As course.py itself does: in the terminal's encoding, with a question mark for what it has not."""
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    if set_by_user:
        monkeypatch.setenv("PYTHONIOENCODING", set_by_user)
    code = "import course, subprocess, sys; print('a', flush=True); sys.exit(subprocess.call([sys.executable, '-c', "
    code += "'print(chr(0x8bfe) + chr(0xdcff))'], env=course.child_environment()))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.split()[1] == (b"??" if set_by_user else "\u8bfe?".encode(sys.getfilesystemencoding()))


def test_data_is_fetched_once_but_setup_looks_again(machine, monkeypatch):
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: 0)
    assert course.main(["start"]) == course.main(["start"]) == 0
    assert len(machine.did("import utils.data")) == 1
    assert course.main(["setup"]) == 0
    assert len(machine.did("import utils.data")) == 2
    monkeypatch.setenv("COURSE_DATA", "sample")
    assert course.main(["start"]) == 0
    assert len(machine.did("import utils.data")) == 3
    monkeypatch.delenv("COURSE_DATA")
    assert course.main(["start"]) == 0
    assert len(machine.did("import utils.data")) == 3, "what was ready before the sample is ready after it"


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
    answer = course.run_quietly([sys.executable, "-c", code], env=course.child_environment())
    assert answer == (7, "What the lessons share" + os.linesep)


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
    said = course.run_quietly([sys.executable, "-c", where], env=course.child_environment())[1]
    assert said.split() == ["False", "None", "None", "None"]


def test_an_environment_of_somebody_else_keeps_its_settings(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "x")  # where the Python is often not the user's to write
    settings = {"PIP_USER": "1", "PYTHONPATH": "/hub/packages"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert settings.items() <= course.child_environment().items()


def test_what_is_asked_about_the_environment_does_not_heed_other_packages(machine, monkeypatch):
    seen = []
    ask = machine.check_output
    monkeypatch.setattr(machine, "check_output", lambda *a, env=None, **k: seen.append((a[0], env)) or ask(*a, **k))
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    machine.version = "3.12"
    install()
    questions = [(command, variables) for command, variables in seen if "-I" not in command]
    assert questions and all(variables and "PYTHONPATH" not in variables for _, variables in questions)
    assert all("PYTHONPATH" not in variables for variables in machine.variables)


@pytest.fixture
def home(machine, monkeypatch, tmp_path):
    """home(folder) makes it the home folder, with none of Jupyter's own variables set."""
    for name in course.SETTINGS_FOLDERS:
        monkeypatch.setenv(name, "set, so that it is put back afterwards")
        monkeypatch.delenv(name)
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: 0)

    def set_home(folder):
        monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(folder))

    return set_home


def test_a_home_that_cannot_be_written_is_told_and_done_without(machine, home, monkeypatch, tmp_path, capsys):
    home(tmp_path / "not there")
    monkeypatch.setenv("MPLCONFIGDIR", "mine")
    assert course.main(["start"]) == 0
    told = capsys.readouterr().out
    assert f"Your home folder {tmp_path / 'not there'} cannot be written to (No such file or directory)" in told
    variables = course.child_environment()
    assert variables["MPLCONFIGDIR"] == "mine"
    for name in set(course.SETTINGS_FOLDERS) - {"MPLCONFIGDIR"}:
        assert os.path.isdir(os.path.dirname(variables[name]))


@pytest.mark.skipif(os.name == "nt", reason="Windows knows the home folder by other names")
@pytest.mark.parametrize("set_to", ["", None, "relative"])
def test_without_a_home_nothing_makes_one_called_by_a_tilde(machine, home, monkeypatch, capsys, set_to):
    """expanduser gives the "~" itself to a user whom the system does not know, as in many containers."""
    home(set_to or "")
    if set_to is None:
        monkeypatch.delenv("HOME")
    monkeypatch.setattr(course.os.path, "expanduser", lambda path: {None: path, "": "/"}.get(set_to, set_to))
    assert course.main(["start"]) == 0
    told = capsys.readouterr().out
    assert "no home folder" in told and "empty" not in told
    assert os.path.isdir(course.child_environment()["HOME"])
    assert os.path.isabs(course.child_environment()["HOME"])


def test_a_home_that_can_be_written_is_used(machine, home, tmp_path, capsys):
    home(tmp_path)
    assert course.main(["start"]) == 0
    assert "home folder" not in capsys.readouterr().out
    assert not set(course.SETTINGS_FOLDERS) & set(course.child_environment())


def test_a_ready_course_starts_from_a_folder_that_cannot_be_written(machine, home, monkeypatch, capsys):
    """Only the file system is played: whoever runs the tests as root may write everywhere."""
    assert course.main(["start"]) == 0
    capsys.readouterr()
    machine.commands.clear()

    def read_only(name):
        def refuse(path, *rest, **more):
            raise OSError(30, "Read-only file system", path)

        return refuse

    for name in ("makedirs", "replace"):
        monkeypatch.setattr(course.os, name, read_only(name))
    monkeypatch.setattr(course, "write_problem", lambda folder: "Read-only" if folder == course.ROOT else None)
    assert course.main(["start"]) == 0
    told = capsys.readouterr()
    assert "cannot be written to (Read-only): what you change in a lesson cannot be saved" in told.out and not told.err
    assert not machine.did("pip install")


def test_a_quota_that_is_used_up_is_told_wherever_it_shows(machine, monkeypatch, capsys):
    def full(*_, **more):
        raise OSError(122, "Disk quota exceeded", "/somewhere")

    monkeypatch.setattr(course.os, "makedirs", full)
    assert course.main(["setup"]) == 1
    assert "quota" in capsys.readouterr().err
    monkeypatch.setattr(course.os, "makedirs", lambda *_, **more: [][1])
    with pytest.raises(IndexError):  # what nobody thought of keeps its traceback
        course.main(["setup"])


@pytest.mark.parametrize("file", ["pyproject.toml", course.REQUIREMENTS, "tools"])
def test_a_folder_that_is_not_whole_is_told(machine, home, monkeypatch, tmp_path, capsys, file):
    if file == "tools":
        monkeypatch.setitem(sys.modules, "tools.lock", None)  # importing it fails
    else:
        (tmp_path / file).unlink()
    assert course.main(["setup"]) == 1
    assert f"not whole: {file} is not there" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows seldom gives")
def test_through_a_link_the_course_is_the_same(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(HOME, target_is_directory=True)
    assert runpy.run_path(str(link / "course.py"))["ROOT"] == str(HOME.resolve())


def test_ctrl_c_is_no_traceback(machine, monkeypatch, capsys):
    def ctrl_c(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(course, "install", ctrl_c)
    assert course.main(["setup"]) == 130
    assert "goes on from here" in capsys.readouterr().out


# --- JupyterLab ------------------------------------------------------------------------------------------------------


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_taken_port_is_told_before_the_long_work(machine, taken_port, capsys):
    assert course.main(["start", "--port", str(taken_port)]) == 1
    assert f"Port {taken_port}" in capsys.readouterr().err
    assert machine.commands == []


def test_free_port_is_taken_exactly(taken_port, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert course.choose_port(free) == free
    monkeypatch.setattr(course, "PORTS", [taken_port, free])
    assert course.choose_port(None) == free
    monkeypatch.setattr(course, "PORTS", [taken_port])
    assert stop_of(course.choose_port, None).key == "ports_taken"


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_impossible_ports(port, capsys):
    with pytest.raises(SystemExit):
        course.parse(["start", "--port=" + port])
    assert "from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("user, allowed", [(0, True), (1000, False)])
def test_jupyterlab_is_on_loopback_behind_a_token(monkeypatch, user, allowed):
    monkeypatch.setattr(course.os, "geteuid", lambda: user, raising=False)
    config = course.lab_config(course.own_environment(".venv", ""), 8888, "secret", browser=False)
    assert config["IdentityProvider"] == {"token": "secret"}
    server = config["ServerApp"]
    assert (server["ip"], server["port"], server["port_retries"]) == ("127.0.0.1", 8888, 0)
    assert server["open_browser"] is False and server.get("allow_root", False) is allowed


class Lab(Process):
    """A JupyterLab that runs until it is told to end."""

    def __init__(self, command):
        super().__init__(None)
        (path,) = [word.split("=", 1)[1] for word in command if word.startswith("--config=")]
        self.config, self.mode = json.loads(Path(path).read_text(encoding="utf-8")), stat.S_IMODE(os.stat(path).st_mode)
        self.path, self.command, self.pid = path, command, path  # a real number would be somebody's

    def wait(self, timeout=None):
        if self.returncode is None:
            raise KeyboardInterrupt
        return self.returncode


@pytest.fixture
def lab(machine, monkeypatch):
    """Makes Popen start a `Lab`; the list of those started."""
    started = []

    other = machine.Popen

    def popen(command, **options):
        if "jupyterlab" not in command[:3]:
            return other(command, **options)
        started.append(Lab(command))
        return started[-1]

    monkeypatch.setattr(machine, "Popen", popen)
    monkeypatch.setattr(course.signal, "signal", lambda number, handler: None)
    groups = lambda pid, number: [server.terminate() for server in started if server.pid == pid]  # noqa: E731
    monkeypatch.setattr(course.os, "killpg", groups, raising=False)
    return started


@pytest.fixture
def answering_port(lab, web):
    """The port of a server that knows the token of the `Lab` started last, and no other."""
    known = lambda: lab and "token " + lab[-1].config["IdentityProvider"]["token"]  # noqa: E731
    return int(web(lambda path, token: (200 if token == known() else 403, ""))[0].rpartition(":")[2])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no terminate for consoles and no file modes")
def test_the_address_works_and_the_token_stays_private(lab, answering_port, capsys):
    notebooks = Path(course.ROOT, "notebooks")
    notebooks.mkdir()
    (notebooks / "00_start_here.ipynb").touch()
    assert course.serve_lab(course.course_environment(), answering_port, browser=False) == 0
    (server,) = lab
    token = server.config["IdentityProvider"]["token"]
    address = f"http://127.0.0.1:{answering_port}/lab/tree/notebooks/00_start_here.ipynb?token={token}"
    assert address in capsys.readouterr().out.split()
    assert len(token) == 48 and token not in " ".join(server.command)
    assert server.mode == 0o600 and not os.path.exists(server.path)
    assert server.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups")
def test_a_program_that_jupyterlab_waits_for_ends_with_it(machine, monkeypatch, tmp_path):
    """As its npm does where there is no home: JupyterLab, asked to stop, would wait for it."""
    up, started = tmp_path / "up", []
    waits = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
    server = "import signal, subprocess, sys; signal.signal(signal.SIGTERM, lambda *_: None); "
    server += "sys.exit(subprocess.call([sys.executable, '-c', *sys.argv[1:]]) + 100)"

    def popen(command, **options):
        started.append(subprocess.Popen([sys.executable, "-c", server, waits, str(up)], **options))
        return started[0]

    def ctrl_c(process, port, token):
        deadline = time.monotonic() + 30
        while not up.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        raise KeyboardInterrupt

    monkeypatch.setattr(machine, "Popen", popen)
    monkeypatch.setattr(course.signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(course, "wait_for_server", ctrl_c)
    assert course.serve_lab(course.course_environment(), 8888, browser=False) == 0
    assert started[0].returncode == 100 - signal.SIGTERM, "it saw its program end, and ended by itself"


@pytest.mark.slow
def test_jupyterlab_starts_whatever_the_proxy(machine, monkeypatch):
    """It reads the variables when it is imported, and ends at a SOCKS proxy."""
    ask = "import jupyterlab.extensions.pypi; print('imports')"
    for name in ("ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    variables = course.lab_environment()
    assert variables["HTTPS_PROXY"] == "http://127.0.0.1:9"
    answer = subprocess.run([sys.executable, "-c", ask], env=variables, capture_output=True, text=True)
    assert answer.stdout == "imports\n", answer.stderr


def test_each_start_has_a_token_of_its_own(lab, answering_port):
    for _ in range(2):
        course.serve_lab(course.course_environment(), answering_port, browser=False)
    assert lab[0].config["IdentityProvider"] != lab[1].config["IdentityProvider"]


def test_of_two_starts_at_once_each_tells_its_own_address(lab, answering_port, web, monkeypatch, capsys):
    """The port was free when we looked; then the server of another start is on it, and our JupyterLab ends."""
    theirs = int(web(lambda path, token: (403, ""))[0].rpartition(":")[2])
    problems = {theirs: [None, "in use", "in use"], answering_port: [None]}
    monkeypatch.setattr(course, "PORTS", [theirs, answering_port])
    monkeypatch.setattr(course, "port_problem", lambda port: problems[port].pop(0))
    monkeypatch.setattr(course.time, "sleep", lambda seconds: lab[-1].kill())
    assert course.run_lab(course.course_environment(), None, browser=False) == 0
    told = capsys.readouterr().out
    assert [server.config["ServerApp"]["port"] for server in lab] == [theirs, answering_port]
    assert f"quicker to take port {theirs}" in told and told.count("The course is open at") == 1
    assert f"http://127.0.0.1:{answering_port}/lab" in told and f":{theirs}/" not in told


def test_a_port_that_was_asked_for_is_not_exchanged(lab, web, monkeypatch, capsys):
    theirs = int(web(lambda path, token: (403, ""))[0].rpartition(":")[2])
    monkeypatch.setattr(course, "choose_port", lambda wanted: wanted)
    monkeypatch.setattr(course.time, "sleep", lambda seconds: lab[-1].kill())
    assert stop_of(course.run_lab, course.course_environment(), theirs, browser=False).key == "jupyter_ended"
    assert len(lab) == 1 and "is open at" not in capsys.readouterr().out


def test_jupyterlab_that_ends_at_once(machine, monkeypatch):
    monkeypatch.setattr(course.signal, "signal", lambda number, handler: None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    machine.failing("jupyterlab --config")
    assert stop_of(course.run_lab, course.course_environment(), free, browser=False).key == "jupyter_ended"


def test_without_the_first_lesson_jupyterlab_opens_all_the_same(lab, answering_port, capsys):
    assert course.serve_lab(course.course_environment(), answering_port, browser=False) == 0
    assert lab[0].command[-1].startswith("--config=")
    assert f":{answering_port}/lab?token=" in capsys.readouterr().out
    assert (HOME / course.FIRST_LESSON).is_file()


def test_no_news_over_the_lesson(machine, monkeypatch):
    monkeypatch.setattr(course, "run_lab", lambda env, port, browser: 0)
    assert course.main(["start"]) == 0
    text = Path(course.ROOT, ".venv/share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8")
    assert json.loads(text)["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_settings_exist_in_jupyterlab():
    """The names in LAB_SETTINGS against the schemas that the installed JupyterLab brings."""
    schemas = Path(sys.prefix, "share/jupyter/lab/schemas")
    for plugin, settings in course.LAB_SETTINGS.items():
        package, name = plugin.split(":")
        schema = json.loads((schemas / package / (name + ".json")).read_text(encoding="utf-8"))
        assert set(settings) <= set(schema["properties"])


# --- the gate --------------------------------------------------------------------------------------------------------


def pytest_command(machine, *arguments):
    course.main(["test", *arguments])
    (command,) = machine.did("-m pytest")
    return command


def test_three_sizes(machine):
    fast, plain, everything = (
        course.pytest_arguments(*size) for size in ((True, False), (False, False), (False, True))
    )
    assert fast[-1:] == ["tests"] and "--nbval" not in fast
    rest = "not mutants and not thorough and not book and not browser and not colab and not newest and not floor"
    assert f"not kernel and not slow and not faults and {rest}" in fast
    assert plain[-2:] == ["tests", "notebooks"] and "--nbval" in plain and rest in plain
    assert everything[-2:] == ["tests", "notebooks"] and "--nbval" in everything and "-m" not in everything
    settings = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    for marker in re.findall(r"not (\w+)", " ".join(fast)):
        assert f'"{marker}:' in settings


@pytest.mark.parametrize("code", [0, 1, 2, 5])
def test_the_exit_code_is_pytests_own(machine, code):
    """5 is pytest's word for: no test was found. It must fail."""
    machine.failing("-m pytest", code=code)
    assert course.main(["test"]) == code


def test_pytest_fails_when_it_finds_nothing(tmp_path):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    assert subprocess.run(command, capture_output=True, cwd=tmp_path).returncode == 5


@pytest.mark.parametrize("name", [*course.STACKS, "book", "notebook"])
def test_only_all_builds_the_other_environments(machine, name):
    assert f"not {'browser' if name == 'notebook' else name}" in pytest_command(machine)
    assert not machine.did(f"requirements-{name}")
    machine.commands.clear(), machine.variables.clear()
    pytest_command(machine, "--all")
    assert machine.did(f"requirements-{name}")
    assert f".venv-{name}" in machine.variables[-1][f"COURSE_{name.upper()}_PYTHON"]
    assert machine.variables[-1]["OMP_NUM_THREADS"] == "1"


def test_arguments_after_two_dashes_go_to_pytest(machine, capsys):
    assert pytest_command(machine, "--fast", "--", "-k", "losses").endswith("tests -k losses")
    with pytest.raises(SystemExit):
        course.main(["setup", "--", "-k"])
    with pytest.raises(SystemExit):
        course.main(["test", "--fast", "--all"])


@pytest.mark.parametrize(("name", "argument"), [("refresh", "03"), ("sweeps", "500")])
def test_an_authors_tool_runs_in_the_environment(machine, name, argument):
    machine.failing(f"tools.{name}", code=3)
    assert course.main([name, argument]) == 3
    (command,) = machine.did(f"tools.{name}")
    assert ".venv" in command and command.endswith(f"-m tools.{name} {argument}")
    assert machine.did("-r requirements-dev.txt")


def test_reset_runs_the_tool_in_the_environment(machine):
    machine.failing("tools.reset", code=3)
    assert course.main(["reset", "03"]) == 3
    (command,) = machine.did("tools.reset")
    assert ".venv" in command and command.endswith("-m tools.reset 03")
    assert not machine.did("utils.data"), "no data is needed, nor waited for"
    with pytest.raises(SystemExit):
        course.main(["reset"])  # never everything at a slip


def test_mark_takes_paths_from_where_the_teacher_stands(machine, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    machine.failing("tools.mark", code=3)
    assert course.main(["mark", "class of 26", "--table=t.csv", "--seconds=9", "--jobs=3"]) == 3
    command = next(command for command in machine.commands if "tools.mark" in command)
    folder, table = str(tmp_path / "class of 26"), str(tmp_path / "t.csv")
    assert command[1:] == ["-m", "tools.mark", folder, "--table=" + table, "--seconds=9.0", "--jobs=3"]
    assert not machine.did("-r requirements-dev.txt"), "a teacher needs no tools of ours"
    course.main(["mark", "x", "--seconds=0"])
    assert machine.commands[-1][-1] == "--seconds=0.0", "it is for the tool to say that it takes no such limit"
    course.main(["mark", "x"])
    assert machine.commands[-1][1:] == ["-m", "tools.mark", str(tmp_path / "x")]


@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [([], ""), (["--repository", "me/it"], " --repository=me/it"), (["--repository", ""], " --repository=")],
)
def test_colab_runs_the_tool_in_the_environment_and_needs_no_data(machine, arguments, passed_on):
    machine.failing("tools.colab", code=3)
    assert course.main(["colab", *arguments]) == 3
    (command,) = machine.did("tools.colab")
    assert ".venv" in command and command.endswith("-m tools.colab" + passed_on)
    assert machine.did("-r requirements-dev.txt") and not machine.did("utils.data")


def test_the_book_has_an_environment_apart_without_torch_and_needs_no_data(machine, capsys):
    machine.failing("tools.book", code=3)
    assert course.main(["book"]) == 3
    assert all(".venv-book" in " ".join(command) for command in machine.commands)
    (command,) = machine.did("-m tools.book")
    assert command.endswith("-m tools.book") and machine.did("-r requirements-book.txt")
    assert machine.did("import_module") and "Checking" in capsys.readouterr().out
    assert not machine.did("torch==") and not machine.did("vision.note") and not machine.did("utils.data")
    machine.commands.clear()
    course.main(["book"])
    assert len(machine.commands) == 1, "the second time it only builds"


def test_programs_that_are_left_are_ended():
    """A program that heeds no terminate is killed; one that has ended keeps its code."""
    code = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); sys.stdin.read()"
    stubborn = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    stubborn.stdout.readline()
    course.end(stubborn, patience=0.2)
    assert stubborn.returncode == (1 if os.name == "nt" else -signal.SIGKILL)
    stubborn.communicate()
    assert course.run_to_end([sys.executable, "-c", "import sys; sys.exit(7)"]) == 7
    assert course.run_quietly([sys.executable, "-c", "print('words'); exit(3)"]) == (3, "words" + os.linesep)


# --- the files agree -------------------------------------------------------------------------------------------------


def test_every_message_is_used_and_every_used_message_exists():
    tree = ast.parse(SOURCE)
    (table,) = [n.value for n in tree.body if isinstance(n, ast.Assign) and n.targets[0].id == "MESSAGES"]
    outside = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and n not in set(ast.walk(table))]
    assert set(course.MESSAGES) <= set(outside)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("say", "Stop")]
    named = {n.args[0].value for n in calls if isinstance(n.args[0], ast.Constant)}
    assert named and named <= set(course.MESSAGES)
    assert {key for key, _ in course.SYMPTOMS} <= set(course.MESSAGES)


INFRASTRUCTURE = {"jupyterlab", "ipykernel", "ipython", "nbval", "pytest", "ruff"}  # run, not always imported
DISTRIBUTION = {
    "IPython": "ipython",
    "PIL": "pillow",
    "axe_playwright_python": "axe-playwright-python",
    "colour": "colour-science",
    "imagehash": "ImageHash",
    "sklearn": "scikit-learn",
    "xdist": "pytest-xdist",
}
CONDA = {"pytorch": "torch", "matplotlib-base": "matplotlib"}
OWN = {"utils", "tools", "tests", "course", "google"} | {path.stem for path in (HOME / "tests").iterdir()}


def imports_of(*folders):
    """Distributions that the Python files and notebooks of the folders import; not ours, not the standard library."""
    sources = []
    for folder in folders:
        sources += [path.read_text(encoding="utf-8") for path in (HOME / folder).rglob("*.py")]
        for path in (HOME / folder).glob("*.ipynb"):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            sources += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    found = set()
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:  # a cell with a magic, or a file that is broken on purpose
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("importorskip", "import_module"):
                found |= {a.value.split(".")[0] for a in node.args[:1] if isinstance(a, ast.Constant)}
    return {DISTRIBUTION.get(name, name) for name in found - set(sys.stdlib_module_names) - OWN}


def names_in(file):
    return set(course.requirement_lines(file))


def test_requirements_are_what_the_course_imports():
    used = imports_of("utils", "notebooks") - {"torch", "torchvision"}
    assert used <= names_in("requirements.txt")
    assert names_in("requirements.txt") - INFRASTRUCTURE <= used


def test_dev_requirements_are_what_tests_and_tools_import():
    have = names_in("requirements.txt") | names_in("requirements-dev.txt") | {"torch", "torchvision"}
    used = imports_of("tests", "tools", "benchmarks")
    assert used <= have
    assert names_in("requirements-dev.txt") - INFRASTRUCTURE <= used


def test_imports_are_found_in_every_file_of_ours():
    """`imports_of` leaves out what it cannot read; of ours that is nothing, and what it finds is not nothing."""
    for folder in ("utils", "tools", "benchmarks"):
        for path in (HOME / folder).rglob("*.py"):
            ast.parse(path.read_text(encoding="utf-8"))
    assert {"torch", "numpy", "matplotlib", "ipywidgets", "pillow"} <= imports_of("utils")
    assert {"torch", "numpy"} <= imports_of("notebooks")
    assert {"nbclient", "jupyter_client", "nbformat", "jupytext"} <= imports_of("tools")


def brought_by(names):
    """Distributions that the named ones bring along here, by their own metadata; names in one spelling."""
    found, waiting = set(), list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        waiting += [re.split(r"[^\w.-]", line)[0] for line in lines if "extra ==" not in line]
    return found


def test_marking_and_resetting_need_no_tools_of_ours(tmp_path):
    """`course.py mark` and `reset` install requirements.txt only; what they import must come with it."""
    code = "import sys, tools.mark, tools.reset; print(*{name.partition('.')[0] for name in sys.modules})"
    modules = subprocess.check_output([sys.executable, "-c", code], cwd=HOME, encoding="utf-8").split()
    dev = names_in("requirements-dev.txt") - INFRASTRUCTURE
    needed = {DISTRIBUTION.get(module, module) for module in modules} & dev
    assert {name.replace("_", "-") for name in needed} <= brought_by(names_in("requirements.txt"))


def test_requirements_have_exact_versions():
    """The newest packages alone are not pinned: to meet what comes is their purpose."""
    for file in REQUIREMENT_FILES:
        lines = course.requirement_lines(file)
        sign = ">=" if file == course.stack_requirements("newest") else "=="
        assert lines
        for name, line in lines.items():
            assert re.fullmatch(re.escape(name) + sign + r"[0-9][0-9a-z.]*", line), line


def test_the_newest_packages_are_the_tested_ones_or_newer():
    pins = pins_of(course.REQUIREMENTS)
    lines = course.requirement_lines(course.stack_requirements("newest"))
    assert {name: line.split(">=")[1] for name, line in lines.items()}.items() <= pins.items()


def test_notebook_7_is_made_of_the_same_jupyterlab():
    """Its page draws what the kernel of the course's environment sends."""
    pins, lines = (course.requirement_lines(file) for file in (course.REQUIREMENTS, course.REQUIREMENTS_NOTEBOOK))
    assert lines["jupyterlab"] == pins["jupyterlab"]
    widgets = lines["jupyterlab_widgets"].split("==")[1], metadata.version("jupyterlab_widgets")
    assert len({version.rsplit(".", 1)[0] for version in widgets}) == 1


def test_the_oldest_packages_are_the_lowest_that_conda_may_take():
    ranges = conda_ranges()
    lines = course.requirement_lines(course.stack_requirements("floor"))
    for name, line in lines.items():
        version = tuple(map(int, line.split("==")[1].split(".")))
        low = (7, 7, 1) if name == "ipywidgets" else ranges[name][1]  # Colab's, which conda's front ends do not show
        assert version[: len(low)] == low, name
    assert set(lines) == names_in(course.stack_requirements("newest"))


def conda_ranges():
    """{name as in requirements.txt: (lowest, wildcard)} of environment.yml."""
    lines = re.findall(r"^  - ([\w-]+)(>=|=)([\d.]+?)(?:\.\*)?$", (HOME / "environment.yml").read_text("utf-8"), re.M)
    return {CONDA.get(name, name): (sign, tuple(map(int, low.split(".")))) for name, sign, low in lines}


def test_conda_has_the_same_list():
    ranges = conda_ranges()
    assert set(ranges) - {"python"} == names_in("requirements.txt") | {"torch", "torchvision"}


def test_the_pinned_versions_lie_in_condas_ranges():
    settings = course.course_settings()
    pins = pins_of(course.REQUIREMENTS)
    pins |= {"torch": settings["torch"], "torchvision": settings["torchvision"], "python": "3.12"}
    for name, (sign, low) in conda_ranges().items():
        version = tuple(map(int, pins[name].split(".")))
        assert version >= low if sign == ">=" else version[: len(low)] == low, name


def test_this_environment_is_the_pinned_one():
    """The tests speak for the versions in requirements.txt only when they run on them."""
    env = course.course_environment()._replace(python=sys.executable)
    if not env.own:
        pytest.skip("a conda or hub environment keeps versions of its own")
    pins = pins_of(course.REQUIREMENTS)
    assert course.installed_versions(env, pins) == pins


def test_readme_names_commands_that_exist():
    known = "start|test|setup|refresh|colab|reset|mark|sweeps"
    commands = re.findall(rf"course\.py ((?:{known})[^\n`#]*)", (HOME / "README.md").read_text("utf-8"))
    assert {"start", "test"} <= {command.strip() for command in commands}
    for command in commands:
        course.parse(command.split("  ")[0].split())


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
@pytest.mark.parametrize(
    "venv, data, expected",
    [(True, True, None), (False, True, "python3 python3-venv"), (True, False, "dataset-fashion-mnist")],
)
def test_ci_installs_only_what_is_missing(tmp_path, venv, data, expected):
    (tmp_path / ".ci").mkdir()
    script = (HOME / ".ci/run").read_text(encoding="utf-8")
    assert "/usr/share/datasets/fashion-mnist" in script
    (tmp_path / ".ci/run").write_text(script.replace("/usr/share/datasets", str(tmp_path / "none")), encoding="utf-8")
    if data:
        (tmp_path / "data/FashionMNIST").mkdir(parents=True)
    programs = {
        "id": "echo 0",
        "apt-get": 'echo "apt-get $*" >> log',
        "python3": 'echo "python3 $*" >> log; [ "$1" != -c ] || exit ' + ("0" if venv else "1") + "; exit 5",
    }
    (tmp_path / "bin").mkdir()
    for name, body in programs.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    environ = dict(os.environ, PATH=str(tmp_path / "bin") + os.pathsep + os.environ["PATH"], CI="true")
    answer = subprocess.run(["bash", str(tmp_path / ".ci/run")], env=environ, stdin=subprocess.DEVNULL, cwd="/")
    lines = (tmp_path / "log").read_text("utf-8").splitlines()
    assert answer.returncode == 5  # the tests' own exit code comes through
    assert lines[-1] == "python3 course.py test --all"
    installed = [line for line in lines if line.startswith("apt-get install")]
    assert [line.endswith(expected) for line in installed] == ([True] if expected else [])
