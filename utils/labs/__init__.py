"""Labs: sliders above a picture that answers at once, with the same result in words beside it.

    def show_line(axes, slope):
        axes.plot([0, 1], [0, slope])
        return labs.Facts(f"The line rises by {slope:.1f}", f"slope {slope:.1f}")

    labs.Lab(show_line, slope=labs.slider(-2, 2, 1))

`show` is an ordinary function of axes and values, so a learner can read it, change it and run it again. A Lab is
displayed as one bundle: live sliders where a kernel runs, a picture with all the words on it where none does, and the
words alone for a diff, a test and a screen reader.

lab         the lab itself, its contract
controls    sliders, choices, toggles, buttons
view        live widgets and their wiring
figure      one figure, blitted; its card
palette     small PNGs, one palette kept
isolation   matplotlib's settings; no pyplot
scheduling  when work is done, where
guard       what learners print, raise, end
registry    what each cell has made
questions   predictions before a reveal
progress    how far a cell is
widgets     what core widgets lack

lab.css and lab.js are how displays look, and what a screen reader and the keyboard find in them. Imports go down:
lab -> view -> controls, scheduling; lab -> figure -> palette, isolation; questions, progress, utils.quiz -> widgets ->
registry; scheduling -> guard.
"""

from utils.labs.controls import button, choice, slider, stops, toggle
from utils.labs.lab import Facts, Lab
from utils.labs.progress import watch
from utils.labs.questions import Prediction, predict

__all__ = ["Facts", "Lab", "Prediction", "button", "choice", "predict", "slider", "stops", "toggle", "watch"]
