"""Trainers that are exact and quick enough to stand behind a slider.

LeastSquares    MSE on one-hot labels for any ridge, learning rate and number of steps, after one pass over the data
fit_softmax     softmax regression on a toy problem, to its optimum
fit_linear      a linear model trained by minibatch gradient descent on any loss of the course, or on a learner's own
fit_models      many linear models in one pass over the data
fit             any PyTorch model, by autograd, in the loop that lessons write by hand
descend_...     the three above step by step: reports on the way, can be stopped between them
predict_scores  the scores of a linear model

A linear model is one table of weights (d + 1, K): a row for each feature, then a last row for the bias.
All of it is torch: a second thread pool (numpy's) in the same process would slow both.
"""

import contextlib
import math
import operator
from typing import NamedTuple

import torch

from utils import losses, validation
from utils.language import _
from utils.sgd import Model, descend_models
from utils.sgd import fit_models as fit_models

# Rows widened at a time. 256 * 255 * 255 < 2**24, so float32 adds up products of uint8 pixels without rounding:
# on images the sums are whole numbers, the same on every machine.
BLOCK = 256

NEWTON_STEPS = 200  # at most; 10 to 30 are usual
ROUNDING = 1e-12  # nats: a Newton step is not refused for a rise that rounding alone can make


class LeastSquares:
    """Least squares on one-hot labels, solved once so that every setting afterwards costs a few milliseconds.

    With a last column of ones for the bias, the loss depends on the data only through A = X'X/n and B = X'Y/n.
    Along the eigenvectors of A each direction learns by itself; ridge, or k steps of gradient descent, decide what
    share of its optimum it keeps.

    X: (n, d) floating features, or uint8 images (n, 28, 28), whose pixels are scaled to [0, 1]
    labels: (n,) integer class ids
    n_classes: K
    eigenvalues: (d + 1,) float64, of A, ascending; largest_eigenvalue is the last of them as a float

    Raises: ValueError for shapes that disagree, features that are nan, infinite or too large to square, a label that
        is no class.
    Convention: loss = mean over examples of 1/2 sum_k (o_k - y_k)^2, as losses.mse_on_one_hot. The penalty
        ridge/2 |weights|^2 includes the bias. Everything in float64.
    Source: The Elements of Statistical Learning, 3.4.1 and 4.2.
    """

    def __init__(self, X, labels, n_classes=10):
        A, B = _moments(X, labels, validation.check_whole("n_classes", n_classes))
        eigenvalues, self._directions = torch.linalg.eigh(A)
        # zero but for rounding: the data do not vary along such a direction, so nothing is ever learned there
        is_null = eigenvalues <= len(A) * torch.finfo(A.dtype).eps * eigenvalues[-1]
        self.eigenvalues = eigenvalues.masked_fill(is_null, 0)
        self.largest_eigenvalue = self.eigenvalues[-1].item()
        pull = (self._directions.T @ B).masked_fill(is_null[:, None], 0)  # (d + 1, K)
        self._optimum = pull / eigenvalues.masked_fill(is_null, 1)[:, None]  # (d + 1, K)
        self._lowest_loss = max(0.0, (1 - (self._optimum * pull).sum().item()) / 2)

    def solve(self, ridge=0.0):
        """Weights (d + 1, K) of the smallest mean loss plus ridge/2 |weights|^2; the shortest of them at ridge 0."""
        validation.check_not_negative(ridge=ridge)
        return self._keep(torch.ones_like(self.eigenvalues), ridge)

    def descend(self, learning_rate, steps, ridge=0.0):
        """Weights (d + 1, K) after `steps` full-batch gradient steps from zero, without walking them.

        Any number of steps costs the same. From divergence_learning_rate on the weights swing ever wider until they
        are inf or nan, and are returned as that.
        """
        validation.check_not_negative(learning_rate=learning_rate, steps=steps, ridge=ridge)
        return self._keep(_progress(learning_rate * (self.eigenvalues + ridge), steps), ridge)

    def loss(self, weights):
        """Mean training loss (float, without penalty) of any weights (d + 1, K): the lowest loss plus a square.

        Weights too large to square give inf, weights that hold inf or nan give nan.
        """
        validation.check_weights(weights, self._optimum.shape)
        miss = self._directions.T @ weights.to(torch.float64) - self._optimum  # (d + 1, K)
        return self._lowest_loss + (self.eigenvalues @ miss.square()).sum().item() / 2

    def divergence_learning_rate(self, ridge=0.0):
        """The learning rate from which on gradient descent no longer settles."""
        validation.check_not_negative(ridge=ridge)
        return 2 / (self.largest_eigenvalue + ridge)

    def descent_losses(self, learning_rates, steps, ridge=0.0):
        """Mean training losses of `descend` for many settings at once: a curve along either of them.

        learning_rates, steps: numbers or (m,) tensors, broadcast against each other
        returns: (m,) float64; inf or nan where the descent has diverged that far
        """
        learning_rates = torch.as_tensor(learning_rates, dtype=torch.float64).reshape(-1, 1)  # (m or 1, 1)
        steps = torch.as_tensor(steps, dtype=torch.float64).reshape(-1, 1)
        for end in (torch.amin, torch.amax):
            validation.check_not_negative(learning_rates=end(learning_rates).item(), steps=end(steps).item())
        validation.check_not_negative(ridge=ridge)
        progress = _progress(learning_rates * (self.eigenvalues + ridge), steps)  # (m, d + 1)
        cost_of_miss = self.eigenvalues * self._optimum.square().sum(dim=1)  # (d + 1,)
        return self._lowest_loss + (1 - self._share(progress, ridge)).square() @ cost_of_miss / 2

    def _keep(self, progress, ridge):
        """The weights whose directions have gone the share `progress` of the way to their ridge optimum."""
        return self._directions @ (self._share(progress, ridge)[:, None] * self._optimum)

    def _share(self, progress, ridge):
        """How much of its optimum without ridge each direction has; nothing where the data do not vary."""
        ridge_share = self.eigenvalues / (self.eigenvalues + ridge)
        return (ridge_share * progress).masked_fill(self.eigenvalues == 0, 0)


