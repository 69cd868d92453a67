"""Questions to commit to before their answer is shown."""

from importlib import import_module

import ipywidgets
import pytest
from test_labs import walk

from utils import labs

LESSONS = [import_module(f"utils.predictions.lesson_{lesson:02}") for lesson in range(13)]


def test_a_prediction_reveals_only_after_the_commitment():
    prediction = labs.Prediction("Which?", {"left": "Because of <this>.", "right": "Well seen."}, "right")
    bundle = prediction._repr_mimebundle_()
    assert bundle["text/plain"] == "Predict: Which?\n  ( ) left\n  ( ) right"
    buttons = [one for one in walk(prediction.box) if isinstance(one, ipywidgets.Button)]
    answer = prediction.box.children[-1]
    assert answer.value == "" and not any(one.disabled or one.icon for one in buttons)
    buttons[0].click()
    assert answer.value == "No. Because of &lt;this&gt;. The answer is: right."
    assert [one.icon for one in buttons] == ["times", "check"] and all(one.disabled for one in buttons)
    buttons[1].click()  # too late, the first choice stands
    assert prediction.chosen == "left" and answer.value.startswith("No.")


def test_a_right_prediction_is_told_so():
    assert labs.Prediction("?", {"a": "Indeed.", "b": ""}, "a").choose("a") == "Yes. Indeed."


@pytest.mark.parametrize("key", [key for lesson in LESSONS for key in lesson.PREDICTIONS])
def test_every_prediction_of_the_course_is_well_formed(key):
    prediction = labs.predict(key)
    assert len(prediction.options) >= 3 and all(prediction.options.values())
    assert prediction.question.endswith("?")
