"""What a lesson asks before a reveal, with what each answer deserves to hear: data, one module a lesson.

They stand here and not in the notebooks, so that nobody reads the answer on the way to the question.

PREDICTIONS: key -> (question, {answer: what is said to whoever chose it}, letter of the right answer), all marked by N_
"""

import pkgutil
from importlib import import_module

LETTERS = "abcd"  # of answers, in their order


def find(key):
    """The entry under `key` in whichever lesson has it. Raises KeyError where none has."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        predictions = import_module(module.name).PREDICTIONS
        if key in predictions:
            return predictions[key]
    raise KeyError(key)
