"""Three lessons in Notebook 7, which is made of JupyterLab's parts and has shortcuts of its own: keys stay in labs."""

import pytest
from fronts import Notebook7Page, notebook_7
from notebook_session import FRONT_LESSONS
from test_browser import BUTTONS, MENU, PRESETS, SLIDER, TOGGLES

pytestmark = pytest.mark.browser

PATIENCE = 2000  # milliseconds


@pytest.fixture(scope="module")
def notebook_server(browser):
    with notebook_7() as running:
        yield running


@pytest.fixture(scope="module", params=FRONT_LESSONS, ids=lambda path: path.stem)
def lesson(request, browser, notebook_server):
    page = Notebook7Page(browser, notebook_server, f"notebooks/{request.param.name}")
    page.run_all()
    yield page
    page.close()


def test_runs_without_an_error(lesson):
    assert lesson.errors() == []


def test_arrows_home_and_end_stay_in_the_slider(lesson):
    lost = []
    for display in lesson.displays():
        for handle in display.all(SLIDER)[:1]:
            handle.focus()
            selected = lesson.active_cell()
            at_end, at_home = press(handle, "End"), press(handle, "Home")
            for key, back in (("ArrowRight", "ArrowLeft"), ("ArrowUp", "ArrowDown")):
                moved = press(handle, key)
                if moved == at_home or press(handle, back) != at_home:
                    lost.append(f"{display.cell}: {key}")
            if at_end == at_home or lesson.active_cell() != selected:
                lost.append(f"{display.cell}: Home and End, or another cell is selected")
            display.root.locator(".course-reset").press("Enter")
            display.changed(None, 100)
    assert lost == []


def press(handle, key):
    """Press a key where the focus is; return where the slider stands then. The focus has to stay."""
    handle.page.keyboard.press(key)
    assert handle.evaluate("handle => handle === document.activeElement")
    return handle.get_attribute("aria-valuenow")


def test_letters_on_a_control_leave_the_cells_alone(lesson):
    for display in lesson.displays():
        for kind in (SLIDER, MENU, PRESETS, BUTTONS, f"{TOGGLES} button", ".course-option", ".course-play button"):
            for control in display.all(kind)[:1]:
                control.focus()
                before = lesson.active_cell()
                for key in "ddabxy":
                    lesson.page.keyboard.press(key)
                assert lesson.active_cell() == before, f"{display.cell}: {kind}"


def test_shift_enter_on_a_button_runs_its_cell(lesson):
    (display, *_) = [display for display in lesson.displays() if display.all(".course-reset")]
    display.all(".course-reset")[0].focus()
    before, _ = lesson.active_cell()
    lesson.page.keyboard.press("Shift+Enter")
    lesson.page.wait_for_function(
        "before => window.jupyterapp.shell.currentWidget.content.activeCellIndex > before", arg=before)
    lesson.wait_for_kernel()
