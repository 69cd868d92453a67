"""What calls course.py, where all is tested: the workflows, read line by line (no package reads YAML here), `.ci/run`
and README.
"""

import os
import re
import subprocess

import pytest

import course
from tools.settings import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TESTS = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")


def test_there_are_workflows():
    assert [path.name for path in WORKFLOWS] == ["colab.yml", "test.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_step_calls_course_py(path):
    text = path.read_text(encoding="utf-8")
    assert "\t" not in text
    steps = re.findall(r"^ +(?:- )?run:(.*)$", text, re.MULTILINE)
    assert steps
    for step in steps:
        call, _, after = step.partition(" && ")
        assert after in ("", 'test -z "$(git status --porcelain)"'), step  # fails when the call changed a file
        words = call.split()
        assert words[:2] == ["python", "course.py"], step
        course.parse(words[2:])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_job_is_bounded_and_may_only_read(path):
    text = path.read_text(encoding="utf-8")
    jobs = re.findall(r"^    runs-on:", text, re.MULTILINE)
    assert len(jobs) == len(re.findall(r"^    timeout-minutes: \d+$", text, re.MULTILINE))
    assert re.search(r"^permissions:\n  contents: read\n", text, re.MULTILINE)
    assert "secrets" not in text


def test_the_gate_runs_where_people_are():
    assert "os: [ubuntu-latest, macos-latest, windows-latest]" in TESTS
    (pythons,) = re.findall(r"^ +python: \[(.*)\]$", TESTS, re.MULTILINE)
    versions = [tuple(map(int, version.strip('"').split("."))) for version in pythons.split(", ")]
    assert versions[0] == course.OLDEST_PYTHON and versions[-1] == (3, 14)
    assert versions == [(3, minor) for minor in range(11, 15)]


def test_the_oldest_torch_of_the_course_is_tried():
    conda = (ROOT / "environment.yml").read_text(encoding="utf-8")
    (low,) = re.findall(r"^  - pytorch>=([\d.]+)$", conda, re.MULTILINE)
    assert f"torch=={low}." in TESTS


def test_readme_names_commands_that_exist():
    known = "start|test|setup|refresh|colab|reset|mark|sweeps"
    commands = re.findall(rf"course\.py ((?:{known})[^\n`#]*)", (ROOT / "README.md").read_text("utf-8"))
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
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
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
