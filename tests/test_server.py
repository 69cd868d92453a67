"""JupyterLab as course.py serves it: its port, its token, how it starts and how it ends. No JupyterLab runs here."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from launching import Process, stop_of

from tools import server
from tools.environments import LEARNERS, course_environment, install, own_environment


@pytest.fixture
def taken_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_port_that_is_asked_for_is_taken_exactly_and_else_the_first_free_one(taken_port, monkeypatch):
    free = free_port()
    assert server.choose_port(free) == free
    assert f"Port {taken_port} cannot be used (Address already in use)" in stop_of(server.choose_port, taken_port)
    monkeypatch.setattr(server, "PORTS", [taken_port, free])
    assert server.choose_port(None) == free
    monkeypatch.setattr(server, "PORTS", [taken_port])
    assert "No free port" in stop_of(server.choose_port, None)


@pytest.mark.parametrize("user, allowed", [(0, True), (1000, False)])
def test_jupyterlab_is_on_loopback_behind_a_token(monkeypatch, user, allowed):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    config = server.config(own_environment(".venv", []), 8888, "secret", browser=False)
    assert config["IdentityProvider"] == {"token": "secret"}
    told = config["ServerApp"]
    assert (told["ip"], told["port"], told["port_retries"]) == ("127.0.0.1", 8888, 0)
    assert told["open_browser"] is False and told.get("allow_root", False) is allowed


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
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    groups = lambda pid, number: [one.terminate() for one in started if one.pid == pid]  # noqa: E731
    monkeypatch.setattr(os, "killpg", groups, raising=False)
    return started


@pytest.fixture
def answering_port(lab, web):
    """The port of a server that knows the token of the `Lab` started last, and no other."""
    known = lambda: lab and "token " + lab[-1].config["IdentityProvider"]["token"]  # noqa: E731
    return int(web(lambda path, token: (200 if token == known() else 403, ""))[0].rpartition(":")[2])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no terminate for consoles and no file modes")
def test_the_address_works_and_the_token_stays_private(lab, answering_port, tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start_here.ipynb").touch()
    assert server.serve(course_environment(), answering_port, browser=False) == 0
    (running,) = lab
    token = running.config["IdentityProvider"]["token"]
    address = f"http://127.0.0.1:{answering_port}/lab/tree/notebooks/00_start_here.ipynb?token={token}"
    assert address in capsys.readouterr().out.split()
    assert len(token) == 48 and token not in " ".join(running.command)
    assert running.mode == 0o600 and not os.path.exists(running.path)
    assert running.returncode == 0
    server.serve(course_environment(), answering_port, browser=False)
    assert lab[1].config["IdentityProvider"]["token"] != token, "each start has one of its own"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups")
def test_a_program_that_jupyterlab_waits_for_ends_with_it(machine, monkeypatch, tmp_path):
    """As its npm does where there is no home: JupyterLab, asked to stop, would wait for it."""
    up, started = tmp_path / "up", []
    waits = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
    program = "import signal, subprocess, sys; signal.signal(signal.SIGTERM, lambda *_: None); "
    program += "sys.exit(subprocess.call([sys.executable, '-c', *sys.argv[1:]]) + 100)"

    def popen(command, **options):
        started.append(subprocess.Popen([sys.executable, "-c", program, waits, str(up)], **options))
        return started[0]

    def ctrl_c(process, port, token):
        deadline = time.monotonic() + 30
        while not up.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        raise KeyboardInterrupt

    monkeypatch.setattr(machine, "Popen", popen)
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(server, "wait_for_server", ctrl_c)
    assert server.serve(course_environment(), 8888, browser=False) == 0
    assert started[0].returncode == 100 - signal.SIGTERM, "it saw its program end, and ended by itself"


@pytest.mark.slow
def test_jupyterlab_starts_whatever_the_proxy(machine, monkeypatch):
    """It reads the variables when it is imported, and ends at a SOCKS proxy."""
    ask = "import jupyterlab.extensions.pypi; print('imports')"
    for name in ("ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    variables = server.variables()
    assert variables["HTTPS_PROXY"] == "http://127.0.0.1:9"
    answer = subprocess.run([sys.executable, "-c", ask], env=variables, capture_output=True, text=True)
    assert answer.stdout == "imports\n", answer.stderr


def test_of_two_starts_at_once_each_tells_its_own_address(lab, answering_port, web, monkeypatch, capsys):
    """The port was free when we looked; then the server of another start is on it, and our JupyterLab ends."""
    theirs = int(web(lambda path, token: (403, ""))[0].rpartition(":")[2])
    problems = {theirs: [None, "in use", "in use"], answering_port: [None]}
    monkeypatch.setattr(server, "PORTS", [theirs, answering_port])
    monkeypatch.setattr(server, "port_problem", lambda port: problems[port].pop(0))
    monkeypatch.setattr(time, "sleep", lambda seconds: lab[-1].kill())
    assert server.run(course_environment(), None, browser=False) == 0
    told = capsys.readouterr().out
    assert [one.config["ServerApp"]["port"] for one in lab] == [theirs, answering_port]
    assert f"quicker to take port {theirs}" in told and told.count("The course is open at") == 1
    assert f"http://127.0.0.1:{answering_port}/lab" in told and f":{theirs}/" not in told


def test_a_port_that_was_asked_for_is_not_exchanged(lab, web, monkeypatch, capsys):
    theirs = int(web(lambda path, token: (403, ""))[0].rpartition(":")[2])
    monkeypatch.setattr(server, "choose_port", lambda wanted: wanted)
    monkeypatch.setattr(time, "sleep", lambda seconds: lab[-1].kill())
    said = stop_of(server.run, course_environment(), theirs, browser=False)
    assert "ended before it was ready" in said
    assert len(lab) == 1 and "is open at" not in capsys.readouterr().out


def test_jupyterlab_that_ends_at_once_is_told_and_packages_that_do_not_import_are_told_as_such(machine, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    install(course_environment(), LEARNERS)
    machine.failing("jupyterlab --config")
    start = lambda: server.run(course_environment(), free_port(), browser=False)  # noqa: E731
    assert "ended before it was ready" in stop_of(start)
    machine.failing("importlib", "ModuleNotFoundError: No module named 'jupyterlab'")
    assert "does not work together" in stop_of(start)


def test_without_the_first_lesson_jupyterlab_opens_all_the_same(lab, answering_port, capsys):
    assert server.serve(course_environment(), answering_port, browser=False) == 0
    assert lab[0].command[-1].startswith("--config=")
    assert f":{answering_port}/lab?token=" in capsys.readouterr().out
    assert (Path(__file__).parents[1] / server.FIRST_LESSON).is_file()


def test_settings_land_where_jupyterlab_looks_and_have_the_names_of_its_schemas(machine):
    """Against the schemas that the installed JupyterLab brings."""
    server.write_settings(course_environment())
    written = json.loads((server.ROOT / ".venv/share/jupyter/lab/settings/overrides.json").read_text("utf-8"))
    assert written["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    for plugin, names in written.items():
        package, name = plugin.split(":")
        schema = Path(sys.prefix, "share/jupyter/lab/schemas", package, name + ".json").read_text(encoding="utf-8")
        assert set(names) <= set(json.loads(schema)["properties"])
