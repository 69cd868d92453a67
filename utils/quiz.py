"""The ten questions of lesson 00, asked again in lesson 12: what a learner thinks before the course, and after it.

    first = Quiz()                     # lesson 00: keeps the answers, reveals nothing
    first.code                         # "bc.ad.bbca": ten answers on one line, a dot where there is none
    Quiz(before="bc.ad.bbca")          # lesson 12: the same questions, then both rounds side by side

Answers live in the kernel of the notebook and nowhere else: what a learner keeps is the line. Nothing is marked.

Beside labs the only module that imports ipywidgets: a form of ten questions is no lab, and labs need not know it. It
keeps to their rules (utils/labs/widgets.py) and has its looks in utils/labs/lab.css.
"""

import html
from typing import NamedTuple

import ipywidgets

from utils.labs import widgets
from utils.language import N_, _
from utils.predictions import LETTERS

OPEN = "."  # the place of a question left open


class Question(NamedTuple):
    """One question, its sentences marked by N_.

    words: the question
    options: 3 or 4 answers
    right: the letter of the right one
    lesson: which lesson answers it, in words
    why: what is said about the right answer
    """

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
            return _("left open")
        return _("{letter}) {words}").format(letter=letter, words=_(self.options[LETTERS.index(letter)]))


QUESTIONS = (
    Question(
        N_("Ten garments get the numbers 0 to 9, and a model is trained to predict the number. What is wrong with "
           "that?"),
        (
            N_("Nothing, as long as the prediction is rounded."),
            N_("Computers need powers of two, such as 16 classes."),
            N_("It says that garment 3 is nearer to 4 than to 8, which means nothing."),
            N_("The numbers are too large; between 0 and 1 it would work."),
        ),
        "c",
        "1",
        N_("The model is rewarded for being near a number, and the order of the garments is an accident."),
    ),
    Question(
        N_("You try 20 settings, keep the one with the best accuracy on the test images, and report that accuracy. "
           "Is it a fair number for new images?"),
        (
            N_("Yes, the model was never trained on the test images."),
            N_("No, it is likely to be too high: the best of 20 was picked with the help of these images."),
            N_("No, it is likely to be too low: test images are harder than new ones."),
        ),
        "b",
        N_("2 and 11"),
        N_("Choosing is learning too: what is used to choose no longer stands for images nobody has seen."),
    ),
    Question(
        N_("Three clouds of points on a line, equally large, evenly spaced and far apart. A linear model, one "
           'straight-line score for each class, is fitted by squared error to 0 and 1. It never says "middle". What '
           "is at fault?"),
        (
            N_("The loss: other straight lines would get every point right."),
            N_("The model: no straight-line scores can tell three clouds on a line apart."),
            N_("The data: with more points the middle would be found."),
            N_("The training: it has not run for long enough."),
        ),
        "a",
        "3",
        N_("Softmax regression has the same straight lines and finds all three clouds. Squared error masks the "
           "middle."),
    ),
    Question(
        N_("A linear model learns by gradient descent from zero weights. Its loss asks the right score to lead every "
           "rival by 1, and nothing else. You ask for a lead of 10, and make the learning rate ten times as large. "
           "What do you get?"),
        (
            N_("A safer model: it makes fewer mistakes on new images."),
            N_("A stricter model that never settles."),
            N_("A model that gives up on hard images."),
            N_("Ten times the weights, and the same decisions."),
        ),
        "d",
        "4",
        N_("Everything is multiplied by 10, so the highest score stays the highest. The lead is a matter of units."),
    ),
    Question(
        N_("Softmax turns ten scores into probabilities. You double all ten scores. What happens?"),
        (
            N_("Nothing: softmax depends on differences between scores only."),
            N_("The most likely class becomes more likely still, and stays the same class."),
            N_("Every probability doubles."),
            N_("Another class may become the most likely one."),
        ),
        "b",
        "5",
        N_("Doubling doubles the differences: the order stays, the probabilities sharpen. Adding the same to all is "
           "what changes nothing. (Only ten equal scores stay as they are.)"),
    ),
    Question(
        N_("Cross-entropy costs -log p, where p is the probability of the true class. What does it care about the "
           "scores of the wrong classes?"),
        (
            N_("Nothing: they do not appear in the formula."),
            N_("Only the highest of them counts."),
            N_("Each of them counts: raising any wrong score makes the loss larger."),
        ),
        "c",
        "6",
        N_("p is a share, and every score is in the sum it is divided by."),
    ),
    Question(
        N_("Softmax and cross-entropy, one image: the true class gets probability 0.6, two wrong ones 0.3 and 0.1. "
           "What is the slope of the loss for the score of the class with 0.3?"),
        (
            N_("0.3"),
            N_("0, the class is wrong"),
            N_("-0.3"),
            N_("1.2, which is -log 0.3"),
        ),
        "a",
        "7",
        N_("The slope is p_k - y_k for each class: 0.3 - 0 here, and 0.6 - 1 = -0.4 for the true one. They sum to 0."),
    ),
    Question(
        N_("In PyTorch, you pass your scores through softmax and give the result to nn.CrossEntropyLoss. What "
           "happens?"),
        (
            N_("An error, which tells you what is wrong."),
            N_("It is the right way: the loss needs probabilities."),
            N_("The same as without softmax: doing it twice changes nothing."),
            N_("It runs, learns more slowly, and the loss never comes near 0."),
        ),
        "d",
        "10",
        N_("nn.CrossEntropyLoss applies softmax by itself. Applied to probabilities, with ten classes, it cannot "
           "fall below 1.46."),
    ),
    Question(
        N_("Linear models on Fashion-MNIST, one trained with cross-entropy, one with a margin loss, each at the "
           "learning rate that suits it. How do their accuracies compare?"),
        (
            N_("Cross-entropy wins by several percentage points."),
            N_("They are less than one percentage point apart."),
            N_("The margin loss wins by several percentage points."),
        ),
        "b",
        "11",
        N_("Lesson 11 measures 84.4 % with cross-entropy, 84.1 % and 84.7 % with two margin losses. What differs "
           "more is what the scores mean, and which learning rates work."),
    ),
    Question(
        N_("A model gives 0.9 to its first choice on each of 1,000 new images. On how many of them is it right?"),
        (
            N_("About 900: softmax makes sure of that."),
            N_("Fewer than 900: models are always too sure of themselves."),
            N_("That has to be counted: softmax makes shares that sum to 1, not promises."),
            N_("All 1,000: the highest probability decides."),
        ),
        "c",
        "12",
        N_("Any scores can be turned into shares. Whether 0.9 comes true nine times in ten is a measurement: some "
           "models are too sure, others not sure enough."),
    ),
)


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
        raise ValueError(_(
            "The line from lesson 00 has {expected} places, a letter or a dot each; this one has {seen}."
        ).format(seen=len(answers), expected=len(questions)))
    for number, (answer, question) in enumerate(zip(answers, questions, strict=True), start=1):
        if answer not in question.letters + OPEN:
            raise _no_such_letter(number, answer, question)
    return answers


