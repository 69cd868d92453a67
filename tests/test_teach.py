"""The pages for teachers name what is there: every lesson, its minutes, the presets to project, the commands."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from prose import SKIPPED, is_said, numbers_claimed, spoken

from tools import notebooks
from tools.notebooks import NOTEBOOKS
from tools.settings import ROOT

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
PAGE = (ROOT / "docs" / "teach.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\d\d) (.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def presets_of(path):
    """Return the names of all presets in a lesson's code."""
    cells = [cell.source for cell in notebooks.read(path).cells if cell.cell_type == "code"]
    keywords = [node for source in cells for node in ast.walk(ast.parse(source)) if isinstance(node, ast.keyword)]
    tables = [node.value for node in keywords if node.arg == "presets"]
    return {key.value for table in tables for key in getattr(table, "keys", []) if isinstance(key, ast.Constant)}


def presets_named(section):
    """Return the presets that a section names: in italics, under Project."""
    project = section.partition("**Project**")[2].partition("\n**")[0]
    return re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", project)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_each_lesson_has_a_section_with_presets_it_has(path):
    section = SECTIONS[path.stem[:2]]
    named = set(presets_named(section)) - {"Reset"}
    assert len(named) >= 3
    assert named <= presets_of(path)
    for part in ("**The point.**", "**What people believe**", "**Ask.**"):
        assert part in section


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_title_and_minutes_are_those_of_the_lesson(path):
    section, card = SECTIONS[path.stem[:2]], notebooks.read(path).cells[0].source
    title, reading, exercises = re.match(r"(.+)\n\n(\d+) minutes, and (\d+) for the exercises\.", section).groups()
    assert card.startswith(f"# {int(path.stem[:2])}. {title}\n")
    assert re.search(r"About (\d+) minutes, and (\d+) for the", card).groups() == (reading, exercises)
    (in_readme,) = re.findall(rf"\(notebooks/{path.stem}\.ipynb\)[^|]*\| (\d+) \|", README)
    assert in_readme == reading


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_numbers_in_a_section_have_been_printed_by_its_lesson(path):
    numbers = spoken(notebooks.read(path))
    unsaid = [claim for claim in numbers_claimed(SKIPPED.sub(" ", SECTIONS[path.stem[:2]]))
              if not is_said(claim, numbers)]
    assert not unsaid


def test_the_anchor_in_the_readme_is_there():
    assert "\n## Teach with it\n" in README and "(docs/teach.md)" in README


# --- what Binder and JupyterHub run ----------------------------------------------------------------------------------


def test_post_build_lies_where_repo2docker_looks():
    """In the root, because environment.yml is there, and a folder binder/ or .binder/ would hide both."""
    assert (ROOT / "postBuild").read_text(encoding="utf-8").startswith("#!/")
    assert not (ROOT / "binder").exists() and not (ROOT / ".binder").exists()


@pytest.mark.faults
@pytest.mark.skipif(os.name == "nt", reason="a shell script")
@pytest.mark.parametrize("reachable", [True, False])
def test_post_build_gets_the_data_or_lets_the_image_be_built(tmp_path, reachable):
    assert os.access(ROOT / "postBuild", os.X_OK)
    for name in ("utils", "data/sample"):
        shutil.copytree(ROOT / name, tmp_path / "course" / name)
    shutil.copy(ROOT / "postBuild", tmp_path / "course")
    places = {"HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    # the sample stands for data that can be had; a name that is no data set for data that cannot
    environment = {**os.environ, **places, "COURSE_DATA": "sample" if reachable else "none", "PYTHONPATH": ""}
    options = {"env": environment, "capture_output": True, "encoding": "utf-8"}
    done = subprocess.run("./postBuild", cwd=tmp_path / "course", **options)
    assert done.returncode == 0, done.stderr
    assert ("Fashion-MNIST is ready" in done.stdout) is reachable
    assert ("bundled sample" in done.stdout) is not reachable
