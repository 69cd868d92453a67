"""The quick picture is the picture matplotlib would draw from scratch."""

import datetime
import functools
import io
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import matplotlib
import matplotlib.style
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from notebook_session import Session
from PIL import Image

from tools.settings import ROOT
from utils import style
from utils.labs import palette
from utils.labs.figure import BlittedFigure


def frame(left, right):
    for axes in (left, right):
        axes.set(xlim=(0, 1), ylim=(0, 1), title="Still", xlabel="x", ylabel="y")


def line_at(height):
    def show(left, right):
        left.plot([0.1, 0.9], [height, height], color=style.BLUE)
        left.text(0.1, 0.9, f"{height:.2f}")
        right.bar([0.5], [height], width=0.2, bottom=0.05, color=style.VERMILLION)
        return height

    return show


@pytest.fixture
def picture():
    picture = BlittedFigure(2, frame)
    picture.draw(line_at(0.25))
    return picture


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def screen(picture):
    return np.asarray(picture.figure.canvas.buffer_rgba()).copy()


def near(picture, color):
    """How many pixels have this colour, but for what a palette of 128 may change."""
    return int((np.abs(picture[..., :3].astype(int) - np.round(np.array(to_rgb(color)) * 255)).max(axis=-1) < 12).sum())


def children(picture):
    return sum(len(axes.get_children()) for axes in picture.axes)


def test_a_move_gives_the_pixels_of_a_full_redraw(picture):
    """Where nothing that moves crosses a spine: those are still, and so lie below."""
    picture.draw(line_at(0.75))
    quick = screen(picture)
    for axes in picture.axes:
        for artist in axes.get_children():
            artist.set_animated(False)
    with matplotlib.rc_context(style.settings()):
        picture.figure.canvas.draw()
    np.testing.assert_array_equal(quick, screen(picture))


def test_the_picture_does_not_remember_the_way(picture):
    first = screen(picture)
    for height in (0.9, 0.1, 0.5):
        picture.draw(line_at(height))
        assert not np.array_equal(screen(picture), first)
    picture.draw(line_at(0.25))
    np.testing.assert_array_equal(screen(picture), first)


def test_without_a_frame_autoscaled_limits_do_not_remember_the_way():
    picture = BlittedFigure()
    picture.draw(lambda axes: axes.plot([0, 1], [0, 1]) and None)
    first = picture.axes[0].get_ylim()
    picture.draw(lambda axes: axes.plot([0, 1], [0, 90]) and None)
    assert picture.axes[0].get_ylim()[1] > 80
    picture.draw(lambda axes: axes.plot([0, 1], [0, 1]) and None)
    assert picture.axes[0].get_ylim() == first


def test_the_start_leaves_a_ghost_without_words(picture):
    covered = near(screen(picture), style.FAINT)
    picture.draw(line_at(0.75))
    assert near(screen(picture), style.FAINT) > 2 * covered + 400
    ghosts = [artist for axes in picture.axes for artist in (*axes.lines, *axes.patches) if not artist.get_animated()]
    assert len(ghosts) == 2
    found = []
    picture.draw(lambda left, right: found.extend((*left.lines, *right.patches)))
    assert not found, "show finds nothing in the axes but what it adds"
    assert near(screen(picture), style.FAINT) > 2 * covered + 400
    picture.draw(line_at(0.75))
    assert [text.get_text() for text in picture.axes[0].texts] == ["0.75"]


def test_an_artist_can_opt_out_of_the_ghost():
    picture = BlittedFigure()
    picture.draw(lambda axes: axes.plot([0, 1], [0, 1], gid=style.NO_GHOST) and None)
    picture.draw(lambda axes: None)
    assert not picture.axes[0].lines


def test_show_may_change_the_still_part(picture):
    def zoomed(left, right):
        left.set(xlim=(0, 10), title="Zoomed")

    picture.draw(lambda left, right: None)
    before = screen(picture)
    picture.draw(zoomed)
    zoomed_pixels = screen(picture)
    assert not np.array_equal(zoomed_pixels, before)
    picture.draw(lambda left, right: None)
    np.testing.assert_array_equal(screen(picture), before)
    picture.draw(zoomed)
    np.testing.assert_array_equal(screen(picture), zoomed_pixels)


