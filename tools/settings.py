"""Where the course is, and what its pyproject.toml says of it. Standard library only."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # JupyterLab and the tools know no folder by the name of a link
PYPROJECT = ROOT / "pyproject.toml"


def course_settings():
    """The table [tool.course] of pyproject.toml."""
    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["course"]
