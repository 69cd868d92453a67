"""A learner's own loss: it means the same wherever one is taken, and is told what is wrong before it is used."""

import dataclasses
import functools
import math

import numpy as np
import pytest
import torch
from problems import F64, batch, complaint

from utils import losses, optimal, sgd, training


def honest(scores, labels):
    """1 - p_y, what the lessons begin with."""
    return 1 - torch.softmax(scores, dim=1)[torch.arange(len(labels)), labels]


def with_a_reduction(scores, labels, reduction="mean"):
    return honest(scores, labels) if reduction == "none" else honest(scores, labels).mean()


def that_needs_a_reduction(scores, labels, *, reduction):
    return with_a_reduction(scores, labels, reduction)


def in_place(scores, labels):
    scores /= 2
    labels += 1
    return honest(2 * scores, labels - 1)


def one_by_one(scores, labels):
    return torch.stack([1 - torch.softmax(row, dim=0)[label] for row, label in zip(scores, labels, strict=True)])


@dataclasses.dataclass
class Own:
    """A dataclass has no hash."""

    weight: float

    def __call__(self, scores, labels):
        return self.weight * honest(scores, labels)


class OwnModule(torch.nn.Module):
    def forward(self, scores, labels):
        return honest(scores, labels)


OWN = (with_a_reduction, that_needs_a_reduction, in_place, one_by_one, Own(1.0), OwnModule(),
       functools.partial(with_a_reduction, reduction="mean"), lambda scores, labels: honest(scores, labels))


@pytest.mark.parametrize("loss", OWN, ids=lambda loss: getattr(loss, "__name__", type(loss).__name__))
def test_an_own_loss_means_the_same_in_every_lab_that_takes_one(loss):
    scores, labels = batch(n_examples=30, n_classes=3)
    kept = scores.clone(), labels.clone()
    expected = honest(scores, labels)
    torch.testing.assert_close(losses.example_losses(loss, scores, labels), expected)
    torch.testing.assert_close(losses.example_losses(loss, scores, labels, reduction="mean"), expected.mean())
    taken = functools.partial(losses.example_losses, loss)  # lesson 07
    here = scores.clone().requires_grad_()
    slope, expected_slope = (torch.autograd.grad(answer.sum(), here)[0]
                             for answer in (taken(here, labels, reduction="none"), honest(here, labels)))
    torch.testing.assert_close(slope, expected_slope)
    shares = torch.tensor([0.5, 0.3, 0.2], dtype=F64)  # lesson 06
    assert torch.equal(optimal.ScoreGrid(loss, reach=2, step=0.5).lowest(shares),
                       optimal.ScoreGrid(honest, reach=2, step=0.5).lowest(shares))
    stacked = scores.T.clone()[None]  # lessons 09 and 11
    summed = sgd.gradient_of(loss, 3)(stacked, losses.one_hot(labels, 3).T.to(F64))
    torch.testing.assert_close(summed, expected.sum()[None])
    torch.testing.assert_close(stacked[0].T, slope)
    assert torch.equal(scores, kept[0]) and torch.equal(labels, kept[1])


@pytest.mark.parametrize("answer, advice", [
    (lambda o, y: None, "not nothing: end it with return"),
    (lambda o, y: honest(o, y).mean().item(), "without .item() or float()"),
    (lambda o, y: honest(o, y).mean(), "not a single number: leave out the mean"),
    (lambda o, y: honest(o, y).mean()[None], "leave out the mean"),
    (lambda o, y: honest(o, y).max(), "not a single number: leave out the mean, sum or maximum over the rows"),
    (lambda o, y: (honest(o, y), o), "return one thing only"),
    (lambda o, y: -torch.log_softmax(o, dim=1)[:, y], "for [:, labels] write [torch.arange(len(labels)), labels]"),
    (lambda o, y: honest(o, y)[:, None] - honest(o, y), "make a column flat with [:, 0]"),
    (lambda o, y: torch.nn.CrossEntropyLoss, "has yet to be called with scores and labels"),
    (lambda o, y: honest(o, y).sum() * o.sum(dim=0), "sums and maxima over classes take dim=1"),
    (lambda o, y: honest(o, y).detach().numpy().mean(), "not float64: keep to torch tensors"),
    (lambda o, y: honest(o, y).tolist(), "not list: compute with whole tensors, or join"),
    (lambda o, y: honest(o, y).detach().numpy(), "a ndarray of shape (40,): compute with torch"),
    (lambda o, y: honest(o, y)[:, None], "a Tensor of shape (40, 1): this is a column, so write [:, 0]"),
    (lambda o, y: -torch.log_softmax(o, dim=1), "a Tensor of shape (40, 4): add up over the classes with .sum(dim=1)"),
    (lambda o, y: honest(o, y)[:7], "a Tensor of shape (7,): its shape should be (40,)"),
    (lambda o, y: honest(o, y)[None], "a Tensor of shape (1, 40): its shape should be (40,)"),
    (lambda o, y: "0.3", "not str: compute with torch tensors"),
    (lambda o, y: (o.argmax(dim=1) != y).long(), "not int64: compute with the scores, and add .float()"),
    (torch.nn.CrossEntropyLoss(), "in torch's own losses: reduction='none'"),
])
def test_what_an_own_loss_may_not_return_comes_with_its_own_advice(answer, advice):
    message = complaint(losses.example_losses, answer, *batch())
    assert advice in message
    assert len(message) <= 220 and message.isascii() and "\n" not in message


