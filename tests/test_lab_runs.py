"""Labs with a run, work that takes longer than a picture: what moves, clicks, errors and interrupts do to it."""

import asyncio
import gc
import os
import signal
import time

import ipywidgets
import pytest
from test_labs import Report, button, frame, pictures, view, walk

from utils import labs

pytestmark = pytest.mark.slow


class Trainer:
    """A run of `rounds` reports that take a while; it counts its starts and how many reports were taken."""

    def __init__(self, seconds=0.01):
        self.seconds, self.starts, self.taken = seconds, 0, 0

    def __call__(self, rounds, target):
        self.starts += 1
        for done in range(1, rounds + 1):
            time.sleep(self.seconds)
            self.taken += 1
            if target == 13 and done == 3:
                raise ZeroDivisionError("an unlucky target")
            yield Report(done / rounds, done * target)


def show_run(axes, reports, rounds, target):
    """Growing: how far has it come?"""
    axes.plot([report.progress for report in reports], [report.done / 100 for report in reports])
    return labs.Facts(f"{reports[-1].done} of {rounds * target}")


def a_run(run, **presets):
    rounds, target = labs.slider(1, 40, 5, step=1), labs.slider(1, 20, 2, step=1)
    return labs.Lab(show_run, frame, run=run, presets=presets, rounds=rounds, target=target)


async def rest(lab, until=lambda: False):
    """Let the event loop work until the lab is done, or something is true."""
    while lab.busy and not until():
        await asyncio.sleep(0.002)


def headline(lab):
    return view(lab).headline.value


def how_far(lab):
    return view(lab).how_far.value


def test_the_first_run_goes_on_to_its_end_before_anything_is_shown():
    run = Trainer()
    lab = a_run(run)
    assert lab.facts.headline == "10 of 10" and not lab.busy
    assert headline(lab) == "10 of 10" and how_far(lab) == "" and view(lab).stop_button.disabled
    assert (run.starts, run.taken) == (1, 5)


def test_a_move_answers_at_once_and_grows_between_messages():
    async def learn():
        lab = a_run(Trainer(0.03))
        seen = []
        view(lab).headline.observe(lambda change: seen.append(change["new"]), names="value")
        view(lab).inputs["rounds"].value = 12
        assert lab.busy and not view(lab).stop_button.disabled and "done" in how_far(lab)
        first = pictures(lab)
        await rest(lab)
        assert headline(lab) == "24 of 24" and len(seen) >= 4 and pictures(lab) != first
        assert how_far(lab) == "" and view(lab).stop_button.disabled and view(lab).progress.value == 1
        assert view(lab).progress.layout.visibility == "hidden"

    asyncio.run(learn())


def test_the_picture_at_the_end_does_not_remember_the_slices():
    async def learn():
        lab, other = a_run(Trainer(0.02)), a_run(Trainer(0))
        view(lab).inputs["rounds"].value = 9
        await rest(lab)
        view(other)
        other.set(rounds=9)
        assert not other.busy and pictures(lab) == pictures(other)

    asyncio.run(learn())


def test_a_newer_value_ends_the_run():
    async def drag():
        run = Trainer(0.03)
        lab = a_run(run)
        for rounds in range(20, 41):
            view(lab).inputs["rounds"].value = rounds
            await asyncio.sleep(0)
        view(lab).inputs["rounds"].value = 3
        await rest(lab)
        assert headline(lab) == "6 of 6"
        assert run.taken < 100, "each earlier run was left where it stood"

    asyncio.run(drag())


def test_a_double_click_trains_once():
    async def click():
        run = Trainer(0.02)
        lab = a_run(run, long={"rounds": 10})
        for words in ("long", "Train again"):
            before = run.starts
            button(lab, words).click()
            button(lab, words).click()
            await rest(lab)
            assert run.starts == before + 1 and headline(lab) == "20 of 20"

    asyncio.run(click())


def test_where_work_is_done_at_once_a_click_that_waited_for_it_does_nothing():
    run = Trainer(0.02)
    lab = a_run(run, long={"rounds": 10})
    long, again = button(lab, "long"), button(lab, "Train again")
    long.click()  # without an event loop: to the end
    again.click()  # at once, so it was waiting
    assert run.starts == 2 and headline(lab) == "20 of 20" and not lab.busy
    time.sleep(0.05)
    again.click()
    assert run.starts == 3


