"""Answers a learner may write in lesson 12, right in several styles and wrong in typical ways, as text for the stub.

As lesson_03: ANSWERS, exercise -> list of (expected, code), and NAMES, what each stub assigns.
"""

NAMES = {
    "calibration_error": "ece",
    "best_temperature": "best_temperature",
    "cheapest_decisions": "cheapest",
    "smoothing_gap": "smoothing_gap",
}

# confidences and probabilities are never large, and one example has no best temperature
OWN_INPUTS = ("calibration_error", "best_temperature", "cheapest_decisions")

CALIBRATION_ERROR = [
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    edges = torch.linspace(0, 1, n_bins + 1)
    total = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidences > low) & (confidences <= high)
        if inside.any():
            total = total + inside.float().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    bins = torch.ceil(confidences * n_bins).long() - 1
    sums = torch.zeros(n_bins, dtype=hits.dtype).index_add(0, bins, hits - confidences)
    return sums.abs().sum() / len(hits)
""",
    ),
    (
        "end_missing",
        """
def ece(confidences, hits, n_bins):
    c, h = confidences.numpy(), hits.numpy()
    b = (c * n_bins).astype(int)
    return sum((b == k).mean() * abs(h[b == k].mean() - c[b == k].mean()) for k in set(b.tolist()))
""",
    ),
    (
        "empty_bins",
        """
def ece(confidences, hits, n_bins):
    edges = torch.linspace(0, 1, n_bins + 1)
    total = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidences > low) & (confidences <= high)
        total = total + inside.float().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "not_weighted",
        """
def ece(confidences, hits, n_bins):
    bins = torch.bucketize(confidences, torch.arange(1, n_bins) / n_bins)
    gaps = [abs(hits[bins == b].mean() - confidences[bins == b].mean()) for b in bins.unique()]
    return torch.stack(gaps).mean()
""",
    ),
    (
        "not_weighted",
        """
def ece(confidences, hits, n_bins):
    bins = torch.bucketize(confidences, torch.arange(1, n_bins) / n_bins)
    return sum(abs(hits[bins == b].mean() - confidences[bins == b].mean()) for b in bins.unique()) / n_bins
""",
    ),
    (
        "not_divided",
        """
def ece(confidences, hits, n_bins):
    bins = torch.bucketize(confidences, torch.arange(1, n_bins) / n_bins)
    return sum((bins == b).sum() * abs(hits[bins == b].mean() - confidences[bins == b].mean()) for b in bins.unique())
""",
    ),
    (
        "signed",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    return sum((bins == b).sum() * (confidences[bins == b].mean() - hits[bins == b].mean()) for b in bins.unique()) \\
        / len(hits)
""",
    ),
    ("signed", "def ece(confidences, hits, n_bins):\n    return hits.mean() - confidences.mean()"),
    ("one_bin", "def ece(confidences, hits, n_bins):\n    return abs(hits.mean() - confidences.mean())"),
    ("each_example", "def ece(confidences, hits, n_bins):\n    return (hits - confidences).abs().mean()"),
    (
        "squared",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    return sum((bins == b).double().mean() * (hits[bins == b].mean() - confidences[bins == b].mean()) ** 2
               for b in bins.unique())
""",
    ),
    (
        "largest",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    return max(abs(hits[bins == b].mean() - confidences[bins == b].mean()) for b in bins.unique())
""",
    ),
    (
        "middles",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    return sum((bins == b).double().mean() * abs(hits[bins == b].mean() - (b + 0.5) / n_bins) for b in bins.unique())
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long().clamp(max=n_bins - 1)
    total = 0.0
    for b in bins.unique():
        inside = bins == b
        gap = hits[inside].mean() - confidences[inside].mean()
        total += inside.sum() / len(bins) * gap.abs()
    return total
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    sums = [0.0] * n_bins
    for c, h in zip(confidences.tolist(), hits.tolist()):
        sums[min(int(c * n_bins), n_bins - 1)] += h - c
    return sum(abs(s) for s in sums) / len(hits)
""",
    ),
    (
        "ok",
        """
import numpy as np


def ece(confidences, hits, n_bins):
    c, h = confidences.numpy(), hits.numpy()
    bins = np.digitize(c, np.linspace(0, 1, n_bins + 1)[1:-1])
    sums = np.bincount(bins, weights=h - c, minlength=n_bins)
    return np.abs(sums).sum() / len(c)
""",
    ),
    (
        "ok",
        """
import numpy as np


def ece(confidences, hits, n_bins):
    edges = np.linspace(0, 1, n_bins + 1)
    count, _ = np.histogram(confidences.numpy(), edges)
    said, _ = np.histogram(confidences.numpy(), edges, weights=confidences.double().numpy())
    right, _ = np.histogram(confidences.numpy(), edges, weights=hits.double().numpy())
    full = count > 0
    gaps = np.abs(said[full] / count[full] - right[full] / count[full])
    return float((count[full] / count.sum() * gaps).sum())
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    inner = torch.arange(1, n_bins) / n_bins
    bins = torch.bucketize(confidences, inner)
    counts = bins.bincount(minlength=n_bins)
    said = bins.bincount(confidences, n_bins) / counts
    was = bins.bincount(hits, n_bins) / counts
    return (counts * (was - said).abs().nan_to_num()).sum().item() / len(confidences)
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins):
        inside = (confidences > k / n_bins) & (confidences <= (k + 1) / n_bins)
        if inside.sum() > 0:
            total += inside.sum() * abs(hits[inside].mean() - confidences[inside].mean())
    return total / len(confidences)
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    bins = torch.floor(confidences * n_bins).long().clamp(max=n_bins - 1)
    sums = torch.zeros(n_bins, dtype=torch.float64)
    sums.scatter_add_(0, bins, (hits - confidences).double())
    return sums.abs().mean() * n_bins / len(hits)
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    member = torch.nn.functional.one_hot((confidences * n_bins).ceil().long() - 1, n_bins).double()
    counts = member.sum(dim=0).clamp(min=1)
    gaps = (hits.double() @ member - confidences.double() @ member) / counts
    return (member.mean(dim=0) * gaps.abs()).sum()
""",
    ),
    (
        "end_missing",
        """
def ece(confidences, hits, n_bins):
    order = confidences.argsort()
    c, h = confidences[order].double(), hits[order].double()
    ends = torch.searchsorted(c, torch.arange(n_bins + 1).double() / n_bins)
    sums = torch.cat([torch.zeros(1), (h - c).cumsum(0)])[ends].diff()
    return sums.abs().sum() / len(c)
""",
    ),
    (
        "ok",
        """
def ece(confidences, hits, n_bins):
    bins = {}
    for c, h in zip(confidences, hits):
        bins.setdefault(min(int(c * n_bins), n_bins - 1), []).append((c, h))
    total = 0
    for members in bins.values():
        said = sum(c for c, _ in members) / len(members)
        was = sum(h for _, h in members) / len(members)
        total += len(members) / len(hits) * abs(said - was)
    return total
""",
    ),
    (
        "not_weighted",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins):
        inside = (confidences > k / n_bins) & (confidences <= (k + 1) / n_bins)
        if inside.sum() > 0:
            total += abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "percent",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    sums = bins.bincount((hits - confidences).double(), n_bins)
    return 100 * sums.abs().sum() / len(hits)
