"""Answers a learner may write in lesson 04, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS: exercise -> list of (expected, code). expected is "ok", the name of a hint of this exercise's own, or
"checks.<name>" for a sentence of tests/sentences.py, which any exercise may say. Each code assigns the name that the
lesson's stub assigns, NAMES[exercise]. Written as learners write, and not with the code of utils.checks, so
that a slip there shows here.
"""

NAMES = {
    "margin_loss": "my_margin_loss",
    "margin_gradient": "margin_gradient",
    "missing_lead": "missing_lead",
    "margin_scaling_proof": "proof",
}

MARGIN_LOSS = [
    (
        "columns_of_all",
        """
def my_margin_loss(scores, labels, margin):
    lacking = (margin - (scores.gather(1, labels[:, None]) - scores)).clamp(min=0)
    lacking[:, labels] = 0
    return lacking.sum(dim=1).mean()
""",
    ),
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
    (
        "checks.ok_not_by_hand",
        """
def my_margin_loss(scores, labels, margin):
    return losses.margin_loss(scores, labels, margin)
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    is_rival = torch.arange(scores.shape[1]) != labels[:, None]
    lacks = margin - scores.gather(1, labels.view(-1, 1)) + scores
    return torch.where(is_rival & (lacks > 0), lacks, torch.zeros_like(lacks)).sum() / len(scores)
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin=1.0):
    true_scores = (scores * losses.one_hot(labels, scores.shape[1])).sum(1, keepdim=True)
    lacks = torch.nn.functional.relu(margin - true_scores + scores) * (1 - losses.one_hot(labels, scores.shape[1]))
    return lacks.sum(-1).mean().item()
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    example_losses = []
    for i in range(len(scores)):
        rivals = torch.cat([scores[i, : labels[i]], scores[i, labels[i] + 1 :]])
        example_losses.append(torch.clamp(margin - (scores[i, labels[i]] - rivals), min=0.0).sum())
    return torch.stack(example_losses).mean()
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    multi = torch.nn.MultiMarginLoss(margin=margin, reduction="sum")
    return multi(scores.double(), labels) * scores.shape[1] / scores.shape[0]
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    true_scores = scores[range(len(labels)), labels].unsqueeze(1)
    lacks = torch.maximum(torch.zeros(1, dtype=scores.dtype), margin - true_scores + scores)
    lacks[range(len(labels)), labels] = 0
    return lacks.sum(axis=1).mean(axis=0)
""",
    ),
    (
        "per_example",
        """
def my_margin_loss(scores, labels, margin):
    return losses.margin_loss(scores, labels, margin, reduction="none")
""",
    ),
    (
        "per_example",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (margin - lead).relu().sum(dim=1) - margin
""",
    ),
    (
        "true_scores",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels) - scores
    return ((margin - lead).relu().sum(dim=1) - margin).mean()
""",
    ),
    (
        "true_scores",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores[torch.arange(len(labels)), labels] - scores
    return ((margin - lead).relu().sum(dim=1) - margin).mean()
""",
    ),
    (
        "true_scores",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores[:, labels] - scores
    return ((margin - lead).relu().sum(dim=1) - margin).mean()
""",
    ),
    (
        "true_scores",
        """
def my_margin_loss(scores, labels, margin):
    rows = torch.arange(len(labels))
    lacks = (margin - (scores[rows, labels] - scores)).clamp(min=0)
    lacks[rows, labels] = 0
    return lacks.sum(dim=1).mean()
""",
    ),
    (
        "mean_over_classes",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (margin - lead).relu().mean()
""",
    ),
    (
        "backwards",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (lead - margin).relu().sum(dim=1).mean()
""",
    ),
    (
        "true_score_alone",
        """
def my_margin_loss(scores, labels, margin):
    true_scores = scores.gather(1, labels[:, None])[:, 0]
    return (margin - true_scores).relu().mean()
""",
    ),
    (
        "squared",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    lacks = (margin - lead).relu()
    lacks[torch.arange(len(labels)), labels] = 0
    return 0.5 * (lacks**2).sum(dim=1).mean()
""",
    ),
    (
        "sum_over_examples",
        """
def my_margin_loss(scores, labels, margin):
    total = 0.0
    for row, label in zip(scores, labels):
        for k in range(len(row)):
            if k != label:
                total += max(0, margin - (row[label] - row[k]))
    return total
""",
    ),
    (
        "checks.pair",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (margin - lead).relu().max(dim=1).mean()
""",
    ),
    (
        "checks.one_number_axis",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return ((margin - lead).relu().sum(dim=1) - margin).mean(dim=0, keepdim=True)
""",
    ),
    (
        "checks.in_place",
        """
def my_margin_loss(scores, labels, margin):
    true_scores = scores.gather(1, labels[:, None])
    scores += margin - true_scores
    return (scores.relu().sum(dim=1) - margin).mean()
""",
    ),
    (
        "checks.none",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    print(((margin - lead).relu().sum(dim=1) - margin).mean())
""",
    ),
    (
        "true_scores",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores[labels] - scores
    return ((margin - lead).relu().sum(dim=1) - margin).mean()
""",
    ),
    (
        "max_of_two",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (torch.max(0, margin - lead).sum(dim=1) - margin).mean()
""",
    ),
    (
        "max_of_two",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (max(0, margin - lead).sum(dim=1) - margin).mean()
""",
    ),
    (
        "max_of_two",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (torch.maximum(margin - lead, 0).sum(dim=1) - margin).mean()
""",
    ),
    (
        "only_when_wrong",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return ((margin - lead) * (lead < 0)).sum(dim=1).mean()
""",
    ),
    (
        "counted",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    is_rival = losses.one_hot(labels, scores.shape[1]) == 0
    return ((lead < margin) & is_rival).sum(dim=1).float().mean()
""",
    ),
    (
        "mean_over_classes",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    lacks = (margin - lead).relu() * (1 - losses.one_hot(labels, scores.shape[1]))
    return lacks.sum(dim=0).mean()
""",
    ),
    (
        "worst_of_all",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (margin - lead).clamp(min=0).amax(dim=1).mean()
""",
    ),
    (
        "worst_of_all",
        """
def my_margin_loss(scores, labels, margin):
    true = scores[torch.arange(len(labels)), labels]
    return (margin + scores.max(dim=1).values - true).relu().mean()
""",
    ),
    (
        "worst_of_all",
        """
def my_margin_loss(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (margin - lead).amax(dim=1).sum()
""",
    ),
    (
        "one_against_rest",
        """
def my_margin_loss(scores, labels, margin):
    signs = 2 * losses.one_hot(labels, scores.shape[1]) - 1
    return (margin - signs * scores).clamp(min=0).sum(dim=1).mean()
""",
    ),
    (
        "one_against_rest",
        """
def my_margin_loss(scores, labels, margin):
    signs = 2 * losses.one_hot(labels, scores.shape[1]) - 1
    return torch.relu(margin - signs * scores).mean()
""",
    ),
    (
        "one_against_rest",
        """
def my_margin_loss(scores, labels, margin):
    signs = torch.where(losses.one_hot(labels, scores.shape[1]) == 1, 1.0, -1.0)
    return (1 - signs * scores).clamp(min=0).sum(dim=1).mean()
""",
    ),
    (
        "ok",
        """
def my_margin_loss(scores, labels, margin):
    total = 0.0
    for row, label in zip(scores.tolist(), labels.tolist()):
        rivals = row[:label] + row[label + 1 :]
        total += sum(max(0.0, margin - (row[label] - rival)) for rival in rivals)
    return total / len(scores)
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
        "columns_of_all",
        """
def margin_gradient(scores, labels, margin):
    inside = (margin - scores.gather(1, labels[:, None]) + scores > 0).float()
    inside[:, labels] = 0
    inside[torch.arange(len(labels)), labels] = -inside.sum(dim=1)
    return inside / len(labels)
""",
    ),
    (
        "columns_of_all",
        """
def margin_gradient(scores, labels, margin):
    rows = torch.arange(len(labels))
    slopes = (margin - scores[rows, labels][:, None] + scores > 0).float()
    slopes[rows, labels] = 0
    slopes[:, labels] = -slopes.sum(dim=1, keepdim=True)
    return slopes / len(labels)
""",
    ),
    (
        "ok",
        START
        + """
    inside[rows, labels] = -inside.sum(dim=1)
    return inside / len(scores)
""",
    ),
    (
        "checks.ok_not_by_hand",
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
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    is_true = losses.one_hot(labels, scores.shape[1])
    lead = scores.gather(1, labels[:, None]) - scores
    inside = (lead < margin) * (1 - is_true)
    return ((inside - is_true * inside.sum(1, keepdim=True)) / len(scores)).tolist()
""",
    ),
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    rows = torch.arange(len(labels))
    inside = ((scores[rows, labels].unsqueeze(1) - scores) <= margin).float()
    inside[rows, labels] -= inside.sum(1)
    return inside / len(rows)
""",
    ),
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    n, n_classes = scores.shape
    rows = []
    for row, label in zip(scores.tolist(), labels.tolist()):
        slopes = [1 if k != label and score > row[label] - margin else 0 for k, score in enumerate(row)]
        slopes[label] = -sum(slopes)
        rows.append(tuple(slope / n for slope in slopes))
    return tuple(rows)
""",
    ),
    (
        "ok",
        """
import numpy as np

def margin_gradient(scores, labels, margin):
    s, y = scores.numpy(), labels.numpy()
    inside = (margin - (s[np.arange(len(y)), y][:, None] - s) > 0).astype(np.float32)
    inside[np.arange(len(y)), y] = 0
    inside[np.arange(len(y)), y] = -inside.sum(axis=1)
    return inside / len(y)
""",
    ),
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    is_true = torch.eye(scores.shape[1])[labels]
    lacks = margin - (scores * is_true).sum(1, keepdim=True) + scores
    inside = torch.heaviside(lacks, torch.zeros(1).to(lacks)) - is_true
    return (inside - inside.sum(1, keepdim=True) * is_true) / scores.size(0)
