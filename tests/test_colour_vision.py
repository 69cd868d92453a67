"""Things that appear together in a picture stay apart for readers with a colour-vision deficiency.

The rule: under protan, deutan and tritan vision (Machado and others, 2009, severity 1) two colours that tell things
apart differ by at least `APART`; a pair that does not, and every pair in greyscale, differs in marker and in line or
is named where it is drawn.
"""

from itertools import combinations

import pytest
from sight import PAGES, SIGHTS, difference
from test_contrast import ROLES

from utils import style

pytestmark = pytest.mark.slow  # imports colour-science

APART = 10  # CIEDE2000; thin lines and small marks: ten times what is just noticeable on large fields side by side
ROLE_LOOKS = {name: style.Look(name, color, "", "") for name, color in ROLES.items()}
TOGETHER = {
    "classes": style.CLASSES,
    "losses": tuple(style.LOSSES.values()),
    "roles": tuple(ROLE_LOOKS[name] for name in ("TRUE", "RIVAL", "REFERENCE", "OTHER")),
    "training": (ROLE_LOOKS["TRAIN"], ROLE_LOOKS["VALIDATION"]),
}


def too_close(looks, page="light"):
    """The pairs that some reader without one kind of cone may take for each other, and by how much they differ."""
    return {
        (one.label, other.label, sight): distance
        for one, other in combinations(looks, 2)
        for sight in SIGHTS[:-1]
        if (distance := difference(*map(PAGES[page], (one.color, other.color)), sight)) < APART
    }


def are_told_apart_without_colour(one, other):
    return bool(one.marker) and one.marker != other.marker and one.line != other.line


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("together", ["classes", "roles", "training"])
def test_colours_of_bars_and_words_stay_apart(together, page):
    assert not too_close(TOGETHER[together], page)  # bars have neither marker nor line


@pytest.mark.parametrize("page", PAGES)
def test_losses_stay_apart_by_colour_or_by_marker_and_line(page):
    looks = {look.label: look for look in style.LOSSES.values()}
    for one, other, sight in too_close(tuple(looks.values()), page):
        assert are_told_apart_without_colour(looks[one], looks[other]), (one, other, sight)


@pytest.mark.parametrize("looks", [style.CLASSES, tuple(style.LOSSES.values())])
def test_greyscale_leaves_marker_line_and_name(looks):
    for one, other in combinations(looks, 2):
        assert are_told_apart_without_colour(one, other) and one.label != other.label


def test_a_bad_pair_is_found():
    red, green = (style.Look(color, color, "", "") for color in ("#8B0000", "#3F6400"))
    assert {sight for *_, sight in too_close([red, green])} == {"Deuteranomaly"}
    assert difference("#8B0000", "#3F6400") > 50


def test_the_difference_is_that_of_the_standard():
    from colour.difference import delta_E_CIE2000

    # Sharma, Wu, Dalal (2005), table 1
    pairs = {2.0425: ((50, 2.6772, -79.7751), (50, 0, -82.7485)), 4.3065: ((50, 2.5, 0), (50, 0, -2.5))}
    for distance, (one, other) in pairs.items():
        assert delta_E_CIE2000(one, other) == pytest.approx(distance, abs=1e-4)


def test_every_reader_sees_white_as_white_and_grey_as_grey():
    for sight in SIGHTS:
        assert difference("white", "white", sight) == 0
        assert difference("#777777", "white", sight) == pytest.approx(difference("#777777", "white"), abs=0.1)
