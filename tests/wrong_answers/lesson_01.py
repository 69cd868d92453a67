"""Answers a learner may write in lesson 01, right in several styles and wrong in typical ways; see lesson_03."""

NAMES = {
    "one_hot": "my_one_hot",
    "hard_answers": "hard_answers",
    "decode_number": "decode",
}

ONE_HOT = [
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(n_classes)[labels]
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    rows[torch.arange(len(labels)), labels] = 1
    return rows
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.nn.functional.one_hot(labels, n_classes).float()
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return np.eye(n_classes)[labels.numpy()]
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return (labels.unsqueeze(1) == torch.arange(n_classes)).float()
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    rows = []
    for label in labels.tolist():
        rows.append([1.0 if k == label else 0.0 for k in range(n_classes)])
    return torch.tensor(rows)
""",
    ),
    (
        "integers",
        """
def my_one_hot(labels, n_classes):
    return torch.nn.functional.one_hot(labels, n_classes)
""",
    ),
    (
        "integers",
        """
def my_one_hot(labels, n_classes):
    return np.eye(n_classes, dtype=int)[labels.numpy()]
""",
    ),
    (
        "columns_of_all",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    rows[:, labels] = 1
    return rows
""",
    ),
    (
        "number_in_place",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    for row, label in enumerate(labels):
        rows[row, label] = label.float()
    return rows
""",
    ),
    (
        "up_to_label",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    for row, label in enumerate(labels):
        rows[row, : label + 1] = 1
    return rows
""",
    ),
    (
        "up_to_label",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    for row, label in enumerate(labels):
        rows[row, :label] = 1
    return rows
""",
    ),
    (
        "one_cold",
        """
def my_one_hot(labels, n_classes):
    return (labels[:, None] != torch.arange(n_classes)).float()
""",
    ),
    (
        "counted_from_one",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    rows[torch.arange(len(labels)), labels - 1] = 1
    return rows
""",
    ),
    (
        "number_in_every_column",
        """
def my_one_hot(labels, n_classes):
    return torch.ones(len(labels), n_classes) * labels[:, None]
""",
    ),
]

HARD_ANSWERS = [
    (
        "ok",
        """
def hard_answers(scores):
    return losses.one_hot(scores.argmax(dim=1), scores.shape[1])
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    rows = torch.zeros_like(scores)
    rows[torch.arange(len(scores)), scores.argmax(dim=1)] = 1
    return rows
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    return np.eye(scores.shape[1])[np.argmax(scores.numpy(), axis=1)]
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    is_best = scores == scores.max(dim=1, keepdim=True).values
    is_first = is_best.cumsum(dim=1) == 1
    return (is_best & is_first).float()
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    rows = torch.zeros(scores.shape)
    for i, row in enumerate(scores.tolist()):
        rows[i, row.index(max(row))] = 1
    return rows
""",
    ),
    (
        "ties",
        """
def hard_answers(scores):
    return (scores == scores.max(dim=1, keepdim=True).values).float()
""",
    ),
    (
        "ties",
        """
def hard_answers(scores):
    highest = scores.amax(dim=1)[:, None]
    return torch.where(scores >= highest, 1.0, 0.0)
""",
    ),
    (
        "shared_ties",
        """
def hard_answers(scores):
    is_best = (scores == scores.amax(dim=1, keepdim=True)).float()
    return is_best / is_best.sum(dim=1, keepdim=True)
""",
    ),
    (
        "last_of_ties",
        """
def hard_answers(scores):
    rows = torch.zeros_like(scores)
    for i in range(len(scores)):
        best = 0
        for k in range(scores.shape[1]):
            if scores[i, k] >= scores[i, best]:
                best = k
        rows[i, best] = 1
    return rows
""",
    ),
    (
        "best_of_column",
        """
def hard_answers(scores):
    return (scores == scores.max(dim=0).values).float()
""",
    ),
    (
        "best_of_column",
        """
def hard_answers(scores):
    rows = torch.zeros_like(scores)
    rows[scores.argmax(dim=0), torch.arange(scores.shape[1])] = 1
    return rows
""",
    ),
    (
        "threshold",
        """
def hard_answers(scores):
    return (scores > 0.5).float()
""",
    ),
    (
        "threshold",
        """
def hard_answers(scores):
    return torch.where(scores > 0, 1.0, 0.0)
""",
    ),
    (
        "rounded",
        """
def hard_answers(scores):
    return torch.round(scores)
""",
    ),
    (
        "lowest",
        """
def hard_answers(scores):
    return torch.eye(scores.shape[1])[scores.argmin(dim=1)]
""",
    ),
    (
        "still_soft",
        """
def hard_answers(scores):
    return scores.softmax(dim=1)
""",
    ),
]

DECODE_NUMBER = [
    (
        "ok",
        """
def decode(scores, numbers):
    predicted = scores @ numbers.float()
    return (predicted[:, None] - numbers).abs().argmin(dim=1)
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    predicted = (scores * numbers).sum(dim=1)
    rounded = predicted.round().clamp(0, len(numbers) - 1).long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    class_of = {number: class_id for class_id, number in enumerate(numbers.tolist())}
    classes = []
    for row in scores.tolist():
        predicted = sum(score * number for score, number in zip(row, numbers.tolist()))
        classes.append(class_of[min(max(round(predicted), 0), len(numbers) - 1)])
    return torch.tensor(classes)
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    predicted = np.clip(np.rint(scores.numpy() @ numbers.numpy()), 0, len(numbers) - 1)
    return np.argsort(numbers.numpy())[predicted.astype(int)]
""",
    ),
    (
        "number_not_class",
        """
def decode(scores, numbers):
    return (scores @ numbers.float()).round().clamp(0, len(numbers) - 1)
""",
    ),
    (
        "number_not_class",
        """
def decode(scores, numbers):
    return torch.mv(scores, numbers.float())
""",
    ),
    (
        "not_inverted",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers.float()).round().clamp(0, len(numbers) - 1)
    return numbers[rounded.long()]
""",
    ),
    (
        "truncated",
        """
def decode(scores, numbers):
    whole = (scores @ numbers.float()).int().clamp(0, len(numbers) - 1)
    return numbers.argsort()[whole]
""",
    ),
    (
        "argmax",
        """
def decode(scores, numbers):
    return scores.argmax(dim=1)
""",
    ),
    (
        "argmax_number",
        """
def decode(scores, numbers):
    return numbers[scores.argmax(dim=1)]
""",
    ),
    (
        "stored_order",
        """
def decode(scores, numbers):
    predicted = scores @ torch.arange(scores.shape[1]).float()
    return predicted.round().clamp(0, scores.shape[1] - 1)
""",
    ),
    (
        "wraps_around",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers.float()).round().long() % len(numbers)
    return torch.argsort(numbers)[rounded]
""",
    ),
]

ANSWERS = {
    "one_hot": ONE_HOT,
    "hard_answers": HARD_ANSWERS,
    "decode_number": DECODE_NUMBER,
}
