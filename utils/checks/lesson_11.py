"""The exercises of lesson 11: compare the losses fairly."""

import functools
import math

import torch

from utils import data, losses, metrics, protocol, training
from utils.checks.answers import attempt
from utils.checks.exercise import CallableExercise, FunctionExercise, Mistake, kind_of_exercise
from utils.checks.formulas import true_scores
from utils.checks.inputs import uniform
from utils.language import N_, _

# --- an interval for a difference ------------------------------------------------------------------------------------

T_OF_FIVE = 2.776  # of Student's distribution with 4 degrees of freedom, as the exercise gives it


def _five_seeds():
    """Accuracies of two losses on five seeds: lucky draws lift both, in fractions and in percent, either one ahead.

    Luck decides which seeds are best for both, except in the last case but one: there each loss has its own.
    """
    cases = []
    settings = [(0.8, 0.01, 1, 0.02), (0.5, -0.03, 1, 0.02), (0.84, 0.002, 100, 0.02), (0.3, 0.2, 1, 0.001)]
    for number, (level, ahead, scale, most) in enumerate(settings):
        luck = uniform((5,), 200 + number, -most, most).double()
        a, b = (level + luck + uniform((5,), seed + number, -0.006, 0.006) for seed in (210, 220))
        cases.append({"a": scale * (a + ahead), "b": scale * b})
    return [*cases, {name: values.float() for name, values in cases[0].items()}]


def _difference(half_width):
    """An answer with the right mean, and `half_width(differences)` beside it."""
    return lambda a, b: torch.stack([(a - b).mean(), half_width(a - b)])


def _unpaired(a, b):
    variance = (a.var() + b.var()) / len(a)
    return torch.stack([a.mean() - b.mean(), T_OF_FIVE * variance.sqrt()])


def _widths_added(a, b):
    return torch.stack([a.mean() - b.mean(), T_OF_FIVE * (a.std() + b.std()) / len(a) ** 0.5])


def _half_width(values):
    return T_OF_FIVE * values.std() / len(values) ** 0.5


_right_difference = _difference(_half_width)


def _with_width_of(half_width):
    """An answer with the right mean, and a half width worked out from the rows without pairing them."""
    return lambda a, b: torch.stack([(a - b).mean(), half_width(a, b)])


def _each_in_order(a, b):
    return _right_difference(a.sort().values, b.sort().values)


def _ends(a, b):
    mean, half = _right_difference(a, b)
    return torch.stack([mean - half, mean + half])


