"""Labs: sliders above a picture that answers at once, with the same result in words beside it.

    def show_line(axes, slope):
        axes.plot([0, 1], [0, slope])
        return Facts(f"The line rises by {slope:.1f}", f"slope {slope:.1f}")

    Lab(show_line, slope=slider(-2, 2, 1))

`show` is an ordinary function of axes and values, so a learner can read it, change it and run it again. A Lab is
displayed as one bundle: live sliders where a kernel runs, a picture with all the words on it where none does, and the
words alone for a diff, a test and a screen reader.

Only widgets and traits of ipywidgets 7.7.1 (Colab) and 8 are used: on 7 an unknown setting is silently lost. Never
`Output`, `interact` or pyplot: they are slow, flicker, and cannot be compared by nbval.
"""

import contextlib
import functools
import html
import io
import math
import sys
import threading
import traceback
from typing import NamedTuple

import ipywidgets
import numpy as np
import torch
import traitlets
from IPython.display import display
from matplotlib.artist import Artist
from matplotlib.container import Container

from utils import cells, predictions, spoken, style
from utils.canvas import Canvas
from utils.language import _
from utils.place import in_colab
from utils.pump import ONE_AT_A_TIME, Conductor, Pump, Run, no_report


class Facts(NamedTuple):
    """What a picture shows, in words: one `headline`, and the numbers as `text`."""

    headline: str
    text: str = ""


# --- controls ---------------------------------------------------------------------------------------------------------

class Control:
    """One input of a lab.

    start: the value a lab opens with and Reset returns to
    label: words beside the control; None takes the name it is given in `Lab(...)`
    """

    playable = False

    def __init__(self, start, label=None):
        if not isinstance(label, str | None):
            raise TypeError(_("label takes words, not {label!r}.").format(label=label))
        self.start = start
        self.label = label

    def caption(self, name):
        """The words beside the control that a lab knows as `name`."""
        return self.label or name.replace("_", " ")

    def check(self, value):
        """Return `value` as `show` will get it; ValueError when the control cannot take it."""
        return value

    def words(self, value):
        """`value` as a reader sees it."""
        return str(value)

    def widget(self, caption):
        """A new widget at the starting value."""
        raise NotImplementedError

    def put(self, widget, value):
        """Move a widget of this control to `value`."""
        widget.value = value

    def read(self, widget):
        """The value at which a widget of this control stands."""
        return widget.value


class Slider(Control):
    """A number between two ends, on a straight scale; moved by hand or by arrow keys, or typed into its readout.

    low, high, start: numbers; whole numbers throughout, `step` included, give `show` an int, all else a float
    step: distance between two positions; None takes about a hundredth of the range
    unit: shown after the label
    play: True adds a Play button that sweeps the slider from end to end

    Raises ValueError when the ends are out of order; a start or a preset has to be one of the positions.
    """

    def __init__(self, low, high, start, step=None, label=None, unit="", play=False):
        super().__init__(start, label)
        low, high, start = _numbers(low=low, high=high, start=start)
        [step] = [None] if step is None else _numbers(step=step)
        _check_finite(low=low, high=high)
        if not low < high:
            raise ValueError(_(
                "A slider needs its low end below its high end; it was given {low} and {high}."
            ).format(low=low, high=high))
        if step is not None and not 0 < step <= high - low:
            raise ValueError(_(
                "A slider from {low} to {high} needs a step above 0 that fits in between, not {step}."
            ).format(low=low, high=high, step=step))
        self.low, self.high, self.unit, self.playable = low, high, unit, play
        self.whole = all(isinstance(number, int) for number in (low, high, start, step))
        self.step = step or _round_step(low, high)
        self.start = self.check(start)

    def caption(self, name):
        return _with_unit(super().caption(name), self.unit)

    def check(self, value):
        value = _value(value)
        if not self.low <= value <= self.high:
            raise ValueError(_(
                "{value} is off this slider, which runs from {low} to {high}."
            ).format(value=value, low=self.low, high=self.high))
        position = (value - self.low) / self.step
        if value != self.high and abs(position - round(position)) > 1e-6:  # a front end would move it, unasked
            raise ValueError(_(
                "{value} lies between two positions of this slider, which start at {low} and are {step} apart."
            ).format(value=value, low=self.low, step=self.step))
        return int(value) if self.whole else float(value)

    def words(self, value):
        return f"{value:,d}" if self.whole else f"{value:.{self._decimals()}f}"

    def at(self, fraction):
        """The position `fraction` (0 to 1) of the way along the track."""
        steps = round(fraction * (self.high - self.low) / self.step)
        return self.check(min(self.high, self.low + steps * self.step))

    def widget(self, caption):
        kind, form = (ipywidgets.IntSlider, ",d") if self.whole else (ipywidgets.FloatSlider, f".{self._decimals()}f")
        return kind(value=self.start, min=self.low, max=self.high, step=self.step, description=caption,
                    readout_format=form, continuous_update=True)

    def _decimals(self):
        return max(0, -math.floor(math.log10(self.step) + 1e-9))


