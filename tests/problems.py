"""Small problems to learn from, the losses by name, and what a call complains of: shared by the tests of utils."""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from utils import losses, sgd

F64 = torch.float64
NAMES = list(sgd.GRADIENTS)
MARGINS = ("margin_all", "margin_worst")


def complaint(function, *arguments, **settings):
    """What the ValueError says that a call raises."""
    with pytest.raises(ValueError) as caught:
        function(*arguments, **settings)
    return str(caught.value)


def same(ours, expected, tolerance=1e-9):
    torch.testing.assert_close(ours, expected, rtol=0, atol=tolerance)


def loss_of(name, scores, labels, margin=1.0, reduction="none"):
    """The loss as lessons know it: examples down."""
    if name in MARGINS:
        rivals = name.removeprefix("margin_")
        return losses.margin_loss(scores, labels, margin, rivals, reduction)
    function = {"mse": losses.mse_on_one_hot, "cross_entropy": losses.cross_entropy, "brier": losses.brier_loss}[name]
    return function(scores, labels, reduction)


def batch(n_examples=40, n_classes=4, spread=2.0, dtype=F64, seed=0):
    """Scores (n, K) and labels (n,), all classes present."""
    generator = torch.Generator().manual_seed(seed)
    scores = torch.randn(n_examples, n_classes, generator=generator, dtype=F64) * spread
    labels = torch.arange(n_examples) % n_classes
    return scores.to(dtype), labels[torch.randperm(n_examples, generator=generator)]


def problem(n_examples=300, n_features=4, n_classes=3, seed=0):
    """Features (n, d) float64 and labels (n,) that depend on them, all classes present."""
    generator = torch.Generator().manual_seed(seed)
    X = torch.randn(n_examples, n_features, generator=generator, dtype=F64)
    scores = X @ torch.randn(n_features, n_classes, generator=generator, dtype=F64)
    labels = (scores + 0.5 * torch.randn(n_examples, n_classes, generator=generator, dtype=F64)).argmax(dim=1)
    labels[:n_classes] = torch.arange(n_classes)
    return X, labels


def clouds(shift, n_each=100):
    """Three clouds at -shift, 0, shift with standard deviation 0.7: (300, 1) and labels."""
    generator = torch.Generator().manual_seed(0)
    centres = torch.tensor([-shift, 0.0, shift]).repeat_interleave(n_each)
    X = centres + 0.7 * torch.randn(3 * n_each, generator=generator)
    return X[:, None].to(F64), torch.arange(3).repeat_interleave(n_each)


def images(n_examples=600, side=6, n_classes=10, seed=0):
    """Images (n, side, side) uint8 and labels (n,)."""
    generator = torch.Generator().manual_seed(seed)
    pixels = torch.randint(0, 256, (n_examples, side, side), generator=generator, dtype=torch.uint8)
    pixels[:, 0] = 255  # the largest sums
    pixels[:, 1, 0] = 0
    return pixels, torch.randint(0, n_classes, (n_examples,), generator=generator)


class LargestResult(TorchDispatchMode):
    """Remember the largest tensor that any operation made."""

    n_bytes = 0

    def __torch_dispatch__(self, function, types, arguments=(), settings=None):
        result = function(*arguments, **(settings or {}))
        if isinstance(result, torch.Tensor):
            self.n_bytes = max(self.n_bytes, result.untyped_storage().nbytes())
        return result
