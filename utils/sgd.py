"""Many linear models in one pass over the data: minibatch gradient descent, with the gradients written out.

gradient_of      the gradient of a loss for the scores: quicker than autograd and equal to it
ModelStack       the arithmetic of a step, for all models at once
descend_models   the descent: which batch is next, how large the step, when there is something to report
fit_models       its last report

Lessons call the last two, and Model, from utils.training.
"""

import collections
import functools
import math
import operator
from typing import NamedTuple

import torch

from utils import losses, validation
from utils.language import _
from utils.own_loss import check_own_loss, example_losses

# Rows taken at a time, however large the batch: more of them leave the processor's cache.
CHUNK = 1024

REPORT = 15_000  # examples between two reports, if not said otherwise: about 10 ms on images

# --- gradients --------------------------------------------------------------------------------------------------------
#
# Every function here does the same for its loss, whose formula and gradient stand in utils.losses, for m models that
# see the same examples:
#
#     scores          (m, K, n) floating, classes down, examples across; overwritten by the gradient, dl/do per example
#     one_hot_labels  (K, n), in the dtype of the scores
#     returns         (m,) the losses of the n examples added up, not averaged
#
# Classes go down because a sum or a maximum over ten classes is then ten passes over long rows, several times quicker
# than n short ones. Nothing is checked: scores that are nan or infinite give a loss that is, and the descent looks at
# the losses.


def gradient_of(loss, n_classes, margins=(1.0,)):
    """The function below for the loss of one or several models.

    loss: "mse", "margin_all", "margin_worst", "cross_entropy", "brier", or a function (scores (n, K), labels (n,)) ->
        (n,) losses of the examples, whose gradient autograd finds
    n_classes: K
    margins: of the two margin losses, one for each of m models, each as losses.margin_loss takes it
    returns: a function (scores, one_hot_labels) -> summed losses, as above

    Raises: ValueError for another name, a margin that losses.margin_loss refuses, a function that
        losses.check_own_loss refuses.
    """
    if callable(loss):
        check_own_loss(loss, n_classes)
        return functools.partial(gradient_by_autograd, loss=loss)
    if loss not in GRADIENTS:
        raise ValueError(_(
            "loss should be a function of scores and labels, or one of {names}, not {seen}."
        ).format(seen=repr(loss), names=", ".join(GRADIENTS)))
    if loss not in ("margin_all", "margin_worst"):
        return GRADIENTS[loss]
    return functools.partial(GRADIENTS[loss], margins=torch.stack([_table(margin, n_classes) for margin in margins]))


def _table(margin, n_classes):
    """A margin as (K, K), row true class, column rival, diagonal 0."""
    table = torch.as_tensor(margin, dtype=torch.float64)
    losses.margin_loss(torch.zeros(1, n_classes, dtype=table.dtype), torch.tensor([0]), table)  # refuses a bad margin
    return table.expand(n_classes, n_classes).clone().fill_diagonal_(0)


@torch.enable_grad()  # whatever is set outside
def gradient_by_autograd(scores, one_hot_labels, loss):
    """A learner's own loss: a function (scores (n, K), labels (n,)) -> (n,) losses."""
    rows = scores.mT.clone().requires_grad_()  # (m, n, K)
    labels = one_hot_labels.argmax(dim=0)
    summed_losses = torch.stack([example_losses(loss, model_rows, labels).sum() for model_rows in rows])
    (gradient,) = torch.autograd.grad(summed_losses.sum(), rows)
    scores.copy_(gradient.mT)
    return summed_losses.detach()


def mse_gradient(scores, one_hot_labels):
    """losses.mse_on_one_hot."""
    scores.sub_(one_hot_labels)
    return _sum(scores.square()) / 2


def cross_entropy_gradient(scores, one_hot_labels):
    """losses.cross_entropy; labels may be probabilities."""
    log_probabilities = scores.log_softmax(dim=-2)
    torch.exp(log_probabilities, out=scores).sub_(one_hot_labels)
    return -_sum(log_probabilities * one_hot_labels)


def brier_gradient(scores, one_hot_labels):
    """losses.brier_loss."""
    P = scores.softmax(dim=-2)
    miss = P - one_hot_labels
    loss = _sum(miss.square())
    miss.sub_((P * miss).sum(dim=-2, keepdim=True))
    torch.mul(P, miss, out=scores).mul_(2)
    return loss


def margin_all_gradient(scores, one_hot_labels, margins):
    """losses.margin_loss with rivals="all"; margins: (m, K, K), row true class, column rival, diagonal 0."""
    _shortfall(scores, one_hot_labels, margins)
    loss = _sum(scores)
    scores.sign_()  # 1 for each rival inside the margin
    scores.addcmul_(one_hot_labels, scores.sum(dim=-2, keepdim=True), value=-1)
    return loss


