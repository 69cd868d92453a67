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


def _function(head, body):
    """The text of a function, with the imports that the answers below use."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return f"import math\nimport numpy as np\nimport torch.nn.functional as F\n\ndef {head}:\n{lines}\n"


def _ce(body):
    return _function("my_cross_entropy(scores, labels)", f"rows = torch.arange(len(labels))\n{body}")


def _shifted(body):
    return _ce(f"top = scores.max(dim=1, keepdim=True).values\n{body}")


def _entropy(body):
    return _function("entropy_in_bits(shares)", body)


def _kl(body):
    return _function("kl_divergence(shares, p)", body)


def _asked(
    mse="shares",
    log="torch.log(shares) - torch.log(shares).mean()",
    lead="lead - lead.mean()",
    if_="shares.max() > 0.5",
    table="torch.stack([mse, log, lead])",
):
    return _function("scores_asked_for(shares)", f"""
lead = torch.zeros(len(shares), dtype=shares.dtype)
if {if_}:
    lead[shares.argmax()] = 1
mse, log, lead = {mse}, {log}, {lead}
return {table}""")


CROSS_ENTROPY = [
    ("ok", _ce("return (torch.logsumexp(scores, 1) - scores[rows, labels]).mean()")),
    ("ok", _ce("return -torch.log_softmax(scores, 1)[rows, labels].mean()")),
    ("ok", _ce("return -losses.log_softmax(scores)[rows, labels].mean()")),
    ("ok", _shifted("return (top[:, 0] + (scores - top).exp().sum(1).log() - scores[rows, labels]).mean()")),
    ("ok", _shifted("low = scores - top\nreturn (low.exp().sum(1).log() - low[rows, labels]).mean()")),
    ("ok", _ce("low = scores - scores.amax(1)[:, None]\n"
               "return (low.exp().sum(1, keepdim=True).log() - low.gather(1, labels[:, None])).mean()")),
    ("ok", _ce("return -(losses.one_hot(labels, scores.shape[1]) * torch.log_softmax(scores, 1)).sum() / len(labels)")),
    ("ok", _ce("return torch.logsumexp(scores - scores[rows, labels][:, None], dim=1).mean()")),
    ("ok", _ce("return (torch.logsumexp(scores.double(), 1) - scores[rows, labels]).clamp(min=0).mean()")),
    ("ok", _ce("return sum(row.logsumexp(0) - row[label] for row, label in zip(scores, labels)) / len(labels)")),
    ("ok", _ce("prices = [(row.logsumexp(0) - row[label]).item() for row, label in zip(scores, labels)]\n"
               "return np.mean(prices)")),
    ("ok", _ce("""
total = 0.0
for row, label in zip(scores.tolist(), labels.tolist()):
    top = max(row)
    total += top + math.log(sum(math.exp(score - top) for score in row)) - row[label]
return total / len(scores)""")),
    ("ok", _ce("""
