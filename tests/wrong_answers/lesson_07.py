"""Answers a learner may write in lesson 07, right in several styles and wrong in typical ways, as text for the stub.

As lesson_03: ANSWERS, exercise -> list of (expected, code), and NAMES, what each stub assigns.
"""

NAMES = {
    "ce_gradient": "score_gradient",
    "weights_gradient": "weights_gradient",
    "curvature": "curvature",
    "escape_steps": "escape_steps",
}


def _function(head, body):
    """The text of a function, with the imports that the answers below use."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return f"import math\nimport numpy as np\nimport torch.nn.functional as F\n\ndef {head}:\n{lines}\n"


def _gradient(body):
    return _function("score_gradient(scores, labels)", f"""
n, K = scores.shape
rows = torch.arange(n)
{body}""")


def _weights(body):
    return _function("weights_gradient(X, scores, labels)", f"""
K = scores.shape[1]
P_minus_Y = losses.softmax(scores) - losses.one_hot(labels, K)
{body}""")


def _curvature(body):
    return _function("curvature(scores, direction)", f"p = losses.softmax(scores)\n{body}")


def _race(push="p * (1 - p) ** 2", start="-10.0", count="0", while_="logit < 0", result="steps"):
    """The loop of the solution, with a part of it changed."""
    return f"""
logit, steps = {start}, {count}
while {while_}:
    p = 1 / (1 + np.exp(-logit))
    logit += {push}
    steps += 1
escape_steps = {result}
"""


CE_GRADIENT = [
    ("ok", _gradient("return (losses.softmax(scores) - losses.one_hot(labels, K)) / n")),
    ("ok", _gradient("return (torch.softmax(scores, dim=1) - F.one_hot(labels, num_classes=K)) / n")),
    ("ok", _gradient("return (scores.softmax(-1) - torch.eye(K)[labels]).div(n)")),
    ("ok", _gradient("return (torch.log_softmax(scores, 1).exp() - losses.one_hot(labels, K)).double() / n")),
    ("ok", _gradient("g = losses.softmax(scores)\ng[rows, labels] -= 1\nreturn g / n")),
    ("ok", _gradient("return losses.softmax(scores).scatter_add(1, labels[:, None], -torch.ones_like(scores)) / n")),
    ("ok", _gradient("return (losses.softmax(scores) - (torch.arange(K) == labels[:, None]).to(scores)) / n")),
    ("ok", _gradient("return ((losses.softmax(scores) - losses.one_hot(labels, K)) / n).tolist()")),
    ("ok", _gradient("""
o = scores.numpy()
o = np.exp(o - o.max(axis=1, keepdims=True))
gradient = o / o.sum(axis=1, keepdims=True)
gradient[np.arange(n), labels.numpy()] -= 1
return gradient / n""")),
    ("ok", _gradient("""
gradient = []
for row, label in zip(scores.tolist(), labels.tolist()):
    powers = [math.exp(score - max(row)) for score in row]
    gradient.append([power / sum(powers) / n - (k == label) / n for k, power in enumerate(powers)])
return gradient""")),
    ("ok", _gradient("""
rows = []
for row, label in zip(scores, labels):
    difference = torch.softmax(row, 0)
    difference[label] -= 1
    rows.append(difference / n)
return tuple(rows)""")),
    ("ok", _gradient("P = losses.softmax(scores)\nreturn torch.stack([P[i] - losses.one_hot(labels[i:i+1], K)[0] "
                     "for i in range(n)]) / n")),
    ("checks.ok_not_by_hand", _gradient("""
scores = scores.clone().requires_grad_()
F.cross_entropy(scores, labels).backward()
return scores.grad""")),
    ("checks.ok_not_by_hand", _gradient("""
