"""Answers a learner may write in lesson 04, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS: exercise -> list of (expected, code). expected is "ok" or the hint's topic: "checks.<exercise>.<topic>" in
utils.words. Each code assigns the name the lesson's stub assigns, NAMES[exercise]. Written as learners write, and not
with the code of utils.checks, so that a slip there shows here.
"""

NAMES = {
    "margin_loss": "my_margin_loss",
    "margin_gradient": "margin_gradient",
    "missing_lead": "missing_lead",
    "margin_scaling_proof": "proof",
}

MARGIN_LOSS = [
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    true_scores = scores[torch.arange(len(labels)), labels]
    lacks = (margin - (true_scores[:, None] - scores)).clamp(min=0)
    lacks[torch.arange(len(labels)), labels] = 0
    return lacks.sum(dim=1).mean()
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    total = 0.0
    for row, label in zip(scores.tolist(), labels.tolist()):
        for k, score in enumerate(row):
            if k != label:
                total += max(0.0, margin - (row[label] - score))
    return total / len(scores)
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    return scores.shape[1] * torch.nn.functional.multi_margin_loss(scores, labels, margin=margin)
""",
    ),
    (
        "ok",
        """
import numpy as np

def my_margin_loss(scores, labels, margin):
    scores = scores.numpy()
    true_scores = np.take_along_axis(scores, labels.numpy()[:, None], axis=1)
    return (np.maximum(0, margin + scores - true_scores).sum(axis=1) - margin).mean()
""",
    ),
    (
        "true_class_counted",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (margin - lead).clamp(min=0).sum(dim=1).mean()
""",
    ),
    (
        "sum_over_examples",
        """
def my_margin_loss(scores, labels, margin):
    return losses.margin_loss(scores, labels, margin, reduction="none").sum()
""",
    ),
    (
        "mean_over_classes",
        """
def my_margin_loss(scores, labels, margin):
    return torch.nn.functional.multi_margin_loss(scores, labels, margin=margin)
""",
    ),
    (
        "mean_over_classes",
        """
def my_margin_loss(scores, labels, margin):
    n_classes = scores.shape[1]
    lead = scores.gather(1, labels[:, None]) - scores
    return ((margin - lead).relu().sum() - margin * len(scores)) / (len(scores) * (n_classes - 1))
""",
    ),
    (
        "worst_only",
        """
def my_margin_loss(scores, labels, margin):
    others = scores.clone()
    others[torch.arange(len(labels)), labels] = -torch.inf
    true_scores = scores.gather(1, labels[:, None])[:, 0]
    return (margin - (true_scores - others.max(dim=1).values)).clamp(min=0).mean()
""",
    ),
    (
        "not_cut",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return ((margin - lead).sum(dim=1) - margin).mean()
""",
    ),
    (
        "not_cut",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (margin - lead).sum(dim=1).mean()
""",
    ),
    (
        "sign",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores - scores.gather(1, labels[:, None])
    return ((margin - lead).relu().sum(dim=1) - margin).mean()
""",
    ),
    (
        "sign",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores - scores.gather(1, labels[:, None])
    return (margin - lead).relu().sum(dim=1).mean()
""",
    ),
    (
        "no_margin",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (-lead).relu().sum(dim=1).mean()
""",
    ),
    (
        "fixed_margin",
        """
def my_margin_loss(scores, labels, margin):
    return losses.margin_loss(scores, labels)
""",
    ),
    (
        "squared",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return ((margin - lead).relu() ** 2).sum(dim=1).mean() - margin**2
""",
    ),
]

START = """
def margin_gradient(scores, labels, margin):
    rows = torch.arange(len(labels))
    lead = scores[rows, labels][:, None] - scores
    inside = (lead < margin).to(scores.dtype)
    inside[rows, labels] = 0
"""

