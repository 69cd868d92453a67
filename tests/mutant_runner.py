"""Run tests on a module with another source, again and again, without paying for the imports each time.

One process imports what is slow, then forks for each source: the child finds the source where the module's own would be
and runs pytest. Requests and answers are lines of JSON.
"""

import gc
import importlib.machinery
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60  # seconds of processor time until a run counts as endless, which is a way of noticing
SLOW_IMPORTS = ("numpy", "scipy.special", "torch", "nbformat", "utils.losses", "utils.training")  # no part of a mutant
OPTIONS = ("-x", "-q", "--noconftest", "--tb=line", "-p", "no:cacheprovider")


class Runner:
    """The process that forks, as a context."""

    def __enter__(self):
        command, pipe = [sys.executable, str(Path(__file__))], subprocess.PIPE
        variables = {**os.environ, "OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # no thread may run
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
        )
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def run(self, module, source, *arguments):
        """Run pytest with these arguments; return (exit code, negative where it had to be ended; what it said)."""
        print(json.dumps([module, source, arguments]), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


class OtherSource(importlib.machinery.SourceFileLoader):
    """Finds and loads one module from a text."""

    def __init__(self, module, source):
        super().__init__(module, str(ROOT.joinpath(*module.split(".")).with_suffix(".py")))
        self.source = source

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, name):
        return compile(self.source, self.path, "exec")


def run_in_a_fork(module, source, arguments):
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
            signal.alarm(20 * PATIENCE)  # for a run that waits
            sys.meta_path.insert(0, OtherSource(module, source))
            code = pytest.main([*OPTIONS, *arguments])
            sys.stdout.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read()


if __name__ == "__main__":
    import resource  # not on Windows, where nothing forks

    import pytest

    sys.path[0] = str(ROOT)  # as for `python -m pytest`
    for name in SLOW_IMPORTS:
        importlib.import_module(name)
    gc.freeze()  # what is imported is not looked through again in each child
    for line in sys.stdin:
        print(json.dumps(run_in_a_fork(*json.loads(line))), flush=True)
