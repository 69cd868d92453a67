"""Answers a learner may write in lesson 11, right in several styles and wrong in typical ways, as text for the stub.

As lesson_03: ANSWERS, exercise -> list of (expected, code), and NAMES, what each stub assigns. OWN_INPUTS: exercises
whose inputs are counts, five seeds, or an experiment, and so have not the usual variety of shapes.
"""

NAMES = {
    "paired_difference": "paired_difference",
    "paired_p_value": "paired_p_value",
    "clean_accuracy": "clean_accuracy",
    "sturdy_loss": "sturdy_loss",
}

OWN_INPUTS = {"paired_difference", "paired_p_value", "clean_accuracy", "sturdy_loss"}

PAIRED_DIFFERENCE = [
    (
        "ok",
        """
def paired_difference(a, b):
    ahead = a - b
    return torch.stack([ahead.mean(), 2.776 * ahead.std() / len(ahead) ** 0.5])
""",
    ),
    (
        "ok",
        """
def paired_difference(a, b):
    return torch.tensor(metrics.mean_interval(a - b))
""",
    ),
    (
        "ok",
        """
import numpy as np
def paired_difference(a, b):
    d = a.numpy() - b.numpy()
    return np.array([d.mean(), 2.776 * d.std(ddof=1) / np.sqrt(5)])
""",
    ),
    (
        "unpaired",
        """
def paired_difference(a, b):
    half = 2.776 * torch.sqrt(a.var() / 5 + b.var() / 5)
    return torch.stack([a.mean() - b.mean(), half])
""",
    ),
    (
        "unpaired",
        """
def paired_difference(a, b):
    (mean_a, half_a), (mean_b, half_b) = metrics.mean_interval(a), metrics.mean_interval(b)
    return torch.tensor([mean_a - mean_b, half_a + half_b])
""",
    ),
    (
        "spread",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), (a - b).std()])
""",
    ),
    (
        "spread",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), 2.776 * (a - b).std()])
""",
    ),
    (
        "divided_by_n",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), 2.776 * (a - b).std() / 5])
""",
    ),
    (
        "normal",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), 1.96 * (a - b).std() / 5**0.5])
""",
    ),
    (
        "no_t",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), (a - b).std() / 5**0.5])
""",
    ),
    (
        "population",
        """
import numpy as np
def paired_difference(a, b):
    d = (a - b).numpy()
    return np.array([d.mean(), 2.776 * d.std() / 5**0.5])
""",
    ),
    (
        "variance",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), 2.776 * (a - b).var() / 5**0.5])
""",
    ),
    (
        "full_width",
        """
def paired_difference(a, b):
    mean, half = metrics.mean_interval(a - b)
    return torch.tensor([mean, (mean + half) - (mean - half)])
""",
    ),
    (
        "direction",
        """
def paired_difference(a, b):
    return torch.tensor(metrics.mean_interval(b - a))
""",
    ),
]

PAIRED_P_VALUE = [
    (
        "ok",
        """
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    rows, as_uneven = 1, 0
    for heads in range(min(only_a, only_b) + 1):
        as_uneven += rows
        rows = rows * (n - heads) // (heads + 1)
    return min(1.0, 2 * as_uneven / 2**n)
""",
    ),
    (
        "ok",
        """
import math
def paired_p_value(only_a, only_b):
    n, k = only_a + only_b, max(only_a, only_b)
    return min(1.0, 2 * sum(math.comb(n, heads) for heads in range(k, n + 1)) / 2**n)
""",
    ),
    (
        "ok",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    gap = abs(only_a - only_b)
    return sum(math.comb(n, k) * 0.5**n for k in range(n + 1) if abs(k - (n - k)) >= gap)
""",
    ),
    (
        "ok",
        """
def paired_p_value(only_a, only_b):
    a = torch.arange(only_a + only_b) < only_a
    return metrics.paired_test(a, ~a).p_value
""",
    ),
    (
        "one_tail",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
""",
    ),
    (
        "not_capped",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return 2 * sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
""",
    ),
    (
        "this_outcome_only",
        """
import math
def paired_p_value(only_a, only_b):
    return math.comb(only_a + only_b, only_a) / 2 ** (only_a + only_b)
""",
    ),
    (
        "more_uneven_only",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return 2 * sum(math.comb(n, k) for k in range(min(only_a, only_b))) / 2**n
""",
    ),
    (
        "one_direction",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(only_b + 1)) / 2**n)