def test_nothing_shifts_while_moving(picture):
    places = [axes.get_position().bounds for axes in picture.axes]
    picture.draw(lambda left, right: left.set(ylim=(0, 1e6), ylabel="a much\nlonger label") and None)
    assert [axes.get_position().bounds for axes in picture.axes] == places


def test_a_failing_show_leaves_the_pixels_alone(picture):
    before = screen(picture)

    def fails(left, right):
        left.plot([0, 1], [1, 0])
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        picture.draw(fails)
    np.testing.assert_array_equal(screen(picture), before)
    picture.draw(line_at(0.25))
    np.testing.assert_array_equal(screen(picture), before)


def test_a_hundred_moves_leave_nothing_behind(picture):
    count = children(picture)
    for step in range(100):
        picture.draw(line_at(step / 100))
    assert children(picture) == count


def test_every_call_starts_the_colours_anew():
    picture = BlittedFigure()
    used = []
    for _ in range(3):
        picture.draw(lambda axes: used.append(axes.plot([0, 1])[0].get_color()))
    assert len(set(used)) == 1


# --- what learners do besides adding artists ---

across, up = np.meshgrid(np.linspace(0, 1, 20), np.linspace(0, 1, 20))


def clears(left, right, level):
    left.clear()
    left.plot([0.1, 0.9], [level, level])


def adds_a_colorbar(left, right, level):
    left.figure.colorbar(left.imshow(across * level, extent=(0, 1, 0, 1)), ax=left)


def adds_a_colorbar_of_its_own(left, right, level):
    scale = matplotlib.cm.ScalarMappable(matplotlib.colors.Normalize(0, level))
    left.figure.colorbar(scale, ax=left)


def labels_contours(left, right, level):
    left.clabel(left.contour(across, up, across * up + level, levels=4))


def adds_a_twin(left, right, level):
    twin = left.twinx()
    twin.plot([0, 1], [100 * level, 0], color=style.VERMILLION)
    twin.set_ylabel("other")


def adds_an_inset(left, right, level):
    left.inset_axes([0.5, 0.5, 0.4, 0.4]).plot([0, level])


def colours_the_paper(left, right, level):
    left.set_facecolor(str(level))
    right.spines["left"].set_visible(level > 0.5)


def sets_the_grid(left, right, level):
    left.grid(level > 0.5)
    right.set_axis_off() if level > 0.5 else right.set_axis_on()


def writes_beside_the_axes(left, right, level):
    left.figure.text(0.5, 0.5, f"{level}")
    right.figure.suptitle(f"level {level}")


def removes_what_is_there(left, right, level):
    for line in list(left.lines):
        line.remove()
    left.plot([0.1, 0.9], [level, level])


def labels_its_bars(left, right, level):
    left.bar([0.2, 0.8], [level, level / 2])
    left.bar_label(left.containers[0], fmt="%.2f")
    right.errorbar([0.5], [level], yerr=[0.1], label="error")
    right.legend()


def names_its_lines(left, right, level):
    left.plot([0, 1], [0, level])
    left.plot([0, 1], [level, 0])
    left.legend(["up", "down"])
    left.lines[0].set_linewidth(5)


def fixes_one_axis(left, right, level):
    left.set_autoscaley_on(True)
    left.set_xlim(0, 3)
    left.plot([1, 10 * level])


def counts_garments(left, right, level):
    names = ["shirt", "bag", "boot", "coat", "dress", "sandal"]
    left.bar(names[-int(10 * level):], [level] * len(names[-int(10 * level):]))


def counts_days(left, right, level):
    days = [datetime.datetime(2024, 1, 1 + day) for day in range(int(30 * level))]
    left.plot(days, range(len(days)))


def now_and_then(change):
    """A habit that changes the picture for high levels alone."""
    def show(left, right, level):
        left.plot([0.1, 0.9], [level, level])
        if level > 0.7:
            change(left, right)

    show.__name__ = f"now_and_then_{change.__name__}"
    return show