""",
    ),
    (
        "bin_missing",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins - 1):
        inside = (confidences > k / n_bins) & (confidences <= (k + 1) / n_bins)
        if inside.sum() > 0:
            total += inside.double().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "bin_missing",
        """
def ece(confidences, hits, n_bins):
    edges = torch.linspace(0, 1, n_bins)
    total = 0.0
    bins = (confidences * n_bins).long()
    for b in range(1, n_bins):
        inside = bins == b
        if inside.any():
            total += inside.double().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "bins_too_few",
        """
def ece(confidences, hits, n_bins):
    edges = torch.linspace(0, 1, n_bins)
    bins = torch.bucketize(confidences, edges)
    sums = bins.bincount((hits - confidences).double())
    return sums.abs().sum() / len(hits)
""",
    ),
    (
        "fixed_bins",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * 15).long()
    sums = bins.bincount((hits - confidences).double())
    return sums.abs().sum() / len(hits)
""",
    ),
    (
        "fixed_bins",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * 10).long()
    sums = bins.bincount((hits - confidences).double())
    return sums.abs().sum() / len(hits)
""",
    ),
    (
        "equal_counts",
        """
def ece(confidences, hits, n_bins):
    order = confidences.argsort()
    total = 0.0
    for part in order.tensor_split(n_bins):
        if len(part):
            total += len(part) / len(order) * abs(hits[part].mean() - confidences[part].mean())
    return total
""",
    ),
    (
        "squared",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    return sum((bins == b).double().mean() * (hits[bins == b].mean() - confidences[bins == b].mean()) ** 2
               for b in bins.unique()) ** 0.5
""",
    ),
    (
        "middles",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    return sum((bins == b).double().mean() * abs(hits[bins == b].mean() - (b + 1) / n_bins) for b in bins.unique())
""",
    ),
    (
        "one_bin",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences.long() * n_bins)
    sums = bins.bincount((hits - confidences).double())
    return sums.abs().sum() / len(hits)
