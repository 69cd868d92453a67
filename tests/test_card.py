"""The card of notation: regenerated and compared, whole, and saying what the docstrings say."""

import inspect
import re

import pytest

from tools import card
from tools.settings import ROOT
from utils import losses

PAGE = card.card()
ROWS = [re.split(r"(?<!\\)\|", line)[1:-1] for line in PAGE.splitlines() if line.startswith("|")]


def test_the_stored_card_is_the_one_the_docstrings_make():
    assert card.CARD.read_text(encoding="utf-8") == PAGE, "run python -m tools card"


def test_it_fits_on_one_page():
    assert len(PAGE.splitlines()) <= 60


@pytest.mark.parametrize("name", losses.__all__)
def test_every_function_has_its_row_and_its_line(name):
    (row,) = [row for row in ROWS if row[0].strip() == f"`{name}`"]
    text = inspect.getdoc(getattr(losses, name))
    _, formula, gradient, unit, torch_twin = (re.sub(r"`|\\", "", cell).strip() for cell in row)
    for told, field in [(formula, "Formula"), (gradient, "Gradient"), (unit, "Unit"), (torch_twin, "Torch")]:
        assert f"\n{field}: {told}\n" in text
    assert f"- `{name}` {card.plain(text.splitlines()[0])} *Convention:* " in PAGE


def test_every_table_has_as_many_cells_in_each_row():
    assert {len(row) for row in ROWS} == {3, 5}
    assert all(row[1].strip() or row[2].strip() for row in ROWS)


def test_every_symbol_of_a_formula_is_explained():
    symbols = {row[0].strip(" `") for row in ROWS if len(row) == 3}
    assert {"n, K", "o", "y", "y_k", "Y", "s", "p", "lead", "e", "l", "margin_yk", "T", "delta"} <= symbols
    for row in ROWS:
        if len(row) == 5 and row[0].strip().startswith("`") and "losses" not in row[0]:
            for letter in re.findall(r"\b([a-zA-Z])(?:_\w)?\b", " ".join(re.findall(r"`([^`]*)`", row[1]))):
                assert letter in symbols | {"k", "j", "K", "n", "y"}, f"{letter} of {row[0]}"


def test_a_changed_docstring_changes_the_card(monkeypatch):
    monkeypatch.setattr(losses.cross_entropy, "__doc__", losses.cross_entropy.__doc__.replace("-log p_y", "-log q_y"))
    assert card.card() != PAGE


def test_formulas_with_bars_stay_in_their_cell():
    assert r"`l = \|e\|`" in PAGE


def test_words_before_and_behind_a_formula_are_no_code():
    assert card.code("none, labels are given") == "none, labels are given"
    assert card.code("l = a_b; for soft labels l = c") == "`l = a_b`; for soft labels `l = c`"


@pytest.mark.parametrize("page", ["README.md", "notebooks/00_start_here.ipynb"])
def test_it_is_linked(page):
    assert "docs/notation.md" in (ROOT / page).read_text(encoding="utf-8")
