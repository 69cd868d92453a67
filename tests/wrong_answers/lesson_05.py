"""Answers a learner may write in lesson 05, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS: exercise -> list of (expected, code). expected is "ok", the name of a hint of this exercise's own, or
"checks.<name>" for a sentence of tests/sentences.py, which any exercise may say. Each code assigns the name that the
lesson's stub assigns, NAMES[exercise]. Written as learners write, and not with the code of utils.checks, so
that a slip there shows here.
"""

NAMES = {
    "stable_softmax": "my_softmax",
    "log_sum_exp": "my_log_sum_exp",
    "scores_for_votes": "scores_for_votes",
    "temperature_for": "temperature_for",
}

STABLE_SOFTMAX = [
    (
        "ok",
        """
def my_softmax(scores):
    powers = (scores - scores.max(dim=1, keepdim=True).values).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "ok",
        """
def my_softmax(scores):
    return torch.exp(scores - torch.logsumexp(scores, dim=1)[:, None])
""",
    ),
    (
        "ok",
        """
import numpy as np

def my_softmax(scores):
    scores = scores.numpy()
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
""",
    ),
    (
        "ok",
        """
import math

def my_softmax(scores):
    rows = []
    for row in scores.tolist():
        powers = [math.exp(score - max(row)) for score in row]
        rows.append([power / sum(powers) for power in powers])
    return torch.tensor(rows)
""",
    ),
    (
        "ok",
        """
def my_softmax(scores):
    differences = scores[:, None, :] - scores[:, :, None]
    return 1 / differences.exp().sum(dim=2)
""",
    ),
    (
        "naive",
        """
def my_softmax(scores):
    return torch.exp(scores) / torch.exp(scores).sum(dim=1, keepdim=True)
""",
    ),
    (
        "naive",
        """
import numpy as np

def my_softmax(scores):
    powers = np.exp(scores.numpy())
    return powers / powers.sum(axis=1)[:, None]
""",
    ),
    (
        "whole_batch",
        """
def my_softmax(scores):
    powers = torch.exp(scores - torch.max(scores))
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "over_examples",
        """
def my_softmax(scores):
    return scores.softmax(0)
""",
    ),
    (
        "over_examples",
        """
def my_softmax(scores):
    powers = torch.exp(scores)
    return powers / powers.sum(dim=0, keepdim=True)
""",
    ),
    (
        "over_everything",
        """
def my_softmax(scores):
    powers = torch.exp(scores)
    return powers / torch.sum(powers)
""",
    ),
    (
        "over_everything",
        """
def my_softmax(scores):
    powers = torch.exp(scores - scores.max())
    return powers / powers.sum()
""",
    ),
    (
        "no_exp",
        """
def my_softmax(scores):
    return scores / scores.sum(dim=1).unsqueeze(1)
""",
    ),
    (
        "no_exp",
        """
def my_softmax(scores):
    below = scores - scores.max(dim=1, keepdim=True).values
    return below / below.sum(dim=1, keepdim=True)
""",
    ),
    (
        "sigmoid",
        """
def my_softmax(scores):
    return scores.sigmoid()
""",
    ),
    (
        "logarithm",
        """
def my_softmax(scores):
    return losses.log_softmax(scores)
""",
    ),
    (
        "ok",
        """
def my_softmax(scores):
    powers = torch.exp(scores - scores.amax(1)[:, None])
    return (powers / powers.sum(1)[:, None]).tolist()
""",
    ),
    (
        "ok",
        """
def my_softmax(scores):
    below = scores.double() - torch.max(scores, dim=-1, keepdim=True)[0]
    return below.exp() / torch.sum(below.exp(), -1, keepdims=True)
""",
    ),
    (
        "ok",
        """
def my_softmax(scores):
    rows = []
    for row in scores:
        powers = (row - row.max()).exp()
        rows.append(powers / powers.sum())
    return torch.stack(rows)
""",
    ),
    (
        "ok",
        """
import math

def my_softmax(scores):
    answer = []
    for row in scores.tolist():
        powers = [math.exp(score - max(row)) for score in row]
        answer.append(tuple(power / sum(powers) for power in powers))
    return tuple(answer)
""",
    ),
    (
        "ok",
        """
def my_softmax(scores):
    below = scores - scores.amax(dim=1, keepdim=True)
    return torch.exp(below - below.exp().sum(dim=1, keepdim=True).log())
""",
    ),
    (
        "ok",
        """
def my_softmax(scores):
    powers = torch.exp(scores.T - scores.max(dim=1).values)
    return (powers / powers.sum(dim=0)).T
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_softmax(scores):
    return torch.softmax(scores, dim=1)
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_softmax(scores):
    return torch.nn.functional.log_softmax(scores, dim=-1).exp()
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_softmax(scores):
    return losses.softmax(scores)
""",
    ),
    (
        "keepdim",
        """
def my_softmax(scores):
    powers = scores.exp()
    return powers / powers.sum(dim=1)
""",
    ),
    (
        "keepdim",
        """
def my_softmax(scores):
    powers = (scores - scores.amax(dim=1)).exp()
    return powers / powers.sum(dim=1)
""",
    ),
    (
        "keepdim",
        """
def my_softmax(scores):
    powers = (scores - scores.amax(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1)
""",
    ),
    (
        "keepdim",
        """
def my_softmax(scores):
    powers = (scores - scores.max(dim=1).values).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "not_the_largest",
        """
def my_softmax(scores):
    powers = (scores - scores.mean(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "patched",
        """
def my_softmax(scores):
    powers = (scores - scores.max()).exp()
    return powers / (powers.sum(dim=1, keepdim=True) + 1e-9)
""",
    ),
    (
        "patched",
        """
def my_softmax(scores):
    powers = scores.clamp(max=80).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "patched",
        """
def my_softmax(scores):
    powers = scores.exp()
    return (powers / powers.sum(dim=1, keepdim=True)).nan_to_num()
""",
    ),
    (
        "sign",
        """
def my_softmax(scores):
    powers = (-scores - (-scores).amax(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "other_base",
        """
def my_softmax(scores):
    powers = 2 ** (scores - scores.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "other_function",
        """
def my_softmax(scores):
    return scores**2 / (scores**2).sum(dim=1, keepdim=True)
""",
    ),
    (
        "other_function",
        """
def my_softmax(scores):
    positive = scores - scores.amin(dim=1, keepdim=True)
    return positive / positive.sum(dim=1, keepdim=True)
""",
    ),
    (
        "hard",
        """
def my_softmax(scores):
    return losses.one_hot(scores.argmax(dim=1), scores.shape[1])
""",
    ),
    (
        "checks.pair",
        """
def my_softmax(scores):
    powers = (scores - scores.max(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "checks.in_place",
        """
def my_softmax(scores):
    scores -= scores.amax(dim=1, keepdim=True)
    return scores.exp() / scores.exp().sum(dim=1, keepdim=True)
""",
    ),
    (
        "not_shared",
        """
def my_softmax(scores):
    return (scores - scores.amax(dim=1, keepdim=True)).exp()
""",
    ),
    (
        "percent",
        """
def my_softmax(scores):
    powers = (scores - scores.amax(dim=1, keepdim=True)).exp()
    return 100 * powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "over_examples",
        """
def my_softmax(scores):
    powers = (scores - scores.amax(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=0)
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
import scipy.special

def my_softmax(scores):
    return torch.as_tensor(scipy.special.softmax(scores.numpy(), axis=1))
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_softmax(scores):
    from scipy.special import softmax

    return softmax(scores.numpy(), axis=1)
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
import numpy as np
import scipy

def my_softmax(scores):
    return np.exp(scipy.special.log_softmax(scores.numpy(), axis=1))
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
import sklearn.utils.extmath

def my_softmax(scores):
    return sklearn.utils.extmath.softmax(scores.numpy())
""",
    ),
    (
        "not_the_largest",
        """
def my_softmax(scores):
    powers = (scores - scores[:, :1]).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "not_the_largest",
        """
def my_softmax(scores):
    powers = (scores - scores[:, -1:]).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "not_the_largest",
        """
def my_softmax(scores):
    powers = (scores - scores.mean(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "not_the_largest",
        """
def my_softmax(scores):
    powers = (scores - scores.amin(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "not_the_largest",
        """
def my_softmax(scores):
    powers = (scores - scores.abs().amax(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
]

LOG_SUM_EXP = [
    (
        "ok",
        """
def my_log_sum_exp(scores):
    largest = scores.max(dim=1).values
    return largest + (scores - largest[:, None]).exp().sum(dim=1).log()
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_log_sum_exp(scores):
    return scores[:, 0] - losses.log_softmax(scores)[:, 0]
""",
    ),
    (
        "ok",
        """
import numpy as np

def my_log_sum_exp(scores):
    return np.logaddexp.reduce(scores.numpy(), axis=1)
""",
    ),
    (
        "ok",
        """
import math

def my_log_sum_exp(scores):
    answers = []
    for row in scores.tolist():
        top = max(row)
        answers.append(top + math.log(sum(math.exp(score - top) for score in row)))
    return torch.tensor(answers)
""",
    ),
    (
        "naive",
        """
def my_log_sum_exp(scores):
    return torch.log(torch.exp(scores).sum(dim=1))
""",
    ),
    (
        "not_added_back",
        """
def my_log_sum_exp(scores):
    scores = scores - scores.max(dim=1, keepdim=True).values
    return scores.exp().sum(dim=1).log()
""",
    ),
    (
        "not_added_back",
        """
def my_log_sum_exp(scores):
    largest = scores.max(dim=1).values
    return (scores - largest[:, None]).exp().sum(dim=1).log() - largest
""",
    ),
    (
        "largest_alone",
        """
def my_log_sum_exp(scores):
    return torch.max(scores, dim=1).values
""",
    ),
    (
        "mean_of_exps",
        """
def my_log_sum_exp(scores):
    largest = scores.max(dim=1).values
    return largest + (scores - largest[:, None]).exp().mean(dim=1).log()
""",
    ),
    (
        "undone_too_early",
        """
def my_log_sum_exp(scores):
    return scores.exp().log().sum(dim=1) if scores.abs().max() < 80 else scores.sum(dim=1)
""",
    ),
    (
        "undone_too_early",
        """
def my_log_sum_exp(scores):
    return torch.mean(scores, dim=1)
""",
    ),
    (
        "whole_batch",
        """
def my_log_sum_exp(scores):
    largest = scores.max()
    return largest + (scores - largest).exp().sum(dim=1).log()
""",
    ),
    (
        "ok",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=1, keepdim=True)
    return (largest + (scores - largest).exp().sum(dim=1, keepdim=True).log())[:, 0]
""",
    ),
    (
        "ok",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(1)
    return (largest + torch.log(torch.exp(scores - largest.unsqueeze(1)).sum(-1))).tolist()
""",
    ),
    (
        "ok",
        """
def my_log_sum_exp(scores):
    scores = scores.double()
    top, rest = scores.amax(1), scores.sort(dim=1, descending=True).values[:, 1:]
    return top + torch.log1p((rest - top[:, None]).exp().sum(1))
""",
    ),
    (
        "ok",
        """
import numpy as np

def my_log_sum_exp(scores):
    scores = np.asarray(scores, dtype=np.float64)
    top = scores.max(axis=1, keepdims=True)
    return (top + np.log(np.exp(scores - top).sum(axis=1, keepdims=True))).ravel()
""",
    ),
    (
        "ok",
        """
def my_log_sum_exp(scores):
    answer = scores[:, 0]
    for k in range(1, scores.shape[1]):
        answer = torch.logaddexp(answer, scores[:, k])
    return answer
""",
    ),
    (
        "ok",
        """
def my_log_sum_exp(scores):
    return tuple(float(row.max() + (row - row.max()).exp().sum().log()) for row in scores)
""",
    ),
    (
        "ok",
        """
def my_log_sum_exp(scores):
    largest = torch.max(scores, dim=1)[0]
    sums = torch.zeros(len(scores), dtype=scores.dtype)
    for k in range(scores.shape[1]):
        sums += torch.exp(scores[:, k] - largest)
    return largest + sums.log()
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_log_sum_exp(scores):
    return torch.logsumexp(scores, dim=1)
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_log_sum_exp(scores):
    return scores.logsumexp(-1)
""",
    ),
    (
        "grid",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=1, keepdim=True)
    return largest + (scores - largest).exp().sum(dim=1).log()
""",
    ),
    (
        "keepdim",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=1)
    return largest + (scores - largest).exp().sum(dim=1).log()
""",
    ),
    (
        "not_the_largest",
        """
def my_log_sum_exp(scores):
    mean = scores.mean(dim=1)
    return mean + (scores - mean[:, None]).exp().sum(dim=1).log()
""",
    ),
    (
        "naive",
        """
def my_log_sum_exp(scores):
    return scores.clamp(max=80).exp().sum(dim=1).log()
""",
    ),
    (
        "naive",
        """
def my_log_sum_exp(scores):
    return (scores.exp().sum(dim=1) + 1e-9).log()
""",
    ),
    (
        "over_examples",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=0)
    return largest + (scores - largest).exp().sum(dim=0).log()
""",
    ),
    (
        "over_examples",
        """
def my_log_sum_exp(scores):
    return torch.logsumexp(scores, dim=0)
""",
    ),
    (
        "over_everything",
        """
def my_log_sum_exp(scores):
    largest = scores.max()
    return largest + (scores - largest).exp().sum().log()
""",
    ),
    (
        "no_log",
        """
def my_log_sum_exp(scores):
    return scores.exp().sum(dim=1)
""",
    ),
    (
        "no_log",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=1)
    return largest + (scores - largest[:, None]).exp().sum(dim=1)
""",
    ),
    (
        "other_base",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=1)
    return largest + (scores - largest[:, None]).exp().sum(dim=1).log2()
""",
    ),
    (
        "other_base",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=1)
    return largest + (scores - largest[:, None]).exp().sum(dim=1).log10()
""",
    ),
    (
        "softmax",
        """
def my_log_sum_exp(scores):
    powers = (scores - scores.amax(dim=1, keepdim=True)).exp()
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "softmax",
        """
def my_log_sum_exp(scores):
    return torch.log_softmax(scores, dim=1)
""",
    ),
    (
        "checks.column",
        """
def my_log_sum_exp(scores):
    largest = scores.amax(dim=1, keepdim=True)
    return largest + (scores - largest).exp().sum(dim=1, keepdim=True).log()
""",
    ),
    (
        "pair",
        """
def my_log_sum_exp(scores):
    largest = scores.max(dim=1)
    return largest + (scores - largest[:, None]).exp().sum(dim=1).log()
""",
    ),
    (
        "added_once_too_often",
        """
def my_log_sum_exp(scores):
    return scores.amax(dim=1) + scores.exp().sum(dim=1).log()
""",
    ),
    (
        "whole_batch",
        """
def my_log_sum_exp(scores):
    return scores.amax(dim=1) + (scores - scores.max()).exp().sum(dim=1).log()
""",
    ),
    (
        "undone_too_early",
        """
def my_log_sum_exp(scores):
    return scores.exp().log().sum(dim=1)
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
import scipy.special

def my_log_sum_exp(scores):
    return torch.as_tensor(scipy.special.logsumexp(scores.numpy(), axis=1))
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
import scipy.special as sp

def my_log_sum_exp(scores):
    return sp.logsumexp(scores.numpy(), axis=1)
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_log_sum_exp(scores):
    return (scores - torch.log_softmax(scores, dim=1))[:, 0]
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_log_sum_exp(scores):
    return -torch.nn.functional.log_softmax(scores, dim=1)[:, 0] + scores[:, 0]
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
import scipy.special

def my_log_sum_exp(scores):
    return (scores.numpy() - scipy.special.log_softmax(scores.numpy(), axis=1))[:, 0]
""",
    ),
    (
        "not_the_largest",
        """
def my_log_sum_exp(scores):
    shift = scores[:, :1]
    return shift[:, 0] + (scores - shift).exp().sum(dim=1).log()
""",
    ),
    (
        "not_the_largest",
        """
def my_log_sum_exp(scores):
    shift = scores[:, -1:]
    return shift[:, 0] + (scores - shift).exp().sum(dim=1).log()
""",
    ),
    (
        "not_the_largest",
        """
def my_log_sum_exp(scores):
    shift = scores.mean(dim=1, keepdim=True)
    return shift[:, 0] + (scores - shift).exp().sum(dim=1).log()
""",
    ),
    (
        "not_the_largest",
        """
def my_log_sum_exp(scores):
    shift = scores.amin(dim=1, keepdim=True)
    return shift[:, 0] + (scores - shift).exp().sum(dim=1).log()
""",
    ),
    (
        "not_the_largest",
        """
def my_log_sum_exp(scores):
    shift = scores.abs().amax(dim=1, keepdim=True)
    return shift[:, 0] + (scores - shift).exp().sum(dim=1).log()
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_log_sum_exp(scores):
    return torch.logcumsumexp(scores, dim=1)[:, -1]
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_log_sum_exp(scores):
    return scores.amax(dim=1) - torch.softmax(scores, dim=1).amax(dim=1).log()
""",
    ),
]

SCORES_FOR_VOTES = [
    (
        "ok",
        """
def scores_for_votes(votes):
    scores = votes.log()
    return scores - scores.mean(dim=1, keepdim=True)
""",
    ),
    (
        "ok",
        """
def scores_for_votes(votes):
    shares = votes / votes.sum(dim=1, keepdim=True)
    scores = torch.log(shares)
    return scores - scores.sum(dim=1, keepdim=True) / scores.shape[1]
""",
    ),
    (
        "ok",
        """
import numpy as np

def scores_for_votes(votes):
    votes = votes.numpy().astype(float)
    geometric_means = np.prod(votes, axis=1, keepdims=True) ** (1 / votes.shape[1])
    return np.log(votes / geometric_means)
""",
    ),
    (
        "shares",
        """
def scores_for_votes(votes):
    return votes / votes.sum(dim=1, keepdim=True)
""",
    ),
    (
        "shares",
        """
def scores_for_votes(votes):
    shares = votes / votes.sum(dim=1, keepdim=True)
    return shares - 1 / votes.shape[1]
""",
    ),
    (
        "not_centred",
        """
def scores_for_votes(votes):
    return torch.log(votes / votes.sum(dim=1, keepdim=True))
""",
    ),
    (
        "not_centred",
        """
def scores_for_votes(votes):
    return torch.log(votes)
""",
    ),
    (
        "not_centred",
        """
def scores_for_votes(votes):
    return torch.log(votes / votes.max(dim=1, keepdim=True).values)
""",
    ),
    (
        "odds",
        """
def scores_for_votes(votes):
    p = votes / votes.sum(dim=1, keepdim=True)
    return torch.log(p / (1 - p))
""",
    ),
    (
        "odds",
        """
def scores_for_votes(votes):
    p = votes / votes.sum(dim=1, keepdim=True)
    odds = torch.log(p / (1 - p))
    return odds - odds.mean(dim=1, keepdim=True)
""",
    ),
    (
        "other_base",
        """
def scores_for_votes(votes):
    scores = torch.log2(votes)
    return scores - scores.mean(dim=1, keepdim=True)
""",
    ),
    (
        "other_base",
        """
def scores_for_votes(votes):
    scores = torch.log10(votes)
    return scores - scores.mean(dim=1, keepdim=True)
""",
    ),
    (
        "wrong_way",
        """
def scores_for_votes(votes):
    return losses.softmax(votes)
""",
    ),
    (
        "wrong_way",
        """
def scores_for_votes(votes):
    return losses.softmax(votes / votes.sum(dim=1, keepdim=True))
""",
    ),
    (
        "ok",
        """
def scores_for_votes(votes):
    return (votes.log() - votes.log().mean(1)[:, None]).tolist()
""",
    ),
    (
        "ok",
        """
def scores_for_votes(votes):
    log_shares = torch.log_softmax(votes.double().log(), dim=1)
    return log_shares - log_shares.mean(dim=-1, keepdim=True)
""",
    ),
    (
        "ok",
        """
import math

def scores_for_votes(votes):
    answer = []
    for row in votes.tolist():
        logs = [math.log(count) for count in row]
        answer.append([value - sum(logs) / len(logs) for value in logs])
    return answer
""",
    ),
    (
        "ok",
        """
import numpy as np

def scores_for_votes(votes):
    logs = np.log(votes)
    return logs - logs.mean(axis=1, keepdims=True)
""",
    ),
    (
        "ok",
        """
def scores_for_votes(votes):
    rows = [row.log() - row.log().mean() for row in votes]
    return torch.stack(rows)
""",
    ),
    (
        "ok",
        """
def scores_for_votes(votes):
    n_classes = votes.shape[1]
    centring = torch.eye(n_classes) - 1 / n_classes
    return (votes / votes.sum(dim=1, keepdim=True)).log() @ centring
""",
    ),
    (
        "ok",
        """
def scores_for_votes(votes):
    logs = torch.log2(votes) * torch.log(torch.tensor(2.0))
    return logs - logs.mean(dim=1, keepdim=True)
""",
    ),
    (
        "shares",
        """
def scores_for_votes(votes):
    return votes / 100
""",
    ),
    (
        "shares",
        """
def scores_for_votes(votes):
    return votes - votes.mean(dim=1, keepdim=True)
""",
    ),
    (
        "not_centred",
        """
def scores_for_votes(votes):
    return torch.log(votes / votes[:, :1])
""",
    ),
    (
        "not_centred",
        """
def scores_for_votes(votes):
    return torch.log(votes) - torch.log(votes[:, -1:])
""",
    ),
    (
        "not_centred",
        """
def scores_for_votes(votes):
    return torch.log(100 * votes / votes.sum(dim=1, keepdim=True))
""",
    ),
    (
        "row_mean",
        """
def scores_for_votes(votes):
    scores = votes.log()
    return scores - scores.mean()
""",
    ),
    (
        "row_mean",
        """
def scores_for_votes(votes):
    scores = votes.log()
    return scores - scores.mean(dim=0)
""",
    ),
    (
        "row_mean",
        """
def scores_for_votes(votes):
    scores = votes.log()
    return scores - scores.mean(dim=1)
""",
    ),
    (
        "row_mean",
        """
def scores_for_votes(votes):
    scores = (votes / votes.sum(dim=1, keepdim=True)).log()
    return scores - scores.mean(dim=1)
""",
    ),
    (
        "share_sum",
        """
def scores_for_votes(votes):
    scores = (votes / votes.sum(dim=1)).log()
    return scores - scores.mean(dim=1, keepdim=True)
""",
    ),
    (
        "sign",
        """
def scores_for_votes(votes):
    surprise = -torch.log(votes / votes.sum(dim=1, keepdim=True))
    return surprise - surprise.mean(dim=1, keepdim=True)
""",
    ),
    (
        "plus_one",
        """
def scores_for_votes(votes):
    scores = torch.log1p(votes)
    return scores - scores.mean(dim=1, keepdim=True)
""",
    ),
    (
        "plus_one",
        """
def scores_for_votes(votes):
    scores = torch.log(votes / votes.sum(dim=1, keepdim=True) + 1)
    return scores - scores.mean(dim=1, keepdim=True)
""",
    ),
    (
        "standardised",
        """
def scores_for_votes(votes):
    scores = votes.log()
    return (scores - scores.mean(dim=1, keepdim=True)) / scores.std(dim=1, keepdim=True)
""",
    ),
    (
        "wrong_way",
        """
def scores_for_votes(votes):
    return votes.exp() - votes.exp().mean(dim=1, keepdim=True)
""",
    ),
    (
        "checks.in_place",
        """
def scores_for_votes(votes):
    votes.log_()
    return votes - votes.mean(dim=1, keepdim=True)
""",
    ),
    (
        "row_mean",
        """
def scores_for_votes(votes):
    return votes.log() - votes.mean(dim=1, keepdim=True).log()
""",
    ),
    (
        "row_mean",
        """
def scores_for_votes(votes):
    return votes.log() - votes.log().sum(dim=1, keepdim=True)
""",
    ),
    (
        "share_sum",
        """
def scores_for_votes(votes):
    scores = (votes / votes.sum(dim=0)).log()
    return scores - scores.mean(dim=1, keepdim=True)
""",
    ),
    (
        "wrong_way",
        """
def scores_for_votes(votes):
    return torch.log_softmax(votes, dim=1)
""",
    ),
]

TEMPERATURE_FOR = [
    (
        "ok",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        sure = losses.softmax(scores / middle[:, None]).amax(dim=1)
        low = torch.where(sure > confidence, middle, low)
        high = torch.where(sure > confidence, high, middle)
    return (low * high).sqrt()
""",
    ),
    (
        "ok",
        """
def temperature_for(scores, confidence):
    answers = []
    for row in scores.double():
        low, high = 0.001, 100_000.0
        for _ in range(60):
            middle = (low + high) / 2
            if losses.softmax(row[None], middle).max() > confidence:
                low = middle
            else:
                high = middle
        answers.append(middle)
    return torch.tensor(answers)
""",
    ),
    (
        "ok",
        """
import numpy as np

def temperature_for(scores, confidence):
    grid = np.geomspace(1e-3, 1e5, 20_001)
    answers = []
    for row in scores.numpy().astype(float):
        powers = np.exp((row - row.max()) / grid[:, None])
        sure = 1 / powers.sum(axis=1)
        answers.append(np.exp(np.interp(-confidence, -sure, np.log(grid))))
    return np.array(answers)
""",
    ),
    (
        "inverse",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 1e-5).double(), torch.full((len(scores),), 1e5).double()
    for _ in range(60):
        middle = (low * high).sqrt()
        sure = losses.softmax(scores.double() * middle[:, None]).amax(dim=1)
        low = torch.where(sure < confidence, middle, low)
        high = torch.where(sure < confidence, high, middle)
    return (low * high).sqrt()
""",
    ),
    (
        "two_classes",
        """
def temperature_for(scores, confidence):
    first, second = scores.topk(2, dim=1).values.T
    return (first - second) / torch.logit(torch.tensor(confidence))
""",
    ),
    (
        "no_log",
        """
def temperature_for(scores, confidence):
    top = scores.sort(dim=1).values
    return (top[:, -1] - top[:, -2]) * (1 - confidence) / confidence
""",
    ),
    (
        "rest_at_one",
        """
import math

def temperature_for(scores, confidence):
    top = scores.sort(dim=1, descending=True).values
    return (top[:, 0] - top[:, 1:].logsumexp(dim=1)) / math.log(confidence / (1 - confidence))
""",
    ),
    (
        "wrong_half",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        sure = losses.softmax(scores / middle[:, None]).amax(dim=1)
        low = torch.where(sure < confidence, middle, low)
        high = torch.where(sure < confidence, high, middle)
    return (low * high).sqrt()
""",
    ),
    (
        "wrong_half",
        """
def temperature_for(scores, confidence):
    answers = []
    for row in scores:
        low, high = 0.001, 100_000.0
        for _ in range(60):
            middle = (low + high) / 2
            if losses.softmax(row[None], middle).max() > confidence:
                high = middle
            else:
                low = middle
        answers.append(middle)
    return torch.tensor(answers)
""",
    ),
    (
        "ok",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(20):
        middle = (low * high).sqrt()
        too_sure = losses.softmax(scores / middle[:, None]).amax(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "ok",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores), 1), 1e-3), torch.full((len(scores), 1), 1e5)
    for _ in range(50):
        middle = (low + high) / 2
        too_sure = torch.softmax(scores / middle, dim=1).amax(dim=1, keepdim=True) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle.squeeze(1)
""",
    ),
    (
        "ok",
        """
import math

def temperature_for(scores, confidence):
    answers = []
    for row in scores.tolist():
        low, high = 0.001, 100_000
        while high / low > 1 + 1e-6:
            middle = math.sqrt(low * high)
            sure = 1 / sum(math.exp((score - max(row)) / middle) for score in row)
            if sure > confidence:
                low = middle
            else:
                high = middle
        answers.append(low)
    return answers
""",
    ),
    (
        "ok",
        """
import numpy as np

def temperature_for(scores, confidence):
    scores = scores.numpy().astype(np.float64)
    low, high = np.full(len(scores), 1e-3), np.full(len(scores), 1e5)
    for _ in range(80):
        middle = np.sqrt(low * high)
        powers = np.exp((scores - scores.max(axis=1, keepdims=True)) / middle[:, None])
        too_sure = powers.max(axis=1) / powers.sum(axis=1) > confidence
        low, high = np.where(too_sure, middle, low), np.where(too_sure, high, middle)
    return high
""",
    ),
    (
        "ok",
        """
def temperature_for(scores, confidence):
    below = scores.double() - scores.double().amax(dim=1, keepdim=True)
    inverse = torch.full((len(scores),), 1e-5).double()
    for _ in range(200):  # Newton steps on 1 / T, from the hot side
        powers = (below * inverse[:, None]).exp()
        excess = powers.sum(1) - 1 / confidence
        inverse = inverse - excess / (below * powers).sum(1)
    return 1 / inverse
""",
    ),
    (
        "ok",
        """
def temperature_for(scores, confidence):
    step, log_temperature = 10.0, torch.zeros(len(scores)).double()
    for _ in range(60):
        sure = losses.softmax(scores.double() / log_temperature.exp()[:, None]).amax(dim=1)
        log_temperature = log_temperature + torch.where(sure > confidence, step, -step)
        step = step / 1.5
    return log_temperature.exp()
""",
    ),
    (
        "ok",
        """
def temperature_for(scores, confidence):
    def one(row, low=0.001, high=100_000.0, rounds=60):
        middle = (low * high) ** 0.5
        if rounds == 0:
            return middle
        too_sure = torch.softmax(row / middle, dim=0).max() > confidence
        return one(row, middle, high, rounds - 1) if too_sure else one(row, low, middle, rounds - 1)

    return tuple(one(row) for row in scores)
""",
    ),
    (
        "keepdim",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        too_sure = losses.softmax(scores / middle).amax(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "one_if_for_all",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        if losses.softmax(scores / middle[:, None]).amax(dim=1) > confidence:
            low = middle
        else:
            high = middle
    return middle
""",
    ),
    (
        "stopped_early",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(20):
        middle = (low + high) / 2
        too_sure = losses.softmax(scores / middle[:, None]).amax(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "stopped_early",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(10):
        middle = (low * high).sqrt()
        too_sure = losses.softmax(scores / middle[:, None]).amax(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return (low * high).sqrt()
""",
    ),
    (
        "stopped_early",
        """
def temperature_for(scores, confidence):
    answers = []
    for row in scores:
        low, high = 0.001, 100_000.0
        for _ in range(16):
            middle = (low + high) / 2
            if losses.softmax(row[None], middle).max() > confidence:
                low = middle
            else:
                high = middle
        answers.append((low + high) / 2)
    return torch.tensor(answers)
""",
    ),
    (
        "odds_upside_down",
        """
def temperature_for(scores, confidence):
    first, second = scores.topk(2, dim=1).values.T
    return (first - second) / torch.log(torch.tensor((1 - confidence) / confidence))
""",
    ),
    (
        "no_log",
        """
def temperature_for(scores, confidence):
    first, second = scores.topk(2, dim=1).values.T
    return (first - second) / confidence
""",
    ),
    (
        "no_log",
        """
import math

def temperature_for(scores, confidence):
    first, second = scores.topk(2, dim=1).values.T
    return (first - second) / math.log(confidence)
""",
    ),
    (
        "smallest_probability",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        too_sure = losses.softmax(scores / middle[:, None]).amin(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "first_class",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        too_sure = losses.softmax(scores / middle[:, None])[:, 0] > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "checks.pair",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        too_sure = losses.softmax(scores / middle[:, None]).max(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "checks.column",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores), 1), 1e-3), torch.full((len(scores), 1), 1e5)
    for _ in range(60):
        middle = (low * high).sqrt()
        too_sure = torch.softmax(scores / middle, dim=1).amax(dim=1, keepdim=True) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "one_for_all",
        """
def temperature_for(scores, confidence):
    low, high = 0.001, 100_000.0
    for _ in range(60):
        middle = (low * high) ** 0.5
        if losses.softmax(scores / middle).amax(dim=1).mean() > confidence:
            low = middle
        else:
            high = middle
    return middle
""",
    ),
    (
        "one_if_for_all",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        too_sure = losses.softmax(scores, middle[:, None]).amax(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return middle
""",
    ),
    (
        "stopped_early",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(26):
        middle = (low + high) / 2
        too_sure = losses.softmax(scores / middle[:, None]).amax(dim=1) > confidence
        low, high = torch.where(too_sure, middle, low), torch.where(too_sure, high, middle)
    return high
""",
    ),
    (
        "one_for_all",
        """
def temperature_for(scores, confidence):
    low, high = 1e-3, 1e5
    for _ in range(80):
        middle = (low + high) / 2
        if torch.softmax(scores / middle, dim=1).max() > confidence:
            low = middle
        else:
            high = middle
    return torch.full((len(scores),), middle)
""",
    ),
    (
        "one_for_all",
        """
def temperature_for(scores, confidence):
    low, high = 1e-3, 1e5
    for _ in range(80):
        middle = (low + high) / 2
        if losses.softmax(scores, middle).amax(dim=1).mean() > confidence:
            low = middle
        else:
            high = middle
    return torch.tensor(middle)
""",
    ),
    (
        "one_for_all",
        """
def temperature_for(scores, confidence):
    low, high = 1e-3, 1e5
    for _ in range(80):
        middle = (low + high) / 2
        if (torch.softmax(scores / middle, dim=1).amax(dim=1) > confidence).all():
            low = middle
        else:
            high = middle
    return torch.full((len(scores),), low)
""",
    ),
    (
        "one_for_all",
        """
def temperature_for(scores, confidence):
    low, high = 1e-3, 1e5
    for _ in range(80):
        middle = (low + high) / 2
        if losses.softmax(scores, middle).amax(dim=1).mean() > confidence:
            low = middle
        else:
            high = middle
    return [high] * len(scores)
""",
    ),
    (
        "top_score",
        """
import numpy as np


def temperature_for(scores, confidence):
    return scores.amax(dim=1) / np.log(confidence / (1 - confidence))
""",
    ),
    (
        "top_score",
        """
def temperature_for(scores, confidence):
    odds = torch.tensor(confidence / (1 - confidence))
    return scores.max(dim=1).values / odds.log()
""",
    ),
    (
        "top_score",
        """
import numpy as np


def temperature_for(scores, confidence):
    return scores.amax(dim=1) / np.log(confidence)
""",
    ),
    (
        "coarse_grid",
        """
def temperature_for(scores, confidence):
    grid = torch.logspace(-3, 5, 200)
    sure = torch.stack([torch.softmax(scores / T, dim=1).amax(dim=1) for T in grid])
    return grid[(sure - confidence).abs().argmin(dim=0)]
""",
    ),
    (
        "coarse_grid",
        """
def temperature_for(scores, confidence):
    grid = torch.logspace(-3, 5, 1000)
    sure = torch.stack([torch.softmax(scores / T, dim=1).amax(dim=1) for T in grid])
    return grid[(sure - confidence).abs().argmin(dim=0)]
""",
    ),
    (
        "coarse_grid",
        """
def temperature_for(scores, confidence):
    grid = torch.linspace(0.001, 100_000, 10_000)
    sure = torch.stack([torch.softmax(scores / T, dim=1).amax(dim=1) for T in grid])
    return grid[(sure - confidence).abs().argmin(dim=0)]
""",
    ),
    (
        "coarse_grid",
        """
def temperature_for(scores, confidence):
    grid = torch.linspace(0.01, 10, 1000)
    sure = torch.stack([torch.softmax(scores / T, dim=1).amax(dim=1) for T in grid])
    return grid[(sure - confidence).abs().argmin(dim=0)]
""",
    ),
    (
        "coarse_grid",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.01), torch.full((len(scores),), 10_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        sure = losses.softmax(scores / middle[:, None]).amax(dim=1)
        low, high = torch.where(sure > confidence, middle, low), torch.where(sure > confidence, high, middle)
    return middle
""",
    ),
    (
        "naive",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        powers = (scores / middle[:, None]).exp()
        sure = (powers / powers.sum(dim=1, keepdim=True)).amax(dim=1)
        low, high = torch.where(sure > confidence, middle, low), torch.where(sure > confidence, high, middle)
    return middle
""",
    ),
    (
        "smallest_probability",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        sure = losses.softmax(scores / middle[:, None]).mean(dim=1)
        low, high = torch.where(sure > confidence, middle, low), torch.where(sure > confidence, high, middle)
    return middle
""",
    ),
    (
        "smallest_probability",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        sure = losses.softmax(scores / middle[:, None]).median(dim=1).values
        low, high = torch.where(sure > confidence, middle, low), torch.where(sure > confidence, high, middle)
    return middle
""",
    ),
    (
        "wrong_half",
        """
def temperature_for(scores, confidence):
    low, high = torch.full((len(scores),), 0.001), torch.full((len(scores),), 100_000.0)
    for _ in range(60):
        middle = (low * high).sqrt()
        sure = losses.softmax(scores / middle[:, None]).sum(dim=1)
        low, high = torch.where(sure > confidence, middle, low), torch.where(sure > confidence, high, middle)
    return middle
""",
    ),
]

ANSWERS = {
    "stable_softmax": STABLE_SOFTMAX,
    "log_sum_exp": LOG_SUM_EXP,
    "scores_for_votes": SCORES_FOR_VOTES,
    "temperature_for": TEMPERATURE_FOR,
}
