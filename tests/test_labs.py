"""A lab, and what a learner's hand, a stored page and a failing function do to it."""

import asyncio
import dataclasses
import functools
import math
import threading
import time
from typing import NamedTuple

import ipywidgets
import matplotlib
import numpy as np
import pytest
import torch

from utils import labs, losses
from utils.labs import guard

VIEW = "application/vnd.jupyter.widget-view+json"


def frame(axes):
    axes.set(xlim=(0, 1), ylim=(0, 10))


def show_line(axes, height, steps=1, kind="flat", bent=False, again=0):
    """Line: how high is it?"""
    axes.plot([0, 1], [height, height + bent])
    return labs.Facts(f"height {height:.1f}", f"{steps} steps, {kind}, {again} again")


def a_lab(show=show_line, **settings):
    controls = {
        "height": labs.slider(0, 10, 2, step=0.5, unit="cm", play=True),
        "steps": labs.slider(1, 1000, 10, label="number of steps", log=True),
        "kind": labs.choice(["flat", "steep"]),
        "bent": labs.toggle(),
        "again": labs.button("once more"),
    }
    return labs.Lab(show, frame, presets={"high": {"height": 9}, "long": {"steps": 1000}}, **controls, **settings)


def view(lab):
    lab._repr_mimebundle_()
    return lab.view


def button(lab, words):
    return next(one for one in walk(view(lab).box) if isinstance(one, ipywidgets.Button) and one.description == words)


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def pictures(lab):
    return [bytes(picture.value) for picture in view(lab).pictures]


# --- what a page without a kernel shows ---


def test_the_words_say_name_values_headline_and_facts():
    assert repr(a_lab()) == (
        "Line: how high is it?\n"
        "height (cm): 2.0  ·  number of steps: 10  ·  kind: flat  ·  bent: off\n"
        "height 2.0\n"
        "10 steps, flat, 0 again"
    )


def test_one_bundle_carries_words_card_and_view():
    lab = a_lab()
    bundle, metadata = lab._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/png", VIEW}
    assert metadata == {"image/png": {"alt": f"{lab.name}. {lab.facts.headline}"}}
    assert bundle["text/plain"] == lab.words()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle[VIEW]["model_id"] == lab.view.box.model_id
    assert lab._repr_mimebundle_()[0][VIEW] == bundle[VIEW]  # shown twice, still one lab


def test_the_card_follows_the_controls():
    lab = a_lab()
    before = lab.card()
    lab.set(height=8)
    assert lab.card() != before
    lab.set(height=2)
    assert lab.card() == before


def test_without_controls_a_lab_is_a_still_picture_with_its_words():
    lab = labs.Lab(lambda axes: axes.plot([0, 1]) and "A line")
    shown = list(walk(view(lab).box))
    assert not any(isinstance(one, ipywidgets.Button | ipywidgets.FloatSlider) for one in shown)
    assert [one.value for one in shown if isinstance(one, ipywidgets.Image)] == lab.panels()
    assert view(lab).headline.value == "A line" and set(lab._repr_mimebundle_()[0]) == {"text/plain", "image/png", VIEW}


def test_a_show_without_docstring_lends_its_name():
    def show_the_hinge(axes):
        return None

    assert labs.Lab(show_the_hinge).words() == "The hinge"


def show_the_slope(axes, slope, x):
    """How steep is it?"""
    return f"{slope * x}"


class Painter:
    """Paints what it was made for."""

    def __init__(self, slope):
        self.slope = slope

    def __call__(self, axes, x):
        if x == 3:
            raise ValueError("no")
        return f"{self.slope * x}"


@pytest.mark.parametrize("show, name", [
    (functools.partial(show_the_slope, slope=2), "How steep is it?"),
    (functools.partial(functools.partial(show_the_slope), slope=2), "How steep is it?"),
    (Painter(2), "Paints what it was made for."),
    (Painter(2).__call__, "  call  "),
    (lambda axes, x: f"{2 * x}", ""),
])
def test_whatever_can_be_called_may_be_a_show(show, name):
    lab = labs.Lab(show, x=labs.slider(0, 3, 1, step=1))
    assert lab.name == name and lab.facts.headline == "2"
    view(lab).inputs["x"].value = 2
    assert lab.facts.headline == "4" and not view(lab).status.value


