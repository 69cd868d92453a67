"""What judges an answer: what each kind of answer is told, and that no answer at all can stop a notebook.

On exercises of its own; those of the lessons are tested in test_checks_lessons.py and test_checks_lesson_NN.py.
"""

import io
import math
import sys
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import scipy.special
import torch
from odd_answers import ODD, raising
from sentences import SENTENCES

from utils import losses
from utils.checks.answers import attempt
from utils.checks.exercise import FunctionExercise, Mistake, NumberExercise, OrderExercise

pytest_plugins = ["told"]

X = torch.tensor([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
TWICE = FunctionExercise(
    name="twice",
    reference=lambda x: 2 * x,
    cases=[{"x": X}, {"x": X[:1]}, {"x": 1000 * X}],
    mistakes={
        "minus": Mistake("hint twice.minus", lambda x: -2 * x),
        "root": Mistake("hint twice.root", lambda x: x, lambda x: x.sqrt()),
    },
)
TOTAL = FunctionExercise(
    name="total", reference=lambda x, k: k * x.sum(), cases=[{"x": X, "k": 2}, {"x": X[:1], "k": 3}]
)


def in_place(x):
    x *= 2
    return x


def add_a_row(x):
    x.resize_(3, 3)
    return 2 * x


def change_then_raise(x):
    x *= 2
    raise ValueError("too late")


def not_yet(x):
    raise NotImplementedError("later")


def wrong_for_large_only(x):
    return 2 * x if x.abs().max() < 100 else 2 * x * torch.inf


def raises_for_one(x):
    if len(x) == 1:
        raise ValueError("needs two rows.")
    return 2 * x


FIRST, ONE = "(input: x (2, 3))", "(input: x (1, 3))"
NOT_CALLED = "the answer is a function that is not called yet: call it, as in f(x), or give the number itself."


@pytest.mark.parametrize(
    ("answer", "status", "message"),
    [
        (..., "todo", "not attempted yet."),
        (lambda x: ..., "todo", "not attempted yet."),
        (not_yet, "todo", "not attempted yet."),
        (lambda x: 2 * x, "ok", "correct on all 3 inputs."),
        (lambda x: (2 * x).double(), "ok", "correct on all 3 inputs."),
        (lambda x: (2 * x).numpy(), "ok", "correct on all 3 inputs."),
        (lambda x: (2 * x).half(), "ok", "correct on all 3 inputs."),
        (None, "hint", "expected a function, got NoneType; write its name without parentheses."),
        (2 * X, "hint", "expected a function, got Tensor (float32); write its name without parentheses."),
        (lambda: 1, "hint", "the function stops with TypeError: "),
        (lambda x: 1 / 0, "hint", f"the function stops with ZeroDivisionError: division by zero {FIRST}."),
        (raises_for_one, "hint", f"the function stops with ValueError: needs two rows {ONE}."),
        (lambda x: None, "hint", "the answer is None; is a return missing?"),
        (lambda x: print(2 * x), "hint", "the answer is None; is a return missing?"),
        (lambda x: x.double, "hint", NOT_CALLED),
        (in_place, "hint", "the function changes its input x; make a new tensor (a = a - b, not a -= b)."),
        (add_a_row, "hint", "the function changes its input x; make a new tensor (a = a - b, not a -= b)."),
        (change_then_raise, "hint", "the function changes its input x; make a new tensor (a = a - b, not a -= b)."),
        (lambda x: (2 * x).tolist(), "ok", "correct on all 3 inputs."),
        (lambda x: tuple(2 * x), "ok", "correct on all 3 inputs."),
        (lambda x: [(2 * row).numpy() for row in x], "ok", "correct on all 3 inputs."),
        (lambda x: [[1.0, 2.0], [3.0]], "hint", "the answer is of type list of rows that differ in length; expected "),
        (lambda x: [[True] * 3] * len(x), "hint", "the answer is of type list of list of bool; expected "),
        (lambda x: (2 * x, "a note"), "hint", "the answer is of type tuple of str; expected real numbers: "),
        (lambda x: [x > 0], "hint", "the answer is of type list of Tensor (bool); expected real numbers: "),
        (lambda x: [], "hint", f"the answer has shape (0,), expected (2, 3) {FIRST}."),
        (lambda x: 2 * x + 0j, "hint", "the answer is of type Tensor (complex64); expected real numbers: "),
        (lambda x: x > 0, "hint", "the answer is of type Tensor (bool); expected real numbers: "),
        (lambda x: 2 * x[None], "hint", f"the answer has shape (1, 2, 3), expected (2, 3) {FIRST}."),
        (lambda x: 2 * x.T, "hint", f"the answer has shape (3, 2), expected (2, 3) {FIRST}."),
        (lambda x: 1.0, "hint", f"the answer has shape () (one number), expected (2, 3) {FIRST}."),
        (lambda x: (2 * x).squeeze(), "hint", f"the answer has shape (3,), expected (1, 3) {ONE}."),
        (lambda x: -x - x, "hint", "hint twice.minus"),
        (lambda x: x / 1, "hint", "hint twice.root"),
        (lambda x: x**0.5, "hint", "hint twice.root"),
        (wrong_for_large_only, "hint", "the answer contains inf (input: x (2, 3) up to 4000)."),
        (lambda x: x.log(), "hint", f"the answer contains nan {FIRST}."),
        (lambda x: x + x.abs(), "hint", f"got 0, expected -4 at position [0, 1] {FIRST}."),
        (lambda x: 2 * x if len(x) > 1 else x, "hint", f"got 1, expected 2 at position [0, 0] {ONE}."),
        (lambda x: 2.001 * x, "hint", f"got 2.001, expected 2 at position [0, 0] {FIRST}."),
        (lambda x: 2.00001 * x, "ok", "correct on all 3 inputs."),
    ],
)
def test_what_a_function_is_told(answer, status, message, told):
    seen = told(TWICE, answer)
    assert seen[0] == status
    assert seen[1] == message if message.endswith((".", "?")) else seen[1].startswith(message)


@pytest.mark.parametrize(
    ("answer", "status", "message"),
    [
        (lambda x, k: k * x.sum(), "ok", "correct on all 2 inputs."),
        (lambda x, k: float(k * x.sum()), "ok", "correct on all 2 inputs."),
        (lambda x, k: int(k * x.sum()), "ok", "correct on all 2 inputs."),
        (lambda x, k: np.float32(k * x.sum()), "ok", "correct on all 2 inputs."),
        (lambda x, k: np.array(k * x.sum()), "ok", "correct on all 2 inputs."),
        (lambda x, k: k * x.sum().reshape(1), "hint", "the answer has shape (1,); expected one number, without "),
        (lambda x, k: [k * x.sum()], "hint", "the answer has shape (1,); expected one number, without "),
        (lambda x, k: True, "hint", "the answer is of type bool; expected"),
        (lambda x, k: np.True_, "hint", "the answer is of type bool; expected"),
        (lambda x, k: Fraction(round(float(k * x.sum() * 4)), 4), "ok", "correct on all 2 inputs."),
        (lambda x, k: Decimal(float(k * x.sum())), "ok", "correct on all 2 inputs."),
        (lambda x, k: 10**5000, "hint", "the answer contains inf (input: x (2, 3), k = 2)."),
        (lambda x, k: -(10**5000), "hint", "the answer contains -inf (input: x (2, 3), k = 2)."),
        (lambda x, k: [-(10**5000)], "hint", "the answer has shape (1,); expected one number, without "),
        (lambda x, k: x.sum() * 2, "hint", "got 4, expected 6 (input: x (1, 3), k = 3)."),
        (lambda x, k: float("-inf"), "hint", "the answer contains -inf (input: x (2, 3), k = 2)."),
    ],
)
def test_what_a_function_to_one_number_is_told(answer, status, message, told):
    seen = told(TOTAL, answer)
    assert seen[0] == status
    assert seen[1].startswith(message)


def test_the_input_given_to_an_answer_is_a_copy():
    TWICE(in_place)
    assert X.tolist() == [[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]]


def test_autograd_is_on_while_an_answer_runs(told):
    def by_autograd(x):
        x = x.clone().requires_grad_()
        (x**2).sum().backward()
        return x.grad

    assert told(TWICE, by_autograd)[0] == "ok"


def test_an_exercise_of_its_own_kind_may_run_an_answer_itself():
    outcome = attempt(lambda x: 2 * x, {"x": X})
    assert torch.equal(outcome.numbers, 2 * X.double()) and outcome.problem is None
    outcome = attempt(lambda x: None, {"x": X})
    assert outcome.numbers is None and outcome.problem == ("hint", SENTENCES["checks.none"])


def test_the_expected_value_can_be_kept_back(told):
    secret = FunctionExercise(name="twice", reference=lambda x: 2 * x, cases=[{"x": X}], show_expected=False)
    assert told(secret, lambda x: 3 * x) == (
        "hint",
        f"got 3 at position [0, 0], which is not the expected value {FIRST}.",
    )


def test_a_wrong_answer_counts_only_if_it_is_wrong_alike_on_every_input(told):
    assert told(TWICE, lambda x: -2 * x if len(x) > 1 else x)[1].startswith("got")
    nowhere = FunctionExercise(
        name="twice",
        reference=lambda x: 2 * x,
        cases=[{"x": X.abs()}, {"x": -X.abs()}],
        mistakes={"root": Mistake("hint twice.root", lambda x: x.sqrt())},  # nan on the second input: any value matches
    )
    assert told(nowhere, lambda x: x.abs().sqrt()) == ("hint", "hint twice.root")
    assert told(nowhere, lambda x: x.abs())[1].startswith("got")


def test_nan_is_never_right(told):
    broken = FunctionExercise(name="twice", reference=lambda x: x.sqrt(), cases=[{"x": -X.abs()}])
    assert told(broken, lambda x: x.sqrt())[0] == told(broken, lambda x: x)[0] == "hint"


def test_numbers_near_zero_are_compared_with_the_size_of_the_whole(told):
    mixed = FunctionExercise(name="twice", reference=lambda x: 2 * x, cases=[{"x": torch.tensor([1.0, 0.0])}])
    zero = FunctionExercise(name="twice", reference=lambda x: 0 * x, cases=[{"x": torch.tensor([1.0, 0.0])}])
    assert told(mixed, lambda x: 2 * x + 1e-7)[0] == "ok"
    assert told(mixed, lambda x: 2 * x + 1e-5 * (x == 0)) == (
        "hint",
        "got 1e-05, expected 0 at position [1] (input: x (2,)).",
    )
    large = FunctionExercise(name="twice", reference=lambda x: 2 * x, cases=[{"x": torch.tensor([1000.0, 0.0])}])
    assert told(large, lambda x: 2 * x + 1e-4)[0] == "ok"
    assert told(zero, lambda x: 0 * x + 1e-7)[0] == "ok"
    assert told(zero, lambda x: 0 * x + 1e-5)[0] == "hint"


def test_nothing_may_be_what_is_expected(told):
    large = FunctionExercise(name="twice", reference=lambda x: x[x > 1e9], cases=[{"x": X}])
    assert told(large, lambda x: x[x > 1e9])[0] == told(large, lambda x: [])[0] == "ok"


@pytest.mark.parametrize(("largest", "words"), [(99, ""), (100, " up to 100"), (-123, " up to 123")])
def test_inputs_of_a_hundred_and_more_are_called_large(largest, words, told):
    some = FunctionExercise(name="twice", reference=lambda x: 2 * x, cases=[{"x": torch.tensor([1.0, largest])}])
    assert told(some, lambda x: x)[1].endswith(f"(input: x (2,){words}).")


# --- the commonest slips -------------------------------------------------------------------------------------------

LABELLED = FunctionExercise(
    name="labelled",
    reference=lambda scores, labels: scores.gather(1, labels[:, None])[:, 0],
    cases=[{"scores": X, "labels": torch.tensor([2, 0])}, {"scores": X[:, :2], "labels": torch.tensor([1, 1])}],
)


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (lambda scores, labels: scores / scores.sum(1), "sizes"),
        (lambda scores, labels: scores @ scores, "product"),
        (lambda scores, labels: scores @ torch.ones(5), "product"),
        (lambda scores, labels: torch.ones(5) @ torch.ones(4), "product"),
        (lambda scores, labels: scores.numpy() @ scores.numpy(), "product"),
        (lambda scores, labels: scores.numpy() + np.ones(7), "sizes"),
        (lambda scores, labels: scores.T @ labels, "dtypes"),
        (lambda scores, labels: labels.mean(), "dtypes"),
        (lambda scores, labels: torch.linalg.eigvalsh(labels[:, None] @ labels[None]), "dtypes"),
        (lambda scores, labels: scores - scores.max(1), "pair"),
        (lambda scores, labels: scores.max(1)[:, None], "pair"),
        (lambda scores, labels: scores.sum(2), "dimension"),
        (lambda scores, labels: scores.numpy().sum(axis=2), "dimension"),
        (lambda scores, labels: scores[:, labels + 5], "index"),
        (lambda scores, labels: scores.tolist()[0][9], "index"),
        (lambda scores, labels: scores[labels.float()], "index_type"),
        (lambda scores, labels: scores.scatter(1, labels[:, None].float(), 1), "index_type"),
        (lambda scores, labels: scores if scores > 0 else 0, "truth"),
        (lambda scores, labels: max(scores, labels[:, None]), "truth"),
        (lambda scores, labels: math.exp(scores), "one_element"),
        (lambda scores, labels: math.exp(scores.numpy()), "one_element"),
        (lambda scores, labels: torch.tensor([scores, scores]), "one_element"),
        (lambda scores, labels: round(scores), "one_element"),
        (lambda scores, labels: (scores > 0).mean(), "dtypes"),
        (lambda scores, labels: scores.astype(float), "array_method"),
        (lambda scores, labels: np.sum(scores.numpy(), dim=1), "array_method"),
        (lambda scores, labels: scores.numpy().clone(), "array_method"),
        (lambda scores, labels: scores.numpy()[0, 0].sqrt(), "array_method"),
        (lambda scores, labels: torch.exp(2.0), "array_method"),
        (lambda scores, labels: torch.zeros(3).index_add(0, labels, scores[:, 0].double()), "dtypes"),
        (lambda scores, labels: 10**400 * 0.5, "beyond_floats"),
        (lambda scores, labels: 10**400 / 3, "beyond_floats"),
        (lambda scores, labels: 2.0**2000, "beyond_floats"),
        (lambda scores: scores, "arguments"),
        (lambda scores, labels, margin: scores, "arguments"),
    ],
)
def test_a_common_error_comes_with_advice(answer, advice, told):
    status, message = told(LABELLED, answer)
    assert status == "hint" and message.startswith("the function stops with ")
    assert message.endswith(f" (input: scores (2, 3), labels (2,)). {SENTENCES[f'checks.{advice}']}")