check_paired_difference = FunctionExercise(
    name="paired_difference",
    reference=_right_difference,
    cases=_five_seeds(),
    tolerance=5e-4,  # 2.776 or 2.7764
    mistakes={
        "unpaired": Mistake(N_("your width does not come from the differences; subtract seed by seed first, then "
                               "take one interval."),
            _unpaired, _widths_added,
            _with_width_of(lambda a, b: _half_width(a)),
            _with_width_of(lambda a, b: _half_width(b)),
            _with_width_of(lambda a, b: _half_width(a) - _half_width(b)),
            _with_width_of(lambda a, b: T_OF_FIVE * torch.cat([a, b]).std() / len(a) ** 0.5)),
        "pairs_lost": Mistake(N_("you sort the accuracies, and a seed no longer meets itself; leave them in their "
                                 "order, a - b."),
            _each_in_order),
        "spread": Mistake(N_("this is how far single seeds lie apart; the mean of five is steadier, by the root of 5."),
            _difference(lambda ahead: T_OF_FIVE * ahead.std()),
            _difference(lambda ahead: ahead.std())),
        "divided_by_four": Mistake(N_("you divide by the root of 4; 5 - 1 is in the standard deviation already, the "
                                      "mean takes the root of 5."),
            _difference(lambda ahead: T_OF_FIVE * ahead.std() / (len(ahead) - 1) ** 0.5)),
        "divided_by_n": Mistake(N_("you divide by 5; the mean of five numbers is steadier by the root of 5."),
            _difference(lambda ahead: T_OF_FIVE * ahead.std() / len(ahead))),
        "normal": Mistake(N_("1.96 is for very many seeds; five know their own spread badly, so t is 2.776."),
            _difference(lambda ahead: 1.96 * ahead.std() / len(ahead) ** 0.5)),
        "five_degrees": Mistake(N_("2.571 is t for 5 degrees of freedom; the spread of five seeds has 5 - 1 = 4, and "
                                   "t is 2.776."),
            _difference(lambda ahead: 2.571 * ahead.std() / len(ahead) ** 0.5)),
        "one_sided": Mistake(N_("2.132 leaves 5 % out on one side; an interval leaves 2.5 % out on each: t is 2.776."),
            _difference(lambda ahead: 2.132 * ahead.std() / len(ahead) ** 0.5)),
        "no_t": Mistake(N_("this is one standard error; 95 % take 2.776 of them for five seeds."),
            _difference(lambda ahead: ahead.std() / len(ahead) ** 0.5)),
        "population": Mistake(N_("your standard deviation divides by 5; estimated from five it divides by 4."),
            _difference(lambda ahead: T_OF_FIVE * ahead.std(correction=0) / len(ahead) ** 0.5)),
        "variance": Mistake(N_("this is made from the variance; take its root, the standard deviation."),
            _difference(lambda ahead: T_OF_FIVE * ahead.var() / len(ahead) ** 0.5)),
        "full_width": Mistake(N_("this is the whole width; half of it is asked for, what stands after +-."),
            _difference(lambda ahead: 2 * T_OF_FIVE * ahead.std() / len(ahead) ** 0.5)),
        "direction": Mistake(N_("the sign is turned: how far a is ahead of b is a - b."),
            lambda a, b: _right_difference(b, a)),
        "size": Mistake(N_("you take sizes; where b is ahead the difference is negative, and it says so."),
            lambda a, b: _right_difference((a - b).abs(), torch.zeros_like(b)),
            lambda a, b: _right_difference(a, b).abs(),
            lambda a, b: torch.stack([(a - b).abs().mean(), _half_width(a - b)]),
            lambda a, b: (a - b).abs().mean()),
        "median": Mistake(N_("you take the median; the interval is one for the mean of the differences."),
            lambda a, b: torch.stack([(a - b).median(), _half_width(a - b)]),
            lambda a, b: (a - b).median()),
        "mean_alone": Mistake(N_("this is the mean alone; return two numbers, the mean and half the width of its "
                                 "interval."),
            lambda a, b: (a - b).mean()),
        "ends": Mistake(N_("these are the two ends of the interval; return its middle and half of its width."), _ends),
        "swapped": Mistake(N_("right, but in the other order: first the mean, then the half width."),
            lambda a, b: _right_difference(a, b).flip(0)),
        "percent": Mistake(N_("this is a hundred times too much; leave the numbers in the unit they come in."),
            lambda a, b: 100 * _right_difference(a, b)),
    },
)


# --- the paired test -------------------------------------------------------------------------------------------------


def _tail(n, up_to):
    """Share of the rows of n throws with at most `up_to` heads."""
    return sum(math.comb(n, heads) for heads in range(up_to + 1)) / 2**n


def _p_value(only_a, only_b):
    return min(1.0, 2 * _tail(only_a + only_b, min(only_a, only_b)))