class StopsSlider(Control):
    """A number out of a list, in order along the track: for values that are neither evenly spaced nor round.

    positions: the numbers, ascending; all ints give `show` an int
    start: one of them
    unit, play: as for Slider

    Raises ValueError for fewer than two positions or such out of order; a start or a preset has to be one of them.
    """

    def __init__(self, positions, start, label=None, unit="", play=False):
        super().__init__(start, label)
        positions = _numbers(**{f"position {place}": number for place, number in enumerate(positions, 1)})
        [start] = _numbers(start=start)
        if len(positions) < 2 or any(not one < other for one, other in zip(positions, positions[1:], strict=False)):
            raise ValueError(_(
                "A slider over a list needs two numbers or more, each larger than the one before; it was given "
                "{positions}."
            ).format(positions=", ".join(map(str, positions))))
        self.unit, self.playable = unit, play
        self.positions = positions
        self.start = self.check(start)

    def caption(self, name):
        return _with_unit(super().caption(name), self.unit)

    def check(self, value):
        value = _value(value)
        on_track = min(max(value, self.positions[0]), self.positions[-1])
        nearest = min(self.positions, key=lambda position: position != on_track and abs(position - on_track))
        if not math.isclose(nearest, value, rel_tol=1e-9):
            raise ValueError(_(
                "{value} is no position of this slider; the nearest is {nearest}."
            ).format(value=value, nearest=self.words(nearest)))
        return nearest

    def words(self, value):
        return f"{value:,d}" if isinstance(value, int) else f"{value:.12g}"

    def at(self, fraction):
        """The position `fraction` (0 to 1) of the way along the track."""
        return self.positions[round(fraction * (len(self.positions) - 1))]

    def widget(self, caption):
        return ipywidgets.SelectionSlider(options=[(self.words(number), number) for number in self.positions],
                                          value=self.start, description=caption, continuous_update=True)


class LogSlider(StopsSlider):
    """A number between two ends where equal distances multiply: about 25 round numbers for each power of ten.

    Only round numbers, because a front end moves a value to the nearest position of its own slider: on a grid of
    logarithms 0.0182 would read 0.0178.

    low, high, start: positive numbers; whole numbers throughout give `show` an int, all else a float
    zero: True puts 0 before `low`
    unit, play: as for Slider

    Raises ValueError when the ends are out of order or not above 0; a start or a preset has to be one of the positions.
    """

    DIGITS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0, 2.2, 2.5, 2.8, 3.0, 3.3, 3.6, 4.0, 4.5, 5.0, 5.5,
              6.0, 6.5, 7.0, 8.0, 9.0)

    def __init__(self, low, high, start, zero=False, label=None, unit="", play=False):
        low, high, start = _numbers(low=low, high=high, start=start)
        _check_finite(low=low, high=high)
        if not 0 < low < high:
            raise ValueError(_(
                "A log slider needs 0 < low end < high end; it was given {low} and {high}."
            ).format(low=low, high=high))
        positions = ([0] if zero else []) + self._round_numbers(low, high)
        if all(isinstance(number, int) for number in (low, high, start)):
            positions = [int(number) for number in positions if number == int(number)]
        super().__init__(positions, start, label, unit, play)

    @classmethod
    def _round_numbers(cls, low, high):
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        inner = (float(f"{digit}e{decade}") for decade in decades for digit in cls.DIGITS)
        return [float(low), *(number for number in inner if low < number < high), float(high)]


class Choice(Control):
    """One of a few options: a row of buttons, or a menu when the row would be long.

    options: list of values, or dict from the words shown to the value `show` gets
    start: one of the values; None takes the first
    """

    def __init__(self, options, start=None, label=None):
        pairs = options.items() if isinstance(options, dict) else [(option, option) for option in options]
        self.options = {}
        for words, option in pairs:
            if str(words) in self.options:
                raise ValueError(_(
                    "In this choice more than one option reads {words}: give each its own words, {{'words': value}}, "
                    "or leave one out."
                ).format(words=words))
            self.options[str(words)] = option
        if not self.options:
            raise ValueError(_("A choice needs at least one option."))
        super().__init__(next(iter(self.options.values())) if start is None else start, label)
        self.check(self.start)

    def check(self, value):
        if self._place(value) is None:
            raise ValueError(_(
                "{value!r} is not among the options: {options}."
            ).format(value=value, options=", ".join(self.options)))
        return value

    def words(self, value):
        return list(self.options)[self._place(value)]

    def put(self, widget, value):
        widget.index = self._place(value)  # it knows the words alone: its own search by == would not find arrays

    def read(self, widget):
        return list(self.options.values())[widget.index]

    def _place(self, value):
        return next((place for place, option in enumerate(self.options.values()) if _same(option, value)), None)

    def widget(self, caption):
        few = len(self.options) <= 5 and sum(map(len, self.options)) <= 60
        kind = ipywidgets.ToggleButtons if few else ipywidgets.Dropdown
        return kind(options=list(self.options), index=self._place(self.start), description=caption)


class Toggle(Control):
    """On or off, for `show` True or False."""

    def __init__(self, start=False, label=None):
        super().__init__(bool(start), label)

    def check(self, value):
        return bool(value)

    def words(self, value):
        return _("on") if value else _("off")

    def widget(self, caption):
        return ipywidgets.Checkbox(value=self.start, description=caption, indent=False)


class Button(Control):
    """A button that counts its clicks from 0 ("another example"), so that a lab stays a function of its values."""

    def __init__(self, label=None):
        super().__init__(0, label)

    def check(self, value):
        value = _value(value)
        if value < 0:
            raise ValueError(_("A button has been clicked 0 times or more, not {value}.").format(value=value))
        return int(value)

    def widget(self, caption):
        return CountingButton(description=caption)


class CountingButton(ipywidgets.Button):
    """A core button whose number of clicks is observed as `value`, like the value of every other control."""

    value = traitlets.Int(0)  # lives in the kernel alone; the front end sees an ordinary button

    def __init__(self, **settings):
        super().__init__(**settings)
        self.on_click(CountingButton._count)

    def _count(self):
        self.value += 1


def _same(one, other):
    """Whether two values of a choice are the same; they may be arrays, which compare number by number."""
    try:
        return one is other or bool(one == other)
    except (ValueError, RuntimeError):  # several numbers are neither True nor False
        return np.array_equal(one, other)