@pytest.mark.parametrize("n, words", [(1, "for 1 row of scores your loss should return 1 number, not nothing: end it "),
                                      (40, "for 40 rows of scores your loss should return 40 numbers, not nothing: ")])
def test_one_row_and_many_are_counted(n, words):
    assert complaint(losses.example_losses, lambda o, y: None, *batch(n)).startswith(words)


@pytest.mark.parametrize("loss", [
    lambda o, y: honest(o, y).detach(),
    lambda o, y: (o.argmax(dim=1) != y).float(),
    lambda o, y: torch.tensor([row.item() for row in honest(o, y)]),
])
def test_an_own_loss_without_a_slope_is_told_where_the_slope_is_asked_for(loss):
    scores, labels = batch()
    assert losses.example_losses(loss, scores, labels).shape == (40,)
    assert "no slope" in complaint(losses.example_losses, loss, scores.requires_grad_(), labels)
    with torch.no_grad():
        assert losses.example_losses(loss, scores, labels).shape == (40,)


def focal(scores, labels, gamma=2.0):
    log_p = torch.log_softmax(scores, dim=1).gather(1, labels.view(-1, 1)).squeeze(1)
    return -((1 - log_p.exp()) ** gamma) * log_p


def less_the_largest(scores, labels):
    """The largest score of the whole batch, and by how much it is taken off does not matter."""
    return losses.cross_entropy(scores - scores.max(), labels, reduction="none")


def noisy(scores, labels):
    return honest(scores + 0.1 * torch.randn_like(scores), labels)


def balanced(scores, labels):
    """Classes weigh by how often the batch has them: labels of the other rows count."""
    weights = 1 / labels.bincount(minlength=scores.shape[1]).clamp(min=1)
    return weights[labels] * honest(scores, labels)


VALID = {
    "focal": focal,
    "smoothing": lambda o, y: torch.nn.functional.cross_entropy(o, y, reduction="none", label_smoothing=0.1),
    "torch's module": torch.nn.CrossEntropyLoss(reduction="none"),
    "torch's function": torch.nn.functional.cross_entropy,
    "torch's margin": torch.nn.functional.multi_margin_loss,
    "temperature": lambda o, y: losses.cross_entropy(o / 3, y, reduction="none"),
    "mean absolute error": lambda o, y: (torch.softmax(o, dim=1) - torch.eye(o.shape[1])[y]).abs().sum(dim=1),
    "log of a score": lambda o, y: o[torch.arange(len(y)), y].log(),
    "no star": lambda *both: honest(*both),
    "less the largest": less_the_largest,
    "noisy": noisy,
} | {f"own {place}": loss for place, loss in enumerate(OWN)}


@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("name", VALID)
def test_a_valid_own_loss_stays_valid(name, n_classes):
    losses.check_own_loss(VALID[name], n_classes)
    losses.check_own_loss(VALID[name], n_classes, needs_slope=False)


def with_numpy(scores, labels):
    return torch.tensor(np.exp(scores.numpy()))[:, 0]


def calls_backward(scores, labels):
    example_losses = honest(scores, labels)
    example_losses.sum().backward()
    return example_losses


