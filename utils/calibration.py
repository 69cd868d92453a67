"""Whether probabilities come true: of the predictions made with 70 % confidence, 70 % should be right.

The confidence of a prediction is its probability, the largest of the row (top-label). Examples are put into bins of
equal width by their confidence; a bin holds its upper edge and not its lower one, (a, b]. Mean confidence and accuracy
of a bin should agree. Convention of Guo, Pleiss, Sun, Weinberger (2017), "On calibration of modern neural networks".
"""

from typing import NamedTuple

import torch

from utils import validation
from utils.language import _

ROUNDING = 1e-12  # a mean that should be 0 comes out this small, relative to what is averaged


class Reliability(NamedTuple):
    """What a reliability diagram shows, one entry for each of b bins.

    edges: (b + 1,) float64, from 0 to 1
    counts: (b,) int64, examples in the bin; they sum to n
    confidence: (b,) float64, their mean confidence, nan for an empty bin
    accuracy: (b,) float64, the share of them that is right, nan for an empty bin
    """

    edges: torch.Tensor
    counts: torch.Tensor
    confidence: torch.Tensor
    accuracy: torch.Tensor


def reliability(probabilities, labels, n_bins=15):
    """Confidence and accuracy side by side, bin by bin.

    probabilities: (n, K) floating, rows sum to 1
    labels: (n,) integer class ids
    n_bins: b, bins of equal width from 0 to 1; below a confidence of 1/K all are empty
    returns: Reliability

    Raises: ValueError for shapes that disagree, a label that is no class, probabilities that are nan, negative or do
        not sum to 1 (scores, say), n_bins that is no whole number from 1 on.
    Convention: above; the first of tied classes is the prediction. An edge is rounded like the probabilities, so that
        a float32 0.6 lies on the edge 0.6.
    """
    labels = _check_probabilities(probabilities, labels)
    n_bins = validation.check_whole("n_bins", n_bins)
    confidence, predicted = probabilities.detach().max(dim=1)
    right = (predicted == labels).double()
    edges = torch.arange(n_bins + 1, dtype=torch.float64) / n_bins
    inner_edges = edges[1:-1].to(confidence.dtype).double()
    bins = torch.bucketize(confidence.double(), inner_edges)  # (n,); 1 plus rounding is in the last bin too
    counts = bins.bincount(minlength=n_bins)

    def mean_of(values):
        return bins.bincount(values, minlength=n_bins) / counts  # 0 / 0 is nan

    return Reliability(edges, counts, mean_of(confidence.double()), mean_of(right))


def expected_calibration_error(probabilities, labels, n_bins=15):
    """How far confidence and accuracy lie apart, averaged over the examples (ECE).

    Formula: sum over the bins of count / n |accuracy - confidence|

    probabilities, labels, n_bins: as reliability
    returns: float in [0, 1], 0 when they agree in every bin

    Raises: ValueError as reliability.
    Convention: above. It depends on the bins: a single one lets every error hide behind its opposite.
    """
    bins = reliability(probabilities, labels, n_bins)
    gaps = (bins.accuracy - bins.confidence).abs().nan_to_num()  # an empty bin weighs nothing
    return (bins.counts * gaps).sum().item() / len(labels)


def fit_temperature(scores, labels):
    """The temperature T at which softmax of scores / T is least surprised by the labels: its lowest cross-entropy.

    One number for all classes, so no decision changes, only how sure it sounds. Fit it on examples that the model was
    not trained on, and measure it on yet others.

    Formula: T = the argmin over T of the mean of -log softmax(o / T)_y

    scores: (n, K) floating, finite
    labels: (n,) integer class ids
    returns: float, T above 0: above 1 the scores were too sure, below 1 too timid

    Raises: ValueError as the losses do, and where no temperature is best: when no rival ever scores above the labelled
        class (T would sink to 0), and when the labelled class scores no higher than the others on average (T would
        grow for ever, or make no difference).
    Convention: in 1/T the loss is convex, so the optimum is the only one; T is right to about 9 digits.
    Source: Guo et al. (2017), 4.2.
    """
    labels = validation.check_batch(scores, labels)
    leads = scores.detach().double()
    leads = leads - leads.gather(1, labels[:, None])  # (n, K), over the true class, which has 0
    validation.check_values(_("differences of scores"), leads)
    scale = leads.abs().max()
    if leads.mean() >= -ROUNDING * scale:
        raise ValueError(_(
            "there is no best temperature: on average the labelled class scores no higher than the others, so a larger "
            "T is never worse. Do these scores and labels belong together?"
        ))
    leads /= scale  # or squares of the scores of a model that is diverging could overflow
    largest = leads.amax(dim=1)  # (n,), above 0 for a wrong example
    if not largest.any():
        raise ValueError(_(
            "there is no best temperature: no rival scores above the labelled class (examples: {n}), so the loss falls "
            "for ever as T sinks to 0. Fit T on held-out examples, with some mistakes in them."
        ).format(n=len(labels)))
    below_largest = (leads - largest[:, None]).T.contiguous()  # (K, n), at most 0: exp cannot overflow
    mean_largest = largest.mean().item()

    def derivatives(inverse):
        """First and second derivative of the mean loss by 1/T, at `inverse`."""
        weights = (inverse * below_largest).exp_()
        weights /= weights.sum(dim=0)  # softmax, (K, n)
        weighted = weights * below_largest
        means = weighted.sum(dim=0)  # (n,)
        curvature = (weighted * below_largest).sum() - means.square().sum()
        return mean_largest + means.mean().item(), curvature.item() / len(labels)

    return scale.item() / _root(derivatives)


def _root(function):
    """Where a rising function is 0, by Newton steps that are held between bounds.

    function: number -> (value, derivative); the value is below 0 at 0, and above 0 from some number on
    """
    value, derivative = function(0.0)
    low, high = 0.0, -value / derivative  # where the function would be 0 if it were straight: of the right size
    value, derivative = function(high)
    while value < 0:
        low, high = high, 2 * high
        value, derivative = function(high)
    here, last_step = high, high - low
    while value != 0 and last_step > 1e-9 * here:  # Newton doubles the digits: after such a step they are all right
        step = value / derivative if derivative > 0 else 0.0
        if not (low < here - step < high and abs(step) < last_step / 2):
            step = here - (low + high) / 2
        here, last_step = here - step, abs(step)
        value, derivative = function(here)
        low, high = (here, high) if value < 0 else (low, here)
    return here


def _check_probabilities(probabilities, labels):
    """Raise ValueError unless `probabilities` is (n, K) with rows that sum to 1; return the n labels as int64."""
    validation.check_tensor("probabilities", probabilities)
    if probabilities.dim() != 2:
        raise ValueError(_(
            "probabilities has shape {seen}; expected (n_examples, n_classes), one row for each example."
        ).format(seen=tuple(probabilities.shape)))
    validation.check_values("probabilities", probabilities)
    validation.check_sums_to_1("probabilities", probabilities, _(" If these are scores, write losses.softmax(scores)."))
    return validation.check_labels(labels, probabilities.shape[1], n_examples=len(probabilities))
