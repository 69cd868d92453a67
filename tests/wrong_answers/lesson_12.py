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
        "ok",
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
    ("bits", "smoothing_gap = torch.tensor(0.84 / 0.04).log2()"),
    ("sign", "smoothing_gap = torch.tensor(0.04 / 0.84).log()"),
    ("log_of_share", "smoothing_gap = torch.tensor(0.84).log()"),
]

ANSWERS = {
    "calibration_error": CALIBRATION_ERROR,
    "best_temperature": BEST_TEMPERATURE,
    "cheapest_decisions": CHEAPEST_DECISIONS,
    "smoothing_gap": SMOOTHING_GAP,
}
