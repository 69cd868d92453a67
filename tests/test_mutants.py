"""The course broken on purpose: each break turns its own layer red and leaves the others green.

Works on a copy of the course that has been refreshed on the bundled sample, so that the layers compare like with like.
Breaks that do not disturb each other share a run, because a run of all notebook layers costs about half a minute.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from samples import cell, png

from tools import notebooks
from tools.environments import STACKS
from tools.gate import leaving_out

pytestmark = pytest.mark.mutants

ROOT = Path(__file__).resolve().parents[1]
LESSON = "03_fit_one_hot_with_mse"
NEEDED = ("notebooks", "utils", "tools", "tests", "data/sample", "conftest.py", "pyproject.toml")
LAYERS = {  # part of a test's id -> the layer it belongs to
    "tests/test_contract.py": "contract",
    "test_texts_are_the_stored_ones": "texts",
    "test_pictures_look_like_the_stored_ones": "pictures",
    "test_every_control_over_its_range": "sweep",
    "tests/test_exercises.py": "exercises",
    "notebooks/": "nbval",
    "tests/test_": "units",
}
LIVE_LAYERS = ("tests/test_contract.py", "tests/test_notebooks.py", "tests/test_exercises.py")
ALL_LAYERS = (*LIVE_LAYERS, "notebooks", "--nbval")


class Course:
    """A copy of the course that may be broken."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "notebooks" / f"{LESSON}.ipynb"

    def keep_one_lesson(self):
        """Leave out the other lessons: what holds for one holds for all, and each would have to be run."""
        for path in self.path.parent.glob("*.ipynb"):
            if path != self.path:
                path.unlink()
        budget = self.folder / "tests" / "budget.toml"
        head, *tables = re.split(r"^(?=\[)", budget.read_text(encoding="utf-8"), flags=re.MULTILINE)
        budget.write_text(head + "".join(table for table in tables if table.startswith(f"[{LESSON}")), encoding="utf-8")

    def edit(self, breaking):
        """Change the stored lesson: breaking(notebook)."""
        notebook = notebooks.read(self.path)
        before = notebooks.text(notebook)
        breaking(notebook)
        assert notebooks.text(notebook) != before, "the break changes nothing"
        self.path.write_text(notebooks.text(notebook), encoding="utf-8")

    def append(self, name, code):
        """Add code at the end of a file of the course."""
        path = self.folder / name
        path.write_text(path.read_text(encoding="utf-8") + "\n\n" + code, encoding="utf-8")

    def replace(self, name, old, new):
        """Replace a text that stands once in a file of the course."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def python(self, *arguments):
        """Run Python in this copy, on the sample; return (exit code, what it said)."""
        variables = {"COURSE_DATA": "sample", "COURSE_STORED": "sample", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        return done.returncode, done.stdout + done.stderr

    def red(self, *tests):
        """Run some tests; return (layers that failed, what pytest said)."""
        options = ["-q", "-p", "no:cacheprovider", "--nbval-current-env", *leaving_out(*STACKS), "--color=no"]
        code, said = self.python("-m", "pytest", *options, *tests)
        assert code in (0, 1), said
        failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
        assert bool(failed) == bool(code), said
        layers = {next(layer for part, layer in LAYERS.items() if part in name) for name in failed}
        return layers, said


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A copy of the course, refreshed on the sample."""
    folder = tmp_path_factory.mktemp("whole") / "course"
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
        else:
            shutil.copy(source, target)
    course = Course(folder)
    course.keep_one_lesson()
    code, said = course.python("-m", "tools", "refresh", LESSON)
    assert code == 0, said
    return course


@pytest.fixture
def course(whole, tmp_path):
    """A copy of the copy, to break."""
    return Course(Path(shutil.copytree(whole.folder, tmp_path / "course")))


