"""The predictions of lesson 00: start here."""

from utils.language import N_

PREDICTIONS = {
    "half-and-half": (
        N_("Half a T-shirt and half a boot, and no bag at all. Where in the triangle does that point lie?"),
        {
            N_("in the middle of the triangle"):
                N_("The middle is one third of each, and there is no bag in this one."),
            N_("on the edge between T-shirt and boot, halfway"):
                N_("No bag puts it on the edge that does not touch the bag, and equal shares put it halfway."),
            N_("in the corner of the bag"): N_("The corner of the bag is all bag, and there is none in this one."),
        },
        "b",
    ),
}
