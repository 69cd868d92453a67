"""Answers a learner may write in lesson 06, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS: exercise -> list of (expected, code), NAMES: exercise -> the name the stub assigns; as lesson_03.
"""

NAMES = {
    "cross_entropy": "my_cross_entropy",
    "entropy_in_bits": "entropy_in_bits",
    "kl_divergence": "kl_divergence",
    "scores_asked_for": "scores_asked_for",
}

OWN_INPUTS = ("entropy_in_bits", "kl_divergence", "scores_asked_for")  # one distribution: no rows, never large


def _ce(body):
    return f"def my_cross_entropy(scores, labels):\n    rows = torch.arange(len(labels))\n    {body}\n"


def _entropy(body):
    return f"import numpy as np\n\ndef entropy_in_bits(p):\n    {body}\n"


def _kl(body):
    return f"import numpy as np\n\ndef kl_divergence(p, q):\n    {body}\n"


def _asked(mse="p", log="torch.log(p) - torch.log(p).mean()", lead="lead - lead.mean()", if_="p.max() > 0.5"):
    return f"""
def scores_asked_for(p):
    lead = torch.zeros(len(p), dtype=p.dtype)
    if {if_}:
        lead[p.argmax()] = 1
    return torch.stack([{mse}, {log}, {lead}])
"""


