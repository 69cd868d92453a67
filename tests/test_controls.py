"""The controls of a lab: which values they take, and what they say to those they do not."""

import math

import ipywidgets
import numpy as np
import pytest
import torch
from test_labs import a_lab, frame, show_line

from utils import labs


@pytest.mark.parametrize("low, high, start, step, kind, words", [
    (-5, 5, 2, None, float, "2.0"),
    (1, 5, 4, 0.1, float, "4.0"),
    (0, 100, 7, 1, int, "7"),
    (0.0, 1.0, 0.25, 0.05, float, "0.25"),
])
def test_a_slider_gives_show_a_number_of_its_kind(low, high, start, step, kind, words):
    slider = labs.slider(low, high, start, step)
    assert type(slider.check(start)) is kind and slider.words(slider.check(start)) == words


@pytest.mark.parametrize("low, high", [(1e-4, 0.1), (1.0, 10_000.0), (3e-7, 0.72)])
def test_a_log_slider_stands_on_round_numbers_from_end_to_end(low, high):
    slider = labs.slider(low, high, low, log=True)
    assert (slider.at(0), slider.at(1)) == (low, high)
    ratios = np.array(slider.positions[1:]) / np.array(slider.positions[:-1])
    assert ratios.min() > 1 and ratios.max() < 1.16
    digits = {f"{position:.10e}".split("e")[0] for position in slider.positions}
    assert all(len(digit.rstrip("0")) <= 3 for digit in digits)  # "1.", "1.7", ...


def test_a_whole_log_slider_gives_each_whole_number_once():
    positions = labs.slider(1, 10_000, 100, log=True).positions
    assert positions[:12] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] and positions[-1] == 10_000
    assert positions == sorted(set(positions)) and all(type(position) is int for position in positions)


def test_a_log_slider_can_begin_with_zero():
    slider = labs.slider(1e-4, 10, 0, zero=True, log=True)
    assert slider.at(0) == 0 and slider.words(slider.at(0)) == "0" and slider.positions[1] == 1e-4


def test_a_slider_may_stand_on_listed_numbers():
    control = labs.stops([1, 16, 256, 60_000], 256, unit="images")
    widget = control.widget("batch")
    assert [label for label, _ in widget.options] == ["1", "16", "256", "60,000"] and widget.value == 256
    assert [control.at(fraction) for fraction in (0, 0.3, 0.6, 1)] == [1, 16, 256, 60_000]
    assert isinstance(control.check(16), int) and control.caption("batch_size") == "batch size (images)"


@pytest.mark.parametrize("control", [labs.slider(1, 5, 4, step=0.1), labs.slider(0, 50, 20, step=5),
                                     labs.slider(1e-4, 0.1, 0.01, log=True), labs.slider(1, 10_000, 100, log=True)])
def test_the_front_end_has_no_reason_to_move_a_position(control):
    """Every position is one of the widget's own, and comes back from it as what `show` gets."""
    widget = control.widget("x")
    for fraction in np.linspace(0, 1, 33):
        widget.value = value = control.at(fraction)
        assert widget.value == value and control.check(widget.value) == value
        if not hasattr(widget, "options"):
            steps = (value - widget.min) / widget.step
            assert steps == pytest.approx(round(steps), abs=1e-9)


def test_play_moves_along_the_steps():
    slider = labs.slider(1, 5, 4, step=0.5)
    assert [slider.at(fraction) for fraction in (0, 0.26, 1)] == [1.0, 2.0, 5.0]


