"""Answers a learner may write in lesson 08, right in several styles and wrong in typical ways, as text for the stub.

ANSWERS and NAMES as in lesson_03.py.
"""

NAMES = {
    "huber": "my_huber",
    "huber_slope": "huber_slope",
    "median_interval": "median_interval",
    "delta_for_the_mean": "smallest_delta",
}


def _function(head, body):
    """The text of a function, with the imports that the answers below use."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return f"import statistics\nimport numpy as np\nimport torch.nn.functional as F\n\ndef {head}:\n{lines}\n"


def _huber(body):
    return _function("my_huber(error, delta)", f"size = error.abs()\n{body}")


def _pieces(inside="error**2 / 2", outside="delta * (size - delta / 2)", test="size <= delta"):
    return _huber(f"return torch.where({test}, {inside}, {outside})")


def _slope(body):
    return _function("huber_slope(error, delta)", body)


def _ends(body):
    return _function("median_interval(points)", f"ordered, k = points.sort(dim=1).values, points.shape[1]\n{body}")


HUBER = [
    ("ok", _pieces()),
    ("ok", _pieces(inside="0.5 * size.square()", outside="delta * size - 0.5 * delta**2", test="size < delta")),
    ("ok", _huber("near = size.clamp(max=delta)\nreturn near * (size - near / 2)")),
    ("ok", _huber("inside = (size <= delta).float()\n"
                  "return inside * error**2 / 2 + (1 - inside) * delta * (size - delta / 2)")),
    ("ok", _huber("return error**2 / 2 - (size - delta).clamp(min=0) ** 2 / 2")),
    ("ok", _huber("answer = error**2 / 2\nfar = size > delta\n"
                  "answer[far] = delta * (size[far] - delta / 2)\nreturn answer")),
    ("ok", _huber("return _piecewise(error.numpy(), delta)\n").replace(
        "def my_huber", "def _piecewise(e, d):\n    return np.where(abs(e) <= d, e**2 / 2, d * (abs(e) - d / 2))\n\n"
        "def my_huber")),
    ("ok", _huber("return [[e**2 / 2 if abs(e) <= delta else delta * (abs(e) - delta / 2) for e in row] "
                  "for row in error.tolist()]")),
    ("ok", _huber("return torch.where(size.double() <= delta, error.double() ** 2 / 2, delta * (size - delta / 2))")),
    ("ok", _huber("return (delta**2 / 2) * torch.where(size <= delta, (error / delta) ** 2, 2 * size / delta - 1)")),
    ("ok", _huber("""
answer = torch.zeros_like(error)
for i in range(error.shape[0]):
    for j in range(error.shape[1]):
        e = abs(float(error[i, j]))
        answer[i, j] = 0.5 * e * e if e <= delta else delta * (e - 0.5 * delta)
