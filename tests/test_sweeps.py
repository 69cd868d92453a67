"""The saved sweeps: what is stored, that it comes out again, how it is read; and the protocol behind it."""

import itertools
import json

import numpy as np
import pytest
import torch

from tools import sweeps as tool
from utils import data, metrics, protocol, sweeps

LARGEST = 30_000  # bytes

SAVED = sweeps.load()
CELLS = [(size, noise) for size in SAVED.sizes for noise in SAVED.noises]


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_file_is_small_and_complete():
    assert sweeps.FILE.stat().st_size <= LARGEST
    assert SAVED.sizes == tool.SIZES and SAVED.noises == tool.NOISES and SAVED.losses == tool.LOSSES
    assert len(SAVED.seeds) >= 5 and not set(SAVED.seeds) & set(SAVED.protocol["tuning_seeds"])
    assert all(SAVED.has(size, noise) for size, noise in CELLS)


def test_the_protocol_is_the_one_in_use():
    stored = SAVED.protocol
    names = ("epochs", "fewest_steps", "batch_size", "start")
    assert [stored[name] for name in names] == [getattr(protocol, name.upper()) for name in names]
    kept, held_out = protocol.hold_out(60_000)
    assert stored["held_out"] == [held_out.start, held_out.stop] == [50_000, 60_000] and kept == slice(0, 50_000)
    assert {"decay", "weight_decay", "pixels", "noise", "rates", "test", "again", "without_noise"} <= stored.keys()


def test_the_text_is_what_the_tool_writes():
    text = sweeps.FILE.read_text(encoding="utf-8")
    assert tool.as_stored(json.loads(text)["cells"]) == text


@pytest.mark.parametrize(("size", "noise"), CELLS)
def test_neither_the_best_nor_the_chosen_rate_is_at_an_end_of_its_ladder(size, noise):
    for loss in SAVED.losses:
        rates, accuracies = SAVED.validation(loss, size, noise)
        chosen, best = SAVED.learning_rate(loss, size, noise), rates[accuracies.nan_to_num(0).argmax()]
        assert rates.min() < chosen <= best < rates.max()
        good = rates[accuracies >= accuracies.nan_to_num(0).max() - SAVED.protocol["slack"] / 100 - 1e-4]  # rounded
        assert good.min() <= chosen
        assert accuracies[rates == chosen] >= accuracies.nan_to_num(0).max() - SAVED.protocol["slack"] / 100 - 1e-4
        rungs = [tool.RUNGS.index(rate) for rate in rates.tolist()]
        assert rungs == list(range(rungs[0], rungs[-1] + 1))


def test_without_noise_there_is_one_rate():
    for size in SAVED.sizes:
        for loss in SAVED.losses:
            again, without = (SAVED.accuracies(loss, size, 0, policy) for policy in sweeps.POLICIES)
            assert torch.equal(again, without)
            assert again.shape == (len(SAVED.seeds),) and again.dtype == torch.float64
            assert again.min() > 0.3 and again.max() < 0.9


def test_probabilities_are_judged_where_they_were_asked_for():
    for size, noise in CELLS:
        for loss in SAVED.losses:
            known = loss in tool.WITH_PROBABILITIES
            assert (SAVED.surprise(loss, size, noise) is not None) == known
            assert (SAVED.calibration_error(loss, size, noise) is not None) == known
            if known:
                assert 0.3 < SAVED.surprise(loss, size, noise) < 2.303
                assert 0 < SAVED.calibration_error(loss, size, noise) < 0.5


# --- computed again --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not data.is_full(), reason="needs all 70,000 images")
@pytest.mark.parametrize(
    ("size", "noise", "policy", "seed"),
    [(500, 0, "again", 2), (500, 40, "again", 4), (2000, 20, "without_noise", 1), (60_000, 40, "again", 0)],
)
def test_cells_come_out_again(size, noise, policy, seed):
    torch.set_num_threads(1)
    rates = [(loss, SAVED.learning_rate(loss, size, noise if policy == "again" else 0)) for loss in SAVED.losses]
    train, test = data.load_fashion_mnist("train"), data.load_fashion_mnist("test")
    results = tool.result(*train, *test, size, noise, seed, rates)
    for (loss, _), one in zip(rates, results, strict=True):
        stored = round(sweeps.N_TEST * SAVED.accuracies(loss, size, noise, policy)[seed].item())
        assert abs(one["right"] - stored) <= (50 if loss.startswith("margin") else 30), loss


def test_a_ladder_grows_until_its_best_rung_is_inside(monkeypatch):
    peaks = {"mse": 30, "margin_all": 12, "margin_worst": 20, "cross_entropy": 26, "brier": 24}
    asked = []

    def validate(images, labels, size, noise, tried):
        asked.append(tried)
        return [None if rung > 31 else 1 - 0.0015 * abs(rung - peaks[loss]) for loss, rung in tried]

    monkeypatch.setattr(tool, "validate", validate)
    found = tool.tune(None, None, 500, 0, dict.fromkeys(peaks, 20))
    for loss, tried in found.items():
        assert list(tried) == list(range(min(tried), max(tried) + 1))
        assert tool.best_rung(tried) == peaks[loss] and tool.chosen_rung(tried) == peaks[loss] - 1
        assert min(tried) < peaks[loss] - 1 and peaks[loss] < max(tried)
    assert len({pair for tried in asked for pair in tried}) == sum(map(len, asked))  # nothing is trained twice


