"""The comparator of texts and pictures: what it lets pass and what it catches."""

import base64
import io

import numpy as np
import pytest
from compare import FARTHEST, STRAY, compare_cells, compare_pictures, compare_texts, picture_distance, stray_ink
from matplotlib.figure import Figure
from PIL import Image
from samples import code, prints, shows

from tools.notebooks import WIDGET_VIEW

TOLERANCES = [{"words": "accuracy", "atol": 0.5}, {"words": "loss", "rtol": 0.05}]


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("accuracy 81.2 %", "accuracy 81.6 %"),
        ("Accuracy: 81%", "Accuracy: 81%"),
        ("accuracy 81%", "accuracy 81 %".replace(" %", "%")),
        ("loss 0.41 after 300 steps", "loss 0.42 after 300 steps"),
        ("loss -1.00e-03", "loss -1.02e-03"),
        ("loss \u22120.50", "loss -0.51"),
        ("accuracy 81.2 %, loss 0.41", "accuracy 80.9 %, loss 0.40"),
        ("a  b\n", "a b"),
    ],
)
def test_close_numbers_pass(stored, fresh):
    assert compare_texts(stored, fresh, TOLERANCES) == []


@pytest.mark.parametrize(
    ("stored", "fresh"),
    [
        ("accuracy 81.2 %", "accuracy 80.6 %"),
        ("accuracy 81.2 %", "accuracy 81.2"),
        ("loss 0.41", "loss 0.45"),
        ("loss 0.41", "loss nan"),
        ("loss 0.41", "loss 0.41 nats"),
        ("accuracy 81.2 %, loss 0.41", "accuracy 81.2 %, loss 0.80"),
        ("step 7", "step 8"),
        ("60,000 images", "60,001 images"),
        ("shirt 0.67", "shirt 0.68"),
        ("shirt", "boot"),
        ("epoch2", "epoch3"),
        ("loss 0.5", "loss -0.5"),
        ("loss 0.41", "loss 0"),
        ("", "loss 0.41"),
    ],
)
def test_other_numbers_and_words_fail(stored, fresh):
    assert compare_texts(stored, fresh, TOLERANCES)


def test_without_a_table_every_number_is_compared_exactly():
    assert compare_texts("loss 0.41", "loss 0.41") == []
    assert compare_texts("loss 0.41", "loss 0.42") == ["'loss': stores 0.41, now gives 0.42"]


def test_cells_compare_as_nbval_does():
    stored = code("a", "x", prints("1\n"), prints("2\n"), shows(text_plain="a line", image_png="AAAA"))
    fresh = code("a", "x", shows(text_plain="a line", image_png="BBBB"), prints("1\n2\n"))
    fresh.outputs[0].output_type = "execute_result"
    fresh.outputs[0].data[WIDGET_VIEW] = {"model_id": "1"}
    assert compare_cells(stored, fresh) == []


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        ([], "stores stdout; now gives nothing"),
        ([prints("1\n", "stderr")], "stores stdout; now gives stderr"),
        ([prints("1\n"), shows(text_plain="2")], "stores stdout; now gives stdout, text/plain"),
        ([prints("3\n")], "stores 1, now gives 3"),
    ],
)
def test_cells_that_differ_are_told(outputs, words):
    (problem,) = compare_cells(code("a", "x", prints("1\n")), code("a", "x", *outputs))
    assert words in problem


def test_a_missing_output_of_a_kind_is_told():
    two = code("a", "x", shows(text_plain="1"), shows(text_plain="2"))
    assert compare_cells(two, code("a", "x", shows(text_plain="1")))[0].startswith("stores 2 outputs of text/plain")


def drawing(scale=1.0, lines=2, title="Loss", noise=0.0, dpi=100, size=(4, 3)):
    """Return a small line chart as PNG."""
    figure = Figure(figsize=size, dpi=dpi)
    axes = figure.subplots()
    x = np.linspace(0, 1, 30)
    for number in range(lines):
        axes.plot(x, scale * np.sin(5 * x + number) + noise)
    axes.set(ylim=(-2, 2), title=title)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def test_pictures_of_the_same_structure_are_near():
    assert picture_distance(drawing(), drawing()) == 0
    assert picture_distance(drawing(), drawing(noise=1e-3)) <= FARTHEST
    assert picture_distance(drawing(), drawing(dpi=200)) <= FARTHEST


@pytest.mark.parametrize("change", [{"lines": 0}, {"lines": 1}, {"scale": float("nan")}, {"scale": 0.2}], ids=str)
def test_pictures_of_another_structure_are_far(change):
    assert picture_distance(drawing(), drawing(**change)) > FARTHEST


@pytest.mark.parametrize("change", [{}, {"noise": 0.05}, {"size": (4.1, 3.1)}, {"title": "loss"}], ids=str)
def test_ink_moved_a_little_has_its_counterpart(change):
    assert stray_ink(drawing(), drawing(**change)) <= STRAY


@pytest.mark.parametrize("change", [{"lines": 0}, {"lines": 1}, {"scale": float("nan")}, {"scale": 0.2}], ids=str)
def test_missing_or_new_ink_is_stray(change):
    assert stray_ink(drawing(), drawing(**change)) > STRAY
    assert stray_ink(drawing(**change), drawing()) > STRAY


def test_a_blank_picture_is_all_stray():
    buffer = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(buffer, "PNG")
    assert stray_ink(drawing(), buffer.getvalue()) == stray_ink(buffer.getvalue(), drawing()) == 1


def test_pictures_of_cells_are_compared_one_by_one():
    def cell(*contents):
        pictures = [base64.b64encode(content).decode() for content in contents]
        return code("a", "x", *(shows(image_png=picture) for picture in pictures))

    good, bad = drawing(), drawing(lines=0)
    assert compare_pictures(cell(good, bad), cell(good, bad)) == []
    assert compare_pictures(cell(good, bad), cell(good)) == ["stores 2 pictures; now draws 1"]
    for by_ink, words in [(False, "bits away"), (True, "of the ink has no counterpart")]:
        problems = compare_pictures(cell(good, good), cell(good, bad), by_ink)
        assert all(problem.startswith("picture 2") for problem in problems)
        assert any(words in problem for problem in problems)
