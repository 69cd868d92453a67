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
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(n_classes, dtype=torch.float64)[labels]
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(n_classes).index_select(0, labels)
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.nn.functional.one_hot(labels, num_classes=n_classes).to(torch.float16)
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.zeros(len(labels), n_classes).scatter(1, labels[:, None], 1.0)
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.where(labels[:, None] == torch.arange(n_classes), 1.0, 0.0)
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return [[1.0 if k == label else 0.0 for k in range(n_classes)] for label in labels.tolist()]
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return tuple(tuple(float(k == label) for k in range(n_classes)) for label in labels)
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes), dtype=np.float32)
    rows[np.arange(len(labels)), labels] = 1
    return rows
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.stack([torch.eye(n_classes)[label] for label in labels])
""",
    ),
    (
        "checks.ok_not_by_hand",
        """
def my_one_hot(labels, n_classes):
    return losses.one_hot(labels, n_classes)
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    for i, label in enumerate(labels):
        rows[i][label] = 1
    return rows
""",
    ),
    (
        "integers",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(n_classes, dtype=torch.int64)[labels]
""",
    ),
    (
        "integers",
        """
def my_one_hot(labels, n_classes):
    return [[int(k == label) for k in range(n_classes)] for label in labels.tolist()]
""",
    ),
    (
        "integers",
        """
def my_one_hot(labels, n_classes):
    return torch.tensor([[1 if k == label else 0 for k in range(n_classes)] for label in labels])
""",
    ),
    (
        "booleans",
        """
def my_one_hot(labels, n_classes):
    return labels[:, None] == torch.arange(n_classes)
""",
    ),
    (
        "booleans",
        """
def my_one_hot(labels, n_classes):
    return labels.numpy()[:, None] == np.arange(n_classes)
""",
    ),
    (
        "present_only",
        """
def my_one_hot(labels, n_classes):
    return torch.nn.functional.one_hot(labels).float()
""",
    ),
    (
        "present_only",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(int(labels.max()) + 1)[labels]
""",
    ),
    (
        "present_only",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(len(labels.unique()))[labels]
""",
    ),
    (
        "transposed",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(n_classes)[:, labels]
""",
    ),
    (
        "transposed",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(n_classes, len(labels))
    rows[labels, torch.arange(len(labels))] = 1
    return rows
""",
    ),
    (
        "whole_rows",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    rows[labels] = 1
    return rows
""",
    ),
    (
        "no_column",
        """
def my_one_hot(labels, n_classes):
    return (torch.arange(n_classes) == labels).float()
""",
    ),
    (
        "counted_from_one",
        """
def my_one_hot(labels, n_classes):
    rows = torch.zeros(len(labels), n_classes)
    rows[torch.arange(len(labels)), labels + 1] = 1
    return rows
""",
    ),
    (
        "scatter_flat",
        """
def my_one_hot(labels, n_classes):
    return torch.zeros(len(labels), n_classes).scatter_(1, labels, 1.0)
""",
    ),
    (
        "plus_minus",
        """
def my_one_hot(labels, n_classes):
    return 2 * torch.eye(n_classes)[labels] - 1
""",
    ),
    (
        "integers",
        """
def my_one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes), dtype=int)
    rows[np.arange(len(labels)), labels] = 1
    return rows
""",
    ),
    (
        "checks.differs",
        """
def my_one_hot(labels, n_classes):
    return torch.zeros(len(labels), n_classes).scatter(0, labels[:, None], 1.0)
""",
    ),
    (
        "checks.shape",
        """
def my_one_hot(labels, n_classes):
    row = torch.zeros(n_classes)
    row[labels] = 1
    return row
""",
    ),
    (
        "checks.none",
        """
def my_one_hot(labels, n_classes):
    rows = torch.eye(n_classes)[labels]
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return torch.nn.functional.one_hot(labels, n_classes) * 1.0
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return [torch.eye(n_classes)[label] for label in labels]
""",
    ),
    (
        "ok",
        """
def my_one_hot(labels, n_classes):
    return np.eye(n_classes)[labels.tolist()]
""",
    ),
    (
        "numpy_index",
        """
def my_one_hot(labels, n_classes):
    return np.eye(n_classes)[labels]
""",
    ),
    (
        "numpy_index",
        """
def my_one_hot(labels, n_classes):
    return np.identity(n_classes, dtype=np.float32)[labels]