def test_a_name_that_nobody_has_comes_without_advice(told):
    assert told(TWICE, lambda x: x.stdev()) == (
        "hint",
        f"the function stops with AttributeError: 'Tensor' object has no attribute 'stdev' {FIRST}.",
    )


def test_a_pair_of_values_and_indices_is_named(told):
    assert told(TWICE, lambda x: x.max(1)) == ("hint", SENTENCES["checks.pair"])


def test_a_column_is_never_a_row(told):
    column = told(LABELLED, lambda scores, labels: scores.gather(1, labels[:, None]))
    assert column[0] == "hint" and column[1].startswith("the answer has shape (2, 1), a column; expected (2,)")


PAIRED = FunctionExercise(
    name="paired",
    reference=lambda x: 2 * x,
    cases=[{"x": X}, {"x": X[:1]}],
    mistakes={
        "table": Mistake("hint table"),
        "halves": Mistake("hint halves", lambda x: x / 2),
        "texts": Mistake("hint texts"),
    },
    returned={"table": lambda answer: isinstance(answer, dict)},
    right_but={"texts": lambda answer: isinstance(answer, str)},
    read=lambda answer: torch.tensor(eval(answer)) if isinstance(answer, str) else answer,
)


def test_what_an_answer_returns_tells_a_mistake_whatever_its_numbers_are(told):
    assert told(PAIRED, lambda x: {"twice": 2 * x}) == ("hint", "hint table")
    assert told(PAIRED, lambda x: 2 * x if len(x) > 1 else {}) == ("hint", "hint table")
    assert told(PAIRED, lambda x: 2 * x) == ("ok", "correct on all 2 inputs.")


