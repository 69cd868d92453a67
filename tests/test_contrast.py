"""Words and marks stand out from what is behind them, in both themes of JupyterLab: WCAG 2.2, level AA.

No word counts as large text: a lab's picture is shown at up to 452 pixels for 4 inches, on a phone at 250, so that
10.5 points are 16 pixels and less, and the bold title of 11 points stays under the 18.7 that would make it large.
"""

import re
import sys
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from notebook_session import COURSE_RUNS, PATIENCE_FOR_ALL
from sight import PAGES, contrast, contrasts, declared, on_dark_page, over, resolve, theme

from utils import plots, style
from utils.labs.widgets import CSS

WORDS, MARKS = 4.5, 3.0
TINTS = ("#F4F6F8", "#EEF1F4", "#F6F1EC")  # behind words: the triangle, a band, a side of a margin
ROLES = {name: getattr(style, name) for name in ("TRUE", "RIVAL", "REFERENCE", "OTHER", "TRAIN", "VALIDATION")}
INKS = {look.label: look.color for look in (*style.CLASSES, *style.LOSSES.values(), style.LIMIT)} | ROLES

# Marks that need not stand out, with the reason. A fill counts if its own edge, or another mark there, does.
FAINT_MARKS = {
    "ghost": "a hint at where the start was; the words say what changed, and a ghost that stands out would be a curve",
    "tint": "a background of whole sides or regions, bounded by a line or an axis and named in words",
    "tile": "a shade behind a number that says the same",
    "interval": "a band behind its mark; its width is said beside it, as mean ± half width",
}
TINTED = ("01", "02", "03", "04", "05", "07", "08", "11")  # lessons with tints, all in frames or on triangles
TILED = ("04", "09")
WITH_INTERVALS = ("11",)


def reason(lesson, kind, inks, name):
    """Why a mark is allowed to be faint, as a key of `FAINT_MARKS`; None if it is not."""
    if name == "_ghost":
        return "ghost"
    faintest = max(min(contrasts(ink, style.PAPER).values()) for ink in inks)
    if kind in ("Polygon", "Rectangle") and lesson in TINTED and faintest < 1.25:
        return "tint"
    if kind == "PolyCollection" and lesson in TILED:
        return "tile"
    if kind == "LineCollection" and lesson in WITH_INTERVALS and all(ink.endswith("4c") for ink in inks):  # alpha 0.3
        return "interval"
    return None


# --- the measure ------------------------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag():
    assert contrast("black", "white") == 21
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.005)  # the lightest grey that WCAG lets pass
    assert contrast("#777777", "white") == pytest.approx(4.48, abs=0.005)  # and the next one
    assert contrast("red", "white") == pytest.approx(4.00, abs=0.005)


def test_a_dark_page_shows_what_a_browser_shows():
    shown = {  # what chromium paints for invert(0.93) hue-rotate(180deg)
        "#ffffff": "#121212", "#1a1a1a": "#d7d7d7", "#0072b2": "#4bade4", "#d55e00": "#e37c2c", "#c9cdd3": "#3a3e43",
        "#ff0000": "#ff9090", "#00ff00": "#008f00", "#0000ff": "#ceceff",
    }  # fmt: skip
    for color, painted in shown.items():
        for place in (1, 3, 5):
            ours, theirs = (int(one[place : place + 2], 16) for one in (on_dark_page(color), painted))
            assert abs(ours - theirs) <= 1, color


def test_an_ink_that_is_half_see_through_is_half_way():
    assert over("#00000080", "white") == "#7f7f7f" and over("black", "white", 0.5) == "#808080"
    assert contrasts("#76767680", style.PAPER)["light"] < 2.2


# --- the palette ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ground", [style.PAPER, *TINTS])
@pytest.mark.parametrize("ink", sorted(set(INKS.values())))
def test_words_in_a_colour_of_the_palette_are_readable(ink, ground):
    assert min(contrasts(ink, ground).values()) >= WORDS


@pytest.mark.parametrize("ink", sorted(set(INKS.values())))
def test_white_words_on_a_colour_of_the_palette_are_readable(ink):
    assert min(contrasts(style.PAPER, ink).values()) >= WORDS


def test_lines_to_read_a_picture_by_stand_out_and_a_ghost_does_not():
    for ground in (style.PAPER, TINTS[0]):
        assert min(contrasts(style.GUIDE, ground).values()) >= MARKS
    assert max(contrasts(style.FAINT, style.PAPER).values()) < 2


def test_numbers_on_tiles_are_readable_however_dark_the_tile():
    axes = Figure().subplots()
    amounts = range(1, 101)
    plots.draw_tiles(axes, [amounts], [[str(amount) for amount in amounts]], darkest=100)
    (tiles,) = axes.collections
    shades = tiles.get_facecolor()
    for number, shade in zip(axes.texts, shades, strict=True):
        assert min(contrasts(number.get_color(), shade).values()) >= WORDS
    assert (shades[1:, 0] < shades[:-1, 0]).all()


