"""The closed forms against walked gradient descent, other libraries, numbers worked by hand and all 60,000 images; and
any module by autograd.
"""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
import torch
from problems import F64, NAMES, LargestResult, clouds, complaint, images, problem, same

from utils import data, losses, metrics, training

TOY_IDS = torch.tensor([0, 1, 2])
TOY_X = torch.tensor([[-1.0], [0.0], [1.0]], dtype=F64)


def with_ones(X):
    return torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)


def close(ours, expected, rtol=1e-9, atol=1e-11):
    torch.testing.assert_close(ours, torch.as_tensor(expected, dtype=F64), rtol=rtol, atol=atol)


# --- LeastSquares: gradient descent walked step by step with autograd -----------------------------------------------


def walk(X, labels, n_classes, learning_rate, steps, ridge=0.0):
    weights = torch.zeros(X.shape[1] + 1, n_classes, dtype=F64, requires_grad=True)
    for _ in range(steps):
        loss = losses.mse_on_one_hot(training.predict_scores(weights, X), labels) + ridge / 2 * weights.square().sum()
        (slope,) = torch.autograd.grad(loss, weights)
        with torch.no_grad():
            weights -= learning_rate * slope
    return weights.detach()


@pytest.mark.parametrize("ridge", [0.0, 0.3])
@pytest.mark.parametrize("steps", [0, 1, 2, 7, 100])
@pytest.mark.parametrize("share_of_divergence", [1e-9, 0.1, 0.5, 0.97, 1.05])
def test_descend_is_gradient_descent(share_of_divergence, steps, ridge):
    X, labels = problem()
    model = training.LeastSquares(X, labels, 3)
    learning_rate = share_of_divergence * model.divergence_learning_rate(ridge)
    walked = walk(X, labels, 3, learning_rate, steps, ridge)
    ours = model.descend(learning_rate, steps, ridge)
    torch.testing.assert_close(ours, walked, rtol=1e-9, atol=1e-12 * walked.abs().max().item())


def test_descend_where_the_data_do_not_vary():
    # a pixel that is always 0, a repeated feature, fewer examples than features: null eigenvalues
    X, labels = problem(n_examples=6, n_features=4)
    X = torch.cat([X, torch.zeros(6, 1, dtype=F64), X[:, :2], 2 * X[:, 1:4]], dim=1)
    model = training.LeastSquares(X, labels, 3)
    assert (model.eigenvalues == 0).sum() == X.shape[1] + 1 - 5
    for ridge in (0.0, 0.1):
        learning_rate = 0.4 * model.divergence_learning_rate(ridge)
        close(model.descend(learning_rate, 60, ridge), walk(X, labels, 3, learning_rate, 60, ridge))
        assert model.descend(learning_rate, 60, ridge)[4].abs().max() < 1e-14
    shortest = np.linalg.lstsq(with_ones(X).numpy(), np.eye(3)[labels.numpy()], rcond=None)[0]
    close(model.solve(0), shortest, atol=1e-10)
    close(model.descend(learning_rate, 1e15), shortest, atol=1e-10)


def test_descend_ends_at_the_ridge_solution():
    X, labels = problem()
    model = training.LeastSquares(X, labels, 3)
    for ridge in (0.0, 0.01, 2.0):
        learning_rate = 0.9 * model.divergence_learning_rate(ridge)
        close(model.descend(learning_rate, 10_000, ridge), model.solve(ridge))
        close(model.descend(learning_rate, 1e300, ridge), model.solve(ridge))


def test_tiny_steps_add_up():
    X, labels = problem()
    model = training.LeastSquares(X, labels, 3)
    first = walk(X, labels, 3, 1.0, 1)
    close(model.descend(1e-14, 1) / 1e-14, first)
    close(model.descend(1e-14, 1e3) / 1e-11, first, atol=1e-8)
    close(model.descend(1e-14, 1e12), model.descend(1e-2, 1.0), rtol=0.05, atol=0.01)  # the same time, 0.01, in all
    assert (model.descend(0.0, 100) == 0).all()


BASES = [1e-300, 1e-17, 1e-9, 0.3, 1.0, 1.4, 1.9999, 2.0]
STEPS = [1, 2, 3, 1000, 1001, 10**6, 10**12]