def hardest_half(scores, labels):
    costs = honest(scores, labels)
    return costs * (costs >= costs.topk(max(1, len(costs) // 2)).values.min())


def turns_gradients_off(scores, labels):
    torch.set_grad_enabled(False)
    return honest(scores, labels)


def knows_no_none(scores, labels, reduction="mean"):
    costs = honest(scores, labels)
    if reduction in ("mean", "sum"):
        return getattr(costs, reduction)()


INVALID = [
    (with_numpy, "your loss calls numpy, which loses the slope: compute with torch alone"),
    (calls_backward, "your loss calls .backward(): leave that out"),
    (lambda labels, scores: honest(scores, labels), "scores come first, so write (scores, labels)"),
    (lambda labels, scores: losses.cross_entropy(scores, labels, reduction="none"), "scores come first"),
    (lambda o, y: honest(o, y)[:, None].squeeze(), "for 1 row of scores your loss should return 1 number, not a single "
     "number: .squeeze() takes every dimension of size 1, so write [:, 0]"),
    (lambda o, y: (o.argmax(dim=1) != y).long(), "your loss has no slope"),
    (lambda o, y: (o.argmax(dim=1) != y).float(), "your loss has no slope"),
    (lambda o, y: torch.ones(len(y), requires_grad=True) * 2, "your loss has no slope"),
    (lambda o, y: -torch.log_softmax(o, 0)[torch.arange(len(y)), y], "changes with the other rows, their labels or "
     "their number: take softmax, sums and maxima with dim=1"),
    (lambda o, y: honest(o, y) / len(o), "divide by no count of them"),
    (lambda o, y: (1 - torch.softmax(o, dim=1)[:, y]).mean(dim=1), "their labels or their number"),
    (lambda o, y: honest(o, y.roll(1)), "their labels or their number"),
    (hardest_half, "changes with the other rows"),
    (balanced, "their labels or their number"),
    (lambda o, y: torch.zeros(len(y)), "your loss has no slope"),
    (turns_gradients_off, "your loss turns gradients off and not on again"),
    (knows_no_none, "not nothing: it takes a reduction, so it is asked for reduction='none'"),
    (lambda o, y: honest(o, y).mean().expand(len(y)), "no mean over the rows"),
    (lambda o, y: honest(o, y) / honest(o, y).sum(), "no mean over the rows"),
    (lambda o, y: honest(o, y).cumsum(0), "no mean over the rows"),
    (lambda o: o[:, 0], "two arguments, scores and labels in this order, but it takes (o)"),
    (lambda o, y, weights: o[:, 0], "it takes (o, y, weights)"),
    (lambda: 0, "it takes ()"),
    (torch.nn.CrossEntropyLoss, "the class CrossEntropyLoss: make one of it, CrossEntropyLoss()"),
    (None, "your loss should be a function of scores and labels, not nothing: give its name"),
    ("my_loss", "not str: give its name, without brackets or quotes"),
    (honest(*batch()), "not a Tensor of shape (40,): give its name, without brackets"),
]


@pytest.mark.parametrize("loss, advice", INVALID)
@pytest.mark.parametrize("n_classes", [3, 10])
def test_an_own_loss_is_told_what_is_wrong_before_it_is_used(loss, advice, n_classes):
    message = complaint(losses.check_own_loss, loss, n_classes)
    assert advice in message
    assert len(message) <= 220 and message.isascii() and "\n" not in message


def test_an_own_loss_is_tried_in_every_lab_that_takes_one():
    def expanded(scores, labels):
        return honest(scores, labels).mean().expand(len(labels))

    settings = {"learning_rate": 0.1, "epochs": 1, "n_classes": 3}
    X, labels = torch.zeros(8, 2), torch.arange(8) % 3
    for message in (complaint(optimal.ScoreGrid, expanded), complaint(sgd.gradient_of, expanded, 3),
                    complaint(training.fit_linear, X, labels, expanded, **settings)):
        assert "other rows" in message
    assert "not str: give its name" in complaint(optimal.ScoreGrid, "mse")
    assert "a function of scores and labels, or one of mse" in complaint(sgd.gradient_of, None, 3)


def test_steps_of_0_and_1_are_asked_for_a_slope_only_where_one_is_needed():
    steps = optimal.ScoreGrid(lambda o, y: (o.argmax(dim=1) != y).float(), reach=2, step=1)
    assert steps.lowest(torch.tensor([0.2, 0.5, 0.3])).argmax() == 1
    assert "add .float()" in complaint(optimal.ScoreGrid, lambda o, y: (o.argmax(dim=1) != y).long())


def test_what_an_own_loss_raises_itself_comes_as_it_is():
    def broken(scores, labels):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        losses.check_own_loss(broken, 3)


def test_an_own_loss_may_hold_constants_of_the_usual_dtype():
    weights, costs = torch.tensor([1.0, 2.0, 1.0]), 1 - torch.eye(3)
    scores, labels = batch(n_examples=30, n_classes=3)  # float64, as labs give them
    for loss, right in ((lambda o, y: torch.nn.functional.cross_entropy(o, y, weight=weights, reduction="none"),
                         lambda o, y: weights.to(o)[y] * losses.cross_entropy(o, y, reduction="none")),
                        (lambda o, y: (torch.softmax(o, dim=1) @ costs)[torch.arange(len(y)), y],
                         lambda o, y: 1 - torch.softmax(o, dim=1)[torch.arange(len(y)), y])):
        answer = losses.example_losses(loss, scores, labels)
        torch.testing.assert_close(answer, right(scores, labels), rtol=1e-5, atol=1e-6)


def test_an_own_loss_is_tried_once_and_not_in_every_step():
    counts = []
    for epochs in (1, 4):
        calls = []

        def counting(scores, labels, calls=calls):
            calls.append(len(labels))
            return honest(scores, labels)

        X, labels = torch.zeros(64, 2), torch.arange(64) % 3
        training.fit_linear(X, labels, counting, learning_rate=0.1, epochs=epochs, batch_size=16, n_classes=3)
        assert calls.count(16) == 4 * epochs
        counts.append(len(calls) - 4 * epochs)
    assert counts[0] == counts[1] <= 6


def test_numbers_that_are_not_finite_pass_for_whoever_asked_to_judge():
    scores, labels = batch()
    answer = losses.example_losses(lambda o, y: torch.full((len(y),), math.nan) * o[:, 0], scores, labels)
    assert answer.isnan().all()
    X = torch.zeros(8, 2)
    labels = torch.arange(8) % 2
    *_, last = training.descend_linear(X, labels, lambda o, y: honest(o, y) / 0, learning_rate=0.1, epochs=1)
    assert last.diverged_at is not None