low = scores.numpy() - np.max(scores.numpy(), axis=1, keepdims=True)
return np.mean(np.log(np.exp(low).sum(axis=1)) - low[np.arange(len(labels)), labels])""")),
    ("checks.ok_not_by_hand", _ce("return F.cross_entropy(scores, labels)")),
    ("checks.ok_not_by_hand", _ce("return torch.nn.CrossEntropyLoss()(scores, labels)")),
    ("checks.ok_not_by_hand", _ce("return F.nll_loss(torch.log_softmax(scores, 1), labels)")),
    ("checks.ok_not_by_hand", _ce("return losses.cross_entropy(scores, labels)")),
    ("checks.ok_not_by_hand", _ce("return losses.cross_entropy(scores, losses.one_hot(labels, scores.shape[1]))")),
    ("checks.one_number_axis", _ce("return -torch.log_softmax(scores, 1)[rows, labels].mean(0, keepdim=True)")),
    ("checks.none", _ce("print(-torch.log_softmax(scores, 1)[rows, labels].mean())")),
    ("checks.pair", _ce("low = scores - scores.max(dim=1, keepdim=True)\n"
                        "return (low.exp().sum(1).log() - low[rows, labels]).mean()")),
    ("naive", _ce("return -(scores.exp() / scores.exp().sum(1, keepdim=True))[rows, labels].log().mean()")),
    ("naive", _ce("return -torch.softmax(scores, 1)[rows, labels].log().mean()")),
    ("naive", _ce("return -losses.softmax(scores).log()[rows, labels].mean()")),
    ("naive", _ce("return (torch.log(torch.exp(scores).sum(1)) - scores[rows, labels]).mean()")),
    ("naive", _ce("return (scores - scores[rows, labels][:, None]).exp().sum(1).log().mean()")),
    ("eps", _ce("return -(torch.softmax(scores, 1)[rows, labels] + 1e-9).log().mean()")),
    ("eps", _ce("return -torch.log(losses.softmax(scores) + 1e-7)[rows, labels].mean()")),
    ("eps", _ce("return -torch.softmax(scores, 1)[rows, labels].clamp(min=1e-12).log().mean()")),
    ("shift_one_side", _shifted("return ((scores - top).exp().sum(1).log() - scores[rows, labels]).mean()")),
    ("shift_one_side", _shifted("return (torch.logsumexp(scores, 1) - (scores - top)[rows, labels]).mean()")),
    ("all_pairs", _ce("return -torch.log_softmax(scores, 1)[:, labels].mean()")),
    ("all_pairs", _ce("return (torch.logsumexp(scores, 1)[:, None] - scores[:, labels]).mean()")),
    ("keepdim", _ce("low = scores - scores.max(dim=1).values\n"
                    "return (low.exp().sum(1).log() - low[rows, labels]).mean()")),
    ("keepdim", _ce("return -(scores.exp() / scores.exp().sum(1))[rows, labels].log().mean()")),
    ("keepdim", _ce("return -(scores - torch.logsumexp(scores, 1))[rows, labels].mean()")),
    ("label_picks_row", _ce("return -torch.log_softmax(scores, 1)[labels].mean()")),
    ("per_example", _ce("return -torch.log_softmax(scores, 1)[rows, labels]")),
    ("per_example", _ce("return -torch.log_softmax(scores, 1).gather(1, labels[:, None])")),
    ("sum_over_examples", _ce("return -torch.log_softmax(scores, 1)[rows, labels].sum()")),
    ("sign", _ce("return torch.log_softmax(scores, 1)[rows, labels].mean()")),
    ("bits", _ce("return -torch.log_softmax(scores, 1)[rows, labels].mean() / math.log(2)")),
    ("over_examples", _ce("return -torch.log_softmax(scores, 0)[rows, labels].mean()")),
    ("softmax_twice", _ce("return F.cross_entropy(torch.softmax(scores, 1), labels)")),
    ("softmax_twice", _ce("return -torch.log_softmax(losses.softmax(scores), 1)[rows, labels].mean()")),
    ("every_class", _ce("return -torch.log_softmax(scores, 1).sum() / len(labels)")),
    ("mean_over_classes", _ce(
        "return -(torch.log_softmax(scores, 1) * losses.one_hot(labels, scores.shape[1])).mean()")),
    ("log_of_mean", _ce("return -torch.softmax(scores, 1)[rows, labels].mean().log()")),
    ("no_log", _ce("return 1 - torch.softmax(scores, 1)[rows, labels].mean()")),
    ("no_log", _ce("return -torch.softmax(scores, 1)[rows, labels].mean()")),
    ("binary", _ce("Y = losses.one_hot(labels, scores.shape[1]).to(scores)\n"
                   "return F.binary_cross_entropy(torch.softmax(scores, 1), Y)")),
    ("binary", _ce("Y = losses.one_hot(labels, scores.shape[1]).to(scores)\n"
                   "return F.binary_cross_entropy_with_logits(scores, Y)")),
    ("binary", _ce("Y = losses.one_hot(labels, scores.shape[1]).to(scores)\n"
                   "return F.binary_cross_entropy(losses.softmax(scores), Y, reduction='sum') / len(labels)")),
    ("binary", _ce("Y = losses.one_hot(labels, scores.shape[1]).to(scores)\n"
                   "return F.binary_cross_entropy_with_logits(scores, Y, reduction='sum') / len(labels)")),
    ("binary", _ce("p, Y = losses.softmax(scores), losses.one_hot(labels, scores.shape[1])\n"
                   "return -(Y * p.log() + (1 - Y) * (1 - p).log()).sum(dim=1).mean()")),
    ("brier", _ce("Y = losses.one_hot(labels, scores.shape[1])\n"
                  "return (losses.softmax(scores) - Y).pow(2).sum(1).mean()")),
    ("no_log_sum_exp", _ce("return F.nll_loss(scores, labels)")),
    ("no_log_sum_exp", _ce("return -scores[rows, labels].mean()")),
    ("no_label", _ce("return torch.logsumexp(scores, dim=1).mean()")),
    ("favourite", _ce("return -torch.log_softmax(scores, 1).max(dim=1).values.mean()")),
    ("naive", _ce("return -torch.log_softmax(scores.clamp(-30, 30), 1)[rows, labels].mean()")),
    ("eps", _ce("return -torch.softmax(scores, 1)[rows, labels].log().clamp(min=-100).mean()")),
    ("naive", _ce("low = scores - scores[:, :1]\nreturn (low.exp().sum(1).log() - low[rows, labels]).mean()")),
    ("no_log", _ce("return (1 - scores.softmax(1)[rows, labels]).mean()")),
    ("eps", _ce("return (scores.logsumexp(1) - scores[rows, labels]).clamp(max=100).mean()")),
]

ENTROPY_IN_BITS = [
    ("ok", _entropy("return -(shares[shares > 0] * shares[shares > 0].log2()).sum()")),
    ("ok", _entropy("return -(shares * (shares + 1e-12).log2()).sum()")),
    ("ok", _entropy("return -(shares * shares.clamp(min=1e-12).log2()).sum()")),
    ("ok", _entropy("return -torch.special.xlogy(shares, shares).sum() / torch.tensor(2.0).log()")),
    ("ok", _entropy("return torch.special.entr(shares).sum() / math.log(2)")),
    ("ok", _entropy("return torch.distributions.Categorical(probs=shares).entropy() * 1.442695")),
    ("ok", _entropy("return -sum(x * np.log2(x) for x in shares.tolist() if x > 0)")),
    ("ok", _entropy("return -(shares * shares.log2()).nan_to_num().sum()")),
    ("ok", _entropy("return -torch.nansum(shares * shares.log2())")),
    ("ok", _entropy("return 0 - torch.where(shares > 0, shares * shares.log2(), 0.0).sum()")),
    ("ok", _entropy("from scipy.stats import entropy\nreturn entropy(shares.numpy(), base=2)")),
    ("ok", _entropy("kept = shares[shares > 0].double()\nreturn (kept @ (1 / kept).log2()).item()")),
    ("ok", _entropy("""
