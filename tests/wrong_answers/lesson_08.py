"""Answers a learner may write in lesson 08, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS and NAMES as in lesson_03.py.
"""

NAMES = {
    "huber": "my_huber",
    "huber_slope": "huber_slope",
    "median_interval": "median_interval",
    "delta_for_the_mean": "smallest_delta",
}


def _huber(inside, outside, test="error.abs() <= delta"):
    return f"""
def my_huber(error, delta):
    return torch.where({test}, {inside}, {outside})
"""


HUBER = [
    ("ok", _huber("error**2 / 2", "delta * (error.abs() - delta / 2)")),
    (
        "ok",
        """
def my_huber(error, delta):
    return torch.nn.functional.huber_loss(error, torch.zeros_like(error), delta=delta, reduction="none")
""",
    ),
    (
        "ok",
        """
def my_huber(error, delta):
    near = error.abs().clamp(max=delta)
    return near * (error.abs() - near / 2)
""",
    ),
    (
        "ok",
        """
def my_huber(error, delta):
    example_losses = torch.zeros_like(error)
    for i in range(error.shape[0]):
        for j in range(error.shape[1]):
            e = abs(float(error[i, j]))
            example_losses[i, j] = 0.5 * e * e if e <= delta else delta * (e - 0.5 * delta)
    return example_losses
""",
    ),
    ("no_half", _huber("error.square()", "delta * (error.abs() - delta / 2)")),
    ("no_half", _huber("error.square()", "2 * delta * error.abs() - delta**2")),
    ("not_joined", _huber("0.5 * error.square()", "delta * error.abs()")),
    ("not_joined", _huber("0.5 * error.square()", "delta * (error.abs() - 0.5)")),
    ("not_joined", _huber("0.5 * error.square()", "delta * (error.abs() - delta)")),
    ("not_joined", _huber("0.5 * error.square()", "delta * error.abs() - 0.5 * delta")),
    (
        "divided_by_delta",
        """
def my_huber(error, delta):
    return torch.nn.functional.smooth_l1_loss(error, 0 * error, beta=delta, reduction="none")
""",
    ),
    ("delta_is_one", _huber("error**2 / 2", "error.abs() - 0.5", test="error.abs() <= 1")),
    ("delta_is_one", _huber("error**2 / 2", "error.abs()")),
    ("delta_is_one", _huber("error**2 / 2", "error.abs() - delta / 2")),
    ("swapped", _huber("delta * (error.abs() - delta / 2)", "error**2 / 2")),
    ("signed", _huber("error**2 / 2", "delta * (error - delta / 2)", test="error < delta")),
    ("signed", _huber("error**2 / 2", "delta * (error - delta / 2)")),
    (
        "parabola_only",
        """
def my_huber(error, delta):
    return losses.half_squared_error(error, reduction="none")
""",
    ),
]

HUBER_SLOPE = [
    (
        "ok",
        """
def huber_slope(error, delta):
    return torch.clamp(error, min=-delta, max=delta)
""",
    ),
    (
        "ok",
        """
def huber_slope(error, delta):
    error.requires_grad_()
    losses.huber_loss(error, delta, reduction="none").sum().backward()
    return error.grad
""",
    ),
    (
        "ok",
        """
def huber_slope(error, delta):
    return error.sign() * error.abs().minimum(torch.tensor(delta))
""",
    ),
    (
        "ok",
        """
import numpy as np

def huber_slope(error, delta):
    return np.clip(error.numpy(), -delta, delta)
""",
    ),
    (
        "not_cut",
        """
def huber_slope(error, delta):
    return 1.0 * error
""",
    ),
    (
        "sign_only",
        """
def huber_slope(error, delta):
    return torch.where(error.abs() > delta, torch.sign(error), error)
""",
    ),
    (
        "no_sign",
        """
def huber_slope(error, delta):
    return torch.where(error.abs() > delta, torch.tensor(delta), error)
""",
    ),
    (
        "no_sign",
        """
def huber_slope(error, delta):
    return torch.minimum(error.abs(), torch.tensor(delta))
""",
    ),
    (
        "divided_by_delta",
        """
def huber_slope(error, delta):
    return torch.where(error.abs() < delta, error / delta, error.sign())
""",
    ),
    (
        "zero_outside",
        """
def huber_slope(error, delta):
    return error * (error.abs() <= delta)
""",
    ),
    (
        "downhill",
        """
def huber_slope(error, delta):
    return (-error).clamp(-delta, delta)
""",
    ),
]

