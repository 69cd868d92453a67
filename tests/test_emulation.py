"""The copies of the lessons under Colab's own pytest and nbval; and the emulation notices what it is for.

Pictures, controls and exercises of the copies are in test_notebooks.py and test_exercises.py.
"""

import os
import signal
import time

import nbformat
import pytest
from emulation import Copy, alone, strict_nbval, variables
from notebook_session import LESSONS, SLOW, Session, interpreter
from samples import cell
from sweep import sweep

from tools import colab, notebooks

pytestmark = [pytest.mark.kernel, pytest.mark.colab]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem[:2])
def test_a_copy_passes_strict_nbval(path, budget, tmp_path):
    ran, problems = strict_nbval(alone(Copy.of(path), tmp_path), tmp_path)
    assert not problems, "\n".join(problems)
    assert ran == budget[path.stem]["code_cells"]


def test_strict_nbval_sees_a_changed_word_and_a_lost_cell(budget, tmp_path):
    path = alone(Copy.of(LESSONS[0]), tmp_path)
    notebook = notebooks.read(path)
    cell(notebook, "check-data").outputs[0].text += "and one more\n"
    notebook.cells.remove(cell(notebook, "quiz-line"))
    path.write_text(notebooks.text(notebook), encoding="utf-8")
    ran, problems = strict_nbval(path, tmp_path)
    assert ran == budget[path.stem]["code_cells"] - 1
    assert len(problems) == 1 and "and one more" in problems[0]


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """The front end of a kernel in the emulation that has run nothing yet."""
    folder = tmp_path_factory.mktemp("kernel")
    path = folder / "nothing.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    with Session(path, interpreter("colab"), variables(folder)).running() as session:
        yield session.front


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import ipywidgets\nipywidgets.IntSlider(gap='4px')", "Passing unrecognized arguments"),
        ("import ipywidgets\nipywidgets.Tab(titles=['a'])", "Passing unrecognized arguments"),
        ("from google.colab import files\nfiles.upload()", "waits for a person"),
        ("from google.colab import drive\ndrive.mount('/content/drive')", "waits for a person"),
        ("import utils", "No module named 'utils'"),
        ("import tools.colab", "No module named 'tools'"),
    ],
)
def test_what_colab_does_not_do_is_an_error(front, code, words):
    _, noise = front.run(code)
    assert any(words in one for one in noise), noise


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("!pip --version", "starts a program in a terminal"),
        ("%pip --version", "starts a program in a terminal"),
        ("import subprocess\nsubprocess.run(['git', '--version'])", "starts a program: ('git', ['git', '--version'])"),
        ("import os\nos.system('git --version')", "starts a program: (b'git --version',)"),
        ("import pip", "imports pip"),
        ("%load_ext autoreload", "imports imp"),
        ("import socket\nsocket.getaddrinfo('course.invalid', 80)", "uses the network: course.invalid"),
        ("from google.colab import output\noutput.enable_custom_widget_manager()", "output.enable_custom_widget_manag"),
    ],
)
def test_what_no_lesson_may_do_is_noted(front, code, words):
    before = front.ask("trespasses()")
    front.run(code)
    noted = front.ask("trespasses()")[len(before) :]
    assert any(words in one for one in noted), noted


TRAINING = """\
import time
from collections import namedtuple

from utils import labs

Report = namedtuple("Report", "progress done")


def train(rounds):
    for done in range(1, rounds + 1):
        time.sleep(SECONDS)
        yield Report(done / rounds, done)


def show_training(axes, reports, rounds):
    \"""How far?\"""
    axes.plot([report.done for report in reports], [report.progress for report in reports])
    return labs.Facts(f"{reports[-1].done} of {rounds}")


labs.Lab(show_training, run=train, rounds=labs.slider(1, 5, 3, step=1))
"""


@pytest.fixture
def trained(tmp_path):
    """(Session, root, slider) of a copy with a lab that trains, half a second or more for each round."""
    setup = nbformat.v4.new_code_cell("", id="setup", metadata={"tags": ["setup"]})
    lab = nbformat.v4.new_code_cell(TRAINING.replace("SECONDS", str(SLOW / 2)), id="lab", metadata={"tags": ["lab"]})
    notebook = colab.export(nbformat.v4.new_notebook(cells=[setup, lab]), colab.package_files())
    path = tmp_path / "training.ipynb"
    path.write_text(notebooks.text(notebook), encoding="utf-8")
    with Session(path, interpreter("colab"), variables(tmp_path)).running() as session:
        assert session.failure is None
        (root,) = session.front.ask("survey()")["roots"]
        (slider,) = [control for control in root["controls"] if control["kind"] == "IntSlider"]
        yield session, root, slider


def test_a_lab_that_trains_within_its_move_is_not_called_slow(trained):
    """In Colab the kernel answers when the training is over; every other rule of the sweep holds."""
    session, root, slider = trained
    assert root["trains_at_once"]
    assert session.front.update(slider["id"], value=5).seconds > 2 * SLOW
    session.front.update(slider["id"], value=3)
    problems, times = sweep(session, {})
    assert (problems, times) == ([], [])


def test_the_interrupt_that_stands_for_stop_ends_a_training_within_its_move(trained):
    """Stop is left out in Colab: its click would be read when all is done."""
    session, root, slider = trained
    process = session.front.ask("process()")["pid"]
    message = session.front.send(slider["id"], value=5)
    time.sleep(1.2 * SLOW)
    os.kill(process, signal.SIGINT)
    assert session.front.rest(message) == []
    state = session.front.ask(f"state({root['id']!r})")
    assert state["status"].startswith("Stopped") and state["headline"] in ("1 of 5", "2 of 5")
    session.front.update(slider["id"], value=2)
    assert session.front.ask(f"state({root['id']!r})")["headline"] == "2 of 2"