@pytest.mark.parametrize(("x", "steps"), [(x, steps) for x in BASES for steps in STEPS] + [(2.1, 3), (2.1, 1000)])
def test_progress_against_many_digits(x, steps):
    with localcontext() as context:
        context.prec = 400
        expected = float(1 - (1 - Decimal(x)) ** steps)
    ours = training._progress(torch.tensor([x], dtype=F64), steps).item()
    if x <= 1:
        assert ours == pytest.approx(expected, rel=1e-13, abs=0)
    else:  # a power of a rounded base: its error grows with the steps
        assert ours == pytest.approx(expected, rel=1e-15 * steps, abs=1e-15)


def test_no_step_is_no_progress():
    assert training._progress(torch.tensor(BASES, dtype=F64), 0).tolist() == [0.0] * len(BASES)


def test_steps_between_whole_numbers():
    X, labels = problem()
    model = training.LeastSquares(X, labels, 3)
    for share in (0.3, 0.95):
        learning_rate = share * model.divergence_learning_rate()
        path = torch.stack([model.descend(learning_rate, steps) for steps in torch.arange(3, 5.01, 0.125).tolist()])
        assert path.isfinite().all()
        close(path[8], walk(X, labels, 3, learning_rate, 4))
        assert path.diff(dim=0).abs().max() < (path[0] - path[8]).abs().max() * 0.5  # no jump


def test_divergence_is_told_by_the_numbers(capfd, recwarn):
    X, labels = problem()
    model = training.LeastSquares(X, labels, 3)
    line = model.divergence_learning_rate()
    assert line == 2 / model.largest_eigenvalue
    assert model.divergence_learning_rate(0.5) == 2 / (model.largest_eigenvalue + 0.5)
    lowest = model.loss(model.solve(0))
    assert model.loss(model.descend(0.99 * line, 5000)) == pytest.approx(lowest)
    assert model.loss(model.descend(1.01 * line, 5000)) > 1e6
    swing = [model.loss(model.descend(line, steps)) for steps in (1000, 1001, 1002)]
    assert swing[0] == pytest.approx(swing[2]) and swing[0] > lowest * 1.01
    huge = model.descend(1.5 * line, 600)
    assert huge.isfinite().all() and math.isinf(model.loss(huge)) and model.loss(huge) > 0
    beyond = model.descend(2 * line, 1e9)
    assert not beyond.isfinite().any()
    assert math.isnan(model.loss(beyond))
    assert capfd.readouterr().err == "" and not recwarn.list


# --- LeastSquares: other libraries ----------------------------------------------------------------------------------


@pytest.mark.parametrize("ridge", [1e-6, 1e-2, 10.0])
def test_ridge_against_scikit_learn(ridge):
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, labels = problem()
    oracle = linear_model.Ridge(alpha=len(X) * ridge, fit_intercept=False, tol=1e-14, solver="cholesky")
    oracle.fit(with_ones(X).numpy(), np.eye(3)[labels.numpy()])
    close(training.LeastSquares(X, labels, 3).solve(ridge), oracle.coef_.T)


def test_ridge_is_where_the_slope_vanishes():
    X, labels = problem()
    for ridge in (0.0, 0.02):
        weights = training.LeastSquares(X, labels, 3).solve(ridge).requires_grad_()
        loss = losses.mse_on_one_hot(training.predict_scores(weights, X), labels) + ridge / 2 * weights.square().sum()
        (slope,) = torch.autograd.grad(loss, weights)
        assert slope.abs().max() < 1e-13


def test_eigenvalues_are_squared_singular_values():
    X, labels = problem(n_examples=700)
    model = training.LeastSquares(X, labels, 3)
    singular = torch.linalg.svdvals(with_ones(X))
    close(model.eigenvalues, singular.square().flip(0) / len(X))
    assert model.largest_eigenvalue == model.eigenvalues[-1].item()


@pytest.mark.parametrize("n_examples", [1, 255, 256, 257, 700])
def test_blocks_miss_no_row(n_examples):
    X, labels = problem(n_examples=max(n_examples, 3))
    X, labels = X[:n_examples], labels[:n_examples]
    A, B = training._moments(X, labels, 3)
    close(A, with_ones(X).T @ with_ones(X) / n_examples)
    close(B, with_ones(X).T @ torch.eye(3, dtype=F64)[labels] / n_examples)