def _progress(x, steps):
    """1 - (1 - x)**steps for x >= 0, exact for tiny x; between whole steps an overshoot is joined by half a cosine."""
    steps = torch.as_tensor(steps, dtype=x.dtype)
    settling = -torch.expm1(steps * torch.log1p(-x.clamp(max=1)))
    overshooting = 1 - torch.cos(math.pi * (steps % 2)) * (x.clamp(min=1) - 1).pow(steps)
    return torch.where(x <= 1, settling, overshooting).masked_fill(steps == 0, 0)


def _moments(X, labels, n_classes):
    """A = X'X/n (d + 1, d + 1) and B = X'Y/n (d + 1, K) in float64, X with a last column of ones, block by block."""
    X = validation.check_features(X)
    n_examples, n_features = X.shape
    labels = validation.check_labels(labels, n_classes, n_examples=n_examples)
    is_pixels = X.dtype == torch.uint8
    Y = losses.one_hot(labels, n_classes)
    block = torch.ones(BLOCK, n_features + 1, dtype=torch.float32 if is_pixels else torch.float64)
    A = torch.zeros(n_features + 1, n_features + 1, dtype=torch.float64)
    B = torch.zeros(n_features + 1, n_classes, dtype=torch.float64)
    for start in range(0, n_examples, BLOCK):
        rows = block[: min(BLOCK, n_examples - start)]  # (BLOCK or fewer, d + 1)
        rows[:, :-1] = X[start : start + BLOCK]
        A += rows.T @ rows
        B += rows.T @ Y[start : start + BLOCK].to(rows.dtype)
    if not A.isfinite().all():
        validation.check_values("X", X)
        raise _too_large(X)
    scale = torch.ones(n_features + 1, 1, dtype=torch.float64)
    if is_pixels:
        scale[:-1] = 1 / 255
    return A * scale * scale.T / n_examples, B * scale / n_examples


