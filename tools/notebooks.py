"""Notebooks: where the lessons are, how one is read, the one form it is stored in, what its cells are.

Convention: a stored notebook is a fixed point, ``normalise(notebook) == notebook``. It holds no widget state (an
untrusted or unrun notebook shows the card's PNG instead of "model not found"), no timestamps and no machine's version
numbers.
"""

import ast
import copy
import re
from pathlib import Path

import nbformat
import nbformat.v4
from nbformat.validator import iter_validate

from tools import files
from tools.settings import ROOT

NOTEBOOKS = ROOT / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CHECK_NAMED = re.compile(r"\bcheck_(\w+)\s*\(")


# --- lessons ---------------------------------------------------------------------------------------------------------


def lessons(folder=NOTEBOOKS):
    """Return the paths of the lessons in a folder: what has another name, such as a copy, is somebody's own."""
    return sorted(path for path in folder.glob("*.ipynb") if re.fullmatch(r"\d\d_\w+", path.stem))


def find_lesson(name, folder=NOTEBOOKS):
    """Return the path of a lesson given as "03", "3", its file name with or without ending, or a path.

    A number never means the copy that JupyterLab calls 03_fit-Copy1. Raises ValueError when not one file fits.
    """
    if Path(name).suffix == ".ipynb" and Path(name).is_file():
        return Path(name).resolve()
    if name.isdecimal():
        found = [path for path in lessons(folder) if int(path.stem[:2]) == int(name)]
    else:
        found = [path for path in folder.glob("*.ipynb") if path.stem == name.removesuffix(".ipynb")]
    if len(found) != 1:
        names = ", ".join(path.stem for path in sorted(folder.glob("*.ipynb"))) or "none"
        advice = ": give one by its whole name" if found else ""
        raise ValueError(f"{name!r} names {len(found)} lessons{advice}. Lessons in {folder.name}/: {names}.")
    return found[0]


# --- reading and writing ---------------------------------------------------------------------------------------------


def read(path):
    """Read a notebook as it is; nbformat.read would replace a cell id that is missing or used twice."""
    return nbformat.v4.reads(Path(path).read_text(encoding="utf-8"))


def text(notebook):
    """Return the text of the file that stores a notebook."""
    return nbformat.v4.writes(notebook) + "\n"


def invalid(notebook):
    """Return in words why a notebook is none by Jupyter's own schema, or None."""
    error = next(iter_validate(notebook), None)
    return error and f"{'/'.join(map(str, error.absolute_path))}: {error.message}"


def write(notebook, path):
    """Write a notebook, whole or not at all.

    Raises ValueError for a notebook that Jupyter's schema refuses.
    """
    problem = invalid(notebook)
    if problem:
        raise ValueError(f"{path} is not written: {problem}")
    files.write(path, text(notebook))


# --- the normal form -------------------------------------------------------------------------------------------------


def normalise(notebook):
    """Return a copy of `notebook` in the form that is committed.

    A code cell that never ran keeps its empty count, so that the contract can name it; the others are numbered 1..n.
    """
    cells = []
    count = 0
    for cell in notebook.cells:
        tags = tags_of(cell)
        kept = {
            "cell_type": cell.cell_type,
            "id": cell.get("id"),
            "metadata": {"tags": list(tags)} if tags else {},
            "source": cell.source.strip("\n"),
        }
        if cell.get("attachments"):
            kept["attachments"] = copy.deepcopy(cell.attachments)
        if cell.cell_type == "code":
            count += 1
            kept["execution_count"] = None if cell.execution_count is None else count
            kept["outputs"] = normalise_outputs(cell.outputs, kept["execution_count"])
        cells.append(kept)
    return nbformat.from_dict(
        {"cells": cells, "metadata": copy.deepcopy(METADATA), "nbformat": 4, "nbformat_minor": 5}
    )


def normalise_outputs(outputs, execution_count):
    """Return the outputs to store: no widget views, no stderr, neighbouring prints in one piece."""
    kept = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            if output["name"] == "stderr":
                continue
            if kept and kept[-1]["output_type"] == "stream":
                kept[-1]["text"] += output["text"]
            else:
                kept.append({"output_type": "stream", "name": "stdout", "text": output["text"]})
        elif kind == "error":
            # A traceback names folders of the machine; the error's name and words are what a reader needs.
            name, words = output["ename"], output["evalue"]
            kept.append({"output_type": "error", "ename": name, "evalue": words, "traceback": [f"{name}: {words}"]})
        else:
            bundle = normalise_bundle(output, kind)
            if kind == "execute_result":
                bundle["execution_count"] = execution_count
            if bundle["data"]:
                kept.append(bundle)
    return kept


def normalise_bundle(output, kind):
    """Return a display_data or execute_result without its widget view, pictures as one line of base64."""
    data = {mime: copy.deepcopy(value) for mime, value in output["data"].items() if mime != WIDGET_VIEW}
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            data[mime] = "".join(data[mime].split())
    metadata = {mime: copy.deepcopy(value) for mime, value in output.get("metadata", {}).items() if mime in data}
    return {"output_type": kind, "data": data, "metadata": metadata}


# --- cells -----------------------------------------------------------------------------------------------------------


def tags_of(cell):
    """Return the tags of a cell; what is no list, in a file that some editor has saved, has none."""
    tags = (cell.get("metadata") or {}).get("tags")
    return tags if isinstance(tags, list) else []


def source_of(cell):
    """Return the source of a cell, which a file may hold line by line, and with the line ends of Windows."""
    return "".join(cell.get("source") or "").replace("\r\n", "\n")


def tagged(notebook, tag):
    """Return the cells that carry a tag."""
    return [cell for cell in notebook.cells if tag in tags_of(cell)]


def code_cells(notebook):
    """Return the code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def without_outputs(notebook):
    """Return a copy of `notebook` as if no cell had ever run."""
    blank = copy.deepcopy(notebook)
    for cell in code_cells(blank):
        cell.update(execution_count=None, outputs=[])
    return blank


def title_of(notebook):
    """Return the first line of a notebook's text, as in "# 3. Fit one-hot labels with MSE"."""
    return next((cell.source.strip().partition("\n")[0] for cell in notebook.cells if cell.source.strip()), "")


# --- exercises -------------------------------------------------------------------------------------------------------


def checks_called(source):
    """Return {exercise: its statement as an ast node} of the statements ``checks.check_...`` of an exercise's cell."""
    calls = {}
    for node in ast.parse(source).body:
        function = getattr(getattr(node, "value", None), "func", None)
        if isinstance(node, ast.Expr) and isinstance(function, ast.Attribute) and function.attr.startswith("check_"):
            calls[function.attr.removeprefix("check_")] = node
    return calls


def checks_named(source):
    """Return the exercises whose check is named in a text that need not be Python: a learner's, half written."""
    return list(dict.fromkeys(CHECK_NAMED.findall(source)))


def solution_code(cell):
    """Return the Python code folded in a solution's cell, or None when it is not one."""
    match = re.search(r"<details>.*?```python\n(.*?)```.*?</details>", cell.source, re.DOTALL)
    return match.group(1) if match and cell.cell_type == "markdown" else None
