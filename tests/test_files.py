"""Files are written whole or not at all. Links, modes and full disks are in test_reset.py, where they matter most."""

import os

import pytest

from tools import files


def test_a_text_is_written_as_it_is(tmp_path):
    files.write(tmp_path / "a", "é\n\r\n")
    assert (tmp_path / "a").read_bytes() == b"\xc3\xa9\n\r\n"
    files.write(tmp_path / "a", b"\x00")
    assert (tmp_path / "a").read_bytes() == b"\x00"


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_is_interrupted_leaves_the_old_file(tmp_path, monkeypatch, stop):
    def fsync(handle):
        raise stop

    (tmp_path / "a").write_text("old", encoding="utf-8")
    monkeypatch.setattr(files.os, "fsync", fsync)
    with pytest.raises(type(stop)):
        files.write(tmp_path / "a", "new")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_what_a_killed_program_left_is_no_obstacle(tmp_path):
    """Its process number comes again, in a container at every start."""
    (tmp_path / f".a.{os.getpid()}").write_text("half", encoding="utf-8")
    files.write(tmp_path / "a", "whole")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["whole"]
