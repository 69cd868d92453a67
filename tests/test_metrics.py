"""What is measured, against scikit-learn, scipy and counts by hand, and the scores that must not be counted silently.
"""

import math

import pytest
import torch
from scipy import stats
from sklearn.metrics import confusion_matrix

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


@pytest.mark.parametrize("class_id", [3, -1, 1.5, "shirt"])
def test_recall_of_a_class_that_does_not_exist(class_id):
    with pytest.raises(ValueError, match="class") as caught:
        metrics.recall(SCORES, LABELS, class_id)
    assert str(class_id) in str(caught.value) and "0 to 2" in str(caught.value)


def test_recall_of_a_class_without_examples():
    with pytest.raises(ValueError, match="none of the 2 labels is class 2"):
        metrics.recall(SCORES[:2], LABELS[:2], 2)


# --- many models, all classes ---


def test_accuracies_are_those_of_the_models_one_by_one():
    scores = torch.randn(4, 50, 3, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(50) % 3
    accuracies = metrics.accuracies(scores, labels)
    assert accuracies.dtype == torch.float64 and accuracies.shape == (4,)
    assert accuracies.tolist() == [metrics.accuracy(one, labels) for one in scores]
    assert metrics.accuracies(torch.zeros(2, 50, 10), torch.arange(50) % 10).tolist() == [0.1, 0.1]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_accuracies_leave_out_only_the_model_that_diverged(bad):
    scores = torch.stack([SCORES, SCORES, SCORES])
    scores[1, 4, 2] = bad
    first, diverged, last = metrics.accuracies(scores, LABELS).tolist()
    assert first == last == 3 / 5 and math.isnan(diverged)


@pytest.mark.parametrize(
    ("scores", "labels", "parts"),
    [
        (SCORES, LABELS, ["(5, 3)", "(n_models, n_examples, n_classes)", "metrics.accuracy"]),
        (SCORES[None], LABELS[:4], ["(4,)", "(5,)"]),
        (SCORES[None][:0], LABELS, ["(0, 5, 3)"]),
    ],
)
def test_mistakes_with_many_models_are_named(scores, labels, parts):
    with pytest.raises(ValueError) as caught:
        metrics.accuracies(scores, labels)
    assert [part for part in parts if part not in str(caught.value)] == []


def test_confusion_matrix_by_hand():
    assert metrics.confusion_matrix(SCORES, LABELS).tolist() == [[1, 0, 0], [0, 1, 0], [1, 1, 1]]


@pytest.mark.parametrize("n_classes", [2, 10])
def test_confusion_matrix_against_scikit_learn(n_classes):
    generator = torch.Generator().manual_seed(n_classes)
    scores = torch.randn(300, n_classes, generator=generator)
    labels = torch.randint(0, n_classes - 1, (300,), generator=generator)  # the last class has no example, and a row
    counts = metrics.confusion_matrix(scores, labels)
    assert counts.dtype == torch.int64
    assert counts.tolist() == confusion_matrix(labels, scores.argmax(dim=1), labels=range(n_classes)).tolist()
    assert counts.diagonal().sum().item() / 300 == pytest.approx(metrics.accuracy(scores, labels))


# --- intervals ---


@pytest.mark.parametrize("n_examples", [1, 7, 500, 10_000])
@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.844, 1])
def test_accuracy_interval_against_scipy(share, n_examples):
    n_right = round(share * n_examples)
    oracle = stats.binomtest(n_right, n_examples).proportion_ci(method="wilson")
    low, high = metrics.accuracy_interval(n_right / n_examples, n_examples)
    assert (low, high) == pytest.approx(tuple(oracle), abs=1e-12)
    assert 0 <= low <= n_right / n_examples <= high <= 1 and low < high


def test_accuracy_interval_holds_the_truth_in_95_of_100_test_sets():
    truth, n_examples = 0.844, 500
    held = sum(
        stats.binom.pmf(n_right, n_examples, truth)
        for n_right in range(n_examples + 1)
        if (interval := metrics.accuracy_interval(n_right / n_examples, n_examples))[0] <= truth <= interval[1]
    )
    assert held == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("accuracy", [84.4, -0.1, math.nan])
