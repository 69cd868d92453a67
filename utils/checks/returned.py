"""A function exercise with hints for what kind of object is returned, such as a dictionary of the right numbers."""

from collections.abc import Callable

from utils.checks.exercise import FunctionExercise, kind_of_exercise


@kind_of_exercise
class ReturnExercise(FunctionExercise):
    """A function to write, some kinds of answer having a hint of their own whatever numbers they hold.

    returned: hint -> test of what the function returns
    """

    returned: dict[str, Callable]

    def compare(self, function):
        noticed = []

        def watched(*values):
            answer = function(*values)
            noticed.extend(topic for topic, is_that in self.returned.items() if is_that(answer))
            return answer

        verdict = super().compare(watched)
        return self.hint(noticed[0]) if noticed else verdict