def test_an_error_in_an_object_that_is_called_comes_with_its_line():
    for show in (Painter(1), functools.partial(Painter.__call__, Painter(1))):
        lab = labs.Lab(show, x=labs.slider(0, 3, 1, step=1))
        view(lab).inputs["x"].value = 3
        assert "line 3 of __call__" in view(lab).status.value


@pytest.mark.parametrize("options", [
    {"flat": np.array([1, 1]), "steep": np.array([1, 3]), "long": np.array([1, 2, 3])},
    {"flat": torch.ones(2), "steep": torch.tensor([1.0, 3.0]), "long": torch.ones(3)},
    {"flat": [1, np.ones(2)], "steep": [1, np.zeros(2)], "long": [1]},
], ids=["numpy", "torch", "list"])
def test_a_choice_may_be_among_arrays(options):
    lab = labs.Lab(lambda axes, row: f"{len(row)} {row[-1]}", presets={"steep": {"row": options["steep"]}},
                   row=labs.choice(options, options["flat"]))
    words = [lab.facts.headline]
    for index in (1, 2):
        view(lab).inputs["row"].index = index
        words.append(lab.facts.headline)
    assert len(set(words)) == 3 and "row: long" in lab.words()
    button(lab, "steep").click()
    assert lab.facts.headline == words[1] and view(lab).inputs["row"].index == 1
    lab.set(row=options["flat"])
    assert lab.facts.headline == words[0]
    with pytest.raises(ValueError, match="not among the options: flat, steep, long"):
        lab.set(row=options["flat"][:0])


# --- what the hand does ---


def test_a_stop_may_be_infinite():
    lab = labs.Lab(lambda axes, C: f"{C}", C=labs.stops([-math.inf, 0.1, 1, math.inf], 1))
    for value in (math.inf, -math.inf, 0.1):
        lab.set(C=value)
        assert lab.facts.headline == f"{value}"
    view(lab).inputs["C"].value = math.inf
    assert lab.facts.headline == "inf" and not lab.trouble


@pytest.mark.parametrize("one", [torch.tensor, np.array, lambda number: torch.tensor([number])])
def test_numbers_of_torch_and_numpy_are_taken_as_numbers(one):
    whole = labs.slider(one(0), one(10), one(2), step=one(1))
    assert whole.check(one(3)) == 3 and type(whole.check(one(3))) is int
    broken = labs.slider(one(0.0), one(2.0), one(1.0))
    assert type(broken.check(one(0.5))) is float and broken.widget("x").max == 2
    assert type(labs.stops([one(1), one(4)], one(4)).check(one(1))) is int
    assert labs.slider(one(1), one(100), one(10), log=True).check(one(20)) == 20
    assert labs.button().check(one(2)) == 2
    lab = labs.Lab(lambda axes, x: f"{x}", presets={"high": {"x": one(9)}}, x=whole)
    button(lab, "high").click()
    assert lab.facts.headline == "9"


def test_every_control_reaches_show_and_the_picture():
    lab = a_lab()
    widgets = view(lab).inputs
    moves = [("height", 7.5, "height 7.5"), ("steps", 1000, "1000 steps"), ("kind", "steep", "steep")]
    for name, value, part in moves:
        before = pictures(lab), repr(lab)
        widgets[name].value = value
        assert part in " ".join(lab.facts)
        assert part.split()[-1] in view(lab).headline.value + view(lab).facts.value
        assert repr(lab) != before[1]
    before = pictures(lab)
    widgets["bent"].value = True
    assert pictures(lab) != before
    widgets["again"].click()
    widgets["again"].click()
    assert lab.values == {"height": 7.5, "steps": 1000, "kind": "steep", "bent": True, "again": 2}


def counting(lab):
    """Count the draws of a lab from now on."""
    calls, draw = [], lab.draw
    lab.draw = lambda: (calls.append(dict(lab.values)), draw())[1]
    return calls


def test_a_preset_sets_all_controls_and_draws_once():
    lab = a_lab()
    view(lab).inputs["height"].value = 5
    calls = counting(lab)
    button(lab, "long").click()
    assert calls == [{"height": 2.0, "steps": 1000, "kind": "flat", "bent": False, "again": 0}]
    assert view(lab).inputs["height"].value == 2 and view(lab).inputs["steps"].value == 1000


def test_reset_returns_to_the_first_picture():
    lab = a_lab()
    first = pictures(lab), repr(lab)
    lab.set(height=9, bent=True, again=3)
    assert (pictures(lab), repr(lab)) != first
    button(lab, "Reset").click()
    assert (pictures(lab), repr(lab)) == first


