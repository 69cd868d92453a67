"""The exercises of lesson 06: measure surprise with cross-entropy."""

import itertools
import math

import numpy as np
import torch
import torch.nn.functional as F

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


def _surprises_without_keepdim(scores, labels, largest):
    """Each row less its largest score or less its log-sum-exp, an axis lost: an error unless n is K."""
    low = scores - largest(scores)
    return low.exp().sum(1).log() - true_scores(low, labels)


def _one_hot(scores, labels):
    return losses.one_hot(labels, scores.shape[1]).to(scores)


def _true_probabilities(scores, labels):
    return true_scores(torch.softmax(scores, 1), labels)


def _yes_or_no(p, one_hot_labels):
    """Binary cross-entropy of every class, (n, K); nan where p rounds to 0 or 1, which torch's own caps."""
    return -(one_hot_labels * p.log() + (1 - one_hot_labels) * (1 - p).log())


check_cross_entropy = FunctionExercise(
    name="cross_entropy",
    reference=losses.cross_entropy,
    cases=scored_examples(),
    wrong={
        "eps": (
            *(lambda scores, labels, eps=eps: _surprises_with_eps(scores, labels, eps).mean()
              for eps in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)),
            *(lambda scores, labels, most=most: _surprises(scores, labels).clamp(max=most).mean()
              for most in (10, 20, 50, 100, 1000)),
        ),
        "naive": (
            lambda scores, labels: _surprises_by_naive_softmax(scores, labels).mean(),
            lambda scores, labels: -_true_probabilities(scores, labels).log().mean(),
            lambda scores, labels: (scores.exp().sum(1).log() - true_scores(scores, labels)).mean(),
            lambda scores, labels: (scores - true_scores(scores, labels)[:, None]).exp().sum(1).log().mean(),
        ),
        "shift_one_side": (
            lambda scores, labels: (_surprises(scores, labels) - scores.amax(1)).mean(),
            lambda scores, labels: (_surprises(scores, labels) + scores.amax(1)).mean(),
        ),
        "keepdim": (
            lambda scores, labels: _surprises_without_keepdim(scores, labels, lambda rows: rows.amax(1)).mean(),
            lambda scores, labels: -true_scores(scores - scores.logsumexp(1), labels).mean(),
            lambda scores, labels: -true_scores(scores.exp() / scores.exp().sum(1), labels).log().mean(),
        ),
        "per_example": (_surprises, lambda scores, labels: _surprises(scores, labels)[:, None]),
        "sum_over_examples": lambda scores, labels: _surprises(scores, labels).sum(),
        "sign": lambda scores, labels: -_surprises(scores, labels).mean(),
        "bits": lambda scores, labels: (_surprises(scores, labels) / np.log(2)).mean(),
        "over_examples": lambda scores, labels: -true_scores(scores.log_softmax(0), labels).mean(),
        "softmax_twice": lambda scores, labels: losses.cross_entropy(torch.softmax(scores, 1), labels),
        "all_pairs": lambda scores, labels: -_log_probabilities(scores)[:, labels].mean(),
        "label_picks_row": lambda scores, labels: -_log_probabilities(scores)[labels].mean(),
        "every_class": lambda scores, labels: -_log_probabilities(scores).sum(1).mean(),
        "mean_over_classes": lambda scores, labels: _surprises(scores, labels).mean() / scores.shape[1],
        "log_of_mean": lambda scores, labels: -_true_probabilities(scores, labels).mean().log(),
        "no_log": (
            lambda scores, labels: 1 - _true_probabilities(scores, labels).mean(),
            lambda scores, labels: -_true_probabilities(scores, labels).mean(),
        ),
        "favourite": lambda scores, labels: -_log_probabilities(scores).amax(1).mean(),
        "binary": (
            lambda scores, labels: F.binary_cross_entropy(scores.softmax(1), _one_hot(scores, labels)),
            lambda scores, labels: F.binary_cross_entropy_with_logits(scores, _one_hot(scores, labels)),
            lambda scores, labels: F.binary_cross_entropy(
                scores.softmax(1), _one_hot(scores, labels), reduction="sum") / len(labels),
            lambda scores, labels: F.binary_cross_entropy_with_logits(
                scores, _one_hot(scores, labels), reduction="sum") / len(labels),
            lambda scores, labels: _yes_or_no(torch.softmax(scores, 1), _one_hot(scores, labels)).sum(1).mean(),
        ),
        "brier": losses.brier_loss,
        "no_log_sum_exp": lambda scores, labels: -true_scores(scores, labels).mean(),
        "no_label": lambda scores, labels: scores.logsumexp(1).mean(),
    },
    by_hand=("cross_entropy", "nll_loss", "losses.cross_entropy"),
)