@pytest.mark.parametrize("look", style.CLASSES)
def test_a_region_may_be_named_in_its_own_colour(look):
    axes = Figure().subplots()
    plots.draw_region_on_triangle(axes, 0, look)
    plots.draw_lead_region(axes, 1.0, 0, look)
    for region in axes.patches:
        assert min(contrasts(look.color, over(region.get_facecolor(), style.PAPER)).values()) >= WORDS


# --- the words and controls around the pictures -----------------------------------------------------------------------

THEMES = {name: theme(name, Path(sys.prefix) / "share/jupyter") for name in ("light", "dark")}
OF_WIDGETS = "var(--jp-widgets-color)"  # what ipywidgets gives words that ask for no colour of their own
PAGE, BUTTON, CHOSEN = "var(--jp-layout-color0)", "var(--jp-layout-color2)", "var(--jp-layout-color3)"
PARTS = ("name", "headline", "facts", "status", "hint", "question", "answer", "difference")


def on_page(color, ground, variables, opacity=1.0):
    """Contrast of a CSS colour on a CSS ground that lies on the page, both faded to an opacity."""
    page, behind = (resolve(one, variables)[:7] for one in (PAGE, ground))
    behind_words = over(resolve(color, variables), behind)
    return contrast(over(behind_words, page, opacity), over(behind, page, opacity))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("part", PARTS)
def test_words_around_pictures_are_readable(part, name):
    color = declared(CSS, f".course-{part} .widget-html-content", "color") or OF_WIDGETS
    assert on_page(color, PAGE, THEMES[name]) >= WORDS


@pytest.mark.parametrize("name", THEMES)
def test_words_on_buttons_are_readable_also_once_answered(name):
    words, answered = "var(--jp-ui-font-color1)", float(declared(CSS, ".course-option:disabled", "opacity"))
    for ground, opacity in [(BUTTON, 1), (CHOSEN, 1), (BUTTON, answered)]:
        assert on_page(words, ground, THEMES[name], opacity) >= WORDS


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("selector", "which"),
    [(".course-status .widget-html-content", "border-left"), (".widget-toggle-button.mod-active", "border-left-color"),
     (".jupyter-button:focus-visible:enabled", "outline"), (".noUi-handle", "border-color"),
     (".noUi-handle:focus", "outline")],
)  # fmt: skip
def test_edges_that_say_something_stand_out_from_the_page(selector, which, name):
    value = declared(CSS, selector, which)
    assert value, "left to ipywidgets, whose own is too faint on a light page"
    assert on_page(re.sub(r"^\d+px solid ", "", value), PAGE, THEMES[name]) >= MARKS


def test_colours_of_the_palette_are_the_same_on_the_page():
    assert declared(CSS, ".course-status .widget-html-content", "border-left").endswith(style.VERMILLION)
    assert declared(CSS, ".widget-toggle-button.mod-active", "border-left-color") == style.BLUE


def test_variables_have_fallbacks_and_opacities_count():
    assert resolve("var(--none, #616161)", {}) == "#616161ff"
    assert resolve("var(--a, red)", {"--a": "var(--b)", "--b": "rgba(0,0,0,.54)"}) == "#0000008a"
    assert on_page("black", "white", {"--jp-layout-color0": "white"}, 0.5) == pytest.approx(3.98, abs=0.05)


# --- every picture of every lesson ------------------------------------------------------------------------------------


one_environment = pytest.mark.parametrize("lesson", COURSE_RUNS, indirect=True)  # inks are the same in all


@pytest.fixture(scope="module")
def inks(lesson):
    return lesson.path.stem[:2], lesson.front.ask("inks()", PATIENCE_FOR_ALL)


@pytest.mark.kernel
@one_environment
def test_words_in_pictures_are_readable(inks):
    hard_to_read = [
        f"{name}: {words!r} in {ink} on {ground}, {page}: {ratio:.2f}"
        for name, lab in inks[1].items()
        for words, ink, grounds in lab["words"]
        for ground in grounds
        for page, ratio in contrasts(ink, ground).items()
        if ratio < WORDS
    ]
    assert not hard_to_read


@pytest.mark.kernel
@one_environment
def test_marks_in_pictures_stand_out(inks):
    number, found = inks
    lost = [
        f"{name}: {kind} in {colours}, {page}"
        for name, lab in found.items()
        for kind, colours, label in lab["marks"]
        for page in PAGES
        if max(contrasts(ink, style.PAPER)[page] for ink in colours) < MARKS
        and reason(number, kind, colours, label) not in FAINT_MARKS
    ]
    assert not lost
