"""The exercises of lesson 09: train softmax regression from scratch."""

import math

import torch

from utils import losses
from utils.checks.exercise import FunctionExercise, kind_of_exercise
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import uniform

# --- one number from many batches ------------------------------------------------------------------------------------


def _epochs():
    """Batch means and sizes: a short last batch, equal ones, one batch, all different, a batch of one, float64."""
    sizes = [[4, 4, 1], [5, 5, 5], [7], [2, 9, 3, 6], [100, 100, 100, 100, 1], [3, 3, 2]]
    cases = [{"batch_losses": uniform((len(some),), 190 + seed, 0.1, 3), "batch_sizes": torch.tensor(some)}
             for seed, some in enumerate(sizes)]
    cases[-1]["batch_losses"] = cases[-1]["batch_losses"].double()
    return cases


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
        "not_divided": _summed,
        "by_batches": lambda means, sizes: _summed(means, sizes) / len(sizes),
        "equal_batches": (
            lambda means, sizes: _summed(means, sizes) / len(sizes) / sizes[0],
            lambda means, sizes: _summed(means, sizes) / len(sizes) / sizes.max(),
        ),
        "last_left_out": (
            lambda means, sizes: _summed(means[:-1], sizes[:-1]) / sizes[:-1].sum(),
            lambda means, sizes: _summed(means[:-1], sizes[:-1]) / sizes.sum(),
        ),
    },
)


# --- a step with weight decay ----------------------------------------------------------------------------------------


@kind_of_exercise
class PairExercise(FunctionExercise):
    """A function that returns a table (d, K) and a row (K,), judged as one table (d + 1, K); else the hint "pair"."""

    def compare(self, function):
        strange = []

        def joined(*values):
            answer = function(*values)
            if answer is None or answer is ...:
                return answer
            table = _joined(answer)
            strange.append(table is None)
            return torch.zeros(0) if table is None else table

        answer = super().compare(joined)
        return self.hint("pair") if any(strange) else answer


