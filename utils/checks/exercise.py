"""Three kinds of exercise: a function to write, a number to find, the steps of a proof to put in order.

A typical wrong answer is stored as code beside the reference, under the name of its hint in `words`, so hints stay
right when the inputs change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch

from utils.checks.answers import Calls, attempt, close_entries, equal, letters_in, numbers_in, silence, usual_torch
from utils.checks.verdicts import TODO, hint, inputs_of, kind_of, one_line, print_line, shape_of
from utils.words import say

results: dict[str, str] = {}  # exercise -> "todo", "hint" or "ok", as of its last check; read by `course.py mark`

kind_of_exercise = dataclass(frozen=True, kw_only=True, eq=False, repr=False)


@kind_of_exercise
class Exercise:
    """A question that can be asked of any Python object: `exercise(answer)` prints one line and returns None.

    `judge(answer)`, one per kind of exercise, returns (status, message); the rest is common.
    """

    name: str

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
            status, message = "hint", say("checks.unreadable")
        results[self.name] = status
        print_line(say("checks.line", name=self.name, message=message))

    def judge(self, answer):
        raise NotImplementedError

    def hint(self, topic, **values):
        """A hint that belongs to this exercise alone: key "checks.<exercise>.<topic>"."""
        return "hint", say(f"checks.{self.name}.{topic}", **values)


@kind_of_exercise
class FunctionExercise(Exercise):
    """A function to write, run on several inputs beside a reference and beside typical wrong answers.

    reference: the right function, on tensors
    cases: inputs, each a dict from argument name (for messages) to value; passed in this order. The first case with
        anything wrong is the one a learner hears of, so small ones come first
    wrong: hint -> the function, or functions, that earn it; where a mistake gives nan, any result matches it. A
        mistake that raises is matched by the same error on the same case
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
    wrong: dict[str, Callable | tuple[Callable, ...]] = field(default_factory=dict)
    telling: int | None = None
    tolerance: float = 1e-4
    show_expected: bool = True
    tensor_later: bool = False
    by_hand: tuple[str, ...] = ()

    def judge(self, answer):
        if answer is ...:
            return TODO
        if not callable(answer):
            return hint("not_a_function", type=kind_of(answer))
        return self.compare(answer)

    def compare(self, function):
        """Status and message for a function: right, a mistake that has a hint, or what the first wrong case shows."""
        calls = Calls(self.by_hand)
        outcomes = [attempt(calls.follow(function), case) for case in self.cases]
        if any(outcome.problem == TODO for outcome in outcomes):
            return TODO
        expected = [numbers_in(self.reference(*case.values())) for case in self.cases]
        problems = [self.problem(*of_a_case) for of_a_case in zip(self.cases, outcomes, expected, strict=True)]
        if not any(problems):
            return self.correct(function, calls.seen)
        return self.known_mistake(outcomes) or next(filter(None, problems))

    def known_mistake(self, outcomes):
        """The hint of the first mistake that does the same in all telling cases, or None."""
        telling = self.cases[: self.telling]
        for topic, functions in self.wrong.items():
            for mistake in functions if isinstance(functions, tuple) else (functions,):
                mistaken = (attempt(mistake, case) for case in telling)
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
            column = got.shape == (*want.shape, 1)
            topic = "shape" if not column else "column" if want.ndim else "one_number_axis"
            return hint(topic, got=shape_of(got), want=shape_of(want), inputs=inputs_of(case))
        if equal(got, want, self.tolerance, nan_matches=False):
            return None
        if not got.isfinite().all():
            return hint("not_finite", value=str(got[~got.isfinite()][0].item()), inputs=inputs_of(case))
        place = (~close_entries(got, want, self.tolerance)).nonzero()[0].tolist()  # [] for a single number
        return self.difference(got[tuple(place)].item(), want[tuple(place)].item(), place, inputs_of(case))

    def difference(self, got, want, place, inputs):
        """The hint for a wrong number at a place of the result, [] where the result is that number."""
        topic = "differs" if self.show_expected else "differs_hidden"
        at = say("checks.at_position", place=place) if place else ""
        return hint(topic, got=f"{got:.6g}", want=f"{want:.6g}", at=at, inputs=inputs)

    def correct(self, function, by_hand):
        """What a right answer is told: that it used what it should do without, or that later cells need a tensor."""
        count = len(self.cases)
        if by_hand:
            return "ok", say("checks.ok_not_by_hand", count=count, name=by_hand[0])
        if self.tensor_later and not isinstance(function(*self.cases[0].values()), torch.Tensor):
            return "ok", say("checks.ok_tensor_later", count=count)
        return "ok", say("checks.ok_function", count=count)


@kind_of_exercise
class NumberExercise(FunctionExercise):
    """A number to find: judged like a function of no arguments, and the expected number is never shown.

    reference, wrong: functions of no arguments that work the numbers out
    """

    cases: Sequence[dict] = ({},)

    def judge(self, answer):
        if answer is ...:
            return TODO
        return hint("no_number") if answer is None else self.compare(lambda: answer)

    def difference(self, got, want, place, inputs):
        return hint("too_small" if got < want else "too_large", got=f"{got:.6g}")

    def correct(self, function, by_hand):
        return "ok", say("checks.ok_number")


@kind_of_exercise
class OrderExercise(Exercise):
    """A proof whose lettered steps are to be put in order, some of the letters being no step of it.

    needs: step -> letters of the steps it uses; the last one is the conclusion. Every order in which each step
        comes after the steps it uses is right.
    distractors: letters that are false or prove nothing
    Each letter has a hint of this exercise's own: why a distractor fails, or what is missing without a step.
    The answer is a string or a list of letters; case, spaces and punctuation do not matter.
    """

    needs: dict[str, str]
    distractors: str

    def judge(self, answer):
        if answer is ...:
            return TODO
        steps = letters_in(answer)
        if steps is None:
            return hint("not_letters", type=kind_of(answer))
        if not steps:
            return TODO
        known = sorted([*self.needs, *self.distractors])
        *_, conclusion = self.needs
        for position, step in enumerate(steps):
            if step not in known:
                return hint("unknown_step", step=step, first=known[0], last=known[-1])
            if step in steps[:position]:
                return hint("repeated_step", step=step)
        for step in steps:
            if step in self.distractors:
                return self.hint(step, step=step)
        if steps[0] == conclusion:
            return hint("conclusion_first", step=conclusion)
        for step in self.needs:
            if step not in steps:
                return self.hint(step, step=step)
        for position, step in enumerate(steps):
            for need in self.needs[step]:
                if need not in steps[:position]:
                    return hint("too_early", step=step, need=need)
        return "ok", say("checks.ok_order")
