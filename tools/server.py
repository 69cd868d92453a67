"""JupyterLab, served to this computer alone until it is stopped: its port, its token, its settings.

Standard library only: it runs before anything is installed.
"""

import contextlib
import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from gettext import gettext as _
from pathlib import Path

from tools.environments import check_imports
from tools.failures import Stop
from tools.processes import child_environment, end, say
from tools.settings import ROOT

FIRST_LESSON = "notebooks/00_start_here.ipynb"
PORTS = range(8888, 8908)  # tried in turn when none is asked for

# What JupyterLab is told in our own .venv: no news pop-up over the lesson, no look at a web site for updates.
LAB_SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}


def write_settings(env):
    """Put LAB_SETTINGS where JupyterLab looks. Without the right to write there is a pop-up: no reason to stop."""
    folder = Path(env.folder, "share", "jupyter", "lab", "settings")
    with contextlib.suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        (folder / "overrides.json").write_text(json.dumps(LAB_SETTINGS, indent=1), encoding="utf-8")


def port_problem(port):
    """Why a server cannot listen on the port on loopback; None when it can."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server that just ended is no obstacle
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.strerror or str(error)
    return None


def choose_port(wanted):
    """The port asked for, exactly; or the first free one."""
    if wanted is not None:
        if reason := port_problem(wanted):
            other = wanted + 1 if wanted < 65535 else wanted - 1
            raise Stop(_("Port {port} cannot be used ({reason}). Choose another: --port {other}, or leave --port out.")
                       .format(port=wanted, reason=reason, other=other))
        return wanted
    for port in PORTS:
        if port_problem(port) is None:
            return port
    raise Stop(_("No free port from {first} to {last}. Choose one with --port.").format(first=PORTS[0], last=PORTS[-1]))


def config(env, port, token, browser):
    """JupyterLab's settings for one run, kept in a file that only the user can read: arguments show in `ps`.

    Given as the config file, it also keeps the user's own server settings (another address, no token) out.
    """
    server = {"ip": "127.0.0.1", "port": port, "port_retries": 0, "root_dir": str(ROOT), "open_browser": browser}
    server["kernel_websocket_connection_class"] = "tools.prompt_socket.PromptConnection"  # found from ROOT, our folder
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        server["allow_root"] = True
    settings = {"ServerApp": server, "IdentityProvider": {"token": token}, "Application": {"log_level": "WARN"}}
    if env.own:  # our pinned versions can; else each kernel warns on the terminal that it is not encrypted
        settings["KernelManager"] = {"transport_encryption": "auto"}
    return settings


def variables():
    """The variables for JupyterLab, which ends at once where a proxy is SOCKS."""
    inherited = child_environment(JUPYTER_WIDGETS_ECHO="0")  # or each move would also come back, for a second window
    socks = re.compile(r"\w+_proxy=socks", re.IGNORECASE)
    return {name: value for name, value in inherited.items() if not socks.match(name + "=" + value)}


def wait_for_server(process, port, token):
    """Return once the server on the port knows our token; another start may have put its own there."""
    url = f"http://127.0.0.1:{port}/api/status"
    question = urllib.request.Request(url, headers={"Authorization": "token " + token})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while process.poll() is None:
        try:
            with direct.open(question, timeout=5):
                return
        except urllib.error.HTTPError:
            time.sleep(2)  # somebody else's server notes each refusal; ours is about to end
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise Stop(_("JupyterLab ended before it was ready; its own messages are above."))


def serve(env, port, browser):
    """JupyterLab on the port until it ends or is interrupted. Returns its exit code."""
    token = secrets.token_hex(24)
    lessons = [FIRST_LESSON] if (ROOT / FIRST_LESSON).exists() else []
    handle, settings = tempfile.mkstemp(prefix="course-", suffix=".json")
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(config(env, port, token, browser), file)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)  # as Ctrl-C
    say(_("JupyterLab is starting; the first time takes some seconds."))
    command = [env.python, "-m", "jupyterlab", "--config=" + settings, *lessons]
    apart = os.name != "nt"  # Ctrl-C comes to us alone, and we ask JupyterLab to end: then it ends its kernels too
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, env=variables(), start_new_session=apart)
    try:
        wait_for_server(process, port, token)
        page = "lab/tree/" + FIRST_LESSON if lessons else "lab"
        say(_("\nThe course is open at\n    {url}\nKeep this window open; Ctrl-C here stops the course.\n").format(
            url=f"http://127.0.0.1:{port}/{page}?token={token}"))
        return process.wait()
    except KeyboardInterrupt:
        if apart and process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)  # the programs it waits for too, such as an npm that finds no home
        end(process, patience=10)
        say(_("Stopped. Your notebooks are saved as you last saved them."))
        return 0
    finally:
        end(process)
        os.remove(settings)


def run(env, wanted, browser):
    """JupyterLab on the wanted port, else on the first free one, until it ends. Returns its exit code."""
    while True:
        port = choose_port(wanted)
        try:
            return serve(env, port, browser)
        except Stop:
            if wanted is not None or port_problem(port) is None:
                check_imports(env)
                raise
        say(_("Another program was quicker to take port {port}: trying the next one.").format(port=port))