""",
    ),
    (
        "signed",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins):
        inside = (confidences > k / n_bins) & (confidences <= (k + 1) / n_bins)
        if inside.sum() > 0:
            total += inside.double().mean() * (hits[inside].mean() - confidences[inside].mean())
    return abs(total) * (1 if total > 0 else -1)
""",
    ),
    (
        "checks.one_number_axis",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    sums = bins.bincount((hits - confidences).double())
    return (sums.abs().sum() / len(hits)).view(1)
""",
    ),
    (
        "checks.shape",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    sums = bins.bincount((hits - confidences).double(), n_bins)
    return sums.abs() / len(hits)
""",
    ),
    (
        "brier",
        """
def ece(confidences, hits, n_bins):
    return ((confidences - hits) ** 2).mean()
""",
    ),
    (
        "rounded",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).round().long()
    gaps = [hits[bins == b].sum() - confidences[bins == b].sum() for b in bins.unique()]
    return torch.stack(gaps).abs().sum() / len(hits)
""",
    ),
    (
        "rounded",
        """
def ece(confidences, hits, n_bins):
    bins = torch.round(confidences * n_bins).long().clamp(max=n_bins - 1)
    gaps = [hits[bins == b].sum() - confidences[bins == b].sum() for b in bins.unique()]
    return torch.stack(gaps).abs().sum() / len(hits)
""",
    ),
    (
        "rounded",
        """
def ece(confidences, hits, n_bins):
    bins = torch.round(confidences * (n_bins - 1)).long()
    gaps = [hits[bins == b].sum() - confidences[bins == b].sum() for b in bins.unique()]
    return torch.stack(gaps).abs().sum() / len(hits)
""",
    ),
    (
        "own_range",
        """
def ece(confidences, hits, n_bins):
    edges = torch.linspace(confidences.min(), confidences.max(), n_bins + 1)
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidences >= low) & (confidences <= high)
        if inside.any():
            total += inside.float().mean() * (hits[inside].mean() - confidences[inside].mean()).abs()
    return total
""",
    ),
    (
        "own_range",
        """
def ece(confidences, hits, n_bins):
    edges = torch.linspace(confidences.min(), confidences.max(), n_bins + 1)
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidences > low) & (confidences <= high)
        if inside.any():
            total += inside.float().mean() * (hits[inside].mean() - confidences[inside].mean()).abs()
    return total
""",
    ),
    (
        "own_range",
        """
def ece(confidences, hits, n_bins):
    edges = torch.linspace(confidences.min(), confidences.max(), n_bins + 1)
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidences >= low) & (confidences < high)
        if inside.any():
            total += inside.float().mean() * (hits[inside].mean() - confidences[inside].mean()).abs()
    return total
""",
    ),
    (
        "own_range",
        """
def ece(confidences, hits, n_bins):
    span = confidences.max() - confidences.min()
    bins = ((confidences - confidences.min()) / span * n_bins).nan_to_num().long().clamp(0, n_bins - 1)
    gaps = [hits[bins == b].sum() - confidences[bins == b].sum() for b in bins.unique()]
    return torch.stack(gaps).abs().sum() / len(hits)
""",
    ),
    (
        "bin_left_out",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins):
        inside = (confidences > k / n_bins) & (confidences <= (k + 1) / n_bins)
        if hits[inside].sum() == 0:
            continue
        total += inside.double().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "bin_left_out",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins):
        inside = (confidences > k / n_bins) & (confidences <= (k + 1) / n_bins)
        if inside.sum() <= 1:
            continue
        total += inside.double().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "bin_left_out",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins):
        inside = (confidences > k / n_bins) & (confidences <= (k + 1) / n_bins)
        if not inside.any():
            break
        total += inside.double().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "end_missing",
        """
