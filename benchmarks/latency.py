"""How soon a lab answers in JupyterLab: from the key to new pixels, beside `interact` with the same drawing.

    python -m benchmarks.latency [03 07 ...] [--moves 60] [--json]

Drives the machine's own chromium. Ours and `interact` take turns in one page, so that whatever else the machine does
falls on both. A key counts until the end of the first frame with the last of its new pictures. A lab that trains counts
until its first picture, `interact` until its only one. On a shared machine read the ratios; nothing here fails.

    key      ms from key to pixels, median and 95th percentile; of `interact` too; ratio of the 95th percentiles
    drag     60 mouse moves in a second: ms from the last one to the last picture, pictures shown; the worst of two
    blank    frames of a screencast of one more drag with less than half the ink of the frames before and after
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
from tools.refresh import NOTEBOOKS, ROOT, find_lesson

ROUNDS, ANCHOR_SHARE = 4, 3  # `interact` gets a third of the moves
QUIET, PATIENCE = 120, 1500  # ms without a new picture that end a move; ms until a move counts as without effect
DRAGS, DRAG_MOVES, DRAG_SECONDS, DRAG_QUIET = 2, 60, 1.0, 600
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
        """Drag once more under a screencast; return how many frames have less than half the ink of both neighbours."""
        self.control.scroll_into_view_if_needed()
        box = self.output.locator(".course-pictures").bounding_box()
        session, frames = page.context.new_cdp_session(page), []

        def keep(event):
            frames.append(event["data"])
            session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

        session.on("Page.screencastFrame", keep)
        session.send("Page.startScreencast", {"format": "jpeg", "quality": 60})
        self.drag(page)
        session.send("Page.stopScreencast")
        session.detach()
        inks = [darkness(frame, box, page.viewport_size["width"]) for frame in frames]
        return sum(ink < min(before, after) / 2 for before, ink, after in zip(inks, inks[1:], inks[2:], strict=False))

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


def darkness(frame, box, width):
    """Return how dark a part of the page is, 0 to 255.

    frame: a screencast's picture in base64; box: the part, in css pixels; width: of the page, in css pixels
    """
    picture = Image.open(io.BytesIO(base64.b64decode(frame))).convert("L")
    scale = picture.width / width
    edges = [box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]]
    return 255 - np.asarray(picture.crop([round(scale * edge) for edge in edges])).mean()


def percentiles(values):
    """Return [median, 95th percentile] of some numbers, None for none."""
    values = [value for value in values if value is not None]
    return [statistics.median(values), statistics.quantiles(values, n=20)[-1]] if len(values) > 1 else None


def measure(lesson, display, moves):
    """Return the figures of one lab as a dict; None for a lab without a slider."""
    sliders = display.all(".noUi-handle")
    if not sliders:
        return None
    trains = bool(display.all(".course-again"))
    lesson.run_code(f"beside.show({display.model_id!r})")
    anchor_output = lesson.page.locator(".jp-Notebook .jp-CodeCell").last.locator(".jp-Cell-outputWrapper")
    anchor_slider = anchor_output.locator(".noUi-handle").first
    anchor_slider.wait_for()
    ours, anchor = Mover(sliders[0], display.root), Mover(anchor_slider, anchor_output)
    kernel, told, beside, costs = lesson.kernel_process(), [], [], []
    for mover in (ours, anchor):
        mover.move()  # the first is not counted
    for _ in range(ROUNDS):
        before = lesson.received, sum(kernel.cpu_times()[:2])
        told += [ours.move() for _ in range(moves // ROUNDS)]
        costs.append((lesson.received - before[0], sum(kernel.cpu_times()[:2]) - before[1]))
        beside += [anchor.move() for _ in range(max(1, moves // ROUNDS // ANCHOR_SHARE))]
    drags = [ours.drag(lesson.page) for _ in range(0 if trains else DRAGS)]
    blanks = None if trains else ours.blank_frames(lesson.page)
    for mover in (ours, anchor):
        mover.watch.evaluate("watch => watch.end()")  # or it would look at every frame of the labs to come
    lesson.remove_last_cell()
    return {**summary(trains, told, beside, drags, costs), "blank_frames": blanks}


def summary(trains, told, beside, drags, costs):
    """Return the figures of one lab from what its moves told."""
    key = percentiles([one["first" if trains else "last"] for one in told])
    interact = percentiles([one["last"] for one in beside])
    return {
        "trains": trains,
        "key_ms": key,
        "interact_ms": interact,
        "ratio_p95": key[1] / interact[1] if key and interact else None,
        "without_effect": sum(one["last"] is None for one in told),
        "drag_ms": max(one["last"] or 0 for one in drags) if drags else None,
        "drag_frames": min(one["frames"] for one in drags) if drags else None,
        "shift_px": max(one["shift"] for one in told + drags),
        "kernel_ms": 1000 * sum(seconds for _, seconds in costs) / len(told),
        "kib": sum(received for received, _ in costs) / len(told) / 1024,
    }


LINE = "{:32}{:>8}{:>6}{:>13}{:>6}{:>7}{:>6}{:>8}{:>7}{:>7}{:>8}{:>6}"
HEAD = "lab", "key p50", "p95", "interact p50", "p95", "ratio", "drag", "frames", "blank", "shift", "kernel", "KiB"


def in_a_line(name, row):
    """Return the figures of one lab as a line under HEAD."""
    keys = [f"{value:.0f}" for value in [*(row["key_ms"] or [0, 0]), *(row["interact_ms"] or [0, 0])]]
    ratio = f"{row['ratio_p95']:.2f}" if row["ratio_p95"] else "-"
    figures = "drag_ms", "drag_frames", "blank_frames", "shift_px", "kernel_ms", "kib"
    rest = [f"{row[figure]:.0f}" if row[figure] is not None else "-" for figure in figures]
    return LINE.format(name + (" (trains)" if row["trains"] else ""), *keys, ratio, *rest)


def measured(lessons, moves):
    """Yield (name, figures) of each lab of some lessons, given as paths."""
    with chromium() as browser, jupyterlab() as server:
        for path in lessons:
            lesson = LessonPage(browser, server, f"notebooks/{path.name}", height=1400)  # a whole lab at once
            lesson.run_silently(BESIDE)
            lesson.run_all()
            for display in lesson.displays():
                row = measure(lesson, display, moves) if display.kind == "lab" else None
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
