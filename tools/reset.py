"""Put the exercises of a lesson back as they were, and keep what was there: ``python3 course.py reset 03``.

The cells of the exercises come from the lesson's copy in colab/, which only `course.py colab` writes; everything else
in the notebook stays as the learner left it, in whatever form an editor has saved it. So the file is read as plain
JSON: nothing but those cells is looked at, and no rule of Jupyter's refuses it. Before anything is written, the
notebook as it is goes into the folder backup/.
"""

import contextlib
import errno
import json
import sys
from collections import Counter

from tools import files, notebooks
from tools.colab import BACKUP, COLAB, is_written
from tools.notebooks import NOTEBOOKS, checks_named, find_lesson, source_of, tagged, tags_of

BACK = "Copy colab/{name} into notebooks/, or get the lesson again where you got the course."
AGAIN = "If the lesson is open in JupyterLab: File > Reload Notebook from Disk."


def put_back(cells, stubs):
    """Give the cells of a notebook, as JSON, those exercises back; return (ids of the changed, of the missing ones)."""
    changed, missing = [], []
    for stub in stubs:
        found = cells_of(stub, cells)
        if not found:
            missing.append(stub.id)
        for cell in found:
            if source_of(cell) != stub.source or cell.get("cell_type") != "code":
                source = stub.source.splitlines(keepends=True)
                cell.update(cell_type="code", source=source, execution_count=None, outputs=[])
                cell.pop("attachments", None)
                changed.append(stub.id)
    return changed, missing


def cells_of(stub, cells):
    """Return the cells that hold an exercise: itself, copies of it; where its id is lost, those that call its check."""
    checks = set(checks_named(stub.source))
    calls = [cell for cell in cells if checks.intersection(checks_named(source_of(cell)))]
    named = [cell for cell in cells if cell.get("id") == stub.id]
    copies = [cell for cell in calls if "exercise" in tags_of(cell)]
    kept = [id(cell) for cell in named + copies] or [id(cell) for cell in calls if cell.get("cell_type") == "code"]
    return [cell for cell in cells if id(cell) in kept]


def reset(path, pristine_folder=COLAB, backup_folder=BACKUP):
    """Reset the exercises of one lesson; return what was done, in words.

    Raises ValueError in words when the lesson or its copy cannot be read, OSError in words when it or the backup cannot
    be written.
    """
    notebook = plain_notebook(path)
    stubs = pristine_exercises(pristine_folder / path.name)
    changed, missing = put_back(notebook["cells"], stubs)
    lost = f" Not found in it: {', '.join(missing)}; colab/{path.name} has them." if missing else ""
    if not changed and not missing:
        return f"{path.name}: no exercise has been changed."
    if not changed:
        rest = " No other exercise has been changed." if len(missing) < len(stubs) else ""
        return f"{path.name}:{lost}{rest}"
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    with told_in_words(path, backup_folder):
        copy = files.keep_copy(path, backup_folder)
    with told_in_words(path, path.parent, copy):
        files.write(path, text.encode("utf-8", "backslashreplace"))  # half an emoji is written as JSON escapes it
    names = [name if times == 1 else f"{name} (in {times} cells)" for name, times in Counter(changed).items()]
    kept = f"Your work is kept in {backup_folder.name}/{copy.name}."
    return f"{path.name}: put back {', '.join(names)}. {kept}{lost} {AGAIN}"


@contextlib.contextmanager
def told_in_words(path, folder, copy=None):
    """Say in words that a folder cannot be written, and take away a copy that was made for nothing."""
    try:
        yield
    except OSError as error:
        if copy:
            copy.unlink()
        if not error.strerror:  # words of ours
            raise
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "the disk is full" if full else error.strerror
        raise OSError(f"{folder.name}/ cannot be written ({reason}): {path.name} is as it was.") from error


def plain_notebook(path):
    """Read a learner's notebook as JSON, in any encoding JSON allows; raise ValueError in words when it is none."""
    where = f"{path.parent.name}/{path.name}"
    back = f"Keep it under another name. {BACK.format(name=path.name)}"
    try:
        notebook = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ValueError(f"{where} is not there. {BACK.format(name=path.name)}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(f"{where} cannot be read ({type(error).__name__}). {back}") from error
    try:
        if not isinstance(notebook["cells"], list):
            raise TypeError(type(notebook["cells"]))
        for cell in notebook["cells"]:
            source_of(cell), tags_of(cell)
    except (AttributeError, KeyError, TypeError) as error:
        what = f"{where} has no cells to read: it is no notebook, or one of an old format."
        raise ValueError(f"{what} {back}") from error
    return notebook


def pristine_exercises(path):
    """Return the exercise cells of a lesson's copy; raise ValueError in words when somebody has worked in it."""
    where = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise ValueError(
            f"{where} is not there: it has the exercises as they were. If you have renamed the lesson, give it its old "
            "name back; if not, get the copy where you got the course."
        )
    if not is_written(path):
        raise ValueError(
            f"{where} should have the exercises as they were, but has been changed too. Keep it under another name, "
            "then get it again where you got the course (if you cloned it: git checkout colab)."
        )
    return tagged(notebooks.read(path), "exercise")


def path_of(name):
    """Return where the lesson is, or where it was: a lesson that was deleted still has its copy in colab/."""
    try:
        return find_lesson(name)
    except ValueError:
        with contextlib.suppress(ValueError):
            path = NOTEBOOKS / find_lesson(name, COLAB).name
            if not path.exists():
                return path
        raise


def run(options):
    """Reset the exercises of the lessons asked for; return the exit code."""
    code = 0
    for name in options.lessons:
        try:
            path = path_of(name)
            if path.parent != NOTEBOOKS:
                raise ValueError(f"{path} is not in {NOTEBOOKS}.")
            print(reset(path))
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            code = 1
    return code