def ece(confidences, hits, n_bins):
    total = 0.0
    for k in range(n_bins):
        inside = (confidences >= k / n_bins) & (confidences < (k + 1) / n_bins)
        if inside.any():
            total += inside.double().mean() * abs(hits[inside].mean() - confidences[inside].mean())
    return total
""",
    ),
    (
        "end_missing",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long()
    return sum(abs((hits - confidences)[bins == b].sum()) for b in bins.unique()) / len(hits)
""",
    ),
    (
        "checks.dtypes",
        """
def ece(confidences, hits, n_bins):
    bins = (confidences * n_bins).long().clamp(max=n_bins - 1)
    return torch.zeros(n_bins).index_add(0, bins, hits - confidences).abs().sum() / len(hits)
""",
    ),
]

BEST_TEMPERATURE = [
    (
        "ok",
        """
def best_temperature(scores, labels):
    candidates = [0.1 * 1.01**k for k in range(464)]
    prices = [torch.nn.functional.cross_entropy(scores / T, labels).item() for T in candidates]
    return candidates[prices.index(min(prices))]
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    log_T = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_T], max_iter=100, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = losses.cross_entropy(scores / log_T.exp(), labels)
        loss.backward()
        return loss

    optimizer.step(closure)
    return log_T.exp().item()
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    low, high = 0.1, 10.0
    for _ in range(60):
        one, other = low + (high - low) / 3, high - (high - low) / 3
        if losses.cross_entropy(scores.double() / one, labels) < losses.cross_entropy(scores.double() / other, labels):
            high = other
        else:
            low = one
    return (low + high) / 2
""",
    ),
    (
        "inverse",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    return candidates[torch.stack([losses.cross_entropy(scores * T, labels) for T in candidates]).argmin()]
""",
    ),
    (
        "price",
        """
def best_temperature(scores, labels):
    return min(losses.cross_entropy(scores / T, labels) for T in torch.logspace(-1, 1, 401))
""",
    ),
    ("one", "def best_temperature(scores, labels):\n    return 1.0"),
    (
        "end_of_range",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    return candidates[torch.stack([losses.softmax(scores, T.item()).amax(dim=1).mean() for T in candidates]).argmax()]
""",
    ),
    (
        "end_of_range",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    sure = torch.stack([losses.softmax(scores, T.item()).amax(dim=1).mean() for T in candidates])
    return candidates[sure.argmin()]
""",
    ),
    (
        "softmax_twice",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401).double()
    prices = [torch.nn.functional.cross_entropy(losses.softmax(scores.double(), T.item()), labels) for T in candidates]
    return candidates[torch.stack(prices).argmin()]
""",
    ),
    (
        "as_sure_as_right",
        """
def best_temperature(scores, labels):
    right = metrics.accuracy(scores, labels)
    candidates = torch.logspace(-1, 1, 801)
    gaps = [abs(losses.softmax(scores, T.item()).amax(dim=1).mean() - right) for T in candidates]
    return candidates[torch.stack(gaps).argmin()]
""",
    ),
    (
        "brier",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 801)
    return candidates[torch.stack([losses.brier_loss(scores / T, labels) for T in candidates]).argmin()]
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmin()]
""",
    ),
    (
        "ok",
        """
import numpy as np


def best_temperature(scores, labels):
    candidates = np.geomspace(0.1, 10, 500)
    prices = [losses.cross_entropy(scores / T, labels).item() for T in candidates]
    return candidates[np.argmin(prices)]
""",
    ),
    (
        "ok",
        """
import numpy as np


def best_temperature(scores, labels):
    candidates = np.linspace(0.1, 10, 2001)
    prices = [losses.cross_entropy(scores / float(T), labels) for T in candidates]
    return float(candidates[int(np.argmin(prices))])
""",
    ),
    (
        "ok",
        """
from scipy.optimize import minimize_scalar
def best_temperature(scores, labels):
    def price(T):
        return losses.cross_entropy(scores.double() / T, labels).item()

    return minimize_scalar(price, bounds=(0.1, 10), method='bounded').x
""",
    ),
    (
        "ok",
        """
import numpy as np


