"""Results of the comparison of lesson 11, computed beforehand by tools/sweeps.py: read here, never worked out.

    saved = sweeps.load()
    saved.accuracies("brier", size=60_000, noise=40)     # one for each seed

`protocol` says how they came about; `python3 course.py sweeps` computes the file again.
"""

import functools
import json
import math
from pathlib import Path

import torch

from utils.language import _

FILE = Path(__file__).with_name("sweeps.json")
N_TEST = 10_000
POLICIES = ("again", "without_noise")


class Sweeps:
    """Saved results, by loss, training size and percent of noise.

    protocol: dict, how they were computed
    losses: names as in training.Model
    sizes, noises: what was computed, ascending
    seeds: one result each

    Everything asked for raises ValueError, with what there is, for a loss, size, noise or policy that was not computed.
    """

    def __init__(self, stored):
        self.protocol = stored["protocol"]
        self.losses, self.sizes, self.noises, self.seeds = (
            tuple(self.protocol[name]) for name in ("losses", "sizes", "noises", "seeds")
        )
        self._cells = {(cell["size"], cell["noise"]): cell["losses"] for cell in stored["cells"]}

    def has(self, size, noise):
        """True if this size was computed at this noise."""
        return (size, noise) in self._cells

    def accuracies(self, loss, size, noise, policy="again"):
        """Test accuracy of each seed, (n_seeds,) float64, a fraction.

        policy: "again" with the learning rate chosen at this noise, "without_noise" with the one chosen at noise 0
        """
        if policy not in POLICIES:
            raise ValueError(_(
                "policy should be one of {known}, not {seen}."
            ).format(seen=repr(policy), known=", ".join(POLICIES)))
        return torch.tensor(self._entry(loss, size, noise)[policy], dtype=torch.float64) / N_TEST

    def learning_rate(self, loss, size, noise):
        """The learning rate chosen on the held-out images."""
        return self._entry(loss, size, noise)["chosen"]

    def validation(self, loss, size, noise):
        """What it was chosen from: learning rates (r,) ascending and their accuracies on held-out images (r,), float64.

        The held-out labels are as noisy as the training labels. nan where training diverged.
        """
        entry = self._entry(loss, size, noise)
        shares = [math.nan if percent is None else percent / 100 for percent in entry["validation"]]
        return torch.tensor(entry["rates"], dtype=torch.float64), torch.tensor(shares, dtype=torch.float64)

    def surprise(self, loss, size, noise):
        """Mean cross-entropy on the test images, in nats, over the seeds; None for a loss without probabilities."""
        return self._entry(loss, size, noise).get("surprise")

    def calibration_error(self, loss, size, noise):
        """Expected calibration error on the test images, 15 bins, over the seeds; None as for surprise."""
        return self._entry(loss, size, noise).get("ece")

    def nearest(self, size, noise):
        """The computed (size, noise) nearest to any: sizes by their ratio, the smaller of two equally near."""
        return (
            min(self.sizes, key=lambda saved: abs(math.log(saved / size))),
            min(self.noises, key=lambda saved: abs(saved - noise)),
        )

    def _entry(self, loss, size, noise):
        if not self.has(size, noise):
            sizes, noises = (", ".join(f"{n:,d}" for n in known) for known in (self.sizes, self.noises))
            raise ValueError(_(
                "No saved results for {size:,d} images with {noise} % noise: there are {sizes} images, each with "
                "{noises} % noise."
            ).format(size=size, noise=noise, sizes=sizes, noises=noises))
        if loss not in self.losses:
            raise ValueError(_(
                "No saved results for the loss {seen}: there are {known}."
            ).format(seen=repr(loss), known=", ".join(self.losses)))
        return self._cells[size, noise][loss]


@functools.cache
def load(path=FILE):
    """The saved Sweeps.

    Raises ValueError when the file is missing or not what tools/sweeps.py writes.
    """
    try:
        return Sweeps(json.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(_(
            "{name} cannot be read ({reason}): get the folder utils of the course again, or run `python3 course.py "
            "sweeps`."
        ).format(name=Path(path).name, reason=type(error).__name__)) from None
