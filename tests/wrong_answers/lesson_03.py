"""Answers a learner may write in lesson 03, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS: exercise -> list of (expected, code). expected is "ok", the name of a hint of this exercise's own, or
"checks.<name>" for a sentence of tests/sentences.py, which any exercise may say. Each code assigns the name that the
lesson's stub assigns, NAMES[exercise]. Written as learners write, and not with the code of utils.checks, so
that a slip there shows here.
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
    (
        "square_root",
        """
def my_mse(scores, labels):
    return torch.linalg.norm(scores - losses.one_hot(labels, scores.shape[1]), dim=1).mean() / 2
""",
    ),
    (
        "labels_as_numbers",
        """
def my_mse(scores, labels):
    return torch.nn.functional.mse_loss(scores, labels[:, None].expand_as(scores).to(scores))
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_mse(scores, labels):
    return losses.mse_on_one_hot(scores, labels)
""",
    ),
    (
        "ok",
        """
def my_mse(scores, labels, factor=0.5):
    squared = torch.pow(scores - torch.nn.functional.one_hot(labels, num_classes=scores.size(1)), 2)
    return torch.mean(factor * torch.sum(squared, dim=-1), dim=0)
""",
    ),
    ("ok", "my_mse = lambda s, y: 0.5 * (s - torch.eye(s.shape[1])[y]).pow(2).sum() / len(y)"),
    (
        "ok",
        """
def my_mse(scores, labels):
    one_hot_labels = torch.zeros_like(scores).scatter_(1, labels.view(-1, 1), 1.0)
    return ((scores - one_hot_labels) ** 2).sum(dim=1, keepdim=True).mean() / 2
""",
    ),
    (
        "ok",
        """
def my_mse(scores, labels):
    one_hot_labels = (labels[:, None] == torch.arange(scores.shape[1])).double()
    return float(0.5 * ((scores.double() - one_hot_labels) ** 2).sum(1).mean())
""",
    ),
    (
        "ok",
        """
def my_mse(scores, labels):
    errors = scores - losses.one_hot(labels, scores.shape[1])
    return torch.einsum("nk,nk->", errors, errors).item() / (2 * len(scores))
""",
    ),
    (
        "no_half",
        """
def my_mse(scores, labels):
    total = 0
    for i in range(len(scores)):
        for k in range(scores.shape[1]):
            target = 1 if labels[i] == k else 0
            total += (scores[i, k] - target) ** 2
    return total / len(scores)
""",
    ),
    (
        "labels_as_numbers",
        """
def my_mse(scores, labels):
    return ((scores - labels) ** 2).sum(dim=1).mean() / 2
""",
    ),
    (
        "labels_as_numbers",
        """
def my_mse(scores, labels):
    return torch.nn.functional.mse_loss(scores, labels)
""",
    ),
    (
        "per_example",
        """
def my_mse(scores, labels):
    return 0.5 * ((scores - losses.one_hot(labels, scores.shape[1])) ** 2).sum(dim=1)
""",
    ),
    (
        "over_examples",
        """
def my_mse(scores, labels):
    return 0.5 * ((scores - losses.one_hot(labels, scores.shape[1])) ** 2).sum(dim=0).mean()
""",
    ),
    (
        "not_squared",
        """
def my_mse(scores, labels):
    return 0.5 * (scores - losses.one_hot(labels, scores.shape[1])).sum(dim=1).mean()
""",
    ),
    (
        "columns",
        """
def my_mse(scores, labels):
    return ((scores - torch.nn.functional.one_hot(labels)) ** 2).sum(dim=1).mean() / 2
""",
    ),
    (
        "columns",
        """
def my_mse(scores, labels):
    return ((scores - losses.one_hot(labels, 10)) ** 2).sum(dim=1).mean() / 2
""",
    ),
    (
        "columns",
        """
def my_mse(scores, labels):
    one_hot_labels = torch.eye(3)[labels]
    return 0.5 * ((scores - one_hot_labels) ** 2).sum(dim=1).mean()
""",
    ),
    (
        "cross_entropy",
        """
def my_mse(scores, labels):
    return torch.nn.functional.cross_entropy(scores, labels)
""",
    ),
    (
        "checks.one_number_axis",
        """