def titles(left, right):
    left.set_title("high", color="red", fontsize=20)
    right.set_xlabel("other", rotation=0)
    left.figure.suptitle("far")


def papers(left, right):
    left.set_facecolor("pink")
    left.figure.set_facecolor("yellow")


def scales(left, right):
    left.set(yscale="log", ylim=(0.1, 1))


def limits(left, right):
    left.set_ylim(0, 3)
    right.set_xticks([0.2, 0.4], ["a", "b"])


def turns(left, right):
    left.invert_yaxis()
    right.axis("off")


def shapes(left, right):
    left.set_aspect("equal")
    left.margins(0.4)
    right.spines["left"].set_position("center")


def pens(left, right):
    left.tick_params(labelsize=20, colors="red")
    left.grid(True)
    right.xaxis.set_visible(False)
    right.spines["top"].set(visible=True, color="red")


OCCASIONS = tuple(map(now_and_then, (titles, papers, scales, limits, turns, shapes, pens)))
HABITS = (*OCCASIONS, labels_its_bars, names_its_lines, fixes_one_axis, counts_garments, clears, adds_a_colorbar,
          adds_a_colorbar_of_its_own, labels_contours, adds_a_twin, adds_an_inset, colours_the_paper, sets_the_grid,
          writes_beside_the_axes, removes_what_is_there)


def after(show, *levels, frame=frame):
    picture = BlittedFigure(2, frame)
    for level in levels:
        picture.draw(functools.partial(show, level=level))
    return picture


@pytest.mark.slow
@pytest.mark.parametrize("show", HABITS, ids=lambda show: show.__name__)
def test_whatever_show_does_the_picture_does_not_remember_the_way(show):
    direct, detour = after(show, 0.2, 0.6), after(show, 0.2, 0.9, 0.1, 0.4, 0.8, 0.6)
    np.testing.assert_array_equal(screen(direct), screen(detour))
    assert children(direct) == children(detour) and len(direct.figure.axes) == len(detour.figure.axes)
    assert not np.array_equal(screen(direct), screen(after(show, 0.2, 0.1)))
    assert direct.card("", "", "", "") == detour.card("", "", "", "")


def test_dates_stay_dates():
    """A move keeps what units bring along: their places on the axis and their names."""
    start, again = (after(counts_days, *levels, frame=None) for levels in ([0.5], [0.5, 0.9, 0.5]))
    np.testing.assert_array_equal(screen(again), screen(start))
    assert isinstance(again.axes[0].xaxis.get_major_locator(), matplotlib.dates.AutoDateLocator)


def test_a_twin_axis_lies_above_what_is_drawn_on_the_axes():
    def show(left, right, level):
        left.bar([0.5], [1], width=1, color=style.FAINT)
        left.twinx().axhline(level, color=style.VERMILLION, linewidth=4)

    picture = after(show, 0.2, 0.6)
    assert near(screen(picture), style.VERMILLION) > 3000
    picture.draw(functools.partial(adds_an_inset, level=0.5))  # and the next call is painted quickly again
    assert near(screen(picture), style.VERMILLION) == 0 and all(a.get_animated() for a in picture.axes[0].child_axes)


@pytest.mark.slow
@pytest.mark.parametrize("show", OCCASIONS, ids=lambda show: show.__name__)
def test_what_is_done_now_and_then_shows_now_and_then(show):
    for the_frame in (frame, None):
        low, high, low_again = (screen(after(show, *levels, frame=the_frame))
                                for levels in ([0.2, 0.6], [0.2, 0.8], [0.2, 0.8, 0.6]))
        np.testing.assert_array_equal(low, low_again)
        plain = after(lambda left, right, level: left.plot([0.1, 0.9], [level, level]), 0.2, 0.8, frame=the_frame)
        assert not np.array_equal(high, screen(plain))


# --- the room that words need, where no frame keeps it ---


def grows(left, right, level):
    left.plot([0, 1], [0, 1 if level < 0.7 else -1000 * level])