scores = scores.clone().requires_grad_()
return torch.autograd.grad(losses.cross_entropy(scores, labels), scores)[0]""")),
    ("checks.ok_not_by_hand", _gradient("return torch.func.grad(lambda o: F.cross_entropy(o, labels))(scores)")),
    ("checks.none", _gradient("scores = scores.clone()\nreturn scores.grad")),
    ("checks.none", _gradient("g = (losses.softmax(scores) - losses.one_hot(labels, K)) / n")),
    ("checks.in_place", _gradient("scores -= scores.amax(1, keepdim=True)\np = scores.exp()\n"
                                  "return (p / p.sum(1, keepdim=True) - losses.one_hot(labels, K)) / n")),
    ("not_divided", _gradient("return torch.softmax(scores, dim=1) - losses.one_hot(labels, K)")),
    ("sign", _gradient("return (losses.one_hot(labels, K) - losses.softmax(scores)) / n")),
    ("sign", _gradient("return torch.eye(K)[labels] - losses.softmax(scores)")),
    ("divided_by_classes", _gradient("return (losses.softmax(scores) - losses.one_hot(labels, K)) / (n * K)")),
    ("divided_by_classes", _gradient("return (losses.softmax(scores) - losses.one_hot(labels, K)) / K")),
    ("no_label", _gradient("return losses.softmax(scores) / n")),
    ("no_label", _gradient("return losses.softmax(scores)")),
    ("raw_scores", _gradient("return (scores - losses.one_hot(labels, K)) / n")),
    ("log_p", _gradient("return (losses.log_softmax(scores) - losses.one_hot(labels, K)) / n")),
    ("log_p", _gradient("return torch.log_softmax(scores, 1) - losses.one_hot(labels, K)")),
    ("sigmoid", _gradient("return (torch.sigmoid(scores) - losses.one_hot(labels, K)) / n")),
    ("sigmoid", _gradient("return 1 / (1 + torch.exp(-scores)) - losses.one_hot(labels, K)")),
    ("naive_softmax", _gradient("powers = torch.exp(scores)\n"
                                "return (powers / powers.sum(dim=1, keepdim=True) - losses.one_hot(labels, K)) / n")),
    ("naive_softmax", _gradient("powers = torch.exp(scores)\n"
                                "return powers / powers.sum(dim=1)[:, None] - losses.one_hot(labels, K)")),
    ("keepdim", _gradient("powers = torch.exp(scores)\n"
                          "return (powers / powers.sum(dim=1) - losses.one_hot(labels, K)) / n")),
    ("keepdim", _gradient("powers = torch.exp(scores - scores.amax(dim=1))\n"
                          "return (powers / powers.sum(dim=1, keepdim=True) - losses.one_hot(labels, K)) / n")),
    ("checks.pair", _gradient("powers = torch.exp(scores - scores.max(dim=1, keepdim=True))\n"
                              "return (powers / powers.sum(dim=1, keepdim=True) - losses.one_hot(labels, K)) / n")),
    ("id_not_one_hot", _gradient("return (losses.softmax(scores) - labels[:, None]) / n")),
    ("id_not_one_hot", _gradient("return (losses.softmax(scores) - labels) / n")),
    ("ones_everywhere", _gradient("return (losses.softmax(scores) - 1) / n")),
    ("columns_of_all", _gradient("g = losses.softmax(scores)\ng[:, labels] -= 1\nreturn g / n")),
    ("columns_of_all", _gradient("g = losses.softmax(scores)\ng[:, labels] = g[:, labels] - 1\nreturn g")),
    ("too_few_columns", _gradient("return (losses.softmax(scores) - F.one_hot(labels)) / n")),
    ("true_class_only", _gradient("g = torch.zeros_like(scores)\n"
                                  "g[rows, labels] = (losses.softmax(scores)[rows, labels] - 1) / n\nreturn g")),
    ("true_class_only", _gradient("return (losses.softmax(scores)[rows, labels] - 1) / n")),
    ("rivals_only", _gradient("return losses.softmax(scores) * (1 - losses.one_hot(labels, K)) / n")),
    ("by_probabilities", _gradient("return -losses.one_hot(labels, K) / losses.softmax(scores) / n")),
    ("columns", _gradient("return (torch.softmax(scores, dim=0) - losses.one_hot(labels, K)) / n")),
    ("averaged", _gradient("return (losses.softmax(scores) - losses.one_hot(labels, K)).mean(dim=0)")),
    ("the_loss", _gradient("return F.cross_entropy(scores, labels)")),
    ("naive_softmax", _gradient("powers = scores.clip(-30, 30).exp()\n"
                                "return (powers / powers.sum(dim=1, keepdim=True) - losses.one_hot(labels, K)) / n")),
    ("naive_softmax", _gradient("return (losses.softmax(scores.clamp(-80, 80)) - losses.one_hot(labels, K)) / n")),
]

WEIGHTS_GRADIENT = [
    ("ok", _weights("d = P_minus_Y / len(X)\nreturn torch.cat([X.T @ d, d.sum(dim=0, keepdim=True)])")),
    ("ok", _weights("X = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)\n"
                    "return X.T @ P_minus_Y / len(X)")),
    ("ok", _weights("return torch.cat([X.T @ P_minus_Y / len(X), P_minus_Y.mean(dim=0)[None]])")),
    ("ok", _weights("return torch.vstack([X.T @ P_minus_Y, P_minus_Y.sum(0)]) / len(X)")),
    ("ok", _weights("W = torch.einsum('nd,nk->dk', X, P_minus_Y)\n"
                    "return torch.cat([W, P_minus_Y.sum(0).view(1, -1)]) / len(X)")),
    ("ok", _weights("W = (X[:, :, None] * P_minus_Y[:, None, :]).mean(0)\n"
                    "return torch.cat([W, P_minus_Y.mean(0, keepdim=True)])")),
    ("ok", _weights("table = torch.zeros(X.shape[1] + 1, K)\ntable[:-1] = X.T @ P_minus_Y / len(X)\n"
                    "table[-1] = P_minus_Y.mean(0)\nreturn table")),
    ("ok", _weights("return [*(X.T @ P_minus_Y / len(X)).tolist(), P_minus_Y.mean(0).tolist()]")),
    ("ok", _weights("d = P_minus_Y.numpy()\nreturn np.vstack([X.numpy().T @ d, d.sum(axis=0)]) / len(d)")),
    ("ok", _weights("""
