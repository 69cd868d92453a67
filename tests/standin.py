"""A small lab in plain ipywidgets with one fault each, to prove that the sweep sees it; imported inside a kernel."""

import io
import time

import ipywidgets
import numpy as np
from PIL import Image

leaked = []


def draw(level):
    """Return a PNG whose pattern depends on `level`, a number or a word."""
    seed = abs(hash(level)) % 2**32 if not isinstance(level, str) else sum(map(ord, level))
    pixels = np.random.default_rng(seed).integers(0, 255, (20, 30), dtype=np.uint8)
    return png(pixels)


def png(pixels):
    """Return the bytes of a grey picture."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def classed(widget, css_class):
    """Return the widget after adding a DOM class."""
    widget.add_class(css_class)
    return widget


class Standin:
    """A slider (0 to 4), a menu (a, b, c), a preset, Reset, a picture and words; `fault` breaks one thing."""

    def __init__(self, fault=""):
        self.fault = fault
        self.slider = ipywidgets.IntSlider(value=1, min=0, max=4, description="level")
        self.menu = ipywidgets.Dropdown(options=["a", "b", "c"], value="a", description="kind")
        self.off = ipywidgets.Checkbox(value=False, description="frozen", disabled=True)
        self.preset = classed(ipywidgets.Button(description="top"), "course-preset")
        self.reset = classed(ipywidgets.Button(description="Reset"), "course-reset")
        self.again = classed(ipywidgets.Button(description="again"), "course-again")
        self.picture = classed(ipywidgets.Image(), "course-picture")
        self.headline, self.facts, self.status = (
            classed(ipywidgets.HTML(), f"course-{name}") for name in ("headline", "facts", "status")
        )
        if fault != "not wired":
            self.slider.observe(self.move, names="value")
        self.menu.observe(self.move, names="value")
        self.preset.on_click(self.top)
        self.reset.on_click(self.start)
        self.again.on_click(self.repeat)
        self.paint()
        parts = [self.slider, self.menu, self.off, self.preset, self.reset, self.again, self.picture]
        self.box = classed(ipywidgets.VBox([*parts, self.headline, self.facts, self.status]), "course-lab")

    def move(self, _):
        """Answer a control."""
        at_the_end = self.slider.value == 4
        if self.fault == "raises" and at_the_end:
            raise ZeroDivisionError("the end")
        if self.fault == "swallows" and at_the_end:
            return
        if self.fault == "reports" and at_the_end:
            self.status.value = "<b>ZeroDivisionError</b>"
            return
        if self.fault == "slow" and at_the_end:
            time.sleep(1.2)
        if self.fault == "leaks":
            leaked.append(ipywidgets.HTML())
        if self.fault == "prints":
            print("level", self.slider.value)
        if self.fault == "warns":
            import warnings

            warnings.warn("careful", stacklevel=1)
        if self.fault == "opens a figure":
            import matplotlib.pyplot as plt

            plt.figure()
        self.paint()

    def paint(self):
        """Draw the present values."""
        level, kind = self.slider.value, self.menu.value
        content = draw(f"{level}{kind}")
        if self.fault == "blank" and level == 2:
            content = png(np.full((20, 30), 255, dtype=np.uint8))
        if self.fault == "junk" and level == 2:
            content = b"no picture"
        if self.fault != "still picture":
            self.picture.value = content
        elif not self.picture.value:
            self.picture.value = draw("start")
        if self.fault != "mute" or not self.headline.value:
            self.headline.value = f"level <b>{level}</b> of {kind}"
        self.facts.value = "loss nan" if self.fault == "nan" and level == 4 else f"loss {2 * level} &amp; more"
        if self.fault == "mute":
            self.facts.value = "loss 2"
        if self.fault == "remembers":
            self.facts.value += f", {next(counter)} draws"

    def top(self, _):
        """The preset."""
        if self.fault != "dead preset":
            self.slider.value = 4

    def start(self, _):
        """Reset."""
        if self.fault == "half reset":
            self.slider.value = 3
        else:
            self.slider.value, self.menu.value = 1, "a"


    def repeat(self, _):
        """Train again: the same values, the same end."""
        if self.fault == "ends otherwise":
            self.picture.value = draw("otherwise")
        else:
            self.paint()


counter = iter(range(10_000))


def lab(fault=""):
    """Return the box of a stand-in lab, for the last line of a cell."""
    return Standin(fault).box


def predict(fault=""):
    """Return the box of a stand-in question with two answers; a "deaf" one says nothing."""
    answer = classed(ipywidgets.HTML(), "course-answer")
    options = [ipywidgets.Button(description=words) for words in ("yes", "no")]
    if fault != "deaf":
        for option in options:
            option.on_click(lambda clicked: setattr(answer, "value", f"you said {clicked.description}"))
    return classed(ipywidgets.VBox([*options, answer]), "course-predict")
