"""The live widgets of a lab, and what a hand does to them.

Never `Output`, `interact` or pyplot: they are slow, flicker, and cannot be compared by nbval.
"""

import contextlib
import html

import ipywidgets

from utils.environment import in_colab
from utils.labs import guard, widgets
from utils.labs.controls import CountingButton, Slider, StopsSlider, is_same
from utils.labs.scheduling import ONE_AT_A_TIME, Coalescer, CooperativeTask
from utils.language import _


class View:
    """The live widgets of one Lab and the wiring between them."""

    slice = 0.05  # seconds of a run between two of its pictures, which take about as long

    def __init__(self, lab):
        self.lab = lab
        self.redraw = Coalescer(self._refresh)
        self.task = CooperativeTask(self._step)  # of a lab with a run; others never begin it
        self.work = None  # the scheduling.Run that goes on, or the last one
        self.error = None  # of the last move
        self._moving_all = False
        self.plays = []
        self.inputs = {name: control.widget(control.caption(name)) for name, control in lab.controls.items()}
        self.headline = widgets.text("course-headline")
        self.facts = widgets.text("course-facts")
        self.status = widgets.text("course-status")
        self.pictures = [widgets.classed(ipywidgets.Image(format="png"), "course-picture")
                         for _panel in range(lab.n_panels)]
        for name, widget in self.inputs.items():
            widgets.classed(widget, "course-control")
            lab.controls[name].put(widget, lab.values[name])
            widget.observe(self._on_move, names="value")
            if lab.run is not None and in_colab() and widget.has_trait("continuous_update"):
                widget.continuous_update = False  # each value of a drag would be trained to its end
        self.box = widgets.classed(ipywidgets.VBox(children=self._rows()), "course-lab")
        self._publish()
        self._report(lab.trouble, "")

    @property
    def busy(self):
        return self.redraw.waiting or self.task.busy

    def _rows(self):
        name = widgets.text("course-name", self.lab.name)
        pictures = widgets.row(self.pictures, "course-pictures")
        if not self.lab.controls:
            return [widgets.style_sheet(), name, self.headline, pictures, self.facts]
        slides = any(isinstance(control, Slider | StopsSlider) for control in self.lab.controls.values())
        keys = [_("Arrow keys move the slider in focus, Home and End jump to its ends.")] if slides else []
        hint = widgets.text("course-hint", " ".join([*keys, _("Grey: where the lab started.")]))
        above = [widgets.style_sheet(), name, self.headline, self.status, self._buttons()]
        if self.lab.run is not None:
            above.append(self._run_row())
        clicked = [widget for widget in self.inputs.values() if isinstance(widget, CountingButton)]
        moved = [widget for widget in self.inputs.values() if widget not in clicked]
        row = [widgets.row(clicked, "course-buttons")] if clicked else []
        return [*above, *moved, *row, pictures, self.facts, hint]

    def _buttons(self):
        """Presets, Reset, and Play for the sliders that ask for it."""
        buttons = [self._preset(words, values, "course-preset") for words, values in self.lab.presets.items()]
        buttons.append(self._preset(_("Reset"), self.lab.start, "course-reset"))
        for name, control in self.lab.controls.items():
            if control.playable:
                caption = ipywidgets.Label(value=_("play {what}").format(what=control.caption(name)))
                buttons.append(widgets.row([caption, self._play(name, control)], "course-player"))
        return widgets.row(buttons, "course-buttons")

    def _preset(self, words, values, css_class):
        button = widgets.button(words, css_class)

        def jump(_button):
            for play in self.plays:
                setattr(play, widgets.playing_trait(play), False)
            self.move(values)

        button.on_click(jump)
        return button

    def _play(self, name, control):
        frames = 60
        play = widgets.classed(ipywidgets.Play(min=0, max=frames, interval=100, show_repeat=False), "course-play")

        def advance(change):
            if getattr(play, widgets.playing_trait(play)):  # a frame still on its way after a preset comes too late
                self.inputs[name].value = control.at(change["new"] / frames)

        play.observe(advance, names="value")
        self.plays.append(play)
        return play

    def _run_row(self):
        """How far the run has come, and the buttons that end it and start it again."""
        self.again_button = widgets.button(_("Train again"), "course-again")
        self.stop_button = widgets.button(_("Stop"), "course-stop", disabled=True)
        self.progress = widgets.classed(ipywidgets.FloatProgress(value=1.0, min=0.0, max=1.0), "course-progress")
        self.progress.layout.visibility = "hidden"  # the first run is done
        self.how_far = widgets.classed(ipywidgets.Label(), "course-how-far")
        self.again_button.on_click(lambda _button: self._begin(again=True))
        self.stop_button.on_click(lambda _button: self._stop())
        row = [self.again_button, self.stop_button, self.progress, self.how_far]
        if in_colab():  # all is done within one message, and a click on Stop would wait for its end
            self.stop_button.layout.display = "none"
            row.append(ipywidgets.Label(value=_("To stop it: Runtime > Interrupt execution.")))
        return widgets.row(row, "course-run")

    def move(self, values):
        """Set all controls, then draw once."""
        self._moving_all = True
        try:
            for name, value in values.items():
                self.lab.controls[name].put(self.inputs[name], value)
        finally:
            self._moving_all = False
        self.redraw.now()

    def close(self):
        """Do nothing more, and take all widgets off the page."""
        self.task.stop()
        self.redraw.waiting = False
        self.work = None
        widgets.close(self.box)

    def finish(self):
        """See a run to its end, for whoever moved in code and will read the result in the next line."""
        self.task.finish()

    def _on_move(self, change):
        if not self._moving_all:
            self.redraw.request()

    def _refresh(self):
        """Draw the newest values, or begin the run whose reports will be drawn."""
        if self.lab.view is not self:  # closed while this move waited for its turn
            return
        if self.lab.run is None:
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
            if not self._attempt(lambda: self._renew_work(again and not self.task.has_just_ended)):
                self.task.stop()
            elif self.work is not before:
                self._show_progress(goes_on=True)  # before the first picture, so that nobody takes that for the last
                self.task.begin()

    def _renew_work(self, again):
        self._take_values()
        is_the_same = self.work is not None and all(
            is_same(value, self.lab.values[name]) for name, value in self.work.values.items())
        if not (is_the_same and (self.task.busy or (self.work.finished and not again))):
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
            self.task.stop()
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
        output = guard.CapturedOutput()
        self.error = None
        try:
            with contextlib.redirect_stdout(output):
                work()
        except BaseException as error:  # whatever a learner's own function raises; SystemExit would end the kernel
            self.error = error
        self.lab.trouble = self.lab.explain(self.error) if self.error is not None else ""
        self._report(self.lab.trouble, output.words())
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