table = torch.zeros(X.shape[1] + 1, scores.shape[1], dtype=X.dtype)
for x, row, label in zip(X, scores, labels):
    push = torch.softmax(row, 0)
    push[label] -= 1
    table[:-1] += torch.outer(x, push) / len(X)
    table[-1] += push / len(X)
return table.numpy()""")),
    ("ok", _weights("""
weights = torch.zeros(X.shape[1] + 1, scores.shape[1], dtype=X.dtype, requires_grad=True)
F.cross_entropy(scores + X @ weights[:-1] + weights[-1], labels).backward()
return weights.grad""")),
    ("ok", _weights("scores = scores.clone().requires_grad_()\nF.cross_entropy(scores, labels).backward()\n"
                    "return torch.cat([X.T @ scores.grad, scores.grad.sum(0, keepdim=True)])")),
    ("bias_over_everything", _weights("W_gradient = X.T @ P_minus_Y / len(X)\nb_gradient = P_minus_Y.sum() / len(X)\n"
                                      "return torch.cat([W_gradient, b_gradient.expand(1, K)])")),
    ("bias_over_everything", _weights("table = torch.zeros(X.shape[1] + 1, K)\ntable[:-1] = X.T @ P_minus_Y / len(X)\n"
                                      "table[-1] = P_minus_Y.mean()\nreturn table")),
    ("not_divided", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(0)[None]])")),
    ("sign", _weights("d = -P_minus_Y / len(X)\nreturn torch.cat([X.T @ d, d.sum(0)[None]])")),
    ("sign", _weights("return -torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(0)[None]])")),
    ("bias_divided_twice", _weights("d = P_minus_Y / len(X)\nreturn torch.cat([X.T @ d, d.mean(0)[None]])")),
    ("bias_not_divided", _weights("return torch.cat([X.T @ P_minus_Y / len(X), P_minus_Y.sum(0)[None]])")),
    ("weights_not_divided", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.mean(0)[None]])")),
    ("divided_by_classes", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(0)[None]]) / (len(X) * K)")),
    ("divided_by_classes", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(0)[None]]) / K")),
    ("divided_by_features", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(0)[None]]) / X.shape[1]")),
    ("no_label", _weights("P = losses.softmax(scores)\nreturn torch.cat([X.T @ P, P.sum(0)[None]]) / len(X)")),
    ("raw_scores", _weights("d = (scores - losses.one_hot(labels, K)) / len(X)\n"
                            "return torch.cat([X.T @ d, d.sum(0)[None]])")),
    ("columns", _weights("d = (torch.softmax(scores, 0) - losses.one_hot(labels, K)) / len(X)\n"
                         "return torch.cat([X.T @ d, d.sum(0)[None]])")),
    ("bias_missing", _weights("return X.T @ P_minus_Y / len(X)")),
    ("bias_first", _weights("return torch.cat([P_minus_Y.sum(0)[None], X.T @ P_minus_Y]) / len(X)")),
    ("bias_across", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(1)[None]]) / len(X)")),
    ("bias_no_row", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(0)]) / len(X)")),
    ("bias_no_row", _weights("d = P_minus_Y / len(X)\nreturn torch.cat([X.T @ d, d.sum(dim=0)], dim=0)")),
    ("bias_one_number", _weights("d = P_minus_Y / len(X)\nreturn torch.cat([X.T @ d, d.sum()[None, None]])")),
    ("bias_one_number", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum()]) / len(X)")),
    ("not_turned", _weights("return torch.cat([X @ P_minus_Y, P_minus_Y.sum(0)[None]]) / len(X)")),
    ("transposed", _weights("return torch.cat([X.T @ P_minus_Y, P_minus_Y.sum(0)[None]]).T / len(X)")),
    ("checks.not_numbers", _weights("return {'W': X.T @ P_minus_Y / len(X), 'b': P_minus_Y.mean(0)}")),
    ("two_tables", _weights("d = P_minus_Y / len(X)\nreturn X.T @ d, d.sum(0)")),
    ("two_tables", _weights("return X.T @ P_minus_Y, P_minus_Y.sum(dim=0)")),
    ("two_tables", _weights("d = P_minus_Y / len(X)\nreturn [X.T @ d, d.sum(0, keepdim=True)]")),
    ("two_tables", _weights("d = P_minus_Y / len(X)\nreturn (X.T @ d).numpy(), d.sum(0).tolist()")),
    ("bias_over_everything", _weights("with_bias = torch.cat([X, torch.zeros_like(X[:, :1])], dim=1)\n"
                                      "return with_bias.T @ P_minus_Y / len(X)")),
]

CURVATURE = [
    ("ok", _curvature("return p * (direction - (p * direction).sum(dim=1, keepdim=True))")),
    ("ok", _curvature("return p * direction - p * (p * direction).sum(1)[:, None]")),
    ("ok", _curvature("return p * (direction - torch.einsum('nk,nk->n', p, direction).unsqueeze(1))")),
    ("ok", _curvature("return p * (direction - (p[:, None, :] @ direction[:, :, None])[:, :, 0])")),
    ("ok", _curvature("return torch.stack([row * (v - row @ v) for row, v in zip(p, direction)])")),
    ("ok", _curvature("return [(row * (v - row @ v)).tolist() for row, v in zip(p, direction)]")),
    ("ok", _curvature("return (p.double() * (direction - (p * direction).sum(1, keepdim=True)))")),
    ("ok", _curvature("p = torch.softmax(scores, 1).numpy()\nv = direction.numpy()\n"
                      "return p * (v - (p * v).sum(axis=1, keepdims=True))")),
    ("ok", _curvature("return torch.func.jvp(lambda o: torch.softmax(o, dim=1), (scores,), (direction,))[1]")),
    ("ok", _curvature("""