def test_what_is_read_of_an_answer_is_judged_and_its_kind_is_told_only_where_that_is_right(told):
    assert told(PAIRED, lambda x: str((2 * x).tolist())) == ("hint", "hint texts")
    assert told(PAIRED, lambda x: str((x / 2).tolist())) == ("hint", "hint halves")
    assert told(PAIRED, lambda x: str((2 * x).tolist()) if len(x) == 1 else 2 * x)[0] == "ok"


def test_a_stub_in_any_case_is_a_stub(told):
    assert told(TWICE, lambda x: -2 * x if len(x) > 1 else ...) == ("todo", "not attempted yet.")


def test_the_error_of_torch_is_not_a_stub(told):
    status, message = told(TWICE, lambda x: torch.bernoulli(x.long()))
    assert status == "hint" and "NotImplementedError" in message


def test_a_mistake_that_stops_is_recognised_by_its_error(told):
    keepdim = FunctionExercise(
        name="twice",
        reference=lambda x: x / x.sum(1, keepdim=True),
        cases=[{"x": X}, {"x": X[:, :2]}],  # the square one does not stop
        mistakes={
            "minus": Mistake("hint twice.minus", lambda x: x / x.sum(1)),
            "root": Mistake("hint twice.root", lambda x: x / x.sum(0)),
        },
    )
    assert told(keepdim, lambda x: x / torch.sum(x, dim=1)) == ("hint", "hint twice.minus")
    assert told(keepdim, lambda x: x / x.sum(0)) == ("hint", "hint twice.root")
    assert "stops with" in told(keepdim, lambda x: x / x.sum(1) if len(x) == len(x.T) else x @ x)[1]
    assert told(keepdim, lambda x: x / torch.ones(7) if len(x.T) == 3 else x / x.sum(1))[1] == "hint twice.minus"
    assert "stops with" in told(keepdim, lambda x: x / x.sum(1) if len(x) != len(x.T) else x)[1]


