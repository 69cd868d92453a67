"""A stand-in for Colab's page: each output in a sandboxed frame of its own, dark, without an icon font.

Colab itself cannot be had here. What the stand-in shares with it, as far as that is public:
- ipywidgets 7's own JavaScript, from npm's @jupyter-widgets/html-manager 0.20, in a frame whose origin is its own;
- `html[theme=dark]`, and of the variables of the style sheets only those that Colab's widget manager defines
  (googlecolab/colab-cdn-widget-manager, src/index.css); whatever else is ipywidgets' own, and that is light;
- a message counts as done once it was handed over (its manager.ts), so that nothing holds a fast drag back;
- what a kernel sends after it has said that it is idle never arrives (googlecolab/colabtools#3373).

The kernel is the emulation's (tests/emulation.py); frames.html and frames.js are the page's side.
"""

import asyncio
import base64
import hashlib
import json
import re
import subprocess
import tarfile
import threading
from contextlib import contextmanager

from emulation import Copy, sample
from jupyter_client.asynchronous import AsyncKernelClient
from notebook_session import PATIENCE_FOR_ALL, TESTS, do_without
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

from tools.browser import PAGE_SIDE, Display
from tools.notebooks import WIDGET_VIEW
from tools.settings import ROOT

PACKAGE = "@jupyter-widgets/html-manager@0.20.9"  # the last for ipywidgets 7
SHA256 = "e0c4e05ded5a6debbc5d063c6b09040cbd31f8faed3fe492c62c98576a38a10a"
SCRIPT = "package/dist/libembed-amd.js"
SURFACE = {  # --colab-... of the two themes
    "dark": {"page": "#1f1f1f", "words": "#e3e3e3", "secondary": "#3c3c3c"},
    "light": {"page": "#ffffff", "words": "#1f1f1f", "secondary": "#f0f4f9"},
}


def html_manager():
    """Return the path of ipywidgets 7's script, from npm where it is not in build/ yet; or do_without it."""
    folder = ROOT / "build" / "html-manager"
    archive = folder / "jupyter-widgets-html-manager-0.20.9.tgz"
    if not archive.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            command = ["npm", "pack", "--silent", PACKAGE]
            done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120)
            problem = done.stderr.strip() if done.returncode else ""
        except (OSError, subprocess.TimeoutExpired) as error:
            problem = str(error)
        if problem or not archive.is_file():
            do_without(f"npm cannot get {PACKAGE} (Debian: apt-get install npm): {problem}")
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert found == SHA256, f"{archive} is not the {PACKAGE} that was looked at: {found}"
    with tarfile.open(archive) as tar:
        tar.extract(SCRIPT, folder, filter="data")
    return folder / SCRIPT


