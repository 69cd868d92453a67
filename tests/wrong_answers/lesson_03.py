"""Answers a learner may write in lesson 03, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS: exercise -> list of (expected, code). expected is "ok" or the hint's topic: "checks.<exercise>.<topic>" in
utils.words. Each code assigns the name the lesson's stub assigns, NAMES[exercise]. Written as learners write, and not
with the code of utils.checks, so that a slip there shows here.
"""

NAMES = {
    "mse_on_one_hot": "my_mse",
    "mse_gradient": "mse_gradient",
    "largest_learning_rate": "largest_learning_rate",
    "sum_to_one_proof": "proof",
}

MSE_ON_ONE_HOT = [
    (
        "ok",
        """
def my_mse(scores, labels):
    one_hot_labels = torch.eye(scores.shape[1])[labels]
    return ((scores - one_hot_labels) ** 2).sum(dim=1).mean() / 2
""",
    ),
    (
        "ok",
        """
def my_mse(scores, labels):
    n_classes = scores.shape[1]
    return n_classes / 2 * torch.nn.functional.mse_loss(scores, losses.one_hot(labels, n_classes).to(scores))
""",
    ),
    (
        "ok",
        """
def my_mse(scores, labels):
    total = 0.0
    for row, label in zip(scores.tolist(), labels.tolist()):
        for k, score in enumerate(row):
            total += 0.5 * (score - (k == label)) ** 2
    return total / len(scores)
""",
    ),
    (
        "ok",
        """
import numpy as np

def my_mse(scores, labels):
    errors = np.array(scores, dtype=np.float32)
    errors[np.arange(len(errors)), labels] -= 1
    return np.mean(np.sum(errors**2, axis=1) / 2)
""",
    ),
    (
        "ok",
        """
def my_mse(scores, labels):
    true_scores = scores[torch.arange(len(labels)), labels]
    return (0.5 * scores.square().sum(1) - true_scores + 0.5).mean()
""",
    ),
    (
        "no_half",
        """
def my_mse(scores, labels):
    return (scores - losses.one_hot(labels, scores.shape[1])).square().sum(1).mean()
""",
    ),
    (
        "mean_over_classes",
        """
def my_mse(scores, labels):
    return torch.nn.functional.mse_loss(scores, losses.one_hot(labels, scores.shape[1]).to(scores.dtype))
""",
    ),
    (
        "mean_over_classes",
        """
def my_mse(scores, labels):
    return 0.5 * torch.mean((scores - losses.one_hot(labels, scores.shape[1])) ** 2)
""",
    ),
    (
        "sum_over_examples",
        """
def my_mse(scores, labels):
    return 0.5 * torch.sum((scores - losses.one_hot(labels, scores.shape[1])) ** 2)
""",
    ),
    (
        "sum_over_examples",
        """
def my_mse(scores, labels):
    one_hot_labels = losses.one_hot(labels, scores.shape[1]).to(scores.dtype)
    return torch.nn.functional.mse_loss(scores, one_hot_labels, reduction="sum")
""",
    ),
    (
        "softmax_first",
        """
def my_mse(scores, labels):
    probabilities = scores.softmax(dim=1)
    return losses.mse_on_one_hot(probabilities, labels)
""",
    ),
    (
        "softmax_first",
        """
def my_mse(scores, labels):
    probabilities = torch.exp(scores) / torch.exp(scores).sum(dim=1)[:, None]
    return ((probabilities - torch.eye(scores.shape[1])[labels]) ** 2).sum(1).mean() / 2
""",
    ),
    (
        "absolute_error",
        """
def my_mse(scores, labels):
    return torch.abs(scores - losses.one_hot(labels, scores.shape[1])).sum(dim=1).mean() / 2
""",
    ),
    (
        "absolute_error",
        """
def my_mse(scores, labels):
    return torch.abs(scores - losses.one_hot(labels, scores.shape[1])).sum(dim=1).mean()
""",
    ),
    (
        "true_class_only",
        """
def my_mse(scores, labels):
    true_scores = scores[range(len(labels)), labels]
    return ((1 - true_scores) ** 2 / 2).mean()
""",
    ),
    (
        "labels_as_numbers",
        """
def my_mse(scores, labels):
    return ((scores - labels.unsqueeze(1)) ** 2).sum(dim=1).mean() / 2
""",
    ),
    (
        "square_root",
        """
def my_mse(scores, labels):
    return torch.linalg.norm(scores - losses.one_hot(labels, scores.shape[1]), dim=1).mean()
""",
    ),
]

