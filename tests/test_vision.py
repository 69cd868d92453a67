"""torchvision can be imported whatever build of torch is beside it, and a healthy one is left alone.

Importing has effects that cannot be taken back, so each case runs in a process of its own.
"""

import multiprocessing
import pickle
import subprocess
import sys

import pytest
import torch

from utils import data, vision

pytestmark = pytest.mark.faults


def run(code, folder=None):
    """(exit code, stdout, stderr) of a program that sees the course and, before everything else, a folder."""
    start = f"import sys; sys.path.insert(0, {str(folder)!r})\n" if folder else ""
    ran = subprocess.run([sys.executable, "-c", start + code], cwd=data.HOME, capture_output=True, encoding="utf-8")
    return ran.returncode, ran.stdout, ran.stderr


@pytest.fixture
def torchvision(tmp_path):
    """torchvision(registrations) writes a package of that name whose `_meta_registrations` is the given code."""

    def write(registrations, compiled):
        package = tmp_path / "torchvision"
        (package / "transforms" / "v2").mkdir(parents=True)
        files = {
            "__init__.py": (
                "print('imported')\n"
                "from . import extension, _meta_registrations, datasets, transforms\n"
                "__version__ = '9'\n"
            ),
            "extension.py": f"def _has_ops():\n    return {compiled}\n",
            "_meta_registrations.py": "import torch\n" + registrations,
            "datasets.py": "FashionMNIST = 'here'\nclass VisionDataset: pass\n",
            "transforms/__init__.py": "",
            "transforms/v2/__init__.py": "ToImage = 'here'\nclass Transform: pass\n",
        }
        for name, text in files.items():
            (package / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def register(*names):
    return "".join(f'@torch.library.register_fake("torchvision::{name}")\ndef _(x): pass\n' for name in names)


IMPORT = "from utils import vision; print(vision.compiled_operators, len(vision._declared), vision.transforms.ToImage)"


# --- the torchvision that is installed ------------------------------------------------------------------------------


def test_it_says_nothing_and_is_an_ordinary_import_afterwards():
    code = """
from utils import vision
import torchvision
from torchvision.datasets import FashionMNIST
from torchvision.transforms import ToTensor, v2
print(torchvision.datasets is vision.datasets, v2 is vision.transforms, FashionMNIST is vision.datasets.FashionMNIST)
"""
    assert run(code) == (0, "True True True\n", "")


def test_it_is_patched_only_when_it_does_not_import_by_itself():
    healthy = run("import torchvision")[0] == 0
    assert vision.compiled_operators == healthy
    assert len(vision._declared) == (0 if healthy else 1)


def test_a_failed_import_before_does_no_harm():
    code = """
try:
    import torchvision
except RuntimeError:
    pass
from utils import vision
print(vision.datasets.FashionMNIST.__name__)
"""
    assert run(code) == (0, "FashionMNIST\n", "")


def test_a_missing_operator_says_so():
    if vision.compiled_operators:
        pytest.skip("this torchvision has its compiled operators")
    with pytest.raises(RuntimeError, match="Couldn't load custom C"):
        vision.torchvision.ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5)


def test_transforms_give_the_pixels_of_flatten():
    picture, label = vision.datasets.FashionMNIST(data.torchvision_root(), train=False)[0]
    steps = [vision.transforms.ToImage(), vision.transforms.ToDtype(torch.float32, scale=True)]
    image = vision.transforms.Compose(steps)(picture)
    images, labels = data.load_fashion_mnist("test")
    assert label == labels[0]
    torch.testing.assert_close(image.reshape(1, -1), data.flatten(images[:1]), atol=1e-7, rtol=0, check_stride=False)


@pytest.mark.parametrize("method", sorted({"spawn", "forkserver"} & set(multiprocessing.get_all_start_methods())))
def test_workers_that_import_everything_anew_can_read_it(method):
    """As on Windows and a Mac, and on Linux from Python 3.14; from a program without a file, as a notebook is."""
    code = f"""
from utils import data, vision
from torch.utils.data import DataLoader, Subset
steps = vision.transforms.Compose([vision.transforms.ToImage()])
pictures = vision.datasets.FashionMNIST(data.torchvision_root(), train=False, transform=steps)
loader = DataLoader(Subset(pictures, range(8)), batch_size=4, num_workers=1, multiprocessing_context={method!r})
print(next(iter(loader))[1].tolist())
"""
    labels = data.load_fashion_mnist("test")[1][:4].tolist()
    assert run(code)[:2] == (0, f"{labels}\n")


def test_a_transform_alone_can_be_unpickled_in_a_new_process():
    there = pickle.dumps(vision.transforms.Compose([vision.transforms.ToImage()]))
    assert run(f"import pickle; print(type(pickle.loads({there!r})).__name__)") == (0, "Compose\n", "")


def test_a_copy_is_the_same():
    code = """
import copy, pickle
from utils import data, vision
pictures = vision.datasets.FashionMNIST(data.torchvision_root(), train=False, transform=vision.transforms.ToImage())
for other in (copy.copy(pictures), copy.deepcopy(pictures), pickle.loads(pickle.dumps(pictures))):
    print(type(other) is type(pictures), bool((other.data == pictures.data).all()), other[0][0].shape)
"""
    assert run(code) == (0, "True True torch.Size([1, 28, 28])\n" * 3, "")


def test_note_names_both_versions():
    note = vision.note()
    assert vision.torchvision.__version__ in note and torch.__version__ in note
    assert note.count("\n") == 0


# --- others ---------------------------------------------------------------------------------------------------------


def test_a_healthy_one_is_left_alone(torchvision):
    folder = torchvision("", compiled=True)
    assert run(IMPORT + "\nprint(vision.note())", folder) == (
        0,
        f"imported\nTrue 0 here\ntorchvision 9 and its compiled operators fit torch {torch.__version__}.\n",
        "",
    )


def test_operators_that_do_not_exist_yet(torchvision):
    folder = torchvision(register("nms", "an_operator_of_next_year"), compiled=False)
    assert run(IMPORT, folder) == (0, "imported\nimported\nFalse 1 here\n", "")


@pytest.mark.parametrize(
    ("registrations", "last_line"),
    [
        ("raise RuntimeError('other CUDA versions')", "RuntimeError: other CUDA versions"),
        ("import not_there", "ModuleNotFoundError: No module named 'not_there'"),
    ],
)
def test_another_trouble_is_not_hidden(torchvision, registrations, last_line):
    code, _, error = run(IMPORT, torchvision(registrations, compiled=True))
    assert code == 1 and error.splitlines()[-1] == last_line


def test_no_torchvision_at_all():
    code = """
import sys
class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name == "torchvision":
            raise ModuleNotFoundError("No module named 'torchvision'", name="torchvision")
sys.meta_path.insert(0, Nowhere())
from utils import vision
"""
    code, out, error = run(code)
    assert (code, out) == (1, "")
    assert error.splitlines()[-1].startswith("ImportError: torchvision is not installed. Run `python3 course.py setup`")
    assert "ModuleNotFoundError" not in error