def grows_an_offset(left, right, level):
    left.plot([0, 1], [0, 1 if level < 0.7 else 1e7 + level])
    left.set_title("one line" if level < 0.7 else "two\nlines")


def names_its_bars(left, right, level):
    left.barh(["a", "b"] if level < 0.7 else ["a long name", "another"], [level, 1])


def names_its_axes(left, right, level):
    left.plot([0, level])
    if level > 0.7:
        left.set_ylabel("two\nlines")
        left.set_xlabel("two\nlines")


def names_its_twin(left, right, level):
    twin = left.twinx()
    twin.plot([0, 1], [0, 1 if level < 0.7 else -1e4 * level])
    twin.set_ylabel("other" if level > 0.7 else "")


def scales_its_colorbar(left, right, level):
    image = left.imshow(across * (1 if level < 0.7 else 12345 * level))
    left.figure.colorbar(image, ax=left, label="amount" if level > 0.7 else None)


def has_a_colorbar_now_and_then(left, right, level):
    image = left.imshow(across * level)
    if level > 0.7:
        left.figure.colorbar(image, ax=left)


def keeps_its_shape(left, right, level):
    left.imshow(across, extent=(0, 1 if level < 0.7 else 30000 * level, 0, 1 if level < 0.7 else 30000))


def titles_the_figure(left, right, level):
    left.plot([0, level])
    left.set_title("title")
    if level > 0.7:
        left.figure.suptitle("above")


GROWING = (grows, grows_an_offset, names_its_bars, names_its_axes, names_its_twin, scales_its_colorbar,
           has_a_colorbar_now_and_then, keeps_its_shape, titles_the_figure)


def boxes(picture):
    """The room that each axes take with their ticks and names, and that of their panel."""
    for axes in picture.figure.axes:
        yield axes.get_tightbbox(bbox_extra_artists=[]), axes.get_figure(root=False).bbox


@pytest.mark.parametrize("show", GROWING, ids=lambda show: show.__name__)
def test_without_a_frame_all_words_find_room(show):
    for levels in ([0.2, 0.9], [0.2, 0.8, 0.2, 0.9], [0.9, 0.2]):
        for box, panel in boxes(after(show, *levels, frame=None)):
            assert box.x0 > panel.x0 and box.x1 < panel.x1 and box.y0 > panel.y0 and box.y1 < panel.y1


@pytest.mark.parametrize("show", [grows, has_a_colorbar_now_and_then, titles_the_figure],
                         ids=lambda show: show.__name__)
def test_without_a_frame_a_layout_leaves_nothing_on_top_of_another(show):
    picture = after(show, 0.2, 0.9, frame=None)
    words = [figure._suptitle.get_window_extent() for figure in picture._figures if figure._suptitle]
    all_boxes = [box for box, _ in boxes(picture)] + words
    assert not any(one.overlaps(other) for one, other in combinations(all_boxes, 2))


@pytest.mark.slow
@pytest.mark.parametrize("show", (*GROWING, clears, writes_beside_the_axes), ids=lambda show: show.__name__)
def test_without_a_frame_the_layout_does_not_remember_the_way(show):
    direct, detour = after(show, 0.2, 0.9, frame=None), after(show, 0.2, 0.8, 0.1, 0.85, 0.9, frame=None)
    np.testing.assert_array_equal(screen(direct), screen(detour))
    back, small = after(show, 0.2, 0.9, 0.3, frame=None), after(show, 0.2, 0.3, frame=None)
    np.testing.assert_array_equal(screen(back), screen(small))
    assert direct.card("", "", "", "") == detour.card("", "", "", "")


def test_without_a_frame_nothing_shifts_while_all_words_have_room():
    def show(left, right, level):
        left.plot([0, level])

    picture = after(show, 0.2, frame=None)
    places = [axes.get_position().bounds for axes in picture.axes]
    for level in (0.5, 0.9, 0.33):
        picture.draw(functools.partial(show, level=level))
        assert [axes.get_position().bounds for axes in picture.axes] == places