def _joined(answer):
    """(d, K) and (K,) as (d + 1, K); None when the answer is not such a pair."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return None
    try:
        table, row = (torch.as_tensor(part).detach() for part in answer)
    except (TypeError, ValueError, RuntimeError):
        return None
    if table.ndim != 2 or row.shape != table.shape[1:] or table.is_complex() or row.is_complex():
        return None
    return torch.cat([table.double(), row[None].double()])


def _steps():
    """Weights, rows, labels, rate, decay: tall, square, one example, two classes, large scores, float64."""
    shapes = [(6, 3, 4, 1), (3, 3, 3, 1), (1, 4, 3, 1), (5, 2, 2, 2), (4, 3, 5, 1e4), (6, 4, 3, 1)]
    settings = [(0.5, 0.3), (1.0, 0.1), (0.2, 0.5), (2.0, 0.05), (0.1, 0.2), (0.7, 0.4)]
    cases = []
    for seed, ((n, d, n_classes, size), (rate, weight_decay)) in enumerate(zip(shapes, settings, strict=True)):
        dtype = torch.float64 if seed == len(shapes) - 1 else torch.float32
        cases.append({
            "W": uniform((d, n_classes), 200 + seed, -1, 1).to(dtype),
            "b": uniform((n_classes,), 210 + seed, -1, 1).to(dtype),
            "X": uniform((n, d), 220 + seed, 0, size).to(dtype),
            "labels": torch.randint(n_classes, (n,), generator=torch.Generator().manual_seed(seed)),
            "rate": rate,
            "weight_decay": weight_decay,
        })
    return cases



def _step(penalised=lambda W, rate, weight_decay: (1 - rate * weight_decay) * W, bias=lambda b, rate, weight_decay: b,
          said=losses.softmax, share=lambda n: 1 / n, sum_over=0, sign=-1):
    """A training step as one table, or a mistake in one part of it."""

    def step(W, b, X, labels, rate, weight_decay):
        difference = (said(X @ W + b) - losses.one_hot(labels, len(b))) * share(len(X))
        moves = difference.sum(0) if sum_over == 0 else difference.sum().expand(len(b))
        new_W = penalised(W, rate, weight_decay) + sign * rate * X.T @ difference
        return torch.cat([new_W, (bias(b, rate, weight_decay) + sign * rate * moves)[None]]).double()

    return step


def _gradients(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return torch.cat([X.T @ difference + weight_decay * W, difference.sum(0)[None]]).double()


def _decayed_after(W, b, X, labels, rate, weight_decay):
    moved = _step(penalised=lambda W, rate, weight_decay: W)(W, b, X, labels, rate, weight_decay)
    return torch.cat([moved[:-1] * (1 - rate * weight_decay), moved[-1:]])


check_training_step = PairExercise(
    name="training_step",
    reference=_step(),
    cases=_steps(),
    wrong={
        "pair": (),  # told by what it returns
        "uphill": (
            _step(sign=1),
            _step(penalised=lambda W, rate, weight_decay: (1 + rate * weight_decay) * W, sign=1),
        ),
        "not_divided": _step(share=lambda n: 1),
        "no_decay": _step(penalised=lambda W, rate, weight_decay: W),
        "bias_decayed": _step(bias=lambda b, rate, weight_decay: (1 - rate * weight_decay) * b),
        "decay_without_rate": _step(penalised=lambda W, rate, weight_decay: (1 - weight_decay) * W),
        "decay_doubled": _step(penalised=lambda W, rate, weight_decay: (1 - 2 * rate * weight_decay) * W),
        "decay_halved": _step(penalised=lambda W, rate, weight_decay: (1 - rate * weight_decay / 2) * W),
        "decay_grows": _step(penalised=lambda W, rate, weight_decay: (1 + rate * weight_decay) * W),
        "decayed_after": _decayed_after,
        "bias_over_everything": _step(sum_over=None),
        "gradients": _gradients,
        "raw_scores": _step(said=lambda scores: scores),
        "naive_softmax": _step(said=naive_softmax),
    },
)


# --- the rate of every step ------------------------------------------------------------------------------------------


@kind_of_exercise
class AnyLengthExercise(FunctionExercise):
    """A function whose typical mistakes give another number of entries: they are recognised all the same."""

    def compare(self, function):
        status, message = super().compare(function)
        if status == "hint":
            for topic, mistake in self.wrong.items():
                twin = FunctionExercise(name=self.name, reference=mistake, cases=self.cases, tolerance=self.tolerance)
                if twin.compare(function)[0] == "ok":
                    return self.hint(topic)
        return status, message


def _trainings():
    """Short last batch, none, one batch larger than the data, batches of one, a single step, one epoch."""
    settings = [(0.4, 10, 4, 2), (1.0, 8, 4, 3), (2.0, 5, 8, 3), (0.03, 7, 1, 2), (0.5, 3, 3, 1), (0.1, 1000, 256, 1)]
    names = ("first_rate", "n_examples", "batch_size", "epochs")
    return [dict(zip(names, values, strict=True)) for values in settings]


def _falling(first_rate, n_steps):
    return first_rate * (1 - torch.arange(n_steps) / n_steps)


def _batches(n_examples, batch_size):
    return math.ceil(n_examples / batch_size)


def _rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    return _falling(first_rate, epochs * _batches(n_examples, batch_size))


check_rates_of_all_steps = AnyLengthExercise(
    name="rates_of_all_steps",
    reference=_rates_of_all_steps,
    cases=_trainings(),
    wrong={
        "reaches_zero": lambda rate, n, size, epochs: torch.linspace(rate, 0, epochs * _batches(n, size)),
        "starts_late": lambda rate, n, size, epochs: _rates_of_all_steps(rate, n, size, epochs)
        - rate / (epochs * _batches(n, size)),
        "short_batch_lost": lambda rate, n, size, epochs: _falling(rate, epochs * (n // size)),
        "rounded_at_the_end": lambda rate, n, size, epochs: _falling(rate, _batches(epochs * n, size)),
        "one_epoch": lambda rate, n, size, epochs: _falling(rate, _batches(n, size)),
        "every_epoch_anew": lambda rate, n, size, epochs: _falling(rate, _batches(n, size)).repeat(epochs),
        "by_epoch": lambda rate, n, size, epochs: _falling(rate, epochs).repeat_interleave(_batches(n, size)),
        "step_per_example": lambda rate, n, size, epochs: _falling(rate, epochs * n),
        "constant": lambda rate, n, size, epochs: torch.full((epochs * _batches(n, size),), rate),
        "no_first_rate": lambda rate, n, size, epochs: _rates_of_all_steps(1.0, n, size, epochs),
    },
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


check_first_losses = FunctionExercise(
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
        "worst_is_all": _five(worst=lambda k: k - 1),
        "ties_cost_nothing": _five(all=lambda k: 0, worst=lambda k: 0),
        "bits": _five(cross_entropy=lambda k: math.log2(k)),
        "brier_true_class_only": _five(brier=lambda k: (1 - 1 / k) ** 2),
        "brier_over_classes": _five(brier=lambda k: (1 - 1 / k) / k),
        "brier_half": _five(brier=lambda k: (1 - 1 / k) / 2),
        "brier_of_scores": _five(brier=lambda k: 1),
    },
    show_expected=False,
)
