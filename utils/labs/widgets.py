"""What core widgets lack: the course's look and script, words as text, one way to be shown and to leave the page.

Only widgets and traits of ipywidgets 7.7.1 (Colab) and 8 are used: on 7 an unknown setting is silently lost.
"""

import html
import json
from pathlib import Path

import ipywidgets

from utils.labs import registry
from utils.language import _

CSS = Path(__file__).with_name("lab.css").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_name("lab.js").read_text(encoding="utf-8")
VIEW = "application/vnd.jupyter.widget-view+json"


def style_sheet():
    """The hidden widget that carries the look of displays, and as its `onload` what makes them accessible."""
    script = f"const PAUSE = {json.dumps(_('pause'))};\n{SCRIPT}"
    return ipywidgets.HTML(value=f'<style onload="{html.escape(script)}">{CSS}</style>',
                           layout=ipywidgets.Layout(display="none"))


def classed(widget, css_class):
    """`widget`, with a class for lab.css, lab.js and tests to find it by."""
    widget.add_class(css_class)
    return widget


def text(css_class, words=""):
    """A widget that shows words as they are, whatever characters they hold."""
    return classed(ipywidgets.HTML(value=html.escape(words)), css_class)


def button(words, css_class, **traits):
    """A button with these words on it."""
    return classed(ipywidgets.Button(description=words, **traits), css_class)


def row(children, css_class):
    """Widgets side by side."""
    return classed(ipywidgets.Box(children=children), css_class)


def view_reference(box):
    """The mime entry by which a front end finds the live widget; ipywidgets 7 has no method that returns it."""
    return {"version_major": 2, "version_minor": 0, "model_id": box.model_id}


def playing_trait(play):
    """The name of the trait that tells whether a Play widget plays: it has changed from ipywidgets 7 to 8."""
    return "playing" if play.has_trait("playing") else "_playing"


def close(widget):
    """Close a widget with all that is in it; each layout and style is a widget of its own."""
    for child in getattr(widget, "children", ()):
        close(child)
    for part in (widget.layout, getattr(widget, "style", None)):
        if part is not None:
            part.close()
    widget.close()


class Display:
    """What a cell shows: live widgets where a kernel runs, and in words its `repr`.

    The widgets are built when it is first shown, and anew when it is shown after `close`.
    """

    def __init__(self):
        self.box = None
        registry.register(self)

    def build(self):
        """The box with all its widgets."""
        raise NotImplementedError

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self.box is None:
            self.box = self.build()
            self.box.owner = self  # as long as the page has the box, the next run of the cell has to find it
        return {"text/plain": repr(self), VIEW: view_reference(self.box)}

    def close(self):
        """Take it off the page."""
        if self.box is not None:
            close(self.box)
            self.box = None