MARGIN_GRADIENT = [
    (
        "ok",
        START
        + """
    inside[rows, labels] = -inside.sum(dim=1)
    return inside / len(scores)
""",
    ),
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    scores.requires_grad_()
    losses.margin_loss(scores, labels, margin).backward()
    return scores.grad
""",
    ),
    (
        "ok",
        """
import numpy as np

def margin_gradient(scores, labels, margin):
    gradient = np.zeros(tuple(scores.shape))
    for i, (row, label) in enumerate(zip(scores.tolist(), labels.tolist())):
        for k in range(len(row)):
            if k != label and row[label] - row[k] < margin:
                gradient[i, k] += 1 / len(labels)
                gradient[i, label] -= 1 / len(labels)
    return gradient
""",
    ),
    (
        "not_divided",
        START
        + """
    inside[rows, labels] = -inside.sum(dim=1)
    return inside
""",
    ),
    (
        "sign",
        START
        + """
    inside[rows, labels] = -inside.sum(dim=1)
    return -inside / len(scores)
""",
    ),
    (
        "sign",
        START
        + """
    inside[rows, labels] = -inside.sum(dim=1)
    return -inside
""",
    ),
    (
        "true_class_once",
        START
        + """
    inside[rows, labels] = -(inside.sum(dim=1) > 0).to(scores.dtype)
    return inside / len(scores)
""",
    ),
    (
        "true_class_once",
        START
        + """
    inside[rows, labels] = -(inside.sum(dim=1) > 0).to(scores.dtype)
    return inside
""",
    ),
    (
        "true_class_missing",
        START
        + """
    return inside / len(scores)
""",
    ),
    (
        "true_class_missing",
        START
        + """
    return inside
""",
    ),
    (
        "size_of_shortfall",
        START
        + """
    lacks = (margin - lead) * inside
    lacks[rows, labels] = -lacks.sum(dim=1)
    return lacks / len(scores)
""",
    ),
    (
        "only_when_wrong",
        START.replace("lead < margin", "lead < 0")
        + """
    inside[rows, labels] = -inside.sum(dim=1)
    return inside / len(scores)
""",
    ),
    (
        "worst_only",
        """
def margin_gradient(scores, labels, margin):
    scores = scores.clone().requires_grad_()
    losses.margin_loss(scores, labels, margin, rivals="worst").backward()
    return scores.grad
""",
    ),
    (
        "margin_ignored",
        START.replace("lead < margin", "lead < 1")
        + """
    inside[rows, labels] = -inside.sum(dim=1)
    return inside / len(scores)
""",
    ),
]

MISSING_LEAD = [
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    rows = torch.arange(len(labels))
    lacks = costs[labels] - (scores[rows, labels][:, None] - scores)
    lacks[rows, labels] = 0
    return lacks.clamp(min=0).max(dim=1).values
""",
    ),
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    return losses.margin_loss(scores, labels, costs, rivals="worst", reduction="none")
""",
    ),
    (
        "ok",
        """
import numpy as np

def missing_lead(scores, labels, costs):
    missing = []
    for row, label in zip(scores, labels):
        rise = 0.0
        for k in range(len(row)):
            if k != label:
                rise = max(rise, float(costs[label, k] - (row[label] - row[k])))
        missing.append(rise)
    return np.array(missing)
""",
    ),
    (
        "transposed",
        """
def missing_lead(scores, labels, costs):
    return losses.margin_loss(scores, labels, costs.T, rivals="worst", reduction="none")
""",
    ),
    (
        "added_up",
        """
def missing_lead(scores, labels, costs):
    return losses.margin_loss(scores, labels, costs, reduction="none")
""",
    ),
    (
        "diagonal",
        """
def missing_lead(scores, labels, costs):
    lead = scores.gather(1, labels[:, None]) - scores
    return (costs[labels] - lead).clamp(min=0).amax(dim=1)
""",
    ),
    (
        "negative",
        """
def missing_lead(scores, labels, costs):
    lacks = costs[labels] - (scores.gather(1, labels[:, None]) - scores)
    lacks[torch.arange(len(labels)), labels] = -torch.inf
    return lacks.amax(dim=1)
""",
    ),
    (
        "highest_rival",
        """
def missing_lead(scores, labels, costs):
    rows = torch.arange(len(labels))
    others = scores.clone()
    others[rows, labels] = -torch.inf
    best, rival = others.max(dim=1)
    return (costs[labels, rival] - (scores[rows, labels] - best)).clamp(min=0)
""",
    ),
    (
        "no_table",
        """
def missing_lead(scores, labels, costs):
    return scores.amax(dim=1) - scores.gather(1, labels[:, None])[:, 0]
""",
    ),
]

MARGIN_SCALING_PROOF = [
    ("ok", 'proof = "DAFHJBG"'),
    ("ok", 'proof = "a f h, j, b, d, g"'),
    ("ok", 'proof = ["D", "J", "A", "F", "H", "B", "G"]'),
    ("ok", 'proof = "J -> A -> F -> H -> D -> B -> G"'),
    ("C", 'proof = "DCAFHJBG"'),  # equal losses
    ("E", 'proof = "DAEJBG"'),  # a slope m times as large
    ("I", 'proof = "IAFHJBG"'),  # any start
    ("D", 'proof = "AFHJBG"'),  # no start
    ("A", 'proof = "DFHJBG"'),
    ("F", 'proof = "DAHJBG"'),
    ("H", 'proof = "DAFJBG"'),
    ("J", 'proof = "DAFHBG"'),  # weight decay is forgotten
    ("B", 'proof = "DAFHJG"'),
    ("G", 'proof = "DAFHJB"'),  # no conclusion
]

ANSWERS = {
    "margin_loss": MARGIN_LOSS,
    "margin_gradient": MARGIN_GRADIENT,
    "missing_lead": MISSING_LEAD,
    "margin_scaling_proof": MARGIN_SCALING_PROOF,
}
