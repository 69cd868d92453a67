"""A cell that is run again leaves nothing of its last run behind, and touches no other cell's labs."""

import asyncio
import gc
import weakref
from types import SimpleNamespace

import ipywidgets
import nbformat
import pytest
from ipywidgets.widgets import widget as widget_module
from notebook_session import Session, interpreter
from test_lab_runs import Trainer, a_run
from test_labs import a_lab, pictures, view

from tools.settings import ROOT
from utils import labs
from utils.labs import progress, registry
from utils.quiz import Quiz


@pytest.fixture
def run(monkeypatch):
    """A function that does as a kernel does while it runs a cell: run(make, id="a cell", code="Lab(...)")."""
    monkeypatch.setattr(registry, "_LAST", {})
    messages = iter(range(1000))

    def run(make, code="labs.Lab(...)", **metadata):
        request = {"header": {"msg_id": str(next(messages)), "msg_type": "execute_request"},
                   "metadata": metadata, "content": {"code": code}}
        kernel = SimpleNamespace(get_parent=lambda channel: request)
        monkeypatch.setattr(registry, "get_ipython", lambda: SimpleNamespace(kernel=kernel))
        made = make()
        monkeypatch.setattr(registry, "get_ipython", lambda: None)
        return made

    return run


def live():
    instances = getattr(widget_module, "_instances", None)
    return len(instances if instances is not None else ipywidgets.Widget.widgets)


def shown(make=a_lab):
    thing = make()
    thing._repr_mimebundle_()
    return thing


def is_open(lab):
    return lab.view is not None and lab.view.box.comm is not None


def test_running_a_cell_again_frees_what_it_made(run):
    before = live()
    lab = run(shown, cellId="one")
    widgets = live() - before
    figure = weakref.ref(lab.picture.figure)
    for _ in range(3):
        run(shown, cellId="one")
        assert live() - before == widgets
    assert not is_open(lab) and figure() is None


def test_a_closed_lab_can_be_displayed_again(run):
    lab = run(shown, cellId="one")
    first = pictures(lab)
    run(shown, cellId="one")
    lab.set(height=9)
    lab.set(height=2)
    assert pictures(lab) == first and is_open(lab)


def test_what_one_run_makes_stays_together(run):
    pair = run(lambda: [shown() for _ in range(2)], cellId="one")
    assert all(map(is_open, pair))
    newer = run(lambda: [shown() for _ in range(2)], cellId="one")
    assert not any(map(is_open, pair)) and all(map(is_open, newer))


@pytest.mark.parametrize("make", [shown, lambda: shown(lambda: labs.Lab(lambda axes: "nothing"))])
@pytest.mark.parametrize("one, copy", [
    ({"cellId": "one"}, {"cellId": "copy"}),  # JupyterLab, Notebook 7
    ({"colab": {"cell_id": "one"}}, {"colab": {"cell_id": "copy"}}),
    ({"code": "labs.Lab(show)"}, {"code": "labs.Lab(show)  # and changed"}),  # classic Notebook, which sends no id
])
def test_two_cells_leave_each_other_alone(run, make, one, copy):
    lab, other = run(make, **one), run(make, **copy)
    assert is_open(lab) and is_open(other)
    newer = run(make, **one)
    assert not is_open(lab) and is_open(other) and is_open(newer)


def test_a_cell_that_was_changed_is_the_same_cell(run):
    lab = run(shown, code="labs.Lab(show)", cellId="one")
    run(shown, code="labs.Lab(show, height=3)", cellId="one")
    assert not is_open(lab)


@pytest.mark.parametrize("make, box", [
    (lambda: shown(lambda: labs.predict("luck")), "box"),
    (lambda: shown(Quiz), "box"),
])
def test_predictions_and_quizzes_are_freed_as_well(run, make, box):
    before = live()
    old = run(make, cellId="one")
    widgets = live() - before
    run(make, cellId="one")
    assert live() - before == widgets and getattr(old, box) is None
    assert old._repr_mimebundle_(), "displayed again it is built anew"


def test_the_bar_of_a_cell_that_works_is_freed_as_well(run, monkeypatch):
    monkeypatch.setattr(progress, "display", lambda thing: thing._repr_mimebundle_())
    before = live()
    counts = []
    for _ in range(3):
        run(lambda: labs.watch([SimpleNamespace(progress=1.0)], "work"), cellId="one")
        counts.append(live() - before)
    assert len(set(counts)) == 1 and counts[0] > 0


def test_a_lab_that_nobody_kept_is_not_kept_here(run):
    lab = run(a_lab, cellId="one")
    assert registry.registered() == [lab]
    lab = weakref.ref(lab)
    gc.collect()
    assert lab() is None and registry.registered() == []


def test_a_run_of_the_old_lab_ends(run):
    async def twice():
        trainer = Trainer(0.01)
        lab = run(lambda: shown(lambda: a_run(trainer)), cellId="one")
        view(lab).inputs["rounds"].value = 40
        assert lab.busy
        run(lambda: shown(lambda: a_run(Trainer(0))), cellId="one")
        taken = trainer.taken
        await asyncio.sleep(0.1)
        assert trainer.taken == taken and not lab.busy

    asyncio.run(twice())


def test_a_move_that_waited_for_the_end_draws_nothing(run):
    async def drag():
        lab = run(shown, cellId="one")
        old = view(lab)
        run(shown, cellId="one")
        old.redraw.now()
        assert lab.picture is None

    asyncio.run(drag())


# --- in a kernel ---

LAB = """
labs.Lab(lambda left, right, x: left.plot([0, x]) and None, panels=2, x=labs.slider(0, 9, 1))
"""


@pytest.mark.slow
@pytest.mark.parametrize("environment", ["course", pytest.param("colab", marks=pytest.mark.colab)])
def test_a_cell_run_again_and_again_needs_no_more_memory(environment, tmp_path):
    setup = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom utils import labs"
    path = tmp_path / "lab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in (setup, LAB)]), path)
    session = Session(path, interpreter(environment))
    with session.running():
        assert session.failure is None
        before, widgets = (session.front.ask(f"{name}()") for name in ("process", "counts"))
        for _ in range(12):
            _, noise = session.front.run(LAB)
            assert noise == ["published execute_result"]
        assert session.front.ask("counts()") == widgets
        assert session.front.ask("process()")["now"] - before["now"] < 50  # MB; 15 to 20 for each lab that stays
