"""A machine without a browser: the tests skip with the reason, and fail where nothing may be missing."""

import pytest
from notebook_session import do_without


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_what_is_missing_fails_under_ci_only(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="there is no chromium"):
        do_without("there is no chromium on this machine")


def test_a_missing_browser_is_found_out(monkeypatch):
    from tools import browser  # playwright is slow to import

    monkeypatch.setenv("PATH", "")
    assert browser.browser_path() is None
