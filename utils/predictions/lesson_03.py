"""The predictions of lesson 03: fit one-hot labels with MSE."""

from utils.language import N_

PREDICTIONS = {
    "mse-accuracy": (
        N_("A linear model, ten scores per image, fitted with squared error to one-hot labels. How many of the new "
           "Fashion-MNIST images does it get right?"),
        {
            N_("about 10 %, no better than chance"): N_("Squared error is not that lost: this lesson measures 81 %."),
            N_("about 40 %"):
                N_("About 40 % is what regressing the class number reached in lesson 1. One-hot labels double it: "
                   "this lesson measures 81 %."),
            N_("about 80 %"):
                N_("This lesson measures 81 %. The best linear models of the course reach between 84 and 85 %, so "
                   "keep an eye on what is missing."),
            N_("about 95 %"):
                N_("No linear model gets there on these images: this one reaches 81 %, the best of the course "
                   "between 84 and 85 %."),
        },
        "c",
    ),
    "masking": (
        N_("Make each point a cloud of 100 and pull the clouds so far apart that nothing overlaps. Does the middle "
           "class come back?"),
        {
            N_("yes, separated clouds are easy"):
                N_("For softmax they are easy, as the lab shows. Squared error still fits straight lines to 0 and 1, "
                   "and finds none of the middle class at any distance of the lab."),
            N_("only partly"): N_("Not even partly: the lab finds none of it at any distance from 1 to 5."),
            N_("no, its line stays flat"):
                N_("The middle target still goes 0, 1, 0 from left to right, and no straight line follows that. "
                   "Distance does not help."),
        },
        "c",
    ),
    "too-right": (
        N_("F moves from 3 out to 50, deep on its own side. What does least squares do with the boundary between the "
           "classes?"),
        {
            N_("nothing, F was right already"):
                N_("Cross-entropy would leave it alone. Least squares minds that the score at F is far above 1, and "
                   "turns the whole line to bring it down."),
            N_("moves it left, to give F's class more room"):
                N_("The line is turned flatter to bring the score at F down to 1, and then crosses one half further "
                   "right."),
            N_("moves it right, towards F"):
                N_("The score at F, far above 1, counts as a large error. The line is turned flatter, and its "
                   "crossing of one half moves right, past the point at 1, which was fine."),
        },
        "c",
    ),
    "sum-of-scores": (
        N_("Add up the ten scores for one new image. What does the sum come to?"),
        {
            N_("it can be anything"):
                N_("Dive into Deep Learning warns of that. Yet the targets sum to 1 and the model has a bias, and "
                   "that forces the scores of the best fit to do the same, for every image."),
            N_("1, up to rounding"):
                N_("The targets sum to 1 and the model has a bias. That is all it takes: exercise 4 proves it."),
            N_("1, but only for training images"):
                N_("The sum of the ten scores is one linear function for all images, old and new: the constant 1."),
        },
        "b",
    ),
    "cliff": (
        N_("After 100 steps of gradient descent on all images, which learning rate has the lowest training loss?"),
        {
            N_("0.001, small steps are safe"):
                N_("Small steps are safe, and slow: after 100 steps it has not gone far."),
            N_("0.017, a hair below the limit"):
                N_("Of these three, the longest step that still settles wins. A hair over the limit, and the loss "
                   "explodes."),
            N_("0.019, a hair above the limit"):
                N_("Over the limit each step multiplies the error along the steepest direction by a factor above 1. "
                   "After 100 steps that is a very large number."),
        },
        "b",
    ),
}
