"""The arithmetic of the trainers: linear models stacked on one another, so that a batch is read once for all of them.

The weights of m models lie in one matrix (m K, d), so each step is two matrix products however many models there are;
only the slopes of the losses are worked out model by model. No chance and no settings here: utils.training has those.
"""

import torch

from utils import losses

# Rows taken at a time, however large the batch: more of them leave the processor's cache.
CHUNK = 1024


class ModelStack:
    """Linear models and their training data as gradient descent likes them: weights (m K, d), scores (m K, n).

    Both matrix products and the softmax are several times quicker than with examples down. Pixels stay bytes until
    their turn: W counts per grey level, so nothing is divided by 255 but a learning rate.

    weights: (m, d + 1, K) to start from, their dtype is that of all the arithmetic
    X: (n, d) floating or uint8
    labels: (n,) int64
    slope_groups: (count, slope) pairs in the order of the models: the next `count` of them share this function of
        utils.slopes
    learning_rates, weight_decays: (m,) float64
    """

    def __init__(self, weights, X, labels, slope_groups, learning_rates, weight_decays):
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
        self._slope_groups = slope_groups
        self._counts = [count for count, _ in slope_groups]
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
            summed_losses = summed_losses + self._turn_into_slopes(scores, chunk)
            keep = 0 if start == batch.start else 1  # what the chunks before have added
            self._W_gradient.addmm_(scores, rows, beta=keep)
            self._b_gradient.addmm_(scores, self._ones[: len(rows)], beta=keep)
        self._move(share, batch.stop - batch.start)
        return summed_losses

    def _turn_into_slopes(self, scores, chunk):
        """Overwrite the scores by the slopes of each model's loss; returns the summed losses, (m,)."""
        scores = scores.view(self._n_models, self._n_classes, -1)
        one_hot_labels = self._one_hot_labels[:, chunk]
        parts = zip(scores.split(self._counts), self._slope_groups, strict=True)
        summed_losses = [slope(group, one_hot_labels) for group, (_, slope) in parts]
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
