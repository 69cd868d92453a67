"""The exercises of lesson 10: train it with PyTorch. Its eight programs with a bug need a kind of their own."""

import math
import re
from collections.abc import Mapping, Sequence

import torch

from utils import losses
from utils.checks.exercise import Exercise, FunctionExercise, kind_of_exercise
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import uniform
from utils.checks.verdicts import TODO, hint, kind_of
from utils.words import say

LINE_THEN_MEND, MEND_THEN_LINE = re.compile(r"([A-Z])(\d*)"), re.compile(r"(\d+)([A-Z])")


@kind_of_exercise
class BugsExercise(Exercise):
    """Numbered programs, each with a lettered line to find and a numbered mend: {1: "B3", 2: "A12"}.

    right: program -> the answers that are right; a line may have several mends, and a mend several lines
    wrong: hint -> the (program, answers) that earn it; "B" stands for line B with any mend, "9" for mend 9 of any line
    n_lines: program -> how many lettered lines it has
    n_mends: how many mends there are to choose from
    Programs are judged in their order up to the first that is not right; those left out are named only after that.
    An entry may be written as ("B", 3) or "3B", a program's number as text, and all programs as a list in their order.
    """

    right: Mapping[int, Sequence[str]]
    wrong: Mapping[str, tuple[int, Sequence[str]]]
    n_lines: Mapping[int, int]
    n_mends: int

    def judge(self, answer):
        if answer is ...:
            return TODO
        if isinstance(answer, (list, tuple)) and len(answer) == len(self.right):
            answer = dict(zip(sorted(self.right), answer, strict=True))
        if not isinstance(answer, dict):
            return hint("not_a_table", type=kind_of(answer))
        answer = {_whole_number(program): entry for program, entry in answer.items()}
        for program in answer:
            if program not in self.right:
                return hint("unknown_program", program=program, last=max(self.right))
        given = {program: answer[program] for program in sorted(self.right)
                 if answer.get(program) is not None and answer[program] is not ...}
        if not given:
            return TODO
        for program, entry in given.items():
            problem = self.judge_program(program, entry)
            if problem:
                return problem
        left = [str(program) for program in sorted(self.right) if program not in given]
        if left:
            return hint("programs_left", programs=", ".join(left))
        return "ok", say("checks.ok_bugs", count=len(self.right))

    def judge_program(self, program, entry):
        """None if the entry of one program is right, else (status, message)."""
        found = _line_and_mend(entry)
        if found is None:
            return hint("entry", program=program)
        line, mend = found
        if ord(line) - ord("A") >= self.n_lines[program]:
            return hint("unknown_line", program=program, last=chr(ord("A") + self.n_lines[program] - 1))
        if mend and not 1 <= int(mend) <= self.n_mends:
            return hint("unknown_mend", program=program, last=self.n_mends)
        mend = str(int(mend)) if mend else ""
        if line + mend in self.right[program]:
            return None
        for topic, (where, answers) in self.wrong.items():
            if where == program and {line, mend, line + mend} & set(answers):
                return self.hint(topic)
        if line not in {answer[0] for answer in self.right[program]}:
            return hint("wrong_line", program=program, line=line)
        return hint("wrong_mend" if mend else "which_mend", program=program, line=line)


def _whole_number(program):
    """The number of a program, "1" as 1; anything else as it is."""
    return int(program) if isinstance(program, str) and program.strip().isdecimal() else program


def _line_and_mend(entry):
    """Letter and number, the number "" where it is left out; None for what is no entry."""
    if isinstance(entry, (list, tuple)):
        entry = "".join(map(str, entry))
    if not isinstance(entry, str):
        return None
    entry = re.sub(r"[\W_]", "", entry).upper()  # "B-3", "(B, 3)"
    turned = MEND_THEN_LINE.fullmatch(entry)
    if turned:
        return turned[2], turned[1]
    found = LINE_THEN_MEND.fullmatch(entry)
    return found and found.groups()