def _distributions():
    """One row each: three classes, a fair coin, a lone class, zeros, ten classes, rare classes, float64."""
    rows = [[0.45, 0.35, 0.2], [0.5, 0.5], [0.0, 1.0, 0.0, 0.0, 0.0], [0.7, 0.0, 0.2, 0.1], [0.1] * 10,
            [0.99, 0.0098, 0.0002]]
    tensors = [torch.tensor(row) for row in rows]
    return [*tensors, torch.tensor([0.8, 0.15, 0.05], dtype=torch.float64)]


def _entropy(shares):
    return torch.special.entr(shares).sum()


check_entropy_in_bits = FunctionExercise(
    name="entropy_in_bits",
    reference=lambda shares: _entropy(shares.double()) / np.log(2),
    cases=[{"shares": shares} for shares in _distributions()],
    wrong={
        "zeros": (
            lambda shares: -(shares * shares.log2()).sum(),
            lambda shares: -sum(share * math.log2(share) for share in shares.tolist()),
        ),
        "nats": (
            _entropy,
            lambda shares: -(shares * shares.log()).sum(),
            lambda shares: -sum(share * math.log(share) for share in shares.tolist()),
        ),
        "base_10": lambda shares: _entropy(shares) / np.log(10),
        "sign": (lambda shares: _entropy(shares) / -np.log(2), lambda shares: (shares * shares.log2()).sum()),
        "wrong_way": lambda shares: _entropy(shares) * np.log(2),
        "mean": (
            lambda shares: _entropy(shares) / np.log(2) / len(shares),
            lambda shares: -(shares * shares.log2()).mean(),
        ),
        "not_weighted": (
            lambda shares: -shares.log2().sum(),
            lambda shares: -shares[shares > 0].log2().sum(),
            lambda shares: -shares[shares > 0].log2().mean(),
        ),
        "each_class": (
            lambda shares: torch.special.entr(shares) / np.log(2),
            lambda shares: -shares * shares.log2(),
        ),
        "no_rows": lambda shares: shares.sum(dim=1),
        "perplexity": lambda shares: _entropy(shares).exp(),
        "as_scores": (
            lambda shares: _entropy(shares.softmax(0)) / np.log(2),
            lambda shares: _entropy(shares.softmax(0)),
            lambda shares: -(shares * shares.log_softmax(0)).sum() / np.log(2),
            lambda shares: -(shares * shares.log_softmax(0)).sum(),
        ),
        "favourite": lambda shares: -shares.max().log2(),
        "gini": lambda shares: 1 - (shares**2).sum(),
        "count_alone": (
            lambda shares: shares.count_nonzero().log2(),
            lambda shares: math.log2(len(shares)),
        ),
    },
    tolerance=1e-3,  # an eps inside the logarithm is good enough here
)


def _pairs_of_distributions():
    others = [[0.2, 0.3, 0.5], [0.9, 0.1], [0.2, 0.5, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25],
              [0.3, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05, 0.04, 0.03, 0.03],
              [0.002, 0.9, 0.098], [0.6, 0.1, 0.3]]
    return [{"shares": shares, "probabilities": torch.tensor(other, dtype=shares.dtype)}
            for shares, other in zip(_distributions(), others, strict=True)]


def _terms(shares, p):
    """What each class adds to the divergence, and a class of share 0 nothing."""
    return torch.xlogy(shares, shares) - torch.xlogy(shares, p)


def _kl(shares, p):
    return _terms(shares, p).sum()


def _log_ratios(shares, p):
    return shares.log() - p.log()


