"""The predictions of lesson 07: follow the gradient."""

from utils.language import N_

PREDICTIONS = {
    "nudge-rival": (
        N_("Scores 2, 1, -1 for T-shirt, bag, boot, and the image is a T-shirt. You raise the score of the bag a "
           "little and leave the others alone. What does cross-entropy do?"),
        {
            N_("nothing, it reads the true class only"):
                N_("It reads the true class's probability only, and that holds every score: the bag takes some of it "
                   "away, so the loss rises."),
            N_("it rises, by about 0.26 for each unit"):
                N_("By the bag's own probability, 0.26. The cells below find it four times."),
            N_("it rises, by 1 for each unit"):
                N_("That is a margin loss, which pushes every rival short of the margin alike. Here a rival counts "
                   "by its probability, 0.26 for the bag."),
        },
        "b",
    ),
    "balance": (
        N_("Five losses, each with its three slopes at one point: MSE on one-hot, two margins, cross-entropy, Brier. "
           "For how many do the three slopes always sum to 0?"),
        {
            N_("one, cross-entropy"):
                N_("It does: the probabilities sum to 1, the one-hot row too. Yet any loss that looks only at "
                   "differences between scores has this property, and that is four of the five."),
            N_("four, all but MSE"):
                N_("Four of them see only differences between scores: shift all three and nothing changes, so the "
                   "slopes cancel. MSE minds the scores themselves."),
            N_("all five"):
                N_("MSE minds the scores themselves: at three zeros its slopes are -1, 0 and 0. The other four do "
                   "balance."),
        },
        "b",
    ),
    "escape": (
        N_("One score, start at a lead of -8, learning rate 1. Cross-entropy needs 9 steps to one half. How many "
           "does half squared error on the probability need?"),
        {
            N_("about 9 as well"):
                N_("Its slope has a factor p that cross-entropy's lacks, and p starts at 0.0003: it needs 3,011."),
            N_("about 90"):
                N_("Not nearly enough: it needs 3,011, because its slope has a factor p that cross-entropy's lacks, "
                   "and p starts at 0.0003."),
            N_("about 3,000"):
                N_("3,011. Its slope has a factor p that cross-entropy's lacks, and p starts at 0.0003."),
            N_("it never arrives"): N_("It arrives, after 3,011 steps. Its slope is tiny and not zero."),
        },
        "c",
    ),
    "sum-of-weights": (
        N_("Training starts from zero weights. After every step somebody adds up the ten weight vectors, one for "
           "each class. What do they see under cross-entropy?"),
        {
            N_("a sum that grows with the weights"):
                N_("The weights grow, the sum does not: what one class gains the others lose, at every step."),
            N_("a sum that wanders about"): N_("Not even that: each step adds ten vectors that cancel exactly."),
            N_("0, at every step"):
                N_("Each image's slopes sum to 0 over the classes, so each step adds ten vectors that cancel."),
        },
        "c",
    ),
}