check_bugs = BugsExercise(
    name="bugs",
    right={1: ["A2"], 2: ["F7", "G7", "H7"], 3: ["E4"], 4: ["H8"], 5: ["B11", "F11"], 6: ["C1", "F1"],
           7: ["F3", "G3", "A3"], 8: ["G6", "H6"]},
    wrong={
        "softmax_of_1": (1, ["C2", "F2"]),
        "rate_of_1": (1, ["B", "E", "9", "10"]),
        "loss_of_1": (1, ["C", "F"]),
        "once_an_epoch_of_2": (2, ["A7", "B7", "C7", "D7", "E7"]),
        "rate_of_2": (2, ["B", "9", "10"]),
        "eps_of_3": (3, ["E5", "F5"]),
        "label_of_3": (3, ["F"]),
        "rate_of_4": (4, ["9", "10"]),
        "line_of_4": (4, ["8"]),
        "mean_of_4": (4, ["F", "H1", "G1"]),
        "other_way_in_4": (4, ["H4"]),
        "argmax_of_5": (5, ["C", "E"]),
        "loss_of_5": (5, ["D"]),
        "rate_of_6": (6, ["B", "9"]),
        "size_of_6": (6, ["D12"]),
        "report_of_7": (7, ["H"]),
        "starts_of_7": (7, ["C", "D", "E"]),
        "means_of_8": (8, ["E", "F"]),
        "size_of_8": (8, ["A", "12"]),
    },
    n_lines={1: 9, 2: 8, 3: 9, 4: 8, 5: 7, 6: 9, 7: 8, 8: 8},
    n_mends=12,
)


# --- the floor under two softmaxes -----------------------------------------------------------------------------------


def _label_entropy(n_classes, share):
    """What one softmax would charge at best: the disagreement of the labels, in nats."""
    wrong = share * math.log(share / (n_classes - 1)) if share else 0.0
    return -(1 - share) * math.log(1 - share) - wrong


def _calibrated_answer(n_classes, share):
    """The second softmax's loss when the first one's probabilities are the shares of the labels."""
    shares = torch.full((n_classes,), share / (n_classes - 1), dtype=torch.float64)
    shares[0] = 1 - share
    return -(shares * losses.log_softmax(shares[None])[0]).sum()


check_softmax_floor = FunctionExercise(
    name="softmax_floor",
    reference=lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - share),
    cases=[
        {"n_classes": n_classes, "share": share}
        for n_classes, share in [(10, 0.1), (10, 0.0), (3, 0.2), (2, 0.25), (100, 0.05), (1000, 0.25)]
    ],
    wrong={
        "no_noise": lambda n_classes, share: math.log(math.e + n_classes - 1) - 1,
        "one_softmax": _label_entropy,
        "shares_as_answer": _calibrated_answer,
        "blind_guess": lambda n_classes, share: math.log(n_classes),
        "one_class_too_many": lambda n_classes, share: math.log(math.e + n_classes) - (1 - share),
        "wrong_is_free": lambda n_classes, share: (1 - share) * (math.log(math.e + n_classes - 1) - 1),
        "score_not_taken_off": lambda n_classes, share: math.log(math.e + n_classes - 1),
        "perfect": lambda n_classes, share: 0.0,
        "ten_classes": lambda n_classes, share: math.log(math.e + 9) - (1 - share),
        "wrong_labels_help": lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 + share),
        "share_spread": lambda n_classes, share: (1 - share) * (math.log(math.e + n_classes - 1) - 1)
        + share / (n_classes - 1) * math.log(math.e + n_classes - 1),
        "named_at_random": lambda n_classes, share: math.log(math.e + n_classes - 1) - 1
        + share * (n_classes - 1) / n_classes,
        "sigmoid_floor": lambda n_classes, share: math.log(1 + 1 / math.e) + share,
        "wrong_scores_minus_one": lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - 2 * share),
        "shares_swapped": lambda n_classes, share: math.log(math.e + n_classes - 1) - share,
        "wrong_taken_off": lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - share)
        - share / (n_classes - 1),
        "share_in_percent": lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - share / 100),
        "of_the_text": lambda n_classes, share: math.log(math.e + 9) - 1,
        "bits": (
            lambda n_classes, share: (math.log(math.e + n_classes - 1) - (1 - share)) / math.log(2),
            lambda n_classes, share: math.log2(math.e + n_classes - 1) - (1 - share),
            lambda n_classes, share: math.log10(math.e + n_classes - 1) - (1 - share),
        ),
    },
)


# --- weights of classes ----------------------------------------------------------------------------------------------


