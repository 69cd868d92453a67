"""A lab that trains, in a real kernel: what a hand that does not wait, Stop and Jupyter's interrupt do to it."""

import os
import signal
import time

import pytest
from notebook_session import Session
from scratch import IMPORTS, TRAINING_LAB, write_notebook

pytestmark = pytest.mark.kernel

@pytest.fixture(scope="module")
def session(tmp_path_factory):
    path = tmp_path_factory.mktemp("training") / "training.ipynb"
    write_notebook(path, IMPORTS, TRAINING_LAB)
    with Session(path, environment={"COURSE_DATA": "sample"}).running() as session:
        assert session.failure is None
        yield session


class Hand:
    """The parts of the lab by the words on them."""

    def __init__(self, front):
        self.front = front
        (root,) = front.ask("survey()")["roots"]
        self.root = root["id"]
        self.ids = {control["label"]: control["id"] for control in root["controls"]}
        self.position = {}

    def slide(self, label, value):
        if label == "rate":  # a slider over listed numbers is moved by its place in the list
            return self.front.send(self.ids[label], index=value)
        return self.front.send(self.ids[label], value=value)

    def click(self, label):
        return self.front.send_click(self.ids[label])

    def state(self):
        return self.front.ask(f"state({self.root!r})")

    def starts(self):
        printed, _ = self.front.run("print(len(starts))")
        return int(printed)


@pytest.fixture
def hand(session):
    hand = Hand(session.front)
    session.front.rest(hand.click("Reset"))
    return hand


def test_a_newer_value_ends_the_run(hand):
    before = hand.starts()
    for epochs in range(1000, 1060):
        hand.slide("epochs", epochs)
        time.sleep(1 / 60)
    assert hand.front.rest(hand.slide("epochs", 30)) == []
    assert hand.state()["headline"] == "epoch 30 of 30"
    assert 2 <= hand.starts() - before <= 61


def test_the_kernel_listens_while_a_lab_trains_and_stop_keeps_the_last_picture(hand):
    hand.slide("epochs", 2000)
    time.sleep(0.3)
    started = time.monotonic()
    assert hand.front.ask("busy()") and time.monotonic() - started < 1
    hand.front.rest(hand.click("Stop"))
    state = hand.state()
    assert state["how-far"].startswith("stopped at") and state["headline"] != "epoch 2000 of 2000"
    time.sleep(0.3)
    assert hand.state() == state
    assert hand.front.rest(hand.click("Train again")) == []
    assert hand.state()["headline"] == "epoch 2000 of 2000"


@pytest.mark.parametrize("label", ["long", "Train again"])
def test_a_double_click_trains_once(hand, label):
    hand.front.rest(hand.slide("epochs", 1500))  # long enough to be going on at the second click
    before = hand.starts()
    hand.click(label)
    hand.front.rest(hand.click(label))
    assert hand.starts() == before + 1


def test_an_interrupt_stops_the_run_and_leaves_the_lab_usable(hand):
    hand.slide("epochs", 2000)
    time.sleep(0.3)
    os.kill(hand.front.ask("process()")["pid"], signal.SIGINT)
    hand.front.rest_of_labs()
    assert hand.state()["how-far"].startswith("stopped at")
    os.kill(hand.front.ask("process()")["pid"], signal.SIGINT)  # at rest: nothing to stop, and the kernel lives on
    assert hand.front.rest(hand.slide("epochs", 40)) == []
    assert hand.state()["headline"] == "epoch 40 of 40"


def test_too_large_a_step_is_said_and_undone(hand):
    hand.front.rest(hand.slide("rate", 2))
    assert "the loss became" in hand.state()["headline"] and hand.state()["status"] == ""
    hand.front.rest(hand.click("Reset"))
    assert hand.state()["headline"] == "epoch 20 of 20"


def test_memory_is_flat_over_two_hundred_moves(hand):
    def moves(count):
        for move in range(count):
            message = hand.slide("epochs", 1 + move % 60)
        hand.front.rest(message)
        return hand.front.ask("process()")["now"]

    before = moves(60)
    assert moves(200) < before + 15, "megabytes"