return answer""")),
    ("checks.ok_not_by_hand", _huber("return F.huber_loss(error, 0 * error, 'none', delta)")),
    ("checks.ok_not_by_hand", _huber("smooth = F.smooth_l1_loss(error, 0 * error, reduction='none', beta=delta)\n"
                                     "return delta * smooth")),
    ("checks.ok_not_by_hand", _huber('return losses.huber_loss(error, delta, reduction="none")')),
    ("checks.ok_not_by_hand", _huber("import scipy.special\nreturn scipy.special.huber(delta, error.numpy())")),
    ("checks.ok_not_by_hand", _huber("from scipy.special import huber\n"
                                     "return torch.from_numpy(huber(delta, error.numpy()))")),
    ("checks.in_place", _huber("error[size > delta] = 0\nreturn error**2 / 2")),
    ("checks.none", _huber("torch.where(size <= delta, error**2 / 2, delta * (size - delta / 2))")),
    ("no_half", _pieces(inside="error.square()")),
    ("no_half", _pieces(inside="error.square()", outside="2 * delta * size - delta**2")),
    ("not_joined", _pieces(outside="delta * size")),
    ("not_joined", _pieces(outside="delta * (size - 0.5)")),
    ("not_joined", _pieces(outside="delta * (size - delta)")),
    ("not_joined", _pieces(outside="delta * size - 0.5 * delta")),
    ("not_joined", _pieces(outside="delta * (size + delta / 2)")),
    ("not_joined", _pieces(outside="delta * size - delta")),
    ("divided_by_delta", _huber('return F.smooth_l1_loss(error, 0 * error, beta=delta, reduction="none")')),
    ("divided_by_delta", _pieces(inside="error**2 / 2 / delta", outside="size - delta / 2")),
    ("delta_is_one", _pieces(outside="size - 0.5", test="size <= 1")),
    ("delta_is_one", _huber('return F.huber_loss(error, 0 * error, reduction="none")')),
    ("delta_is_one", _pieces(outside="size")),
    ("delta_is_one", _pieces(outside="size - delta / 2")),
    ("swapped", _pieces(inside="delta * (size - delta / 2)", outside="error**2 / 2")),
    ("signed_test", _pieces(outside="delta * (error - delta / 2)", test="error < delta")),
    ("signed_test", _pieces(test="error <= delta")),
    ("signed_line", _pieces(outside="delta * (error - delta / 2)")),
    ("parabola_only", _huber('return losses.half_squared_error(error, reduction="none")')),
    ("parabola_only", _huber("return torch.maximum(error**2 / 2, delta * (size - delta / 2))")),
    ("line_only", _huber("return torch.minimum(error**2 / 2, delta * (size - delta / 2))")),
    ("one_truth", _huber("if size <= delta:\n    return error**2 / 2\nreturn delta * (size - delta / 2)")),
    ("one_truth", _huber("return error**2 / 2 if abs(error) < delta else delta * (abs(error) - delta / 2)")),
    ("one_truth", _huber("near = min(size, delta)\nreturn near * (size - near / 2)")),
    ("row_by_row", _huber("return [e**2 / 2 if abs(e) <= delta else delta * (abs(e) - delta / 2) "
                          "for e in error.tolist()]")),
    ("row_by_row", _huber("return [e**2 / 2 if e <= delta else delta * (e - delta / 2) for e in size.tolist()]")),
    ("row_by_row", _huber("return [e**2 / 2 if abs(e) <= delta else delta * (abs(e) - delta / 2) for e in error]")),
    ("mean", _huber("return F.huber_loss(error, torch.zeros_like(error), delta=delta)")),
    ("mean", _huber("return torch.where(size <= delta, error**2 / 2, delta * (size - delta / 2)).sum()")),
    ("mean", _huber("return F.huber_loss(error, torch.zeros_like(error))")),
    ("absolute", _huber("return size")),
    ("capped", _huber("return (error**2 / 2).clamp(max=delta**2 / 2)")),
    ("slope", _huber("return error.clamp(-delta, delta)")),
    ("smooth", _huber("return delta**2 * ((1 + (error / delta) ** 2).sqrt() - 1)")),
]

HUBER_SLOPE = [
    ("ok", _slope("return torch.clamp(error, min=-delta, max=delta)")),
    ("ok", _slope("return F.hardtanh(error, -delta, delta)")),
    ("ok", _slope("return error.sign() * error.abs().minimum(torch.tensor(delta))")),
    ("ok", _slope("return torch.where(error.abs() <= delta, error, delta * error.sign())")),
    ("ok", _slope("return error * (delta / error.abs()).clamp(max=1)")),
    ("ok", _slope("return torch.where(error > delta, delta, torch.where(error < -delta, -delta, error))")),
    ("ok", _slope("slopes = error.clone()\nslopes[error > delta] = delta\nslopes[error < -delta] = -delta\n"
                  "return slopes")),
    ("ok", _slope("return np.clip(error.numpy(), -delta, delta)")),
    ("ok", _slope("return [[max(-delta, min(delta, e)) for e in row] for row in error.tolist()]")),
    ("ok", _slope("return delta * (error.double() / delta).clamp(-1, 1)")),
    ("ok", _slope("return (error + delta).relu() - (error - delta).relu() - delta")),
    ("checks.ok_not_by_hand", _slope("error.requires_grad_()\n"
                                     'losses.huber_loss(error, delta, reduction="none").sum().backward()\n'
                                     "return error.grad")),
    ("checks.ok_not_by_hand", _slope("e = error.clone().requires_grad_()\n"
                                     "total = F.huber_loss(e, 0 * error, 'sum', delta)\n"
                                     "return torch.autograd.grad(total, e)[0]")),
    ("checks.in_place", _slope("return error.clamp_(-delta, delta)")),
    ("checks.none", _slope("slopes = error.clamp(-delta, delta)")),
    ("not_cut", _slope("return 1.0 * error")),
    ("cut_above_only", _slope("return error.clamp(max=delta)")),
    ("cut_above_only", _slope("return torch.where(error <= delta, error, delta)")),
    ("cut_above_only", _slope("return torch.minimum(error, torch.tensor(delta))")),
    ("cut_below_only", _slope("return error.clamp(-delta)")),
    ("negative_lost", _slope("return error.clamp(0, delta)")),
    ("sign_only", _slope("return torch.where(error.abs() > delta, torch.sign(error), error)")),
    ("absolute", _slope("return error.sign()")),
    ("absolute", _slope("return delta * error.sign()")),
    ("no_sign", _slope("return torch.where(error.abs() > delta, torch.tensor(delta), error)")),
    ("no_sign", _slope("return torch.minimum(error.abs(), torch.tensor(delta))")),
    ("delta_is_one", _slope("return error.clamp(-1, 1)")),
    ("divided_by_delta", _slope("return torch.where(error.abs() < delta, error / delta, error.sign())")),
    ("zero_outside", _slope("return error * (error.abs() <= delta)")),
    ("downhill", _slope("return (-error).clamp(-delta, delta)")),
    ("doubled", _slope("return torch.where(error.abs() <= delta, 2 * error, delta * error.sign())")),
    ("doubled", _slope("return torch.where(error.abs() <= delta, 2 * error, 2 * delta * error.sign())")),
    ("halved", _slope("return torch.where(error.abs() <= delta, error / 2, delta * error.sign())")),
    ("mean", _slope("return error.clamp(-delta, delta).mean()")),
    ("mean", _slope("return error.clamp(-delta, delta) / error.numel()")),
    ("the_loss", _slope("return F.huber_loss(error, 0 * error, delta=delta, reduction='none')")),
    ("one_truth", _slope("if error.abs() <= delta:\n    return error\nreturn delta * error.sign()")),
    ("one_truth", _slope("return max(-delta, min(delta, error))")),
    ("row_by_row", _slope("return [max(-delta, min(delta, x)) for x in error.tolist()]")),
    ("row_by_row", _slope("return [min(delta, max(-delta, x)) for x in error.tolist()]")),
    ("row_by_row", _slope("return [max(min(x, delta), -delta) for x in error.tolist()]")),
    ("row_by_row", _slope("return [x if abs(x) <= delta else delta for x in error.tolist()]")),
    ("checks.truth", _slope("return torch.stack([max(-delta, min(delta, x)) for x in error])")),
    ("row_by_row", _slope("return [x if x.abs() <= delta else delta * x.sign() for x in error]")),
    ("smooth", _slope("return delta * torch.tanh(error / delta)")),
    ("smooth", _slope("return error / (1 + (error / delta) ** 2).sqrt()")),
    ("zero_over_zero", _slope("return error / error.abs() * error.abs().clamp(max=delta)")),
    ("zero_over_zero", _slope("e = error.numpy()\nreturn np.minimum(abs(e), delta) * (e / abs(e))")),
    ("zero_over_zero", _slope("return error.abs().clamp(max=delta) * error.abs() / error")),
]

MEDIAN_INTERVAL = [
    ("ok", _ends("return torch.stack([ordered[:, (k - 1) // 2], ordered[:, k // 2]], dim=1)")),
    ("ok", _ends("return ordered[:, [(k - 1) // 2, k // 2]]")),
    ("ok", _ends("lower = points.median(dim=1).values\nupper = -(-points).median(dim=1).values\n"
                 "return torch.stack([lower, upper], dim=1)")),
    ("ok", _ends("lower = points.quantile(0.5, dim=1, interpolation='lower')\n"
                 "upper = points.quantile(0.5, dim=1, interpolation='higher')\n"
                 "return torch.column_stack([lower, upper])")),
    ("ok", _ends("rows = points.tolist()\n"
                 "return [(statistics.median_low(row), statistics.median_high(row)) for row in rows]")),
    ("ok", _ends("lower = points.kthvalue((k + 1) // 2, dim=1).values\n"
                 "upper = points.kthvalue(k // 2 + 1, dim=1).values\n"
                 "return torch.stack((lower, upper), -1)")),
    ("ok", _ends("return np.sort(points.numpy(), axis=1)[:, [(k - 1) // 2, k // 2]]")),
    ("ok", _ends("return [[sorted(row)[(k - 1) // 2], sorted(row)[k // 2]] for row in points.tolist()]")),
    ("ok", _ends("falling = points.sort(dim=1, descending=True).values.double()\n"
                 "return torch.stack([falling[:, k // 2], falling[:, (k - 1) // 2]], dim=1)")),
    ("ok", _ends("""
