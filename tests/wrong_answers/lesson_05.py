"""Answers a learner may write in lesson 05, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS: exercise -> list of (expected, code). expected is "ok" or the hint's topic: "checks.<exercise>.<topic>" in
utils.words. Each code assigns the name the lesson's stub assigns, NAMES[exercise]. Written as learners write, and not
with the code of utils.checks, so that a slip there shows here.
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
        "ok",
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
]

ANSWERS = {
    "stable_softmax": STABLE_SOFTMAX,
    "log_sum_exp": LOG_SUM_EXP,
    "scores_for_votes": SCORES_FOR_VOTES,
    "temperature_for": TEMPERATURE_FOR,
}
