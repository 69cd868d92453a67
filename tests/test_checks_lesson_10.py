"""Lesson 10's exercises: their references against torch and brute force, and what the table of bugs is told."""

import itertools

import pytest
import torch
from sentences import SENTENCES

from utils.checks import lesson_10

pytest_plugins = ["told"]

RIGHT = {1: "A2", 2: "G7", 3: "E4", 4: "H8", 5: "F11", 6: "C1", 7: "F3", 8: "G6"}


# --- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", lesson_10.check_weighted_loss.cases, ids=str)
def test_weighted_loss_is_torchs(case):
    ours = lesson_10.check_weighted_loss.reference(**case)
    torchs = torch.nn.CrossEntropyLoss(weight=case["class_weights"])(case["scores"], case["labels"])
    assert torch.isclose(ours, torchs)


@pytest.mark.parametrize("case", lesson_10.check_softmax_floor.cases, ids=str)
def test_softmax_floor_is_never_crossed_and_is_come_near(case):
    """Two softmaxes on any scores, and on the way to certainty, with the labels mixed as the card says."""
    n_classes, share = case["n_classes"], case["share"]
    labels = torch.full((n_classes,), share / (n_classes - 1), dtype=torch.float64)
    labels[0] = 1 - share

    def loss(scores):
        return torch.nn.functional.cross_entropy(torch.softmax(scores, dim=1), labels.expand(len(scores), -1),
                                                 reduction="none")

    floor = lesson_10.check_softmax_floor.reference(**case)
    generator = torch.Generator().manual_seed(1)
    tried = torch.cat([size * torch.randn(2000, n_classes, generator=generator, dtype=torch.float64)
                       for size in (0.1, 1, 5, 30)])
    assert loss(tried).min() >= floor - 1e-12
    sure = torch.zeros(1, n_classes, dtype=torch.float64)
    sure[0, 0] = 50
    assert loss(sure).item() == pytest.approx(floor, abs=1e-9)
    scores = torch.zeros(1, n_classes, dtype=torch.float64)
    scores[0, 0] = 3  # nor does any descent get below
    scores.requires_grad_()
    optimizer = torch.optim.LBFGS([scores], max_iter=200, line_search_fn="strong_wolfe")

    def evaluate():
        optimizer.zero_grad()
        value = loss(scores).sum()
        value.backward()
        return value

    optimizer.step(evaluate)
    assert loss(scores).item() >= floor - 1e-12


def test_softmax_floor_of_ten_classes_is_the_lessons():
    assert lesson_10.check_softmax_floor.reference(10, 0) == pytest.approx(1.4612, abs=5e-5)


# --- the table of bugs -----------------------------------------------------------------------------------------------


def test_a_table_may_be_filled_in_bit_by_bit(told):
    check = lesson_10.check_bugs
    stub = dict.fromkeys(RIGHT, ...)
    assert told(check, stub) == ("todo", "not attempted yet.")
    assert told(check, {}) == ("todo", "not attempted yet.")
    for count in range(1, 8):
        part = stub | dict(itertools.islice(RIGHT.items(), count))
        left = ", ".join(str(program) for program in RIGHT if program > count)
        assert told(check, part) == ("hint", f"right so far; still to do: {left}.")
    assert told(check, RIGHT) == ("ok", "correct, all 8 bugs are found and mended.")


def test_a_line_without_a_mend_is_read(told):
    for program, answers in lesson_10.check_bugs.right.items():
        for answer in answers:
            status, message = told(lesson_10.check_bugs, {program: answer[0]})
            assert (status, message) == ("hint", SENTENCES["checks.which_mend"].format(program=program, line=answer[0]))


def test_every_other_entry_is_told_something_and_never_passes(told):
    check = lesson_10.check_bugs
    for program, n_lines in check.n_lines.items():
        for line, mend in itertools.product(range(n_lines), range(1, check.n_mends + 1)):
            entry = f"{chr(ord('A') + line)}{mend}"
            status, message = told(check, RIGHT | {program: entry})
            assert status == ("ok" if entry in check.right[program] else "hint")
            assert status == "ok" or message.startswith(f"program {program}:")


@pytest.mark.parametrize(
    "answer, topic, values",
    [
        ("A2", "not_a_table", {"type": "str"}),
        (["A2"], "not_a_table", {"type": "list"}),
        ({9: "A2"}, "unknown_program", {"program": 9, "last": 8}),
        ({"9": "A2"}, "unknown_program", {"program": 9, "last": 8}),
        ({"one": "A2"}, "unknown_program", {"program": "one", "last": 8}),
        ({(1, 2): "A2"}, "unknown_program", {"program": (1, 2), "last": 8}),
        ({1: 2}, "entry", {"program": 1}),
        ({1: "2A2"}, "entry", {"program": 1}),
        ({1: ("A", 2, 3, "B")}, "entry", {"program": 1}),
        ({1: ["A", None]}, "entry", {"program": 1}),
        ({1: {"A": 2}}, "entry", {"program": 1}),
        ({1: ""}, "entry", {"program": 1}),
        ({1: torch.arange(3)}, "entry", {"program": 1}),
        ([..., "A13", *[...] * 6], "unknown_mend", {"program": 2, "last": 12}),
        ({1: "9J"}, "unknown_line", {"program": 1, "last": "I"}),
        ({1: "the softmax"}, "entry", {"program": 1}),
        ({1: "J2"}, "unknown_line", {"program": 1, "last": "I"}),
        ({1: "A13"}, "unknown_mend", {"program": 1, "last": 12}),
        ({1: "A0"}, "unknown_mend", {"program": 1, "last": 12}),
        ({1: "A1"}, "wrong_mend", {"program": 1, "line": "A"}),
        ({1: "D2"}, "wrong_line", {"program": 1, "line": "D"}),
    ],
)
def test_entries_that_cannot_be_right(answer, topic, values, told):
    assert told(lesson_10.check_bugs, answer) == ("hint", SENTENCES[f"checks.{topic}"].format(**values))


def test_hints_stand_beside_the_answers_they_are_for():
    check = lesson_10.check_bugs
    for topic, (_hint, program, answers) in check.mistakes.items():
        assert str(program) in topic and program in check.right
        assert not set(answers) & set(check.right[program]), topic
        assert not {answer for answer in answers if answer in {right[0] for right in check.right[program]}}, topic
