"""The picture side of a lab: one figure drawn once, then only what moved; panels as PNG; the card for unrun pages.

No widgets here. A full redraw of axes, ticks and labels costs several times what the moving artists cost, so the
canvas keeps the still part (axes, reference lines, ghost) as pixels and draws on top of it only what the last call
of `show` added. Consequence: what `show` adds always lies above what `frame` drew.
"""

import io

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter
from PIL import Image

from utils import style
from utils.png import Film, png

PANEL_INCHES = (4.0, 3.1)  # small, so that words stay readable where a panel is 250 css pixels wide (a phone)
SCREEN_DPI = 190  # 760 pixels a panel, shown at up to 450 css pixels: sharp on a screen of pixel ratio 1.7
CARD_DPI = 110
GHOST_ZORDER = 0.5  # under everything a lab draws by default


class Canvas:
    """One figure with `panels` axes side by side, each in its own rectangle so that it can be cut out.

    axes: tuple of matplotlib Axes
    """

    def __init__(self, panels=1):
        width, height = PANEL_INCHES
        with matplotlib.rc_context(style.settings()):
            self.figure = Figure(figsize=(width * panels, height), dpi=SCREEN_DPI, layout="constrained")
            self.figure.get_layout_engine().set(w_pad=0.1, h_pad=0.06)  # inches, so that no number touches an edge
            FigureCanvasAgg(self.figure)
            columns = np.atleast_1d(self.figure.subfigures(1, panels))
            self.axes = tuple(column.subplots() for column in columns)
        self._moving = []
        self._still = None
        self._signature = None
        self._films = [Film() for _ in range(panels)]

    def prepare(self, frame):
        """Let `frame(*axes)` draw what stays: limits, ticks, labels, titles, reference lines."""
        with matplotlib.rc_context(style.settings()):
            frame(*self.axes)

    def draw(self, show):
        """Replace what the last call added by what `show(*axes)` adds, and return what `show` returns.

        The first call also fixes the layout and leaves a grey ghost of its own artists behind.
        When `show` raises, the error passes through and the pixels stay as they were.
        """
        with matplotlib.rc_context(style.settings()):
            if self._still is None:
                self._leave_ghost(show)
            answer = self._replace(show)
            signature = tuple(_signature(axes) for axes in self.axes)
            if signature != self._signature:
                self.figure.canvas.draw()
                self._still = self.figure.canvas.copy_from_bbox(self.figure.bbox)
                self._signature = signature
            self._paint()
        return answer

    def _paint(self):
        self.figure.canvas.restore_region(self._still)
        for artist in self._moving:
            artist.axes.draw_artist(artist)

    def _replace(self, show):
        """Remove the moving artists, call `show`, and remember what it added."""
        self._clear()
        kept = {artist for axes in self.axes for artist in axes.get_children()}
        try:
            return show(*self.axes)
        finally:
            added = [artist for axes in self.axes for artist in axes.get_children() if artist not in kept]
            for artist in added:
                artist.set_animated(True)  # keeps it out of the still pixels, not out of the card
            self._moving = sorted(added, key=lambda artist: artist.get_zorder())

    def _clear(self):
        for artist in self._moving:
            artist.remove()
        self._moving = []
        for axes in self.axes:
            axes.set_prop_cycle(None)  # the first line of every call gets the first colour again
            if axes.get_autoscale_on():
                axes.relim()  # or the limits would remember where the sliders have been

    def _leave_ghost(self, show):
        self._replace(show)
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")  # from now on nothing may shift under the reader's eye
        ghosts = [artist for artist in self._moving if _fade(artist)]
        self._moving = [artist for artist in self._moving if artist not in ghosts]
        self._clear()

    def panels(self):
        """The panels as they stand, as a list of PNGs (bytes), left to right."""
        pixels = np.asarray(self.figure.canvas.buffer_rgba())
        edges = [round(pixels.shape[1] * panel / len(self.axes)) for panel in range(len(self.axes) + 1)]
        cut = [pixels[:, left:right] for left, right in zip(edges, edges[1:], strict=False)]
        return [film.png(panel) for film, panel in zip(self._films, cut, strict=True)]

    def card(self, title, headline, settings, facts):
        """The whole lab as one PNG (bytes) for pages without a kernel: words above and below the panels.

        title, headline, settings, facts: str, any of them may be empty
        """
        buffer = io.BytesIO()
        with matplotlib.rc_context(style.settings()):
            self.figure.savefig(buffer, format="png", dpi=CARD_DPI)
            self._paint()  # saving leaves the canvas at the card's resolution
            panels = np.asarray(Image.open(buffer).convert("RGB"))
            words = [(title, 9.5, style.GREY, "normal"), (headline, 13, style.BLACK, "bold"),
                     (settings, 9.5, style.BLUE, "normal")]
            above = _text_pixels(words, panels.shape[1])
            below = _text_pixels([(facts, 9.5, style.BLACK, "normal")], panels.shape[1])
        return png(Image.fromarray(np.concatenate([above, panels, below])))


def _signature(axes):
    """What of the still picture a `show` may have changed: limits, scales, ticks, labels and titles."""
    parts = [axes.get_title(place) for place in ("left", "center", "right")]
    for axis, limits, scale in ((axes.xaxis, axes.get_xlim(), axes.get_xscale()),
                                (axes.yaxis, axes.get_ylim(), axes.get_yscale())):
        formatter = axis.get_major_formatter()
        names = tuple(formatter.seq) if isinstance(formatter, FixedFormatter) else ()
        parts += [limits, scale, tuple(axis.get_majorticklocs()), names, axis.get_label_text()]
    return tuple(parts)


def _fade(artist):
    """Turn `artist` into its own ghost; False for what should leave none: words, pictures, and what opts out."""
    if artist.get_gid() == style.NO_GHOST or isinstance(artist, Text):
        return False
    if isinstance(artist, Line2D):
        artist.set(color=style.FAINT, markerfacecolor=style.FAINT, markeredgecolor=style.FAINT)
    elif isinstance(artist, (Patch, Collection)):
        artist.set(facecolor="none", edgecolor=style.FAINT)
    else:
        return False
    artist.set(animated=False, zorder=GHOST_ZORDER, label="_ghost")
    return True


def _text_pixels(words, width):
    """Lines of wrapped text, one block under the other -> (height, width, 3) uint8.

    words: list of (text, points, colour, weight); empty texts take no room
    """
    margin = 14  # pixels
    tall = 1000
    figure = Figure(figsize=((width - margin) / CARD_DPI, tall / CARD_DPI), dpi=CARD_DPI)
    canvas = FigureCanvasAgg(figure)
    used = margin
    for text, points, colour, weight in words:
        if not text:
            continue
        block = figure.text(margin / (width - margin), 1 - used / tall, text, size=points, color=colour,
                            weight=weight, va="top", wrap=True, linespacing=1.3, parse_math=False)
        used += block.get_window_extent(canvas.get_renderer()).height + 9
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[: int(used), :, :3]
    return np.pad(pixels, ((0, 0), (0, width - pixels.shape[1]), (0, 0)), mode="edge")