def _number(value):
    """`value` as a plain number, also out of numpy and torch; None where it is none, such as a string of digits."""
    try:
        value = value.item() if hasattr(value, "item") else value
        float(value)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None
    return None if isinstance(value, str | bytes) else value


def _numbers(**parts):
    """The parts of a slider as plain numbers."""
    numbers = {part: _number(value) for part, value in parts.items()}
    for part, number in numbers.items():
        if number is None:
            raise ValueError(_(
                "A slider takes numbers; its {part} was {value!r}."
            ).format(part=part, value=parts[part]))
    return list(numbers.values())


def _check_finite(**parts):
    for part, number in parts.items():
        if math.isinf(number):
            raise ValueError(_(
                "A slider runs from one number to another, neither of them infinite; its {part} was {value}."
            ).format(part=part, value=number))


def _value(value):
    """`value`, which a control was given, as a plain number."""
    number = _number(value)
    if number is None:
        raise ValueError(_("{value!r} is no value of this control.").format(value=value))
    return number


def _with_unit(label, unit):
    return f"{label} ({unit})" if unit else label


def _round_step(low, high):
    """About a hundredth of the track, as 1, 2 or 5 times a power of ten."""
    rough = (high - low) / 100
    power = 10.0 ** math.floor(math.log10(rough))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= rough * (1 - 1e-9))


def slider(low, high, start, step=None, log=False, zero=False, label=None, unit="", play=False):
    """A number between two ends: a Slider, or with `log` a LogSlider, where `zero` may put 0 before the low end.

    Raises ValueError as they do, and for a `step` or a `zero` that the other kind of slider has.
    """
    shared = {"label": label, "unit": unit, "play": play}
    if log and step is not None:
        raise ValueError(_(
            "A log slider stands on round numbers and takes no step; leave {step} out."
        ).format(step=step))
    if zero and not log:
        raise ValueError(_("Only a log slider can put zero before its low end; let this one begin at 0."))
    return LogSlider(low, high, start, zero, **shared) if log else Slider(low, high, start, step, **shared)


stops, choice, toggle, button = StopsSlider, Choice, Toggle, Button


# --- the lab ----------------------------------------------------------------------------------------------------------


class Lab:
    """Controls, a picture and its words, kept in step.

    show: function `show(*axes, **values) -> Facts | str | None`; it only adds artists; its docstring's first line names
        the lab
    frame: function `frame(*axes)`: limits, ticks, labels, titles, reference lines. It is run at the start, and again
        after a `show` that changed what it drew. Without one, `show` may set them itself, at the price of a full redraw
        whenever they change, and of a new layout where their words need more room
    panels: number of axes; each becomes a picture of its own, so that they stack on a narrow screen
    presets: dict from the words on a button to the values it sets; all other controls return to their start
    run: for work that takes longer than a picture, such as training: function `run(**values)` -> an iterator of
        reports, each with `progress`, the share of the work that is done. Then it is `show(*axes, reports, **values)`,
        called again and again with the list of all reports so far. A newer value ends the run and starts another; so
        does Train again; Stop and Jupyter's interrupt end it where it is
    controls: `name=slider(...)`, `stops(...)`, `choice(...)`, `toggle(...)` or `button(...)`, in reading order; without
        any the lab is a still picture with its words

    start, values: dict of the starting and of the present values, by control name
    n_panels: how many pictures it has
    drawn: dict of the values of the picture as it stands; others than `values` after a move that failed
    trouble: what went wrong in the last move, or ""
    facts: the Facts of the picture as it stands
    busy: True while a newer value waits to be drawn, or a run goes on

    The first draw is not guarded: a `show` that fails, fails its cell, and a first run goes on to its end. Later ones
    report in the lab's status line and leave the last good picture. A grey ghost of the starting state stays behind
    the moving artists.
    """

    def __init__(self, show, /, frame=None, panels=1, presets=None, run=None, **controls):
        _check_settings(show, {"frame": frame, "panels": panels, "presets": presets, "run": run}, controls)
        self.name = _name(show)
        self.controls = controls
        self.start = {name: control.start for name, control in controls.items()}
        self.values = dict(self.start)
        self.presets = {words: self.start | self.checked(values) for words, values in (presets or {}).items()}
        self.show, self.frame, self.run = show, frame, run
        self.n_panels = panels
        self._canvas = None
        self._view = None
        cells.keep(self)
        self._open()

    @property
    def busy(self):
        return self._view is not None and self._view.busy

    def set(self, **values):
        """Move several controls at once and draw once; controls not named stay where they are.

        Raises as `checked`, and what `show` or `run` raises; then `drawn`, `facts` and the pixels are what they were.
        """
        self._open()
        values = self.values | self.checked(values)
        if self._view is None:
            self.values = values
            try:
                self.draw()
            except BaseException as error:
                self.trouble = self.explain(error)
                raise
        else:
            self._view.move(values)
            self._view.finish()
            if self._view.error is not None:
                raise self._view.error

    def draw(self):
        """Draw the present values, after a whole run if there is one.

        An error of `show` or `run` passes through and leaves `facts` and the pixels alone.
        """
        if self.run is None:
            return self.draw_reports()
        run = self.new_run()
        run.advance()
        return self.draw_reports(run.reports)

    def close(self):
        """End a run and free pictures and widgets; a lab that is set or displayed after that begins anew."""
        with ONE_AT_A_TIME:
            view, self._view, self._canvas = self._view, None, None
            self.values = dict(self.start)
            if view is not None:
                view.close()

    def _open(self):
        """Draw the start, whose ghost stays, if that is not done or the lab was closed."""
        if self._canvas is None:
            self.draw()

    def new_run(self):
        """A pump.Run for the present values, of which nothing is done yet."""
        with cells.kernel_stays():
            return Run(self.run(**self.values), dict(self.values))

    def draw_reports(self, *reports):
        """Draw the present values; reports: none, or for a lab with `run` the list of what it has reported so far."""
        with ONE_AT_A_TIME, cells.kernel_stays(), torch.enable_grad():  # a cell may have turned slopes off for good
            if self._canvas is None:
                self._canvas = Canvas(self.n_panels)
                if self.frame is not None:
                    self._canvas.prepare(self.frame)
            values = dict(self.values)
            answer = self._canvas.draw(lambda *axes: _as_facts(self.show(*axes, *reports, **values)))
            self.facts, self.drawn, self.trouble = answer, values, ""

    def panels(self):
        """The pictures as they stand, one PNG (bytes) a panel."""
        return self._canvas.panels()

    def settings(self):
        """The controls and their values in the picture, in words, on one line."""
        return self._settings(self.drawn)

    def _settings(self, values):
        return "  ·  ".join(f"{control.caption(name)}: {control.words(values[name])}"
                            for name, control in self.controls.items() if not isinstance(control, Button))

    def _texts(self):
        """The facts, and the last move if that failed."""
        failed = _(
            "The last move, to {settings}, failed. {trouble}"
        ).format(settings=self._settings(self.values), trouble=self.trouble)
        return [self.facts.text] + [failed] * bool(self.trouble)

    def words(self):
        """All a reader without the picture gets: name, control values, headline and facts, a line each."""
        return "\n".join(line for line in (self.name, self.settings(), self.facts.headline, *self._texts()) if line)

    def card(self):
        """The lab as one PNG (bytes) with its words on it, for pages where nothing runs."""
        with ONE_AT_A_TIME:
            texts = "\n".join(filter(None, self._texts()))
            return self._canvas.card(self.name, self.facts.headline, self.settings(), texts)

    def explain(self, error):
        """What an error of `show` or `run` says, in words, and where it came from."""
        if isinstance(error, KeyboardInterrupt):
            return _("Stopped. Move a control to go on; the picture shows the last values that were drawn.")
        where = _where(error, (self.show, self.run))
        return _(
            "{kind}: {message}{where}\nThe picture still shows the last values that worked."
        ).format(kind=type(error).__name__, message=error, where=where)

    def __repr__(self):
        return self.words()

    def _repr_mimebundle_(self, include=None, exclude=None):
        with ONE_AT_A_TIME:
            self._open()
            if self._view is None:
                self._view = _View(self)
            data = {"text/plain": self.words(), "image/png": self.card(),
                    "application/vnd.jupyter.widget-view+json": _view_reference(self._view.box)}
        # exported pages take the words of a picture from its metadata
        return data, {"image/png": {"alt": f"{self.name}. {self.facts.headline}"}}

    def checked(self, values):
        """`values` (a dict by control name) as `show` will get them.

        Raises ValueError for a control this lab does not have or a value outside its range.
        """
        unknown = sorted(set(values) - set(self.controls))
        if unknown:
            raise ValueError(_(
                "This lab has no control called {names}; it has {known}."
            ).format(names=", ".join(unknown), known=", ".join(self.controls)))
        return {name: self.controls[name].check(value) for name, value in values.items()}


