"""The rules of pyproject.toml and of tools/lint.py hold in every Python file, ruff's in every lesson too."""

import subprocess
import sys

import pytest

from tools import lint
from tools.settings import ROOT


def test_ruff_finds_nothing():
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "."]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", lint.modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_keeps_the_rules(path):
    problems = lint.check_module_file(path)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("assert x", "line 1 asserts"),
        ("import matplotlib.pyplot as plt", "line 1 imports pyplot"),
        ("open('x').read()", "without encoding"),
        ("path.write_text('x')", "without encoding"),
        ("widgets.Box(gap='2px')", "setting gap"),
        ("np.trapz(y)", "uses trapz"),
    ],
)
def test_a_module_that_breaks_a_rule_is_named(code, words):
    problems = lint.check_module(code, "utils/x.py", inside_utils=True)
    assert len(problems) == 1
    assert words in problems[0]


@pytest.mark.parametrize(
    "code",
    ["open('x', 'rb')", "open('x', encoding='utf-8')", "Image.open(x)", "plt.colorbar(orientation='horizontal')"],
)
def test_good_code_is_left_alone(code):
    assert lint.check_module(code, "utils/x.py", inside_utils=True) == []