def test_stop_keeps_the_last_picture_and_train_again_goes_on_to_the_end():
    async def click():
        lab = a_run(Trainer(0.03))
        view(lab).inputs["rounds"].value = 40
        await rest(lab, until=lambda: "20" in how_far(lab))
        view(lab).stop_button.click()
        assert not lab.busy and view(lab).stop_button.disabled
        words, share = headline(lab), how_far(lab)
        assert words != "80 of 80" and share.startswith("stopped at")
        await asyncio.sleep(0.15)
        assert headline(lab) == words, "nothing goes on behind it"
        view(lab).again_button.click()
        await rest(lab)
        assert headline(lab) == "80 of 80" and how_far(lab) == ""

    asyncio.run(click())


def test_an_interrupt_between_messages_stops_the_run_and_no_more():
    async def interrupt():
        lab = a_run(Trainer(0.03))
        view(lab).inputs["rounds"].value = 40
        await asyncio.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)
        await rest(lab)
        assert how_far(lab).startswith("stopped at") and headline(lab) != "80 of 80"
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN, "as the kernel had it"
        view(lab).inputs["rounds"].value = 4
        await rest(lab)
        assert headline(lab) == "8 of 8"

    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a kernel between messages
    try:
        asyncio.run(interrupt())
    finally:
        signal.signal(signal.SIGINT, earlier)


def test_an_error_of_the_run_is_said_with_its_line_and_the_next_move_mends_it():
    def run(rounds, target):
        yield Report(0.5, target)
        yield Report(1.0, 1 // (target - 13))

    async def fail():
        lab = labs.Lab(show_run, frame, run=run, rounds=labs.slider(1, 9, 2, step=1),
                       target=labs.slider(1, 20, 2, step=1))
        good = pictures(lab)
        view(lab).inputs["target"].value = 13
        await rest(lab)
        assert "ZeroDivisionError" in view(lab).status.value and "line 3 of run" in view(lab).status.value
        assert view(lab).headline.layout.display == "none" and view(lab).stop_button.disabled and not lab.busy
        view(lab).inputs["target"].value = 14
        await rest(lab)
        assert view(lab).status.value == "" and headline(lab) == "1 of 28" and pictures(lab) != good

    asyncio.run(fail())


def test_an_error_at_the_start_of_a_run_ends_the_one_before():
    def run(rounds):
        if rounds == 7:
            raise ValueError("seven rounds cannot be done")
        return iter([Report(k / rounds, k) for k in range(1, rounds + 1)])

    async def fail():
        lab = labs.Lab(lambda axes, reports, rounds: f"{len(reports)}", run=run, rounds=labs.slider(1, 40, 2, step=1))
        view(lab).inputs["rounds"].value = 7
        assert "seven rounds" in view(lab).status.value and not lab.busy
        view(lab).inputs["rounds"].value = 8
        await rest(lab)
        assert headline(lab) == "8" and view(lab).status.value == ""

    asyncio.run(fail())


def test_a_run_without_a_report_is_told():
    with pytest.raises(ValueError, match="without a report"):
        labs.Lab(show_run, run=lambda **values: [], rounds=labs.slider(1, 9, 2), target=labs.slider(1, 9, 2))


def test_set_has_run_to_the_end_when_it_returns():
    async def in_a_loop():
        lab = a_run(Trainer(0.01))
        lab.set(rounds=9)
        assert lab.facts.headline == "18 of 18"
        view(lab)
        for rounds in (7, 20):
            lab.set(rounds=rounds)
            assert lab.facts.headline == headline(lab) == f"{2 * rounds} of {2 * rounds}" and not lab.busy

    asyncio.run(in_a_loop())


def test_in_colab_everything_is_done_within_the_message(monkeypatch):
    monkeypatch.setattr("utils.labs.scheduling.in_colab", lambda: True)
    monkeypatch.setattr("utils.labs.view.in_colab", lambda: True)

    async def move():
        lab = a_run(Trainer(0.03))
        seen = []
        view(lab).headline.observe(lambda change: seen.append(change["new"]), names="value")
        assert not view(lab).inputs["rounds"].continuous_update
        view(lab).inputs["rounds"].value = 12
        assert not lab.busy and headline(lab) == "24 of 24" and len(seen) >= 4
        labels = [one.value for one in walk(view(lab).box) if isinstance(one, ipywidgets.Label)]
        assert view(lab).stop_button.layout.display == "none"  # a click on it would wait for the end
        assert "To stop it: Runtime > Interrupt execution." in labels

    asyncio.run(move())


def test_two_hundred_moves_leave_nothing_behind():
    lab = a_run(Trainer(0))
    widgets = len(list(walk(view(lab).box)))

    def held():
        lab.set(rounds=3)
        gc.collect()
        return len(gc.get_objects())

    held()
    before = held()
    for move in range(200):
        lab.set(rounds=1 + move % 40)
    assert len(list(walk(view(lab).box))) == widgets
    assert held() <= before + 50