""",
    ),
    (
        "one_direction",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return sum(math.comb(n, k) for k in range(only_a, n + 1)) / 2**n
""",
    ),
    (
        "normal",
        """
import math
def paired_p_value(only_a, only_b):
    z = abs(only_a - only_b) / math.sqrt(only_a + only_b)
    return math.erfc(z / math.sqrt(2))
""",
    ),
    (
        "normal",
        """
import math
def paired_p_value(only_a, only_b):
    z = max(0, abs(only_a - only_b) - 1) / math.sqrt(only_a + only_b)
    return math.erfc(z / math.sqrt(2))
""",
    ),
]

CLEAN_ACCURACY = [
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    by_luck = noise / 100 / (n_classes - 1)
    return (measured - by_luck) / (1 - noise / 100 - by_luck)
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    e, K = noise / 100, n_classes
    return ((K - 1) * measured - e) / (K - 1 - K * e)
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    m, e = measured.numpy(), noise / 100
    guess = 1 / n_classes
    return guess + (m - guess) / (1 - e * n_classes / (n_classes - 1))
""",
    ),
    (
        "wrong_way",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return measured * (1 - e) + (1 - measured) * e / (n_classes - 1)
""",
    ),
    (
        "no_luck",
        """
def clean_accuracy(measured, noise, n_classes):
    return measured / (1 - noise / 100)
""",
    ),
    (
        "added_back",
        """
def clean_accuracy(measured, noise, n_classes):
    return measured + noise / 100
""",
    ),
    (
        "all_classes",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return (measured - e / n_classes) / (1 - e)
""",
    ),
    (
        "luck_always",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return (measured - e / (n_classes - 1)) / (1 - e)
""",
    ),
    (
        "luck_all_of_it",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return (measured - e) / (1 - 2 * e)
""",
    ),
    (
        "percent",
        """
def clean_accuracy(measured, noise, n_classes):
    by_luck = noise / (n_classes - 1)
    return (measured - by_luck) / (1 - noise - by_luck)
""",
    ),
    (
        "ten_classes",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return (measured - e / 9) / (1 - 10 * e / 9)
""",
    ),
]

STURDY_LOSS = [
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return (1 - p) ** 2
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    p = losses.softmax(scores)[torch.arange(len(labels)), labels]
    return (1 - p**0.7) / 0.7
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    surprise = torch.nn.functional.cross_entropy(scores, labels, reduction="none")
    return torch.tanh(surprise / 3)
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    own = scores.gather(1, labels[:, None])[:, 0]
    best_rival = scores.scatter(1, labels[:, None], -1e9).amax(dim=1)
    return torch.sigmoid(best_rival - own)
""",
    ),
    (
        "mean",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return ((1 - p) ** 2).mean()
""",
    ),
    (
        "not_finite",
        """
def sturdy_loss(scores, labels):
    own = scores.gather(1, labels[:, None])[:, 0]
    return -torch.log(own)
""",
    ),
    (
        "no_slope",
        """
def sturdy_loss(scores, labels):
    return (scores.argmax(dim=1) != labels).float()
""",
    ),
    (
        "no_slope",
        """
import numpy as np
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).numpy()[np.arange(len(labels)), labels.numpy()]
    return torch.tensor((1 - p) ** 2)
""",
    ),
    (
        "examples_mixed",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=0).gather(1, labels[:, None])[:, 0]
    return (1 - p) ** 2
""",
    ),
    (
        "label_ignored",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1)
    return (1 - p.amax(dim=1)) ** 2
""",
    ),
    (
        "sign",
        """
def sturdy_loss(scores, labels):
    return torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0] ** 2
""",
    ),
    (
        "multiple",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(scores, labels, reduction="none")
""",
    ),
    (
        "multiple",
        """
def sturdy_loss(scores, labels):
    return 0.3 * losses.brier_loss(scores, labels, reduction="none")
""",
    ),
    (
        "multiple",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.multi_margin_loss(scores, labels, reduction="none")
""",
    ),
    (
        "diverged",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.multi_margin_loss(scores, labels, p=2, reduction="none")
""",
    ),
    (
        "unbounded",
        """
def sturdy_loss(scores, labels):
    surprise = torch.nn.functional.cross_entropy(scores, labels, reduction="none")
    return surprise + torch.relu(surprise - 1)
""",
    ),
    (
        "unbounded",
        """
def sturdy_loss(scores, labels):
    return -scores.gather(1, labels[:, None])[:, 0]
""",
    ),
    (
        "gives_up",
        """
def sturdy_loss(scores, labels):
    surprise = torch.nn.functional.cross_entropy(scores, labels, reduction="none")
    return surprise.clamp(max=2.5)
""",
    ),
]

ANSWERS = {
    "paired_difference": PAIRED_DIFFERENCE,
    "paired_p_value": PAIRED_P_VALUE,
    "clean_accuracy": CLEAN_ACCURACY,
    "sturdy_loss": STURDY_LOSS,
}
