"""utils.plots: every piece draws what it was given, at the ends of the range too, and returns its Axes."""

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from utils import plots, style
from utils.calibration import reliability
from utils.data import CLASS_NAMES
from utils.labs.figure import BlittedFigure

LOOKS = style.CLASSES


@pytest.fixture
def axes():
    axes = Figure().subplots()
    axes.set(xlim=(-8, 8), ylim=(-0.7, 1.5))
    return axes


def texts(axes):
    return [text.get_text() for text in axes.texts]


def bars(axes):
    """(start, end, row) of each horizontal bar."""
    corners = [path.vertices for bunch in axes.collections for path in bunch.get_paths()]
    return [(one[0, 0], one[1, 0], one[:4, 1].mean()) for one in corners]


def places(tiles):
    """Where the middle of each tile of a collection lies, as (column, row)."""
    return [tuple(path.vertices[:4].mean(axis=0).round(6)) for path in tiles.get_paths()]


def test_draw_lines_gives_each_class_its_look(axes):
    x = np.linspace(-1, 1, 5)
    heights = np.stack([x, x**2, -x], axis=1)
    assert plots.draw_lines(axes, x, heights, LOOKS) is axes
    for line, column, look in zip(axes.lines, heights.T, LOOKS, strict=True):
        np.testing.assert_array_equal(line.get_ydata(), column)
        assert line.get_color() == look.color
    assert len({line.get_linestyle() for line in axes.lines}) == 3
    assert {text.get_text(): text.xy[0] for text in axes.texts}.keys() == {"class 0", "class 1", "class 2"}


def test_draw_lines_names_each_line_where_it_is_highest_on_the_axes(axes):
    x = np.linspace(-8, 8, 161)
    plots.draw_lines(axes, x, np.stack([-x, np.exp(-(x**2)), x, np.full_like(x, np.nan)], axis=1),
                     (*LOOKS, LOOKS[0]._replace(label="nowhere")))
    places = {text.get_text(): text.xy[0] for text in axes.texts}
    assert places == pytest.approx({"class 0": -1.4, "class 1": 0, "class 2": 1.4})


def test_draw_winners_covers_the_line_with_the_argmax(axes):
    x = np.linspace(-4, 4, 81)
    scores = torch.tensor(np.stack([-x, np.full_like(x, 1.05), x], axis=1))
    plots.draw_winners(axes, x, scores, LOOKS, low=-0.7, high=-0.5)
    spans = [(strip.get_x(), strip.get_x() + strip.get_width(), strip.get_facecolor()[:3]) for strip in axes.patches]
    assert [round(start, 1) for start, _, _ in spans] == [-4, -1.0, 1.1]
    assert spans[0][0] == -4 and spans[-1][1] == 4
    assert [start for start, *_ in spans[1:]] == [end for _, end, _ in spans[:-1]]
    assert len({color for *_, color in spans}) == 3
    assert texts(axes) == ["class 0", "class 1", "class 2"]


def test_draw_winners_names_only_what_is_wide_enough(axes):
    x = np.linspace(0, 1, 101)
    scores = np.stack([x < 0.05, x >= 0.05], axis=1).astype(float)
    plots.draw_winners(axes, x, scores, LOOKS[:2], 0, 1)
    assert texts(axes) == ["class 1"]


def test_draw_cloud_keeps_points_where_they_are(axes):
    x = np.array([1.0, 2.0, 3.0])
    plots.draw_cloud(axes, x, -0.3, LOOKS[0], spread=0.1)
    np.testing.assert_array_equal(axes.lines[0].get_xdata(), x)
    assert np.abs(axes.lines[0].get_ydata() + 0.3).max() <= 0.1 + 1e-12
    plots.draw_cloud(axes, torch.tensor(x), 1, LOOKS[0])
    np.testing.assert_array_equal(axes.lines[1].get_ydata(), 1)


