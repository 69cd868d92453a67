"""The environments that the commands of the course run in: made, brought to their requirements, and given the data.

Standard library only: it runs before anything is installed. What was installed is noted in a stamp, so that nothing is
done twice: a second start takes about a second.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import sys
import time
from gettext import gettext as _
from pathlib import Path
from typing import NamedTuple

from tools import files, torch_build
from tools.failures import GIGABYTES, Stop, disk_full, explain, free_gigabytes, last_lines
from tools.lock import alone
from tools.processes import ask, find_a_home, run_quietly, run_shown, run_to_end, say, uses_current_environment
from tools.settings import ROOT, course_settings

OLDEST_PYTHON = (3, 11)  # as in course.py, which looks at its own Python before it can import this
NOT_ALL_DATA = 3  # what FETCH_DATA ends with when not all is ready, but the lessons can run

LEARNERS = ["requirements.txt"]
AUTHORS = ["requirements.txt", "requirements-dev.txt"]
STACK_MODULES = ["IPython", "ipykernel", "ipywidgets", "matplotlib", "numpy", "PIL", "torch"]
LESSON_MODULES = [*STACK_MODULES, "jupyterlab", "nbval", "pytest"]

STACKS = ("colab", "newest", "floor")  # other packages that `test --all` runs lessons on
APART = {  # environments of their own: {name: (requirement file, modules that have to import)}
    **{name: (f"tests/requirements-{name}.txt", STACK_MODULES) for name in STACKS},
    "book": ("requirements-book.txt", ["myst_nb", "sphinx", "sphinx_book_theme"]),  # runs no lesson: needs no torch
    "notebook": ("tests/requirements-notebook.txt", ["notebook", "jupyterlab_widgets"]),  # kernels are the course's
}

# What the commands of `python -m tools` need in the course's environment: (requirement files, whether the data).
# `book` has an environment apart, and `test` makes its own.
NEEDS = {
    "mark": (LEARNERS, True),
    "reset": (LEARNERS, False),
    "refresh": (AUTHORS, True),
    "sweeps": (AUTHORS, True),
    "picture": (AUTHORS, True),
    "colab": (AUTHORS, False),
    "text": (AUTHORS, False),
    "contract": (AUTHORS, False),
    "card": (AUTHORS, False),
    "sample": (AUTHORS, False),
}

# Small programs for the environment's own Python.
ASK_PYTHON = """
import os, sys, sysconfig
packages = sysconfig.get_path("purelib")
if os.path.isdir(packages):  # not there: the Python under the environment was upgraded
    print("%d.%d" % sys.version_info[:2], os.stat(packages).st_mtime_ns)
"""
ASK_INSTALLED = """
import json, sys
from importlib import metadata
have = {}
for name in sys.argv[1:]:
    try:
        have[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps(have))
"""
CHECK_IMPORTS = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
torch = sys.modules.get("torch")
if torch and (torch.ones(2, 3) @ torch.ones(3, 2)).sum().item() != 12:
    sys.exit("torch multiplies matrices wrongly")
"""
FETCH_DATA = """
import signal, sys
at_start = signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while modules load needs no words, later it has some
import utils.data
signal.signal(signal.SIGINT, at_start)
sys.exit(utils.data.main(["fetch"]))
"""
TORCHVISION_NOTE = "from utils import vision; print(vision.note())"


class Environment(NamedTuple):
    """A Python with packages of its own, made or not."""

    folder: str
    python: str
    own: bool  # whether we make it; else it is somebody's, and only what is missing is added
    stamp_file: Path
    modules: list  # that have to import


def own_environment(name, modules):
    """The virtual environment `name` in the course's folder."""
    folder = ROOT / name
    python = folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"
    return Environment(str(folder), str(python), True, folder / "course-stamp.json", modules)


def course_environment():
    """The environment the lessons run in."""
    if uses_current_environment():
        return Environment(sys.prefix, sys.executable, False, ROOT / ".course-stamp.json", LESSON_MODULES)
    return own_environment(".venv", LESSON_MODULES)


# --- stamps: what was installed -------------------------------------------------------------------------------------


def ask_python(env):
    """'3.12' of the environment's Python, and when a package last came or went (a number, as text).

    Both None when no Python works: never made, half made, too old, upgraded underneath.
    """
    version, _space, changed = ask(env.python, ASK_PYTHON).strip().partition(" ")
    works = version and tuple(map(int, version.split("."))) >= OLDEST_PYTHON
    return (version, changed) if works else (None, None)


def fingerprint(env, file, version):
    """A hash of all that decides what installing the requirement file `file` gives."""
    pins, override = course_settings(), os.environ.get("COURSE_TORCH")
    facts = [read_requirements(file), pins["torch"], pins["torchvision"], override, env.folder, version]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()


