"""For any pytest run from the root: one thread per kernel, and proof that strict nbval really ran the lessons.

`pytest --nbval notebooks/` exits with 0 when a notebook is missing, lost cells, or has cells that were skipped. So the
cells that ran are counted and compared with tests/budget.toml; a shortfall is reported as one more failure.
"""

import os
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
NOTEBOOKS = ROOT / "notebooks"
GUARD = pytest.StashKey[dict]()

os.environ.setdefault("OMP_NUM_THREADS", "1")  # also removes one source of differing digits
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")


def pytest_configure(config):
    config.stash[GUARD] = {"ran": Counter(), "collected": set()}


def is_lesson(path):
    return path.suffix == ".ipynb" and path.parent == NOTEBOOKS


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    config.stash[GUARD]["collected"] = {item.path for item in items if is_lesson(item.path)}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if call.when == "call" and is_lesson(item.path) and report.outcome != "skipped":
        item.config.stash[GUARD]["ran"][item.path.stem] += 1


def expected_cells(config):
    """Return lesson -> number of code cells that this run has to execute; empty when only a part was asked for."""
    options, collected = config.option, config.stash[GUARD]["collected"]
    strict = getattr(options, "nbval", False) or getattr(options, "nbval_lax", False)
    part = options.keyword or options.deselect or any("::" in argument for argument in config.args)
    if not strict or part or options.collectonly or (options.markexpr and not collected):
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
    ran = config.stash[GUARD]["ran"]
    return [
        f"{name}: strict nbval ran {ran[name]} code cells, tests/budget.toml says {count}"
        for name, count in sorted(expected_cells(config).items())
        if ran[name] != count
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    ended = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    if exitstatus not in ended or session.shouldstop or session.shouldfail:
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
