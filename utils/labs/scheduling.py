"""When the work of a lab is done: at once, soon for the newest of many events, or in slices between other messages.

Coalescer        does one piece of work for the newest of many events
IdleCollector    collects garbage after it, while nobody moves
Run              work that takes longer: an iterator of reports, asked for more in slices
CooperativeTask  repeats such a slice in the event loop until all is done, somebody says stop, or Jupyter interrupts

No widgets here. A kernel handles one message at a time: work that returns to the event loop every tenth of a second
lets the next move of a slider, a click on Stop, or an interrupt come in between. JupyterLab 4.4 and later send some of
the messages to a second thread of the kernel, a "subshell"; ONE_AT_A_TIME keeps the work of labs apart.
"""

import gc
import math
import signal
import threading
import time
from asyncio import get_running_loop
from collections import deque
from collections.abc import Iterable

from utils.environment import in_colab
from utils.labs.guard import exit_refused
from utils.language import _


class FairLock:
    """A reentrant lock, first come, first served: what was clicked last has the last word.

    threading.RLock goes to whoever asks at the right moment: a Stop could pass a click that had waited for longer,
    and that would begin anew what was to end.
    """

    def __init__(self):
        self._changed = threading.Condition()
        self._waiting = deque()  # idents of threads
        self._owner, self._depth = None, 0

    def __enter__(self):
        me = threading.get_ident()
        with self._changed:
            if self._owner != me:
                self._waiting.append(me)
                try:
                    self._changed.wait_for(lambda: self._owner is None and self._waiting[0] == me)
                    self._owner = me
                finally:  # an interrupt may end the waiting
                    self._waiting.remove(me)
                    self._changed.notify_all()
            self._depth += 1

    def __exit__(self, *_):
        with self._changed:
            self._depth -= 1
            if not self._depth:
                self._owner = None
                self._changed.notify_all()


ONE_AT_A_TIME = FairLock()  # of all labs: they share matplotlib's settings and what learners' functions share


def loop():
    """The running event loop, or None where there is none (a plain Python program, a test)."""
    try:
        return get_running_loop()
    except RuntimeError:
        return None


def _is_main():
    return threading.current_thread() is threading.main_thread()


class IdleCollector:
    """Collects garbage when a good deal of work is done and nobody has moved for a while.

    Python would do so in the middle of a drag: beside torch it looks through its memory for 0.1 to 0.3 s.
    """

    every = 40  # pieces of work; Python does it about once in 120
    rest = 0.5  # seconds

    def __init__(self):
        self._done = 0

    def count(self):
        """Note that a piece of work is done."""
        self._done += 1
        if self._done >= self.every and loop() is not None:
            loop().call_later(self.rest, self._collect, self._done)

    def _collect(self, done):
        if done == self._done:  # nothing has been done since
            self._done = 0
            gc.collect()


COLLECTOR = IdleCollector()  # of all labs: they share their memory


class Coalescer:
    """Does `work` for the newest of many events: at once while it keeps up, soon and once when events pile up.

    JupyterLab holds slider events back while the kernel is busy, other front ends do not: there a fast drag would leave
    seconds of old values to draw. An event that comes right after a slow draw has waited for it, so it only leaves a
    note, and the loop draws the newest value when the queue is empty. (A kernel takes 1 ms to the next event in its
    queue; a front end that holds events back answers the end of a draw 5 ms later or more.)

    Colab may drop what is drawn between messages, so there each event is drawn within its own: the last one stays.
    """

    cheap = 0.015  # seconds: work this quick never piles up
    breath = 0.003  # seconds after a draw within which an event must have been waiting for it

    def __init__(self, work):
        self._work = work
        self._ended = -math.inf
        self._cost = 0.0
        self.waiting = False

    def request(self):
        """An event: do the work now, or soon for this one and those that follow."""
        if self.waiting:
            return
        if self._cost <= self.cheap or time.monotonic() - self._ended > self.breath or loop() is None or in_colab():
            self.now()
        else:
            self.waiting = True
            loop().call_later(min(0.03, 0.01 + 0.2 * self._cost), self._catch_up)

    def _catch_up(self):
        if self.waiting:
            self.now()

    def now(self):
        """Do the work at once, for whoever asked in code and will read the result in the next line."""
        with ONE_AT_A_TIME:
            self.waiting = False  # before the work looks at the values: a move from here on is an event of its own
            started = time.monotonic()
            self._work()
            self._ended = time.monotonic()
            self._cost = self._ended - started
            COLLECTOR.count()


