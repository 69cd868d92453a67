"""The exercises of lesson 10: train it with PyTorch. Its eight programs with a bug need a kind of their own."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch

from utils import losses
from utils.checks.exercise import Exercise, FunctionExercise, Mistake, kind_of_exercise
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import uniform
from utils.checks.verdicts import hint, kind_of, todo
from utils.language import N_, _

LINE_THEN_MEND, MEND_THEN_LINE = re.compile(r"([A-Z])(\d*)"), re.compile(r"(\d+)([A-Z])")


class Slip(NamedTuple):
    """A typical wrong answer to one program: the `hint`, marked by N_, that these entries earn.

    entries: "B3" stands for line B with mend 3, "B" for line B with any mend, "9" for mend 9 of any line
    """

    hint: str
    program: int
    entries: Sequence[str]


@kind_of_exercise
class BugsExercise(Exercise):
    """Numbered programs, each with a lettered line to find and a numbered mend: {1: "B3", 2: "A12"}.

    right: program -> the answers that are right; a line may have several mends, and a mend several lines
    mistakes: topic -> Slip
    n_lines: program -> how many lettered lines it has
    n_mends: how many mends there are to choose from
    Programs are judged in their order up to the first that is not right; those left out are named only after that.
    An entry may be written as ("B", 3) or "3B", a program's number as text, and all programs as a list in their order.
    """

    right: Mapping[int, Sequence[str]]
    n_lines: Mapping[int, int]
    n_mends: int

    def judge(self, answer):
        if answer is ...:
            return todo()
        if isinstance(answer, (list, tuple)) and len(answer) == len(self.right):
            answer = dict(zip(sorted(self.right), answer, strict=True))
        if not isinstance(answer, dict):
            return hint(_("expected a table such as {{1: 'B3'}}, got {type}.").format(type=kind_of(answer)))
        answer = {_whole_number(program): entry for program, entry in answer.items()}
        for program in answer:
            if program not in self.right:
                return hint(_(
                    "there is no program {program}; they are numbered 1 to {last}."
                ).format(program=program, last=max(self.right)))
        given = {program: answer[program] for program in sorted(self.right)
                 if answer.get(program) is not None and answer[program] is not ...}
        if not given:
            return todo()
        for program, entry in given.items():
            problem = self.judge_program(program, entry)
            if problem:
                return problem
        left = [str(program) for program in sorted(self.right) if program not in given]
        if left:
            return hint(_("right so far; still to do: {programs}.").format(programs=", ".join(left)))
        return "ok", _("correct, all {count} bugs are found and mended.").format(count=len(self.right))

    def judge_program(self, program, entry):
        """None if the entry of one program is right, else (status, message)."""
        found = _line_and_mend(entry)
        if found is None:
            return hint(_(
                "program {program}: expected the letter of a line and the number of a mend, such as 'B3'."
            ).format(program=program))
        line, mend = found
        if ord(line) - ord("A") >= self.n_lines[program]:
            return hint(_(
                "program {program}: its lines are A to {last}."
            ).format(program=program, last=chr(ord("A") + self.n_lines[program] - 1)))
        if mend and not 1 <= int(mend) <= self.n_mends:
            return hint(_("program {program}: the mends are 1 to {last}.").format(program=program, last=self.n_mends))
        mend = str(int(mend)) if mend else ""
        if line + mend in self.right[program]:
            return None
        for topic, slip in self.mistakes.items():
            if slip.program == program and {line, mend, line + mend} & set(slip.entries):
                return self.hint(topic)
        if line not in {answer[0] for answer in self.right[program]}:
            return hint(_("program {program}: line {line} does what it should.").format(program=program, line=line))
        words = _("program {program}: line {line} is the place. Which mend?")
        if mend:
            words = _("program {program}: line {line} is the place; that mend does not help there.")
        return hint(words.format(program=program, line=line))


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
    mistakes={
        "softmax_of_1": Slip(N_("program 1: that is the mend. On which line does the softmax stand?"), 1, ["C2", "F2"]),
        "rate_of_1": Slip(N_("program 1: no rate and no number of epochs brings its loss below 1.46. Which model "
                             "would be right and sure about everything, and what does it pay?"),
            1, ["B", "E", "9", "10"]),
        "loss_of_1": Slip(N_("program 1: the loss is as it should be and makes its own softmax. What is handed to it?"),
            1, ["C", "F"]),
        "once_an_epoch_of_2": Slip(N_("program 2: there it clears too rarely. How many gradients are added up "
                                      "between two steps?"), 2, ["A7", "B7", "C7", "D7", "E7"]),
        "rate_of_2": Slip(N_("program 2: a smaller rate only hides it. Print model.bias.grad after the first step "
                             "and after the second."), 2, ["B", "9", "10"]),
        "eps_of_3": Slip(N_("program 3: log_softmax forms no p, so there is nothing to add to. Do the exps of a row "
                            "of log_p sum to 1?"), 3, ["E5", "F5"]),
        "label_of_3": Slip(N_("program 3: this picks the label's entry in each row, as it should. Do the exps of a "
                              "row of log_p sum to 1?"), 3, ["F"]),
        "rate_of_4": Slip(N_("program 4: at any rate, for any number of epochs, one part never moves. Print b before "
                             "and after an epoch."), 4, ["9", "10"]),
        "line_of_4": Slip(N_("program 4: that is the mend. On which line is something added up over examples and "
                             "classes at once?"), 4, ["8"]),
        "mean_of_4": Slip(N_("program 4: its steps are means already, divided once. Print b before and after an "
                             "epoch."), 4, ["F", "H1", "G1"]),
        "other_way_in_4": Slip(N_("program 4: along the classes each row sums to 0, so nothing would move. Which sum "
                                  "is one number for each class?"), 4, ["H4"]),
        "argmax_of_5": Slip(N_("program 5: one score row and one answer for each image, as it should be. Print the "
                               "shape of predicted == last_column."), 5, ["C", "E"]),
        "loss_of_5": Slip(N_("program 5: the labels are flattened here, so the loss is right. Where are they not?"),
            5, ["D"]),
        "rate_of_6": Slip(N_("program 6: another rate suits one batch size only. What would its first loss be with "
                             "batches of 125?"), 6, ["B", "9"]),
        "size_of_6": Slip(N_("program 6: another batch size only hides it. By how much does the first loss change "
                             "with it?"), 6, ["D12"]),
        "report_of_7": Slip(N_("program 7: this line prints what it is given. Which images chose that number?"),
            7, ["H"]),
        "starts_of_7": Slip(N_("program 7: trying many settings is what one does. Which images decide among them, "
                               "and which report?"), 7, ["C", "D", "E"]),
        "means_of_8": Slip(N_("program 8: each entry is the right mean of its own batch. What happens when they are "
                              "put together?"), 8, ["E", "F"]),
        "size_of_8": Slip(N_("program 8: a size that divides 500 hides it, until the data set has another length. "
                             "Which batch counts too much?"), 8, ["A", "12"]),
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
    mistakes={
        "no_noise": Mistake(N_("right for labels without mistakes; a wrong label costs 1 more than a right one."),
            lambda n_classes, share: math.log(math.e + n_classes - 1) - 1),
        "one_softmax": Mistake(N_("this is the entropy of the labels, the floor of one softmax. Here scores never "
                                  "lead by more than 1."),
            _label_entropy),
        "shares_as_answer": Mistake(N_("the shares of the labels are the best answer for one softmax; through the "
                                       "second one a model does better when it is sure."),
            _calibrated_answer),
        "blind_guess": Mistake(N_("this is a blind guess; a sure model does better, its lead is 1."),
            lambda n_classes, share: math.log(n_classes)),
        "one_class_too_many": Mistake(N_("beside the class that scores 1 there are n_classes - 1 others."),
            lambda n_classes, share: math.log(math.e + n_classes) - (1 - share)),
        "wrong_is_free": Mistake(N_("wrong labels cost something as well: log-sum-exp, with no score taken off."),
            lambda n_classes, share: (1 - share) * (math.log(math.e + n_classes - 1) - 1)),
        "score_not_taken_off": Mistake(N_("the score of the label is missing: 1 is taken off if it is right."),
            lambda n_classes, share: math.log(math.e + n_classes - 1)),
        "perfect": Mistake(N_("0 would be one softmax with right labels; a second one never sees a lead above 1."),
            lambda n_classes, share: 0.0),
        "ten_classes": Mistake(N_("right for ten classes only; put n_classes into the formula."),
            lambda n_classes, share: math.log(math.e + 9) - (1 - share)),
        "wrong_labels_help": Mistake(N_("a wrong label costs 1 more than a right one, so the share is added."),
            lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 + share)),
        "share_spread": Mistake(N_("each other class has share / (n_classes - 1), and there are n_classes - 1 of "
                                   "them."),
            lambda n_classes, share: (1 - share) * (math.log(math.e + n_classes - 1) - 1)
            + share / (n_classes - 1) * math.log(math.e + n_classes - 1)),
        "named_at_random": Mistake(N_("here a wrong label never names the right class: all of the share is wrong."),
            lambda n_classes, share: math.log(math.e + n_classes - 1) - 1
            + share * (n_classes - 1) / n_classes),
        "sigmoid_floor": Mistake(N_("this is the floor of two classes; each of the n_classes - 1 others adds exp(0) "
                                    "to the sum."),
            lambda n_classes, share: math.log(1 + 1 / math.e) + share),
        "wrong_scores_minus_one": Mistake(N_("the class of a wrong label scores 0 and not -1."),
            lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - 2 * share)),
        "shares_swapped": Mistake(N_("the shares are swapped: the score 1 is taken off for right labels, and they "
                                     "are 1 - share."),
            lambda n_classes, share: math.log(math.e + n_classes - 1) - share),
        "wrong_taken_off": Mistake(N_("the class a wrong label names has the score 0, so for wrong labels nothing is "
                                      "taken off."),
            lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - share)
            - share / (n_classes - 1)),
        "share_in_percent": Mistake(N_("you divide share by 100; it is no percentage, 0.25 is one quarter."),
            lambda n_classes, share: math.log(math.e + n_classes - 1) - (1 - share / 100)),
        "of_the_text": Mistake(N_("this is the floor of ten classes without wrong labels; use n_classes and share."),
            lambda n_classes, share: math.log(math.e + 9) - 1),
        "bits": Mistake(N_("this is in bits; the loss counts nats."),
            lambda n_classes, share: (math.log(math.e + n_classes - 1) - (1 - share)) / math.log(2),
            lambda n_classes, share: math.log2(math.e + n_classes - 1) - (1 - share),
            lambda n_classes, share: math.log10(math.e + n_classes - 1) - (1 - share)),
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
    mistakes={
        "divided_by_n": Mistake(N_("you divide by the number of examples; PyTorch does that for probability labels, "
                                   "not for class ids."),
            lambda *case: _each(*case).mean()),
        "divided_by_classes": Mistake(N_("you divide by the number of classes; divide by the weights that took part."),
            lambda scores, labels, weights: _each(scores, labels, weights).sum() / len(weights)),
        "divided_by_all_weights": Mistake(N_("you divide by the weights of all classes; take those of the labels "
                                             "that are there, once for each example."),
            lambda scores, labels, weights: _each(scores, labels, weights).sum() / weights.sum()),
        "not_divided": Mistake(N_("this is the weighted sum; divide by the weights that took part."),
            lambda *case: _each(*case).sum()),
        "not_added": Mistake(N_("these are the shares of the examples; add them up to one number."),
            lambda scores, labels, weights: _each(scores, labels, weights) / weights[labels].sum()),
        "not_weighted": Mistake(N_("the weights have no part in it, or cancel: multiply each example's own loss, "
                                   'before any mean (reduction="none"), by the weight of its label.'),
            lambda scores, labels, weights: losses.cross_entropy(scores, labels)),
        "columns_of_all": Mistake(N_("[:, labels] takes the columns of all labels in every row; "
                                     "[torch.arange(len(labels)), labels] pairs each row with its own label."),
            _weighted_mean(of_each=_of_all_labels)),
        "weights_on_scores": Mistake(N_("you weigh the scores, which changes the probabilities; weigh each example's "
                                        "loss."),
            lambda scores, labels, weights: losses.cross_entropy(scores * weights, labels),
            lambda scores, labels, weights: losses.cross_entropy(scores + weights.log(), labels)),
        "mean_weight": Mistake(N_("the mean loss times the mean weight is not the mean of their products."),
            lambda scores, labels, weights: losses.cross_entropy(scores, labels) * weights[labels].mean()),
        "weights_of_answers": Mistake(N_("you take the weights of the classes the model answers; take those of the "
                                         "labels."),
            _weighted_mean(of_each=_by_answers, weights=_weights_of_answers)),
        "weights_scaled": Mistake(N_("weights scaled to a mean of 1 over the classes are not so over these labels."),
            lambda scores, labels, weights: _each(scores, labels, weights / weights.mean()).mean()),
        "weights_twice": Mistake(N_("each weight is there twice; once is enough."),
            _weighted_mean(of_each=lambda scores, labels, weights: _each(scores, labels, weights**2))),
        "weights_inverted": Mistake(N_("you divide by the weights; a class of weight 10 should count ten times."),
            lambda scores, labels, weights: _weighted_mean()(scores, labels, 1 / weights)),
        "one_weight_a_row": Mistake(N_("class_weights has an entry for each class, not for each example: "
                                       "class_weights[labels]."),
            lambda *case: _one_weight_a_row(*case).sum() / case[2].sum(),
            lambda *case: _one_weight_a_row(*case) / case[2].sum()),
        "every_class": Mistake(N_("you add over all classes; only the entry of the label counts in each row."),
            _weighted_mean(of_each=_every_class),
            lambda *case: _every_class(*case).mean()),
        "negative": Mistake(N_("the minus is missing: the loss is -log p of the label."),
            lambda *case: -_weighted_mean()(*case)),
        "raw_scores": Mistake(N_("you pick the raw scores; their log_softmax comes first."),
            _weighted_mean(of_each=_picked(lambda scores: scores))),
        "probabilities": Mistake(N_("you pick p, without the logarithm: the loss is -log p."),
            _weighted_mean(of_each=_picked(losses.softmax))),
        "softmax_over_examples": Mistake(N_("your softmax runs down the examples; each row should sum to 1: dim=1."),
            _weighted_mean(of_each=_picked(lambda scores: scores.log_softmax(0)))),
        "naive_softmax": Mistake(N_("right for small scores; for large ones exp overflows, p becomes 0 before its "
                                    "log, or a patch (eps, clamp) cuts the loss off: log_softmax alone."),
            _weighted_mean(of_each=_picked(lambda scores: naive_softmax(scores).log()))),
    },
    by_hand=("cross_entropy", "cross_entropy_loss", "nll_loss"),
)
