"""The idx files of a data set kept in one folder, so that they are whole or not there, and load fast.

raw/      the unpacked files
u8.npy    their arrays end to end
u8.stamp  the contents, size and time of change of u8.npy when it was hashed
"""

import errno
import hashlib
import io
import math
import os
import struct
import tempfile
from typing import NamedTuple

import numpy as np

from utils import download
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
    def n_values(self):
        return math.prod(self.shape)

    @property
    def size(self):
        return len(self.header) + self.n_values


class Edition(NamedTuple):
    """A set of files, kept in FashionMNIST/ under a subfolder of the data folder ("" for the data folder itself)."""

    subfolder: str
    files: tuple

    @property
    def n_values(self):
        return sum(file.n_values for file in self.files)

    def place(self, name):
        """(the file called `name`, the slice of u8.npy that holds its array)."""
        start = 0
        for file in self.files:
            if file.name == name:
                return file, slice(start, start + file.n_values)
            start += file.n_values
        raise KeyError(name)


class Store:
    """One edition kept in one folder: the raw files, the cache and its stamp."""

    def __init__(self, edition, root):
        self.edition = edition
        self.folder = root / edition.subfolder / "FashionMNIST"
        self.raw = self.folder / "raw"
        self.cache = self.folder / "u8.npy"
        self.stamp = self.folder / "u8.stamp"
        self.header = _npy_header(edition.n_values)

    def read(self, name):
        """The array of the file called `name`, read from the cache into memory of its own."""
        file, place = self.edition.place(name)
        values = np.fromfile(self.cache, np.uint8, file.n_values, offset=len(self.header) + place.start)
        return values.reshape(file.shape)

    def is_ready(self):
        """True when the cache is the one that was hashed: header, size and time of change are as stamped."""
        try:
            with open(self.cache, "rb") as file:
                return file.read(len(self.header)) == self.header and self.stamp.read_bytes() == self._describe()
        except OSError:
            return False

    def damaged(self):
        """Names of the files, hashed now, that are missing or not as they should be."""
        files = self.edition.files
        names = [file.name for file in files if not download.has_right_content(self._raw_bytes(file), file)]
        return names if self._cache_is_whole() else [self.cache.name, *names]

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
        """Bring what is missing or damaged, then hash, build and stamp the cache; one process at a time.

        ask: ask(file) gives the verified content of a file that is missing or damaged
        Raises what ask raises, and OSError when a file cannot be written.
        """
        self.raw.mkdir(parents=True, exist_ok=True)
        waiting = _("Another program is making the data in {folder} ready: waiting for it.").format(folder=self.folder)
        with download.locked(self.folder, lambda: progress.tell(waiting)):
            whole = self._cache_is_whole()
            arrays = [self._bring(file, whole, ask, progress) for file in self.edition.files]
            if not whole:
                _tell_damage(self.cache, len(self.header) + self.edition.n_values, progress)
                download.write_file(self.cache, self.header, *arrays)
            download.write_file(self.stamp, self._describe())

    def _bring(self, file, whole, ask, progress):
        """The bytes of one array, verified; its raw file is written again when it is missing or damaged."""
        content = self._raw_bytes(file)
        if not download.has_right_content(content, file):
            path = self.raw / file.name
            _tell_damage(path, file.size, progress)
            content = file.header + self.read(file.name).tobytes() if whole else ask(file)
            download.write_file(path, content)
        return memoryview(content)[len(file.header) :]

    def _raw_bytes(self, file):
        try:
            return (self.raw / file.name).read_bytes()
        except OSError:
            return b""

    def _cache_is_whole(self):
        """True when every array in the cache has the hash of the file it came from."""
        try:
            if self.cache.stat().st_size != len(self.header) + self.edition.n_values:
                return False
            with open(self.cache, "rb") as cache:
                if cache.read(len(self.header)) != self.header:
                    return False
                return all(
                    download.has_right_content(file.header + cache.read(file.n_values), file)
                    for file in self.edition.files
                )
        except OSError:
            return False

    def _describe(self):
        """What the stamp says: the contents hashed, and the size and time of change of the cache."""
        hashes = hashlib.sha256("".join(file.sha256 for file in self.edition.files).encode()).hexdigest()
        status = self.cache.stat()
        return f"{hashes} {status.st_size} {status.st_mtime_ns}\n".encode()


def _tell_damage(path, size, progress):
    """Say that a file is damaged, if it is there at all."""
    if os.path.exists(path):
        seen = path.stat().st_size
        words = _("{seen} instead of {expected}")
        if seen == size:
            words = _("the right size, {seen}, but not the right content")
        reason = words.format(seen=download.megabytes(seen), expected=download.megabytes(size))
        progress.tell(_("{name} is damaged ({reason}): getting it again.").format(name=path.name, reason=reason))


def _npy_header(n_values):
    """The first bytes of an .npy file that holds a flat uint8 array."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "|u1", "fortran_order": False, "shape": (n_values,)})
    return buffer.getvalue()


def is_no_room(error):
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