def test_the_telling_cases_tell_a_mistake_whatever_the_others_give(told):
    halves = FunctionExercise(
        name="twice",
        reference=lambda x: 2 * x,
        cases=[{"x": X}, {"x": X / 0.9}, {"x": X[:1]}],
        telling=-1,
        mistakes={
            "root": Mistake("hint twice.root", lambda x: 2 * x),
            "minus": Mistake("hint twice.minus", lambda x: -2 * x),
        },
    )
    assert told(halves, lambda x: 2 * x)[0] == "ok"
    assert told(halves, lambda x: -2 * x if len(x) > 1 else 1 / 0) == ("hint", "hint twice.minus")
    assert told(halves, lambda x: 2 * x if len(x) > 1 else x) == ("hint", "hint twice.root")
    assert told(halves, lambda x: -2 * x if x.max() == 4 else x)[1].startswith("got")


def test_a_small_case_is_shown_before_an_error_on_a_later_one(told):
    def later(x):
        return 3 * x if x.abs().max() < 100 else x / 0 * 0

    assert told(TWICE, later)[1].startswith("got 3, expected 2 at position [0, 0]")
    assert told(TWICE, lambda x: 3 * x if x.abs().max() < 100 else 1 / 0)[1].startswith("got 3, expected 2")


def test_what_a_learner_has_set_in_torch_changes_no_verdict(told):
    def fresh(x):
        factor = torch.full((x.shape[1], 1), 2.0, requires_grad=True)
        (slope,) = torch.autograd.grad((x @ factor).sum(), factor)  # torch refuses this for two types of numbers
        return 2 * x + 0 * slope[:, 0]

    torch.set_default_dtype(torch.float64)
    try:
        with torch.no_grad():
            assert told(TWICE, fresh)[0] == "ok"
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