def test_pixels_are_summed_without_rounding():
    pixels, labels = images()
    A, B = training._moments(pixels, labels, 10)
    rows = pixels.flatten(1).long()
    whole = (A[:-1, :-1] * len(rows) * 255 * 255).round().long()
    assert whole.equal(rows.T @ rows)
    close(A[:-1, :-1], (rows.T @ rows).to(F64) / (255 * 255 * len(rows)), rtol=1e-14, atol=0)
    close(B[:-1], (rows.T @ torch.eye(10).long()[labels]).to(F64) / (255 * len(rows)), rtol=1e-14, atol=0)


def test_images_are_features_between_0_and_1():
    pixels, labels = images()
    by_images = training.LeastSquares(pixels, labels)
    by_features = training.LeastSquares(pixels.flatten(1).to(F64) / 255, labels)
    close(by_images.eigenvalues, by_features.eigenvalues)
    close(by_images.solve(1e-3), by_features.solve(1e-3))


def test_images_are_never_widened_all_at_once():
    pixels, labels = images(n_examples=4000, side=10)
    with LargestResult() as largest:
        training.LeastSquares(pixels, labels)
    assert pixels.nbytes <= largest.n_bytes < 2 * pixels.nbytes  # float32 would be 4 times


@pytest.mark.parametrize("ridge", [0.0, 0.1])
def test_loss_is_the_mean_over_the_examples(ridge):
    X, labels = problem()
    model = training.LeastSquares(X, labels, 3)
    for weights in (model.solve(ridge), model.descend(0.1, 3), torch.randn(5, 3, dtype=F64) * 100):
        expected = losses.mse_on_one_hot(training.predict_scores(weights, X), labels).item()
        assert model.loss(weights) == pytest.approx(expected, rel=1e-12)
    assert model.loss(model.solve(0.1).float()) == pytest.approx(model.loss(model.solve(0.1)), rel=1e-6)


@pytest.mark.parametrize("ridge", [0.0, 0.1])
def test_descent_losses_are_the_losses_of_descend(ridge):
    X, labels = problem()
    X = torch.cat([X, X[:, :2]], dim=1)  # with null directions
    model = training.LeastSquares(X, labels, 3)
    rates = model.divergence_learning_rate(ridge) * torch.tensor([0.0, 1e-6, 0.1, 0.5, 0.99, 1.02])
    steps = torch.tensor([0.0, 1, 2, 7.5, 100, 1000])
    by_rate, by_steps = model.descent_losses(rates, 30, ridge), model.descent_losses(0.05, steps, ridge)
    both = model.descent_losses(rates, steps, ridge)
    close(by_rate, [model.loss(model.descend(rate, 30, ridge)) for rate in rates.tolist()])
    close(by_steps, [model.loss(model.descend(0.05, count, ridge)) for count in steps.tolist()])
    pairs = zip(rates.tolist(), steps.tolist(), strict=True)
    close(both, [model.loss(model.descend(rate, count, ridge)) for rate, count in pairs])


def test_descent_losses_tell_divergence_and_nonsense():
    X, labels = problem()
    model = training.LeastSquares(X, labels, 3)
    line = model.divergence_learning_rate()
    assert not model.descent_losses(torch.tensor([0.9 * line, 2 * line]), 1e6)[1].isfinite()
    assert model.descent_losses(torch.tensor([0.9 * line, 2 * line]), 1e6)[0].item() == pytest.approx(
        model._lowest_loss
    )
    for bad in (-1.0, math.nan, math.inf):
        assert "learning_rates" in complaint(model.descent_losses, torch.tensor([0.1, bad]), 1)
        assert "steps" in complaint(model.descent_losses, 0.1, torch.tensor([1, bad]))
        assert "ridge" in complaint(model.descent_losses, 0.1, 1, bad)


def test_loss_of_a_perfect_fit_is_zero():
    assert training.LeastSquares(torch.eye(3), TOY_IDS, 3).loss(torch.eye(4)[:, :3]) == pytest.approx(0, abs=1e-15)
    model = training.LeastSquares(torch.eye(3), TOY_IDS, 3)
    assert 0 <= model.loss(model.solve(0)) < 1e-15


