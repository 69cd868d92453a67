"""Compute the saved sweeps behind lesson 11: ``python -m tools sweeps``, about ten minutes on two cores.

For each training size and each noise
1. learning rates: models of all losses and a ladder of rates are trained on images that are not held out, and judged on
   the held-out ones, whose labels are as noisy. Each loss gets the smallest rate that is as good as its best one, give
   or take SLACK; ladders are made longer until neither of the two is at an end;
2. results: with those rates, and with those chosen without noise, models of all losses are trained on `size` of all
   training images, once for each seed, and asked about the test images. Nothing is chosen here.
All models of one seed see the same images, labels and batches. What is stored is read by utils.sweeps.
"""

import concurrent.futures
import json
import os
import time

import torch

from tools import files
from utils import calibration, data, losses, metrics, protocol, training
from utils.sweeps import FILE

LOSSES = ("mse", "margin_all", "margin_worst", "cross_entropy", "brier")
SIZES = (500, 2000, 10_000, 60_000)
NOISES = (0, 10, 20, 30, 40)  # percent
SEEDS = (0, 1, 2, 3, 4)
TUNING_SEEDS = (100, 101, 102)  # others than SEEDS
SLACK = 0.002  # of accuracy on held-out labels; large rates are risky, so on a flat top the smallest is taken
DIGITS = (1, 1.5, 2, 3, 5, 7)  # of the ladder of learning rates, in each power of ten
RUNGS = tuple(float(f"{digit}e{power}") for power in range(-5, 2) for digit in DIGITS)
FIRST_GUESS = {  # by size, in the order of LOSSES: where the ladder is tried first; it is widened as need be
    500: (0.01, 0.005, 0.01, 0.05, 0.07),
    2000: (0.015, 0.02, 0.03, 0.15, 0.3),
    10_000: (0.015, 0.07, 0.15, 0.5, 0.5),
    60_000: (0.015, 0.1, 0.2, 0.5, 0.5),
}
BELOW, ABOVE = 2, 4  # rungs tried on either side of a guess
WITH_PROBABILITIES = ("cross_entropy", "brier")  # losses whose softmax of the scores was asked to be a probability


def train(images, labels, size, noise, seed, models):
    """The last report of models trained side by side on the draw of one seed."""
    rows, noisy = protocol.draw(labels, size, noise, seed)
    return training.fit_models(
        images[rows],
        noisy,
        models,
        epochs=protocol.epochs_for(len(rows)),
        batch_size=protocol.BATCH_SIZE,
        seed=seed,
        report_every=10**9,
    )


def models_at(rates):
    """One Model for each (loss, learning rate) pair."""
    return [training.Model(rate, loss, start=protocol.START) for loss, rate in rates]


# --- learning rates --------------------------------------------------------------------------------------------------


def validate(images, labels, size, noise, tried):
    """Mean accuracy on the held-out images, by (loss, rung): a list as long as `tried`, None where a model diverged."""
    kept, held_out = protocol.hold_out(len(labels))
    X = data.flatten(images[held_out])
    means = torch.zeros(len(tried), dtype=torch.float64)
    for seed in TUNING_SEEDS:
        models = models_at([(loss, RUNGS[rung]) for loss, rung in tried])
        report = train(images[kept], labels[kept], size, noise, seed, models)
        generator = torch.Generator().manual_seed(1000 + seed)
        noisy = protocol.noisy_labels(labels[held_out], noise, generator)
        means += metrics.accuracies(training.predict_scores(report.weights, X), noisy) / len(TUNING_SEEDS)
    return [None if mean.isnan() else mean.item() for mean in means]


def tune(images, labels, size, noise, guesses):
    """loss -> {rung: validation accuracy}, widened until neither its best nor its chosen rung is at an end."""
    found = {loss: {} for loss in LOSSES}
    todo = [(loss, rung) for loss in LOSSES for rung in range(guesses[loss] - BELOW, guesses[loss] + ABOVE + 1)]
    while todo:
        for (loss, rung), accuracy in zip(todo, validate(images, labels, size, noise, todo), strict=True):
            found[loss][rung] = accuracy
        todo = [(loss, rung) for loss in LOSSES for rung in beyond(found[loss])]
    return {loss: dict(sorted(tried.items())) for loss, tried in found.items()}


def beyond(tried):
    """The two rungs past an end of a ladder that its best or its chosen rung is at; none when both are inside."""
    if best_rung(tried) == max(tried):
        return [max(tried) + 1, max(tried) + 2]
    return [min(tried) - 1, min(tried) - 2] if chosen_rung(tried) == min(tried) else []


def best_rung(tried):
    """The rung with the highest accuracy, the lower one of two."""
    return max(sorted(tried), key=lambda rung: accuracy_at(tried, rung))


def chosen_rung(tried):
    """The lowest rung whose accuracy is the highest one, give or take SLACK."""
    enough = accuracy_at(tried, best_rung(tried)) - SLACK
    return min(rung for rung in tried if accuracy_at(tried, rung) >= enough)


def accuracy_at(tried, rung):
    """The accuracy at a rung, below all others where a model diverged."""
    return -1 if tried[rung] is None else tried[rung]


# --- results ---------------------------------------------------------------------------------------------------------


