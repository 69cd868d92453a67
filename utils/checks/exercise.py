"""Three kinds of exercise: a function to write, a number to find, the steps of a proof to put in order.

A typical wrong answer is stored as code beside the reference, under the name of its hint in `words`, so hints stay
right when the inputs change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from utils.checks.answers import close_entries, equal, letters_in, numbers_in, run, silence
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
            with silence():
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
    cases: inputs, each a dict from argument name (for messages) to value; passed in this order
    wrong: hint -> the function, or functions, that earn it; where a mistake gives nan, any result matches it
    tolerance: relative, per entry; a hundredth of it relative to the largest entry is allowed near zero
    show_expected: False where one expected number gives the answer away
    """

    reference: Callable
    cases: Sequence[dict]
    wrong: dict[str, Callable | tuple[Callable, ...]] = field(default_factory=dict)
    tolerance: float = 1e-4
    show_expected: bool = True

    def judge(self, answer):
        if answer is ...:
            return TODO
        if not callable(answer):
            return hint("not_a_function", type=kind_of(answer))
        return self.compare(answer)

    def compare(self, function):
        """Status and message for a function: first what it did, then what it returned, over all cases."""
        seen = []
        for case in self.cases:
            numbers, problem = run(function, case)
            if problem:
                return problem
            seen.append(numbers)
        expected = [numbers_in(self.reference(*case.values())) for case in self.cases]
        if self.agree(seen, expected):
            return self.correct()
        for case, got, want in zip(self.cases, seen, expected, strict=True):
            if got.shape != want.shape:
                return hint("shape", got=shape_of(got), want=shape_of(want), inputs=inputs_of(case))
        for topic, functions in self.wrong.items():
            for mistake in functions if isinstance(functions, tuple) else (functions,):
                if self.agree(seen, [numbers_in(mistake(*case.values())) for case in self.cases], nan_matches=True):
                    return self.hint(topic)
        for case, got in zip(self.cases, seen, strict=True):
            if not got.isfinite().all():
                return hint("not_finite", value=str(got[~got.isfinite()][0].item()), inputs=inputs_of(case))
        return self.first_difference(seen, expected)

    def agree(self, seen, expected, nan_matches=False):
        """True if the results equal the expected ones on every case, shapes included."""
        return all(equal(*pair, self.tolerance, nan_matches) for pair in zip(seen, expected, strict=True))

    def first_difference(self, seen, expected):
        triples = zip(self.cases, seen, expected, strict=True)
        case, got, want = next(triple for triple in triples if not equal(*triple[1:], self.tolerance, False))
        if not self.show_expected:
            return hint("differs_hidden", inputs=inputs_of(case))
        place = (~close_entries(got, want, self.tolerance)).nonzero()[0].tolist()  # [] for a single number
        got, want = (f"{numbers[tuple(place)].item():.6g}" for numbers in (got, want))
        return hint("differs_at" if place else "differs", place=place, got=got, want=want, inputs=inputs_of(case))

    def correct(self):
        return "ok", say("checks.ok_function", count=len(self.cases))


@kind_of_exercise
class NumberExercise(FunctionExercise):
    """A number to find: judged like a function of no arguments, and the expected number is never shown.

    reference, wrong: functions of no arguments that work the numbers out
    """

    cases: Sequence[dict] = ({},)
    show_expected: bool = False

    def judge(self, answer):
        return TODO if answer is ... else self.compare(lambda: answer)

    def correct(self):
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
