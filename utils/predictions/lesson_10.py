"""The predictions of lesson 10: train it with PyTorch."""

from utils.language import N_

PREDICTIONS = {
    "quiet-bugs": (
        N_("Eight training programs with one bug each, and none stops with an error. How many of them print an "
           "accuracy that gives them away at a glance, 20 % or less where 77 % is usual?"),
        {
            N_("all eight"):
                N_("If only they did. Seven of the eight print between 64 and 84 %, and two of those more than the "
                   "sound program."),
            N_("about half"):
                N_("One. The others print between 64 and 84 %, and two of those more than the sound program."),
            N_("one"):
                N_("One prints 10 %. The others print between 64 and 84 %, so accuracy alone finds almost no bug."),
        },
        "c",
    ),
    "softmax-twice-floor": (
        N_("Ten classes. A model ends in softmax, and CrossEntropyLoss applies its own. Soon the model is right and "
           "sure about every image. What does the loss say?"),
        {
            N_("0.00"):
                N_("One softmax would say 0.00. The second one sees scores of 1, 0, 0 ..., a lead of 1, and is not "
                   "sure at all."),
            N_("1.46"):
                N_("The second softmax sees scores of 1, 0, 0 ..., and a lead of 1 among ten classes costs ln(e + 9) "
                   "- 1."),
            N_("2.30"): N_("A blind guess costs 2.30. The second softmax still sees a lead of 1 for the right class."),
            N_("nothing: PyTorch raises an error"):
                N_("The shapes and types are right, so nothing is raised. The loss says 1.46 and stays there."),
        },
        "b",
    ),
    "half-exp": (
        N_("float16 has half the bits of float32, where exp breaks near 88.7. From which score on is exp too large "
           "for float16?"),
        {
            N_("about 11"): N_("Its largest number is 65,504, and exp(11.1) is more. Scores of that size are common."),
            N_("about 44"):
                N_("Half the bits is not half the exponent. The largest float16 is 65,504, and exp(11.1) is more."),
            N_("about 88, as in float32"):
                N_("bfloat16 would: it keeps the range of float32 and gives up digits. float16 ends at 65,504, below "
                   "exp(11.1)."),
        },
        "a",
    ),
    "model-share": (
        N_("One epoch over 2,000 images with torchvision's dataset and a DataLoader. Which share of its time is the "
           "model at work: scores, loss, gradient and step?"),
        {
            N_("about half"): N_("Far less. Making numbers from pictures one by one takes nearly all of the time."),
            N_("about a fifth"): N_("Less. Making numbers from pictures one by one takes nearly all of the time."),
            N_("a few percent"): N_("Nearly all of the time goes into making numbers from pictures, one by one."),
        },
        "c",
    ),
}
