"""The picture of a lab: one figure drawn once, then only what moved; panels as PNG; the card for unrun pages.

No widgets here. A full redraw of axes, ticks and labels costs several times what the moving artists cost, so the
figure is blitted: its background (axes, reference lines, ghost) is kept as pixels, and on top of it is drawn only what
the last call of `show` added. Consequence: what `show` adds always lies above what `frame` drew.

Whatever else `show` does to the picture (clear the axes, add a colorbar or a twin axis, colour the background) costs a
full redraw, and is undone before the next call: a picture depends on its values, not on the way to them. Titles,
labels and limits are put back; after any other change the axes are cleared and `frame` draws anew.
"""

import copy
import functools
import io
import weakref
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter
from PIL import Image

from utils import style
from utils.labs import isolation
from utils.labs.palette import PaletteEncoder, png
from utils.language import _

PANEL_INCHES = (4.0, 3.1)  # small, so that words stay readable where a panel is 250 css pixels wide (a phone)
SCREEN_DPI = 190  # 760 pixels a panel, shown at up to 450 css pixels: sharp on a screen of pixel ratio 1.7
CARD_DPI = 110
EDGE = 3  # pixels between the words of a panel and its edge below which it is laid out anew
GHOST_ZORDER = 0.49  # under everything a lab draws by default, and under the faint fills at 0.5


