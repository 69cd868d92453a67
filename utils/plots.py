"""Pieces of pictures: `draw_*` takes an Axes and numbers, adds artists, returns the Axes.

Arrays in, never models or data sets, so every piece can be tried with five made-up numbers. Tensors are welcome:
matplotlib reads them. Titles, limits and axis labels belong to whoever composes the picture.
"""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Polygon, Rectangle

from utils import style
from utils.language import _


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
            aside, ha = (9, "left") if falls else (-9, "right") if rises else (0, "center")
            va = "bottom" if inside[peak] < top - 0.1 * (top - bottom) else "top"
            _write(axes, look.label, (x[peak], column[peak]), (aside, 2), look.color, ha=ha, va=va)
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
    faint = 0.75 if spread else 1
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


def _draw_bars(axes, rows, start, ends, height, colors):
    """Horizontal bars from `start` to `ends` (n,) around `rows` (n,)."""
    rows = np.asarray(rows)
    _draw_boxes(axes, start, ends, rows - height / 2, rows + height / 2, facecolors=colors, linewidths=0)


def _draw_boxes(axes, left, right, bottom, top, **look):
    """Rectangles as one artist: one each would take ten times as long. left, right, bottom, top: numbers or (n,)"""
    left, right, bottom, top = np.broadcast_arrays(left, right, bottom, top)
    corners = np.stack([(left, bottom), (right, bottom), (right, top), (left, top)]).transpose(2, 0, 1)
    axes.add_collection(PolyCollection(corners, **look), autolim=False)


def draw_bars(axes, values, colors, number="{:z.2f}"):
    """Horizontal bars, first value on top, each with its number at its end.

    values: (n,); colors: n colours; number: format of the text ("z" keeps a rounded zero from reading -0.00)
    """
    values = np.asarray(values, dtype=float)
    left, right = axes.get_xlim()
    shown = np.clip(np.nan_to_num(values, posinf=right, neginf=left), left, right)
    _draw_bars(axes, np.arange(len(values)), 0, shown, 0.72, colors)
    for row, (value, end) in enumerate(zip(values, shown, strict=True)):
        room = right - end > 0.14 * (right - left)
        _write_at_end(axes, number.format(value), (max(end, 0) if room else end, row), room, style.BLACK, 4)
    return axes


def _write_at_end(axes, words, place, has_room, color, gap, fontsize=9):
    """Words beside the end of a bar, or inside it where there is no room beside it."""
    _write(axes, words, place, (gap if has_room else -gap, 0), color if has_room else style.PAPER, fontsize,
           ha="left" if has_room else "right", va="center")


def draw_vertical(axes, x, look, words, height, side="right"):
    """A vertical line named beside it at `height`, on `side` if there is room; nothing when `x` is off the axes."""
    left, right = axes.get_xlim()
    if not left < x < right:
        return axes
    axes.axvline(x, color=look.color, linestyle=look.line, linewidth=1.6)
    on_right = _share(axes, x) < 0.35 or (side == "right" and _share(axes, x) < 0.65)
    aside, ha = (4, "left") if on_right else (-4, "right")
    _write(axes, words, (x, height), (aside, 0), look.color, ha=ha, va="center")
    return axes


def draw_here(axes, x, y, look):
    """Where the sliders stand on a curve; an arrow head at the top when `y` is off the axes, or no number at all."""
    bottom, top = axes.get_ylim()
    ceiling = top - 0.04 * (top - bottom)
    inside = y <= top  # nan is not
    axes.plot([x], [y if inside else ceiling], look.marker if inside else "^", color=look.color, markersize=9,
              clip_on=False)
    if not inside:
        ha = "left" if _share(axes, x) < 0.78 else "right"
        _write(axes, _("off the scale"), (x, ceiling), (0, -8), look.color, ha=ha, va="top")
    return axes


def draw_beyond(axes, x, y, look, words, below=False):
    """A point at (x, y); when `x` lies beyond the axes an arrow at that edge says where it is.

    below: put the words under the point, not over it
    """
    left, right = axes.get_xlim()
    if left < x < right:
        axes.plot([x], [y], look.marker, color=look.color, markersize=8)
        up, va = (-8, "top") if below else (7, "baseline")
        _write(axes, words, (x, y), (0, up), look.color, ha="center", va=va)
        return axes
    edge, tail = (right, -62) if x >= right else (left, 62)
    _write(axes, words, (edge, y), (tail, -20 if below else 14), look.color, ha="center",
           arrowprops={"arrowstyle": "->", "color": look.color, "linewidth": 1.6})
    return axes


