"""The work of a cell that takes longer, and how far it has come."""

import pytest
from test_labs import VIEW, Report

from utils import labs
from utils.labs import progress


def test_watch_shows_how_far_it_is_and_gives_back_the_last_report(monkeypatch):
    shown = []
    monkeypatch.setattr(progress, "display", shown.append)
    seen = []

    def work():
        for done in range(1, 5):
            yield Report(done / 4, done)
            seen.append((shown[0].bar.value, repr(shown[0])))

    assert labs.watch(work(), "four losses") == Report(1.0, 4)
    assert [value for value, _ in seen] == [0.25, 0.5, 0.75, 1.0] and "four losses" in seen[0][1]
    bundle = shown[0]._repr_mimebundle_()
    assert bundle["text/plain"] == "four losses" and VIEW in bundle
    assert len(shown) == 1


def test_watch_lets_the_beginning_of_a_flood_of_prints_through(monkeypatch, capsys):
    monkeypatch.setattr(progress, "display", lambda thing: None)

    def work():
        for done in range(1, 1001):
            print("step", done, "x" * 1000)
            yield Report(done / 1000, done)
        raise RuntimeError("at the end")

    with pytest.raises(RuntimeError):
        labs.watch(work(), "prints")
    out = capsys.readouterr().out
    assert out.startswith("step 1 x") and len(out) < 3000 and "characters more" in out


def test_watch_needs_a_report(monkeypatch):
    monkeypatch.setattr(progress, "display", lambda thing: None)
    with pytest.raises(ValueError, match="without a report"):
        labs.watch([], "nothing")