check_paired_p_value = FunctionExercise(
    name="paired_p_value",
    reference=_p_value,
    cases=[
        {"only_a": a, "only_b": b}
        for a, b in [(9, 2), (3, 7), (0, 5), (4, 4), (1, 0), (120, 80), (150, 190), (600, 500)]
    ],
    telling=-1,  # the binomial coefficients of the last fit no float
    show_expected=False,
    by_hand=("metrics.paired_test",),
    mistakes={
        "one_tail": Mistake(N_("you count one tail; as uneven in the other direction is as uneven too."),
            lambda a, b: _tail(a + b, min(a, b)),
            lambda a, b: min(1.0, _tail(a + b, min(a, b)))),
        "not_capped": Mistake(N_("right but for equal counts: two overlapping tails are more than everything; stop "
                                 "at 1."),
            lambda a, b: 2 * _tail(a + b, min(a, b))),
        "this_outcome_only": Mistake(N_("this is the chance of these very counts; add all that are more uneven."),
            lambda a, b: math.comb(a + b, a) / 2 ** (a + b),
            lambda a, b: 2 * math.comb(a + b, a) / 2 ** (a + b),
            lambda a, b: min(1.0, 2 * math.comb(a + b, a) / 2 ** (a + b))),
        "not_divided": Mistake(N_("these are counts of rows of throws; divide by how many rows there are, 2**n."),
            lambda a, b: 2 * _tail(a + b, min(a, b)) * 2.0 ** (a + b),
            lambda a, b: _p_value(a, b) * 2.0 ** (a + b)),
        "always_one": Mistake(N_("this is 1 for (nearly) all counts: the tail runs to the larger one, the coin is "
                                 "not fair (1/2), or n is not only_a + only_b."),
            lambda a, b: 1.0),
        "long_tail": Mistake(N_("your tail runs to the larger count; the smaller one ends it."),
            lambda a, b: _tail(a + b, max(a, b)),
            lambda a, b: 2 * _tail(a + b, max(a, b))),
        "statistic": Mistake(N_("this is a test statistic; asked is how often a fair coin is as uneven or more."),
            lambda a, b: (a - b) ** 2 / (a + b),
            lambda a, b: (abs(a - b) - 1) ** 2 / (a + b),
            lambda a, b: abs(a - b) / (a + b) ** 0.5,
            lambda a, b: (a - b) / (a + b) ** 0.5),
        "complement": Mistake(N_("this is one minus the p-value; small should mean: luck would rarely do it."),
            lambda a, b: 1 - _p_value(a, b)),
        "percent": Mistake(N_("this is in percent; return a number from 0 to 1."), lambda a, b: 100 * _p_value(a, b)),
        "more_uneven_only": Mistake(N_("you leave out the outcome itself; as uneven as this counts too."),
            lambda a, b: 2 * _tail(a + b, min(a, b) - 1),
            lambda a, b: min(1.0, 2 * _tail(a + b, min(a, b) - 1))),
        "one_direction": Mistake(N_("your tail always starts at the same model; the smaller of the two counts ends "
                                    "it."),
            lambda a, b: _tail(a + b, b),
            lambda a, b: _tail(a + b, a),
            lambda a, b: 2 * _tail(a + b, a),
            lambda a, b: 2 * _tail(a + b, b),
            lambda a, b: min(1.0, 2 * _tail(a + b, a)),
            lambda a, b: min(1.0, 2 * _tail(a + b, b))),
        "normal": Mistake(N_("this is the normal curve's answer, rough for small counts; add binomial coefficients."),
            lambda a, b: math.erfc(abs(a - b) / math.sqrt(2 * (a + b))),
            lambda a, b: math.erfc((abs(a - b) - 1) / math.sqrt(2 * (a + b))),
            lambda a, b: math.erfc(max(0, abs(a - b) - 1) / math.sqrt(2 * (a + b)))),
        "corrected": Mistake(N_("this is chi-squared with Yates' correction, still an approximation; asked is the "
                                "exact share of the throws."),
            lambda a, b: math.erfc(abs(abs(a - b) - 1) / math.sqrt(2 * (a + b)))),
        "library": Mistake(N_("metrics.paired_test takes other inputs, and the exercise asks to do without it: count "
                              "with math.comb."),
            metrics.paired_test,
            lambda a, b: metrics.paired_test(torch.tensor(a), torch.tensor(b))),
    },
)


# --- accuracy behind noisy labels ------------------------------------------------------------------------------------


def _unspoil(measured, noise, n_classes):
    by_luck = noise / 100 / (n_classes - 1)
    return (measured - by_luck) / (1 - noise / 100 - by_luck)


