"""What can go wrong on the way of the data: it is repaired or told in one line, and nothing half done is used.

The tables of the full set are replaced by those of the bundled sample: smaller files, the same code.
Programs that must be killed, starved or shut out run in a process of their own (`child`).
"""

import contextlib
import errno
import functools
import gzip
import io
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch

from utils import data
from utils.data import cache, download

pytestmark = pytest.mark.faults
SMALL = dict(data.SAMPLE)
NAMES = list(SMALL)
TRAIN_IMAGES = "train-images-idx3-ubyte"
TRAIN_LABELS = "train-labels-idx1-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"
OPENSSL = shutil.which("openssl")
POSIX = pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for apt-get")
LINUX_ROOT = pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0 and shutil.which("unshare")),
    reason="needs root on Linux to make a small disk or a computer without a network",
)
ON_SAMPLE = (
    "Until then the lessons use the bundled sample, 2,000 training and 500 test images: numbers and pictures will "
    "differ from the text."
)

# what a child does first: the sample's tables, and no folder of Debian's
CHILD = """
import os, sys
from pathlib import Path
from utils import data
from utils.data import cache, download
data.FULL = dict(data.SAMPLE)
download.DEBIAN_FOLDER = Path(os.environ["TEST_DEBIAN_FOLDER"])
"""


@functools.cache
def packed(name):
    return (data.SAMPLE_FOLDER / f"{name}.gz").read_bytes()


@functools.cache
def unpacked(name):
    return gzip.decompress(packed(name))


