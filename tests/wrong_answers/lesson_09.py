"""Answers a learner may write in lesson 09, right in several styles and wrong in typical ways, as text for the stub.

As lesson_03: ANSWERS, exercise -> list of (expected, code), and NAMES, what each stub assigns.
"""

NAMES = {
    "epoch_loss": "epoch_loss",
    "training_step": "training_step",
    "rates_of_all_steps": "rates_of_all_steps",
    "first_losses": "first_losses",
}

# means and sizes, six inputs of which the rows come third, four numbers, one number
OWN_INPUTS = ("epoch_loss", "training_step", "rates_of_all_steps", "first_losses")

EPOCH_LOSS = [
    (
        "ok",
        """
def epoch_loss(batch_losses, batch_sizes):
    return (batch_losses * batch_sizes).sum() / batch_sizes.sum()
""",
    ),
    (
        "ok",
        """
def epoch_loss(batch_losses, batch_sizes):
    total, count = 0.0, 0
    for loss, size in zip(batch_losses, batch_sizes):
        total += loss.item() * size.item()
        count += size.item()
    return total / count
""",
    ),
    (
        "ok",
        """
def epoch_loss(batch_losses, batch_sizes):
    return np.average(batch_losses.numpy(), weights=batch_sizes.numpy())
""",
    ),
    (
        "ok",
        """
def epoch_loss(batch_losses, batch_sizes):
    return batch_losses.repeat_interleave(batch_sizes).mean()
""",
    ),
    (
        "mean_of_means",
        """
def epoch_loss(batch_losses, batch_sizes):
    return batch_losses.mean()
""",
    ),
    (
        "mean_of_means",
        """
def epoch_loss(batch_losses, batch_sizes):
    total = 0.0
    for loss in batch_losses:
        total += loss
    return total / len(batch_losses)
""",
    ),
    (
        "sum_of_means",
        """
def epoch_loss(batch_losses, batch_sizes):
    return batch_losses.sum()
""",
    ),
    (
        "means_over_examples",
        """
def epoch_loss(batch_losses, batch_sizes):
    return sum(batch_losses) / sum(batch_sizes)
""",
    ),
    (
        "not_divided",
        """
def epoch_loss(batch_losses, batch_sizes):
    return (batch_losses * batch_sizes).sum()
""",
    ),
    (
        "by_batches",
        """
def epoch_loss(batch_losses, batch_sizes):
    return (batch_losses * batch_sizes).mean()
""",
    ),
    (
        "equal_batches",
        """
def epoch_loss(batch_losses, batch_sizes):
    return (batch_losses * batch_sizes).sum() / (len(batch_sizes) * batch_sizes[0])
""",
    ),
    (
        "equal_batches",
        """
def epoch_loss(batch_losses, batch_sizes):
    n_examples = len(batch_sizes) * batch_sizes.max()
    return (batch_losses * batch_sizes).sum() / n_examples
""",
    ),
    (
        "last_left_out",
        """
def epoch_loss(batch_losses, batch_sizes):
    return (batch_losses[:-1] * batch_sizes[:-1]).sum() / batch_sizes[:-1].sum()
""",
    ),
    (
        "last_left_out",
        """
def epoch_loss(batch_losses, batch_sizes):
    total = 0.0
    for k in range(len(batch_losses) - 1):
        total += batch_losses[k] * batch_sizes[k]
    return total / batch_sizes.sum()
""",
    ),
]

