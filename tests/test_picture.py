"""The picture in README.md is the lab as lesson 06 stores it."""

from tools.picture import PICTURE, stored_card


def test_the_picture_is_the_stored_card():
    assert PICTURE.read_bytes() == stored_card(), "run python -m tools.picture"
