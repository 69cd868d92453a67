"""For any pytest run from the root: one thread per kernel, and proof that strict nbval really ran the lessons.

`pytest --nbval notebooks/` exits with 0 when a notebook is missing, lost cells, or has cells that were skipped. So the
cells that ran are counted and compared with tests/budget.toml; a shortfall is reported as one more failure. With
pytest-xdist (`-n 2`) the reports of all workers are counted in one place, and a lesson goes to one worker, whose kernel
has run its earlier cells.
"""

import os
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
NOTEBOOKS = ROOT / "notebooks"
GUARD = pytest.StashKey["Guard"]()

os.environ.setdefault("OMP_NUM_THREADS", "1")  # also removes one source of differing digits
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")


class Guard:
    """Hears what was collected and what ran, in this process or in xdist's workers."""

    def __init__(self, config):
        self.folder = config.rootpath
        self.ran = Counter()
        self.collected = set()

    def lesson_of(self, nodeid):
        """Return the path of the lesson that a test belongs to, or None."""
        path = self.folder / nodeid.partition("::")[0]
        return path if path.suffix == ".ipynb" and path.parent == NOTEBOOKS else None

    def collect(self, nodeids):
        self.collected |= {path for nodeid in nodeids if (path := self.lesson_of(nodeid))}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        self.collect(item.nodeid for item in items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        self.collect(ids)

    def pytest_runtest_logreport(self, report):
        path = self.lesson_of(report.nodeid)
        if report.when == "call" and path and report.outcome != "skipped":
            self.ran[path.stem] += 1


def pytest_configure(config):
    config.stash[GUARD] = Guard(config)
    config.pluginmanager.register(config.stash[GUARD])


def is_strict(config):
    return getattr(config.option, "nbval", False) or getattr(config.option, "nbval_lax", False)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give a worker whole modules, in the order of collection, and all that looks at one run of a lesson at once."""
    from xdist.scheduler import LoadFileScheduling

    class ByLesson(LoadFileScheduling):
        def _split_scope(self, nodeid):
            run = re.search(r"\[(\d\d-(course|colab|newest|floor)(-sample)?)\b", nodeid)
            return run[1] if run else super()._split_scope(nodeid)

    config.option.loadscopereorder = False  # modules first, lessons last: the last pieces of work are small
    return ByLesson(config, log)


def expected_cells(config):
    """Return lesson -> number of code cells that this run has to execute; empty when only a part was asked for."""
    options, collected = config.option, config.stash[GUARD].collected
    part = options.keyword or options.deselect or any("::" in argument for argument in config.args)
    if not is_strict(config) or part or options.collectonly or (options.markexpr and not collected):
        return {}
    budget = tomllib.loads((ROOT / "tests" / "budget.toml").read_text(encoding="utf-8"))
    asked = [(config.invocation_params.dir / argument).resolve() for argument in config.args]
    lessons = [NOTEBOOKS / f"{name}.ipynb" for name in budget]
    wanted = {path for path in lessons if covers(asked, path)} | collected
    return {path.stem: budget.get(path.stem, {}).get("code_cells") for path in wanted}


def covers(asked, path):
    return any(path == one or one in path.parents for one in asked)


def shortfall(config):
    """Return in words which lessons did not run whole."""
    ran = config.stash[GUARD].ran
    return [
        f"{name}: strict nbval ran {ran[name]} code cells, tests/budget.toml says {count}"
        for name, count in sorted(expected_cells(config).items())
        if ran[name] != count
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    ended = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    is_worker = hasattr(session.config, "workerinput")
    if exitstatus not in ended or session.shouldstop or session.shouldfail or is_worker:
        return
    missing = shortfall(session.config)
    if not missing:
        return
    session.exitstatus = pytest.ExitCode.TESTS_FAILED
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    report = pytest.TestReport(
        nodeid="notebooks/",
        location=("notebooks/", None, "number of cells that ran"),
        keywords={},
        outcome="failed",
        longrepr="\n".join(missing),
        when="call",
    )
    if reporter is not None:
        reporter.stats.setdefault("failed", []).append(report)