TRAINING_STEP = [
    (
        "ok",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    new_W = W - rate * (X.T @ difference + weight_decay * W)
    return new_W, b - rate * difference.sum(dim=0)
""",
    ),
    (
        "ok",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    W, b = W.clone().requires_grad_(), b.clone().requires_grad_()
    loss = torch.nn.functional.cross_entropy(X @ W + b, labels) + weight_decay / 2 * (W**2).sum()
    loss.backward()
    with torch.no_grad():
        return [W - rate * W.grad, b - rate * b.grad]
""",
    ),
    (
        "ok",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    W, b = torch.nn.Parameter(W.clone()), torch.nn.Parameter(b.clone())
    groups = [{"params": [W], "weight_decay": weight_decay}, {"params": [b]}]
    optimizer = torch.optim.SGD(groups, lr=rate)
    torch.nn.functional.cross_entropy(X @ W + b, labels).backward()
    optimizer.step()
    return W, b
""",
    ),
    (
        "ok",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    x, w = X.numpy(), W.numpy()
    scores = x @ w + b.numpy()
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    difference = powers / powers.sum(axis=1, keepdims=True)
    difference[np.arange(len(x)), labels.numpy()] -= 1
    difference /= len(x)
    return (1 - rate * weight_decay) * w - rate * x.T @ difference, b.numpy() - rate * difference.sum(axis=0)
""",
    ),
    (
        "pair",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    new_W = W - rate * (X.T @ difference + weight_decay * W)
    return torch.cat([new_W, (b - rate * difference.sum(dim=0))[None]])
""",
    ),
    (
        "pair",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * (X.T @ difference + weight_decay * W)
""",
    ),
    (
        "pair",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    new_b = b - rate * difference.sum(dim=0, keepdim=True)
    return W - rate * (X.T @ difference + weight_decay * W), new_b
""",
    ),
    (
        "uphill",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W + rate * (X.T @ difference + weight_decay * W), b + rate * difference.sum(dim=0)
""",
    ),
    (
        "uphill",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W * (1 - rate * weight_decay) + rate * X.T @ difference, b + rate * difference.sum(dim=0)
""",
    ),
    (
        "not_divided",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))
    return W - rate * (X.T @ difference + weight_decay * W), b - rate * difference.sum(dim=0)
""",
    ),
    (
        "no_decay",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * X.T @ difference, b - rate * difference.sum(dim=0)
""",
    ),
    (
        "bias_decayed",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    new_b = b - rate * (difference.sum(dim=0) + weight_decay * b)
    return W - rate * (X.T @ difference + weight_decay * W), new_b
""",
    ),
    (
        "decay_without_rate",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return (1 - weight_decay) * W - rate * X.T @ difference, b - rate * difference.sum(dim=0)
""",
    ),
    (
        "decay_doubled",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * (X.T @ difference + 2 * weight_decay * W), b - rate * difference.sum(dim=0)
""",
    ),
    (
        "decay_halved",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * (X.T @ difference + weight_decay / 2 * W), b - rate * difference.sum(dim=0)
""",
    ),
    (
        "decay_grows",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * (X.T @ difference - weight_decay * W), b - rate * difference.sum(dim=0)
""",
    ),
    (
        "decayed_after",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    new_W = W - rate * X.T @ difference
    return new_W - rate * weight_decay * new_W, b - rate * difference.sum(dim=0)
""",
    ),
    (
        "bias_over_everything",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * (X.T @ difference + weight_decay * W), b - rate * difference.sum()
""",
    ),
    (
        "gradients",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    return X.T @ difference + weight_decay * W, difference.sum(dim=0)
""",
    ),
    (
        "raw_scores",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (X @ W + b - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * (X.T @ difference + weight_decay * W), b - rate * difference.sum(dim=0)
""",
    ),
    (
        "naive_softmax",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    powers = torch.exp(X @ W + b)
    difference = (powers / powers.sum(dim=1, keepdim=True) - losses.one_hot(labels, len(b))) / len(X)
    return W - rate * (X.T @ difference + weight_decay * W), b - rate * difference.sum(dim=0)
""",
    ),
]

RATES = [
    (
        "ok",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = epochs * -(-n_examples // batch_size)
    return first_rate * (1 - torch.arange(n_steps) / n_steps)
""",
    ),
    (
        "ok",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = epochs * int(np.ceil(n_examples / batch_size))
    return np.linspace(first_rate, 0, n_steps, endpoint=False)
""",
    ),
    (
        "ok",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    rates = []
    n_steps = epochs * len(torch.arange(n_examples).split(batch_size))
    for step in range(n_steps):
        rates.append(first_rate * (n_steps - step) / n_steps)
    return torch.tensor(rates)
""",
    ),
    (
        "reaches_zero",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = epochs * -(-n_examples // batch_size)
    return torch.linspace(first_rate, 0, n_steps)
""",
    ),
    (
        "starts_late",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = epochs * -(-n_examples // batch_size)
    return first_rate * (1 - torch.arange(1, n_steps + 1) / n_steps)
""",
    ),
    (
        "short_batch_lost",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = epochs * (n_examples // batch_size)
    return first_rate * (1 - torch.arange(n_steps) / n_steps)
""",
    ),
    (
        "rounded_at_the_end",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = int(np.ceil(epochs * n_examples / batch_size))
    return first_rate * (1 - np.arange(n_steps) / n_steps)
""",
    ),
    (
        "one_epoch",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = -(-n_examples // batch_size)
    return first_rate * (1 - torch.arange(n_steps) / n_steps)
""",
    ),
    (
        "every_epoch_anew",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_batches = -(-n_examples // batch_size)
    return (first_rate * (1 - torch.arange(n_batches) / n_batches)).repeat(epochs)
""",
    ),
    (
        "by_epoch",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_batches = -(-n_examples // batch_size)
    return torch.tensor([first_rate * (1 - epoch / epochs) for epoch in range(epochs) for _ in range(n_batches)])
""",
    ),
    (
        "step_per_example",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = epochs * n_examples
    return first_rate * (1 - torch.arange(n_steps) / n_steps)
""",
    ),
    (
        "constant",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    return torch.full((epochs * -(-n_examples // batch_size),), first_rate)
""",
    ),
    (
        "no_first_rate",
        """
def rates_of_all_steps(first_rate, n_examples, batch_size, epochs):
    n_steps = epochs * -(-n_examples // batch_size)
    return 1 - torch.arange(n_steps) / n_steps
""",
    ),
]

FIRST_LOSSES = [
    (
        "ok",
        """
def first_losses(n_classes):
    return torch.tensor([1 / 2, n_classes - 1, 1, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "ok",
        """
def first_losses(n_classes):
    scores, labels = torch.zeros(1, n_classes), torch.tensor([0])
    return torch.stack([
        losses.mse_on_one_hot(scores, labels),
        losses.margin_loss(scores, labels),
        losses.margin_loss(scores, labels, rivals="worst"),
        losses.cross_entropy(scores, labels),
        losses.brier_loss(scores, labels),
    ])
""",
    ),
    (
        "ok",
        """
def first_losses(n_classes):
    k = n_classes
    brier = (1 - 1 / k) ** 2 + (k - 1) / k**2
    return np.array([0.5, k - 1, 1, -np.log(1 / k), brier])
""",
    ),
    (
        "table_of_ten",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, 9, 1, 2.302585, 0.9])
""",
    ),
    (
        "mse_no_half",
        """
def first_losses(n_classes):
    return torch.tensor([1, n_classes - 1, 1, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "mse_over_classes",
        """
def first_losses(n_classes):
    return torch.tensor([1 / n_classes, n_classes - 1, 1, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "mse_over_classes",
        """
def first_losses(n_classes):
    mse = 0.5 / n_classes
    return torch.tensor([mse, n_classes - 1, 1, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "mse_of_probabilities",
        """
def first_losses(n_classes):
    brier = 1 - 1 / n_classes
    return torch.tensor([brier / 2, n_classes - 1, 1, np.log(n_classes), brier])
""",
    ),
    (
        "own_rival",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, n_classes, 1, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "margin_over_classes",
        """
def first_losses(n_classes):
    margin = torch.nn.functional.multi_margin_loss(torch.zeros(1, n_classes), torch.tensor([0]))
    return torch.tensor([0.5, margin, 1, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "worst_is_all",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, n_classes - 1, n_classes - 1, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "ties_cost_nothing",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, 0, 0, np.log(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "bits",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, n_classes - 1, 1, np.log2(n_classes), 1 - 1 / n_classes])
""",
    ),
    (
        "brier_true_class_only",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, n_classes - 1, 1, np.log(n_classes), (1 - 1 / n_classes) ** 2])
""",
    ),
    (
        "brier_over_classes",
        """
def first_losses(n_classes):
    p, y = torch.full((n_classes,), 1 / n_classes), torch.eye(n_classes)[0]
    return torch.tensor([0.5, n_classes - 1, 1, np.log(n_classes), ((p - y) ** 2).mean()])
""",
    ),
    (
        "brier_half",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, n_classes - 1, 1, np.log(n_classes), (1 - 1 / n_classes) / 2])
""",
    ),
    (
        "brier_of_scores",
        """
def first_losses(n_classes):
    return torch.tensor([0.5, n_classes - 1, 1, np.log(n_classes), 1])
""",
    ),
]

ANSWERS = {
    "epoch_loss": EPOCH_LOSS,
    "training_step": TRAINING_STEP,
    "rates_of_all_steps": RATES,
    "first_losses": FIRST_LOSSES,
}