def _spoil(clean, noise, n_classes):
    return clean * (1 - noise / 100) + (1 - clean) * noise / 100 / (n_classes - 1)


def _measured_shares():
    """Shares measured at several noises and numbers of classes, one of them without noise, one a single model.

    They belong to clean accuracies between 0 and 1, so that it makes no difference whether an answer is cut off there.
    """
    settings = [(4, 40, 10), (3, 20, 10), (1, 30, 5), (5, 10, 2), (2, 0, 10), (6, 60, 101)]
    return [
        {"measured": _spoil(uniform((m,), 230 + number, 0.05, 0.97).double(), noise, n_classes),
         "noise": noise, "n_classes": n_classes}
        for number, (m, noise, n_classes) in enumerate(settings)
    ]


def _also_cut_off(*mistakes):
    """The mistakes, and each of them cut off at 0 and 1."""
    return mistakes + tuple(lambda m, noise, k, one=one: one(m, noise, k).clamp(0, 1) for one in mistakes)


check_clean_accuracy = FunctionExercise(
    name="clean_accuracy",
    reference=_unspoil,
    cases=_measured_shares(),
    mistakes={
        "wrong_way": Mistake(N_("this spoils a clean accuracy; here you are given the spoiled one. Solve for a."),
            _spoil),
        "only_right": Mistake(N_("this is the share that is right on a right label; you are given what was measured. "
                                 "Solve for a."),
            lambda m, noise, k: m * (1 - noise / 100)),
        "unchanged": Mistake(N_("this is what was measured; wrong labels took some of it away. Solve for a."),
            lambda m, noise, k: m),
        "guess_taken_off": Mistake(N_("1/K comes off and does not come back, and it is no part of the factor before "
                                      "a: that is 1 - noise - luck."),
            *_also_cut_off(lambda m, noise, k: (m - 1 / k) / (1 - noise / 100 - 1 / k))),
        "no_luck": Mistake(N_("a wrong answer can meet a wrong label; take that share off too."),
            *_also_cut_off(lambda m, noise, k: m / (1 - noise / 100))),
        "added_back": Mistake(N_("noise does not take the same number of points from every model; solve the equation."),
            *_also_cut_off(lambda m, noise, k: m + noise / 100)),
        "all_classes": Mistake(N_("a wrong label is one of the K - 1 others, never the true class."),
            *_also_cut_off(
                lambda m, noise, k: (m - noise / 100 / k) / (1 - noise / 100),
                lambda m, noise, k: (m - noise / 100 / k) / (1 - noise / 100 - noise / 100 / k),
            )),
        "luck_always": Mistake(N_("only wrong answers meet wrong labels, so the luck is weighed by 1 - a, not by 1."),
            *_also_cut_off(lambda m, noise, k: (m - noise / 100 / (k - 1)) / (1 - noise / 100))),
        "luck_all_of_it": Mistake(N_("a wrong answer meets a wrong label only if both name the same class, one of K "
                                     "- 1."),
            *_also_cut_off(lambda m, noise, k: (m - noise / 100) / (1 - 2 * noise / 100))),
        "offset_left": Mistake(N_("the factor is right; first take off what even a model that is always wrong would "
                                  "agree with."),
            *_also_cut_off(lambda m, noise, k: m / (1 - noise / 100 * k / (k - 1)))),
        "not_divided": Mistake(N_("what is left has to be stretched: divide by the factor that stands before a."),
            *_also_cut_off(lambda m, noise, k: m - noise / 100 / (k - 1))),
        "sign": Mistake(N_("a sign is turned: the luck of meeting a wrong label comes off, above and below."),
            *_also_cut_off(
                lambda m, noise, k: (m + noise / 100 / (k - 1)) / (1 - noise / 100 - noise / 100 / (k - 1)),
                lambda m, noise, k: (m - noise / 100 / (k - 1)) / (1 - noise / 100 + noise / 100 / (k - 1)),
            )),
        "percent": Mistake(N_("the noise is in percent; divide it by 100."),
            *_also_cut_off(lambda m, noise, k: _unspoil(m, 100 * noise, k))),
        "in_percent": Mistake(N_("this is in percent; measured is a share from 0 to 1, return one too."),
            lambda m, noise, k: 100 * _unspoil(m, noise, k)),
        "ten_classes": Mistake(N_("you count on ten classes; use n_classes."),
            *_also_cut_off(lambda m, noise, k: _unspoil(m, noise, 10))),
    },
)


