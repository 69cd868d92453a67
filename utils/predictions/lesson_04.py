"""The predictions of lesson 04: ask for a margin."""

from utils.language import N_

PREDICTIONS = {
    "margin-accuracy": (
        N_("Squared error got 81 % of the new images right. Keep the linear model and ask only that the true class "
           "leads by a margin. What does the accuracy do?"),
        {
            N_("it falls, we ask for less"):
                N_("We ask for less, and what is no longer asked was in the way: this lesson measures between 84 and "
                   "85 %."),
            N_("it stays at 81 %, the model is the limit"):
                N_("The limit was the loss: this lesson measures between 84 and 85 % with the same linear model."),
            N_("it rises by three to four points"):
                N_("This lesson measures between 84 and 85 %. Most of the gain is that nothing is too right any "
                   "more, as its last table shows."),
            N_("it rises above 90 %"):
                N_("No linear model of the course gets there on raw pixels. This lesson measures between 84 and 85 %."),
        },
        "c",
    ),
    "margin-inside": (
        N_("The T-shirt leads bag and boot by 1.5. The margin is 1. What does the loss do to the three scores?"),
        {
            N_("it pushes the lead back to 1"):
                N_("Squared error would push it back. A margin loss asks for a lead of 1 or more, and 1.5 is more."),
            N_("it pushes the lead further up"):
                N_("Cross-entropy would push it up, a little. A margin loss is content from a lead of 1 on."),
            N_("nothing at all"):
                N_("Every lead is at least the margin, so the loss is exactly 0 and so is its slope."),
        },
        "c",
    ),
    "margin-separable": (
        N_("Straight lines separate all points. One model trains with the margin loss, one with cross-entropy "
           "(lesson 6), for ten thousand steps after every point is right. What do their weights do?"),
        {
            N_("both settle"):
                N_("Only the weights under the margin loss settle. Cross-entropy is above 0 for any finite scores, "
                   "so larger weights are always a little better."),
            N_("the margin loss stops, cross-entropy goes on"):
                N_("Once every lead is the margin there is nothing left to lower. Cross-entropy can always be "
                   "lowered by larger weights, ever more slowly."),
            N_("both go on growing"):
                N_("The weights under the margin loss stop: once every lead is the margin, loss and slope are "
                   "exactly 0."),
        },
        "b",
    ),
    "margin-ten": (
        N_("Raise the margin from 1 to 10, and the learning rate with it, from zero weights and without weight "
           "decay. What do you get?"),
        {
            N_("a safer classifier, with larger leads"):
                N_("The leads are ten times larger, and so are the scores they are measured in. Not one decision "
                   "changes."),
            N_("a worse one, the demand is too high"):
                N_("The demand is ten times higher, and larger weights meet it at no cost. Not one decision changes."),
            N_("the same decisions, every weight times 10"):
                N_("The margin sets the unit in which scores are measured. Not one decision changes."),
        },
        "c",
    ),
    "margin-dear": (
        N_("Shirts are often taken for T-shirts. You ask that a true shirt leads the T-shirt by 5 instead of 1. What "
           "happens to the mistakes between the two?"),
        {
            N_("fewer of both kinds, we asked for more"):
                N_("The one you made dear gets rarer: 133 shirts called T-shirts instead of 272. Its reverse grows, "
                   "from 141 to 330."),
            N_("the same as before, a margin is a matter of units"):
                N_("One margin for all pairs is a matter of units. A different one for one pair moves the boundary: "
                   "the dear mistake falls from 272 to 133, its reverse rises."),
            N_("fewer of the dear kind, more of the other"):
                N_("The boundary moves: shirts called T-shirts fall from 272 to 133, T-shirts called shirts rise "
                   "from 141 to 330. The lab adds up what that costs."),
        },
        "c",
    ),
}
