"""What every lesson must keep to, checked without running anything: ``python -m tools contract``.

`check` reads one notebook, `check_course` what only shows across notebooks. All are pure and give problems in words,
none when all is well. What a lesson is allowed (skipped comparisons, numbers of cells, the word "nan") stands with its
reason in tests/budget.toml, see `read_budget`. What Python must not contain, here and in modules, is in tools/lint.py.
"""

import ast
import base64
import io
import re
import tomllib
from collections import Counter
from itertools import chain, product, takewhile
from pathlib import Path

import numpy as np
from PIL import Image

from tools import lint, notebooks
from tools.notebooks import NOTEBOOKS, checks_called, code_cells, solution_code, tagged, tags_of
from tools.settings import ROOT

BUDGET = ROOT / "tests" / "budget.toml"
LARGEST = 600_000  # bytes of a stored notebook
GREY_SPREAD = 2  # standard deviation of grey levels below which a picture counts as blank
TAGS = ("setup", "imports", "predict", "lab", "figure", "exercise", "solution")
TOLERATED = ("nbval-ignore-output", "raises-exception")  # each use needs a reason in the budget
WIDEST = {"rtol": 0.1, "atol": 1.0}  # a tolerance wider than this compares nothing

READABLE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RANDOM_ID = re.compile(r"[0-9a-f]{8}")
UNWANTED_WORDS = {
    "an error trace": re.compile(r"Traceback \(most recent call last\)"),
    "a lost widget": re.compile(r"model not found|Error displaying widget"),
    "a memory address": re.compile(r"\bat 0x[0-9a-f]{4,}"),
    "a path of one machine": lint.MACHINE_PATH,
}
NOT_FINITE = re.compile(r"\b(nan|inf|infinity)\b", re.IGNORECASE)


# --- the budget ------------------------------------------------------------------------------------------------------


def read_budget(path=BUDGET):
    """Return the budget as a dict from a lesson's name to what it may and must have.

    Each lesson: ``code_cells``, ``labs``, ``figures``, ``exercises`` (int), and tables keyed by cell id:
    ``tolerated`` {tag, reason, tolerances [{words, rtol, atol}], picture "ink"}, ``not_finite``, ``quiet`` and
    ``goes_on`` {name: reason}.
    """
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


# --- one notebook ----------------------------------------------------------------------------------------------------


def check(notebook, path, budget):
    """Return what is wrong with one lesson, a sentence each.

    notebook: NotebookNode; path: where it is stored, only its name counts; budget: see `read_budget`.
    """
    name = Path(path).stem
    return [f"{name}: {problem}" for problem in check_notebook(notebook, budget.get(name))]


def check_notebook(notebook, allowed):
    """A valid notebook in normal form that keeps all the rules. allowed: of the budget, None for nothing"""
    if refused := notebooks.invalid(notebook):
        yield f"is not a valid notebook: {refused}"
        return
    if allowed is None:
        yield "is not in the budget: add its numbers of cells, labs, figures and exercises"
        allowed = {}
    if notebooks.normalise(notebook) != notebook:
        yield "is not in normal form: run python -m tools refresh on it"
    if len(notebooks.text(notebook).encode("utf-8")) > LARGEST:
        yield f"is larger than {LARGEST // 1000} kB: draw fewer or smaller pictures"
    yield from check_ids(notebook)
    yield from check_heading(notebook)
    yield from check_order(notebook)
    yield from check_manifest(notebook, allowed)
    yield from check_tolerated(notebook, allowed)
    yield from check_exercises(notebook)
    for number, cell in enumerate(code_cells(notebook), start=1):
        for problem in chain(check_source(cell), check_count(cell, number), check_outputs(cell, allowed)):
            yield f"cell {cell.id}: {problem}"


def check_ids(notebook):
    """Ids are words that stay, because budgets, tests and diffs name cells by them."""
    ids = Counter(cell.id for cell in notebook.cells)
    yield from (f"cell id {name!r} is used twice" for name, times in ids.items() if times > 1)
    for name in ids:
        if not READABLE_ID.fullmatch(name) or RANDOM_ID.fullmatch(name):
            yield f"cell id {name!r} is not readable: lower-case words joined by -"


def check_heading(notebook):
    """One title, in the first cell."""
    titles = [
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in outside_fences(cell.source)
        if line.startswith("# ")
    ]
    if not notebook.cells or titles != [notebook.cells[0].id]:
        yield f"needs one '# ' title, in the first cell; has it in {titles or 'no cell'}"