""",
    ),
    (
        "booleans",
        """
def my_one_hot(labels, n_classes):
    return [[k == label for k in range(n_classes)] for label in labels.tolist()]
""",
    ),
    (
        "booleans",
        """
def my_one_hot(labels, n_classes):
    return torch.eye(n_classes, dtype=torch.bool)[labels]
""",
    ),
    (
        "transposed",
        """
def my_one_hot(labels, n_classes):
    return (torch.arange(n_classes)[:, None] == labels).float()
""",
    ),
    (
        "columns_of_all",
        """
def my_one_hot(labels, n_classes):
    rows = [[0.0] * n_classes] * len(labels)
    for i, label in enumerate(labels):
        rows[i][label] = 1.0
    return torch.tensor(rows)
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
    (
        "ok",
        """
def hard_answers(scores):
    return torch.eye(scores.shape[1])[scores.argmax(1)]
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    return torch.nn.functional.one_hot(scores.max(dim=1).indices, scores.shape[1])
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    return torch.zeros_like(scores).scatter(1, scores.argmax(dim=1, keepdim=True), 1.0)
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    return (torch.arange(scores.shape[1]) == scores.argmax(dim=-1)[:, None]).double()
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    return [[float(k == row.index(max(row))) for k in range(len(row))] for row in scores.tolist()]
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    rows = []
    for row in scores.tolist():
        hard = [0] * len(row)
        hard[row.index(max(row))] = 1
        rows.append(hard)
    return tuple(rows)
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    rows = torch.zeros_like(scores)
    for i in range(len(scores)):
        best = 0
        for k in range(scores.shape[1]):
            if scores[i, k] > scores[i, best]:
                best = k
        rows[i, best] = 1
    return rows
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    first = scores.sort(dim=1, descending=True, stable=True).indices[:, 0]
    return torch.stack([torch.eye(scores.shape[1])[k] for k in first])
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    return np.where(np.arange(scores.shape[1]) == np.argmax(scores.numpy(), axis=1)[:, None], 1, 0)
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    winners = [int(row.argmax()) for row in scores]
    return losses.one_hot(torch.tensor(winners), scores.shape[1])
""",
    ),
    (
        "keepdim",
        """
def hard_answers(scores):
    return (scores == scores.max(dim=1).values).float()
""",
    ),
    (
        "keepdim",
        """
def hard_answers(scores):
    return (scores >= scores.amax(dim=1)).float()
""",
    ),
    (
        "pair",
        """
def hard_answers(scores):
    return (scores == scores.max(dim=1, keepdim=True)).float()
""",
    ),
    (
        "pair",
        """
def hard_answers(scores):
    return torch.where(scores == scores.max(dim=1, keepdim=True), 1.0, 0.0)
""",
    ),
    (
        "best_of_all",
        """
def hard_answers(scores):
    return (scores == scores.max()).float()
""",
    ),
    (
        "best_of_all",
        """
def hard_answers(scores):
    rows = torch.zeros_like(scores)
    rows[scores == scores.max()] = 1
    return rows
""",
    ),
    (
        "argmax_of_all",
        """
def hard_answers(scores):
    return torch.eye(scores.shape[1])[scores.argmax()]
""",
    ),
    (
        "argmax_of_all",
        """
def hard_answers(scores):
    rows = torch.zeros_like(scores)
    rows[torch.arange(len(scores)), scores.argmax()] = 1
    return rows
""",
    ),
    (
        "argmax_of_all",
        """
def hard_answers(scores):
    return losses.one_hot(scores.argmax(), scores.shape[1])
""",
    ),
    (
        "best_of_column",
        """
def hard_answers(scores):
    return torch.eye(scores.shape[1])[scores.argmax(dim=0)]
""",
    ),
    (
        "best_of_column",
        """
def hard_answers(scores):
    return losses.one_hot(scores.argmax(dim=0), scores.shape[1])
""",
    ),
    (
        "class_ids",
        """
def hard_answers(scores):
    return scores.argmax(dim=1)
""",
    ),
    (
        "class_ids",
        """
def hard_answers(scores):
    return scores.argmax(dim=1, keepdim=True)
""",
    ),
    (
        "score_in_place",
        """
def hard_answers(scores):
    return torch.where(scores == scores.amax(dim=1, keepdim=True), scores, 0.0)
""",
    ),
    (
        "score_in_place",
        """
def hard_answers(scores):
    return losses.one_hot(scores.argmax(dim=1), scores.shape[1]) * scores
""",
    ),
    (
        "ties",
        """
def hard_answers(scores):
    return [[float(score == max(row)) for score in row] for row in scores.tolist()]
""",
    ),
    (
        "booleans",
        """
def hard_answers(scores):
    return torch.arange(scores.shape[1]) == scores.argmax(dim=1)[:, None]
""",
    ),
    (
        "checks.pair",
        """
def hard_answers(scores):
    return scores.max(dim=1)
""",
    ),
    (
        "checks.shape",
        """
def hard_answers(scores):
    return scores.amax(dim=1)
""",
    ),
    (
        "ok",
        """
def hard_answers(scores):
    return np.eye(scores.shape[1])[scores.numpy().argmax(axis=1)].tolist()
""",
    ),
    (
        "winners_only",
        """
def hard_answers(scores):
    return torch.nn.functional.one_hot(scores.argmax(dim=1))
""",
    ),
    (
        "winners_only",
        """
def hard_answers(scores):
    return torch.nn.functional.one_hot(scores.argmax(dim=1)).float()
""",
    ),
    (
        "numpy_index",
        """
def hard_answers(scores):
    return np.eye(scores.shape[1])[scores.argmax(dim=1)]
""",
    ),
    (
        "scatter_flat",
        """
def hard_answers(scores):
    return torch.zeros_like(scores).scatter_(1, scores.argmax(dim=1), 1.0)
""",
    ),
    (
        "keepdim",
        """
def hard_answers(scores):
    scores = scores.numpy()
    return (scores == scores.max(axis=1)).astype(float)
""",
    ),
    (
        "booleans",
        """
import torch.nn.functional as F

def hard_answers(scores):
    return F.one_hot(scores.argmax(dim=1), scores.shape[1]).bool()
""",
    ),
    (
        "booleans",
        """
def hard_answers(scores):
    winners = scores.numpy().argmax(axis=1)
    return np.arange(scores.shape[1]) == winners[:, None]
""",
    ),
    (
        "booleans",
        """
def hard_answers(scores):
    return [[k == int(row.argmax()) for k in range(len(row))] for row in scores]
""",
    ),
    (
        "ties",
        """
def hard_answers(scores):
    return scores == scores.amax(dim=1, keepdim=True)
""",
    ),
    (
        "rounded_shares",
        """
def hard_answers(scores):
    return torch.softmax(scores, dim=1).round()
""",
    ),
    (
        "rounded_shares",
        """
def hard_answers(scores):
    return losses.softmax(scores).round().long()
""",
    ),
    (
        "rounded_shares",
        """
def hard_answers(scores):
    return (scores.softmax(dim=1) > 0.5).float()
""",
    ),
    (
        "large_scores",
        """
def hard_answers(scores):
    return losses.one_hot(scores.sigmoid().argmax(dim=1), scores.shape[1])
""",
    ),
    (
        "large_scores",
        """
def hard_answers(scores):
    powers = scores.exp()
    probabilities = powers / powers.sum(dim=1, keepdim=True)
    return losses.one_hot(probabilities.argmax(dim=1), scores.shape[1])
""",
    ),
    (
        "rounded_shares",
        """
def hard_answers(scores):
    return (torch.softmax(scores, dim=1) > 0.5).float()
""",
    ),
    (
        "checks.raised",
        """
def hard_answers(scores):
    return losses.one_hot(scores.max(dim=1), scores.shape[1])
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
    (
        "ok",
        """
def decode(scores, numbers):
    predicted = scores @ numbers
    rounded = predicted.round().clamp(0, len(numbers) - 1).long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    return ((scores @ numbers)[:, None] - numbers).abs().argmin(dim=1)
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers.to(scores.dtype)).round().clamp(0, scores.shape[1] - 1)
    return (numbers == rounded[:, None]).long().argmax(dim=1)
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    rounded = torch.einsum("nk,k->n", scores, numbers.float()).round().clamp(0, len(numbers) - 1)
    return torch.nonzero(rounded[:, None] == numbers)[:, 1]
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    answers = []
    for row in scores:
        predicted = float((row * numbers).sum())
        nearest = min(range(len(numbers)), key=lambda k: abs(predicted - float(numbers[k])))
        answers.append(nearest)
    return answers
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    class_of = torch.empty(len(numbers), dtype=torch.int64)
    class_of[numbers.long()] = torch.arange(len(numbers))
    rounded = torch.round(numbers.float() @ scores.T)
    return class_of[rounded.clamp(min=0, max=len(numbers) - 1).long()]
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    predicted = (scores.double() @ numbers.double()).round().clamp(0, len(numbers) - 1)
    return torch.sort(numbers).indices[predicted.to(torch.int64)].float()
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    order = sorted(range(len(numbers)), key=lambda k: numbers[k])
    return tuple(order[min(max(round(p), 0), len(order) - 1)] for p in (scores @ numbers.float()).tolist())
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers.float()).round().long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round().clamp(min=0).long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round().clamp(max=len(numbers) - 1).long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    class_of = {number: class_id for class_id, number in enumerate(numbers.tolist())}
    return torch.tensor([class_of[round(predicted)] for predicted in (scores @ numbers.float()).tolist()])
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round()
    return torch.tensor([numbers.tolist().index(number) for number in rounded.tolist()])
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round()
    return (rounded[:, None] == numbers).long().argmax(dim=1)
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    rounded = np.rint(scores.numpy() @ numbers.numpy()).astype(int)
    return np.argsort(numbers.numpy())[rounded]
