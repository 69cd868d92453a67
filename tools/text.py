"""Turn a lesson into a Python file that is comfortable to edit, and back.

    python -m tools text notebooks/03_x.ipynb > lesson.py
    python -m tools text lesson.py notebooks/03_x.ipynb

The text form is jupytext's py:percent; each cell begins with ``# %% [markdown] id="question"`` or
``# %% id="masking-lab" tags=["lab"]``. The notebook stays the only source: the text is a scratch copy. Going back keeps
the outputs of every code cell whose source did not change; ``python -m tools refresh`` runs the others.
"""

import sys

import jupytext

from tools import notebooks
from tools.notebooks import normalise

FORMAT = {"extension": ".py", "format_name": "percent"}


def to_text(notebook):
    """Return a notebook's sources, ids and tags as py:percent text.

    Raises ValueError when the text would not lead back to the same cells, for instance because one contains "# %%".
    """
    plain = notebooks.without_outputs(normalise(notebook))
    for cell in plain.cells:
        cell.metadata = {"id": cell.id, **cell.metadata}
    plain.metadata = {"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": "all"}}
    text = jupytext.writes(plain, fmt=FORMAT)
    if contents(from_text(text)) != contents(normalise(notebook)):
        raise ValueError(
            "This notebook cannot be told as text: look for a cell that holds '# %%' or ends in a comment mark."
        )
    return text


def from_text(text, stored=None):
    """Return the notebook that `text` tells, with the outputs of `stored` where a code cell's source is the same.

    Raises ValueError for a cell without an id, or with one that another cell has.
    """
    notebook = jupytext.reads(text, fmt=FORMAT)
    outputs = {cell.get("id"): cell for cell in notebooks.code_cells(stored)} if stored else {}
    seen = set()
    for number, cell in enumerate(notebook.cells):
        name = cell.metadata.get("id")
        words = " ".join(cell.source.split())[:50]
        if not name:
            raise ValueError(f'Cell {number} ({words!r}) has no id. Write one behind its # %%, as in id="masking-lab".')
        if name in seen:
            raise ValueError(f"Two cells have the id {name!r}; the second is cell {number} ({words!r}). Rename one.")
        seen.add(name)
        cell.id = name
        kept = outputs.get(name)
        if cell.cell_type == "code" and kept and kept.source.strip("\n") == cell.source.strip("\n"):
            cell.update(execution_count=kept.execution_count, outputs=kept.outputs)
    return normalise(notebook)


def contents(notebook):
    """Return what the text form carries of each cell."""
    return [(cell.cell_type, cell.id, notebooks.tags_of(cell), cell.source) for cell in notebook.cells]


def run(options):
    """Print the text of a notebook, or write the notebook of a text; return the exit code."""
    try:
        if options.source.suffix == ".ipynb":
            sys.stdout.buffer.write(to_text(notebooks.read(options.source)).encode("utf-8"))
        elif options.notebook is None:
            options.error("name the notebook to write")
        else:
            stored = notebooks.read(options.notebook) if options.notebook.exists() else None
            notebook = from_text(options.source.read_text(encoding="utf-8"), stored)
            notebooks.write(notebook, options.notebook)
            print(f"{options.notebook}: {len(notebook.cells)} cells written; now run python -m tools refresh on it")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
