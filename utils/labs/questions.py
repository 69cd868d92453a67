"""Questions to commit to before their answer is shown."""

import html

import ipywidgets

from utils import predictions
from utils.labs import widgets
from utils.language import _


def predict(key):
    """The question that `utils.predictions` keeps under `key`, to commit to before its answer is shown."""
    question, answers, right = predictions.find(key)
    options = {_(answer): _(why) for answer, why in answers.items()}
    return Prediction(_(question), options, list(options)[predictions.LETTERS.index(right)])


class Prediction(widgets.Display):
    """A question with a few answers: one click commits, marks the right one and says why.

    question: str
    options: dict from each answer the learner may choose to what that choice deserves to hear
    right: the right one of them

    Raises ValueError when `right` is not among the options.
    """

    def __init__(self, question, options, right):
        self.question, self.options = question, dict(options)
        self._check(right)
        self.right = right
        self.chosen = None
        super().__init__()

    def _check(self, option):
        if option not in self.options:
            raise ValueError(_(
                "{option!r} is not among the options: {options}."
            ).format(option=option, options=", ".join(self.options)))

    def choose(self, option):
        """Commit to `option`; the first choice stands. Returns what there is to say about it."""
        self._check(option)
        self.chosen = self.chosen or option
        why = self.options[self.chosen]
        if self.chosen == self.right:
            return _("Yes. {why}").format(why=why)
        return _("No. {why} The answer is: {right}.").format(why=why, right=self.right)

    def _ask(self):
        return _("Predict: {question}").format(question=self.question)

    def __repr__(self):
        options = [f"  ( ) {words}" for words in self.options]
        return "\n".join([self._ask(), *options])

    def build(self):
        answer = widgets.text("course-answer")
        buttons = {option: widgets.button(option, "course-option") for option in self.options}

        def commit(clicked):
            answer.value = html.escape(self.choose(clicked.description))
            for option, one in buttons.items():
                one.disabled = True
                one.icon = "check" if option == self.right else "times" if option == self.chosen else ""

        for one in buttons.values():
            one.on_click(commit)
        rows = [widgets.style_sheet(), widgets.text("course-question", self._ask()), *buttons.values(), answer]
        return widgets.classed(ipywidgets.VBox(children=rows), "course-predict")
