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
]

ANSWERS = {"shares": SHARES}