def _check_settings(show, settings, controls):
    """Say what of the arguments of a Lab is something else than it should be."""
    if not callable(show):
        raise TypeError(_(
            "A lab needs a function that draws, without its brackets: labs.Lab(show_it), not {kind}."
        ).format(kind=type(show).__name__))
    for name, setting in (settings | {"show": controls.get("show")}).items():
        if isinstance(setting, Control):
            raise ValueError(_(
                "Give each control the name by which show knows it, as in a=labs.slider(...); it cannot be called "
                "{name}: that is a setting of Lab itself."
            ).format(name=name))
    for name, control in controls.items():
        if not isinstance(control, Control):
            raise TypeError(_(
                "{name} needs a control, labs.slider(...), stops(...), choice(...), toggle(...) or button(...), not "
                "{kind}."
            ).format(name=name, kind=type(control).__name__))
    if not (isinstance(settings["panels"], int) and settings["panels"] >= 1):
        raise ValueError(_(
            "panels is how many axes show draws on, 1 or more, not {panels!r}."
        ).format(panels=settings["panels"]))
    presets = settings["presets"] or {}
    if not isinstance(presets, dict) or not all(
            isinstance(words, str) and isinstance(values, dict) for words, values in presets.items()):
        raise TypeError(_("presets goes from the words on a button to the values it sets: {'high': {'height': 9}}."))
    reset = _("Reset")
    if reset in presets:
        raise ValueError(_(
            "Every lab has a button of its own called {words}: call this preset something else."
        ).format(words=reset))


def _name(show):
    """The first line of the docstring of `show`, or its own name in words; nothing for a lambda."""
    function = _function(show)
    lines = (function.__doc__ or "").strip().splitlines()
    words = getattr(function, "__name__", type(function).__name__).removeprefix("show_").replace("_", " ")
    return lines[0] if lines else words.capitalize().replace("<lambda>", "")


def _function(function):
    """What a learner has written: the function inside functools.partial, or an object that can be called."""
    while isinstance(function, functools.partial):
        function = function.func
    return function


