"""Run one student's notebook and judge its exercises, whatever its cells do.

A cell that raises does not stop the ones after it. One that runs too long is interrupted; one that takes the kernel
down, or will not be interrupted, is left out and the notebook run again. Only replies of the kernel are read, never
what it prints: endless output costs nothing.
"""

import ast
import json
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager
from jupyter_client.manager import KernelManager

from tools import notebooks
from tools.kernels import OnePython, kernel_environment
from tools.notebooks import checks_named, tags_of
from tools.settings import ROOT

JUDGE = Path(__file__).with_name("mark_judge.py").read_text(encoding="utf-8")
TO_START = 60  # seconds for a kernel to come up
TO_STOP = 5  # seconds for a cell to heed an interrupt
MOST_KERNELS = 3  # for one notebook: each further one leaves out a cell that took the last one down
MOST_LATE = 3  # cells of one notebook that may run into the time limit
# Before a student's first cell: the course's own modules are taken, and no cell's time is spent on importing torch.
MODULES = sorted(f"utils.{path.stem}" for path in (ROOT / "utils").glob("[a-z]*") if path.suffix in ("", ".py"))
PRELOAD = f"[__import__('importlib').import_module(name) for name in {MODULES}]"
SETUP = re.compile(r"#\s*@title\s+Setup|sys\.path\.insert\(.*\.\.")


class Lost(Exception):
    """The kernel is gone, or does not listen."""


class Reply(NamedTuple):
    """How a cell ended: "ok", "error" (with words), or "late"; what an expression asked with it gave, as repr."""

    status: str
    words: str = ""
    answer: str | None = None


class Kernel:
    """A kernel that is asked one thing at a time, each within a limit."""

    def __init__(self, folder, environment):
        self.manager = KernelManager(kernel_name="python3", kernel_spec_manager=OnePython())
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.manager.start_kernel(cwd=str(folder), env=environment, **nowhere)
        self.client = self.manager.blocking_client()
        self.client.start_channels(shell=True, iopub=False, stdin=False, hb=False, control=False)
        self._wait(self.client.kernel_info(), TO_START)

    def close(self):
        """End the kernel and what it started."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def ask(self, code, seconds, expression=None):
        """Run `code`, then work out `expression`; return a Reply.

        Raises Lost when the kernel dies, or does not heed the interrupt at the end of its time.
        """
        questions = {"answer": expression} if expression else {}
        options = {"allow_stdin": False, "stop_on_error": False}  # else what follows an error is lost for a while
        message = self.client.execute(code, silent=not code, user_expressions=questions, **options)
        try:
            content = self._wait(message, seconds)
        except TimeoutError:
            self.manager.interrupt_kernel()
            try:
                self._wait(message, TO_STOP)
            except TimeoutError:
                raise Lost(f"did not end within {seconds:g} s and could not be interrupted") from None
            return Reply("late", f"did not end within {seconds:g} s")
        if content["status"] != "ok":
            return Reply("error", one_line(f"raised {content.get('ename')}: {content.get('evalue')}"))
        answer = content["user_expressions"].get("answer", {})
        if answer.get("status") == "error":
            return Reply("error", one_line(f"raised {answer['ename']}: {answer['evalue']}"))
        return Reply("ok", answer=answer.get("data", {}).get("text/plain"))

    def _wait(self, message, seconds):
        """Return the content of the reply to a message."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                reply = self.client.get_shell_msg(timeout=min(0.5, max(0.0, until - time.monotonic())))
            except Empty:
                if not self.manager.is_alive():
                    raise Lost("took the kernel down") from None
                continue
            if reply["parent_header"].get("msg_id") == message:
                return reply["content"]
        raise TimeoutError


