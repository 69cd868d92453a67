"""The written-out gradients against autograd of utils.losses, at smooth places, kinks, ties and extremes."""

import math

import pytest
import torch
from problems import F64, MARGINS, NAMES, batch, loss_of

from utils import losses, sgd, style


def by_autograd(name, scores, labels, margin=1.0):
    scores = scores.clone().requires_grad_()
    loss = loss_of(name, scores, labels, margin).sum()
    return loss.detach(), torch.autograd.grad(loss, scores)[0]


def by_hand(name, scores, labels, margin=1.0):
    """The same from utils.sgd for a single model, turned to classes down and back."""
    slope = scores.T.clone()[None]  # (1, K, n)
    place = slope.data_ptr()
    one_hot_labels = labels.T if labels.dim() == 2 else losses.one_hot(labels, scores.shape[1]).T
    loss = sgd.gradient_of(name, scores.shape[1], [margin])(slope, one_hot_labels.to(scores.dtype))
    assert slope.data_ptr() == place  # in place
    return loss[0], slope[0].T


def table(n_classes):
    """Margins that differ from pair to pair; the diagonal must not matter."""
    return torch.arange(n_classes**2, dtype=F64).view(n_classes, n_classes) / n_classes + 0.3


def test_every_loss_of_the_palette_has_a_slope():
    assert set(sgd.GRADIENTS) == set(style.LOSSES)


@pytest.mark.parametrize("size", [1e-3, 1.0, 30.0, 1e4])
@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("name", NAMES)
def test_slopes_are_autograds(name, n_classes, size):
    scores, labels = batch(n_classes=n_classes, spread=size)
    for margin in (1.0, 0.0, 2.5, table(n_classes)) if name in MARGINS else (1.0,):
        loss, slope = by_hand(name, scores, labels, margin)
        expected_loss, expected_slope = by_autograd(name, scores, labels, margin)
        torch.testing.assert_close(loss, expected_loss, rtol=1e-12, atol=1e-12)
        torch.testing.assert_close(slope, expected_slope, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("margin", [0, 1, 2])
@pytest.mark.parametrize("name", MARGINS)
def test_kinks_and_ties_are_autograds(name, margin):
    # whole scores: most examples have a rival exactly at the margin, or several equally bad
    generator = torch.Generator().manual_seed(1)
    scores = torch.randint(-2, 3, (500, 4), generator=generator).to(F64)
    labels = torch.randint(0, 4, (500,), generator=generator)
    lead = scores.gather(1, labels[:, None]) - scores
    assert (lead == margin).sum() > 100 and ((lead == lead.amin(dim=1, keepdim=True)).sum(dim=1) > 1).sum() > 100
    loss, slope = by_hand(name, scores, labels, margin)
    expected_loss, expected_slope = by_autograd(name, scores, labels, margin)
    assert loss == expected_loss
    torch.testing.assert_close(slope, expected_slope, rtol=1e-15, atol=1e-15)


@pytest.mark.parametrize(
    ("name", "loss", "of_label", "of_rival"),
    [
        ("mse", 0.5, -1, 0),
        ("margin_all", 9, -9, 1),
        ("margin_worst", 1, -1, 1 / 9),
        ("cross_entropy", math.log(10), -0.9, 0.1),
        ("brier", 0.9, -0.18, 0.02),  # 2 * .1 * (.1 - y_k - 0): the sum is 10 * .01 - .1
    ],
)
def test_ten_equal_scores(name, loss, of_label, of_rival):
    labels = torch.tensor([3, 7])
    summed, slope = by_hand(name, torch.zeros(2, 10, dtype=F64), labels)
    assert summed.item() == pytest.approx(2 * loss)
    expected = torch.full((2, 10), of_rival, dtype=F64)
    expected[[0, 1], labels] = of_label
    torch.testing.assert_close(slope, expected)


def test_labels_may_be_probabilities_for_cross_entropy():
    scores, _ = batch(n_classes=5, spread=3.0)
    labels = torch.softmax(batch(n_classes=5, spread=1.0, seed=2)[0], dim=1)
    loss, slope = by_hand("cross_entropy", scores, labels)
    expected_loss, expected_slope = by_autograd("cross_entropy", scores, labels)
    torch.testing.assert_close(loss, expected_loss)
    torch.testing.assert_close(slope, expected_slope)


@pytest.mark.parametrize("name", NAMES)
def test_many_models_on_the_same_examples(name):
    batches = [batch(seed=seed)[0] for seed in range(3)]
    _, labels = batch(seed=9)
    stacked = torch.stack([scores.T for scores in batches])  # (3, K, n)
    margins = [1.5, 0.5, table(4)]
    summed = sgd.gradient_of(name, 4, margins)(stacked, losses.one_hot(labels, 4).T.to(F64))
    assert summed.shape == (3,)
    for model, (scores, margin) in enumerate(zip(batches, margins, strict=True)):
        loss, slope = by_hand(name, scores, labels, margin)
        torch.testing.assert_close(summed[model], loss)
        torch.testing.assert_close(stacked[model].T, slope)


@pytest.mark.parametrize("name", NAMES)
def test_float32_keeps_its_digits_at_large_scores(name):
    scores, labels = batch(n_classes=10, spread=1e4, dtype=torch.float32)
    loss, slope = by_hand(name, scores, labels)
    expected_loss, expected_slope = by_autograd(name, scores.to(F64), labels)
    assert slope.dtype == torch.float32
    assert loss.item() == pytest.approx(expected_loss.item(), rel=1e-5)
    torch.testing.assert_close(slope.to(F64), expected_slope, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
@pytest.mark.parametrize("name", NAMES)
def test_scores_that_are_no_numbers_give_no_finite_loss(name, bad):
    for place in range(3):
        scores = torch.zeros(3, 3)
        scores[1, place] = bad
        loss, _ = by_hand(name, scores, torch.tensor([0, 1, 2]))
        assert not loss.isfinite()


@pytest.mark.parametrize("name", MARGINS)
def test_margins_are_refused_as_the_loss_refuses_them(name):
    for margin in (-1.0, math.nan, torch.ones(2, 2), -torch.ones(3, 3)):
        with pytest.raises(ValueError) as ours:
            sgd.gradient_of(name, 3, [margin])
        with pytest.raises(ValueError) as theirs:
            losses.margin_loss(torch.zeros(1, 3), torch.tensor([0]), margin)
        assert str(ours.value) == str(theirs.value)
    mine = torch.ones(3, 3)
    sgd.gradient_of(name, 3, [mine])
    assert mine.equal(torch.ones(3, 3))  # the learner's table is left alone


# --- a learner's own loss -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_function_has_the_slopes_of_the_loss_it_computes(name):
    scores, labels = batch()

    def own(rows, labels):
        return loss_of(name, rows, labels)

    loss, slope = by_hand(own, scores, labels)
    expected_loss, expected_slope = by_hand(name, scores, labels)
    torch.testing.assert_close(loss, expected_loss)
    torch.testing.assert_close(slope, expected_slope)


def test_a_function_serves_many_models():
    batches = torch.stack([batch(n_classes=3, seed=seed)[0].T for seed in range(3)])
    _, labels = batch(n_classes=3, seed=9)
    one_hot_labels = losses.one_hot(labels, 3).T.to(F64)
    ours, expected = batches.clone(), batches.clone()
    summed = sgd.gradient_of(lambda rows, labels: loss_of("brier", rows, labels), 3)(ours, one_hot_labels)
    torch.testing.assert_close(summed, sgd.brier_gradient(expected, one_hot_labels))
    torch.testing.assert_close(ours, expected)
