"""Who trains on what when losses are compared: the part of the protocol that lessons, labs and saved sweeps share.

draw          the training images of one seed, some of their labels made wrong
noisy_labels  labels made wrong on purpose
hold_out      the rows to train on and those kept to choose learning rates by
epochs_for    how long to train

Noise is in percent and symmetric: so many labels in a hundred are replaced by another class, each as likely.
"""

import torch

from utils.language import _

HELD_OUT = 6  # the last of so many equal parts of the training images: 10,000 of 60,000
EPOCHS = 20  # passes over the data, but
FEWEST_STEPS = 2000  # never fewer steps than this, so that a small training set gets its time too
BATCH_SIZE = 256
START = 0.01  # standard deviation of the weights at the start


def noisy_labels(labels, noise, generator, n_classes=10):
    """Labels of which about `noise` in a hundred are wrong, each other class as likely.

    labels: (n,) integer class ids
    noise: percent, 0 to 100
    generator: torch.Generator; it moves on equally far for every noise, and a label that is wrong at one noise is wrong
        in the same way at every higher one
    returns: (n,) as labels

    Raises: ValueError for a noise out of its range.
    """
    if not 0 <= noise <= 100:
        raise ValueError(_("noise is in percent of the labels, from 0 to 100; got {seen}.").format(seen=noise))
    luck = torch.rand(len(labels), generator=generator)  # (n,)
    other = (labels + torch.randint(1, n_classes, (len(labels),), generator=generator)) % n_classes
    return torch.where(luck < noise / 100, other, labels)


def draw(labels, size, noise, seed):
    """The training set of one seed: which images, and the labels it is trained with.

    labels: (n,) integer class ids of all images there are
    size: how many of them to draw, all if there are not that many
    noise: percent of wrong labels among them
    seed: of both draws; the images are the same at every noise
    returns: rows (size,) int64, noisy labels (size,)

    Raises: ValueError for a noise out of its range.
    """
    generator = torch.Generator().manual_seed(seed)
    rows = torch.randperm(len(labels), generator=generator)[:size]
    return rows, noisy_labels(labels[rows], noise, generator)


def hold_out(n):
    """Two slices of `n` training images: those to train on while a learning rate is chosen, and those to choose by."""
    n_kept = n - n // HELD_OUT
    return slice(0, n_kept), slice(n_kept, n)


def epochs_for(size):
    """Epochs of a training set of `size` images: EPOCHS, or as many as FEWEST_STEPS take."""
    batches = -(-size // BATCH_SIZE)
    return max(EPOCHS, -(-FEWEST_STEPS // batches))
