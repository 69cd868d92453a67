"""Answers questions about the widgets of a running lesson; imported inside its kernel by tests/notebook_session.py.

Works on ipywidgets 7.7.1 and 8. Every function returns JSON text with small numbers and hashes, never pictures.
"""

import hashlib
import html
import io
import json
import os
import re
import sys
import weakref
from pathlib import Path

import ipywidgets
import numpy as np
from ipywidgets.widgets import widget as registry
from PIL import Image

ROOTS = ("course-lab", "course-predict", "course-quiz")
NUMBERS = ("IntSlider", "FloatSlider", "FloatLogSlider", "BoundedIntText", "BoundedFloatText", "Play")
OPTIONS = ("Dropdown", "RadioButtons", "ToggleButtons", "SelectionSlider", "Select")
SWITCHES = ("Checkbox", "ToggleButton")

_labs = []  # weak references, filled by survey()


def live():
    """Return the widgets of this kernel by model id."""
    instances = getattr(registry, "_instances", None)
    return instances if instances is not None else ipywidgets.Widget.widgets


def walk(widget):
    """Yield a widget and all its children, in reading order."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def classes(widget):
    """Return the DOM classes of a widget."""
    return set(getattr(widget, "_dom_classes", ()))


def survey():
    """List the labs and prediction boxes with their controls, and the controls that belong to none."""
    made = sys.modules.get("utils.labs.registry")
    _labs[:] = [weakref.ref(thing) for thing in (made.registered() if made else []) if hasattr(thing, "busy")]
    widgets = dict(live())
    roots = [widget for widget in widgets.values() if classes(widget) & set(ROOTS)]
    owned = {part.model_id for root in roots for part in walk(root)}
    return json.dumps(
        {
            "roots": [
                {
                    "id": root.model_id,
                    "trains_at_once": trains_at_once(root),
                    "kind": next(kind for kind in ROOTS if kind in classes(root)),
                    "controls": [control for control in map(describe, walk(root)) if control],
                }
                for root in roots
            ],
            "orphans": [
                control for widget in widgets.values() if widget.model_id not in owned and (control := describe(widget))
            ],
        }
    )


def trains_at_once(root):
    """True for a lab that trains to its end before the kernel hears anything else, as all do in Colab."""
    environment = sys.modules.get("utils.environment")
    if environment is None or not environment.in_colab():
        return False
    return any("course-again" in classes(part) for part in walk(root))


def preset_words():
    """Return what every lab says at each of its presets; afterwards the labs stand where they stood."""
    said = []
    for reference in _labs:
        lab = reference()
        if lab is None:
            continue
        before = dict(lab.values)
        for values in lab.presets.values():
            lab.set(**values)
            said.append(lab.words())
        lab.set(**before)
    return json.dumps(said)


def describe(widget):
    """Return what a front end may do with a control, or None for anything else."""
    kind = widget._model_name.removesuffix("Model")
    told = {
        "id": widget.model_id,
        "kind": kind,
        "label": getattr(widget, "description", "") or kind,
        "disabled": bool(getattr(widget, "disabled", False)),
        "classes": sorted(classes(widget)),
    }
    if kind in NUMBERS:
        told |= {"low": widget.min, "high": widget.max, "start": widget.value, "step": widget.step}
        told |= {"base": getattr(widget, "base", None), "whole": isinstance(widget.value, int)}
        if kind == "Play":  # a front end that moves it says that it plays; the trait is another on ipywidgets 7
            told["beside"] = {"playing" if widget.has_trait("playing") else "_playing": True}
    elif kind in OPTIONS:
        told |= {"start": widget.index, "options": len(widget._options_labels)}
    elif kind in SWITCHES:
        told |= {"start": widget.value}
    elif kind != "Button":
        return None
    return told


def state(model_id):
    """Tell what a lab shows: its pictures by hash and spread of grey, its words, what its status line says."""
    parts = list(walk(live()[model_id]))
    words = {
        name: " ".join(text(part) for part in parts if f"course-{name}" in classes(part))
        for name in ("headline", "facts", "status", "answer", "how-far")
    }
    return json.dumps({"pictures": [picture(part) for part in parts if isinstance(part, ipywidgets.Image)], **words})


def text(widget):
    """Return the words of an HTML or Label widget."""
    return html.unescape(re.sub(r"<[^>]*>", " ", getattr(widget, "value", ""))).strip()


def picture(widget):
    """Return [hash, spread]; the spread of a picture that cannot be read is None."""
    content = bytes(widget.value)
    try:
        spread = float(np.asarray(Image.open(io.BytesIO(content)).convert("L"), dtype=float).std())
    except (OSError, SyntaxError, ValueError):
        spread = None
    return [hashlib.sha256(content).hexdigest()[:16], spread]


def busy():
    """True while a lab has work left to do."""
    return json.dumps(any(lab.busy for reference in _labs if (lab := reference()) is not None))


def counts():
    """Count what must not grow: live widgets and figures that pyplot keeps open."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return json.dumps({"widgets": len(live()), "open figures": len(pyplot.get_fignums()) if pyplot else 0})


def process():
    """Tell the kernel's process id and its memory in megabytes: now, and the most it ever was."""
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    now, most = (int(re.search(rf"{name}:\s+(\d+) kB", told)[1]) / 1000 for name in ("VmRSS", "VmHWM"))
    return json.dumps({"pid": os.getpid(), "now": now, "most": most})


def trespasses():
    """Tell what the kernel has done that a lesson should not, in words (tests/kernel_watch, tests/colab_kernel)."""
    colab = sys.modules.get("google.colab")
    return json.dumps(sys.modules["sitecustomize"].seen + (colab.calls if colab else []))


def places():
    """Return the file of the package utils and the folders where Python looks for modules."""
    return json.dumps([sys.modules["utils"].__file__, sys.path])


def exercise_results():
    """Return the status of every exercise checked so far."""
    exercise = sys.modules.get("utils.checks.exercise")
    return json.dumps(dict(exercise.results) if exercise else {})


def inks():
    """Tell with which colours the labs draw (tests/picture_inks.py, which an emulation of Colab does not have)."""
    from picture_inks import inks as answer

    return answer()


def manager_state():
    """Return the state of all widgets as a notebook would store it."""
    return json.dumps(ipywidgets.Widget.get_manager_state()["state"])