@contextmanager
def kernel(scratch, data):
    """A kernel in a copy of the course that belongs to it alone.

    Its cells find `utils` beside their folder as in the course, and what they write there is thrown away.
    """
    course = scratch / "course"
    shutil.rmtree(course, ignore_errors=True)
    shutil.copytree(ROOT / "utils", course / "utils")
    shutil.copytree(ROOT / "data" / "sample", course / "data" / "sample")
    (course / "notebooks").mkdir()
    places = {"PYTHONPATH": str(course), "COURSE_DATA_DIR": str(data), "HOME": str(scratch)}
    places |= {"IPYTHONDIR": str(scratch), "MPLCONFIGDIR": str(data.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    one = Kernel(course / "notebooks", kernel_environment(**places))
    try:
        one.ask("", TO_START, PRELOAD)
        yield one
    finally:
        one.close()


def code_cells(notebook):
    """Return [(words that find a cell, its source)] of all code but the cell that finds the course."""
    named = enumerate(notebooks.code_cells(notebook), start=1)
    return [(name_of(number, cell.source), cell.source) for number, cell in named if not finds_the_course(cell)]


def name_of(number, source):
    """Return for instance: code cell 12 (print(loss))."""
    first = next((line.strip() for line in source.splitlines() if line.strip()), "empty")
    return f"code cell {number} ({first[:40]})"


def finds_the_course(cell):
    """True for the first cell of a lesson, here or in Colab: marking brings the course itself."""
    return "setup" in tags_of(cell) or bool(SETUP.search(cell.source))


def checks_in(source):
    """Return {exercise: the answer given to its check, as Python}; None where the cell cannot be read or gives none."""
    found = dict.fromkeys(checks_named(source))
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name.startswith("check_") and node.args:
                found[name.removeprefix("check_")] = ast.unparse(node.args[0])
    return found


class Attempt:
    """One student's notebook on its way through kernels.

    verdicts: {exercise: (status, words)}; troubles: what went wrong elsewhere, in words
    """

    def __init__(self, notebook, exercises, seconds):
        self.cells = code_cells(notebook)
        self.exercises = exercises  # {exercise: module of its check}
        self.seconds = seconds
        self.left_out = {}  # number of a cell that took a kernel down -> how
        self.verdicts, self.troubles = {}, []

    def run(self, scratch, data):
        """Run the notebook, as often as it takes."""
        for _ in range(MOST_KERNELS):
            self.verdicts, self.troubles = {}, []
            with kernel(scratch, data) as one:
                if self._walk(one):
                    return
        self.troubles.append("given up: it took the kernel down again and again")

    def _walk(self, one):
        """Run the cells in turn; return False when one of them took the kernel down."""
        late = 0
        for number, (name, source) in enumerate(self.cells):
            if number in self.left_out:
                self._note(name, source, self.left_out[number])
                continue
            try:
                reply = one.ask(source, self.seconds)
                late += reply.status == "late"
                if reply.status != "ok":
                    self.troubles.append(f"{name} {reply.words}")
                self._judge(one, source, reply)
            except Lost as error:
                self.left_out[number] = str(error)
                self._note(name, source, str(error))
                return False
            if late == MOST_LATE:
                self.troubles.append(f"given up after {late} cells that did not end")
                break
        return True

    def _note(self, name, source, words):
        self.troubles.append(f"{name} {words}")
        for exercise in checks_in(source):
            self.verdicts[exercise] = ("error", words)

    def _judge(self, one, source, reply):
        """Ask a fresh check about each answer of a cell that has just run."""
        for exercise, answer in checks_in(source).items():
            if exercise not in self.exercises:
                continue
            if reply.status == "late" or answer is None:
                self.verdicts[exercise] = ("error", reply.words or "its check is given no answer")
                continue
            judged = one.ask("", self.seconds, question(self.exercises[exercise], f"check_{exercise}", answer))
            self.verdicts[exercise] = verdict(judged)


def question(module, check, answer):
    """Return an expression that has an answer judged, using no name a student may have given another meaning."""
    python = "__import__('builtins')"
    ask = f"space['judge']({str(ROOT)!r}, {module!r}, {check!r}, lambda: ({answer}))"
    return f"(lambda space: {python}.exec({JUDGE!r}, space) or {ask})({python}.dict())"


def verdict(reply):
    """Return (status, words) of what the judge replied; an answer may have made it speak nonsense."""
    if reply.status != "ok":
        return "error", reply.words
    try:
        status, words = json.loads(ast.literal_eval(reply.answer))
        return str(status), one_line(str(words))
    except (TypeError, ValueError, SyntaxError):
        return "error", "could not be judged"


def one_line(text, longest=300):
    """Return a text on one line, cut where it gets long, without what only a terminal understands."""
    text = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= longest else text[: longest - 3] + "..."