def result(images, labels, test_images, test_labels, size, noise, seed, rates):
    """What models with these (loss, rate) pairs reach: a dict each, of `right` answers and worth of probabilities."""
    report = train(images, labels, size, noise, seed, models_at(rates))
    X = data.flatten(test_images)
    results = []
    for (loss, _), weights in zip(rates, report.weights, strict=True):
        scores = training.predict_scores(weights, X)
        one = {"right": round(metrics.accuracy(scores, test_labels) * len(test_labels))}
        if loss in WITH_PROBABILITIES:
            one["surprise"] = losses.cross_entropy(scores, test_labels).item()
            one["ece"] = calibration.expected_calibration_error(losses.softmax(scores), test_labels)
        results.append(one)
    return results


# --- all of it -------------------------------------------------------------------------------------------------------


def sweep(size):
    """All noises of one training size: a list of cells, as stored."""
    torch.set_num_threads(1)
    images, labels = data.load_fashion_mnist("train")
    test_images, test_labels = data.load_fashion_mnist("test")
    guesses = {loss: RUNGS.index(rate) for loss, rate in zip(LOSSES, FIRST_GUESS[size], strict=True)}
    clean, cells = None, []
    for noise in NOISES:
        started = time.monotonic()
        ladder = tune(images, labels, size, noise, guesses)
        guesses = {loss: chosen_rung(tried) for loss, tried in ladder.items()}
        clean = clean or guesses
        pairs = [(loss, RUNGS[rungs[loss]]) for rungs in (clean, guesses) for loss in LOSSES]
        distinct = list(dict.fromkeys(pairs))
        by_seed = []
        for seed in SEEDS:
            results = result(images, labels, test_images, test_labels, size, noise, seed, distinct)
            by_seed.append(dict(zip(distinct, results, strict=True)))
        cells.append({"size": size, "noise": noise, "losses": {
            loss: stored(loss, ladder[loss], RUNGS[clean[loss]], RUNGS[guesses[loss]], by_seed) for loss in LOSSES
        }})
        print(f"{size:6,d} images, {noise:2d} % noise: {time.monotonic() - started:.0f} s", flush=True)
    return cells


def stored(loss, tried, clean_rate, own_rate, by_seed):
    """One loss of one cell."""
    entry = {
        "rates": [RUNGS[rung] for rung in tried],
        "validation": [None if accuracy is None else round(100 * accuracy, 2) for accuracy in tried.values()],
        "chosen": own_rate,
    }
    for policy, rate in {"again": own_rate, "without_noise": clean_rate}.items():
        found = [results[loss, rate] for results in by_seed]
        entry[policy] = [one["right"] for one in found]
        if policy == "again" and loss in WITH_PROBABILITIES:
            entry["surprise"] = round(sum(one["surprise"] for one in found) / len(found), 3)
            entry["ece"] = round(sum(one["ece"] for one in found) / len(found), 4)
    return entry


def as_stored(cells):
    """The text of the file: the protocol, then a line for each loss of each cell."""
    _, held_out = protocol.hold_out(60_000)
    about = {
        "losses": LOSSES,
        "sizes": sorted({cell["size"] for cell in cells}),
        "noises": NOISES,
        "seeds": SEEDS,
        "tuning_seeds": TUNING_SEEDS,
        "epochs": protocol.EPOCHS,
        "fewest_steps": protocol.FEWEST_STEPS,
        "batch_size": protocol.BATCH_SIZE,
        "start": protocol.START,
        "decay": "linear to 0",
        "weight_decay": 0,
        "pixels": "divided by 255",
        "noise": "percent of labels replaced by another class, each as likely; training and held-out labels",
        "held_out": [held_out.start, held_out.stop],
        "slack": 100 * SLACK,
        "rates": "the smallest whose accuracy on the held-out images, mean over the tuning seeds, is the highest one "
        "give or take the slack (points); neither is at an end of those tried",
        "test": "the 10,000 test images, clean, once for each model; right answers out of 10,000 by seed",
        "again": "learning rate chosen for this noise",
        "without_noise": "learning rate chosen for noise 0",
    }
    lines = ['{"protocol": ' + json.dumps(about) + ',', '"cells": [']
    for number, cell in enumerate(cells):
        rows = [f'  "{loss}": {json.dumps(entry, separators=(",", ":"))}' for loss, entry in cell["losses"].items()]
        lines += [f'{{"size": {cell["size"]}, "noise": {cell["noise"]}, "losses": {{', ",\n".join(rows)]
        lines += ["}}" + ("," if number + 1 < len(cells) else "")]
    return "\n".join([*lines, "]}"]) + "\n"


def run(options):
    """Compute the sweeps of the sizes asked for, all of them by default; the others stay as they are stored."""
    sizes = options.sizes or SIZES
    if not set(sizes) <= set(SIZES):
        options.error("sizes are " + ", ".join(map(str, SIZES)))
    if not data.is_full():
        options.error("needs all 70,000 images: python3 course.py setup")
    started = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        cells = [cell for found in pool.map(sweep, sorted(sizes, reverse=True)) for cell in found]  # the longest first
    kept = json.loads(FILE.read_text(encoding="utf-8"))["cells"] if FILE.exists() else []
    cells += [cell for cell in kept if cell["size"] not in sizes]
    text = as_stored(sorted(cells, key=lambda cell: (cell["size"], cell["noise"])))
    files.write(FILE, text)
    print(f"{FILE.name}: written, {len(text) / 1000:.1f} kB, {time.monotonic() - started:.0f} s")
