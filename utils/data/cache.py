"""The files of a data set kept in one folder, so that they are whole or not there, and load fast.

raw/      the unpacked files, in the idx format
u8.npy    their arrays end to end
u8.stamp  what u8.npy was when it was hashed: its contents, size and time of change

No half-written file has a final name: bytes are verified in memory, written under a temporary name and renamed.
"""

import contextlib
import errno
import hashlib
import io
import math
import os
import shutil
import struct
import tempfile
from typing import NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from utils.data.download import PART, megabytes
from utils.language import _


class IdxFile(NamedTuple):
    """One file in the idx format: its name, the shape of its uint8 array and the SHA-256 of the unpacked file."""

    name: str
    shape: tuple
    sha256: str

    @property
    def header(self):
        """The bytes before the array: 0, 0, 8 for uint8, the number of dimensions, each as a big-endian int32."""
        return struct.pack(f">4B{len(self.shape)}I", 0, 0, 8, len(self.shape), *self.shape)

    @property
    def size(self):
        return len(self.header) + math.prod(self.shape)

    def matches(self, content):
        """True when bytes have the size and the SHA-256 of the unpacked file."""
        return len(content) == self.size and hashlib.sha256(content).hexdigest() == self.sha256


class Cache:
    """One edition kept in one folder: the unpacked files, the array of them all and its stamp.

    edition: {name: IdxFile}, in the order of their arrays
    """

    def __init__(self, edition, folder):
        self.edition = edition
        self.folder = folder
        self.raw = folder / "raw"
        self.array = folder / "u8.npy"
        self.stamp = folder / "u8.stamp"
        self.layout = np.dtype([(file.name, np.uint8, file.shape) for file in edition.values()])  # of u8.npy's values
        self.header = _npy_header(self.layout.itemsize)
        self.size = len(self.header) + self.layout.itemsize

    def read(self, name):
        """The array of the file called `name`, read from u8.npy into memory of its own."""
        shape = self.edition[name].shape
        start = len(self.header) + self.layout.fields[name][1]
        return np.fromfile(self.array, np.uint8, math.prod(shape), offset=start).reshape(shape)

    def is_ready(self):
        """True when u8.npy is the one that was hashed: header, size and time of change are as stamped."""
        try:
            with open(self.array, "rb") as file:
                return file.read(len(self.header)) == self.header and self.stamp.read_bytes() == self._describe()
        except OSError:
            return False

    def damaged(self):
        """Names of the files, hashed now, that are missing or not as they should be."""
        raw = [name for name, file in self.edition.items() if not file.matches(_bytes_of(self.raw / name))]
        return raw if self._contents_of_array() else [self.array.name, *raw]

    def write_problem(self):
        """Why no files can be made in the folder; None when they can (on a full disk too: that is another trouble)."""
        try:
            self.raw.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.raw):
                return None
        except (NotADirectoryError, FileExistsError):
            return _("there is a file in its place or above it: rename that file")
        except OSError as error:
            return None if is_no_room(error) else error.strerror or str(error)

    def make_ready(self, ask, progress):
        """Bring what is missing or damaged, then hash, build and stamp u8.npy; one process at a time.

        ask: ask(file) gives the verified content of a file that is missing or damaged
        Raises what ask raises, and OSError when a file cannot be written.
        """
        self.raw.mkdir(parents=True, exist_ok=True)
        waiting = _("Another program is making the data in {folder} ready: waiting for it.").format(folder=self.folder)
        with locked(self.folder, lambda: progress.tell(waiting)):
            known = self._contents_of_array()
            files = self.edition.values()
            contents = [self._bring(file, known.get(file.name), ask, progress) for file in files]
            if not known:
                _tell_damage(self.array, self.size, progress)
                arrays = [content[len(file.header) :] for file, content in zip(files, contents, strict=True)]
                write_file(self.array, self.header, *arrays)
            write_file(self.stamp, self._describe())

    def _bring(self, file, known, ask, progress):
        """The verified content of a file; its raw file is written again, from `known` if given, when it is damaged."""
        path = self.raw / file.name
        content = _bytes_of(path)
        if not file.matches(content):
            _tell_damage(path, file.size, progress)
            content = known or ask(file)
            write_file(path, content)
        return content

    def _contents_of_array(self):
        """{name: content of the unpacked file} as u8.npy has it; empty unless every one has the right hash."""
        stored = _bytes_of(self.array)
        if len(stored) != self.size or not stored.startswith(self.header):
            return {}
        values = np.frombuffer(stored, self.layout, offset=len(self.header))[0]
        contents = {name: file.header + values[name].tobytes() for name, file in self.edition.items()}
        return contents if all(self.edition[name].matches(content) for name, content in contents.items()) else {}

    def _describe(self):
        """What the stamp says: the contents hashed, and the size and time of change of u8.npy."""
        hashes = hashlib.sha256("".join(file.sha256 for file in self.edition.values()).encode()).hexdigest()
        status = self.array.stat()
        return f"{hashes} {status.st_size} {status.st_mtime_ns}\n".encode()


def _npy_header(n_values):
    """The first bytes of an .npy file that holds a flat uint8 array."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "|u1", "fortran_order": False, "shape": (n_values,)})
    return buffer.getvalue()


def _bytes_of(path):
    """The content of a file, empty when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _tell_damage(path, size, progress):
    """Say that a file is damaged, if it is there at all."""
    if path.exists():
        seen = path.stat().st_size
        words = _("{seen} instead of {expected}")
        if seen == size:
            words = _("the right size, {seen}, but not the right content")
        reason = words.format(seen=megabytes(seen), expected=megabytes(size))
        progress.tell(_("{name} is damaged ({reason}): getting it again.").format(name=path.name, reason=reason))


# --- writing --------------------------------------------------------------------------------------------------------


def is_no_room(error):
    """True for the OSError of a full disk or a used-up quota."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def write_file(path, *parts):
    """Write bytes so that `path` is either the whole new file or what was there before, whatever happens meanwhile."""
    part = path.with_name(f"{PART}{os.getpid()}-{path.name}")
    try:
        with open(part, "wb") as file:
            for content in parts:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a full network disk tells only now
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def locked(folder, waiting):
    """Be alone in a folder, swept of what a killed process left half done; a second process waits here.

    waiting: called once when somebody else is in it

    The operating system keeps the lock, so it is gone the moment its holder ends, however it ends. On a disk that has
    no locks the work goes on without one: whoever writes last wins, with the same bytes.
    """
    lock = FileLock(folder / ".lock")
    with contextlib.suppress(OSError):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire()
    try:
        if lock.is_locked:
            _sweep(folder)
        yield
    finally:
        if lock.is_locked:
            _sweep(folder)
        lock.release()


def _sweep(folder):
    """Remove everything that is not finished."""
    for leftover in list(folder.rglob(PART + "*")):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