BUT_NO_TENSOR = (
    "correct on all 3 inputs; later cells need a tensor, so wrap the result in torch.as_tensor(...)."
)


def test_later_cells_need_a_tensor(told):
    needed = FunctionExercise(name="twice", reference=lambda x: 2 * x, cases=TWICE.cases, tensor_later=True)
    assert told(needed, lambda x: 2 * x) == ("ok", "correct on all 3 inputs.")
    for form in (lambda x: (2 * x).tolist(), lambda x: (2 * x).numpy()):
        assert told(needed, form) == ("ok", BUT_NO_TENSOR)


def by_function(name):
    return SENTENCES["checks.ok_not_by_hand"].format(count=1, name=name)


SOFTMAX = FunctionExercise(
    name="twice",
    reference=lambda x: torch.softmax(x, 1),
    cases=[{"x": X}],
    by_hand=("softmax", "losses.softmax", "scipy.special.softmax", "no_such_library.softmax"),
)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda x: torch.softmax(x, 1), "softmax"),
        (lambda x: x.softmax(1), "softmax"),
        (lambda x: torch.nn.functional.softmax(x, dim=1), "softmax"),
        (lambda x: torch.nn.Softmax(dim=1)(x), "softmax"),
        (lambda x: torch.special.softmax(x, 1), "softmax"),
        (lambda x: losses.softmax(x), "losses.softmax"),
        (lambda x: scipy.special.softmax(x, axis=1), "scipy.special.softmax"),
    ],
)
def test_a_function_to_do_without_is_named(answer, name, told):
    status, message = told(SOFTMAX, answer)
    assert (status, message) == ("ok", by_function(name))


