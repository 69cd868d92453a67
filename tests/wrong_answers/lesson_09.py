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


def _function(head, *lines):
    return f"\ndef {head}:\n" + "".join(f"    {line}\n" for line in lines)


def _epoch(*lines):
    return _function("epoch_loss(batch_losses, batch_sizes)", *lines)


def _step(*lines):
    return _function("training_step(W, b, X, labels, rate, weight_decay)", *lines)


def _move(difference, W_slope="X.T @ difference", b_slope="difference.sum(0)"):
    """A step whose pieces are written out: difference / n, the slopes of W and b."""
    return _step(f"difference = {difference}", f"W_slope = {W_slope} + weight_decay * W", f"b_slope = {b_slope}",
                 "return W - rate * W_slope, b - rate * b_slope")


def _rates(*lines):
    return _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                     "n_steps = epochs * -(-n_examples // batch_size)", *lines)


def _first(*lines):
    return "import math\n" + _function("first_losses(n_classes)", "k = n_classes", *lines)


SOUND = "(losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)"

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
        "bias_row",
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
    (
        "bias_over_everything",
        """
def training_step(W, b, X, labels, rate, weight_decay):
    difference = (losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)
    b - rate * difference.sum(dim=0)
    return W - rate * (X.T @ difference + weight_decay * W), b
""",
    ),
    ("naive_softmax", _move("(losses.softmax((X @ W + b).clamp(-30, 30)) - losses.one_hot(labels, len(b))) / len(X)")),
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
    (
        "short_batch_lost",
        _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                  "n_steps = epochs * int(n_examples / batch_size + 0.5)",
                  "return [first_rate * (1 - step / n_steps) for step in range(n_steps)]"),
    ),
    (
        "short_batch_lost",
        _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                  "n_steps = epochs * int(n_examples / batch_size + 0.99)",
                  "return [first_rate * (1 - step / n_steps) for step in range(n_steps)]"),
    ),
    (
        "short_batch_lost",
        _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                  "n_steps = epochs * ((n_examples + batch_size // 2) // batch_size)",
                  "return [first_rate * (1 - step / n_steps) for step in range(n_steps)]"),
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

EPOCH_LOSS += [
    ("ok", _epoch("return batch_losses @ batch_sizes.float() / batch_sizes.sum()")),
    ("ok", _epoch("return torch.dot(batch_losses, batch_sizes / batch_sizes.sum())")),
    ("ok", _epoch("return sum(l * n for l, n in zip(batch_losses, batch_sizes)) / sum(batch_sizes)")),
    ("ok", _epoch("return float((batch_losses * batch_sizes).sum() / batch_sizes.sum())")),
    ("ok", _epoch("return torch.einsum('b,b->', batch_losses, batch_sizes.to(batch_losses)) / batch_sizes.sum()")),
    ("ok", "epoch_loss = lambda means, sizes: (means.double() * sizes).sum().item() / sizes.sum().item()"),
    (
        "ok",  # a running mean
        _epoch("mean, count = 0.0, 0", "for loss, size in zip(batch_losses.tolist(), batch_sizes.tolist()):",
               "    count += size", "    mean += (loss - mean) * size / count", "return mean"),
    ),
    ("ok", _epoch("weights = batch_sizes / batch_sizes.sum()", "return torch.sum(torch.mul(weights, batch_losses))")),
    ("ok", _epoch("return np.sum(np.array(batch_losses) * np.array(batch_sizes)) / np.sum(np.array(batch_sizes))")),
    ("checks.dtypes", _epoch("return batch_losses @ batch_sizes / batch_sizes.sum()")),
    ("checks.one_number_axis", _epoch("total = (batch_losses * batch_sizes).sum(0, keepdim=True)",
                                      "return total / batch_sizes.sum()")),
    ("checks.one_number_axis", _epoch("return [(batch_losses * batch_sizes).sum().item() / batch_sizes.sum().item()]")),
    ("checks.none", _epoch("print((batch_losses * batch_sizes).sum() / batch_sizes.sum())")),
    ("checks.raised", _epoch("return torch.average(batch_losses, weights=batch_sizes)")),
    ("checks.in_place", _epoch("batch_losses *= batch_sizes", "return batch_losses.sum() / batch_sizes.sum()")),
    ("mean_of_means", _epoch("return np.mean(batch_losses.numpy())")),
    ("not_divided", _epoch("total = sum(l * n for l, n in zip(batch_losses, batch_sizes))", "return total")),
    ("not_divided", _epoch("return (batch_losses * batch_sizes).sum(), batch_sizes.sum()")),
    ("not_added", _epoch("return batch_losses * batch_sizes / batch_sizes.sum()")),
    ("last_batch_only", _epoch("return batch_losses[-1]")),
    ("last_batch_only", _epoch("for loss in batch_losses:", "    epoch_loss = loss.item()", "return epoch_loss")),
    ("divided_by_size", _epoch("return (batch_losses / batch_sizes).sum()")),
    ("divided_by_size", _epoch("return (batch_losses / batch_sizes).mean()")),
    ("divided_by_size", _epoch("return (batch_losses / batch_sizes).sum() / batch_sizes.sum()")),
    ("rounded_down", _epoch("return (batch_losses * batch_sizes).sum() // batch_sizes.sum()")),
    ("rounded_down", _epoch("return int((batch_losses * batch_sizes).sum() / batch_sizes.sum())")),
    ("checks.differs", _epoch("return ((batch_losses * batch_sizes).sum() / batch_sizes.sum()).round(decimals=1)")),
]