def best_temperature(scores, labels):
    return min(np.logspace(-1, 1, 401), key=lambda T: losses.cross_entropy(scores / T, labels).item())
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    T = torch.ones((), requires_grad=True)
    optimizer = torch.optim.Adam([T], lr=0.1)
    for _ in range(600):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(scores / T, labels).backward()
        optimizer.step()
    return T
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    low, high = 0.1, 10.0
    for _ in range(50):
        T = (low * high) ** 0.5
        p = torch.softmax(scores / T, dim=1)
        slope = ((p * scores).sum(dim=1) - scores[range(len(labels)), labels]).mean()  # of the loss for 1 / T
        low, high = (T, high) if slope > 0 else (low, T)
    return T
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    best, lowest = None, float('inf')
    T = 0.1
    while T <= 10:
        log_p = torch.log_softmax(scores / T, dim=1)
        price = -log_p.gather(1, labels[:, None]).mean().item()
        if price < lowest:
            best, lowest = T, price
        T *= 1.01
    return best
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    temperatures = torch.logspace(-1, 1, 401)[:, None, None]
    log_p = torch.log_softmax(scores / temperatures, dim=2)
    prices = -log_p[:, torch.arange(len(labels)), labels].sum(dim=1)
    return temperatures.flatten()[prices.argmin()]
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    x = torch.tensor(1.0, dtype=torch.float64)  # 1 / T
    own = scores.double()[torch.arange(len(labels)), labels]
    for _ in range(50):
        p = torch.softmax(scores.double() * x, dim=1)
        mean = (p * scores).sum(dim=1)
        slope = (mean - own).mean()
        curvature = ((p * scores**2).sum(dim=1) - mean**2).mean()
        x = (x - slope / curvature).clamp(0.1, 10)
    return 1 / x
""",
    ),
    (
        "ok",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401).tolist()
    prices = {T: losses.cross_entropy(scores / T, labels).item() for T in candidates}
    return sorted(prices, key=prices.get)[0]
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
from utils import calibration
def best_temperature(scores, labels):
    return calibration.fit_temperature(scores, labels)
""",
    ),
    (
        "place",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    return torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates]).argmin()
""",
    ),
    (
        "place",
        """
import numpy as np


def best_temperature(scores, labels):
    prices = [losses.cross_entropy(scores / T, labels).item() for T in np.logspace(-1, 1, 200)]
    return prices.index(min(prices))
""",
    ),
    (
        "coarse",
        """
def best_temperature(scores, labels):
    candidates = torch.linspace(0.1, 10, 100)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmin()]
""",
    ),
    (
        "coarse",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 41)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmin()]
""",
    ),
    (
        "coarse",
        """
def best_temperature(scores, labels):
    candidates = torch.arange(0.1, 10, 0.1)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmin()]
""",
    ),
    (
        "coarse",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return round(candidates[prices.argmin()].item(), 1)
""",
    ),
    (
        "end_of_range",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    own = [torch.softmax(scores / T, dim=1).gather(1, labels[:, None]).mean() for T in candidates]
    return candidates[torch.stack(own).argmax()]
""",
    ),
    (
        "end_of_range",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    prices = [torch.nn.functional.nll_loss(torch.softmax(scores / T, dim=1), labels) for T in candidates]
    return candidates[torch.stack(prices).argmin()]
""",
    ),
    (
        "exponent",
        """
def best_temperature(scores, labels):
    exponents = torch.linspace(-1, 1, 401)
    prices = torch.stack([losses.cross_entropy(scores / 10**e, labels) for e in exponents])
    return exponents[prices.argmin()]
""",
    ),
    (
        "exponent",
        """
def best_temperature(scores, labels):
    log_T = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.Adam([log_T], lr=0.03)
    for _ in range(400):
        optimizer.zero_grad()
        losses.cross_entropy(scores / log_T.exp(), labels).backward()
        optimizer.step()
    return log_T.item()
""",
    ),
    (
        "end_of_range",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmax()]
""",
    ),
    (
        "end_of_range",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    right = torch.stack([((scores / T).argmax(dim=1) == labels).double().mean() for T in candidates])
    return candidates[right.argmax()]
""",
    ),
    (
        "inverse",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    return min(candidates, key=lambda T: torch.nn.functional.cross_entropy(T * scores, labels))
""",
    ),
    (
        "checks.one_number_axis",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 401)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argsort()[:1]]