def outside_fences(source):
    """Return the lines of a Markdown text that are not inside a fenced block of code."""
    lines, inside = [], False
    for line in source.splitlines():
        if line.lstrip().startswith("```"):
            inside = not inside
        elif not inside:
            lines.append(line)
    return lines


def check_order(notebook):
    """The first code cell finds the course, the second imports; each once."""
    cells = code_cells(notebook)
    for position, tag in enumerate(("setup", "imports")):
        holders = [cell.id for cell in tagged(notebook, tag)]
        if not holders or holders != [cell.id for cell in cells[position : position + 1]]:
            yield f"code cell {position + 1} must carry the tag {tag!r}, and only it; has {holders or 'none'}"


def check_manifest(notebook, allowed):
    """The budget says how many cells there are, so that a deleted one is missed."""
    seen = {
        "code_cells": len(code_cells(notebook)),
        "labs": len(tagged(notebook, "lab")),
        "figures": len(tagged(notebook, "figure")),
        "exercises": len(tagged(notebook, "exercise")),
    }
    for kind, count in seen.items():
        if allowed.get(kind) != count:
            yield f"has {count} {kind.replace('_', ' ')}, the budget says {allowed.get(kind)}"


def check_tolerated(notebook, allowed):
    """Each tag that lets a cell off a comparison has a reason in the budget, and each reason has its tag."""
    tolerated = allowed.get("tolerated", {})
    tags = [(cell.id, tag) for cell in notebook.cells for tag in tags_of(cell)]
    listed = [(name, entry.get("tag")) for name, entry in tolerated.items()]
    for name, tag in tags:
        if tag not in TAGS + TOLERATED:
            yield f"cell {name}: tag {tag!r} is not one of ours"
        if tag in TOLERATED and (name, tag) not in listed:
            yield f"cell {name}: tag {tag} has no reason in the budget"
    for name, tag in listed:
        if tag not in TOLERATED or (name, tag) not in tags:
            yield f"cell {name}: the budget lists the tag {tag}, the cell does not have it"
    for name, entry in tolerated.items():
        if len(entry.get("reason", "").split()) < 3:
            yield f"cell {name}: the budget must say in words why it is tolerated"
        for tolerance, (kind, widest) in product(entry.get("tolerances", []), WIDEST.items()):
            if not 0 <= tolerance.get(kind, 0) <= widest:
                yield f"cell {name}: {kind} {tolerance[kind]} is wider than {widest}"


def check_exercises(notebook):
    """Every exercise keeps its rules; what belongs to it stands before the next one."""
    for position, cell in enumerate(notebook.cells):
        if "exercise" in tags_of(cell):
            after = takewhile(lambda other: "exercise" not in tags_of(other), notebook.cells[position + 1 :])
            yield from (f"cell {cell.id}: {problem}" for problem in check_exercise(cell, list(after)))


def check_exercise(cell, after):
    """A stub that counts as not attempted, a check, and a folded solution in one of the cells after it."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return  # check_source tells
    if not checks_called(cell.source):
        yield "the exercise does not call checks.check_..."
    if not any(isinstance(node, ast.Constant) and node.value is Ellipsis for node in ast.walk(tree)):
        yield "the stub has no ... to fill in"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not any(isinstance(part, ast.Return) for part in ast.walk(node)):
            yield f"the stub {node.name} returns None; write return ..."
    solutions = [other for other in after if "solution" in tags_of(other)]
    if len(solutions) != 1 or solution_code(solutions[0]) is None:
        yield "needs one solution cell after it: <details> holding a ```python block"


def check_count(cell, number):
    """A stored cell has been run, from top to bottom."""
    if cell.execution_count is None:
        yield "was never run"
    elif cell.execution_count != number:
        yield f"was run as number {cell.execution_count}, not {number}"


# --- sources ---------------------------------------------------------------------------------------------------------


def check_source(cell):
    """Plain Python, imports in their place, and only what runs alike under nbval, nbclient and Colab."""
    if not cell.source.strip():
        yield "is empty"
        return
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        yield f"is not plain Python (no magics, no !commands): line {error.lineno}"
        return
    if any(re.search(r";\s*(#.*)?$", line) for line in cell.source.splitlines()):
        yield "ends a line in ; which nbval does not honour: write _ = ..."
    if re.search(r"#\s*NBVAL_|#\s*PYTEST_VALIDATE", cell.source):
        yield "steers nbval by a comment: use a tag, and the budget"
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    if imports and not {"setup", "imports"} & set(tags_of(cell)):
        yield "imports outside the imports cell"
    yield from lint.check_tree(tree)


# --- outputs ---------------------------------------------------------------------------------------------------------


def check_outputs(cell, allowed):
    """Stored outputs show what a reader without a kernel should see, and nothing else."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors and "raises-exception" not in tags_of(cell):
        yield f"stores the error {errors[0].ename}"
    if not errors and "raises-exception" in tags_of(cell):
        yield "is tagged raises-exception and stores no error"
    if any(output.output_type == "stream" and output.name == "stderr" for output in cell.outputs):
        yield "stores words from stderr"
    words = "\n".join(texts_of(cell.outputs))
    yield from (f"stores {what}" for what, pattern in UNWANTED_WORDS.items() if pattern.search(words))
    not_finite = NOT_FINITE.search(words)
    if not_finite and cell.id not in allowed.get("not_finite", {}):
        yield f"stores the word {not_finite[0].lower()}; if the lesson means it, say so in the budget"
    yield from check_pictures(cell)


