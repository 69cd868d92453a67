"""What the exercises of lesson 01 take for right, against torch and counting."""

import torch

from utils.checks import lesson_01 as checks


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


def test_decode_number_is_asked_with_numbers_as_the_lesson_has_them():
    for case in checks.check_decode_number.cases:
        assert (case["scores"] @ case["numbers"]).dtype == case["scores"].dtype  # the lesson's own formula runs
        assert sorted(case["numbers"].tolist()) == list(range(case["scores"].shape[1]))