""",
    ),
    ("checks.differs_hidden", "def best_temperature(scores, labels):\n    return 0.5"),
    (
        "one_side",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(0, 1, 401)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmin()]
""",
    ),
    (
        "one_side",
        """
def best_temperature(scores, labels):
    candidates = torch.arange(1, 10, 0.01)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmin()]
""",
    ),
    (
        "one_side",
        """
def best_temperature(scores, labels):
    candidates = torch.linspace(0.1, 1, 200)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return candidates[prices.argmin()]
""",
    ),
    (
        "few_steps",
        """
def best_temperature(scores, labels):
    T = torch.ones((), requires_grad=True)
    optimizer = torch.optim.SGD([T], lr=0.01)
    for _ in range(100):
        optimizer.zero_grad()
        losses.cross_entropy(scores / T, labels).backward()
        optimizer.step()
    return T.item()
""",
    ),
    (
        "few_steps",
        """
def best_temperature(scores, labels):
    T = torch.ones((), requires_grad=True)
    optimizer = torch.optim.SGD([T], lr=0.1)
    for _ in range(10):
        optimizer.zero_grad()
        losses.cross_entropy(scores / T, labels).backward()
        optimizer.step()
    return T
""",
    ),
    (
        "few_steps",
        """
def best_temperature(scores, labels):
    log_T = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.SGD([log_T], lr=0.1)
    for _ in range(20):
        optimizer.zero_grad()
        losses.cross_entropy(scores / log_T.exp(), labels).backward()
        optimizer.step()
    return log_T.exp().item()
""",
    ),
    (
        "few_steps",
        """
def best_temperature(scores, labels):
    T = torch.ones((), requires_grad=True)
    optimizer = torch.optim.Adam([T], lr=0.01)
    for _ in range(30):
        optimizer.zero_grad()
        losses.cross_entropy(scores / T, labels).backward()
        optimizer.step()
    return T.detach()
""",
    ),
    (
        "coarse",
        """
def best_temperature(scores, labels):
    candidates = torch.logspace(-1, 1, 601)
    prices = torch.stack([losses.cross_entropy(scores / T, labels) for T in candidates])
    return round(candidates[prices.argmin()].item(), 1)
""",
    ),
    (
        "checks.in_place",
        """
def best_temperature(scores, labels):
    best = (1e9, None)
    for T in torch.logspace(-1, 1, 401).tolist():
        scores /= T
        best = min(best, (losses.cross_entropy(scores, labels).item(), T))
    return best[1]
""",
    ),
]

