"""Run lessons and store what they print and draw, in a form that stays the same from run to run.

    python -m tools refresh              every lesson in notebooks/
    python -m tools refresh 03 07        lessons by number, name or path
    python -m tools refresh --check 03   run and show what would change, write nothing
"""

import base64
import difflib
import hashlib
import io

from PIL import Image

from tools import notebooks
from tools.kernels import client_for, kernel_environment, run_cells

# --- what an author reads --------------------------------------------------------------------------------------------


def describe_outputs(notebook):
    """Return lines that tell every output in words; a picture is its size and a short hash."""
    lines = []
    for cell in notebooks.code_cells(notebook):
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
        for cell in notebooks.code_cells(notebook)
        for output in cell.outputs
        if output["output_type"] == "stream" and output["name"] == "stderr"
    ]


# --- the command -----------------------------------------------------------------------------------------------------


def refresh(path, check=False, show=print):
    """Run one lesson and store it in normal form. Return False when it failed or, with `check`, would change."""
    stored_text = path.read_text(encoding="utf-8")
    stored = notebooks.read(path)
    fresh = notebooks.without_outputs(stored)
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
    fresh = notebooks.normalise(fresh)
    changed = notebooks.text(fresh) != stored_text
    changes = difference(stored, fresh)
    show("\n".join(changes) if changes else f"{path.name}: outputs unchanged" + (", form differs" if changed else ""))
    if changed and not check:
        if path.read_text(encoding="utf-8") != stored_text:
            show(f"{path.name}: NOT WRITTEN, it was changed while it ran. Run this again.")
            return False
        notebooks.write(fresh, path)
        show(f"{path.name}: written")
    return not (changed and check)


def run(options):
    """Refresh the lessons asked for, all of them by default; return the exit code."""
    try:
        paths = [notebooks.find_lesson(name) for name in options.lessons] or sorted(notebooks.NOTEBOOKS.glob("*.ipynb"))
    except ValueError as error:
        options.error(str(error))
    if not paths:
        options.error(f"no lessons in {notebooks.NOTEBOOKS}")
    results = [refresh(path, check=options.check) for path in paths]
    return 0 if all(results) else 1
