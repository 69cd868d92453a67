"""Numbers that a lesson's prose states, and whether anything in the lesson has said them.

Only percentages and numbers with a decimal point count: they are the claims. Not looked at: code, formulas, links,
headings, and the folded solutions, which are code with a comment.
"""

import ast
import re

SKIPPED = re.compile(
    r"```.*?```"  # fenced code
    r"|`[^`]*`"  # code in a line
    r"|\$\$.*?\$\$|\$[^$]*\$"  # formulas
    r"|\]\([^)]*\)"  # where a link leads
    r"|^\s*#.*?$"  # headings
    r"|[Ss]ections? \d+(?:\.\d+)+",  # of a book
    re.DOTALL | re.MULTILINE,
)
CLAIM = re.compile(r"(?<![\w.,])([-+]?\d[\d,]*(?:\.\d+)?)(\s?%)?(?![\w%]|\.\d)")
PRINTED = re.compile(r"(?<![\w.])[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?\s?%?")


def claims(notebook):
    """Yield (cell id, the number as written) for every claim in the markdown cells."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "solution" not in cell.metadata.get("tags", []):
            for claim in numbers_claimed(SKIPPED.sub(" ", cell.source)):
                yield cell.id, claim


def numbers_claimed(text):
    """Yield the percentages and the numbers with a decimal point in a text, as "81%" and "0.5"."""
    for number, percent in CLAIM.findall(text):
        if percent or "." in number:
            yield number + percent.strip()


def spoken(notebook, more=()):
    """Return as floats all numbers that cells have printed, that their code sets, and those in the texts of `more`."""
    texts = list(more)
    numbers = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        numbers += [node.value for node in ast.walk(ast.parse(cell.source)) if is_number(node)]
        for output in cell.outputs:
            texts += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return numbers + [value(token) for text in texts for token in PRINTED.findall(text)]


def is_number(node):
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def value(token):
    """'81.1%' -> 0.811, '1,000.5' -> 1000.5"""
    number = float(token.rstrip("% ").replace(",", ""))
    return number / 100 if "%" in token else number


def is_said(claim, numbers):
    """True if one of `numbers`, rounded as the claim is, reads like it."""
    digits = claim.rstrip("%").partition(".")[2]
    half_a_digit = 0.5 * 10.0 ** -len(digits) * (0.01 if "%" in claim else 1)
    return any(abs(value(claim) - number) <= half_a_digit * (1 + 1e-6) for number in numbers)


def unsaid(notebook, more=(), excused=()):
    """Return the claims that nothing in the lesson has said, in words; `excused` are numbers as the prose has them."""
    numbers = spoken(notebook, more)
    return [
        f"{cell}: {claim} is neither printed by a cell nor excused in the budget"
        for cell, claim in claims(notebook)
        if claim not in excused and not is_said(claim, numbers)
    ]