class Handler(BaseHTTPRequestHandler):
    """Answers /<behaviour>/<file>.gz."""

    def do_GET(self):
        behaviour, name = self.path.strip("/").split("/")
        self.server.asked.append(self.path)
        getattr(self, behaviour)(packed(name.removesuffix(".gz")))

    def answer(self, content, length=None, status=200):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def good(self, content):
        self.answer(content)

    def steady(self, content):  # takes a second in all, never silent for long
        self.answer(b"", length=len(content))
        for start in range(0, len(content), 50_000):
            self.wfile.write(content[start : start + 50_000])
            time.sleep(0.05)

    def plain(self, content):
        self.answer(gzip.decompress(content))

    def wrong(self, content):
        self.answer(gzip.compress(bytes(len(gzip.decompress(content)))))

    def page(self, content):
        self.answer(b"<html>Please log in to the hotel's network</html>")

    def bomb(self, content):
        self.answer(gzip.compress(bytes(50_000_000)))

    def missing(self, content):
        self.answer(b"", status=404)

    def cut(self, content):
        self.answer(content[: len(content) // 2], length=len(content))
        self.close_connection = True

    def slow(self, content):
        time.sleep(30)

    def trickle(self, content):
        self.answer(b"", length=len(content))
        for byte in content[:600]:
            self.wfile.write(bytes([byte]))
            time.sleep(0.05)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *arguments: None  # a client that hangs up is part of the tests
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}/"
    server.asked = []
    yield server
    server.shutdown()


@pytest.fixture
def tmp_path():
    """A folder any user may pass through; pytest makes its own private again whenever it is run."""
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path, server):
    """A computer with nothing on it: no mirrors, no Debian. Returns the folder the data will be kept in."""
    server.asked.clear()
    for name in ("COURSE_DATA", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bin").mkdir()
    settings = {
        "COURSE_DATA_DIR": "data",
        "XDG_CACHE_HOME": "cache",
        "WIN_PD_OVERRIDE_LOCAL_APPDATA": "cache",
        "HOME": "home",
        "PATH": "bin",
    }
    for name, folder in (settings | {"TEST_DEBIAN_FOLDER": "debian"}).items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setenv("COURSE_DATA_MIRRORS", "")
    monkeypatch.setattr(data, "FULL", SMALL)
    monkeypatch.setattr(data, "given_up", set())
    monkeypatch.setattr(download, "DEBIAN_FOLDER", tmp_path / "debian")
    return tmp_path / "data" / "FashionMNIST"


@pytest.fixture
def mirrors(monkeypatch, server):
    """mirrors("cut", "good") names the mirrors by their behaviour; "none" is a computer that does not listen."""

    def use(*behaviours):
        urls = ["http://127.0.0.1:9/" if name == "none" else server.url + name for name in behaviours]
        monkeypatch.setenv("COURSE_DATA_MIRRORS", " ".join(urls))
        if {"slow", "trickle"} & set(behaviours):
            monkeypatch.setattr(download, "SECONDS_PER_TRY", 1.5)

    return use


@pytest.fixture
def apt(tmp_path):
    """Put apt-get and dpkg-deb on this computer; the package holds the sample when one is given."""
    real = {name: shutil.which(name, path=os.defpath + ":/usr/bin") for name in ("dpkg-deb", "cp", "sh")}
    if not all(real.values()):
        pytest.skip("needs dpkg-deb")

    def install(has_package):
        script = f"#!{real['sh']}\nexit 100\n"
        if has_package:
            inside = tmp_path / "package"
            files = inside / download.DEBIAN_FOLDER.relative_to("/")
            files.mkdir(parents=True)
            (inside / "DEBIAN").mkdir()
            control = "Package: dataset-fashion-mnist\nVersion: 1\nArchitecture: all\nMaintainer: a\nDescription: b\n"
            (inside / "DEBIAN/control").write_text(control, encoding="utf-8")
            put_packed(files)
            package = tmp_path / "dataset.deb"
            subprocess.run(
                [real["dpkg-deb"], "-b", inside, package], check=True, capture_output=True, env={"PATH": os.defpath}
            )
            script = f"#!{real['sh']}\n{real['cp']} {package} .\n"
        (tmp_path / "bin/apt-get").write_text(script, encoding="utf-8")
        (tmp_path / "bin/apt-get").chmod(0o755)
        unpacker = f'#!{real["sh"]}\nPATH={os.defpath}:/usr/bin:/bin exec {real["dpkg-deb"]} "$@"\n'
        (tmp_path / "bin/dpkg-deb").write_text(unpacker, encoding="utf-8")
        (tmp_path / "bin/dpkg-deb").chmod(0o755)

    return install


def put_packed(folder, names=NAMES):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.gz").write_bytes(packed(name))


def put_unpacked(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (folder / name).write_bytes(unpacked(name))


def assert_whole(place):
    """Everything is in place, nothing half done lies about, and the tensors are the right ones."""
    found = {path.relative_to(place) for path in place.rglob("*") if path.suffix != ".gz" and path.name != ".lock"}
    assert found == {Path("raw"), Path("u8.npy"), Path("u8.stamp"), *(Path("raw", name) for name in NAMES)}
    for name in NAMES:
        assert (place / "raw" / name).read_bytes() == unpacked(name)
    for split in ("train", "test"):
        for seen, expected in zip(data.load_fashion_mnist(split), data.load_sample(split), strict=True):
            assert torch.equal(seen, expected)
    assert data.is_full()
    assert data.verify() == place


def assert_nothing_half_done(folder):
    """Not one file but the empty lock."""
    assert [path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock"] == []


def one_line(text):
    assert text.count("\n") == 1 and text.endswith("\n"), text
    assert "Traceback" not in text
    return text


def child(code, **options):
    """Start a program with the sample's tables in a process of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    return subprocess.Popen([sys.executable, "-c", CHILD + code], cwd=data.HOME, **(pipes | options))


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


# --- every source, in its order -------------------------------------------------------------------------------------


@pytest.mark.parametrize("load", [data.fetch, data.load_fashion_mnist])
@pytest.mark.parametrize("put", [put_packed, put_unpacked])
def test_files_put_by_hand(place, capsys, put, load):
    put(place / "raw")
    load()
    assert_whole(place)
    assert capsys.readouterr().out == ""


@POSIX
def test_debians_folder_comes_before_the_mirrors(place, mirrors, apt, server, tmp_path):
    apt(has_package=False)
    mirrors("good")
    put_packed(tmp_path / "debian")
    data.fetch()
    assert_whole(place)
    assert server.asked == []


def test_files_put_by_hand_come_before_the_mirrors(place, mirrors, server):
    mirrors("good")
    put_packed(place / "raw", NAMES[:3])
    data.fetch()
    assert_whole(place)
    assert server.asked == [f"/good/{NAMES[3]}.gz"]


@pytest.mark.parametrize("behaviour", ["good", "plain"])
def test_a_mirror(place, mirrors, server, capsys, behaviour):
    mirrors(behaviour, "missing")
    data.fetch()
    assert_whole(place)
    assert server.asked == [f"/{behaviour}/{name}.gz" for name in NAMES]
    assert one_line(capsys.readouterr().out) == f"Downloading Fashion-MNIST from {server.url[7:-1]}\n"


@POSIX
def test_debians_package_comes_last(place, mirrors, apt, server):
    apt(has_package=True)
    mirrors("missing")
    data.fetch()
    assert_whole(place)
    assert len(server.asked) == 1


BAD = {  # how a mirror behaves: the reason that is told
    "wrong": "wrong content",
    "page": "wrong content, 49 bytes",
    "bomb": "wrong content",
    "cut": "wrong content",
    "missing": "answered with error 404",
    "slow": "no answer for 1.5 seconds",
    "trickle": "no answer for 1.5 seconds",
    "none": "not reachable",
}


@pytest.mark.parametrize("behaviour", BAD)
def test_a_bad_mirror_is_passed_over(place, mirrors, server, behaviour):
    mirrors(behaviour, "good")
    data.fetch()
    assert_whole(place)
    asked = [path for path in server.asked if behaviour in path]
    assert len(asked) == (4 if BAD[behaviour].startswith("wrong") else behaviour != "none"), "once when it is silent"


@pytest.mark.parametrize("behaviour", BAD)
def test_only_a_bad_mirror(place, mirrors, server, capsys, behaviour):
    mirrors(behaviour)
    began = time.monotonic()
    images, _ = data.load_fashion_mnist("train")
    assert time.monotonic() - began < 20, "each try has its limit"
    told = one_line(capsys.readouterr().out.replace(f"Downloading Fashion-MNIST from {server.url[7:-1]}\n", ""))
    assert BAD[behaviour] in told and told.strip().endswith(ON_SAMPLE)
    assert str(place / "raw") in told and "By hand" in told
    assert torch.equal(images, data.load_sample("train")[0])
    assert_nothing_half_done(place)


@pytest.mark.skipif(not OPENSSL, reason="needs openssl to make a certificate")
def test_a_certificate_that_is_not_trusted_is_told_as_such(tmp_path):
    """As a network sends that reads along in secure connections."""
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    make = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([OPENSSL, *make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as secure:
        secure.handle_error = lambda *arguments: None
        secure.socket = context.wrap_socket(secure.socket, server_side=True)
        threading.Thread(target=secure.serve_forever, daemon=True).start()
        with pytest.raises(download.SourceError) as told:
            download.receive(f"https://127.0.0.1:{secure.server_port}/good/{TRAIN_IMAGES}.gz", 1000, lambda *_: None)
        secure.shutdown()
    assert "certificate" in str(told.value) and "SSL_CERT_FILE" in str(told.value) and "_ssl.c" not in str(told.value)


def test_not_an_address(place, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRRORS", "nonsense http://[bad ftp://127.0.0.1:9/")
    with pytest.raises(data.DataUnavailable) as error:
        data.fetch()
    assert error.value.args[0].count("not reachable") == 3


# --- nothing to be had ----------------------------------------------------------------------------------------------


@POSIX
def test_every_source_is_named(place, mirrors, apt, server, tmp_path):
    apt(has_package=False)
    mirrors("missing", "none")
    with pytest.raises(data.DataUnavailable) as error:
        data.fetch()
    told = str(error.value)
    sources = [place / "raw", tmp_path / "debian", server.url + "missing", "http://127.0.0.1:9/", "apt-get download"]
    positions = [told.index(f"{source}") for source in sources]
    assert positions == sorted(positions)
    assert "\n" not in told and all(f"{name}.gz" in told for name in NAMES)


def test_the_sample_is_told_once_and_only_once(place, mirrors, server, capsys):
    mirrors("missing")
    data.load_fashion_mnist("train")
    one_line(capsys.readouterr().out)
    data.load_fashion_mnist("test")
    assert not data.is_full()
    assert capsys.readouterr().out == ""
    assert len(server.asked) == 1, "a source that failed is not asked again in the same session"
    assert data.require_full() is False
    assert one_line(capsys.readouterr().out).startswith("On the bundled sample")


def test_the_full_set_is_used_as_soon_as_it_is_there(place, capsys):
    data.load_fashion_mnist("test")
    assert not data.is_full()
    put_packed(place / "raw")
    data.fetch()
    assert_whole(place)


def test_without_the_sample_there_is_an_error(place, monkeypatch, tmp_path):
    monkeypatch.setattr(data, "SAMPLE_FOLDER", tmp_path / "not here")
    for load in (data.load_fashion_mnist, data.load_sample):
        with pytest.raises(data.DataUnavailable, match="could not be found or downloaded"):
            load("test")


def test_torchvision_gets_the_sample_when_there_is_nothing_else(place):
    root = data.torchvision_root()
    assert (root / "FashionMNIST" / "raw" / TRAIN_IMAGES).read_bytes() == unpacked(TRAIN_IMAGES)


@LINUX_ROOT
def test_no_network(place, capsys, monkeypatch):
    monkeypatch.delenv("COURSE_DATA_MIRRORS")
    program = [shutil.which("unshare", path=os.defpath + ":/usr/bin"), "-n", sys.executable, "-c"]
    code = CHILD + "images, labels = data.load_fashion_mnist('train'); print(len(images))"
    ran = subprocess.run([*program, code], cwd=data.HOME, capture_output=True, text=True, encoding="utf-8")
    told, number = ran.stdout.splitlines()
    assert ran.stderr == "" and number == "2000"
    assert told.count("not reachable") == 3 and "By hand" in told
    assert_nothing_half_done(place)


def test_a_folder_that_can_be_written_is_filled_from_the_users_cache(place, capsys):
    put_unpacked(data.user_cache() / "FashionMNIST" / "raw")
    data.load_fashion_mnist("test")
    assert_whole(place)
    assert capsys.readouterr().out == ""


# --- damage ---------------------------------------------------------------------------------------------------------


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def zero(path):
    path.write_bytes(bytes(path.stat().st_size))


def empty(path):
    path.write_bytes(b"")


def flip_a_bit(path):
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def remove(path):
    path.unlink()


def swap(path):
    """The other split's file under this name, as happens when files are sorted by hand."""
    other = path.name.replace("train", "t10k") if "train" in path.name else path.name.replace("t10k", "train")
    path.write_bytes(unpacked(other))


DAMAGES = [truncate, zero, empty, flip_a_bit, remove]


@pytest.fixture
def ready(place):
    """The folder with everything in it, and no source left."""
    put_packed(place / "raw")
    data.fetch()
    for path in (place / "raw").glob("*.gz"):
        path.unlink()
    return place


@pytest.mark.parametrize("damage", [*DAMAGES, swap])
@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_raw_file_is_made_again_from_the_cache(ready, capsys, name, damage):
    damage(ready / "raw" / name)
    with pytest.raises(data.DataUnavailable, match=name):
        data.verify()
    data.fetch()
    told = capsys.readouterr().out
    assert told == "" if damage is remove else name in one_line(told)
    assert_whole(ready)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("load", [data.fetch, data.load_fashion_mnist])
def test_a_damaged_cache_is_made_again_from_the_raw_files(ready, capsys, damage, load):
    damage(ready / "u8.npy")
    load()
    told = capsys.readouterr().out
    assert told == "" if damage is remove else "u8.npy is damaged" in one_line(told)
    assert_whole(ready)


@pytest.mark.parametrize("damage", [*DAMAGES, lambda path: path.write_bytes(b"\xff\xfe\x00")])
def test_a_damaged_stamp_is_written_again(ready, capsys, damage):
    damage(ready / "u8.stamp")
    data.load_fashion_mnist("test")
    assert capsys.readouterr().out == ""
    assert_whole(ready)


@pytest.mark.parametrize("damage", [truncate, zero, flip_a_bit])
def test_damage_in_both_is_fetched_again(ready, mirrors, damage, server):
    damage(ready / "u8.npy")
    damage(ready / "raw" / TRAIN_IMAGES)
    mirrors("good")
    data.load_fashion_mnist("test")
    assert_whole(ready)
    assert server.asked == [f"/good/{TRAIN_IMAGES}.gz"]


def test_damage_in_both_without_a_source_leaves_the_sample(ready, capsys):
    zero(ready / "u8.npy")
    zero(ready / "raw" / TRAIN_IMAGES)
    images, _ = data.load_fashion_mnist("train")
    assert torch.equal(images, data.load_sample("train")[0]) and not data.is_full()
    assert capsys.readouterr().out.strip().endswith(ON_SAMPLE)


def test_sizes_that_differ_read_differently(ready, capsys):
    """As the pointer that Git LFS leaves in a file's place."""
    (ready / "raw" / TEST_LABELS).write_bytes(bytes(130))
    data.fetch()
    assert "130 bytes instead of 508 bytes" in one_line(capsys.readouterr().out)


def test_silent_damage_is_found_by_hashing(ready):
    """A bit that flipped on the disk changes neither size nor time: a load cannot see it, `verify` and `fetch` do."""
    status = (ready / "u8.npy").stat()
    flip_a_bit(ready / "u8.npy")
    os.utime(ready / "u8.npy", ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(data.DataUnavailable, match=r"u8\.npy"):
        data.verify()
    data.fetch()
    assert_whole(ready)


def test_a_damaged_header_is_seen_whatever_the_time_says(ready):
    status = (ready / "u8.npy").stat()
    with open(ready / "u8.npy", "r+b") as file:
        file.write(bytes(10))
    os.utime(ready / "u8.npy", ns=(status.st_atime_ns, status.st_mtime_ns))
    data.load_fashion_mnist("test")
    assert_whole(ready)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("source", ["by hand", pytest.param("Debian's", marks=POSIX)])
def test_a_damaged_file_of_a_source_is_not_used(place, mirrors, request, tmp_path, source, damage):
    folder = place / "raw"
    if source == "Debian's":
        request.getfixturevalue("apt")(has_package=False)
        folder = tmp_path / "debian"
    put_packed(folder)
    damage(folder / f"{TRAIN_IMAGES}.gz")
    mirrors("good")
    data.fetch()
    assert_whole(place)


def test_the_stamp_of_another_edition_is_not_believed(ready, monkeypatch):
    monkeypatch.setattr(data, "FULL", {name: file._replace(sha256="0" * 64) for name, file in SMALL.items()})
    with pytest.raises(data.DataUnavailable):
        data.fetch()
    assert not data.is_full()


def test_verify_before_anything_is_there(place):
    with pytest.raises(data.DataUnavailable, match=r"not in .* yet: run `python3 course.py setup`"):
        data.verify()


# --- interruption, two at once, killed ------------------------------------------------------------------------------


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "file"
    cache.write_file(path, b"old")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        cache.write_file(path, b"new")
    assert path.read_bytes() == b"old" and os.listdir(folder) == ["file"]


def test_interrupted_by_the_learner(place, mirrors):
    class Impatient(download.Progress):
        def report(self, *arguments):
            raise KeyboardInterrupt

    mirrors("steady")
    with pytest.raises(KeyboardInterrupt):
        data.fetch(Impatient())
    assert_nothing_half_done(place)
    data.fetch()
    assert_whole(place)


def test_two_at_once(place, mirrors, server):
    mirrors("steady")
    code = "print('up', flush=True); input(); data.fetch(); print(len(data.load_fashion_mnist('test')[0]))"
    programs = [child(code, stdin=subprocess.PIPE) for _ in range(2)]
    assert [program.stdout.readline() for program in programs] == ["up\n", "up\n"]
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate(timeout=60) for program in programs]
    assert [program.returncode for program in programs] == [0, 0], said
    assert [out.splitlines()[-1] for out, _ in said] == ["500", "500"]
    assert sum("waiting for it" in out for out, _ in said) == 1
    assert sorted(server.asked) == sorted(f"/steady/{name}.gz" for name in NAMES), "each file came once"
    assert_whole(place)


def test_killed_while_downloading(place, mirrors, server):
    mirrors("steady")
    program = child("data.fetch()")
    wait_for(lambda: any(TRAIN_IMAGES in path for path in server.asked))
    program.kill()
    program.wait()
    began = time.monotonic()
    data.fetch()
    assert time.monotonic() - began < 30, "no stale lock"
    assert_whole(place)


def test_leftovers_make_room_first(tmp_path):
    (tmp_path / "raw").mkdir()
    leftovers = [tmp_path / f"{download.PART}apt", tmp_path / "raw" / f"{download.PART}1-file"]
    leftovers[0].mkdir()
    leftovers[1].write_bytes(b"half")
    with cache.locked(tmp_path, waiting=None):
        assert not any(path.exists() for path in leftovers)


def test_a_lock_that_is_held_is_waited_for(place, capsys):
    code = f"with cache.locked(Path({str(place)!r}), None): print('held', flush=True); input()"
    put_packed(place / "raw")
    holder = child(code, stdin=subprocess.PIPE)
    assert holder.stdout.readline() == "held\n"
    waiter = threading.Thread(target=data.fetch, daemon=True)
    waiter.start()
    waiter.join(0.5)
    assert waiter.is_alive() and not (place / "u8.npy").exists()
    told = f"Another program is making the data in {place} ready: waiting for it.\n"
    assert capsys.readouterr().out == told, "once"
    holder.kill()
    holder.wait()
    waiter.join(10)
    assert not waiter.is_alive()
    assert_whole(place)
    for pipe in (holder.stdin, holder.stdout, holder.stderr):
        pipe.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows' locks cannot be played for filelock")
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS])
@pytest.mark.filterwarnings("ignore:flock not supported")  # of ENOSYS filelock says that it puts a marker file instead
def test_a_disk_without_locks(place, monkeypatch, capsys, code):
    """As network drives answer; they must not be waited for without end."""

    def flock(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", flock)
    put_packed(place / "raw")
    data.fetch()
    assert_whole(place)
    assert capsys.readouterr().out == ""


def test_a_lock_that_cannot_be_made_holds_nobody_up(place):
    (place / ".lock").mkdir(parents=True)
    put_packed(place / "raw")
    data.fetch()
    assert_whole(place)


# --- folders that cannot be written ---------------------------------------------------------------------------------

SHUT_OUT = """
if os.geteuid() == 0:  # root may write anywhere
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""
SHUTS_OUT = pytest.mark.skipif(os.name != "posix", reason="modes of folders do not protect them here")


@pytest.fixture
def shut():
    """shut(folder) makes a folder and everything in it read-only until the test ends."""
    folders = []

    def close(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
            folders.append(path)

    yield close
    for path in folders:
        path.chmod(0o755)


def run_shut_out(code):
    program = child(SHUT_OUT + code)
    out, error = program.communicate(timeout=60)
    assert program.returncode == 0 and error == "", error
    return out


@SHUTS_OUT
def test_a_read_only_folder_uses_the_users_cache(place, shut, tmp_path):
    put_packed(place / "raw")
    shut(place.parent)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    out = run_shut_out("data.load_fashion_mnist('train'); print(data.is_full()); data.load_fashion_mnist('test')")
    folder = tmp_path / "cache" / "classification-losses" / "FashionMNIST"
    shut_out = f"{place} cannot be written (Permission denied)"
    assert out == f"{shut_out}: keeping the data in {folder} instead.\nTrue\n"
    assert (folder / "u8.npy").exists()
    assert run_shut_out("data.load_fashion_mnist('train')") == "", "told once, when the data is put there"


@SHUTS_OUT
@pytest.mark.parametrize("stamped", [True, False])
def test_a_read_only_folder_that_is_ready_is_used_as_it_is(ready, shut, tmp_path, stamped):
    if not stamped:  # a copy of the folder has new times
        os.utime(ready / "u8.npy", ns=(1, 1))
    shut(ready.parent)
    code = "data.load_fashion_mnist('train'); print(data.is_full()); print(data.fetch()); print(data.verify())"
    assert run_shut_out(code) == f"True\n{ready}\n{ready}\n"
    assert not (tmp_path / "cache").exists()


@SHUTS_OUT
def test_no_folder_can_be_written(place, shut, tmp_path):
    shut(place.parent)
    shut(tmp_path / "cache")
    out = run_shut_out("print(len(data.load_fashion_mnist('train')[0]))")
    told, number = out.splitlines()
    assert number == "2000"
    for folder in (place, tmp_path / "cache" / "classification-losses" / "FashionMNIST"):
        assert f"{folder} cannot be written (Permission denied)" in told
    assert "COURSE_DATA_DIR" in told and told.endswith(ON_SAMPLE)


def test_a_file_where_the_folder_should_be(place, capsys):
    place.parent.mkdir()
    place.write_text("not a folder", encoding="utf-8")
    assert len(data.load_fashion_mnist("test")[0]) == 500
    assert f"{place} cannot be written (there is a file in its place" in capsys.readouterr().out


# --- a full disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(request, tmp_path):
    """A disk of one megabyte, which the sample's four do not fit on; the test may ask for other options of tmpfs."""
    folder = tmp_path / "data"
    folder.mkdir()
    mount = shutil.which("mount", path=os.defpath + ":/usr/bin")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", getattr(request, "param", "size=1m"), "tmpfs", folder], capture_output=True
    )
    if made.returncode:
        pytest.skip("this root may not mount")
    yield folder
    subprocess.run([shutil.which("umount", path=os.defpath + ":/usr/bin"), folder], check=True)


@LINUX_ROOT
def test_a_full_disk(place, small_disk, mirrors, capsys, server):
    mirrors("good")
    images, _ = data.load_fashion_mnist("train")
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Downloading")
    (told,) = told[1:]
    assert told.startswith(f"No room left in {place}: Fashion-MNIST needs 3.9 MB there.") and told.endswith(ON_SAMPLE)
    assert torch.equal(images, data.load_sample("train")[0])
    whole = [path for path in place.rglob("*") if path.is_file() and path.name != ".lock"]
    assert all(path.read_bytes() == unpacked(path.name) for path in whole), "what is there is whole"
    assert place / "u8.npy" not in whole


@LINUX_ROOT
@pytest.mark.parametrize("small_disk", ["size=1m", "size=1m,nr_inodes=2", "size=1m,nr_inodes=3"], indirect=True)
def test_a_disk_with_no_room_at_all(place, small_disk, mirrors):
    with contextlib.suppress(OSError):
        (small_disk / "filler").write_bytes(bytes(2_000_000))
    mirrors("good")
    with pytest.raises(data.DataUnavailable, match="No room left"):
        data.fetch()


# --- what is printed ------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_in_a_terminal(place, mirrors, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    mirrors("steady")
    terminal = Terminal()
    data.fetch(download.Progress(terminal))
    frames = terminal.getvalue().split("\r")
    bars = [frame.count("#") for frame in frames if TRAIN_IMAGES in frame]
    assert len(bars) > 5 and bars == sorted(bars) and bars[-1] == 20
    assert "\n" not in terminal.getvalue(), "one line, drawn again and again"
    assert frames[-1] == "" and frames[-2].strip() == "", "and taken away at the end"


def test_the_bar_fits_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    terminal = Terminal()
    download.Progress(terminal).report("a-mirror-with-a-long-name.example.org", TRAIN_IMAGES, 1, 2)
    assert len(terminal.getvalue()) <= 40


def test_a_line_starts_on_its_own_in_a_terminal():
    terminal = Terminal()
    progress = download.Progress(terminal)
    progress.report("mirror", TRAIN_IMAGES, 1, None)
    progress.tell("damaged")
    assert terminal.getvalue().split("\r")[-1] == "damaged\n"


def test_no_carriage_returns_elsewhere(place, mirrors, capsys):
    mirrors("missing", "steady")
    data.fetch()
    out = capsys.readouterr().out
    assert "\r" not in out
    assert one_line(out).startswith("Downloading Fashion-MNIST from 127.0.0.1")


# --- the command line -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "out", "error"),
    [
        (["fetch"], 0, "Fashion-MNIST is ready in {place}: 2,000 training and 500 test images.\n", ""),
        (["verify"], 0, "Fashion-MNIST in {place} is complete and undamaged.\n", ""),
        (["download"], 1, "", "Use `python -m utils.data fetch` or `python -m utils.data verify`.\n"),
        ([], 1, "", "Use `python -m utils.data fetch` or `python -m utils.data verify`.\n"),
    ],
)
def test_the_command_line(ready, capsys, arguments, code, out, error):
    assert data.main(arguments) == code
    assert capsys.readouterr() == (out.format(place=ready), error)


