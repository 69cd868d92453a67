"""Bring the files of a data set to this computer; `utils.data` decides which, from where and in which order.

Conventions
- A wanted file has `.name`, `.size` and `.matches(content)`, all of the *unpacked* file: one content comes in several
  .gz files.
- A source has a `.label` and `read(wanted, progress) -> bytes`, and raises SourceError with its reason in a few words.
- `progress` is a Progress, or anything with its three methods.
"""

import functools
import http.client
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zlib
from pathlib import Path

from utils.language import _

SECONDS_PER_TRY = 10  # silence longer than this ends a try
LEAST_BYTES = 65536  # fewer than this in SECONDS_PER_TRY also counts as silence
APT_SECONDS = 300  # for one apt-get that does not say how far it is
PART = ".part-"  # prefix of everything that is not finished

MIRRORS = (
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
)
DEBIAN_PACKAGE = "dataset-fashion-mnist"
DEBIAN_FOLDER = Path("/usr/share/datasets/fashion-mnist")


class SourceError(Exception):
    """One source could not give one file; the message is the reason in a few words."""


def megabytes(n_bytes):
    """A size in words, such as "47.0 MB"; of a small file its bytes, or two sizes could read alike."""
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 1e6 else f"{n_bytes:,} bytes"


def unpack(blob, wanted):
    """The content of a file that may be gzip-packed, verified.

    blob: bytes, packed or not (some browsers unpack what they download)
    returns: bytes of length wanted.size

    Raises SourceError when the content is not the wanted one.
    """
    content = blob
    if blob[:2] == b"\x1f\x8b":
        try:
            content = zlib.decompressobj(wbits=31).decompress(blob, wanted.size + 1)  # + 1: too much is seen, not kept
        except zlib.error:
            content = b""
    if not wanted.matches(content):
        raise SourceError(_("wrong content, {size}").format(size=megabytes(len(blob))))
    return content


# --- sources --------------------------------------------------------------------------------------------------------


class Folder:
    """A folder on this computer that may hold the files, packed or not."""

    def __init__(self, path):
        self.path = Path(path)
        self.label = str(path)

    def read(self, wanted, progress=None):
        """The wanted file's bytes from this folder (progress is not used: it takes less than a second)."""
        reason = _("not there")
        for name in (wanted.name, wanted.name + ".gz"):
            try:
                return unpack((self.path / name).read_bytes(), wanted)
            except SourceError as error:
                reason = _("{name}: {reason}").format(name=name, reason=error)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                reason = error.strerror
        raise SourceError(reason)


class Mirror:
    """A web folder that holds the .gz files. Once it does not answer it is not asked again."""

    def __init__(self, url):
        self.label = url
        self.host = url.split("//")[-1].partition("/")[0]
        self.silent = None

    def read(self, wanted, progress):
        """The wanted file's bytes from the web, giving up after SECONDS_PER_TRY of silence."""
        if self.silent:
            raise SourceError(self.silent)
        url = f"{self.label.rstrip('/')}/{wanted.name}.gz"
        report = functools.partial(progress.report, self.host, wanted.name)
        try:
            blob = receive(url, wanted.size + LEAST_BYTES, report)
        except SourceError as error:
            self.silent = str(error)
            raise
        return unpack(blob, wanted)


class DebianPackage:
    """The package `dataset-fashion-mnist` of Debian and Ubuntu, downloaded and unpacked without root, not installed."""

    label = f"apt-get download {DEBIAN_PACKAGE}"

    def __init__(self, scratch):
        self.scratch = scratch
        self.unpacked = None

    def read(self, wanted, progress):
        """The wanted file's bytes from the package."""
        if self.unpacked is None:
            progress.report(self.label, wanted.name, 0, None)
            self.unpacked = self._unpack_package()
        return self.unpacked.read(wanted)

    def _unpack_package(self):
        """Download with the system's lists of packages, else with lists of our own; returns the Folder of the files."""
        here = Path(tempfile.mkdtemp(prefix=PART, dir=self.scratch))
        for name in ("state", "lists/partial", "cache/archives/partial"):
            (here / name).mkdir(parents=True)
        own = [f"-oDir::State={here}/state", f"-oDir::State::Lists={here}/lists", f"-oDir::Cache={here}/cache"]
        if not _apt_get(here, "download", DEBIAN_PACKAGE) and _apt_get(here, *own, "update"):
            _apt_get(here, *own, "download", DEBIAN_PACKAGE)
        if not any(here.glob("*.deb")):
            raise SourceError(_("the package could not be downloaded"))
        for package in here.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, here], check=False, capture_output=True)
        return Folder(here / DEBIAN_FOLDER.relative_to("/"))