def test_one_that_does_without_is_right(told):
    assert told(SOFTMAX, lambda x: x.exp() / x.exp().sum(1, keepdim=True)) == ("ok", "correct on all 1 inputs.")
    assert losses.softmax(X).shape == X.shape  # nothing is left wrapped


def test_a_function_of_another_library_is_noted_where_it_is_called_and_left_as_it_was(told):
    original = scipy.special.softmax

    def imports_as_it_runs(x):
        from scipy.special import softmax

        return softmax(x, axis=1)

    assert told(SOFTMAX, imports_as_it_runs)[1] == by_function("scipy.special.softmax")
    assert scipy.special.softmax is original


AREA = NumberExercise(
    name="area",
    reference=lambda: torch.pi * 2.0**2,
    mistakes={
        "diameter": Mistake("hint area.diameter", lambda: torch.pi * 4.0**2),
        "radius": Mistake("hint area.radius", lambda: 2 * torch.pi * 2.0),
    },
    tolerance=1e-3,
)


@pytest.mark.parametrize(
    ("answer", "status", "message"),
    [
        (..., "todo", "not attempted yet."),
        (12.566, "ok", "correct."),
        (np.float32(12.566), "ok", "correct."),
        (torch.tensor(12.57), "ok", "correct."),
        (50.27, "hint", "hint area.diameter"),
        (13, "hint", "13 is too large."),
        (12.7, "hint", "12.7 is too large."),
        (12.5, "hint", "12.5 is too small."),
        (-12.566, "hint", "-12.566 is too small."),
        (None, "hint", "the answer is None, which is no number (print(...) gives None); give the number itself."),
        ("12.566", "hint", "the answer is of type str; expected real numbers: a tensor, an array, a list or a float."),
        (lambda: 12.566, "hint", NOT_CALLED),
        (math.sqrt, "hint", NOT_CALLED),
        ([12.566], "hint", "the answer has shape (1,); expected one number, without brackets or an axis."),
        (X[0, :1], "hint", "the answer has shape (1,); expected one number, without brackets or an axis."),
        (float("nan"), "hint", "the answer contains nan."),
        (10**400, "hint", "the answer contains inf."),
    ],
)
def test_what_a_number_is_told(answer, status, message, told):
    assert told(AREA, answer) == (status, message)


STEPS = OrderExercise(
    name="steps",
    needs={"A": "", "C": "A", "B": "CA"},
    distractors="D",
    hints=dict.fromkeys("ABCD", "hint steps.{step}"),
)


@pytest.mark.parametrize(
    ("answer", "status", "message"),
    [
        (..., "todo", "not attempted yet."),
        ("...", "todo", "not attempted yet."),
        ("", "todo", "not attempted yet."),
        ([...], "todo", "not attempted yet."),
        ([], "todo", "not attempted yet."),
        ("ACB", "ok", "correct, every step rests on the ones before it."),
        (["a", "c", "b"], "ok", "correct, every step rests on the ones before it."),
        (("A", "CB"), "ok", "correct, every step rests on the ones before it."),
        ("1. A  2. C  3. B", "ok", "correct, every step rests on the ones before it."),
        ("CAB", "hint", "step C uses step A, which does not stand before it."),
        ("ABC", "hint", "step B uses step C, which does not stand before it."),
        ("AB", "hint", "hint steps.C"),
        ("CB", "hint", "hint steps.A"),
        ("AC", "hint", "hint steps.B"),
        ("ADCB", "hint", "hint steps.D"),
        ("BCA", "hint", "step B is what the proof should end on; begin with what is given."),
        ("B", "hint", "step B is what the proof should end on; begin with what is given."),
        ("ACCB", "hint", "step C is there twice; once is enough."),
        ("AXB", "hint", "there is no step X; the steps are the Latin letters A to D."),
        (5, "hint", "expected letters, not numbers, in a string or a list, got int."),
        ([1, 2], "hint", "expected letters, not numbers, in a string or a list, got list."),
        (None, "hint", "expected letters, not numbers, in a string or a list, got NoneType."),
        (X, "hint", "expected letters, not numbers, in a string or a list, got Tensor (float32)."),
        (lambda: "ACB", "hint", "expected letters, not numbers, in a string or a list, got function."),
    ],
)
def test_what_a_proof_is_told(answer, status, message, told):
    assert told(STEPS, answer) == (status, message)