def test_the_command_line_tells_a_failure_in_one_line(place, capsys):
    assert [data.main(["fetch"]), data.main(["verify"])] == [data.NOT_ALL_DATA, 1]
    out, error = capsys.readouterr()
    assert "Until then the lessons use the bundled sample" in error
    assert out == "" and [line.split()[0] for line in error.splitlines()] == ["Fashion-MNIST", "Fashion-MNIST"]


def test_the_command_line_promises_no_sample_that_is_not_there(place, monkeypatch, tmp_path, capsys):
    """Code 1 says that no lesson will open: course.py stops at it."""
    bundled = data.SAMPLE_FOLDER
    monkeypatch.setenv("COURSE_DATA", "SAMPLE")
    assert data.main(["fetch"]) == 1
    assert "COURSE_DATA is 'SAMPLE'" in one_line(capsys.readouterr().err)
    monkeypatch.setattr(data, "SAMPLE_FOLDER", tmp_path / "sample")
    for edition in ("sample", "full"):
        monkeypatch.setenv("COURSE_DATA", edition)
        assert data.main(["fetch"]) == 1
        told = one_line(capsys.readouterr().err)
        assert ("data/sample" in told, "zalandoresearch" in told) == (edition == "sample", edition == "full")
    shutil.copytree(bundled, data.SAMPLE_FOLDER)
    (data.SAMPLE_FOLDER / f"{TRAIN_IMAGES}.gz").write_bytes(b"damaged")
    assert data.main(["fetch"]) == 1
    with pytest.raises(data.DataUnavailable):
        data.load_fashion_mnist("train")
    assert "use the bundled sample" not in capsys.readouterr().out


def test_the_command_line_does_not_deny_the_full_data_that_the_lessons_use(ready, capsys):
    """One of the four files, which only torchvision reads, cannot be made again; the path in the way is named."""
    path = ready / "raw" / TRAIN_LABELS
    path.unlink()
    path.mkdir()
    assert data.main(["fetch"]) == data.NOT_ALL_DATA
    told = one_line(capsys.readouterr().err)
    assert str(path) in told and "ample" not in told and download.PART not in told
    assert "directory" in told or os.name == "nt"


def test_the_command_line_tells_damage(ready, capsys):
    flip_a_bit(ready / "raw" / TRAIN_IMAGES)
    assert data.main(["verify"]) == 1
    assert TRAIN_IMAGES in one_line(capsys.readouterr().err)


def test_the_command_as_course_py_calls_it(place, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", "sample")
    for command in ("fetch", "verify"):
        ran = subprocess.run(
            [sys.executable, "-m", "utils.data", command], cwd=data.HOME, capture_output=True, text=True
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert str(tmp_path / "data" / "small" / "FashionMNIST") in one_line(ran.stdout)
