"""The predictions of lesson 08: read a loss as a likelihood."""

from utils.language import N_

PREDICTIONS = {
    "best-constant": (
        N_("The points are 1, 2, 3, 4 and 100. Which constant has the lowest total absolute error?"),
        {
            N_("22, the mean"):
                N_("The mean is what squared error asks for. Absolute error pushes with 1 at every point, near or "
                   "far, so it asks for as many points on the left as on the right: 3."),
            N_("3, the middle point"):
                N_("Two points push left, two push right, all equally hard. How far away the 100 lies does not "
                   "matter."),
            N_("2.5, as without the 100"):
                N_("Anything from 2 to 3 was best without the 100. With it there are five points, and the middle one "
                   "is 3."),
        },
        "b",
    ),
    "huber-to-zero": (
        N_("Let delta shrink towards 0. Where does the best Huber constant of 1, 2, 3, 4 and 100 go?"),
        {
            N_("to 22, the mean"):
                N_("That is the other end: a large delta covers all errors with the parabola. A small one leaves "
                   "only the straight parts, all equally steep, and those ask for the median, 3."),
            N_("to 3, the median"):
                N_("Nearly every error is beyond delta, where all points push equally hard: with delta. Divided by "
                   "delta the loss becomes the absolute error."),
            N_("nowhere: the loss becomes 0"):
                N_("The loss shrinks to 0, but not its minimum's place. Divided by delta, which moves no minimum, it "
                   "becomes the absolute error, whose best constant is the median, 3."),
        },
        "b",
    ),
    "upper-bound": (
        N_("A loss that never lies below the 0-1 loss bounds the share of mistakes from above. Which of these does?"),
        {
            N_("hinge"): N_("At 0 and below it costs at least 1, and it is never negative."),
            N_("logistic, with the natural logarithm"):
                N_("At a lead of 0 it costs log 2 = 0.69, and a mistake costs 1. The logarithm to base 2 would do."),
            N_("half the squared error"):
                N_("At a lead of 0 it costs one half, and a mistake costs 1. Without the half it would do."),
            N_("all three"):
                N_("At a lead of 0 the hinge costs 1, but the natural logarithm 0.69 and the half square 0.5, both "
                   "less than a mistake."),
        },
        "a",
    ),
    "median-garment": (
        N_("30 % of the trousers are in truth bags. How does the picture of the best constants under L1, the "
           "pixelwise median, look?"),
        {
            N_("like trousers, little changed"):
                N_("For most pixels the middle value still comes from a pair of trousers, because more than half of "
                   "the images are trousers."),
            N_("like trousers with a bag's shadow"):
                N_("That is the mean, the answer of L2: 30 % of every bag is in it. The median of most pixels still "
                   "comes from a pair of trousers."),
            N_("like a bag"): N_("Bags take over a median when they are more than half."),
        },
        "a",
    ),
}
