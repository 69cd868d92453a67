"""Which build of PyTorch a machine gets, and that pip itself is asked for it."""

import os
import platform
import shutil
import sys
from types import SimpleNamespace

import pytest
from launching import stop_of

from tools import torch_build
from tools.environments import lacks_torch, own_environment
from tools.torch_build import CPU_INDEX

PINS = ["torch==2.13.0", "torchvision==0.28.0"]
WINDOWS_PATHS = [r"C:\My wheels\t.whl", r"C:\t"]


@pytest.mark.parametrize(
    "override, system, cpu, driver, index, words, arguments",
    [
        (None, "Linux", "x86_64", False, True, "for the processor (about 200 MB", [*PINS, "--index-url", CPU_INDEX]),
        (None, "Linux", "aarch64", False, True, "for the processor (about 200 MB", [*PINS, "--index-url", CPU_INDEX]),
        (None, "Linux", "x86_64", False, False, "cannot be reached", PINS),
        (None, "Linux", "x86_64", True, None, "with CUDA", PINS),
        (None, "Darwin", "arm64", None, None, "PyTorch (about 200 MB", PINS),
        (None, "Windows", "AMD64", None, None, "PyTorch (about 200 MB", PINS),
        ("torch==2.9.1", "Linux", "x86_64", None, None, "says: torch==2.9.1", ["torch==2.9.1"]),
        ("torch  -i 'a b'", "Darwin", "x86_64", None, None, "says: torch -i a b", ["torch", "-i", "a b"]),
        ("a\\ b#c", "Linux", "x86_64", None, None, "says: a b#c", ["a b#c"]),
        (r'"C:\My wheels\t.whl" C:\t', "Windows", "AMD64", None, None, "says: C:", WINDOWS_PATHS),
    ],
)
def test_the_build_for_a_machine(machine, monkeypatch, override, system, cpu, driver, index, words, arguments):
    """None for driver or index: that question must not even be asked."""

    def answer(value):
        def ask(*_):
            assert value is not None, "asked without need"
            return value

        return ask

    monkeypatch.setattr(torch_build, "has_nvidia_driver", answer(driver))
    monkeypatch.setattr(torch_build, "cpu_index_answers", answer(index))
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: cpu)
    if override:
        monkeypatch.setenv("COURSE_TORCH", override)
    build = torch_build.choose("python")
    assert build.arguments == arguments and words in build.words
    assert (build.gigabytes == 7) == ("up to 5.6 GB" in build.words)


def test_intel_mac_is_sent_to_conda(machine, monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    assert "conda env create" in stop_of(torch_build.choose, "python")


@pytest.mark.slow
@pytest.mark.parametrize("build, expected", [("0.28.0+cpu", True), ("0.27.0+cpu", False), ("0.28.0", False)])
def test_the_cpu_index_is_asked_as_pip_would(monkeypatch, web, build, expected):
    """Through the proxy that only pip knows; another build, as from an index of the user's own, does not count."""
    address, quoted = "http://download.invalid/whl/cpu", build.replace("+", "%2B")
    wheel = f'<a href="torchvision-{quoted}-py3-none-any.whl">torchvision-{build}-py3-none-any.whl</a>'
    proxy, asked = web({address + "/torchvision/": (200, f"<!DOCTYPE html><html><body>{wheel}</body></html>")})
    monkeypatch.setattr(torch_build, "CPU_INDEX", address)
    for name, value in {"PROXY": proxy, "TRUSTED_HOST": "download.invalid", "CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv("PIP_" + name, value)
    assert torch_build.cpu_index_answers(sys.executable) is expected
    assert asked


@pytest.mark.slow
def test_a_cpu_index_that_does_not_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(torch_build, "CPU_INDEX", "http://127.0.0.1:9/whl/cpu")
    assert torch_build.cpu_index_answers(sys.executable) is False


@pytest.mark.parametrize(
    "file, program, expected", [(False, None, False), (True, None, True), (False, "nvidia-smi", True)]
)
def test_nvidia_driver(monkeypatch, file, program, expected):
    monkeypatch.setattr(torch_build, "os", SimpleNamespace(path=SimpleNamespace(exists=lambda path: file)))
    monkeypatch.setattr(shutil, "which", lambda name: program if name == program else None)
    assert torch_build.has_nvidia_driver() is expected


@pytest.mark.parametrize(
    "installed, own, override, needed",
    [
        ({"torch": "2.13.0", "torchvision": "0.28.0"}, True, None, False),
        ({"torch": "2.13.0+cpu", "torchvision": "0.28.0+cpu"}, True, None, False),
        ({"torch": "2.13.0"}, True, None, True),
        ({"torch": "2.12.0", "torchvision": "0.28.0"}, True, None, True),
        ({}, True, None, True),
        ({"torch": "2.9.0"}, False, None, False),  # somebody else's environment: any torch stays
        ({}, False, None, True),
        ({"torch": "2.13.0", "torchvision": "0.28.0"}, True, "torch==2.9.1", True),
    ],
)
def test_torch_is_left_alone_when_it_is_right(machine, monkeypatch, installed, own, override, needed):
    machine.version, machine.installed = "3.12", installed
    if override:
        monkeypatch.setenv("COURSE_TORCH", override)
    assert lacks_torch(own_environment(".venv", [])._replace(own=own)) is needed