def my_mse(scores, labels):
    example_losses = 0.5 * ((scores - losses.one_hot(labels, scores.shape[1])) ** 2).sum(dim=1)
    return example_losses.mean(dim=0, keepdim=True)
""",
    ),
    (
        "checks.array_method",
        """
def my_mse(scores, labels):
    one_hot_labels = torch.eye(scores.shape[1])[labels]
    return ((scores - one_hot_labels).astype(float) ** 2).sum(axis=1).mean() / 2
""",
    ),
    (
        "checks.none",
        """
def my_mse(scores, labels):
    loss = ((scores - losses.one_hot(labels, scores.shape[1])) ** 2).sum(dim=1).mean() / 2
""",
    ),
    (
        "checks.in_place",
        """
def my_mse(scores, labels):
    scores[torch.arange(len(labels)), labels] -= 1
    return (scores**2).sum(dim=1).mean() / 2
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
        "checks.ok_not_by_hand",
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
    (
        "ok",
        """
def mse_gradient(scores, labels):
    return ((scores - torch.eye(scores.shape[1])[labels]) / len(labels)).tolist()
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    rows = []
    for row, label in zip(scores.tolist(), labels.tolist()):
        rows.append(tuple((score - (1 if k == label else 0)) / len(labels) for k, score in enumerate(row)))
    return tuple(rows)
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    one_hot_labels = torch.nn.functional.one_hot(labels, num_classes=scores.shape[1])
    return scores.sub(one_hot_labels).div(scores.shape[0])
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    return scores.double() / len(scores) - losses.one_hot(labels, scores.shape[1]).double() / len(scores)
""",
    ),
    (
        "ok",
        """
import numpy as np

def mse_gradient(scores, labels):
    return (scores.numpy() - np.eye(scores.shape[1])[labels.numpy()]) / len(labels)
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    gradient = scores / len(scores)
    gradient[torch.arange(len(labels)), labels] -= 1 / len(scores)
    return gradient
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    is_true = labels.unsqueeze(1) == torch.arange(scores.shape[1])
    return torch.where(is_true, scores - 1, scores) * (1 / len(labels))
""",
    ),
    (
        "ok",
        """
def mse_gradient(scores, labels):
    def loss(scores):
        return (scores - losses.one_hot(labels, scores.shape[1])).pow(2).sum(1).mean() / 2

    h, scores = 1e-3, scores.double()
    gradient = torch.zeros_like(scores)
    for i in range(scores.shape[0]):
        for k in range(scores.shape[1]):
            step = torch.zeros_like(scores)
            step[i, k] = h
            gradient[i, k] = (loss(scores + step) - loss(scores - step)) / (2 * h)
    return gradient
""",
    ),
    (
        "factor_two",
        """
def mse_gradient(scores, labels):
    return 2 * (scores - losses.one_hot(labels, scores.shape[1]))
""",
    ),
    (
        "divided_by_classes",
        """
def mse_gradient(scores, labels):
    return (scores - losses.one_hot(labels, scores.shape[1])) / scores.shape[1]
""",
    ),
    (
        "averaged_away",
        """
def mse_gradient(scores, labels):
    return (scores - losses.one_hot(labels, scores.shape[1])).mean()
""",
    ),
    (
        "mean_by_dim",
        """
def mse_gradient(scores, labels):
    return (scores - losses.one_hot(labels, scores.shape[1])).mean(dim=0)
""",
    ),
    (
        "squared",
        """
def mse_gradient(scores, labels):
    return (scores - losses.one_hot(labels, scores.shape[1])) ** 2 / len(scores)
""",
    ),
    (
        "labels_as_numbers",
        """
def mse_gradient(scores, labels):
    return (scores - labels) / len(scores)
""",
    ),
    (
        "labels_as_numbers",
        """
def mse_gradient(scores, labels):
    return (scores - labels[:, None]) / len(labels)
""",
    ),
    (
        "the_loss",
        """
def mse_gradient(scores, labels):
    return losses.mse_on_one_hot(scores, labels)
""",
    ),
    (
        "columns",
        """
def mse_gradient(scores, labels):
    return (scores - torch.nn.functional.one_hot(labels)) / len(scores)
""",
    ),
    (
        "columns",
        """
def mse_gradient(scores, labels):
    return (scores - losses.one_hot(labels, 10)) / len(scores)
""",
    ),
    (
        "autograd",
        """
def mse_gradient(scores, labels):
    losses.mse_on_one_hot(scores, labels).backward()
    return scores.grad
""",
    ),
    (
        "checks.in_place",
        """
def mse_gradient(scores, labels):
    scores[torch.arange(len(labels)), labels] -= 1
    return scores / len(scores)
""",
    ),
    (
        "checks.shape",
        """
def mse_gradient(scores, labels):
    return ((scores - losses.one_hot(labels, scores.shape[1])) / len(scores)).T
""",
    ),
    (
        "columns_of_all",
        """
def mse_gradient(scores, labels):
    gradient = scores.clone()
    gradient[:, labels] -= 1
    return gradient / len(scores)
""",
    ),
    (
        "mean_by_dim",
        """
def mse_gradient(scores, labels):
    errors = scores - losses.one_hot(labels, scores.shape[1])
    return errors.mean(dim=0)
""",
    ),
    (
        "mean_by_dim",
        """
def mse_gradient(scores, labels):
    errors = scores - losses.one_hot(labels, scores.shape[1])
    return errors.mean(dim=0, keepdim=True)
""",
    ),
    (
        "mean_by_dim",
        """
def mse_gradient(scores, labels):
    errors = scores - losses.one_hot(labels, scores.shape[1])
    return errors.sum(0) / len(scores)
""",
    ),
    (
        "mean_by_dim",
        """
def mse_gradient(scores, labels):
    errors = scores - losses.one_hot(labels, scores.shape[1])
    return errors.sum(dim=0)
""",
    ),
    (
        "averaged_away",
        """
def mse_gradient(scores, labels):
    errors = scores - losses.one_hot(labels, scores.shape[1])
    return errors.mean(dim=1, keepdim=True)
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
        "covariance",
        """
def largest_learning_rate(X):
    X = X - X.mean(dim=0)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X)).max()
