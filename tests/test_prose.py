"""Every number that a lesson states in prose has been printed by a cell or by a lab at a preset, or has an excuse."""

import copy
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebook_session import PATIENCE_FOR_ALL
from prose import claims, is_said, numbers_claimed, spoken, unsaid

from tools import notebooks
from tools.notebooks import NOTEBOOKS
from utils import predictions

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
ELSEWHERE = {  # (prediction, number it is answered with) -> where the number comes from, if no lesson prints it
    ("mse-accuracy", "85%"): "The accuracies of lesson 11, 84.7 % and less, rounded up.",
    ("surprise-price", "0.75"): "1 - 0.25, worked out in the answer.",
    ("only-the-true-class", "0.0009"): "Softmax of the scores in the question: log(1 + exp(-7)).",
    ("upper-bound", "0.69"): "log 2.",
    ("quiet-bugs", "84%"): "Held by test_lesson_10_bugs.py.",
    ("one-batch", "62%"): "Held by test_lesson_09_claims.py.",
    ("cliff-cross-entropy", "80%"): "Held by test_lesson_09_claims.py.",
    ("cliff-cross-entropy", "92%"): "Held by test_lesson_09_claims.py.",
}


@pytest.mark.kernel
def test_numbers_in_prose_have_been_printed(lesson, budget):
    assert lesson.failure is None
    lesson.front.ask("survey()")
    excused = budget[lesson.path.stem].get("prose", {})
    assert not unsaid(lesson.stored, lesson.front.ask("preset_words()", PATIENCE_FOR_ALL), excused)
    written = {claim for _, claim in claims(lesson.stored)}
    assert set(excused) <= written, "an excuse in the budget is no longer needed"


@pytest.mark.kernel
def test_a_number_changed_in_prose_is_found(lesson):
    """The mutant of the test above: the same lesson with its first percentage off by three points."""
    broken = copy.deepcopy(lesson.stored)
    for cell in broken.cells:
        if cell.cell_type == "markdown" and (found := re.search(r"\b(\d\d) %", cell.source)):
            other = f"{(int(found[1]) + 3) % 100}.37 %"
            cell.source = cell.source.replace(found[0], other, 1)
            assert any(other.replace(" ", "") in words for words in unsaid(broken))
            return
    pytest.skip("this lesson states no whole percentage")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_numbers_in_answers_to_predictions_have_been_printed(path):
    """By this lesson, or by one that the answer names."""
    notebook = notebooks.read(path)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for key in re.findall(r'labs\.predict\("([^"]+)"\)', code):
        for answer in predictions.find(key)[1].values():
            named = [other for other in LESSONS for number in re.findall(r"[Ll]esson (\d+)", answer)
                     if other.stem.startswith(f"{int(number):02}")]
            numbers = [number for book in (path, *named) for number in spoken(notebooks.read(book))]
            for claim in numbers_claimed(answer):
                assert (key, claim) in ELSEWHERE or is_said(claim, numbers), f"{key}: {claim} in {answer!r}"


def lesson_with(prose, code="x = 1", printed=""):
    cell = new_code_cell(code)
    cell.outputs = [new_output("stream", name="stdout", text=printed)]
    return new_notebook(cells=[cell, new_markdown_cell(prose)])


@pytest.mark.parametrize("prose, printed", [
    ("about 81 % right", "accuracy 81.1%"),
    ("about 81 % right", "accuracy 0.8113"),
    ("a loss of 0.19", "loss 0.1875"),
    ("it falls to -1.56", "boundary -1.561"),
    ("30,219.5 at the end", "30219.46"),
])
def test_a_printed_number_may_be_stated_with_fewer_digits(prose, printed):
    assert not unsaid(lesson_with(prose, printed=printed))


@pytest.mark.parametrize("prose, printed", [
    ("about 84 % right", "accuracy 81.1%"),
    ("a loss of 0.19", "loss 0.1951 and 0.1849"),
    ("exactly 0.187", "loss 0.19"),
    ("1.56", "-1.56"),
])
def test_another_number_is_found(prose, printed):
    assert len(unsaid(lesson_with(prose, printed=printed))) == 1


def test_numbers_the_code_sets_count_as_said():
    assert not unsaid(lesson_with("a ridge of 0.0001", code="ridge = 1e-4"))


def test_excused_numbers_pass():
    assert not unsaid(lesson_with("people reach 83.5 %"), excused={"83.5%": "published"})


@pytest.mark.parametrize("prose", ["# 3.5 headings", "`0.77` code", "$0.77$ formula", "[x](http://a/0.77)", "whole 77",
                                   "section 4.1.3", "```\n0.77\n```", "version v0.77"])
def test_what_is_no_claim_is_left_alone(prose):
    assert not list(claims(lesson_with(prose)))


def test_rounding_is_to_the_digits_written():
    assert is_said("0.5", [0.549]) and not is_said("0.5", [0.56]) and is_said("81%", [0.8149])
