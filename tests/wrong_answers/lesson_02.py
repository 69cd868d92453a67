"""Answers a learner may write in lesson 02, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS, NAMES: as in lesson_03.
"""

OWN_INPUTS = ("nearest_mean",)  # two classes at least, so never one row
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
    (
        "ok",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_train.std(unbiased=False)
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    return (X_new - torch.mean(X_train)) / torch.var(X_train, correction=0).sqrt()
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    mean = X_train.mean()
    spread = ((X_train - mean) ** 2).mean() ** 0.5
    return (X_new - mean) / spread
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    return (X_new.double() - X_train.double().mean()) / X_train.double().std(correction=0)
""",
    ),
    (
        "ok",
        """
import numpy as np

def standardise(X_train, X_new):
    return (np.array(X_new) - np.mean(X_train.numpy())) / np.std(X_train.numpy(), ddof=0)
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    mean, spread = float(X_train.mean()), float(X_train.std(correction=0))
    return [[(x - mean) / spread for x in row] for row in X_new.tolist()]
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    mean, spread = X_train.mean(), X_train.std(correction=0)
    return tuple((row - mean) / spread for row in X_new)
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    mean = X_train.sum() / X_train.numel()
    spread = torch.sqrt((X_train**2).mean() - mean**2)
    return (X_new - mean) / spread
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    mean, spread = X_train.mean(), X_train.std(correction=0)
    return X_new / spread - mean / spread
""",
    ),
    (
        "own_numbers",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_new.std(correction=0)
""",
    ),
    (
        "own_numbers",
        """
def standardise(X_train, X_new):
    return (X_new - X_new.mean()) / X_train.std(correction=0)
""",
    ),
    (
        "both_together",
        """
def standardise(X_train, X_new):
    everything = torch.cat([X_train, X_new])
    return (X_new - everything.mean()) / everything.std()
""",
    ),
    (
        "one_less",
        """
def standardise(X_train, X_new):
    return (X_new.numpy() - X_train.numpy().mean()) / X_train.numpy().std(ddof=1)
""",
    ),
    (
        "one_less",
        """
def standardise(X_train, X_new):
    std, mean = torch.std_mean(X_train)
    return (X_new - mean) / std
""",
    ),
    (
        "each_column",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean(0)) / X_train.std(0)
""",
    ),
    (
        "each_column",
        """
def standardise(X_train, X_new):
    return (X_new.numpy() - X_train.numpy().mean(axis=0)) / X_train.numpy().std(axis=0)
""",
    ),
    (
        "each_row",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean(dim=1, keepdim=True)) / X_train.std(dim=1, keepdim=True, correction=0)
""",
    ),
    (
        "each_row",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean(dim=1)) / X_train.std(dim=1, correction=0)
""",
    ),
    (
        "variance",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / ((X_train - X_train.mean()) ** 2).mean()
""",
    ),
    (
        "brackets",
        """
def standardise(X_train, X_new):
    return X_new - X_train.mean() / X_train.std(correction=0)
""",
    ),
    (
        "brackets",
        """
def standardise(X_train, X_new):
    return X_new - X_train.mean() / X_train.std()
""",
    ),
    (
        "training_rows",
        """
def standardise(X_train, X_new):
    return (X_train - X_train.mean()) / X_train.std(correction=0)
""",
    ),
    (
        "sign",
        """
def standardise(X_train, X_new):
    return (X_train.mean() - X_new) / X_train.std(correction=0)
""",
    ),
    (
        "min_max",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.min()) / (X_train.max() - X_train.min())
