"""The exercises of lesson 06: measure surprise with cross-entropy."""

import numpy as np
import torch

from utils import losses
from utils.checks.exercise import FunctionExercise
from utils.checks.formulas import naive_softmax, true_scores
from utils.checks.inputs import scored_examples


def _log_probabilities(scores):
    return scores.log_softmax(1)


def _surprises(scores, labels):
    return -true_scores(_log_probabilities(scores), labels)


def _surprises_by_naive_softmax(scores, labels):
    return -true_scores(naive_softmax(scores), labels).log()


def _surprises_with_eps(scores, labels, eps):
    return -(true_scores(torch.softmax(scores, 1), labels) + eps).log()


check_cross_entropy = FunctionExercise(
    name="cross_entropy",
    reference=losses.cross_entropy,
    cases=scored_examples(),
    wrong={
        "eps": tuple(
            lambda scores, labels, eps=eps: _surprises_with_eps(scores, labels, eps).mean()
            for eps in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
        ),
        "naive": (
            lambda scores, labels: _surprises_by_naive_softmax(scores, labels).mean(),
            lambda scores, labels: -true_scores(torch.softmax(scores, 1), labels).log().mean(),
            lambda scores, labels: (scores.exp().sum(1).log() - true_scores(scores, labels)).mean(),
        ),
        "sum_over_examples": lambda scores, labels: _surprises(scores, labels).sum(),
        "sign": lambda scores, labels: -_surprises(scores, labels).mean(),
        "bits": lambda scores, labels: (_surprises(scores, labels) / np.log(2)).mean(),
        "over_examples": lambda scores, labels: -true_scores(scores.log_softmax(0), labels).mean(),
        "softmax_twice": lambda scores, labels: losses.cross_entropy(torch.softmax(scores, 1), labels),
        "every_class": lambda scores, labels: -_log_probabilities(scores).sum(1).mean(),
        "mean_over_classes": lambda scores, labels: _surprises(scores, labels).mean() / scores.shape[1],
    },
)


def _distributions():
    """One row each: three classes, a fair coin, a lone class, zeros, ten classes, float64."""
    rows = [[0.45, 0.35, 0.2], [0.5, 0.5], [0.0, 1.0, 0.0, 0.0, 0.0], [0.7, 0.0, 0.2, 0.1], [0.1] * 9 + [0.1]]
    tensors = [torch.tensor(row) for row in rows]
    return [*tensors, torch.tensor([0.8, 0.15, 0.05], dtype=torch.float64)]


def _entropy(p):
    return -torch.xlogy(p, p).sum()


check_entropy_in_bits = FunctionExercise(
    name="entropy_in_bits",
    reference=lambda p: _entropy(p.double()) / np.log(2),
    cases=[{"p": p} for p in _distributions()],
    wrong={
        "zeros": lambda p: -(p * p.log2()).sum(),
        "nats": (_entropy, lambda p: -(p * p.log()).sum()),
        "sign": (lambda p: _entropy(p) / -np.log(2), lambda p: (p * p.log2()).sum()),
        "wrong_way": lambda p: _entropy(p) * np.log(2),
        "mean": (lambda p: _entropy(p) / np.log(2) / len(p), lambda p: -(p * p.log2()).mean()),
        "not_weighted": (lambda p: -p.log2().sum(), lambda p: -p[p > 0].log2().sum()),
    },
    tolerance=1e-3,  # an eps inside the logarithm is good enough here
)


def _pairs_of_distributions():
    others = [[0.2, 0.3, 0.5], [0.9, 0.1], [0.2, 0.5, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25],
              [0.3, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03], [0.6, 0.1, 0.3]]
    return [{"p": p, "q": torch.tensor(q, dtype=p.dtype)} for p, q in zip(_distributions(), others, strict=True)]


def _kl(p, q):
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum()


check_kl_divergence = FunctionExercise(
    name="kl_divergence",
    reference=lambda p, q: _kl(p.double(), q.double()),
    cases=_pairs_of_distributions(),
    wrong={
        "zeros": lambda p, q: (p * (p.log() - q.log())).sum(),
        "swapped": lambda p, q: _kl(q, p) if (p > 0).all() else torch.tensor(torch.nan),
        "cross_entropy": lambda p, q: -torch.xlogy(p, q).sum(),
        "sign": (lambda p, q: -_kl(p, q), lambda p, q: -(p * (p.log() - q.log())).sum()),
        "bits": (lambda p, q: _kl(p, q) / np.log(2), lambda p, q: (p * (p.log2() - q.log2())).sum()),
        "entropy_of_q": lambda p, q: -torch.xlogy(p, q).sum() - _entropy(q),
        "mean": lambda p, q: _kl(p, q) / len(p),
    },
    tolerance=1e-3,
)


def _label_shares():
    """Above 0, none one half: a majority, no majority, two classes, just above and below one half, ten classes."""
    rows = [[0.6, 0.3, 0.1], [0.45, 0.35, 0.2], [0.3, 0.7], [0.2, 0.2, 0.09, 0.51],
            [0.1, 0.1, 0.21, 0.1, 0.49], [0.4, 0.3, 0.3]]
    tensors = [torch.tensor(row) for row in rows]
    return [{"p": p} for p in (*tensors, torch.tensor([0.05] * 9 + [0.55]), tensors[0].double())]


def _sum_0(scores):
    return scores - scores.mean()


def _top(p):
    return torch.nn.functional.one_hot(p.argmax(), len(p)).to(p)


def _three_rows(mse=None, cross_entropy=None, worst_rival=None):
    """The reference, or a mistake in one row: each argument a function of p."""

    def rows(p):
        majority = _top(p) if p.max() > 0.5 else torch.zeros_like(p)
        right = [p, _sum_0(p.log()), _sum_0(majority)]
        changed = [mse, cross_entropy, worst_rival]
        return torch.stack([row if change is None else change(p) for row, change in zip(right, changed, strict=True)])

    return rows


check_scores_asked_for = FunctionExercise(
    name="scores_asked_for",
    reference=_three_rows(),
    cases=_label_shares(),
    wrong={
        "log_not_centred": _three_rows(cross_entropy=torch.log),
        "probabilities_not_scores": (
            _three_rows(cross_entropy=torch.clone),
            _three_rows(cross_entropy=_sum_0),
            _three_rows(cross_entropy=lambda p: torch.softmax(p, 0)),
        ),
        "mse_centred": _three_rows(mse=_sum_0),
        "mse_one_hot": _three_rows(mse=_top),
        "always_a_lead": _three_rows(worst_rival=lambda p: _sum_0(_top(p))),
        "never_a_lead": _three_rows(worst_rival=torch.zeros_like),
        "lead_not_centred": _three_rows(worst_rival=lambda p: _top(p) * (p.max() > 0.5)),
    },
)
