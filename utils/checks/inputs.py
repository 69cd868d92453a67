"""Inputs that exercises of several lessons try an answer on."""

import torch


def uniform(shape, seed, low, high):
    """Random numbers between low and high; uniform, not normal: bit for bit the same on every CPU."""
    return low + (high - low) * torch.rand(shape, dtype=torch.float32, generator=torch.Generator().manual_seed(seed))


def turned(scores):
    """The scores, the classes of each row moved on by the row's number, so that no column holds every row's largest."""
    return torch.stack([row.roll(place) for place, row in enumerate(scores)])


def scored_examples():
    """Scores and labels: not square, square, one example, two classes, large numbers, float64."""
    cases = []
    for seed, (n_examples, n_classes, size) in enumerate([(3, 4, 2), (3, 3, 2), (1, 5, 2), (7, 2, 2), (4, 3, 1e4)]):
        labels = torch.randint(n_classes, (n_examples,), generator=torch.Generator().manual_seed(seed))
        cases.append({"scores": uniform((n_examples, n_classes), seed, -size, size), "labels": labels})
    cases[-1]["scores"] = turned(cases[-1]["scores"])
    return [*cases, {name: value.to(torch.float64) if name == "scores" else value for name, value in cases[0].items()}]
