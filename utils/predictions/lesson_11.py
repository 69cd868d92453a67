"""The predictions of lesson 11: compare the losses fairly."""

from utils.language import N_

PREDICTIONS = {
    "one-rate": (
        N_("Five losses, the same 2,000 images, the same 240 steps and one learning rate for all. Is that a fair "
           "race?"),
        {
            N_("yes: everything is equal"):
                N_("Equal numbers are not equal conditions: the first steps of the losses differ in length, so one "
                   "rate is small for one of them and too large for another."),
            N_("no: each loss needs its own rate"):
                N_("Their first steps differ in length. At 0.01 Brier gets 54 %, behind all others; at 0.2 it gets "
                   "78 % and squared error leaves the finite numbers."),
            N_("no, but with many steps it would be"):
                N_("Not even then: above its cap squared error diverges, however long you wait."),
        },
        "b",
    ),
    "noisy-judge": (
        N_("Two models, one better than the other, are judged by labels of which 40 % are wrong, each wrong class as "
           "likely. What happens?"),
        {
            N_("the better one still comes out ahead, by less"):
                N_("Both accuracies move along the same straight line, so the order stays and the gap shrinks."),
            N_("both lose 40 points"):
                N_("A bad model loses less: it had less to lose, and its wrong answers sometimes meet wrong labels."),
            N_("the order becomes a coin flip"):
                N_("Only if the gap is tiny. The noise does not care which model it judges."),
        },
        "a",
    ),
    "race": (
        N_("60,000 clean images, each loss with its own learning rate, five seeds. Which gap in test accuracy will "
           "be established: clear of chance, and at least half a point?"),
        {
            N_("cross-entropy above all others"):
                N_("The two margins lie within half a point of cross-entropy, one on either side."),
            N_("squared error below cross-entropy"):
                N_("By more than three points, on every seed. The margins stay within half a point of cross-entropy."),
            N_("none"):
                N_("The margins are close to cross-entropy, but squared error is more than three points down, on "
                   "every seed."),
        },
        "b",
    ),
    "old-rates": (
        N_("Now 40 % of the training labels are wrong, and the learning rates stay as they were chosen without "
           "noise. Whose accuracy, the mean of five seeds, moves least?"),
        {
            N_("MSE on one-hot"):
                N_("It loses 0.1 points. The leader without noise, the worst-rival margin, loses most."),
            N_("cross-entropy"):
                N_("Squared error loses 0.1 points. Cross-entropy loses more than two: a wrong label that the model "
                   "denies costs it without end."),
            N_("margin, worst rival"):
                N_("Squared error loses 0.1 points. The worst-rival margin leads without noise and falls furthest, "
                   "by five."),
            N_("Brier"):
                N_("Squared error loses 0.1 points. Brier's mean even rises by 0.7: without noise one seed of five "
                   "had lost a class. The other four lose 0.9 to 1.5."),
        },
        "a",
    ),
    "retuned": (
        N_("And if every loss may choose its rate again, by held-out images with the same noise?"),
        {
            N_("all losses are back where they were"):
                N_("Two of the five win back 0.8 and 0.4 points, the others nothing. Noise takes something that no "
                   "rate tried here brings back."),
            N_("the worst-rival margin is still last"):
                N_("The other margin and cross-entropy win back some tenths, it wins back nothing."),
            N_("the order is as without noise"): N_("Brier now leads, and the leader without noise is last."),
        },
        "b",
    ),
    "shrink": (
        N_("40 % symmetric noise turns an average one-hot label into 0.56 times itself plus 0.04. What happens to "
           "the scores of least squares?"),
        {
            N_("they become random"):
                N_("The noise of single labels averages out over 60,000 images. What stays is the average label."),
            N_("the same factor shrinks them"):
                N_("Least squares is linear in its targets: its scores shrink by 0.56 and move up by 0.04, and the "
                   "highest stays the highest."),
            N_("nothing"): N_("The targets have shrunk, so the scores do. Their order is what stays."),
        },
        "b",
    ),
}
