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
    ("ok", "def paired_difference(a, b):\n    return metrics.mean_interval(a - b)"),
    (
        "ok",
        """
def paired_difference(a, b):
    d = (a - b).tolist()
    mean = sum(d) / 5
    variance = sum((x - mean) ** 2 for x in d) / 4
    return [mean, 2.776 * (variance / 5) ** 0.5]
""",
    ),
    (
        "ok",
        """
import statistics
def paired_difference(a, b):
    d = [x - y for x, y in zip(a.tolist(), b.tolist())]
    return statistics.mean(d), 2.776 * statistics.stdev(d) / 5**0.5
""",
    ),
    (
        "ok",
        """
def paired_difference(a, b):
    d = a - b
    return d.mean(), 2.776 * d.std() / 5**0.5
""",
    ),
    (
        "ok",
        """
def paired_difference(a, b):
    spread, mean = torch.std_mean(a - b)
    return torch.stack((mean, 2.776 * spread / torch.tensor(5.0).sqrt()))
""",
    ),
    (
        "ok",
        """
def paired_difference(a, b):
    d = (a - b).float()
    return torch.cat([d.mean().view(1), (2.776 * d.std() / 5**0.5).view(1)])
""",
    ),
    (
        "ok",
        """
import numpy as np
from scipy import stats
def paired_difference(a, b):
    d = (a - b).numpy()
    return np.array([d.mean(), stats.t.ppf(0.975, 4) * stats.sem(d)])
""",
    ),
    (
        "ok",
        """
def paired_difference(a, b):
    variance = a.var() + b.var() - 2 * torch.cov(torch.stack([a, b]))[0, 1]
    return torch.stack([a.mean() - b.mean(), 2.776 * (variance / 5).sqrt()])
""",
    ),
    (
        "ok",
        """
def paired_difference(a, b):
    d = a - b
    return torch.tensor([d.mean(), 2.776 * d.std(correction=0) / 4**0.5])
""",
    ),
    (
        "ok",
        """
def paired_difference(a, b):
    d = a - b
    n = len(d)
    mean = d.sum() / n
    half = 2.776 * torch.sqrt(((d - mean) ** 2).sum() / (n - 1)) / n**0.5
    return torch.stack([mean, half])
""",
    ),
    (
        "unpaired",
        """
def paired_difference(a, b):
    d = a - b
    return torch.stack([d.mean(), 2.776 * a.std() / 5**0.5])
""",
    ),
    (
        "unpaired",
        """
def paired_difference(a, b):
    d = a - b
    return torch.stack([d.mean(), 2.776 * b.std() / 5**0.5])
""",
    ),
    (
        "unpaired",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), 2.776 * (a.std() - b.std()) / 5**0.5])
""",
    ),
    (
        "unpaired",
        """
def paired_difference(a, b):
    spread = torch.cat([a, b]).std()
    return torch.stack([(a - b).mean(), 2.776 * spread / 5**0.5])
""",
    ),
    (
        "ends",
        """
def paired_difference(a, b):
    mean, half = metrics.mean_interval(a - b)
    return torch.tensor([mean - half, mean + half])
""",
    ),
    (
        "swapped",
        """
def paired_difference(a, b):
    mean, half = metrics.mean_interval(a - b)
    return torch.tensor([half, mean])
""",
    ),
    (
        "size",
        """
def paired_difference(a, b):
    d = (a - b).abs()
    return torch.stack([d.mean(), 2.776 * d.std() / 5**0.5])
""",
    ),
    (
        "size",
        """
def paired_difference(a, b):
    d = a - b
    return torch.stack([d.mean().abs(), 2.776 * d.std() / 5**0.5])
""",
    ),
    (
        "divided_by_four",
        """
def paired_difference(a, b):
    d = a - b
    return torch.stack([d.mean(), 2.776 * d.std() / 4**0.5])
""",
    ),
    ("percent", "def paired_difference(a, b):\n    return 100 * torch.tensor(metrics.mean_interval(a - b))"),
    (
        "checks.column",
        """
def paired_difference(a, b):
    d = a - b
    return torch.stack([d.mean(), 2.776 * d.std() / 5**0.5]).view(2, 1)
""",
    ),
    (
        "checks.column",
        """
def paired_difference(a, b):
    d = (a - b).view(1, 5)
    return torch.stack([d.mean(dim=1), 2.776 * d.std(dim=1) / 5**0.5])
