"""PNGs of pictures that follow each other. Oracle: what Pillow decodes, beside the pixels that went in."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from utils import style
from utils.labs import palette
from utils.labs.palette import FAR, INKS, PaletteEncoder

BLUE, VERMILLION = (np.round(255 * np.array(to_rgb(colour))) for colour in (style.BLUE, style.VERMILLION))
PINK = (255, 0, 200)  # far from every ink of the course


def page(*marks):
    """A white picture of 60 x 80 with a 10 x 10 square in each (row, column, colour)."""
    pixels = np.full((60, 80, 3), 255, np.uint8)
    for row, column, colour in marks:
        pixels[row : row + 10, column : column + 10] = colour
    return pixels


def decoded(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def furthest(png, pixels):
    return np.abs(decoded(png) - pixels).max()


START, MOVED = page((10, 10, BLUE)), page((10, 40, BLUE))
INKED = page((10, 10, VERMILLION))
FOREIGN = page((10, 10, BLUE), (30, 30, PINK))


@pytest.mark.parametrize("then", [START, MOVED, INKED, FOREIGN], ids=["same", "moved", "other ink", "no ink of ours"])
def test_an_encoder_shows_the_picture_it_was_given(then):
    encoder = PaletteEncoder()
    assert furthest(encoder.png(START), START) <= 8
    assert furthest(encoder.png(then), then) <= 8


def test_pixels_outside_the_changed_box_stay():
    encoder = PaletteEncoder()
    encoder.png(page((10, 10, BLUE), (40, 60, BLUE)))
    both = page((10, 30, VERMILLION), (40, 60, BLUE))
    assert furthest(encoder.png(both), both) <= 8


@pytest.mark.parametrize("between", [[], [MOVED], [FOREIGN], [INKED, FOREIGN, MOVED]], ids=len)
@pytest.mark.parametrize("last", [START, INKED, FOREIGN], ids=["start", "ink", "foreign"])
def test_what_a_picture_becomes_depends_on_the_first_alone(between, last):
    short, long = PaletteEncoder(), PaletteEncoder()
    for encoder in (short, long):
        encoder.png(START)
    for picture in between:
        long.png(picture)
    assert long.png(last) == short.png(last)


@pytest.fixture
def chosen(monkeypatch):
    """The pictures for which a palette was chosen, so far."""
    pictures, choose = [], palette._quantized
    monkeypatch.setattr(palette, "_quantized", lambda picture, *n: pictures.append(picture) or choose(picture, *n))
    return pictures


@pytest.mark.parametrize("share", [1, 0.3])
@pytest.mark.parametrize("ink", INKS)
def test_an_ink_of_the_course_or_of_matplotlib_or_its_tint_needs_no_palette_of_its_own(ink, share, chosen):
    tint = np.round(255 + share * (255 * np.array(to_rgb(ink)) - 255))
    encoder, picture = PaletteEncoder(), page((10, 10, tint))
    encoder.png(page())
    assert furthest(encoder.png(picture), picture) <= 16 and len(chosen) == 1


def test_a_picture_that_strays_a_little_keeps_the_palette_and_one_that_strays_far_gets_its_own(chosen):
    encoder = PaletteEncoder()
    encoder.png(page((10, 10, (120, 120, 120))))
    encoder.png(page((10, 10, (120 + FAR // 2, 120, 120))))
    assert len(chosen) == 1
    near = page((10, 10, (160, 200, 90)))  # 39 from the palette; a square of another colour, not an edge
    assert furthest(encoder.png(near), near) <= 16 and len(chosen) == 2
    foreign = page((10, 10, PINK))
    assert furthest(encoder.png(foreign), foreign) <= 8 and len(chosen) == 3


def test_the_pixels_may_be_part_of_a_larger_picture_with_an_opaque_channel():
    wide = np.dstack([np.concatenate([START, MOVED], axis=1), np.full((60, 160), 255, np.uint8)])
    encoder = PaletteEncoder()
    assert furthest(encoder.png(wide[:, :80]), START) <= 8
    assert furthest(encoder.png(wide[:, 80:]), MOVED) <= 8