def test_draw_line_classifier_draws_each_point_under_its_class(axes):
    x, labels = torch.tensor([-1.0, 0.0, 1.0, 2.0]), torch.tensor([0, 1, 2, 2])
    grid = np.linspace(-8, 8, 11)
    plots.draw_line_classifier(axes, grid, np.stack([-grid, 0 * grid, grid], axis=1), x, labels, LOOKS)
    clouds = {line.get_marker(): list(line.get_xdata()) for line in axes.lines if line.get_marker() != "None"}
    assert clouds == {"o": [-1], "s": [0], "^": [1, 2]}
    assert all(np.nanmin(line.get_ydata()) > -0.15 for line in axes.lines if line.get_marker() == "None")


def test_draw_bars_writes_each_number_at_its_bar(axes):
    axes.set(xlim=(-0.6, 1.6), ylim=(9.6, -0.6))
    plots.draw_bars(axes, torch.tensor([0.5, -0.25, 1.4, -0.001]), [style.TRUE] * 4)
    assert [end - start for start, end, _ in bars(axes)] == pytest.approx([0.5, -0.25, 1.4, -0.001], abs=1e-6)
    assert [row for *_, row in bars(axes)] == pytest.approx([0, 1, 2, 3])
    assert texts(axes) == ["0.50", "-0.25", "1.40", "0.00"]


@pytest.mark.parametrize("value, width", [(50.0, 1.6), (-50.0, -0.6), (np.inf, 1.6), (-np.inf, -0.6)])
def test_draw_bars_ends_at_the_edge_but_tells_the_number(axes, value, width):
    axes.set(xlim=(-0.6, 1.6))
    plots.draw_bars(axes, [value], [style.TRUE])
    assert bars(axes)[0][:2] == pytest.approx([0, width])
    assert texts(axes) == [f"{value:.2f}"]


def test_draw_bars_gives_each_bar_its_colour_and_height(axes):
    plots.draw_bars(axes, [0.5, 0.2], [style.TRUE, style.RIVAL])
    (bunch,) = axes.collections
    assert [to_hex(colour) for colour in bunch.get_facecolor()] == [style.TRUE.lower(), style.RIVAL.lower()]
    low, high = np.array([(path.vertices[:, 1].min(), path.vertices[:, 1].max()) for path in bunch.get_paths()]).T
    assert (high - low == pytest.approx(0.72)) and (low + high) / 2 == pytest.approx([0, 1])


def test_draw_bars_says_nan(axes):
    plots.draw_bars(axes, [np.nan], [style.TRUE])
    assert texts(axes) == ["nan"] and bars(axes)[0][:2] == (0, 0)


def test_draw_paired_bars_puts_two_bars_in_a_row(axes):
    axes.set(xlim=(0, 1))
    plots.draw_paired_bars(axes, [torch.tensor([0.2, 30.25]), torch.tensor([0.1, 0.0])], LOOKS[:2])
    assert [end - start for start, end, _ in bars(axes)] == pytest.approx([0.2, 1, 0.1, 0])
    assert texts(axes) == ["0.20", "30.25", "0.10", "0.00"]
    assert [row for *_, row in bars(axes)] == pytest.approx([-0.2, 0.8, 0.2, 1.2])


def test_draw_spreads_shows_the_middle_of_each_group_and_its_mean(axes):
    values = torch.arange(11.0)
    plots.draw_spreads(axes, [values - 5, 10 * values - 5], LOOKS[0])
    np.testing.assert_allclose(axes.lines[0].get_xydata(), [[0, 0], [45, 1]])
    ends = [segment[:, 0].tolist() for segment in axes.collections[0].get_segments()]
    assert ends == [pytest.approx([-4, 4]), pytest.approx([5, 8])]
    plots.draw_spreads(axes, [values - 5], LOOKS[0], share=0.4)
    assert axes.collections[1].get_segments()[0][:, 0] == pytest.approx([-2, 2])


def test_draw_number_line_puts_each_class_at_its_number(axes):
    assert plots.draw_number_line(axes, LOOKS) is axes
    assert [line.get_xydata()[0].tolist() for line in axes.lines[1:]] == [[0, 0], [1, 0], [2, 0]]
    assert texts(axes) == [look.label for look in LOOKS]


