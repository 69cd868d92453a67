"""Every question a lesson asks before a reveal, with what each answer deserves to hear.

They stand here and not in the notebooks, so that nobody reads the answer on the way to the question.
Data only: key -> (question, {answer: what is said to whoever chose it}, the right answer).
"""

PREDICTIONS = {
    # --- lesson 03 ----------------------------------------------------------------------------------------------
    "mse-accuracy": (
        "A linear model, ten scores per image, fitted with squared error to one-hot labels. How many of the new "
        "Fashion-MNIST images does it get right?",
        {
            "about 10 %, no better than chance": "Squared error is not that lost: this lesson measures 81 %.",
            "about 40 %": "About 40 % is what regressing the class number reached in lesson 1. One-hot labels double "
            "it: this lesson measures 81 %.",
            "about 80 %": "This lesson measures 81 %. The best linear models of the course reach between 84 and "
            "85 %, so keep an eye on what is missing.",
            "about 95 %": "No linear model gets there on these images: this one reaches 81 %, the best of the "
            "course between 84 and 85 %.",
        },
        "about 80 %",
    ),
    "masking": (
        "Make each point a cloud of 100 and pull the clouds so far apart that nothing overlaps. Does the middle class "
        "come back?",
        {
            "yes, separated clouds are easy": "For softmax they are easy, as the lab shows. Squared error still fits "
            "straight lines to 0 and 1, and the middle one stays flat however far apart the clouds are.",
            "only partly": "Not even partly, however far apart the clouds are.",
            "no, its line stays flat": "The middle target still goes 0, 1, 0 from left to right, and no straight line "
            "follows that. Distance does not help.",
        },
        "no, its line stays flat",
    ),
    "too-right": (
        "F moves from 3 out to 50, deep on its own side. What does least squares do with the boundary between the "
        "classes?",
        {
            "nothing, F was right already": "Cross-entropy would leave it alone. Least squares minds that the score at "
            "F is far above 1, and turns the whole line to bring it down.",
            "moves it left, to give F's class more room": "The line is turned flatter to bring the score at F down to "
            "1, and then crosses one half further right.",
            "moves it right, towards F": "The score at F, far above 1, counts as a large error. The line is turned "
            "flatter, and its crossing of one half moves right, over points that were fine.",
        },
        "moves it right, towards F",
    ),
    "sum-of-scores": (
        "Add up the ten scores for one new image. What does the sum come to?",
        {
            "it can be anything": "Many texts say so. Yet the targets sum to 1 and the model has a bias, and that "
            "forces the scores of the best fit to do the same, for every image.",
            "1, up to rounding": "The targets sum to 1 and the model has a bias. That is all it takes: exercise 4 "
            "proves it.",
            "1, but only for training images": "The sum of the ten scores is one linear function for all images, old "
            "and new: the constant 1.",
        },
        "1, up to rounding",
    ),
    "cliff": (
        "After 100 steps of gradient descent on all images, which learning rate has the lowest training loss?",
        {
            "0.001, small steps are safe": "Small steps are safe, and slow: after 100 steps it has not gone far.",
            "0.017, a hair below the limit": "Of these three, the longest step that still settles wins. A hair over "
            "the limit, and the loss explodes.",
            "0.019, a hair above the limit": "Over the limit each step multiplies the error along the steepest "
            "direction by a factor above 1. After 100 steps that is a very large number.",
        },
        "0.017, a hair below the limit",
    ),
}