""",
    ),
    (
        "covariance",
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
    (
        "ok",
        """
def largest_learning_rate(X):
    labels = torch.zeros(len(X), dtype=torch.int64)
    return training.LeastSquares(X, labels, n_classes=2).divergence_learning_rate()
""",
    ),
    (
        "ok",
        """
import numpy as np

def largest_learning_rate(X):
    X = np.column_stack([X, np.ones(len(X))])
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()
""",
    ),
    (
        "ok",
        """
def largest_learning_rate(X):
    X = torch.hstack((torch.ones_like(X[:, :1]), X)).double()
    return 2 / max(torch.linalg.eigvalsh(torch.einsum("ni,nj->ij", X, X) / X.shape[0]).tolist())
""",
    ),
    (
        "ok",
        """
def largest_learning_rate(X):
    X = torch.nn.functional.pad(X, (0, 1), value=1.0)
    return 2 * len(X) / torch.linalg.svdvals(X)[0] ** 2
""",
    ),
    (
        "ok",
        """
def largest_learning_rate(X):
    ones = torch.ones(X.shape[0], 1)
    X = torch.cat((X, ones), axis=1)
    eigenvalues, eigenvectors = torch.linalg.eigh(X.T.matmul(X).div(X.shape[0]))
    return (2 / eigenvalues[-1]).item()
""",
    ),
    (
        "ok",
        """
def largest_learning_rate(X):
    rows = [list(row) + [1.0] for row in X.tolist()]
    direction = [1.0] * len(rows[0])
    for _ in range(300):
        scores = [sum(x * w for x, w in zip(row, direction)) for row in rows]
        image = [sum(row[j] * s for row, s in zip(rows, scores)) / len(rows) for j in range(len(direction))]
        eigenvalue = sum(value**2 for value in image) ** 0.5
        direction = [value / eigenvalue for value in image]
    return 2 / eigenvalue
""",
    ),
    (
        "all_directions",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))
""",
    ),
    (
        "ones_row",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(1, X.shape[1])])
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))[-1]
""",
    ),
    (
        "divided_by_features",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / X.shape[1])[-1]
""",
    ),
    (
        "divided_by_features",
        """
def largest_learning_rate(X):
    n_features = X.shape[1]
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / n_features)[-1]
""",
    ),
    (
        "ones_shape",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X))], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))[-1]