def draw_image(axes, image, largest=None):
    """One garment, dark on light. image: (28, 28); largest: what is drawn black, None for the image's own largest."""
    axes.imshow(np.asarray(image), cmap=style.PHOTOGRAPH, interpolation="nearest", gid=style.NO_GHOST,
                vmin=None if largest is None else 0, vmax=largest)
    return axes


def draw_images(axes, images, columns, words=(), colors=()):
    """A grid of garments, dark on light, row by row, each with its words below.

    images: (n, 28, 28), all on one scale, 0 is background; columns: in a row
    words: n of them, or none; colors: n colours for the words, black if none
    """
    images = np.asarray(images, dtype=float)
    return _draw_mosaic(axes, images, columns, words, colors, cmap=style.PHOTOGRAPH, vmin=0, vmax=images.max() or 1)


def draw_templates(axes, weights, names, columns=5):
    """The weights of each class as a small picture with its name below: red pixels speak for the class, blue against.

    What all classes share moves no decision, so the mean over the classes is taken off first. One scale for all
    pictures, 0 is white and one weight in a hundred is beyond its ends; what is nan or infinite is left blank.
    weights: (785, K), or (784, K) without the bias; names: K; columns: in a row
    """
    weights = np.asarray(weights, dtype=float)[:784]
    weights = np.where(np.isfinite(weights), weights, np.nan)
    templates = (weights - weights.mean(axis=1, keepdims=True)).T.reshape(-1, 28, 28)
    finite = np.abs(templates[np.isfinite(templates)])
    largest = (np.quantile(finite, 0.99) or finite.max()) if finite.any() else 1
    return _draw_mosaic(axes, templates, columns, names, (), cmap=style.SIGNED, vmin=-largest, vmax=largest)


