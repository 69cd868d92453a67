"""Answers a learner may write in lesson 07, right in several styles and wrong in typical ways, as text for the stub.

As lesson_03: ANSWERS, exercise -> list of (expected, code), and NAMES, what each stub assigns.
"""

NAMES = {
    "ce_gradient": "score_gradient",
    "weights_gradient": "weights_gradient",
    "curvature": "curvature",
    "escape_steps": "escape_steps",
}

CE_GRADIENT = [
    (
        "ok",
        """
def score_gradient(scores, labels):
    return (losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
    (
        "ok",
        """
def score_gradient(scores, labels):
    scores = scores.clone().requires_grad_()
    torch.nn.functional.cross_entropy(scores, labels).backward()
    return scores.grad
""",
    ),
    (
        "ok",
        """
def score_gradient(scores, labels):
    o = scores.numpy()
    o = np.exp(o - o.max(axis=1, keepdims=True))
    gradient = o / o.sum(axis=1, keepdims=True)
    gradient[np.arange(len(o)), labels.numpy()] -= 1
    return gradient / len(o)
""",
    ),
    (
        "not_divided",
        """
def score_gradient(scores, labels):
    return torch.softmax(scores, dim=1) - losses.one_hot(labels, scores.shape[1])
""",
    ),
    (
        "sign",
        """
def score_gradient(scores, labels):
    return (losses.one_hot(labels, scores.shape[1]) - losses.softmax(scores)) / len(scores)
""",
    ),
    (
        "sign",
        """
def score_gradient(scores, labels):
    return torch.eye(scores.shape[1])[labels] - losses.softmax(scores)
""",
    ),
    (
        "divided_by_classes",
        """
def score_gradient(scores, labels):
    n, k = scores.shape
    return (losses.softmax(scores) - losses.one_hot(labels, k)) / (n * k)
""",
    ),
    (
        "no_label",
        """
def score_gradient(scores, labels):
    return losses.softmax(scores) / len(labels)
""",
    ),
    (
        "raw_scores",
        """
def score_gradient(scores, labels):
    return (scores - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
    (
        "naive_softmax",
        """
def score_gradient(scores, labels):
    powers = torch.exp(scores)
    return (powers / powers.sum(dim=1, keepdim=True) - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
    (
        "naive_softmax",
        """
def score_gradient(scores, labels):
    powers = torch.exp(scores)
    return powers / powers.sum(dim=1)[:, None] - losses.one_hot(labels, scores.shape[1])
""",
    ),
    (
        "true_class_only",
        """
def score_gradient(scores, labels):
    rows = torch.arange(len(labels))
    gradient = torch.zeros_like(scores)
    gradient[rows, labels] = (losses.softmax(scores)[rows, labels] - 1) / len(labels)
    return gradient
""",
    ),
    (
        "columns",
        """
def score_gradient(scores, labels):
    return (torch.softmax(scores, dim=0) - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
]

WEIGHTS_GRADIENT = [
    (
        "ok",
        """
def weights_gradient(X, scores, labels):
    difference = (losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])) / len(X)
    return torch.cat([X.T @ difference, difference.sum(dim=0, keepdim=True)])
""",
    ),
    (
        "ok",
        """
def weights_gradient(X, scores, labels):
    X = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)
    return X.T @ (losses.softmax(scores) - losses.one_hot(labels, scores.shape[1]).to(X)) / len(X)
""",
    ),
    (
        "ok",
        """
def weights_gradient(X, scores, labels):
    table = torch.zeros(X.shape[1] + 1, scores.shape[1], dtype=X.dtype)
    for x, row, label in zip(X, scores, labels):
        push = torch.softmax(row, 0)
        push[label] -= 1
        table[:-1] += torch.outer(x, push) / len(X)
        table[-1] += push / len(X)
    return table.numpy()
""",
    ),
    (
        "ok",
        """
def weights_gradient(X, scores, labels):
    weights = torch.zeros(X.shape[1] + 1, scores.shape[1], dtype=X.dtype, requires_grad=True)
    torch.nn.functional.cross_entropy(scores + X @ weights[:-1] + weights[-1], labels).backward()
    return weights.grad
""",
    ),
    (
        "bias_over_everything",
        """
def weights_gradient(X, scores, labels):
    difference = losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])
    W_gradient = X.T @ difference / len(X)
    b_gradient = difference.sum() / len(X)
    return torch.cat([W_gradient, b_gradient.expand(1, scores.shape[1])])
""",
    ),
    (
        "bias_over_everything",
        """
def weights_gradient(X, scores, labels):
    difference = losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])
    table = torch.zeros(X.shape[1] + 1, scores.shape[1])
    table[:-1] = X.T @ difference / len(X)
    table[-1] = difference.mean()
    return table
""",
    ),
    (
        "not_divided",
        """
def weights_gradient(X, scores, labels):
    difference = losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])
    return torch.cat([X.T @ difference, difference.sum(0)[None]])
""",
    ),
    (
        "sign",
        """
def weights_gradient(X, scores, labels):
    difference = (losses.one_hot(labels, scores.shape[1]) - losses.softmax(scores)) / len(X)
    return torch.cat([X.T @ difference, difference.sum(0)[None]])
""",
    ),
    (
        "bias_divided_twice",
        """
def weights_gradient(X, scores, labels):
    difference = (losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])) / len(X)
    return torch.cat([X.T @ difference, difference.mean(0)[None]])
""",
    ),
    (
        "bias_not_divided",
        """
def weights_gradient(X, scores, labels):
    difference = losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])
    return torch.cat([X.T @ difference / len(X), difference.sum(0)[None]])
""",
    ),
    (
        "no_label",
        """
def weights_gradient(X, scores, labels):
    P = losses.softmax(scores)
    return torch.cat([X.T @ P, P.sum(0)[None]]) / len(X)
""",
    ),
    (
        "raw_scores",
        """
def weights_gradient(X, scores, labels):
    difference = (scores - losses.one_hot(labels, scores.shape[1])) / len(X)
    return torch.cat([X.T @ difference, difference.sum(0)[None]])
""",
    ),
]

CURVATURE = [
    (
        "ok",
        """
def curvature(scores, direction):
    p = losses.softmax(scores)
    return p * (direction - (p * direction).sum(dim=1, keepdim=True))
""",
    ),
    (
        "ok",
        """
def curvature(scores, direction):
    rows = []
    for row, v in zip(scores, direction):
        p = torch.softmax(row, 0)
        rows.append((torch.diag(p) - torch.outer(p, p)) @ v)
    return torch.stack(rows)
""",
    ),
    (
        "ok",
        """
def curvature(scores, direction):
    return torch.func.jvp(lambda o: torch.softmax(o, dim=1), (scores,), (direction,))[1]
""",
    ),
    (
        "diagonal_only",
        """
def curvature(scores, direction):
    return losses.softmax(scores) * direction
""",
    ),
    (
        "own_entries",
        """
def curvature(scores, direction):
    p = losses.softmax(scores)
    return p * (1 - p) * direction
""",
    ),
    (
        "plain_mean",
        """
def curvature(scores, direction):
    return losses.softmax(scores) * (direction - direction.mean(dim=1, keepdim=True))
""",
    ),
    (
        "no_first_factor",
        """
def curvature(scores, direction):
    p = losses.softmax(scores)
    return direction - (p * direction).sum(dim=1, keepdim=True)
""",
    ),
    (
        "whole_batch",
        """
def curvature(scores, direction):
    p = losses.softmax(scores)
    return p * direction - p * (p * direction).sum()
""",
    ),
    (
        "sign",
        """
def curvature(scores, direction):
    p = losses.softmax(scores)
    return p * (p * direction).sum(1)[:, None] - p * direction
""",
    ),
    (
        "naive_softmax",
        """
def curvature(scores, direction):
    p = scores.exp() / scores.exp().sum(1, keepdim=True)
    return p * (direction - (p * direction).sum(1, keepdim=True))
""",
    ),
]

ESCAPE_STEPS = [
    (
        "ok",
        """
logit, escape_steps = -10.0, 0
while logit < 0:
    p = 1 / (1 + np.exp(-logit))
    logit += p * (1 - p) ** 2
    escape_steps += 1
""",
    ),
    (
        "ok",
        """
logit, steps = torch.tensor(-10.0, dtype=torch.float64), 0
while torch.sigmoid(logit) < 0.5:
    p = torch.sigmoid(logit)
    logit = logit - (p - 1) * p * (1 - p)
    steps += 1
escape_steps = torch.tensor(steps)
""",
    ),
    ("ok", "escape_steps = 22_063"),
    (
        "cross_entropy",
        """
logit, escape_steps = -10.0, 0
while logit < 0:
    logit += 1 - 1 / (1 + np.exp(-logit))
    escape_steps += 1
""",
    ),
    (
        "brier",
        """
logit, escape_steps = -10.0, 0
while logit < 0:
    p = 1 / (1 + np.exp(-logit))
    logit += 4 * p * (1 - p) ** 2
    escape_steps += 1
""",
    ),
    (
        "two_scores",
        """
logit, escape_steps = -10.0, 0
while logit < 0:
    p = 1 / (1 + np.exp(-logit))
    logit += 2 * p * (1 - p) ** 2
    escape_steps += 1
""",
    ),
    ("from_minus_8", "escape_steps = 3011"),
    ("one_off", "escape_steps = 22_064"),
    ("one_off", "escape_steps = 22_062"),
    ("guessed", "escape_steps = round(3011 * np.exp(2))"),
    ("guessed", "escape_steps = 3011 * np.exp(2)"),
    ("capped", "escape_steps = 10_000"),
]

ANSWERS = {
    "ce_gradient": CE_GRADIENT,
    "weights_gradient": WEIGHTS_GRADIENT,
    "curvature": CURVATURE,
    "escape_steps": ESCAPE_STEPS,
}
