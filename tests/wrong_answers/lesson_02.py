"""Answers a learner may write in lesson 02, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS, NAMES: as in lesson_03.
"""

NAMES = {"standardise": "standardise", "nearest_mean": "nearest_mean", "leaked": "leaked"}

STANDARDISE = [
    (
        "ok",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_train.std(correction=0)
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    entries = X_train.flatten().tolist()
    mean = sum(entries) / len(entries)
    variance = sum((entry - mean) ** 2 for entry in entries) / len(entries)
    return (X_new - mean) / variance**0.5
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    return (X_new.numpy() - X_train.numpy().mean()) / X_train.numpy().std()
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    std, mean = torch.std_mean(X_train, correction=0)
    return (X_new - mean) / std
""",
    ),
    (
        "own_numbers",
        """
def standardise(X_train, X_new):
    return (X_new - X_new.mean()) / X_new.std(correction=0)
""",
    ),
    (
        "own_numbers",
        """
def standardise(X_train, X_new):
    return (X_new - X_new.mean()) / X_new.std()
""",
    ),
    (
        "both_together",
        """
def standardise(X_train, X_new):
    everything = torch.cat([X_train, X_new])
    return (X_new - everything.mean()) / everything.std(correction=0)
""",
    ),
    (
        "one_less",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_train.std()
""",
    ),
    (
        "each_column",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean(dim=0)) / X_train.std(dim=0, correction=0)
""",
    ),
    (
        "variance",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_train.var(correction=0)
""",
    ),
    (
        "centred_only",
        """
def standardise(X_train, X_new):
    return X_new - X_train.mean()
""",
    ),
    (
        "fixed_numbers",
        """
def standardise(X_train, X_new):
    return (X_new - 0.2860) / 0.3530
""",
    ),
    (
        "fixed_numbers",
        """
def standardise(X_train, X_new):
    return (X_new - 0.1307) / 0.3081
""",
    ),
]

NEAREST_MEAN = [
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    answers = []
    for row in X_new:
        best, best_distance = None, float("inf")
        for k in labels.unique().tolist():
            distance = ((row - X[labels == k].mean(0)) ** 2).sum().item()
            if distance < best_distance:
                best, best_distance = k, distance
        answers.append(best)
    return torch.tensor(answers)
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    one_hot = torch.eye(int(labels.max()) + 1)[labels]
    means = one_hot.T @ X / one_hot.sum(0)[:, None]
    return (X_new @ means.T - 0.5 * (means**2).sum(1)).argmax(1)
""",
    ),
    (
        "ok",
        """
import numpy as np

def nearest_mean(X, labels, X_new):
    X, labels, X_new = X.numpy(), labels.numpy(), X_new.numpy()
    means = np.array([X[labels == k].mean(axis=0) for k in np.unique(labels)])
    return np.linalg.norm(X_new[:, None] - means, axis=2).argmin(axis=1)
""",
    ),
    (
        "farthest",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmax(dim=1)
""",
    ),
    (
        "largest_product",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return (X_new @ means.T).argmax(dim=1)
""",
    ),
    (
        "nearest_row",
        """
def nearest_mean(X, labels, X_new):
    return labels[torch.cdist(X_new, X).argmin(dim=1)]
""",
    ),
    (
        "row_number",
        """
def nearest_mean(X, labels, X_new):
    return torch.cdist(X_new, X).argmin(dim=1)
""",
    ),
    (
        "signed_difference",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return (X_new[:, None, :] - means).sum(dim=2).argmin(dim=1)
""",
    ),
    (
        "distance_itself",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).min(dim=1).values
""",
    ),
]

LEAKED = [
    (
        "ok",
        """
def leaked(X_train, X_new):
    same = (X_new[:, None, :] == X_train).all(dim=2)
    return same.any(dim=1).sum()
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    known = {tuple(row) for row in X_train.tolist()}
    return sum(tuple(row) in known for row in X_new.tolist())
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    count = 0
    for new in X_new:
        if any(torch.equal(new, old) for old in X_train):
            count += 1
    return count
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    known = {row.numpy().tobytes() for row in X_train + 0.0}
    return sum(row.numpy().tobytes() in known for row in X_new + 0.0)
""",
    ),
    (
        "every_pair",
        """
def leaked(X_train, X_new):
    count = 0
    for new in X_new:
        for old in X_train:
            count += torch.equal(new, old)
    return count
""",
    ),
    (
        "training_rows",
        """
def leaked(X_train, X_new):
    return (X_train[:, None] == X_new).all(dim=2).any(dim=1).sum()
""",
    ),
    (
        "distinct_rows",
        """
def leaked(X_train, X_new):
    return len(set(map(tuple, X_train.tolist())) & set(map(tuple, X_new.tolist())))
""",
    ),
    (
        "any_entry",
        """
def leaked(X_train, X_new):
    return sum(bool((X_train == new).any()) for new in X_new)
""",
    ),
    (
        "share",
        """
def leaked(X_train, X_new):
    return (X_new[:, None] == X_train).all(dim=2).any(dim=1).float().mean()
""",
    ),
    (
        "the_clean_ones",
        """
def leaked(X_train, X_new):
    known = set(map(tuple, X_train.tolist()))
    return len([row for row in X_new.tolist() if tuple(row) not in known])
""",
    ),
    (
        "same_place",
        """
def leaked(X_train, X_new):
    n = min(len(X_train), len(X_new))
    return (X_train[:n] == X_new[:n]).all(dim=1).sum()
""",
    ),
]

ANSWERS = {"standardise": STANDARDISE, "nearest_mean": NEAREST_MEAN, "leaked": LEAKED}
