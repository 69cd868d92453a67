"""The predictions of lesson 12: trust the probabilities."""

from utils.language import N_

PREDICTIONS = {
    "nine-tenths": (
        N_("A linear model trained with cross-entropy is about nine tenths sure of its answer, on a thousand images "
           "it has never seen. On how many of them is it right?"),
        {
            N_("about 700, models are always too sure of themselves"):
                N_("Some models are, and two appear at the end of this lesson. This model is right on 91 %."),
            N_("about 900"):
                N_("This lesson counts 91 %. Softmax does not see to that; the loss does, on images like those of "
                   "the training."),
            N_("about 990, it is too modest"):
                N_("Another loss makes such a model, as you will see. This one is right on 91 %."),
        },
        "b",
    ),
    "perfect-forecaster": (
        N_("A perfect forecaster: of its answers with confidence 0.7, exactly seven in ten come true in the long "
           "run, and so on. You measure its ECE on 500 images, in 15 bins. What do you find?"),
        {
            N_("exactly 0"):
                N_("It is 0 only in the long run. On 500 images each bin has its own luck, and no gap is ever "
                   "negative."),
            N_("about 0.004"):
                N_("Ten times as much, as the lab shows: some thirty images a bin, and each gap counts with its size."),
            N_("about 0.04"):
                N_("Chance makes gaps, and their sizes add up. A model with an ECE of 0.04 on 500 images may be "
                   "perfect."),
        },
        "c",
    ),
    "half-answered": (
        N_("Cross-entropy's model is right on 85 % of the validation images. It may pass on half of them, those it "
           "is least sure of. How much of the rest is right?"),
        {
            N_("about 85 %"):
                N_("It would be 85 % if its confidence said nothing. It answers 98 % of the rest correctly."),
            N_("about 90 %"):
                N_("Better than that: most mistakes are among the unsure half, and 98 % of the rest is right."),
            N_("about 98 %"):
                N_("Nearly all mistakes are among the images it is unsure of. Confidence is worth something."),
        },
        "c",
    ),
    "cheapest": (
        N_("T-shirt 0.35, shirt 0.25, bag 0.40, says the model, and means it. T-shirt and shirt lie on one shelf. A "
           "wrong garment on the right shelf costs 1, on the wrong shelf 10. Which answer is cheapest on average?"),
        {
            N_("bag, it is the most probable"):
                N_("The bag is wrong six times in ten, each time by a whole shelf: 6.00. The next cell works out the "
                   "others."),
            N_("T-shirt"):
                N_("The shelf of tops is right six times in ten, and T-shirt is the likelier of the two: 4.25 "
                   "against 6.00 for the bag."),
            N_("shirt"): N_("A shirt lies on the same shelf and is the rarer garment there: 4.35 against 4.25."),
        },
        "b",
    ),
    "memoriser": (
        N_("A small network sees 2,000 images 250 times each, until it has almost all of them right. On new images "
           "it is right on 83 %. How sure is it of those, on average?"),
        {
            N_("about 75 %, it has seen few images"):
                N_("The network does not know that its images are few. It has learned to be sure."),
            N_("about 83 %"):
                N_("83 % would be honest. But it has learned from images of which it has nearly all right."),
            N_("about 92 %"): N_("It is right on nearly everything it was shown, so its scores went on growing."),
        },
        "c",
    ),
}