def has_apt():
    """True on Debian, Ubuntu and their kin."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def _apt_get(folder, *arguments):
    """Run apt-get in a folder, without root and without its locks; True when it says it went well."""
    options = ["-q", "-oDebug::NoLocking=1", "-oAPT::Sandbox::User=", "-oAcquire::Retries=0"]
    options += [f"-oAcquire::{scheme}::Timeout={SECONDS_PER_TRY}" for scheme in ("http", "https")]
    command = ["apt-get", *options, *arguments]
    try:
        ran = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=APT_SECONDS
        )
    except subprocess.TimeoutExpired:
        return False
    return ran.returncode == 0


# --- the web --------------------------------------------------------------------------------------------------------


def receive(url, limit, report):
    """The bytes behind a web address.

    limit: int, more bytes than this are not the file we want
    report: report(done, total), called about ten times a second

    Raises SourceError after SECONDS_PER_TRY in which fewer than LEAST_BYTES came, or on any other failure.
    """
    transfer = _Transfer(url, limit)
    transfer.start()
    mark, since = 0, time.monotonic()
    try:
        while transfer.is_alive():
            transfer.join(0.1)
            done = len(transfer.content)
            report(done, transfer.total)
            if done - mark >= LEAST_BYTES:
                mark, since = done, time.monotonic()
            elif time.monotonic() - since > SECONDS_PER_TRY:
                raise SourceError(_in_words(TimeoutError()))
    finally:
        transfer.wanted = False
    if transfer.error:
        raise SourceError(_in_words(transfer.error))
    return bytes(transfer.content)


class _Transfer(threading.Thread):
    """One request: `content` grows; `error` tells that it ended badly.

    A daemon thread, because neither a dead name server nor a trickling sender heeds a socket's time-out.
    """

    def __init__(self, url, limit):
        super().__init__(daemon=True)
        self.url, self.limit = url, limit
        self.content, self.total = bytearray(), None
        self.error, self.wanted = None, True

    def run(self):
        try:
            request = urllib.request.Request(self.url, headers={"User-Agent": "Mozilla/5.0"})  # some refuse Python's
            with urllib.request.urlopen(request, timeout=SECONDS_PER_TRY) as response:
                self.total = response.length
                while self.wanted and len(self.content) <= self.limit and (chunk := response.read1(LEAST_BYTES)):
                    self.content += chunk
        except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: not an address
            self.error = error


def _in_words(error):
    """Why a transfer failed."""
    if isinstance(error, urllib.error.HTTPError):
        return _("answered with error {code}").format(code=error.code)
    reason = getattr(error, "reason", error)  # what URLError carries
    if isinstance(reason, TimeoutError):
        return _("no answer for {seconds} seconds").format(seconds=SECONDS_PER_TRY)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _(
            "a certificate that this computer does not trust: behind a network that reads along, set SSL_CERT_FILE to "
            "the network's own certificate"
        )
    return _("not reachable: {reason}").format(reason=getattr(reason, "strerror", None) or reason)


# --- progress -------------------------------------------------------------------------------------------------------


class Progress:
    """Tells how a download goes: a bar in a terminal, one line per source anywhere else (a notebook, a log)."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stdout
        self.terminal = self.stream.isatty()
        self.sources = set()
        self.line = ""

    def report(self, source, name, done, total):
        """`done` of `total` bytes of the file `name` came from `source`; total is None when it did not tell."""
        if self.terminal:
            bar = "#" * round(20 * done / total) if total else ""
            words = _("{name} from {source}  [{bar}] {size:>8}")
            self._draw(words.format(name=name, source=source, bar=f"{bar:<20}", size=megabytes(done)))
        elif done and source not in self.sources:
            self.tell(_("Downloading Fashion-MNIST from {source}").format(source=source))
            self.sources.add(source)

    def tell(self, line):
        """Print a line of its own."""
        self.end()
        print(line, file=self.stream, flush=True)

    def end(self):
        """Take the bar away."""
        if self.line:
            self._draw("")
            print(end="\r", file=self.stream, flush=True)

    def _draw(self, line):
        line = line[: shutil.get_terminal_size().columns - 1]
        print("\r" + line.ljust(len(self.line)), end="", file=self.stream, flush=True)
        self.line = line
