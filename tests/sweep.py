"""The sweep: move every control of every lab over its range, as a browser would, and say what goes wrong."""

import re

from notebook_session import SLOW, median_step

from tools.contract import GREY_SPREAD, NOT_FINITE


def sweep(session, allowed, training="whole"):
    """Move everything that can be moved in a running lesson.

    session: notebook_session.Session, running; allowed: the lesson's table in the budget
    training: "ends" moves the controls of labs that train to their ends alone, "none" leaves these labs out, "only" all
        other labs
    returns: (problems in words, list of (seconds, "cell: control = value"))
    """
    survey = session.front.ask("survey()")
    problems = [f"control {control['label']!r} belongs to no lab" for control in survey["orphans"]]
    shown = {root["id"]: session.cell_of(root["id"]) for root in survey["roots"]}
    for cell in session.stored.cells:
        if "lab" in cell.metadata.get("tags", []) and cell.id not in shown.values():
            problems.append(f"{cell.id}: shows no live lab")
    times = []
    for root in survey["roots"]:
        kind = {"course-lab": LabSweep, "course-predict": PredictSweep, "course-quiz": QuizSweep}[root["kind"]]
        one = kind(session.front, root, shown[root["id"]], allowed)
        if training == ("none" if one.trains else "only"):
            continue
        one.ends_only = training == "ends" and one.trains
        one.run()
        problems += one.problems
        times += one.times
    return problems, times


class RootSweep:
    """What labs and prediction boxes have in common."""

    trains = False
    ends_only = False

    def __init__(self, front, root, cell, allowed):
        self.front, self.root, self.cell = front, root, cell
        self.quiet = allowed.get("quiet", {})
        self.may_be_infinite = cell in allowed.get("not_finite", {})
        self.problems, self.times = [], []

    def complain(self, words):
        """Note a problem once."""
        words = f"{self.cell}: {words}"
        if words not in self.problems:
            self.problems.append(words)

    def state(self):
        """Return what the lab shows now."""
        return self.front.ask(f"state({self.root['id']!r})")

    def step(self, words, move, back):
        """Make a move and return the state after it, with everything noted that a learner should not meet."""
        step = self.timed(words, move, back)
        for noise in step.noise:
            self.complain(f"{words} {noise}")
        state = self.state()
        self.inspect(words, state)
        return state

    def timed(self, words, move, back):
        """Make a move and return the Step; complain when it is slow.

        In Colab a move of a training lab ends when the training does, as long as the lab is busy elsewhere. There a
        training is bound only by the patience of the front end, so here too: it is made once and not called slow.
        """
        if self.root["trains_at_once"]:
            return move()
        step = median_step(move, back)
        self.times.append((step.seconds, f"{self.cell}: {words}"))
        if step.seconds > SLOW:
            self.complain(f"{words} took {step.seconds:.1f} s")
        return step

    def inspect(self, words, state):
        """Note blank pictures, words from the status line, and numbers that are none."""
        for _, spread in state["pictures"]:
            if spread is None:
                self.complain(f"{words} leaves a picture that cannot be read")
            elif spread <= GREY_SPREAD:
                self.complain(f"{words} leaves a blank picture")
        if state["status"]:
            self.complain(f"{words} brings the status line to say {state['status']!r}")
        found = NOT_FINITE.search(told(state))
        if found and not self.may_be_infinite:
            self.complain(f"{words} shows the word {found.group(0)}")

    def click(self, button):
        """Click a button and return the state after it."""
        once = lambda: self.front.click(button["id"])  # noqa: E731
        return self.step(f"clicking {button['label']!r}", once, lambda: None)


