"""Write files so that none is lost: whole or not at all, and never over one that somebody worked in."""

import os
import time
from pathlib import Path


def replace_file(path, content):
    """Write bytes through a temporary file, so that an interruption or a full disk leaves the old one whole."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def keep_copy(path, folder):
    """Copy a file, byte for byte, to a name in `folder` that nothing has yet; return that path."""
    folder.mkdir(exist_ok=True)
    content = path.read_bytes()
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        copy = folder / f"{path.stem}-{stamp}{f'-{number}' if number > 1 else ''}{path.suffix}"
        try:
            with open(copy, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return copy
        except FileExistsError:
            continue
    raise FileExistsError(copy)
