"""A lab that trains, in a real browser: a newer value, Stop, a double click, Jupyter's interrupt and a new kernel."""

import pytest
from scratch import IMPORTS, TRAINING_LAB, page_of

pytestmark = pytest.mark.browser

LONG, SHORT = "epoch 2000 of 2000", "epoch 20 of 20"


@pytest.fixture(scope="module")
def notebook(browser, server):
    with page_of(browser, server, IMPORTS, TRAINING_LAB) as page:
        yield page


class Trained:
    """The lab of the notebook and what a hand does with it."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page
        (self.display,) = notebook.displays()

    def click(self, words):
        """Click a button by its words."""
        self.button(words).click()

    def button(self, words):
        """Return a button by its words."""
        return self.display.root.get_by_role("button", name=words, exact=True)

    def slider(self, name):
        """Return a slider by its name."""
        return self.display.root.get_by_role("slider", name=name, exact=True)

    def begin_long(self):
        """Start a training that lasts, and wait until it shows how far it is."""
        self.click("long")
        self.wait_for_progress()

    def wait_for_progress(self):
        """Wait until a training has shown something."""
        self.page.wait_for_function("/[1-9]\\d?% done/.test(document.querySelector('.course-how-far').innerText)")

    def rest(self):
        """Wait until nothing trains; return what the lab says."""
        return self.display.changed(None, 300)

    def starts(self):
        """Return how many trainings have begun."""
        return int(self.notebook.run_silently("print(len(starts))"))


@pytest.fixture
def lab(notebook):
    lab = Trained(notebook)
    lab.click("Reset")
    assert lab.rest()["headline"] == SHORT
    yield lab
    assert notebook.errors() + notebook.troubles == []


def test_a_newer_value_ends_the_training(lab):
    lab.begin_long()
    lab.slider("epochs").press("Home")
    assert lab.rest()["headline"] == "epoch 1 of 1"
    assert lab.starts() >= 3


def test_a_fast_drag_ends_on_its_last_value(lab):
    slider = lab.slider("epochs")
    slider.press("Home")
    for _ in range(40):
        slider.press("ArrowRight", delay=0)
    assert lab.rest()["headline"] == "epoch 41 of 41"


def test_stop_keeps_the_last_picture_and_train_again_ends_what_it_began(lab):
    lab.begin_long()
    lab.click("Stop")
    stopped = lab.rest()
    assert stopped["howFar"].startswith("stopped at") and stopped["headline"] not in (LONG, SHORT)
    lab.page.wait_for_timeout(500)
    assert lab.display.state() == stopped
    lab.click("Reset")
    assert lab.rest()["headline"] == SHORT and lab.button("Stop").is_disabled()


@pytest.mark.parametrize("words", ["long", "Train again"])
def test_a_double_click_trains_once(lab, words):
    lab.begin_long()
    lab.click("Stop")
    lab.rest()
    if words == "long":
        lab.click("Reset")
        lab.rest()
    before = lab.starts()
    lab.button(words).dblclick()
    lab.wait_for_progress()
    lab.click("Stop")
    lab.rest()
    assert lab.starts() == before + 1


def test_jupyters_interrupt_stops_the_training(lab):
    lab.begin_long()
    lab.notebook.command("notebook:interrupt-kernel")
    assert lab.rest()["howFar"].startswith("stopped at")
    lab.slider("epochs").press("Home")
    assert lab.rest()["headline"] == "epoch 1 of 1"


def test_two_hands_leave_what_the_controls_say(lab):
    """JupyterLab hands messages that come close together to two threads of the kernel."""
    for _ in range(3):
        for move in (lambda: lab.button("Reset").press("Enter"), lambda: lab.slider("rate").press("Home"),
                     lambda: lab.slider("epochs").press("Home")):
            move()
    state = lab.rest()
    epochs = lab.slider("epochs").get_attribute("aria-valuetext")
    assert state["headline"] == f"epoch {epochs} of {epochs}"


def test_a_new_kernel_and_run_all_bring_the_lab_back(lab):
    lab.begin_long()
    lab.notebook.restart()
    lab.notebook.run_all()
    again = Trained(lab.notebook)
    assert again.rest()["headline"] == SHORT and again.starts() == 1
    again.slider("epochs").press("Home")
    assert again.rest()["headline"] == "epoch 1 of 1"
