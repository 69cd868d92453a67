"""Run lessons and store what they print and draw, in a form that stays the same from run to run.

    python -m tools refresh              every lesson in notebooks/
    python -m tools refresh 03 07        lessons by number, name or path
    python -m tools refresh --check 03   run and show what would change, write nothing

Convention: a stored notebook is a fixed point, ``normalise(notebook) == notebook``. It holds no widget state (an
untrusted or unrun notebook shows the card's PNG instead of "model not found"), no timestamps and no machine's version
numbers.
"""

import base64
import copy
import difflib
import hashlib
import io
import os
import re
import sys
from pathlib import Path

import nbformat
import nbformat.v4
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.validator import iter_validate
from PIL import Image

from tools.files import replace_file

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
CELL_TIMEOUT = 120  # seconds
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


# --- the normal form -------------------------------------------------------------------------------------------------


def normalise(notebook):
    """Return a copy of `notebook` in the form that is committed.

    A code cell that never ran keeps its empty count, so that the contract can name it; the others are numbered 1..n.
    """
    cells = []
    count = 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
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
        {"cells": cells, "metadata": copy.deepcopy(NOTEBOOK_METADATA), "nbformat": 4, "nbformat_minor": 5}
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


def read_notebook(path):
    """Read a notebook as it is; nbformat.read would replace a cell id that is missing or used twice."""
    return nbformat.v4.reads(Path(path).read_text(encoding="utf-8"))


def notebook_text(notebook):
    """Return the text of the file that stores `notebook`."""
    return nbformat.v4.writes(notebook) + "\n"


def invalid(notebook):
    """Return in words why a notebook is none by Jupyter's own schema, or None."""
    error = next(iter_validate(notebook), None)
    return error and f"{'/'.join(map(str, error.absolute_path))}: {error.message}"


def write_notebook(notebook, path):
    """Write `notebook`, whole or not at all.

    Raises ValueError for a notebook that Jupyter's schema refuses.
    """
    problem = invalid(notebook)
    if problem:
        raise ValueError(f"{path} is not written: {problem}")
    replace_file(path, notebook_text(notebook).encode("utf-8"))


# --- execution -------------------------------------------------------------------------------------------------------


class OnePython(KernelSpecManager):
    """Start kernels with one interpreter, whatever kernels the user has installed."""

    def __init__(self, python=sys.executable, **options):
        super().__init__(**options)
        self._python = str(python)

    def get_kernel_spec(self, kernel_name):
        # ipykernel warns on stderr that it speaks TCP; on the loopback that tells an author nothing.
        command = [self._python, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
        return KernelSpec(argv=command, display_name="course", language="python")


def kernel_manager(python=sys.executable):
    """Return an unstarted kernel manager for the given interpreter."""
    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=OnePython(python))


