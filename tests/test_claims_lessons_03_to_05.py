"""What the prose and the headlines of lessons 03 to 05 say and no cell prints, against other libraries and by running
the lessons' own cells."""

from decimal import Decimal

import nbformat
import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from sklearn.linear_model import LogisticRegression

from tools.notebooks import NOTEBOOKS
from utils import data, labs, losses, metrics, plots, style, training


def names_after(lesson, cells):
    """The names a learner has after running these cells of a lesson, found by their ids."""
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    sources = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
    names = {"torch": torch, "Decimal": Decimal, "labs": labs, "losses": losses, "plots": plots, "style": style}
    for cell in cells:
        exec(sources[cell], names)
    return names


# --- 03: a point on the wrong side ----------------------------------------------------------------------------------


def right_of_five(F):
    """Of least squares (numpy) and logistic regression (scikit-learn): points right, slopes, boundaries."""
    x, is_right_class = np.array([-2.0, -1, 1, 2, F]), np.array([0, 0, 1, 1, 1])
    slope, bias = np.linalg.lstsq(np.stack([x, np.ones(5)], axis=1), is_right_class, rcond=None)[0]
    squared = slope * x + bias > 0.5 + 1e-9
    cross_entropy = LogisticRegression(C=1 / (5 * 1e-4) / 2, tol=1e-10, max_iter=10_000).fit(x[:, None], is_right_class)
    decided = cross_entropy.decision_function(x[:, None]) > 1e-9
    counts = [(decision == is_right_class).sum() for decision in (squared, decided)]
    slopes = [slope, cross_entropy.coef_[0, 0]]
    return counts, slopes, [(0.5 - bias) / slope, -cross_entropy.intercept_[0] / slopes[1]]


def test_a_point_on_the_wrong_side_costs_both_losses_a_point():
    counts, slopes, boundaries = right_of_five(-3)
    assert counts == [3, 3] and min(slopes) > 0
    assert np.round(boundaries, 2).tolist() == [-1.56, -1.61]
    assert (np.array([-2, -1, 1, 2, -3]) > 0).tolist() == [False, False, True, True, False]  # 0: four of five
    assert min(right_of_five(-7)[1]) > 0 > max(right_of_five(-8)[1])
    assert right_of_five(-50)[0] == [2, 2]


def test_a_point_on_the_right_side_moves_least_squares_alone():
    assert right_of_five(20)[0] == [4, 5] and right_of_five(50)[0] == [4, 5]
    X = torch.tensor([[-2.0], [-1], [1], [2]], dtype=torch.float64)
    weights = training.fit_softmax(X, torch.tensor([0, 0, 1, 1]), 2, ridge=1e-4)
    at_three = training.predict_scores(weights, torch.tensor([[3.0]], dtype=torch.float64))
    assert losses.cross_entropy(at_three, torch.tensor([1])) < 1e-9


@pytest.mark.slow
def test_accuracy_moves_by_less_than_half_a_point_from_step_3000_on():
    images, labels = data.load_fashion_mnist("train")
    assert data.is_full(), "these tests need the full set: run `python3 course.py setup`"
    test_images, test_labels = data.load_fashion_mnist("test")
    engine, test_X = training.LeastSquares(images, labels), data.flatten(test_images)
    steps = [3000, 4000, 5000, 7000, 10_000]
    weights = [engine.descend(0.017, count) for count in steps]
    accuracy = [metrics.accuracy(training.predict_scores(one, test_X), test_labels) for one in weights]
    assert max(accuracy) - min(accuracy) < 0.005
    assert min(np.diff(accuracy)) < 0 < max(np.diff(accuracy))  # up and down
    assert (np.diff([engine.loss(one) for one in weights]) < 0).all()


# --- 04: the region lab, at positions where a lead is the margin ------------------------------------------------------


@pytest.mark.parametrize("rivals", ["all", "worst"])
def test_region_lab_speaks_of_a_push_exactly_where_there_is_a_loss(rivals):
    names = names_after("04", ["hand-lead", "hand-three-losses", "function-margin", "slope-push", "region-show"])
    for t_shirt, bag, margin in [(1.3, 0.3, 1.0), (0.3, -0.7, 0.3), (1.1, -0.2, 1.1), (2.0, 0.9, 1.1), (0.0, 0.0, 0.0),
                                 (1.9, 0.2, 1.7), (0.7, -1.2, 0.7), (1.2, 0.2, 1.1), (-1.0, 0.3, 1.0)]:
        left, right = Figure().subplots(1, 2)
        facts = names["show_region"](left, right, t_shirt, bag, margin, rivals)
        is_free = round(10 * (t_shirt - bag)) >= round(10 * margin) and round(10 * t_shirt) >= round(10 * margin)
        assert facts.headline.startswith("No loss") == is_free, (t_shirt, bag, margin, facts)
        assert ("loss 0.0\n" in facts.text) == is_free
        assert ("T-shirt +0.0" in facts.text) == is_free


# --- 05: what float32 does without a nan ------------------------------------------------------------------------------


@pytest.mark.parametrize(("shift", "beginning"), [
    (-105, "No nan to warn you: float32 gives T-shirt 1.000, and 0.705 is right"),
    (-102, "No nan to warn you: float32 gives boot 0.026, and 0.035 is right"),
    (-99, "No nan to warn you"),
    (-98, "Shifted by -98, and the point has not moved"),
    (86, "Shifted by 86, and the point has not moved"),
    (87, "In float32 exp is inf"),
    (-106, "In float32 exp is 0"),
])
def test_views_lab_says_so_when_float32_is_wrong_without_a_nan(shift, beginning):
    names = names_after("05", ["question-scores", "views-compute"])
    scores = torch.tensor([2.0, 1.0, -1.0], dtype=torch.float64) + shift
    _, probabilities = names["exps_and_probabilities"](scores, naive=True)
    assert names["headline"](scores, shift, probabilities).startswith(beginning)
