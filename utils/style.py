"""One look for every picture of the course: a palette by role, one set of matplotlib settings, one font list.

Colour never speaks alone: each role and each loss has a marker or a line style of its own as well.
The colours are Okabe and Ito's, which stay apart for readers with a colour-vision deficiency, darkened where words
are written in them: on paper and on every tint an ink has a contrast of 4.5 or more, on light pages and on dark ones
(tests/test_contrast.py, tests/test_colour_vision.py). Ten garments are never ten hues (name them on an axis instead).
"""

from typing import NamedTuple

import matplotlib
from matplotlib import font_manager

from utils.language import N_

BLUE = "#0072B2"
VERMILLION = "#B54F00"
BLACK = "#1A1A1A"
SLATE = "#5F6F86"
GREEN = "#00795A"
BROWN = "#70370F"
GREY = "#6D6D6D"
GUIDE = "#868B94"  # lines to read a picture by: axes, zero, a start, where the highest score changes hands
FAINT = "#C9CDD3"  # what a picture could do without: ghosts, fills behind the marks
PAPER = "#FFFFFF"
INKS = (BLUE, VERMILLION, BLACK, SLATE, GREEN, BROWN, GREY, GUIDE, FAINT)

TRUE, RIVAL, REFERENCE, OTHER = BLUE, VERMILLION, BLACK, GREY
TRAIN, VALIDATION = BLUE, VERMILLION
AMOUNTS, SIGNED, PHOTOGRAPH = "viridis", "RdBu_r", "gray_r"
NO_GHOST = "no-ghost"  # the gid of an artist of which a lab's starting state should keep no ghost


class Look(NamedTuple):
    """How one thing is drawn wherever it appears: `label` (marked by N_), `color`, `marker`, `line` style."""

    label: str
    color: str
    marker: str
    line: str


# The three classes of every toy picture, in class order.
CLASSES = (
    Look(N_("class 0"), BLUE, "o", "-"),
    Look(N_("class 1"), BLACK, "s", "--"),
    Look(N_("class 2"), VERMILLION, "^", "-."),
)

# A loss keeps its colour, marker and line on every page.
LOSSES = {
    "mse": Look(N_("MSE on one-hot"), SLATE, "s", "--"),
    "margin_all": Look(N_("margin, all rivals"), VERMILLION, "^", "-."),
    "margin_worst": Look(N_("margin, worst rival"), BROWN, "v", ":"),
    "cross_entropy": Look(N_("cross-entropy"), BLUE, "o", "-"),
    "brier": Look(N_("Brier"), GREEN, "D", (0, (5, 1, 1, 1, 1, 1))),
}

# A line the learner should not cross.
LIMIT = Look(N_("limit"), VERMILLION, "", "--")

FONTS = ("DejaVu Sans", "Liberation Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Arial Unicode MS")


def installed_fonts():
    """The fonts of `FONTS` this machine has, in order of preference: naming a missing one makes matplotlib warn."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in FONTS if name in known]


def settings():
    """The course's matplotlib settings as a dict for `matplotlib.rc_context` or `rcParams.update`."""
    return {
        "font.family": installed_fonts() or ["sans-serif"],
        "font.size": 10.5,
        "text.hinting": "no_hinting",  # letters as wide on every version of matplotlib
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 10.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": GUIDE,
        "axes.labelcolor": BLACK,
        "axes.linewidth": 0.8,
        "xtick.color": "#4A4F57",
        "ytick.color": "#4A4F57",
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "text.color": BLACK,
        "lines.linewidth": 2.0,
        "lines.markersize": 6,
        "legend.frameon": False,
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "image.cmap": AMOUNTS,
        "figure.figsize": (6.0, 3.5),
    }


def use():
    """Make the course's settings the defaults of this notebook; safe to call again."""
    matplotlib.rcParams.update(settings())