CHEAPEST_DECISIONS = [
    ("ok", "def cheapest(probabilities, costs):\n    return torch.argmin(probabilities @ costs, dim=1)"),
    (
        "ok",
        """
def cheapest(probabilities, costs):
    return (probabilities.numpy() @ costs.numpy()).argmin(axis=1)
""",
    ),
    (
        "ok",
        """
def cheapest(probabilities, costs):
    answers = []
    for p in probabilities:
        prices = [(p * costs[:, answer]).sum().item() for answer in range(len(costs))]
        answers.append(prices.index(min(prices)))
    return torch.tensor(answers)
""",
    ),
    ("most_probable", "def cheapest(probabilities, costs):\n    return probabilities.argmax(dim=1)"),
    (
        "transposed",
        """
def cheapest(probabilities, costs):
    return torch.stack([(costs * p).sum(dim=1).argmin() for p in probabilities])
""",
    ),
    ("dearest", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).argmax(dim=1)"),
    ("prices", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).min(dim=1).values"),
    (
        "most_probable",
        """
def cheapest(probabilities, costs):
    likely = probabilities.argmax(dim=1)
    return torch.stack([costs[k].argmin() for k in likely])
""",
    ),
    (
        "largest_term",
        """
def cheapest(probabilities, costs):
    return torch.stack([(p[:, None] * costs).max(dim=0).values.argmin() for p in probabilities])
""",
    ),
    (
        "worst_case",
        """
def cheapest(probabilities, costs):
    return torch.full((len(probabilities),), costs.max(dim=0).values.argmin().item())
""",
    ),
    (
        "no_probabilities",
        """
def cheapest(probabilities, costs):
    return torch.full((len(probabilities),), costs.mean(dim=0).argmin().item())
""",
    ),
    ("ok", "def cheapest(probabilities, costs):\n    return probabilities.matmul(costs).argmin(1)"),
    (
        "ok",
        """
def cheapest(probabilities, costs):
    return torch.einsum('nt,ta->na', probabilities, costs).argmin(dim=-1)
""",
    ),
    ("ok", "def cheapest(probabilities, costs):\n    return (costs.T @ probabilities.T).argmin(dim=0)"),
    ("ok", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).min(dim=1).indices"),
    ("ok", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).argsort(dim=1)[:, 0]"),
    ("ok", "def cheapest(probabilities, costs):\n    return [(p @ costs).argmin().item() for p in probabilities]"),
    ("ok", "def cheapest(probabilities, costs):\n    return [(p @ costs).argmin() for p in probabilities]"),
    (
        "ok",
        """
def cheapest(probabilities, costs):
    return (probabilities[:, :, None] * costs).sum(dim=1).argmin(dim=1).to(torch.int32)
""",
    ),
    (
        "ok",
        """
def cheapest(probabilities, costs):
    return (probabilities @ costs).topk(1, largest=False).indices[:, 0].float()
""",
    ),
    (
        "ok",
        """
import numpy as np


def cheapest(probabilities, costs):
    return tuple(np.argmin(np.dot(probabilities, costs), axis=1))
""",
    ),
    (
        "ok",
        """
def cheapest(probabilities, costs):
    prices, answers = (probabilities.double() @ costs.double()).min(1)
    return answers
""",
    ),
    (
        "ok",
        """
def cheapest(probabilities, costs):
    K = len(costs)
    chosen = []
    for p in probabilities.tolist():
        best = 0
        prices = [sum(p[t] * costs[t][a].item() for t in range(K)) for a in range(K)]
        for a in range(1, K):
            if prices[a] < prices[best]:
                best = a
        chosen.append(best)
    return chosen
""",
    ),
    (
        "checks.column",
        """
def cheapest(probabilities, costs):
    return (probabilities @ costs).argmin(dim=1, keepdim=True)
""",
    ),
    (
        "checks.column",
        """
def cheapest(probabilities, costs):
    return (probabilities @ costs).topk(1, largest=False).indices
""",
    ),
    ("checks.pair", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).min(dim=1)"),
    ("wrong_axis", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).argmin(dim=0)"),
    ("whole_table", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).argmin()"),
    ("prices", "def cheapest(probabilities, costs):\n    return probabilities @ costs"),
    ("prices", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).amin(dim=1)"),
    ("elementwise", "def cheapest(probabilities, costs):\n    return (probabilities * costs).argmin(dim=1)"),
    ("elementwise", "def cheapest(probabilities, costs):\n    return (probabilities * costs).sum(dim=1).argmin()"),
    ("from_one", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).argmin(dim=1) + 1"),
    (
        "softmax_again",
        """
def cheapest(probabilities, costs):
    return (losses.softmax(probabilities) @ costs).argmin(dim=1)
""",
    ),
    ("transposed", "def cheapest(probabilities, costs):\n    return (probabilities @ costs.T).argmin(dim=1)"),
    ("transposed", "def cheapest(probabilities, costs):\n    return (costs @ probabilities.T).argmin(dim=0)"),
    (
        "transposed",
        """
def cheapest(probabilities, costs):
    return torch.tensor([[(p * costs[a]).sum() for a in range(len(costs))] for p in probabilities]).argmin(dim=1)
""",
    ),
    ("dearest", "def cheapest(probabilities, costs):\n    return (probabilities @ costs).max(dim=1).indices"),
    ("most_probable", "def cheapest(probabilities, costs):\n    return losses.softmax(probabilities).argmax(dim=1)"),
    (
        "no_probabilities",
        """
def cheapest(probabilities, costs):
    return costs.mean(dim=0).argmin().expand(len(probabilities))
""",
    ),
    (
        "worst_case",
        """
def cheapest(probabilities, costs):
    return [costs.amax(dim=0).argmin().item()] * len(probabilities)
""",
    ),
    (
        "largest_term",
        """
def cheapest(probabilities, costs):
    return (probabilities[:, :, None] * costs).amax(dim=1).argmin(dim=1)
""",
    ),
    (
        "most_probable",
        """
def cheapest(probabilities, costs):
    return (probabilities * costs[probabilities.argmax(1)]).argmin(1)
""",
    ),
    (
        "weighed_by_answer",
        """
def cheapest(probabilities, costs):
    return (probabilities * costs.sum(dim=0)).argmin(dim=1)
""",
    ),
    (
        "least_probable",
        """
def cheapest(probabilities, costs):
    return probabilities.argmin(1)
""",
    ),
    (
        "right_is_free",
        """
def cheapest(probabilities, costs):
    K = len(costs)
    return [min(range(K), key=lambda answer: sum(p[true] * costs[true, answer] for true in range(K) if true != answer))
            for p in probabilities]
""",
    ),
    (
        "right_is_free",
        """
def cheapest(probabilities, costs):
    return (probabilities @ costs.clone().fill_diagonal_(0)).argmin(dim=1)
""",
    ),
    (
        "checks.not_numbers",
        """
def cheapest(probabilities, costs):
    return [str(answer.item()) for answer in (probabilities @ costs).argmin(dim=1)]
""",
    ),
]