total = 0
for share in shares:
    if share != 0:
        total -= share * torch.log2(share)
return total""")),
    ("checks.one_number_axis", _entropy("return -torch.nansum(shares * shares.log2(), dim=0, keepdim=True)")),
    ("checks.none", _entropy("kept = shares[shares > 0]\n-(kept * kept.log2()).sum()")),
    ("zeros", _entropy("return -(shares * torch.log2(shares)).sum()")),
    ("zeros", _entropy("return -sum(x * math.log2(x) for x in shares.tolist())")),
    ("zeros", _entropy("return -(shares @ shares.log()) / math.log(2)")),
    ("nats", _entropy("return -torch.xlogy(shares, shares).sum()")),
    ("nats", _entropy("return -(shares * shares.log()).sum()")),
    ("nats", _entropy("return torch.distributions.Categorical(probs=shares).entropy()")),
    ("nats", _entropy("return -sum(x * math.log(x) for x in shares.tolist())")),
    ("sign", _entropy("return (shares[shares > 0] * shares[shares > 0].log2()).sum()")),
    ("sign", _entropy("return (shares * shares.log2()).sum()")),
    ("wrong_way", _entropy("return -torch.xlogy(shares, shares).sum() * np.log(2)")),
    ("mean", _entropy("return -(shares * shares.log2()).mean()")),
    ("mean", _entropy("return torch.special.entr(shares).mean() / np.log(2)")),
    ("not_weighted", _entropy("return -shares.log2().sum()")),
    ("not_weighted", _entropy("return -shares[shares > 0].log2().sum()")),
    ("not_weighted", _entropy("return -shares[shares > 0].log2().mean()")),
    ("each_class", _entropy("return -(shares * (shares + 1e-12).log2())")),
    ("each_class", _entropy("return [-x * np.log2(x) if x > 0 else 0.0 for x in shares.tolist()]")),
    ("base_10", _entropy("return -torch.nansum(shares * shares.log10())")),
    ("perplexity", _entropy("return 2 ** -torch.nansum(shares * shares.log2())")),
    ("perplexity", _entropy("return torch.special.entr(shares).sum().exp()")),
    ("as_scores", _entropy("return torch.distributions.Categorical(logits=shares).entropy()")),
    ("as_scores", _entropy("return F.cross_entropy(shares, shares) / math.log(2)")),
    ("no_rows", _entropy("return -(shares * shares.log2()).sum(dim=1)")),
    ("favourite", _entropy("return -shares.max().log2()")),
    ("gini", _entropy("return 1 - (shares**2).sum()")),
    ("gini", _entropy("return (shares * (1 - shares)).sum().item()")),
    ("count_alone", _entropy("return (shares > 0).sum().log2()")),
    ("count_alone", _entropy("return math.log2(torch.count_nonzero(shares))")),
    ("count_alone", _entropy("return math.log2(len(shares))")),
    ("checks.differs", _entropy("shares = shares[shares > 0.01]\nreturn -(shares * shares.log2()).sum()")),
]

KL_DIVERGENCE = [
    ("ok", _kl("return (torch.xlogy(shares, shares) - torch.xlogy(shares, p)).sum()")),
    ("ok", _kl("return F.kl_div(p.log(), shares, reduction='sum')")),
    ("ok", _kl("keep = shares > 0\nreturn (shares[keep] * (shares[keep] / p[keep]).log()).sum()")),
    ("ok", _kl("return sum(a * np.log(a / b) for a, b in zip(shares.tolist(), p.tolist()) if a > 0)")),
    ("ok", _kl("return -(shares * p.log()).sum() - torch.special.entr(shares).sum()")),
    ("ok", _kl("return torch.nansum(shares * (shares / p).log())")),
    ("ok", _kl("return (shares * (shares.log() - p.log())).nan_to_num().sum()")),
    ("ok", _kl("return (shares * ((shares + 1e-12) / p).log()).sum()")),
    ("ok", _kl("from torch.distributions import Categorical, kl_divergence\n"
               "return kl_divergence(Categorical(probs=shares), Categorical(probs=p))")),
    ("ok", _kl("from scipy.stats import entropy\nreturn entropy(shares.numpy(), p.numpy())")),
    ("ok", _kl("from scipy.special import rel_entr\n"
               "return rel_entr(shares.double().numpy(), p.double().numpy()).sum()")),
    ("ok", _kl("return (torch.nansum(shares * (shares.log2() - p.log2())) * math.log(2)).clamp(min=0)")),
    ("checks.one_number_axis", _kl("return (torch.xlogy(shares, shares) - shares * p.log()).sum(0, keepdim=True)")),
    ("zeros", _kl("return (shares * (shares / p).log()).sum()")),
    ("zeros", _kl("return sum(a * math.log(a / b) for a, b in zip(shares.tolist(), p.tolist()))")),
    ("zeros", _kl("return (shares * shares.log()).sum() - (shares * p.log()).sum()")),
    ("swapped", _kl("return (p * (p / shares).log()).sum()")),
    ("swapped", _kl("return F.kl_div(shares.log(), p, reduction='sum')")),
    ("cross_entropy", _kl("return -(shares * p.log()).sum()")),
    ("sign", _kl("return torch.xlogy(shares, p / shares).nan_to_num().sum()")),
    ("sign", _kl("return (shares * (p.log() - shares.log())).sum()")),
    ("bits", _kl("return (torch.xlogy(shares, shares) - torch.xlogy(shares, p)).sum() / np.log(2)")),
    ("bits", _kl("return (shares * torch.log2(shares / p)).sum()")),
    ("entropy_of_p", _kl("return -(shares * p.log()).sum() + (p * p.log()).sum()")),
    ("entropies", _kl("return torch.special.entr(p).sum() - torch.special.entr(shares).sum()")),
    ("added", _kl("return -(shares * p.log()).sum() + torch.special.entr(shares).sum()")),
    ("mean", _kl("return F.kl_div(p.log(), shares, reduction='mean')")),
    ("mean", _kl("return (shares * (shares / p).log()).mean()")),
    ("not_a_logarithm", _kl("return F.kl_div(p, shares, reduction='sum')")),
    ("not_weighted", _kl("return (shares / p).log().sum()")),
    ("not_weighted", _kl("keep = shares > 0\nreturn (shares[keep] / p[keep]).log().sum()")),
    ("as_scores", _kl("return F.kl_div(torch.log_softmax(p, 0), shares, reduction='sum')")),
    ("absolute", _kl("return (torch.xlogy(shares, shares) - torch.xlogy(shares, p)).abs().sum()")),
    ("symmetric", _kl("return ((shares - p) * (shares.log() - p.log())).sum() / 2")),
    ("each_class", _kl("return torch.xlogy(shares, shares) - torch.xlogy(shares, p)")),
    ("each_class", _kl("return F.kl_div(p.log(), shares, reduction='none')")),
    ("no_rows", _kl("return (shares * (shares / p).log()).sum(dim=1)")),
    ("another_distance", _kl("return (shares - p).abs().sum() / 2")),
    ("another_distance", _kl("return abs(shares - p).sum()")),
    ("another_distance", _kl("return ((shares - p) ** 2 / p).sum() / 2")),
    ("another_distance", _kl("return ((shares - p) ** 2 / p).sum()")),
    ("another_distance", _kl("return ((shares - p) ** 2).sum()")),
    ("another_distance", _kl("return ((shares.sqrt() - p.sqrt()) ** 2).sum() / 2")),
    ("checks.differs", _kl("p = p.clamp(min=0.01)\nreturn torch.xlogy(shares, shares / p).sum()")),
    ("zeros", _kl("shares, p = shares[shares > 0], p[shares > 0]\n"
                  "return (shares * (shares * p.sum() / p).log()).sum()")),
    ("zeros", _kl("return torch.where(shares > 0, shares * (shares / p).log(), -p.log()).sum()")),
    ("zeros", _kl("return (shares * (shares / p).log())[shares > 0].sum() + p[shares == 0].sum()")),
]

SCORES_ASKED_FOR = [
    ("ok", _asked()),
    ("ok", _asked(log="(shares / shares.log().mean().exp()).log()")),
    ("ok", _asked(log="shares.log() - shares.log().sum() / len(shares)", if_="shares.max() >= 0.5")),
    ("ok", _asked(table="torch.cat([mse[None], log[None], lead[None]])")),
    ("ok", _asked(table="[mse.tolist(), log.tolist(), lead.tolist()]")),
    ("ok", _asked(table="(mse, log, lead)")),
    ("ok", _asked(table="np.vstack([mse, log, lead])")),
    ("ok", _asked(lead="-(lead.mean() - lead)", table="torch.stack([mse, log, lead]).double()")),
    ("ok", _asked(lead="torch.where(shares > 0.5, 1 - 1 / len(shares), -1 / len(shares)) * (shares.max() > 0.5)")),
    ("ok", _function("scores_asked_for(shares)", """
