"""Three kinds of exercise: a function to write, a number to find, the steps of a proof to put in order.

A typical wrong answer is stored as code beside the reference, with the hint it earns, so hints stay right when the
inputs change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch

from utils.checks.answers import Calls, attempt, close_entries, equal, letters_in, numbers_in, silence, usual_torch
from utils.checks.verdicts import hint, inputs_of, kind_of, one_line, print_line, shape_of, todo
from utils.language import _

results: dict[str, str] = {}  # exercise -> "todo", "hint" or "ok", as of its last check; read by `course.py mark`

class Mistake:
    """A typical wrong answer.

    hint: what to say about it, marked by N_
    functions: what learners write who make it, any of them; none where the exercise recognises it by other means
    """

    def __init__(self, hint, *functions):
        self.hint, self.functions = hint, functions


kind_of_exercise = dataclass(frozen=True, kw_only=True, eq=False, repr=False)


@kind_of_exercise
class Exercise:
    """A question that can be asked of any Python object: `exercise(answer)` prints one line and returns None.

    `judge(answer)`, one per kind of exercise, returns (status, message); the rest is common.

    mistakes: the hints that belong to this exercise alone, in the order in which they are looked for
    """

    name: str
    mistakes: dict[str, Mistake] = field(default_factory=dict)

    def __repr__(self):
        return f"check_{self.name}(answer)"

    def __call__(self, answer):
        results[self.name] = "todo"  # an interrupted check leaves no earlier "ok" behind
        try:
            with silence(), usual_torch():
                status, message = self.judge(answer)
                message = one_line(message)
        except KeyboardInterrupt:
            raise
        except BaseException:  # SystemExit too: no answer, however odd, stops Run All
            status, message = "hint", _("this answer cannot be read; expected what the stub above asks for.")
        results[self.name] = status
        print_line(_("{name}: {message}").format(name=self.name, message=message))

    def judge(self, answer):
        raise NotImplementedError

    def hint(self, topic):
        """The verdict for one of the mistakes."""
        return hint(_(self.mistakes[topic].hint))


@kind_of_exercise
class CallableExercise(Exercise):
    """A function to write: `compare(function)`, one per kind of function, returns (status, message)."""

    def judge(self, answer):
        if answer is ...:
            return todo()
        if not callable(answer):
            return hint(_(
                "expected a function, got {type}; write its name without parentheses."
            ).format(type=kind_of(answer)))
        return self.compare(answer)

    def compare(self, function):
        raise NotImplementedError


@kind_of_exercise
class FunctionExercise(CallableExercise):
    """A function to write, run on several inputs beside a reference and beside typical wrong answers.

    reference: the right function, on tensors
    cases: inputs, each a dict from argument name (for messages) to value; passed in this order. The first case with
        anything wrong is the one a learner hears of, so small ones come first
    mistakes: where a mistake's function gives nan, any result matches it; one that raises is matched by the same error
        on the same case
    returned: mistake -> test of what the answer returns; one that holds tells the mistake, whatever the numbers are
    right_but: mistake -> test of what the answer returns, for numbers that are right
    read: what of the returned object is compared: function of it, all of it unless given
    telling: how many cases, from the first, tell which mistake it is, all unless given; many answers with a mistake
        miss what the others ask for besides
    tolerance: relative, per entry; a hundredth of it relative to the largest entry is allowed near zero
    show_expected: False where one expected number gives the answer away
    tensor_later: True where later cells of the lesson need the answer's result as a tensor
    by_hand: functions the exercise asks to do without, torch's by name ("softmax"), those of utils as "losses.softmax",
        those of other libraries by their full name ("scipy.special.softmax"); a right answer that calls one is right,
        and told so
    """

    reference: Callable
    cases: Sequence[dict]
    returned: dict[str, Callable] = field(default_factory=dict)
    right_but: dict[str, Callable] = field(default_factory=dict)
    read: Callable = staticmethod(lambda answer: answer)
    telling: int | None = None
    tolerance: float = 1e-4
    show_expected: bool = True
    tensor_later: bool = False
    by_hand: tuple[str, ...] = ()

    def compare(self, function):
        """Status and message for a function: what it returns, and the numbers in that."""
        answers = []

        def watched(*values):
            answers.append(function(*values))
            return self.read(answers[-1])

        status, message = self.compare_numbers(watched)
        topics = [topic for topic, is_that in self.returned.items() if any(map(is_that, answers))]
        if status == "ok":
            topics += [topic for topic, is_that in self.right_but.items() if is_that(answers[0])]
        return self.hint(topics[0]) if topics else (status, message)

    def compare_numbers(self, function):
        """Status and message: right, a mistake that has a hint, or what the first wrong case shows."""
        calls = Calls(self.by_hand)
        outcomes = [attempt(calls.follow(function), case) for case in self.cases]
        if any(outcome.is_stub for outcome in outcomes):
            return todo()
        expected = [numbers_in(self.reference(*case.values())) for case in self.cases]
        problems = [self.problem(*of_a_case) for of_a_case in zip(self.cases, outcomes, expected, strict=True)]
        if not any(problems):
            return self.correct(function, calls.seen)
        return self.known_mistake(outcomes) or next(filter(None, problems))

    def known_mistake(self, outcomes):
        """The hint of the first mistake that does the same in all telling cases, or None."""
        telling = self.cases[: self.telling]
        for topic, mistake in self.mistakes.items():
            for function in mistake.functions:
                mistaken = (attempt(function, case) for case in telling)
                if all(one.agrees(other, self.tolerance, nan_matches=True)
                       for one, other in zip(outcomes[: self.telling], mistaken, strict=True)):
                    return self.hint(topic)
        return None

    def problem(self, case, outcome, want):
        """What is wrong in one case, as status and message, or None."""
        got = outcome.numbers
        if outcome.problem:
            return outcome.problem
        if got.shape != want.shape:
            return self.shape_problem(got, want, inputs_of(case))
        if equal(got, want, self.tolerance, nan_matches=False):
            return None
        if not got.isfinite().all():
            return hint(_(
                "the answer contains {value}{inputs}."
            ).format(value=str(got[~got.isfinite()][0].item()), inputs=inputs_of(case)))
        place = (~close_entries(got, want, self.tolerance)).nonzero()[0].tolist()  # [] for a single number
        return self.difference(got[tuple(place)].item(), want[tuple(place)].item(), place, inputs_of(case))

    @staticmethod
    def shape_problem(got, want, inputs):
        """The hint for numbers of another shape."""
        if got.shape != (*want.shape, 1):
            words = _("the answer has shape {got}, expected {want}{inputs}.")
        elif want.ndim:
            words = _(
                "the answer has shape {got}, a column; expected {want}, one flat row. Drop the last axis, for example "
                "with [:, 0]{inputs}."
            )
        else:
            words = _("the answer has shape {got}; expected one number, without brackets or an axis{inputs}.")
        return hint(words.format(got=shape_of(got), want=shape_of(want), inputs=inputs))

    def difference(self, got, want, place, inputs):
        """The hint for a wrong number at a place of the result, [] where the result is that number."""
        at = _(" at position {place}").format(place=place) if place else ""
        words = _("got {got}{at}, which is not the expected value{inputs}.")
        if self.show_expected:
            words = _("got {got}, expected {want}{at}{inputs}.")
        return hint(words.format(got=f"{got:.6g}", want=f"{want:.6g}", at=at, inputs=inputs))

    def correct(self, function, by_hand):
        """What a right answer is told: that it used what it should do without, or that later cells need a tensor."""
        count = len(self.cases)
        if by_hand:
            words = _("correct on all {count} inputs, though by {name}: the exercise asks to do without it.")
            return "ok", words.format(count=count, name=by_hand[0])
        if self.tensor_later and not isinstance(function(*self.cases[0].values()), torch.Tensor):
            return "ok", _(
                "correct on all {count} inputs; later cells need a tensor, so wrap the result in torch.as_tensor(...)."
            ).format(count=count)
        return "ok", _("correct on all {count} inputs.").format(count=count)


@kind_of_exercise
class NumberExercise(FunctionExercise):
    """A number to find: judged like a function of no arguments, and the expected number is never shown.

    reference and the mistakes' functions take no arguments
    """

    cases: Sequence[dict] = ({},)

    def judge(self, answer):
        if answer is ...:
            return todo()
        if answer is None:
            return hint(_("the answer is None, which is no number (print(...) gives None); give the number itself."))
        return self.compare(lambda: answer)

    def difference(self, got, want, place, inputs):
        words = _("{got} is too small.") if got < want else _("{got} is too large.")
        return hint(words.format(got=f"{got:.6g}"))

    def correct(self, function, by_hand):
        return "ok", _("correct.")


@kind_of_exercise
class OrderExercise(Exercise):
    """A proof whose lettered steps are to be put in order, some of the letters being no step of it.

    needs: step -> letters of the steps it uses; the last one is the conclusion. Every order in which each step
        comes after the steps it uses is right.
    distractors: letters that are false or prove nothing
    hints: letter -> why a distractor fails, or what is missing without a step, marked by N_
    The answer is a string or a list of letters; case, spaces and punctuation do not matter.
    """

    needs: dict[str, str]
    distractors: str
    hints: dict[str, str]

    def judge(self, answer):
        if answer is ...:
            return todo()
        steps = letters_in(answer)
        if steps is None:
            return hint(_(
                "expected letters, not numbers, in a string or a list, got {type}."
            ).format(type=kind_of(answer)))
        if not steps:
            return todo()
        known = sorted([*self.needs, *self.distractors])
        conclusion = list(self.needs)[-1]
        for position, step in enumerate(steps):
            if step not in known:
                return hint(_(
                    "there is no step {step}; the steps are the Latin letters {first} to {last}."
                ).format(step=step, first=known[0], last=known[-1]))
            if step in steps[:position]:
                return hint(_("step {step} is there twice; once is enough.").format(step=step))
        for step in steps:
            if step in self.distractors:
                return hint(_(self.hints[step]).format(step=step))
        if steps[0] == conclusion:
            return hint(_(
                "step {step} is what the proof should end on; begin with what is given."
            ).format(step=conclusion))
        for step in self.needs:
            if step not in steps:
                return hint(_(self.hints[step]).format(step=step))
        for position, step in enumerate(steps):
            for need in self.needs[step]:
                if need not in steps[:position]:
                    return hint(_(
                        "step {step} uses step {need}, which does not stand before it."
                    ).format(step=step, need=need))
        return "ok", _("correct, every step rests on the ones before it.")
