"""Answers a learner may write in lesson 10, right in several styles and wrong in typical ways, as text for the stub.

As lesson_03: ANSWERS, exercise -> list of (expected, code), and NAMES, what each stub assigns.
"""

NAMES = {
    "bugs": "bugs",
    "softmax_floor": "softmax_floor",
    "weighted_loss": "weighted_loss",
}

OWN_INPUTS = ("softmax_floor",)  # its first input is a number


def _function(head, *lines):
    return f"\ndef {head}:\n" + "".join(f"    {line}\n" for line in lines)


def _floor(*lines):
    return "import math\n" + _function("softmax_floor(n_classes, share)", *lines)


def _weighted(*lines):
    each = 'example_losses = losses.cross_entropy(scores, labels, reduction="none")'
    return _function("weighted_loss(scores, labels, class_weights)", each, "w = class_weights[labels]", *lines)


ANSWERS = {
    "bugs": [
        ("ok", "bugs = {1: 'A2', 2: 'G7', 3: 'E4', 4: 'H8', 5: 'F11', 6: 'C1', 7: 'F3', 8: 'G6'}"),
        ("ok", "bugs = {8: 'h6', 7: 'g 3', 6: 'c-1', 5: 'b11', 4: 'h8', 3: 'e4', 2: 'h7', 1: ' a2 '}"),
        ("ok", "bugs = dict(enumerate(['A2', 'G07', 'E4', 'H8', 'B 11', 'C1', 'A3', 'H: 6'], start=1))"),
        ("rate_of_1", "bugs = {1: 'B9'}"),
        ("rate_of_1", "bugs = {1: 'E10', 2: 'G7'}"),
        ("loss_of_1", "bugs = {1: 'C'}"),
        ("loss_of_1", "bugs = {1: 'F5'}"),
        ("rate_of_2", "bugs = {1: 'A2', 2: 'B9'}"),
        ("rate_of_2", "bugs = {2: 'B'}"),
        ("label_of_3", "bugs = {3: 'F1', 1: 'A2'}"),
        ("mean_of_4", "bugs = {4: 'F1'}"),
        ("mean_of_4", "bugs = {4: 'H1'}"),
        ("other_way_in_4", "bugs = {4: 'H4'}"),
        ("argmax_of_5", "bugs = {5: 'E4'}"),
        ("loss_of_5", "bugs = {5: 'D11'}"),
        ("rate_of_6", "bugs = {6: 'B9'}"),
        ("rate_of_6", "bugs = {6: 'C9'}"),
        ("starts_of_7", "bugs = {7: 'D3'}"),
        ("means_of_8", "bugs = {8: 'F6'}"),
        ("size_of_8", "bugs = {1: 'A2', 2: 'G7', 3: 'E4', 4: 'H8', 5: 'F11', 6: 'C1', 7: 'F3', 8: 'A12'}"),
    ],
    "softmax_floor": [
        ("ok", _floor("return math.log(math.e + n_classes - 1) - (1 - share)")),
        ("ok", "import numpy as np\n" + _floor("return np.log(np.exp(1) + n_classes - 1) - 1 + share")),
        (
            "ok",
            _floor("p = torch.zeros(1, n_classes, dtype=torch.float64)", "p[0, 0] = 1",
                   "right = losses.cross_entropy(p, torch.tensor([0]))",
                   "wrong = losses.cross_entropy(p, torch.tensor([1]))",
                   "return (1 - share) * right + share * wrong"),
        ),
        ("no_noise", _floor("return math.log(math.e + n_classes - 1) - 1")),
        ("no_noise", _floor("return math.log(1 + (n_classes - 1) / math.e)")),
        (
            "one_softmax",
            _floor("q = torch.full((n_classes,), share / (n_classes - 1), dtype=torch.float64)", "q[0] = 1 - share",
                   "return -torch.xlogy(q, q).sum()"),
        ),
        ("blind_guess", _floor("return math.log(n_classes)")),
        ("one_class_too_many", _floor("return math.log(math.e + n_classes) - (1 - share)")),
        ("wrong_is_free", _floor("return (1 - share) * (math.log(math.e + n_classes - 1) - 1)")),
        ("score_not_taken_off", _floor("return math.log(math.e + n_classes - 1)")),
        ("wrong_scores_minus_one", _floor("return math.log(math.e + n_classes - 1) - 1 + 2 * share")),
        ("bits", _floor("return (math.log(math.e + n_classes - 1) - 1 + share) / math.log(2)")),
    ],
    "weighted_loss": [
        ("ok", _weighted("return (w * example_losses).sum() / w.sum()")),
        ("ok", _weighted("return torch.nn.CrossEntropyLoss(weight=class_weights)(scores, labels)")),
        (
            "ok",
            _weighted("log_p = torch.log_softmax(scores, dim=1)", "total = 0.0",
                      "for row, k in enumerate(labels):", "    total -= class_weights[k] * log_p[row, k]",
                      "return total / class_weights[labels].sum()"),
        ),
        ("divided_by_n", _weighted("return (w * example_losses).mean()")),
        ("divided_by_all_weights", _weighted("return (w * example_losses).sum() / class_weights.sum()")),
        ("not_divided", _weighted("return (w * example_losses).sum()")),
        ("not_weighted", _weighted("return example_losses.mean()")),
        ("weights_on_scores", _weighted("return losses.cross_entropy(scores * class_weights, labels)")),
        ("mean_weight", _weighted("return example_losses.mean() * w.mean()")),
        (
            "naive_softmax",
            _weighted("p = scores.exp() / scores.exp().sum(1, keepdim=True)",
                      "picked = p[torch.arange(len(labels)), labels]", "return -(w * picked.log()).sum() / w.sum()"),
        ),
    ],
}
