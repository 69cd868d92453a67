"""Write docs/notation.md, the one-page card of symbols and losses: ``python -m tools card``.

Everything on it comes from the docstrings of utils.losses, where tests hold each formula's torch equivalent to the
value and the slope of the function. A test regenerates the page and compares, so it never tells another story.
"""

import inspect
import re
import textwrap

from tools import files
from tools.settings import ROOT
from utils import losses

CARD = ROOT / "docs" / "notation.md"
FIELDS = ("Formula", "Gradient", "Unit", "Torch", "Convention")
# of the module's conventions, what a reader of formulas needs
SYMBOLS = ("n, K", "o", "y", "y_k", "Y", "s", "p", "lead", "e", "l")
ARGUMENTS = {"margin": "margin_loss", "temperature": "softmax", "delta": "huber_loss"}  # explained in their docstrings

INTRODUCTION = """\
# Notation and losses on one page

Made by `python -m tools card` from the docstrings of [utils/losses.py](../utils/losses.py); change it there.
Each expression in the column *Torch* is tested to have the same value and the same slopes.
`F` is `torch.nn.functional`.
The gradient is that of one example; under `reduction="mean"` divide it by the number of examples.
"""


def card():
    """Return the page as Markdown text."""
    functions = [getattr(losses, name) for name in losses.__all__]
    return "\n".join([
        INTRODUCTION,
        "## Symbols\n",
        *table(["symbol", "in the code", "meaning"], symbols()),
        "\n## Losses and what they are made of\n",
        *table(["`losses.`", "of one example", "gradient", "unit", "Torch"], [row(function) for function in functions]),
        "\n## What they are for, and where constants differ\n",
        *map(sentences, functions),
        "",
    ])


def table(heading, rows):
    """Return the lines of a Markdown table."""
    return ["| " + " | ".join(cells) + " |" for cells in (heading, ["---"] * len(heading), *rows)]


def row(function):
    """Return the cells of one function: its name, then formulas as code."""
    told = fields(function)
    return [f"`{function.__name__}`", code(told["Formula"]), code(told["Gradient"]), plain(told["Unit"]),
            code(told["Torch"])]


def code(text):
    """Return a formula as code for a cell of a table; words, and what stands before a formula behind a ;, as words."""
    parts = []
    for part in text.split("; "):
        words, formula = re.fullmatch(r"(none,.*|.*? only for .*|for [\w ]*(?= l =))?(.*)", part).groups()
        parts.append(" ".join(filter(None, [plain((words or "").strip()), formula.strip() and f"`{formula.strip()}`"])))
    return "; ".join(parts).replace("|", r"\|")


def sentences(function):
    """Return one line of a list: what a function is for, and its constants."""
    convention = fields(function)["Convention"]
    return f"- `{function.__name__}` {plain(purpose(function))} *Convention:* {plain(convention)}"


def plain(text):
    """Return words that Markdown leaves as they are: names with an underscore, formulas and quotes become code."""
    return re.sub(r"(?<![\w`])((?:F\.)?\w+(?:\.\w+)*_\w+(?:\([^()]*\))?)", r"`\1`", text)


def purpose(function):
    """Return the first line of a docstring."""
    return inspect.getdoc(function).splitlines()[0]


def fields(function):
    """Return the named lines of a docstring, continuation lines joined to theirs."""
    text = inspect.getdoc(function)
    return {
        name: " ".join(re.search(rf"^{name}: (.+(?:\n {{4,}}.+)*)$", text, re.MULTILINE).group(1).split())
        for name in FIELDS
    }


def symbols():
    """Return [symbol, name in the code, meaning] of everything that stands in a formula."""
    block = textwrap.dedent(inspect.getdoc(losses).split("\n\n")[2])
    rows = []
    for symbol, name, meaning in re.findall(r"^(\w, \w|\w+)(?: +(\w+))?  +(.+(?:\n {8,}.+)*)$", block, re.MULTILINE):
        if symbol in SYMBOLS:
            rows.append([f"`{symbol}`", f"`{name}`" if name else "", plain(" ".join(meaning.split()))])
    for name, function in ARGUMENTS.items():
        meaning = argument(getattr(losses, function), name)
        symbol = "T" if meaning.startswith("T, ") else "margin_yk" if name == "margin" else name
        rows.append([f"`{symbol}`", f"`{name}`", plain(meaning.removeprefix("T, "))])
    return rows


def argument(function, name):
    """Return what a docstring says of one argument."""
    return re.search(rf"^{name}: (.+)$", inspect.getdoc(function), re.MULTILINE).group(1)


def run(options):
    """Write the page."""
    files.write(CARD, card())
    print(CARD.relative_to(ROOT))