def fit_softmax(X, labels, n_classes, ridge=1e-6):
    """Weights (d + 1, K) of softmax regression at its optimum, for toy problems: a few features and classes.

    Damped Newton steps on the mean cross-entropy plus ridge/2 |weights without the bias|^2. The ridge must be above 0:
    on separable classes cross-entropy alone has no optimum, its weights grow for ever; a tiny one stops them far out.

    X: (n, d) floating features, of size about 1 to 100
    labels: (n,) integer class ids
    n_classes: K
    ridge: above 0; 1e-6 is hardly felt
    returns: (d + 1, K) float64, each row summing to 0

    Raises: ValueError for shapes that disagree, features that are nan, infinite or too large to square, a label that
        is no class, a class without an example (its bias has no optimum), ridge not above 0.
    Convention: scikit-learn's LogisticRegression with C = 1 / (n * ridge), for K > 2; for K = 2 with twice that.
    Source: The Elements of Statistical Learning, 4.4.1.
    """
    validation.check_values("X", X)
    X = validation.check_features(X).to(torch.float64)
    n_classes = validation.check_whole("n_classes", n_classes)
    labels = validation.check_labels(labels, n_classes, n_examples=len(X))
    if not 0 < ridge < math.inf:
        raise ValueError(_(
            "ridge should be a number above 0, not {seen}: without it the weights of separable classes grow for ever. "
            "1e-6 is hardly felt."
        ).format(seen=ridge))
    missing = (labels.bincount(minlength=n_classes) == 0).nonzero()
    if len(missing):
        raise ValueError(_(
            "no label is class {seen}: without an example nothing stops its bias from sinking for ever."
        ).format(seen=missing[0].item()))
    X = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)  # (n, d + 1)
    weights = torch.zeros(X.shape[1], n_classes, dtype=X.dtype)
    for _step in range(NEWTON_STEPS):
        gradient, hessian = _softmax_derivatives(weights, X, labels, ridge)
        newton_step = torch.linalg.solve(hessian, gradient.flatten()).view_as(weights)
        promised_fall = (gradient * newton_step).sum().item()
        if not math.isfinite(promised_fall):
            raise _too_large(X)
        if promised_fall < 1e-18:  # nats; the error left after this step is far below rounding
            return weights - newton_step
        weights = _step_down(weights, newton_step, promised_fall, X, labels, ridge)
    raise ValueError(_(
        "the weights did not settle within {steps} Newton steps at ridge {ridge:g}: scale the features to about 1, or "
        "raise the ridge."
    ).format(steps=NEWTON_STEPS, ridge=ridge))


def _softmax_objective(weights, X, labels, ridge):
    cross_entropy = torch.nn.functional.cross_entropy(X @ weights, labels)
    return (cross_entropy + ridge / 2 * weights[:-1].square().sum()).item()


def _softmax_derivatives(weights, X, labels, ridge):
    """Gradient (d + 1, K) and Hessian ((d + 1) K, (d + 1) K) of the objective."""
    n_examples, n_columns = X.shape
    n_classes = weights.shape[1]
    P = torch.softmax(X @ weights, dim=1)  # (n, K)
    gradient = X.T @ (P - losses.one_hot(labels, n_classes)) / n_examples
    gradient[:-1] += ridge * weights[:-1]
    class_pairs = torch.diag_embed(P) - P[:, :, None] * P[:, None, :]  # (n, K, K)
    feature_pairs = X[:, :, None] * X[:, None, :]  # (n, d + 1, d + 1)
    hessian = feature_pairs.flatten(1).T @ class_pairs.flatten(1) / n_examples  # ((d + 1)^2, K^2)
    hessian = hessian.view(n_columns, n_columns, n_classes, n_classes).permute(0, 2, 1, 3).flatten(2).flatten(0, 1)
    # moving a row of weights by one number for all classes changes no probability; any curvature there will do, but
    # with none the matrix has no inverse
    typical = hessian.diagonal().view(n_columns, n_classes).mean(dim=1)
    hessian += torch.kron(typical.diag(), torch.ones(n_classes, n_classes, dtype=X.dtype))
    hessian.diagonal()[:-n_classes] += ridge
    return gradient, hessian


def _step_down(weights, newton_step, promised_fall, X, labels, ridge):
    """The weights after the longest of 1, 1/2, 1/4 ... Newton steps that lowers the objective as promised."""
    here = _softmax_objective(weights, X, labels, ridge)
    length = 1.0
    while True:  # a step that rounds to nothing keeps the promise
        nearer = weights - length * newton_step
        if _softmax_objective(nearer, X, labels, ridge) <= here - 1e-4 * length * promised_fall + ROUNDING:
            return nearer
        length /= 2


