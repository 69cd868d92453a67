"""The predictions of lesson 01: turn regression into classification."""

from utils.language import N_

PREDICTIONS = {
    "class-number": (
        N_("A linear model, one number per image, fitted by squared error to the class numbers 0 to 9 and then "
           "rounded. How many of the new Fashion-MNIST images does it get right?"),
        {
            N_("about 10 %, no better than chance"):
                N_("The numbers hold more than nothing: this lesson measures 39 %."),
            N_("about 40 %"):
                N_("This lesson measures 39 %. Four times chance, and it owes part of that to luck, as the first lab "
                   "shows."),
            N_("about 65 %"):
                N_("This lesson measures 39 %, and the luckiest of a thousand other orders of the names reaches 42 %."),
            N_("about 90 %"): N_("No linear model of this course gets there on these images. This one reaches 39 %."),
        },
        "b",
    ),
    "halfway": (
        N_("T-shirt is 0, bag is 1, boot is 2. Half of the people say T-shirt, half say boot, nobody says bag. Which "
           "number has the lowest mean squared error?"),
        {
            N_("0, the T-shirt"): N_("Right half of the time, and off by 2 the other half: 2.00 on average."),
            N_("1, the bag"): N_("Off by 1 every time, 1.00 on average. The number of the one class it cannot be."),
            N_("2, the boot"): N_("Right half of the time, and off by 2 the other half: 2.00 on average."),
            N_("0 and 2 are equally good, and best"):
                N_("They are equally good. The number between them is better: off by 1 every time, 1.00 on average "
                   "against 2.00."),
        },
        "b",
    ),
    "renumber": (
        N_("The ten classes swap numbers at random. The images and the fit stay as they are. What happens to the "
           "share of right answers?"),
        {
            N_("nothing, names carry no information"):
                N_("They carry none about the images. Yet the model is asked for one number, and which garments are "
                   "neighbours on that line decides what it can say."),
            N_("it changes by a point or two"):
                N_("By far more than that: a thousand renumberings get between 20.8 % and 42.2 % right, 29.3 % on "
                   "average."),
            N_("it changes a lot"):
                N_("A thousand renumberings get between 20.8 % and 42.2 % right, 29.3 % on average. One line cannot "
                   "put every two similar garments side by side."),
        },
        "c",
    ),
    "shift-scores": (
        N_("Three scores, one for each class. You add 2 to all three. Where does their point in the triangle go?"),
        {
            N_("up, towards the class on top"):
                N_("Each score moves the point in the direction of its own corner, and the three moves cancel."),
            N_("outwards, twice as far"):
                N_("That is what multiplying by 2 would do. Adding the same to all three moves the point alike in "
                   "three directions that cancel."),
            N_("nowhere"):
                N_("Equal moves in the directions of three corners cancel. The picture shows differences between "
                   "scores, and those have not changed."),
        },
        "c",
    ),
}