def test_of_two_equal_rungs_the_lower_is_taken_and_a_diverged_one_never():
    assert tool.best_rung({3: 0.5, 2: 0.8, 4: 0.8, 5: None}) == 2


def test_on_a_flat_top_the_smallest_rate_is_chosen():
    assert tool.chosen_rung({1: 0.6, 2: 0.797, 3: 0.7985, 4: 0.8, 5: 0.7995, 6: None}) == 3


# --- the protocol ----------------------------------------------------------------------------------------------------

LABELS = torch.arange(20_000) % 10


@pytest.mark.parametrize("noise", [0, 17, 40, 100])
def test_so_many_labels_are_wrong_each_class_as_likely(noise):
    noisy = protocol.noisy_labels(LABELS, noise, torch.Generator().manual_seed(3))
    shift = (noisy - LABELS) % 10
    assert (shift > 0).double().mean().item() == pytest.approx(noise / 100, abs=0.015)
    counts = shift.bincount(minlength=10)[1:]
    assert (counts - noise / 900 * len(LABELS)).abs().max() <= 5 * (noise / 900 * len(LABELS)) ** 0.5 + 1
    assert noisy.dtype == torch.int64 and noisy.min() >= 0 and noisy.max() <= 9


def test_more_noise_only_adds_wrong_labels():
    less, more = (protocol.noisy_labels(LABELS, noise, torch.Generator().manual_seed(3)) for noise in (10, 30))
    wrong = less != LABELS
    assert torch.equal(less[wrong], more[wrong])


@pytest.mark.parametrize("noise", [-1, 101])
def test_noise_is_in_percent(noise):
    with pytest.raises(ValueError, match="percent of the labels, from 0 to 100"):
        protocol.noisy_labels(LABELS, noise, torch.Generator())


def test_a_seed_draws_the_same_images_at_every_noise_and_others_than_another_seed():
    rows, clean = protocol.draw(LABELS, 500, 0, seed=1)
    assert torch.equal(clean, LABELS[rows]) and len(rows.unique()) == 500
    assert torch.equal(rows, protocol.draw(LABELS, 500, 40, seed=1)[0])
    assert not torch.equal(rows, protocol.draw(LABELS, 500, 0, seed=2)[0])
    assert len(protocol.draw(LABELS[:300], 500, 0, seed=1)[0]) == 300


@pytest.mark.parametrize(("size", "steps"), [(30, 2000), (500, 2000), (2000, 2000), (10_000, 2000), (60_000, 4700)])
def test_small_training_sets_get_their_steps(size, steps):
    assert protocol.epochs_for(size) * -(-size // protocol.BATCH_SIZE) == steps


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "words"), [
    (("mse", 501, 0), "No saved results for 501 images with 0 % noise: there are 500, 2,000"),
    (("mse", 500, 7), "with 7 % noise"),
    (("hinge", 500, 0), "No saved results for the loss 'hinge': there are mse,"),
    (("mse", 500, 0, "best"), "policy should be one of again, without_noise, not 'best'"),
])
def test_what_was_not_computed_is_said_with_what_was(asked, words):
    with pytest.raises(ValueError, match=words):
        SAVED.accuracies(*asked)


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [((30, 0), (500, 0)), ((5000, 14), (10_000, 10)), ((4000, 16), (2000, 20)), ((60_000, 40), (60_000, 40))],
)
def test_the_nearest_cell(asked, nearest):
    assert SAVED.nearest(*asked) == nearest


@pytest.mark.parametrize("text", [None, "", "{}", '{"protocol": {}, "cells": []}'])
def test_a_file_that_is_missing_or_broken_is_named(tmp_path, text):
    path = tmp_path / "sweeps.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"sweeps.json cannot be read \(\w+\): get the folder utils"):
        sweeps.load(path)


# --- what lesson 11 says ---------------------------------------------------------------------------------------------


def points(loss, size, noise, policy="again"):
    return 100 * SAVED.accuracies(loss, size, noise, policy)


def ahead(loss, other, noise, policy="again", size=60_000):
    """Mean and half width of the paired difference, in points."""
    return metrics.mean_interval(points(loss, size, noise, policy) - points(other, size, noise, policy))


def is_established(mean, half):
    """Rule 6 of the lesson."""
    return abs(mean) > half and abs(mean) >= 0.5


def ladder(loss, size, noise):
    """Rates of a saved ladder, and their accuracies in points with the noise taken out."""
    rates, measured = SAVED.validation(loss, size, noise)
    return rates, 100 * (measured - noise / 900) / (1 - noise / 90)


