"""Labs: sliders above a picture that answers at once, with the same result in words beside it.

    def show_line(axes, slope):
        axes.plot([0, 1], [0, slope])
        return labs.Facts(f"The line rises by {slope:.1f}", f"slope {slope:.1f}")

    labs.Lab(show_line, slope=labs.slider(-2, 2, 1))

`show` is an ordinary function of axes and values, so a learner can read it, change it and run it again. A Lab is
displayed as one bundle: live sliders where a kernel runs, a picture with all the words on it where none does, and the
words alone for a diff, a test and a screen reader.

lab         a lab: what lessons call
controls    sliders, choices, toggles, buttons
view        live widgets and their wiring
figure      one kept figure, its card
isolation   matplotlib's settings, pyplot kept out
scheduling  when work is done, in turn
guard       a learner's prints, errors, exits
registry    what each cell has made
questions   predictions before a reveal
progress    bar of a cell's work
widgets     what core widgets lack; lab.css, lab.js

Imports go down this list, but for questions, progress -> registry and all -> widgets.
"""

from utils.labs.controls import (
    Button,
    Choice,
    Control,
    LogSlider,
    Slider,
    StopsSlider,
    Toggle,
    button,
    choice,
    slider,
    stops,
    toggle,
)
from utils.labs.lab import Facts, Lab
from utils.labs.progress import watch
from utils.labs.questions import Prediction, predict

__all__ = [
    "Button", "Choice", "Control", "Facts", "Lab", "LogSlider", "Prediction", "Slider", "StopsSlider", "Toggle",
    "button", "choice", "predict", "slider", "stops", "toggle", "watch",
]