# --- a loss that stands noise ----------------------------------------------------------------------------------------

NOISE = 40  # percent
RATE, EPOCHS = 1.0, 100
ENOUGH = 0.72  # of the clean test images; good answers reach .76 to .81, the losses of the course at most .70
SEED = 11


@functools.cache
def spoiled_sample():
    """The bundled sample with wrong labels: images, noisy labels, test rows (500, 784), clean test labels."""
    images, labels = data.load_sample("train")
    test_images, test_labels = data.load_sample("test")
    noisy = protocol.noisy_labels(labels, NOISE, torch.Generator().manual_seed(SEED))
    return images, noisy, data.flatten(test_images), test_labels


def accuracy_of(loss):
    """Test accuracy of a linear model trained with `loss` on the spoiled sample; None when its weights are lost."""
    images, noisy, test_X, test_labels = spoiled_sample()
    report = training.fit_models(
        images, noisy, [training.Model(RATE, loss)], epochs=EPOCHS, seed=SEED, report_every=10**9
    )
    accuracy = metrics.accuracies(training.predict_scores(report.weights, test_X), test_labels).item()
    return None if report.diverged_at[0] is not None or math.isnan(accuracy) else accuracy


DENIAL = torch.eye(10)[1:2] - torch.eye(10)[:1]  # class 1 up, class 0, the label, down
SIZES = (0.1, 1.0, 3.0, 10.0, 30.0)  # of scores: what is clamped or levels off shows at the large ones


def _each(loss, **settings):
    """A loss of the course as a column of a mixture, (n, 1)."""
    return lambda scores, labels: loss(scores, labels, reduction="none", **settings)[:, None]


LOSSES_OF_THE_COURSE = (
    _each(losses.mse_on_one_hot),
    _each(losses.margin_loss),
    _each(losses.margin_loss, rivals="worst"),
    _each(losses.cross_entropy),
    _each(losses.brier_loss),
)


def _smoothed(scores, labels):
    """Cross-entropy and its mean over all labels, (n, 2): with smoothed labels it is a mixture of both."""
    every = -losses.log_softmax(scores).mean(1)
    return torch.stack([losses.cross_entropy(scores, labels, reduction="none"), every], 1)


def _scores_of_all_sizes():
    """Made-up scores (60, 10), twelve rows of each size, and labels."""
    scores = torch.cat([uniform((12, 10), 240 + k, -size, size) for k, size in enumerate(SIZES)])
    return scores, torch.arange(len(scores)) % 10


class Likeness:
    """How near example losses of the scores of all sizes come to a mixture of known columns and a constant.

    A constant in a loss changes no slope. What is left over counts in units of what is allowed at that size of scores.
    """

    def __init__(self, numbers):
        scores, self.labels = _scores_of_all_sizes()
        self.scores = scores.double()
        by_size = numbers.view(len(SIZES), -1)
        allowed = 1e-3 * (by_size.amax(1) - by_size.amin(1)) + 1e-6 * by_size.abs().amax(1)  # rounding of float32
        self.allowed = allowed.repeat_interleave(by_size.shape[1])[:, None]
        self.target = numbers[:, None] / self.allowed

    def left_over(self, known, factors):
        """What is left with the columns `known` at scores times each factor, inf where a weight is negative."""
        n_factors, n = len(factors), len(self.labels)
        scores = (factors[:, None, None] * self.scores).flatten(0, 1)
        columns = known(scores, self.labels.repeat(n_factors)).view(n_factors, n, -1)
        columns = torch.cat([columns, torch.ones(n_factors, n, 1)], 2) / self.allowed
        weights = torch.linalg.lstsq(columns, self.target.expand(n_factors, n, 1)).solution
        left = (columns @ weights - self.target).abs().amax((1, 2))
        return left.where((weights[:, :-1] >= 0).all(1)[:, 0], math.inf)

    def is_made_of(self, known):
        return bool(self.left_over(known, torch.ones(1).double()) <= 1)

    def is_made_at_some_factor_of(self, known):
        """True with any factor from 1/1000 to 100, looked for in a coarse list, then nearer and nearer."""
        middle, width = -0.5, 2.5  # of the list, as powers of ten
        for _round in range(5):
            powers = torch.linspace(middle - width, middle + width, 81).double()
            left = self.left_over(known, 10**powers)
            middle, width = powers[left.argmin()].item(), width / 20
        return bool(left.min() <= 1)