class BlittedFigure:
    """One figure with `panels` axes side by side, each in its own rectangle so that it can be cut out.

    frame: function `frame(*axes)` that draws what stays: limits, ticks, labels, titles, reference lines

    figure, axes: matplotlib's Figure and a tuple of its Axes
    animated: the artists that the last call added to the axes, in the order in which they are drawn
    """

    def __init__(self, panels=1, frame=None):
        width, height = PANEL_INCHES
        with isolation.course_settings():
            self.figure = Figure(figsize=(width * panels, height), dpi=SCREEN_DPI, layout="constrained")
            self.figure.get_layout_engine().set(w_pad=0.1, h_pad=0.06)  # inches, so that no number touches an edge
            FigureCanvasAgg(self.figure)
            columns = np.atleast_1d(self.figure.subfigures(1, panels))
            self.axes = tuple(column.subplots() for column in columns)
        self._figures = (self.figure, *columns)
        self._layout = self.figure.get_layout_engine()
        for axes in self.axes:
            axes.remove = _refuse_to_remove
        for figure in self._figures:
            figure.clear = _refuse_to_remove
        for figure in columns:
            for name in _OF_WHOLE_FIGURES:
                setattr(figure, name, functools.partial(_refuse_for_panel, name))
        self._bare = [dict(vars(part)) for part in self._patches()]
        self._bare_ticks = [dict(looks) for looks in self._tick_looks()]
        self._frame = frame
        self._start = None  # the state that `frame` has left, to which the axes return before each call
        self._is_whole = True  # False after a call that failed: the axes are not what the pixels show
        self._gone = weakref.WeakSet()  # artists of earlier calls that somebody may have kept
        self._touched = False  # whether the last call changed artists of the background,
        self._redrawn = False  # and such as the signature does not tell apart
        self._ghosts = []
        self.animated = []
        self._beside = []  # what it added beside the axes: colorbars, twin axes; they belong to the background
        self._places = []  # of all axes, once the layout is fixed,
        self._figure_looks = []  # for these titles of figures
        self._background = None
        self._signature = None
        self._encoders = [PaletteEncoder() for _panel in range(panels)]
        with isolation.course_settings():
            self._draw_frame()

    def _draw_frame(self):
        if self._frame is not None:
            with isolation.without_pyplot():
                self._frame(*self.axes)

    def draw(self, show):
        """Replace what the last call added by what `show(*axes)` adds, and return what `show` returns.

        The first call also fixes the layout and leaves a grey ghost of its own artists behind.
        When `show` raises, the error passes through and the pixels stay as they were.

        Raises ValueError for a `show` whose work would not be seen: on a figure of pyplot, or on artists of old calls.
        """
        self._is_whole = False
        with isolation.course_settings():
            if self._start is None:
                self._start = self._state()
            answer = self._replace(show)
            if not self._places:
                self._fix_layout()
                self._leave_ghost()
            self._keep_places()
            signature = self._background_signature()
            if signature != self._signature or self._redrawn:
                self._signature = signature
                if self._frame is None and not self._has_room():
                    for _attempt in range(2):  # other ticks may fit into what room the first has left
                        self._layout.execute(self.figure)
                    self._signature = None  # what moves may have taken part in it
                self.figure.canvas.draw()
                self._background = self.figure.canvas.copy_from_bbox(self.figure.bbox)
            self._blit()
        self._is_whole = True
        return answer

    def _blit(self):
        self.figure.canvas.restore_region(self._background)
        if not self._beside:  # a twin axis lies above the axes: with one, the background holds everything in its order
            for artist in self.animated:
                self.figure.draw_artist(artist)

    def _replace(self, show):
        """Remove what the last call added, call `show`, and remember what it adds."""
        self._clear()
        self._freshen()
        kept = set(self._added())
        titles = [axes.title for axes in self.axes]
        try:
            with isolation.without_pyplot():
                answer = show(*self.axes)
            self._check_work()
            return answer
        finally:
            added, self._beside = ([artist for artist in self._children(parents) if artist not in kept]
                                   for parents in (self.axes, self._figures))
            for artist in added:
                artist.set_animated(not self._beside)  # keeps it out of the background's pixels, not out of the card
            self.animated = sorted(added, key=lambda artist: artist.get_zorder())
            touched = {artist for artist in self._background_artists() if artist.stale}
            self._touched, self._redrawn = bool(touched), not touched <= {*self._patches()}
            self._add_ghosts(axes for axes, title in zip(self.axes, titles, strict=True) if axes.title is title)

    def _check_work(self):
        """ValueError where `show` has drawn what nobody will see, on artists of earlier calls."""
        changed = [artist for artist in self._gone if artist.stale]
        for artist in changed:
            artist.stale = False
        self._gone = weakref.WeakSet(changed)
        if changed:
            raise ValueError(_(
                "show changed a {kind} of an earlier call, which is no longer in the picture: draw it anew in each "
                "call."
            ).format(kind=type(changed[0]).__name__))

    def _clear(self):
        """Remove what the last call added, and undo what else it did."""
        self._take_ghosts()
        for artist in (*self._beside, *self.animated):
            if artist.get_figure() is not None:  # contours take their labels along, axes.clear() takes everything
                getattr(artist, "_colorbar", artist).remove()
        for artist in self.animated:
            artist.stale = False
        self._gone.update(self.animated)
        self.animated, self._beside = [], []
        self._put_back_words()
        if self._touched or not self._is_at_start():
            self._begin_anew()
        for start in self._start.axes:
            start.put_back()
        self._keep_places()
        self._add_ghosts(self.axes)
        for axes in self.axes:
            axes.set_prop_cycle(None)  # the first line of every call gets the first colour again
            axes.relim()  # or autoscaled limits would remember where the sliders have been
        self._take_ghosts()

    def _put_back_words(self):
        for (holder, name), look in zip(self._words(), self._start.looks, strict=True):
            words = getattr(holder, name)
            if look is None and words is not None:
                words.remove()
                setattr(holder, name, None)
            elif _look(words) != look:
                words.set(**dict(zip(_LOOK, look, strict=True)))

    def _is_at_start(self):
        """Whether what only a new beginning brings back is as `frame` has left it."""
        return set(self._added()) == self._start.artists and all(start.is_set_up() for start in self._start.axes)

    def _begin_anew(self):
        """Clear the axes and let `frame` draw again."""
        for artist in self._children(self._figures):
            getattr(artist, "_colorbar", artist).remove()
        for part, state in zip(self._patches(), self._bare, strict=True):  # axes.clear() leaves most of it as it is
            vars(part).update(state)
        for looks, state in zip(self._tick_looks(), self._bare_ticks, strict=True):
            looks.clear()
            looks.update(state)
        for axes in self.axes:
            axes.set(visible=True, aspect="auto", anchor="C", frame_on=True, facecolor=axes.patch.get_facecolor())
            axes.xaxis.set_visible(True)
            axes.yaxis.set_visible(True)
            axes.clear()
        self._draw_frame()
        self._start = self._state()
        if self._redrawn:
            self._signature = None  # the kept pixels show what the last call did

    def _freshen(self):
        """From now on an artist of the background is stale when `show` has changed it."""
        for artist in self._background_artists():
            artist.stale = False

    def _state(self):
        return _State(set(self._added()), self._looks_of_words(), [_AxesState(axes) for axes in self.axes])

    def _looks_of_words(self):
        return [_look(getattr(holder, name)) for holder, name in self._words()]

    def _words(self):
        """Where the titles of figures and axes and the names of axes are: pairs of an object and its attribute."""
        of_figures = [(figure, name) for figure in self._figures for name in _FIGURE_WORDS]
        of_axes = [(axes, name) for axes in self.axes for name in ("_left_title", "title", "_right_title")]
        return [*of_figures, *of_axes, *((axis, "label") for axes in self.axes for axis in (axes.xaxis, axes.yaxis))]

    def _tick_looks(self):
        """What axes.tick_params() changes; axes.clear() leaves it, and a reset of it puts ticks on all four sides."""
        return [looks for axes in self.axes for axis in (axes.xaxis, axes.yaxis)
                for looks in (axis._major_tick_kw, axis._minor_tick_kw)]

    def _patches(self):
        """Backgrounds and spines."""
        of_axes = [part for axes in self.axes for part in (axes.patch, *axes.spines.values())]
        return [*(figure.patch for figure in self._figures), *of_axes]

    def _fix_layout(self):
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")  # from now on nothing may shift under the reader's eye
        self._places = [axes.get_position(original=True).frozen() for axes in self.figure.axes]
        self._figure_looks = self._looks_of_figures()

    def _has_room(self):
        """Whether the first layout does for the ticks, names and titles that are there now."""
        if len(self.figure.axes) != len(self._places) or self._looks_of_figures() != self._figure_looks:
            return False
        for axes in self.figure.axes:
            words = axes.get_tightbbox(for_layout_only=True, bbox_extra_artists=[])
            panel = axes.get_figure(root=False).bbox.padded(-EDGE)
            if words.x0 < panel.x0 or words.y0 < panel.y0 or words.x1 > panel.x1 or words.y1 > panel.y1:
                return False
        return True

    def _looks_of_figures(self):
        return [_look(getattr(figure, name)) for figure in self._figures for name in _FIGURE_WORDS]

    def _keep_places(self):
        """Put all axes where the first layout had them: a colorbar takes its room from them, each time anew."""
        axes_now = self.figure.axes if len(self.figure.axes) == len(self._places) else self.axes
        for axes, place in zip(axes_now, self._places, strict=False):
            if not np.array_equal(axes.get_position(original=True), place):
                axes.set_position(place)
                axes.set_in_layout(True)  # what is placed by hand leaves it

    def _leave_ghost(self):
        """Put a faded copy behind each moving artist; the copies belong to the background."""
        for artist in self.animated:
            if _leaves_ghost(artist):
                self._ghosts.append(artist.axes.add_artist(_faded(copy.copy(artist))))

    def _take_ghosts(self):
        """Out of the axes, where `show` would find them among its own lines; matplotlib has no public way back in."""
        for ghost in self._ghosts:
            if ghost in ghost.axes._children:
                ghost.axes._children.remove(ghost)

    def _add_ghosts(self, axes):
        wanted = list(axes)
        for ghost in self._ghosts:
            if ghost.axes in wanted:
                ghost.axes._children.append(ghost)

    def _children(self, parents):
        """The artists that somebody added to figures or axes: not their spines, titles and the like."""
        own = {*self._figures, *self.axes,
               *(getattr(figure, name) for figure in self._figures for name in _FIGURE_WORDS)}
        return [artist for parent in parents for artist in parent.get_children()
                if artist not in own and artist._remove_method is not None]  # matplotlib has no public name for it

    def _added(self):
        """All that `frame` and `show` have added."""
        return self._children((*self.axes, *self._figures))

    def _background_artists(self):
        """What belongs to the background, but for axes, whose many changes are told apart by `_signature`."""
        moving = set(self.animated)
        return [*self._patches(), *(artist for artist in self._added() if artist not in moving)]

    def _background_signature(self):
        framed = self._start.artists
        patches = [_patch_look(part) for part in self._patches()]
        return (len(framed), framed <= set(self._added()), self._looks_of_words(), patches,
                [_signature(axes) for axes in self.axes])

    def panels(self):
        """The panels as they stand, as a list of PNGs (bytes), left to right."""
        pixels = np.asarray(self.figure.canvas.buffer_rgba())
        edges = [round(pixels.shape[1] * panel / len(self.axes)) for panel in range(len(self.axes) + 1)]
        cut = [pixels[:, left:right] for left, right in zip(edges, edges[1:], strict=False)]
        return [encoder.png(panel) for encoder, panel in zip(self._encoders, cut, strict=True)]

    def _drawn_for_card(self):
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=CARD_DPI)
        self._blit()  # saving leaves the canvas at the card's resolution
        return Image.open(buffer).convert("RGB")

    def _screen_for_card(self):
        """The pixels of the last good call, for the axes hold what a failed one has left."""
        size = np.round(self.figure.get_size_inches() * CARD_DPI).astype(int).tolist()
        return Image.fromarray(np.asarray(self.figure.canvas.buffer_rgba())).convert("RGB").resize(size)

    def card(self, title, headline, settings, facts):
        """The whole lab as one PNG (bytes) for pages without a kernel: words above and below the panels.

        title, headline, settings, facts: str, any of them may be empty
        """
        with isolation.course_settings():
            panels = np.asarray(self._drawn_for_card() if self._is_whole else self._screen_for_card())
            words = [(title, 9.5, style.GREY, "normal"), (headline, 13, style.BLACK, "bold"),
                     (settings, 9.5, style.BLUE, "normal")]
            above = _text_pixels(words, panels.shape[1])
            below = _text_pixels([(facts, 9.5, style.BLACK, "normal")], panels.shape[1])
        return png(Image.fromarray(np.concatenate([above, panels, below])))


