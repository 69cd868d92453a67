"""The tests in their three sizes: ``python3 course.py test``, the same with ``--fast`` and with ``--all``.

Standard library only: it makes the environments that the tests run in.
"""

from tools import environments
from tools.environments import APART, AUTHORS, STACKS
from tools.processes import run_to_end
from tools.settings import ROOT

LARGE = ("mutants", "thorough", "book", "browser", *STACKS)  # markers of what only --all runs


def leaving_out(*markers):
    """pytest's arguments for a run without the tests of some markers."""
    return ["-m", " and ".join("not " + marker for marker in markers)]


def pytest_arguments(fast, everything):
    """What one pytest run covers. nbval's items carry no marker, so -m never drops a lesson."""
    two = ["--numprocesses=2"]  # the kernel of a lesson may take a gigabyte
    if fast:
        return [*two, *leaving_out("kernel", "slow", "faults", *LARGE), "tests"]
    lessons = [*two, "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "tests", "notebooks"]
    return lessons if everything else [*leaving_out(*LARGE), *lessons]


def run(options):
    """Run the tests; the exit code is pytest's own, so that finding no test is a failure too."""
    env, _full = environments.prepare(AUTHORS, again=not options.fast)
    variables = {"OMP_NUM_THREADS": "1"}
    if options.all:
        for name in APART:
            variables[f"COURSE_{name.upper()}_PYTHON"] = environments.install_apart(name).python
    command = [env.python, "-m", "pytest", *pytest_arguments(options.fast, options.all), *options.extra]
    return run_to_end(command, cwd=ROOT, **variables)