scores = scores.clone().requires_grad_()
slopes = torch.softmax(scores, 1)
return torch.autograd.grad((slopes * direction).sum(), scores)[0]""")),
    ("ok", _curvature("""
rows = []
for row, v in zip(p.tolist(), direction.tolist()):
    middle = sum(share * d for share, d in zip(row, v))
    rows.append([share * (d - middle) for share, d in zip(row, v)])
return rows""")),
    ("checks.ok_not_by_hand", _curvature("table = torch.diag_embed(p) - p[:, :, None] * p[:, None, :]\n"
                                         "return (table @ direction[:, :, None])[:, :, 0]")),
    ("checks.none", _curvature("p * (direction - (p * direction).sum(dim=1, keepdim=True))")),
    ("diagonal_only", _curvature("return p * direction")),
    ("own_entries", _curvature("return p * (1 - p) * direction")),
    ("own_entries", _curvature("return p * (direction - p * direction)")),
    ("plain_mean", _curvature("return p * (direction - direction.mean(dim=1, keepdim=True))")),
    ("no_first_factor", _curvature("return direction - (p * direction).sum(dim=1, keepdim=True)")),
    ("no_second_factor", _curvature("return p * direction - (p * direction).sum(dim=1, keepdim=True)")),
    ("whole_batch", _curvature("return p * direction - p * (p * direction).sum()")),
    ("keepdim", _curvature("return p * (direction - (p * direction).sum(dim=1))")),
    ("keepdim", _curvature("return p * direction - p * (p * direction).sum(1)")),
    ("down_the_examples", _curvature("return p * (direction - (p * direction).sum(dim=0))")),
    ("down_the_examples", _curvature("return p * (direction - (p * direction).sum(dim=0, keepdim=True))")),
    ("sign", _curvature("return p * (p * direction).sum(1)[:, None] - p * direction")),
    ("added", _curvature("return p * (direction + (p * direction).sum(1, keepdim=True))")),
    ("weighed_mean_divided", _curvature("return p * (direction - (p * direction).mean(dim=1, keepdim=True))")),
    ("outer_only", _curvature("return -p * (p * direction).sum(1, keepdim=True)")),
    ("quadratic_form", _curvature("product = p * (direction - (p * direction).sum(1, keepdim=True))\n"
                                  "return (direction * product).sum(1)")),
    ("gradient", _curvature("return p - direction")),
    ("divided_by_examples", _curvature("return p * (direction - (p * direction).sum(1, keepdim=True)) / len(scores)")),
    ("sum_not_weighed", _curvature("return p * direction - p * p * direction.sum(1)")),
    ("sum_not_weighed", _curvature("return p * direction - p * p * direction.sum(1, keepdim=True)")),
    ("sum_not_weighed", _curvature("return p * (direction - direction.sum(dim=1, keepdim=True))")),
    ("not_exact", _curvature("return (losses.softmax(scores + 1e-3 * direction) - p) / 1e-3")),
    ("not_exact", _curvature("return (torch.softmax(scores + 1e-4 * direction, 1) - torch.softmax(scores, 1)) / 1e-4")),
    ("not_exact", _curvature("return (p * (direction - (p * direction).sum(1)[:, None])).round(decimals=2)")),
    ("checks.differs", _curvature("return 1.5 * p * (direction - (p * direction).sum(1, keepdim=True))")),
    ("not_exact", _curvature("h = 1e-3\nup, down = losses.softmax(scores + h * direction), "
                             "losses.softmax(scores - h * direction)\nreturn (up - down) / (2 * h)")),
    ("ok", _curvature("p, h = losses.softmax(scores.double()), 1e-6\n"
                      "return (losses.softmax(scores.double() + h * direction) "
                      "- losses.softmax(scores.double() - h * direction)) / (2 * h)")),
    ("raw_scores", _curvature("return scores * (direction - (scores * direction).sum(1, keepdim=True))")),
    ("naive_softmax", _curvature("p = scores.exp() / scores.exp().sum(1, keepdim=True)\n"
                                 "return p * (direction - (p * direction).sum(1, keepdim=True))")),
    ("columns", _curvature("p = torch.softmax(scores, dim=0)\n"
                           "return p * (direction - (p * direction).sum(1, keepdim=True))")),
]

ESCAPE_STEPS = [
    ("ok", _race()),
    ("ok", _race(push="(1 - p) * p * (1 - p)", while_="logit < -1e-12")),
    ("ok", _race(push="-(p - 1) * p * (1 - p)", while_="1 / (1 + np.exp(-logit)) < 0.5")),
    ("ok", _race(result="float(steps)")),
    ("ok", _race(result="np.int64(steps)")),
    ("ok", """