def _as_facts(answer):
    """What `show` returned, as Facts: a plain string is a headline, None says nothing."""
    if isinstance(answer, Facts):
        for part, words in answer._asdict().items():
            if not isinstance(words, str):
                raise TypeError(_(
                    "Facts takes a headline and a text, both strings; its {part} was {kind}."
                ).format(part=part, kind=type(words).__name__))
        return answer
    if answer is None or isinstance(answer, str):
        return Facts(answer or "")
    if any(isinstance(one, Artist | Container) for one in _flat(answer)):  # a lambda returns what axes.plot returns
        return Facts("")
    raise TypeError(_(
        "A lab's show returns Facts, a string or nothing; this one returned {kind}."
    ).format(kind=type(answer).__name__))


def _flat(answer):
    return [answer, *answer] if isinstance(answer, list | tuple) else [answer]


def _view_reference(box):
    """The mime entry by which a front end finds the live widget; ipywidgets 7 has no method that returns it."""
    return {"version_major": 2, "version_minor": 0, "model_id": box.model_id}


class _View:
    """The live widgets of one Lab and the wiring between them."""

    slice = 0.05  # seconds of a run between two of its pictures, which take about as long

    def __init__(self, lab):
        self.lab = lab
        self.pump = Pump(self._refresh)
        self.conductor = None if lab.run is None else Conductor(self._step)
        self.work = None  # the pump.Run that goes on, or the last one
        self.error = None  # of the last move
        self._moving_all = False
        self.plays = []
        self.inputs = {name: control.widget(control.caption(name)) for name, control in lab.controls.items()}
        self.headline = _words_widget("course-headline")
        self.facts = _words_widget("course-facts")
        self.status = _words_widget("course-status")
        self.pictures = [_classed(ipywidgets.Image(format="png"), "course-picture") for _panel in range(lab.n_panels)]
        for name, widget in self.inputs.items():
            _classed(widget, "course-control")
            lab.controls[name].put(widget, lab.values[name])
            widget.observe(self._on_move, names="value")
            if lab.run is not None and in_colab() and widget.has_trait("continuous_update"):
                widget.continuous_update = False  # each value of a drag would be trained to its end
        self.box = _classed(ipywidgets.VBox(children=self._rows()), "course-lab")
        self._publish()
        self._report(lab.trouble, "")

    @property
    def busy(self):
        return self.pump.waiting or (self.conductor is not None and self.conductor.busy)

    def _rows(self):
        name = _words_widget("course-name")
        name.value = html.escape(self.lab.name)
        pictures = _classed(ipywidgets.Box(children=self.pictures), "course-pictures")
        if not self.lab.controls:
            return [style_sheet(), name, self.headline, pictures, self.facts]
        hint = _words_widget("course-hint")
        slides = any(isinstance(control, Slider | StopsSlider) for control in self.lab.controls.values())
        keys = [_("Arrow keys move the slider in focus, Home and End jump to its ends.")] if slides else []
        hint.value = html.escape(" ".join([*keys, _("Grey: where the lab started.")]))
        above = [style_sheet(), name, self.headline, self.status, self._buttons()]
        if self.conductor is not None:
            above.append(self._run_row())
        clicked = [widget for widget in self.inputs.values() if isinstance(widget, CountingButton)]
        moved = [widget for widget in self.inputs.values() if widget not in clicked]
        row = [_classed(ipywidgets.Box(children=clicked), "course-buttons")] if clicked else []
        return [*above, *moved, *row, pictures, self.facts, hint]

    def _buttons(self):
        """Presets, Reset, and Play for the sliders that ask for it."""
        buttons = [self._preset(words, values, "course-preset") for words, values in self.lab.presets.items()]
        buttons.append(self._preset(_("Reset"), self.lab.start, "course-reset"))
        for name, control in self.lab.controls.items():
            if control.playable:
                caption = ipywidgets.Label(value=_("play {what}").format(what=control.caption(name)))
                buttons.append(_classed(ipywidgets.Box(children=[caption, self._play(name, control)]), "course-player"))
        return _classed(ipywidgets.Box(children=buttons), "course-buttons")

    def _preset(self, words, values, css_class):
        made = _classed(ipywidgets.Button(description=words), css_class)

        def jump(_button):
            for play in self.plays:
                setattr(play, _playing(play), False)
            self.move(values)

        made.on_click(jump)
        return made

    def _play(self, name, control):
        frames = 60
        play = _classed(ipywidgets.Play(min=0, max=frames, interval=100, show_repeat=False), "course-play")

        def advance(change):
            if getattr(play, _playing(play)):  # a frame that was on its way when a preset was clicked comes too late
                self.inputs[name].value = control.at(change["new"] / frames)

        play.observe(advance, names="value")
        self.plays.append(play)
        return play

    def _run_row(self):
        """How far the run has come, and the buttons that end it and start it again."""
        self.again_button = _classed(ipywidgets.Button(description=_("Train again")), "course-again")
        self.stop_button = _classed(ipywidgets.Button(description=_("Stop"), disabled=True), "course-stop")
        self.progress = _classed(ipywidgets.FloatProgress(value=1.0, min=0.0, max=1.0), "course-progress")
        self.progress.layout.visibility = "hidden"  # the first run is done
        self.how_far = _classed(ipywidgets.Label(), "course-how-far")
        self.again_button.on_click(lambda _button: self._begin(again=True))
        self.stop_button.on_click(lambda _button: self._stop())
        row = [self.again_button, self.stop_button, self.progress, self.how_far]
        if in_colab():  # all is done within one message, and a click on Stop would wait for its end
            self.stop_button.layout.display = "none"
            row.append(ipywidgets.Label(value=_("To stop it: Runtime > Interrupt execution.")))
        return _classed(ipywidgets.Box(children=row), "course-run")

    def move(self, values):
        """Set all controls, then draw once."""
        self._moving_all = True
        try:
            for name, value in values.items():
                self.lab.controls[name].put(self.inputs[name], value)
        finally:
            self._moving_all = False
        self.pump.now()

    def close(self):
        """Do nothing more, and take all widgets off the page."""
        if self.conductor is not None:
            self.conductor.stop()
        self.pump.waiting = False
        self.work = None
        cells.close_widgets(self.box)

    def finish(self):
        """See a run to its end, for whoever moved in code and will read the result in the next line."""
        if self.conductor is not None:
            self.conductor.finish()

    def _on_move(self, change):
        if not self._moving_all:
            self.pump.event()

    def _refresh(self):
        """Draw the newest values, or begin the run whose reports will be drawn."""
        if self.lab._view is not self:  # closed while this move waited for its turn
            return
        if self.conductor is None:
            self._attempt(self._draw)
        else:
            self._begin()

    def _draw(self):
        self._take_values()
        self.lab.draw()
        self._publish()

    def _take_values(self):
        controls = self.lab.controls
        self.lab.values = self.lab.checked({name: controls[name].read(widget) for name, widget in self.inputs.items()})

    def _begin(self, again=False):
        """Start a run for the values of the controls, in place of one for other values that still goes on.

        again: also where these values have been run to their end, unless the click was waiting for that end
        """
        with ONE_AT_A_TIME:
            before = self.work
            if not self._attempt(lambda: self._renew_work(again and not self.conductor.has_just_ended)):
                self.conductor.stop()
            elif self.work is not before:
                self._show_progress(goes_on=True)  # before the first picture, so that nobody takes that for the last
                self.conductor.begin()

    def _renew_work(self, again):
        self._take_values()
        is_the_same = self.work is not None and all(
            _same(value, self.lab.values[name]) for name, value in self.work.values.items())
        if not (is_the_same and (self.conductor.busy or (self.work.finished and not again))):
            self.work = self.lab.new_run()

    def _step(self, is_stopped):
        """A slice of the run and its picture; True while there is more to do."""
        is_good = self._attempt(lambda: self._draw_after(self.slice, is_stopped))
        goes_on = is_good and not self.work.finished and not is_stopped()
        self._show_progress(goes_on)
        return goes_on

    def _draw_after(self, seconds, is_stopped):
        self.work.advance(seconds, is_stopped)
        self.lab.draw_reports(self.work.reports)
        self._publish()

    def _stop(self):
        with ONE_AT_A_TIME:  # after whatever was clicked before
            self.conductor.stop()
            self._show_progress(goes_on=False)

    def _show_progress(self, goes_on):
        share = self.work.progress
        self.progress.value = share
        self.progress.layout.visibility = "hidden" if self.work.finished else "visible"  # its place stays
        self.stop_button.disabled = not goes_on
        words = _("{share} done") if goes_on else _("stopped at {share}")
        self.how_far.value = "" if self.work.finished else words.format(share=f"{share:.0%}")

    def _attempt(self, work):
        """Do `work`; True if it went well. A failure is said in place of the headline; the last good picture stays."""
        heard = _Heard(sys.stdout)
        self.error = None
        try:
            with contextlib.redirect_stdout(heard):
                work()
        except BaseException as error:  # whatever a learner's own function raises; SystemExit would end the kernel
            self.error = error
        self.lab.trouble = self.lab.explain(self.error) if self.error is not None else ""
        self._report(self.lab.trouble, heard.words())
        return self.error is None

    def _publish(self):
        for picture, pixels in zip(self.pictures, self.lab.panels(), strict=True):
            picture.value = pixels
        self.headline.value = html.escape(self.lab.facts.headline)
        self.facts.value = html.escape(self.lab.facts.text)

    def _report(self, trouble, printed):
        self.status.value = html.escape(trouble)
        self.headline.layout.display = "none" if trouble else None
        self.status.layout.display = None if trouble else "none"
        if printed:
            printed = _("show printed: {text}").format(text=printed)
            self.facts.value = html.escape("\n".join([self.lab.facts.text, printed]))


