"""Fashion-MNIST as tensors: find it, verify it, keep it ready.

Where it comes from, in this order: the folder `data/`, the folder of Debian's package, three mirrors, that package
downloaded without root. With none of them a lesson goes on with the bundled sample and says so.

`python -m utils.data fetch` makes everything ready, `python -m utils.data verify` hashes it again.

cache.py keeps the files ready in one folder (and says what is in it), download.py has the sources they come from.
"""

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
import platformdirs
import torch

from utils.data import download
from utils.data.cache import Cache, IdxFile, is_no_room
from utils.environment import in_colab
from utils.language import N_, _

CLASS_NAMES = (
    N_("T-shirt/top"), N_("trouser"), N_("pullover"), N_("dress"), N_("coat"),
    N_("sandal"), N_("shirt"), N_("sneaker"), N_("bag"), N_("ankle boot"),
)

HOME = Path(__file__).resolve().parent.parent.parent  # the course's folder
SAMPLE_FOLDER = HOME / "data" / "sample"
SPLITS = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}


def _edition_of(*files):
    """An edition, {name: IdxFile}; small files first, so that a source that cannot give any is found out soon."""
    return {file[0]: IdxFile(*file) for file in files}


FULL = _edition_of(
    ("t10k-labels-idx1-ubyte", (10_000,), "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
    ("train-labels-idx1-ubyte", (60_000,), "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
    ("t10k-images-idx3-ubyte", (10_000, 28, 28), "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
    ("train-images-idx3-ubyte", (60_000, 28, 28), "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
)
SAMPLE = _edition_of(
    ("t10k-labels-idx1-ubyte", (500,), "9c71808b3a0ebfc091442c0009a7aa35be2d9622bf6aaf6891ce9a0088e96c07"),
    ("train-labels-idx1-ubyte", (2_000,), "4738fd437c0f8d6498ae7f6f5c86f1cc3c878d4116ff169fc5635bd6847899cc"),
    ("t10k-images-idx3-ubyte", (500, 28, 28), "8fdf02ada67d92f4db5ba3c2f6c5b1cc6186ba6e0efd4914661e4389e103b81e"),
    ("train-images-idx3-ubyte", (2_000, 28, 28), "a724cd72799a6b1c3a81c4263865a75a73bb6473673b3394e34adf222930f19e"),
)
SAMPLE_PER_CLASS = {"train": 200, "test": 50}
NOT_ALL_DATA = 3  # the exit code of `fetch` when not all is ready but lessons run; 1 when they cannot; course.py's too

given_up = set()  # folders for which every source failed in this process: the next load does not wait for them again


class DataUnavailable(RuntimeError):
    """The data could not be made ready; the message is one line for the learner: what was tried and what to do."""


# --- what the lessons call ------------------------------------------------------------------------------------------


def load_fashion_mnist(split="train"):
    """The images and labels of Fashion-MNIST.

    split: "train" or "test"
    returns: images, uint8 tensor (n, 28, 28), 0 is background; labels, int64 tensor (n,), 0 to 9, named in CLASS_NAMES.
        n is 60,000 or 10,000; on the bundled sample, which says so, 2,000 or 500

    Raises ValueError for another split, DataUnavailable when not even the sample is there.
    Source: Xiao, Rasul, Vollgraf (2017), https://arxiv.org/abs/1708.07747
    """
    _check_split(split)
    cache = _find()
    if cache is None:
        return load_sample(split)
    return _to_tensors(*(cache.read(name) for name in SPLITS[split]))


def load_sample(split="train"):
    """The bundled sample: the first 200 training or 50 test images of each class, in the order of the full set.

    split: "train" or "test"
    returns: as load_fashion_mnist, n is 2,000 or 500

    Without the bundled files (in Colab) the same images are taken from the full set.
    """
    _check_split(split)
    if SAMPLE_FOLDER.is_dir():
        return _to_tensors(*(_read_bundled(SAMPLE[name]) for name in SPLITS[split]))
    images, labels = load_fashion_mnist(split)
    rows = torch.from_numpy(first_of_each_class(labels.numpy(), SAMPLE_PER_CLASS[split]))
    return images[rows], labels[rows]


def flatten(images):
    """Images as rows of numbers, the form a linear model takes.

    images: uint8 tensor (n, 28, 28)
    returns: floating tensor (n, 784), 0 is background, 1 is full ink; as all of torch's new tensors it is float32
        unless torch.set_default_dtype says otherwise, so that it goes together with them
    """
    if images.ndim != 3 or images.shape[1:] != (28, 28) or images.dtype != torch.uint8:
        raise ValueError(_(
            "Expected images of shape (n_images, 28, 28), uint8 from 0 to 255; got shape {shape}, {dtype}."
        ).format(shape=tuple(images.shape), dtype=images.dtype))
    return images.reshape(-1, 784).to(torch.get_default_dtype()).div_(255)


def is_full():
    """True when load_fashion_mnist gives all 70,000 images, False on the bundled sample."""
    return _edition() is FULL and _find() is not None


def require_full():
    """True on the full set; on the bundled sample False and one line that says a check is left out."""
    if not is_full():
        print(_("On the bundled sample: the check on all 70,000 images is left out."))
        return False
    return True


def torchvision_root():
    """The folder to give to torchvision.datasets.FashionMNIST, with the files of load_fashion_mnist in it."""
    cache = _find() or _prepare(SAMPLE)
    return cache.folder.parent


def first_of_each_class(labels, per_class):
    """The rows of the first `per_class` examples of each class, ascending.

    labels: int array (n,)
    returns: int array (n_classes * per_class,)
    """
    return np.sort(np.concatenate([np.flatnonzero(labels == label)[:per_class] for label in np.unique(labels)]))


# --- what setup and the tests call ----------------------------------------------------------------------------------


def fetch(progress=None):
    """Make the data ready: every file hashed, what is missing or damaged brought again.

    progress: as download.Progress, the default
    returns: Path of the folder that holds raw/ and u8.npy

    Raises DataUnavailable with one line for the learner.
    """
    return _prepare(_edition(), progress).folder


def verify():
    """Hash every file again, changing nothing.

    returns: Path of the folder, as fetch

    Raises DataUnavailable naming the files that are damaged or missing.
    """
    caches = _caches(_edition())
    cache = next((cache for cache in caches if os.path.exists(cache.array)), None)
    if cache is None:
        raise DataUnavailable(_(
            "Fashion-MNIST is not in {folder} yet: run `python3 course.py setup`."
        ).format(folder=caches[0].folder))
    if damaged := cache.damaged():
        raise DataUnavailable(_(
            "Damaged in {folder}: {names}. Run `python3 course.py setup` to get the data again."
        ).format(folder=cache.folder, names=", ".join(damaged)))
    return cache.folder


def main(arguments):
    """`fetch` or `verify` from the command line; returns the exit code."""
    commands = {"fetch": fetch, "verify": verify}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(_("Use `python -m utils.data fetch` or `python -m utils.data verify`."), file=sys.stderr)
        return 1
    try:
        folder = commands[arguments[0]]()
    except (DataUnavailable, ValueError) as error:
        runs = arguments == ["fetch"] and isinstance(error, DataUnavailable)
        is_ready = runs and any(cache.is_ready() for cache in _caches(_edition()))
        on_sample = runs and not is_ready and _sample_is_whole()
        print(_told_on_sample(error) if on_sample else error, file=sys.stderr)
        return NOT_ALL_DATA if is_ready or on_sample else 1
    except KeyboardInterrupt:
        print(_("Stopped. Nothing half done is used; run it again to go on."), file=sys.stderr)
        return 1
    words = _("Fashion-MNIST in {folder} is complete and undamaged.")
    if arguments == ["fetch"]:
        words = _("Fashion-MNIST is ready in {folder}: {train} training and {test} test images.")
    print(words.format(folder=folder, **_counts(_edition())))
    return 0


# --- make ready -----------------------------------------------------------------------------------------------------


def _find():
    """The cache that is ready, made ready if need be; None when the lessons must go on with the bundled sample."""
    edition = _edition()
    caches = _caches(edition)
    for cache in caches:
        if cache.is_ready():
            return cache
        if cache.write_problem() is None:
            break
    if caches[0].folder in given_up:
        return None
    try:
        return _prepare(edition)
    except DataUnavailable as error:
        if not _sample_is_whole():
            raise
        print(_told_on_sample(error))
        given_up.add(caches[0].folder)
        return None


def _prepare(edition, progress=None):
    """The cache of an edition, made ready in the first folder that can be written."""
    progress = progress or download.Progress()
    caches = _caches(edition)
    unwritable = []
    for cache in caches:
        reason = cache.write_problem()
        if reason is None:
            if unwritable:
                words = _("{shut}: keeping the data in {cache} instead.")
                progress.tell(words.format(shut=unwritable[0], cache=cache.folder))
            _make_ready(cache, _sources(edition, caches, cache.folder), progress)
            return cache
        if not cache.damaged():
            return cache
        unwritable.append(_("{folder} cannot be written ({reason})").format(folder=cache.folder, reason=reason))
    raise DataUnavailable(_(
        "Fashion-MNIST needs a folder to be kept in: {folders}. Set the environment variable COURSE_DATA_DIR to a "
        "folder that can, then run this again."
    ).format(folders=_(" and ").join(unwritable)))


def _make_ready(cache, sources, progress):
    """cache.make_ready with troubles of the disk told in the learner's words."""
    try:
        cache.make_ready(lambda file: _ask(sources, file, cache.raw, progress), progress)
    except OSError as error:
        if is_no_room(error):
            raise DataUnavailable(_(
                "No room left in {folder}: Fashion-MNIST needs {needed} there. Make room, or set the environment "
                "variable COURSE_DATA_DIR to a folder on another disk, then run this again."
            ).format(folder=cache.folder, needed=download.megabytes(2 * cache.size))) from error
        place = error.filename2 or cache.folder  # the second is the name that a finished file was to get
        raise DataUnavailable(_(
            "Fashion-MNIST could not be written to {place} ({reason}). If something is in the way there, rename it; "
            "else set the environment variable COURSE_DATA_DIR to another folder. Then run this again."
        ).format(place=place, reason=error.strerror or error)) from error
    finally:
        progress.end()


def _ask(sources, file, raw, progress):
    """The content of a file from the first source that has it."""
    tried = []
    for source in sources:
        try:
            return source.read(file, progress)
        except download.SourceError as error:
            tried.append(_("{source} ({reason})").format(source=source.label, reason=error))
    if _edition() is SAMPLE:
        raise _no_sample(", ".join(tried))
    raise DataUnavailable(_(
        "Fashion-MNIST could not be found or downloaded. Tried {tried}. By hand: put the four files {names} (from "
        "https://github.com/zalandoresearch/fashion-mnist) into {folder}, then run this again."
    ).format(tried=", ".join(tried), names=", ".join(f"{name}.gz" for name in FULL), folder=raw))


# --- where ----------------------------------------------------------------------------------------------------------


def _edition():
    value = os.environ.get("COURSE_DATA", "")
    if value not in ("", "full", "sample"):
        raise ValueError(_(
            'COURSE_DATA is {value!r}: set it to "sample" for the bundled sample, or unset it for all images.'
        ).format(value=value))
    return SAMPLE if value == "sample" else FULL


def _caches(edition):
    """Where the edition may be kept, best place first."""
    beside = HOME / "data"  # a lesson's copy for Colab has none, and its own folder goes when the notebook is closed
    usual = "/content/data" if in_colab() else beside if beside.is_dir() else user_cache()
    chosen = Path(os.environ.get("COURSE_DATA_DIR") or usual).expanduser().absolute()
    subfolder = "small" if edition is SAMPLE else ""
    return [Cache(edition, root / subfolder / "FashionMNIST") for root in dict.fromkeys((chosen, user_cache()))]


def _sources(edition, caches, scratch):
    """Everything the edition's files may come from, in the order it is asked."""
    folders = [download.Folder(cache.raw) for cache in caches if cache is caches[0] or os.path.isdir(cache.raw)]
    if edition is SAMPLE:
        return [*folders, download.Folder(SAMPLE_FOLDER)]
    given = os.environ.get("COURSE_DATA_MIRRORS")
    mirrors = [download.Mirror(url) for url in (download.MIRRORS if given is None else given.split())]
    if not download.has_apt():
        return [*folders, *mirrors]
    return [*folders, download.Folder(download.DEBIAN_FOLDER), *mirrors, download.DebianPackage(scratch)]


def user_cache():
    """The folder of this computer's user for what can be made again; a temporary one for a user without a home."""
    name = "classification-losses"
    with contextlib.suppress(RuntimeError):  # what a newer platformdirs raises without a home; an older one keeps the ~
        folder = platformdirs.user_cache_path(name, appauthor=False, opinion=False)
        if folder.is_absolute():
            return folder
    return Path(tempfile.gettempdir(), name)


# --- small pieces ---------------------------------------------------------------------------------------------------


def _check_split(split):
    if split not in SPLITS:
        raise ValueError(_('There is no split {split!r}: ask for "train" or "test".').format(split=split))


def _counts(edition):
    """{split: how many images it has, in words}."""
    return {split: f"{edition[names[0]].shape[0]:,}" for split, names in SPLITS.items()}


def _to_tensors(images, labels):
    return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))


def _told_on_sample(reason):
    return _(
        "{reason} Until then the lessons use the bundled sample, {train} training and {test} test images: numbers and "
        "pictures will differ from the text."
    ).format(reason=reason, **_counts(SAMPLE))


def _no_sample(tried):
    return DataUnavailable(_(
        "The bundled sample is not whole: {tried}. Get the folder data/sample of the course again."
    ).format(tried=tried))


def _sample_is_whole():
    """True when the lessons can go on with the bundled sample."""
    try:
        return all(len(_read_bundled(file)) for file in SAMPLE.values())
    except DataUnavailable:
        return False


def _read_bundled(file):
    """One file's array from the bundled sample, in memory of its own."""
    try:
        content = download.Folder(SAMPLE_FOLDER).read(file)
    except download.SourceError as error:
        raise _no_sample(error) from error
    return np.frombuffer(content, np.uint8, offset=len(file.header)).reshape(file.shape).copy()