def margin_worst_gradient(scores, one_hot_labels, margins):
    """losses.margin_loss with rivals="worst"; tied worst rivals share the gradient."""
    _shortfall(scores, one_hot_labels, margins)
    worst = scores.amax(dim=-2, keepdim=True)  # (..., 1, n)
    loss = _sum(worst)
    scores.eq_(worst)
    scores.div_(scores.sum(dim=-2, keepdim=True)).sub_(one_hot_labels)
    scores.mul_(worst > 0)
    return loss


GRADIENTS = {
    "mse": mse_gradient,
    "margin_all": margin_all_gradient,
    "margin_worst": margin_worst_gradient,
    "cross_entropy": cross_entropy_gradient,
    "brier": brier_gradient,
}


def _shortfall(scores, one_hot_labels, margins):
    """Replace the scores by what each rival's distance lacks to its margin; exactly 0 for the true class."""
    scores.sub_((scores * one_hot_labels).sum(dim=-2, keepdim=True))  # o_k - o_y
    scores.add_(margins.mT.to(scores.dtype) @ one_hot_labels).clamp_min_(0)


def _sum(values):
    """Added up over classes and examples."""
    return values.sum(dim=(-2, -1))


# --- a step of all models ---------------------------------------------------------------------------------------------


class ModelStack:
    """Linear models and their training data as gradient descent likes them: weights (m K, d), scores (m K, n).

    The models are stacked on one another, so a batch is read once for all of them: each step is two matrix products
    however many they are; only the gradients of the losses are worked out model by model. Both products and the
    softmax are several times quicker than with examples down. Pixels stay bytes until their turn: W counts per grey
    level, so nothing is divided by 255 but a learning rate. No chance and no settings here.

    weights: (m, d + 1, K) to start from, their dtype is that of all the arithmetic
    X: (n, d) floating or uint8
    labels: (n,) int64
    gradient_groups: (count, gradient) pairs in the order of the models: the next `count` of them share this function,
        one that gradient_of returned
    learning_rates, weight_decays: (m,) float64
    """

    def __init__(self, weights, X, labels, gradient_groups, learning_rates, weight_decays):
        self.n_examples = len(X)
        self._X = X
        self._n_models, _, self._n_classes = weights.shape
        dtype = weights.dtype
        self._one_hot_labels = losses.one_hot(labels, self._n_classes).T.to(dtype).contiguous()  # (K, n)
        self._levels = 255 if X.dtype == torch.uint8 else 1
        self._parameters = weights.mT.flatten(0, 1).contiguous()  # (m K, d + 1), the bias in the last column
        self._gradient = torch.empty_like(self._parameters)
        self._W, self._b = self._parameters[:, :-1], self._parameters[:, -1:]  # views, as the two below
        self._W_gradient, self._b_gradient = self._gradient[:, :-1], self._gradient[:, -1:]
        self._W.div_(self._levels)
        rates, decays = (
            values.to(dtype).repeat_interleave(self._n_classes)[:, None] for values in (learning_rates, weight_decays)
        )  # (m K, 1)
        self._rates = rates.expand_as(self._parameters).clone()  # (m K, d + 1)
        self._rates[:, :-1].div_(self._levels**2)
        self._shrinking = rates * decays if (weight_decays > 0).any() else None
        self._gradient_groups = gradient_groups
        self._counts = [count for count, _gradient in gradient_groups]
        self._rows = torch.empty(min(CHUNK, len(X)), X.shape[1], dtype=dtype)
        self._ones = torch.ones(len(self._rows), 1, dtype=dtype)

    @property
    def weights(self):
        """A copy, (m, d + 1, K)."""
        weights = self._parameters.view(self._n_models, self._n_classes, -1).mT.contiguous()
        weights[:, :-1].mul_(self._levels)
        return weights

    def step(self, batch, share):
        """One gradient step of each model on the rows `batch`, a slice, with `share` of its learning rate.

        returns: (m,) the losses of the rows before the step, added up
        """
        summed_losses = 0
        for start in range(batch.start, batch.stop, CHUNK):
            chunk = slice(start, min(start + CHUNK, batch.stop))
            rows = self._widened(chunk)  # (r, d)
            scores = torch.addmm(self._b, self._W, rows.T)  # (m K, r)
            summed_losses = summed_losses + self._turn_into_gradient(scores, chunk)
            keep = 0 if start == batch.start else 1  # what the chunks before have added
            self._W_gradient.addmm_(scores, rows, beta=keep)
            self._b_gradient.addmm_(scores, self._ones[: len(rows)], beta=keep)
        self._move(share, batch.stop - batch.start)
        return summed_losses

    def _turn_into_gradient(self, scores, chunk):
        """Overwrite the scores by the gradient of each model's loss; returns the summed losses, (m,)."""
        scores = scores.view(self._n_models, self._n_classes, -1)
        one_hot_labels = self._one_hot_labels[:, chunk]
        parts = zip(scores.split(self._counts), self._gradient_groups, strict=True)
        summed_losses = [gradient(group, one_hot_labels) for group, (_count, gradient) in parts]
        return torch.cat(summed_losses) if len(summed_losses) > 1 else summed_losses[0]

    def _move(self, share, n_examples):
        if self._shrinking is not None:
            self._parameters.mul_(1 - self._shrinking * share)
        # The gradient has its own memory: added straight into W by the matrix product, its sum is rounded block by
        # block, and differently on other processors. Rates as a tensor: a number too large for float32 would raise.
        self._parameters.addcmul_(self._gradient, self._rates, value=-share / n_examples)

    def _widened(self, chunk):
        """Rows of X in the dtype of the arithmetic."""
        rows = self._X[chunk]
        return rows if rows.dtype == self._parameters.dtype else self._rows[: len(rows)].copy_(rows)