def texts_of(outputs):
    """Return every text of some outputs."""
    texts = []
    for output in outputs:
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type == "error":
            texts.append(output.evalue)
        else:
            texts += [value for mime, value in output.data.items() if mime.startswith("text/")]
    return texts


def check_pictures(cell):
    """Labs and figures store a picture that shows something, with its facts in words beside it."""
    bundles = [output.data for output in cell.outputs if "data" in output]
    pictures = [data for data in bundles if "image/png" in data]
    shows = {"lab", "figure"} & set(tags_of(cell))
    if shows and not pictures:
        yield "stores no picture"
    if pictures and not shows:
        yield "stores a picture without the tag lab or figure"
    for data in pictures:
        spread = grey_spread(base64.b64decode(data["image/png"]))
        if spread is None:
            yield "stores a picture that cannot be read"
        elif spread <= GREY_SPREAD:
            yield "stores a blank picture"
        if not is_prose(data.get("text/plain", "")):
            yield "stores a picture without its facts in words (text/plain)"
    for mime in sorted({mime for data in bundles for mime in data} - {"text/plain", "text/html", "image/png"}):
        yield f"stores {mime}, which some readers cannot show"


def grey_spread(content):
    """Return the standard deviation of a picture's grey levels, or None when the bytes are no picture."""
    try:
        return float(np.asarray(Image.open(io.BytesIO(content)).convert("L"), dtype=float).std())
    except (OSError, SyntaxError, ValueError):  # Pillow's words for a broken PNG
        return None


def is_prose(text):
    """True for at least three words that are not an object's repr."""
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 3 and not re.match(r"\s*(<|\w+\(\w+=)", text)


# --- the whole course ------------------------------------------------------------------------------------------------


def check_course(lessons, budget):
    """Return what is wrong across lessons: a missing or unknown one, setup cells that differ.

    lessons: dict from name to NotebookNode.
    """
    problems = [f"{name}: is in the budget and not in notebooks/" for name in budget if name not in lessons]
    setups = {name: [cell.source for cell in tagged(notebook, "setup")] for name, notebook in lessons.items()}
    first = next(iter(setups.values()), None)
    problems += [f"{name}: its setup cell differs from the first lesson's" for name in setups if setups[name] != first]
    return problems


def check_file(path, budget):
    """Return what is wrong with one stored notebook, its JSON text included."""
    path = Path(path)
    try:
        notebook = notebooks.read(path)
    except Exception as error:  # json's errors, or any when the parts are not where they should be for a broken file
        return [f"{path.stem}: cannot be read as a notebook: {error}"]
    problems = check(notebook, path, budget)
    if notebooks.text(notebook) != path.read_text(encoding="utf-8"):
        problems.append(f"{path.stem}: is not written the way `python -m tools refresh` writes it")
    return problems


def check_all():
    """Return every problem of the course's notebooks and modules."""
    budget = read_budget()
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    problems = [problem for path in paths for problem in check_file(path, budget)]
    if not problems:
        problems += check_course({path.stem: notebooks.read(path) for path in paths}, budget)
    return problems + lint.check_modules()


def run(options):
    """Print the problems and return the exit code."""
    problems = check_all()
    print("\n".join(problems) if problems else "Every lesson keeps the contract.")
    return 1 if problems else 0