def insert_in(notebook, function, code):
    """Put a line of code at the beginning of a function that the lesson defines, behind its docstring."""
    for one in notebook.cells:
        for node in ast.walk(ast.parse(one.source)) if one.cell_type == "code" else []:
            if isinstance(node, ast.FunctionDef) and node.name == function:
                lines = one.source.splitlines()
                lines.insert(node.body[1].lineno - 1, " " * node.body[1].col_offset + code)
                one.source = "\n".join(lines)


def test_the_unbroken_copy_is_green(whole):
    layers, said = whole.red(*ALL_LAYERS)
    assert layers == set(), said


# --- labs: only the sweep moves them ---------------------------------------------------------------------------------

BLANK = """
import io

_panels = Lab.panels


def _blank(self):
    picture = io.BytesIO()
    from PIL import Image
    Image.new("RGB", (400, 300), "white").save(picture, "PNG")
    return [picture.getvalue()] if self.values.get("F") == 50 else _panels(self)


Lab.panels = _blank
"""

NOT_WIRED = """
_widget = LogSlider.widget


def _deaf(self, caption):
    widget = _widget(self, caption)
    if caption == "ridge":
        widget.observe = lambda *arguments, **names: None
    return widget


LogSlider.widget = _deaf
"""


def test_broken_labs_turn_the_sweep_red(course):
    course.edit(lambda notebook: insert_in(notebook, "show_masking", "assert distance < 5, 'the end'"))
    course.edit(lambda notebook: insert_in(notebook, "show_ten_scores", "image = min(image, 2)"))
    course.append("utils/labs/lab.py", BLANK)
    course.append("utils/labs/controls.py", NOT_WIRED)
    layers, said = course.red(*LIVE_LAYERS)
    assert layers == {"sweep"}, said
    assert re.search(r"masking-lab: distance = 5 brings the status line to say '.*AssertionError: the end", said), said
    assert "too-right-lab: F = 50 leaves a blank picture" in said
    assert "descent-lab: ridge moves no picture" in said
    assert re.search(r"ten-scores-lab: test image = \d+ changes nothing", said), said


# --- what is stored --------------------------------------------------------------------------------------------------


def other_number(notebook):
    """A number that nbval compares, one it does not, and a picture that shows another lab."""
    stored = cell(notebook, "hand-loss").outputs[0]
    stored.text, count = re.subn(r"0\.\d+", "0.77", stored.text, count=1)
    assert count == 1
    stored = cell(notebook, "descent-accuracy").outputs[0]
    stored.text = re.sub(r"\d+\.\d %", "12.3 %", stored.text.replace("%", " %")).replace(" %", "%")
    masking, outputs = (cell(notebook, name).outputs[0].data for name in ("masking-lab", "ten-scores-lab"))
    masking["image/png"] = outputs["image/png"]


def test_stored_numbers_and_pictures_turn_their_layers_red(course):
    course.edit(other_number)
    course.append("utils/plots.py", "def draw_bars(axes, *arguments, **names):\n    return axes\n")
    layers, said = course.red(*ALL_LAYERS)
    assert layers == {"texts", "nbval", "pictures"}, said
    assert "hand-loss: 'loss': stores 0.77" in said
    assert "descent-accuracy: 'test accuracy after one epoch:': stores 12.3" in said
    assert len(re.findall(r"^FAILED notebooks/", said, re.MULTILINE)) == 1, "nbval ignores the cell of trained numbers"
    assert "masking-lab: picture 1" in said
    assert "ten-scores-lab: picture 1" in said
    assert "too-right-lab: picture" not in said


def drop_outputs(notebook):
    cell(notebook, "masking-lab").outputs = []


def never_run(notebook):
    cell(notebook, "masking-lab").update(outputs=[], execution_count=None)


def junk_picture(notebook):
    cell(notebook, "masking-lab").outputs[0].data["image/png"] = "bm9uc2Vuc2U="


def blank_picture(notebook):
    cell(notebook, "masking-lab").outputs[0].data["image/png"] = png(np.full((90, 90), 255, np.uint8))