check_kl_divergence = FunctionExercise(
    name="kl_divergence",
    reference=lambda shares, p: _kl(shares.double(), p.double()),
    cases=_pairs_of_distributions(),
    wrong={
        "zeros": (
            lambda shares, p: (shares * _log_ratios(shares, p)).sum(),
            lambda shares, p: sum(s * math.log(s / q) for s, q in zip(shares.tolist(), p.tolist(), strict=True)),
        ),
        "swapped": lambda shares, p: _kl(p, shares) if (shares > 0).all() else torch.tensor(torch.nan),
        "cross_entropy": lambda shares, p: -torch.xlogy(shares, p).sum(),
        "sign": (lambda shares, p: -_kl(shares, p), lambda shares, p: -(shares * _log_ratios(shares, p)).sum()),
        "bits": (
            lambda shares, p: _kl(shares, p) / np.log(2),
            lambda shares, p: (shares * _log_ratios(shares, p)).sum() / np.log(2),
        ),
        "entropy_of_p": lambda shares, p: -torch.xlogy(shares, p).sum() - _entropy(p),
        "entropies": lambda shares, p: _entropy(p) - _entropy(shares),
        "added": lambda shares, p: _entropy(shares) - torch.xlogy(shares, p).sum(),
        "mean": (
            lambda shares, p: _terms(shares, p).mean(),
            lambda shares, p: (shares * _log_ratios(shares, p)).mean(),
        ),
        "not_a_logarithm": lambda shares, p: (torch.xlogy(shares, shares) - shares * p).sum(),
        "not_weighted": (
            lambda shares, p: _log_ratios(shares, p).sum(),
            lambda shares, p: _log_ratios(shares, p)[shares > 0].sum(),
        ),
        "as_scores": lambda shares, p: (torch.xlogy(shares, shares) - shares * p.log_softmax(0)).sum(),
        "absolute": lambda shares, p: _terms(shares, p).abs().sum(),
        "symmetric": (
            lambda shares, p: ((shares - p) * _log_ratios(shares, p)).sum() / 2,
            lambda shares, p: ((shares - p) * _log_ratios(shares, p)).sum(),
        ),
        "each_class": (_terms, lambda shares, p: shares * _log_ratios(shares, p)),
        "no_rows": lambda shares, p: shares.sum(dim=1),
        "another_distance": (
            lambda shares, p: (shares - p).abs().sum() / 2,
            lambda shares, p: (shares - p).abs().sum(),
            lambda shares, p: ((shares - p) ** 2 / p).sum() / 2,
            lambda shares, p: ((shares - p) ** 2 / p).sum(),
            lambda shares, p: ((shares - p) ** 2).sum(),
            lambda shares, p: ((shares.sqrt() - p.sqrt()) ** 2).sum() / 2,
        ),
    },
    tolerance=1e-3,
)


def _label_shares():
    """Above 0, none one half: a majority, no majority, two classes, just above and below one half, ten classes."""
    rows = [[0.6, 0.3, 0.1], [0.45, 0.35, 0.2], [0.3, 0.7], [0.2, 0.2, 0.09, 0.51],
            [0.1, 0.1, 0.21, 0.1, 0.49], [0.4, 0.3, 0.3]]
    tensors = [torch.tensor(row) for row in rows]
    return [{"shares": shares} for shares in (*tensors, torch.tensor([0.05] * 9 + [0.55]), tensors[0].double())]


def _sum_0(scores):
    return scores - scores.mean()


def _top(shares):
    return F.one_hot(shares.argmax(), len(shares)).to(shares)


def _majority(shares):
    return _top(shares) * (shares.max() > 0.5)


RIGHT_ROWS = (torch.clone, lambda shares: _sum_0(shares.log()), lambda shares: _sum_0(_majority(shares)))
WRONG_ROWS = (  # of MSE, of cross-entropy, of the worst rival: topic -> functions of the shares
    {"mse_centred": [_sum_0], "mse_one_hot": [_top]},
    {
        "log_not_centred": [torch.log, lambda shares: shares.log() - shares.log().max()],
        "log_sign": [lambda shares: -_sum_0(shares.log()), lambda shares: -shares.log()],
        "base_2": [lambda shares: _sum_0(shares.log2()), torch.log2],
        "probabilities_not_scores": [torch.clone, _sum_0, lambda shares: torch.softmax(shares, 0)],
    },
    {
        "always_a_lead": [lambda shares: _sum_0(_top(shares)), _top],
        "never_a_lead": [torch.zeros_like],
        "lead_not_centred": [_majority],
        "lead_of_two": [lambda shares: 2 * _sum_0(_majority(shares)), lambda shares: 2 * _majority(shares)],
    },
)


def _table(rows):
    return lambda shares: torch.stack([row(shares) for row in rows])


def _first_wrong_row():
    """Topic -> tables whose first wrong row earns it, the rows below right or wrong."""
    tables = {}
    for place, topics in enumerate(WRONG_ROWS):
        below = [[RIGHT_ROWS[later], *itertools.chain(*WRONG_ROWS[later].values())] for later in range(place + 1, 3)]
        for topic, rows in topics.items():
            tables[topic] = tuple(
                _table([*RIGHT_ROWS[:place], row, *others]) for row in rows for others in itertools.product(*below)
            )
    return tables


check_scores_asked_for = FunctionExercise(
    name="scores_asked_for",
    reference=_table(RIGHT_ROWS),
    cases=_label_shares(),
    wrong={
        "another_order": tuple(_table(rows) for rows in itertools.permutations(RIGHT_ROWS) if rows != RIGHT_ROWS),
        "transposed": lambda shares: _table(RIGHT_ROWS)(shares).T,
        **_first_wrong_row(),
    },
)