def test_a_move_that_keeps_the_still_part_asks_for_no_layout(picture, monkeypatch):
    def show(left, right):
        left.set_ylim(0, 9)
        left.plot([0, 1])

    free = BlittedFigure(panels=2)
    free.draw(show)
    monkeypatch.setattr(matplotlib.axes.Axes, "get_tightbbox", None)
    free.draw(show)
    picture.draw(lambda left, right: left.set_ylim(0, 1e6))


def test_a_legend_has_one_entry_however_often_the_sliders_move():
    picture = after(labels_its_bars, *np.linspace(0.2, 0.9, 12))
    assert [len(axes.containers) for axes in picture.axes] == [1, 1]
    assert [text.get_text() for text in picture.axes[1].get_legend().get_texts()] == ["error"]
    assert [text.get_text() for text in picture.axes[0].texts] == ["0.90", "0.45"]


def test_a_legend_names_the_lines_of_show_and_not_their_ghosts():
    picture = after(names_its_lines, 0.2, 0.6)
    picture.draw(lambda left, right: names_its_lines(left, right, 0.9))
    handles = picture.axes[0].get_legend().legend_handles
    assert len({handle.get_color() for handle in handles} - {style.FAINT}) == 2
    assert max(picture.axes[0].get_lines(), key=lambda line: line.get_linewidth()).get_animated()


def test_a_limit_that_is_set_leaves_the_other_axis_its_own():
    def show(left, right, level):
        left.set_xlim(0, 3)
        left.plot([1, 10 * level + 1])

    tops = [after(show, *levels, frame=None).axes[0].get_ylim() for levels in ([0.1, 0.2], [0.1, 1, 0.2])]
    assert tops[0] == tops[1]


def test_what_frame_drew_comes_back():
    def framed(left, right):
        frame(left, right)
        left.plot([0, 1], [0.5, 0.5], color="black", label="half")
        left.legend()
        right.set_facecolor("lightblue")
        left.figure.colorbar(right.imshow(across, extent=(0, 1, 0, 1)), ax=right)

    def show(left, right, level):
        right.plot([0, 1], [level, level])
        if level > 0.7:
            left.clear()
            right.images[0].set_alpha(0.3)
        elif level > 0.5:
            left.lines[0].set_color("red")
            left.legend(["other"])

    plain = screen(after(show, 0.2, 0.1, frame=framed))
    for way in ([0.2, 0.8, 0.1], [0.2, 0.6, 0.1], [0.2, 0.8, 0.6, 0.3, 0.1]):
        np.testing.assert_array_equal(screen(after(show, *way, frame=framed)), plain)


def test_a_colorbar_leaves_its_axes_the_room_they_had():
    places = [[axes.get_position().bounds for axes in after(adds_a_colorbar, *levels).axes]
              for levels in ([0.2], [0.2, 0.6], [0.2] * 9)]
    assert places[0] == places[1] == places[2] and places[0][0][2] > 0.2


def test_a_cleared_panel_shows_what_is_drawn_and_no_more():
    picture = after(clears, 0.2, 0.6)
    assert [line.get_ydata()[0] for line in picture.axes[0].lines] == [0.6]
    assert [axes.get_title("left") for axes in picture.axes] == ["", "Still"]


def test_show_is_called_once_for_each_picture():
    calls = []
    picture = BlittedFigure()
    for count in (1, 2):
        picture.draw(lambda axes: calls.append(axes.plot([0, 1])))
        assert len(calls) == count


@pytest.mark.slow
@pytest.mark.parametrize("theirs", [
    {"text.usetex": True}, {"savefig.transparent": True}, {"savefig.bbox": "tight"}, {"savefig.dpi": 30},
    {"savefig.format": "pdf"}, {"figure.autolayout": True}, {"figure.constrained_layout.use": True},
    {"axes.grid": True},
    {"axes.xmargin": 0.4}, {"axes.autolimit_mode": "round_numbers"}, {"axes.titlelocation": "right"},
    {"lines.antialiased": False}, {"xtick.direction": "in"}, {"path.sketch": (1, 100, 2)}, {"figure.dpi": 20},
    matplotlib.style.library["dark_background"], matplotlib.style.library["ggplot"],
], ids=lambda theirs: next(iter(theirs)))
def test_a_lab_looks_the_same_whatever_a_notebook_has_set(theirs):
    def drawn():
        picture = BlittedFigure(2, frame)
        picture.draw(line_at(0.25))
        picture.draw(line_at(0.75))
        return picture.panels(), picture.card("name", "headline", "settings", "facts")

    ordinary = drawn()
    with matplotlib.rc_context(theirs):
        before = dict(matplotlib.rcParams)
        assert drawn() == ordinary
        assert dict(matplotlib.rcParams) == before


