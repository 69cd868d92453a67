"""The exercises of lesson 06: measure surprise with cross-entropy."""

import itertools
import math

import numpy as np
import torch
import torch.nn.functional as F

from utils import losses
from utils.checks.exercise import FunctionExercise, Mistake
from utils.checks.formulas import naive_softmax, true_scores
from utils.checks.inputs import scored_examples
from utils.language import N_


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
    mistakes={
        "eps": Mistake(N_("an eps in the logarithm, or a clamp, caps what a wrong answer costs, with gradient 0 "
                          "beyond; use log-sum-exp minus the true score."),
            *(lambda scores, labels, eps=eps: _surprises_with_eps(scores, labels, eps).mean()
              for eps in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)),
            *(lambda scores, labels, most=most: _surprises(scores, labels).clamp(max=most).mean()
              for most in (10, 20, 50, 100, 1000))),
        "naive": Mistake(N_("right until scores get large: exp overflows, p rounds to 0, or a clip cuts; take off "
                            "each row's largest score, never take the log of a p."),
            lambda scores, labels: _surprises_by_naive_softmax(scores, labels).mean(),
            lambda scores, labels: -_true_probabilities(scores, labels).log().mean(),
            lambda scores, labels: (scores.exp().sum(1).log() - true_scores(scores, labels)).mean(),
            lambda scores, labels: (scores - true_scores(scores, labels)[:, None]).exp().sum(1).log().mean()),
        "shift_one_side": Mistake(N_("the largest score is taken off in one of the two terms only; take it off in "
                                     "both, or add it back to the logarithm."),
            lambda scores, labels: (_surprises(scores, labels) - scores.amax(1)).mean(),
            lambda scores, labels: (_surprises(scores, labels) + scores.amax(1)).mean()),
        "keepdim": Mistake(N_("a maximum or sum of shape (n,) meets scores (n, K), and the axis it lost is missing: "
                              "keepdim=True keeps it."),
            lambda scores, labels: _surprises_without_keepdim(scores, labels, lambda rows: rows.amax(1)).mean(),
            lambda scores, labels: -true_scores(scores - scores.logsumexp(1), labels).mean(),
            lambda scores, labels: -true_scores(scores.exp() / scores.exp().sum(1), labels).log().mean()),
        "per_example": Mistake(N_("this is one loss for each example; return their mean."),
            _surprises,
            lambda scores, labels: _surprises(scores, labels)[:, None]),
        "sum_over_examples": Mistake(N_("you add over the examples; take their mean."),
            lambda scores, labels: _surprises(scores, labels).sum()),
        "sign": Mistake(N_("the sign is turned: surprise is minus the logarithm, and never negative."),
            lambda scores, labels: -_surprises(scores, labels).mean()),
        "bits": Mistake(N_("this is in bits (logarithm to base 2); nats take the natural logarithm."),
            lambda scores, labels: (_surprises(scores, labels) / np.log(2)).mean()),
        "over_examples": Mistake(N_("your softmax runs over the examples; the probabilities of one example, along "
                                    "dim=1, should sum to 1."),
            lambda scores, labels: -true_scores(scores.log_softmax(0), labels).mean()),
        "softmax_twice": Mistake(N_("softmax is applied twice: a loss that takes scores applies it by itself."),
            lambda scores, labels: losses.cross_entropy(torch.softmax(scores, 1), labels)),
        "all_pairs": Mistake(N_("[:, labels] takes every label's column in every row; pair each row with its own "
                                "label: [torch.arange(n), labels]."),
            lambda scores, labels: -_log_probabilities(scores)[:, labels].mean()),
        "label_picks_row": Mistake(N_("[labels] picks whole rows; the label is a column: [torch.arange(n), labels]."),
            lambda scores, labels: -_log_probabilities(scores)[labels].mean()),
        "every_class": Mistake(N_("you add -log p over all classes; only the labelled class has happened."),
            lambda scores, labels: -_log_probabilities(scores).sum(1).mean()),
        "mean_over_classes": Mistake(N_("you average over the classes too; each example has one surprise."),
            lambda scores, labels: _surprises(scores, labels).mean() / scores.shape[1]),
        "log_of_mean": Mistake(N_("this is the logarithm of the mean probability; take the logarithm of each first, "
                                  "then the mean."),
            lambda scores, labels: -_true_probabilities(scores, labels).mean().log()),
        "no_log": Mistake(N_("this is a probability, or 1 minus it, without a logarithm; the price is -log p of the "
                             "labelled class."),
            lambda scores, labels: 1 - _true_probabilities(scores, labels).mean(),
            lambda scores, labels: -_true_probabilities(scores, labels).mean()),
        "favourite": Mistake(N_("this is the surprise of the most probable class; the label says which class has "
                                "happened."),
            lambda scores, labels: -_log_probabilities(scores).amax(1).mean()),
        "binary": Mistake(N_("this asks a yes-or-no question of every class; only -log p of the labelled class "
                             "counts."),
            lambda scores, labels: F.binary_cross_entropy(scores.softmax(1), _one_hot(scores, labels)),
            lambda scores, labels: F.binary_cross_entropy_with_logits(scores, _one_hot(scores, labels)),
            lambda scores, labels: F.binary_cross_entropy(
                scores.softmax(1), _one_hot(scores, labels), reduction="sum") / len(labels),
            lambda scores, labels: F.binary_cross_entropy_with_logits(
                scores, _one_hot(scores, labels), reduction="sum") / len(labels),
            lambda scores, labels: _yes_or_no(torch.softmax(scores, 1), _one_hot(scores, labels)).sum(1).mean()),
        "brier": Mistake(N_("this is the Brier loss, squared error of the probabilities; the price here is -log p."),
            losses.brier_loss),
        "no_log_sum_exp": Mistake(N_("these are the scores alone, without softmax: log-sum-exp of each row is "
                                     "missing."),
            lambda scores, labels: -true_scores(scores, labels).mean()),
        "no_label": Mistake(N_("this is log-sum-exp alone; take the score of the labelled class away."),
            lambda scores, labels: scores.logsumexp(1).mean()),
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
    mistakes={
        "zeros": Mistake(N_("right where no share is 0; a class with share 0 should add nothing, and 0 * log 0 is "
                            "nan or an error."),
            lambda shares: -(shares * shares.log2()).sum(),
            lambda shares: -sum(share * math.log2(share) for share in shares.tolist())),
        "nats": Mistake(N_("this is in nats; bits take the logarithm to base 2."),
            _entropy,
            lambda shares: -(shares * shares.log()).sum(),
            lambda shares: -sum(share * math.log(share) for share in shares.tolist())),
        "base_10": Mistake(N_("this takes the logarithm to base 10; bits take base 2."),
            lambda shares: _entropy(shares) / np.log(10)),
        "sign": Mistake(N_("the sign is turned: entropy is never negative."),
            lambda shares: _entropy(shares) / -np.log(2),
            lambda shares: (shares * shares.log2()).sum()),
        "wrong_way": Mistake(N_("you multiply by log 2 where you should divide: 1 nat is 1.4427 bits."),
            lambda shares: _entropy(shares) * np.log(2)),
        "mean": Mistake(N_("you average over the classes; the shares themselves are the weights, so add."),
            lambda shares: _entropy(shares) / np.log(2) / len(shares),
            lambda shares: -(shares * shares.log2()).mean()),
        "not_weighted": Mistake(N_("each surprise should count as often as it happens: weight it with the share."),
            lambda shares: -shares.log2().sum(),
            lambda shares: -shares[shares > 0].log2().sum(),
            lambda shares: -shares[shares > 0].log2().mean()),
        "each_class": Mistake(N_("this is what each class adds; return the sum, one number."),
            lambda shares: torch.special.entr(shares) / np.log(2),
            lambda shares: -shares * shares.log2()),
        "no_rows": Mistake(N_("the shares are one distribution, without rows or dim=1: take the sum of all."),
            lambda shares: shares.sum(dim=1)),
        "perplexity": Mistake(N_("this is a power of the entropy, the perplexity; return the entropy itself."),
            lambda shares: _entropy(shares).exp()),
        "as_scores": Mistake(N_("you take softmax of the shares, as if they were scores; they are probabilities "
                                "already."),
            lambda shares: _entropy(shares.softmax(0)) / np.log(2),
            lambda shares: _entropy(shares.softmax(0)),
            lambda shares: -(shares * shares.log_softmax(0)).sum() / np.log(2),
            lambda shares: -(shares * shares.log_softmax(0)).sum()),
        "favourite": Mistake(N_("this is the surprise of the most common class; take the mean over all, weighted "
                                "with the shares."),
            lambda shares: -shares.max().log2()),
        "gini": Mistake(N_("this is the Gini impurity, the chance that two draws differ; entropy is the mean "
                           "surprise, -log2 of a share."),
            lambda shares: 1 - (shares**2).sum()),
        "count_alone": Mistake(N_("this is log2 of how many classes there are, the entropy of equal shares; weigh "
                                  "the surprise of each class."),
            lambda shares: shares.count_nonzero().log2(),
            lambda shares: math.log2(len(shares))),
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
    mistakes={
        "zeros": Mistake(N_("right where no share is 0; a class with share 0 adds nothing and changes nothing, and 0 "
                            "* log 0 is nan or an error."),
            lambda shares, p: (shares * _log_ratios(shares, p)).sum(),
            lambda shares, p: sum(s * math.log(s / q) for s, q in zip(shares.tolist(), p.tolist(), strict=True))),
        "swapped": Mistake(N_("the two are swapped: weight with the shares, which say how often a class comes up."),
            lambda shares, p: _kl(p, shares) if (shares > 0).all() else torch.tensor(torch.nan)),
        "cross_entropy": Mistake(N_("this is the cross-entropy; take the entropy of the shares away."),
            lambda shares, p: -torch.xlogy(shares, p).sum()),
        "sign": Mistake(N_("the sign is turned: the divergence is never negative."),
            lambda shares, p: -_kl(shares, p),
            lambda shares, p: -(shares * _log_ratios(shares, p)).sum()),
        "bits": Mistake(N_("this is in bits; nats take the natural logarithm."),
            lambda shares, p: _kl(shares, p) / np.log(2),
            lambda shares, p: (shares * _log_ratios(shares, p)).sum() / np.log(2)),
        "entropy_of_p": Mistake(N_("you take the entropy of the probabilities away; the floor is the entropy of the "
                                   "shares."),
            lambda shares, p: -torch.xlogy(shares, p).sum() - _entropy(p)),
        "entropies": Mistake(N_("this is a difference of two entropies; the model's surprise, too, is weighted with "
                                "the shares."),
            lambda shares, p: _entropy(p) - _entropy(shares)),
        "added": Mistake(N_("you add the entropy of the shares; take it away."),
            lambda shares, p: _entropy(shares) - torch.xlogy(shares, p).sum()),
        "mean": Mistake(N_("you average over the classes; the shares themselves are the weights, so add."),
            lambda shares, p: _terms(shares, p).mean(),
            lambda shares, p: (shares * _log_ratios(shares, p)).mean()),
        "not_a_logarithm": Mistake(N_("the probabilities enter without a logarithm; torch's kl_div wants their "
                                      "logarithm as its first argument."),
            lambda shares, p: (torch.xlogy(shares, shares) - shares * p).sum()),
        "not_weighted": Mistake(N_("each difference of logarithms should count as often as its class comes up: "
                                   "weight it with the share."),
            lambda shares, p: _log_ratios(shares, p).sum(),
            lambda shares, p: _log_ratios(shares, p)[shares > 0].sum()),
        "as_scores": Mistake(N_("you take softmax of the probabilities, as if they were scores; they are "
                                "probabilities already."),
            lambda shares, p: (torch.xlogy(shares, shares) - shares * p.log_softmax(0)).sum()),
        "absolute": Mistake(N_("you take the size of each term; some are negative and stay so, only their sum never "
                               "is."),
            lambda shares, p: _terms(shares, p).abs().sum()),
        "symmetric": Mistake(N_("this mixes both directions; the divergence has one, weighted with the shares."),
            lambda shares, p: ((shares - p) * _log_ratios(shares, p)).sum() / 2,
            lambda shares, p: ((shares - p) * _log_ratios(shares, p)).sum()),
        "each_class": Mistake(N_("this is what each class adds; return the sum, one number."),
            _terms,
            lambda shares, p: shares * _log_ratios(shares, p)),
        "no_rows": Mistake(N_("both are one distribution, without rows or dim=1: take the sum of all."),
            lambda shares, p: shares.sum(dim=1)),
        "another_distance": Mistake(N_("this is another distance between the two; here each class adds share * "
                                       "log(share / p)."),
            lambda shares, p: (shares - p).abs().sum() / 2,
            lambda shares, p: (shares - p).abs().sum(),
            lambda shares, p: ((shares - p) ** 2 / p).sum() / 2,
            lambda shares, p: ((shares - p) ** 2 / p).sum(),
            lambda shares, p: ((shares - p) ** 2).sum(),
            lambda shares, p: ((shares.sqrt() - p.sqrt()) ** 2).sum() / 2),
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
WRONG_ROWS = (  # of MSE, of cross-entropy, of the worst rival: topic -> mistake in the row, a function of the shares
    {
        "mse_centred": Mistake(N_("MSE sees a common shift of the scores, so its row may not be shifted."), _sum_0),
        "mse_one_hot": Mistake(N_("MSE is lowest at the mean of all one-hot labels, not at the most common."), _top),
    },
    {
        "log_not_centred": Mistake(N_("the row of cross-entropy is right up to a shift; take its mean off, so that "
                                      "it sums to 0."),
            torch.log,
            lambda shares: shares.log() - shares.log().max()),
        "log_sign": Mistake(N_("the row of cross-entropy has the wrong sign: a more common class asks for a higher "
                               "score."),
            lambda shares: -_sum_0(shares.log()),
            lambda shares: -shares.log()),
        "base_2": Mistake(N_("the row of cross-entropy takes the logarithm to base 2; softmax takes powers of e."),
            lambda shares: _sum_0(shares.log2()),
            torch.log2),
        "probabilities_not_scores": Mistake(N_("the row of cross-entropy should hold scores whose softmax gives the "
                                               "shares; what undoes the exp in it?"),
            torch.clone, _sum_0,
            lambda shares: torch.softmax(shares, 0)),
    },
    {
        "always_a_lead": Mistake(N_("worst rival asks for a lead only if the top class has more than half of the "
                                    "labels."),
            lambda shares: _sum_0(_top(shares)),
            _top),
        "never_a_lead": Mistake(N_("worst rival does ask for a lead of 1 once a class has more than half of the "
                                   "labels."),
            torch.zeros_like),
        "lead_not_centred": Mistake(N_("the row of the worst rival is right up to a shift; take its mean off, so "
                                       "that it sums to 0."),
            _majority),
        "lead_of_two": Mistake(N_("the lead in the row of the worst rival is 2; with a margin of 1 it asks for 1."),
            lambda shares: 2 * _sum_0(_majority(shares)),
            lambda shares: 2 * _majority(shares)),
    },
)


def _table(rows):
    return lambda shares: torch.stack([row(shares) for row in rows])


def _first_wrong_row():
    """Topic -> the mistake of tables whose first wrong row earns it, the rows below right or wrong."""
    mistakes = {}
    for place, topics in enumerate(WRONG_ROWS):
        below = [_rows_at(later) for later in range(place + 1, 3)]
        for topic, row_mistake in topics.items():
            tables = (
                _table([*RIGHT_ROWS[:place], row, *others])
                for row in row_mistake.functions for others in itertools.product(*below)
            )
            mistakes[topic] = Mistake(row_mistake.hint, *tables)
    return mistakes


def _rows_at(place):
    """The right row of a place and all wrong ones."""
    return [RIGHT_ROWS[place], *(row for mistake in WRONG_ROWS[place].values() for row in mistake.functions)]


check_scores_asked_for = FunctionExercise(
    name="scores_asked_for",
    reference=_table(RIGHT_ROWS),
    cases=_label_shares(),
    mistakes={
        "another_order": Mistake(N_("the rows are right, in another order: MSE, cross-entropy, worst rival."),
            *(_table(rows) for rows in itertools.permutations(RIGHT_ROWS) if rows != RIGHT_ROWS)),
        "transposed": Mistake(N_("rows and columns are swapped; each loss has a row: torch.stack without dim=1."),
            lambda shares: _table(RIGHT_ROWS)(shares).T),
        **_first_wrong_row(),
    },
)
