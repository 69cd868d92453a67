"""A lab: controls, a picture that answers at once, and the same result in words beside it."""

from typing import NamedTuple

import torch
from matplotlib.artist import Artist
from matplotlib.container import Container

from utils.labs import guard, registry
from utils.labs.controls import Button, Control
from utils.labs.figure import BlittedFigure
from utils.labs.scheduling import ONE_AT_A_TIME, Run
from utils.labs.view import View
from utils.labs.widgets import VIEW, view_reference
from utils.language import _


class Facts(NamedTuple):
    """What a picture shows, in words: one `headline`, and the numbers as `text`."""

    headline: str
    text: str = ""


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
    picture, view: its figure.BlittedFigure, and the view.View of its widgets, None until it is displayed
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
        self.picture = None
        self.view = None
        registry.register(self)
        self._open()

    @property
    def busy(self):
        return self.view is not None and self.view.busy

    def set(self, **values):
        """Move several controls at once and draw once; controls not named stay where they are.

        Raises as `checked`, and what `show` or `run` raises; then `drawn`, `facts` and the pixels are what they were.
        """
        self._open()
        values = self.values | self.checked(values)
        if self.view is None:
            self.values = values
            try:
                self.draw()
            except BaseException as error:
                self.trouble = self.explain(error)
                raise
        else:
            self.view.move(values)
            self.view.finish()
            if self.view.error is not None:
                raise self.view.error

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
            view, self.view, self.picture = self.view, None, None
            self.values = dict(self.start)
            if view is not None:
                view.close()

    def _open(self):
        """Draw the start, whose ghost stays, if that is not done or the lab was closed."""
        if self.picture is None:
            self.draw()

    def new_run(self):
        """A scheduling.Run for the present values, of which nothing is done yet."""
        with guard.exit_refused():
            return Run(self.run(**self.values), dict(self.values))

    def draw_reports(self, *reports):
        """Draw the present values; reports: none, or for a lab with `run` the list of what it has reported so far."""
        with ONE_AT_A_TIME, guard.exit_refused(), torch.enable_grad():  # a cell may have turned slopes off for good
            if self.picture is None:
                self.picture = BlittedFigure(self.n_panels, self.frame)
            values = dict(self.values)
            answer = self.picture.draw(lambda *axes: _as_facts(self.show(*axes, *reports, **values)))
            self.facts, self.drawn, self.trouble = answer, values, ""

    def panels(self):
        """The pictures as they stand, one PNG (bytes) a panel."""
        return self.picture.panels()

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
            return self.picture.card(self.name, self.facts.headline, self.settings(), texts)

    def explain(self, error):
        """What an error of `show` or `run` says, in words, and where it came from."""
        if isinstance(error, KeyboardInterrupt):
            return _("Stopped. Move a control to go on; the picture shows the last values that were drawn.")
        where = guard.error_location(error, (self.show, self.run))
        return _(
            "{kind}: {message}{where}\nThe picture still shows the last values that worked."
        ).format(kind=type(error).__name__, message=error, where=where)

    def __repr__(self):
        return self.words()

    def _repr_mimebundle_(self, include=None, exclude=None):
        with ONE_AT_A_TIME:
            self._open()
            if self.view is None:
                self.view = View(self)
            data = {"text/plain": self.words(), "image/png": self.card(),
                    VIEW: view_reference(self.view.box)}
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
    function = guard.unwrapped(show)
    lines = (function.__doc__ or "").strip().splitlines()
    words = getattr(function, "__name__", type(function).__name__).removeprefix("show_").replace("_", " ")
    return lines[0] if lines else words.capitalize().replace("<lambda>", "")


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
    several = answer if isinstance(answer, list | tuple) else ()
    if any(isinstance(one, Artist | Container) for one in (answer, *several)):  # a lambda returns what axes.plot does
        return Facts("")
    raise TypeError(_(
        "A lab's show returns Facts, a string or nothing; this one returned {kind}."
    ).format(kind=type(answer).__name__))