MEDIAN_INTERVAL = [
    (
        "ok",
        """
def median_interval(points):
    ordered = points.sort(dim=1).values
    k = points.shape[1]
    return torch.stack([ordered[:, (k - 1) // 2], ordered[:, k // 2]], dim=1)
""",
    ),
    (
        "ok",
        """
def median_interval(points):
    lower = points.median(dim=1).values
    upper = -(-points).median(dim=1).values
    return torch.stack([lower, upper], dim=1)
""",
    ),
    (
        "ok",
        """
import numpy as np

def median_interval(points):
    rows = []
    for row in np.sort(points.numpy(), axis=1):
        middle = len(row) // 2
        rows.append([row[middle - 1], row[middle]] if len(row) % 2 == 0 else [row[middle]] * 2)
    return np.array(rows)
""",
    ),
    (
        "ok",
        """
def median_interval(points):
    ends = []
    for row in points:
        totals = (row[:, None] - row).abs().sum(dim=1)
        best = row[totals <= totals.min() * (1 + 1e-5)]
        ends.append(torch.stack([best.min(), best.max()]))
    return torch.stack(ends)
""",
    ),
    (
        "midpoint",
        """
import numpy as np

def median_interval(points):
    middle = np.median(points.numpy(), axis=1)
    return np.stack([middle, middle], axis=1)
""",
    ),
    (
        "lower_only",
        """
def median_interval(points):
    middle = points.median(dim=1, keepdim=True).values
    return torch.cat([middle, middle], dim=1)
""",
    ),
    (
        "unsorted",
        """
def median_interval(points):
    k = points.shape[1]
    return torch.stack([points[:, (k - 1) // 2], points[:, k // 2]], dim=1)
""",
    ),
    (
        "mean",
        """
def median_interval(points):
    return points.mean(dim=1, keepdim=True).expand(-1, 2)
""",
    ),
    (
        "whole_range",
        """
def median_interval(points):
    return torch.stack([points.min(dim=1).values, points.max(dim=1).values], dim=1)
""",
    ),
    (
        "always_two",
        """
def median_interval(points):
    middle = points.shape[1] // 2
    return points.sort(dim=1).values[:, middle - 1 : middle + 1]
""",
    ),
    (
        "too_high",
        """
def median_interval(points):
    middle = points.shape[1] // 2
    return points.sort(dim=1).values[:, middle : middle + 2]
""",
    ),
]

DELTA_FOR_THE_MEAN = [
    ("ok", "smallest_delta = 78"),
    ("ok", "smallest_delta = 100 - 22.0"),
    (
        "ok",
        """
points = torch.tensor([1.0, 2.0, 3.0, 4.0, 100.0])
smallest_delta = (points - points.mean()).abs().max()
""",
    ),
    ("ok", "smallest_delta = np.float64(21 + 20 + 19 + 18)"),
    ("last_gap", "smallest_delta = 96"),
    ("from_median", "smallest_delta = 97.0"),
    ("largest_near", "smallest_delta = torch.tensor(21.0)"),
    ("range", "smallest_delta = 100 - 1"),
    ("mean_itself", "smallest_delta = np.mean([1, 2, 3, 4, 100])"),
]

ANSWERS = {
    "huber": HUBER,
    "huber_slope": HUBER_SLOPE,
    "median_interval": MEDIAN_INTERVAL,
    "delta_for_the_mean": DELTA_FOR_THE_MEAN,
}