MSE_GRADIENT = [
    (
        "ok",
        """
def mse_gradient(scores, labels):
    return (scores - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    scores.requires_grad_()
    losses.mse_on_one_hot(scores, labels).backward()
    return scores.grad
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    gradient = scores.clone()
    for i, label in enumerate(labels):
        gradient[i, label] -= 1
    return gradient.numpy() / gradient.shape[0]
""",
    ),
    (
        "not_divided",
        """
def mse_gradient(scores, labels):
    return scores - losses.one_hot(labels, scores.shape[1])
""",
    ),
    (
        "sign",
        """
def mse_gradient(scores, labels):
    return (losses.one_hot(labels, scores.shape[1]) - scores) / len(labels)
""",
    ),
    (
        "sign",
        """
def mse_gradient(scores, labels):
    return losses.one_hot(labels, scores.shape[1]) - scores
""",
    ),
    (
        "factor_two",
        """
def mse_gradient(scores, labels):
    return 2 / len(scores) * (scores - losses.one_hot(labels, scores.shape[1]))
""",
    ),
    (
        "divided_by_classes",
        """
def mse_gradient(scores, labels):
    n_examples, n_classes = scores.shape
    return (scores - losses.one_hot(labels, n_classes)) / (n_examples * n_classes)
""",
    ),
    (
        "divided_by_classes",
        """
def mse_gradient(scores, labels):
    scores = scores.clone().requires_grad_()
    torch.nn.functional.mse_loss(scores, losses.one_hot(labels, scores.shape[1]).to(scores.dtype)).backward()
    return scores.grad
""",
    ),
    (
        "softmax_first",
        """
def mse_gradient(scores, labels):
    return (torch.softmax(scores, dim=1) - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
    (
        "softmax_first",
        """
def mse_gradient(scores, labels):
    probabilities = scores.exp() / scores.exp().sum(1, keepdim=True)
    return probabilities - losses.one_hot(labels, scores.shape[1])
""",
    ),
    (
        "true_class_only",
        """
def mse_gradient(scores, labels):
    rows = torch.arange(len(labels))
    gradient = torch.zeros_like(scores)
    gradient[rows, labels] = (scores[rows, labels] - 1) / len(labels)
    return gradient
""",
    ),
]

LARGEST_LEARNING_RATE = [
    (
        "ok",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))[-1]
""",
    ),
    (
        "ok",
        """
import numpy as np

def largest_learning_rate(X):
    X = np.hstack([np.ones((len(X), 1)), X.numpy()])
    return 2 * len(X) / np.linalg.norm(X, 2) ** 2
""",
    ),
    (
        "ok",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    direction = torch.ones(X.shape[1])
    for step in range(100):
        direction = X.T @ (X @ direction) / len(X)
        eigenvalue = direction.norm()
        direction = direction / eigenvalue
    return 2 / float(eigenvalue)
""",
    ),
    (
        "ok",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvals(X @ X.T / len(X)).abs().max()
""",
    ),
    (
        "one_over",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 1 / torch.linalg.eigvalsh(X.T @ X / len(X)).max()
""",
    ),
    (
        "eigenvalue_itself",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return torch.linalg.eigvalsh(X.T @ X / len(X)).max()
""",
    ),
    (
        "no_ones",
        """
def largest_learning_rate(X):
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X)).max()
""",
    ),
    (
        "not_divided",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X).max()
""",
    ),
    (
        "singular_value",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.svdvals(X).max()
""",
    ),
    (
        "singular_value",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 * len(X) / torch.linalg.matrix_norm(X, ord=2)
""",
    ),
    (
        "singular_value",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1) / len(X) ** 0.5
    return 2 / torch.linalg.svdvals(X)[0]
""",
    ),
    (
        "centred",
        """
def largest_learning_rate(X):
    X = X - X.mean(dim=0)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X)).max()
""",
    ),
    (
        "centred",
        """
def largest_learning_rate(X):
    return 2 / torch.linalg.eigvalsh(torch.cov(X.T).nan_to_num()).max()
""",
    ),
    (
        "centred",
        """
def largest_learning_rate(X):
    X = torch.cat([X - X.mean(dim=0), torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X)).max()
""",
    ),
    (
        "smallest",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))[0]
""",
    ),
]

SUM_TO_ONE_PROOF = [
    ("ok", 'proof = "EBHCIF"'),
    ("ok", 'proof = "h, b, e, c, i, f"'),
    ("ok", 'proof = ["B", "E", "H", "C", "I", "F"]'),
    ("ok", 'proof = "B -> H -> E -> C -> I -> F"'),
    ("A", 'proof = "EBAF"'),  # targets in [0, 1]
    ("D", 'proof = "DF"'),  # softmax
    ("G", 'proof = "HBGF"'),  # holds all along gradient descent
    ("J", 'proof = "JBF"'),  # every label is met
    ("H", 'proof = "EBCIF"'),  # the intercept is forgotten
    ("B", 'proof = "EHCIF"'),  # one-hot labels are forgotten
    ("E", 'proof = "BHCIF"'),  # nothing on the best fit
    ("C", 'proof = "EBHIF"'),
    ("I", 'proof = "EBHCF"'),  # uniqueness is forgotten
    ("F", 'proof = "EBHCI"'),  # no conclusion
]

ANSWERS = {
    "mse_on_one_hot": MSE_ON_ONE_HOT,
    "mse_gradient": MSE_GRADIENT,
    "largest_learning_rate": LARGEST_LEARNING_RATE,
    "sum_to_one_proof": SUM_TO_ONE_PROOF,
}
