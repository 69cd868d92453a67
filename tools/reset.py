"""Put the exercises of a lesson back as they were, and keep what was there: ``python3 course.py reset 03``.

The cells of the exercises come from the lesson's copy in colab/, which nobody edits; everything else in the notebook
stays as the learner left it. Before anything is written, the notebook as it is goes into the folder backup/.
"""

import argparse
import os
import sys
import time

import nbformat

from tools.contract import tagged
from tools.refresh import NOTEBOOKS, ROOT, find_lesson, read_notebook, write_notebook

PRISTINE = ROOT / "colab"
BACKUP = ROOT / "backup"
AGAIN = "If the lesson is open in JupyterLab: File > Reload Notebook from Disk."


def put_back(notebook, pristine):
    """Give a notebook the exercise cells of `pristine`; return (ids of those that changed, of those it has not)."""
    cells = {cell.get("id"): cell for cell in notebook.cells}
    changed, missing = [], []
    for stub in tagged(pristine, "exercise"):
        cell = cells.get(stub.id)
        if cell is None:
            missing.append(stub.id)
        elif cell.source != stub.source or cell.cell_type != "code":
            cell.update(cell_type="code", source=stub.source, execution_count=None, outputs=[])
            cell.pop("attachments", None)
            changed.append(stub.id)
    return changed, missing


def keep_copy(path, folder):
    """Copy a notebook, byte for byte, to a name in `folder` that nothing has yet; return that path."""
    folder.mkdir(exist_ok=True)
    content = path.read_bytes()
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        copy = folder / f"{path.stem}-{stamp}{f'-{number}' if number > 1 else ''}.ipynb"
        try:
            with open(copy, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return copy
        except FileExistsError:
            continue
    raise FileExistsError(copy)


def reset(path, pristine_folder=PRISTINE, backup_folder=BACKUP):
    """Reset the exercises of one lesson; return what was done, in words.

    Raises ValueError in words when the lesson or its copy cannot be read, OSError when nothing can be written.
    """
    notebook = readable(path)
    pristine = readable(pristine_folder / path.name)
    changed, missing = put_back(notebook, pristine)
    lost = f" Not in it any more: {', '.join(missing)}; colab/{path.name} has them." if missing else ""
    if not changed:
        return f"{path.name}: no exercise has been changed.{lost}"
    copy = keep_copy(path, backup_folder)
    write_notebook(notebook, path)
    return f"{path.name}: put back {', '.join(changed)}. Your work is kept in {backup_folder.name}/{copy.name}.{lost}"


def readable(path):
    """Read a notebook, or raise ValueError in words."""
    try:
        return read_notebook(path)
    except (OSError, ValueError, KeyError, nbformat.ValidationError) as error:
        raise ValueError(f"{path.parent.name}/{path.name} cannot be read ({type(error).__name__}).") from error


def main(arguments=None):
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(prog="course.py reset", description="Put the exercises of a lesson back.")
    parser.add_argument("lessons", nargs="+", metavar="lesson", help="such as 03")
    options = parser.parse_args(arguments)
    try:
        for path in [find_lesson(name) for name in options.lessons]:
            if path.parent != NOTEBOOKS:
                raise ValueError(f"{path} is not in {NOTEBOOKS}.")
            print(reset(path))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(AGAIN)
    return 0


if __name__ == "__main__":
    sys.exit(main())
