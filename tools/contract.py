"""What every lesson must keep to, checked without running anything: ``python -m tools contract``.

`check` reads one notebook, `check_course` what only shows across notebooks. All are pure and return problems in words;
an empty list is good. What a lesson is allowed (skipped comparisons, numbers of cells, the word "nan") stands with its
reason in tests/budget.toml, see `read_budget`. What Python must not contain, here and in modules, is in tools/lint.py.
"""

import ast
import base64
import io
import re
import tomllib
from pathlib import Path

import numpy as np
from PIL import Image

from tools import lint, notebooks
from tools.notebooks import NOTEBOOKS, ROOT, checks_called, code_cells, solution_code, tagged, tags_of

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
    allowed = budget.get(name)
    problems = []
    if allowed is None:
        problems.append("is not in the budget: add its numbers of cells, labs, figures and exercises")
        allowed = {}
    refused = notebooks.invalid(notebook)
    if refused:
        return [f"{name}: is not a valid notebook: {refused}"]
    if notebooks.normalise(notebook) != notebook:
        problems.append("is not in normal form: run python -m tools refresh on it")
    if len(notebooks.text(notebook).encode("utf-8")) > LARGEST:
        problems.append(f"is larger than {LARGEST // 1000} kB: draw fewer or smaller pictures")
    problems += check_ids(notebook) + check_heading(notebook) + check_order(notebook)
    problems += check_manifest(notebook, allowed) + check_tolerated(notebook, allowed)
    problems += check_exercises(notebook)
    for cell in code_cells(notebook):
        found = check_source(cell) + check_count(cell, notebook) + check_outputs(cell, allowed)
        problems += [f"cell {cell.id}: {problem}" for problem in found]
    return [f"{name}: {problem}" for problem in problems]