""",
    ),
    (
        "ones_shape",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)])
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))[-1]
""",
    ),
    (
        "trace",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.trace(X.T @ X / len(X))
""",
    ),
    (
        "n_minus_one",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 * (len(X) - 1) / torch.linalg.eigvalsh(X.T @ X)[-1]
""",
    ),
    (
        "n_minus_one",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / (len(X) - 1))[-1]
""",
    ),
    (
        "upside_down",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return torch.linalg.eigvalsh(X.T @ X / len(X))[-1] / 2
""",
    ),
    (
        "checks.one_number_axis",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))[-1:]
""",
    ),
    (
        "checks.not_numbers",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvals(X.T @ X / len(X))[0]
""",
    ),
    (
        "ones_shape",
        """
import numpy as np

def largest_learning_rate(X):
    X = np.hstack([X, np.ones(len(X))])
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]
""",
    ),
    (
        "square",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X)[-1]
""",
    ),
    (
        "square",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(X @ X / len(X))[-1]
""",
    ),
    (
        "complex",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvals(X.T @ X / len(X)).max()
""",
    ),
    (
        "covariance",
        """
def largest_learning_rate(X):
    return 2 / torch.linalg.eigvalsh(torch.cov(X.T)).max()
""",
    ),
    (
        "covariance",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    C = torch.cov(X.T, correction=0)
    return 2 / torch.linalg.eigvalsh(C)[-1]
""",
    ),
    (
        "covariance",
        """
def largest_learning_rate(X):
    return 2 / torch.linalg.eigvalsh(torch.cov(X.T, correction=0))[-1]
""",
    ),
    (
        "covariance",
        """
def largest_learning_rate(X):
    return 2 / np.linalg.eigvalsh(np.cov(X.numpy().T, bias=True))[-1]
""",
    ),
    (
        "covariance",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(torch.cov(X.T, correction=0))[-1]
""",
    ),
    (
        "singular_value",
        """
def largest_learning_rate(X):
    return 2 / torch.linalg.svdvals(X)[0]
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
    return 2 * len(X) / torch.linalg.svdvals(X)[0]
""",
    ),
    (
        "singular_value",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 2 / torch.linalg.norm(X, 2)
""",
    ),
    (
        "checks.differs",
        """
def largest_learning_rate(X):
    X = torch.cat([X, torch.ones(len(X), 1)], dim=1)
    return 1.99 / torch.linalg.eigvalsh(X.T @ X / len(X))[-1]  # a little below, to be on the safe side
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
    ("ok", 'proof = "BEHCIF"'),
    ("ok", 'proof = "hbecif"'),
    ("ok", 'proof = ("H", "E", "B", "C", "I", "F")'),
    ("ok", 'proof = "E, H, B, C, I, F."'),
    ("ok", 'proof = list("BHECIF")'),
    ("ok", 'proof = "1. E  2. B  3. H  4. C  5. I  6. F"'),
    ("ok", 'proof = ["h", "e", "b", "c", "i", "f"]'),
    ("A", 'proof = "EBHCAIF"'),
    ("A", 'proof = "ABCDEFGHIJ"'),
    ("D", 'proof = "EBHDF"'),
    ("G", 'proof = "EGF"'),
    ("J", 'proof = "EBHCJIF"'),
    ("C", 'proof = "EBHI"'),
    ("checks.too_early", 'proof = "EBCHIF"'),
    ("checks.too_early", 'proof = "EBHICF"'),
    ("checks.too_early", 'proof = "EBHCFI"'),
    ("checks.conclusion_first", 'proof = "FICHBE"'),
    ("checks.conclusion_first", 'proof = "F"'),
    ("checks.repeated_step", 'proof = "EBHCIIF"'),
    ("checks.unknown_step", 'proof = "EBHCIK"'),
    ("checks.not_letters", "proof = 523896"),
    ("checks.not_letters", "proof = [5, 2, 8, 3, 9, 6]"),
    ("ok", 'proof = "\uff25\uff22\uff28\uff23\uff29\uff26"'),  # full-width, as a Chinese keyboard writes them
    ("checks.unknown_step", 'proof = "EBH\u0421IF"'),  # a Cyrillic letter that looks like C
]

ANSWERS = {
    "mse_on_one_hot": MSE_ON_ONE_HOT,
    "mse_gradient": MSE_GRADIENT,
    "largest_learning_rate": LARGEST_LEARNING_RATE,
    "sum_to_one_proof": SUM_TO_ONE_PROOF,
}