class _Heard(io.StringIO):
    """Keeps what this thread prints; what others print, such as a cell that runs meanwhile, goes where it would go.

    A loss that prints in every step of a training would send megabytes to the page, so only the beginning is kept.
    """

    most = 2000  # characters

    def __init__(self, elsewhere):
        super().__init__()
        self._elsewhere = elsewhere
        self._thread = threading.get_ident()
        self._left_out = 0

    def write(self, text):
        if threading.get_ident() != self._thread:
            return self._elsewhere.write(text)
        taken = super().write(text[: self.most - self.tell()])
        self._left_out += len(text) - taken
        return len(text)

    def words(self):
        """What was printed, and how much more there was."""
        more = _(" ... and {count:,} characters more").format(count=self._left_out) if self._left_out else ""
        return self.getvalue().strip() + more


def _where(error, functions):
    """Which line of the learner's notebook an error came from, in words; nothing when from elsewhere.

    That is the innermost function of the page that `functions` stand on: a loss, not the lab that asks for it.
    """
    callables = [_function(function) for function in functions]
    calls = [one if hasattr(one, "__globals__") else type(one).__call__ for one in callables if one is not None]
    pages = [id(call.__globals__) for call in calls if hasattr(call, "__globals__")]
    on_page = [step for step in traceback.walk_tb(error.__traceback__) if id(step[0].f_globals) in pages]
    if not on_page:
        return ""
    frame, line = on_page[-1]
    return _(" (line {line} of {name})").format(line=line - frame.f_code.co_firstlineno + 1, name=frame.f_code.co_name)


def _playing(play):
    """The name of the trait that tells whether a Play widget plays: it has changed from ipywidgets 7 to 8."""
    return "playing" if play.has_trait("playing") else "_playing"


