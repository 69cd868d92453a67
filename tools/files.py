"""Write files so that none is lost: whole or not at all, and never over one that somebody worked in."""

import functools
import os
import stat
import time
from pathlib import Path


def write(path, content):
    """Write bytes, or a text as UTF-8, so that an interruption or a full disk leaves the old file whole.

    A link stays one, to the new file; the mode of the old file (who may read it) is the new one's.
    """
    content = content.encode("utf-8") if isinstance(content, str) else content
    path = Path(os.path.realpath(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.unlink(missing_ok=True)
        _write_new(temporary, content, path)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _write_new(path, content, like):
    """Write a file that is not there yet, from its first byte with the mode of the file `like`, if there is one.

    What cannot be written to its end is taken away.
    """
    mode = stat.S_IMODE(like.stat().st_mode) if like.exists() else None
    file = open(path, "xb", opener=functools.partial(os.open, mode=0o666 if mode is None else mode))  # noqa: SIM115
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(path, mode)  # what the umask has taken off
    except BaseException:
        path.unlink()
        raise


def keep_copy(path, folder):
    """Copy a file, byte for byte, to a name in `folder` that nothing has yet; return that path."""
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        words = "is there but is no folder, and your work should be kept in it. Rename it, and run this again."
        raise FileExistsError(f"{folder.name} {words}") from error
    content = path.read_bytes()
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        copy = folder / f"{path.stem}-{stamp}{f'-{number}' if number > 1 else ''}{path.suffix}"
        try:
            _write_new(copy, content, path)
            return copy
        except FileExistsError:
            continue
    raise FileExistsError(copy)
