"""The ten questions of lesson 00, asked again in lesson 12: what a learner thinks before the course, and after it.

    first = Quiz()                     # lesson 00: keeps the answers, reveals nothing
    first.code                         # "bc.ad.bbca": ten answers on one line, a dot where there is none
    Quiz(before="bc.ad.bbca")          # lesson 12: the same questions, then both rounds side by side

Answers live in the kernel of the notebook and nowhere else: what a learner keeps is the line. Nothing is marked.

Beside labs the only module that imports ipywidgets: a form of ten questions is no lab, and labs need not know it. It
keeps to the rules of labs: core widgets and traits of ipywidgets 7.7.1 and 8, and words for where nothing runs.
"""

import html
from typing import NamedTuple

import ipywidgets

from utils import cells, labs
from utils.predictions import QUIZ
from utils.words import say

LETTERS = "abcd"
OPEN = "."  # the place of a question left open


class Question(NamedTuple):
    """One question: its words, 3 or 4 `options`, the `right` letter, `why`, and the `lesson` that answers it."""

    words: str
    options: tuple
    right: str
    lesson: str
    why: str

    @property
    def letters(self):
        """The letters of the options, in order."""
        return LETTERS[: len(self.options)]

    def option(self, letter):
        """An option with its letter, "b) ..."; in words that it was left open for a dot."""
        if letter == OPEN:
            return say("quiz.open")
        return say("quiz.option", letter=letter, words=self.options[LETTERS.index(letter)])


QUESTIONS = tuple(Question(*entry) for entry in QUIZ)


class Change(NamedTuple):
    """One question answered twice: its `number` from 1 on, and both answers, a letter or a dot each."""

    number: int
    question: Question
    before: str
    after: str


def read_code(code, questions=QUESTIONS):
    """The answers behind a line that a learner kept: a list of a letter or a dot for each question.

    Spaces, quotes and capitals do not matter. Raises ValueError for too few or too many places, or a letter that is no
    option of its question.
    """
    answers = [letter for letter in str(code).lower() if not letter.isspace() and letter not in "\"'`"]
    if len(answers) != len(questions):
        raise ValueError(say("quiz.code_length", seen=len(answers), expected=len(questions)))
    for number, (answer, question) in enumerate(zip(answers, questions, strict=True), start=1):
        if answer not in question.letters + OPEN:
            raise ValueError(say("quiz.code_letter", number=number, seen=answer, last=question.letters[-1]))
    return answers


def compare(before, after, questions=QUESTIONS):
    """Two lines of answers, question by question: a list of Change. Raises ValueError as `read_code`."""
    pairs = zip(questions, read_code(before, questions), read_code(after, questions), strict=True)
    return [Change(number, *parts) for number, parts in enumerate(pairs, start=1)]


def report(changes):
    """What the course did to the answers, in words: how many are right in each round, then every question."""
    before = sum(change.before == change.question.right for change in changes)
    after = sum(change.after == change.question.right for change in changes)
    total = say("quiz.total", before=before, after=after, count=len(changes))
    return "\n\n".join([total, *map(_told, changes)])


def _told(change):
    question = change.question
    turns = {(True, True): "kept", (False, True): "gained", (True, False): "lost", (False, False): "still"}
    turn = turns[change.before == question.right, change.after == question.right]
    answers = {"before": question.option(change.before), "after": question.option(change.after)}
    return "\n".join([
        f"{change.number}. {question.words}",
        say(f"quiz.{turn}", right=question.option(question.right), **answers),
        say("quiz.why", why=question.why, lesson=question.lesson),
    ])