# --- LeastSquares: numbers of lesson 03 -----------------------------------------------------------------------------


def test_three_points_mask_the_middle_class():
    weights = training.LeastSquares(TOY_X, TOY_IDS, 3).solve(0)
    close(weights, [[-1 / 2, 0, 1 / 2], [1 / 3, 1 / 3, 1 / 3]])


def boundary(weights):
    """Where the scores of classes 0 and 1 are equal, for one feature."""
    slope, offset = (weights[:, 1] - weights[:, 0]).tolist()
    return -offset / slope


@pytest.mark.parametrize(("far", "expected"), [(None, 0), (5, 0.400), (10, 0.714), (20, 1.000), (50, 1.261)])
def test_a_point_that_is_too_right_moves_the_boundary(far, expected):
    points = [-2.0, -1.0, 1.0, 2.0] + ([] if far is None else [far])
    X, labels = torch.tensor(points)[:, None], torch.tensor([0, 0, 1, 1, 1][: len(points)])
    least_squares = training.LeastSquares(X, labels, 2).solve(0)
    assert boundary(least_squares) == pytest.approx(expected, abs=5e-4)
    softmax = training.fit_softmax(X, labels, 2)
    assert boundary(softmax) == pytest.approx(0, abs=1e-6)


def test_masking_of_lesson_3():
    X, labels = clouds(4.0)
    least_squares = training.predict_scores(training.LeastSquares(X, labels, 3).solve(0), X)
    assert metrics.accuracy(least_squares, labels) == pytest.approx(2 / 3)
    assert metrics.recall(least_squares, labels, 1) == 0
    softmax = training.predict_scores(training.fit_softmax(X, labels, 3), X)
    assert metrics.accuracy(softmax, labels) > 0.985  # 4 is 5.7 standard deviations: a point or two may lie beyond
    squares = torch.cat([X, X.square()], dim=1)
    curved = training.predict_scores(training.LeastSquares(squares, labels, 3).solve(0), squares)
    assert metrics.recall(curved, labels, 1) == 1
    assert metrics.accuracy(curved, labels) > 0.97


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_outputs_of_least_squares_sum_to_one_without_ridge(n_classes):
    X, labels = problem(n_classes=n_classes)
    elsewhere = torch.randn(50, 4, dtype=F64, generator=torch.Generator().manual_seed(9)) * 10
    model = training.LeastSquares(X, labels, n_classes)
    sums = training.predict_scores(model.solve(0), elsewhere).sum(dim=1)
    close(sums, torch.ones(50, dtype=F64), atol=1e-12)
    assert (training.predict_scores(model.solve(0.1), elsewhere).sum(dim=1) - 1).abs().max() > 0.01


# --- LeastSquares: all of Fashion-MNIST -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fashion():
    """The fitted engine, and the test set as features and labels."""
    if not data.is_full():
        pytest.skip("needs the full Fashion-MNIST")
    train_images, train_labels = data.load_fashion_mnist("train")
    test_images, test_labels = data.load_fashion_mnist("test")
    return training.LeastSquares(train_images, train_labels), data.flatten(test_images), test_labels


def test_fashion_closed_form_accuracy(fashion):
    model, X, labels = fashion
    accuracies = [metrics.accuracy(training.predict_scores(model.solve(ridge), X), labels) for ridge in (0, 1e-4, 1e-3)]
    assert accuracies == pytest.approx([0.812] * 3, abs=0.0015)


def test_fashion_divergence_line(fashion):
    model, X, labels = fashion
    assert model.largest_eigenvalue == pytest.approx(111.1, abs=0.05)
    assert model.eigenvalues[-2].item() == pytest.approx(13.27, abs=0.01)
    assert model.divergence_learning_rate() == pytest.approx(0.018, abs=1e-5)
    assert metrics.accuracy(training.predict_scores(model.descend(0.0179, 10_000), X), labels) > 0.80
    assert metrics.accuracy(training.predict_scores(model.descend(0.0185, 1000), X), labels) == pytest.approx(
        0.1, abs=0.02
    )
    with pytest.raises(ValueError, match="scores should be finite"):
        metrics.accuracy(training.predict_scores(model.descend(0.02, 10_000), X), labels)