def _classed(widget, css_class):
    widget.add_class(css_class)
    return widget


def _words_widget(css_class):
    return _classed(ipywidgets.HTML(), css_class)


# --- work of a cell that takes longer than a second -------------------------------------------------------------------


def watch(reports, words):
    """Show how far the work of a cell has come, and return its last report.

    reports: an iterator of reports, each with `progress` from 0 to 1, such as training.descend_linear(...)
    words: what the work is, beside the bar

    Raises ValueError for an iterator that ends without a report.
    """
    watched = _Watched(words)
    display(watched)
    report, heard = None, _Heard(sys.stdout)
    try:
        with contextlib.redirect_stdout(heard), cells.kernel_stays():
            for report in reports:
                watched.bar.value = report.progress
    finally:
        if heard.words():
            print(heard.words())
    if report is None:
        raise no_report()
    return report


class _Watched:
    """A bar and its words; where nothing runs, the words alone."""

    def __init__(self, words):
        self._words = words
        self.bar = _classed(ipywidgets.FloatProgress(value=0.0, min=0.0, max=1.0), "course-progress")
        self.caption = ipywidgets.Label(value=words)
        self._box = _classed(ipywidgets.Box(children=[style_sheet(), self.bar, self.caption]), "course-run")
        self._box.shown_by = self  # as long as the page has the box, the next run of the cell has to find it
        cells.keep(self)

    def __repr__(self):
        return self._words

    def _repr_mimebundle_(self, include=None, exclude=None):
        view = _view_reference(self._box)
        return {"text/plain": self._words, "application/vnd.jupyter.widget-view+json": view}

    def close(self):
        """Take it off the page."""
        cells.close_widgets(self._box)


# --- predict ----------------------------------------------------------------------------------------------------------


def predict(key):
    """The question that `utils.predictions` keeps under `key`, to commit to before its answer is shown."""
    question, answers, right = predictions.find(key)
    options = {_(answer): _(why) for answer, why in answers.items()}
    return Prediction(_(question), options, list(options)["abcd".index(right)])


def _no_option(option, options):
    return ValueError(_(
        "{option!r} is not among the options: {options}."
    ).format(option=option, options=", ".join(options)))


class Prediction:
    """A question with a few answers: one click commits, marks the right one and says why.

    question: str
    options: dict from each answer the learner may choose to what that choice deserves to hear
    right: the right one of them

    Raises ValueError when `right` is not among the options.
    """

    def __init__(self, question, options, right):
        if right not in options:
            raise _no_option(right, options)
        self.question, self.options, self.right = question, dict(options), right
        self.chosen = None
        self._box = None
        cells.keep(self)

    def choose(self, option):
        """Commit to `option`; the first choice stands. Returns what there is to say about it."""
        if option not in self.options:
            raise _no_option(option, self.options)
        self.chosen = self.chosen or option
        why = self.options[self.chosen]
        if self.chosen == self.right:
            return _("Yes. {why}").format(why=why)
        return _("No. {why} The answer is: {right}.").format(why=why, right=self.right)

    def _ask(self):
        return _("Predict: {question}").format(question=self.question)

    def __repr__(self):
        options = [f"  ( ) {words}" for words in self.options]
        return "\n".join([self._ask(), *options])

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self._box is None:
            self._box = self._build()
        return {"text/plain": repr(self), "application/vnd.jupyter.widget-view+json": _view_reference(self._box)}

    def close(self):
        """Take it off the page; displayed again it is built anew."""
        if self._box is not None:
            cells.close_widgets(self._box)
            self._box = None

    def _build(self):
        question, answer = _words_widget("course-question"), _words_widget("course-answer")
        question.value = html.escape(self._ask())
        buttons = {option: _classed(ipywidgets.Button(description=option), "course-option") for option in self.options}

        def commit(clicked):
            answer.value = html.escape(self.choose(clicked.description))
            for option, one in buttons.items():
                one.disabled = True
                one.icon = "check" if option == self.right else "times" if option == self.chosen else ""

        for one in buttons.values():
            one.on_click(commit)
        rows = [style_sheet(), question, *buttons.values(), answer]
        return _classed(ipywidgets.VBox(children=rows), "course-predict")


# --- how they look ----------------------------------------------------------------------------------------------------