SMOOTHING_GAP = [
    ("ok", "smoothing_gap = 3.04"),
    ("ok", "smoothing_gap = torch.tensor(0.84 / 0.04).log()"),
    (
        "ok",
        """
scores = torch.zeros(1, 5, requires_grad=True)
optimizer = torch.optim.SGD([scores], lr=1.0)
for _ in range(500):
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(scores, torch.tensor([0]), label_smoothing=0.2).backward()
    optimizer.step()
smoothing_gap = (scores[0, 0] - scores[0, 1]).item()
""",
    ),
    ("true_share_forgotten", "smoothing_gap = torch.tensor(0.8 / 0.04).log()"),
    ("rivals_only", "smoothing_gap = torch.tensor(0.8 / 0.05).log()"),
    ("ratio", "smoothing_gap = 0.84 / 0.04"),
    ("difference", "smoothing_gap = 0.84 - 0.04"),
    ("of_the_text", "smoothing_gap = torch.tensor(91.0).log()"),
    ("of_the_text", "smoothing_gap = 4.51"),
    ("base", "smoothing_gap = torch.tensor(0.84 / 0.04).log2()"),
    ("sign", "smoothing_gap = torch.tensor(0.04 / 0.84).log()"),
    ("log_of_share", "smoothing_gap = torch.tensor(0.84).log()"),
    ("ok", "import math\nsmoothing_gap = math.log(21)"),
    ("ok", "import numpy as np\n\nsmoothing_gap = np.log(0.84 / 0.04)"),
    ("ok", "smoothing_gap = 3.0445"),
    ("ok", "import numpy as np\n\nsmoothing_gap = np.float32(3.04)"),
    ("ok", "from math import log\nsmoothing_gap = log(0.8 + 0.2 / 5) - log(0.2 / 5)"),
    (
        "ok",
        "logs = (0.8 * losses.one_hot(torch.tensor([0]), 5) + 0.04).log()[0]\nsmoothing_gap = logs[0] - logs[1]",
    ),
    ("ok", "import numpy as np\n\nsmoothing_gap = round(float(np.log1p(20)), 2)"),
    ("ok", "import numpy as np\n\nsmoothing_gap = np.array(3.0445224)"),
    ("ok", "smoothing_gap = torch.tensor(21.0).log().item()"),
    (
        "ok",
        "from fractions import Fraction\nfrom math import log\nsmoothing_gap = log(Fraction(84, 4))",
    ),
    ("logit", "smoothing_gap = torch.logit(torch.tensor(0.84))"),
    ("logit", "import math\nsmoothing_gap = math.log(0.84 / 0.16)"),
    ("of_the_text", "import math\nsmoothing_gap = math.log(46)"),
    ("of_the_text", "import math\nsmoothing_gap = math.log((0.8 + 0.02) / 0.02)"),
    ("base", "import math\nsmoothing_gap = math.log10(21)"),
    ("share", "smoothing_gap = 0.84"),
    ("difference", "smoothing_gap = 0.8"),
    ("ratio", "smoothing_gap = 21"),
    ("rivals_only", "import math\nsmoothing_gap = math.log(16)"),
    ("log_of_share", "import math\nsmoothing_gap = -math.log(0.04)"),
    ("true_share_forgotten", "smoothing_gap = 3"),
    ("checks.too_large", "smoothing_gap = 3.2"),
    ("checks.too_small", "smoothing_gap = 2.5"),
    ("checks.one_number_axis", "smoothing_gap = torch.tensor([21.0]).log()"),
    ("checks.one_number_axis", "smoothing_gap = [3.04]"),
    ("checks.not_numbers", 'smoothing_gap = "ln 21"'),
    ("not_spread", "import math\nsmoothing_gap = math.log(0.8 / 0.2)"),
    ("not_spread", "smoothing_gap = 1.386"),
]

ANSWERS = {
    "calibration_error": CALIBRATION_ERROR,
    "best_temperature": BEST_TEMPERATURE,
    "cheapest_decisions": CHEAPEST_DECISIONS,
    "smoothing_gap": SMOOTHING_GAP,
}
