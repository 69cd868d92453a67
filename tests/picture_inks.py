"""Tells with which colours the labs of a running lesson draw; imported inside its kernel by tests/test_contrast.py.

A lab is drawn at its start, at each preset and with each option of its choices; one that trains is read as it stands.
"""

import json

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from utils.labs import registry

BEHIND = 0.2  # of the box of a word: a colour that fills as much of it is one the word has to stand out from


class Recorder(RendererAgg):
    """Draws all but words; of these it keeps what they say, in which ink, and on what."""

    def __init__(self, figure):
        super().__init__(figure.bbox.width, figure.bbox.height, figure.dpi)
        self.words = []

    def draw_text(self, gc, x, y, words, prop, angle, ismath=False, mtext=None):
        ink = (*gc.get_rgb()[:3], gc.get_alpha() * (1 if gc.get_forced_alpha() else gc.get_rgb()[3]))
        if not ink[3]:
            return  # words of a look that shows nothing
        wide, high, below = self.get_text_width_height_descent(words, prop, ismath)
        corners = np.array([(0, below), (wide, below), (0, below - high), (wide, below - high)])  # y points down
        turn = np.radians(angle)
        corners = (x, y) + corners @ [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
        self.words.append((words, ink, corners))

    def grounds(self, corners):
        """The colours that fill a good part of the box around some corners, as hex."""
        pixels = np.asarray(self.buffer_rgba())[:, :, :3]
        left, top = np.maximum(corners.min(axis=0).round().astype(int), 0)
        right, bottom = np.maximum(corners.max(axis=0).round().astype(int), 0)
        inside = pixels[top:bottom, left:right].reshape(-1, 3)
        colours, counts = np.unique(inside, axis=0, return_counts=True)
        return [to_hex(colour / 255) for colour in colours[counts > BEHIND * len(inside)]]


def inks():
    """Return, for every lab, its words as [text, ink, grounds] and its marks as [kind, inks, name].

    An ink is a hex colour with its opacity; of the inks of a mark it is enough to see one, its face or its edge.
    """
    labs = [thing for thing in registry.registered() if hasattr(thing, "busy")]
    return json.dumps({lab.name: in_all_states(lab) for lab in labs})


def in_all_states(lab):
    before = dict(lab.values)
    words, marks = {}, {}
    for values in states(lab):
        if lab.run is None:
            lab.values = values
            lab.draw()
        for word in read(lab):
            words.setdefault(json.dumps(word[1:]), word)
        for mark in look(lab):
            marks.setdefault(json.dumps(mark[:2]), mark)
    if lab.run is None:
        lab.values = before
        lab.draw()
    return {"words": list(words.values()), "marks": list(marks.values())}


def states(lab):
    """The settings in which a lab is looked at."""
    yield lab.start
    if lab.run is not None:
        return
    yield from lab.presets.values()
    for name, control in lab.controls.items():
        options = [False, True] if isinstance(control.start, bool) else getattr(control, "options", {}).values()
        yield from (lab.start | {name: option} for option in options if option != control.start)


def read(lab):
    """Yield the words of a picture as it stands."""
    figure = lab.picture.figure
    recorder = Recorder(figure)
    figure.draw(recorder)
    for artist in lab.picture.animated:
        artist.draw(recorder)
    for words, ink, corners in recorder.words:
        yield [words, to_hex(ink, keep_alpha=True), recorder.grounds(corners)]


def look(lab):
    """Yield the marks of a picture as it stands."""
    for axes in lab.picture.axes:
        for artist in axes.findobj(lambda artist: isinstance(artist, (Line2D, Patch, Collection))):
            if artist is not axes.patch and artist.get_visible():
                yield from inks_of(artist)


def inks_of(artist):
    """Yield [kind, inks, name] of each part of an artist."""
    name = artist.get_label()
    if isinstance(artist, Line2D):
        if len(artist.get_xdata()) == 0:
            return
        if artist.get_linestyle() != "None" and artist.get_linewidth() > 0 and len(artist.get_xdata()) > 1:
            yield ["line", seen([artist.get_color()], artist.get_alpha()), name]
        if artist.get_marker() not in ("None", "", " ", None):
            face = artist.get_markerfacecolor() if artist.get_fillstyle() != "none" else "none"
            edge = artist.get_markeredgecolor() if artist.get_markeredgewidth() > 0 else "none"
            yield ["marker", seen([face, edge], artist.get_alpha()), name]
        return
    faces, edges = artist.get_facecolor(), artist.get_edgecolor()
    wide = np.max(artist.get_linewidth(), initial=0) > 0
    faces, edges = (np.atleast_2d(colours) if len(colours) else np.zeros((1, 4)) for colours in (faces, edges))
    n = max(len(faces), len(edges))
    for face, edge in {(tuple(faces[k % len(faces)]), tuple(edges[k % len(edges)]) if wide else None)
                       for k in range(n)}:
        inked = seen([face, edge or "none"], None)
        if inked:
            yield [type(artist).__name__, inked, name]


def seen(colours, alpha):
    """Hex with opacity of those colours that are not see-through."""
    inked = [to_hex(to_rgba(colour, alpha if to_rgba(colour)[3] else None), keep_alpha=True) for colour in colours]
    return [ink for ink in inked if not ink.endswith("00")]
