"""What the tests of course.py and of its rooms share: a machine on which no program runs, and a small web server.

Each command is noted and answered as told. Sockets and files are real.
"""

import json
import os
import platform
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from tools import environments, failures, processes, server, settings, torch_build
from tools.environments import APART, AUTHORS
from tools.settings import ROOT

REQUIREMENT_FILES = [*AUTHORS, *(file for file, _ in APART.values())]


def pins_of(file):
    """{name: version} of those lines of a requirement file that ask for one version."""
    lines = environments.requirement_lines(file)
    return {name: line.split("==")[1] for name, line in lines.items() if "==" in line}


def stop_of(call, *arguments, **values):
    """The message with which a call ends the program."""
    with pytest.raises(SystemExit) as stop:
        call(*arguments, **values)
    return str(stop.value.code)


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

    PIPE, DEVNULL = subprocess.PIPE, subprocess.DEVNULL
    TimeoutExpired, CalledProcessError = subprocess.TimeoutExpired, subprocess.CalledProcessError

    def __init__(self, root):
        self.root = root  # the course's folder
        self.commands = []  # each a list of words; questions about the environment are not noted
        self.variables = []
        self.version = None  # of the environment's Python
        self.changed = 0  # when its packages last changed
        self.installed = {}
        self.answers = {}  # words in a command -> (exit code, output)
        self.asked_with = []  # the variables of questions about the environment

    def failing(self, words, output="", code=1):
        self.answers[words] = (code, output)

    def forget(self):
        self.commands.clear(), self.variables.clear()

    def run_one(self, command, variables):
        self.commands.append(list(command))
        self.variables.append(variables)
        line = " ".join(command)
        for words, answer in self.answers.items():
            if words in line:
                return answer
        if "-m venv" in line:
            os.makedirs(command[-1], exist_ok=True)
            self.version, self.installed = "3.12", {}
        for file in [word for word in command if word.endswith(".txt")]:
            self.installed.update(pins_of(file))
        self.installed.update(word.split("==") for word in command if "==" in word)
        return 0, ""

    def Popen(self, command, stdout=None, env=None, **_):  # noqa: N802
        code, output = self.run_one(command, env)
        if stdout is not None:
            stdout.write(output.encode("utf-8"))
        return Process(code)

    def run(self, command, env=None, **_):
        if command[2] not in (environments.ASK_PYTHON, environments.ASK_INSTALLED):
            code, output = self.run_one(command, env)
            return SimpleNamespace(returncode=code, stderr=output.encode("utf-8"))
        self.asked_with.append(env)
        if self.version is None:
            raise FileNotFoundError(command[0])
        answer = f"{self.version} {self.changed}\n"
        if command[2] == environments.ASK_INSTALLED:
            answer = json.dumps({name: self.installed[name] for name in command[3:] if name in self.installed})
        return SimpleNamespace(stdout=answer.encode("utf-8"))

    def did(self, words):
        """The commands, each as one line, that have these words in them."""
        return [" ".join(command) for command in self.commands if words in " ".join(command)]


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A bare Linux machine: 100 GB free, no uv, no driver, no CPU index; the course is what it has in tmp_path."""
    for file in (*REQUIREMENT_FILES, "pyproject.toml"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    for folder in ("tools", "utils"):
        (tmp_path / folder).mkdir()
    for name in list(os.environ):
        if name.startswith(("COURSE_", "CONDA_", "JUPYTERHUB_", "BINDER_")):
            monkeypatch.delenv(name)
    monkeypatch.setattr("course.ROOT", str(tmp_path))
    monkeypatch.setattr(settings, "PYPROJECT", tmp_path / "pyproject.toml")
    for module in (processes, failures, environments, server):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    machine = Machine(tmp_path)
    for module in (processes, server):
        monkeypatch.setattr(module, "subprocess", machine)
    monkeypatch.setattr(torch_build, "has_nvidia_driver", lambda: False)
    monkeypatch.setattr(torch_build, "cpu_index_answers", lambda python: False)
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=100e9))
    return machine


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
    for one in servers:
        one.shutdown()
        one.server_close()