rows = []
for row in np.sort(points.numpy(), axis=1):
    middle = len(row) // 2
    rows.append([row[middle - 1], row[middle]] if len(row) % 2 == 0 else [row[middle]] * 2)
return np.array(rows)""")),
    ("ok", _ends("""
ends = []
for row in points:
    totals = (row[:, None] - row).abs().sum(dim=1)
    best = row[totals <= totals.min() * (1 + 1e-5)]
    ends.append(torch.stack([best.min(), best.max()]))
return torch.stack(ends)""")),
    ("checks.none", _ends("ends = torch.stack([ordered[:, (k - 1) // 2], ordered[:, k // 2]], dim=1)")),
    ("sort_pair", _ends("ordered = points.sort(dim=1)\n"
                        "return torch.stack([ordered[:, (k - 1) // 2], ordered[:, k // 2]], dim=1)")),
    ("checks.pair", _ends("return torch.stack([points.median(dim=1), -(-points).median(dim=1).values], dim=1)")),
    ("midpoint", _ends("middle = np.median(points.numpy(), axis=1)\nreturn np.stack([middle, middle], axis=1)")),
    ("midpoint", _ends("return [[statistics.median(row)] * 2 for row in points.tolist()]")),
    ("one_end", _ends("return points.median(dim=1).values")),
    ("one_end", _ends("return torch.tensor(np.median(points, axis=1))")),
    ("one_end", _ends("return points.median(dim=1, keepdim=True).values")),
    ("lower_only", _ends("middle = points.median(dim=1, keepdim=True).values\n"
                         "return torch.cat([middle, middle], dim=1)")),
    ("upper_only", _ends("return torch.stack([ordered[:, k // 2], ordered[:, k // 2]], dim=1)")),
    ("unsorted", _ends("return torch.stack([points[:, (k - 1) // 2], points[:, k // 2]], dim=1)")),
    ("unsorted", _ends("return points[:, k // 2 - 1 : k // 2 + 1]")),
    ("mean", _ends("return points.mean(dim=1, keepdim=True).expand(-1, 2)")),
    ("whole_range", _ends("return torch.stack([points.min(dim=1).values, points.max(dim=1).values], dim=1)")),
    ("whole_range", _ends("return ordered[:, [0, -1]]")),
    ("quartiles", _ends("return points.quantile(torch.tensor([0.25, 0.75]), dim=1).T")),
    ("always_two", _ends("return ordered[:, k // 2 - 1 : k // 2 + 1]")),
    ("too_high", _ends("return ordered[:, k // 2 : k // 2 + 2]")),
    ("sorted_down", _ends("ordered = points.sort(dim=0).values\n"
                          "return torch.stack([ordered[:, (k - 1) // 2], ordered[:, k // 2]], dim=1)")),
    ("sorted_down", _ends("ordered = points.sort(0).values\nreturn ordered[:, [(k - 1) // 2, k // 2]]")),
    ("two_rows", _ends("return torch.stack([ordered[:, (k - 1) // 2], ordered[:, k // 2]])")),
    ("turned", _ends("return torch.stack([ordered[:, k // 2], ordered[:, (k - 1) // 2]], dim=1)")),
    ("places", _ends("places = points.argsort(dim=1)\nreturn places[:, [(k - 1) // 2, k // 2]]")),
    ("checks.raised", _ends("return torch.stack([ordered[:, (k - 1) / 2], ordered[:, k / 2]], dim=1)")),
    ("duplicates_dropped", _ends("rows = [sorted(set(row)) for row in points.tolist()]\n"
                                 "return [[row[(len(row) - 1) // 2], row[len(row) // 2]] for row in rows]")),
    ("duplicates_dropped", _ends("rows = [row.unique() for row in points]\n"
                                 "return torch.stack([row[[(len(row) - 1) // 2, len(row) // 2]] for row in rows])")),
    ("duplicates_dropped", _ends("rows = [np.unique(row) for row in points.numpy()]\n"
                                 "return [[row[(len(row) - 1) // 2], row[len(row) // 2]] for row in rows]")),
]

DELTA_FOR_THE_MEAN = [
    ("ok", "smallest_delta = 78"),
    ("ok", "smallest_delta = 78.0"),
    ("ok", "smallest_delta = 100 - 22.0"),
    ("ok", "points = torch.tensor([1.0, 2.0, 3.0, 4.0, 100.0])\nsmallest_delta = (points - points.mean()).abs().max()"),
    ("ok", "points = np.array([1, 2, 3, 4, 100])\nsmallest_delta = abs(points - points.mean()).max()"),
    ("ok", "smallest_delta = np.float64(21 + 20 + 19 + 18)"),
    ("ok", "smallest_delta = sum(22 - x for x in (1, 2, 3, 4))"),
    ("ok", "smallest_delta = np.array(78)"),
    ("ok", "smallest_delta = torch.tensor(78, dtype=torch.int32)"),
    ("ok", "smallest_delta = int(max(100 - 22, 22 - 1))"),
    ("ok", """
