"""Three lessons in the stand-in for Colab's page (tests/frames.py): colours, marks, a drag without back-pressure."""

import pytest
from frames import frames
from notebook_session import FRONT_LESSONS

pytestmark = [pytest.mark.browser, pytest.mark.colab]

WORDS, MARKS = 4.5, 3.0  # WCAG 2.2, level AA
PATIENCE = 2000  # milliseconds
STEPS = 20
HANDLE = ".ui-slider-handle"
ICON_FONTS = range(0xE000, 0xF900)  # Unicode's private use area, where icon fonts keep theirs


@pytest.fixture(scope="module", params=FRONT_LESSONS, ids=lambda path: path.stem)
def lesson(request, browser, tmp_path_factory):
    with frames(browser, request.param, tmp_path_factory.mktemp(request.param.stem[:2])) as page:
        yield page


def test_the_frames_are_what_they_stand_for(lesson):
    for frame in lesson.frames():
        told = frame.evaluate("""[origin, document.documentElement.getAttribute('theme'),
            document.fonts.check('12px FontAwesome'), [...document.fonts].filter(one => one.status === 'loaded').length,
            getComputedStyle(document.documentElement).getPropertyValue('--jp-layout-color3').trim() !== '']""")
        assert told[:2] == ["null", "dark"] and told[3:] == [0, True]


def test_a_drag_ends_on_the_value_shown(lesson):
    """No move waits for the one before it, and what comes after the kernel is idle is lost."""
    stale = []
    for display in [display for display in lesson.displays() if display.all(HANDLE)][:2]:
        handle = display.all(HANDLE)[0]
        drag(lesson, handle)
        shown = display.changed(None, 400)
        handle.press("ArrowLeft")
        display.changed(shown, PATIENCE)
        handle.press("ArrowRight")
        if display.changed(None, 400) != shown:
            stale.append(f"{display.cell}: {shown['headline']!r}")
    assert stale == [] and lesson.troubles == []


def drag(lesson, handle):
    """Pull a handle to the far right and three quarters back, faster than the kernel draws."""
    box, track = handle.bounding_box(), handle.locator("..").bounding_box()
    y = box["y"] + box["height"] / 2
    mouse = lesson.page.mouse
    mouse.move(box["x"] + box["width"] / 2, y)
    mouse.down()
    mouse.move(track["x"] + track["width"], y, steps=STEPS)
    mouse.move(track["x"] + track["width"] / 4, y, steps=STEPS)
    mouse.up()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_words_are_readable(lesson, theme):
    lesson.use_theme(theme)
    answer_all(lesson)
    faint = [
        f"{display.cell}: {one['words']!r} {one['ratio']:.2f}"
        for display in lesson.displays()
        for one in display.root.evaluate("root => window.course.contrasts(root)")
        if one["ratio"] < WORDS
    ]
    assert faint == []


def answer_all(lesson):
    """Choose in every question and quiz, and another option of every row: what is chosen has its own colours."""
    for display in lesson.displays():
        for option in display.all(".course-option, .widget-toggle-button:not(.mod-active)")[:1]:
            before = display.state()
            option.press("Enter")
            display.changed(before, PATIENCE)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_marks_on_buttons_are_seen_without_an_icon_font(lesson, theme):
    lesson.use_theme(theme)
    answer_all(lesson)
    found = [one | {"cell": display.cell} for display in lesson.displays()
             for one in display.root.evaluate("root => window.course.marks(root)")]
    kinds = {kind for one in found for kind in one["kind"].split()}
    assert {"fa-check", "fa-play", "fa-pause"} <= kinds
    lost = [one for one in found if one["ratio"] < MARKS or one["width"] < 4 or not one["content"]
            or any(ord(letter) in ICON_FONTS for letter in one["content"])]
    assert lost == []
