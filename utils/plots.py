"""Pieces of pictures: `draw_*` takes an Axes and numbers, adds artists, returns the Axes.

Arrays in, never models or data sets, so every piece can be tried with five made-up numbers. Tensors are welcome:
matplotlib reads them. Titles, limits and axis labels belong to whoever composes the picture.
"""

import numpy as np
from matplotlib.patches import Rectangle

from utils import style


def draw_lines(axes, x, heights, looks):
    """One line per column of `heights`, each with the colour and the line style of its look.

    x: (n,) increasing; heights: (n, k); looks: k of `style.Look`
    """
    for column, look in zip(np.asarray(heights).T, looks, strict=True):
        axes.plot(x, column, color=look.color, linestyle=look.line)
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
            axes.text(x[start] + width / 2, (low + high) / 2, look.label, color=style.PAPER, fontsize=8.5,
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
    The axes' lower limit should leave 0.7 below 0 for points and strip.
    """
    draw_lines(axes, grid, outputs, looks)
    draw_winners(axes, grid, outputs, looks, low=-0.7, high=-0.57)
    for class_id, look in enumerate(looks):
        draw_cloud(axes, np.asarray(x)[np.asarray(labels) == class_id], -0.33, look, spread=0.16)
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


def draw_boundary(axes, x, look, words, height, side="right"):
    """A vertical line where the decision changes, named on its `side` at `height`; nothing when `x` is off the axes."""
    left, right = axes.get_xlim()
    if not left < x < right:
        return axes
    axes.axvline(x, color=look.color, linestyle=look.line, linewidth=1.6)
    axes.annotate(words, (x, height), (4 if side == "right" else -4, 0), textcoords="offset points", fontsize=9,
                  color=look.color, ha="left" if side == "right" else "right", va="center")
    return axes


def draw_here(axes, x, y, look):
    """Where the sliders stand on a curve; an arrow head at the top when `y` is off the axes, or no number at all."""
    bottom, top = axes.get_ylim()
    ceiling = top - 0.04 * (top - bottom)
    height, marker = (y, look.marker) if y < ceiling else (ceiling, "^")
    axes.plot([x], [height], marker, color=look.color, markersize=9)
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
            fits = value < 0.85 * right
            axes.annotate(number.format(value), (min(value, right), row + offset), (3 if fits else -3, 0),
                          textcoords="offset points", fontsize=8.5, va="center", ha="left" if fits else "right",
                          color=look.color if fits else style.PAPER)
    return axes
