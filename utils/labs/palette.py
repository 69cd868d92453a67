"""Pictures as PNGs with a palette: a third of the size of plain ones, and quicker to compress.

Choosing a palette takes longer than the rest, and so does fitting all pixels into one. A PaletteEncoder of pictures
that follow each other, most of them alike, keeps its palette for as long as it serves and fits in what has changed:
one to two fifths less time than Pillow's quickest `quantize` takes for each picture anew, and 1 to 5 ms a move.
"""

import io

import matplotlib
import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image, ImageChops

from utils import style

COLOURS = 128  # a lab uses a handful of hues and their edges; more only makes the PNG bigger
KEPT = 96  # of the first picture of a PaletteEncoder
SHADES = 6  # of each ink on paper, for edges and tints: what a first picture may not hold
INKS = (*style.INKS, *matplotlib.rcParamsDefault["axes.prop_cycle"].by_key()["color"])  # ours and matplotlib's own
FAR = 40  # of 255, in one channel: no worse than a palette of its own does to a picture with many tints (54)
NEAR, MANY = 24, 0.002  # more than this share of a picture further off than NEAR is a colour, not the edges of others


def png(picture):
    """A PIL Image as PNG bytes, with the palette that suits it best."""
    return _encoded(_quantized(picture.convert("RGB")))


class PaletteEncoder:
    """Makes PNGs of pictures of one size, one after the other.

    The palette is that of the first picture and INKS. One with other colours, of which some pixel would be changed by
    more than FAR or MANY by more than NEAR, gets its own. So what a picture becomes depends on it and on the first
    alone.
    """

    def __init__(self):
        self._palette = None  # an Image with the colours kept
        self._last = None
        self._kept = None  # the last picture in these colours; None when it needed its own
        self._strays = None  # where that is off by more than NEAR, (height, width)
        self._png = None

    def png(self, pixels):
        """The next picture as PNG bytes; pixels: (height, width, 3 or 4) uint8, opaque."""
        picture = Image.fromarray(pixels).convert("RGB")
        if self._palette is None:
            self._palette = _with_inks(_quantized(picture, KEPT))
        changed = (0, 0, *picture.size) if self._last is None else ImageChops.difference(picture, self._last).getbbox()
        if changed:
            self._last = picture
            self._kept = self._in_kept_colours(picture, changed)
            self._png = png(picture) if self._kept is None else _encoded(self._kept)
        return self._png

    def _in_kept_colours(self, picture, changed):
        """`picture` in the palette kept, None if that is far off; if the last was in it, look at the changed box."""
        box = (0, 0, *picture.size) if self._kept is None else changed
        part = picture.crop(box)
        reduced = part.quantize(palette=self._palette, dither=Image.Dither.NONE)
        red, green, blue = ImageChops.difference(reduced.convert("RGB"), part).split()
        off = np.asarray(ImageChops.lighter(ImageChops.lighter(red, green), blue))
        if off.max() > FAR:
            return None
        if self._kept is None:
            self._strays, kept = off > NEAR, reduced
        else:
            left, upper, right, lower = box
            self._strays[upper:lower, left:right] = off > NEAR
            kept = self._kept
            kept.paste(reduced, box)
        return kept if self._strays.mean() <= MANY else None


def _quantized(picture, colours=COLOURS):
    return picture.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _with_inks(picture):
    """An Image whose palette is that of `picture` and every ink in shades down to paper."""
    inks = 255 * np.array([to_rgb(ink) for ink in INKS])
    share = np.arange(1, SHADES + 1)[:, None, None] / SHADES
    shades = np.round(255 + share * (inks - 255)).astype(int)
    own = np.reshape(picture.getpalette(), (-1, 3))[:KEPT]
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.concatenate([own, shades.reshape(-1, 3)]).ravel().tolist())
    return palette


def _encoded(picture):
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=5)  # a fifth smaller than at 1, for half a millisecond
    return buffer.getvalue()
