"""Notes what a lesson's kernel does that a lesson should not: install, fetch, import what is gone from newer Pythons.

Python imports a module of this name at its start; tests/notebook_session.py puts this folder on the kernel's path.
"""

import re
import sys

PROGRAMS = re.compile(r"\b(pip3?|uv|conda|mamba|git|apt|apt-get|curl|wget)\b")  # matplotlib and ipykernel start others
GONE = ("imp", "pip")  # imp is not in Python 3.12, so neither in Colab; pip inside of a kernel means an installation
HERE = ("127.0.0.1", "localhost", "::1", "", None)

seen = []


def watch(event, arguments):
    """Note an event of Python's own (sys.addaudithook) in words."""
    if event in ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"):
        if PROGRAMS.search(str(arguments[:2])):  # the rest is the environment
            seen.append(f"starts a program: {arguments[:2]}")
    elif event == "os.forkpty":
        seen.append("starts a program in a terminal of its own, as !command does")
    elif event == "import" and arguments[0] in GONE:
        seen.append(f"imports {arguments[0]}")
    elif event == "socket.getaddrinfo" and arguments[0] not in HERE:
        seen.append(f"uses the network: {arguments[0]}")


sys.addaudithook(watch)