def test_bar_groups_stand_beside_their_names(axes):
    axes.set(xlim=(-2, 2))
    plots.draw_group_names(axes, LOOKS[:2], 3)
    plots.draw_bar_groups(axes, torch.tensor([[0.5, -0.25, 0.0], [9.0, -9.0, -0.001]]), LOOKS[:2], "TPC")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["class 0", "class 1"]
    assert [end - start for start, end, _ in bars(axes)] == pytest.approx([0.5, -0.25, 0, 2, -2, -0.001])
    assert texts(axes) == ["T 0.50", "P -0.25", "C 0.00", "T 9.00", "P -9.00", "C 0.00"]
    rows = plots.group_rows(2, 3)
    assert [row for *_, row in bars(axes)] == pytest.approx(rows.ravel())
    assert axes.get_yticks() == pytest.approx(rows.mean(axis=1))
    bottom, top = axes.get_ylim()
    assert bottom > rows.max() + 0.4 and top < rows.min() - 0.4


def test_draw_vertical_is_silent_off_the_axes(axes):
    plots.draw_vertical(axes, 1.25, LOOKS[0], "here", 0.5)
    assert list(axes.lines[0].get_xdata()) == [1.25, 1.25] and texts(axes) == ["here"]
    for x in (8, 9, -8, np.nan, np.inf):
        plots.draw_vertical(axes, x, LOOKS[0], "not here", 0.5)
    assert len(axes.lines) == 1 and texts(axes) == ["here"]


@pytest.mark.parametrize("x, side, ends_up", [(0, "right", "left"), (0, "left", "right"), (7, "right", "right"),
                                              (-7, "left", "left")])
def test_draw_vertical_keeps_its_words_on_the_axes(axes, x, side, ends_up):
    plots.draw_vertical(axes, x, LOOKS[0], "some words", 0.5, side)
    assert axes.texts[0].get_horizontalalignment() == ends_up  # the end of the words at the line


@pytest.mark.parametrize("x", [3.0, 20.0, -20.0])
def test_draw_beyond_names_the_point_wherever_it_is(axes, x):
    plots.draw_beyond(axes, x, 1, LOOKS[0], f"F at {x:g}")
    note = axes.texts[0]
    assert note.get_text() == f"F at {x:g}"
    assert note.xy[0] == (x if abs(x) < 8 else np.sign(x) * 8)
    assert bool(note.arrow_patch) == (abs(x) > 8)


@pytest.mark.parametrize("x", [3.0, 20.0])
def test_draw_beyond_may_name_the_point_below_it(axes, x):
    plots.draw_beyond(axes, x, 1, LOOKS[0], "F", below=True)
    assert axes.texts[0].xyann[1] < 0


@pytest.mark.parametrize("y, height, marker", [
    (0.3, 0.3, "s"), (1.45, 1.45, "s"), (1e199, 1.412, "^"), (np.nan, 1.412, "^"), (np.inf, 1.412, "^")])
def test_draw_here_points_up_when_the_value_left_the_picture(axes, y, height, marker):
    plots.draw_here(axes, 2, y, style.LOSSES["mse"])
    assert axes.lines[0].get_ydata()[0] == pytest.approx(height)
    assert axes.lines[0].get_marker() == marker
    assert texts(axes) == ([] if marker == "s" else ["off the scale"])


def test_draw_image_shows_the_pixels(axes):
    image = torch.arange(784).reshape(28, 28)
    plots.draw_image(axes, image)
    np.testing.assert_array_equal(axes.images[0].get_array(), image)


def test_draw_bar_table_puts_each_bar_and_its_words_in_their_cell(axes):
    shares = torch.tensor([[0.2, 0.5], [-0.9, np.nan], [9.0, 0.0]])
    words = [["a", "b"], ["c", "nan"], ["e", "0"]]
    assert plots.draw_bar_table(axes, shares, words, LOOKS, zeros=(0.4, 0)) is axes
    spans = [(start, end) for start, end, _ in bars(axes)]
    edge = plots.TABLE_CELL
    assert [sorted(span) for span in spans] == [pytest.approx(span) for span in
                                                ([0.4, 0.6], [1, 1.5], [0, 0.4], [0.4, edge], [1, 1])]
    assert [int(row) for *_, row in bars(axes)] == [0, 0, 1, 2, 2]
    assert texts(axes) == ["a", "b", "c", "nan", "e", "0"]


