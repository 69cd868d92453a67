"""Start other programs for course.py: with which variables, how what they print is shown, and how they end.

Standard library only: it runs before anything is installed.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from gettext import gettext as _

from tools.settings import ROOT

# Variables that lead a program away from the course: to other packages, to a prompt, to code without doc strings.
NOT_INHERITED = ("PYTHONINSPECT", "PYTHONOPTIMIZE", "PYTHONSAFEPATH")
NOT_INHERITED_BY_OURS = ("PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_PYTHON", "PIP_ROOT", "PIP_TARGET")
SETTINGS_FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR")

say = partial(print, flush=True)  # before what a program prints that is started next


def is_hub():
    """Whether this is a session on JupyterHub or Binder."""
    return bool(os.environ.get("JUPYTERHUB_API_TOKEN") or os.environ.get("BINDER_SERVICE_HOST"))


def uses_current_environment():
    """Whether to use the environment this Python runs in and make none: a conda environment, Binder, JupyterHub.

    conda's `base` does not count: it is conda's own, and often active without anybody having asked for it.
    """
    if is_hub():
        return True
    conda = os.environ.get("CONDA_PREFIX")
    in_conda = bool(conda) and os.path.realpath(conda) == os.path.realpath(sys.prefix)
    return in_conda and os.environ.get("CONDA_DEFAULT_ENV") != "base"


def child_environment(**more):
    """The variables for programs we start: the environment's own kernel goes before one the user has elsewhere.

    What the user has set for other Pythons stays out of our own environments; one that is somebody else's may need it.
    """
    alone = not uses_current_environment()
    dropped = NOT_INHERITED + (NOT_INHERITED_BY_OURS if alone else ())
    variables = {name: value for name, value in os.environ.items() if name not in dropped}
    if alone:
        variables["PIP_USER"] = "0"  # a file of pip's settings may say so too
    variables["PYTHONIOENCODING"] = (getattr(sys.stdout, "encoding", None) or "") + ":replace"  # as course.py does
    return dict(variables, JUPYTER_PREFER_ENV_PATH="1", PYDEVD_DISABLE_FILE_VALIDATION="1", **more)


def write_problem(folder):
    """Why nothing can be written into a folder; None when it can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()  # a full quota tells only now
    except OSError as error:
        return error.strerror or str(error)
    return None


def find_a_home():
    """Where the home folder cannot be written, programs we start keep their settings in one that ends with us."""
    home = os.path.expanduser("~")
    homeless = not os.path.isabs(home) or os.environ.get("HOME") == ""
    reason = None if homeless else write_problem(home)
    if homeless:
        say(_("You have no home folder here (HOME names none): JupyterLab keeps settings until it stops."))
    elif reason:
        say(_("Your home folder {home} cannot be written to ({reason}): JupyterLab keeps settings until it stops.")
            .format(home=home, reason=reason))
    else:
        return
    folder = tempfile.mkdtemp(prefix="course-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in SETTINGS_FOLDERS:
        os.environ.setdefault(name, os.path.join(folder, name.lower()))
    if homeless:
        os.environ["HOME"] = folder  # or programs make a folder that is called "~"


def ask(python, program, *arguments):
    """What a small program prints when that Python runs it; "" when it does not come to its end."""
    command, variables = [python, "-c", program, *arguments], child_environment()
    try:
        answer = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, check=True, env=variables)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.decode("utf-8", "replace")


def run_quietly(command, **variables):
    """Run a program, keep what it prints, show on a terminal that it is alive. Returns (exit code, output)."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                   env=child_environment(**variables))
        try:
            while True:
                try:
                    process.wait(1)
                    break
                except subprocess.TimeoutExpired:
                    tick(f"  {time.monotonic() - started:.0f} s")
        finally:
            end(process)
            tick("")
        output.seek(0)
        return process.returncode, output.read().decode("utf-8", "replace")


def tick(text):
    """Show a few words on a terminal, in place of those before."""
    if sys.stdout.isatty():
        print(f"\r{'':12}\r{text}", end="", flush=True)


def run_shown(command, **variables):
    """Run a program that shows its progress on standard output; keep its errors. Returns (exit code, errors)."""
    answer = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                            env=child_environment(**variables))
    return answer.returncode, answer.stderr.decode("utf-8", "replace")


def run_to_end(command, cwd=None, **variables):
    """Run a program that speaks for itself; Ctrl-C lets it finish its last words. Returns its exit code."""
    process = subprocess.Popen(command, cwd=cwd, env=child_environment(**variables))
    try:
        return process.wait()
    finally:
        end(process)


def end(process, patience=3):
    """See a program end. One still running has most likely had the terminal's Ctrl-C too; if not, it gets a signal."""
    for push in (lambda: None, process.terminate, process.kill):
        if process.poll() is None:
            push()
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