class Run:
    """Work in progress: the reports an iterator has given so far.

    iterator: gives reports, each with `progress`, the share of the work that is done, above 0 and up to 1
    values: what the work was started for
    reports: list of all reports so far
    finished: True when there are no more

    Raises TypeError for what gives none.
    """

    def __init__(self, iterator, values):
        if not isinstance(iterator, Iterable):
            raise TypeError(_(
                "run should yield its reports one by one; it has no yield, and returned {kind}."
            ).format(kind=type(iterator).__name__))
        self._iterator = iter(iterator)
        self.values = values
        self.reports = []
        self.finished = False

    @property
    def progress(self):
        return self.reports[-1].progress if self.reports else 0.0

    def advance(self, seconds=math.inf, is_stopped=lambda: False):
        """Take reports for about so many seconds, at least one; fewer if `is_stopped()` becomes True in between.

        Raises ValueError for an iterator that ends without a report.
        """
        until = time.monotonic() + seconds
        with exit_refused():
            for report in self._iterator:
                self.reports.append(report)
                if time.monotonic() >= until or is_stopped():
                    return
        if not self.reports:
            raise no_report()
        self.finished = True


def no_report():
    """The error for work that ended without a report."""
    return ValueError(_("run ended without a report: it should yield at least one, with its progress from 0 to 1."))


class CooperativeTask:
    """Repeats a step until there is nothing more to do, with pauses in which the kernel hears other messages.

    step: function of `is_stopped`, itself a function -> True while there is more to do; a tenth of a second at most
    busy: True while it goes on
    """

    pause = 0.001  # seconds
    breath = 0.008  # seconds after the end within which a message must have been waiting for it

    def __init__(self, step):
        self._step = step
        self.busy = False
        self._stop_asked = False
        self._ended = -math.inf
        self._home = loop()  # of the thread that hears interrupts, as long as a cell makes the lab
        self._turn = 0  # counts the works begun: what was planned for an earlier one is void
        self._earlier_handler = None

    @property
    def has_just_ended(self):
        """True for a message that came in while all the work was done within another, and had to wait for that."""
        return time.monotonic() - self._ended < self.breath

    def begin(self):
        """The first step now, the others between messages; where those would not be drawn (Colab), all of them now."""
        with ONE_AT_A_TIME:
            self.stop()
            self._turn += 1
            self.busy, self._stop_asked = True, False
            self._go_on(self._turn)
            if in_colab() or loop() is None:
                self.finish()
                self._ended = time.monotonic()

    def finish(self):
        """All that is left to do, now."""
        while self.busy:
            self._go_on(self._turn)

    def stop(self):
        """Nothing more is done."""
        self.busy, self._stop_asked = False, True
        if _is_main():
            self._give_back_interrupts()
        elif self._home is not None:  # only the main thread may change who hears them
            self._home.call_soon_threadsafe(self._give_back_interrupts)

    def _go_on(self, turn):
        with ONE_AT_A_TIME:
            if not self.busy or turn != self._turn:  # ended, or begun anew, while this step waited for its turn
                return
            if not self._step(lambda: self._stop_asked):
                self.stop()
            elif loop() is not None:
                home = self._home or loop()
                home.call_soon_threadsafe(home.call_later, self.pause, self._between_messages, turn)

    def _between_messages(self, turn):
        """A step that is not part of a message's work: the kernel would ignore Jupyter's interrupt, so we hear it."""
        if _is_main() and self.busy and signal.getsignal(signal.SIGINT) != self._hear_interrupt:
            self._earlier_handler = signal.signal(signal.SIGINT, self._hear_interrupt)
        self._go_on(turn)

    def _hear_interrupt(self, *_):
        self._stop_asked = True

    def _give_back_interrupts(self):
        mine = signal.getsignal(signal.SIGINT) == self._hear_interrupt
        if mine and not self.busy and self._earlier_handler is not None:
            signal.signal(signal.SIGINT, self._earlier_handler)
            self._earlier_handler = None
