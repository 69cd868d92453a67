"""When the work of a lab is done: events that pile up."""

import asyncio
import gc
import os
import signal
import threading
import time

import pytest

from utils.labs.scheduling import Coalescer, CooperativeTask, FairLock, IdleCollector


def test_a_quick_lab_draws_every_event_at_once():
    redraw = Coalescer(lambda: runs.append(1))
    runs = []
    for _ in range(20):
        redraw.request()
    assert len(runs) == 20 and not redraw.waiting


def slow_lab(seconds):
    """([newest value], list of what was drawn, the work that takes so long and draws the newest value)."""
    newest, drawn = [0], []

    def work():
        time.sleep(seconds)
        drawn.append(newest[0])

    return newest, drawn, work


def test_a_slow_lab_drops_all_but_the_newest_value():
    newest, drawn, work = slow_lab(0.03)

    async def drag():
        redraw = Coalescer(work)
        for newest[0] in range(1, 61):
            redraw.request()
            await asyncio.sleep(0)
        while redraw.waiting:
            await asyncio.sleep(0.01)

    asyncio.run(drag())
    assert drawn[-1] == 60 and drawn == sorted(drawn) and len(drawn) < 10


def test_in_colab_each_event_is_drawn_within_its_message(monkeypatch):
    """What is drawn between messages may never show there, so no value may be left for later, the last least of all."""
    monkeypatch.setattr("utils.labs.scheduling.in_colab", lambda: True)
    newest, drawn, work = slow_lab(0.02)

    async def drag():
        redraw = Coalescer(work)
        for newest[0] in range(1, 9):
            redraw.request()
            assert drawn[-1] == newest[0] and not redraw.waiting

    asyncio.run(drag())


def test_a_slow_lab_still_draws_without_an_event_loop():
    drawn = []
    redraw = Coalescer(lambda: (time.sleep(0.02), drawn.append(1)))
    redraw.request()
    redraw.request()
    assert len(drawn) == 2


@pytest.fixture
def collections():
    """When all garbage was collected, seconds on the clock of time.monotonic."""
    times = []

    def note(phase, info):
        if phase == "stop" and info["generation"] == 2:
            times.append(time.monotonic())

    gc.collect()
    gc.callbacks.append(note)
    yield times
    gc.callbacks.remove(note)


@pytest.mark.parametrize(("pieces", "expected"), [(4, 0), (5, 1), (12, 1)])
def test_garbage_is_collected_once_nobody_moves_any_more(pieces, expected, collections, monkeypatch):
    monkeypatch.setattr(IdleCollector, "every", 5)
    monkeypatch.setattr(IdleCollector, "rest", 0.2)
    collector = IdleCollector()

    async def drag():
        for _ in range(pieces):
            collector.count()
            await asyncio.sleep(0)
        ended = time.monotonic()
        await asyncio.sleep(0.4)
        return ended

    ended = asyncio.run(drag())
    assert len(collections) == expected and all(moment >= ended for moment in collections)


def test_two_threads_never_work_at_once():
    """A kernel with subshells hears widgets in two threads."""
    inside, most = [0], [0]

    def work(*_):
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.01)
        inside[0] -= 1

    redraws = [Coalescer(work), Coalescer(work)]
    task = CooperativeTask(work)
    hands = [threading.Thread(target=lambda redraw=redraw: [redraw.now() for _ in range(5)]) for redraw in redraws]
    hands += [threading.Thread(target=lambda: [task.begin() for _ in range(5)])]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert most == [1]


def test_whoever_waits_for_longer_comes_first():
    """The thread that lets go asks again at once, and an ordinary lock would give it to that one."""
    lock, order = FairLock(), []

    def come(name):
        with lock, lock:  # reentrant
            order.append(name)

    with lock:
        early = threading.Thread(target=come, args=("early",))
        early.start()
        while not lock._waiting:
            time.sleep(0.001)
    come("late")
    early.join()
    assert order == ["early", "late"]


@pytest.fixture
def interrupts():
    """SIGINT raises KeyboardInterrupt, also where the tests run in the background of a shell, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_an_interrupted_wait_leaves_the_queue():
    lock, leave = FairLock(), threading.Event()

    def stay():
        with lock:
            leave.wait()

    other = threading.Thread(target=stay)
    other.start()
    while lock._owner is None:
        time.sleep(0.001)
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt), lock:
        pass
    leave.set()
    other.join()
    with lock:  # would wait for ever behind one who has gone
        assert not lock._waiting


def test_what_one_thread_begins_goes_on_in_the_loop_that_the_lab_was_made_in():
    threads = []

    async def train():
        task = CooperativeTask(step)
        begun = asyncio.to_thread(lambda: asyncio.run(begin(task)))
        await begun
        while task.busy:
            await asyncio.sleep(0.01)

    async def begin(task):
        task.begin()

    def step(is_stopped):
        threads.append(threading.current_thread() is threading.main_thread())
        return len(threads) < 4

    asyncio.run(train())
    assert threads == [False, True, True, True]
