"""Which front end and machine this is."""

import importlib
import sys

from utils.environment import in_colab


def test_colab_is_known_by_its_package(monkeypatch, tmp_path):
    assert in_colab() is False
    (tmp_path / "google").mkdir()
    (tmp_path / "google" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "google", raising=False)
    assert in_colab() is False, "google alone is not Colab"
    (tmp_path / "google" / "colab").mkdir()
    (tmp_path / "google" / "colab" / "__init__.py").touch()
    importlib.invalidate_caches()
    assert in_colab() is True
    sys.modules.pop("google")