""",
    ),
    (
        "multiplied",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) * X_train.std(correction=0)
""",
    ),
    (
        "scaled_only",
        """
def standardise(X_train, X_new):
    return X_new / X_train.std(correction=0)
""",
    ),
    (
        "centred_only",
        """
def standardise(X_train, X_new):
    return [[x - float(X_train.mean()) for x in row] for row in X_new.tolist()]
""",
    ),
    (
        "checks.in_place",
        """
def standardise(X_train, X_new):
    X_new -= X_train.mean()
    X_new /= X_train.std(correction=0)
    return X_new
""",
    ),
    (
        "checks.array_method",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_train.numpy().var().sqrt()
""",
    ),
    (
        "checks.raised",
        """
import numpy as np

def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / np.sdt(X_train.numpy())
""",
    ),
    (
        "ok",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / (X_train.std(correction=0) + 1e-8)
""",
    ),
    (
        "each_column",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_train.std(dim=0)
""",
    ),
    (
        "each_column",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean(dim=0)) / X_train.std(correction=0)
""",
    ),
    (
        "own_numbers",
        """
def standardise(X_train, X_new):
    return (X_new - X_new.mean(dim=0)) / X_new.std(dim=0)
""",
    ),
    (
        "training_rows",
        """
def standardise(X_train, X_new):
    return (X_train - X_new.mean()) / X_new.std(correction=0)
""",
    ),
    (
        "numpy_names",
        """
def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / X_train.std(ddof=0)
""",
    ),
    (
        "numpy_names",
        """
import numpy as np

def standardise(X_train, X_new):
    return (X_new - np.mean(X_train)) / np.std(X_train)
""",
    ),
    (
        "numpy_names",
        """
import numpy as np

def standardise(X_train, X_new):
    return (X_new - X_train.mean()) / np.std(X_train)
""",
    ),
    (
        "halves",
        """
def standardise(X_train, X_new):
    return (X_new - 0.5) / 0.5
""",
    ),
    (
        "halves",
        """
def standardise(X_train, X_new):
    return 2 * X_new - 1
""",
    ),
    (
        "checks.differs",
        """
def standardise(X_train, X_new):
    return ((X_new - X_train.mean()) / X_train.std(correction=0)).clamp(-3, 3)
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
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return ((X_new[:, None, :] - means) ** 2).sum(dim=2).argmin(dim=1)
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return (-torch.cdist(X_new, means) ** 2).argmax(dim=1)
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).min(dim=1).indices
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=1).tolist()
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new.double(), means.double()).argmin(dim=1).float()
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return tuple(int((row - means).norm(dim=1).argmin()) for row in X_new)
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.tensor([torch.linalg.vector_norm(means - row, dim=1).argmin() for row in X_new])
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    n_classes = labels.max() + 1
    one_hot = torch.nn.functional.one_hot(labels, n_classes).float()
    means = (one_hot.T @ X) / one_hot.sum(dim=0, keepdim=True).T
    return torch.cdist(means, X_new).argmin(dim=0)
""",
    ),
    (
        "ok",
        """
import numpy as np

from sklearn.neighbors import NearestCentroid

def nearest_mean(X, labels, X_new):
    if len(labels.unique()) == 1:
        return np.zeros(len(X_new), dtype=int)
    return NearestCentroid().fit(X.numpy(), labels.numpy()).predict(X_new.numpy())
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.zeros(int(labels.max()) + 1, X.shape[1]).index_add_(0, labels, X)
    means = means / torch.bincount(labels)[:, None]
    weights, bias = 2 * means.T, -(means**2).sum(dim=1)
    return (X_new @ weights + bias).argmax(dim=1)
""",
    ),
    (
        "farthest",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return (-torch.cdist(X_new, means)).argmin(dim=1)
""",
    ),
    (
        "largest_product",
        """
def nearest_mean(X, labels, X_new):
    one_hot = torch.eye(int(labels.max()) + 1)[labels]
    means = one_hot.T @ X / one_hot.sum(0)[:, None]
    return (means @ X_new.T).argmax(dim=0)
""",
    ),
    (
        "nearest_row",
        """
def nearest_mean(X, labels, X_new):
    answers = []
    for row in X_new:
        answers.append(labels[((X - row) ** 2).sum(dim=1).argmin()])
    return torch.stack(answers)
""",
    ),
    (
        "sums",
        """
def nearest_mean(X, labels, X_new):
    sums = torch.stack([X[labels == k].sum(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, sums).argmin(dim=1)
""",
    ),
    (
        "sums",
        """
def nearest_mean(X, labels, X_new):
    one_hot = torch.eye(int(labels.max()) + 1)[labels]
    return torch.cdist(X_new, one_hot.T @ X).argmin(dim=1)
""",
    ),
    (
        "one_class_short",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()))])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "one_class_short",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(labels.max())])
    return ((X_new[:, None] - means) ** 2).sum(dim=2).argmin(dim=1)
""",
    ),
    (
        "too_many_classes",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(10)])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "city_block",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return (X_new[:, None] - means).abs().sum(dim=2).argmin(dim=1)
""",
    ),
    (
        "city_block",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means, p=1).argmin(dim=1)
""",
    ),
    (
        "mean_distance",
        """
def nearest_mean(X, labels, X_new):
    apart = torch.cdist(X_new, X)
    mean_apart = torch.stack([apart[:, labels == k].mean(dim=1) for k in range(int(labels.max()) + 1)], dim=1)
    return mean_apart.argmin(dim=1)
""",
    ),
    (
        "per_class",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=0)