def test_panels_are_the_axes_cut_apart(picture):
    left, right = (pixels(panel) for panel in picture.panels())
    assert left.shape == right.shape
    assert near(left, style.BLUE) > 500 and near(right, style.BLUE) == 0
    assert near(right, style.VERMILLION) > 500 and near(left, style.VERMILLION) == 0


def test_only_a_panel_that_moved_is_encoded_again(picture, monkeypatch):
    def show(left, right, height):
        left.plot([0.1, 0.9], [height, height])
        right.plot([0.1, 0.9], [0.5, 0.5])

    picture.draw(lambda *axes: show(*axes, 0.5))
    before, encoded, encode = picture.panels(), [], palette._encoded
    monkeypatch.setattr(palette, "_encoded", lambda picture: encoded.append(picture) or encode(picture))
    picture.draw(lambda *axes: show(*axes, 0.75))
    after = picture.panels()
    assert len(encoded) == 1 and after[0] != before[0] and after[1] == before[1]
    left = screen(picture)[:, : pixels(after[0]).shape[1], :3]
    assert np.abs(pixels(after[0]) - left).max() < 40, "what is sent is the panel as it stands"


def test_panels_fit_their_budget_of_bytes(picture):
    assert sum(map(len, picture.panels())) < 50 * 1024


def test_the_card_holds_words_above_and_below_the_panels(picture):
    bare = pixels(picture.card("", "", "", ""))
    height = pixels(picture.card("name", "headline", "settings", "facts")).shape[0]
    wrapped = pixels(picture.card("name", "headline " * 40, "settings", "facts"))
    assert bare.shape[0] < height < wrapped.shape[0]
    assert near(bare, style.BLUE) > 100 and near(bare, style.VERMILLION) > 100
    below = pixels(picture.card("", "", "", "facts " * 60))
    assert below.shape[0] > bare.shape[0] + 30
    assert np.abs(below[: bare.shape[0] - 20] - bare[:-20]).max() < 12  # one picture, two palettes


def test_the_card_takes_dollar_signs_as_they_are(picture):
    assert pixels(picture.card("", "costs $5 or $\\broken", "", "")).shape[0] > 0


def test_making_a_card_does_not_disturb_the_screen(picture):
    picture.draw(line_at(0.6))
    before = screen(picture)
    picture.card("a", "b", "c", "d")
    np.testing.assert_array_equal(screen(picture), before)
    picture.draw(line_at(0.1))
    picture.draw(line_at(0.6))
    np.testing.assert_array_equal(screen(picture), before)


# --- work that would not be seen ---


def test_a_picture_drawn_with_pyplot_is_said_and_closed():
    import matplotlib.pyplot as plt

    def plots(axes):
        plt.plot([0, 1])

    def titles(axes):
        plt.title("mine")

    def saves_and_closes(axes):
        plt.plot([0, 1])
        plt.savefig(io.BytesIO())
        plt.close()

    def makes_a_figure(axes):
        _, own = plt.subplots()
        own.plot([0, 1])
        plt.close("all")

    picture, before = BlittedFigure(), plt.get_fignums()
    for show in 2 * (plots, titles, saves_and_closes, makes_a_figure):
        with pytest.raises(ValueError, match="axes.plot, not plt.plot"):
            picture.draw(show)
        with pytest.raises(ValueError, match="axes.plot, not plt.plot"):
            BlittedFigure(1, show)
        assert plt.get_fignums() == before
    picture.draw(lambda axes: axes.plot([0, 1]))


