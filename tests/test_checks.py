"""Exercises: what each kind of answer is told, and that no answer at all can stop a notebook.

The answers learners write live in tests/wrong_answers as the text that replaces a stub; stubs and solutions are read
from the lessons, so it is the literal text that is tried. Oracles are autograd, NumPy and brute force.
"""

import asyncio
import importlib
import itertools
import re
import shutil
import subprocess
import sys
import warnings
from fractions import Fraction
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from scipy import stats

from tools.contract import solution_code
from utils import checks, data, losses, metrics, optimal, training
from utils.checks import FunctionExercise, NumberExercise, OrderExercise
from utils.words import TEXT, say

ROOT = Path(__file__).resolve().parents[1]
ANSWER_FILES = (ROOT / "tests" / "wrong_answers").glob("lesson_*.py")
EXERCISES = {check.name: check for check in vars(checks).values() if isinstance(check, checks.Exercise)}
WRITTEN = [importlib.import_module(f"wrong_answers.{path.stem}") for path in sorted(ANSWER_FILES)]
ANSWERS = {name: answers for lesson in WRITTEN for name, answers in lesson.ANSWERS.items()}
NAMES = {name: stub for lesson in WRITTEN for name, stub in lesson.NAMES.items()}


@pytest.fixture(autouse=True)
def fresh_results():
    checks.results.clear()


@pytest.fixture
def told(capsys):
    """told(exercise, answer) -> (status, message): asserts the promises every check makes, on every answer given."""

    def tell(exercise, answer):
        assert exercise(answer) is None
        out, err = capsys.readouterr()
        assert err == ""
        assert out.count("\n") == 1 and out.endswith("\n") and out.startswith(f"{exercise.name}: ")
        status = checks.results[exercise.name]
        assert status in ("todo", "hint", "ok")
        exercise(answer)
        assert capsys.readouterr().out == out, "another line the second time"
        return status, out.rstrip("\n").removeprefix(f"{exercise.name}: ")

    return tell


def names_of_a_lesson():
    modules = {"checks": checks, "data": data, "losses": losses, "metrics": metrics, "training": training}
    return {"torch": torch, "np": np, **modules}


def run(code):
    """The names a learner has after running this code in a lesson."""
    names = names_of_a_lesson()
    exec(code, names)
    return names


def hint(exercise, topic, **values):
    return "hint", say(f"checks.{exercise}.{topic}", **values)


def hint_of(name, topic):
    return hint(name, topic, step=topic)  # steps of a proof are named in their hints, other hints have no parts


# --- the exercises of the lessons ----------------------------------------------------------------------------------


