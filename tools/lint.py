"""What the Python of a lesson, and of the course's modules, must not contain beside what ruff finds.

Each function gives problems in words, none when all is well.
"""

import ast
import re

import ipywidgets

from tools.settings import ROOT

MACHINE_PATH = re.compile(r"(?<![\w/.:])(/(home|root|work|tmp|mnt|Users)/|[A-Za-z]:\\)")
# Names that nbval and nbclient read differently, that Colab (ipywidgets 7.7, IPython 7, numpy 2.0, matplotlib 3.10)
# does not have, or that newer versions dropped.
AVOIDED_NAMES = {
    "Output": "nbval cannot compare it; draw into an Image",
    "interact": "nbval cannot compare it; use labs.Lab",
    "interactive": "nbval cannot compare it; use labs.Lab",
    "interactive_output": "nbval cannot compare it; use labs.Lab",
    "interact_manual": "nbval cannot compare it; use labs.Lab",
    "clear_output": "nbval keeps what it clears",
    "update_display": "nbval does not see the update",
    "input": "nobody answers when a notebook runs by itself",
    "Stack": "not in Colab's ipywidgets; show and hide with layout.display",
    "TagsInput": "not in Colab's ipywidgets",
    "ColorsInput": "not in Colab's ipywidgets",
    "TimePicker": "not in Colab's ipywidgets",
    "DatetimePicker": "not in Colab's ipywidgets",
    "NaiveDatetimePicker": "not in Colab's ipywidgets",
    "on_submit": "deprecated in ipywidgets 8; observe a Text with continuous_update=False",
    "on_displayed": "gone in ipywidgets 8",
    "grouped_bar": "not in Colab's matplotlib",
    "trapz": "removed from numpy; use trapezoid",
    "enable_custom_widget_manager": "the course needs core widgets only",
}
AVOIDED_KEYWORDS = {  # of a call to a widget class; on ipywidgets 7 the setting is silently lost
    "titles": "use set_title",
    "tooltip": "put it in the label",
    "description_tooltip": "put it in the label",
    "description_allow_html": "use a separate HTML widget",
    "border_top": "use border",
    "border_right": "use border",
    "border_bottom": "use border",
    "border_left": "use border",
    "overflow_x": "use overflow",
    "overflow_y": "use overflow",
    "gap": "use grid_gap or margins",
    "row_gap": "use grid_gap or margins",
    "playing": "not on ipywidgets 7",
    "repeat": "not on ipywidgets 7",
}
TOOLTIP_FINE = ("Button", "ToggleButton", "ToggleButtons")
STYLE_KEYS = ("description_width", "button_color", "handle_color", "bar_color")
WIDGETS = frozenset(
    name for name, kind in vars(ipywidgets).items() if isinstance(kind, type) and issubclass(kind, ipywidgets.Widget)
)


def check_tree(tree):
    """What neither a lesson nor a module may contain."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            if "*" in names:
                yield f"imports everything from {node.module}: name what you use"
            old_names = node.module == "IPython.display" and "set_matplotlib_formats" in names
            if old_names or node.module == "IPython.core.display":
                yield f"imports what newer IPython moved out of {node.module}"
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
        if name in AVOIDED_NAMES:
            yield f"uses {name}: {AVOIDED_NAMES[name]}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MACHINE_PATH.match(node.value):
            yield f"holds the path {node.value!r} of one machine"
        if isinstance(node, ast.Call):
            yield from check_call(node)


def check_call(node):
    """IPython calls that newer ones lost, and widget settings that one of the two generations of ipywidgets loses."""
    name = name_called(node)
    if name == "magic" or (name == "run_line_magic" and "autoreload" in ast.unparse(node)):
        yield f"calls {ast.unparse(node)}, which Colab or newer IPython cannot"
    if name == "simplefilter" and node.args and getattr(node.args[0], "value", "") in ("always", "error"):
        yield "turns warnings on for all: Colab's Jupyter warns on every message"
    if name in WIDGETS:
        yield from check_widget(name, {keyword.arg: keyword.value for keyword in node.keywords})


def check_widget(name, settings):
    """Settings that ipywidgets 7 silently loses. settings: {keyword: its value as an ast node}"""
    for keyword in settings:
        known = AVOIDED_KEYWORDS.get(keyword)
        if keyword == "tooltip" and name in TOOLTIP_FINE:
            known = None
        if keyword == "orientation" and name == "RadioButtons":
            known = "use ToggleButtons"
        if known:
            yield f"gives {name} the setting {keyword}, lost on ipywidgets 7: {known}"
    style = settings.get("style")
    if isinstance(style, ast.Dict):
        keys = [key.value for key in style.keys if isinstance(key, ast.Constant)]
        yield from (f"gives {name} the style {key}, lost on ipywidgets 7" for key in keys if key not in STYLE_KEYS)
    if name == "Accordion" and "selected_index" not in settings:
        yield "makes an Accordion without selected_index=None: ipywidgets 7 opens it"


def name_called(node):
    """Return the last name of what a call calls."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def check_module(source, name, inside_utils=False):
    """Return what is wrong with a Python file of the course, a sentence each.

    inside_utils: also hold it to the rules for what lessons import (no assert, no pyplot).
    """
    tree = ast.parse(source)
    problems = list(check_tree(tree)) if inside_utils else []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and not keeps_encoding(node):
            problems.append(f"line {node.lineno} opens a text without encoding='utf-8'")
        if inside_utils and isinstance(node, ast.Assert):
            problems.append(f"line {node.lineno} asserts: raise ValueError in the learner's words")
        if inside_utils and isinstance(node, ast.Import | ast.ImportFrom) and "pyplot" in ast.unparse(node):
            problems.append(f"line {node.lineno} imports pyplot: callbacks must not touch its global state")
    return [f"{name}: {problem}" for problem in problems]


def keeps_encoding(node):
    """False for open, read_text or write_text in text mode without an encoding."""
    name = name_called(node)
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    if name in ("read_text", "write_text"):  # the encoding may also be the argument behind the text
        return "encoding" in keywords or len(node.args) > (name == "write_text")
    if name != "open" or not isinstance(node.func, ast.Name):
        return True
    mode = node.args[1] if len(node.args) > 1 else keywords.get("mode", ast.Constant("r"))
    return "encoding" in keywords or not isinstance(mode, ast.Constant) or "b" in mode.value


def modules():
    """Return where the Python files of the course are stored, those of packages inside too."""
    return sorted(path for folder in ("utils", "tools", "tests") for path in (ROOT / folder).rglob("*.py"))


def check_module_file(path):
    """Return what is wrong with one stored Python file of the course."""
    name = path.relative_to(ROOT)
    return check_module(path.read_text(encoding="utf-8"), name.as_posix(), inside_utils=name.parts[0] == "utils")


def check_modules():
    """Return every problem of the course's modules."""
    return [problem for path in modules() for problem in check_module_file(path)]
