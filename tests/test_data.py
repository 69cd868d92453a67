"""What the images are: checked against torchvision, against published numbers, and against the files themselves."""

import gzip
import hashlib
import re
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from tools.__main__ import main
from utils import data, vision
from utils.data import download

SPLITS = ("train", "test")
README = data.HOME / "data" / "README.md"


@pytest.fixture(scope="module")
def full():
    """Both splits of the full set, whatever size the other tests ask for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSE_DATA", raising=False)
        loaded = {split: data.load_fashion_mnist(split) for split in SPLITS}
        assert data.is_full(), "these tests need the full set: run `python3 course.py setup`"
        yield loaded


@pytest.fixture(autouse=True)
def full_set(monkeypatch):
    monkeypatch.delenv("COURSE_DATA", raising=False)


# --- the full set ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("split", "n", "per_class"), [("train", 60_000, 6_000), ("test", 10_000, 1_000)])
def test_shapes_types_and_counts(full, split, n, per_class):
    images, labels = full[split]
    assert images.shape == (n, 28, 28) and images.dtype == torch.uint8
    assert labels.shape == (n,) and labels.dtype == torch.int64
    assert labels.bincount().tolist() == [per_class] * 10
    assert (images.min(), images.max()) == (0, 255)


def test_published_mean_and_deviation(full):
    pixels = full["train"][0].double() / 255
    assert f"{pixels.mean():.4f} {pixels.std():.4f}" == "0.2860 0.3530"


def test_no_image_occurs_twice(full):
    images = np.concatenate([full[split][0].numpy().reshape(-1, 784) for split in SPLITS])
    assert len({row.tobytes() for row in images}) == 70_000


@pytest.mark.parametrize("split", SPLITS)
def test_torchvision_reads_the_same(full, split):
    theirs = vision.datasets.FashionMNIST(data.torchvision_root(), train=split == "train", download=False)
    images, labels = full[split]
    assert torch.equal(images, theirs.data) and torch.equal(labels, theirs.targets)


def test_class_names_are_torchvisions():
    theirs = vision.datasets.FashionMNIST.classes
    assert [name.lower() for name in data.CLASS_NAMES] == [name.lower() for name in theirs]


def test_the_packed_files_become_the_published_ones():
    """Debian took name and time out of the .gz headers; put back, they have the MD5 torchvision publishes."""
    if not download.DEBIAN_FOLDER.is_dir():
        pytest.skip("needs the files of Debian's package dataset-fashion-mnist")
    for packed, md5 in vision.datasets.FashionMNIST.resources:
        blob = (download.DEBIAN_FOLDER / packed).read_bytes()
        time = 1504176606 if packed.startswith("train") else 1504176627
        name = packed.removesuffix(".gz").encode() + b"\0"
        original = blob[:3] + b"\x08" + time.to_bytes(4, "little") + blob[8:10] + name + blob[10:]
        assert hashlib.md5(original).hexdigest() == md5
        wanted = data.FULL[packed.removesuffix(".gz")]
        assert hashlib.sha256(gzip.decompress(original)).hexdigest() == wanted.sha256


def test_the_cache_is_an_array_numpy_can_map(full):
    flat = np.load(data.fetch() / "u8.npy", mmap_mode="r")
    parts = [full["test"][1], full["train"][1], full["test"][0], full["train"][0]]
    assert flat.dtype == np.uint8
    assert np.array_equal(flat, np.concatenate([part.numpy().astype(np.uint8).ravel() for part in parts]))


def test_a_ready_cache_is_silent(full, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data.load_fashion_mnist("test")
        assert data.require_full() is True
    assert capfd.readouterr() == ("", "")


def test_tensors_are_the_learners_own(full):
    images, labels = data.load_fashion_mnist("test")
    images.fill_(7)
    labels.fill_(7)
    again = data.load_fashion_mnist("test")
    assert torch.equal(again[0], full["test"][0]) and torch.equal(again[1], full["test"][1])


@pytest.mark.parametrize("load", [data.load_fashion_mnist, data.load_sample])
def test_a_wrong_split_is_told(load):
    with pytest.raises(ValueError, match='\'valid\'.*"train" or "test"'):
        load("valid")


# --- the bundled sample ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("split", "per_class"), [("train", 200), ("test", 50)])
def test_the_sample_is_the_first_images_of_each_class(full, split, per_class):
    images, labels = data.load_sample(split)
    assert images.dtype == torch.uint8 and labels.dtype == torch.int64
    assert labels.bincount().tolist() == [per_class] * 10
    position = {image.tobytes(): row for row, image in enumerate(full[split][0].numpy())}
    rows = [position[image.tobytes()] for image in images.numpy()]
    assert rows == sorted(rows)
    assert torch.equal(full[split][1][rows], labels)
    seen = full[split][1][: max(rows) + 1].bincount()
    assert seen.min() == per_class, "a class has an earlier image that is not in the sample"


@pytest.mark.parametrize("split", SPLITS)
def test_without_the_bundled_files_the_sample_comes_from_the_full_set(full, split, monkeypatch, tmp_path):
    bundled = data.load_sample(split)
    monkeypatch.setattr(data, "SAMPLE_FOLDER", tmp_path / "not here")
    cut = data.load_sample(split)
    assert torch.equal(bundled[0], cut[0]) and torch.equal(bundled[1], cut[1])


def test_the_program_makes_the_bundled_files(full, tmp_path, capsys):
    source = str(data.fetch() / "raw")
    for name in ("once", "again"):
        assert main(["sample", source, str(tmp_path / name)]) == 0
        printed = dict(line.split() for line in capsys.readouterr().out.splitlines())
        assert printed == {f'"{name}":': f'"{file.sha256}",' for name, file in data.SAMPLE.items()}
    for name in data.SAMPLE:
        once, again, bundled = (
            (folder / f"{name}.gz").read_bytes()
            for folder in (tmp_path / "once", tmp_path / "again", data.SAMPLE_FOLDER)
        )
        assert once == again
        assert gzip.decompress(once) == gzip.decompress(bundled)
        assert bundled[3:8] == bytes(5), "no name and no time in the header"


def test_the_sample_is_small():
    assert sum(path.stat().st_size for path in data.SAMPLE_FOLDER.glob("*")) < 1.2e6


def test_a_damaged_sample_is_not_used(monkeypatch, tmp_path):
    for path in data.SAMPLE_FOLDER.glob("*.gz"):
        (tmp_path / path.name).write_bytes(path.read_bytes()[:-100])
    monkeypatch.setattr(data, "SAMPLE_FOLDER", tmp_path)
    with pytest.raises(data.DataUnavailable, match="train-images-idx3-ubyte.gz: wrong content"):
        data.load_sample("train")


def test_the_readme_lists_every_checksum():
    text = README.read_text(encoding="utf-8")
    packed = [hashlib.sha256(path.read_bytes()).hexdigest() for path in data.SAMPLE_FOLDER.glob("*.gz")]
    assert len(packed) == 4
    unpacked = [file.sha256 for edition in (data.FULL, data.SAMPLE) for file in edition.values()]
    assert not [sha256 for sha256 in packed + unpacked if sha256 not in text]
    assert "MIT" in text and "Zalando" in text and "1708.07747" in text


def test_asked_for_the_sample(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("COURSE_DATA", "sample")
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    images, labels = data.load_fashion_mnist("train")
    expected = data.load_sample("train")
    assert torch.equal(images, expected[0]) and torch.equal(labels, expected[1])
    assert (tmp_path / "small" / "FashionMNIST" / "u8.npy").exists(), "it goes the way of the full set"
    assert capsys.readouterr().out == ""
    assert (data.is_full(), data.require_full()) == (False, False)
    assert capsys.readouterr().out == "On the bundled sample: the check on all 70,000 images is left out.\n"
    theirs = vision.datasets.FashionMNIST(data.torchvision_root(), train=False)
    assert torch.equal(theirs.data, data.load_fashion_mnist("test")[0])


def test_an_unknown_edition_is_told(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "tiny")
    with pytest.raises(ValueError, match="COURSE_DATA is 'tiny'"):
        data.load_fashion_mnist("test")


# --- flatten --------------------------------------------------------------------------------------------------------


def test_flatten():
    images = torch.arange(2 * 784).remainder(256).to(torch.uint8).reshape(2, 28, 28)
    X = data.flatten(images)
    assert X.shape == (2, 784) and X.dtype == torch.float32
    assert X[1, 3].item() == pytest.approx((784 + 3) % 256 / 255, abs=1e-7)
    assert (X[0, 0], X[0, 255]) == (0, 1)
    assert images[0, 0, 1] == 1, "the images themselves stay"


@pytest.mark.parametrize(
    "images",
    [
        torch.zeros(28, 28, dtype=torch.uint8),
        torch.zeros(5, 784, dtype=torch.uint8),
        torch.zeros(5, 28, 27, dtype=torch.uint8),
        torch.zeros(5, 28, 28),
    ],
)
def test_flatten_tells_what_it_was_given(images):
    with pytest.raises(ValueError) as error:
        data.flatten(images)
    assert str(tuple(images.shape)) in str(error.value) and str(images.dtype) in str(error.value)


# --- where the data is kept -----------------------------------------------------------------------------------------


@pytest.fixture
def nothing_yet(monkeypatch, tmp_path):
    """A computer of a user whose cache folder is empty; returns where its data is looked for first."""
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(tmp_path / "cache"))

    def looked_in():
        with pytest.raises(data.DataUnavailable) as error:
            data.verify()
        return Path(re.fullmatch(r"Fashion-MNIST is not in (.*) yet: .*", str(error.value))[1])

    return looked_in


def test_the_data_is_kept_beside_utils(nothing_yet, monkeypatch, tmp_path):
    monkeypatch.setattr(data, "HOME", tmp_path)
    (tmp_path / "data").mkdir()
    assert nothing_yet() == tmp_path / "data" / "FashionMNIST"


def test_in_colab_the_data_is_kept_on_its_disk(nothing_yet, monkeypatch):
    monkeypatch.setattr(data, "in_colab", lambda: True)
    assert nothing_yet() == Path("/content/data/FashionMNIST").absolute()


def test_without_a_folder_beside_utils_the_data_is_kept_in_the_users_cache(nothing_yet, monkeypatch, tmp_path):
    """A lesson's copy for Colab that runs elsewhere: its utils goes when the notebook is closed, 30 MB should not."""
    monkeypatch.setattr(data, "HOME", tmp_path)
    assert nothing_yet() == tmp_path / "cache" / "classification-losses" / "FashionMNIST"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows its users without HOME")
@pytest.mark.parametrize("home", ["~/.cache", RuntimeError("could not determine the home directory")])
def test_without_a_home_no_folder_is_called_by_a_tilde(monkeypatch, home):
    """As for a user with no HOME and no entry in the system's list; platformdirs says so in one way or the other."""

    def user_cache_path(name, **_):
        if isinstance(home, Exception):
            raise home
        return Path(home, name)

    monkeypatch.setattr(data.platformdirs, "user_cache_path", user_cache_path)
    assert data.user_cache() == Path(tempfile.gettempdir(), "classification-losses")