""",
    ),
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    inside = torch.where(lead < margin, 1.0, 0.0).scatter(1, labels[:, None], 0.0)
    return inside.scatter(1, labels[:, None], -inside.sum(1, keepdim=True)).double() / len(labels)
""",
    ),
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    gradient = torch.zeros_like(scores)
    for i, label in enumerate(labels):
        for k in range(scores.shape[1]):
            if k != label and scores[i, label] - scores[i, k] < margin:
                gradient[i, k] = 1
                gradient[i, label] -= 1
    return gradient.div(len(scores))
""",
    ),
    (
        "ok",
        """
def margin_gradient(scores, labels, margin):
    def loss(scores):
        lead = scores.gather(1, labels[:, None]) - scores
        return ((margin - lead).relu().sum(1) - margin).mean()

    h, scores = 1e-4, scores.double()
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
        "checks.ok_not_by_hand",
        """
def margin_gradient(scores, labels, margin):
    scores = scores.detach().requires_grad_()
    return torch.autograd.grad(losses.margin_loss(scores, labels, margin), scores)[0]
""",
    ),
    (
        "true_class_once",
        """
def margin_gradient(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    gradient = (lead < margin).float()
    gradient[torch.arange(len(labels)), labels] = -1
    return gradient / len(scores)
""",
    ),
    (
        "true_class_counted",
        """
def margin_gradient(scores, labels, margin):
    rows = torch.arange(len(labels))
    lead = scores.gather(1, labels[:, None]) - scores
    gradient = (lead < margin).float()
    gradient[rows, labels] = -gradient.sum(dim=1)
    return gradient / len(scores)
""",
    ),
    (
        "true_class_counted",
        """
def margin_gradient(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    return (lead < margin).float() / len(scores)
""",
    ),
    (
        "divided_by_classes",
        """
def margin_gradient(scores, labels, margin):
    scores = scores.clone().requires_grad_()
    torch.nn.functional.multi_margin_loss(scores, labels, margin=margin).backward()
    return scores.grad
""",
    ),
    (
        "divided_by_classes",
        """
def margin_gradient(scores, labels, margin):
    lead = scores.gather(1, labels[:, None]) - scores
    is_true = losses.one_hot(labels, scores.shape[1])
    inside = (lead < margin) * (1 - is_true)
    return (inside - is_true * inside.sum(1, keepdim=True)) / scores.shape[1]
""",
    ),
    (
        "all_rivals",
        """
def margin_gradient(scores, labels, margin):
    is_true = losses.one_hot(labels, scores.shape[1])
    lead = scores.gather(1, labels[:, None]) - scores
    inside = (lead < margin) * (1 - is_true)
    return (inside - is_true * (scores.shape[1] - 1)) / len(scores)
""",
    ),
    (
        "outside",
        """
def margin_gradient(scores, labels, margin):
    is_true = losses.one_hot(labels, scores.shape[1])
    lead = scores.gather(1, labels[:, None]) - scores
    inside = (lead > margin) * (1 - is_true)
    return (inside - is_true * inside.sum(1, keepdim=True)) / len(scores)
""",
    ),
    (
        "true_scores",
        """
def margin_gradient(scores, labels, margin):
    rows = torch.arange(len(labels))
    inside = ((scores[rows, labels] - scores) < margin).float()
    inside[rows, labels] = 0
    inside[rows, labels] = -inside.sum(dim=1)
    return inside / len(scores)
""",
    ),
    (
        "true_scores",
        """
def margin_gradient(scores, labels, margin):
    rows = torch.arange(len(labels))
    inside = ((scores.gather(1, labels) - scores) < margin).float()
    inside[rows, labels] = 0
    inside[rows, labels] = -inside.sum(dim=1)
    return inside / len(scores)
""",
    ),
    (
        "autograd",
        """
def margin_gradient(scores, labels, margin):
    losses.margin_loss(scores, labels, margin).backward()
    return scores.grad
""",
    ),
    (
        "the_loss",
        """
def margin_gradient(scores, labels, margin):
    return losses.margin_loss(scores, labels, margin)
""",
    ),
    (
        "checks.not_numbers",
        """
def margin_gradient(scores, labels, margin):
    return scores.gather(1, labels[:, None]) - scores < margin
""",
    ),
    (
        "other_loss",
        """
def margin_gradient(scores, labels, margin):
    return (losses.softmax(scores) - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
    (
        "other_loss",
        """
def margin_gradient(scores, labels, margin):
    return (scores - losses.one_hot(labels, scores.shape[1])) / len(scores)
""",
    ),
    (
        "true_class_once",
        """
def margin_gradient(scores, labels, margin):
    is_true = losses.one_hot(labels, scores.shape[1]).to(scores)
    lead = scores.gather(1, labels[:, None]) - scores
    inside = (lead < margin).to(scores) * (1 - is_true)
    return (inside - is_true * inside.amax(dim=1, keepdim=True)) / len(scores)
""",
    ),
]

MISSING_LEAD = [
    (
        "columns_of_all",
        """
def missing_lead(scores, labels, costs):
    lacking = (costs[labels] - scores.gather(1, labels[:, None]) + scores).clamp(min=0)
    lacking[:, labels] = 0
    return lacking.amax(dim=1)
""",
    ),
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
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    is_true = torch.nn.functional.one_hot(labels, scores.shape[1]).bool()
    lacks = costs[labels] - scores.gather(1, labels[:, None]) + scores
    return lacks.masked_fill(is_true, 0).amax(dim=1)
""",
    ),
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    lacks = costs[labels] - scores.gather(1, labels[:, None]) + scores
    lacks[torch.arange(len(labels)), labels] = -torch.inf
    return lacks.amax(dim=1).clamp(min=0).tolist()