def _refuse_to_remove(*_arguments, **_settings):
    """What `axes.remove()` and `figure.clear()` do in a lab: without its axes there is nothing left to draw on."""
    raise ValueError(_(
        "A lab draws on these axes each time: empty them with axes.clear(), or hide them with axes.set_axis_off()."
    ))


def _refuse_for_panel(name, *_arguments, **_settings):
    """What a method does that `axes.figure` has in other pictures, and not where it is one panel of several."""
    raise ValueError(_(
        "A lab sizes, lays out and shows its pictures by itself: do without figure.{name}."
    ).format(name=name))


class _AxesState:
    """What `frame` has left of axes, but for artists and words. The setup takes a new beginning to come back."""

    def __init__(self, axes):
        self._axes = axes
        self._setup = _setup(axes)
        self._containers = list(axes.containers)
        self._shape = {"aspect": axes.get_aspect(), "anchor": axes.get_anchor()}
        self._tickers = [dict(vars(ticker)) for ticker in _tickers(axes)]
        self._x, self._y = axes.get_xlim(), axes.get_ylim()
        self._is_free = axes.get_autoscalex_on(), axes.get_autoscaley_on()

    def is_set_up(self):
        """Whether the axes need no new beginning."""
        return _setup(self._axes) == self._setup

    def put_back(self):
        """Put back the rest: containers, the aspect of a photograph, a colorbar's anchor, ticks, limits."""
        axes = self._axes
        axes.containers[:] = self._containers
        if (axes.get_aspect(), axes.get_anchor()) != tuple(self._shape.values()):
            axes.set(**self._shape)
        for ticker, state in zip(_tickers(axes), self._tickers, strict=True):
            vars(ticker).update(state)
        axes.set_xlim(self._x, auto=self._is_free[0])
        axes.set_ylim(self._y, auto=self._is_free[1])