""",
    ),
    ("mean_alone", "def paired_difference(a, b):\n    return (a - b).mean()"),
    ("checks.shape", "def paired_difference(a, b):\n    return a - b"),
    (
        "checks.in_place",
        """
def paired_difference(a, b):
    a -= b
    return torch.stack([a.mean(), 2.776 * a.std() / 5**0.5])
""",
    ),
    (
        "five_degrees",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), 2.571 * (a - b).std() / 5**0.5])
""",
    ),
    (
        "one_sided",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).mean(), 2.132 * (a - b).std() / 5**0.5])
""",
    ),
    (
        "size",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).abs().mean(), 2.776 * (a - b).std() / 5**0.5])
""",
    ),
    (
        "size",
        """
def paired_difference(a, b):
    return (a - b).abs().mean()
""",
    ),
    (
        "median",
        """
def paired_difference(a, b):
    return torch.stack([(a - b).median(), 2.776 * (a - b).std() / 5**0.5])
""",
    ),
    (
        "median",
        """
def paired_difference(a, b):
    return (a - b).median()
""",
    ),
    (
        "mean_alone",
        """
def paired_difference(a, b):
    return (a - b).mean()
""",
    ),
    (
        "mean_alone",
        """
def paired_difference(a, b):
    return a.mean() - b.mean()
""",
    ),
    (
        "pairs_lost",
        """
def paired_difference(a, b):
    d = a.sort().values - b.sort().values
    return torch.stack([d.mean(), 2.776 * d.std() / 5**0.5])
""",
    ),
    (
        "pairs_lost",
        """
def paired_difference(a, b):
    d = torch.tensor([x - y for x, y in zip(sorted(a.tolist(), reverse=True), sorted(b.tolist(), reverse=True))])
    return d.mean(), 2.776 * d.std() / 5**0.5
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
    return sum(math.comb(n, k) for k in range(n + 1) if abs(k - (n - k)) >= gap) / 2**n
""",
    ),
    (
        "checks.ok_not_by_hand",
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
    (
        "ok",
        """
import math
def paired_p_value(only_a, only_b):
    if only_a == only_b:
        return 1.0
    n = only_a + only_b
    return 2 * sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
""",
    ),
    (
        "ok",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    return stats.binomtest(only_a, only_a + only_b).pvalue
""",
    ),
    (
        "ok",
        """
from fractions import Fraction
from math import comb
def paired_p_value(only_a, only_b):
    n, few = only_a + only_b, min(only_a, only_b)
    tail = sum(Fraction(comb(n, k), 2**n) for k in range(few + 1))
    return float(min(1, 2 * tail))
""",
    ),
    (
        "ok",
        """
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    heads = torch.arange(n + 1)
    rows = torch.distributions.Binomial(n, torch.tensor(0.5, dtype=torch.float64))
    share = rows.log_prob(heads.double()).exp()
    return share[(2 * heads - n).abs() >= abs(only_a - only_b)].sum()
""",
    ),
    (
        "ok",
        """
import numpy as np


def paired_p_value(only_a, only_b):
    share = np.array([1.0])
    for _ in range(only_a + only_b):
        share = np.convolve(share, [0.5, 0.5])
    return min(1.0, 2 * share[: min(only_a, only_b) + 1].sum())
""",
    ),
    (
        "ok",
        """
from math import factorial
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    total = 0
    for k in range(n + 1):
        if abs(2 * k - n) >= abs(only_a - only_b):
            total += factorial(n) // (factorial(k) * factorial(n - k))
    return total / 2**n
""",
    ),
    (
        "ok",
        """
from math import comb
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    few, many = sorted([only_a, only_b])
    inside = sum(comb(n, k) for k in range(few + 1, many))
    return 1 - inside / 2**n
""",
    ),
    (
        "ok",
        """
from math import exp, lgamma, log
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    logs = [lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * log(2) for k in range(n + 1)]
    return sum(exp(one) for k, one in enumerate(logs) if not min(only_a, only_b) < k < max(only_a, only_b))
""",
    ),
    (
        "ok",
        """
def paired_p_value(only_a, only_b):
    row = [1]
    for _ in range(only_a + only_b):
        row = [x + y for x, y in zip([0, *row], [*row, 0])]
    few = min(only_a, only_b)
    return min(2 * sum(row[: few + 1]), sum(row)) / sum(row)
""",
    ),
    (
        "ok",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    tail = sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
    return torch.tensor(2 * tail).clamp(max=1)
""",
    ),
    (
        "ok",
        """
import numpy as np
from scipy.stats import binom
def paired_p_value(only_a, only_b):
    return np.minimum(1, 2 * binom.cdf(min(only_a, only_b), only_a + only_b, 0.5))
""",
    ),
    (
        "one_tail",
        """
import math
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return sum(math.comb(n, k) for k in range(max(only_a, only_b), n + 1)) / 2**n
""",
    ),
    (
        "one_tail",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    return stats.binomtest(max(only_a, only_b), only_a + only_b, alternative='greater').pvalue
""",
    ),
    (
        "this_outcome_only",
        """
from math import comb
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return 2 * comb(n, min(only_a, only_b)) * 0.5**n
""",
    ),
    (
        "more_uneven_only",
        """
from math import comb
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return sum(comb(n, k) for k in range(n + 1) if abs(2 * k - n) > abs(only_a - only_b)) / 2**n
""",
    ),
    (
        "not_divided",
        """
from math import comb
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return 2 * sum(comb(n, k) for k in range(min(only_a, only_b) + 1))
""",
    ),
    (
        "not_divided",
        """
from math import comb
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return sum(comb(n, k) for k in range(n + 1) if abs(2 * k - n) >= abs(only_a - only_b))
""",
    ),
    (
        "always_one",
        """
from math import comb
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return min(1, 2 * sum(comb(n, k) for k in range(max(only_a, only_b) + 1)) / 2**n)
""",
    ),
    (
        "long_tail",
        """
from math import comb
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return sum(comb(n, k) for k in range(max(only_a, only_b) + 1)) / 2**n
""",
    ),
    ("statistic", "def paired_p_value(only_a, only_b):\n    return (only_a - only_b) ** 2 / (only_a + only_b)"),
    ("statistic", "def paired_p_value(only_a, only_b):\n    return abs(only_a - only_b) / (only_a + only_b) ** 0.5"),
    (
        "statistic",
        """
def paired_p_value(only_a, only_b):
    return (abs(only_a - only_b) - 1) ** 2 / (only_a + only_b)
""",
    ),
    (
        "complement",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    return 1 - stats.binomtest(only_a, only_a + only_b).pvalue
""",
    ),
    (
        "percent",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    return 100 * stats.binomtest(only_a, only_a + only_b).pvalue
""",
    ),
    (
        "always_one",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return stats.binomtest(only_a, n, only_a / n).pvalue
""",
    ),
    (
        "one_direction",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    return stats.binomtest(only_a, only_a + only_b, alternative='greater').pvalue
""",
    ),
    (
        "checks.one_number_axis",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    return torch.tensor([stats.binomtest(only_a, only_a + only_b).pvalue])
""",
    ),
    (
        "checks.not_numbers",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    return stats.binomtest(only_a, only_a + only_b).pvalue < 0.05
""",
    ),
    (
        "checks.none",
        """
from scipy import stats
def paired_p_value(only_a, only_b):
    print(stats.binomtest(only_a, only_a + only_b).pvalue)
""",
    ),
    (
        "checks.differs_hidden",
        """
def paired_p_value(only_a, only_b):
    heads = torch.randint(2, (20_000, only_a + only_b), generator=torch.Generator().manual_seed(0)).sum(dim=1)
    uneven = (2 * heads - only_a - only_b).abs() >= abs(only_a - only_b)
    return uneven.double().mean()
""",
    ),
    (
        "library",
        """
def paired_p_value(only_a, only_b):
    return metrics.paired_test(only_a, only_b)
""",
    ),
    (
        "library",
        """
def paired_p_value(only_a, only_b):
    return metrics.paired_test(only_a, only_b).p_value
""",
    ),
    (
        "library",
        """
def paired_p_value(only_a, only_b):
    return metrics.paired_test(torch.tensor(only_a), torch.tensor(only_b)).p_value
""",
    ),
    (
        "corrected",
        """
import math
def paired_p_value(only_a, only_b):
    chi2 = (abs(only_a - only_b) - 1) ** 2 / (only_a + only_b)
    return math.erfc((chi2 / 2) ** 0.5)
""",
    ),
    (
        "normal",
        """
import math
def paired_p_value(only_a, only_b):
    chi2 = (only_a - only_b) ** 2 / (only_a + only_b)
    return math.erfc((chi2 / 2) ** 0.5)
""",
    ),
    (
        "statistic",
        """
def paired_p_value(only_a, only_b):
    chi2 = (abs(only_a - only_b) - 1) ** 2 / (only_a + only_b)
    return chi2
""",
    ),
    (
        "checks.beyond_floats",
        """
from math import comb, factorial
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return sum(comb(n, k) * 0.5**n for k in range(n + 1) if abs(2 * k - n) >= abs(only_a - only_b))
""",
    ),
    (
        "checks.beyond_floats",
        """
from math import comb, factorial
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return min(1.0, 2 * sum(comb(n, k) for k in range(min(only_a, only_b) + 1)) * 0.5**n)
""",
    ),
    (
        "checks.beyond_floats",
        """
from math import comb, factorial
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    return min(1.0, 2 * sum(comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2.0**n)
""",
    ),
    (
        "checks.beyond_floats",
        """
from math import comb, factorial
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    rows = sum(factorial(n) / factorial(k) / factorial(n - k) for k in range(min(only_a, only_b) + 1))
    return min(1.0, 2 * rows / 2**n)
""",
    ),
    (
        "checks.beyond_floats",
        """
from math import comb, factorial
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    rows = sum(factorial(n) / (factorial(k) * factorial(n - k)) for k in range(min(only_a, only_b) + 1))
    return min(1.0, 2 * rows / 2**n)
""",
    ),
    (
        "ok",
        """
from math import comb, factorial
def paired_p_value(only_a, only_b):
    n = only_a + only_b
    rows = sum(factorial(n) // (factorial(k) * factorial(n - k)) for k in range(min(only_a, only_b) + 1))
    return min(1.0, 2 * rows / 2**n)
""",
    ),
    (
        "always_one",
        """
from math import comb, factorial
def paired_p_value(only_a, only_b):
    n = 1_000
    return min(1.0, 2 * sum(comb(n, k) for k in range(max(only_a, only_b), n + 1)) / 2**n)
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
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    by_luck = noise / 100 / (n_classes - 1)
    return ((measured - by_luck) / (1 - noise / 100 - by_luck)).clamp(0, 1)
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    by_luck = noise / 100 / (n_classes - 1)
    return torch.minimum((measured - by_luck) / (1 - noise / 100 - by_luck), torch.ones_like(measured))
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return [(m - e / (n_classes - 1)) / (1 - e - e / (n_classes - 1)) for m in measured.tolist()]
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return tuple((m - e / (n_classes - 1)) / (1 - e - e / (n_classes - 1)) for m in measured)
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return (measured.float() - e / (n_classes - 1)) / (1 - n_classes / (n_classes - 1) * e)
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    if noise == 0:
        return measured
    e = noise / 100
    luck = e / (n_classes - 1)
    return measured.sub(luck).div(1 - e - luck)
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    answers = []
    for m in measured:
        low, high = 0.0, 1.0
        for _ in range(60):
            a = (low + high) / 2
            if a * (1 - e) + (1 - a) * e / (n_classes - 1) < m:
                low = a
            else:
                high = a
        answers.append((low + high) / 2)
    return torch.tensor(answers)
""",
    ),
    (
        "ok",
        """
import numpy as np


def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    full, none = 1 - e, e / (n_classes - 1)
    return np.clip((measured.numpy() - none) / (full - none), 0, 1)
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    a = torch.full_like(measured, 0.5)
    for _ in range(400):
        a = a + 0.9 * (measured - a * (1 - e) - (1 - a) * e / (n_classes - 1))
    return a
""",
    ),
    (
        "ok",
        """
def clean_accuracy(measured, noise, n_classes):
    e = torch.tensor(noise / 100, dtype=torch.float64)
    K = torch.tensor(n_classes)
    return 1 / K + (measured - 1 / K) / (1 - e * K / (K - 1))
""",
    ),
    (
        "no_luck",
        """
def clean_accuracy(measured, noise, n_classes):
    return (measured / (1 - noise / 100)).clamp(max=1)
""",
    ),
    (
        "added_back",
        """
def clean_accuracy(measured, noise, n_classes):
    return torch.clamp(measured + noise / 100, 0, 1)
""",
    ),
    (
        "all_classes",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return (measured - e / n_classes) / (1 - e - e / n_classes)
""",
    ),
    (
        "offset_left",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return measured / (1 - e * n_classes / (n_classes - 1))
""",
    ),
    (
        "not_divided",
        """
def clean_accuracy(measured, noise, n_classes):
    return measured - noise / 100 / (n_classes - 1)
""",
    ),
    (
        "in_percent",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    luck = e / (n_classes - 1)
    return 100 * (measured - luck) / (1 - e - luck)
""",
    ),
    (
        "sign",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    luck = e / (n_classes - 1)
    return (measured + luck) / (1 - e - luck)
""",
    ),
    (
        "sign",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    luck = e / (n_classes - 1)
    return (measured - luck) / (1 - e + luck)
""",
    ),
    (
        "ten_classes",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return ((measured - e / 9) / (1 - 10 / 9 * e)).clamp(0, 1)
""",
    ),
    ("only_right", "def clean_accuracy(measured, noise, n_classes):\n    return measured * (1 - noise / 100)"),
    (
        "percent",
        """
def clean_accuracy(measured, noise, n_classes):
    return (measured - noise / (n_classes - 1)) / (1 - noise - noise / (n_classes - 1))
""",
    ),
    (
        "checks.column",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    luck = e / (n_classes - 1)
    return ((measured - luck) / (1 - e - luck)).unsqueeze(1)
""",
    ),
    (
        "checks.shape",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    luck = e / (n_classes - 1)
    return ((measured - luck) / (1 - e - luck)).mean()
""",
    ),
    (
        "checks.in_place",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    luck = e / (n_classes - 1)
    measured -= luck
    measured /= 1 - e - luck
    return measured
""",
    ),
    (
        "unchanged",
        """
def clean_accuracy(measured, noise, n_classes):
    return measured
""",
    ),
    (
        "guess_taken_off",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return (measured - 1 / n_classes) / (1 - e - 1 / n_classes)
""",
    ),
    (
        "guess_taken_off",
        """
def clean_accuracy(measured, noise, n_classes):
    e = noise / 100
    return ((measured - 1 / n_classes) / (1 - e - 1 / n_classes)).clamp(0, 1)
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
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    e = 0.4
    return -torch.log((1 - 10 / 9 * e) * p + e / 9)
""",
    ),
    (
        "ok",
        """
import torch.nn.functional as F
def sturdy_loss(scores, labels):
    p = (F.softmax(scores, dim=1) * F.one_hot(labels, 10)).sum(dim=1)
    return 1 - p.sqrt()
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    surprise = losses.cross_entropy(scores, labels, reduction='none')
    return torch.atan(surprise)
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    surprise = losses.cross_entropy(scores, labels, reduction='none')
    return surprise / (1 + surprise)
""",
    ),
    (
        "gives_up",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores.double(), dim=1)[range(len(labels)), labels]
    return 1 - p**2
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    log_p = torch.log_softmax(scores, dim=1)
    return log_p.gather(1, labels[:, None])[:, 0] / log_p.sum(dim=1)
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    return torch.log1p(losses.cross_entropy(scores, labels, reduction='none'))
""",
    ),
    (
        "gives_up",
        """
def sturdy_loss(scores, labels):
    brier = losses.brier_loss(scores, labels, reduction='none')
    return brier**2
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    p = torch.stack([torch.softmax(row, dim=0)[label] for row, label in zip(scores, labels)])
    return (1 - p) ** 2
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=-1)
    p_y = torch.take_along_dim(p, labels.view(-1, 1), dim=1).squeeze(1)
    return -torch.log(p_y + 0.1)
""",
    ),
    (
        "mean",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return ((1 - p) ** 2).sum()
""",
    ),
    ("mean", "def sturdy_loss(scores, labels):\n    return torch.nn.functional.cross_entropy(scores, labels)"),
    (
        "checks.column",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])
    return (1 - p) ** 2
""",
    ),
    (
        "classes_left",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1)
    return (p - losses.one_hot(labels, 10)) ** 2
""",
    ),
    (
        "every_pair",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1)[:, labels]
    return (1 - p) ** 2
""",
    ),
    (
        "classes_left",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1)[labels]
    return (1 - p) ** 2
""",
    ),
    (
        "no_slope",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores.detach(), dim=1).gather(1, labels[:, None])[:, 0]
    return (1 - p) ** 2
""",
    ),
    (
        "no_slope",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1)
    return torch.tensor([(1 - p[k, label].item()) ** 2 for k, label in enumerate(labels)])
""",
    ),
    (
        "sign",
        """
def sturdy_loss(scores, labels):
    return torch.log_softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
""",
    ),
    (
        "sign",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return -((1 - p) ** 2)
""",
    ),
    (
        "log_of_zero",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return -((1 - p) ** 2) * p.log()
""",
    ),
    (
        "diverged",
        """
def sturdy_loss(scores, labels):
    surprise = losses.cross_entropy(scores, labels, reduction='none')
    return surprise**2
""",
    ),
    (
        "smoothed",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.cross_entropy(scores, labels, reduction='none', label_smoothing=0.1)
""",
    ),
    (
        "multiple",
        """
def sturdy_loss(scores, labels):
    return losses.mse_on_one_hot(scores, labels, reduction='none')
""",
    ),
    (
        "examples_mixed",
        """
def sturdy_loss(scores, labels):
    surprise = losses.cross_entropy(scores, labels, reduction='none')
    return surprise / surprise.max()
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return 1 - p
""",
    ),
    (
        "not_finite",
        """
def sturdy_loss(scores, labels):
    p = torch.sigmoid(scores).gather(1, labels[:, None])[:, 0]
    return torch.log(p - 0.5)
""",
    ),
    (
        "not_a_tensor",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1)
    return [(1 - p[k, label]) ** 2 for k, label in enumerate(labels)]
