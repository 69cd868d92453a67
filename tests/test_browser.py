"""Every lesson in a real browser: opened, run, every control moved by keyboard, seen in three widths and two themes.

A lesson is opened and run once for all tests of it. They look for what a learner should not meet: errors, a control
that does nothing, words cut off, names that a screen reader does not get, a request that leaves the machine.
"""

import re
import tomllib

import pytest
from axe_playwright_python.sync_playwright import Axe
from notebook_session import LESSONS, TESTS

from tools.browser import THEMES, LessonPage

pytestmark = pytest.mark.browser

BUDGET = tomllib.loads((TESTS / "budget.toml").read_text(encoding="utf-8"))
NOT_OURS = ("link-in-text-block",)  # JupyterLab's style does not underline the links of a text
PATIENCE = 2000  # milliseconds until a move that has changed nothing counts as such
WORDS = 4.5  # WCAG 2.2, level AA
WIDTHS = (375, 768, 1280)
SLIDER, MENU, SWITCH = ".noUi-handle, .ui-slider-handle", "select", "[type=checkbox]"  # of ipywidgets 8 and 7
TOGGLES, PLAY = ".widget-toggle-buttons", ".course-play"
PRESETS, BUTTONS = ".course-preset", ".course-buttons > .course-control"


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request, browser, server):
    """A lesson, open and run from top to bottom."""
    page = LessonPage(browser, server, f"notebooks/{request.param.name}")
    page.run_all()
    yield page
    page.close()


def quiet(lesson):
    """Return the controls of a lesson that need not change anything, as "cell: label", from tests/budget.toml."""
    return BUDGET[lesson.name].get("quiet", {})


# --- what a learner should not meet -----------------------------------------------------------------------------------


def test_runs_without_an_error(lesson):
    assert lesson.errors() + lesson.troubles == []


def test_every_control_of_every_lab_answers_the_keyboard(lesson):
    labs = [LabByKeyboard(display, quiet(lesson)) for display in lesson.displays() if display.kind == "lab"]
    assert labs, "no lab was found"
    assert [trouble for lab in labs for trouble in lab.troubles()] == []
    assert lesson.errors() + lesson.troubles == []


def test_every_question_answers_the_keyboard(lesson):
    silent = []
    for display in (display for display in lesson.displays() if display.kind != "lab"):
        for option in display.all(".course-option, .widget-toggle-button")[:1]:
            before = display.state()
            option.press("Enter")
            if display.changed(before, PATIENCE)["answer"] == before["answer"]:
                silent.append(display.cell)
    assert silent == []


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_cut_off(lesson, theme):
    lesson.use_theme(theme)
    lesson.page.evaluate("window.course.openFolds()")
    cut = []
    for width in WIDTHS:
        lesson.resize(width)
        cut += [f"{width} px: {words}" for words in lesson.page.evaluate("window.course.cut()")]
    assert cut == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_what_the_course_shows(lesson, theme):
    lesson.use_theme(theme)
    assert findings_of_axe(lesson) == []


def findings_of_axe(lesson):
    """Return what axe-core finds wrong with outputs and text, a line each.

    The rest of the page is JupyterLab's, and so are the colours of code in the text.
    axe leaves out the contrast of what is scrolled away, hence a window as high as the notebook, and of all that is in
    a `body` without height, which is JupyterLab's.
    """
    lesson.resize(1280, lesson.page.evaluate("window.course.fullHeight()"))
    lesson.page.evaluate("document.body.style.height = '100vh'")
    ours = {"include": [[".jp-OutputArea-output"], [".jp-MarkdownOutput"]], "exclude": [[".jp-MarkdownOutput pre"]]}
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in NOT_OURS}}
    found = Axe().run(lesson.page, context=ours, options=options)
    lesson.resize(1280)
    return [f"{each['id']} ({each['impact']}), {len(each['nodes'])} times, first: {each['nodes'][0]['html'][:200]}"
            for each in found.response["violations"]]


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_readable_also_once_answered(lesson, theme):
    """axe leaves out what is disabled, and the options of an answered question are: they carry the answer."""
    lesson.use_theme(theme)
    faint = []
    for display in lesson.displays():
        for option in display.all(".course-option")[:1]:
            before = display.state()
            option.press("Enter")
            display.changed(before, PATIENCE)
        faint += [f"{display.cell}: {one['words']!r} {one['ratio']:.2f}"
                  for one in display.root.evaluate("root => window.course.contrasts(root)") if one["ratio"] < WORDS]
    assert faint == []


def test_a_menu_is_as_high_as_a_button(lesson):
    low = [display.cell for display in lesson.displays() for menu in display.all(MENU)
           if menu.bounding_box()["height"] < display.root.locator(".course-reset").bounding_box()["height"]]
    assert low == []


def test_a_screen_reader_gets_the_names_on_the_page(lesson):
    """Oracle: the names that playwright computes as browsers do for assistive technology."""
    nameless = []
    roles = {SLIDER: "slider", MENU: "combobox", TOGGLES: "group", SWITCH: "checkbox", f"{PLAY} button": "button"}
    for display in lesson.displays():
        for selector, role in roles.items():
            for control in display.all(selector):
                name = display.label(control)
                if not (name and display.root.get_by_role(role, name=name, exact=True).count()):
                    nameless.append(f"{display.cell}: no {role} is called {name!r}")
        for picture in display.all(".course-picture"):
            if not picture.get_attribute("alt"):
                nameless.append(f"{display.cell}: a picture without words")
    assert nameless == []


