"""Pieces of pictures: `draw_*` takes an Axes and numbers, adds artists, returns the Axes.

Arrays in, never models or data sets, so every piece can be tried with five made-up numbers. Tensors are welcome:
matplotlib reads them. Titles, limits and axis labels belong to whoever composes the picture.
"""

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from utils import style


def draw_lines(axes, x, heights, looks):
    """One line per column of `heights`, with the colour and line style of its look, and its name where it is highest.

    x: (n,) increasing; heights: (n, k), nan where there is no line; looks: k of `style.Look`
    """
    bottom, top = axes.get_ylim()
    for column, look in zip(np.asarray(heights).T, looks, strict=True):
        axes.plot(x, column, color=look.color, linestyle=look.line)
        inside = np.where((column > bottom) & (column < top), column, -np.inf)
        peak = int(inside.argmax())
        if np.isfinite(inside[peak]):
            falls = peak < len(x) / 4  # the free side of a falling line is on its right
            rises = peak > 3 * len(x) / 4
            axes.annotate(look.label, (x[peak], column[peak]), (9 if falls else -9 if rises else 0, 2), fontsize=9,
                          textcoords="offset points", ha="left" if falls else "right" if rises else "center",
                          va="bottom" if inside[peak] < top - 0.1 * (top - bottom) else "top", color=look.color)
    return axes


def draw_winners(axes, x, scores, looks, low, high):
    """A strip between heights `low` and `high` that names, along `x`, the class with the highest score there.

    x: (n,) increasing, evenly spaced; scores: (n, k); looks: k of `style.Look`
    """
    x = np.asarray(x)
    winners = np.asarray(scores).argmax(axis=1)
    starts = np.flatnonzero(np.diff(winners, prepend=-1))
    ends = np.append(starts[1:], len(x) - 1)
    for start, end in zip(starts, ends, strict=True):
        look, width = looks[winners[start]], x[end] - x[start]
        axes.add_patch(Rectangle((x[start], low), width, high - low, color=look.color, linewidth=0, gid=style.NO_GHOST))
        if width > 0.14 * (x[-1] - x[0]):  # wide enough for its name
            axes.text(x[start] + width / 2, (low + high) / 2, look.label, color=style.PAPER, fontsize=9.5,
                      ha="center", va="center_baseline")
    return axes


def draw_cloud(axes, x, height, look, spread=0.0, size=3.5):
    """Points of one class on a line at `height`, shaken up and down by a fixed pattern so that they stay visible.

    x: (n,); spread: half of the height they are shaken over; size: of a marker, in points
    """
    faint = 0.55 if spread else 1
    shake = spread * (2 * ((np.arange(len(x)) * 0.618034) % 1) - 1)  # golden ratio: even, and the same every time
    axes.plot(x, height + shake, look.marker, markersize=size, color=look.color, alpha=faint, markeredgewidth=0,
              gid=style.NO_GHOST)
    return axes


def draw_line_classifier(axes, grid, outputs, x, labels, looks):
    """A classifier of one feature: its outputs as lines, below them the points, below those a strip of who wins where.

    grid: (m,) evenly spaced; outputs: (m, k) at the grid; x, labels: (n,) points and their class ids; looks: k
    Points and strip take the heights from -0.7 to -0.15; lines stop above them.
    """
    outputs = np.asarray(outputs)
    draw_lines(axes, grid, np.where(outputs > -0.12, outputs, np.nan), looks)
    draw_winners(axes, grid, outputs, looks, low=-0.7, high=-0.54)
    few = len(x) < 10
    for class_id, look in enumerate(looks):
        points = np.asarray(x)[np.asarray(labels) == class_id]
        draw_cloud(axes, points, -0.32, look, spread=0 if few else 0.16, size=7 if few else 3.5)
    return axes


def draw_bars(axes, values, colors, number="{:z.2f}"):
    """Horizontal bars, first value on top, each with its number at its end.

    values: (n,); colors: n colours; number: format of the text ("z" keeps a rounded zero from reading -0.00)
    """
    values = np.asarray(values, dtype=float)
    left, right = axes.get_xlim()
    shown = np.clip(np.nan_to_num(values, posinf=right, neginf=left), left, right)
    axes.barh(np.arange(len(values)), shown, color=colors, height=0.72)
    for row, (value, end) in enumerate(zip(values, shown, strict=True)):
        room = right - end > 0.14 * (right - left)
        axes.annotate(number.format(value), (max(end, 0) if room else end, row), (4 if room else -4, 0),
                      textcoords="offset points", va="center", ha="left" if room else "right", fontsize=9,
                      color=style.BLACK if room else style.PAPER)
    return axes


def draw_vertical(axes, x, look, words, height, side="right"):
    """A vertical line named beside it at `height`, on `side` if there is room; nothing when `x` is off the axes."""
    left, right = axes.get_xlim()
    if not left < x < right:
        return axes
    axes.axvline(x, color=look.color, linestyle=look.line, linewidth=1.6)
    on_right = _share(axes, x) < 0.35 or (side == "right" and _share(axes, x) < 0.65)
    axes.annotate(words, (x, height), (4 if on_right else -4, 0), textcoords="offset points", fontsize=9,
                  color=look.color, ha="left" if on_right else "right", va="center")
    return axes