def likeness(numbers):
    """"multiple", "rescaled" or "smoothed" for example losses of the scores of all sizes, None for another loss."""
    alike = Likeness(numbers)
    if any(map(alike.is_made_of, LOSSES_OF_THE_COURSE)):
        return "multiple"
    if any(map(alike.is_made_at_some_factor_of, LOSSES_OF_THE_COURSE)):
        return "rescaled"
    return "smoothed" if alike.is_made_at_some_factor_of(_smoothed) else None


@kind_of_exercise
class LossExercise(CallableExercise):
    """A loss to design, judged by what it does to scores and then by an experiment."""

    def compare(self, function):
        return self.look(function) or self.train(function)

    def look(self, loss):
        """What is wrong with the numbers it gives for a few made-up scores, or None."""
        scores, labels = uniform((12, 10), 240, -3, 3), torch.arange(12) % 10
        case = {"scores": scores, "labels": labels}
        outcome = attempt(loss, case)
        if outcome.problem:
            return outcome.problem
        numbers = outcome.numbers
        if numbers.shape != (12,):
            return self.look_at_shape(numbers)
        if not isinstance(loss(scores.clone(), labels.clone()), torch.Tensor):
            return self.hint("not_a_tensor")
        if not numbers.isfinite().all():
            return self.hint("not_finite")
        slopes = self.slopes(loss, scores, labels)
        if slopes is None or not slopes.any():
            return self.hint("no_slope")
        rows = ({"scores": scores[k : k + 1], "labels": labels[k : k + 1]} for k in range(12))
        single = torch.cat([attempt(loss, row).numbers for row in rows])
        if not torch.allclose(single, numbers, rtol=1e-3, atol=1e-5):
            return self.hint("examples_mixed")
        other = attempt(loss, {"scores": scores, "labels": (labels + 1) % 10})
        if torch.allclose(other.numbers, numbers, rtol=1e-4, atol=1e-6):
            return self.hint("label_ignored")
        if true_scores(slopes, labels).sum() > 0:
            return self.hint("sign")
        return self.look_at_kind(loss)

    def look_at_shape(self, numbers):
        """What has gone wrong where 12 examples of 10 classes do not give 12 numbers."""
        own = {(): "mean", (12, 10): "classes_left", (12, 12): "every_pair"}.get(tuple(numbers.shape))
        if own:
            return self.hint(own)
        return FunctionExercise.shape_problem(numbers, torch.zeros(12), inputs="")

    @staticmethod
    def slopes(loss, scores, labels):
        """Slopes of the example losses (12, 10), or None where autograd cannot follow."""
        tracked = scores.clone().requires_grad_()
        try:
            (slopes,) = torch.autograd.grad(loss(tracked, labels.clone()).sum(), tracked)
        except (RuntimeError, AttributeError, TypeError):
            return None
        return slopes

    def look_at_kind(self, loss):
        """The hint for a loss of the course at another learning rate, or None."""
        scores, labels = _scores_of_all_sizes()
        outcome = attempt(loss, {"scores": scores, "labels": labels})
        if outcome.problem or not outcome.numbers.isfinite().all():  # training tells what comes of it
            return None
        topic = likeness(outcome.numbers)
        return topic and self.hint(topic)

    def train(self, loss):
        """What the experiment says."""
        try:
            accuracy = accuracy_of(loss)
        except KeyboardInterrupt:
            raise
        except Exception:  # a loss that refuses scores that are no longer finite
            accuracy = None
        if accuracy is None:
            return self.hint("diverged" if self.costs_of_denial(loss).isfinite().all() else "log_of_zero")
        if accuracy >= ENOUGH:
            return "ok", _(
                "correct: more than 72 % of the test images are right, though 40 % of the labels were wrong."
            )
        if self.grows(loss):
            return self.hint("unbounded")
        return self.hint("too_late" if self.pulls_in_full(loss) else "gives_up")

    @staticmethod
    def grows(loss):
        """True if a label denied twice as firmly costs much more."""
        far, farther, _most = LossExercise.costs_of_denial(loss)
        return bool((farther - far).abs() > 0.05 * far.abs())

    def pulls_in_full(self, loss):
        """True if a label six behind the best score pulls at least half as hard as where all scores are 0."""
        labels = torch.tensor([0])
        unsure, denied = (self.slopes(loss, size * DENIAL, labels)[0, 0].abs() for size in (0.0, 3.0))
        return bool(denied > 0.5 * unsure)

    @staticmethod
    def costs_of_denial(loss):
        """What it charges for a label that the scores deny firmly, twice as firmly, and as firmly as floats can."""
        cases = ({"scores": size * DENIAL, "labels": torch.tensor([0])} for size in (10.0, 20.0, 200.0))
        return torch.cat([attempt(loss, case).numbers for case in cases])


