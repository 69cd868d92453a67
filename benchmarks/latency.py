"""How soon a lab answers in JupyterLab: from the key to new pixels, beside `interact` with the same drawing.

    python -m benchmarks.latency [03 07 ...] [--moves 60] [--json]

Drives the machine's own chromium. Ours and `interact` take turns in one page, so that whatever else the machine does
falls on both. The first line, "floor", is a slider with a picture of one pixel. A key counts until the end of the first
frame with the last of its new pictures. A lab that trains counts until its first picture, `interact` until its only
one. On a shared machine read the ratios; nothing here fails.

    key      ms from key to pixels, median and 95th percentile; of `interact` too; ratio of the 95th percentiles
    drag     60 mouse moves in a second: ms from the last one to the last picture; pictures shown of the values that
             the slider stood at, of the panel with most; the worst of two
    blank    frames of a screencast of one more drag with a panel that has lost its ink
    shift    largest change of the output's height, css pixels
    update   of one key: milliseconds of processor time in the kernel, KiB over the web socket
"""

import argparse
import base64
import io
import json
import random
import statistics
import time

import numpy as np
from PIL import Image

from tools.browser import LessonPage, chromium, jupyterlab
from tools.notebooks import NOTEBOOKS, find_lesson
from tools.settings import ROOT

ROUNDS = 4
QUIET, PATIENCE = 120, 1500  # ms without a new picture that end a move; ms until a move counts as without effect
DRAGS, DRAG_MOVES, DRAG_SECONDS, DRAG_QUIET = 2, 60, 1.0, 600
TIDY = "import gc; gc.collect()"  # or clearing up after `interact`, 0.2 s at a time, would be charged to the lab
BESIDE = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from benchmarks import beside"


class Mover:
    """A control under keys that change it again and again, to and fro, and the pictures that its keys bring about.

    output: the playwright Locator whose pictures count
    """

    def __init__(self, control, output):
        self.control, self.output = control, output
        self.forward = True
        self.watch = output.evaluate_handle("output => new window.course.Watch(output)")

    def move(self):
        """Press a key; return what Watch.rest tells."""
        self.watch.evaluate("watch => watch.begin()")
        self.control.press(self._key())
        told = self.watch.evaluate(f"watch => watch.rest({QUIET}, {PATIENCE})")
        time.sleep(random.uniform(0.03, 0.05))  # or every key would meet the same moment of the screen's frames
        return told

    def _key(self):
        low, high, now = (float(self.control.get_attribute(f"aria-value{end}")) for end in ("min", "max", "now"))
        if now in (low, high):
            self.forward = now == low
        return "ArrowRight" if self.forward else "ArrowLeft"

    def blank_frames(self, page):
        """Drag once more under a screencast; return in how many frames a panel has lost its ink.

        That is, it has less than a tenth of both neighbours': photographs that follow each other differ as well.
        """
        self.control.scroll_into_view_if_needed()
        boxes = [panel.bounding_box() for panel in self.output.locator(".course-picture").all()]
        session, frames = page.context.new_cdp_session(page), []

        def keep(event):
            frames.append(event["data"])
            session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

        session.on("Page.screencastFrame", keep)
        session.send("Page.startScreencast", {"format": "jpeg", "quality": 60})
        self.drag(page)
        session.send("Page.stopScreencast")
        session.detach()
        inks = np.array([darkness(frame, boxes, page.viewport_size["width"]) for frame in frames])  # (frames, panels)
        lost = inks[1:-1] < np.minimum(inks[:-2], inks[2:]) / 10
        return int(lost.any(axis=1).sum())

    def drag(self, page):
        """Drag along the track with the mouse for a second; return what Watch.rest tells."""
        self.control.scroll_into_view_if_needed()
        track = self.control.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
        handle = self.control.bounding_box()
        y = handle["y"] + handle["height"] / 2
        start = handle["x"] + handle["width"] / 2
        end = track["x"] + track["width"] * (0.95 if start < track["x"] + track["width"] / 2 else 0.05)
        page.mouse.move(start, y)
        page.mouse.down()
        self.watch.evaluate("watch => watch.begin()")
        began = time.perf_counter()
        for step in range(1, DRAG_MOVES + 1):
            page.mouse.move(start + (end - start) * step / DRAG_MOVES, y)
            time.sleep(max(0, began + DRAG_SECONDS * step / DRAG_MOVES - time.perf_counter()))
        page.mouse.up()
        return self.watch.evaluate(f"watch => watch.rest({DRAG_QUIET}, {PATIENCE})")


def darkness(frame, boxes, width):
    """Return how dark some parts of the page are, a list of 0 to 255.

    frame: a screencast's picture in base64; boxes: the parts, in css pixels; width: of the page, in css pixels
    """
    picture = Image.open(io.BytesIO(base64.b64decode(frame))).convert("L")
    scale = picture.width / width
    edges = [(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]) for box in boxes]
    return [255 - np.asarray(picture.crop([round(scale * edge) for edge in four])).mean() for four in edges]


def percentiles(values):
    """Return [median, 95th percentile] of some numbers, None for none."""
    values = [value for value in values if value is not None]
    return [statistics.median(values), statistics.quantiles(values, n=20)[-1]] if len(values) > 1 else None