def test_fashion_outputs_are_no_probabilities(fashion):
    model, X, _ = fashion
    scores = training.predict_scores(model.solve(0), X.to(F64))
    assert (scores.sum(dim=1) - 1).abs().max() < 1e-7
    assert ((scores < 0) | (scores > 1)).any(dim=1).double().mean().item() == pytest.approx(0.993, abs=0.001)
    assert (scores.amax(dim=1) > 1).double().mean().item() == pytest.approx(0.113, abs=0.001)


def test_fashion_loss_from_the_quadratic_form(fashion):
    model, _, _ = fashion
    train_images, train_labels = data.load_fashion_mnist("train")
    weights = model.solve(1e-3)
    assert model.loss(weights) == pytest.approx(0.1745, abs=1e-4)
    scores = training.predict_scores(weights, data.flatten(train_images))
    assert losses.mse_on_one_hot(scores, train_labels).item() == pytest.approx(model.loss(weights), rel=1e-5)


# --- fit_softmax ----------------------------------------------------------------------------------------------------


def objective_slope(weights, X, labels, ridge):
    weights = weights.clone().requires_grad_()
    loss = losses.cross_entropy(training.predict_scores(weights, X), labels) + ridge / 2 * weights[:-1].square().sum()
    return torch.autograd.grad(loss, weights)[0]


@pytest.mark.parametrize("ridge", [1e-4, 1e-2, 1.0])
def test_fit_softmax_against_scikit_learn(ridge):
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, labels = problem(n_features=2)
    oracle = linear_model.LogisticRegression(C=1 / (len(X) * ridge), tol=1e-12, max_iter=100_000)
    oracle.fit(X.numpy(), labels.numpy())
    ours = training.fit_softmax(X, labels, 3, ridge)
    close(ours[:-1], oracle.coef_.T, rtol=1e-5, atol=1e-5)
    close(ours[-1], oracle.intercept_, rtol=1e-5, atol=1e-5)


