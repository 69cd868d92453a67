"""Lesson 00: its map of the course, what it says of the other lessons, and that it is the same on every machine."""

import re

import pytest

from tools import notebooks
from tools.notebooks import NOTEBOOKS

LESSONS = sorted(path for path in NOTEBOOKS.glob("*.ipynb") if path.stem != "00_start_here")
MAP = next(cell.source for cell in notebooks.read(NOTEBOOKS / "00_start_here.ipynb").cells if cell.id == "map")
ROWS = {match[1]: match[2] for match in re.finditer(r"^\| \[[^]]+\]\((\w+)\.ipynb\) \| (\d+ \+ \d+) \| \S", MAP, re.M)}
TO_COME = re.findall(r"^\| (\d+) [^|]+ \(in preparation\) \|", MAP, re.M)


def test_the_map_names_twelve_lessons_in_order_and_links_those_there_are():
    assert list(ROWS) == [path.stem for path in LESSONS]
    assert [int(name[:2]) for name in ROWS] + [int(number) for number in TO_COME] == list(range(1, 13))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_minutes_are_those_of_the_title_card(path):
    card = notebooks.read(path).cells[0].source
    reading, exercises = re.search(r"About (\d+) minutes, and (\d+) for the", card).groups()
    assert ROWS[path.stem] == f"{reading} + {exercises}"


def test_the_triangle_returns_where_the_title_says():
    drawn = [int(path.stem[:2]) for path in LESSONS
             if any("plots.draw_triangle(" in cell.source for cell in notebooks.read(path).cells)]
    assert drawn == [1, *range(3, 8)]
    for name in ("00_start_here", "01_turn_regression_into_classification"):
        said = " ".join(cell.source for cell in notebooks.read(NOTEBOOKS / f"{name}.ipynb").cells)
        assert re.search(r"returns in lessons (1 and )?3 to 7\b", said)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_recap_from_lesson_3_on_holds_a_table_of_losses(path):
    (recap,) = [cell.source for cell in notebooks.read(path).cells if cell.source.startswith("## Recap")]
    assert bool(re.search(r"^\| loss \|", recap, re.MULTILINE)) == (int(path.stem[:2]) >= 3)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_stored_output_names_a_version_of_the_machine_it_ran_on(path):
    for cell in notebooks.read(path).cells:
        for output in cell.get("outputs", []):
            words = output.get("text", "") + output.get("data", {}).get("text/plain", "")
            assert not re.search(r"\b\d+\.\d+\.\d+|\+(cpu|cu\d+)\b", words), cell.id
