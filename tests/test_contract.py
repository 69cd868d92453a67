"""The static contract: the lessons keep it, and each way to break it is named."""

import copy
import json

import nbformat
import numpy as np
import pytest
from samples import BUDGET, cell, code, good_notebook, png, prints, shows

from tools import contract, notebooks
from tools.notebooks import NOTEBOOKS, normalise

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))


# --- the course ------------------------------------------------------------------------------------------------------


def test_the_budget_and_the_folder_name_the_same_lessons():
    assert LESSONS
    assert [path.stem for path in LESSONS] == sorted(contract.read_budget())


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_keeps_the_contract(path):
    problems = contract.check_file(path, contract.read_budget())
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_is_a_fixed_point(path):
    notebook = notebooks.read(path)
    assert normalise(notebook) == notebook


def test_lessons_agree_with_each_other():
    lessons = {path.stem: notebooks.read(path) for path in LESSONS}
    assert contract.check_course(lessons, contract.read_budget()) == []


# --- every rule can fail ---------------------------------------------------------------------------------------------


def source(name, text):
    return lambda notebook: cell(notebook, name).update(source=text)


def outputs(name, *new):
    return lambda notebook: cell(notebook, name).update(outputs=list(new))


def metadata(name, **changes):
    return lambda notebook: cell(notebook, name).metadata.update(changes)


def lab(**data):
    return outputs("line-lab", shows(**data))


def error(name="ValueError"):
    return nbformat.v4.new_output("error", ename=name, evalue="no", traceback=[f"{name}: no"])


def append(new):
    return lambda notebook: notebook.cells.append(new)


