"""The predictions of lesson 05: turn scores into probabilities."""

from utils.language import N_

PREDICTIONS = {
    "softmax-shift": (
        N_("Scores 2, 1, -1 give 0.71, 0.26 and 0.04. Now add 100 to all three. What do the probabilities do?"),
        {
            N_("they move towards one third each"):
                N_("Beside 100 the differences look small, but exp turns each difference into a ratio: every exp "
                   "grows by the same factor, and the sum with it. The probabilities stay."),
            N_("they do not move"):
                N_("Every exp grows by the same factor, exp(100), the sum with it, and the factor cancels. In exact "
                   "arithmetic, that is: floating numbers have an opinion too."),
            N_("the first one gets nearly all"):
                N_("Nearly all takes larger differences. A common shift leaves them alone: every exp grows by the "
                   "same factor, and the probabilities stay."),
        },
        "b",
    ),
    "softmax-tie": (
        N_("T-shirt and bag share the highest score. The temperature sinks towards 0. Where do the probabilities go?"),
        {
            N_("to 1, 0, 0, as argmax says"):
                N_("argmax breaks the tie by taking the first. Softmax treats equal scores alike at every "
                   "temperature, so neither can win."),
            N_("to one half, one half, 0"):
                N_("Equal scores get equal probabilities at every temperature. A low one only takes away what the "
                   "boot had."),
            N_("to one third each"):
                N_("One third each is where a high temperature leads. A low one takes everything from the boot and "
                   "leaves the two leaders equal."),
        },
        "b",
    ),
    "softmax-float": (
        N_("float32 holds numbers up to about 3.4e38. Three equal scores of 100: what does exp / sum return for them?"),
        {
            N_("one third each"):
                N_("One third each would be right, but exp(100) is about 2.7e43. Each exp is inf, and inf / inf is "
                   "not a number."),
            N_("an error message"):
                N_("An error would be kind. Floating arithmetic goes on with inf, and inf / inf is nan, without a "
                   "word."),
            N_("nan, nan, nan"):
                N_("exp(100) is about 2.7e43, more than float32 holds, so each exp is inf, and inf / inf is nan. No "
                   "error is raised."),
        },
        "c",
    ),
    "temperature-accuracy": (
        N_("A trained model, 10,000 test images. You divide all its scores by a temperature of 10. What changes?"),
        {
            N_("its accuracy falls, its confidence too"):
                N_("Dividing all scores of an image by 10 leaves their order alone, so every decision stays. Only "
                   "the confidence falls."),
            N_("its confidence falls, its accuracy stays"):
                N_("The order of the scores stays, so does every decision. How sure a model sounds and how often it "
                   "is right are two things."),
            N_("nothing, softmax sees only differences"):
                N_("Softmax does see only differences, and those are divided by 10 as well. The order stays, the "
                   "confidence falls."),
        },
        "b",
    ),
}