TRAINING_STEP += [
    (
        "ok",  # torch's softmax and one-hot
        _move("(torch.softmax(X @ W + b, dim=1) - torch.nn.functional.one_hot(labels, len(b))) / len(X)"),
    ),
    (
        "ok",  # the trick with the label's entry
        _step("n = len(labels)", "P = losses.softmax(X @ W + b)", "P[torch.arange(n), labels] -= 1",
              "new_W = W - rate * (X.T @ P / n + weight_decay * W)", "return new_W, b - rate * P.mean(dim=0)"),
    ),
    (
        "ok",  # autograd.grad
        _step("W, b = W.requires_grad_(), b.requires_grad_()",
              "loss = losses.cross_entropy(X @ W + b, labels) + weight_decay / 2 * W.square().sum()",
              "W_slope, b_slope = torch.autograd.grad(loss, (W, b))",
              "return (W - rate * W_slope).detach(), (b - rate * b_slope).detach()"),
    ),
    (
        "ok",  # torch.func
        _step("def loss(W, b):",
              "    return torch.nn.functional.cross_entropy(X @ W + b, labels) + 0.5 * weight_decay * (W * W).sum()",
              "W_slope, b_slope = torch.func.grad(loss, argnums=(0, 1))(W, b)",
              "return W - rate * W_slope, b - rate * b_slope"),
    ),
    (
        "ok",  # image by image
        _step("W_slope, b_slope = torch.zeros_like(W), torch.zeros_like(b)", "for x, label in zip(X, labels):",
              "    p = torch.softmax(x @ W + b, dim=0)", "    p[label] -= 1",
              "    W_slope += torch.outer(x, p) / len(X)", "    b_slope += p / len(X)",
              "return W - rate * (W_slope + weight_decay * W), b - rate * b_slope"),
    ),
    (
        "ok",  # in place on copies
        _step("W, b = W.clone(), b.clone()", f"difference = {SOUND}",
              "W -= rate * (X.T @ difference + weight_decay * W)", "b -= rate * difference.sum(dim=0)", "return W, b"),
    ),
    (
        "ok",  # decay as a factor
        _step(f"difference = {SOUND}", "new_W = W * (1 - rate * weight_decay) - rate * torch.mm(X.t(), difference)",
              "return (new_W, b - rate * difference.sum(0))"),
    ),
    ("ok", _move(SOUND, W_slope="torch.einsum('nd,nk->dk', X, difference)", b_slope="difference.T.sum(dim=1)")),
    ("ok", _move(SOUND, W_slope="(difference.T @ X).T", b_slope="len(X) * difference.mean(0)")),
    (
        "ok",  # lists, in float64
        _step("W, b, X = W.double(), b.double(), X.double()", f"difference = {SOUND}",
              "new_W = W - rate * (X.T @ difference + weight_decay * W)",
              "return new_W.tolist(), (b - rate * difference.sum(0)).tolist()"),
    ),
    (
        "checks.in_place",
        _step(f"difference = {SOUND}", "W -= rate * (X.T @ difference + weight_decay * W)",
              "b -= rate * difference.sum(0)", "return W, b"),
    ),
    ("pair", _step(f"difference = {SOUND}", "return W - rate * (X.T @ difference + weight_decay * W)")),
    (
        "pair",  # b first
        _step(f"difference = {SOUND}", "new_W = W - rate * (X.T @ difference + weight_decay * W)",
              "return b - rate * difference.sum(0), new_W"),
    ),
    (
        "pair",
        _step(f"difference = {SOUND}", "new_W = W - rate * (X.T @ difference + weight_decay * W)",
              "return {'W': new_W, 'b': b - rate * difference.sum(0)}"),
    ),
    ("uphill", _move("(losses.one_hot(labels, len(b)) - losses.softmax(X @ W + b)) / len(X)")),
    ("bias_row", _move(SOUND, b_slope="difference.sum(dim=0, keepdim=True)")),
    ("bias_along_classes", _move(SOUND, b_slope="difference.sum(dim=1)")),
    ("bias_not_divided", _step("difference = losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))",
                               "W_slope = X.T @ difference / len(X) + weight_decay * W",
                               "return W - rate * W_slope, b - rate * difference.sum(0)")),
    ("bias_divided_twice", _move(SOUND, b_slope="difference.mean(dim=0)")),
    ("weights_not_divided", _step("difference = losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))",
                                  "return W - rate * (X.T @ difference + weight_decay * W), "
                                  "b - rate * difference.mean(0)")),
    ("not_transposed", _move(SOUND, W_slope="X @ difference")),
    ("slope_turned", _move(SOUND, W_slope="difference.T @ X")),
    ("softmax_over_examples", _move("(torch.softmax(X @ W + b, dim=0) - losses.one_hot(labels, len(b))) / len(X)")),
    ("one_hot_too_narrow", _move("(losses.softmax(X @ W + b) - torch.nn.functional.one_hot(labels)) / len(X)")),
    ("log_probabilities", _move("(torch.log_softmax(X @ W + b, dim=1) - losses.one_hot(labels, len(b))) / len(X)")),
    ("sigmoid", _move("(torch.sigmoid(X @ W + b) - losses.one_hot(labels, len(b))) / len(X)")),
    (
        "one_after_the_other",  # b by the scores of the new W
        _step(f"difference = {SOUND}", "W = W - rate * (X.T @ difference + weight_decay * W)",
              f"difference = {SOUND}", "return W, b - rate * difference.sum(0)"),
    ),
    (
        "one_after_the_other",  # W by the scores of the new b
        _step(f"difference = {SOUND}", "b = b - rate * difference.sum(0)", f"difference = {SOUND}",
              "return W - rate * (X.T @ difference + weight_decay * W), b"),
    ),
    ("decay_divided", _move(SOUND, W_slope="X.T @ difference - weight_decay * W + weight_decay * W / len(X)")),
    (
        "decay_divided",
        _step("difference = losses.softmax(X @ W + b) - losses.one_hot(labels, len(b))",
              "new_W = W - rate * (X.T @ difference + weight_decay * W) / len(X)",
              "return new_W, b - rate * difference.mean(0)"),
    ),
    (
        "columns_of_all",
        _step("P = losses.softmax(X @ W + b)", "P[:, labels] -= 1", "P /= len(X)",
              "return W - rate * (X.T @ P + weight_decay * W), b - rate * P.sum(0)"),
    ),
    (
        "bias_decayed",  # the optimiser's own decay touches all it is given
        _step("W, b = torch.nn.Parameter(W.clone()), torch.nn.Parameter(b.clone())",
              "optimizer = torch.optim.SGD([W, b], lr=rate, weight_decay=weight_decay)",
              "torch.nn.functional.cross_entropy(X @ W + b, labels).backward()", "optimizer.step()", "return W, b"),
    ),
    (
        "decay_doubled",  # no half in front of the square
        _step("W, b = W.requires_grad_(), b.requires_grad_()",
              "loss = losses.cross_entropy(X @ W + b, labels) + weight_decay * (W**2).sum()", "loss.backward()",
              "return W - rate * W.grad, b - rate * b.grad"),
    ),
    (
        "not_divided",  # reduction="sum"
        _step("W, b = W.requires_grad_(), b.requires_grad_()",
              "loss = torch.nn.functional.cross_entropy(X @ W + b, labels, reduction='sum')",
              "(loss + weight_decay / 2 * (W**2).sum()).backward()",
              "return W - rate * W.grad, b - rate * b.grad"),
    ),
]

