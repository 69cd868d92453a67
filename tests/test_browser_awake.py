"""The browser tests are awake: a notebook of broken displays, in which each of them has to find what is its own."""

import pytest
from scratch import IMPORTS, page_of
from test_browser import LabByKeyboard, findings_of_axe

pytestmark = pytest.mark.browser

LAB = """
def show(axes, x):
    {body}


labs.Lab(show, lambda axes: axes.set(xlim=(0, 10), ylim=(0, 10)), {presets}x=labs.slider(0, 10, 2, step=1))
"""
SOUND = "axes.plot([0, x], [0, x]); return f'x is {x}'"
LABS = {
    "a dead slider": ("axes.plot([0, 1]); return 'a line'", "", "'x' moves no picture"),
    "a frozen picture": ("axes.plot([0, 1]); return f'x is {x}'", "", "'x' moves no picture"),
    "silent words": ("axes.plot([0, x]); return 'a line'", "", "'x' changes no words"),
    "an error on the way": ("axes.plot([0, 6 / (3 - x)]); return f'x is {x}'", "", "division by zero"),
    "an idle preset": (SOUND, "presets={'a': {'x': 5}, 'b': {'x': 5}}, ", "'b' changes nothing"),
    "nothing": (SOUND, "presets={'a': {'x': 5}}, ", ""),
}
OTHERS = """
import ipywidgets
from IPython.display import HTML, display

display(HTML('<div class="course-predict" style="width: 2000px">wide</div>'))
display(HTML('<p style="color: #aaa; background: #fff">pale</p>'))
display(HTML('<img src="http://192.0.2.1/picture.png" alt="of another machine">'))
broken = ipywidgets.Button(description="broken")
broken.on_click(lambda _: 1 / 0)
broken
"""


@pytest.fixture(scope="module")
def notebook(browser, server):
    cells = [LAB.format(body=body, presets=presets) for body, presets, _ in LABS.values()]
    with page_of(browser, server, IMPORTS, *cells, OTHERS) as page:
        yield page


@pytest.mark.parametrize("name", LABS)
def test_a_broken_lab_is_found(notebook, name):
    display = notebook.displays()[list(LABS).index(name)]
    troubles, expected = " ".join(LabByKeyboard(display, {}).troubles()), LABS[name][2]
    assert expected in troubles and bool(expected) == bool(troubles)


def test_what_is_cut_off_is_found(notebook):
    notebook.resize(375)
    assert any("px too wide" in words for words in notebook.page.evaluate("window.course.cut()"))
    notebook.resize(1280)


def test_pale_words_are_found(notebook):
    assert any(words.startswith("color-contrast") for words in findings_of_axe(notebook))


def test_a_request_to_another_machine_is_found(notebook):
    assert set(notebook.away) == {"http://192.0.2.1/picture.png"}


def test_an_error_of_a_callback_is_found(notebook):
    assert notebook.errors() == []
    notebook.page.get_by_role("button", name="broken").click()
    notebook.page.wait_for_function("window.course.errors().length")
    assert "log badge" in notebook.errors()[0]


def test_no_move_comes_back_from_the_kernel(notebook):
    """As ipywidgets would have it, for a second window: a message more for every move, and 5 ms."""
    told = notebook.run_silently("from ipywidgets.widgets import widget; print(widget.JUPYTER_WIDGETS_ECHO)")
    assert told.strip() == "False"


def test_an_error_of_a_cell_is_found(notebook):
    before = len(notebook.errors())
    notebook.run_code("1 / 0")
    notebook.page.wait_for_function("before => window.course.errors().length > before", arg=before)
    assert any("ZeroDivisionError" in words for words in notebook.errors())
