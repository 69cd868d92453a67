"""Which build of PyTorch this machine gets, and what is said of it.

Standard library only: it runs before anything is installed.
"""

import os
import platform
import shlex
import shutil
from gettext import gettext as _
from typing import NamedTuple

from tools.failures import GIGABYTES, Stop
from tools.processes import run_quietly
from tools.settings import course_settings

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
GIGABYTES_CUDA = 7  # as GIGABYTES, with PyTorch's CUDA libraries (5.2 measured)


class Build(NamedTuple):
    """A build of torch and torchvision."""

    arguments: list  # for pip: both packages in one command, so that they come from one index
    words: str  # what is said while it is installed
    gigabytes: int = GIGABYTES  # of disk that the environment may then take


def has_nvidia_driver():
    """Whether a program here could use an NVIDIA card."""
    return os.path.exists("/proc/driver/nvidia/version") or shutil.which("nvidia-smi") is not None


def cpu_index_answers(python):
    """Whether pip, with the proxy and certificate it is set to use, sees the CPU build that we want."""
    command = [python, "-m", "pip", "index", "versions", "torchvision", "--index-url", CPU_INDEX]
    output = run_quietly([*command, "--retries=0", "--timeout=5", "--no-input"])[1]
    return course_settings()["torchvision"] + "+cpu" in output


def split_words(text):
    """The words of a command line as a shell splits them; on Windows a backslash belongs to a path."""
    words = shlex.shlex(text, posix=True)
    words.whitespace_split, words.commenters = True, ""
    if platform.system() == "Windows":
        words.escape = ""
    return list(words)


def choose(python):
    """The Build for this machine; `python` is that of the environment, whose pip may be asked. Stop where none is."""
    if override := os.environ.get("COURSE_TORCH"):
        arguments = split_words(override)
        said = _("Installing PyTorch as COURSE_TORCH says: {arguments}").format(arguments=" ".join(arguments))
        return Build(arguments, said)
    if (platform.system(), platform.machine()) == ("Darwin", "x86_64"):
        raise Stop(_("PyTorch has no pip packages for Macs with an Intel processor. Use conda instead:\n"
                     "    conda env create -f environment.yml && conda activate course && python course.py start"))
    pins = [f"{name}=={course_settings()[name]}" for name in ("torch", "torchvision")]
    if platform.system() != "Linux":
        return Build(pins, _("Installing PyTorch (about 200 MB to download) ..."))
    if has_nvidia_driver():
        return Build(pins, _("Installing PyTorch with CUDA for your NVIDIA card: up to 5.6 GB to download, "
                             "unless pip finds a smaller build."), GIGABYTES_CUDA)
    if cpu_index_answers(python):
        return Build([*pins, "--index-url", CPU_INDEX],
                     _("Installing PyTorch for the processor (about 200 MB to download) ..."))
    return Build(pins, _("PyTorch's small CPU builds ({index}) cannot be reached, so pip gets it where it gets the "
                         "rest: up to 5.6 GB to download, unless pip finds a smaller build. Ctrl-C stops; "
                         "COURSE_TORCH chooses another build.").format(index=CPU_INDEX), GIGABYTES_CUDA)
