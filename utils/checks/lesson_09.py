"""The exercises of lesson 09: train softmax regression from scratch."""

import itertools
import math
from collections.abc import Iterator

import torch

from utils import losses
from utils.checks.answers import numbers_in
from utils.checks.exercise import FunctionExercise, Mistake
from utils.checks.formulas import columns_of_all, naive_softmax
from utils.checks.inputs import uniform
from utils.language import N_

# --- one number from many batches ------------------------------------------------------------------------------------


def _epochs():
    """Batch means and sizes: a short last batch, equal ones, one batch, all different, a last batch of one."""
    sizes = [[4, 4, 1], [5, 5, 5], [7], [2, 9, 3, 6], [100, 100, 100, 100, 1], [3, 3, 2]]
    return [{"batch_losses": uniform((len(some),), 190 + seed, 0.1, 3), "batch_sizes": torch.tensor(some)}
            for seed, some in enumerate(sizes)]


def _summed(means, sizes):
    return (means * sizes).sum()


check_epoch_loss = FunctionExercise(
    name="epoch_loss",
    reference=lambda batch_losses, batch_sizes: _summed(batch_losses, batch_sizes) / batch_sizes.sum(),
    cases=_epochs(),
    mistakes={
        "mean_of_means": Mistake(N_("this is the mean of the means: a short batch weighs as much as a full one."),
            lambda means, sizes: means.mean()),
        "sum_of_means": Mistake(N_("these are the means added up; a mean has to be weighed by its batch's size."),
            lambda means, sizes: means.sum()),
        "means_over_examples": Mistake(N_("you add means and divide by examples; first turn each mean into a sum."),
            lambda means, sizes: means.sum() / sizes.sum()),
        "not_divided": Mistake(N_("this is the loss of all examples added up; divide by how many they are."),
            _summed,
            lambda means, sizes: torch.stack([_summed(means, sizes), sizes.sum()])),  # sum and count as a pair
        "not_added": Mistake(N_("right for each batch; the answer is one number: add the shares of the batches up."),
            lambda means, sizes: means * sizes / sizes.sum()),
        "divided_by_size": Mistake(N_("a mean is the sum divided by the size already; times the size it is the sum "
                                      "again."),
            lambda means, sizes: (means / sizes).sum(),
            lambda means, sizes: (means / sizes).mean(),
            lambda means, sizes: (means / sizes).sum() / sizes.sum()),
        "rounded_down": Mistake(N_("the answer is rounded down to a whole number: divide with /, and leave int() out."),
            lambda means, sizes: _summed(means, sizes) // sizes.sum()),
        "by_batches": Mistake(N_("the sum is right; divide it by the number of examples, not of batches."),
            lambda means, sizes: _summed(means, sizes) / len(sizes)),
        "equal_batches": Mistake(N_("the sum is right; you divide as if every batch were full: add up the sizes."),
            lambda means, sizes: _summed(means, sizes) / len(sizes) / sizes[0],
            lambda means, sizes: _summed(means, sizes) / len(sizes) / sizes.max()),
        "last_batch_only": Mistake(N_("this is the loss of the last batch alone; the epoch has all of them."),
            lambda means, sizes: means[-1]),
        "last_left_out": Mistake(N_("the last batch is missing; short or not, its examples count."),
            lambda means, sizes: _summed(means[:-1], sizes[:-1]) / sizes[:-1].sum(),
            lambda means, sizes: _summed(means[:-1], sizes[:-1]) / sizes.sum()),
    },
)


# --- a step with weight decay ----------------------------------------------------------------------------------------


def _table_and_row(answer):
    """What should be a table (d, K) and a row (K,), each a tensor; None for what is no such pair at all."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return None
    table, row = (numbers_in(part) for part in answer)
    return None if table is None or row is None or table.ndim != 2 else (table, row)


def _has_bias_row(answer):
    pair = _table_and_row(answer)
    return pair is not None and pair[1].shape == (1, pair[0].shape[1])


def _is_no_pair(answer):
    if answer is None or answer is ...:
        return False
    pair = _table_and_row(answer)
    return pair is None or pair[1].shape not in (pair[0].shape[1:], (1, pair[0].shape[1]))


def _joined(answer):
    """(d, K) and (K,) as one table (d + 1, K); what is no such pair as it is."""
    if answer is None or answer is ... or _is_no_pair(answer) or _has_bias_row(answer):
        return answer
    table, row = _table_and_row(answer)
    return torch.cat([table, row[None]])


def _steps():
    """Weights, rows, labels, rate, decay: tall, square, one example, two classes, float64, large scores."""
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (1, 4, 3, 1), (5, 2, 2, 2), (6, 4, 3, 1), (4, 3, 5, 1e4)]
    settings = [(0.5, 0.3), (1.0, 0.1), (0.2, 0.5), (2.0, 0.05), (0.7, 0.4), (0.1, 0.2)]
    cases = []
    for seed, ((n, d, n_classes, size), (rate, weight_decay)) in enumerate(zip(shapes, settings, strict=True)):
        dtype = torch.float64 if seed == len(shapes) - 2 else torch.float32
        cases.append({
            "W": uniform((d, n_classes), 200 + seed, -1, 1).to(dtype),
            "b": uniform((n_classes,), 210 + seed, -1, 1).to(dtype),
            "X": uniform((n, d), 220 + seed, 0, size).to(dtype),
            "labels": torch.randint(n_classes, (n,), generator=torch.Generator().manual_seed(seed)),
            "rate": rate,
            "weight_decay": weight_decay,
        })
    return cases


def _decayed(W, rate, weight_decay):
    return (1 - rate * weight_decay) * W


def _difference(W, b, X, labels):
    """p - y of each example, not yet divided, (n, K)."""
    return losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))


def _step(penalised=_decayed, bias=lambda b, rate, weight_decay: b, difference=_difference,
          W_slope=lambda X, D: X.T @ D / len(X), b_slope=lambda D: D.mean(0), sign=-1):
    """A training step as one table, or a mistake in one part of it. D: what `difference` gives, (n, K)"""

    def step(W, b, X, labels, rate, weight_decay):
        D = difference(W, b, X, labels)
        new_W = penalised(W, rate, weight_decay) + sign * rate * W_slope(X, D)
        new_b = bias(b, rate, weight_decay) + sign * rate * b_slope(D)
        return torch.cat([new_W, new_b[None]]).double()

    return step


def _said(read):
    """The difference to one-hot of something else than softmax."""
    return lambda W, b, X, labels: read(X @ W + b) - losses.one_hot(labels, len(b))


def _too_narrow(W, b, X, labels):
    return losses.softmax(X @ W + b) - torch.nn.functional.one_hot(labels)


def _columns_of_all(W, b, X, labels):
    return columns_of_all(losses.softmax(X @ W + b), labels)


def _gradients(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return torch.cat([X.T @ difference + weight_decay * W, difference.sum(0)[None]]).double()


def _decayed_after(W, b, X, labels, rate, weight_decay):
    moved = _step(penalised=lambda W, rate, weight_decay: W)(W, b, X, labels, rate, weight_decay)
    return torch.cat([moved[:-1] * (1 - rate * weight_decay), moved[-1:]])


def _b_after_W(W, b, X, labels, rate, weight_decay):
    """The slopes of b taken at the W that has moved already."""
    new_W = _step()(W, b, X, labels, rate, weight_decay)[:-1].to(W)
    return torch.cat([new_W, _step()(new_W, b, X, labels, rate, weight_decay)[-1:]])


def _W_after_b(W, b, X, labels, rate, weight_decay):
    """The slopes of W taken at the b that has moved already."""
    new_b = _step()(W, b, X, labels, rate, weight_decay)[-1].to(b)
    return torch.cat([_step()(W, new_b, X, labels, rate, weight_decay)[:-1], new_b[None]])


check_training_step = FunctionExercise(
    name="training_step",
    reference=_step(),
    cases=_steps(),
    returned={"pair": _is_no_pair, "bias_row": _has_bias_row},
    read=_joined,
    mistakes={
        "pair": Mistake(N_("return two tensors, the new W (d, K) and the new b (K,): return new_W, new_b.")),
        "bias_row": Mistake(N_("the new b has shape (1, K), expected (K,): sum down the examples without keepdim.")),
        "uphill": Mistake(N_("the data's part goes uphill; a step goes against the gradient: minus the rate."),
            _step(sign=1),
            _step(penalised=lambda W, rate, weight_decay: (1 + rate * weight_decay) * W, sign=1)),
        "not_divided": Mistake(N_("the slopes of the examples are added up; the loss is their mean: divide by n."),
            _step(W_slope=lambda X, D: X.T @ D, b_slope=lambda D: D.sum(0))),
        "weights_not_divided": Mistake(N_("b is right; the slopes of W are added up over the examples: divide by n."),
            _step(W_slope=lambda X, D: X.T @ D)),
        "bias_not_divided": Mistake(N_("W is right; the slopes of b are added up over the examples: divide by n."),
            _step(b_slope=lambda D: D.sum(0))),
        "bias_divided_twice": Mistake(N_("W is right; the slope of b is divided by n twice: by hand and by a mean."),
            _step(b_slope=lambda D: D.mean(0) / len(D))),
        "no_decay": Mistake(N_("right without the penalty; its slope for W is weight_decay * W."),
            _step(penalised=lambda W, rate, weight_decay: W)),
        "bias_decayed": Mistake(N_("the bias shrinks too; the penalty spares it."),
            _step(bias=lambda b, rate, weight_decay: (1 - rate * weight_decay) * b)),
        "decay_without_rate": Mistake(N_("the slope of the penalty takes part in the step like any slope: times the "
                                         "rate."),
            _step(penalised=lambda W, rate, weight_decay: (1 - weight_decay) * W)),
        "decay_doubled": Mistake(N_("the half is lost: half of weight_decay * W**2 has slope weight_decay * W."),
            _step(penalised=lambda W, rate, weight_decay: (1 - 2 * rate * weight_decay) * W)),
        "decay_halved": Mistake(N_("the slope of a square has a factor 2, and it cancels the half."),
            _step(penalised=lambda W, rate, weight_decay: (1 - rate * weight_decay / 2) * W)),
        "decay_grows": Mistake(N_("your W grows by the penalty; its slope is taken off, like the other one."),
            _step(penalised=lambda W, rate, weight_decay: (1 + rate * weight_decay) * W)),
        "decay_divided": Mistake(N_("you divide the penalty by n as well; it is no mean over the examples, its slope "
                                    "is weight_decay * W."),
            lambda W, b, X, labels, rate, weight_decay: _step()(
                W, b, X, labels, rate, weight_decay / len(X))),
        "decayed_after": Mistake(N_("you shrink W after it has moved; both slopes are taken at the old W."),
            _decayed_after),
        "one_after_the_other": Mistake(N_("you take the second slope after the first step; take both at the old W "
                                          "and b, then move."),
            _b_after_W, _W_after_b),
        "bias_over_everything": Mistake(N_("your b stays where it was: it is returned unchanged, or its slopes are "
                                           "summed over everything, which is 0: sum down the examples."),
            _step(b_slope=lambda D: D.sum() / len(D))),
        "bias_along_classes": Mistake(N_("b sums along the classes, one 0 for each example: sum down, dim=0."),
            _step(b_slope=lambda D: D.sum(1) / len(D))),
        "not_transposed": Mistake(N_("the slopes of W are X.T @ difference, (d, n) @ (n, K): the T is missing."),
            _step(W_slope=lambda X, D: X @ D / len(X))),
        "slope_turned": Mistake(N_("this slope has shape (K, d), W has (d, K): take X.T @ difference."),
            _step(W_slope=lambda X, D: D.T @ X / len(X))),
        "gradients": Mistake(N_("these are the gradients; return W and b after the step: minus rate times them."),
            _gradients),
        "raw_scores": Mistake(N_("this is MSE's step; put softmax of the scores where the scores stand."),
            _step(difference=_said(lambda scores: scores))),
        "log_probabilities": Mistake(N_("you take log p minus one-hot; the gradient is p_k - y_k, without a "
                                        "logarithm."),
            _step(difference=_said(losses.log_softmax))),
        "sigmoid": Mistake(N_("sigmoid reads each score alone; softmax reads a row, whose shares sum to 1."),
            _step(difference=_said(torch.sigmoid))),
        "softmax_over_examples": Mistake(N_("your softmax runs down the examples; each row should sum to 1: dim=1."),
            _step(difference=_said(lambda scores: scores.softmax(0)))),
        "one_hot_too_narrow": Mistake(N_("torch's one_hot(labels) ends at the largest label it sees: say "
                                         "one_hot(labels, len(b))."),
            _step(difference=_too_narrow)),
        "columns_of_all": Mistake(N_("P[:, labels] takes these columns of every row; P[torch.arange(n), labels] one "
                                     "of each."),
            _step(difference=_columns_of_all)),
        "naive_softmax": Mistake(N_("right for small scores; large ones overflow in exp, or a clip changes them: use "
                                    "losses.softmax on the scores as they are."),
            _step(difference=_said(naive_softmax))),
    },
)


# --- the rate of every step ------------------------------------------------------------------------------------------


def _trainings():
    """Last batch half full, full, one larger than the data, batches of one, a single step, one example left over."""
    settings = [(0.4, 10, 4, 2), (1.0, 8, 4, 3), (2.0, 5, 8, 3), (0.03, 7, 1, 2), (0.5, 3, 3, 1), (0.1, 1025, 256, 1)]
    names = ("first_rate", "n_examples", "batch_size", "epochs")
    return [dict(zip(names, values, strict=True)) for values in settings]


def _falling(first_rate, n_steps):
    return first_rate * (1 - torch.arange(n_steps) / n_steps)


def _batches(n_examples, batch_size):
    return math.ceil(n_examples / batch_size)


def _rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    return _falling(first_rate, epochs * _batches(n_examples, batch_size))


def _share_done(n_examples, batch_size, epochs):
    """How much of the training lies behind each step, from 0 on."""
    return 1 - _rates_of_all_steps(1.0, n_examples, batch_size, epochs)


check_rates_of_all_steps = FunctionExercise(
    name="rates_of_all_steps",
    reference=_rates_of_all_steps,
    cases=_trainings(),
    mistakes={
        "reaches_zero": Mistake(N_("your last step has rate 0 and does nothing; 0 comes one step later."),
            lambda rate, n, size, epochs: torch.linspace(rate, 0, epochs * _batches(n, size))),
        "starts_late": Mistake(N_("your first step is smaller already; start counting the steps at 0."),
            lambda rate, n, size, epochs: _rates_of_all_steps(rate, n, size, epochs)
            - rate / (epochs * _batches(n, size))),
        "with_the_zero": Mistake(N_("there is one rate too many: the 0 comes after the last step."),
            lambda rate, n, size, epochs: torch.linspace(rate, 0, epochs * _batches(n, size) + 1)),
        "rises": Mistake(N_("your rates rise; the first step has first_rate, and from there they fall."),
            lambda rate, n, size, epochs: rate - _rates_of_all_steps(rate, n, size, epochs),
            lambda rate, n, size, epochs: torch.linspace(0, rate, epochs * _batches(n, size))),
        "in_rows": Mistake(N_("the rates are right, a row for each epoch; give them one after the other, (n_steps,)."),
            lambda rate, n, size, epochs: _rates_of_all_steps(rate, n, size, epochs).reshape(epochs, -1)),
        "short_batch_lost": Mistake(N_("the short batch is a step too: round the batches of an epoch up."),
            lambda rate, n, size, epochs: _falling(rate, epochs * (n // size)),
            lambda rate, n, size, epochs: _falling(rate, epochs * round(n / size)),
            lambda rate, n, size, epochs: _falling(rate, epochs * int(n / size + 0.5)),
            lambda rate, n, size, epochs: rate / (epochs * (n // size)) * torch.arange(epochs * (n // size), 0, -1)),
        "one_step_too_many": Mistake(N_("where the batches fit exactly there is no short one: round up, no + 1."),
            lambda rate, n, size, epochs: _falling(rate, epochs * (n // size + 1))),
        "one_rate_an_epoch": Mistake(N_("there is one rate for each epoch; a rate for each step is asked."),
            lambda rate, n, size, epochs: _falling(rate, epochs)),
        "rounded_at_the_end": Mistake(N_("each epoch ends with its own short batch: round up first, then times "
                                         "epochs."),
            lambda rate, n, size, epochs: _falling(rate, _batches(epochs * n, size))),
        "one_epoch": Mistake(N_("these are the rates of one epoch; they fall over all epochs together."),
            lambda rate, n, size, epochs: _falling(rate, _batches(n, size))),
        "every_epoch_anew": Mistake(N_("you start again in each epoch; the line falls once over all."),
            lambda rate, n, size, epochs: _falling(rate, _batches(n, size)).repeat(epochs)),
        "by_epoch": Mistake(N_("yours stays for an epoch at a time; it should fall with every step."),
            lambda rate, n, size, epochs: _falling(rate, epochs).repeat_interleave(_batches(n, size))),
        "step_per_example": Mistake(N_("that is a step for each example; a step takes a whole batch."),
            lambda rate, n, size, epochs: _falling(rate, epochs * n)),
        "constant": Mistake(N_("the number of steps is right; now let the rate fall."),
            lambda rate, n, size, epochs: torch.full((epochs * _batches(n, size),), rate)),
        "no_first_rate": Mistake(N_("yours starts at 1; multiply by the first rate."),
            lambda rate, n, size, epochs: _rates_of_all_steps(1.0, n, size, epochs)),
        "cosine": Mistake(N_("a cosine falls in a curve; here the rate falls by the same amount at every step, in a "
                             "line."),
            lambda rate, n, size, epochs: rate * (1 + torch.cos(torch.pi * _share_done(n, size, epochs))) / 2,
            lambda rate, n, size, epochs: rate * torch.cos(torch.pi / 2 * _share_done(n, size, epochs))),
        "generator": Mistake(N_("this hands out the rates one at a time; collect them: list(...), or square "
                                "brackets around the loop.")),
    },
    returned={"generator": lambda answer: isinstance(answer, Iterator)},
)


# --- five first losses -----------------------------------------------------------------------------------------------


def _five(**changed):
    """The losses of ten equal scores, or a mistake in one: each argument a function of the number of classes."""
    right = {
        "mse": lambda k: 1 / 2,
        "all": lambda k: k - 1,
        "worst": lambda k: 1,
        "cross_entropy": lambda k: math.log(k),
        "brier": lambda k: 1 - 1 / k,
    }
    return lambda n_classes: torch.tensor([loss(n_classes) for loss in (right | changed).values()], dtype=torch.float64)


def _reordered(order):
    return lambda n_classes: _five()(n_classes)[list(order)]


check_first_losses = FunctionExercise(
    name="first_losses",
    reference=_five(),
    cases=[{"n_classes": n_classes} for n_classes in (2, 3, 7, 10, 1000)],
    mistakes={
        "table_of_ten": Mistake(N_("these are right for ten classes only; work them out from n_classes."),
            lambda n_classes: _five()(10)),
        "mse_no_half": Mistake(N_("four are right; our MSE has a half in front of the sum."), _five(mse=lambda k: 1)),
        "mse_over_classes": Mistake(N_("four are right; our MSE adds over the classes, it does not average."),
            _five(mse=lambda k: 1 / k),
            _five(mse=lambda k: 1 / (2 * k))),
        "mse_of_probabilities": Mistake(N_("four are right; MSE takes the scores as they are, and they are 0."),
            _five(mse=lambda k: (1 - 1 / k) / 2)),
        "own_rival": Mistake(N_("four are right; a class is no rival of itself."), _five(all=lambda k: k)),
        "margin_over_classes": Mistake(N_("four are right; torch divides the margin loss by the classes, ours does "
                                          "not."),
            _five(all=lambda k: (k - 1) / k)),
        "all_is_worst": Mistake(N_("four are right; margin all adds up the rivals, and each of them is 1 short, not "
                                   "one alone."),
            _five(all=lambda k: 1)),
        "worst_is_all": Mistake(N_("four are right; the worst rival is one rival, however many there are."),
            _five(worst=lambda k: k - 1)),
        "ties_cost_nothing": Mistake(N_("equal scores do not lead by 1: each rival is a whole margin short."),
            _five(all=lambda k: 0, worst=lambda k: 0),
            _five(all=lambda k: 0),
            _five(worst=lambda k: 0)),
        "negative": Mistake(N_("four are right; a surprise is not negative: -log(1/K) = log K."),
            _five(cross_entropy=lambda k: -math.log(k))),
        "share_no_surprise": Mistake(N_("four are right; 1/K is the probability, and cross-entropy is its surprise, "
                                        "minus its logarithm."),
            _five(cross_entropy=lambda k: 1 / k)),
        "bits": Mistake(N_("four are right; cross-entropy is in nats, the natural logarithm."),
            _five(cross_entropy=lambda k: math.log2(k)),
            _five(cross_entropy=lambda k: math.log10(k))),
        "brier_true_class_only": Mistake(N_("four are right; in Brier the wrong classes miss too, each by 1/K."),
            _five(brier=lambda k: (1 - 1 / k) ** 2)),
        "brier_over_classes": Mistake(N_("four are right; Brier adds the squares of all classes, the true one too, "
                                         "without a mean."),
            _five(brier=lambda k: (1 - 1 / k) / k)),  # or the true class left out: the same number
        "brier_half": Mistake(N_("four are right; our Brier has no half."), _five(brier=lambda k: (1 - 1 / k) / 2)),
        "brier_of_scores": Mistake(N_("four are right; Brier compares probabilities, and they are 1/K, not 0."),
            _five(brier=lambda k: 1)),
        "brier_share": Mistake(N_("four are right; 1/K is the probability: Brier squares what each class misses, the "
                                  "true one too, and adds."),
            _five(brier=lambda k: 1 / k)),
        "dictionary": Mistake(N_("this is a dictionary; return the five numbers alone, in the order asked: a list "
                                 "or a tensor.")),
        "cut_to_whole_numbers": Mistake(N_("these are cut to whole numbers: no int64, no // and no int()."),
            lambda n_classes: _five()(n_classes).floor()),
        "another_order": Mistake(N_("the five are right, in another order: MSE, margin all, margin worst, "
                                    "cross-entropy, Brier."),
            *(_reordered(order) for order in itertools.permutations(range(5)))),
    },
    show_expected=False,
    returned={"dictionary": lambda answer: isinstance(answer, dict)},
)