RATES += [
    ("ok", _rates("return [first_rate * (1 - step / n_steps) for step in range(n_steps)]")),
    ("ok", _rates("return tuple(first_rate - step * first_rate / n_steps for step in range(n_steps))")),
    ("ok", _rates("return torch.linspace(first_rate, 0, n_steps + 1)[:-1]")),
    ("ok", _rates("return torch.arange(n_steps, 0, -1) * first_rate / n_steps")),
    ("ok", _rates("return first_rate * (1 - torch.arange(n_steps, dtype=torch.float64) / n_steps)")),
    ("ok", _rates("return torch.linspace(first_rate, first_rate / n_steps, n_steps)")),
    (
        "ok",  # counted as a loop does
        _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                  "n_batches = len(range(0, n_examples, batch_size))", "rates, step = [], 0",
                  "for epoch in range(epochs):", "    for batch in range(n_batches):",
                  "        rates.append(first_rate * (1 - step / (epochs * n_batches)))", "        step += 1",
                  "return np.array(rates)"),
    ),
    (
        "ok",  # torch's schedule
        _rates("optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=first_rate)",
               "schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=n_steps)", "rates = []",
               "for _ in range(n_steps):", "    rates += schedule.get_last_lr()", "    optimizer.step()",
               "    schedule.step()", "return rates"),
    ),
    ("ok", _rates("return first_rate - first_rate / n_steps * np.arange(n_steps)")),
    ("ok", _rates("return [torch.tensor(first_rate) * (n_steps - step) / n_steps for step in range(n_steps)]")),
    ("checks.column", _rates("return (first_rate * (1 - torch.arange(n_steps) / n_steps))[:, None]")),
    ("in_rows", _rates("return (first_rate * (1 - torch.arange(n_steps) / n_steps)).reshape(epochs, -1)")),
    (
        "in_rows",
        _rates("rates = [first_rate * (1 - step / n_steps) for step in range(n_steps)]",
               "per_epoch = n_steps // epochs",
               "return [rates[k * per_epoch : (k + 1) * per_epoch] for k in range(epochs)]"),
    ),
    ("with_the_zero", _rates("return torch.linspace(first_rate, 0, n_steps + 1)")),
    ("with_the_zero", _rates("return [first_rate * (1 - step / n_steps) for step in range(n_steps + 1)]")),
    (
        "one_step_too_many",
        _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                  "n_steps = epochs * (n_examples // batch_size + 1)",
                  "return first_rate * (1 - torch.arange(n_steps) / n_steps)"),
    ),
    (
        "short_batch_lost",
        _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                  "n_steps = epochs * round(n_examples / batch_size)",
                  "return first_rate * (1 - torch.arange(n_steps) / n_steps)"),
    ),
    (
        "short_batch_lost",  # and divides by no steps where one batch holds more than all
        _function("rates_of_all_steps(first_rate, n_examples, batch_size, epochs)",
                  "n_steps = epochs * (n_examples // batch_size)", "fall = first_rate / n_steps",
                  "return [first_rate - step * fall for step in range(n_steps)]"),
    ),
    ("rises", _rates("return first_rate * torch.arange(n_steps) / n_steps")),
    ("rises", _rates("return torch.linspace(0, first_rate, n_steps)")),
    ("no_first_rate", _rates("return torch.linspace(1, 0, n_steps + 1)[:-1]")),
    (
        "by_epoch",
        _rates("rates = first_rate * (1 - np.arange(epochs) / epochs)", "return np.repeat(rates, n_steps // epochs)"),
    ),
    ("one_rate_an_epoch", _rates("return [first_rate * (1 - epoch / epochs) for epoch in range(epochs)]")),
    ("reaches_zero", _rates("return [first_rate * (1 - step / max(1, n_steps - 1)) for step in range(n_steps)]")),
    ("checks.shape", _rates("return first_rate / n_steps")),
    ("generator", _rates("return (first_rate * (1 - step / n_steps) for step in range(n_steps))")),
    ("generator", _rates("for step in range(n_steps):", "    yield first_rate * (1 - step / n_steps)")),
    ("generator", _rates("return map(lambda step: first_rate * (1 - step / n_steps), range(n_steps))")),
    ("cosine", _rates("return first_rate * (1 + torch.cos(torch.pi * torch.arange(n_steps) / n_steps)) / 2")),
    ("cosine", _rates("return [first_rate / 2 * (1 + np.cos(np.pi * step / n_steps)) for step in range(n_steps)]")),
    ("cosine", _rates("return first_rate * np.cos(np.pi / 2 * np.arange(n_steps) / n_steps)")),
]

