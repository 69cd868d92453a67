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
import warnings

import numpy as np
import torch

from utils import data, metrics, training, vision

BATCH = 256
RATE = 0.4  # for softmax regression on batches of this size, sinking to 0
LOADER_REPEATS = 4
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


def row(goal, ours, anchor, repeats, parts=1):
    """One line of the table: goal is the largest share of the anchor's time that ours may take, or one of its parts."""
    times = dict(zip(("ours", "anchor"), take_turns(ours, anchor, repeats), strict=True))
    times["ours"] = [milliseconds / parts for milliseconds in times["ours"]]
    medians = {who: statistics.median(each) for who, each in times.items()}
    return {
        "ratio": medians["ours"] / medians["anchor"],
        "goal": goal,
        "median_ms": medians,
        "min_ms": {who: min(each) for who, each in times.items()},
        "repeats": repeats,
    }


def epochs_of_training(images, labels, learning_rate):
    """The course's trainer on softmax regression, an epoch each time it is asked: next(...)."""
    steps = -(-len(images) // BATCH)
    settings = {"epochs": 10_000, "batch_size": BATCH, "decay": False, "report_every": steps}
    return training.descend_linear(images, labels, learning_rate=learning_rate, **settings)


def require_trained(weights, X, labels):
    trained = metrics.accuracy(training.predict_scores(weights, X), labels)
    if trained < 0.78:
        raise RuntimeError(f"the trainer does not train: {trained:.1%}")


def mse_tick_vs_epoch(repeats):
    """One move of the MSE sliders (solve, training loss, test accuracy) against one epoch of minibatch SGD."""
    images, labels = data.load_fashion_mnist("train")
    test_images, test_labels = data.load_fashion_mnist("test")
    X_test = data.flatten(test_images)
    model = training.LeastSquares(images, labels)
    epochs = epochs_of_training(images, labels, learning_rate=0.1)

    def tick():
        weights = model.descend(learning_rate=0.015, steps=1000, ridge=1e-3)
        return model.loss(weights), metrics.accuracy(training.predict_scores(weights, X_test), test_labels)

    result = row(1 / 4, tick, lambda: next(epochs), repeats)
    require_trained(next(epochs).weights, X_test, test_labels)
    return result


def epoch_vs_gemm(repeats):
    """One epoch of softmax regression against its matrix products alone, on pixels that are float32 already.

    In one thread, as in the lessons' kernels: more threads speed up the products, not what stands between them.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    images, labels = data.load_fashion_mnist("train")
    X = data.flatten(images)
    epochs = epochs_of_training(images, labels, learning_rate=0.1)
    W, b, gradient = torch.zeros(10, X.shape[1]), torch.zeros(10, 1), torch.zeros(10, X.shape[1])

    def products():
        for rows in X.split(BATCH):
            scores = torch.addmm(b, W, rows.T)  # (K, n)
            torch.mm(scores, rows, out=gradient)

    result = row(1.25, lambda: next(epochs), products, repeats)
    torch.set_num_threads(threads)
    require_trained(next(epochs).weights, X, labels)
    return result


def per_model_32(repeats):
    """One of 32 models trained in one pass over the data, against one trained alone: softmax regression, an epoch."""
    images, labels = data.load_fashion_mnist("train")
    alone = epochs_of_training(images, labels, learning_rate=0.1)
    models = [training.Model(0.1 * 2 ** (k / 31)) for k in range(32)]
    steps = -(-len(images) // BATCH)
    together = training.descend_models(images, labels, models, epochs=10_000, decay=False, report_every=steps)
    result = row(1 / 3.5, lambda: next(together), lambda: next(alone), repeats, parts=32)
    X = data.flatten(images)
    for weights in next(together).weights[[0, -1]]:
        require_trained(weights, X, labels)
    return result


def epoch_vs_loader(repeats):
    """One epoch and an evaluation on the test set, against the same as d2l's softmax chapter does it.

    That is: torchvision's dataset, Resize and ToTensor for each image, a DataLoader with 4 workers, autograd. It
    takes seconds, so a few repeats have to do. Afterwards both have been trained equally long; for their accuracies to
    be comparable the learning rate of that path sinks to 0 too, which d2l's does not.
    """
    repeats = min(repeats, LOADER_REPEATS)
    n_epochs = repeats + 1  # one that is not counted
    images, labels = data.load_fashion_mnist("train")
    test_images, test_labels = data.load_fashion_mnist("test")
    epochs = epochs_of_training(images, labels, learning_rate=0.1)
    X_test = data.flatten(test_images)
    loaders = [loader(split) for split in ("train", "test")]
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=n_epochs * len(loaders[0]))
    accuracies = []

    def ours():
        return metrics.accuracy(training.predict_scores(next(epochs).weights, X_test), test_labels)

    def theirs():
        for X, y in loaders[0]:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(X), y).backward()
            optimizer.step()
            schedule.step()
        with torch.no_grad():
            hits = sum((model(X).argmax(dim=1) == y).sum().item() for X, y in loaders[1])
        accuracies.append(hits / len(test_labels))

    result = row(1 / 75, ours, theirs, repeats)
    fits = [training.fit_linear(images, labels, learning_rate=RATE, epochs=n_epochs, seed=seed) for seed in range(5)]
    by_seed = [metrics.accuracy(training.predict_scores(weights, X_test), test_labels) for weights in fits]
    result["accuracy"] = {"epochs": n_epochs, "ours": by_seed, "anchor": accuracies[-1]}
    return result


def loader(split):
    """Fashion-MNIST through torchvision, image by image, in batches."""
    to_tensor = [vision.torchvision.transforms.Resize((28, 28)), vision.torchvision.transforms.ToTensor()]
    dataset = vision.datasets.FashionMNIST(
        data.torchvision_root(), train=split == "train", transform=vision.torchvision.transforms.Compose(to_tensor)
    )
    return torch.utils.data.DataLoader(dataset, BATCH, shuffle=split == "train", num_workers=4)


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
    return row(1 / 10, load, unpack, repeats)


def pack(values, header):
    return gzip.compress(bytes(header) + values.numpy().tobytes())


def unpacked(packed, header):
    # bytearray: torch wants memory it may write to
    return torch.from_numpy(np.frombuffer(bytearray(gzip.decompress(packed)), np.uint8, offset=header))


ROWS = [epoch_vs_loader, epoch_vs_gemm, per_model_32, mse_tick_vs_epoch, second_load_vs_unpack]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    warnings.filterwarnings("ignore", message="This DataLoader will create 4 worker processes")  # d2l's own number
    if not data.is_full():
        sys.exit("benchmarks need the full data: run `python3 course.py setup`")
    rows = {measure.__name__: measure(arguments.repeats) for measure in ROWS}
    if arguments.json:
        print(json.dumps({"torch": torch.__version__, "threads": arguments.threads, **rows}, indent=2))
        return
    print(f"{'median (min), ms':24}{'ours':>16}{'anchor':>18}{'ratio':>9}{'goal':>9}{'times as quick':>16}")
    for name, each in rows.items():
        ours, anchor = (f"{each['median_ms'][who]:.1f} ({each['min_ms'][who]:.1f})" for who in ("ours", "anchor"))
        print(f"{name:24}{ours:>16}{anchor:>18}{each['ratio']:>9.3f}{each['goal']:>9.3f}{1 / each['ratio']:>16.1f}")
    accuracy = rows["epoch_vs_loader"]["accuracy"]
    mean, deviation = statistics.mean(accuracy["ours"]), statistics.stdev(accuracy["ours"])
    print(f"test accuracy after {accuracy['epochs']} epochs: ours {mean:.2%}, standard deviation {deviation:.2%} over "
          f"{len(accuracy['ours'])} seeds; the loader's path {accuracy['anchor']:.2%}")


if __name__ == "__main__":
    main()
