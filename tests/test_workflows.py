"""The workflows do nothing but call course.py, where all is tested. Read line by line: no package reads YAML here."""

import re

import pytest

import course
from tools.notebooks import ROOT

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