def test_two_classes_against_scikit_learn():
    # scikit-learn keeps one weight for the difference of two; split between two rows its square is half as long
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, labels = problem(n_features=2, n_classes=2)
    oracle = linear_model.LogisticRegression(C=2 / (len(X) * 0.01), tol=1e-12, max_iter=100_000)
    oracle.fit(X.numpy(), labels.numpy())
    ours = training.fit_softmax(X, labels, 2, 0.01)
    close(ours[:-1, 1] - ours[:-1, 0], oracle.coef_[0], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("ridge", [1e-8, 1e-6, 1e-3, 1.0])
@pytest.mark.parametrize("shift", [0.5, 2.0, 4.0, 5.0])  # from hopeless to separable
def test_fit_softmax_has_no_slope_left(shift, ridge):
    X, labels = clouds(shift)
    for features in (X, torch.cat([X, X.square()], dim=1)):
        weights = training.fit_softmax(features, labels, 3, ridge)
        assert objective_slope(weights, features, labels, ridge).abs().max() < 1e-13
        close(weights.sum(dim=1), torch.zeros(len(weights), dtype=F64), atol=1e-6)


@pytest.mark.parametrize("seed", range(30))
def test_fit_softmax_on_points_far_apart(seed):
    # a few points from 0.1 to 100 away: undamped Newton steps overshoot on several of these
    generator = torch.Generator().manual_seed(seed)
    sizes = 10 ** (torch.rand(8, 1, generator=generator, dtype=F64) * 3 - 1)
    X = torch.randn(8, 2, generator=generator, dtype=F64) * sizes
    labels = torch.randint(0, 3, (8,), generator=generator)
    labels[:3] = torch.arange(3)
    weights = training.fit_softmax(X, labels, 3, 1e-6)
    assert objective_slope(weights, X, labels, 1e-6).abs().max() < 1e-12 * X.abs().max()


@pytest.mark.parametrize("size", [1e155, 1e160, 1e300])
@pytest.mark.parametrize("fit", [training.LeastSquares, training.fit_softmax])
def test_features_too_large_to_square_are_named(fit, size):
    X, labels = problem(n_examples=20)
    message = complaint(fit, X * size, labels, 3)
    assert f"{(X * size).abs().max():g}" in message and "scale the features" in message


def test_features_as_large_as_can_be_squared_are_fitted():
    X, labels = problem(n_examples=20)
    assert training.LeastSquares(X * 1e150, labels, 3).solve().isfinite().all()
    assert training.fit_softmax(X * 1e150, labels, 3).isfinite().all()


def test_ridge_stops_the_weights_of_separable_classes():
    X, labels = clouds(5.0)
    sizes = [training.fit_softmax(X, labels, 3, ridge).norm().item() for ridge in (1e-2, 1e-4, 1e-6, 1e-8)]
    assert sizes == sorted(sizes) and sizes[-1] > 3 * sizes[0]


# --- predict_scores and the learner's mistakes ----------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_predict_scores_keeps_the_dtype_of_X(dtype):
    weights = torch.tensor([[1.0, -1], [2, 0], [10, 20]], dtype=F64)
    scores = training.predict_scores(weights, torch.tensor([[1.0, 2], [0, -1]], dtype=dtype))
    assert scores.dtype == dtype
    assert scores.tolist() == [[15, 19], [8, 20]]


def test_predict_scores_lets_autograd_through():
    weights = torch.zeros(2, 3, dtype=F64, requires_grad=True)
    loss = losses.cross_entropy(training.predict_scores(weights, TOY_X), TOY_IDS)
    assert torch.autograd.grad(loss, weights)[0].abs().sum() > 0


def test_other_mistakes_are_named():
    pixels, labels = images(n_examples=20)
    message = complaint(training.predict_scores, torch.zeros(2, 3), torch.zeros(5, 3))
    assert "(5, 3)" in message and "(n_examples, 1)" in message
    message = complaint(training.predict_scores, torch.zeros(37, 10), pixels)
    assert "(20, 6, 6)" in message and "uint8" in message and "data.flatten" in message
    assert "uint8" in complaint(training.fit_softmax, pixels, labels, 10)
    assert "class 3" in complaint(training.fit_softmax, TOY_X, TOY_IDS, 4)
    for ridge in (-0.5, 0, math.nan, math.inf):
        message = complaint(training.fit_softmax, TOY_X, TOY_IDS, 3, ridge)
        assert f"ridge should be a number above 0, not {ridge}" in message and "separable" in message


# --- any module, by autograd ----------------------------------------------------------------------------------------


def linear(n_features, n_classes):
    model = torch.nn.Linear(n_features, n_classes, dtype=F64)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    return model


def as_weights(model):
    return torch.cat([model.weight.detach().T, model.bias.detach()[None]])


@pytest.mark.parametrize("decay", [True, False])
def test_a_linear_module_on_all_examples_is_the_fast_trainers(decay):
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 0.3, "epochs": 40, "batch_size": 61, "decay": decay}
    model = training.fit(linear(X.shape[1], 3), X, labels, **settings)
    same(as_weights(model), training.fit_linear(X, labels, n_classes=3, **settings), 1e-12)


