"""Write docs/lab.png, the picture in README.md: a lab as JupyterLab shows it, with its sliders.

    python -m tools picture

Needs a chromium, and what requirements-dev.txt names. Run it again when the lab or the look of labs has changed.
"""

import io

from PIL import Image

from tools import files
from tools.browser import LessonPage, chromium, jupyterlab
from tools.settings import ROOT

LESSON, CELL, PRESET = "notebooks/06_measure_surprise.ipynb", "microscope-lab", "exactly half"
WIDTH, PIXEL_RATIO = 1100, 2  # css pixels; a README is read on sharp screens too
PICTURE = ROOT / "docs" / "lab.png"


def photograph():
    """Return a PIL Image of the lab, run in a browser."""
    with chromium() as browser, jupyterlab() as server:
        lesson = LessonPage(browser, server, LESSON, width=WIDTH, height=1400, pixel_ratio=PIXEL_RATIO)
        lesson.run_all()
        display = next(one for one in lesson.displays() if one.cell == CELL)
        before = display.state()
        display.root.get_by_role("button", name=PRESET, exact=True).click()
        display.changed(before, 3000)
        return Image.open(io.BytesIO(display.root.screenshot()))


def run(options):
    """Take the picture and store it."""
    content = io.BytesIO()
    photograph().convert("RGB").quantize(128, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
    files.write(PICTURE, content.getvalue())
