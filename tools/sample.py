"""Make the bundled sample: the first 200 training and 50 test images of each class, in the order of the full set.

    python -m tools sample /usr/share/datasets/fashion-mnist [folder to write to]

The folder given holds the four files of Fashion-MNIST, here as installed by Debian's package `dataset-fashion-mnist`.
Prints the table of hashes for `utils.data.SAMPLE`. The same bytes come out of every run (with one version of zlib).
"""

import gzip
import hashlib
import io

import numpy as np

from tools import files
from utils import data
from utils.data import cache, download


def read_full(folder, name):
    """One of the four files as a uint8 array, verified."""
    file = data.FULL[name]
    content = download.Folder(folder).read(file)
    return np.frombuffer(content, np.uint8, offset=len(file.header)).reshape(file.shape)


def write(folder, name, array):
    """Write one .gz file, without a name and a time in it; returns the SHA-256 of what is packed in it."""
    content = cache.IdxFile(name, array.shape, "").header + array.tobytes()
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as file:
        file.write(content)
    files.write(folder / f"{name}.gz", packed.getvalue())
    return hashlib.sha256(content).hexdigest()


def make_sample(source, target):
    """Write the four files of the sample into the folder `target`; returns their hashes by name."""
    target.mkdir(parents=True, exist_ok=True)
    hashes = {}
    for split, names in data.SPLITS.items():
        images, labels = (read_full(source, name) for name in names)
        rows = data.first_of_each_class(labels, data.SAMPLE_PER_CLASS[split])
        hashes |= {name: write(target, name, array[rows]) for name, array in zip(names, (images, labels), strict=True)}
    return hashes


def run(options):
    """Make the sample; print its hashes."""
    for name, sha256 in make_sample(options.source, options.target or data.SAMPLE_FOLDER).items():
        print(f'        "{name}": "{sha256}",')
