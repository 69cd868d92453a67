"""Three Colab copies in classic Notebook 6 with ipywidgets 7.7.1's own JavaScript, light, moved by keyboard.

axe does not miss a slider that has no role, so roles, names, values, sizes and colours are asked for one by one.
"""

import pytest
from fronts import ClassicPage, classic
from notebook_session import FRONT_LESSONS
from test_browser import BUDGET, BUTTONS, MENU, PRESETS, SLIDER, TOGGLES, LabByKeyboard

pytestmark = [pytest.mark.browser, pytest.mark.colab]

WORDS = 4.5  # WCAG 2.2, level AA
PATIENCE = 2000  # milliseconds
WIDEST = 452  # pixels: a picture is 4 inches at 113 pixels an inch


@pytest.fixture(scope="module", params=FRONT_LESSONS, ids=lambda path: path.stem)
def lesson(request, browser):
    with classic(request.param) as server:
        page = ClassicPage(browser, server, request.param.name)
        page.run_all()
        yield page
        page.close()


def test_runs_without_an_error(lesson):
    assert lesson.errors() + lesson.troubles == []
    assert {display.kind for display in lesson.displays()} >= {"lab", "predict"}


def test_every_picture_is_as_wide_as_in_jupyterlab(lesson):
    wide = [
        f"{display.cell}: {width} px"
        for display in lesson.displays()
        for width in display.root.locator(".course-picture").evaluate_all("all => all.map(one => one.clientWidth)")
        if not WIDEST / 2 < width <= WIDEST
    ]
    assert wide == []


def test_every_slider_is_one_for_a_screen_reader(lesson):
    shown = [slider for display in lesson.displays() for slider in display.all(".widget-slider")]
    on_page = [told_on_page(slider) for slider in shown]
    assert lesson.sliders_told() == [(label, way) for label, _, way in on_page]
    for slider, (label, readout, _) in zip(shown, on_page, strict=True):
        handle = slider.locator(SLIDER)
        assert (handle.get_attribute("aria-label"), handle.get_attribute("aria-valuetext")) == (label, readout)
        before, way = readout, float(handle.get_attribute("aria-valuenow"))
        handle.press("ArrowLeft" if way == 100 else "ArrowRight")
        slider.page.wait_for_timeout(100)
        _, readout, _ = told_on_page(slider)
        assert readout == handle.get_attribute("aria-valuetext") != before, label
        handle.press("ArrowRight" if way == 100 else "ArrowLeft")


def told_on_page(slider):
    """Return (label, readout, how far along its track in percent) of a slider, as it looks."""
    return tuple(slider.evaluate("""slider => {
        const words = kind => slider.querySelector(kind).innerText.trim();
        const box = kind => slider.querySelector(kind).getBoundingClientRect();
        const [handle, track] = [box('.ui-slider-handle'), box('.ui-slider')];
        const way = 100 * (handle.left + handle.width / 2 - track.left) / track.width;
        return [words('.widget-label'), words('.widget-readout'), Math.round(way)];
    }"""))


def test_every_button_of_a_player_and_row_has_its_name_and_state(lesson):
    for display in lesson.displays():
        names = [button.get_attribute("aria-label") for button in display.root.locator(".course-play button").all()
                 if button.is_visible()]
        assert all(names) and len(names) == len(set(names))
        for group in display.all(TOGGLES):
            chosen = group.locator("[aria-pressed=true]").all_inner_texts()
            assert chosen == group.locator(".mod-active").all_inner_texts() and group.get_attribute("role") == "group"


def test_keys_on_a_control_leave_the_cells_alone(lesson):
    for display in lesson.displays():
        for kind in (SLIDER, MENU, PRESETS, BUTTONS, ".course-option", ".widget-toggle-button"):
            for control in display.all(kind)[:1]:
                before = lesson.count_cells()
                control.press("d")
                control.press("d")
                assert lesson.count_cells() == before, f"{display.cell}: {kind}"
        for reset in display.all(".course-reset"):  # letters choose in a menu
            reset.press("Enter")
            display.changed(None, 100)


def test_every_control_of_every_lab_answers_the_keyboard(lesson):
    quiet = BUDGET[lesson.name].get("quiet", {})
    labs = [LabByKeyboard(display, quiet) for display in lesson.displays() if display.kind == "lab"]
    assert [trouble for lab in labs for trouble in lab.troubles()] == []
    assert lesson.errors() + lesson.troubles == []


def test_every_question_answers_the_keyboard_and_all_words_are_readable(lesson):
    silent, faint = [], []
    for display in lesson.displays():
        for option in display.all(".course-option, .widget-toggle-button:not(.mod-active)")[:1]:
            before = display.state()
            option.press("Enter")
            if display.changed(before, PATIENCE)["answer"] == before["answer"] and display.kind != "lab":
                silent.append(display.cell)
        faint += [f"{display.cell}: {one['words']!r} {one['ratio']:.2f}"
                  for one in display.root.evaluate("root => window.course.contrasts(root)") if one["ratio"] < WORDS]
    assert (silent, faint) == ([], [])


def test_an_answer_of_the_quiz_can_be_taken_back(lesson):
    for quiz in (display for display in lesson.displays() if display.kind == "quiz"):
        row = quiz.root.locator(TOGGLES).nth(1)
        row.locator("button").first.press("Enter")
        reopen = quiz.root.get_by_role("button", name="leave 2 open")
        answered = quiz.changed(None, 300)["answer"]
        reopen.press("Enter")
        quiz.changed(None, 300)
        assert row.locator(".mod-active").count() == 0 and quiz.state()["answer"] != answered