def test_batches_are_mixed_anew_in_every_epoch_and_cover_all_examples():
    X, labels = torch.arange(10, dtype=F64)[:, None], torch.zeros(10, dtype=torch.int64)
    seen = []

    class Watch(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.bias = torch.nn.Parameter(torch.zeros(2, dtype=F64))

        def forward(self, rows):
            seen.append(rows[:, 0].tolist())
            return self.bias.expand(len(rows), 2)

    training.fit(Watch(), X, labels, learning_rate=0.1, epochs=2, batch_size=4)
    assert [len(rows) for rows in seen] == [4, 4, 2, 4, 4, 2]
    first, second = sum(seen[:3], []), sum(seen[3:], [])
    assert sorted(first) == sorted(second) == list(range(10)) and first != second


def test_epoch_reports_tell_the_mean_loss_over_examples():
    X, labels = problem(n_examples=61)
    model = linear(X.shape[1], 3)
    reports = list(training.descend(model, X, labels, learning_rate=0.0, epochs=3, batch_size=8))
    assert [(report.epoch, report.progress) for report in reports] == [(1, 1 / 3), (2, 2 / 3), (3, 1.0)]
    assert all(report.loss == pytest.approx(math.log(3)) for report in reports)


def test_a_module_that_diverges_names_its_epoch():
    X, labels = problem(n_examples=61)
    settings = {"learning_rate": 1e200, "epochs": 9, "loss": losses.half_squared_error}
    settings["loss"] = lambda scores, labels: torch.nn.functional.mse_loss(scores, losses.one_hot(labels, 3).to(F64))
    (*before, last) = training.descend(linear(X.shape[1], 3), X, labels, batch_size=8, **settings)
    assert last.diverged_at == last.epoch == len(before) + 1
    message = complaint(training.fit, linear(X.shape[1], 3), X, labels, batch_size=8, **settings)
    assert "epochs" in message and "1e+200" in message


def test_a_module_takes_features_in_its_own_dtype():
    X, labels = problem(n_examples=61)
    narrow, wide = (training.fit(linear(X.shape[1], 3), rows, labels, learning_rate=0.3, epochs=4)
                    for rows in (X.float(), X.float().double()))
    assert torch.equal(narrow.weight, wide.weight)


def test_no_rows_are_told():
    X, labels = problem(n_examples=61)
    message = complaint(training.fit, linear(X.shape[1], 3), X[:0], labels[:0], learning_rate=0.1, epochs=1)
    assert "(0, 4)" in message and "no example" in message


def test_labels_that_do_not_fit_a_module_are_told():
    X, labels = problem(n_examples=61)
    message = complaint(training.descend, linear(X.shape[1], 3), X, labels[:-1], learning_rate=0.1, epochs=1)
    assert "61" in message and "60" in message


# --- whatever torch is set to ---------------------------------------------------------------------------------------


@pytest.fixture(params=["float64", "no grad"])
def setting(request):
    """torch as some learners set it for all that follows."""
    if request.param == "float64":
        torch.set_default_dtype(F64)
    else:
        torch.set_grad_enabled(False)
    yield request.param
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)


def own_loss(scores, labels):
    return 1 - losses.softmax(scores).gather(1, labels[:, None])[:, 0]


def everything_trained():
    """What each trainer makes of the same data, as tensors."""
    (X, labels), (pixels, pixel_ids) = problem(n_examples=61), images(n_examples=61)
    settings = {"epochs": 3, "batch_size": 8}
    all_losses = [training.Model(0.1, loss, start=0.1) for loss in (*NAMES, own_loss)]
    module = linear(X.shape[1], 3).float()
    return {
        "least squares": training.LeastSquares(X, labels, 3).solve(0.1),
        "least squares on images": training.LeastSquares(pixels, pixel_ids).descend(0.01, 7),
        "softmax": training.fit_softmax(X, labels, 3, 0.01),
        "models": training.fit_models(X.float(), labels, all_losses, n_classes=3, **settings).weights,
        "module": as_weights(training.fit(module, X.float(), labels, learning_rate=0.1, **settings)),
    }


@pytest.fixture(scope="module")
def trained():
    return everything_trained()


def test_a_setting_of_torch_changes_no_training(trained, setting):
    for trainer, weights in everything_trained().items():
        assert trained[trainer].abs().max() > 0.001
        torch.testing.assert_close(weights, trained[trainer], rtol=1e-6, atol=1e-6, msg=trainer)  # the dtype, too


def test_images_are_trained_in_the_type_of_new_numbers(setting):
    pixels, labels = images(n_examples=61)
    settings = {"loss": own_loss, "learning_rate": 0.1, "epochs": 3, "batch_size": 8}
    expected = training.fit_linear(pixels.flatten(1) / 255, labels, **settings)  # torch divides bytes into new numbers
    assert expected.dtype == torch.get_default_dtype() and expected.abs().max() > 0.001
    torch.testing.assert_close(training.fit_linear(pixels, labels, **settings), expected, rtol=1e-6, atol=1e-6)


def test_a_descent_leaves_the_grad_mode_as_it_is(setting):
    mode = torch.is_grad_enabled()
    X, labels = problem(n_examples=61)
    for _ in training.descend(linear(X.shape[1], 3), X, labels, learning_rate=0.1, epochs=2):
        assert torch.is_grad_enabled() is mode
    for _ in training.descend_linear(X, labels, own_loss, n_classes=3, learning_rate=0.1, epochs=2):
        assert torch.is_grad_enabled() is mode