ANSWERS = {
    "cross_entropy": [
        ("ok", _ce("return (torch.logsumexp(scores, 1) - scores[rows, labels]).mean()")),
        ("ok", _ce("return -torch.log_softmax(scores, 1)[rows, labels].mean()")),
        ("ok", _ce("return torch.nn.functional.cross_entropy(scores, labels)")),
        ("ok", _ce("return losses.cross_entropy(scores, losses.one_hot(labels, scores.shape[1]))")),
        (
            "ok",
            """
import math

def my_cross_entropy(scores, labels):
    total = 0.0
    for row, label in zip(scores.tolist(), labels.tolist()):
        top = max(row)
        total += top + math.log(sum(math.exp(score - top) for score in row)) - row[label]
    return total / len(scores)
""",
        ),
        (
            "ok",
            """
import numpy as np

def my_cross_entropy(scores, labels):
    scores = scores.numpy() - np.max(scores.numpy(), axis=1, keepdims=True)
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(labels)), labels])
""",
        ),
        ("naive", _ce("return -(scores.exp() / scores.exp().sum(1, keepdim=True))[rows, labels].log().mean()")),
        ("naive", _ce("return -torch.softmax(scores, 1)[rows, labels].log().mean()")),
        ("naive", _ce("return -losses.softmax(scores).log()[rows, labels].mean()")),
        ("naive", _ce("return (torch.log(torch.exp(scores).sum(1)) - scores[rows, labels]).mean()")),
        ("eps", _ce("return -(torch.softmax(scores, 1)[rows, labels] + 1e-9).log().mean()")),
        ("eps", _ce("return -torch.log(losses.softmax(scores) + 1e-7)[rows, labels].mean()")),
        ("sum_over_examples", _ce("return -torch.log_softmax(scores, 1)[rows, labels].sum()")),
        ("sign", _ce("return torch.log_softmax(scores, 1)[rows, labels].mean()")),
        ("bits", _ce("return -torch.log_softmax(scores, 1)[rows, labels].mean() / math.log(2)").replace(
            "def", "import math\ndef", 1)),
        ("over_examples", _ce("return -torch.log_softmax(scores, 0)[rows, labels].mean()")),
        ("softmax_twice", _ce("return torch.nn.functional.cross_entropy(torch.softmax(scores, 1), labels)")),
        ("every_class", _ce("return -torch.log_softmax(scores, 1).sum() / len(labels)")),
        ("mean_over_classes", _ce(
            "return -(torch.log_softmax(scores, 1) * losses.one_hot(labels, scores.shape[1])).mean()")),
    ],
    "entropy_in_bits": [
        ("ok", _entropy("return -(p[p > 0] * p[p > 0].log2()).sum()")),
        ("ok", _entropy("return -(p * (p + 1e-12).log2()).sum()")),
        ("ok", _entropy("return -torch.special.xlogy(p, p).sum() / torch.tensor(2.0).log()")),
        ("ok", _entropy("return torch.distributions.Categorical(probs=p).entropy() * 1.442695")),
        ("ok", _entropy("return -sum(x * np.log2(x) for x in p.tolist() if x > 0)")),
        ("zeros", _entropy("return -(p * torch.log2(p)).sum()")),
        ("nats", _entropy("return -torch.xlogy(p, p).sum()")),
        ("nats", _entropy("return -(p * p.log()).sum()")),
        ("sign", _entropy("return (p[p > 0] * p[p > 0].log2()).sum()")),
        ("sign", _entropy("return (p * p.log2()).sum()")),
        ("wrong_way", _entropy("return -torch.xlogy(p, p).sum() * np.log(2)")),
        ("mean", _entropy("return -(p * p.log2()).mean()")),
        ("mean", _entropy("return torch.special.entr(p).mean() / np.log(2)")),
        ("not_weighted", _entropy("return -p.log2().sum()")),
        ("not_weighted", _entropy("return -p[p > 0].log2().sum()")),
    ],
    "kl_divergence": [
        ("ok", _kl("return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum()")),
        ("ok", _kl("return torch.nn.functional.kl_div(q.log(), p, reduction='sum')")),
        ("ok", _kl("keep = p > 0\n    return (p[keep] * (p[keep] / q[keep]).log()).sum()")),
        ("ok", _kl("return sum(a * np.log(a / b) for a, b in zip(p.tolist(), q.tolist()) if a > 0)")),
        ("zeros", _kl("return (p * (p / q).log()).sum()")),
        ("swapped", _kl("return (q * (q / p).log()).sum()")),
        ("swapped", _kl("return torch.nn.functional.kl_div(p.log(), q, reduction='sum')")),
        ("cross_entropy", _kl("return -(p * q.log()).sum()")),
        ("sign", _kl("return torch.xlogy(p, q / p).nan_to_num().sum()")),
        ("sign", _kl("return (p * (q.log() - p.log())).sum()")),
        ("bits", _kl("return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum() / np.log(2)")),
        ("bits", _kl("return (p * torch.log2(p / q)).sum()")),
        ("entropy_of_q", _kl("return -(p * q.log()).sum() + (q * q.log()).sum()")),
        ("mean", _kl("return torch.nn.functional.kl_div(q.log(), p, reduction='mean')")),
    ],
    "scores_asked_for": [
        ("ok", _asked()),
        ("ok", _asked(log="(p / p.log().mean().exp()).log()")),
        (
            "ok",
            """
def scores_asked_for(p):
    asked = [optimal.optimal_scores(p, loss) for loss in ("mse", "cross_entropy", "margin_worst")]
    return torch.stack(asked)
""".replace("optimal.optimal", "__import__('utils.optimal').optimal.optimal"),
        ),
        (
            "ok",
            """
import numpy as np

def scores_asked_for(p):
    p = p.numpy()
    lead = (p > 0.5).astype(p.dtype)
    return np.stack([p, np.log(p) - np.log(p).mean(), lead - lead.mean()])
""",
        ),
        ("log_not_centred", _asked(log="p.log()")),
        ("probabilities_not_scores", _asked(log="p")),
        ("probabilities_not_scores", _asked(log="p - p.mean()")),
        ("mse_centred", _asked(mse="p - p.mean()")),
        ("mse_one_hot", _asked(mse="losses.one_hot(p.argmax()[None], len(p))[0].to(p)")),
        ("always_a_lead", _asked(if_="True")),
        ("never_a_lead", _asked(if_="False")),
        ("lead_not_centred", _asked(lead="lead")),
    ],
}