def test_set_moves_the_widgets_too():
    lab = a_lab()
    view(lab)
    lab.set(height=9, kind="steep")
    assert view(lab).inputs["height"].value == 9 and "height 9.0" in view(lab).headline.value
    undisplayed = a_lab()
    undisplayed.set(height=9)
    assert view(undisplayed).inputs["height"].value == 9


def test_play_sweeps_its_slider():
    lab = a_lab()
    play = next(one for one in walk(view(lab).box) if isinstance(one, ipywidgets.Play))
    play.playing = True
    seen = []
    for position in range(play.min + 1, play.max + 1):
        play.value = position
        seen.append(lab.values["height"])
    assert seen == sorted(seen) and seen[-1] == 10 and len(set(seen)) == 21  # every half centimetre
    play.value = play.min
    assert lab.values["height"] == 0


@pytest.mark.parametrize("words", ["high", "Reset"])
def test_a_jump_pauses_play(words):
    lab = a_lab()
    play = next(one for one in walk(view(lab).box) if isinstance(one, ipywidgets.Play))
    play.playing = True
    button(lab, words).click()
    assert play.playing is False
    play.value += 1  # a frame that was on its way from the page
    assert lab.values == (lab.start if words == "Reset" else lab.presets[words])


# --- when something goes wrong ---


def test_the_first_draw_is_not_guarded():
    with pytest.raises(ZeroDivisionError):
        labs.Lab(lambda axes, x: 1 / 0, x=labs.slider(0, 1, 0))


def my_loss(scores, labels):
    picked = scores.sum(dim=1)
    return picked[:, labels]


def loss_with_numpy(scores, labels):
    return torch.from_numpy(scores.numpy())


@pytest.mark.parametrize("loss, words", [
    (my_loss, "(line 3 of my_loss)"),
    (loss_with_numpy, "compute with torch alone, without .numpy() or np. (line 2 of loss_with_numpy)"),
])
def test_an_error_is_placed_in_the_learners_loss_and_not_in_the_lab_that_asks(loss, words):
    def show(axes, x):
        if x > 1:
            losses.check_own_loss(loss, 3)

    lab = labs.Lab(show, x=labs.slider(0, 3, 1, step=1))
    view(lab).inputs["x"].value = 2
    assert words in view(lab).status.value


def test_a_later_error_is_said_and_the_last_good_picture_stays():
    def show(axes, height):
        axes.plot([0, 1], [height, height])
        if height > 5:
            raise ValueError("too <high>")
        return f"height {height}"

    lab = labs.Lab(show, frame, height=labs.slider(0, 10, 2, step=1))
    view(lab).inputs["height"].value = 3
    good = pictures(lab), view(lab).headline.value
    view(lab).inputs["height"].value = 6
    assert (pictures(lab), view(lab).headline.value) == good
    assert "ValueError: too &lt;high&gt; (line 4 of show)" in view(lab).status.value
    assert view(lab).headline.layout.display == "none" and view(lab).status.layout.display is None
    view(lab).inputs["height"].value = 4
    assert view(lab).status.value == "" and "height 4" in view(lab).headline.value
    assert view(lab).headline.layout.display is None and view(lab).status.layout.display == "none"


def test_an_interrupt_is_said_and_the_lab_stays_usable():
    def show(axes, x):
        if x == 1:
            raise KeyboardInterrupt
        return f"x {x}"

    lab = labs.Lab(show, x=labs.slider(0, 3, 0, step=1))
    view(lab).inputs["x"].value = 1
    assert view(lab).status.value == (
        "Stopped. Move a control to go on; the picture shows the last values that were drawn.")
    view(lab).inputs["x"].value = 2
    assert view(lab).status.value == "" and view(lab).headline.value == "x 2"


@pytest.mark.parametrize("error", [SystemExit(3), GeneratorExit(), asyncio.CancelledError("x"), BaseException("odd")])
def test_what_would_end_the_kernel_is_said_and_the_lab_stays_usable(error):
    def show(axes, x):
        if x == 1:
            raise error
        return f"x {x}"

    lab = labs.Lab(show, x=labs.slider(0, 3, 0, step=1))
    view(lab).inputs["x"].value = 1
    assert type(error).__name__ in view(lab).status.value and "line 3 of show" in view(lab).status.value
    view(lab).inputs["x"].value = 2
    assert view(lab).status.value == "" and view(lab).headline.value == "x 2"