logit, steps = torch.tensor(-10.0, dtype=torch.float64), 0
while torch.sigmoid(logit) < 0.5:
    p = torch.sigmoid(logit)
    logit = logit - (p - 1) * p * (1 - p)
    steps += 1
escape_steps = torch.tensor(steps)
"""),
    ("ok", """
import math

path, logit = [], -10
while True:
    path.append(logit)
    if logit >= 0:
        break
    p = 1 / (1 + math.exp(-logit))
    logit = logit + p * (1 - p) ** 2
escape_steps = len(path) - 1
"""),
    ("ok", """
logit = torch.tensor(-10.0, dtype=torch.float64, requires_grad=True)
for escape_steps in range(1, 100_000):
    (slope,) = torch.autograd.grad((1 - torch.sigmoid(logit)) ** 2 / 2, logit)
    logit = (logit - slope).detach().requires_grad_()
    if logit >= 0:
        break
"""),
    ("ok", "escape_steps = 22_063"),
    ("ok", "escape_steps = 22063.0"),
    ("ok", "escape_steps = np.array(22063)"),
    ("checks.one_number_axis", "escape_steps = [22_063]"),
    ("checks.no_number", "escape_steps = None"),
    ("checks.no_number", "escape_steps = [22_063].sort()"),
    ("checks.not_called", "def escape_steps():\n    return 22_063\n"),
    ("checks.not_numbers", "escape_steps = 'about 22,000'"),
    ("cross_entropy", _race(push="1 - p")),
    ("brier", _race(push="4 * p * (1 - p) ** 2")),
    ("two_scores", _race(push="2 * p * (1 - p) ** 2")),
    ("no_sigmoid_slope", _race(push="(1 - p) ** 2")),
    ("only_sigmoid_slope", _race(push="p * (1 - p)")),
    ("from_minus_8", "escape_steps = 3011"),
    ("from_minus_8", "escape_steps = 3_010"),
    ("one_off", "escape_steps = 22_064"),
    ("one_off", "escape_steps = 22_062"),
    ("one_off", _race(count="1")),
    ("guessed", "escape_steps = round(3011 * np.exp(2))"),
    ("guessed", "escape_steps = 3011 * np.exp(2)"),
    ("guessed", "escape_steps = int(3011 * np.exp(2))"),
    ("guessed", "escape_steps = 3011 * 7.4"),
    ("straight_line", "escape_steps = 3011 * 10 / 8"),
    ("straight_line", "escape_steps = 3011 * 10 // 8"),
    ("capped", "escape_steps = 10_000"),
    ("capped", "escape_steps = 10_001"),
    ("checks.too_small", "escape_steps = 20_000"),
    ("checks.too_small", "escape_steps = -22_063"),
    ("checks.too_large", "escape_steps = 30_000"),
]

ANSWERS = {
    "ce_gradient": CE_GRADIENT,
    "weights_gradient": WEIGHTS_GRADIENT,
    "curvature": CURVATURE,
    "escape_steps": ESCAPE_STEPS,
}
