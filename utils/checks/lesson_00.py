"""The exercises of lesson 00: start here."""

import torch

from utils.checks.exercise import FunctionExercise, Mistake
from utils.checks.formulas import naive_softmax
from utils.checks.inputs import uniform
from utils.language import N_


def _amounts():
    """Amounts: not square, square, one example, one class that has it all, large ones; no sum equals another's."""
    shapes = [(4, 3, 1), (3, 3, 10), (1, 5, 1), (6, 2, 2), (2, 10, 1000), (5, 4, 3)]
    cases = [uniform((n, n_classes), 40 + seed, 0, size) for seed, (n, n_classes, size) in enumerate(shapes)]
    cases[0][1] = torch.tensor([0.0, 2.0, 0.0])
    return [{"amounts": amounts} for amounts in cases]


check_shares = FunctionExercise(
    name="shares",
    reference=lambda amounts: amounts / amounts.sum(1, keepdim=True),
    cases=_amounts(),
    mistakes={
        "keepdim": Mistake(N_("the sums have lost their column, so they meet the rows the wrong way; sum(dim=1, "
                              "keepdim=True) keeps it."),
            lambda amounts: amounts / amounts.sum(1),
            lambda amounts: amounts.numpy() / amounts.numpy().sum(1)),
        "of_everything": Mistake(N_("you divide by the sum of the whole table; each row has its own sum: sum(dim=1, "
                                    "keepdim=True)."),
            lambda amounts: amounts / amounts.sum()),
        "of_columns": Mistake(N_("your columns sum to 1; examples go down, so add along each row: dim=1."),
            lambda amounts: amounts / amounts.sum(0)),
        "of_largest": Mistake(N_("you divide by the largest amount, so its share is 1 whatever the others are; "
                                 "divide by the row's sum."),
            lambda amounts: amounts / amounts.amax(1, keepdim=True),
            lambda amounts: amounts / amounts.max()),
        "percent": Mistake(N_("these are percentages, each row sums to 100; leave out the factor 100."),
            lambda amounts: 100 * amounts / amounts.sum(1, keepdim=True)),
        "mean": Mistake(N_("you divide by the row's mean, so each row sums to the number of classes; divide by its "
                           "sum."),
            lambda amounts: amounts / amounts.mean(1, keepdim=True)),
        "softmax": Mistake(N_("softmax takes exp of the amounts first, which is lesson 5; here the amounts are "
                              "shared out as they are."),
            lambda amounts: torch.softmax(amounts, 1),
            naive_softmax),
        "sums_alone": Mistake(N_("these are the sums of the rows; divide each amount by the sum of its row."),
            lambda amounts: amounts.sum(1, keepdim=True),
            lambda amounts: amounts.sum(1)),
        "upside_down": Mistake(N_("this is sum over amount; a share is the amount divided by the sum."),
            lambda amounts: amounts.sum(1, keepdim=True) / amounts),
        "of_length": Mistake(N_("you divide by the root of the row's sum of squares; shares divide by the plain sum."),
            lambda amounts: amounts / amounts.norm(dim=1, keepdim=True)),
        "of_count": Mistake(N_("you divide by how many classes or examples there are; divide by the row's sum."),
            lambda amounts: amounts / amounts.shape[1],
            lambda amounts: amounts / amounts.shape[0]),
        "rounded": Mistake(N_("right but for the rounding; return the shares as they are."),
            lambda amounts: (amounts / amounts.sum(1, keepdim=True)).round(decimals=2)),
    },
)