@pytest.mark.parametrize("through", ["pyplot", "its axes"])
def test_a_picture_drawn_on_a_figure_that_was_open_before_is_said(through):
    import matplotlib.pyplot as plt

    figure, theirs = plt.subplots()
    try:
        figure.canvas.draw()
        with pytest.raises(ValueError, match="axes.plot, not plt.plot"):
            BlittedFigure().draw(lambda axes: (plt if through == "pyplot" else theirs).plot([0, 1]))
        BlittedFigure().draw(lambda axes: axes.plot([0, 1]))
        assert plt.get_fignums() == [figure.number] and figure.stale
    finally:
        plt.close(figure)


def test_what_another_thread_draws_with_pyplot_is_its_own():
    import matplotlib.pyplot as plt

    def show(axes):
        with ThreadPoolExecutor(1) as cell:
            figures.append(cell.submit(plt.figure).result())

    figures = []
    BlittedFigure().draw(show)
    assert plt.get_fignums() == [figures[0].number]
    plt.close(figures[0])


@pytest.mark.slow
@pytest.mark.parametrize("draw", ["plt.plot([0, 1])", "plt.plot([0, 1]); plt.close()"])
@pytest.mark.parametrize("part", ["show", "frame"])
def test_pyplot_works_on_after_a_lab_that_was_the_first_to_use_it(part, draw, tmp_path):
    setup = (f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nimport matplotlib.pyplot as plt\nfrom utils import labs\n"
             f"def show(axes, x=0): pass\ndef frame(axes): pass\ndef {part}(axes, x=0): {draw}")
    path = tmp_path / "lab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(setup)]), path)
    session = Session(path, environment={"MPLBACKEND": "module://matplotlib_inline.backend_inline"})
    with session.running():
        for _ in range(2):
            _, noise = session.front.run("labs.Lab(show, frame, x=labs.slider(0, 3, 1))")
            assert len(noise) == 1 and "axes.plot, not plt.plot" in noise[0]
            _, noise = session.front.run("_ = plt.plot([1, 2, 3])")
            assert noise == ["published display_data"]
            printed, _ = session.front.run("print(plt.isinteractive(), plt.get_fignums())")
            assert printed == "True []\n"


def test_a_line_kept_from_an_earlier_call_is_said():
    kept = []

    def show(axes, level):
        if not kept:
            kept.extend(axes.plot([0, 1], [level, level]))
        kept[0].set_ydata([level, level])

    picture = BlittedFigure()
    picture.draw(lambda axes: show(axes, 0.2))
    for level in (0.5, 0.6):
        with pytest.raises(ValueError, match="Line2D of an earlier call"):
            picture.draw(lambda axes, level=level: show(axes, level))
    picture.draw(lambda axes: axes.plot([0, 1]))


def test_the_axes_of_a_lab_cannot_be_removed(picture):
    before = screen(picture)
    for remove in (lambda left, right: left.remove(), lambda left, right: left.figure.clear(),
                   lambda left, right: right.figure.clf(), lambda left, right: left.figure.figure.clear(True)):
        with pytest.raises(ValueError, match="axes.clear"):
            picture.draw(remove)
        picture.draw(line_at(0.25))
        np.testing.assert_array_equal(screen(picture), before)


@pytest.mark.parametrize("name, arguments", [("tight_layout", ()), ("savefig", ("x.png",)),
                                             ("set_size_inches", (9, 9)), ("set_layout_engine", ("tight",))])
def test_what_only_a_whole_figure_can_do_is_said(picture, name, arguments):
    with pytest.raises(ValueError, match=f"do without figure.{name}"):
        picture.draw(lambda left, right: getattr(left.figure, name)(*arguments))
    picture.draw(line_at(0.25))


def test_the_card_of_a_failed_call_shows_what_the_screen_shows(picture):
    good = pixels(picture.card("", "", "", ""))

    def fails(left, right):
        left.bar([0.5], [1], width=1, color=style.VERMILLION)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        picture.draw(fails)
    card = pixels(picture.card("", "", "", ""))
    assert card.shape == good.shape and np.abs(card - good).mean() < 1
    assert near(card[:, : card.shape[1] // 2], style.VERMILLION) == 0