def test_what_show_returns_instead_of_facts_is_told():
    @dataclasses.dataclass
    class Answer:
        headline: str

    with pytest.raises(TypeError, match="returns Facts, a string or nothing; this one returned Answer"):
        labs.Lab(lambda axes: Answer("x"))
    lab = labs.Lab(lambda axes, x: Answer("x") if x else "fine", x=labs.slider(0, 3, 0, step=1))
    view(lab).inputs["x"].value = 1
    assert "this one returned Answer" in view(lab).status.value


@pytest.mark.parametrize("draw", [
    lambda axes: axes.plot([0, 1]), lambda axes: axes.hist([1, 2]), lambda axes: axes.bar([0], [1]),
    lambda axes: axes.set_title("x"), lambda axes: axes.imshow([[1]]), lambda axes: axes.errorbar([0], [1], [1]),
])
def test_a_show_may_return_what_its_last_drawing_returns(draw):
    assert labs.Lab(draw).facts == labs.Facts("")


def fails_above_5(axes, height):
    """Line"""
    if height > 5:
        raise ValueError("too high")
    axes.plot([0, 1], [height, height])
    return f"height {height}"


@pytest.mark.parametrize("displayed", [False, True])
def test_after_a_move_that_failed_the_words_are_those_of_the_picture(displayed):
    lab = labs.Lab(fails_above_5, frame, height=labs.slider(0, 10, 2, step=1))
    good = labs.Lab(fails_above_5, frame, height=labs.slider(0, 10, 2, step=1))
    for one in (lab, good):
        view(one) if displayed else None
        one.set(height=3)
    with pytest.raises(ValueError, match="too high"):
        lab.set(height=6)
    name, settings, headline, *failed = repr(lab).splitlines()
    assert (name, settings, headline) == ("Line", "height: 3", "height 3")
    assert "height: 6, failed. ValueError: too high (line 4 of fails_above_5)" in failed[0]
    bundle = lab._repr_mimebundle_()[0]
    assert bundle["text/plain"] == repr(lab) and bundle["image/png"] != good._repr_mimebundle_()[0]["image/png"]
    assert "too high" in view(lab).status.value
    lab.set(height=4)
    good.set(height=4)
    assert repr(lab) == repr(good) and lab.card() == good.card() and view(lab).status.value == ""


def test_a_slider_that_is_moved_to_a_failure_does_not_raise():
    lab = labs.Lab(fails_above_5, frame, height=labs.slider(0, 10, 2, step=1))
    view(lab).inputs["height"].value = 6
    assert "height: 2" in repr(lab) and "too high" in repr(lab)
    view(lab).inputs["height"].value = 3
    assert repr(lab) == "Line\nheight: 3\nheight 3"


class Report(NamedTuple):
    progress: float
    done: int


class Shell:
    """IPython's, as far as exit() knows it."""

    def __init__(self):
        self.asked = 0

    def ask_exit(self):
        self.asked += 1


def test_exit_in_a_show_or_a_loss_does_not_end_the_kernel(monkeypatch):
    shell = Shell()
    monkeypatch.setattr(guard, "get_ipython", lambda: shell)

    def show(axes, x):
        if x == 1:
            shell.ask_exit()
        return f"x {x}"

    def run(x):
        if x == 1:
            shell.ask_exit()
        yield Report(0.5, 1)
        if x == 2:
            shell.ask_exit()
        yield Report(1.0, 2)

    lab = labs.Lab(show, x=labs.slider(0, 3, 0, step=1))
    runs = labs.Lab(lambda axes, reports, x: f"x {x}", run=run, x=labs.slider(0, 3, 0, step=1))
    for one, values in ((lab, [1]), (runs, [1, 2])):
        for x in values:
            view(one).inputs["x"].value = x
            assert "exit() and quit() would end" in view(one).status.value
        view(one).inputs["x"].value = 3
        assert view(one).status.value == "" and one.facts.headline == "x 3"
    assert shell.asked == 0
    shell.ask_exit()
    assert shell.asked == 1, "in a cell of its own exit() does what it did"


def test_the_first_draw_prints_once(capsys):
    labs.Lab(lambda axes, x: print("x is", x), x=labs.slider(0, 3, 2, step=1))
    assert capsys.readouterr().out == "x is 2\n"