def draw_here(axes, x, y, look):
    """Where the sliders stand on a curve; an arrow head at the top when `y` is off the axes, or no number at all."""
    bottom, top = axes.get_ylim()
    ceiling = top - 0.04 * (top - bottom)
    inside = y < ceiling
    axes.plot([x], [y if inside else ceiling], look.marker if inside else "^", color=look.color, markersize=9,
              clip_on=False)
    if not inside:
        axes.annotate("off the scale", (x, ceiling), (0, -8), textcoords="offset points", ha="right", va="top",
                      fontsize=9, color=look.color)
    return axes


def draw_beyond(axes, x, y, look, words):
    """A point at (x, y); when `x` lies beyond the axes an arrow at that edge says where it is."""
    left, right = axes.get_xlim()
    if left < x < right:
        axes.plot([x], [y], look.marker, color=look.color, markersize=8)
        axes.annotate(words, (x, y), (0, 7), textcoords="offset points", ha="center", fontsize=9, color=look.color)
        return axes
    edge, tail = (right, -62) if x >= right else (left, 62)
    axes.annotate(words, (edge, y), (tail, 14), textcoords="offset points", ha="center", fontsize=9, color=look.color,
                  arrowprops={"arrowstyle": "->", "color": look.color, "linewidth": 1.6})
    return axes


def draw_image(axes, image):
    """One garment, dark on light. image: (28, 28), any scale."""
    axes.imshow(np.asarray(image), cmap=style.PHOTOGRAPH, interpolation="nearest", gid=style.NO_GHOST)
    return axes


def draw_paired_bars(axes, pairs, looks, number="{:z.2f}"):
    """For each row two thin bars, one under the other, to compare two losses on the same examples.

    A bar that would leave the axes ends at their edge; its number says how long it is.
    pairs: two sequences of n values; looks: two `style.Look`
    """
    right = axes.get_xlim()[1]
    for offset, values, look in zip((-0.2, 0.2), map(np.asarray, pairs), looks, strict=True):
        axes.barh(np.arange(len(values)) + offset, np.clip(values, 0, right), color=look.color, height=0.36)
        for row, value in enumerate(values):
            fits = _share(axes, value) < 0.8
            axes.annotate(number.format(value), (min(value, right), row + offset), (3 if fits else -3, 0),
                          textcoords="offset points", fontsize=8.5, va="center", ha="left" if fits else "right",
                          color=look.color if fits else style.PAPER)
    return axes


# --- the triangle: three classes, a corner for each one-hot label -----------------------------------------------------

# Corners of an equilateral triangle of side sqrt(2), the distance between two one-hot labels; the centre is the origin.
CORNERS = np.sqrt(2 / 3) * np.array([[-np.sqrt(3) / 2, -0.5], [np.sqrt(3) / 2, -0.5], [0, 1]])


def to_triangle(scores):
    """Where rows of three scores lie in the plane of the triangle: seen along (1, 1, 1), so a common shift is not seen.

    scores: (n, 3) or (3,), any real; probabilities land on the triangle, one-hot labels on its corners, equal scores
        in the middle
    returns: (n, 2) or (2,), distances as between the score rows after their means are taken off
    """
    return np.asarray(scores, dtype=float) @ CORNERS


def draw_triangle(axes, names, looks=style.CLASSES, reach=1.0):
    """The empty triangle with its named corners and the lines where the highest score changes hands.

    names: of the three classes, corner 0 left, 1 right, 2 on top
    reach: how far around it there is to see, 1 for the triangle alone, 3 for scores three times as far out
    """
    width, height = 1.05 * reach, 0.95 * reach
    axes.set(xlim=(-width, width), ylim=(0.15 * reach - height, 0.15 * reach + height), aspect="equal")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.add_patch(Polygon(CORNERS, closed=True, facecolor="#F4F6F8", edgecolor=style.OTHER, linewidth=1.2, zorder=0.6))
    for k, (corner, name, look) in enumerate(zip(CORNERS, names, looks, strict=True)):
        away = -3 * reach * corner  # two classes tie on the ray from the centre away from the third
        axes.plot([0, away[0]], [0, away[1]], color=style.FAINT, linewidth=1, zorder=0.7)
        axes.plot(*corner, look.marker, color=look.color, markersize=8)
        below = k < 2
        axes.annotate(name, corner, (0, -9 if below else 8), textcoords="offset points", color=look.color,
                      ha="center", va="top" if below else "bottom", fontsize=9.5)
    return axes


def draw_on_triangle(axes, scores, look, words="", size=9):
    """A point where three scores or probabilities lie, named beside it. scores: (3,)"""
    x, y = to_triangle(scores)
    axes.plot([x], [y], look.marker, color=look.color, markersize=size, markeredgecolor=style.PAPER, markeredgewidth=1)
    if words:
        axes.annotate(words, (x, y), (0, 8), textcoords="offset points", ha="center", fontsize=9, color=look.color)
    return axes


def draw_arrow_on_triangle(axes, scores, move, look):
    """An arrow from three scores to where `move` takes them; a dot where it takes them nowhere.

    scores, move: (3,)
    """
    start, shift = to_triangle(scores), to_triangle(move)
    if np.hypot(*shift) < 1e-3:
        axes.plot(*start, ".", color=look.color, markersize=4)
    else:
        axes.annotate("", start + shift, start, arrowprops={"arrowstyle": "-|>", "color": look.color, "linewidth": 1.6,
                                                            "shrinkA": 0, "shrinkB": 0})
    return axes


def _share(axes, x):
    """Where `x` lies along the width of the axes: 0 at the left edge, 1 at the right, on any scale."""
    return axes.transAxes.inverted().transform(axes.transData.transform((x, axes.get_ylim()[0])))[0]