def test_draw_thumbnail_stays_in_its_box_and_leaves_the_axes_alone(axes):
    image = torch.arange(784).reshape(28, 28)
    plots.draw_thumbnail(axes, image, (1, 3, 0, 1))
    np.testing.assert_array_equal(axes.images[0].get_array(), image)
    assert list(axes.images[0].get_extent()) == [1, 3, 0, 1]
    assert axes.get_xlim() == (-8, 8) and axes.get_ylim() == (-0.7, 1.5) and axes.get_aspect() == "auto"


def test_draw_image_keeps_one_scale_for_several_images(axes):
    plots.draw_image(axes, torch.full((28, 28), 100), largest=255)
    assert axes.images[0].get_clim() == (0, 255)


@pytest.mark.parametrize("side, end", [("above", ("center", "bottom")), ("below", ("center", "top")),
                                       ("left", ("right", "center")), ("right", ("left", "center"))])
def test_draw_curve_names_the_line_where_it_is_told(axes, side, end):
    x = torch.linspace(-2, 2, 5)
    assert plots.draw_curve(axes, x, x**2, LOOKS[1], name_at=1.5, side=side) is axes
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), x**2)
    assert (axes.lines[0].get_color(), axes.lines[0].get_linestyle()) == (LOOKS[1].color, LOOKS[1].line)
    assert texts(axes) == ["class 1"] and axes.texts[0].xy == pytest.approx((1.5, 2.5))
    assert (axes.texts[0].get_horizontalalignment(), axes.texts[0].get_verticalalignment()) == end
    right, up = axes.texts[0].xyann
    assert (right < 0, right > 0, up < 0, up > 0) == tuple(side == one for one in ("left", "right", "below", "above"))


@pytest.mark.parametrize("side, end", [("left", "right"), ("right", "left")])
def test_draw_pin_stands_on_its_point_with_its_words_beside_the_head(axes, side, end):
    assert plots.draw_pin(axes, 3, 1, 1.4, LOOKS[2], "L1 3.00", side) is axes
    stick, foot = axes.lines
    assert list(stick.get_xdata()) == [3, 3] and list(stick.get_ydata()) == [1, 1.4]
    assert list(foot.get_ydata()) == [1] and foot.get_marker() == "^"
    assert texts(axes) == ["L1 3.00"] and axes.texts[0].xy == (3, 1.4)
    assert axes.texts[0].get_horizontalalignment() == end


def test_draw_curve_may_stay_without_a_name(axes):
    plots.draw_curve(axes, [0, 1], [0, 1], LOOKS[0])
    assert texts(axes) == []


# --- the triangle ---


def test_one_hot_labels_are_the_corners_equally_far_apart():
    corners = plots.to_triangle(np.eye(3))
    np.testing.assert_allclose(corners, plots.CORNERS - plots.CORNERS.mean(axis=0), atol=1e-12)
    for i in range(3):
        assert np.hypot(*(corners[i] - corners[(i + 1) % 3])) == pytest.approx(np.sqrt(2))


def test_the_triangle_keeps_distances_and_forgets_a_common_shift():
    scores = np.random.default_rng(0).normal(size=(20, 3))
    points = plots.to_triangle(scores)
    centred = scores - scores.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(np.hypot(*points.T), np.linalg.norm(centred, axis=1))
    np.testing.assert_allclose(plots.to_triangle(torch.tensor(scores) + 7.5), points, atol=1e-12)
    np.testing.assert_allclose(plots.to_triangle([1 / 3, 1 / 3, 1 / 3]), [0, 0], atol=1e-12)