def kernel_environment(**changes):
    """Return the environment of a lesson's kernel: one thread, which also removes one source of differing digits."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1", **changes}


def client_for(notebook, folder, python=sys.executable):
    """Return an nbclient that will write fresh outputs into `notebook`, cell by cell."""
    return NotebookClient(
        notebook,
        km=kernel_manager(python),
        timeout=CELL_TIMEOUT,
        startup_timeout=CELL_TIMEOUT,
        store_widget_state=False,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )


def run_cells(client):
    """Run every cell of a client's notebook in its started kernel.

    returns: None, or (cell id, error) of the first cell that failed, took too long, or lost its kernel
    """
    for index, cell in enumerate(client.nb.cells):
        try:
            client.execute_cell(cell, index)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return cell.get("id"), error
    return None


def without_outputs(notebook):
    """Return a copy of `notebook` as if no cell had ever run."""
    blank = copy.deepcopy(notebook)
    for cell in blank.cells:
        if cell.cell_type == "code":
            cell.update(execution_count=None, outputs=[])
    return blank


# --- what an author reads --------------------------------------------------------------------------------------------


def describe_outputs(notebook):
    """Return lines that tell every output in words; a picture is its size and a short hash."""
    lines = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            lines += [f"{cell.get('id')} | {line}" for line in describe_output(output)]
    return lines


def describe_output(output):
    """Return the lines of one output."""
    if output["output_type"] == "stream":
        return [f"{output['name']}: {line}" for line in output["text"].splitlines()]
    if output["output_type"] == "error":
        return [f"error: {output['ename']}: {output['evalue']}"]
    lines = []
    for mime, value in sorted(output["data"].items()):
        if mime == "image/png":
            lines.append(f"{mime}: {describe_png(value)}")
        else:
            lines += [f"{mime}: {line}" for line in str(value).splitlines()]
    return lines


def describe_png(text):
    """Return "680 x 420 px, 31 kB, 5fd1c0b2" for a picture in base64."""
    content = base64.b64decode(text)
    try:
        size = "{} x {} px".format(*Image.open(io.BytesIO(content)).size)
    except OSError:
        size = "not a picture"
    return f"{size}, {len(content) / 1000:.0f} kB, {hashlib.sha256(content).hexdigest()[:8]}"


def difference(stored, fresh):
    """Return a unified diff of the outputs of two notebooks, empty when they are equal."""
    before, after = describe_outputs(stored), describe_outputs(fresh)
    return list(difflib.unified_diff(before, after, "stored", "fresh", n=0, lineterm=""))


def faults(notebook):
    """Return what forbids storing a run, one line each: warnings and other words on stderr."""
    return [
        f"{cell.get('id')} wrote to stderr: {output['text'].strip()}"
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output["output_type"] == "stream" and output["name"] == "stderr"
    ]


# --- the command -----------------------------------------------------------------------------------------------------


def find_lesson(name, folder=NOTEBOOKS):
    """Return the path of a lesson given as "03", "3", its file name with or without ending, or a path.

    A number never means the copy that JupyterLab calls 03_fit-Copy1. Raises ValueError when not one file fits.
    """
    if Path(name).suffix == ".ipynb" and Path(name).is_file():
        return Path(name).resolve()
    numbered = re.compile(rf"{int(name):02d}_\w+" if name.isdecimal() else "(?!)")  # (?!) fits no name
    stem = name.removesuffix(".ipynb")
    found = [path for path in sorted(folder.glob("*.ipynb")) if path.stem == stem or numbered.fullmatch(path.stem)]
    if len(found) != 1:
        names = ", ".join(path.stem for path in sorted(folder.glob("*.ipynb"))) or "none"
        advice = ": give one by its whole name" if found else ""
        raise ValueError(f"{name!r} names {len(found)} lessons{advice}. Lessons in {folder.name}/: {names}.")
    return found[0]


def refresh(path, check=False, show=print):
    """Run one lesson and store it in normal form. Return False when it failed or, with `check`, would change."""
    stored_text = path.read_text(encoding="utf-8")
    stored = read_notebook(path)
    fresh = without_outputs(stored)
    client = client_for(fresh, path.parent)
    with client.setup_kernel(env=kernel_environment(), cleanup_kc=True):
        failure = run_cells(client)
    if failure:
        show("{}: NOT WRITTEN, cell {!r} failed.\n{}".format(path.name, *failure))
        return False
    found = faults(fresh)
    if found:
        show("\n".join([f"{path.name}: NOT WRITTEN", *found]))
        return False
    fresh = normalise(fresh)
    changed = notebook_text(fresh) != stored_text
    changes = difference(stored, fresh)
    show("\n".join(changes) if changes else f"{path.name}: outputs unchanged" + (", form differs" if changed else ""))
    if changed and not check:
        if path.read_text(encoding="utf-8") != stored_text:
            show(f"{path.name}: NOT WRITTEN, it was changed while it ran. Run this again.")
            return False
        write_notebook(fresh, path)
        show(f"{path.name}: written")
    return not (changed and check)


def run(options):
    """Refresh the lessons asked for, all of them by default; return the exit code."""
    try:
        paths = [find_lesson(name) for name in options.lessons] or sorted(NOTEBOOKS.glob("*.ipynb"))
    except ValueError as error:
        options.error(str(error))
    if not paths:
        options.error(f"no lessons in {NOTEBOOKS}")
    results = [refresh(path, check=options.check) for path in paths]
    return 0 if all(results) else 1