# --- the descent ------------------------------------------------------------------------------------------------------


class Model(NamedTuple):
    """What may differ between linear models that are trained in one pass.

    learning_rate: of the mean loss, at the first step
    loss: "mse", "margin_all", "margin_worst", "cross_entropy", "brier", or a function (scores (n, K), labels (n,)) ->
        (n,) losses of the examples. On Fashion-MNIST, batches of 256, with decay, a good learning rate is .015, .2,
        .3, .4 and .5 in this order. A function is slower: autograd finds its gradient
    weight_decay: weight_decay/2 |weights|^2 is added to the loss, bias included
    margin: of the margin losses, as losses.margin_loss takes it
    start: weights (d + 1, K) to start from, or the standard deviation of random ones (bias 0)
    """

    learning_rate: float
    loss: object = "cross_entropy"
    weight_decay: float = 0.0
    margin: object = 1.0
    start: object = 0.0


class ModelsReport(NamedTuple):
    """How far m descents have come that share their batches; as Report, in the order of the models.

    losses: (m,) float64; of a model that has diverged, the first value that was inf or nan
    weights: (m, d + 1, K), a copy; nan for a model that has diverged
    diverged_at: m entries, None or the number of steps after which the loss of that model was inf or nan
    """

    step: int
    epoch: float
    progress: float
    losses: torch.Tensor
    weights: torch.Tensor
    diverged_at: tuple
    measured: object


def fit_models(X, labels, models, **settings):
    """The last ModelsReport of descend_models. A model that diverges does not raise: look at diverged_at."""
    return collections.deque(descend_models(X, labels, models, **settings), maxlen=1).pop()