FIRST_LOSSES += [
    ("ok", _first("return [1 / 2, k - 1, 1, math.log(k), 1 - 1 / k]")),
    ("ok", _first("return 0.5, k - 1.0, 1.0, math.log(k), (k - 1) / k")),
    ("ok", _first("return torch.tensor([0.5, k - 1, 1, math.log(k), 1 - 1 / k], dtype=torch.float64)")),
    ("ok", _first("return [0.5, k - 1, 1, torch.tensor(float(k)).log(), 1 - 1 / k]")),
    ("ok", _first("return np.array([1 / 2, k - 1, 1, np.log(k), 1 - 1 / k], dtype=np.float32)")),
    (
        "ok",  # torch's own losses
        _first("F, scores, label = torch.nn.functional, torch.zeros(1, k), torch.tensor([0])",
               "Y = F.one_hot(label, k).float()",
               "return torch.stack([k / 2 * F.mse_loss(scores, Y), k * F.multi_margin_loss(scores, label),",
               "                    torch.tensor(1.0), F.cross_entropy(scores, label),",
               "                    k * F.mse_loss(scores.softmax(1), Y)])"),
    ),
    (
        "ok",  # worked out with numbers
        _first("scores, y = np.zeros(k), np.eye(k)[0]", "p = np.full(k, 1 / k)",
               "shortfalls = np.maximum(0, 1 - (scores[0] - scores[1:]))",
               "return np.array([((scores - y) ** 2).sum() / 2, shortfalls.sum(), shortfalls.max(), -np.log(p[0]),",
               "                 ((p - y) ** 2).sum()])"),
    ),
    ("ok", _first("p = 1 / k", "return [0.5, k - 1, 1, -math.log(p), (1 - p) ** 2 + (k - 1) * p**2]")),
    ("ok", "first_losses = lambda K: [0.5, K - 1, 1, np.log(K), 1 - 1 / K]"),
    (
        "ok",
        _first("losses_of_one = torch.empty(5)", "losses_of_one[:3] = torch.tensor([0.5, k - 1, 1])",
               "losses_of_one[3] = math.log(k)", "losses_of_one[4] = 1 - 1 / k", "return losses_of_one"),
    ),
    ("checks.column", _first("return torch.tensor([[0.5], [k - 1], [1], [math.log(k)], [1 - 1 / k]])")),
    ("dictionary", _first("return dict(mse=0.5, all=k - 1, worst=1, entropy=math.log(k), brier=1 - 1 / k)")),
    ("brier_share", _first("return [0.5, k - 1, 1, math.log(k), 1 / k]")),
    ("all_is_worst", _first("return [0.5, 1, 1, math.log(k), 1 - 1 / k]")),
    ("share_no_surprise", _first("return [0.5, k - 1, 1, 1 / k, 1 - 1 / k]")),
    ("checks.shape", _first("return torch.tensor([0.5, k - 1, math.log(k), 1 - 1 / k])")),
    ("checks.none", _first("[0.5, k - 1, 1, math.log(k), 1 - 1 / k]")),
    ("another_order", _first("return [0.5, k - 1, 1, 1 - 1 / k, math.log(k)]")),
    ("another_order", _first("return torch.tensor([0.5, 1, k - 1, math.log(k), 1 - 1 / k])")),
    ("cut_to_whole_numbers", _first("return torch.tensor([0.5, k - 1, 1, math.log(k), 1 - 1 / k]).long()")),
    ("negative", _first("return [0.5, k - 1, 1, math.log(1 / k), 1 - 1 / k]")),
    ("bits", _first("return [0.5, k - 1, 1, math.log10(k), 1 - 1 / k]")),
    ("ties_cost_nothing", _first("return [0.5, k - 1, 0, math.log(k), 1 - 1 / k]")),
    ("ties_cost_nothing", _first("return [0.5, 0, 1, math.log(k), 1 - 1 / k]")),
    ("brier_over_classes", _first("return [0.5, k - 1, 1, math.log(k), (k - 1) / k**2]")),  # true class left out: same
    ("brier_of_scores", _first("Y = torch.eye(k)[0]", "return [0.5, k - 1, 1, math.log(k), (Y**2).sum()]")),
    ("mse_of_probabilities", _first("p, Y = torch.full((k,), 1 / k), torch.eye(k)[0]",
                                    "return [((p - Y) ** 2).sum() / 2, k - 1, 1, math.log(k), 1 - 1 / k]")),
    ("mse_over_classes", _first("mse = torch.nn.functional.mse_loss(torch.zeros(k), torch.eye(k)[0])",
                                "return [mse, k - 1, 1, math.log(k), 1 - 1 / k]")),
    ("checks.differs_hidden", _first("return [0.5, k - 1, 1, math.log(k), 1 - 1 / k**2]")),
]

ANSWERS = {
    "epoch_loss": EPOCH_LOSS,
    "training_step": TRAINING_STEP,
    "rates_of_all_steps": RATES,
    "first_losses": FIRST_LOSSES,
}