def check_ids(notebook):
    """Ids are words that stay, because budgets, tests and diffs name cells by them."""
    ids = [cell.id for cell in notebook.cells]
    problems = [f"cell id {name!r} is used twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for name in ids:
        if not READABLE_ID.fullmatch(name) or RANDOM_ID.fullmatch(name):
            problems.append(f"cell id {name!r} is not readable: lower-case words joined by -")
    return problems


def check_heading(notebook):
    """One title, in the first cell."""
    titles = [
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in outside_fences(cell.source)
        if line.startswith("# ")
    ]
    first = notebook.cells[0].id if notebook.cells else None
    return [] if titles == [first] else [f"needs one '# ' title, in the first cell; has it in {titles or 'no cell'}"]


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
    problems = []
    cells = code_cells(notebook)
    for position, tag in enumerate(("setup", "imports")):
        holders = [cell.id for cell in tagged(notebook, tag)]
        wanted = [cells[position].id] if len(cells) > position else []
        if not wanted or holders != wanted:
            problems.append(
                f"code cell {position + 1} must carry the tag {tag!r}, and only it; has {holders or 'none'}"
            )
    return problems


def check_manifest(notebook, allowed):
    """The budget says how many cells there are, so that a deleted one is missed."""
    seen = {
        "code_cells": len(code_cells(notebook)),
        "labs": len(tagged(notebook, "lab")),
        "figures": len(tagged(notebook, "figure")),
        "exercises": len(tagged(notebook, "exercise")),
    }
    return [
        f"has {count} {kind.replace('_', ' ')}, the budget says {allowed.get(kind)}"
        for kind, count in seen.items()
        if allowed.get(kind) != count
    ]


def check_tolerated(notebook, allowed):
    """Each tag that lets a cell off a comparison has a reason in the budget, and each reason has its tag."""
    problems = []
    listed = {(name, entry.get("tag")) for name, entry in allowed.get("tolerated", {}).items()}
    present = {(cell.id, tag) for cell in notebook.cells for tag in tags_of(cell) if tag in TOLERATED}
    problems += [f"cell {name}: tag {tag} has no reason in the budget" for name, tag in sorted(present - listed)]
    problems += [
        f"cell {name}: the budget lists the tag {tag}, the cell does not have it" for name, tag in listed - present
    ]
    for name, entry in allowed.get("tolerated", {}).items():
        if len(entry.get("reason", "").split()) < 3:
            problems.append(f"cell {name}: the budget must say in words why it is tolerated")
        for tolerance in entry.get("tolerances", []):
            for kind, widest in WIDEST.items():
                if not 0 <= tolerance.get(kind, 0) <= widest:
                    problems.append(f"cell {name}: {kind} {tolerance[kind]} is wider than {widest}")
    for cell in notebook.cells:
        for tag in tags_of(cell):
            if tag not in TAGS + TOLERATED:
                problems.append(f"cell {cell.id}: tag {tag!r} is not one of ours")
    return problems


def check_exercises(notebook):
    """Every exercise has a stub that counts as not attempted, a check, and a folded solution before the next one."""
    problems = []
    cells = notebook.cells
    for position, cell in enumerate(cells):
        if "exercise" not in tags_of(cell):
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue  # check_source tells
        if not checks_called(cell.source):
            problems.append(f"cell {cell.id}: the exercise does not call checks.check_...")
        if not any(isinstance(node, ast.Constant) and node.value is Ellipsis for node in ast.walk(tree)):
            problems.append(f"cell {cell.id}: the stub has no ... to fill in")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not any(isinstance(part, ast.Return) for part in ast.walk(node)):
                problems.append(f"cell {cell.id}: the stub {node.name} returns None; write return ...")
        after = []
        for following in cells[position + 1 :]:
            if "exercise" in tags_of(following):
                break
            after.append(following)
        solutions = [following for following in after if "solution" in tags_of(following)]
        if len(solutions) != 1 or solution_code(solutions[0]) is None:
            problems.append(f"cell {cell.id}: needs one solution cell after it: <details> holding a ```python block")
    return problems


def check_count(cell, notebook):
    """A stored cell has been run, from top to bottom."""
    wanted = [other.id for other in code_cells(notebook)].index(cell.id) + 1
    if cell.execution_count is None:
        return ["was never run"]
    return [] if cell.execution_count == wanted else [f"was run as number {cell.execution_count}, not {wanted}"]


# --- sources ---------------------------------------------------------------------------------------------------------


def check_source(cell):
    """Plain Python, imports in their place, and only what runs alike under nbval, nbclient and Colab."""
    problems = []
    if not cell.source.strip():
        return ["is empty"]
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        return [f"is not plain Python (no magics, no !commands): line {error.lineno}"]
    if any(re.search(r";\s*(#.*)?$", line) for line in cell.source.splitlines()):
        problems.append("ends a line in ; which nbval does not honour: write _ = ...")
    if re.search(r"#\s*NBVAL_|#\s*PYTEST_VALIDATE", cell.source):
        problems.append("steers nbval by a comment: use a tag, and the budget")
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    if imports and not {"setup", "imports"} & set(tags_of(cell)):
        problems.append("imports outside the imports cell")
    return problems + lint.check_tree(tree)


# --- outputs ---------------------------------------------------------------------------------------------------------


def check_outputs(cell, allowed):
    """Stored outputs show what a reader without a kernel should see, and nothing else."""
    problems = []
    outputs = cell.outputs
    errors = [output for output in outputs if output.output_type == "error"]
    if errors and "raises-exception" not in tags_of(cell):
        problems.append(f"stores the error {errors[0].ename}")
    if not errors and "raises-exception" in tags_of(cell):
        problems.append("is tagged raises-exception and stores no error")
    if any(output.output_type == "stream" and output.name == "stderr" for output in outputs):
        problems.append("stores words from stderr")
    words = "\n".join(texts_of(outputs))
    problems += [f"stores {what}" for what, pattern in UNWANTED_WORDS.items() if pattern.search(words)]
    not_finite = sorted({match.lower() for match in NOT_FINITE.findall(words)})
    listed = cell.id in allowed.get("not_finite", {})
    if not_finite and not listed:
        problems.append(f"stores the word {not_finite[0]}; if the lesson means it, say so in the budget")
    return problems + check_pictures(cell)


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
    problems = []
    bundles = [output for output in cell.outputs if "data" in output]
    pictures = [output.data for output in bundles if "image/png" in output.data]
    shows = {"lab", "figure"} & set(tags_of(cell))
    if shows and not pictures:
        problems.append("stores no picture")
    if pictures and not shows:
        problems.append("stores a picture without the tag lab or figure")
    for data in pictures:
        spread = grey_spread(base64.b64decode(data["image/png"]))
        if spread is None:
            problems.append("stores a picture that cannot be read")
        elif spread <= GREY_SPREAD:
            problems.append("stores a blank picture")
        if not is_prose(data.get("text/plain", "")):
            problems.append("stores a picture without its facts in words (text/plain)")
    for mime in sorted({mime for output in bundles for mime in output.data} - {"text/plain", "text/html", "image/png"}):
        problems.append(f"stores {mime}, which some readers cannot show")
    return problems


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
