"""What this cell does: it brings the course's Python package `utils` along, so that there is nothing to install.

The files of `utils` (the losses, the figures, the labs, the checks of the exercises) are packed into the text at the
end of this cell: a list of files in JSON, compressed with bz2 and written in printable characters (base85). The cell
checks that text, writes the files into a folder where you can read them, and lets `import utils` find them there. It
installs nothing and uses no network. To read the files without running a lesson, give that text to `files_in`.

In Colab the folder is /content/course, in the file list on the left. What you change there stays until the session
ends; restart the session to see it work, and delete the folder to have the original files back. Anywhere else it is a
temporary folder that goes when the notebook is closed.
"""

import atexit
import base64
import bz2
import hashlib
import importlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

COLAB_FOLDER = Path("/content/course")
NOTE = "written_by_a_lesson.txt"  # marks a folder as ours, and says which files it holds


def unpack_utils(packed, sha256):
    """Check the packed text, write its files, let Python find them, and say where they are."""
    if hashlib.sha256("".join(packed.split()).encode()).hexdigest() != sha256:
        raise ValueError(
            "This copy of the lesson is damaged: the files packed into this cell are not what they were. "
            "Download the lesson again and open the new copy."
        )
    files = files_in(packed)
    folder = folder_for_utils()
    is_new = write_utils(files, folder, sha256)
    import_utils_from(folder, is_new)
    changed = [name for name, content in files.items() if (folder / "utils" / name).read_bytes() != content]
    print(report_of_utils(len(files), folder, changed))


def files_in(packed):
    """Return {name: bytes} of the files in a packed text."""
    texts = json.loads(bz2.decompress(base64.b85decode("".join(packed.split()))))
    return {name: text.encode(encoding_of(name)) for name, text in texts.items()}


def encoding_of(name):
    """Return how a file is written as text: a catalogue is no text, so each of its bytes is a letter."""
    return "latin-1" if name.endswith(".mo") else "utf-8"


def report_of_utils(n_files, folder, changed=()):
    """Return the line this cell prints."""
    line = f"The {n_files} files of utils are in {folder / 'utils'}"
    return f"{line}, changed by you: {', '.join(changed)}" if changed else line


def folder_for_utils():
    """Return the folder of an earlier run, /content/course in Colab, and anywhere else a temporary one.

    A folder that no lesson has made is left alone.
    """
    earlier = [Path(entry) for entry in sys.path if entry and (Path(entry) / NOTE).is_file()]
    if earlier:
        return earlier[0]
    is_free = not COLAB_FOLDER.exists() or (COLAB_FOLDER / NOTE).is_file()
    if "google.colab" in sys.modules and COLAB_FOLDER.parent.is_dir() and is_free:
        return COLAB_FOLDER
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def write_utils(files, folder, sha256):
    """Write the files that are not there; return whether they are new: none there, or those of another notebook."""
    folder.mkdir(exist_ok=True)
    note = folder / NOTE
    is_new = not note.is_file() or note.read_text(encoding="utf-8") != sha256
    if is_new:
        note.write_text("not finished", encoding="utf-8")
    for name, content in files.items():
        path = folder / "utils" / name
        if is_new or not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    note.write_text(sha256, encoding="utf-8")
    return is_new


def import_utils_from(folder, is_new):
    """Put the folder first on Python's path, and forget any package called utils that is loaded from elsewhere."""
    sys.path[:] = [str(folder), *(entry for entry in sys.path if entry != str(folder))]
    importlib.invalidate_caches()
    other = place_of_utils(sys.modules.get("utils"))
    if is_new or other != folder / "utils":
        for name in [name for name in sys.modules if name.split(".")[0] == "utils"]:
            del sys.modules[name]
    if other not in (None, folder / "utils"):
        print(f"Another package called utils was loaded, from {other}. From here on, utils is the course's.")
    found = place_of_utils(importlib.import_module("utils"))
    if found != folder / "utils":
        raise ImportError(
            f"Python finds another package called utils, in {found or 'no folder'}, before the course's own. "
            "Restart the session (Runtime > Restart session) and run this cell before any other. "
            "If that does not help, uninstall that package."
        )


def place_of_utils(module):
    """Return the folder that a loaded package lies in, None for no module and for a package that has no file."""
    file = getattr(module, "__file__", None)
    return file and Path(file).parent
