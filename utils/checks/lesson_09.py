"""The exercises of lesson 09: train softmax regression from scratch."""

import itertools
import math
from collections.abc import Iterator

import torch

from utils import losses
from utils.checks.answers import numbers_in
from utils.checks.exercise import FunctionExercise, kind_of_exercise
from utils.checks.formulas import columns_of_all, naive_softmax
from utils.checks.inputs import uniform
from utils.checks.returned import ReturnExercise

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
    wrong={
        "mean_of_means": lambda means, sizes: means.mean(),
        "sum_of_means": lambda means, sizes: means.sum(),
        "means_over_examples": lambda means, sizes: means.sum() / sizes.sum(),
        "not_divided": (
            _summed,
            lambda means, sizes: torch.stack([_summed(means, sizes), sizes.sum()]),  # sum and count as a pair
        ),
        "not_added": lambda means, sizes: means * sizes / sizes.sum(),
        "divided_by_size": (
            lambda means, sizes: (means / sizes).sum(),
            lambda means, sizes: (means / sizes).mean(),
            lambda means, sizes: (means / sizes).sum() / sizes.sum(),
        ),
        "rounded_down": lambda means, sizes: _summed(means, sizes) // sizes.sum(),
        "by_batches": lambda means, sizes: _summed(means, sizes) / len(sizes),
        "equal_batches": (
            lambda means, sizes: _summed(means, sizes) / len(sizes) / sizes[0],
            lambda means, sizes: _summed(means, sizes) / len(sizes) / sizes.max(),
        ),
        "last_batch_only": lambda means, sizes: means[-1],
        "last_left_out": (
            lambda means, sizes: _summed(means[:-1], sizes[:-1]) / sizes[:-1].sum(),
            lambda means, sizes: _summed(means[:-1], sizes[:-1]) / sizes.sum(),
        ),
    },
)


# --- a step with weight decay ----------------------------------------------------------------------------------------


@kind_of_exercise
class PairExercise(FunctionExercise):
    """A function that returns a table (d, K) and a row (K,), judged as one table (d + 1, K).

    What is no such pair has hints of its own: "bias_row" where the row is a table (1, K), else "pair".
    """

    def compare(self, function):
        strange = []

        def joined(*values):
            answer = function(*values)
            if answer is None or answer is ...:
                return answer
            table = _joined(answer)
            if isinstance(table, str):
                strange.append(table)
                return torch.zeros(0)
            return table

        verdict = super().compare(joined)
        return self.hint(strange[0]) if strange else verdict


