"""A lesson in a real JupyterLab in a real browser: what tests, benchmarks and the picture in README see of the course.

    with chromium() as browser, jupyterlab() as server:
        lesson = LessonPage(browser, server, "notebooks/03_fit_one_hot_with_mse.ipynb")
        lesson.run_all()

JupyterLab is started by `course.py start`, as a learner starts it; only settings a test cannot do without are put in a
folder of its own. Nothing is ever saved to the notebook. What happens inside the page is in browser.js.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import sync_playwright

from tools.settings import ROOT

PAGE_SIDE = Path(__file__).with_name("browser.js")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")  # the commands it may go by
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # runs as root, and asks for nothing by itself
START_SECONDS, CELLS_SECONDS = 90, 120
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # else cells off the screen are not in the page
    "docmanager-extension/plugin": {"autosave": False},
    "apputils-extension/themes": {"theme": THEMES["light"]},
}


def browser_path():
    """Return the path of a chromium on this machine, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium():
    """A playwright Browser running the machine's own chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


class Server(NamedTuple):
    """A running JupyterLab: its `address` (scheme, host, port) and the `token` it asks for."""

    address: str
    token: str

    def ask(self, path, method="GET"):
        """Return the answer of the server's REST interface, decoded; None where it is empty."""
        request = urllib.request.Request(f"{self.address}/{path}", method=method,
                                         headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextmanager
def jupyterlab(**environment):
    """JupyterLab as `course.py start` runs it, with the given variables set; yields a Server."""
    with tempfile.TemporaryDirectory() as folder:
        write_settings(Path(folder))
        command = [sys.executable, ROOT / "course.py", "start", "--no-browser"]
        plain = {"OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
        variables = {**os.environ, **own_folders(folder), **plain, **environment}
        with open(Path(folder) / "log", "w+b") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                                       env=variables, text=True)
            try:
                yield wait_for(process, log)
            finally:
                process.send_signal(signal.SIGTERM)  # course.py ends JupyterLab, which ends its kernels
                process.communicate(timeout=30)


def own_folders(folder):
    """Return the variables that keep a run apart from the settings of whoever runs it."""
    return {name: f"{folder}/{name.lower()}" for name in (
        "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")}


def write_settings(folder):
    """Write SETTINGS where own_folders() lets JupyterLab look for them."""
    for name, settings in SETTINGS.items():
        file = folder / "jupyterlab_settings_dir" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings), encoding="utf-8")


def wait_for(process, log):
    """Return the Server whose address course.py prints; RuntimeError with what it said when it ends before."""
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"(http://[^/]+)/\S*\?token=(\w+)", line):
            return Server(*found.groups())
    log.seek(0)
    raise RuntimeError(f"course.py start ended: {''.join(said)}{log.read().decode()}")