# --- nothing stops a notebook --------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", [TWICE, AREA, STEPS], ids=lambda exercise: exercise.name)
@pytest.mark.parametrize("odd", ODD)
def test_no_answer_stops_a_notebook(exercise, odd, told):
    status, message = told(exercise, ODD[odd])
    assert status == "hint"
    assert len(message) < 300 and message.isprintable()


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        ("endless", "the function calls itself without an end."),
        ("many lines", f"the function stops with ValueError: one {FIRST}."),
        ("tabs", f"the function stops with ValueError: one two {FIRST}."),
        ("no message", f"the function stops with ValueError {FIRST}."),
        ("mute", f"the function stops with Mute {FIRST}."),
        ("address", f"the function stops with ValueError: bad <object object at 0x...> {FIRST}."),
        ("long message", "the function stops with ValueError: " + ("very long " * 12)[:117] + f"... {FIRST}."),
        ("braces", f"the function stops with KeyError: '{{name}} {{0}} %s' {FIRST}."),
        ("exit", f"the function stops with SystemExit: 3 {FIRST}."),
        ("generator", "the answer is of type generator; expected real numbers: a tensor, an array, a list or a float."),
        ("hostile", "this answer cannot be read; expected what the stub above asks for."),
    ],
)
def test_what_odd_answers_are_told(odd, message, told):
    assert told(TWICE, ODD[odd]) == ("hint", message)


def test_what_an_answer_prints_is_left_out_and_printing_works_afterwards(capsys):
    before = sys.stdout, sys.stderr, warnings.filters[:]
    TWICE(lambda x: print("noise") or 2 * x)
    assert (sys.stdout, sys.stderr, warnings.filters[:]) == before
    assert capsys.readouterr().out == "twice: correct on all 3 inputs.\n"


def test_an_answer_may_write_where_it_prints(told):
    def writes(x):
        return 2 * x if sys.stdout.writable() and sys.stdout.write("noise") == 5 else x

    assert told(TWICE, writes)[0] == "ok"


def test_a_line_has_at_most_a_thousand_letters(told):
    def line(n_letters):
        return told(TWICE, type("T" * n_letters, (), {})())[1]

    others = len(line(500)) - 500
    assert len(line(1000 - others)) == len(line(1001 - others)) == 1000
    assert not line(1000 - others).endswith("...") and line(1001 - others).endswith("...")


def test_a_warning_counts_as_nothing_even_where_warnings_are_errors(told):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert told(TWICE, lambda x: warnings.warn("careful", stacklevel=1) or 2 * x)[0] == "ok"


def test_an_interrupt_passes_and_leaves_no_earlier_verdict(results, capsys):
    TWICE(lambda x: 2 * x)
    assert results == {"twice": "ok"}
    out = sys.stdout
    with pytest.raises(KeyboardInterrupt):
        TWICE(raising(KeyboardInterrupt()))
    assert results == {"twice": "todo"}
    assert sys.stdout is out


def test_the_last_verdict_is_kept_for_each_exercise(results):
    TWICE(lambda x: x)
    AREA(...)
    assert results == {"twice": "hint", "area": "todo"}
    TWICE(lambda x: 2 * x)
    assert results == {"twice": "ok", "area": "todo"}


def test_a_check_without_parentheses_shows_how_it_is_called():
    assert repr(TWICE) == "check_twice(answer)"


def test_checks_print_where_only_ascii_can_be_printed(monkeypatch):
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding="ascii", write_through=True))
    TWICE(raising(ValueError("gr\u00f6\u00dfer")))
    assert printed.getvalue().startswith(rb"twice: the function stops with ValueError: gr\xf6\xdfer (input")


def test_checks_print_where_the_output_has_no_encoding(monkeypatch):
    class Plain:
        printed = ""

        def write(self, text):
            self.printed += text

    monkeypatch.setattr(sys, "stdout", Plain())
    TWICE(raising(ValueError("größer")))
    assert sys.stdout.printed.startswith("twice: the function stops with ValueError: größer (input")