def test_on_the_triangle_the_nearest_corner_has_the_highest_score():
    scores = np.random.default_rng(1).normal(size=(50, 3))
    distances = np.linalg.norm(plots.to_triangle(scores)[:, None] - plots.to_triangle(np.eye(3)), axis=2)
    np.testing.assert_array_equal(distances.argmin(axis=1), scores.argmax(axis=1))


def test_draw_triangle_names_its_corners(axes):
    plots.draw_triangle(axes, ["shirt", "bag", "boot"], reach=2)
    assert texts(axes) == ["shirt", "bag", "boot"]
    for line in axes.lines[::2]:  # the rays on which two scores tie
        end = np.array([line.get_xdata()[1], line.get_ydata()[1]])
        away = plots.to_triangle(np.eye(3)) @ end
        assert np.sort(away)[2] == pytest.approx(np.sort(away)[1])


def test_draw_triangle_may_start_its_lower_names_under_their_corners(axes):
    plots.draw_triangle(axes, ["shirt", "bag", "boot"], names_start=True)
    assert [text.get_horizontalalignment() for text in axes.texts] == ["left", "left", "center"]


def test_draw_on_triangle_and_arrows(axes):
    plots.draw_triangle(axes, ["a", "b", "c"])
    count = len(axes.lines)
    plots.draw_on_triangle(axes, torch.tensor([0.2, 0.3, 0.5]), LOOKS[0], "here")
    assert axes.lines[-1].get_xydata()[0] == pytest.approx(plots.to_triangle([0.2, 0.3, 0.5]))
    plots.draw_arrow_on_triangle(axes, [0, 0, 0], [0, 0, 1], LOOKS[0])
    assert axes.texts[-1].xy == pytest.approx(plots.to_triangle([0, 0, 1]))
    plots.draw_arrow_on_triangle(axes, [0, 0, 1], [2, 2, 2], LOOKS[0])  # a common shift is no move
    assert len(axes.lines) == count + 2 and axes.lines[-1].get_marker() == "."


@pytest.mark.parametrize("class_id", range(3))
def test_a_region_on_the_triangle_holds_the_scores_its_class_wins(axes, class_id):
    plots.draw_triangle(axes, ["a", "b", "c"], reach=2)
    assert plots.draw_region_on_triangle(axes, class_id, LOOKS[class_id], reach=2) is axes
    scores = np.random.default_rng(0).normal(size=(200, 3))
    inside = axes.patches[-1].get_path().contains_points(plots.to_triangle(scores))
    np.testing.assert_array_equal(inside, scores.argmax(axis=1) == class_id)


def test_from_triangle_is_the_way_back():
    scores = np.random.default_rng(2).normal(size=(20, 3))
    centred = scores - scores.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(plots.from_triangle(plots.to_triangle(scores)), centred, atol=1e-12)
    np.testing.assert_allclose(plots.from_triangle([0, 0]), [0, 0, 0], atol=1e-12)


@pytest.mark.parametrize("class_id", range(3))
@pytest.mark.parametrize("lead", [0.0, 1.0, 2.5])
def test_a_lead_region_holds_the_scores_that_lead_by_so_much(axes, class_id, lead):
    plots.draw_triangle(axes, ["a", "b", "c"], reach=2)
    assert plots.draw_lead_region(axes, lead, class_id, LOOKS[class_id], "no loss", reach=2) is axes
    scores = np.random.default_rng(3).normal(size=(300, 3))
    rivals = np.delete(scores, class_id, axis=1).max(axis=1)
    inside = axes.patches[-1].get_path().contains_points(plots.to_triangle(scores))
    np.testing.assert_array_equal(inside, scores[:, class_id] - rivals >= lead)
    assert texts(axes)[-1] == "no loss"


def test_draw_moves_on_triangle_leaves_out_what_does_not_move(axes):
    scores, moves = np.eye(3), np.array([[2.0, -1, -1], [1, 1, 1], [0, 1, -1]])
    plots.draw_moves_on_triangle(axes, scores, moves, LOOKS[0], shrink=0.5)
    arrows = axes.collections[-1]
    np.testing.assert_allclose(arrows.get_offsets(), plots.to_triangle(scores[[0, 2]]))
    np.testing.assert_allclose(np.stack([arrows.U, arrows.V], axis=1), 0.5 * plots.to_triangle(moves[[0, 2]]))