def _no_such_letter(number, seen, question):
    return ValueError(_(
        "Place {number} of your line is {seen}; expected a letter from a to {last}, or a dot."
    ).format(number=number, seen=seen, last=question.letters[-1]))


def compare(before, after, questions=QUESTIONS):
    """Two lines of answers, question by question: a list of Change. Raises ValueError as `read_code`."""
    pairs = zip(questions, read_code(before, questions), read_code(after, questions), strict=True)
    return [Change(number, *parts) for number, parts in enumerate(pairs, start=1)]


def report(changes):
    """What the course did to the answers, in words: how many are right in each round, then every question."""
    before = sum(change.before == change.question.right for change in changes)
    after = sum(change.after == change.question.right for change in changes)
    total = _(
        "Right before the course: {before} of {count}. Now: {after} of {count}."
    ).format(before=before, after=after, count=len(changes))
    return "\n\n".join([total, *map(_told, changes)])


def _told(change):
    question = change.question
    turns = {
        (True, True): _("Right both times: {after}"),
        (False, True): _("Before: {before}\nNow, and right: {after}"),
        (True, False): _("Before, and right: {before}\nNow: {after}"),
        (False, False): _("Before: {before}\nNow: {after}\nRight: {right}"),
    }
    turn = turns[change.before == question.right, change.after == question.right]
    answers = {"before": question.option(change.before), "after": question.option(change.after)}
    return "\n".join([
        f"{change.number}. {_(question.words)}",
        turn.format(right=question.option(question.right), **answers),
        _("{why} (Lesson {lesson})").format(why=_(question.why), lesson=_(question.lesson)),
    ])


def _title():
    return _("Ten questions, not marked. Guess, or leave a question open.")


class Quiz(widgets.Display):
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
        super().__init__()

    @property
    def code(self):
        return "".join(self.answers)

    def choose(self, number, letter):
        """Answer question `number`, from 1 on; a dot leaves it open again. Raises ValueError for no such letter."""
        question = self.questions[number - 1]
        if letter not in [*question.letters, OPEN]:
            raise _no_such_letter(number, letter, question)
        self.answers[number - 1] = letter

    def line(self):
        """How many questions are answered, and the line to keep."""
        count = len(self.answers)
        words = _("{answered} of {count} answered this time: {code}")
        if self.before is None:
            words = _("{answered} of {count} answered. Your line for lesson 12: {code}")
        return words.format(answered=count - self.answers.count(OPEN), count=count, code=self.code)

    def difference(self):
        """Both rounds and the right answers in words; nothing the first time."""
        return "" if self.before is None else report(compare(self.before, self.code, self.questions))

    def __repr__(self):
        lines = [_title()]
        for number, question in enumerate(self.questions, start=1):
            lines += ["", f"{number}. {_(question.words)}", *(f"   {question.option(k)}" for k in question.letters)]
        return "\n".join([*lines, "", self.line()])

    def build(self):
        rows = [widgets.style_sheet(), widgets.text("course-name", _title())]
        line = widgets.text("course-answer", self.line())
        for number, question in enumerate(self.questions, start=1):
            words = f"{number}. {_(question.words)}"
            rows += [widgets.text("course-question", words), *self._buttons(number, question, line)]
        rows.append(line)
        if self.before is not None:
            rows += self._reveal()
        return widgets.classed(ipywidgets.VBox(children=rows), "course-quiz")

    def _buttons(self, number, question, line):
        options = [question.option(letter) for letter in question.letters]
        buttons = ipywidgets.ToggleButtons(options=options, index=None)  # each a Tab stop; a second click says nothing
        reopen = widgets.button(_("leave {number} open").format(number=number), "course-reopen")
        reopen.layout.visibility = "hidden"  # its place stays

        def choose(change):
            is_open = change["new"] is None
            self.choose(number, OPEN if is_open else question.letters[change["new"]])
            reopen.layout.visibility = "hidden" if is_open else "visible"
            line.value = html.escape(self.line())

        buttons.observe(choose, names="index")
        reopen.on_click(lambda _button: setattr(buttons, "index", None))
        return buttons, reopen

    def _reveal(self):
        button = widgets.button(_("Show both rounds and the answers"), "course-option")
        difference = widgets.text("course-difference")

        def show(_button):
            difference.value = html.escape(self.difference())

        button.on_click(show)
        return [button, difference]