def _joined(answer):
    """(d, K) and (K,) as (d + 1, K), or the topic of what the answer is instead."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return "pair"
    table, row = (numbers_in(part) for part in answer)
    if table is None or row is None or table.ndim != 2:
        return "pair"
    if row.shape == (1, table.shape[1]):
        return "bias_row"
    return torch.cat([table, row[None]]) if row.shape == table.shape[1:] else "pair"


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


check_training_step = PairExercise(
    name="training_step",
    reference=_step(),
    cases=_steps(),
    wrong={
        "pair": (),  # told by what it returns, as the next
        "bias_row": (),
        "uphill": (
            _step(sign=1),
            _step(penalised=lambda W, rate, weight_decay: (1 + rate * weight_decay) * W, sign=1),
        ),
        "not_divided": _step(W_slope=lambda X, D: X.T @ D, b_slope=lambda D: D.sum(0)),
        "weights_not_divided": _step(W_slope=lambda X, D: X.T @ D),
        "bias_not_divided": _step(b_slope=lambda D: D.sum(0)),
        "bias_divided_twice": _step(b_slope=lambda D: D.mean(0) / len(D)),
        "no_decay": _step(penalised=lambda W, rate, weight_decay: W),
        "bias_decayed": _step(bias=lambda b, rate, weight_decay: (1 - rate * weight_decay) * b),
        "decay_without_rate": _step(penalised=lambda W, rate, weight_decay: (1 - weight_decay) * W),
        "decay_doubled": _step(penalised=lambda W, rate, weight_decay: (1 - 2 * rate * weight_decay) * W),
        "decay_halved": _step(penalised=lambda W, rate, weight_decay: (1 - rate * weight_decay / 2) * W),
        "decay_grows": _step(penalised=lambda W, rate, weight_decay: (1 + rate * weight_decay) * W),
        "decay_divided": lambda W, b, X, labels, rate, weight_decay: _step()(
            W, b, X, labels, rate, weight_decay / len(X)),
        "decayed_after": _decayed_after,
        "one_after_the_other": (_b_after_W, _W_after_b),
        "bias_over_everything": _step(b_slope=lambda D: D.sum() / len(D)),
        "bias_along_classes": _step(b_slope=lambda D: D.sum(1) / len(D)),
        "not_transposed": _step(W_slope=lambda X, D: X @ D / len(X)),
        "slope_turned": _step(W_slope=lambda X, D: D.T @ X / len(X)),
        "gradients": _gradients,
        "raw_scores": _step(difference=_said(lambda scores: scores)),
        "log_probabilities": _step(difference=_said(losses.log_softmax)),
        "sigmoid": _step(difference=_said(torch.sigmoid)),
        "softmax_over_examples": _step(difference=_said(lambda scores: scores.softmax(0))),
        "one_hot_too_narrow": _step(difference=_too_narrow),
        "columns_of_all": _step(difference=_columns_of_all),
        "naive_softmax": _step(difference=_said(naive_softmax)),
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


check_rates_of_all_steps = ReturnExercise(
    name="rates_of_all_steps",
    reference=_rates_of_all_steps,
    cases=_trainings(),
    wrong={
        "reaches_zero": lambda rate, n, size, epochs: torch.linspace(rate, 0, epochs * _batches(n, size)),
        "starts_late": lambda rate, n, size, epochs: _rates_of_all_steps(rate, n, size, epochs)
        - rate / (epochs * _batches(n, size)),
        "with_the_zero": lambda rate, n, size, epochs: torch.linspace(rate, 0, epochs * _batches(n, size) + 1),
        "rises": (
            lambda rate, n, size, epochs: rate - _rates_of_all_steps(rate, n, size, epochs),
            lambda rate, n, size, epochs: torch.linspace(0, rate, epochs * _batches(n, size)),
        ),
        "in_rows": lambda rate, n, size, epochs: _rates_of_all_steps(rate, n, size, epochs).reshape(epochs, -1),
        "short_batch_lost": (
            lambda rate, n, size, epochs: _falling(rate, epochs * (n // size)),
            lambda rate, n, size, epochs: _falling(rate, epochs * round(n / size)),
            lambda rate, n, size, epochs: _falling(rate, epochs * int(n / size + 0.5)),
            lambda rate, n, size, epochs: rate / (epochs * (n // size)) * torch.arange(epochs * (n // size), 0, -1),
        ),
        "one_step_too_many": lambda rate, n, size, epochs: _falling(rate, epochs * (n // size + 1)),
        "one_rate_an_epoch": lambda rate, n, size, epochs: _falling(rate, epochs),
        "rounded_at_the_end": lambda rate, n, size, epochs: _falling(rate, _batches(epochs * n, size)),
        "one_epoch": lambda rate, n, size, epochs: _falling(rate, _batches(n, size)),
        "every_epoch_anew": lambda rate, n, size, epochs: _falling(rate, _batches(n, size)).repeat(epochs),
        "by_epoch": lambda rate, n, size, epochs: _falling(rate, epochs).repeat_interleave(_batches(n, size)),
        "step_per_example": lambda rate, n, size, epochs: _falling(rate, epochs * n),
        "constant": lambda rate, n, size, epochs: torch.full((epochs * _batches(n, size),), rate),
        "no_first_rate": lambda rate, n, size, epochs: _rates_of_all_steps(1.0, n, size, epochs),
        "cosine": (
            lambda rate, n, size, epochs: rate * (1 + torch.cos(torch.pi * _share_done(n, size, epochs))) / 2,
            lambda rate, n, size, epochs: rate * torch.cos(torch.pi / 2 * _share_done(n, size, epochs)),
        ),
        "generator": (),  # told by what it returns
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


check_first_losses = ReturnExercise(
    name="first_losses",
    reference=_five(),
    cases=[{"n_classes": n_classes} for n_classes in (2, 3, 7, 10, 1000)],
    wrong={
        "table_of_ten": lambda n_classes: _five()(10),
        "mse_no_half": _five(mse=lambda k: 1),
        "mse_over_classes": (
            _five(mse=lambda k: 1 / k),
            _five(mse=lambda k: 1 / (2 * k)),
        ),
        "mse_of_probabilities": _five(mse=lambda k: (1 - 1 / k) / 2),
        "own_rival": _five(all=lambda k: k),
        "margin_over_classes": _five(all=lambda k: (k - 1) / k),
        "all_is_worst": _five(all=lambda k: 1),
        "worst_is_all": _five(worst=lambda k: k - 1),
        "ties_cost_nothing": (
            _five(all=lambda k: 0, worst=lambda k: 0),
            _five(all=lambda k: 0),
            _five(worst=lambda k: 0),
        ),
        "negative": _five(cross_entropy=lambda k: -math.log(k)),
        "share_no_surprise": _five(cross_entropy=lambda k: 1 / k),
        "bits": (
            _five(cross_entropy=lambda k: math.log2(k)),
            _five(cross_entropy=lambda k: math.log10(k)),
        ),
        "brier_true_class_only": _five(brier=lambda k: (1 - 1 / k) ** 2),
        "brier_over_classes": _five(brier=lambda k: (1 - 1 / k) / k),  # or the true class left out: the same number
        "brier_half": _five(brier=lambda k: (1 - 1 / k) / 2),
        "brier_of_scores": _five(brier=lambda k: 1),
        "brier_share": _five(brier=lambda k: 1 / k),
        "dictionary": (),  # told by what it returns
        "cut_to_whole_numbers": lambda n_classes: _five()(n_classes).floor(),
        "another_order": tuple(_reordered(order) for order in itertools.permutations(range(5))),
    },
    show_expected=False,
    returned={"dictionary": lambda answer: isinstance(answer, dict)},
)