def test_draw_tiles_shades_by_amount_and_stays_readable(axes):
    amounts = torch.tensor([[np.nan, 10.0], [90.0, 0.0]])
    assert plots.draw_tiles(axes, amounts, [["a", "b"], ["c", "d"]], darkest=100) is axes
    (tiles,) = axes.collections
    shades = {place: color[0] for place, color in zip(places(tiles), tiles.get_facecolor(), strict=True)}
    assert shades == {(1, 0): pytest.approx(0.868), (0, 1): pytest.approx(0.092)}
    assert texts(axes)[-4:] == ["a", "b", "c", "d"]
    assert [text.get_color() for text in axes.texts[-4:]] == [style.BLACK, style.BLACK, style.PAPER, style.BLACK]
    assert [text.get_position() for text in axes.texts[-4:]] == [(0, 0), (1, 0), (0, 1), (1, 1)]


@pytest.mark.parametrize("as_given", [np.asarray, torch.tensor])
def test_draw_confusion_shades_mistakes_on_their_own_scale(axes, as_given):
    counts = [[900, 0, 40], [10, 950, 0], [0, 0, 1000]]
    assert plots.draw_confusion(axes, as_given(counts), ["shirt", "bag", "boot"]) is axes
    mistakes, right = axes.collections
    assert sorted(places(mistakes)) == [(0, 1), (2, 0)] and sorted(places(right)) == [(0, 0), (1, 1), (2, 2)]
    shades = dict(zip(places(mistakes), mistakes.get_facecolor()[:, 0], strict=True))
    assert shades == pytest.approx({(2, 0): 0, (0, 1): 0.79})
    numbers = {text.get_position(): (text.get_text(), text.get_color()) for text in axes.texts
               if text.get_text().isdigit()}
    assert numbers == {(0, 0): ("900", style.TRUE), (2, 0): ("40", style.PAPER), (0, 1): ("10", style.BLACK),
                       (1, 1): ("950", style.TRUE), (2, 2): ("1000", style.TRUE)}  # zeros are blank
    below = {text.get_text(): text.xy for text in axes.texts if text.get_text().isalpha()}
    assert below == {"shirt": (0, 2.5), "bag": (1, 2.5), "boot": (2, 2.5)}


def test_draw_confusion_of_ten_classes_fits_a_panel():
    counts = np.random.default_rng(0).integers(1000, 7000, (10, 10))  # of 60,000 images

    def frame(axes):
        axes.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), xticks=[])
        axes.set_yticks(range(10), CLASS_NAMES)

    picture = BlittedFigure(1, frame)
    picture.draw(lambda axes: plots.draw_confusion(axes, counts, CLASS_NAMES))
    (axes,) = picture.axes
    renderer = picture.figure.canvas.get_renderer()
    tile = np.abs(np.diff(axes.transData.transform([(0, 0), (1, 1)]), axis=0))[0]
    for text in axes.texts:
        box = text.get_window_extent(renderer)
        assert text.get_fontsize() >= 7.5
        if text.get_text().isdigit():
            assert box.width < tile[0] and box.height < tile[1]
        else:
            assert picture.figure.bbox.fully_contains(*box.min) and picture.figure.bbox.fully_contains(*box.max)


@pytest.mark.parametrize("counts", [np.zeros((2, 2), int), np.diag([7, 9])])
def test_draw_confusion_without_a_mistake(axes, counts):
    plots.draw_confusion(axes, counts, "ab")
    assert places(axes.collections[0]) == []
    assert texts(axes) == [str(counts[0, 0]), "a", str(counts[1, 1]), "b"]