check_sturdy_loss = LossExercise(
    name="sturdy_loss",
    mistakes={
        "mean": Mistake(N_("you return one number; return one for each example, the trainer averages them.")),
        "classes_left": Mistake(N_("one number for each class is left; pick the label's, or sum over the classes, "
                                   "dim=1.")),
        "every_pair": Mistake(N_("[:, labels] picks all labels for each example; gather, or [range(n), labels], "
                                 "picks its own.")),
        "not_a_tensor": Mistake(N_("autograd follows tensors only; torch.stack makes one tensor of a list.")),
        "not_finite": Mistake(N_("it is nan or infinite for scores between -3 and 3 already; see what is divided or "
                                 "logged.")),
        "no_slope": Mistake(N_("autograd finds no slope: argmax, comparisons and numpy cut it. Use smooth torch "
                               "functions.")),
        "examples_mixed": Mistake(N_("an example's loss changes with its neighbours; work along the classes, dim=1.")),
        "label_ignored": Mistake(N_("it is the same whatever the label; the labelled class has to count.")),
        "sign": Mistake(N_("it grows with the score of the labelled class, so training pushes that down.")),
        "multiple": Mistake(N_("this is a loss you know, or a multiple, and a multiple is only another learning "
                               "rate. Change its shape.")),
        "rescaled": Mistake(N_("this is a loss you know, on scores times a number: from weights of 0 that is only "
                               "another learning rate. Change its shape.")),
        "smoothed": Mistake(N_("this is cross-entropy with smoothed labels: a firmly denied label still costs "
                               "without end. Where should it level off?")),
        "log_of_zero": Mistake(N_("for a firmly denied label it is nan or inf: the logarithm of a p that has become "
                                  "0. Use log_softmax.")),
        "diverged": Mistake(N_("training left the finite numbers at a learning rate of 1: its slope grows without "
                               "bound, or is not finite somewhere, as a root's is not at 0.")),
        "unbounded": Mistake(N_("too few right: a firmly denied label costs without end, so wrong ones win. Where "
                                "should it level off?")),
        "too_late": Mistake(N_("too few right: it levels off, but so late that wrong labels still pull in full. Let "
                               "it level off earlier.")),
        "gives_up": Mistake(N_("too few right: it gives up on images too early, or never gets going. Keep a slope "
                               "while unsure.")),
    },
)
