"""The quiz: ten sound questions, one line that carries ten answers, and a second round that tells what changed."""

import re
from collections import Counter

import ipywidgets
import pytest
from prose import is_said, spoken

from tools import notebooks
from tools.notebooks import NOTEBOOKS
from utils import quiz
from utils.quiz import QUESTIONS, Question, Quiz

RIGHT = "".join(question.right for question in QUESTIONS)
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def parts(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def shown(quiz_, kind):
    """The live widgets of a quiz, of one kind."""
    quiz_._repr_mimebundle_()
    return [part for part in parts(quiz_.box) if isinstance(part, kind)]


def reopeners(quiz_):
    """The buttons that take an answer back, in order."""
    return [button for button in shown(quiz_, ipywidgets.Button) if "course-reopen" in button._dom_classes]


def words_on(quiz_):
    """All words of the live quiz."""
    buttons = [" ".join(row.options) for row in shown(quiz_, ipywidgets.ToggleButtons)]
    return " ".join([part.value for part in shown(quiz_, ipywidgets.HTML)] + buttons)


# --- the questions ---------------------------------------------------------------------------------------------------


def test_ten_questions_of_three_or_four_options():
    assert len(QUESTIONS) == 10
    for question in QUESTIONS:
        assert 3 <= len(question.options) == len(set(question.options)) <= 4
        assert question.right in question.letters
        assert question.words.endswith("?") and question.why.endswith((".", ")"))
        assert re.fullmatch(r"\d+( and \d+)?", question.lesson)
        words = " ".join([question.words, *question.options, question.why])
        assert not re.search(r"\b(simply|obviously|just)\b", words)


def test_lessons_are_asked_in_order_and_each_once():
    lessons = [int(question.lesson.split()[0]) for question in QUESTIONS]
    assert lessons == sorted(set(lessons))
    assert lessons[0] >= 1 and lessons[-1] == 12


def test_percentages_in_the_answers_are_those_of_the_lesson_that_answers():
    checked = 0
    for question in QUESTIONS:
        (path,) = NOTEBOOKS.glob(f"{int(question.lesson.split()[-1]):02}_*.ipynb")
        numbers = spoken(notebooks.read(path))
        for claim in re.findall(r"[\d.]+(?= %)", question.why):
            assert is_said(claim, numbers), f"{claim} in {question.why!r}"  # printed as "84.4 \u00b1 0.0 %"
            checked += 1
    assert checked >= 3


def test_nothing_but_the_matter_gives_an_answer_away():
    assert max(Counter(RIGHT).values()) <= 4 and set(RIGHT) == set("abcd")
    longest = sum(len(question.option(question.right)) == max(map(len, map(question.option, question.letters)))
                  for question in QUESTIONS)
    assert longest <= 6


# --- the line --------------------------------------------------------------------------------------------------------


def test_a_line_carries_every_answer():
    first = Quiz()
    assert first.code == "." * 10
    for number, letter in enumerate("cbadb", start=1):
        first.choose(number, letter)
    assert first.code == "cbadb....."
    assert quiz.read_code(first.code) == list("cbadb.....")
    first.choose(2, ".")
    assert first.code == "c.adb....."


@pytest.mark.parametrize("kept", [" cbadb.....\n", "'CBADB.....'", '"cbadb ....."', "`c b a d b . . . . .`"])
def test_a_line_may_come_back_as_learners_paste_it(kept):
    assert "".join(quiz.read_code(kept)) == "cbadb....."
    assert Quiz(before=kept).before == "cbadb....."


@pytest.mark.parametrize("kept", ["", "cbadb", "cbadb......", None])
def test_a_line_of_another_length_is_told_so(kept):
    with pytest.raises(ValueError, match="has 10 places.*this one has"):
        quiz.read_code(kept)


@pytest.mark.parametrize(("kept", "place"), [("e.........", 1), (".d........", 2), ("..?.......", 3)])
def test_a_letter_that_is_no_option_is_named(kept, place):
    with pytest.raises(ValueError, match=f"Place {place} of your line is {re.escape(kept[place - 1])}"):
        quiz.read_code(kept)


@pytest.mark.parametrize("letter", ["e", "d", "", "ab", None])
def test_only_options_can_be_chosen(letter):
    first = Quiz()
    with pytest.raises(ValueError, match="Place 2"):
        first.choose(2, letter)
    assert first.code == "." * 10


# --- two rounds ------------------------------------------------------------------------------------------------------

TOY = (
    Question("One?", ("no", "yes", "maybe"), "b", "1", "It is one."),
    Question("Two?", ("yes", "no", "maybe"), "a", "2", "It is two."),
    Question("Three?", ("no", "maybe", "yes"), "c", "3", "It is three."),
    Question("Four?", ("no", "maybe", "yes"), "c", "4", "It is four."),
)


def test_every_turn_is_told():
    told = quiz.report(quiz.compare("bb.c", "baba", TOY)).split("\n\n")
    assert told == [
        "Right before the course: 2 of 4. Now: 2 of 4.",
        "1. One?\nRight both times: b) yes\nIt is one. (Lesson 1)",
        "2. Two?\nBefore: b) no\nNow, and right: a) yes\nIt is two. (Lesson 2)",
        "3. Three?\nBefore: left open\nNow: b) maybe\nRight: c) yes\nIt is three. (Lesson 3)",
        "4. Four?\nBefore, and right: c) yes\nNow: a) no\nIt is four. (Lesson 4)",
    ]


def test_the_first_round_reveals_nothing():
    first = Quiz()
    for number, letter in enumerate(RIGHT, start=1):
        first.choose(number, letter)
    everything = f"{first!r} {words_on(first)} {first.difference()}"
    assert first.difference() == "" and shown(first, ipywidgets.Button) == reopeners(first)
    for question in QUESTIONS:
        assert question.why not in everything
    assert "Right before the course: 10 of 10. Now: 10 of 10." not in everything


def test_the_second_round_shows_both_when_asked():
    second = Quiz(before="." * 10)
    (button,) = [one for one in shown(second, ipywidgets.Button) if one not in reopeners(second)]
    for row, question in zip(shown(second, ipywidgets.ToggleButtons), QUESTIONS, strict=True):
        row.index = question.letters.index(question.right)
    assert QUESTIONS[0].why not in words_on(second)
    button.click()
    assert f"10 of 10 answered. Your line for lesson 12: {RIGHT}" not in words_on(second)
    assert "Right before the course: 0 of 10. Now: 10 of 10." in words_on(second)
    for question in QUESTIONS:
        assert question.why in second.difference()


# --- how it is shown -------------------------------------------------------------------------------------------------


def test_unrun_page_and_screen_reader_get_all_words():
    bundle = Quiz()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", WIDGET_VIEW}
    for number, question in enumerate(QUESTIONS, start=1):
        assert f"\n{number}. {question.words}\n" in bundle["text/plain"]
        for letter, option in zip("abcd", question.options, strict=False):
            assert f"   {letter}) {option}\n" in bundle["text/plain"]


def test_choosing_changes_the_line_below_and_may_be_taken_back():
    first = Quiz()
    buttons = shown(first, ipywidgets.ToggleButtons)
    assert len(buttons) == 10 and all(row.index is None for row in buttons)
    buttons[0].index = 2
    assert first.code == "c........." and "1 of 10 answered. Your line for lesson 12: c........." in words_on(first)
    buttons[0].index = 1
    assert first.code == "b........."
    buttons[0].index = None
    assert first.code == ".........."


def test_a_button_takes_an_answer_back():
    """A second click on the chosen option sends no message."""
    first = Quiz()
    row, reopen = shown(first, ipywidgets.ToggleButtons)[2], reopeners(first)[2]
    assert len(reopeners(first)) == 10 and reopen.description == "leave 3 open"
    assert {button.layout.visibility for button in reopeners(first)} == {"hidden"}  # there is nothing to take back
    row.index = 1
    assert reopen.layout.visibility == "visible" and first.code == "..b......."
    reopen.click()
    assert first.code == ".........." and row.index is None and reopen.layout.visibility == "hidden"


def test_one_root_shown_again_is_the_same():
    first = Quiz()
    assert first._repr_mimebundle_() == first._repr_mimebundle_()
    assert "course-quiz" in first.box._dom_classes
    assert all(type(part).__module__.startswith("ipywidgets.") for part in parts(first.box))


def test_words_on_the_page_cannot_be_markup():
    question = Question("Is 1 < 2 & <b>3</b>?", ("no", "yes", "maybe"), "b", "1", "Yes.")
    (text,) = [part.value for part in shown(Quiz(questions=[question]), ipywidgets.HTML) if "Is 1" in part.value]
    assert text == "1. Is 1 &lt; 2 &amp; &lt;b&gt;3&lt;/b&gt;?"