# Pictures are drawn dark on white. On a dark page they are inverted and their hues turned back, so that blue stays
# blue: Layout has no trait for that, nor for wrapping a label above its track, hence a style sheet beside the widgets.
_CSS = """
.course-lab, .course-predict, .course-quiz { box-sizing: border-box; max-width: 950px; width: 100%;
  container-type: inline-size; padding: 10px 14px; border: 1px solid var(--jp-border-color2, #d0d4da);
  border-radius: 8px; font-variant-numeric: tabular-nums; font-family: var(--jp-ui-font-family, system-ui, sans-serif);
  --course-quiet: #616161; }
[data-jp-theme-light="false"] :is(.course-lab, .course-predict, .course-quiz) { --course-quiet: #bdbdbd; }
html[theme="dark"] :is(.course-lab, .course-predict, .course-quiz) { --course-quiet: #bdbdbd; color: #e3e3e3;
  background: #1e1e1e; --jp-ui-font-color1: #e3e3e3; --jp-widgets-color: #e3e3e3; --jp-widgets-label-color: #e3e3e3;
  --jp-widgets-readout-color: #e3e3e3; --jp-widgets-input-color: #e3e3e3; --jp-widgets-input-background-color: #303030;
  --jp-widgets-input-border-color: #8a8a8a; --jp-layout-color2: #3c3c3c; --jp-layout-color3: #5a5a5a;
  --jp-border-color2: #5a5a5a; --jp-brand-color1: #64b5f6; }
.course-lab .widget-html-content, .course-predict .widget-html-content, .course-quiz .widget-html-content {
  white-space: normal; line-height: 1.4; }
.course-lab .widget-html, .course-predict .widget-html, .course-quiz .widget-html {
  width: auto; height: auto; margin: 0 2px; }
.course-name .widget-html-content { color: var(--course-quiet); font-size: 13px; }
.course-headline .widget-html-content { font-size: 17px; font-weight: 600; line-height: 1.3; min-height: 2.6em; }
.course-facts .widget-html-content { font-size: 14px; min-height: 2.8em; white-space: pre-line; }
.course-status .widget-html-content { border-left: 4px solid VERMILLION; padding: 0 8px; min-height: 3.1em;
  white-space: pre-wrap; font-size: 14px; }
.course-play button:has(.fa-stop), .course-play button:has(.fa-redo), .course-play button:has(.fa-retweet) {
  display: none; }
.course-play { width: auto; }
.course-play .fa, .course-option .fa { font-family: system-ui, sans-serif; }
.course-play .fa-play::before { content: "\\25B6\\FE0E"; }
.course-play .fa-pause::before { content: "||"; font-weight: 900; }
.course-option .fa-check::before { content: "\\2713"; }
.course-option .fa-times::before { content: "\\2717"; }
.course-player { flex: 0 0 auto; width: auto; align-items: center; overflow: visible; }
.course-hint .widget-html-content { font-size: 12px; color: var(--course-quiet); visibility: hidden; }
.course-lab:focus-within .course-hint .widget-html-content { visibility: visible; }
.course-buttons { display: flex; flex-flow: row wrap; align-items: center; gap: 2px 4px; overflow: visible; }
.course-buttons .jupyter-button, .course-lab .widget-toggle-buttons .jupyter-button { width: auto; }
.course-run { display: flex; flex-flow: row wrap; align-items: center; gap: 2px 8px; overflow: visible; }
.course-run .jupyter-button { width: auto; }
.course-run .course-progress { flex: 1 1 8em; width: auto; min-width: 6em; height: 12px; margin: 0; }
.course-run .course-how-far { flex: 0 0 8.5em; margin: 0; }
.course-control:not(.jupyter-button) { width: calc(100% - 6px); height: auto; margin: 1px 2px; }
.course-control.widget-hslider { display: grid; grid-template-columns: 13em minmax(0, 1fr) 6em; align-items: center; }
.course-control .widget-label { width: auto; height: auto; text-align: left; align-self: center; overflow: visible;
  white-space: normal; line-height: 1.25; margin: 0; }
.course-control .slider-container { margin: 0 10px; }
.course-control .noUi-handle, .course-control.widget-slider .ui-slider .ui-slider-handle { border-color: #757575; }
.course-control .noUi-handle:focus { outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 2px; }
.course-control.widget-slider .ui-slider .ui-slider-handle:focus {
  outline: 2px solid var(--jp-brand-color1, #1976d2) !important; outline-offset: 2px; }
.course-lab .jupyter-button:focus-visible:enabled, .course-predict .jupyter-button:focus-visible:enabled,
.course-quiz .jupyter-button:focus-visible:enabled {
  outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px; }
.course-control .widget-readout { box-sizing: border-box; width: auto; min-width: 0; text-align: right;
  font-weight: 600; margin: 0; }
.course-control.widget-toggle-buttons, .course-control.widget-dropdown { display: grid; align-items: center;
  grid-template-columns: 13em minmax(0, 1fr); }
.course-control.widget-dropdown select { max-width: 22em; height: auto; min-height: 28px; }
html[theme="dark"] .course-control.widget-dropdown select { appearance: auto; color-scheme: dark;
  background-image: none; }
.course-pictures { display: flex; flex-flow: row wrap; gap: 4px; overflow: visible; }
.course-pictures .course-picture { flex: 1 1 300px; min-width: min(300px, 100%); max-width: 452px;
  align-self: flex-start; height: auto; margin: 0; object-fit: contain; border-radius: 6px; }
[data-jp-theme-light="false"] .course-picture, html[theme="dark"] .course-picture {
  filter: invert(0.93) hue-rotate(180deg); }
.course-question .widget-html-content { font-weight: 600; font-size: 15px; }
.course-option { width: auto; max-width: calc(100% - 4px); min-width: min(26em, 100% - 4px); height: auto;
  min-height: 28px; text-align: left; white-space: normal; line-height: 1.35; padding: 4px 10px;
  align-self: flex-start; }
.course-predict .course-option:disabled { opacity: 0.85; }
.course-answer .widget-html-content { min-height: 2.8em; font-size: 14px; }
@media (max-width: 560px) {
  .course-lab, .course-predict, .course-quiz { padding: 6px 0; border-width: 1px 0; border-radius: 0; } }
@container (max-width: 560px) {
  .course-control.widget-hslider { grid-template-columns: minmax(0, 1fr) 6em; }
  .course-control.widget-toggle-buttons, .course-control.widget-dropdown { grid-template-columns: minmax(0, 1fr); }
  .course-control .widget-label { grid-column: 1 / -1; }
  .course-control .slider-container { margin: 0 4px 0 10px; }
  .course-headline .widget-html-content { font-size: 15px; min-height: 3.9em; }
  .course-facts .widget-html-content { min-height: 7em; }
}
""".replace("VERMILLION", style.VERMILLION)


def style_sheet(more=""):
    """The hidden widget that carries the look of labs, and `more` rules of a display of its own."""
    return ipywidgets.HTML(value=f"<style {spoken.on_load()}>{_CSS}{more}</style>",
                           layout=ipywidgets.Layout(display="none"))