class _State(NamedTuple):
    """What `frame` has left: its artists, the looks of titles and labels, and of each axes an _AxesState."""

    artists: set
    looks: list
    axes: list


_OF_WHOLE_FIGURES = ("set_constrained_layout", "set_dpi", "set_figheight", "set_figwidth", "set_layout_engine",
                     "set_size_inches", "set_tight_layout", "savefig", "show", "tight_layout")
_FIGURE_WORDS = ("_suptitle", "_supxlabel", "_supylabel")
_LOOK = ("text", "color", "fontsize", "fontweight", "fontstyle", "alpha", "visible")


def _look(words):
    """What of a title or a label a `show` may have changed; None for a title that a figure does not have."""
    return words and tuple(getattr(words, f"get_{name}")() for name in _LOOK)


def _patch_look(part):
    """What of a background or a spine a `show` may have changed."""
    return (part.get_visible(), part.get_facecolor(), part.get_edgecolor(), part.get_linewidth(), part.get_linestyle(),
            part.get_alpha(), part.get_zorder(), part.get_hatch(), getattr(part, "_position", None),
            getattr(part, "_bounds", None))


def _tickers(axes):
    """What places and names the ticks, and knows whether that is as it was."""
    return [ticker for axis in (axes.xaxis, axes.yaxis) for ticker in (axis.major, axis.minor)]


def _setup(axes):
    """How the axes are set up, but for what is put back before each call."""
    parts = [axes.axison, axes.get_visible(), axes.get_axisbelow(), axes.margins()]
    for axis in (axes.xaxis, axes.yaxis):
        parts += [axis.get_scale(), axis.get_visible(), axis.get_tick_params(), axis.get_units(), axis.have_units()]
    return parts


def _signature(axes):
    """What makes the pixels of the axes."""
    parts = [*_setup(axes), axes.get_aspect()]
    for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        formatter = axis.get_major_formatter()
        names = tuple(formatter.seq) if isinstance(formatter, FixedFormatter) else ()
        parts += [limits, tuple(axis.get_majorticklocs()), names]
    return parts


def _leaves_ghost(artist):
    """False for what should leave none: words, pictures, and what opts out."""
    return isinstance(artist, (Line2D, Patch, Collection)) and artist.get_gid() != style.NO_GHOST


def _faded(artist):
    """`artist`, turned into a ghost."""
    if isinstance(artist, Line2D):
        artist.set(color=style.FAINT, markerfacecolor=style.FAINT, markeredgecolor=style.FAINT)
    else:
        artist.set(facecolor="none", edgecolor=style.FAINT)
    artist.set(animated=False, zorder=GHOST_ZORDER, label="_ghost")
    return artist


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