class Quiz:
    """Questions with a few options each; an answer may be changed, or left open, at any time.

    before: None the first time, when no answer is revealed; later the `code` of that time, and a button shows both
    questions: of `Question`

    answers: a letter or a dot for each question, as chosen so far
    code: the same as one line

    Raises ValueError as `read_code`.
    """

    def __init__(self, before=None, questions=QUESTIONS):
        self.questions = tuple(questions)
        self.before = None if before is None else "".join(read_code(before, self.questions))
        self.answers = [OPEN] * len(self.questions)
        self._box = None
        cells.keep(self)

    @property
    def code(self):
        return "".join(self.answers)

    def choose(self, number, letter):
        """Answer question `number`, from 1 on; a dot leaves it open again. Raises ValueError for no such letter."""
        question = self.questions[number - 1]
        if letter not in [*question.letters, OPEN]:
            raise ValueError(say("quiz.code_letter", number=number, seen=letter, last=question.letters[-1]))
        self.answers[number - 1] = letter

    def line(self):
        """How many questions are answered, and the line to keep."""
        count = len(self.answers)
        topic = "quiz.count" if self.before is None else "quiz.count_again"
        return say(topic, answered=count - self.answers.count(OPEN), count=count, code=self.code)

    def difference(self):
        """Both rounds and the right answers in words; nothing the first time."""
        return "" if self.before is None else report(compare(self.before, self.code, self.questions))

    def __repr__(self):
        lines = [say("quiz.title")]
        for number, question in enumerate(self.questions, start=1):
            lines += ["", f"{number}. {question.words}", *(f"   {question.option(k)}" for k in question.letters)]
        return "\n".join([*lines, "", self.line()])

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self._box is None:
            self._box = self._build()
        view = {"version_major": 2, "version_minor": 0, "model_id": self._box.model_id}
        return {"text/plain": repr(self), "application/vnd.jupyter.widget-view+json": view}

    def close(self):
        """Take it off the page; displayed again it is built anew, and the answers stay."""
        if self._box is not None:
            cells.close_widgets(self._box)
            self._box = None

    def _build(self):
        rows = [labs.style_sheet(_CSS), _words("course-name", say("quiz.title"))]
        line = _words("course-answer", self.line())
        for number, question in enumerate(self.questions, start=1):
            rows += [_words("course-question", f"{number}. {question.words}"), *self._buttons(number, question, line)]
        rows.append(line)
        if self.before is not None:
            rows += self._reveal()
        box = ipywidgets.VBox(children=rows)
        box.add_class("course-quiz")
        return box

    def _buttons(self, number, question, line):
        options = [question.option(letter) for letter in question.letters]
        buttons = ipywidgets.ToggleButtons(options=options, index=None)  # each a Tab stop; a second click says nothing
        reopen = ipywidgets.Button(description=say("quiz.reopen", number=number))
        reopen.add_class("course-reopen")
        reopen.layout.visibility = "hidden"  # its place stays

        def choose(change):
            is_open = change["new"] is None
            self.choose(number, OPEN if is_open else question.letters[change["new"]])
            reopen.layout.visibility = "hidden" if is_open else "visible"
            line.value = html.escape(self.line())

        buttons.observe(choose, names="index")
        reopen.on_click(lambda _: setattr(buttons, "index", None))
        return buttons, reopen

    def _reveal(self):
        button, told = ipywidgets.Button(description=say("quiz.show")), _words("course-difference", "")
        button.add_class("course-option")

        def show(_):
            told.value = html.escape(self.difference())

        button.on_click(show)
        return [button, told]


def _words(css_class, text):
    widget = ipywidgets.HTML(value=html.escape(text))
    widget.add_class(css_class)
    return widget


_CSS = """
.course-quiz .course-question { margin-top: 10px; }
.course-quiz .widget-toggle-buttons { width: auto; height: auto; margin: 2px; overflow: visible; }
.course-quiz .widget-toggle-buttons .widget-label { display: none; }
.course-quiz .widget-toggle-buttons > div { display: flex; flex-flow: column; align-items: flex-start; width: 100%; }
.course-quiz .widget-toggle-button { width: 100%; max-width: 46em; height: auto;
  min-height: 28px; text-align: left; white-space: normal; line-height: 1.35; padding: 4px 10px; margin: 1px 0;
  border-left: 4px solid transparent; }
.course-quiz .widget-toggle-button.mod-active { border-left-color: #0072B2; font-weight: 600; }
.course-quiz .course-reopen { align-self: flex-end; width: auto; margin-top: -29px; }
@container (max-width: 760px) { .course-quiz .course-reopen { margin-top: 0; } }
.course-quiz .course-answer .widget-html-content { min-height: 0; padding: 8px 0; font-weight: 600; font-size: 15px; }
.course-quiz .course-difference .widget-html-content { padding: 10px 0; white-space: pre-line; font-size: 14px; }
"""