def descend_models(
    X,
    labels,
    models,
    *,
    epochs,
    batch_size=256,
    decay=True,
    seed=0,
    n_classes=10,
    report_every=None,
    measure=None,
):
    """Train linear models side by side on the same minibatches, an iterator of ModelsReports: stop asking, it stops.

    One pass over the data serves all models, which costs each of them a fraction of a pass of its own. They share the
    random start (each scales it) and the order of the examples, so their differences are those of their settings.

    The rows are mixed once and cut into batches; an epoch visits the batches in a new random order. That is as good
    as mixing before each epoch (measured on Fashion-MNIST), and quicker. A batch of all examples needs no chance.

    X: (n, d) floating features, or uint8 images (n, 28, 28), whose pixels are scaled to [0, 1]; images are quicker
    labels: (n,) integer class ids
    models: one Model or more
    epochs: how often each example is seen, a whole number
    batch_size: examples in a step; the last batch may be smaller, one larger than n is n
    decay: True lets the learning rates sink to 0 along a straight line, False keeps them
    seed: of the order of the examples and the random start
    n_classes: K
    report_every: steps between two reports, the last step always reports; about 10 ms of work for each model if None
    measure: None, or a function asked at each report: weights (m, d + 1, K) -> anything, kept in the report

    The last report has taken all steps, or comes when every model has diverged.

    Raises: ValueError, at once, for shapes that disagree, features that are nan or infinite, a label that is no
        class, an unknown loss, settings out of their range.
    Convention: mean over the examples of a batch; weight_decay as LeastSquares' ridge and torch.optim.SGD.
    Source: Dive into Deep Learning, "Softmax regression implementation from scratch".
    """
    X = validation.check_features(X).detach()
    if X.dtype != torch.uint8:
        validation.check_values("X", X)
    n_classes = validation.check_whole("n_classes", n_classes)
    labels = validation.check_labels(labels, n_classes, n_examples=len(X))
    if not models:
        raise ValueError(_("there is no model to train: give a list of at least one training.Model."))
    for model in models:
        validation.check_not_negative(learning_rate=model.learning_rate, weight_decay=model.weight_decay)
    epochs = validation.check_whole("epochs", epochs)
    batch_size = min(validation.check_whole("batch_size", batch_size), len(X))
    report_every = validation.check_whole(
        "report_every", max(1, REPORT // batch_size) if report_every is None else report_every
    )
    generator = torch.Generator().manual_seed(operator.index(seed))
    weights = _start_weights([model.start for model in models], X, n_classes, generator)
    if batch_size < len(X):
        order = torch.randperm(len(X), generator=generator)
        X, labels = X.index_select(0, order), labels[order]
    by_loss, gradient_groups = _grouped(models, n_classes)
    rates, weight_decays = (
        torch.tensor([getattr(models[k], name) for k in by_loss], dtype=torch.float64)
        for name in ("learning_rate", "weight_decay")
    )
    stack = ModelStack(weights[by_loss], X, labels, gradient_groups, rates, weight_decays)
    places = sorted(range(len(models)), key=by_loss.__getitem__)  # of each model in the stack
    return _descend(stack, places, batch_size, epochs, decay, report_every, measure, generator)


def _grouped(models, n_classes):
    """Model numbers with those of one loss side by side; and for each loss their count and its gradient."""
    numbers = {}
    for number, model in enumerate(models):
        numbers.setdefault(model.loss, []).append(number)
    groups = [
        (len(group), gradient_of(loss, n_classes, [models[number].margin for number in group]))
        for loss, group in numbers.items()
    ]
    return [number for group in numbers.values() for number in group], groups


def _descend(stack, places, batch_size, epochs, decay, report_every, measure, generator):
    """The reports of descend_models; takes no step before it is asked for one."""
    n_batches = -(-stack.n_examples // batch_size)
    n_steps = epochs * n_batches
    step, summed_losses, n_seen = 0, [], 0
    bad_losses, diverged_at = torch.full((len(places),), math.nan, dtype=torch.float64), [None] * len(places)
    for _epoch in range(epochs):
        for k in torch.randperm(n_batches, generator=generator).tolist():
            batch = slice(k * batch_size, min((k + 1) * batch_size, stack.n_examples))
            summed_losses.append(stack.step(batch, 1 - step / n_steps if decay else 1.0))
            n_seen += batch.stop - batch.start
            step += 1
            if step % report_every == 0 or step == n_steps:
                weights, recent = stack.weights[places], torch.stack(summed_losses)[:, places].double()
                _note_divergence(bad_losses, diverged_at, recent, weights, step)
                has_diverged = torch.tensor([at is not None for at in diverged_at])
                weights[has_diverged] = math.nan  # finite ones would be measured like those of a model that has learned
                mean_losses = torch.where(has_diverged, bad_losses, recent.sum(dim=0) / n_seen)
                measured = None if measure is None else measure(weights)
                progress = (step, step / n_batches, step / n_steps)
                yield ModelsReport(*progress, mean_losses, weights, tuple(diverged_at), measured)
                if has_diverged.all():
                    return
                summed_losses, n_seen = [], 0


def _note_divergence(bad_losses, diverged_at, recent, weights, step):
    """Write down for each model, once, the step its losses became inf or nan at, and what they became.

    recent: (steps, m) losses of the last steps, each before its step; weights: (m, d + 1, K) after `step` steps
    """
    for model in range(len(diverged_at)):
        if diverged_at[model] is not None:
            continue
        bad = (~recent[:, model].isfinite()).nonzero()
        if len(bad):
            diverged_at[model] = step - len(recent) + bad[0].item()
            bad_losses[model] = recent[bad[0].item(), model]
        elif not weights[model].isfinite().all():
            diverged_at[model] = step


def _start_weights(starts, X, n_classes, generator):
    """(m, d + 1, K): each start as it is, or, for a standard deviation, the shared random weights scaled by it."""
    shape = (X.shape[1] + 1, n_classes)
    like = torch.get_default_dtype() if X.dtype == torch.uint8 else X.dtype  # bytes go together with new numbers
    dtype = torch.float64 if like == torch.float64 else torch.float32
    noise = None
    stacked = []
    for start in starts:
        if isinstance(start, torch.Tensor):
            validation.check_weights(start, shape)
            validation.check_values("start", start)
            stacked.append(start.detach().to(dtype))
        else:
            validation.check_not_negative(start=start)
            if noise is None:
                noise = torch.randn(X.shape[1], n_classes, generator=generator, dtype=dtype)
            stacked.append(torch.cat([start * noise, torch.zeros(1, n_classes, dtype=dtype)]))
    return torch.stack(stacked)