""",
    ),
    (
        "ten_classes",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round().clamp(0, 9).long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "no_clamp",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round().clamp(0, len(numbers)).long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "checks.index_type",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round().clamp(0, len(numbers) - 1)
    return numbers.argsort()[rounded]
""",
    ),
    (
        "number_not_class",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round().clamp(0, len(numbers) - 1).long()
    return rounded
""",
    ),
    (
        "number_not_class",
        """
def decode(scores, numbers):
    return scores @ numbers
""",
    ),
    (
        "not_inverted",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers).round().clamp(0, len(numbers) - 1).long()
    return numbers.argsort().argsort()[rounded]
""",
    ),
    (
        "truncated",
        """
def decode(scores, numbers):
    whole = (scores @ numbers).clamp(0, len(numbers) - 1).floor().long()
    return numbers.argsort()[whole]
""",
    ),
    (
        "argmax_number",
        """
def decode(scores, numbers):
    return numbers[scores.max(dim=1).indices]
""",
    ),
    (
        "checks.column",
        """
def decode(scores, numbers):
    return ((scores @ numbers)[:, None] - numbers).abs().argmin(dim=1, keepdim=True)
""",
    ),
    (
        "checks.product",
        """
def decode(scores, numbers):
    return (scores.T @ numbers).round().clamp(0, len(numbers) - 1).long()
""",
    ),
    (
        "checks.pair",
        """
def decode(scores, numbers):
    return ((scores @ numbers)[:, None] - numbers).abs().min(dim=1)
""",
    ),
    (
        "checks.shape",
        """
def decode(scores, numbers):
    return ((scores @ numbers)[:, None] - numbers).abs().argmin()
""",
    ),
    (
        "ok",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers + 0.5).floor().clamp(0, len(numbers) - 1)
    return [(numbers == number).nonzero().item() for number in rounded]
""",
    ),
    (
        "python_round",
        """
def decode(scores, numbers):
    rounded = round(scores @ numbers)
    return numbers.argsort()[rounded]
""",
    ),
    (
        "python_round",
        """
def decode(scores, numbers):
    return numbers.argsort()[torch.clamp(round((scores * numbers).sum(1)), 0, len(numbers) - 1).long()]
""",
    ),
    (
        "checks.column",
        """
def decode(scores, numbers):
    rounded = (scores @ numbers[:, None]).round().clamp(0, len(numbers) - 1).long()
    return numbers.argsort()[rounded]
""",
    ),
    (
        "rounded_up",
        """
def decode(scores, numbers):
    predicted = (scores @ numbers).ceil().clamp(0, len(numbers) - 1).long()
    return numbers.argsort()[predicted]
""",
    ),
    (
        "rounded_up",
        """
def decode(scores, numbers):
    predicted = np.ceil((scores @ numbers).numpy()).clip(0, len(numbers) - 1)
    return numbers.numpy().argsort()[predicted.astype(int)]
""",
    ),
]

ANSWERS = {
    "one_hot": ONE_HOT,
    "hard_answers": HARD_ANSWERS,
    "decode_number": DECODE_NUMBER,
}