class LabSweep(RootSweep):
    """Every enabled control over its range, then every button."""

    @property
    def trains(self):
        """True for a lab with a run: each move of its controls starts one."""
        return any("course-again" in control["classes"] for control in self.root["controls"])

    def run(self):
        """Sweep one lab and note its problems."""
        before = self.front.ask("counts()")
        first = self.state()
        self.inspect("at its start,", first)
        if not first["pictures"]:
            self.complain("has no picture")
        if not told(first).strip():
            self.complain("says nothing in its headline and facts")
        controls = [control for control in self.root["controls"] if not control["disabled"]]
        left_out = ("Button", "Play") if self.ends_only else ("Button",)
        moving = [control for control in controls if control["kind"] not in left_out]
        for control in sorted(moving, key=lambda control: control["kind"] == "Play"):  # Play leaves its slider moved
            self.sweep_control(control, first)
        if controls and not self.ends_only:  # a still picture has none, not even Reset
            self.click_buttons([control for control in controls if control["kind"] == "Button"], first)
        after = self.front.ask("counts()")
        for what, number in before.items():
            if after[what] > number:
                self.complain(f"moving its controls leaves {after[what] - number} more {what}")

    def sweep_control(self, control, first):
        """Move one control to its ends, its middle or through its options, and back."""
        trait, start, values = positions(control)
        beside = control.get("beside", {})
        if self.trains and control["kind"] == "SelectionSlider":  # every position would be a training of its own
            values = [values[0], values[-1], values[len(values) // 2]]
        if self.ends_only:
            values = [min(values), max(values)]
        states = [first]
        previous = start
        for value in [*values, start]:
            if value == previous:
                continue
            words = f"{control['label']} = {shown(control, value)}"
            state = self.step(
                words,
                lambda value=value: self.front.update(control["id"], **{trait: value}, **beside),
                lambda value=previous: self.front.update(control["id"], **{trait: value}, **beside),
            )
            if picture_and_words(state) == picture_and_words(states[-1]) and not self.is_quiet(control):
                self.complain(f"{words} changes nothing")
            states.append(state)
            previous = value
        if self.is_quiet(control):
            return
        if len({pixels(state) for state in states}) == 1:
            self.complain(f"{control['label']} moves no picture")
        if len({told(state) for state in states}) == 1:
            self.complain(f"{control['label']} changes no words")
        if told(states[-1]) != told(first) and control["kind"] != "Play":
            self.complain(f"{control['label']} back at its start does not bring back the words of the start")

    def click_buttons(self, buttons, first):
        """Click presets and other buttons; each changes something, and Reset leads back."""
        resets = [button for button in buttons if "course-reset" in button["classes"]]
        repeats = [button for button in buttons if "course-again" in button["classes"]]
        if len(resets) != 1:
            self.complain(f"has {len(resets)} Reset buttons")
            return
        self.back_to(resets[0], first)
        for button in repeats:  # the same run for the same values
            if picture_and_words(self.click(button)) != picture_and_words(first):
                self.complain(f"clicking {button['label']!r} does not end as it did before")
        for button in buttons:
            if button in resets + repeats:
                continue
            changed = picture_and_words(self.click(button)) != picture_and_words(first)
            if not changed and not self.is_quiet(button):  # a preset may be the start itself: come from elsewhere
                elsewhere = self.move_away()
                if picture_and_words(self.click(button)) == picture_and_words(elsewhere):
                    self.complain(f"clicking {button['label']!r} changes nothing")
            self.back_to(resets[0], first)

    def move_away(self):
        """Move the first control from its start and return the state after it."""
        control = next(one for one in self.root["controls"] if one["kind"] != "Button" and not one["disabled"])
        trait, start, values = positions(control)
        value = next(value for value in values if value != start)
        self.front.update(control["id"], **{trait: value}, **control.get("beside", {}))
        return self.state()

    def back_to(self, reset, first):
        """Click Reset and compare the words with those of the start."""
        if told(self.click(reset)) != told(first):
            self.complain(f"clicking {reset['label']!r} does not lead back to the start")

    def is_quiet(self, control):
        """True when the budget says that a control changes nothing from the start."""
        return f"{self.cell}: {control['label']}" in self.quiet


class PredictSweep(RootSweep):
    """One answer is clicked; it must be heard."""

    def run(self):
        """Click the first answer and note what goes wrong."""
        buttons = [
            control for control in self.root["controls"] if control["kind"] == "Button" and not control["disabled"]
        ]
        if len(buttons) < 2:
            self.complain("offers fewer than two answers")
            return
        before = self.state()["answer"]
        if self.click(buttons[0])["answer"] == before:
            self.complain("an answer is clicked and nothing is said")


class QuizSweep(RootSweep):
    """Every option of every question is chosen; each must be heard."""

    def run(self):
        """Answer every question in every way, then click what there is to click."""
        buttons = [control for control in self.root["controls"] if control["kind"] == "Button"]
        for control in self.root["controls"]:
            if control["kind"] == "Button":
                continue
            for option in range(control["options"]):
                before = self.state()["answer"]
                move = lambda option=option: self.front.update(control["id"], index=option)  # noqa: B023, E731
                if self.step(f"option {option}", move, lambda: None)["answer"] == before:
                    self.complain("an answer is chosen and nothing is said")
        for button in buttons:
            before = self.front.ask("counts()")
            self.click(button)
            if self.front.ask("counts()") != before:
                self.complain(f"clicking {button['label']!r} leaves widgets behind")


def positions(control):
    """Return (trait, start, values to visit) of a control that is no button."""
    if control["kind"] in ("Checkbox", "ToggleButton"):
        return "value", control["start"], [not control["start"]]
    if "options" in control:
        return "index", control["start"], list(range(control["options"]))
    low, high = control["low"], control["high"]
    middle = low + round((high - low) / 2 / control["step"]) * control["step"]
    values = [low, high, middle]
    if control["base"]:
        values = [control["base"] ** exponent for exponent in values]
    if control["whole"]:
        values = [int(value) for value in values]
    return "value", control["start"], values


def shown(control, value):
    """Return a position as a reader would name it."""
    return f"{value:.4g}" if isinstance(value, float) else f"option {value}" if "options" in control else str(value)


def told(state):
    """Return the words of a lab, one space between them."""
    return re.sub(r"\s+", " ", f"{state['headline']} {state['facts']}")


def pixels(state):
    """Return what identifies the pictures of a lab."""
    return tuple(name for name, _ in state["pictures"])


def picture_and_words(state):
    """Return all a learner can see change."""
    return pixels(state), told(state)