BREAKS = {
    # the form
    "widget state": (lambda nb: nb.metadata.update(widgets={}), "not in normal form"),
    "timestamps": (metadata("train", execution={"a": "b"}), "not in normal form"),
    "not a notebook": (lambda nb: nb.update(nbformat_minor=1), "not a valid notebook"),
    "count too high": (lambda nb: cell(nb, "train").update(execution_count=7), "was run as number 7, not 4"),
    "never run": (lambda nb: cell(nb, "train").update(execution_count=None), "cell train: was never run"),
    "too large": (lambda nb: lab(text_plain="a line rises", image_png=png() + "A" * 700_000)(nb), "larger than 600 kB"),
    "id twice": (lambda nb: cell(nb, "train").update(id="double"), "'double' is used twice"),
    "random id": (lambda nb: cell(nb, "train").update(id="1a2b3c4d"), "'1a2b3c4d' is not readable"),
    "random id of letters": (lambda nb: cell(nb, "train").update(id="deadbeef"), "'deadbeef' is not readable"),
    "no title": (source("title", "## 1. A sample"), "needs one '# ' title"),
    "second title": (source("lab-text", "# Lab"), "needs one '# ' title"),
    "setup missing": (metadata("setup", tags=[]), "code cell 1 must carry the tag 'setup'"),
    "imports late": (lambda nb: nb.cells.insert(2, code("more", "1 + 1")), "code cell 2 must carry the tag 'imports'"),
    # the manifest and the budget
    "cell deleted": (lambda nb: nb.cells.remove(cell(nb, "train")), "has 4 code cells, the budget says 5"),
    "lab untagged": (metadata("line-lab", tags=[]), "has 0 labs, the budget says 1"),
    "ignored without reason": (
        metadata("line-lab", tags=["lab", "nbval-ignore-output"]),
        "has no reason in the budget",
    ),
    "reason without tag": (metadata("train", tags=[]), "the budget lists the tag nbval-ignore-output"),
    "skip tag": (metadata("train", tags=["nbval-skip"]), "tag 'nbval-skip' is not one of ours"),
    "comment for nbval": (source("train", "# NBVAL_SKIP\nprint(1)"), "steers nbval by a comment"),
    # sources
    "magic": (source("train", "%matplotlib inline"), "is not plain Python"),
    "shell": (source("train", "!pip install torch"), "is not plain Python"),
    "semicolon": (source("train", "print(1);"), "ends a line in ;"),
    "late import": (source("train", "import os\nprint(1)"), "imports outside the imports cell"),
    "star import": (source("imports", "from utils import *"), "imports everything from utils"),
    "Output": (source("train", "with widgets.Output():\n    print(1)"), "uses Output"),
    "interact": (source("train", "interact(f, x=1)"), "uses interact"),
    "clear_output": (source("train", "clear_output()"), "uses clear_output"),
    "input": (source("train", "input('name')"), "uses input"),
    "absolute path": (source("train", "open('/home/me/x')"), "holds the path '/home/me/x'"),
    "windows path": (source("train", "open('C:\\\\x')"), "of one machine"),
    "lost setting": (source("train", "widgets.Tab(titles=['a'])"), "gives Tab the setting titles"),
    "tooltip": (source("train", "widgets.IntSlider(tooltip='a')"), "gives IntSlider the setting tooltip"),
    "lost style": (source("train", "widgets.HTML(style={'font_size': 2})"), "gives HTML the style font_size"),
    "sideways radio": (source("train", "widgets.RadioButtons(orientation='horizontal')"), "setting orientation"),
    "open accordion": (source("train", "widgets.Accordion(children=[])"), "without selected_index=None"),
    "newer widget": (source("train", "widgets.Stack()"), "uses Stack"),
    "autoreload": (source("train", "get_ipython().run_line_magic('load_ext', 'autoreload')"), "newer IPython cannot"),
    "old display": (source("imports", "from IPython.core.display import display"), "newer IPython moved"),
    "warnings on": (source("train", "warnings.simplefilter('always')"), "turns warnings on"),
    "empty": (source("train", " "), "is empty"),
    # outputs
    "error": (outputs("train", error()), "stores the error ValueError"),
    "stderr": (outputs("train", prints("careful", "stderr")), "stores words from stderr"),
    "trace in words": (outputs("train", prints("Traceback (most recent call last):\n")), "stores an error trace"),
    "lost widget": (outputs("train", prints("Error displaying widget: model not found")), "stores a lost widget"),
    "address": (outputs("train", prints("<function f at 0x7f3a2b10>")), "stores a memory address"),
    "path in words": (outputs("train", prints("read /home/me/x.npy")), "stores a path of one machine"),
    "nan": (outputs("train", prints("loss nan")), "stores the word nan"),
    "inf in a lab": (lab(text_plain="the loss is inf", image_png=png()), "stores the word inf"),
    "stripped lab": (outputs("line-lab"), "cell line-lab: stores no picture"),
    "junk picture": (lab(text_plain="a line rises", image_png="bm9uc2Vuc2U="), "picture that cannot be read"),
    "cut picture": (lab(text_plain="a line rises", image_png=png()[:200]), "picture that cannot be read"),
    "blank": (lab(text_plain="a line rises", image_png=png(np.full((9, 9), 255, np.uint8))), "stores a blank picture"),
    "no words": (lab(image_png=png()), "without its facts in words"),
    "repr": (lab(text_plain="<Figure size 640x480 with 1 Axes>", image_png=png()), "without its facts in words"),
    "widget repr": (
        lab(text_plain="VBox(children=(IntSlider(value=0),))", image_png=png()),
        "without its facts in words",
    ),
    "stray picture": (outputs("train", shows(text_plain="a line rises", image_png=png())), "without the tag lab"),
    "svg": (outputs("train", nbformat.v4.new_output("display_data", data={"image/svg+xml": "<svg/>"})), "image/svg"),
    # exercises
    "no check": (source("double", "def double(x):\n    return ..."), "does not call checks.check_"),
    "check inside": (source("double", "if ...:\n    checks.check_double(2)"), "does not call checks.check_"),
    "check for its value": (source("double", "x = checks.check_double(...)"), "does not call checks.check_"),
    "check without its module": (source("double", "check_double(...)"), "does not call checks.check_"),
    "stub without dots": (source("double", "double = 1\nchecks.check_double(double)"), "the stub has no ..."),
    "stub returns None": (
        source("double", "def f(x):\n    ...\n\nchecks.check_double(f)"),
        "the stub f returns None",
    ),
    "no solution": (metadata("double-solution", tags=[]), "needs one solution cell"),
    "open solution": (source("double-solution", "```python\n2 * x\n```"), "needs one solution cell"),
}