def read_stamps(env):
    """What is noted of an environment; nothing where that cannot be read."""
    try:
        return dict(json.loads(env.stamp_file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def write_stamps(env, stamps):
    """Note what is done. Without the right to write, the work is done again next time: no reason to stop."""
    with contextlib.suppress(OSError):
        files.write(env.stamp_file, json.dumps(stamps, indent=1))


def forget(env):
    """Forget what was ready: the next command looks at everything. That we made the folder stays noted."""
    stamps = read_stamps(env)
    if stamps:
        write_stamps(env, {"made": stamps.get("made")})


def stale_files(env, files):
    """Those of the requirement files whose packages the environment has not, or has from another time."""
    version, changed = ask_python(env)
    stamps = read_stamps(env) if version else {}
    if env.own and stamps.get("changed") != changed:
        return files  # somebody has installed or removed a package: pip looks for two seconds
    return [file for file in files if stamps.get(file) != fingerprint(env, file, version)]


# --- making and installing ------------------------------------------------------------------------------------------


def failure(what, output, env):
    """The Stop that says in words what went wrong in a program that printed `output`."""
    python = ask_python(env)[0] or platform.python_version()
    words = explain(output, what, env.folder, python)
    return Stop(words or _("{what} could not be installed:\n{details}").format(
        what=what, details=last_lines(output, 8)))


def read_requirements(file):
    """The text of a requirement file."""
    return (ROOT / file).read_text(encoding="utf-8")


def requirement_lines(file):
    """{name: line} of a requirement file."""
    lines = [line.split("#")[0].strip() for line in read_requirements(file).splitlines()]
    return {re.split(r"[=<>!~ ;\[]", line)[0]: line for line in lines if line}


def installed_versions(env, names):
    """{name: version} of those distributions that the environment has."""
    try:
        return json.loads(ask(env.python, ASK_INSTALLED, *names))
    except ValueError:
        return {}


def make_environment(env):
    """A fresh virtual environment, in place of a broken one that we made; what others put there stays."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Stop(_("This Python cannot make environments (it has no module {module}). "
                         "On Debian and Ubuntu: sudo apt install python3-venv").format(module=module))
    is_empty = os.path.isdir(env.folder) and not os.listdir(env.folder)
    if os.path.lexists(env.folder) and not is_empty and not read_stamps(env).get("made"):
        raise Stop(_("{folder} is already there, but is no environment the course can use, and nothing says that this "
                     "command made it: it stays as it is. Move it away or rename it, and run this command again."
                     ).format(folder=env.folder))
    say(_("Making an environment in {folder} ...").format(folder=env.folder))
    os.makedirs(env.folder, exist_ok=True)
    for entry in os.scandir(env.folder):
        (shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.remove)(entry.path)
    write_stamps(env, {"made": True})  # before anything else is in it: one that is left half made is ours too
    python = getattr(sys, "_base_executable", None) or sys.executable  # not the one in the folder that is cleared
    code, output = run_quietly([python, "-m", "venv", env.folder])
    if code:
        raise failure(env.folder, output, env)


def add_pip(env):
    """Give pip to an environment that works without it, as `uv venv` makes them."""
    has_pip = [env.python, "-m", "pip", "--version"]
    if run_quietly(has_pip)[0]:
        run_quietly([env.python, "-m", "ensurepip", "--default-pip"])
        code, output = run_quietly(has_pip)
        if code:
            raise failure("pip", output, env)


def pip(env, arguments, what, run=run_quietly):
    """Install with pip. It unpacks gigabytes into the temporary folder, often a small memory disk: give it another."""
    command = [env.python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    variables = {}
    if env.own:
        folder = temporary_folder(env)
        os.makedirs(folder, exist_ok=True)
        variables = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    code, output = run([*command, *arguments], **variables)
    if code:
        raise failure(what, output, env)


def temporary_folder(env):
    """Where pip unpacks: on the course's disk."""
    return os.path.join(env.folder, "tmp")


def install_packages(env, file):
    """Install a requirement file: as it is into our own environment, only what is missing into somebody else's."""
    say(_("Installing the packages of {file} ...").format(file=file))
    if not env.own:
        lines = requirement_lines(file)
        have = installed_versions(env, lines)
        missing = [line for name, line in lines.items() if name not in have]
        if missing:
            pip(env, missing, file)
        return
    arguments = ["--only-binary", ":all:", "-r", file]  # a missing build is said as such, never compiled for an hour
    if shutil.which("uv"):
        if run_quietly(["uv", "pip", "install", "--python", env.python, *arguments])[0] == 0:
            return
        say(_("uv could not install them; trying pip."))
    pip(env, arguments, file)


def lacks_torch(env):
    """Whether the environment has not what it should: the pinned pair in our own, any torch in somebody else's."""
    if os.environ.get("COURSE_TORCH"):
        return True
    have = installed_versions(env, ["torch", "torchvision"])
    if not env.own and "torch" in have:
        return False
    wanted = course_settings()
    return any(have.get(name, "").split("+")[0] != wanted[name] for name in ("torch", "torchvision"))


def install_torch(env, build, free):
    """Install a build of PyTorch, `free` gigabytes of disk having been there before the other packages."""
    if free < build.gigabytes:
        say(_("Only {free:.1f} GB are free in {folder}: a full CUDA build (about {need} GB on disk) would not fit.")
            .format(free=free, folder=ROOT, need=build.gigabytes))
    say(build.words)
    pip(env, build.arguments, "PyTorch", run_shown)  # never uv: it does not look where pip is told to look


def check_imports(env):
    """Import everything in a fresh process: an environment that cannot work is found now and not in a lesson."""
    say(_("Checking that everything imports ..."))
    code, output = run_quietly([env.python, "-c", CHECK_IMPORTS, *env.modules])
    if code:
        forget(env)
        raise Stop(_("Everything is installed, but does not work together:\n{details}\nDelete {folder} and run this "
                     "command again; if it stays so, please report the lines above.").format(
                         details=last_lines(output, 4), folder=env.folder))
    if "torch" in env.modules:
        note = run_quietly([env.python, "-c", TORCHVISION_NOTE])[1]
        say(last_lines(note, 1))  # a note, not an error: only two lessons need torchvision


def one_at_a_time():
    """A context that a second set-up in this folder waits for; where its file cannot be written nobody waits."""
    path = ROOT / ".course.lock"
    try:
        open(path, "ab").close()
    except OSError:
        return contextlib.nullcontext()
    return alone(path, lambda: say(_("Another set-up is at work in this folder: waiting for it to end.")))


def install(env, files, again=False):
    """Bring the environment to what `files` and, with the first of them, the torch pins ask for; then stamp it.

    An environment whose modules do not name torch gets none. `again`: whatever the stamps say; pip, asked for what is
    there, takes two seconds and no network.
    """
    if again:
        forget(env)
    if stale_files(env, files):
        with one_at_a_time():
            if stale := stale_files(env, files):  # asked again: another set-up may have done it
                install_stale(env, stale, first=files[0] in stale)


def install_stale(env, stale, first):
    """Install these requirement files; `first`: the one that torch goes with is among them."""
    with_torch = first and "torch" in env.modules and lacks_torch(env)
    free = free_gigabytes()
    if with_torch and free < GIGABYTES:
        raise Stop(disk_full())
    if env.own:
        if not os.access(env.folder if os.path.isdir(env.folder) else ROOT, os.W_OK):
            raise Stop(_("The folder {folder} cannot be written to. Copy the course to a folder of your own.")
                       .format(folder=ROOT))
        if not ask_python(env)[0]:
            make_environment(env)
        add_pip(env)
    build = torch_build.choose(env.python) if with_torch else None
    for file in stale:
        install_packages(env, file)
    if build:
        install_torch(env, build, free)
    if first:
        check_imports(env)
    version, changed = ask_python(env)
    stamps = {**read_stamps(env), **{file: fingerprint(env, file, version) for file in stale}}
    if env.own:
        shutil.rmtree(temporary_folder(env), ignore_errors=True)
        stamps["changed"] = changed
    write_stamps(env, stamps)


def install_apart(name):
    """One of the environments in APART, ready."""
    file, modules = APART[name]
    env = own_environment(f".venv-{name}", modules)
    install(env, [file])
    return env


# --- ready for a command --------------------------------------------------------------------------------------------


def fetch_data(env, again):
    """Make the full data ready; `again`: hash it even if it was ready before. Returns whether all of it is."""
    key = "data {}|{}".format(os.environ.get("COURSE_DATA", ""), os.environ.get("COURSE_DATA_DIR", ""))
    if not again and read_stamps(env).get(key):
        return True
    say(_("Getting Fashion-MNIST ready ..."))
    code = run_to_end([env.python, "-c", FETCH_DATA], cwd=ROOT)
    if code == NOT_ALL_DATA:
        say(_("The data is not all ready (see above). "
              "The lessons open all the same; the next start tries again."))
        return False
    if code:
        check_imports(env)  # the data is not to blame for a torch that does not load
        raise Stop(_("Without data no lesson runs: repair what is said above and run this command again."))
    write_stamps(env, {**read_stamps(env), key: True})
    return True


def prepare(files, again=False):
    """The course's environment, ready; and whether the full data is. `again`: look at what was ready before."""
    started = time.monotonic()
    env = course_environment()
    find_a_home()
    install(env, files, again)
    full = fetch_data(env, again)
    say(_("The course is ready ({seconds:.1f} s).").format(seconds=time.monotonic() - started))
    return env, full


def ready_for(command):
    """The environment that a command of `python -m tools` runs in, ready for it."""
    if command == "book":
        return install_apart(command)
    files, with_data = NEEDS[command]
    if with_data:
        return prepare(files)[0]
    env = course_environment()
    install(env, files)
    return env