def test_of_a_flood_of_prints_the_beginning_is_kept(capsys):
    def show(axes, x):
        for _ in range(x):
            print("0123456789" * 10)

    lab = labs.Lab(show, x=labs.slider(0, 20_000, 0, step=1))
    view(lab).inputs["x"].value = 20_000
    assert len(view(lab).facts.value) < 3000 and capsys.readouterr().out == ""
    assert view(lab).facts.value.startswith("\nshow printed: 0123456789") and "2,018,000 char" in view(lab).facts.value


def test_what_show_prints_comes_after_the_facts(capsys):
    def show(axes, x):
        if x:
            print("x is", x)

    lab = labs.Lab(show, x=labs.slider(0, 3, 0, step=1))
    view(lab).inputs["x"].value = 2
    assert view(lab).facts.value.endswith("show printed: x is 2") and capsys.readouterr().out == ""
    view(lab).inputs["x"].value = 0
    assert view(lab).facts.value == ""


def test_what_show_printed_before_it_failed_is_not_lost():
    def show(axes, x):
        if x:
            print("x is", x)
            raise RuntimeError("no")

    lab = labs.Lab(show, x=labs.slider(0, 3, 0, step=1))
    view(lab).inputs["x"].value = 2
    assert view(lab).facts.value.endswith("show printed: x is 2") and "line 4 of show" in view(lab).status.value


def test_words_are_escaped():
    lab = labs.Lab(lambda axes, x: labs.Facts("a < b & <script>", "<i>"), x=labs.slider(0, 1, 0))
    assert view(lab).headline.value == "a &lt; b &amp; &lt;script&gt;" and view(lab).facts.value == "&lt;i&gt;"


# --- events that pile up ---


def test_set_has_drawn_when_it_returns_however_slow_the_lab():
    def show(axes, x):
        time.sleep(0.02)
        return f"x {x}"

    async def in_a_loop():
        lab = labs.Lab(show, x=labs.slider(0, 9, 0, step=1))
        view(lab)
        for x in range(1, 5):
            lab.set(x=x)
            assert lab.facts.headline == f"x {x}" and not lab.busy

    asyncio.run(in_a_loop())


def test_a_cell_that_makes_a_lab_waits_while_another_is_moved():
    """A kernel with subshells moves one lab while a cell makes the next: matplotlib cannot draw twice at once."""
    inside, most, making = [0], [0], threading.Event()

    def alone(work):
        def one_at_a_time(*arguments, **values):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.005)
            answer = work(*arguments, **values)
            inside[0] -= 1
            return answer

        return one_at_a_time

    def show(axes, x):
        axes.set_title(rf"$\frac{{{x}}}{{2}}$ and $\sum_k e^{{o_k}}$")

    def drag():
        making.wait()
        for x in range(1, 30):
            moved.set(x=x)

    def make():
        return labs.Lab(alone(show), alone(lambda axes: axes.set_xlabel("$x_i$")), x=labs.slider(0, 30, 0, step=1))

    moved = make()
    view(moved)
    before = dict(matplotlib.rcParams)
    hand = threading.Thread(target=drag)
    hand.start()
    making.set()
    for _ in range(4):
        lab = make()
        lab.picture.card = alone(lab.picture.card)
        lab._repr_mimebundle_()
    hand.join()
    assert most == [1] and not view(moved).status.value
    assert dict(matplotlib.rcParams) == before


# --- front ends ---


def test_only_core_widgets_are_used():
    lab = a_lab()
    prediction = labs.Prediction("?", {"a": "", "b": ""}, "a")
    prediction._repr_mimebundle_()
    for widget in (*walk(view(lab).box), *walk(prediction.box)):
        assert widget._model_module in {"@jupyter-widgets/base", "@jupyter-widgets/controls"}
        assert not isinstance(widget, ipywidgets.Output)


def test_moves_make_no_new_widgets():
    lab = a_lab()
    view(lab)
    count = len(list(walk(view(lab).box)))
    for height in range(10):
        lab.set(height=height)
    assert len(list(walk(view(lab).box))) == count


def test_every_part_carries_the_class_that_tests_and_styles_look_for():
    classes = {name for widget in walk(view(a_lab()).box) for name in widget._dom_classes}
    parts = {"lab", "picture", "headline", "facts", "status", "preset", "reset", "control"}
    assert classes >= {f"course-{part}" for part in parts}
