"""Accuracy and recall against scikit-learn and counts by hand, and the scores that must not be counted silently."""

import math

import pytest
import torch

from utils import metrics

SCORES = torch.tensor([[2.0, 1, 0], [0, 3, 1], [5, 1, 4], [0, 0, 1], [1, 2, 0]])  # predicted 0 1 0 2 1
LABELS = torch.tensor([0, 1, 2, 2, 2])


def test_by_hand():
    assert metrics.accuracy(SCORES, LABELS) == 3 / 5
    assert metrics.recall(SCORES, LABELS, 0) == 1
    assert metrics.recall(SCORES, LABELS, 2) == 1 / 3
    assert type(metrics.accuracy(SCORES, LABELS)) is type(metrics.recall(SCORES, LABELS, 2)) is float


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("n_classes", [2, 10])
def test_against_scikit_learn(n_classes, dtype):
    oracle = pytest.importorskip("sklearn.metrics")
    generator = torch.Generator().manual_seed(n_classes)
    scores = torch.randn(500, n_classes, generator=generator).to(dtype)
    labels = torch.randint(0, n_classes, (500,), generator=generator)
    predicted = scores.float().numpy().argmax(axis=1)
    assert metrics.accuracy(scores, labels) == pytest.approx(oracle.accuracy_score(labels, predicted))
    recalls = oracle.recall_score(labels, predicted, average=None)
    ours = [metrics.recall(scores, labels, class_id) for class_id in range(n_classes)]
    assert ours == pytest.approx(recalls.tolist())


def test_accuracy_is_the_mean_of_the_recalls_of_equal_classes():
    labels = torch.arange(30) % 3
    scores = torch.randn(30, 3, generator=torch.Generator().manual_seed(0))
    recalls = [metrics.recall(scores, labels, class_id) for class_id in range(3)]
    assert metrics.accuracy(scores, labels) == pytest.approx(sum(recalls) / 3)


def test_ties_go_to_the_first_class():
    # so a model that was never trained scores exactly one in ten
    assert metrics.accuracy(torch.zeros(50, 10), torch.arange(50) % 10) == 0.1
    assert metrics.accuracy(torch.tensor([[0.0, 7, 7]]), torch.tensor([1])) == 1
    assert metrics.recall(torch.tensor([[0.0, 7, 7]]), torch.tensor([2]), 2) == 0


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_scores_that_are_not_finite_are_not_counted(bad):
    scores = SCORES.clone()
    scores[3, 1] = bad
    for measure in (metrics.accuracy, lambda *arguments: metrics.recall(*arguments, 0)):
        with pytest.raises(ValueError) as caught:
            measure(scores, LABELS)
        for part in ("scores", str(bad), "[3, 1]", "1 such"):
            assert part in str(caught.value)


@pytest.mark.parametrize(
    ("scores", "labels", "parts"),
    [
        (SCORES[0], LABELS[:1], ["(3,)", "(n_examples, n_classes)"]),
        (SCORES, LABELS[:4], ["(4,)", "(5,)"]),
        (SCORES, LABELS[:, None], ["(5, 1)", "column"]),
        (SCORES, LABELS.float(), ["float32", "integer"]),
        (SCORES, LABELS + 1, ["label 3", "0 to 2"]),
        (SCORES.long(), LABELS, ["int64"]),
        (SCORES[:0], LABELS[:0], ["(0, 3)"]),
        (SCORES.tolist(), LABELS, ["list"]),
    ],
)
def test_mistakes_are_named(scores, labels, parts):
    for measure in (metrics.accuracy, lambda *arguments: metrics.recall(*arguments, 0)):
        with pytest.raises(ValueError) as caught:
            measure(scores, labels)
        assert [part for part in parts if part not in str(caught.value)] == []


@pytest.mark.parametrize("class_id", [3, -1, 1.5, "shirt"])
def test_recall_of_a_class_that_does_not_exist(class_id):
    with pytest.raises(ValueError, match="class") as caught:
        metrics.recall(SCORES, LABELS, class_id)
    assert str(class_id) in str(caught.value) and "0 to 2" in str(caught.value)


def test_recall_of_a_class_without_examples():
    with pytest.raises(ValueError, match="none of the 2 labels is class 2"):
        metrics.recall(SCORES[:2], LABELS[:2], 2)
