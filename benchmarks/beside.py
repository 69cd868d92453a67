"""The same drawing as a lab, by `interact` and pyplot: what a course would have without labs.

Imported in a lesson's kernel, by benchmarks.latency:

    from benchmarks import beside      # before the lesson runs: notes each lab's frame, which a Lab itself forgets
    beside.show("model id of a lab's box")
    beside.show_least()
"""

import io

import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import display
from PIL import Image

from utils import labs

_made = []  # (lab, frame), in the order in which the lesson makes them
_make = labs.Lab.__init__


def _make_and_note(lab, show, frame=None, *settings, **more):
    _make(lab, show, frame, *settings, **more)
    _made.append((lab, frame))


labs.Lab.__init__ = _make_and_note


def show(model_id):
    """Display sliders and a new figure for each of their values, as `interact` does it."""
    lab, frame = next((lab, frame) for lab, frame in _made if lab.view and lab.view.box.model_id == model_id)
    width, height = 4 * lab.n_panels, 3.1  # inches, as the lab's own

    def draw(**values):
        figure, axes = plt.subplots(1, lab.n_panels, figsize=(width, height), layout="constrained", squeeze=False)
        if frame is not None:
            frame(*axes[0])
        reports = [] if lab.run is None else [list(lab.run(**values))]
        lab.show(*axes[0], *reports, **values)
        plt.show()

    def twin(name, control):
        is_button = isinstance(control, labs.button)
        return ipywidgets.fixed(0) if is_button else control.widget(control.caption(name))

    ipywidgets.interact(draw, **{name: twin(name, control) for name, control in lab.controls.items()})


def show_least():
    """Display a slider whose picture is a single pixel: what no lab can undercut, as the kernel has to hear of it."""
    slider, picture = ipywidgets.IntSlider(value=0, min=-60, max=60), ipywidgets.Image(format="png")

    def draw(change):
        buffer = io.BytesIO()
        Image.new("L", (1, 1), 128 + change["new"]).save(buffer, "PNG")
        picture.value = buffer.getvalue()

    slider.observe(draw, names="value")
    draw({"new": 0})
    display(ipywidgets.VBox([slider, picture]))
