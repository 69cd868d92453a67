"""One run of one lesson, kept alive: nbclient runs the cells, then a second client acts as the front end.

Everything the notebook layers know of a lesson comes from here, so that a lesson is executed once for all of them.
"""

import ast
import json
import os
import shutil
import statistics
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.blocking import BlockingKernelClient

from tools import notebooks
from tools.kernels import client_for, kernel_environment, run_cells
from tools.notebooks import NOTEBOOKS, WIDGET_VIEW, without_outputs

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
FEW = [path for path in LESSONS if path.stem.startswith(("03", "06", "09"))]  # a formula, labs of all losses, training
TRAINING = [path for path in LESSONS if path.stem.startswith(("09", "11"))]  # labs that train at each move
FRONT_LESSONS = [path for path in LESSONS if path.stem.startswith(("00", "03", "06"))]  # in other front ends
# Every lesson in each environment it is run in: the parameters of the fixture `lesson`, one run for all layers.
COURSE_RUNS = [pytest.param((path, "course"), id=f"{path.stem[:2]}-course") for path in LESSONS]
RUNS = COURSE_RUNS + [
    pytest.param((path, environment), id=f"{path.stem[:2]}-{environment}", marks=getattr(pytest.mark, environment))
    for environment, paths in (("colab", LESSONS), ("newest", FEW), ("floor", FEW))
    for path in paths
]
# Their labs are swept on the sample, where a move takes tenths of a second: the code that runs is the same.
SAMPLE_RUNS = [
    pytest.param((path, environment), id=f"{path.stem[:2]}-{environment}-sample",
                 marks=getattr(pytest.mark, environment) if environment != "course" else ())
    for environment, paths in (("course", TRAINING), ("colab", TRAINING), ("newest", FEW), ("floor", FEW))
    for path in paths
    if path in TRAINING
]
TESTS = Path(__file__).resolve().parent
WATCH = TESTS / "kernel_watch"
PATIENCE = 30  # seconds until a step that does not end counts as hung
PATIENCE_FOR_ALL = 300  # seconds for every preset of every lab, each of which may train
SLOW = 1.0  # seconds; a step above this is repeated, and its median judged


def interpreter(environment):
    """Return the Python that runs the kernel of an environment, or do_without it."""
    if environment == "course":
        return sys.executable
    variable = f"COURSE_{environment.upper()}_PYTHON"
    python = os.environ.get(variable, "")
    if python and shutil.which(python):
        return python
    do_without(f"{variable} does not name the Python of .venv-{environment} (course.py test --all sets it)")


