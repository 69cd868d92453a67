"""The files that name packages agree: with each other, with what is imported, with conda's, with this environment."""

import ast
import json
import re
import subprocess
import sys
from importlib import metadata

import pytest
from launching import REQUIREMENT_FILES, pins_of

from tools.environments import APART, course_environment, installed_versions, requirement_lines
from tools.settings import ROOT, course_settings

NEWEST, FLOOR = APART["newest"][0], APART["floor"][0]
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
OWN = {"utils", "tools", "tests", "course", "google"} | {path.stem for path in (ROOT / "tests").iterdir()}


def imports_of(*folders):
    """Distributions that the Python files and notebooks of the folders import; not ours, not the standard library."""
    sources = []
    for folder in folders:
        sources += [path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")]
        for path in (ROOT / folder).glob("*.ipynb"):
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
    return set(requirement_lines(file))


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
        for path in (ROOT / folder).rglob("*.py"):
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
    modules = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, encoding="utf-8").split()
    dev = names_in("requirements-dev.txt") - INFRASTRUCTURE
    needed = {DISTRIBUTION.get(module, module) for module in modules} & dev
    assert {name.replace("_", "-") for name in needed} <= brought_by(names_in("requirements.txt"))


def test_requirements_have_exact_versions():
    """The newest packages alone are not pinned: to meet what comes is their purpose."""
    for file in REQUIREMENT_FILES:
        lines = requirement_lines(file)
        sign = ">=" if file == NEWEST else "=="
        assert lines
        for name, line in lines.items():
            assert re.fullmatch(re.escape(name) + sign + r"[0-9][0-9a-z.]*", line), line


def test_the_newest_packages_are_the_tested_ones_or_newer():
    pins = pins_of("requirements.txt")
    lines = requirement_lines(NEWEST)
    assert {name: line.split(">=")[1] for name, line in lines.items()}.items() <= pins.items()


def test_notebook_7_is_made_of_the_same_jupyterlab():
    """Its page draws what the kernel of the course's environment sends."""
    pins, lines = (requirement_lines(file) for file in ("requirements.txt", APART["notebook"][0]))
    assert lines["jupyterlab"] == pins["jupyterlab"]
    widgets = lines["jupyterlab_widgets"].split("==")[1], metadata.version("jupyterlab_widgets")
    assert len({version.rsplit(".", 1)[0] for version in widgets}) == 1


def test_the_oldest_packages_are_the_lowest_that_conda_may_take():
    ranges = conda_ranges()
    lines = requirement_lines(FLOOR)
    for name, line in lines.items():
        version = tuple(map(int, line.split("==")[1].split(".")))
        low = (7, 7, 1) if name == "ipywidgets" else ranges[name][1]  # Colab's, which conda's front ends do not show
        assert version[: len(low)] == low, name
    assert set(lines) == names_in(NEWEST)


def conda_ranges():
    """{name as in requirements.txt: (lowest, wildcard)} of environment.yml."""
    lines = re.findall(r"^  - ([\w-]+)(>=|=)([\d.]+?)(?:\.\*)?$", (ROOT / "environment.yml").read_text("utf-8"), re.M)
    return {CONDA.get(name, name): (sign, tuple(map(int, low.split(".")))) for name, sign, low in lines}


def test_conda_has_the_same_list():
    ranges = conda_ranges()
    assert set(ranges) - {"python"} == names_in("requirements.txt") | {"torch", "torchvision"}


def test_the_pinned_versions_lie_in_condas_ranges():
    settings = course_settings()
    pins = pins_of("requirements.txt")
    pins |= {"torch": settings["torch"], "torchvision": settings["torchvision"], "python": "3.12"}
    for name, (sign, low) in conda_ranges().items():
        version = tuple(map(int, pins[name].split(".")))
        assert version >= low if sign == ">=" else version[: len(low)] == low, name


def test_this_environment_is_the_pinned_one():
    """The tests speak for the versions in requirements.txt only when they run on them."""
    env = course_environment()._replace(python=sys.executable)
    if not env.own:
        pytest.skip("a conda or hub environment keeps versions of its own")
    pins = pins_of("requirements.txt")
    assert installed_versions(env, pins) == pins