def _weighted_examples():
    """Scores, labels and weights: not square, square, one example, two classes, large scores; no weights sum to n."""
    cases = []
    for seed, (n, n_classes, size) in enumerate([(5, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 1e4)]):
        labels = torch.randint(n_classes, (n,), generator=torch.Generator().manual_seed(seed))
        cases.append({
            "scores": uniform((n, n_classes), 110 + seed, -size, size),
            "labels": labels,
            "class_weights": uniform((n_classes,), 120 + seed, 0.2, 3),
        })
    return cases


def _each(scores, labels, class_weights):
    """Weighted loss of each example, (n,)."""
    return class_weights[labels] * losses.cross_entropy(scores, labels, reduction="none")


def _weighted_mean(of_each=_each, weights=lambda scores, labels, class_weights: class_weights[labels]):
    """The sum of what each example says over the sum of the weights, or a mistake in one of them."""

    def mean(scores, labels, class_weights):
        case = scores, labels, class_weights
        return of_each(*case).sum() / weights(*case).sum()

    return mean


def _picked(read):
    """Weighted entry of the label in what is read from the scores, with a minus, (n,)."""
    return lambda scores, labels, class_weights: -(class_weights[labels] * _entries(read(scores), labels))


def _of_all_labels(scores, labels, class_weights):
    return -class_weights[labels] * losses.log_softmax(scores)[:, labels]


def _entries(table, labels):
    return table.gather(1, labels[:, None])[:, 0]


def _every_class(scores, labels, class_weights):
    return -class_weights * losses.log_softmax(scores)


def _weights_of_answers(scores, labels, class_weights):
    return class_weights[scores.argmax(1)]


def _by_answers(scores, labels, class_weights):
    return class_weights[scores.argmax(1)] * losses.cross_entropy(scores, labels, reduction="none")


def _one_weight_a_row(scores, labels, class_weights):
    return class_weights * losses.cross_entropy(scores, labels, reduction="none")


check_weighted_loss = FunctionExercise(
    name="weighted_loss",
    reference=_weighted_mean(),
    cases=_weighted_examples(),
    wrong={
        "divided_by_n": lambda *case: _each(*case).mean(),
        "divided_by_classes": lambda scores, labels, weights: _each(scores, labels, weights).sum() / len(weights),
        "divided_by_all_weights": lambda scores, labels, weights: _each(scores, labels, weights).sum() / weights.sum(),
        "not_divided": lambda *case: _each(*case).sum(),
        "not_added": lambda scores, labels, weights: _each(scores, labels, weights) / weights[labels].sum(),
        "not_weighted": lambda scores, labels, weights: losses.cross_entropy(scores, labels),
        "columns_of_all": _weighted_mean(of_each=_of_all_labels),
        "weights_on_scores": (
            lambda scores, labels, weights: losses.cross_entropy(scores * weights, labels),
            lambda scores, labels, weights: losses.cross_entropy(scores + weights.log(), labels),
        ),
        "mean_weight": lambda scores, labels, weights: losses.cross_entropy(scores, labels) * weights[labels].mean(),
        "weights_of_answers": _weighted_mean(of_each=_by_answers, weights=_weights_of_answers),
        "weights_scaled": lambda scores, labels, weights: _each(scores, labels, weights / weights.mean()).mean(),
        "weights_twice": _weighted_mean(of_each=lambda scores, labels, weights: _each(scores, labels, weights**2)),
        "weights_inverted": lambda scores, labels, weights: _weighted_mean()(scores, labels, 1 / weights),
        "one_weight_a_row": (
            lambda *case: _one_weight_a_row(*case).sum() / case[2].sum(),
            lambda *case: _one_weight_a_row(*case) / case[2].sum(),
        ),
        "every_class": (
            _weighted_mean(of_each=_every_class),
            lambda *case: _every_class(*case).mean(),
        ),
        "negative": lambda *case: -_weighted_mean()(*case),
        "raw_scores": _weighted_mean(of_each=_picked(lambda scores: scores)),
        "probabilities": _weighted_mean(of_each=_picked(losses.softmax)),
        "softmax_over_examples": _weighted_mean(of_each=_picked(lambda scores: scores.log_softmax(0))),
        "naive_softmax": _weighted_mean(of_each=_picked(lambda scores: naive_softmax(scores).log())),
    },
    by_hand=("cross_entropy", "cross_entropy_loss", "nll_loss"),
)