def shown_below(lesson, source):
    """Run code in a new cell at the end; return the Mover of the first slider that it shows."""
    lesson.run_code(source)
    output = lesson.page.locator(".jp-Notebook .jp-CodeCell").last.locator(".jp-Cell-outputWrapper")
    slider = output.locator(".noUi-handle").first
    slider.wait_for()
    return Mover(slider, output)


def measure_floor(lesson, moves):
    """Return the figures of a slider with a picture of one pixel as a dict."""
    return measure(lesson, shown_below(lesson, "beside.show_least()"), None, moves)


def measure_lab(lesson, display, moves):
    """Return the figures of one lab as a dict; None for a lab without a slider."""
    sliders = display.all(".noUi-handle")
    if not sliders:
        return None
    anchor = shown_below(lesson, f"beside.show({display.model_id!r})")
    figures = measure(lesson, Mover(sliders[0], display.root), anchor, moves, bool(display.all(".course-again")))
    display.changed(display.state(), patience=0)  # at rest: a training that goes on would be charged to the next lab
    return figures


def measure(lesson, ours, anchor, moves, trains=False):
    """Return the figures of a Mover as a dict, beside an `anchor` that takes turns with it, if any.

    The last cell, which shows one of them, is removed.
    trains: True where each value is a training; such a slider is not dragged
    """
    movers = [mover for mover in (ours, anchor) if mover]
    kernel, told, beside, costs = lesson.kernel_process(), [], [], []
    for mover in movers:
        mover.move()  # the first is not counted
    for _ in range(ROUNDS):
        before = lesson.received, sum(kernel.cpu_times()[:2])
        told += [ours.move() for _ in range(moves // ROUNDS)]
        costs.append((lesson.received - before[0], sum(kernel.cpu_times()[:2]) - before[1]))
        beside += [anchor.move() for _ in range(moves // ROUNDS) if anchor]  # and pays for its own garbage on the way
        lesson.run_silently(TIDY)
    drags = [ours.drag(lesson.page) for _ in range(0 if trains else DRAGS)]
    blanks = ours.blank_frames(lesson.page) if anchor and not trains else None
    for mover in movers:
        mover.watch.evaluate("watch => watch.end()")  # or it would look at every frame of the labs to come
    lesson.remove_last_cell()
    return {**summary(trains, told, beside, drags, costs), "blank_frames": blanks}


def summary(trains, told, beside, drags, costs):
    """Return the figures of one lab from what its moves told."""
    key = percentiles([one["first" if trains else "last"] for one in told])
    interact = percentiles([one["last"] for one in beside])
    fewest = min(drags, key=lambda one: one["pictures"], default=None)
    return {
        "trains": trains,
        "key_ms": key,
        "interact_ms": interact,
        "ratio_p95": key[1] / interact[1] if key and interact else None,
        "without_effect": sum(one["last"] is None for one in told),
        "drag_ms": max(one["last"] or 0 for one in drags) if drags else None,
        "drag_pictures": fewest and fewest["pictures"],
        "drag_values": fewest and fewest["values"],
        "shift_px": max(one["shift"] for one in told + drags),
        "kernel_ms": 1000 * sum(seconds for _, seconds in costs) / len(told),
        "kib": sum(received for received, _ in costs) / len(told) / 1024,
    }


LINE = "{:32}{:>8}{:>6}{:>13}{:>6}{:>7}{:>6}{:>9}{:>7}{:>7}{:>8}{:>6}"
HEAD = "lab", "key p50", "p95", "interact p50", "p95", "ratio", "drag", "shown", "blank", "shift", "kernel", "KiB"


def in_a_line(name, row):
    """Return the figures of one lab as a line under HEAD."""
    keys = [*(row["key_ms"] or [None, None]), *(row["interact_ms"] or [None, None])]
    ratio = f"{row['ratio_p95']:.2f}" if row["ratio_p95"] else "-"
    shown = f"{row['drag_pictures']}/{row['drag_values']}" if row["drag_values"] else "-"
    rest = [row[figure] for figure in ("blank_frames", "shift_px", "kernel_ms", "kib")]
    return LINE.format(name + (" (trains)" if row["trains"] else ""), *map(rounded, keys), ratio,
                       rounded(row["drag_ms"]), shown, *map(rounded, rest))


def rounded(number):
    """Return a number without decimals, "-" for None."""
    return "-" if number is None else f"{number:.0f}"


def measured(lessons, moves):
    """Yield (name, figures) of each lab of some lessons, given as paths."""
    with chromium() as browser, jupyterlab() as server:
        for path in lessons:
            lesson = LessonPage(browser, server, f"notebooks/{path.name}", height=1400)  # a whole lab at once
            lesson.run_silently(BESIDE)
            lesson.run_all()
            if path == lessons[0]:
                yield "floor", measure_floor(lesson, moves)
            for display in lesson.displays():
                row = measure_lab(lesson, display, moves) if display.kind == "lab" else None
                if row is not None:
                    yield f"{path.stem[:2]} {display.cell}", row
            lesson.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", help="such as 03; default: all")
    parser.add_argument("--moves", type=int, default=60)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    arguments = parser.parse_args()
    lessons = [find_lesson(name) for name in arguments.lessons] or sorted(NOTEBOOKS.glob("*.ipynb"))
    rows = measured(lessons, arguments.moves)
    if arguments.json:
        print(json.dumps(dict(rows), indent=1))
        return
    print(LINE.format(*HEAD))
    for name, row in rows:
        print(in_a_line(name, row), flush=True)


if __name__ == "__main__":
    main()