class LessonPage:
    """One lesson open in a tab of its own, with a kernel of its own.

    page: the playwright Page
    name: the lesson's, as in tests/budget.toml
    troubles: what a reader with the developer's console open would have seen go wrong, in words
    away: addresses of other machines that the page asked for
    received: bytes that came over its web sockets
    """

    view = "lab/tree"  # where the server shows a notebook

    def __init__(self, browser, server, notebook, width=1280, height=900, pixel_ratio=1):
        self.server, self.notebook, self.name = server, notebook, Path(notebook).stem
        self.troubles, self.away, self.received = [], [], 0
        self.context = browser.new_context(viewport={"width": width, "height": height},
                                           device_scale_factor=pixel_ratio)
        self.page = self.context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        self.page.on("request", self._note_request)
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._note_frame))
        self.page.add_init_script(path=PAGE_SIDE)
        address = f"{server.address}/{self.view}/{notebook}?reset&token={server.token}"
        self.page.goto(address, wait_until="domcontentloaded")
        self.page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=START_SECONDS * 1000)
        self.wait_for_kernel()
        self.page.evaluate("window.jupyterapp.shell.collapseLeft?.()")

    def close(self):
        """Leave the page and end its kernel."""
        kernels = {session["id"] for session in self.server.ask("api/sessions")
                   if session["path"].split("/")[-1] == self.notebook.split("/")[-1]}
        self.context.close()
        for session in kernels:
            self.server.ask(f"api/sessions/{session}", method="DELETE")

    def _note_console(self, message):
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    def _note_request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("127.0.0.1", "localhost"):
            self.away.append(request.url)

    def _note_frame(self, payload):
        self.received += len(payload)

    def wait_for_kernel(self, seconds=START_SECONDS):
        """Wait until the kernel is idle."""
        self.page.wait_for_function("window.course.kernelStatus() === 'idle'", timeout=seconds * 1000)

    def kernel_process(self):
        """Return the psutil.Process of the lesson's kernel."""
        kernel = self.page.evaluate("window.course.kernelId()")
        running = psutil.process_iter(["cmdline"])
        return next(process for process in running if kernel in " ".join(process.info["cmdline"] or []))

    def command(self, name):
        """Start one of JupyterLab's commands and do not wait for its end."""
        self.page.evaluate("name => { window.jupyterapp.commands.execute(name) }", name)

    def run_all(self):
        """Run all cells, as from the menu, and wait until all have run and every widget is there."""
        self.command("notebook:run-all-cells")
        self.page.wait_for_function("window.course.allHaveRun()", timeout=CELLS_SECONDS * 1000)
        self.page.evaluate("window.course.settled()")

    def restart(self):
        """Give the lesson a new kernel and take the outputs of the old one off the page."""
        self.page.evaluate("window.course.restart()")
        self.wait_for_kernel()

    def use_theme(self, name):
        """Change to "light" or "dark" on the open page."""
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })",
                           THEMES[name])
        self.page.wait_for_function("is_light => document.body.dataset.jpThemeLight === String(is_light)",
                                    arg=name == "light")

    def run_code(self, source):
        """Run code in a new cell at the end of the page."""
        self.page.evaluate("source => window.course.runCode(source)", source)

    def remove_last_cell(self):
        """Take the last cell off the page."""
        self.page.evaluate("window.course.removeLastCell()")

    def run_silently(self, code):
        """Run code in the lesson's kernel without a cell; return what it printed."""
        return self.page.evaluate("code => window.course.runSilently(code)", code)

    def errors(self):
        """Return what JupyterLab shows as an error: of a cell, or of a callback as a badge in the status bar."""
        return self.page.evaluate("window.course.errors()")

    def displays(self):
        """Return the Displays of the lesson in reading order."""
        return [Display(self.page, **one) for one in self.page.evaluate("window.course.displays()")]

    def resize(self, width, height=900):
        """Give the window another size and wait until the page has taken it in."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate("window.course.frames(3)")


class Display:
    """A lab, a question or a quiz on the page.

    cell: id of its cell
    model_id: of the widget that its cell shows
    kind: "lab", "predict" or "quiz"
    root: the playwright Locator of all of it
    """

    def __init__(self, page, number, cell, kind, model_id):
        self.page, self.cell, self.kind, self.model_id = page, cell, kind, model_id
        self.root = page.locator(f'[data-display="{number}"]')

    def all(self, selector):
        """Return a Locator for each match that can be seen and moved, in reading order."""
        return [one for one in self.root.locator(selector).all() if one.is_visible() and one.is_enabled()]

    def state(self):
        """Return what a reader sees: a dict of words, and a fingerprint for each picture."""
        return self.root.evaluate("root => window.course.state(root)")

    def changed(self, before, patience):
        """Wait until it shows something else and is at rest, `patience` ms at most; return the state then."""
        return self.root.evaluate("(root, [before, patience]) => window.course.changed(root, before, patience)",
                                  [before, patience])

    def moving(self, before, patience):
        """Wait until it shows something else, at rest or not, `patience` ms at most; return the state then."""
        return self.root.evaluate("(root, [before, patience]) => window.course.moving(root, before, patience)",
                                  [before, patience])

    @staticmethod
    def label(control):
        """Return the words a reader sees at a control: its own, or those beside it."""
        return control.evaluate("control => window.course.label(control)")
