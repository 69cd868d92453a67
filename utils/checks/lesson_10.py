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

ENTRY = re.compile(r"([A-Z])\W*(\d*)")


@kind_of_exercise
class BugsExercise(Exercise):
    """Numbered programs, each with a lettered line to find and a numbered mend: {1: "B3", 2: "A12"}.

    right: program -> the answers that are right; a line may have several mends, and a mend several lines
    wrong: hint -> the (program, answers) that earn it; "B" stands for line B with any mend, "9" for mend 9 of any line
    n_lines: program -> how many lettered lines it has
    n_mends: how many mends there are to choose from
    Programs are judged in their order up to the first that is not right; those left out are named only after that.
    """

    right: Mapping[int, Sequence[str]]
    wrong: Mapping[str, tuple[int, Sequence[str]]]
    n_lines: Mapping[int, int]
    n_mends: int

    def judge(self, answer):
        if answer is ...:
            return TODO
        if not isinstance(answer, dict):
            return hint("not_a_table", type=kind_of(answer))
        for program in answer:
            if program not in self.right:
                return hint("unknown_program", program=program, last=max(self.right))
        given = {program: answer[program] for program in sorted(self.right) if answer.get(program, ...) is not ...}
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
        found = ENTRY.fullmatch(entry.strip().upper()) if isinstance(entry, str) else None
        if found is None:
            return hint("entry", program=program)
        line, mend = found.groups()
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


check_bugs = BugsExercise(
    name="bugs",
    right={1: ["A2"], 2: ["G7", "H7"], 3: ["E4"], 4: ["H8"], 5: ["B11", "F11"], 6: ["C1"], 7: ["F3", "G3", "A3"],
           8: ["G6", "H6"]},
    wrong={
        "rate_of_1": (1, ["B", "E", "9", "10"]),
        "loss_of_1": (1, ["C", "F"]),
        "rate_of_2": (2, ["B", "9"]),
        "label_of_3": (3, ["F"]),
        "mean_of_4": (4, ["F", "H1"]),
        "other_way_in_4": (4, ["H4"]),
        "argmax_of_5": (5, ["C", "E"]),
        "loss_of_5": (5, ["D"]),
        "rate_of_6": (6, ["B", "9"]),
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
        "blind_guess": lambda n_classes, share: math.log(n_classes),
        "one_class_too_many": lambda n_classes, share: math.log(math.e + n_classes) - (1 - share),
        "wrong_is_free": lambda n_classes, share: (1 - share) * (math.log(math.e + n_classes - 1) - 1),
        "score_not_taken_off": lambda n_classes, share: math.log(math.e + n_classes - 1),
        "wrong_scores_minus_one": lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - 2 * share),
        "bits": lambda n_classes, share: (math.log(math.e + n_classes - 1) - (1 - share)) / math.log(2),
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


check_weighted_loss = FunctionExercise(
    name="weighted_loss",
    reference=lambda scores, labels, class_weights: _each(scores, labels, class_weights).sum()
    / class_weights[labels].sum(),
    cases=_weighted_examples(),
    wrong={
        "divided_by_n": lambda scores, labels, class_weights: _each(scores, labels, class_weights).mean(),
        "divided_by_all_weights": lambda scores, labels, class_weights: _each(scores, labels, class_weights).sum()
        / class_weights.sum(),
        "not_divided": lambda scores, labels, class_weights: _each(scores, labels, class_weights).sum(),
        "not_weighted": lambda scores, labels, class_weights: losses.cross_entropy(scores, labels),
        "weights_on_scores": lambda scores, labels, class_weights: losses.cross_entropy(scores * class_weights, labels),
        "mean_weight": lambda scores, labels, class_weights: losses.cross_entropy(scores, labels)
        * class_weights[labels].mean(),
        "naive_softmax": lambda scores, labels, class_weights: -(
            class_weights[labels] * naive_softmax(scores).log().gather(1, labels[:, None])[:, 0]
        ).sum() / class_weights[labels].sum(),
    },
)