def delete_cell(notebook):
    notebook.cells.remove(cell(notebook, "hand-loss"))
    for number, one in enumerate((one for one in notebook.cells if one.cell_type == "code"), 1):
        one.execution_count = number
        for output in one.outputs:
            if "execution_count" in output:
                output.execution_count = number


def ignore_more(notebook):
    cell(notebook, "masking-lab").metadata["tags"].append("nbval-ignore-output")


def widget_state(notebook):
    notebook.metadata["widgets"] = {"state": {}}


def stub_of_none(notebook):
    stub = cell(notebook, "exercise-mse-on-one-hot")
    stub.source = stub.source.replace("return ...", "...")


@pytest.mark.parametrize(
    ("breaking", "words"),
    [
        (drop_outputs, "masking-lab: stores no picture"),
        (never_run, "masking-lab: was never run"),
        (junk_picture, "masking-lab: stores a picture that cannot be read"),
        (blank_picture, "masking-lab: stores a blank picture"),
        (delete_cell, "code cells, the budget says"),
        (ignore_more, "masking-lab: tag nbval-ignore-output has no reason in the budget"),
        (widget_state, "is not in normal form"),
        (stub_of_none, "the stub my_mse returns None"),
    ],
)
def test_what_nbval_lets_pass_turns_the_contract_red(course, breaking, words):
    course.edit(breaking)
    layers, said = course.red("tests/test_contract.py", "-k", "lesson")
    assert layers == {"contract"}
    assert words in said


def test_a_widened_tolerance_turns_the_contract_red(course):
    course.replace("tests/budget.toml", 'words = "accuracy", atol = 0.5 }]', 'words = "accuracy", atol = 50 }]')
    layers, said = course.red("tests/test_contract.py", "-k", "lesson")
    assert layers == {"contract"}
    assert "atol 50 is wider than 1.0" in said


def test_a_deleted_cell_also_turns_strict_nbval_red(course):
    course.edit(delete_cell)
    layers, said = course.red("notebooks", "--nbval")
    assert layers == {"nbval"}
    assert f"{LESSON}: strict nbval ran" in said


# --- exercises -------------------------------------------------------------------------------------------------------

LOST_HINT = 'check_mse_gradient.mistakes["sign"].functions = ()\n'


def wrong_solution(notebook):
    solution = cell(notebook, "solution-mse-on-one-hot")
    solution.source = solution.source.replace(".mean() / 2", ".mean() / 3")


def test_a_lost_hint_and_a_wrong_solution_turn_the_exercises_red(course):
    course.edit(wrong_solution)
    course.append("utils/checks/lesson_03.py", LOST_HINT)
    layers, said = course.red(*LIVE_LAYERS)
    assert layers == {"exercises"}, said
    assert re.search(r"test_solutions_are_right.*solution-mse-on-one-hot", said, re.DOTALL)
    assert re.search(r"test_answers_get_their_hint_in_place.*exercise-mse-gradient", said, re.DOTALL)
    assert "FAILED tests/test_exercises.py::test_stubs" not in said


# --- the modules -----------------------------------------------------------------------------------------------------

TWICE = """
_{name} = {name}


def {name}(*arguments, **names):
    return 2 * _{name}(*arguments, **names)
"""


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("losses", TWICE.format(name="mse_on_one_hot")),
        ("losses", TWICE.format(name="cross_entropy")),
        ("metrics", TWICE.format(name="accuracy")),
        ("training", "LeastSquares.loss, _loss = lambda self, W: 2 * _loss(self, W), LeastSquares.loss\n"),
    ],
)
def test_a_broken_function_turns_the_units_red(course, module, code):
    course.append(f"utils/{module}.py", code)
    layers, said = course.red(f"tests/test_{module}.py", "-x")
    assert layers == {"units"}, said


def test_a_broken_loss_also_stops_the_lesson(course):
    course.append("utils/losses.py", TWICE.format(name="mse_on_one_hot"))
    layers, said = course.red("notebooks", "--nbval", "-x")
    assert layers == {"nbval"}, said