def test_squared_error_is_three_points_down_and_the_others_tie():
    mean, half = ahead("mse", "cross_entropy", 0)
    assert mean + half < -3
    for loss in ("margin_all", "margin_worst"):
        mean, half = ahead(loss, "cross_entropy", 0)
        assert half < abs(mean) < 0.5  # clear of chance, less than half a point
    assert abs(points("brier", 60_000, 0).median() - points("cross_entropy", 60_000, 0).median()) < 0.5
    assert (points("brier", 60_000, 0) < 80).sum() == 1  # the seed that lost a class


def test_the_margin_to_the_worst_rival_is_ahead_of_the_other_at_every_size_and_no_other_pair_keeps_an_order():
    gaps = [ahead("margin_worst", "margin_all", 0, size=size) for size in SAVED.sizes]
    assert all(mean > 0 for mean, _ in gaps)
    assert [is_established(*gap) for gap in gaps] == [True, False, False, True]
    mean, half = gaps[-1]
    assert (round(mean, 1), round(half, 1)) == (0.6, 0.1)
    others = [loss for loss in SAVED.losses if loss != "mse"]
    for one, other in itertools.combinations(others, 2):
        shown = [[round(points(loss, size, 0).mean().item(), 1) for size in SAVED.sizes] for loss in (one, other)]
        signs = {(a > b) - (a < b) for a, b in zip(*shown, strict=True)}
        assert (len(signs) == 1) == ({one, other} == {"margin_all", "margin_worst"})


def test_at_old_rates_the_leader_falls_to_last_and_three_losses_keep_their_order():
    clean, noisy = ({loss: points(loss, 60_000, noise, "without_noise").mean().item() for loss in SAVED.losses}
                    for noise in (0, 40))
    assert max(clean, key=clean.get) == min(noisy, key=noisy.get) == "margin_worst"
    assert max(noisy, key=noisy.get) == "brier"
    keep = ("mse", "margin_all", "cross_entropy")
    assert sorted(keep, key=clean.get) == sorted(keep, key=noisy.get) == list(keep)
    again = {loss: points(loss, 60_000, 40).mean().item() for loss in SAVED.losses}
    assert sorted(again, key=again.get) == sorted(noisy, key=noisy.get)  # rates change no place at 60,000 images
    falls = points("brier", 60_000, 0) - points("brier", 60_000, 40, "without_noise")
    assert ((falls > 0.9) & (falls < 1.55)).sum() == 4


def test_with_few_images_old_rates_turn_squared_error_and_cross_entropy_round():
    old, new = (ahead("mse", "cross_entropy", 40, policy, size=2000) for policy in ("without_noise", "again"))
    assert is_established(*old) and is_established(*new)
    assert (round(old[0], 1), round(new[0], 1)) == (2.3, -1.1)


def test_what_a_wrong_rate_costs():
    for loss in SAVED.losses:
        assert SAVED.learning_rate(loss, 2000, 40) < SAVED.learning_rate(loss, 2000, 0)
    assert SAVED.learning_rate("margin_all", 2000, 40) == pytest.approx(SAVED.learning_rate("margin_all", 2000, 0) / 10)
    for noise, least, most in ((0, 0, 0.5), (40, 0.5, 1.4)):
        for loss in ("margin_all", "margin_worst", "cross_entropy"):
            rates, accuracies = ladder(loss, 2000, noise)
            three_times = np.interp(np.log(3 * SAVED.learning_rate(loss, 2000, noise)), rates.log(), accuracies)
            assert least <= accuracies.max().item() - three_times <= most


def test_lesson_12_trains_at_rates_within_the_slack():
    taken = {"mse": 0.015, "margin_all": 0.2, "margin_worst": 0.3, "cross_entropy": 0.4, "brier": 0.5}
    for loss, rate in taken.items():
        rates, accuracies = ladder(loss, 60_000, 0)
        known = accuracies.isfinite()
        here = np.interp(np.log(rate), rates[known].log(), accuracies[known])
        assert here >= accuracies[known].max().item() - SAVED.protocol["slack"] - 0.005


def test_what_is_left_of_it_when_rates_are_chosen_again():
    clean, noisy = ({loss: points(loss, 60_000, noise).mean() for loss in SAVED.losses} for noise in (0, 40))
    assert 4.5 < clean["margin_worst"] - noisy["margin_worst"] < 6
    assert abs(clean["mse"] - noisy["mse"]) < 0.4
    mean, half = ahead("brier", "cross_entropy", 40)
    assert mean > 0.5 and mean - half > 0
    won_back = {loss: noisy[loss] - points(loss, 60_000, 40, "without_noise").mean() for loss in SAVED.losses}
    assert won_back["margin_all"] > 0.5 and won_back["cross_entropy"] > 0.2
    assert all(abs(won_back[loss]) < 0.25 for loss in ("mse", "margin_worst", "brier"))