""",
    ),
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    rises = []
    for row, label in zip(scores.tolist(), labels.tolist()):
        asked = costs[label].tolist()
        rises.append(max([0] + [asked[k] - row[label] + row[k] for k in range(len(row)) if k != label]))
    return tuple(rises)
""",
    ),
    (
        "ok",
        """
import numpy as np

def missing_lead(scores, labels, costs):
    scores, labels, costs = scores.double().numpy(), labels.numpy(), costs.double().numpy()
    rows = np.arange(len(labels))
    lacks = costs[labels] - (scores[rows, labels][:, None] - scores)
    lacks[rows, labels] = 0
    return lacks.max(axis=1)
""",
    ),
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    lacks = (costs.index_select(0, labels) - (scores.gather(1, labels.view(-1, 1)) - scores)).relu()
    return (lacks * (1 - losses.one_hot(labels, scores.shape[1]))).max(dim=-1).values
""",
    ),
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    costs = costs.clone().fill_diagonal_(0)
    lead = scores.gather(1, labels[:, None]) - scores
    return (costs[labels] - lead).topk(1, dim=1).values.squeeze(1)
""",
    ),
    (
        "ok",
        """
def missing_lead(scores, labels, costs):
    low, high = torch.zeros(len(scores)).double(), torch.full((len(scores),), 1e5).double()
    is_true = losses.one_hot(labels, scores.shape[1]).double()
    for _ in range(60):
        middle = (low + high) / 2
        raised = scores.double() + middle[:, None] * is_true
        left = losses.margin_loss(raised, labels, costs.double(), reduction="none") > 0
        low, high = torch.where(left, middle, low), torch.where(left, high, middle)
    return high
""",
    ),
    (
        "averaged",
        """
def missing_lead(scores, labels, costs):
    return losses.margin_loss(scores, labels, costs, rivals="worst")
""",
    ),
    (
        "smallest",
        """
def missing_lead(scores, labels, costs):
    lacks = (costs[labels] - (scores.gather(1, labels[:, None]) - scores)).relu()
    lacks[torch.arange(len(labels)), labels] = torch.inf
    return lacks.amin(dim=1)
""",
    ),
    (
        "whole_table",
        """
def missing_lead(scores, labels, costs):
    rows = torch.arange(len(labels))
    lacks = (costs - (scores.gather(1, labels[:, None]) - scores)).relu()
    lacks[rows, labels] = 0
    return lacks.amax(dim=1)
""",
    ),
    (
        "largest_entry",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    lead = (scores.gather(1, labels[:, None]) - scores).masked_fill(is_true, torch.inf).amin(dim=1)
    return (costs.masked_fill(torch.eye(len(costs)).bool(), 0)[labels].amax(dim=1) - lead).relu()
""",
    ),
    (
        "true_scores",
        """
def missing_lead(scores, labels, costs):
    rows = torch.arange(len(labels))
    lacks = (costs[labels] - (scores[rows, labels] - scores)).relu()
    lacks[rows, labels] = 0
    return lacks.amax(dim=1)
""",
    ),
    (
        "true_scores",
        """
def missing_lead(scores, labels, costs):
    rows = torch.arange(len(labels))
    lacks = (costs[labels] - (scores.gather(1, labels) - scores)).relu()
    lacks[rows, labels] = 0
    return lacks.amax(dim=1)
""",
    ),
    (
        "sign",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    lead = scores - scores.gather(1, labels[:, None])
    return (costs[labels] - lead).masked_fill(is_true, 0).relu().amax(dim=1)
""",
    ),
    (
        "no_table",
        """
def missing_lead(scores, labels, costs):
    return losses.margin_loss(scores, labels, 0, rivals="worst", reduction="none")
""",
    ),
    (
        "margin_of_one",
        """
def missing_lead(scores, labels, costs):
    return losses.margin_loss(scores, labels, rivals="worst", reduction="none")
""",
    ),
    (
        "checks.column",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    lead = scores.gather(1, labels[:, None]) - scores
    return (costs[labels] - lead).masked_fill(is_true, 0).clamp(min=0).amax(dim=1, keepdim=True)
""",
    ),
    (
        "checks.pair",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    lead = scores.gather(1, labels[:, None]) - scores
    return (costs[labels] - lead).masked_fill(is_true, 0).clamp(min=0).max(dim=1)
""",
    ),
    (
        "checks.shape",
        """
def missing_lead(scores, labels, costs):
    lead = scores.gather(1, labels[:, None]) - scores
    return (costs[labels] - lead).clamp(min=0)
""",
    ),
    (
        "checks.in_place",
        """
def missing_lead(scores, labels, costs):
    costs.fill_diagonal_(0)
    return (costs[labels] - (scores.gather(1, labels[:, None]) - scores)).amax(dim=1)
""",
    ),
    (
        "transposed",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    lacks = costs[:, labels] - (scores.gather(1, labels[:, None]) - scores)
    return lacks.masked_fill(is_true, 0).relu().amax(dim=1)
""",
    ),
    (
        "diagonal",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    lacks = costs[labels, labels][:, None] - (scores.gather(1, labels[:, None]) - scores)
    return lacks.masked_fill(is_true, 0).relu().amax(dim=1)
""",
    ),
    (
        "which_rival",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    lacks = costs[labels] - (scores.gather(1, labels[:, None]) - scores)
    return lacks.masked_fill(is_true, 0).relu().argmax(dim=1)
""",
    ),
    (
        "max_of_two",
        """
def missing_lead(scores, labels, costs):
    lead = scores.gather(1, labels[:, None]) - scores
    return max(0, costs[labels] - lead).amax(dim=1)
""",
    ),
    (
        "no_leads",
        """
def missing_lead(scores, labels, costs):
    return costs[labels].amax(dim=1)
""",
    ),
    (
        "no_leads",
        """
def missing_lead(scores, labels, costs):
    is_true = losses.one_hot(labels, scores.shape[1]).bool()
    return costs[labels].masked_fill(is_true, 0).amax(dim=1)
""",
    ),
    (
        "no_leads",
        """
def missing_lead(scores, labels, costs):
    return costs[labels]
""",
    ),
    (
        "no_leads",
        """
def missing_lead(scores, labels, costs):
    return costs[labels].sum(dim=1)
""",
    ),
    (
        "no_leads",
        """
def missing_lead(scores, labels, costs):
    return costs[labels, scores.argmax(dim=1)]
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
    ("ok", 'proof = "DAFJHBG"'),
    ("ok", 'proof = "jdafhbg"'),
    ("ok", 'proof = ("A", "F", "H", "D", "J", "B", "G")'),
    ("ok", 'proof = "D, A, F, H, J, B, G."'),
    ("ok", 'proof = list("AFDHJBG")'),
    ("ok", 'proof = "1. D  2. A  3. F  4. J  5. H  6. B  7. G"'),
    ("ok", 'proof = ["j", "a", "f", "d", "h", "b", "g"]'),
    ("C", 'proof = "DAFHJBCG"'),
    ("C", 'proof = "ABCDEFGHIJ"'),
    ("E", 'proof = "DAFEJBG"'),
    ("I", 'proof = "DAFHJBIG"'),
    ("J", 'proof = "DAHFBG"'),
    ("checks.too_early", 'proof = "DFAHJBG"'),
    ("checks.too_early", 'proof = "DAHFJBG"'),
    ("checks.too_early", 'proof = "DAFHBJG"'),
    ("checks.too_early", 'proof = "AFHJBGD"'),
    ("checks.conclusion_first", 'proof = "GBJHFAD"'),
    ("checks.repeated_step", 'proof = "DAFHJBBG"'),
    ("checks.unknown_step", 'proof = "DAFHJBK"'),
    ("checks.not_letters", "proof = 4168"),
    ("checks.not_letters", "proof = (4, 1, 6, 8)"),
]

ANSWERS = {
    "margin_loss": MARGIN_LOSS,
    "margin_gradient": MARGIN_GRADIENT,
    "missing_lead": MISSING_LEAD,
    "margin_scaling_proof": MARGIN_SCALING_PROOF,
}
