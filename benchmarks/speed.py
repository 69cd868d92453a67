"""How quick the course is, as ratios against an anchor measured in the same run.

    python -m benchmarks.speed [--json] [--repeats 15] [--threads 2]

Only the ratios mean something on another machine. Ours and the anchor take turns, so that whatever else the machine
does falls on both; the ratio is that of the medians, the minima stand beside it. Nothing here fails on a slow machine.
"""

import argparse
import gzip
import json
import statistics
import sys
import time

import numpy as np
import torch

from utils import data, losses, metrics, training

BATCH = 256
IMAGES_HEADER, LABELS_HEADER = 16, 8  # bytes before the values in an idx file


def take_turns(ours, anchor, repeats):
    """Milliseconds of each call, (ours, anchor), after one call of each that is not counted."""
    times = ([], [])
    for turn in range(repeats + 1):
        for call, collected in zip((ours, anchor), times, strict=True):
            start = time.perf_counter()
            call()
            if turn:
                collected.append(1000 * (time.perf_counter() - start))
    return times


def row(name, goal, ours, anchor, repeats):
    """One line of the table: goal is the largest share of the anchor's time that ours may take."""
    times = dict(zip(("ours", "anchor"), take_turns(ours, anchor, repeats), strict=True))
    medians = {who: statistics.median(each) for who, each in times.items()}
    return {
        "name": name,
        "ratio": medians["ours"] / medians["anchor"],
        "goal": goal,
        "median_ms": medians,
        "min_ms": {who: min(each) for who, each in times.items()},
        "repeats": repeats,
    }


def sgd_epoch(W, b, X, labels_as_columns, learning_rate=0.1):
    """One epoch of softmax regression with the gradient written out, classes down: W (K, d), labels (K, n)."""
    n_batches = -(-len(X) // BATCH)
    for k in torch.randperm(n_batches).tolist():
        rows = X[k * BATCH : (k + 1) * BATCH]  # (n, d), a view
        scores = torch.addmm(b, W, rows.T)  # (K, n)
        slope = torch.softmax(scores, dim=0) - labels_as_columns[:, k * BATCH : (k + 1) * BATCH]  # p - y
        W.sub_(slope @ rows, alpha=learning_rate / len(rows))
        b.sub_(slope.sum(dim=1, keepdim=True), alpha=learning_rate / len(rows))


def mse_tick_vs_epoch(repeats):
    """One move of the MSE sliders (solve, training loss, test accuracy) against one epoch of minibatch SGD."""
    images, labels = data.load_fashion_mnist("train")
    test_images, test_labels = data.load_fashion_mnist("test")
    X, X_test = data.flatten(images), data.flatten(test_images)
    labels_as_columns = losses.one_hot(labels, 10).T.contiguous()
    model = training.LeastSquares(images, labels)
    W, b = torch.zeros(10, X.shape[1]), torch.zeros(10, 1)

    def tick():
        weights = model.descend(learning_rate=0.015, steps=1000, ridge=1e-3)
        return model.loss(weights), metrics.accuracy(training.predict_scores(weights, X_test), test_labels)

    result = row("mse_tick_vs_epoch", 1 / 4, tick, lambda: sgd_epoch(W, b, X, labels_as_columns), repeats)
    trained = metrics.accuracy(training.predict_scores(torch.cat([W.T, b.T]), X_test), test_labels)
    if trained < 0.8:
        raise RuntimeError(f"the anchor does not train: {trained:.1%}")
    return result


def second_load_vs_unpack(repeats):
    """Both splits, uint8 images and int64 labels, from the cache, against the same from the .gz files as published."""
    splits = [data.load_fashion_mnist(split) for split in ("train", "test")]
    packed = [(pack(images, IMAGES_HEADER), pack(labels.to(torch.uint8), LABELS_HEADER)) for images, labels in splits]

    def load():
        return [data.load_fashion_mnist(split) for split in ("train", "test")]

    def unpack():
        return [
            (unpacked(images, IMAGES_HEADER).view(-1, 28, 28), unpacked(labels, LABELS_HEADER).long())
            for images, labels in packed
        ]

    for (images, labels), (images_unpacked, labels_unpacked) in zip(load(), unpack(), strict=True):
        if not (images.equal(images_unpacked) and labels.equal(labels_unpacked)):
            raise RuntimeError("the cache and the unpacked files differ")
    return row("second_load_vs_unpack", 1 / 10, load, unpack, repeats)


def pack(values, header):
    return gzip.compress(bytes(header) + values.numpy().tobytes())


def unpacked(packed, header):
    # bytearray: torch wants memory it may write to
    return torch.from_numpy(np.frombuffer(bytearray(gzip.decompress(packed)), np.uint8, offset=header))


ROWS = [mse_tick_vs_epoch, second_load_vs_unpack]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    if not data.is_full():
        sys.exit("benchmarks need the full data: run `python3 course.py setup`")
    rows = [measure(arguments.repeats) for measure in ROWS]
    if arguments.json:
        print(json.dumps({"torch": torch.__version__, "threads": arguments.threads, "rows": rows}, indent=2))
        return
    print(f"{'median (min), ms':24}{'ours':>16}{'anchor':>18}{'ratio':>9}{'goal':>9}")
    for each in rows:
        ours, anchor = (f"{each['median_ms'][who]:.1f} ({each['min_ms'][who]:.1f})" for who in ("ours", "anchor"))
        print(f"{each['name']:24}{ours:>16}{anchor:>18}{each['ratio']:>9.3f}{each['goal']:>9.3f}")


if __name__ == "__main__":
    main()
