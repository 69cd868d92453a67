"""The controls of a lab: each knows its range, its words, and the core widget that moves it."""

import math

import ipywidgets
import numpy as np
import traitlets

from utils.language import _


class Control:
    """One input of a lab.

    start: the value a lab opens with and Reset returns to
    label: words beside the control; None takes the name it is given in `Lab(...)`
    """

    playable = False
    unit = ""

    def __init__(self, start, label=None):
        if not isinstance(label, str | None):
            raise TypeError(_("label takes words, not {label!r}.").format(label=label))
        self.start = start
        self.label = label

    def caption(self, name):
        """The words beside the control that a lab knows as `name`."""
        words = self.label or name.replace("_", " ")
        return f"{words} ({self.unit})" if self.unit else words

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
        low, high, start = _end("low", low), _end("high", high), _part("start", start)
        step = None if step is None else _part("step", step)
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
        positions = [_part(f"position {place}", number) for place, number in enumerate(positions, 1)]
        start = _part("start", start)
        if len(positions) < 2 or any(not one < other for one, other in zip(positions, positions[1:], strict=False)):
            raise ValueError(_(
                "A slider over a list needs two numbers or more, each larger than the one before; it was given "
                "{positions}."
            ).format(positions=", ".join(map(str, positions))))
        self.unit, self.playable = unit, play
        self.positions = positions
        self.start = self.check(start)

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
        low, high, start = _end("low", low), _end("high", high), _part("start", start)
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
        return next((place for place, option in enumerate(self.options.values()) if is_same(option, value)), None)

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


def is_same(one, other):
    """Whether two values of a choice are the same; they may be arrays, which compare number by number."""
    try:
        return one is other or bool(one == other)
    except (ValueError, RuntimeError):  # several numbers are neither True nor False
        return np.array_equal(one, other)


def _number(value, complaint):
    """`value` as a plain number, also out of numpy and torch; ValueError for what is none, such as a string."""
    try:
        number = value.item() if hasattr(value, "item") else value
        float(number)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        raise ValueError(complaint) from None
    if isinstance(number, str | bytes):
        raise ValueError(complaint)
    return number


def _value(value):
    """`value`, which a control was given, as a plain number."""
    return _number(value, _("{value!r} is no value of this control.").format(value=value))


def _part(part, value):
    """A part of a slider as a plain number."""
    return _number(value, _("A slider takes numbers; its {part} was {value!r}.").format(part=part, value=value))


def _end(part, value):
    """An end of a slider as a plain number."""
    number = _part(part, value)
    if math.isinf(number):
        raise ValueError(_(
            "A slider runs from one number to another, neither of them infinite; its {part} was {value}."
        ).format(part=part, value=number))
    return number


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