def test_accuracy_interval_of_percent(accuracy):
    with pytest.raises(ValueError, match="fraction from 0 to 1") as caught:
        metrics.accuracy_interval(accuracy, 100)
    assert str(accuracy) in str(caught.value)


@pytest.mark.parametrize("degrees", [*range(1, 41), 99, 100, 9_999, 100_000])
def test_t_quantile_against_scipy(degrees):
    assert metrics.t_quantile(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-11)


@pytest.mark.parametrize("n_values", [2, 3, 5, 30, 200])
def test_mean_interval_against_scipy(n_values):
    values = 0.84 + 0.01 * torch.randn(n_values, generator=torch.Generator().manual_seed(n_values), dtype=torch.float64)
    low, high = stats.t.interval(0.95, n_values - 1, loc=values.mean(), scale=stats.sem(values))
    for given in (values, values.tolist(), list(values)):
        mean, half_width = metrics.mean_interval(given)
        assert (mean - half_width, mean + half_width) == pytest.approx((low, high), rel=1e-12)
    assert type(mean) is type(half_width) is float


def test_mean_interval_by_hand():
    assert metrics.mean_interval([1.0, 3.0]) == pytest.approx((2, 12.7062), rel=1e-5)
    assert metrics.mean_interval([84, 84, 84]) == (84, 0)


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ([0.84], ["at least two", "1"]),
        ([], ["at least two", "0"]),
        (torch.tensor(0.84), ["()", "one row"]),
        (torch.zeros(2, 5), ["(2, 5)", "one row"]),
        ([0.84, math.nan, 0.83], ["values", "[1]", "nan"]),
    ],
)
def test_mean_interval_mistakes_are_named(values, parts):
    with pytest.raises(ValueError) as caught:
        metrics.mean_interval(values)
    assert [part for part in parts if part not in str(caught.value)] == []


# --- two models on the same examples ---


def rights(both, only_a, only_b, neither):
    """Which examples two models have right, as often as said."""
    right_a = [True] * both + [True] * only_a + [False] * (only_b + neither)
    right_b = [True] * both + [False] * only_a + [True] * only_b + [False] * neither
    order = torch.randperm(len(right_a), generator=torch.Generator().manual_seed(0))
    return torch.tensor(right_a)[order], torch.tensor(right_b)[order]


@pytest.mark.parametrize(
    ("only_a", "only_b"),
    [(0, 1), (5, 0), (1, 1), (3, 9), (9, 3), (10, 11), (180, 240), (0, 1000), (700, 800), (0, 2000)],
)
def test_paired_test_against_scipy(only_a, only_b):
    result = metrics.paired_test(*rights(50, only_a, only_b, 20))
    assert (result.only_a, result.only_b) == (only_a, only_b)
    assert result.p_value == pytest.approx(stats.binomtest(only_a, only_a + only_b).pvalue, rel=1e-9, abs=1e-300)
    assert type(result.only_a) is int and type(result.p_value) is float


def test_paired_test_by_hand():
    assert metrics.paired_test(*rights(3, 5, 1, 2)) == (5, 1, 2 * (1 + 6) / 64)
    assert metrics.paired_test(*rights(3, 4, 4, 2)).p_value == 1


def test_models_that_never_differ_are_no_evidence():
    assert metrics.paired_test(*rights(9, 0, 0, 1)) == (0, 0, 1.0)


def test_paired_test_sees_only_where_the_models_differ():
    assert metrics.paired_test(*rights(0, 8, 2, 0)) == metrics.paired_test(*rights(9000, 8, 2, 900))


@pytest.mark.parametrize(
    ("right_a", "right_b", "parts"),
    [
        (LABELS, LABELS == 0, ["right_a", "int64", "scores.argmax(dim=1) == labels"]),
        (LABELS == 0, SCORES > 0, ["right_b", "(5, 3)"]),
        (LABELS == 0, LABELS[:4] == 0, ["5 examples", "has 4"]),
        ([True], LABELS == 0, ["right_a", "list"]),
    ],
)
def test_paired_test_mistakes_are_named(right_a, right_b, parts):
    with pytest.raises(ValueError) as caught:
        metrics.paired_test(right_a, right_b)
    assert [part for part in parts if part not in str(caught.value)] == []
