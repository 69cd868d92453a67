"""Answers a learner may write in lesson 00, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS and NAMES as in lesson_03.
"""

NAMES = {"shares": "shares"}

SHARES = [
    (
        "ok",
        """
def shares(amounts):
    return amounts / amounts.sum(dim=1, keepdim=True)
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return torch.nn.functional.normalize(amounts, p=1, dim=1)
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return (amounts.T / amounts.sum(1)).T
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    rows = []
    for row in amounts.tolist():
        rows.append([amount / sum(row) for amount in row])
    return torch.tensor(rows)
""",
    ),
    (
        "of_everything",
        """
def shares(amounts):
    return amounts / amounts.sum()
""",
    ),
    (
        "of_columns",
        """
def shares(amounts):
    return amounts / amounts.sum(dim=0, keepdim=True)
""",
    ),
    (
        "of_largest",
        """
def shares(amounts):
    largest, _ = amounts.max(dim=1, keepdim=True)
    return amounts / largest
""",
    ),
    (
        "percent",
        """
def shares(amounts):
    return 100 * amounts / amounts.sum(dim=1)[:, None]
""",
    ),
    (
        "mean",
        """
def shares(amounts):
    return amounts / amounts.mean(dim=1, keepdim=True)
""",
    ),
    (
        "softmax",
        """
def shares(amounts):
    powers = torch.exp(amounts)
    return powers / powers.sum(dim=1, keepdim=True)
""",
    ),
    (
        "softmax",
        """
def shares(amounts):
    return amounts.softmax(dim=1)
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return amounts / amounts.sum(1)[:, None]
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return amounts / amounts.sum(axis=1, keepdims=True)
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return torch.div(amounts, torch.sum(amounts, -1, keepdim=True))
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return amounts.double() / amounts.double().sum(dim=1).unsqueeze(1)
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return amounts.numpy() / amounts.numpy().sum(axis=1, keepdims=True)
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return [[amount / sum(row) for amount in row] for row in amounts.tolist()]
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return tuple(tuple(amount / sum(row) for amount in row) for row in amounts.tolist())
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return torch.stack([row / row.sum() for row in amounts])
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return [row / row.sum() for row in amounts]
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    answer = torch.zeros_like(amounts)
    for i in range(amounts.shape[0]):
        for k in range(amounts.shape[1]):
            answer[i, k] = amounts[i, k] / amounts[i].sum()
    return answer
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return amounts / (amounts @ torch.ones(amounts.shape[1], 1))
""",
    ),
    (
        "ok",
        """
def shares(amounts):
    return torch.exp(torch.log(amounts) - torch.log(amounts.sum(1, keepdim=True)))
""",
    ),
    (
        "keepdim",
        """
def shares(amounts):
    return amounts / amounts.sum(dim=1)
""",
    ),
    (
        "keepdim",
        """
def shares(amounts):
    return amounts / amounts.sum(-1)[None, :]
""",
    ),
    (
        "keepdim",
        """
def shares(amounts):
    return amounts.numpy() / amounts.numpy().sum(axis=1)
""",
    ),
    (
        "of_columns",
        """
def shares(amounts):
    return amounts / amounts.sum(dim=0)
""",
    ),
    (
        "of_columns",
        """
def shares(amounts):
    return amounts.numpy() / amounts.numpy().sum(axis=0)
""",
    ),
    (
        "sums_alone",
        """
def shares(amounts):
    return amounts.sum(dim=1, keepdim=True)
""",
    ),
    (
        "sums_alone",
        """
def shares(amounts):
    return amounts.sum(dim=1)
""",
    ),
    (
        "upside_down",
        """
def shares(amounts):
    return amounts.sum(dim=1, keepdim=True) / amounts
""",
    ),
    (
        "of_length",
        """
def shares(amounts):
    return torch.nn.functional.normalize(amounts, dim=1)
""",
    ),
    (
        "of_length",
        """
def shares(amounts):
    return amounts / (amounts**2).sum(dim=1, keepdim=True).sqrt()
""",
    ),
    (
        "of_count",
        """
def shares(amounts):
    return amounts / amounts.shape[1]
""",
    ),
    (
        "of_count",
        """
def shares(amounts):
    return amounts / len(amounts)
""",
    ),
    (
        "rounded",
        """
def shares(amounts):
    return (amounts / amounts.sum(dim=1, keepdim=True)).round(decimals=2)
""",
    ),
    (
        "percent",
        """
def shares(amounts):
    return [[100 * amount / sum(row) for amount in row] for row in amounts.tolist()]
""",
    ),
    (
        "checks.in_place",
        """
def shares(amounts):
    amounts /= amounts.sum(dim=1, keepdim=True)
    return amounts
""",
    ),
    (
        "checks.none",
        """
def shares(amounts):
    print(amounts / amounts.sum(dim=1, keepdim=True))
""",
    ),
    (
        "checks.shape",
        """
def shares(amounts):
    return amounts[0] / amounts[0].sum()
""",
    ),
    (
        "checks.differs",
        """
def shares(amounts):
    return amounts // amounts.sum(dim=1, keepdim=True)
""",
    ),
    (
        "checks.not_numbers",
        """
def shares(amounts):
    return [[x / sum(row) for x in row if x > 0] for row in amounts.tolist()]
""",
    ),
]

ANSWERS = {"shares": SHARES}
