"""The picture in README.md is there, sharp, and not heavy."""

import re

from PIL import Image

from tools.settings import ROOT


def test_the_picture_of_a_lab_is_sharp_and_light():
    (name,) = re.findall(r"!\[[^\]]{30,}\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    picture = ROOT / name
    with Image.open(picture) as image:
        width, height = image.size
    assert 1600 <= width <= 2400 and height <= 2000
    assert picture.stat().st_size < 300_000