def test_the_sample_keeps_the_contract():
    assert contract.check(good_notebook(), "notebooks/sample.ipynb", BUDGET) == []


@pytest.mark.parametrize("name", BREAKS)
def test_each_break_is_named(name):
    breaking, words = BREAKS[name]
    notebook = good_notebook()
    breaking(notebook)
    problems = contract.check(notebook, "sample.ipynb", BUDGET)
    assert any(words in problem for problem in problems), problems
    assert all(problem.startswith("sample: ") for problem in problems)


def test_checking_changes_nothing():
    notebook, budget = good_notebook(), copy.deepcopy(BUDGET)
    contract.check(notebook, "sample.ipynb", budget)
    assert (notebook, budget) == (good_notebook(), BUDGET)


def test_an_error_that_is_meant_needs_tag_and_reason():
    notebook, budget = good_notebook(), copy.deepcopy(BUDGET)
    cell(notebook, "train").metadata["tags"] = ["raises-exception"]
    cell(notebook, "train").outputs = [error()]
    budget["sample"]["tolerated"]["train"]["tag"] = "raises-exception"
    assert contract.check(normalise(notebook), "sample.ipynb", budget) == []
    cell(notebook, "train").outputs = []
    problems = contract.check(normalise(notebook), "sample.ipynb", budget)
    assert problems == ["sample: cell train: is tagged raises-exception and stores no error"]


def test_a_lesson_may_mean_nan():
    notebook, budget = good_notebook(), copy.deepcopy(BUDGET)
    cell(notebook, "train").outputs = [prints("loss nan")]
    budget["sample"]["not_finite"] = {"train": "Shows a diverged run."}
    assert contract.check(notebook, "sample.ipynb", budget) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": "because"}, "must say in words why"),
        ({"tolerances": [{"rtol": 0.5}]}, "rtol 0.5 is wider than 0.1"),
        ({"tolerances": [{"words": "accuracy", "atol": 20}]}, "atol 20 is wider than 1.0"),
    ],
)
def test_a_hole_in_the_budget_is_named(change, words):
    budget = copy.deepcopy(BUDGET)
    budget["sample"]["tolerated"]["train"] |= change
    assert any(words in problem for problem in contract.check(good_notebook(), "sample.ipynb", budget))


def test_a_lesson_outside_of_the_budget_is_named():
    problems = contract.check(good_notebook(), "other.ipynb", BUDGET)
    assert "other: is not in the budget: add its numbers of cells, labs, figures and exercises" in problems


def test_lessons_that_disagree_are_named():
    other = good_notebook()
    cell(other, "setup").source += "\n"
    lessons = {"sample": good_notebook(), "other": other}
    assert contract.check_course(lessons, BUDGET) == ["other: its setup cell differs from the first lesson's"]
    assert contract.check_course({}, BUDGET) == ["sample: is in the budget and not in notebooks/"]


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "sample.ipynb"
    text = notebooks.text(good_notebook())
    path.write_text(text, encoding="utf-8")
    assert contract.check_file(path, BUDGET) == []
    path.write_text(json.dumps(json.loads(text)), encoding="utf-8")
    assert contract.check_file(path, BUDGET) == ["sample: is not written the way `python -m tools refresh` writes it"]
    path.write_text(text[:-30], encoding="utf-8")
    assert contract.check_file(path, BUDGET)[0].startswith("sample: cannot be read as a notebook")
