"""The predictions of lesson 06: measure surprise with cross-entropy."""

from utils.language import N_

PREDICTIONS = {
    "surprise-price": (
        N_("One model gave the true class a probability of 0.5 and pays 0.69. Another gave it 0.25. What is a fair "
           "price?"),
        {
            N_("0.69, being right is being right"):
                N_("If both paid 0.69, nothing would tell a model to raise 0.25 to 0.5. Twice 0.69 is what this "
                   "lesson charges: 0.25 is two coin flips, 0.5 is one."),
            N_("1.04, half as much again"):
                N_("1.04 is what 1 - p would charge: 0.75 against 0.5. It sounds fair, and a lab below shows what it "
                   "does to a model. Two coin flips cost twice as much as one."),
            N_("1.39, twice as much"):
                N_("0.25 is the probability of two coin flips in a row, so it costs two times the price of one. The "
                   "price for which this works everywhere is -log p."),
        },
        "c",
    ),
    "honest-confidence": (
        N_("The friend is right eight times in ten. Always equally sure, which confidence costs the least surprise?"),
        {
            N_("99 %, most bets are right"):
                N_("At 99 % the two wrong bets cost 6.80 nats each, more than eight right ones can save."),
            N_("80 %"):
                N_("As sure as they are right. More than that, and the wrong bets cost too much; less, and the right "
                   "ones do."),
            N_("50 %, safe is safe"): N_("50 % is too modest: the eight right bets then cost 0.69 nats each."),
        },
        "b",
    ),
    "microscope": (
        N_("45 people say T-shirt, 35 pullover, 20 coat. One loss does not care which of the three scores is "
           "highest, it wants them all equal. Which?"),
        {
            N_("MSE on one-hot"):
                N_("MSE asks for 0.45, 0.35 and 0.20, as lesson 3 found. Look at what the worst rival does."),
            N_("margin, all rivals"):
                N_("All rivals comes close: it wants T-shirt and pullover equal, and coat below them."),
            N_("margin, worst rival"):
                N_("Without a class that has more than half of the labels, every lead costs the others more than it "
                   "saves, so it asks for no lead at all."),
            N_("cross-entropy"): N_("Cross-entropy asks for scores whose softmax is 0.45, 0.35 and 0.20."),
        },
        "c",
    ),
    "only-the-true-class": (
        N_("The true class has a score of 10, both times. Once the wrong ones have 9 and 9, once -2 and 3. What does "
           "cross-entropy say?"),
        {
            N_("the same, it only looks at the true class"):
                N_("Cross-entropy looks at one probability, but softmax puts every score into it: 0.551 nats in the "
                   "first case, 0.0009 in the second."),
            N_("more for 9 and 9"): N_("0.551 nats against 0.0009: close rivals take probability from the true class."),
            N_("more for -2 and 3"):
                N_("Rivals far below leave the true class nearly all of the probability: 0.0009 nats, against 0.551 "
                   "for 9 and 9."),
        },
        "b",
    ),
}
