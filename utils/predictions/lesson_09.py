"""The predictions of lesson 09: train softmax regression from scratch."""

from utils.language import N_

PREDICTIONS = {
    "untrained-loss": (
        N_("All weights and biases are 0, ten classes, 50,000 training images. What is the mean cross-entropy?"),
        {
            N_("0, nothing has gone wrong yet"):
                N_("0 would mean certain and right every time. Equal scores are one tenth for each class, and "
                   "-log(1/10) = 2.303."),
            N_("ln 10 = 2.303, whatever the images"):
                N_("Equal scores are one tenth for each class, and every label costs -log(1/10)."),
            N_("9, one for each rival"):
                N_("That is the margin with all rivals. Cross-entropy pays -log(1/10) = 2.303."),
            N_("it depends on the images"):
                N_("With weights of 0 the images do not reach the scores. Every label costs -log(1/10) = 2.303."),
        },
        "b",
    ),
    "untrained-accuracy": (
        N_("The same untrained model on the 10,000 test images, 1,000 of each class. Its accuracy?"),
        {
            N_("0 %"):
                N_("It is right now and then, for argmax has to answer something: class 0 on a tie. That is right "
                   "for the 1,000 T-shirts."),
            N_("about 10 %, as luck will have it"):
                N_("No luck in it. Ten equal scores are a tie, argmax gives a tie to class 0, and exactly 1,000 of "
                   "the 10,000 are T-shirts."),
            N_("exactly 10 %"):
                N_("Ten equal scores are a tie, argmax gives it to class 0, and 1,000 of the 10,000 are T-shirts."),
        },
        "c",
    ),
    "one-batch": (
        N_("Five passes over the training images at learning rate 0.4 with learning-rate decay: once in batches of "
           "256, once with all images in one batch, whose gradient is exact. Which model is better?"),
        {
            N_("all in one batch: its gradient has no noise"):
                N_("An exact direction, and five steps in all: 62 % right. Batches of 256 take 980 rough ones and "
                   "come to 85 %."),
            N_("batches of 256, by far"): N_("980 rough steps against 5 exact ones, and 85 % right against 62 %."),
            N_("no difference, both see every image five times"):
                N_("Both do, and that is not what counts: 980 steps against 5, and 85 % right against 62 %."),
        },
        "b",
    ),
    "cliff-cross-entropy": (
        N_("One epoch, batches of 256, learning-rate decay. Squared error ends in inf or nan from a learning rate of "
           "about 0.035 on. At which rate does cross-entropy?"),
        {
            N_("about 0.035 too, the images set it"):
                N_("The images set the limit of squared error, whose slopes grow with the scores. Those of "
                   "cross-entropy are below 1 in size, and no rate up to 10 ends in nan."),
            N_("about 0.2"):
                N_("At 0.2 it ends with 80 % right, at 2 with 83 %. Its slopes are below 1 in size whatever the "
                   "scores, so no rate up to 10 ends in nan."),
            N_("about 2"):
                N_("At 2 it is 92 % sure on average and 83 % right, but every number is finite, and so up to 10."),
            N_("at none up to 10"):
                N_("Its slopes are below 1 in size whatever the scores, so the weights go nowhere near what float32 "
                   "can hold."),
        },
        "d",
    ),
    "nudge-image": (
        N_("The trained model is right on 84 % of the test images. Every test image is now moved two pixels to the "
           "right. What is left?"),
        {
            N_("84 %, a shirt is a shirt"):
                N_("For us. The model lays ten fixed pictures over the pixels, and 53 % is left."),
            N_("about 80 %"):
                N_("More is lost: 53 % is left. Two pixels are enough to put an edge where the weights expect none."),
            N_("about 53 %"): N_("The weights expect every edge at its pixel."),
            N_("10 %, chance"):
                N_("Not all is lost: 53 % is left, since the middle of a garment still lies over its middle."),
        },
        "c",
    ),
}