def lesson_exercises():
    """(exercise, stub, solution) of every lesson, as written there."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        stub = None
        for cell in nbformat.read(path, as_version=4).cells:
            tags = cell.metadata.get("tags", [])
            if "exercise" in tags:
                stub = cell
            elif "solution" in tags:
                called = re.search(r"checks\.check_(\w+)\(", stub.source).group(1)
                found.append(pytest.param(called, stub.source, solution_code(cell), id=called))
    return found


LESSON_EXERCISES = lesson_exercises()


def test_every_exercise_is_in_one_lesson_and_has_answers():
    assert sorted(parameters.values[0] for parameters in LESSON_EXERCISES) == sorted(EXERCISES) == sorted(ANSWERS)
    for name, check in EXERCISES.items():
        assert getattr(checks, f"check_{name}") is check


@pytest.mark.parametrize(("name", "stub", "solution"), LESSON_EXERCISES)
def test_the_stub_is_not_attempted_and_the_solution_is_right(name, stub, solution, capsys):
    run(stub)
    assert checks.results == {name: "todo"}
    assert capsys.readouterr().out == f"{name}: {say('checks.todo')}\n"
    *_, check_line = stub.strip().splitlines()
    run(f"{solution}\n{check_line}")
    assert checks.results == {name: "ok"}


@pytest.mark.parametrize(("name", "stub", "solution"), LESSON_EXERCISES)
def test_answers_assign_the_name_the_stub_assigns(name, stub, solution):
    assert NAMES[name] in run(stub).keys() - names_of_a_lesson().keys()
    assert f"({NAMES[name]})" in stub.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "expected", "code"),
    [
        pytest.param(name, expected, code, id=f"{name}-{expected}-{number}")
        for name, answers in ANSWERS.items()
        for number, (expected, code) in enumerate(answers)
    ],
)
def test_answers_are_told_what_they_should_be(name, expected, code, told):
    status, message = told(EXERCISES[name], run(code)[NAMES[name]])
    if expected == "ok":
        assert status == "ok", message
    else:
        assert (status, message) == hint_of(name, expected)


@pytest.mark.parametrize("name", EXERCISES)
def test_hints_are_own_and_each_has_an_answer(name):
    exercise = EXERCISES[name]
    letters = isinstance(exercise, OrderExercise)
    topics = {*exercise.needs, *exercise.distractors} if letters else set(exercise.wrong)
    in_words = {key.removeprefix(f"checks.{name}.") for key in TEXT if key.startswith(f"checks.{name}.")}
    assert topics == in_words
    assert topics == {expected for expected, _ in ANSWERS[name]} - {"ok"}
    assert len(topics) >= 4
    assert len({TEXT[f"checks.{name}.{topic}"] for topic in topics}) == len(topics)
    assert sum(expected == "ok" for expected, _ in ANSWERS[name]) >= 3


def test_hints_are_short_and_speak_kindly():
    for key, text in TEXT.items():
        if key.startswith("checks."):
            assert len(text) <= 150 and "\n" not in text and text.isascii(), key
            assert not re.search(r"\b(simply|obviously|just)\b", text), key


# lesson 06: their input is one distribution, which has no rows and is never large
OF_A_DISTRIBUTION = ("entropy_in_bits", "kl_divergence", "scores_asked_for")


@pytest.mark.parametrize("name", OF_A_DISTRIBUTION)
def test_distributions_are_of_every_kind(name):
    for case in EXERCISES[name].cases:
        assert all(values.sum() == pytest.approx(1) and (values >= 0).all() for values in case.values())
    first = [next(iter(case.values())) for case in EXERCISES[name].cases]
    assert len({values.shape for values in first}) >= 5
    assert {values.dtype for values in first} == {torch.float32, torch.float64}
    assert any((values == 0).any() for values in first) == (name != "scores_asked_for")
    assert {(values.max() > 0.5).item() for values in first} == {True, False}


@pytest.mark.parametrize("name", [name for name, one in EXERCISES.items()
                                  if any(getattr(one, "cases", ())) and name not in OF_A_DISTRIBUTION])
def test_cases_are_of_every_kind(name):
    first = [next(iter(case.values())) for case in EXERCISES[name].cases]
    assert len({values.shape for values in first}) >= 5
    results = [EXERCISES[name].reference(*case.values()) for case in EXERCISES[name].cases]
    tables = [values if values.ndim > 1 else result for values, result in zip(first, results, strict=True)]
    assert sum(table.shape[0] != table.shape[1] for table in tables) > len(tables) / 2
    assert any(table.shape[0] == table.shape[1] for table in tables)
    assert any(values.shape[0] == 1 for values in first)
    assert any(values.abs().max() > 100 for values in first)


# --- references against independent ones ---------------------------------------------------------------------------


def test_mse_gradient_is_autograds():
    for case in checks.check_mse_gradient.cases:
        scores = case["scores"].clone().requires_grad_()
        one_hot = torch.nn.functional.one_hot(case["labels"], scores.shape[1])
        (scores.shape[1] / 2 * torch.nn.functional.mse_loss(scores, one_hot.to(scores.dtype))).backward()
        assert torch.allclose(checks.check_mse_gradient.reference(**case), scores.grad)


def test_references_of_lesson_06_are_torchs_and_scipys():
    for case in checks.check_cross_entropy.cases:
        expected = torch.nn.functional.cross_entropy(*case.values())
        torch.testing.assert_close(checks.check_cross_entropy.reference(**case), expected)
    for case in checks.check_entropy_in_bits.cases:
        assert checks.check_entropy_in_bits.reference(**case).item() == pytest.approx(stats.entropy(case["p"], base=2))
    for case in checks.check_kl_divergence.cases:
        expected = stats.entropy(case["p"].double(), case["q"].double())
        assert checks.check_kl_divergence.reference(**case).item() == pytest.approx(expected, rel=1e-5)
    for case in checks.check_scores_asked_for.cases:
        expected = [optimal.optimal_scores(case["p"], loss) for loss in ("mse", "cross_entropy", "margin_worst")]
        got = checks.check_scores_asked_for.reference(**case).double()
        torch.testing.assert_close(got, torch.stack(expected), atol=1e-6, rtol=0)


def test_one_hot_and_hard_answers_are_torchs():
    for case in checks.check_one_hot.cases:
        assert torch.equal(checks.check_one_hot.reference(**case), torch.nn.functional.one_hot(*case.values()).float())
    for case in checks.check_hard_answers.cases:
        first_best = torch.tensor([row.index(max(row)) for row in case["scores"].tolist()])
        hard = torch.nn.functional.one_hot(first_best, case["scores"].shape[1]).float()
        assert torch.equal(checks.check_hard_answers.reference(**case), hard)


def test_decode_number_names_the_class_with_the_nearest_number_and_no_case_is_near_a_half():
    ends = set()
    for case in checks.check_decode_number.cases:
        predicted = case["scores"].double() @ case["numbers"].double()
        nearest = (predicted[:, None] - case["numbers"]).abs().argmin(1)
        assert torch.equal(checks.check_decode_number.reference(**case), nearest)
        assert ((predicted - predicted.floor() - 0.5).abs() > 0.02).all()
        ends.add(("below", bool(predicted.min() < -0.6)))
        ends.add(("above", bool(predicted.max() > len(case["numbers"]) - 0.4)))
    assert {("below", True), ("above", True)} <= ends


def test_lesson_07_gradients_are_autograds():
    for case in checks.check_ce_gradient.cases:
        scores = case["scores"].clone().requires_grad_()
        torch.nn.functional.cross_entropy(scores, case["labels"]).backward()
        assert torch.allclose(checks.check_ce_gradient.reference(**case), scores.grad, atol=1e-7)
    for case in checks.check_weights_gradient.cases:
        X, scores = case["X"], case["scores"]
        weights = torch.zeros(X.shape[1] + 1, scores.shape[1], dtype=X.dtype, requires_grad=True)
        moved = scores + X @ weights[:-1] + weights[-1]
        torch.nn.functional.cross_entropy(moved, case["labels"]).backward()
        assert torch.allclose(checks.check_weights_gradient.reference(**case), weights.grad, rtol=1e-4, atol=1e-5)
    for case in checks.check_curvature.cases:
        _, product = torch.func.jvp(lambda scores: scores.softmax(1), (case["scores"],), (case["direction"],))
        assert torch.allclose(checks.check_curvature.reference(**case), product, atol=1e-6)


def test_largest_learning_rate_is_where_descent_turns_from_falling_to_growing():
    for case in checks.check_largest_learning_rate.cases:
        X = np.hstack([case["X"].double().numpy(), np.ones((len(case["X"]), 1))])
        limit = checks.check_largest_learning_rate.reference(**case).item()
        weights = np.linalg.svd(X)[2][0]  # steepest direction; the optimum is at 0
        for factor, grows in ((0.99, False), (1.01, True)):
            step = weights - factor * limit * X.T @ (X @ weights) / len(X)
            assert (np.linalg.norm(step) > np.linalg.norm(weights)) == grows


def test_largest_learning_rate_is_the_engines():
    X = checks.check_largest_learning_rate.cases[0]["X"]
    engine = training.LeastSquares(X, torch.arange(len(X)) % 2, n_classes=2)
    assert checks.check_largest_learning_rate.reference(X).item() == pytest.approx(engine.divergence_learning_rate())


def test_statements_of_the_proof_hold_and_the_distractors_do_not():
    rng = np.random.default_rng(0)
    X = np.hstack([rng.random((40, 5)), np.ones((40, 1))])
    Y = np.eye(3)[rng.integers(3, size=40)]
    W = np.linalg.lstsq(X, Y, rcond=None)[0]
    e, ones_k, ones_n = np.eye(6)[-1], np.ones(3), np.ones(40)
    w = W @ ones_k
    assert np.allclose(X.T @ X @ W, X.T @ Y)  # E
    assert np.allclose(Y @ ones_k, ones_n)  # B
    assert np.allclose(X @ e, ones_n)  # H
    assert np.allclose(X.T @ X @ w, X.T @ X @ e)  # C
    assert np.allclose(w, e)  # I
    inputs = np.hstack([10 * rng.standard_normal((7, 5)), np.ones((7, 1))])
    assert np.allclose((inputs @ W).sum(axis=1), 1)  # F
    assert (inputs @ W).min() < 0 and (inputs @ W).max() > 1  # not A
    assert not np.allclose(X @ W, Y)  # not J
    one_step = 0.1 * X.T @ Y / 40
    assert not np.allclose((X @ one_step).sum(axis=1), 1)  # not G
    without = np.linalg.lstsq(X[:, :5], Y, rcond=None)[0]
    assert not np.allclose((X[:, :5] @ without).sum(axis=1), 1)  # H is needed


def test_exactly_the_valid_orders_of_the_proof_are_right():
    exercise = checks.check_sum_to_one_proof
    right = {"".join(order) for order in itertools.permutations("EBHCIF") if exercise.judge(order)[0] == "ok"}
    assert right == {"".join(facts) + "CIF" for facts in itertools.permutations("EBH")}
    for size in range(1, 6):
        assert all(exercise.judge("".join(steps))[0] == "hint" for steps in itertools.permutations("EBHCIF", size))
    for distractor, position in itertools.product("ADGJ", range(7)):
        steps = "EBHCIF"[:position] + distractor + "EBHCIF"[position:]
        assert exercise.judge(steps) == hint_of("sum_to_one_proof", distractor)


def test_log_sum_exp_is_numpys():
    for case in checks.check_log_sum_exp.cases:
        expected = np.logaddexp.reduce(case["scores"].double().numpy(), axis=1)
        assert np.allclose(checks.check_log_sum_exp.reference(**case), expected)


def test_scores_for_votes_give_the_shares_and_sum_to_zero():
    for case in checks.check_scores_for_votes.cases:
        votes, scores = case["votes"].numpy(), checks.check_scores_for_votes.reference(**case).numpy()
        powers = np.exp(scores)
        assert np.allclose(powers / powers.sum(axis=1, keepdims=True), votes / votes.sum(axis=1, keepdims=True))
        assert np.allclose(scores.sum(axis=1), 0, atol=1e-5)


def test_temperature_for_gives_the_confidence_and_lies_inside_the_range_the_lesson_names():
    for case in checks.check_temperature_for.cases:
        temperatures = checks.check_temperature_for.reference(**case)
        assert ((temperatures > 1e-2) & (temperatures < 1e4)).all()
        powers = np.exp(_below_the_largest(case["scores"].double().numpy()) / temperatures.numpy()[:, None])
        assert np.allclose(1 / powers.sum(axis=1), case["confidence"])


def _below_the_largest(scores):
    return scores - scores.max(axis=1, keepdims=True)


def test_margin_gradient_is_autograds():
    for case in checks.check_margin_gradient.cases:
        scores = case["scores"].clone().requires_grad_()
        n_classes = scores.shape[1]
        (n_classes * torch.nn.functional.multi_margin_loss(scores, case["labels"], margin=case["margin"])).backward()
        assert torch.allclose(checks.check_margin_gradient.reference(**case), scores.grad)


def test_no_lead_of_the_margin_exercises_is_at_a_kink():
    for case in checks.check_margin_gradient.cases:
        lead = case["scores"].gather(1, case["labels"][:, None]) - case["scores"]
        assert ((lead - case["margin"]).abs() > 1e-3).all()


def test_missing_lead_is_the_smallest_rise_that_ends_the_loss():
    for case in checks.check_missing_lead.cases:
        scores, labels, costs = (value.double() if value.is_floating_point() else value for value in case.values())
        missing = checks.check_missing_lead.reference(scores, labels, costs)
        assert (missing >= 0).all()
        rise = missing[:, None] * torch.nn.functional.one_hot(labels, scores.shape[1])
        assert losses.margin_loss(scores + rise, labels, costs).item() == pytest.approx(0, abs=1e-9)
        left = losses.margin_loss(scores + 0.99 * rise, labels, costs, reduction="none")
        assert torch.equal(left > 0, missing > 0)


def test_statements_of_the_scaling_proof_hold_and_the_distractors_do_not():
    generator = torch.Generator().manual_seed(0)
    X = torch.randn(30, 4, generator=generator, dtype=torch.float64)
    labels = torch.randint(3, (30,), generator=generator)
    rate, decay, m = 0.1, 0.3, 7.0

    def slope(W, margin):
        W = W.clone().requires_grad_()
        loss = losses.margin_loss(X @ W, labels, margin)
        loss.backward()
        return loss.item(), W.grad

    def leads(W):
        scores = X @ W
        return scores.gather(1, labels[:, None]) - scores

    W, V = torch.zeros(4, 3, dtype=torch.float64), torch.zeros(4, 3, dtype=torch.float64)  # D
    for _ in range(20):
        assert torch.allclose(leads(V), m * leads(W))  # A
        assert torch.equal(leads(V) < m, leads(W) < 1)  # F
        (loss_1, G), (loss_2, G_2) = slope(W, 1.0), slope(V, m)
        assert torch.allclose(G, G_2)  # H, not E
        assert loss_2 == pytest.approx(m * loss_1)  # not C
        assert torch.allclose(m * rate * (decay / m) * V, rate * decay * V)  # J
        W, V = W - rate * (G + decay * W), V - m * rate * (G_2 + decay / m * V)
        assert torch.allclose(V, m * W)  # B, G
    W = V = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    for _ in range(5):
        W, V = W - rate * (slope(W, 1.0)[1] + decay * W), V - m * rate * (slope(V, m)[1] + decay / m * V)
    assert not torch.equal((X @ W).argmax(1), (X @ V).argmax(1))  # not I


def test_huber_is_torchs_and_its_slope_autograds():
    for case in checks.check_huber.cases:
        error = case["error"].clone().requires_grad_()
        huber = torch.nn.functional.huber_loss(error, torch.zeros_like(error), delta=case["delta"], reduction="none")
        assert torch.allclose(checks.check_huber.reference(**case), huber)
        huber.sum().backward()
        assert torch.allclose(checks.check_huber_slope.reference(**case), error.grad)
        beyond = error.abs() > case["delta"]
        assert beyond.any() and not beyond.all()


def test_median_interval_holds_exactly_the_best_constants():
    for case in checks.check_median_interval.cases:
        ends = checks.check_median_interval.reference(**case)
        for row, (low, high) in zip(case["points"].double(), ends, strict=True):

            def total(constant, row=row):
                return (row - constant).abs().sum().item()

            lowest = min(map(total, row))
            assert total(low) == pytest.approx(lowest) and total(high) == pytest.approx(lowest)
            assert total((low + high) / 2) == pytest.approx(lowest)
            assert total(low - 0.1) > lowest + 0.05 and total(high + 0.1) > lowest + 0.05


def test_from_delta_for_the_mean_on_the_mean_balances_the_pulls_and_below_it_does_not():
    delta = checks.check_delta_for_the_mean.reference().item()
    errors = np.array([1, 2, 3, 4, 100]) - 22
    for factor, balanced in ((1, True), (3, True), (0.99, False), (0.5, False)):
        assert (abs(np.clip(errors, -factor * delta, factor * delta).sum()) < 1e-9) == balanced


# --- the machinery, on an exercise of its own ----------------------------------------------------------------------

X = torch.tensor([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
TWICE = FunctionExercise(
    name="twice",
    reference=lambda x: 2 * x,
    cases=[{"x": X}, {"x": X[:1]}, {"x": 1000 * X}],
    wrong={"minus": lambda x: -2 * x, "root": (lambda x: x, lambda x: x.sqrt())},
)
TOTAL = FunctionExercise(
    name="total", reference=lambda x, k: k * x.sum(), cases=[{"x": X, "k": 2}, {"x": X[:1], "k": 3}]
)


@pytest.fixture(autouse=True)
def hints_of_its_own(monkeypatch):
    for topic in (
        "twice.minus",
        "twice.root",
        "area.diameter",
        "area.radius",
        "steps.A",
        "steps.B",
        "steps.C",
        "steps.D",
    ):
        monkeypatch.setitem(TEXT, f"checks.{topic}", f"hint {topic}")


def in_place(x):
    x *= 2
    return x


def add_a_row(x):
    x.resize_(3, 3)
    return 2 * x


def not_yet(x):
    raise NotImplementedError("later")


def wrong_for_large_only(x):
    return 2 * x if x.abs().max() < 100 else 2 * x * torch.inf


def raises_for_one(x):
    if len(x) == 1:
        raise ValueError("needs two rows.")
    return 2 * x


FIRST, ONE = "(input: x (2, 3))", "(input: x (1, 3))"


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
        (in_place, "hint", "the function changes its input x; make a new tensor (a = a - b, not a -= b)."),
        (add_a_row, "hint", "the function changes its input x; make a new tensor (a = a - b, not a -= b)."),
        (lambda x: (2 * x).tolist(), "hint", "the answer is of type list; expected real numbers: "),
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
        (lambda x, k: k * x.sum().reshape(1), "hint", "the answer has shape (1,), expected () (one number) (input: x "),
        (lambda x, k: True, "hint", "the answer is of type bool; expected"),
        (lambda x, k: np.True_, "hint", "the answer is of type bool; expected"),
        (lambda x, k: Fraction(11), "hint", "the answer is of type Fraction; expected"),
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


def test_the_expected_value_can_be_kept_back(told):
    secret = FunctionExercise(name="twice", reference=lambda x: 2 * x, cases=[{"x": X}], show_expected=False)
    assert told(secret, lambda x: 3 * x) == ("hint", f"not the expected value {FIRST}.")


def test_a_wrong_answer_counts_only_if_it_is_wrong_alike_on_every_input(told):
    assert told(TWICE, lambda x: -2 * x if len(x) > 1 else x)[1].startswith("got")
    nowhere = FunctionExercise(
        name="twice",
        reference=lambda x: 2 * x,
        cases=[{"x": X.abs()}, {"x": -X.abs()}],
        wrong={"root": lambda x: x.sqrt()},  # nan on the second input: any value matches there, not on the first
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
    assert told(zero, lambda x: 0 * x + 1e-7)[0] == "ok"
    assert told(zero, lambda x: 0 * x + 1e-5)[0] == "hint"


AREA = NumberExercise(
    name="area",
    reference=lambda: torch.pi * 2.0**2,
    wrong={"diameter": lambda: torch.pi * 4.0**2, "radius": lambda: 2 * torch.pi * 2.0},
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
        (13, "hint", "not the expected value."),
        (12.7, "hint", "not the expected value."),
        (None, "hint", "the answer is None; is a return missing?"),
        ("12.566", "hint", "the answer is of type str; expected real numbers: a tensor, an array or a float."),
        (
            lambda: 12.566,
            "hint",
            "the answer is of type function; expected real numbers: a tensor, an array or a float.",
        ),
        ([12.566], "hint", "the answer is of type list; expected real numbers: a tensor, an array or a float."),
        (torch.tensor([12.566]), "hint", "the answer has shape (1,), expected () (one number)."),
        (float("nan"), "hint", "the answer contains nan."),
        (10**400, "hint", "this answer cannot be read; expected what the stub above asks for."),
    ],
)
def test_what_a_number_is_told(answer, status, message, told):
    assert told(AREA, answer) == (status, message)


STEPS = OrderExercise(name="steps", needs={"A": "", "C": "A", "B": "CA"}, distractors="D")


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
        ("AXB", "hint", "there is no step X; the steps are A to D."),
        (5, "hint", "expected the letters of your steps as one string, got int."),
        ([1, 2], "hint", "expected the letters of your steps as one string, got list."),
        (None, "hint", "expected the letters of your steps as one string, got NoneType."),
        (X, "hint", "expected the letters of your steps as one string, got Tensor (float32)."),
        (lambda: "ACB", "hint", "expected the letters of your steps as one string, got function."),
    ],
)
def test_what_a_proof_is_told(answer, status, message, told):
    assert told(STEPS, answer) == (status, message)


# --- nothing stops a notebook --------------------------------------------------------------------------------------


class Hostile:
    """Everything asked of it fails."""

    def __getattribute__(self, name):
        raise RuntimeError(f"no {name} here")

    def __eq__(self, other):
        raise RuntimeError("do not compare me")

    __hash__ = None
    __bool__ = __len__ = __iter__ = __repr__ = __str__ = __float__ = __array__ = lambda self: 1 / 0


class Mute(Exception):
    def __str__(self):
        raise ValueError("no message either")


class Returned:
    pass


def endless(x, *rest):
    return endless(x, *rest)


def forever(x, *rest):
    while True:
        yield x


async def later(x, *rest):
    return x


def talkative(x, *rest):
    for line in range(1000):
        print("a lot", line)
        print("of words", line, file=sys.stderr)
    warnings.warn("and a warning", stacklevel=1)
    return x


def raising(error):
    def raises(x, *rest):
        raise error

    return raises


ODD = {
    "string": "2 * x",
    "class": Returned,
    "class of tensors": torch.Tensor,
    "generator": forever,
    "running generator": forever(X),
    "coroutine": later,
    "complex": 1 + 2j,
    "complex function": lambda *a: 1 + 2j,
    "nan": float("nan"),
    "huge": 10**5000,
    "huge function": lambda *a: 10**5000,
    "dict": {"x": 1},
    "bytes": b"EBHCIF",
    "hostile": Hostile(),
    "hostile function": lambda *a: Hostile(),
    "hostile list": [Hostile()],
    "module": torch,
    "objects": lambda *a: np.array([object(), None]),
    "texts": lambda *a: np.array(["a", "b"]),
    "dates": lambda *a: np.array(["2024-01-01"], dtype="datetime64[D]"),
    "empty": lambda *a: torch.empty(0),
    "sparse": lambda *a: torch.eye(3).to_sparse(),
    "meta": lambda *a: torch.empty(3, 4, device="meta"),
    "endless": endless,
    "talkative": talkative,
    "long message": raising(ValueError("very long " * 1000)),
    "tabs": raising(ValueError("one\t  two")),
    "many lines": raising(ValueError("one\ntwo\r\nthree")),
    "bell and surrogate": raising(ValueError("\a\x1b[31m \udce9 \u2028 tail")),
    "not ASCII": raising(ValueError("größer als π")),
    "no message": raising(ValueError()),
    "mute": raising(Mute()),
    "address": raising(ValueError(f"bad {object()!r}")),
    "braces": raising(KeyError("{name} {0} %s")),
    "exit": lambda *a: sys.exit(3),
    "generator exit": raising(GeneratorExit()),
    "cancelled": raising(asyncio.CancelledError()),
    "group": raising(ExceptionGroup("several", [ValueError(1)])),
    "memory": raising(MemoryError()),
    "stop": raising(StopIteration()),
    "closes the output": lambda *a: sys.stdout.close(),
    "in place": lambda x, *a: x.add_(1),
    "subclass of str": type("Text", (str,), {"upper": lambda self: 1 / 0})("EB"),
    "subclass of tensor": torch.nn.Parameter(X),
    "surrogate letters": "E\udce9B",
    "million letters": "E" * 1_000_000,
}


@pytest.mark.parametrize("name", [*EXERCISES, "area"])
@pytest.mark.parametrize("odd", ODD)
def test_no_answer_stops_a_notebook(name, odd, told):
    exercise = EXERCISES.get(name, AREA)
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
        ("generator", "the answer is of type generator; expected real numbers: a tensor, an array or a float."),
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


def test_a_warning_counts_as_nothing_even_where_warnings_are_errors(told):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert told(TWICE, lambda x: warnings.warn("careful", stacklevel=1) or 2 * x)[0] == "ok"


def test_an_interrupt_passes_and_leaves_no_earlier_verdict(capsys):
    TWICE(lambda x: 2 * x)
    assert checks.results == {"twice": "ok"}
    out = sys.stdout
    with pytest.raises(KeyboardInterrupt):
        TWICE(raising(KeyboardInterrupt()))
    assert checks.results == {"twice": "todo"}
    assert sys.stdout is out


def test_the_last_verdict_is_kept_for_each_exercise():
    TWICE(lambda x: x)
    AREA(...)
    assert checks.results == {"twice": "hint", "area": "todo"}
    TWICE(lambda x: 2 * x)
    assert checks.results == {"twice": "ok", "area": "todo"}


def test_a_check_without_parentheses_shows_how_it_is_called():
    assert repr(checks.check_mse_gradient) == "check_mse_gradient(answer)"


def test_checking_draws_no_random_numbers():
    state = torch.get_rng_state()
    for name, answers in ANSWERS.items():
        EXERCISES[name](run(answers[0][1])[NAMES[name]])
    assert torch.equal(torch.get_rng_state(), state)


def test_checks_print_where_only_ascii_can_be_printed(tmp_path):
    program = (
        "from utils import checks\n"
        "def f(scores, labels): raise ValueError('gr\\u00f6\\u00dfer')\n"
        "checks.check_mse_gradient(f)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, env={"PYTHONIOENCODING": "ascii"}, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(rb"mse_gradient: the function stops with ValueError: gr\xf6\xdfer (input")


# --- these tests are awake -----------------------------------------------------------------------------------------

MUTANTS = {
    "status is not stored": ("        results[self.name] = status\n", ""),
    "an earlier ok outlives an interrupt": ('        results[self.name] = "todo"', "        results"),
    "an interrupt is swallowed by the frame": (
        "        except KeyboardInterrupt:\n            raise\n        except BaseException:  #",
        "        except BaseException:  #",
    ),
    "an interrupt is swallowed in the answer": (
        "    except KeyboardInterrupt:\n        raise\n    except NotImplementedError",
        "    except NotImplementedError",
    ),
    "SystemExit stops the notebook": ("    except BaseException as error", "    except Exception as error"),
    "reading an odd answer may raise": (
        "except BaseException:  # SystemExit",
        "except ZeroDivisionError:  # SystemExit",
    ),
    "a message may have several lines": ('" ".join(text.split())', "text"),
    "addresses are printed": (
        're.sub(r"0x[0-9a-fA-F]{4,}", "0x...", " ".join(text.split()))',
        '" ".join(text.split())',
    ),
    "odd characters are printed": ('letter if letter.isprintable() else "?"', "letter"),
    "a long message is not cut": ("text if len(text) <= longest else", "text if True else"),
    "an exception's own message may fail": ("    except Exception:  # an exception whose", "    except KeyError:  #"),
    "only ASCII output fails": ('line.encode(encoding, "backslashreplace").decode(encoding)', "line"),
    "what the answer prints is shown": ("redirect_stdout(_Nowhere()), ", ""),
    "what the answer complains is shown": ("redirect_stderr(_Nowhere()), ", ""),
    "warnings are as they were": ('        warnings.simplefilter("ignore")\n', ""),
    "a learner is asked to call a non-function": ("        if not callable(answer):", "        if False:"),
    "an unsolved function is an error": ("    except NotImplementedError:\n        return None, TODO\n", ""),
    "a returned ... is not a stub": ("    if answer is ...:\n        return None, TODO\n", ""),
    "None is not noticed": ("    if answer is None:", "    if False:"),
    "a changed input is not noticed": ("not torch.equal(copies[name], value)", "False"),
    "the answer gets our own tensors": ("value.clone() if", "value if"),
    "endless recursion is told by its message": (
        "    except RecursionError:  # its own message depends on where the stack ended\n"
        '        return None, _hint("endless")\n',
        "",
    ),
    "complex counts as real": ("answer.is_complex() or ", ""),
    "true and false count as numbers": ("or answer.dtype == torch.bool", ""),
    "a Python bool counts as a number": (" and not isinstance(answer, bool)", ""),
    "arrays of any kind are numbers": ('if answer.dtype.kind in "iuf" else None', ""),
    "shapes may broadcast": ("    if got.shape != want.shape:  # never broadcast", "    if False:  # never broadcast"),
    "a wrong shape has no hint": ("            if got.shape != want.shape:\n", "            if False:\n"),
    "one case is enough to be right": ("return all(_equal(", "return any(_equal("),
    "one entry is enough to be right": ("& nan_matches)).all())", "& nan_matches)).any())"),
    "nan matches for the reference too": ("expected, nan_matches=False", "expected, nan_matches=True"),
    "nan never matches": ("(want.isnan() & nan_matches)", "(want.isnan() & False)"),
    "ten times the tolerance": ("rtol=tolerance, atol=0.01", "rtol=100 * tolerance, atol=0.01"),
    "no tolerance": ("rtol=tolerance, atol=0.01 * tolerance", "rtol=0.0, atol=0.0 * tolerance"),
    "zero is compared exactly": ("* (scale or 1.0)", "* 0.0"),
    "a wide tolerance near zero": ("atol=0.01 * tolerance", "atol=tolerance"),
    "only the first wrong answer of a hint is tried": (
        "functions if isinstance(functions, tuple) else (functions,)",
        "(functions if isinstance(functions, tuple) else (functions,))[:1]",
    ),
    "wrong answers are not tried": ("self.wrong.items()", "()"),
    "not finite has no hint": ("if not got.isfinite().all()", "if False"),
    "the first case is shown, not the first that differs": (
        "next(triple for triple in triples if not _equal(*triple[1:], self.tolerance, False))",
        "next(triples)",
    ),
    "the expected value is always shown": ("        if not self.show_expected:", "        if False:"),
    "got and expected are swapped": ("place=place, got=got, want=want", "place=place, got=want, want=got"),
    "a number's expected value is shown": ("    show_expected: bool = False", "    show_expected: bool = True"),
    "distractors are taken for steps": ("            if step in self.distractors:", "            if False:"),
    "steps may be missing": ("            if step not in steps:", "            if False:"),
    "the order does not matter": ("if need not in steps[:position]", "if need not in steps"),
    "a step may be there twice": ("            if step in steps[:position]:", "            if False:"),
    "any letter is a step": ("            if step not in known:", "            if False:"),
    "a proof may begin with its end": ("        if steps[0] == conclusion:", "        if False:"),
    "only capitals are letters": ('"".join(parts).upper()', '"".join(parts)'),
    "an empty proof is an error": ("        if not steps:\n            return TODO\n", ""),
    "the gradient's mean is forgotten": (
        "_errors(scores, labels) / len(scores),\n    cases",
        "_errors(scores, labels),\n    cases",
    ),
    "the limit has no ones": (
        "reference=lambda X: 2 / _eigenvalues(_with_ones(X))",
        "reference=lambda X: 2 / _eigenvalues(X)",
    ),
    "the proof does without the intercept": ('"C": "EBH"', '"C": "EB"'),
    "a hint's wrong answer is another one": (
        '"no_ones": lambda X: 2 / _eigenvalues(X)[-1]',
        '"no_ones": lambda X: 3 / _eigenvalues(X)[-1]',
    ),
}


@pytest.mark.mutants
@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants_of_the_checker_are_noticed(mutant, tmp_path):
    old, new = MUTANTS[mutant]
    source = (ROOT / "utils" / "checks.py").read_text(encoding="utf-8")
    assert source.count(old) == 1, "the mutant no longer fits the source"
    for folder in ("utils", "tools", "tests", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "utils" / "checks.py").write_text(source.replace(old, new), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not mutants", "tests/test_checks.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout[-2000:]  # 1: a test failed; any other number means that none was run