def do_without(reason):
    """Skip the test for a reason; under CI=true, where nothing may be missing, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Step:
    """What one move of a control brought about."""

    seconds: float
    noise: list = field(default_factory=list)  # errors, prints and outputs, in words


class FrontEnd:
    """A second client of the kernel that moves controls by the comm messages a browser sends."""

    def __init__(self, connection_file):
        self.client = BlockingKernelClient(connection_file=str(connection_file))
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def close(self):
        """Leave the kernel running and let go of it."""
        self.client.stop_channels()

    def ask(self, question, patience=PATIENCE):
        """Return the answer of tests/kernel_probe.py to a call such as ``busy()``; it may take `patience` seconds."""
        expression = f"__import__('kernel_probe').{question}"
        message = self.client.execute("", silent=True, store_history=False, user_expressions={"answer": expression})
        self._until_idle(message, patience)
        answer = self._reply(message)["content"]["user_expressions"]["answer"]
        if answer["status"] != "ok":
            raise RuntimeError(f"{question}: {answer['ename']}: {answer['evalue']}")
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))

    def run(self, code):
        """Run `code` as a cell of the lesson; return (what it printed, what else it brought about, in words)."""
        # stop_on_error would make the kernel turn down what comes right after an error.
        message = self.client.execute(code, store_history=False, allow_stdin=False, stop_on_error=False)
        printed, noise = [], []
        for broadcast in self._broadcasts(message):
            if broadcast["msg_type"] == "stream" and broadcast["content"]["name"] == "stdout":
                printed.append(broadcast["content"]["text"])  # one print may come in pieces
            else:
                noise += in_words(broadcast)
        self._reply(message)
        return "".join(printed), noise

    def update(self, model_id, **state):
        """Set traits of a widget as a front end does, and wait until its lab has come to rest."""
        return self._comm(model_id, {"method": "update", "state": state, "buffer_paths": []})

    def click(self, model_id):
        """Click a button and wait until its lab has come to rest."""
        return self._comm(model_id, {"method": "custom", "content": {"event": "click"}})

    def send(self, model_id, **state):
        """Set traits of a widget and wait for nothing: what a fast hand does. Returns the message's id."""
        return self._send(model_id, {"method": "update", "state": state, "buffer_paths": []})

    def send_click(self, model_id):
        """Click a button and wait for nothing. Returns the message's id."""
        return self._send(model_id, {"method": "custom", "content": {"event": "click"}})

    def rest(self, message_id):
        """Wait for the end of a message's work and until no lab is busy; return what nobody should see, in words."""
        return self._until_idle(message_id) + self.rest_of_labs()

    def rest_of_labs(self):
        """Wait until no lab is busy; return what nobody should see, in words."""
        started = time.monotonic()
        while self.ask("busy()"):
            if time.monotonic() - started > PATIENCE:
                raise TimeoutError(f"the lab is still busy after {PATIENCE} s")
            time.sleep(0.01)
        return self._drain()

    def _send(self, model_id, data):
        message = self.client.session.msg("comm_msg", {"comm_id": model_id, "data": data})
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def _comm(self, model_id, data):
        started = time.monotonic()
        message_id = self._send(model_id, data)
        noise = self._until_idle(message_id)
        seconds = time.monotonic() - started
        return Step(seconds, noise + self.rest_of_labs())

    def _until_idle(self, message_id, patience=PATIENCE):
        """Wait for the end of a message's work; return what nobody should see, in words."""
        return [words for broadcast in self._broadcasts(message_id, patience) for words in in_words(broadcast)]

    def _broadcasts(self, message_id, patience=PATIENCE):
        """Yield the kernel's broadcasts until it is done with a message.

        Raises TimeoutError when it does not come to rest.
        """
        until = time.monotonic() + patience
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                raise TimeoutError(f"the kernel did not come to rest within {patience} s") from None
            ours = message["parent_header"].get("msg_id") == message_id
            if ours and message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return
            yield message

    def _drain(self):
        """Return the broadcasts that came without a parent of ours, in words."""
        noise = []
        while True:
            try:
                noise += in_words(self.client.get_iopub_msg(timeout=0))
            except Empty:
                return noise

    def _reply(self, message_id):
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message_id:
                return reply


def in_words(message):
    """Return a list of one sentence for a broadcast that a callback must not cause, else an empty one."""
    kind, content = message["msg_type"], message["content"]
    if kind == "error":
        return [f"raised {content['ename']}: {content['evalue']}"]
    if kind == "stream":
        return [f"printed to {content['name']}: {content['text'].strip()}"]
    if kind in ("display_data", "execute_result", "update_display_data", "clear_output"):
        return [f"published {kind}"]
    return []


class Session:
    """A lesson that has been run from top to bottom and whose kernel still listens.

    environment: "course", or "colab" for the emulation of Colab
    stored, fresh: NotebookNode as committed, and with the outputs of this run (widget views included)
    pictured: NotebookNode with the same cells that holds the stored pictures
    tolerated: cells that are not compared in this environment, as in the budget
    failure: None, or in words why it did not run to its end
    """

    environment = "course"
    tolerated = {}

    def __init__(self, path, python=sys.executable, environment=None):
        self.path = Path(path)
        self.stored = self.pictured = notebooks.read(path)
        self.fresh = without_outputs(self.stored)
        self.failure = None
        self.front = None
        self._python = python
        self.environment_variables = {"PYTHONPATH": os.pathsep.join(map(str, (TESTS, WATCH))), **(environment or {})}

    @contextmanager
    def running(self):
        """Run all cells, keep the kernel for the block, then shut it down."""
        client = client_for(self.fresh, self.path.parent, self._python)
        with client.setup_kernel(env=kernel_environment(**self.environment_variables), cleanup_kc=True):
            failure = run_cells(client)
            self.failure = failure and "cell {}: {}".format(*failure)
            self.front = FrontEnd(client.km.connection_file)
            try:
                yield self
            finally:
                self.front.close()

    def cell_of(self, model_id):
        """Return the id of the cell that shows a widget, or "?"."""
        for cell in self.fresh.cells:
            for output in cell.get("outputs", []):
                if output.get("data", {}).get(WIDGET_VIEW, {}).get("model_id") == model_id:
                    return cell.id
        return "?"


def median_step(move, back):
    """Move once; when that was slow, go back and move again twice, and return the step of median length.

    move, back: functions without arguments that return a Step.
    """
    steps = [move()]
    if steps[0].seconds > SLOW:
        for _ in range(2):
            back()
            steps.append(move())
    seconds = statistics.median(step.seconds for step in steps)
    return Step(seconds, [words for step in steps for words in step.noise])