def fit_linear(X, labels, loss="cross_entropy", **settings):
    """Weights (d + 1, K) of a linear model trained by minibatch gradient descent.

    X, labels, loss, settings: as descend_linear, learning_rate and epochs always

    Raises: ValueError as descend_linear, and when the loss leaves the finite numbers: it names the step.
    """
    for report in descend_linear(X, labels, loss, **settings):
        if report.diverged_at is not None:
            rate, step = settings["learning_rate"], report.diverged_at
            cause = cause_of_divergence(loss, step)
            raise ValueError(_(
                "the loss was {loss} after {step} steps at learning_rate {rate:g}: {cause}."
            ).format(loss=report.loss, step=step, rate=rate, cause=cause))
    return report.weights


def cause_of_divergence(loss, step):
    """Why training with `loss`, as Model takes it, left the finite numbers after so many steps, in words.

    Of a learner's own loss nothing is known, so that from the first step on either the steps or the loss may be at
    fault: the square root has no finite slope at 0.
    """
    if callable(loss):
        if step:
            return _("the steps are too large, or a log, a root or a division in the loss fails")
        return _("before any step, so it is the loss itself; look for a log, a root or a division")
    if step:
        return _("the steps are too large for this loss and these features")
    return _("before any step, so the start or the features are too large")


class Report(NamedTuple):
    """How far a descent has come.

    step: steps taken
    epoch: passes over the data, a float
    progress: the share of all steps that is taken, above 0 and up to 1
    loss: mean training loss (float, without penalty) of the batches since the report before, each before its step
    weights: (d + 1, K), a copy, in the dtype of the features, at least float32
    diverged_at: None, or the number of steps after which the loss was inf or nan; `loss` is that value then
    measured: what `measure` returned for these weights, None without
    """

    step: int
    epoch: float
    progress: float
    loss: float
    weights: torch.Tensor
    diverged_at: int | None
    measured: object


def descend_linear(
    X,
    labels,
    loss="cross_entropy",
    *,
    learning_rate,
    epochs,
    weight_decay=0.0,
    margin=1.0,
    start=0.0,
    measure=None,
    **settings,
):
    """Train a linear model by minibatch gradient descent, an iterator of Reports: stop asking, and it stops.

    X, labels, epochs: as descend_models
    loss, learning_rate, weight_decay, margin, start: as Model
    measure: None, or a function asked at each report: weights (d + 1, K) -> anything, kept in the report
    settings: batch_size, decay, seed, n_classes and report_every of descend_models

    The last report has taken all steps, or says where the descent diverged.

    Raises: ValueError as descend_models.
    """
    model = Model(learning_rate, loss, weight_decay, margin, start)
    if measure is not None:
        settings["measure"] = lambda weights: measure(weights[0])
    return _of_only_model(descend_models(X, labels, [model], epochs=epochs, **settings))


def _of_only_model(reports):
    """The ModelsReports of one model as its Reports."""
    with contextlib.closing(reports):
        for report in reports:
            (loss,), (weights,), (diverged_at,) = report.losses.tolist(), report.weights, report.diverged_at
            yield Report(report.step, report.epoch, report.progress, loss, weights, diverged_at, report.measured)


class EpochReport(NamedTuple):
    """How far a descent by autograd has come: whole passes over the data, mean loss of the last one.

    epoch: passes over the data, a whole number
    progress: the share of all epochs that is done
    loss: mean loss over the examples of the epoch, each before the step of its batch
    diverged_at: None, or the epoch in which the loss became inf or nan
    """

    epoch: int
    progress: float
    loss: float
    diverged_at: int | None


