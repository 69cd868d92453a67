"""The rules of pyproject.toml hold in every Python file and every lesson."""

import subprocess
import sys
from pathlib import Path


def test_ruff_finds_nothing():
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "."]
    root = Path(__file__).parent.parent
    found = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stdout + found.stderr