asked = [__import__("utils.optimal").optimal.optimal_scores(shares, loss)
         for loss in ("mse", "cross_entropy", "margin_worst")]
return torch.stack(asked)""")),
    ("ok", _function("scores_asked_for(shares)", """
shares = shares.numpy()
lead = (shares > 0.5).astype(shares.dtype)
return np.stack([shares, np.log(shares) - np.log(shares).mean(), lead - lead.mean()])""")),
    ("ok", _function("scores_asked_for(shares)", """
shares, K = shares.tolist(), len(shares)
middle = sum(math.log(share) for share in shares) / K
n_leads = sum(share > 0.5 for share in shares)
return [shares, [math.log(share) - middle for share in shares], [(share > 0.5) - n_leads / K for share in shares]]""")),
    ("checks.shape", _asked(table="torch.cat([mse, log, lead])")),
    ("transposed", _asked(table="torch.stack([mse, log, lead], dim=1)")),
    ("another_order", _asked(table="torch.stack([log, mse, lead])")),
    ("another_order", _asked(table="torch.stack([mse, lead, log])")),
    ("log_not_centred", _asked(log="shares.log()")),
    ("log_not_centred", _asked(log="shares.log()", lead="lead")),
    ("log_not_centred", _asked(log="torch.log_softmax(shares.log(), 0)", if_="True")),
    ("log_sign", _asked(log="-shares.log() + shares.log().mean()")),
    ("log_sign", _asked(log="-shares.log()", lead="lead")),
    ("base_2", _asked(log="shares.log2() - shares.log2().mean()")),
    ("probabilities_not_scores", _asked(log="shares")),
    ("probabilities_not_scores", _asked(log="shares - shares.mean()")),
    ("probabilities_not_scores", _asked(log="torch.softmax(shares, 0)")),
    ("mse_centred", _asked(mse="shares - shares.mean()")),
    ("mse_centred", _asked(mse="shares - shares.mean()", log="shares.log()", lead="lead")),
    ("mse_one_hot", _asked(mse="losses.one_hot(shares.argmax()[None], len(shares))[0].to(shares)")),
    ("always_a_lead", _asked(if_="True")),
    ("always_a_lead", _asked(if_="shares.max() > 1 / len(shares)")),
    ("never_a_lead", _asked(if_="False")),
    ("never_a_lead", _asked(if_="shares.max() > 0.7", lead="torch.zeros_like(shares)")),
    ("lead_not_centred", _asked(lead="lead")),
    ("lead_of_two", _asked(lead="2 * lead - 2 * lead.mean()")),
]

ANSWERS = {
    "cross_entropy": CROSS_ENTROPY,
    "entropy_in_bits": ENTROPY_IN_BITS,
    "kl_divergence": KL_DIVERGENCE,
    "scores_asked_for": SCORES_ASKED_FOR,
}
