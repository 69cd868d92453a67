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
        ("ok", "bugs = {1: 'A2', 2: 'F7', 3: 'E4', 4: 'H8', 5: 'B11', 6: 'C1', 7: 'A3', 8: 'H6'}"),  # beside F, too
        ("ok", "bugs = {1: 'A2', 2: 'H7', 3: 'E4', 4: 'H8', 5: 'F11', 6: 'F1', 7: 'G3', 8: 'G6'}"),  # loss / n
        (
            "ok",
            "bugs = {1: ('A', 2), 2: ('G', 7), 3: ('E', 4), 4: ('H', 8), 5: ('F', 11), 6: ('C', 1), 7: ('F', 3),"
            " 8: ('G', 6)}",
        ),
        (
            "ok",
            "bugs = {1: ['A', '2'], 2: ['G', '7'], 3: ['E', '4'], 4: ['H', '8'], 5: ['B', '11'], 6: ['C', '1']}\n"
            "bugs |= {7: 'F3', 8: 'G6'}",
        ),
        ("ok", "bugs = ['A2', 'G7', 'E4', 'H8', 'F11', 'C1', 'F3', 'G6']"),
        ("ok", "bugs = 'A2', 'G7', 'E4', 'H8', 'F11', 'C1', 'F3', 'G6'"),
        ("ok", "bugs = {'1': 'A2', '2': 'G7', '3': 'E4', '4': 'H8', '5': 'F11', '6': 'C1', '7': 'F3', '8': 'G6'}"),
        (
            "ok",
            "bugs = dict.fromkeys(range(1, 9))\nbugs.update({1: '(A, 2)', 2: 'G->7', 3: 'E/4', 4: '# H 8', 5: 'F_11',"
            " 6: 'C: 1', 7: 'F=3', 8: 'G.6'})",
        ),
        (
            "ok",
            "import numpy as np\n"
            "entries = ['A2', 'G7', 'E4', 'H8', 'F11', 'C1', 'F3', 'G6']\n"
            "bugs = {np.int64(k): entry for k, entry in enumerate(entries, 1)}",
        ),
        ("ok", "bugs = {1: '2A', 2: '7G', 3: '4E', 4: '8H', 5: '11F', 6: '1C', 7: '3F', 8: '6G'}"),
        ("softmax_of_1", "bugs = {1: 'F2'}"),
        ("softmax_of_1", "bugs = {1: 'C2'}"),
        ("rate_of_2", "bugs = {1: 'A2', 2: 'G9'}"),
        ("rate_of_2", "bugs = {1: 'A2', 2: 'E10'}"),
        ("once_an_epoch_of_2", "bugs = {1: 'A2', 2: 'E7'}"),
        ("once_an_epoch_of_2", "bugs = {1: 'A2', 2: 'B7'}"),
        ("label_of_3", "bugs = {1: 'A2', 2: 'G7', 3: 'F4'}"),
        ("eps_of_3", "bugs = {1: 'A2', 2: 'G7', 3: 'E5'}"),
        ("eps_of_3", "bugs = {1: 'A2', 2: 'G7', 3: 'F5'}"),
        ("rate_of_4", "bugs = {4: 'B9'}"),
        ("rate_of_4", "bugs = {4: 'C10'}"),
        ("mean_of_4", "bugs = {4: 'G1'}"),
        ("argmax_of_5", "bugs = {5: 'E11'}"),
        ("size_of_6", "bugs = {6: 'D12'}"),
        ("checks.wrong_mend", "bugs = {6: 'C12'}"),
        ("checks.wrong_mend", "bugs = {6: 'F12'}"),
        ("line_of_4", "bugs = {4: 'F8'}"),
        ("line_of_4", "bugs = {4: 'G8'}"),
        ("report_of_7", "bugs = {7: 'H3'}"),
        ("starts_of_7", "bugs = {7: 'D12'}"),
        ("size_of_8", "bugs = {8: 'A6'}"),
        ("means_of_8", "bugs = {8: 'E6'}"),
        ("checks.which_mend", "bugs = {1: 'A'}"),
        ("rate_of_1", "bugs = {1: 'A9'}"),
        ("checks.wrong_mend", "bugs = {1: 'A5'}"),
        ("checks.wrong_mend", "bugs = {4: 'H11'}"),
        ("checks.wrong_line", "bugs = {1: 'D'}"),
        ("checks.wrong_line", "bugs = {6: 'H1'}"),
        ("checks.unknown_line", "bugs = {1: 'K2'}"),
        ("checks.unknown_mend", "bugs = {1: 'A13'}"),
        ("checks.entry", "bugs = {1: 2}"),
        ("checks.entry", "bugs = {1: 'the softmax'}"),
        ("checks.unknown_program", "bugs = {0: 'A2', 1: 'G7'}"),
        ("checks.not_a_table", "bugs = 'A2 G7 E4 H8 F11 C1 F3 G6'"),
        ("checks.programs_left", "bugs = {1: 'A2', 2: 'G7'}"),
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
        ("ok", "from decimal import Decimal\n" + _floor(
            "return (Decimal(math.e) + n_classes - 1).ln() - (1 - Decimal(share))")),
        ("no_noise", _floor("return math.log(math.e + n_classes - 1) - 1")),
        ("no_noise", _floor("return math.log(1 + (n_classes - 1) / math.e)")),
        (
            "one_softmax",
            _floor("q = torch.full((n_classes,), share / (n_classes - 1), dtype=torch.float64)", "q[0] = 1 - share",
                   "return -torch.xlogy(q, q).sum()"),
        ),
        (
            "shares_as_answer",
            _floor("q = torch.full((n_classes,), share / (n_classes - 1))", "q[0] = 1 - share",
                   "return -(q * torch.log_softmax(q, dim=0)).sum()"),
        ),
        ("blind_guess", _floor("return math.log(n_classes)")),
        ("one_class_too_many", _floor("return math.log(math.e + n_classes) - (1 - share)")),
        ("wrong_is_free", _floor("return (1 - share) * (math.log(math.e + n_classes - 1) - 1)")),
        ("score_not_taken_off", _floor("return math.log(math.e + n_classes - 1)")),
        ("wrong_scores_minus_one", _floor("return math.log(math.e + n_classes - 1) - 1 + 2 * share")),
        ("bits", _floor("return (math.log(math.e + n_classes - 1) - 1 + share) / math.log(2)")),
        ("ok", _floor("return torch.tensor(math.e + n_classes - 1).log() - (1 - share)")),
        ("ok", "softmax_floor = lambda K, e: torch.log(torch.tensor(torch.e + K - 1.0)).item() - 1 + e"),
        (
            "ok",  # as the second softmax sees it
            _floor("seen = torch.zeros(n_classes)", "seen[0] = 1.0", "log_p = torch.log_softmax(seen, dim=0)",
                   "return -(1 - share) * log_p[0] - share * log_p[1]"),
        ),
        (
            "ok",
            _floor("right = math.log(1 + (n_classes - 1) * math.exp(-1))", "wrong = right + 1",
                   "return (1 - share) * right + share * wrong"),
        ),
        (
            "ok",  # labels as probabilities
            _floor("labels = torch.full((1, n_classes), share / (n_classes - 1), dtype=torch.float64)",
                   "labels[0, 0] = 1 - share", "p = torch.eye(n_classes, dtype=torch.float64)[:1]",
                   "return torch.nn.functional.cross_entropy(p, labels)"),
        ),
        (
            "ok",  # numpy, class by class
            "import numpy as np\n" + _floor("p = np.eye(n_classes)[0]", "log_p = p - np.log(np.exp(p).sum())",
                                            "y = np.array([1 - share] + [share / (n_classes - 1)] * (n_classes - 1))",
                                            "return -(y * log_p).sum()"),
        ),
        ("ok", _floor("return math.log((math.e + n_classes - 1) / math.e) + share")),
        (
            "ok",
            _floor("total = math.e", "for rival in range(n_classes - 1):", "    total += math.exp(0)",
                   "return -(1 - share) * math.log(math.e / total) - share * math.log(1 / total)"),
        ),
        ("ok", "import numpy as np\n" + _floor("return np.float32(np.log(np.e + n_classes - 1) - 1 + share)")),
        ("checks.one_number_axis", _floor("return [math.log(math.e + n_classes - 1) - (1 - share)]")),
        ("checks.one_number_axis", _floor("return torch.tensor([math.e + n_classes - 1]).log() - (1 - share)")),
        ("checks.array_method", _floor("return torch.log(math.e + n_classes - 1) - (1 - share)")),
        ("checks.none", _floor("floor = math.log(math.e + n_classes - 1) - (1 - share)")),
        ("ten_classes", _floor("return math.log(math.e + 9) - 1 + share")),
        ("ten_classes", _floor("return 1.4612 + share")),
        ("wrong_labels_help", _floor("return math.log(math.e + n_classes - 1) - 1 - share")),
        ("share_spread", _floor("right = math.log(math.e + n_classes - 1) - 1",
                                "return (1 - share) * right + share / (n_classes - 1) * (right + 1)")),
        ("named_at_random", _floor("right = math.log(math.e + n_classes - 1) - 1",
                                   "return right + share * (n_classes - 1) / n_classes")),
        ("perfect", _floor("return 0.0")),
        ("bits", _floor("return math.log10(math.e + n_classes - 1) - (1 - share)")),
        ("bits", _floor("return math.log2(math.e + n_classes - 1) - (1 - share)")),
        ("no_noise", _floor("p = torch.eye(n_classes)[:1]",
                            "return torch.nn.functional.cross_entropy(p, torch.tensor([0]))")),
        (
            "one_softmax",
            _floor("if share == 0:", "    return 0.0", "rest = share / (n_classes - 1)",
                   "return -(1 - share) * math.log(1 - share) - share * math.log(rest)"),
        ),
        ("sigmoid_floor", _floor("return math.log(1 + math.exp(-1)) + share")),
        ("shares_swapped", _floor("return math.log(math.e + n_classes - 1) - share")),
        ("wrong_taken_off", _floor("taken_off = (1 - share) + share / (n_classes - 1)",
                                   "return math.log(math.e + n_classes - 1) - taken_off")),
        ("share_in_percent", _floor("return math.log(math.e + n_classes - 1) - 1 + share / 100")),
        ("share_in_percent", _floor("return math.log(math.e + n_classes - 1) - (1 - share / 100)")),
        ("of_the_text", _floor("return 1.4612")),
        ("of_the_text", _floor("return math.log(math.e + 9) - 1")),
        ("checks.differs", _floor("return math.log(math.exp(2) + n_classes - 1) - 2 + share")),
    ],
    "weighted_loss": [
        ("ok", _weighted("return (w * example_losses).sum() / w.sum()")),
        ("checks.ok_not_by_hand", _weighted("return torch.nn.CrossEntropyLoss(weight=class_weights)(scores, labels)")),
        (
            "checks.ok_not_by_hand",
            _weighted("return torch.nn.functional.cross_entropy(scores, labels, weight=class_weights)"),
        ),
        (
            "checks.ok_not_by_hand",  # the weighing is torch's here, too
            _weighted("log_p = torch.log_softmax(scores, dim=1)",
                      "return torch.nn.functional.nll_loss(log_p, labels, weight=class_weights)"),
        ),
        (
            "checks.ok_not_by_hand",
            _weighted("each = torch.nn.functional.cross_entropy(scores, labels, reduction='none')",
                      "return (w * each).sum() / w.sum()"),
        ),
        ("ok", _weighted("return torch.dot(w, example_losses) / w.sum()")),
        ("ok", _weighted("w = w / w.sum()", "return (w * example_losses).sum()")),
        ("ok", "import numpy as np\n" + _weighted("return np.average(example_losses.numpy(), weights=w.numpy())")),
        ("ok", _weighted("return (w.double() @ example_losses.double()).item() / w.double().sum().item()")),
        (
            "ok",
            _weighted("log_p = torch.log_softmax(scores, dim=1)",
                      "picked = log_p.gather(1, labels[:, None]).squeeze(1)", "return -(w * picked).sum() / w.sum()"),
        ),
        (
            "ok",
            _weighted("weighted_Y = losses.one_hot(labels, scores.shape[1]) * class_weights",
                      "log_p = scores - torch.logsumexp(scores, dim=1, keepdim=True)",
                      "return -(weighted_Y * log_p).sum() / weighted_Y.sum()"),
        ),
        (
            "ok",
            _weighted("total, taking_part = 0.0, 0.0", "for loss, k in zip(example_losses.tolist(), labels.tolist()):",
                      "    total += class_weights[k].item() * loss", "    taking_part += class_weights[k].item()",
                      "return total / taking_part"),
        ),
        (
            "ok",  # class by class
            _weighted("top = bottom = 0", "for k, weight in enumerate(class_weights):", "    of_k = labels == k",
                      "    top += weight * example_losses[of_k].sum()", "    bottom += weight * of_k.sum()",
                      "return top / bottom"),
        ),
        ("ok", _weighted("shifted = scores - scores.amax(dim=1, keepdim=True)",
                         "losses_of_all = shifted.exp().sum(dim=1).log() - shifted[torch.arange(len(labels)), labels]",
                         "return (w * losses_of_all).mean() / w.mean()")),
        ("checks.one_number_axis", _weighted("return (w * example_losses).sum(0, keepdim=True) / w.sum()")),
        ("checks.raised", _weighted("return losses.cross_entropy(scores, labels, weight=class_weights)")),
        ("checks.none", _weighted("loss = (w * example_losses).sum() / w.sum()")),
        ("checks.in_place", _weighted("class_weights /= class_weights.sum()", "w = class_weights[labels]",
                                      "return (w * example_losses).sum() / w.sum()")),
        ("not_added", _weighted("return w * example_losses / w.sum()")),
        ("negative", _weighted("log_p = torch.log_softmax(scores, dim=1)",
                               "return (w * log_p[torch.arange(len(labels)), labels]).sum() / w.sum()")),
        ("weights_of_answers", _weighted("w = class_weights[scores.argmax(dim=1)]",
                                         "return (w * example_losses).sum() / w.sum()")),
        ("weights_scaled", _weighted("w = w / class_weights.mean()", "return (w * example_losses).mean()")),
        ("weights_scaled", _weighted("w = class_weights / class_weights.sum() * len(class_weights)",
                                     "return (w[labels] * example_losses).mean()")),
        ("one_weight_a_row", _weighted("return class_weights * example_losses / class_weights.sum()")),
        ("one_weight_a_row", _weighted("return (class_weights * example_losses).sum() / class_weights.sum()")),
        ("divided_by_classes", _weighted("return (w * example_losses).sum() / len(class_weights)")),
        ("every_class", _weighted("return -(class_weights * torch.log_softmax(scores, dim=1)).sum() / w.sum()")),
        ("every_class", _weighted("return -(class_weights * torch.log_softmax(scores, dim=1)).mean()")),
        ("raw_scores", _weighted("picked = scores[torch.arange(len(labels)), labels]",
                                 "return -(w * picked).sum() / w.sum()")),
        ("probabilities", _weighted("P = losses.softmax(scores)",
                                    "return -(w * P[torch.arange(len(labels)), labels]).sum() / w.sum()")),
        ("softmax_over_examples", _weighted("log_p = torch.log_softmax(scores, dim=0)",
                                            "picked = log_p[torch.arange(len(labels)), labels]",
                                            "return -(w * picked).sum() / w.sum()")),
        ("weights_on_scores", _weighted("return losses.cross_entropy(scores + class_weights.log(), labels)")),
        ("divided_by_n", _weighted("return sum(class_weights[k] * loss for k, loss in zip(labels, example_losses)) "
                                   "/ len(labels)")),
        ("divided_by_n", _weighted("targets = losses.one_hot(labels, scores.shape[1])",
                                   "return torch.nn.CrossEntropyLoss(weight=class_weights)(scores, targets)")),
        ("weights_twice", _weighted("return (w * w * example_losses).sum() / w.sum()")),
        ("weights_inverted", _weighted("return (example_losses / w).sum() / (1 / w).sum()")),
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
        ("not_weighted", _weighted("return (w * losses.cross_entropy(scores, labels)).sum() / w.sum()")),
        (
            "columns_of_all",
            _weighted("log_p = torch.log_softmax(scores, 1)[:, labels]", "return -(w * log_p).sum() / w.sum()"),
        ),
        ("weights_on_scores", _weighted("return losses.cross_entropy(scores * class_weights, labels)")),
        ("mean_weight", _weighted("return example_losses.mean() * w.mean()")),
        (
            "naive_softmax",
            _weighted("p = scores.exp() / scores.exp().sum(1, keepdim=True)",
                      "picked = p[torch.arange(len(labels)), labels]", "return -(w * picked.log()).sum() / w.sum()"),
        ),
        (
            "naive_softmax",
            _weighted("picked = torch.softmax(scores, 1)[torch.arange(len(labels)), labels]",
                      "return -(w * (picked + 1e-9).log()).sum() / w.sum()"),
        ),
        (
            "naive_softmax",
            _weighted("picked = torch.softmax(scores, 1)[torch.arange(len(labels)), labels]",
                      "return -(w * picked.clamp(min=1e-12).log()).sum() / w.sum()"),
        ),
        (
            "naive_softmax",
            _weighted("picked = torch.softmax(scores, 1)[torch.arange(len(labels)), labels]",
                      "return -(w * picked.log()).sum() / w.sum()"),
        ),
        (
            "naive_softmax",
            _weighted("picked = torch.softmax(scores, 1)[torch.arange(len(labels)), labels]",
                      "return -(w * picked.log().clamp(min=-100)).sum() / w.sum()"),
        ),
        ("naive_softmax", _weighted("return (w * example_losses.clamp(max=100)).sum() / w.sum()")),
    ],
}
