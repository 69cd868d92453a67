"""When the work of a lab is done: events that pile up."""

import asyncio
import time

from utils.pump import Pump


def test_a_quick_lab_draws_every_event_at_once():
    pump = Pump(lambda: runs.append(1))
    runs = []
    for _ in range(20):
        pump.event()
    assert len(runs) == 20 and not pump.waiting


def test_a_slow_lab_drops_all_but_the_newest_value():
    newest, drawn = [0], []

    def work():
        time.sleep(0.03)
        drawn.append(newest[0])

    async def drag():
        pump = Pump(work)
        for newest[0] in range(1, 61):
            pump.event()
            await asyncio.sleep(0)
        while pump.waiting:
            await asyncio.sleep(0.01)

    asyncio.run(drag())
    assert drawn[-1] == 60 and drawn == sorted(drawn) and len(drawn) < 10


def test_a_slow_lab_still_draws_without_an_event_loop():
    drawn = []
    pump = Pump(lambda: (time.sleep(0.02), drawn.append(1)))
    pump.event()
    pump.event()
    assert len(drawn) == 2
