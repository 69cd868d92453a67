"""The sweep sees what it is for: a good lab passes, each broken one is named, by its cell and in words."""

import nbformat
import pytest
from notebook_session import Session, interpreter
from sweep import LabSweep, sweep

from tools.environments import STACKS

pytestmark = pytest.mark.kernel

FAULTS = {  # what is wrong with a stand-in lab -> words the sweep must say of it; "" is a good lab
    "": None,
    "raises": "level = 4 raised ZeroDivisionError: the end",
    "swallows": "level = 4 changes nothing",
    "reports": "level = 4 brings the status line to say 'ZeroDivisionError'",
    "not wired": "level moves no picture",
    "still picture": "level moves no picture",
    "mute": "kind changes no words",
    "blank": "level = 2 leaves a blank picture",
    "junk": "level = 2 leaves a picture that cannot be read",
    "nan": "level = 4 shows the word nan",
    "slow": "level = 4 took 1.2 s",
    "leaks": "more widgets",
    "opens a figure": "published display_data",
    "prints": "printed to stdout: level 0",
    "warns": "printed to stderr",
    "remembers": "does not bring back the words of the start",
    "dead preset": "clicking 'top' changes nothing",
    "ends otherwise": "clicking 'again' does not end as it did before",
    "half reset": "clicking 'Reset' does not lead back",
}


def notebook_of(faults):
    """Return a notebook with one stand-in lab per fault, and two things that a lesson must not have."""
    sources = {"imports": "import ipywidgets\nimport standin", "stray": "ipywidgets.IntSlider(description='stray')"}
    sources |= {"heard": "standin.predict()", "deaf": "standin.predict('deaf')"}
    labs = {cell_id(fault): f"standin.lab({fault!r})" for fault in faults} | {"no-lab": "1 + 1"}
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in (sources | labs).items()]
    for cell in cells[len(sources) :]:
        cell.metadata["tags"] = ["lab"]
    return nbformat.v4.new_notebook(cells=cells)


def cell_id(fault):
    return fault.replace(" ", "-") or "good"


@pytest.fixture(scope="module", params=["course", pytest.param("colab", marks=pytest.mark.colab)])
def session(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep") / "standin.ipynb"
    nbformat.write(notebook_of(FAULTS), path)
    with Session(path, interpreter(request.param)).running() as session:
        assert session.failure is None
        yield session


@pytest.fixture(scope="module")
def problems(session):
    return sweep(session, {})[0]


def of_cell(session, name, allowed):
    """Return the problems of one lab, with what the budget allows it."""
    roots = session.front.ask("survey()")["roots"]
    root = next(root for root in roots if session.cell_of(root["id"]) == name)
    one = LabSweep(session.front, root, name, allowed)
    one.run()
    return one.problems


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named(problems, fault):
    about = [problem for problem in problems if problem.startswith(f"{cell_id(fault)}: ")]
    if FAULTS[fault] is None:
        assert about == []
    else:
        assert any(FAULTS[fault] in problem for problem in about), about


def test_a_control_outside_of_a_lab_is_named(problems):
    assert "control 'stray' belongs to no lab" in problems


def test_a_cell_without_its_lab_is_named(problems):
    assert "no-lab: shows no live lab" in problems


def test_a_question_that_hears_nothing_is_named(problems):
    assert [problem for problem in problems if problem.startswith(("heard", "deaf"))] == [
        "deaf: an answer is clicked and nothing is said"
    ]


def test_the_budget_lets_pass_what_it_names(session):
    assert of_cell(session, "nan", {"not_finite": {"nan": "A diverged run."}}) == []
    assert of_cell(session, "not-wired", {"quiet": {"not-wired: level": "Not yet."}}) == [
        "not-wired: clicking 'top' changes nothing"
    ]


@pytest.mark.parametrize("name", STACKS)
@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_environment_fails_under_ci_only(monkeypatch, ci, outcome, name):
    monkeypatch.setenv(f"COURSE_{name.upper()}_PYTHON", "/nowhere/python")
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match=f"COURSE_{name.upper()}_PYTHON"):
        interpreter(name)
