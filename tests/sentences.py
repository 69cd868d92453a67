"""What any exercise may say of an answer, word for word, under the names that tests/wrong_answers gives it."""

import re

from utils.checks.answers import COMMON_ERRORS
from utils.checks.exercise import OrderExercise

SENTENCES = {
    "checks.arguments": "Take the arguments that the stub has, in its order.",
    "checks.array_method": "Tensors, arrays and plain numbers have functions of their own: stay with torch.",
    "checks.beyond_floats": (
        "Floats end near 1e308, Python's whole numbers do not: divide whole by whole, and last (a / 2**n), or with //."
    ),
    "checks.column": (
        "the answer has shape {got}, a column; expected {want}, one flat row. Drop the last axis, for example with [:, "
        "0]{inputs}."
    ),
    "checks.conclusion_first": "step {step} is what the proof should end on; begin with what is given.",
    "checks.differs": "got {got}, expected {want}{at}{inputs}.",
    "checks.differs_hidden": "got {got}{at}, which is not the expected value{inputs}.",
    "checks.dimension": "There is no such dimension: they count from 0, examples go down (0) and classes across (1).",
    "checks.dtypes": "torch wants floating numbers of one type here: .float() or .double() converts them.",
    "checks.entry": "program {program}: expected the letter of a line and the number of a mend, such as 'B3'.",
    "checks.in_place": "the function changes its input {argument}; make a new tensor (a = a - b, not a -= b).",
    "checks.index": "There is no such position: along each axis they count from 0.",
    "checks.index_type": "Positions have to be whole numbers of type int64: .long() makes them so.",
    "checks.no_number": "the answer is None, which is no number (print(...) gives None); give the number itself.",
    "checks.none": "the answer is None; is a return missing?",
    "checks.not_a_table": "expected a table such as {{1: 'B3'}}, got {type}.",
    "checks.not_called": (
        "the answer is a function that is not called yet: call it, as in f(x), or give the number itself."
    ),
    "checks.not_letters": "expected letters, not numbers, in a string or a list, got {type}.",
    "checks.not_numbers": "the answer is of type {type}; expected real numbers: a tensor, an array, a list or a float.",
    "checks.ok_not_by_hand": "correct on all {count} inputs, though by {name}: the exercise asks to do without it.",
    "checks.one_number_axis": "the answer has shape {got}; expected one number, without brackets or an axis{inputs}.",
    "checks.one_element": "math.exp, round, torch.tensor([..]) want single numbers: torch.exp, torch.stack do not.",
    "checks.pair": "A .max(dim), .min(dim) or .sort(dim) gives a pair, values and indices: take .values or .indices.",
    "checks.product": "A product A @ B needs as many columns in A as rows in B; .T swaps rows and columns.",
    "checks.programs_left": "right so far; still to do: {programs}.",
    "checks.raised": "the function stops with {error}{inputs}.",
    "checks.repeated_step": "step {step} is there twice; once is enough.",
    "checks.shape": "the answer has shape {got}, expected {want}{inputs}.",
    "checks.sizes": (
        "Along each axis two sizes must be equal, or one of them 1: keepdim=True keeps an axis that is summed; else "
        "look for a wrong dim or index."
    ),
    "checks.too_early": "step {step} uses step {need}, which does not stand before it.",
    "checks.too_large": "{got} is too large.",
    "checks.too_small": "{got} is too small.",
    "checks.truth": "Python's if, and, max() want one True or False: torch.where and torch.maximum take a tensor.",
    "checks.unknown_line": "program {program}: its lines are A to {last}.",
    "checks.unknown_mend": "program {program}: the mends are 1 to {last}.",
    "checks.unknown_program": "there is no program {program}; they are numbered 1 to {last}.",
    "checks.unknown_step": "there is no step {step}; the steps are the Latin letters {first} to {last}.",
    "checks.which_mend": "program {program}: line {line} is the place. Which mend?",
    "checks.wrong_line": "program {program}: line {line} does what it should.",
    "checks.wrong_mend": "program {program}: line {line} is the place; that mend does not help there.",
}


def says(name, message):
    """True if the message is the sentence of that name, its blanks filled, alone or after what the function raised."""
    sentence, stopped = map(_pattern, (SENTENCES[name], SENTENCES["checks.raised"]))
    if name == "checks.raised":
        advice = {*COMMON_ERRORS.values()}
        return re.fullmatch(stopped, message) is not None and not any(map(message.endswith, advice))
    return re.fullmatch(f"({stopped} )?{sentence}", message) is not None


def _pattern(sentence):
    as_shown = re.escape(re.sub(r"\{(\w+)\}", "BLANK", sentence).format())
    return as_shown.replace("BLANK", ".*")


def own_hint(exercise, topic):
    """The hint that an exercise alone gives; that of a proof's step names it."""
    if isinstance(exercise, OrderExercise):
        return exercise.hints[topic].format(step=topic)
    return exercise.mistakes[topic].hint