@pytest.mark.parametrize("make, complaint", [
    (lambda: labs.slider(5, 1, 2), "5 and 1"),
    (lambda: labs.slider(0, 1, 0.5, log=True), "given 0 and 1"),
    (lambda: labs.slider(1e-4, 0.1, 0.0182, log=True), "0.0182 is no position.*0.018"),
    (lambda: labs.slider(1e-4, 0.1, float("nan"), log=True), "nan is no position"),
    (lambda: labs.slider(0, 1, 0.53, step=0.05), "0.53 lies between.*0.05"),
    (lambda: a_lab().set(height=2.2), "2.2 lies between"),
    (lambda: labs.slider(1, 10, 2, step=1, log=True), "takes no step"),
    (lambda: labs.slider(1, 10, 2, zero=True), "begin at 0"),
    (lambda: labs.slider(0, 1, 2), "2 is off this slider"),
    (lambda: labs.stops([3], 3), "two numbers or more.*given 3"),
    (lambda: labs.stops([1, 4, 4], 1), "1, 4, 4"),
    (lambda: labs.stops([1, 4, 16], 5), "5 is no position.*4"),
    (lambda: labs.slider(0, 1, 0.5).check(float("nan")), "nan is off"),
    (lambda: labs.choice([]), "at least one"),
    (lambda: labs.choice(["a", "b"], "c"), "'c'.*a, b"),
    (lambda: labs.button().check(-1), "-1"),
    (lambda: labs.Lab(show_line, presets={"odd": {"hight": 3}}, height=labs.slider(0, 1, 0)), "hight.*height"),
    (lambda: a_lab().set(height=11), "11 is off.*0 to 10"),
    (lambda: labs.Lab(lambda axes: 7), "returned int"),
    (lambda: labs.Prediction("?", {"a": ""}, "b"), "'b'.*a"),
    (lambda: labs.slider("0", 1, 0), "its low was '0'"),
    (lambda: labs.slider(1, "10", 2, log=True), "its high was '10'"),
    (lambda: labs.slider(0, 1, None), "its start was None"),
    (lambda: labs.stops([1, "2"], 1), "position 2 was '2'"),
    (lambda: labs.slider(0, 1, 0, step=0), "step above 0.*not 0"),
    (lambda: labs.slider(0, 1, 0, step=-0.1), "step above 0.*not -0.1"),
    (lambda: labs.slider(0, 1, 0, step=5), "fits in between, not 5"),
    (lambda: a_lab().set(height=None), "None is no value"),
    (lambda: a_lab().set(steps="10"), "'10' is no value"),
    (lambda: labs.Lab(show_line, height=3), "height needs a control.*not int"),
    (lambda: labs.Lab(show_line, presets=["high"], height=labs.slider(0, 1, 0)), "presets goes from"),
    (lambda: labs.Lab(show_line, presets={"high": 9}, height=labs.slider(0, 1, 0)), "presets goes from"),
    (lambda: labs.Lab(show_line, frame=labs.slider(0, 1, 0)), "cannot be called frame"),
    (lambda: labs.Lab(show_line, run=labs.toggle()), "cannot be called run"),
    (lambda: labs.Lab(show_line, panels=labs.slider(1, 3, 1, step=1)), "cannot be called panels"),
    (lambda: labs.Lab(show_line, presets=labs.toggle()), "cannot be called presets"),
    (lambda: labs.Lab(show_line, show=labs.toggle()), "cannot be called show"),
    (lambda: labs.Lab(3), "without its brackets.*not int"),
    (lambda: labs.Lab(lambda axes: labs.Facts(3)), "its headline was int"),
    (lambda: labs.Lab(lambda axes: labs.Facts("a", 3.5)), "its text was float"),
    (lambda: labs.Lab(show_line, labs.slider(0, 5, 1)), "name by which show knows it.*cannot be called frame"),
    (lambda: labs.Lab(show_line, frame, labs.slider(0, 5, 1)), "name by which show knows it.*cannot be called panels"),
    (lambda: labs.slider(0, float("inf"), 1), "its high was inf"),
    (lambda: labs.slider(-math.inf, 0, -1), "its low was -inf"),
    (lambda: labs.slider(1, np.inf, 1, log=True), "its high was inf"),
    (lambda: labs.slider(10**400, 1, 1), "its low was 1000"),
    (lambda: labs.stops([1, float("nan")], 1), "1, nan"),
    (lambda: labs.stops([0.1, 10], float("inf")), "inf is no position.*nearest is 10"),
    (lambda: labs.stops([0.1, 10, math.inf], -math.inf), "-inf is no position.*nearest is 0.1"),
    (lambda: labs.slider(torch.ones(2), 1, 1), "its low was tensor"),
    (lambda: labs.slider(0, 1, 0, label=3), "label takes words.*3"),
    (lambda: labs.choice(["a"], label=["b"]), "label takes words"),
    (lambda: labs.button(3), "label takes words"),
    (lambda: labs.Lab(show_line, presets={1: {"height": 1}}, height=labs.slider(0, 1, 0)), "presets goes from"),
    (lambda: labs.Lab(show_line, presets={"Reset": {"height": 1}}, height=labs.slider(0, 1, 0)), "its own.*Reset"),
    (lambda: labs.Lab(show_line, panels=0), "panels.*not 0"),
    (lambda: labs.Lab(show_line, panels="2"), "panels.*not '2'"),
    (lambda: labs.choice([1, "1"]), "more than one option reads 1"),
    (lambda: labs.choice({1: "a", "1": "b"}), "more than one option reads 1"),
    (lambda: labs.Lab(lambda axes, reports, x: None, run=lambda x: None, x=labs.slider(0, 1, 0)), "yield.*NoneType"),
])
def test_a_mistake_is_answered_in_words(make, complaint):
    with pytest.raises((ValueError, TypeError), match=complaint):
        make()


def test_options_and_stops_may_come_one_by_one():
    assert labs.stops((2**k for k in range(3)), 2).positions == [1, 2, 4]
    assert labs.choice(name for name in "ab").options == {"a": "a", "b": "b"}
    assert labs.choice({1: "a", 2: "b"}).widget("x").options == ("1", "2")


def test_a_long_choice_becomes_a_menu():
    assert isinstance(labs.choice(["T-shirt", "bag"]).widget("garment"), ipywidgets.ToggleButtons)
    many = labs.choice({f"garment number {k}": k for k in range(10)}, 3).widget("garment")
    assert isinstance(many, ipywidgets.Dropdown) and many.value == "garment number 3"