def descend(
    model,
    X,
    labels,
    loss=losses.cross_entropy,
    *,
    learning_rate,
    epochs,
    batch_size=256,
    decay=True,
    seed=0,
):
    """Train any PyTorch model by minibatch gradient descent with autograd, an iterator of EpochReports.

    The loop as one writes it by hand, for models that are not linear: descend_linear is several times quicker.

    model: a torch.nn.Module from X to scores (n, K); trained in place, on the device its parameters are on
    X: (n, ...) floating, taken in the dtype of the parameters; labels: (n,) integer class ids; both are moved to that
        device once, as a whole
    loss: (scores, labels) -> mean over the examples, a scalar
    learning_rate, epochs, batch_size, decay: as descend_models
    seed: of the order of the examples, new in each epoch

    The last report has trained all epochs, or says in which one the loss became inf or nan.

    Raises: ValueError for shapes that disagree, no examples at all, and settings out of their range.
    """
    validation.check_not_negative(learning_rate=learning_rate)
    epochs, batch_size = validation.check_whole("epochs", epochs), validation.check_whole("batch_size", batch_size)
    if len(X) != len(labels):
        raise ValueError(_(
            "X has {n_rows} rows and there are {n_labels} labels; expected one label for each row."
        ).format(n_rows=len(X), n_labels=len(labels)))
    validation.check_not_empty("X", X)
    return _descend_by_autograd(model, X, labels, loss, learning_rate, epochs, batch_size, decay, seed)


@torch.enable_grad()  # whatever is set outside; between two reports it is as the caller left it
def _descend_by_autograd(model, X, labels, loss, learning_rate, epochs, batch_size, decay, seed):
    """The reports of descend; takes no step before it is asked for one."""
    first = next(model.parameters())
    device = first.device
    X, labels = X.to(device, first.dtype), labels.to(device)
    generator = torch.Generator().manual_seed(operator.index(seed))
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    n_steps, step = epochs * -(-len(X) // batch_size), 0
    for epoch in range(1, epochs + 1):
        summed_loss = torch.zeros((), device=device)
        for batch in torch.randperm(len(X), generator=generator).to(device).split(batch_size):
            if decay:
                optimizer.param_groups[0]["lr"] = learning_rate * (1 - step / n_steps)
            batch_loss = loss(model(X.index_select(0, batch)), labels[batch])
            optimizer.zero_grad()
            batch_loss.backward()
            optimizer.step()
            summed_loss += batch_loss.detach() * len(batch)
            step += 1
        mean_loss = summed_loss.item() / len(X)
        diverged_at = None if math.isfinite(mean_loss) else epoch
        yield EpochReport(epoch, epoch / epochs, mean_loss, diverged_at)
        if diverged_at is not None:
            return


def fit(model, X, labels, loss=losses.cross_entropy, **settings):
    """The model itself, trained as by descend.

    Raises: ValueError as descend, and when the loss leaves the finite numbers: it names the epoch.
    """
    for report in descend(model, X, labels, loss, **settings):
        if report.diverged_at is not None:
            rate = settings["learning_rate"]
            raise ValueError(_(
                "the loss was {loss} after {epoch} epochs: learning_rate {rate:g} is too large, or a log, a root or a "
                "division in the loss fails."
            ).format(loss=report.loss, epoch=report.epoch, rate=rate))
    return model


def predict_scores(weights, X):
    """Scores (n, K) of a linear model, in the dtype of X.

    weights: (d + 1, K), the last row the bias; (m, d + 1, K) gives the scores (m, n, K) of m models
    X: (n, d) floating features

    Raises: ValueError for shapes that disagree or an X that is not floating. Scores may be inf or nan, as the weights.
    """
    validation.check_tensor("X", X)
    n_features = weights.shape[-2] - 1
    if X.shape[1:] != (n_features,) or not X.is_floating_point():
        expected = f"(n_examples, {n_features})"
        raise ValueError(_(
            "X has shape {seen} and dtype {dtype}; expected {expected} floating numbers. For images write "
            "data.flatten(images)."
        ).format(seen=tuple(X.shape), dtype=X.dtype, expected=expected))
    weights = weights.to(X.dtype)
    # classes down while multiplying: nearly twice as quick for many images and ten classes
    return (weights[..., :-1, :].mT @ X.T).mT + weights[..., -1:, :]


def _too_large(X):
    return ValueError(_(
        "X holds numbers of size {largest:g}, and their squares overflow: scale the features to about 1."
    ).format(largest=X.abs().max().item()))