errors = np.array([1, 2, 3, 4, 100]) - 22
smallest_delta = 0.0
while abs(np.clip(errors, -smallest_delta, smallest_delta).sum()) > 1e-6 or smallest_delta == 0:
    smallest_delta += 0.5
"""),
    ("checks.one_number_axis", "smallest_delta = [78]"),
    ("checks.one_number_axis", "smallest_delta = torch.tensor([78.0])"),
    ("checks.not_numbers", "smallest_delta = '78'"),
    ("checks.no_number", "smallest_delta = None"),
    ("checks.not_called", "smallest_delta = lambda: 78"),
    ("checks.not_called", "smallest_delta = torch.tensor([21.0, 78.0]).max"),
    ("last_gap", "smallest_delta = 96"),
    ("from_median", "smallest_delta = 97.0"),
    ("from_clean_mean", "smallest_delta = 97.5"),
    ("largest_near", "smallest_delta = torch.tensor(21.0)"),
    ("smallest_near", "smallest_delta = 18"),
    ("mean_near", "smallest_delta = 78 / 4"),
    ("range", "smallest_delta = 100 - 1"),
    ("mean_itself", "smallest_delta = np.mean([1, 2, 3, 4, 100])"),
    ("outlier", "smallest_delta = 100"),
    ("of_the_lab", "smallest_delta = 80"),
    ("sign", "smallest_delta = 22 - 100"),
    ("infinite", "smallest_delta = float('inf')"),
    ("infinite", "smallest_delta = np.inf"),
    ("checks.too_small", "smallest_delta = 77.9"),
    ("checks.too_small", "smallest_delta = 20"),
    ("checks.too_large", "smallest_delta = 78.5"),
]

ANSWERS = {
    "huber": HUBER,
    "huber_slope": HUBER_SLOPE,
    "median_interval": MEDIAN_INTERVAL,
    "delta_for_the_mean": DELTA_FOR_THE_MEAN,
}
