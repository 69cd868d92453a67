"""Lesson 00's map of the course: every lesson in it, with the minutes its own title card gives."""

import re

import pytest

from tools.refresh import NOTEBOOKS, read_notebook

LESSONS = sorted(path for path in NOTEBOOKS.glob("*.ipynb") if path.stem != "00_start_here")
MAP = next(cell.source for cell in read_notebook(NOTEBOOKS / "00_start_here.ipynb").cells if cell.id == "map")
ROWS = {match[1]: match[2] for match in re.finditer(r"^\| \[[^]]+\]\((\w+)\.ipynb\) \| (\d+ \+ \d+) \| \S", MAP, re.M)}
TO_COME = re.findall(r"^\| (\d+) [^|]+ \(in preparation\) \|", MAP, re.M)


def test_the_map_names_twelve_lessons_in_order_and_links_those_there_are():
    assert list(ROWS) == [path.stem for path in LESSONS]
    assert [int(name[:2]) for name in ROWS] + [int(number) for number in TO_COME] == list(range(1, 13))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_minutes_are_those_of_the_title_card(path):
    card = read_notebook(path).cells[0].source
    reading, exercises = re.search(r"About (\d+) minutes, and (\d+) for the", card).groups()
    assert ROWS[path.stem] == f"{reading} + {exercises}"