""",
    ),
    (
        "unbounded",
        """
def sturdy_loss(scores, labels):
    log_p = torch.log_softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    return -((1 - log_p.exp()) ** 2) * log_p
""",
    ),
    (
        "checks.none",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0]
    print((1 - p) ** 2)
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.cross_entropy(scores / 2, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.cross_entropy(scores / 4, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.cross_entropy(scores / 8, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.cross_entropy(scores / 30, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(5 * scores, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return 8 * losses.cross_entropy(scores / 8, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(scores / 8, labels, reduction='none') + 1
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return losses.margin_loss(scores / 10, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return losses.margin_loss(scores, labels, margin=10.0, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.multi_margin_loss(scores, labels, margin=5.0, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return losses.margin_loss(scores / 20, labels, rivals='worst', reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return losses.mse_on_one_hot(scores / 10, labels, reduction='none')
""",
    ),
    (
        "rescaled",
        """
def sturdy_loss(scores, labels):
    return losses.brier_loss(scores / 2, labels, reduction='none')
""",
    ),
    (
        "multiple",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(scores, labels, reduction='none') - 2
""",
    ),
    (
        "multiple",
        """
def sturdy_loss(scores, labels):
    return -torch.softmax(scores, dim=1).gather(1, labels[:, None])[:, 0].log()
""",
    ),
    (
        "smoothed",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.cross_entropy(scores / 8, labels, reduction='none', label_smoothing=0.1)
""",
    ),
    (
        "smoothed",
        """
def sturdy_loss(scores, labels):
    return torch.nn.functional.cross_entropy(scores, labels, reduction='none', label_smoothing=0.3)
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(scores.clamp(-2, 2), labels, reduction='none')
""",
    ),
    (
        "too_late",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(scores.clamp(-6, 6), labels, reduction='none')
""",
    ),
    (
        "too_late",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(scores.clamp(-10, 10), labels, reduction='none')
""",
    ),
    (
        "too_late",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(scores, labels, reduction='none').clamp(max=9)
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    return losses.cross_entropy(3 * torch.tanh(scores / 3), labels, reduction='none')
""",
    ),
    (
        "ok",
        """
def sturdy_loss(scores, labels):
    p = torch.softmax(scores / 2, dim=1).gather(1, labels[:, None])[:, 0]
    return (1 - p) ** 2
""",
    ),
    (
        "unbounded",
        """
def sturdy_loss(scores, labels):
    own = scores.gather(1, labels[:, None])[:, 0]
    best = scores.scatter(1, labels[:, None], -1e9).amax(dim=1)
    return (best - own).clamp(min=0)
""",
    ),
]

ANSWERS = {
    "paired_difference": PAIRED_DIFFERENCE,
    "paired_p_value": PAIRED_P_VALUE,
    "clean_accuracy": CLEAN_ACCURACY,
    "sturdy_loss": STURDY_LOSS,
}
