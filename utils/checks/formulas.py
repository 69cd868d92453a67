"""What references and typical mistakes of several lessons are made of: scores (n, K) and labels (n,) in."""

from utils import losses


def errors(scores, labels):
    """Scores minus one-hot labels, (n, K)."""
    return scores - losses.one_hot(labels, scores.shape[1]).to(scores)


def columns_of_all(scores, labels):
    """Scores less 1 in the columns of all labels, in every row, (n, K): `[:, labels]` for `[rows, labels]`."""
    scores = scores.clone()
    scores[:, labels] -= 1
    return scores


def true_scores(scores, labels):
    """The score of each example's own class, (n,)."""
    return scores.gather(1, labels[:, None])[:, 0]


def naive_softmax(scores):
    """Softmax without taking off the largest score: nan where exp overflows."""
    return scores.exp() / scores.exp().sum(1, keepdim=True)


def differences(scores, labels):
    """P - Y, each example's own gradient of cross-entropy, (n, K)."""
    return errors(losses.softmax(scores), labels)


def naive_differences(scores, labels):
    """The differences by the naive softmax."""
    return errors(naive_softmax(scores), labels)


def of_true_class(slopes, labels):
    """The slopes with 0 for every rival, (n, K)."""
    return slopes * losses.one_hot(labels, slopes.shape[1]).to(slopes)


def mean_and_sum(slopes):
    """A mistake in each example's own gradient, `slopes(scores, ...)`: as the mean over the examples and as the sum."""
    return (lambda scores, *others: slopes(scores, *others) / len(scores)), slopes