class Frames:
    """The page of one lesson in one tab.

    troubles: what the console tells; dropped: how many messages of the kernel came too late
    """

    def __init__(self, page, hub, cells):
        self.page, self.hub, self._cells = page, hub, cells
        self.troubles = []
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.context.route(re.compile(r"^https:"), lambda route: route.abort())  # HTMLManager would get its icon font

    def _note_console(self, message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(message.text)

    @property
    def dropped(self):
        return self.hub.dropped

    def open(self, address):
        """Show all frames and wait until their widgets are there."""
        self.page.goto(address)
        for frame in self.frames():
            frame.wait_for_selector(".course-lab, .course-predict, .course-quiz", timeout=60_000)
            frame.wait_for_function("window.courseFront.isThere()", timeout=60_000)
        self.page.wait_for_function("[...document.querySelectorAll('iframe')].every(one => one.style.height)")
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({**self.page.viewport_size, "height": height})

    def frames(self):
        """Return the frames of the outputs, in order of the lesson."""
        found = {frame.name: frame for frame in self.page.frames if frame.name.startswith("cell-")}
        return [found[f"cell-{number}"] for number in range(len(self._cells))]

    def displays(self):
        """Return the Displays of the lesson in reading order."""
        return [
            Display(frame, **{**one, "cell": cell})
            for (cell, model_id), frame in zip(self._cells, self.frames(), strict=True)
            for one in frame.evaluate("model_id => window.course.displaysIn(document, model_id)", model_id)
        ]

    def errors(self):
        """Return what the page shows as an error: nothing but the console does."""
        return []

    def use_theme(self, name):
        """Change to "light" or "dark"."""
        for frame in [self.page.main_frame, *self.frames()]:
            frame.evaluate("name => document.documentElement.setAttribute('theme', name)", name)


@contextmanager
def frames(browser, lesson, folder, width=1280):
    """Run the copy of a lesson in the emulation and show its displays; yields Frames. folder: an empty one."""
    script = html_manager()
    session = Copy(lesson, folder)
    session.environment_variables |= sample()
    with session.running():
        assert session.failure is None, session.failure
        state = session.front.ask("manager_state()", PATIENCE_FOR_ALL)
        cells = views(session.fresh, state)
        with serving(session.front.client.connection_file, script, state, [model for _, model in cells]) as hub:
            tall = 800 * len(cells)  # frames that are scrolled away are hardly drawn, and never tell their height
            context = browser.new_context(viewport={"width": width, "height": tall})
            context.add_init_script(path=PAGE_SIDE)
            try:
                shown = Frames(context.new_page(), hub, cells)
                shown.session = session
                shown.open(hub.address)
                yield shown
            finally:
                context.close()


def views(notebook, state):
    """Return (cell id, model id) of each display of the course among the outputs of a notebook that has run."""
    return [
        (cell.id, model)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if (model := output.get("data", {}).get(WIDGET_VIEW, {}).get("model_id"))
        and re.search("course-(lab|predict|quiz)", str(state[model]["state"].get("_dom_classes")))
    ]


# --- the server -------------------------------------------------------------------------------------------------------


class Hub:
    """Hands messages from frames to a kernel and back, in a thread of its own."""

    def __init__(self, connection_file):
        self.client = AsyncKernelClient(connection_file=str(connection_file))
        self.client.load_connection_file()
        self.frames, self.open = set(), set()  # `open`: messages that the kernel is not done with
        self.dropped, self.address = 0, None

    def send(self, comm_id, data):
        """Send what a frame says to a widget."""
        message = self.client.session.msg("comm_msg", {"comm_id": comm_id, "data": data})
        self.open.add(message["header"]["msg_id"])
        self.client.shell_channel.send(message)

    async def listen(self):
        """Tell all frames what the kernel says, as long as it is not idle again; drop the rest."""
        while True:
            message = await self.client.get_iopub_msg(timeout=None)
            parent, content = message["parent_header"].get("msg_id"), message["content"]
            if message["msg_type"] == "status" and content["execution_state"] == "idle" and parent in self.open:
                self.open.remove(parent)
                self.tell({"open": len(self.open)})
            elif message["msg_type"] == "comm_msg":
                if parent not in self.open:
                    self.dropped += 1
                    continue
                buffers = [base64.b64encode(bytes(buffer)).decode() for buffer in message["buffers"]]
                self.tell({"comm_id": content["comm_id"], "data": content["data"], "buffers": buffers})

    def tell(self, words):
        """Send something to all frames."""
        for frame in self.frames:
            frame.write_message(json.dumps(words))


class Socket(WebSocketHandler):
    """The line between one frame and the hub."""

    def initialize(self, hub):
        self.hub = hub

    def check_origin(self, origin):
        """A sandboxed frame has an origin of its own, which is called null."""
        return origin == "null"

    def open(self):
        self.set_nodelay(True)
        self.hub.frames.add(self)

    def on_close(self):
        self.hub.frames.discard(self)

    def on_message(self, text):
        self.hub.send(**json.loads(text))
        self.hub.tell({"open": len(self.hub.open)})


class Page(RequestHandler):
    """Answers with a text that is ready."""

    def initialize(self, pages):
        self.pages = pages

    def get(self, name):
        if name not in self.pages:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/javascript" if name.endswith(".js") else "text/html; charset=utf-8")
        self.set_header("Cache-Control", "max-age=600")
        self.write(self.pages[name])


@contextmanager
def serving(connection_file, script, state, models):
    """Serve the frames of some models on a loopback port; yields the Hub, its address set."""
    pages = {"libembed-amd.js": script.read_text(encoding="utf-8"), "": host(len(models))}
    pages["frames.js"] = (TESTS / "frames.js").read_text(encoding="utf-8")
    pages |= {f"frame/{number}": frame(model, state) for number, model in enumerate(models)}
    hub, ready = Hub(connection_file), threading.Event()
    loop = asyncio.new_event_loop()

    async def serve():
        hub.client.start_channels()
        routes = [(r"/socket", Socket, {"hub": hub}), (r"/(.*)", Page, {"pages": pages})]
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application(routes))
        server.add_sockets(sockets)
        hub.address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
        ready.set()
        await hub.listen()

    def run():
        asyncio.set_event_loop(loop)
        task = loop.create_task(serve())
        hub.stop = lambda: loop.call_soon_threadsafe(task.cancel)
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            hub.client.stop_channels()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield hub
    finally:
        hub.stop()
        thread.join(10)


def host(count):
    """Return the page that holds the frames."""
    frames = "".join(
        f'<iframe name="cell-{number}" src="/frame/{number}" sandbox="allow-scripts"></iframe>'
        for number in range(count)
    )
    return f"""<!DOCTYPE html><html theme="dark"><style>{surface()}
iframe {{ display: block; width: 100%; height: 300px; border: 0; margin: 0 0 16px; }}</style>{frames}<script>
addEventListener('message', ({{ source, data }}) => {{
  for (const frame of document.querySelectorAll('iframe')) {{
    if (frame.contentWindow === source) frame.style.height = `${{data.height}}px`;
  }}
}});</script></html>"""


def frame(model, state):
    """Return the page of one frame: with the state of a model and of all it refers to."""
    needed, waiting = {}, [model]
    while waiting:
        one = waiting.pop()
        if one not in needed:
            needed[one] = state[one]
            waiting += re.findall(r"IPY_MODEL_(\w+)", json.dumps(state[one]["state"]))
    told = json.dumps({"root": model, "models": needed}).replace("<", "\\u003c")
    return f"""<!DOCTYPE html><html theme="dark"><head><meta charset="utf-8"><style>{surface()}</style></head><body>
<div id="output"></div><script id="state" type="application/json">{told}</script>
<script src="/frames.js"></script></body></html>"""


def surface():
    """Return Colab's style sheet of a frame, as far as widgets see it. `html:root` stands for its coming last."""
    themes = "".join(
        f'html[theme="{name}"] {{ --colab-primary-surface-color: {it["page"]}; '
        f'--colab-primary-text-color: {it["words"]}; --colab-secondary-surface-color: {it["secondary"]}; }}\n'
        for name, it in SURFACE.items()
    )
    return f"""{themes}html:root {{ --jp-widgets-color: var(--colab-primary-text-color);
  --jp-layout-color2: var(--colab-secondary-surface-color); --jp-ui-font-color1: var(--colab-primary-text-color);
  --jp-widgets-input-background-color: var(--colab-secondary-surface-color); }}
body {{ margin: 8px; font-family: Roboto, sans-serif; font-size: 14px; color: var(--colab-primary-text-color);
  background: var(--colab-primary-surface-color); }}"""