def _draw_mosaic(axes, images, columns, words, colors, **colour_scale):
    """Images (n, 28, 28) in one picture, row by row, a background of 0 between them; words below each, or none."""
    wide, high = (38, 40) if len(words) else (31, 31)  # pixels of a tile: an image, a gap, room for words
    rows = -(-len(images) // columns)
    grid = np.zeros((rows * high, columns * wide))
    corners = [(high * (place // columns), wide * (place % columns)) for place in range(len(images))]
    for image, (top, left) in zip(images, corners, strict=True):
        grid[top : top + 28, left : left + 28] = image
    axes.imshow(grid, interpolation="nearest", gid=style.NO_GHOST, **colour_scale)
    places = corners if len(words) else []
    for text, (top, left), color in zip(words, places, colors or [style.BLACK] * len(words), strict=True):
        axes.text(left + 14, top + 28.5, text, color=color, fontsize=8.5, ha="center", va="top")
    return axes


def draw_paired_bars(axes, pairs, looks, number="{:z.2f}"):
    """For each row two thin bars, one under the other, to compare two losses on the same examples.

    A bar that would leave the axes ends at their edge; its number says how long it is.
    pairs: two sequences of n values; looks: two `style.Look`
    """
    right = axes.get_xlim()[1]
    for offset, values, look in zip((-0.2, 0.2), map(np.asarray, pairs), looks, strict=True):
        _draw_bars(axes, np.arange(len(values)) + offset, 0, np.clip(values, 0, right), 0.36, look.color)
        for row, value in enumerate(values):
            place, fits = (min(value, right), row + offset), _share(axes, value) < 0.8
            _write_at_end(axes, number.format(value), place, fits, look.color, 3, fontsize=8.5)
    return axes


def draw_spreads(axes, groups, look, share=0.8):
    """Where groups of values lie, a row for each, first on top: a line over the middle `share`, a mark at the mean.

    A line that would leave the axes ends at their edge.
    groups: one sequence of values for each row
    """
    ends = np.array([np.quantile(values, [(1 - share) / 2, (1 + share) / 2]) for values in groups])  # (rows, 2)
    rows = np.arange(len(groups))
    axes.hlines(rows, *np.clip(ends, *axes.get_xlim()).T, color=look.color, linewidth=2)
    axes.plot([np.asarray(values).mean() for values in groups], rows, look.marker, color=look.color,
              markeredgecolor=style.PAPER)
    return axes


def draw_intervals(axes, means, half_widths, looks, number="{:z.1f}", numbers_at=None):
    """Means with their intervals, a row for each, first on top: a band over the interval, a mark, both as numbers.

    What lies beyond the axes is drawn at their edge, a mark there as an arrow head. Where the half width is nan there
    is no band, where the mean is nan only the word.
    means, half_widths: (n,); looks: n of `style.Look`; number: format of a mean and of a half width
    numbers_at: an x at which the numbers of all rows begin, in front of the bands; None for beside each band
    """
    left, right = axes.get_xlim()
    for row, (mean, half, look) in enumerate(zip(map(float, means), map(float, half_widths), looks, strict=True)):
        low, high = np.clip(np.nan_to_num([mean - half, mean + half], nan=mean), left, right)
        if np.isfinite(mean):
            axes.hlines(row, low, high, color=look.color, linewidth=11, alpha=0.3)  # tall: seen however narrow
            marker = "<" if mean < left else ">" if mean > right else look.marker
            axes.plot([np.clip(mean, left, right)], [row], marker, color=look.color, markersize=5.5, clip_on=False)
        words = number.format(mean)
        if np.isfinite([mean, half]).all():
            words += f" ± {number.format(half)}"
        if np.isnan(mean):
            place, side = left, "right"
        elif _share(axes, high) < 0.7:
            place, side = high, "right"
        elif _share(axes, low) > 0.3:
            place, side = low, "left"
        else:
            place, side = (low + high) / 2, "above"
        x, y, ha, va = SIDES[side]
        box = None
        if numbers_at is not None and np.isfinite(mean):
            (x, y, ha, va), place = (0, 0, "left", "center"), numbers_at
            box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 2}
        _write(axes, words, (place, row), (7 * x, 8 * y), look.color, ha=ha,
               va="center_baseline" if va == "center" else va, bbox=box)
    return axes


def draw_reliability(axes, reliability, look):
    """A reliability diagram: accuracy of each confidence bin, and its gap to the diagonal, where both agree.

    A bin with fewer than 100 examples has a smaller mark, an empty one none. Grey bars are the share of the examples
    in a bin, on the same scale: the frame should say so, "accuracy (grey: share of examples)".
    Limits (0, 1) and (0, 1) or a little more. reliability: a utils.calibration.Reliability
    """
    edges, counts, confidence, accuracy = map(np.asarray, reliability)
    full = counts > 0
    _draw_boxes(axes, edges[:-1][full], edges[1:][full], 0, counts[full] / counts.sum(),
                facecolors=(style.FAINT, 0.5), edgecolors=style.GUIDE, linewidths=0.6, gid=style.NO_GHOST)
    axes.plot([0, 1], [0, 1], color=style.REFERENCE, linewidth=1, linestyle="--", gid=style.NO_GHOST)
    sizes = 3 + 4 * np.sqrt(np.minimum(counts[full] / 100, 1))  # points; as the noise of the accuracy shrinks
    confidence, accuracy = confidence[full], accuracy[full]
    axes.vlines(confidence, confidence, accuracy, color=look.color, linewidths=0.6 * sizes, alpha=0.75,
                gid=style.NO_GHOST)
    axes.scatter(confidence, accuracy, s=sizes**2, marker=look.marker, color=look.color, edgecolors=style.PAPER,
                 linewidths=0.7, clip_on=False, zorder=2.5)
    return axes


def draw_number_line(axes, looks):
    """Class numbers 0, 1, 2, ... as points on a line at height 0, each with its name below. looks: one a class"""
    axes.axhline(0, color=style.GUIDE, linewidth=1)
    for number, look in enumerate(looks):
        axes.plot(number, 0, look.marker, color=look.color, markersize=9)
        axes.annotate(look.label, (number, 0), (0, -12), textcoords="offset points", ha="center", va="top",
                      color=look.color)
    return axes


def group_rows(n_groups, n_bars):
    """Heights (n_groups, n_bars) for bars in groups, the first on top, with room of most of a bar between groups."""
    return np.arange(n_groups)[:, None] * (n_bars + 0.85) + np.arange(n_bars)


def draw_group_names(axes, looks, n_bars):
    """Names and markers of groups of horizontal bars, left of the axes; sets the limits up and down to hold them."""
    rows = group_rows(len(looks), n_bars)
    axes.set_ylim(rows.max() + 0.75, -0.75)
    axes.set_yticks(rows.mean(axis=1), [look.label for look in looks])
    axes.tick_params(axis="y", length=0, pad=15)
    for height, look, name in zip(rows.mean(axis=1), looks, axes.get_yticklabels(), strict=True):
        name.set(color=look.color, fontsize=9, linespacing=1)
        axes.plot([-0.035], [height], look.marker, color=look.color, markersize=6.5, clip_on=False,
                  transform=axes.get_yaxis_transform())
    return axes


def draw_bar_groups(axes, groups, looks, letters, number="{:z.2f}"):
    """Horizontal bars from 0 in groups; letter and number of each in a column inside the right edge, clear of ghosts.

    A bar that would leave the axes ends at their edge; its number says how long it is.
    groups: (g, n) values; looks: g of `style.Look`; letters: n short names, the same in each group
    """
    groups = np.asarray(groups, dtype=float)
    left, right = axes.get_xlim()
    for values, heights, look in zip(groups, group_rows(*groups.shape), looks, strict=True):
        _draw_bars(axes, heights, 0, np.clip(values, left, right), 0.8, look.color)
        for value, height, letter in zip(values, heights, letters, strict=True):
            axes.text(right, height, f"{letter} {number.format(value)}", fontsize=8.5, va="center_baseline",
                      ha="right", color=look.color)
    return axes


def draw_bar_table(axes, shares, words, looks, zeros):
    """A table of bars: a row for each class, a column for each step, and above every bar its number in words.

    Columns are 1 wide and rows 1 high, the first row on top: limits (0, n_columns) and (n_rows, 0).
    shares: (n_rows, n_columns) length of each bar in columns, from its zero on; cut off at the column's edge, and
        where it is nan there is no bar
    words: n_rows sequences of n_columns strings
    looks: n_rows of `style.Look`
    zeros: n_columns, where in its column a bar starts: 0 for the left edge, 0.5 for the middle
    """
    for row, (lengths, texts, look) in enumerate(zip(np.asarray(shares, dtype=float), words, looks, strict=True)):
        for column, (length, text, zero) in enumerate(zip(lengths, texts, zeros, strict=True)):
            axes.text(column, row + 0.42, text, fontsize=9, va="bottom", parse_math=False)
            if np.isfinite(length):
                end = min(max(zero + length, 0), TABLE_CELL)
                _draw_bars(axes, [row + 0.62], column + zero, [column + end], 0.3, look.color)
    return axes


TABLE_CELL = 0.86  # of a column's width; the rest keeps columns apart


def draw_thumbnail(axes, image, box):
    """One garment in a corner of a picture that shows something else.

    image: (28, 28), any scale; box: (left, right, bottom, top) in the units of the axes
    """
    axes.imshow(np.asarray(image), cmap=style.PHOTOGRAPH, interpolation="nearest", extent=box, aspect="auto",
                gid=style.NO_GHOST)
    return axes


def draw_curve(axes, x, heights, look, name_at=None, side="above", linewidth=2):
    """One line with its look, and its name beside it at a chosen x.

    x, heights: (n,), x increasing; name_at: None for no name
    side: of the line on which the name stands, "above", "below", "left" or "right"
    """
    axes.plot(x, heights, color=look.color, linestyle=look.line, linewidth=linewidth)
    if name_at is not None:
        height = np.interp(name_at, np.asarray(x), np.asarray(heights))
        right, up, ha, va = SIDES[side]
        _write(axes, look.label, (name_at, height), (5 * right, 4 * up), look.color, ha=ha, va=va)
    return axes


SIDES = {"above": (0, 1, "center", "bottom"), "below": (0, -1, "center", "top"), "left": (-1, 0, "right", "center"),
         "right": (1, 0, "left", "center")}


def draw_pin(axes, x, bottom, top, look, words, side="right"):
    """A pin that stands at `x` from `bottom` to `top`, its words beside its head on the "left" or "right"."""
    axes.plot([x, x], [bottom, top], color=look.color, linestyle=look.line, linewidth=1.6)
    axes.plot([x], [bottom], look.marker, color=look.color, markersize=8)
    right, _up, ha, _va = SIDES[side]
    _write(axes, words, (x, top), (4 * right, 0), look.color, ha=ha, va="top",
           bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.5})  # over curves behind it
    return axes


def draw_tiles(axes, amounts, words, darkest, fontsize=9.5):
    """A table as tiles, each with its words: the larger its amount, the darker the tile.

    Words turn from black to white at half the darkest amount, and there the grey takes a step: on the greys between,
    neither can be read, least of all on a dark page.

    Tiles are 1 wide, centred on whole numbers, the first row on top: limits (-0.5, K - 0.5) and (n - 0.5, -0.5).
    amounts: (n, K), nan for a tile without shade; words: n sequences of K strings; darkest: the amount of a black tile
    """
    amounts = np.asarray(amounts, dtype=float)
    shaded = amounts > 0
    share = np.minimum(amounts[shaded] / darkest, 1)
    greys = np.where(share > 0.5, 0.92 * (1 - share), 0.92 - 0.52 * share)
    _draw_squares(axes, np.argwhere(shaded), np.repeat(greys[:, None], 3, axis=1))
    for row, (numbers, texts) in enumerate(zip(amounts, words, strict=True)):
        for column, (amount, text) in enumerate(zip(numbers, texts, strict=True)):
            if text:
                axes.text(column, row, text, ha="center", va="center_baseline", fontsize=fontsize, parse_math=False,
                          color=style.PAPER if amount > 0.5 * darkest else style.BLACK)
    return axes


def _draw_squares(axes, tiles, colors, alpha=None):
    """Squares at (row, column) places, with a gap between them."""
    rows, columns = tiles.T
    _draw_boxes(axes, columns - 0.49, columns + 0.49, rows - 0.49, rows + 0.49, facecolors=colors, linewidths=0,
                alpha=alpha, gid=style.NO_GHOST)


def draw_confusion(axes, counts, names):
    """A confusion matrix: mistakes in tiles, the more the darker, the right answers in blue on the diagonal.

    Tiles lie as in draw_tiles; the most frequent mistake is black, however many answers are right; zeros are blank.
    The names of the predicted classes stand below the columns, those of the true classes belong to the frame:
    set_yticks(range(K), names), set_xticks([]).
    counts: (K, K), row true class, column predicted class; names: K
    """
    counts = np.asarray(counts)
    is_right = np.eye(len(counts), dtype=bool)
    mistakes = np.where(is_right, 0, counts)
    words = [[str(count) if count else "" for count in row] for row in mistakes]
    few = len(counts) < 6
    fontsize, slant = (9.5, {"ha": "center"}) if few else (8, {"ha": "right", "rotation": 40})
    draw_tiles(axes, mistakes, words, max(mistakes.max(), 1), fontsize)
    _draw_squares(axes, np.argwhere(is_right), style.TRUE, alpha=0.08)
    for k, (count, name) in enumerate(zip(counts.diagonal(), names, strict=True)):
        axes.text(k, k, str(count), ha="center", va="center_baseline", fontsize=fontsize, color=style.TRUE)
        axes.annotate(name, (k, len(counts) - 0.5), (0 if few else 4, -3), textcoords="offset points", va="top",
                      fontsize=fontsize, rotation_mode="anchor", **slant)
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


def draw_triangle(axes, names, looks=style.CLASSES, reach=1.0, names_start=False):
    """The empty triangle with its named corners and the lines where the highest score changes hands.

    names: of the three classes, corner 0 left, 1 right, 2 on top
    reach: how far around it there is to see, 1 for the triangle alone, 3 for scores three times as far out
    names_start: True starts the two lower names under their corners, clear of what leaves a corner downwards
    """
    width, height = 1.05 * reach, 0.95 * reach
    axes.set(xlim=(-width, width), ylim=(0.15 * reach - height, 0.15 * reach + height), aspect="equal")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.add_patch(Polygon(CORNERS, closed=True, facecolor="#F4F6F8", edgecolor=style.OTHER, linewidth=1.2, zorder=0.3))
    for k, (corner, name, look) in enumerate(zip(CORNERS, names, looks, strict=True)):
        away = -3 * reach * corner  # two classes tie on the ray from the centre away from the third
        axes.plot([0, away[0]], [0, away[1]], color=style.GUIDE, linewidth=0.8, zorder=0.4)
        axes.plot(*corner, look.marker, color=look.color, markersize=8)
        below = k < 2
        aside = below and names_start
        _write(axes, name, corner, (3 if aside else 0, -9 if below else 8), look.color, fontsize=9.5,
               ha="left" if aside else "center", va="top" if below else "bottom")
    return axes


def draw_on_triangle(axes, scores, look, words="", size=9):
    """A point where three scores or probabilities lie, named beside it. scores: (3,)"""
    x, y = to_triangle(scores)
    axes.plot([x], [y], look.marker, color=look.color, markersize=size, markeredgecolor=style.PAPER, markeredgewidth=1)
    if words:
        _write(axes, words, (x, y), (0, 8), look.color, ha="center")
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


def draw_field_on_triangle(axes, scores, moves, look, longest=np.inf):
    """Many small arrows, one from each row of scores to where its move takes it; a dot where that is nowhere.

    scores, moves: (n, 3); longest: an arrow longer than this is cut to it
    """
    starts, shifts = to_triangle(scores), to_triangle(moves)
    lengths = np.hypot(*shifts.T)
    shifts = shifts * np.minimum(1, longest / np.maximum(lengths, 1e-12))[:, None]
    still = lengths < 1e-2
    axes.plot(*starts[still].T, ".", color=look.color, markersize=2.5, alpha=0.8, gid=style.NO_GHOST)
    _draw_arrows(axes, starts[~still], shifts[~still], look, width=0.004, headwidth=5, headlength=6,
                 headaxislength=5.5, minlength=0)
    return axes


def draw_region_on_triangle(axes, class_id, look, reach=1.0):
    """Tint of the region in which one class has the highest score. class_id, reach: as in draw_triangle"""
    _tint_lead(axes, 0, class_id, look, reach)
    return axes


def from_triangle(points):
    """The three scores, of mean 0, that lie at a point of the plane: the way back from `to_triangle`.

    points: (n, 2) or (2,); returns: (n, 3) or (3,)
    """
    return np.asarray(points, dtype=float) @ CORNERS.T


def draw_lead_region(axes, lead, class_id, look, words="", reach=1.0):
    """Tint of the region in which one class leads both others by `lead` or more, with its name far out in it.

    class_id, reach: as in draw_triangle
    """
    border = _tint_lead(axes, lead, class_id, look, reach)
    axes.plot(*border.T, color=look.color, linewidth=1.2, zorder=0.8)
    axes.text(*(1.05 * reach * CORNERS[class_id]), words, color=look.color, fontsize=9.5, ha="center", va="center")
    return axes


def _tint_lead(axes, lead, class_id, look, reach):
    """Tint of where one class leads both others by `lead` or more; returns its border, three points."""
    one, other = (k for k in range(3) if k != class_id)
    tip, far = lead * CORNERS[class_id], 3 * reach * CORNERS
    corners = np.array([tip, tip - far[one], tip + far[class_id], tip - far[other]])
    axes.add_patch(Polygon(corners, closed=True, facecolor=look.color, alpha=0.09, linewidth=0, zorder=0.5,
                           gid=style.NO_GHOST))
    return corners[[1, 0, 3]]


def draw_moves_on_triangle(axes, scores, moves, look, shrink=1.0):
    """A field of small arrows, from each row of scores in the direction of its move; nothing where there is no move.

    scores, moves: (n, 3); shrink: length of an arrow as a share of its move
    """
    starts, shifts = to_triangle(scores), shrink * to_triangle(moves)
    moved = np.hypot(*shifts.T) > 1e-6
    _draw_arrows(axes, starts[moved], shifts[moved], look, width=0.005, zorder=1)
    return axes


def _draw_arrows(axes, starts, shifts, look, **shape):
    """Arrows (n, 2) as long as they are on the plane."""
    axes.quiver(*starts.T, *shifts.T, angles="xy", scale_units="xy", scale=1, color=look.color, alpha=0.8,
                gid=style.NO_GHOST, **shape)


def _write(axes, words, place, offset, color, fontsize=9, **alignment):
    """Words beside a place of the picture, `offset` points away from it."""
    axes.annotate(words, place, offset, textcoords="offset points", color=color, fontsize=fontsize, **alignment)


def _share(axes, x):
    """Where `x` lies along the width of the axes: 0 at the left edge, 1 at the right, on any scale."""
    return axes.transAxes.inverted().transform(axes.transData.transform((x, axes.get_ylim()[0])))[0]