""",
    ),
    (
        "per_class",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(means, X_new).argmin(dim=1)
""",
    ),
    (
        "wrong_mean",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean() for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "wrong_mean",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean() for k in range(int(labels.max()) + 1)])
    return ((X_new[:, None, :] - means) ** 2).sum(dim=2).argmin(dim=1)
""",
    ),
    (
        "wrong_mean",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=1) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "counted_from_one",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=1) + 1
""",
    ),
    (
        "distance_itself",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).amin(dim=1)
""",
    ),
    (
        "distance_itself",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return ((X_new[:, None] - means) ** 2).sum(dim=2).min(dim=1).values
""",
    ),
    (
        "checks.column",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=1, keepdim=True)
""",
    ),
    (
        "checks.pair",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).min(dim=1)
""",
    ),
    (
        "checks.shape",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin()
""",
    ),
    (
        "checks.shape",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return -torch.cdist(X_new, means)
""",
    ),
    (
        "checks.sizes",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return ((X_new - means) ** 2).sum(dim=1)
""",
    ),
    (
        "ok",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.stack([(X_new - mean).norm(dim=1) for mean in means]).argmin(dim=0)
""",
    ),
    (
        "mean_for_each_row",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in labels])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "too_many_classes",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(len(labels))])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "no_half",
        """
def nearest_mean(X, labels, X_new):
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return (X_new @ means.T - (means**2).sum(dim=1)).argmax(dim=1)
""",
    ),
    (
        "median",
        """
def nearest_mean(X, labels, X_new):
    medians = torch.stack([X[labels == k].median(dim=0).values for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, medians).argmin(dim=1)
""",
    ),
    (
        "not_stacked",
        """
def nearest_mean(X, labels, X_new):
    means = [X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)]
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "not_stacked",
        """
def nearest_mean(X, labels, X_new):
    means = torch.tensor([X[labels == k].mean(dim=0) for k in range(int(labels.max()) + 1)])
    return torch.cdist(X_new, means).argmin(dim=1)
""",
    ),
    (
        "ok",
        """
from sklearn.neighbors import NearestCentroid

def nearest_mean(X, labels, X_new):
    return NearestCentroid().fit(X.numpy(), labels.numpy()).predict(X_new.numpy())
""",
    ),
    (
        "ok",
        """
from sklearn.neighbors import NearestCentroid

def nearest_mean(X, labels, X_new):
    return torch.from_numpy(NearestCentroid().fit(X, labels).predict(X_new))
""",
    ),
    (
        "class_sizes",
        """
def nearest_mean(X, labels, X_new):
    n_classes = int(labels.max()) + 1
    means = torch.stack([X[labels == k].mean(dim=0) for k in range(n_classes)])
    shares = torch.bincount(labels) / len(labels)
    return (-(torch.cdist(X_new, means) ** 2) / 2 + shares.log()).argmax(dim=1)
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
    (
        "ok",
        """
def leaked(X_train, X_new):
    known = {row.numpy().tobytes() for row in X_train}
    return sum(row.numpy().tobytes() in known for row in X_new)
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    known = {image.tobytes() for image in X_train.numpy()}
    return len([image for image in X_new.numpy() if image.tobytes() in known])
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return float((X_new[:, None] == X_train[None]).all(dim=-1).any(dim=-1).float().sum())
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return int((X_train[:, None] == X_new).all(dim=2).any(dim=0).sum())
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return (torch.cdist(X_new, X_train).min(dim=1).values == 0).sum().item()
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return sum(row in X_train.tolist() for row in X_new.tolist())
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return (X_new.numpy()[:, None] == X_train.numpy()).all(axis=2).any(axis=1).sum()
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return torch.tensor([sum(bool((row == X_train).all(dim=1).any()) for row in X_new)]).sum()
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    known = set(map(tuple, X_train.tolist()))
    return len(list(filter(lambda row: tuple(row) in known, X_new.tolist())))
""",
    ),
    (
        "ok",
        """
import numpy as np

def leaked(X_train, X_new):
    known = {str(row.tolist()) for row in X_train}
    return np.float32(sum(str(row.tolist()) in known for row in X_new))
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return len(X_new) - (X_new[:, None] != X_train).any(dim=2).all(dim=1).sum()
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    count = 0
    for new in X_new.tolist():
        for old in X_train.tolist():
            if new == old:
                count += 1
                break
    return count
""",
    ),
    (
        "any_entry",
        """
def leaked(X_train, X_new):
    return sum(row in X_train for row in X_new)
""",
    ),
    (
        "every_pair",
        """
def leaked(X_train, X_new):
    return (X_new[:, None] == X_train).all(dim=2).sum().item()
""",
    ),
    (
        "entries",
        """
def leaked(X_train, X_new):
    return torch.isin(X_new, X_train).sum()
""",
    ),
    (
        "entries_anywhere",
        """
def leaked(X_train, X_new):
    return torch.isin(X_new, X_train).all(dim=1).sum()
""",
    ),
    (
        "by_identity",
        """
def leaked(X_train, X_new):
    return len(set(X_train) & set(X_new))
""",
    ),
    (
        "by_identity",
        """
def leaked(X_train, X_new):
    known = {tuple(row) for row in X_train}
    return sum(tuple(row) in known for row in X_new)
""",
    ),
    (
        "repeats",
        """
def leaked(X_train, X_new):
    together = {row.tobytes() for row in torch.cat([X_train, X_new]).numpy()}
    return len(X_train) + len(X_new) - len(together)
""",
    ),
    (
        "repeats",
        """
def leaked(X_train, X_new):
    return len(X_train) + len(X_new) - len(torch.unique(torch.cat([X_train, X_new]), dim=0))
""",
    ),
    (
        "distinct_rows",
        """
def leaked(X_train, X_new):
    distinct = [len({row.tobytes() for row in some.numpy()}) for some in (X_train, X_new)]
    together = len({row.tobytes() for row in torch.cat([X_train, X_new]).numpy()})
    return sum(distinct) - together
""",
    ),
    (
        "same_place",
        """
def leaked(X_train, X_new):
    return (X_train == X_new).all(dim=1).sum()
""",
    ),
    (
        "same_place",
        """
def leaked(X_train, X_new):
    return sum(torch.equal(new, old) for new, old in zip(X_new, X_train))
""",
    ),
    (
        "training_rows",
        """
def leaked(X_train, X_new):
    known = {row.numpy().tobytes() for row in X_new}
    return sum(row.numpy().tobytes() in known for row in X_train)
""",
    ),
    (
        "share",
        """
def leaked(X_train, X_new):
    return 100 * (X_new[:, None] == X_train).all(dim=2).any(dim=1).float().mean()
""",
    ),
    (
        "found_rows",
        """
def leaked(X_train, X_new):
    return (X_new[:, None] == X_train).all(dim=2).any(dim=1).long()
""",
    ),
    (
        "each_row",
        """
def leaked(X_train, X_new):
    return (X_new[:, None] == X_train).all(dim=2).sum(dim=1)
""",
    ),
    (
        "checks.one_number_axis",
        """
def leaked(X_train, X_new):
    return (X_new[:, None] == X_train).all(dim=2).any(dim=1).sum(dim=0, keepdim=True)
""",
    ),
    (
        "checks.not_numbers",
        """
def leaked(X_train, X_new):
    return any(row in X_train.tolist() for row in X_new.tolist())
""",
    ),
    (
        "found_rows",
        """
def leaked(X_train, X_new):
    return (X_new[:, None] == X_train).all(dim=2).any(dim=1)
""",
    ),
    (
        "checks.differs_hidden",
        """
def leaked(X_train, X_new):
    return len(X_train) + len(X_new)
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return [row in X_train.tolist() for row in X_new.tolist()].count(True)
""",
    ),
    (
        "ok",
        """
def leaked(X_train, X_new):
    return len((X_new[:, None] == X_train).all(dim=2).any(dim=1).nonzero())
""",
    ),
    (
        "every_pair",
        """
def leaked(X_train, X_new):
    return len((X_new[:, None] == X_train).all(dim=2).nonzero())
""",
    ),
    (
        "checks.differs_hidden",
        """
import numpy as np

def leaked(X_train, X_new):
    return len(np.intersect1d(X_train, X_new))
""",
    ),
    (
        "found_rows",
        """
def leaked(X_train, X_new):
    return [any(torch.equal(row, other) for other in X_train) for row in X_new]
""",
    ),
    (
        "found_rows",
        """
import numpy as np


def leaked(X_train, X_new):
    known = {tuple(row) for row in X_train.tolist()}
    return np.array([tuple(row) in known for row in X_new.tolist()])
""",
    ),
    (
        "nearly_equal",
        """
def leaked(X_train, X_new):
    return sum(any(torch.allclose(new, old) for old in X_train) for new in X_new)
""",
    ),
    (
        "nearly_equal",
        """
def leaked(X_train, X_new):
    return ((X_new[:, None] - X_train).abs().amax(dim=2) < 0.01).any(dim=1).sum()
""",
    ),
    (
        "nearly_equal",
        """
def leaked(X_train, X_new):
    return (torch.cdist(X_new, X_train).amin(dim=1) < 0.5).sum()
""",
    ),
    (
        "nearly_equal",
        """
def leaked(X_train, X_new):
    return (X_new.int()[:, None] == X_train.int()).all(dim=2).any(dim=1).sum()
""",
    ),
    (
        "nearly_equal",
        """
def leaked(X_train, X_new):
    return (X_new.half()[:, None] == X_train.half()).all(dim=2).any(dim=1).sum()
""",
    ),
    (
        "nearly_equal",
        """
def leaked(X_train, X_new):
    return (X_new.round()[:, None] == X_train.round()).all(dim=2).any(dim=1).sum()
""",
    ),
    (
        "nearly_equal",
        """
def leaked(X_train, X_new):
    return ((X_new > 0)[:, None] == (X_train > 0)).all(dim=2).any(dim=1).sum()
""",
    ),
    (
        "repeats",
        """
def leaked(X_train, X_new):
    both = torch.cat([X_train.unique(dim=0), X_new])
    return len(both) - len(both.unique(dim=0))
""",
    ),
    (
        "by_identity",
        """
def leaked(X_train, X_new):
    return (X_new[:, None] == X_train).all().sum()
""",
    ),
    (
        "by_identity",
        """
def leaked(X_train, X_new):
    return sum(new is old for new in X_new for old in X_train)
""",
    ),
]

ANSWERS = {"standardise": STANDARDISE, "nearest_mean": NEAREST_MEAN, "leaked": LEAKED}