def test_a_screen_reader_gets_the_values_on_the_page(lesson):
    wrong = []
    for display in lesson.displays():
        for slider in display.all(".widget-slider"):
            shown = slider.locator(".widget-readout").inner_text().strip()
            told = slider.locator(SLIDER).get_attribute("aria-valuetext")
            if shown != told:
                wrong.append(f"{display.cell}: the page shows {shown!r}, a screen reader hears {told!r}")
    assert wrong == []


def test_the_focus_can_be_seen(lesson):
    displays = {display.kind: display for display in lesson.displays()}.values()  # one of each kind stands for all
    unseen = []
    for display in displays:
        for selector in (SLIDER, "button", MENU, SWITCH):
            for control in display.all(selector)[:1]:
                before = around(control)
                control.press("Shift")
                if around(control) == before:
                    unseen.append(f"{display.cell}: {selector} looks the same with the focus on it")
                control.evaluate("control => control.blur()")
    assert unseen == []


def around(control, margin=6):
    """Return a screenshot (bytes) of a control and of the ring around it."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    clip = {"x": box["x"] - margin, "y": box["y"] - margin,
            "width": box["width"] + 2 * margin, "height": box["height"] + 2 * margin}
    return control.page.screenshot(clip=clip, caret="hide")


def test_nothing_is_asked_of_another_machine(lesson):
    assert lesson.away == []


# --- one lab, moved by keyboard ---------------------------------------------------------------------------------------


class LabByKeyboard:
    """Moves every control of a lab by its keys: each has to change picture and words, Reset to bring back the start."""

    def __init__(self, display, quiet):
        self.display, self.quiet = display, quiet
        self.trains = bool(display.all(".course-again"))
        self.ways = {SLIDER: self.slide, MENU: self.choose, TOGGLES: self.toggle, SWITCH: self.switch, PLAY: self.play}
        self.told = []

    def troubles(self):
        """Move all there is; return what went wrong, in words."""
        start = self.display.state()
        for selector, move in self.ways.items():
            for control in self.display.all(selector):
                label = self.display.label(control)
                if not self.is_quiet(control):
                    self.check(label, start, move(control))
                    self.reset(label, start)
        self.click_presets(start)
        self.click_buttons(start)
        for again in self.display.all(".course-again"):
            if words(self.press(again, "Enter")) != words(start):
                self.complain("trained again, it ends otherwise")
        return self.told

    def complain(self, words):
        """Note what is wrong."""
        self.told.append(f"{self.display.cell}: {words}")

    def press(self, control, key):
        """Press a key with the focus on a control; return the state once that has had its effect."""
        before = self.display.state()
        control.press(key)
        after = self.display.changed(before, PATIENCE)
        if after["status"]:
            self.complain(f"{key} on {self.display.label(control)!r}: {after['status']}")
        return after

    def check(self, label, start, states):
        """Each control has to change the picture and the words, in one of the `states` that it led to at least."""
        if all(state["pictures"] == start["pictures"] for state in states):
            self.complain(f"{label!r} moves no picture")
        if all(words(state) == words(start) for state in states):
            self.complain(f"{label!r} changes no words")

    def reset(self, label, start):
        """Go back to the start by the lab's own button."""
        state = self.display.state()
        if state == start:
            return
        (button,) = self.display.all(".course-reset")
        if (state := self.press(button, "Enter")) != start:
            self.complain(f"Reset after {label!r} leads to {words(state)!r} instead of {words(start)!r}")

    def slide(self, handle):
        """One step, then to the end that is farther; where each value is a training, one step has to do."""
        low, high, now = (float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "max", "now"))
        step = self.press(handle, "ArrowLeft" if now == high else "ArrowRight")
        return [step] if self.trains else [step, self.press(handle, "Home" if now - low > high - now else "End")]

    def choose(self, menu):
        """The next option, or the one before the last."""
        is_last = menu.evaluate("menu => menu.selectedIndex === menu.options.length - 1")
        return [self.press(menu, "ArrowUp" if is_last else "ArrowDown")]

    def toggle(self, group):
        """The first option that is not chosen."""
        return [self.press(group.locator("button:not(.mod-active)").first, "Enter")]

    def switch(self, box):
        """On, or off."""
        return [self.press(box, "Space")]

    def play(self, player):
        """Play until something has moved, then pause: the end may look like the start."""
        before = self.display.state()
        player.locator("button").first.press("Space")
        moved = self.display.moving(before, PATIENCE)
        return [moved, self.press(player.locator("button:has(.fa-pause)"), "Space")]  # in ipywidgets 8 the same one

    def click_presets(self, start):
        """Each preset leads elsewhere than the one before it, the first than the start or what it is moved to."""
        presets = self.display.all(PRESETS)
        moved = self.move_away() if presets else start
        previous = None
        for preset in presets:
            state = self.press(preset, "Enter")
            if (state == previous or state == moved == start) and not self.is_quiet(preset):
                self.complain(f"{self.display.label(preset)!r} changes nothing")
            previous = state
        self.reset("the presets", start)

    def click_buttons(self, start):
        """Each button of the lab's own changes something at the start."""
        for button in self.display.all(BUTTONS):
            label = self.display.label(button)
            if not self.is_quiet(button) and self.press(button, "Enter") == start:
                self.complain(f"{label!r} changes nothing")
            self.reset(label, start)

    def is_quiet(self, control):
        """True when the budget says that a control changes nothing from the start."""
        return f"{self.display.cell}: {self.display.label(control)}" in self.quiet

    def move_away(self):
        """Move the first control, if any; return the state: a preset may be the start itself."""
        for selector, move in self.ways.items():
            for control in self.display.all(selector):
                return move(control)[-1]
        return self.display.state()


def words(state):
    """Return the words of a lab, one space between them."""
    return re.sub(r"\s+", " ", f"{state['headline']} {state['facts']}")
