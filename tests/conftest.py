"""Fixtures that several test modules share: the lessons, their budget, and one live run of each."""

import subprocess

import pytest
from emulation import Copy, sample
from launching import machine, web  # noqa: F401 (fixtures)
from notebook_session import RUNS, SAMPLE_RUNS, Session, do_without, interpreter

from tools.contract import read_budget
from tools.settings import ROOT

SLOW_TO_REPORT = 0.150  # seconds


@pytest.fixture(scope="session")
def budget():
    """What tests/budget.toml says, by lesson."""
    return read_budget()


@pytest.fixture(scope="session", params=RUNS)
def lesson(request, tmp_path_factory):
    """One lesson, or its copy for Colab, run from top to bottom, its kernel alive while the layers look at it."""
    with session_of(*request.param, tmp_path_factory).running() as session:
        yield session


@pytest.fixture(scope="session", params=SAMPLE_RUNS)
def lesson_on_sample(request, tmp_path_factory):
    """One lesson whose labs train, run and alive on the bundled sample."""
    with session_of(*request.param, tmp_path_factory, sample()).running() as session:
        yield session


def session_of(path, environment, folders, variables=None):
    """A Session of a lesson in an environment, with more variables for its kernel."""
    if environment == "colab":
        return Copy(path, folders.mktemp(path.stem[:2]), variables)
    session = Session(path, interpreter(environment), variables)
    session.environment = environment
    return session


@pytest.fixture(scope="session")
def book_site(tmp_path_factory):
    """The folder of the reading edition, built once for all tests that look at it."""
    folder = tmp_path_factory.mktemp("book")
    command = [interpreter("book"), "-m", "tools", "book", f"--folder={folder}"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert answer.returncode == 0 and not answer.stderr, answer.stderr
    assert (folder / "book" / "index.html").as_uri() in answer.stdout
    return folder / "book"


@pytest.fixture(scope="module")
def browser():
    """A running chromium. While it lives its event loop runs in this thread, so it ends with the module's tests."""
    from tools.browser import browser_path, chromium  # playwright is slow to import, and --fast needs none of it

    if browser_path() is None:
        do_without("there is no chromium on this machine (Debian: apt-get install chromium)")
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def server(browser):
    """JupyterLab as `course.py start` runs it, on the sample: it trains faster; elsewhere all the data is swept."""
    from tools.browser import jupyterlab

    with jupyterlab(COURSE_DATA="sample") as running:
        yield running


def pytest_terminal_summary(terminalreporter):
    """Tell the slowest moves of the sweep: information, not a verdict."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    properties = [entry for report in reports for entry in report.user_properties]
    times = sorted((entry for name, moves in properties if name == "moves" for entry in moves), reverse=True)
    if times:
        slow = [entry for entry in times if entry[0] > SLOW_TO_REPORT]
        terminalreporter.section(f"{len(times)} moves of controls, {len(slow)} above {1000 * SLOW_TO_REPORT:.0f} ms")
        for seconds, words in times[:5]:
            terminalreporter.line(f"{1000 * seconds:6.0f} ms  {words}")
