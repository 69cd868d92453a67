"""Lessons in Notebook 7 and in classic Notebook 6: front ends of the course that are not the one it starts."""

import json
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from emulation import LOST_SETTING, Copy, sample
from notebook_session import interpreter

from tools.browser import CELLS_SECONDS, PAGE_SIDE, START_SECONDS, Display, LessonPage, Server, own_folders
from tools.browser import write_settings as write_lab_settings
from tools.kernels import kernel_environment
from tools.settings import ROOT


@contextmanager
def notebook_7():
    """Notebook 7 from .venv-notebook over the course's folder, its kernels those of this Python; yields a Server."""
    python = interpreter("notebook")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lab_settings(folder)
        kernel = folder / "path" / "kernels" / "python3"
        kernel.mkdir(parents=True)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": command, "display_name": "course", "language": "python"}
        (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        token = secrets.token_hex(8)
        options = [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={ROOT}"]
        variables = {**own_folders(name), "JUPYTER_PATH": str(folder / "path"), "COURSE_DATA": "sample"}
        with serving(python, options, token, folder, variables) as server:
            yield server


@contextmanager
def classic(lesson):
    """Notebook 6 from .venv-colab over a folder that holds the copy of a lesson and nothing else; yields a Server."""
    python = interpreter("colab")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty").mkdir()
        shutil.copy(Copy.of(lesson), folder / "empty")
        token = secrets.token_hex(8)
        options = [f"--NotebookApp.token={token}", f"--NotebookApp.notebook_dir={folder / 'empty'}",
                   "--NotebookApp.enable_mathjax=False"]  # it would ask another machine
        (folder / "temporary").mkdir()
        variables = {**own_folders(name), **sample(), "PYTHONWARNINGS": LOST_SETTING, "PYTHONPATH": "",
                     "TMPDIR": str(folder / "temporary")}
        with serving(python, options, token, folder, variables) as server:
            yield server


@contextmanager
def serving(python, options, token, folder, variables):
    """The notebook server of an environment on a free loopback port; yields a Server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [python, "-m", "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", *options]
    with open(folder / "log", "w+b") as log:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env=kernel_environment(**variables))
        server = Server(f"http://127.0.0.1:{port}", token)
        try:
            wait_for(process, server, log)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(process, server, log):
    """Wait until a server answers; RuntimeError with what it said when it does not."""
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            server.ask("api/kernels")
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"the server did not start: {log.read().decode()}")


class Notebook7Page(LessonPage):
    """One lesson open in Notebook 7."""

    view = "notebooks"

    def active_cell(self):
        """Return which cell is selected, and how many there are."""
        return self.page.evaluate("""() => {
            const { content } = window.jupyterapp.shell.currentWidget;
            return [content.activeCellIndex, content.widgets.length];
        }""")


class ClassicPage:
    """The copy of one lesson open in classic Notebook 6, with the methods of a LessonPage that the tests ask for."""

    def __init__(self, browser, server, name, width=1280, height=900):
        self.name, self.troubles = Path(name).stem, []
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        self.page.add_init_script(path=PAGE_SIDE)
        self.page.goto(f"{server.address}/notebooks/{name}?token={server.token}", wait_until="domcontentloaded")
        self.page.wait_for_function("""() => {
            const { kernel, kernel_busy: isBusy } = window.Jupyter?.notebook ?? {};
            return kernel?.is_connected() && kernel.info_reply?.status === 'ok' && kernel.widget_manager && !isBusy;
        }""", timeout=START_SECONDS * 1000)
        self.page.evaluate("window.course.settled()")

    def close(self):
        """Leave the page; its kernel ends with its server."""
        self.context.close()

    def run_all(self):
        """Run all cells and wait until all have run and every widget is there."""
        self.page.evaluate("Jupyter.notebook.clear_all_output(); Jupyter.notebook.execute_all_cells()")
        has_run = "cell => cell.cell_type !== 'code' || Number.isInteger(cell.input_prompt_number)"
        all_have_run = f"() => !Jupyter.notebook.kernel_busy && Jupyter.notebook.get_cells().every({has_run})"
        self.page.wait_for_function(all_have_run, timeout=CELLS_SECONDS * 1000)
        self.page.evaluate("window.course.settled()")
        self.page.evaluate("""() => Jupyter.notebook.get_cells().forEach(
            (cell, number) => { cell.element[0].dataset.cell = cell.id ?? number; })""")

    def displays(self):
        """Return the Displays of the lesson in reading order."""
        return [Display(self.page, **one) for one in self.page.evaluate("window.course.displaysIn(document, null)")]

    def errors(self):
        """Return what cells show as errors."""
        return self.page.evaluate("""() => Jupyter.notebook.get_cells().flatMap(cell => cell.output_area?.outputs ?? [])
            .filter(output => output.output_type === 'error').map(({ ename, evalue }) => `${ename}: ${evalue}`)""")

    def count_cells(self):
        """Return how many cells there are."""
        return self.page.evaluate("Jupyter.notebook.ncells()")

    def sliders_told(self):
        """Return (name, value) of every slider in chromium's accessibility tree, which leaves `aria-valuetext` out."""
        session = self.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        sliders = [node for node in nodes if not node["ignored"] and node["role"]["value"] == "slider"]
        return [(node["name"]["value"], node["value"]["value"]) for node in sliders]
