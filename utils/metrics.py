"""What is measured on a trained model, apart from its loss.

scores are (n, K) and labels (n,) integer class ids, as in utils.losses. The class with the highest score is the
prediction; on a tie the first of them. A score that is nan or infinite raises: argmax calls nan class 0, so a model
that diverged would score like one that was never trained.
"""

from utils import losses
from utils.words import say


def accuracy(scores, labels):
    """Share of the examples whose highest score is the labelled class.

    scores: (n, K) floating, finite
    labels: (n,) integer class ids
    returns: float, a fraction in [0, 1]

    Raises: ValueError as utils.losses does: shapes, dtypes, a label that is no class, nan or infinite scores.
    """
    labels = losses.check_batch(scores, labels)
    return (scores.argmax(dim=1) == labels).double().mean().item()


def recall(scores, labels, class_id):
    """Share of the examples of one class that are recognised as that class.

    scores: (n, K) floating, finite
    labels: (n,) integer class ids
    class_id: int, the class asked about
    returns: float, a fraction in [0, 1]

    Raises: ValueError as accuracy does, for a class that does not exist, and for one that no label names.
    """
    labels = losses.check_batch(scores, labels)
    n_classes = scores.shape[1]
    if class_id not in range(n_classes):
        raise ValueError(say("metrics.class_id", seen=class_id, last=n_classes - 1, n=n_classes))
    of_this_class = labels == class_id
    if not of_this_class.any():
        raise ValueError(say("metrics.no_example", seen=class_id, n=len(labels)))
    return (scores[of_this_class].argmax(dim=1) == class_id).double().mean().item()
