"""What lesson 09 says of runs that no stored output shows: its labs at every preset, by the lesson's own functions.

The cells are read from the notebook, so that what is claimed and what is run cannot drift apart.
"""

import io
from contextlib import redirect_stdout
from pathlib import Path

import nbformat
import pytest
import torch

from utils import data, losses, metrics, training

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "09_train_from_scratch.ipynb"
CELLS = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}
NEEDED = ("imports", "images-load", "model-weights", "model-loss", "untrained-table", "gradient-function",
          "minibatches-function", "evaluate-function", "program-train", "own-loss", "live-train", "live-show",
          "cliff-train", "cliff-show")


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """The names of the lesson, all images loaded and nothing trained."""
    if not data.is_full():
        pytest.skip("needs the full Fashion-MNIST")
    names = {}
    threads = torch.get_num_threads()
    with redirect_stdout(io.StringIO()):
        for cell in NEEDED:
            exec(CELLS[cell], names)
    yield names
    torch.set_num_threads(threads)


def last_of(reports):
    *_, last = reports
    return last


def live(lesson, **moved):
    return last_of(lesson["train_live"](**{"loss": "cross_entropy", "rate": 0.4, "batch_size": 256, "epochs": 5,
                                           "decay": True} | moved))


def test_one_batch_of_all_images_is_far_behind_and_not_nowhere(lesson):
    assert live(lesson, batch_size=len(lesson["X"])).measured == pytest.approx(0.62, abs=0.005)
    assert live(lesson).measured == pytest.approx(0.85, abs=0.006)


def test_squared_error_at_a_tenth_is_gone_within_twenty_steps(lesson):
    assert live(lesson, loss="mse", rate=0.1).diverged_at < 20


def test_the_own_loss_never_answers_two_classes(lesson):
    weights = live(lesson, loss="yours", rate=1.0).weights
    answers = training.predict_scores(weights, lesson["validation_X"]).argmax(dim=1)
    assert (answers.bincount(minlength=10) == 0).sum() == 2


def test_the_table_of_learning_rates_of_squared_error(lesson):
    models = [training.Model(rate, "mse") for rate in (0.018, 0.019, 0.02, 0.021, 0.025)]
    last = training.fit_models(lesson["train_images"], lesson["train_labels"], models, epochs=20)
    still, ruined, finite, *_ = metrics.accuracies(
        training.predict_scores(last.weights, lesson["validation_X"]), lesson["validation_labels"]).tolist()
    assert still == pytest.approx(0.82, abs=0.005) and ruined < 0.5 and finite < 0.2
    assert [at is None for at in last.diverged_at] == [True, True, True, False, False]


def test_a_step_along_all_images_overshoots_as_well(lesson):
    X, labels, gradients = lesson["X"], lesson["train_labels"], lesson["gradients"]
    _, W, b = next(iter(lesson["train"](X, labels, rate=0.4, epochs=4, decay=True)))
    seen = [losses.cross_entropy(X @ W + b, labels).item()]
    for _ in range(6):
        W_gradient, b_gradient = gradients(W, b, X, labels)
        W, b = W - 0.3 * W_gradient, b - 0.3 * b_gradient
        seen.append(losses.cross_entropy(X @ W + b, labels).item())
    assert sum(later > earlier + 0.05 for earlier, later in zip(seen, seen[1:], strict=False)) >= 2


# --- the cliff ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cliff(lesson):
    """cliff(loss, epochs) -> {rate: (accuracy, share of the first loss, diverged)} with learning-rate decay."""
    known = {}

    def run(loss, epochs=1):
        if (loss, epochs) not in known:
            last = last_of(lesson["train_rates"](loss, epochs, decay=True))
            shares = last.losses / lesson["loss_of_untrained"](loss)
            gone = [at is not None for at in last.diverged_at]
            known[loss, epochs] = dict(zip(lesson["rates"], zip(last.measured.tolist(), shares.tolist(), gone,
                                                                 strict=True), strict=True))
        return known[loss, epochs]

    return run


@pytest.mark.parametrize(("epochs", "first_gone"), [(1, 0.035), (5, 0.026)])
def test_squared_error_has_a_cliff(cliff, epochs, first_gone):
    gone = [rate for rate, (_, _, is_gone) in cliff("mse", epochs).items() if is_gone]
    assert gone[0] == pytest.approx(first_gone, abs=0.0005) and gone[-1] == pytest.approx(10)


def test_squared_error_is_saved_just_over_the_line(cliff):
    accuracy = {round(rate, 4): one for rate, (one, _, _) in cliff("mse").items()}
    assert max(accuracy, key=lambda rate: accuracy[rate] if accuracy[rate] == accuracy[rate] else -1) == 0.0195
    assert accuracy[0.0263] < 0.2


def test_cross_entropy_has_none(cliff):
    entries = cliff("cross_entropy")
    best = max(accuracy for accuracy, _, _ in entries.values())
    assert not any(gone for *_, gone in entries.values())
    assert all(accuracy > best - 0.0125 for rate, (accuracy, _, _) in entries.items() if rate > 0.9)
    lowest = min(entries, key=lambda rate: entries[rate][1])
    assert 0.5 < lowest < 0.95
    assert all((share > 0.97) == (rate > 7) for rate, (_, share, _) in entries.items())


def test_both_margins_are_as_patient(cliff):
    for loss in ("margin_all", "margin_worst"):
        entries = cliff(loss)
        best = max(accuracy for accuracy, _, _ in entries.values())
        assert all(accuracy > best - 0.015 for rate, (accuracy, _, _) in entries.items() if rate > 0.4)


@pytest.mark.parametrize(("epochs", "edge"), [(1, 0.4), (5, 0.52)])
def test_brier_has_an_edge_of_its_own(cliff, epochs, edge):
    entries = cliff("brier", epochs)
    best = max(entries, key=lambda rate: entries[rate][0])
    assert edge / 1.4 < best < edge
    assert all(accuracy < entries[best][0] - 0.04 for rate, (accuracy, _, _) in entries.items() if rate > edge)
    assert not any(gone for *_, gone in entries.values())


def test_the_prediction_about_the_cliff(lesson):
    right, sure = [], []
    for rate in (0.2, 2.0):
        weights = training.fit_linear(lesson["train_images"], lesson["train_labels"], learning_rate=rate, epochs=1)
        scores = training.predict_scores(weights, lesson["validation_X"])
        right.append(metrics.accuracy(scores, lesson["validation_labels"]))
        sure.append(losses.softmax(scores).amax(dim=1).mean().item())
    assert right == pytest.approx([0.80, 0.83], abs=0.006) and sure[1] == pytest.approx(0.92, abs=0.006)