def test_draw_templates_takes_off_what_the_classes_share_and_centres_the_scale():
    weights = torch.randn(785, 10, generator=torch.Generator().manual_seed(0))
    pictures = []
    for these in (weights, weights[:784], weights + torch.linspace(-9, 9, 785)[:, None]):
        axes = Figure().subplots()
        assert plots.draw_templates(axes, these, CLASS_NAMES) is axes
        (picture,) = axes.images
        pictures.append(np.asarray(picture.get_array()))
        low, high = picture.get_clim()
        assert low == -high and picture.get_cmap().name == style.SIGNED and picture.get_gid() == style.NO_GHOST
        assert texts(axes) == list(CLASS_NAMES)
    centred = (weights - weights.mean(dim=1, keepdim=True))[:784]
    assert pictures[0].shape == (80, 190)
    for k in range(10):
        top, left = 40 * (k // 5), 38 * (k % 5)
        np.testing.assert_allclose(pictures[0][top : top + 28, left : left + 28].ravel(), centred[:, k], atol=1e-6)
    assert np.mean(np.abs(centred.numpy()) > high) == pytest.approx(0.01, abs=0.001)
    np.testing.assert_array_equal(pictures[1], pictures[0])
    np.testing.assert_allclose(pictures[2], pictures[0], atol=1e-5)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value, limit", [(0.0, 1), (np.nan, 1), (np.inf, 1), (1.0, 0.5)])
def test_draw_templates_has_a_scale_whatever_the_weights(value, limit):
    axes = Figure().subplots()
    weights = torch.zeros(785, 2)
    weights[3, 0] = value
    weights[:, :] = weights if value == 1 else value  # a single pixel, or all of them
    plots.draw_templates(axes, weights, "ab", columns=1)
    assert axes.images[0].get_clim() == (-limit, limit)
    assert axes.images[0].get_array().shape == (80, 38)


def test_draw_intervals_puts_band_mark_and_numbers_in_each_row(axes):
    axes.set(xlim=(78, 88))
    assert plots.draw_intervals(axes, torch.tensor([80.0, 84.0, 86.0]), [0.5, 0.25, 1], LOOKS) is axes
    assert [band.get_segments()[0].tolist() for band in axes.collections] == [
        [[79.5, 0], [80.5, 0]], [[83.75, 1], [84.25, 1]], [[85, 2], [87, 2]]]
    assert [line.get_xydata()[0].tolist() for line in axes.lines] == [[80, 0], [84, 1], [86, 2]]
    marks = [(line.get_marker(), line.get_color()) for line in axes.lines]
    assert marks == [(look.marker, look.color) for look in LOOKS]
    assert texts(axes) == ["80.0 ± 0.5", "84.0 ± 0.2", "86.0 ± 1.0"]
    assert [(text.xy, text.get_horizontalalignment()) for text in axes.texts] == [
        ((80.5, 0), "left"), ((84.25, 1), "left"), ((85, 2), "right")]


@pytest.mark.parametrize("mean, half, band, mark, words", [
    (83, np.nan, [83, 83], ("o", 83), "83.0"),  # one seed
    (10, 0.5, [78, 78], ("<", 78), "10.0 ± 0.5"),
    (99, 0.5, [88, 88], (">", 88), "99.0 ± 0.5"),
    (83, 20, [78, 88], ("o", 83), "83.0 ± 20.0"),
    (80, np.inf, [78, 88], ("o", 80), "80.0"),
])
def test_draw_intervals_stays_on_the_axes(axes, mean, half, band, mark, words):
    axes.set(xlim=(78, 88))
    plots.draw_intervals(axes, [mean], [half], LOOKS[:1])
    assert axes.collections[0].get_segments()[0][:, 0].tolist() == band
    assert (axes.lines[0].get_marker(), axes.lines[0].get_xdata()[0]) == mark
    assert texts(axes) == [words] and 78 <= axes.texts[0].xy[0] <= 88
    anchored = {"left": band[1] < 85, "right": band[0] > 81, "center": band == [78, 88]}
    assert anchored[axes.texts[0].get_horizontalalignment()]  # words run into the axes


def test_draw_intervals_may_have_its_numbers_in_a_column(axes):
    axes.set(xlim=(78, 88))
    plots.draw_intervals(axes, [80, 84], [0.5, 0.25], LOOKS[:2], numbers_at=78)
    assert [(text.xy, text.get_horizontalalignment()) for text in axes.texts] == [((78, 0), "left"), ((78, 1), "left")]


def test_draw_intervals_says_nan(axes):
    plots.draw_intervals(axes, [np.nan, 1], [np.nan, 0.5], LOOKS[:2], number="{:.2f}")
    assert texts(axes) == ["nan", "1.00 ± 0.50"] and axes.texts[0].xy == (-8, 0)
    assert len(axes.lines) == len(axes.collections) == 1


def test_draw_reliability_shows_accuracy_gap_and_share_of_each_full_bin(axes):
    axes.set(xlim=(0, 1), ylim=(0, 1))
    sure = torch.tensor([0.65] * 4 + [0.95] * 396)
    labels = torch.tensor([0, 0, 0, 1] + [0] * 297 + [1] * 99)
    drawn = reliability(torch.stack([sure, 1 - sure], dim=1), labels, n_bins=10)
    assert plots.draw_reliability(axes, drawn, LOOKS[0]) is axes
    shares, gaps, marks = axes.collections
    np.testing.assert_allclose(marks.get_offsets(), [[0.65, 0.75], [0.95, 0.75]], atol=1e-6)
    np.testing.assert_allclose([gap[:, 1] for gap in gaps.get_segments()], [[0.65, 0.75], [0.95, 0.75]], atol=1e-6)
    ends = [(*path.vertices.min(axis=0), *path.vertices.max(axis=0)) for path in shares.get_paths()]
    np.testing.assert_allclose(ends, [[0.6, 0, 0.7, 0.01], [0.9, 0, 1, 0.99]])
    np.testing.assert_array_equal(axes.lines[0].get_xydata(), [[0, 0], [1, 1]])
    assert marks.get_sizes() == pytest.approx([3.8**2, 7**2])  # points^2, four examples and more than a hundred
    assert marks.get_gid() is None  # the marks leave the ghost
    assert {artist.get_gid() for artist in (shares, gaps, *axes.lines)} == {style.NO_GHOST}


def test_draw_images_puts_each_image_in_its_tile_with_its_words():
    axes = Figure().subplots()
    images = torch.stack([torch.full((28, 28), number) for number in (1.0, 2.0, 3.0)])
    assert plots.draw_images(axes, images, 2, words=["one", "two", "three"], colors=[style.BLUE] * 3) is axes
    (picture,) = axes.images
    grid = np.asarray(picture.get_array())
    assert grid.shape == (80, 76) and picture.get_clim() == (0, 3)
    assert (grid[:28, :28] == 1).all() and (grid[:28, 38:66] == 2).all() and (grid[40:68, :28] == 3).all()
    assert grid.sum() == 6 * 28 * 28
    assert texts(axes) == ["one", "two", "three"]
    assert {text.get_color() for text in axes.texts} == {style.BLUE}


def test_draw_images_takes_bytes_blank_images_and_no_words():
    axes = Figure().subplots()
    plots.draw_images(axes, torch.zeros(3, 28, 28, dtype=torch.uint8), 3)
    assert axes.images[0].get_array().shape == (31, 93)
    assert texts(axes) == []


def test_draw_field_on_triangle_cuts_long_arrows_and_dots_where_nothing_moves(axes):
    plots.draw_triangle(axes, ["a", "b", "c"], reach=4)
    scores, moves = torch.zeros(3, 3), torch.tensor([[0.0, 0, 0.3], [0, 0, 9], [5, 5, 5]])  # the last is a common shift
    assert plots.draw_field_on_triangle(axes, scores, moves, LOOKS[0], longest=2) is axes
    arrows = axes.collections[-1]
    np.testing.assert_allclose(np.hypot(arrows.U, arrows.V), [0.3 * np.sqrt(2 / 3), 2], atol=1e-6)
    np.testing.assert_allclose(axes.lines[-1].get_xydata(), [[0, 0]])
    plots.draw_field_on_triangle(axes, scores, 0 * moves, LOOKS[0])
    assert len(axes.lines[-1].get_xydata()) == 3
