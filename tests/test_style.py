"""utils.style: roles stay apart for every reader, also without colour."""

from itertools import combinations

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from utils import style

# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}


def linear(color):
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(color, sight):
    """CIELAB of a colour as a reader with this sight gets it (D65)."""
    rgb = np.clip(sight @ linear(color), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    ratio = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(color, other):
    """WCAG 2 contrast ratio."""
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (color, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("pair", list(combinations([style.BLUE, style.VERMILLION, style.BLACK], 2)))
def test_class_colours_stay_apart(pair, sight):
    distance = np.linalg.norm(lab(pair[0], SIGHTS[sight]) - lab(pair[1], SIGHTS[sight]))
    assert distance > 40  # below about 20 two thin lines are hard to tell apart


def test_the_measure_of_distance_knows_a_bad_pair():
    red, green = (lab(color, SIGHTS["deuteranopia"]) for color in ("#8B0000", "#006400"))
    assert np.linalg.norm(red - green) < 40


@pytest.mark.parametrize("color", [style.BLUE, style.VERMILLION, style.BLACK, style.GREY, style.SLATE, style.GREEN,
                                   style.BROWN])
def test_marks_stand_out_from_paper(color):
    assert contrast(color, style.PAPER) >= 3  # WCAG AA for graphics


@pytest.mark.parametrize("color", [style.BLUE, style.BLACK, style.GREY, style.SLATE, style.GREEN, style.BROWN])
def test_words_are_readable_on_paper(color):
    assert contrast(color, style.PAPER) >= 4.5  # WCAG AA for text


@pytest.mark.parametrize("looks", [style.CLASSES, tuple(style.LOSSES.values())])
def test_looks_differ_without_colour(looks):
    for part in ("label", "marker", "line", "color"):
        assert len({str(getattr(look, part)) for look in looks}) == len(looks)


def test_only_installed_fonts_are_named():
    known = {font.name for font in matplotlib.font_manager.fontManager.ttflist}
    assert set(style.installed_fonts()) <= known
    assert "DejaVu Sans" in style.installed_fonts()  # comes with matplotlib


def test_use_sets_the_defaults_of_the_notebook():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        assert matplotlib.rcParams["axes.spines.top"]
        style.use()
        assert not matplotlib.rcParams["axes.spines.top"]
        assert matplotlib.rcParams["axes.titlelocation"] == "left"
