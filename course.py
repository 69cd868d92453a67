#!/usr/bin/env python3
"""Set up and run the course.

    python3 course.py start       set everything up, get the data, open JupyterLab at the first lesson
    python3 course.py setup       the same without JupyterLab
    python3 course.py test        run the tests (--fast: in two or three minutes, --all: everything)
    python3 course.py refresh     run the lessons again and store their outputs (for authors)
    python3 course.py colab       write the lessons' copies for Colab again (for authors)
    python3 course.py book        write the lessons as a site to read, with nothing run: build/book/
    python3 course.py reset       put the exercises of a lesson back as they were (your work is kept in a copy)
    python3 course.py mark        run a class's notebooks and write a table of their exercises (for teachers)
    python3 course.py sweeps      compute the saved results of lesson 11 again (for authors, ten minutes)

Standard library only, for Linux, macOS and Windows. The file keeps to syntax that an old Python 3 can parse, so that a
Python too old for the course gets a sentence and not a SyntaxError.
"""

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    del sys.path[0]  # this folder, until main() has looked: a learner's random.py is not Python's

import argparse
import atexit
import collections
import contextlib
import hashlib
import http.client
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.realpath(__file__))  # JupyterLab and the tools know no folder by the name of a link
OLDEST_PYTHON = (3, 11)
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
FIRST_LESSON = "notebooks/00_start_here.ipynb"
PORTS = range(8888, 8908)  # tried in turn when no --port is given
NOT_ALL_DATA = 3  # what FETCH_DATA ends with when not all is ready, but the lessons can run
GIGABYTES = 2  # a CPU environment with its temporary files (1.4 measured) and the data (0.2)
GIGABYTES_CUDA = 7  # the same with PyTorch's CUDA libraries (5.2 measured)

REQUIREMENTS = "requirements.txt"
REQUIREMENTS_DEV = "requirements-dev.txt"
REQUIREMENTS_BOOK = "requirements-book.txt"
REQUIREMENTS_NOTEBOOK = "tests/requirements-notebook.txt"
STACKS = ("colab", "newest", "floor")  # other packages that `test --all` runs lessons on, each in its own environment

MESSAGES = {
    # told on the way
    "waiting": "Another set-up is at work in this folder: waiting for it to end.",
    "making": "Making an environment in {folder} ...",
    "packages": "Installing the packages of {file} ...",
    "uv_failed": "uv could not install them; trying pip.",
    "torch_override": "Installing PyTorch as COURSE_TORCH says: {arguments}",
    "torch_plain": "Installing PyTorch (about 200 MB to download) ...",
    "torch_cpu": "Installing PyTorch for the processor (about 200 MB to download) ...",
    "torch_cuda": "Installing PyTorch with CUDA for your NVIDIA card: up to 5.6 GB to download, "
    "unless pip finds a smaller build.",
    "torch_large": "PyTorch's small CPU builds ({index}) cannot be reached, so pip gets it where it gets the rest: "
    "up to 5.6 GB to download, unless pip finds a smaller build. Ctrl-C stops; COURSE_TORCH chooses another build.",
    "space_low": "Only {free:.1f} GB are free in {folder}: a full CUDA build (about {need} GB on disk) would not fit.",
    "checking": "Checking that everything imports ...",
    "data": "Getting Fashion-MNIST ready ...",
    "data_missing": "The data is not all ready (see above). The lessons open all the same; the next start tries again.",
    "no_data": "Without data no lesson runs: repair what is said above and run this command again.",
    "ready": "The course is ready ({seconds:.1f} s).",
    "no_home": "Your home folder {home} cannot be written to ({reason}): JupyterLab keeps settings until it stops.",
    "homeless": "You have no home folder here (HOME names none): JupyterLab keeps settings until it stops.",
    "read_only": "The folder {folder} cannot be written to ({reason}): what you change in a lesson cannot be saved. "
    "To keep your work, copy the course to a folder of your own and start it there.",
    "port_race": "Another program was quicker to take port {port}: trying the next one.",
    "starting": "JupyterLab is starting; the first time takes some seconds.",
    "url": "\nThe course is open at\n    {url}\nKeep this window open; Ctrl-C here stops the course.\n",
    "stopped": "Stopped. Your notebooks are saved as you last saved them.",
    "interrupted": "Stopped. The same command goes on from here.",
    "hub": "JupyterLab is already running here: open {lesson} in its file browser.",
    # told instead of a traceback; each says what was seen and what to do
    "old_python": "This is Python {have}; the course needs Python {need} or newer. {hint}",
    "old_python_found": "You have one: {command}",
    "old_python_get": "Get it from https://www.python.org/downloads/ and run this command with it.",
    "hidden": "Python takes {file} for the module {name}, which the course needs: give it another name "
    "and run this command again.",
    "not_whole": "The course's folder is not whole: {file} is not there. Get the course again where you got it.",
    "no_venv": "This Python cannot make environments (it has no module {module}). "
    "On Debian and Ubuntu: sudo apt install python3-venv",
    "no_pip": "There is no pip in the environment {folder}. Install it (conda: conda install pip) and run this again.",
    "not_ours": "{folder} is already there, but is no environment the course can use, and nothing says that this "
    "command made it: it stays as it is. Move it away or rename it, and run this command again.",
    "no_trust": "{what} could not be downloaded: the certificate that came back is not one that this computer trusts. "
    "A school's or company's network that reads along sends one of its own: ask for that file, set PIP_CERT "
    "and SSL_CERT_FILE to where it is, and run this command again. Elsewhere, check the computer's date.",
    "no_quota": "Your share of the disk (quota) is used up, however much room the disk has: the course needs about "
    "{need} GB. Delete files of yours or ask for more, and run this command again.",
    "no_socks": "pip cannot use a SOCKS proxy: unset ALL_PROXY, or set HTTPS_PROXY to an http:// one. Then try again.",
    "bad_name": "No environment can be made in {folder}: rename the folder that has a {sign} in its name.",
    "no_network": "No network: {what} could not be downloaded. Connect to the internet "
    "(behind a proxy: set HTTPS_PROXY) and run this command again.",
    "no_space": "The disk is full: {folder} has {free:.1f} GB free, the course needs about {need} GB. "
    "Make room and run this command again.",
    "not_found": "pip found no {package} for Python {python} on {system} {machine}. For Python 3.11 to 3.14 on 64-bit "
    "Linux, Windows or a Mac with an Apple processor there is one: check the network and pip's settings "
    "(`pip config list`), then run this command again. Elsewhere use conda with environment.yml.",
    "intel_mac": "PyTorch has no pip packages for Macs with an Intel processor. Use conda instead:\n"
    "    conda env create -f environment.yml && conda activate course && python course.py start",
    "not_writable": "The folder {folder} cannot be written to. Copy the course to a folder of your own.",
    "install_failed": "{what} could not be installed:\n{details}",
    "import_failed": "Everything is installed, but does not work together:\n{details}\n"
    "Delete {folder} and run this command again; if it stays so, please report the lines above.",
    "port_taken": "Port {port} cannot be used ({reason}). Choose another: --port {other}, or leave --port out.",
    "ports_taken": "No free port from {first} to {last}. Choose one with --port.",
    "jupyter_ended": "JupyterLab ended before it was ready; its own messages are above.",
}

# What pip, uv and venv print; the first match wins, and its groups are words of the message. Their exit codes do not
# tell these apart.
SYMPTOMS = (
    ("bad_name", r"contains the PATH separator (?P<sign>[:;])"),
    ("no_pip", "No module named pip"),
    ("no_quota", "Dis[ck] quota exceeded|os error 122"),
    ("no_trust", "CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UnknownIssuer"),
    ("no_space", "No space left on device|Errno 28|os error 28|WinError 112|not enough space"),
    ("no_socks", "Missing dependencies for SOCKS"),
    ("no_network", "connection broken|Failed to establish|NameResolution|name resolution|getaddrinfo|dns error"),
    ("no_network", "Connection refused|Network is unreachable|ProxyError|timed out|ConnectTimeout"),
    ("not_found", r"No matching distribution found for (?P<package>[^\s;]+)"),  # for whatever reason
)

# Variables that lead a program away from the course: to other packages, to a prompt, to code without doc strings.
NOT_INHERITED = ("PYTHONINSPECT", "PYTHONOPTIMIZE", "PYTHONSAFEPATH")
NOT_INHERITED_BY_OURS = ("PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_PYTHON", "PIP_ROOT", "PIP_TARGET")
SETTINGS_FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR")

# What JupyterLab is told in our own .venv: no news pop-up over the lesson, no look at a web site for updates.
LAB_SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}

LESSON_MODULES = "IPython ipykernel ipywidgets jupyterlab matplotlib nbval numpy PIL pytest torch"
STACK_MODULES = "IPython ipykernel ipywidgets matplotlib numpy PIL torch"
BOOK_MODULES = "myst_nb sphinx sphinx_book_theme"
NOTEBOOK_MODULES = "notebook jupyterlab_widgets"

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

Environment = collections.namedtuple("Environment", "folder python own stamp_file modules")
TorchChoice = collections.namedtuple("TorchChoice", "message arguments")


class Stop(Exception):
    """The end of the program, in one message for whoever typed the command."""

    def __init__(self, key, **values):
        super().__init__(MESSAGES[key].format(**values))
        self.key = key


def say(key, **values):
    print(MESSAGES[key].format(**values), flush=True)


# --- this machine ---------------------------------------------------------------------------------------------------


def check_python(version=None):
    """Stop unless this Python is new enough; name a newer one when the machine has it."""
    version = tuple(version or sys.version_info)[:3]
    if version >= OLDEST_PYTHON:
        return
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        newer = "python3.{}".format(minor)
        if starts(newer):
            hint = MESSAGES["old_python_found"].format(command=command_line([newer] + sys.argv))
            break
    else:
        hint = MESSAGES["old_python_get"]
    raise Stop("old_python", have=".".join(map(str, version)), need=".".join(map(str, OLDEST_PYTHON)), hint=hint)


def check_names():
    """Stop where a file of the user's hides a module, Python's own or a package, from all that runs in its folder."""
    packages = set(LESSON_MODULES.split())
    for folder, names in ((ROOT, packages | sys.stdlib_module_names), (os.path.join(ROOT, "notebooks"), packages)):
        for name in sorted(names):
            for file in (name + ".py", os.path.join(name, "__init__.py")):
                if os.path.exists(os.path.join(folder, file)):
                    raise Stop("hidden", file=os.path.join(folder, file), name=name)


def starts(program):
    """Whether there is a Python behind the name; pyenv has names for versions that are not chosen."""
    try:
        command = [program, "--version"]
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def command_line(words):
    """The words as they are typed, in quotes where need be."""
    return subprocess.list2cmdline(words) if os.name == "nt" else " ".join(map(shlex.quote, words))


def is_hub(environ):
    return bool(environ.get("JUPYTERHUB_API_TOKEN") or environ.get("BINDER_SERVICE_HOST"))


def uses_current_environment(environ, prefix):
    """Whether to use the environment this Python runs in and make none: a conda environment, Binder, JupyterHub.

    conda's `base` does not count: it is conda's own, and often active without anybody having asked for it.
    """
    if is_hub(environ):
        return True
    conda = environ.get("CONDA_PREFIX")
    in_conda = bool(conda) and os.path.realpath(conda) == os.path.realpath(prefix)
    return in_conda and environ.get("CONDA_DEFAULT_ENV") != "base"


def own_environment(name, modules):
    """The virtual environment `name` in the course's folder, made or not."""
    folder = os.path.join(ROOT, name)
    python = os.path.join(folder, "Scripts", "python.exe") if os.name == "nt" else os.path.join(folder, "bin", "python")
    return Environment(folder, python, True, os.path.join(folder, "course-stamp.json"), modules)


def course_environment():
    """The environment the lessons run in."""
    if uses_current_environment(os.environ, sys.prefix):
        return Environment(sys.prefix, sys.executable, False, os.path.join(ROOT, ".course-stamp.json"), LESSON_MODULES)
    return own_environment(".venv", LESSON_MODULES)


def stack_environment(name):
    """The environment of one of STACKS, for the tests."""
    return own_environment(".venv-" + name, STACK_MODULES)


def stack_requirements(name):
    """The requirement file of one of STACKS."""
    return "tests/requirements-{}.txt".format(name)


def book_environment():
    """The environment that `book` builds with: it runs no lesson, so it needs no PyTorch."""
    return own_environment(".venv-book", BOOK_MODULES)


def notebook_environment():
    """The environment of Notebook 7, for the tests: its kernels are the course's, so it needs no PyTorch."""
    return own_environment(".venv-notebook", NOTEBOOK_MODULES)


def course_settings():
    """The table [tool.course] of pyproject.toml."""
    import tomllib  # not in Python before 3.11

    return tomllib.loads(read_text("pyproject.toml"))["tool"]["course"]


def read_text(name):
    try:
        with open(os.path.join(ROOT, name), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError as error:
        raise Stop("not_whole", file=name) from error


def free_gigabytes(folder):
    return shutil.disk_usage(folder).free / 1e9


def write_problem(folder):
    """Why nothing can be written into a folder; None when it can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()  # a full quota tells only now
    except OSError as error:
        return error.strerror or str(error)
    return None


def child_environment(**more):
    """The variables for programs we start: the environment's own kernel goes before one the user has elsewhere.

    What the user has set for other Pythons stays out of our own environments; one that is somebody else's may need it.
    """
    alone = not uses_current_environment(os.environ, sys.prefix)
    dropped = NOT_INHERITED + (NOT_INHERITED_BY_OURS if alone else ())
    variables = {name: value for name, value in os.environ.items() if name not in dropped}
    if alone:
        variables["PIP_USER"] = "0"  # a file of pip's settings may say so too
    variables["PYTHONIOENCODING"] = (getattr(sys.stdout, "encoding", None) or "") + ":replace"  # as main() does
    return dict(variables, JUPYTER_PREFER_ENV_PATH="1", PYDEVD_DISABLE_FILE_VALIDATION="1", **more)


def find_a_home():
    """Where the home folder cannot be written, programs we start keep their settings in one that ends with us."""
    home = os.path.expanduser("~")
    homeless = not os.path.isabs(home) or os.environ.get("HOME") == ""
    reason = None if homeless else write_problem(home)
    if not homeless and reason is None:
        return
    say("homeless" if homeless else "no_home", home=home, reason=reason)
    folder = tempfile.mkdtemp(prefix="course-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in SETTINGS_FOLDERS:
        os.environ.setdefault(name, os.path.join(folder, name.lower()))
    if homeless:
        os.environ["HOME"] = folder  # or programs make a folder that is called "~"


def one_at_a_time():
    """A context that a second set-up in this folder waits for; where its file cannot be written nobody waits."""
    try:
        from tools.lock import alone  # standard library too, but not for an old Python
    except ImportError as error:
        raise Stop("not_whole", file="tools") from error

    path = os.path.join(ROOT, ".course.lock")
    try:
        open(path, "ab").close()
    except OSError:
        return contextlib.nullcontext()
    return alone(path, lambda: say("waiting"))


# --- stamps: what was installed, so that nothing is done twice ------------------------------------------------------


def ask_python(env):
    """'3.12' of the environment's Python, and when a package last came or went (a number, as text).

    Both None when no Python works: never made, half made, too old, upgraded underneath.
    """
    try:
        answer = subprocess.check_output([env.python, "-I", "-c", ASK_PYTHON], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return None, None
    version, _, changed = answer.decode("ascii", "replace").strip().partition(" ")
    works = version and tuple(map(int, version.split("."))) >= OLDEST_PYTHON
    return (version, changed) if works else (None, None)


def python_version(env):
    return ask_python(env)[0]


def fingerprint(env, file, version):
    """A hash of all that decides what installing the requirement file `file` gives."""
    pins = course_settings()
    facts = [read_text(file), pins["torch"], pins["torchvision"], os.environ.get("COURSE_TORCH"), env.folder, version]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()


def read_stamps(env):
    try:
        with open(env.stamp_file, encoding="utf-8") as file:
            return dict(json.load(file))
    except (OSError, ValueError, TypeError):
        return {}


def write_stamp(env, key, value):
    """Note that `key` is done. Without the right to write, the work is done again next time: no reason to stop."""
    stamps = dict(read_stamps(env), **{key: value})
    try:
        with open(env.stamp_file + ".new", "w", encoding="utf-8") as file:
            json.dump(stamps, file, indent=1)
        os.replace(env.stamp_file + ".new", env.stamp_file)
    except OSError:
        pass


def forget(env):
    """Forget what was ready: the next command looks at everything. That we made the folder stays noted."""
    for key in [key for key in read_stamps(env) if key != "made"]:
        write_stamp(env, key, None)


# --- PyTorch: which build -------------------------------------------------------------------------------------------


def has_nvidia_driver():
    return os.path.exists("/proc/driver/nvidia/version") or shutil.which("nvidia-smi") is not None


def cpu_index_answers(env):
    """Whether pip, with the proxy and certificate it is set to use, sees the CPU build that we want."""
    command = [env.python, "-m", "pip", "index", "versions", "torchvision", "--index-url", CPU_INDEX]
    output = run_quietly(command + ["--retries=0", "--timeout=5", "--no-input"], env=child_environment())[1]
    return course_settings()["torchvision"] + "+cpu" in output


def split_words(text, system):
    """The words of a command line as a shell splits them; on Windows a backslash belongs to a path."""
    words = shlex.shlex(text, posix=True)
    words.whitespace_split, words.commenters = True, ""
    if system == "Windows":
        words.escape = ""
    return list(words)


def choose_torch(environ, system, machine, env):
    """The arguments for pip that give torch and torchvision: both in one command, so that they come from one index."""
    if environ.get("COURSE_TORCH"):
        return TorchChoice("torch_override", split_words(environ["COURSE_TORCH"], system))
    if system == "Darwin" and machine == "x86_64":
        raise Stop("intel_mac")
    settings = course_settings()
    pins = ["torch==" + settings["torch"], "torchvision==" + settings["torchvision"]]
    if system != "Linux":
        return TorchChoice("torch_plain", pins)
    if has_nvidia_driver():
        return TorchChoice("torch_cuda", pins)
    if cpu_index_answers(env):
        return TorchChoice("torch_cpu", pins + ["--index-url", CPU_INDEX])
    return TorchChoice("torch_large", pins)


def lacks_torch(env):
    """Whether the environment has not what it should: the pinned pair in our own, any torch in somebody else's."""
    if os.environ.get("COURSE_TORCH"):
        return True
    have = installed_versions(env, ["torch", "torchvision"])
    if not env.own and "torch" in have:
        return False
    wanted = course_settings()
    return any(have.get(name, "").split("+")[0] != wanted[name] for name in ("torch", "torchvision"))


# --- installing -----------------------------------------------------------------------------------------------------


def failure(what, output, env):
    """The Stop that says in words what went wrong in a program that printed `output`."""
    lines = output.strip().splitlines()
    facts = {
        "what": what,
        "details": "\n".join(lines[-8:]),
        "folder": env.folder,
        "free": free_gigabytes(ROOT),
        "need": GIGABYTES,
        "python": python_version(env) or platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
    }
    for key, pattern in SYMPTOMS:
        found = re.search(pattern, output, re.IGNORECASE)
        if found:
            return Stop(key, **dict(facts, **found.groupdict()))
    return Stop("install_failed", **facts)


def run_quietly(command, **options):
    """Run a program, keep what it prints, show on a terminal that it is alive. Returns (exit code, output)."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
        try:
            while True:
                try:
                    process.wait(1)
                    break
                except subprocess.TimeoutExpired:
                    tick("  {:.0f} s".format(time.monotonic() - started))
        finally:
            end(process)
            tick("")
        output.seek(0)
        return process.returncode, output.read().decode("utf-8", "replace")


def tick(text):
    if sys.stdout.isatty():
        print("\r{:12}\r{}".format("", text), end="", flush=True)


def run_shown(command, **options):
    """Run a program that shows its progress on standard output; keep its errors. Returns (exit code, errors)."""
    answer = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **options)
    return answer.returncode, answer.stderr.decode("utf-8", "replace")


def run_to_end(command, **options):
    """Run a program that speaks for itself; Ctrl-C lets it finish its last words. Returns its exit code."""
    process = subprocess.Popen(command, cwd=ROOT, **options)
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


def installed_versions(env, names):
    """{name: version} of those distributions that the environment has."""
    try:
        command = [env.python, "-c", ASK_INSTALLED] + list(names)
        answer = subprocess.check_output(command, stderr=subprocess.DEVNULL, env=child_environment())
        return json.loads(answer.decode("utf-8"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}


def requirement_lines(file):
    """{name: line} of a requirement file."""
    lines = [line.split("#")[0].strip() for line in read_text(file).splitlines()]
    return {re.split(r"[=<>!~ ;\[]", line)[0]: line for line in lines if line}


def make_environment(env):
    """A fresh virtual environment, in place of a broken one that we made; what others put there stays."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Stop("no_venv", module=module)
    is_empty = os.path.isdir(env.folder) and not os.listdir(env.folder)
    if os.path.lexists(env.folder) and not is_empty and not read_stamps(env).get("made"):
        raise Stop("not_ours", folder=env.folder)
    say("making", folder=env.folder)
    os.makedirs(env.folder, exist_ok=True)
    for entry in os.scandir(env.folder):
        (shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.remove)(entry.path)
    write_stamp(env, "made", True)  # before anything else is in it: one that is left half made is ours too
    python = getattr(sys, "_base_executable", None) or sys.executable  # not the one in the folder that is cleared
    code, output = run_quietly([python, "-m", "venv", env.folder], env=child_environment())
    if code:
        raise failure(env.folder, output, env)


def add_pip(env):
    """Give pip to an environment that works without it, as `uv venv` makes them."""
    has_pip = [env.python, "-m", "pip", "--version"]
    if run_quietly(has_pip, env=child_environment())[0]:
        run_quietly([env.python, "-m", "ensurepip", "--default-pip"], env=child_environment())
        code, output = run_quietly(has_pip, env=child_environment())
        if code:
            raise failure("pip", output, env)


def pip(env, arguments, what, run):
    command = [env.python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    code, output = run(command + arguments, env=child_environment(**temporary_folder(env)))
    if code:
        raise failure(what, output, env)


def temporary_folder(env):
    """pip unpacks gigabytes into the temporary folder, often a small memory disk: give it one on the course's disk."""
    if not env.own:
        return {}
    folder = os.path.join(env.folder, "tmp")
    os.makedirs(folder, exist_ok=True)
    return {"TMPDIR": folder, "TEMP": folder, "TMP": folder}


def install_packages(env, file):
    """Install a requirement file: as it is into our own environment, only what is missing into somebody else's."""
    say("packages", file=file)
    if not env.own:
        lines = requirement_lines(file)
        have = installed_versions(env, lines)
        missing = [line for name, line in lines.items() if name not in have]
        if missing:
            pip(env, missing, file, run_quietly)
        return
    arguments = ["--only-binary", ":all:", "-r", file]  # a missing build is said as such, never compiled for an hour
    if shutil.which("uv"):
        if run_quietly(["uv", "pip", "install", "--python", env.python] + arguments, env=child_environment())[0] == 0:
            return
        say("uv_failed")
    pip(env, arguments, file, run_quietly)


def write_lab_settings(env):
    """Without the right to write there is a pop-up: no reason to stop."""
    folder = os.path.join(env.folder, "share", "jupyter", "lab", "settings")
    with contextlib.suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "overrides.json"), "w", encoding="utf-8") as file:
            json.dump(LAB_SETTINGS, file, indent=1)


def check_imports(env):
    """Import everything in a fresh process: an environment that cannot work is found now and not in a lesson."""
    say("checking")
    code, output = run_quietly([env.python, "-c", CHECK_IMPORTS] + env.modules.split(), env=child_environment())
    if code:
        forget(env)
        raise Stop("import_failed", folder=env.folder, details="\n".join(output.strip().splitlines()[-4:]))
    if "torch" in env.modules.split():
        _, output = run_quietly([env.python, "-c", TORCHVISION_NOTE], env=child_environment())
        print("\n".join(output.strip().splitlines()[-1:]))  # a note, not an error: only two lessons need torchvision


def stale_files(env, files):
    """Those of the requirement files whose packages the environment has not, or has from another time."""
    version, changed = ask_python(env)
    stamps = read_stamps(env) if version else {}
    if env.own and stamps.get("changed") != changed:
        return files  # somebody has installed or removed a package: pip looks for two seconds
    return [file for file in files if stamps.get(file) != fingerprint(env, file, version)]


def install(env, files, again=False):
    """Bring the environment to what `files` and, with the first of them, the torch pins ask for; then stamp it.

    An environment whose modules do not name torch gets none. `again`: whatever the stamps say; pip, asked for what is
    there, takes two seconds and no network.
    """
    if again:
        forget(env)
    if stale_files(env, files):
        with one_at_a_time():
            install_stale(env, stale_files(env, files), files[0])  # asked again: another set-up may have done it


def install_stale(env, stale, first_file):
    if not stale:
        return
    first = first_file in stale
    with_torch = first and "torch" in env.modules.split() and lacks_torch(env)
    free = free_gigabytes(ROOT)
    if with_torch and free < GIGABYTES:
        raise Stop("no_space", folder=ROOT, free=free, need=GIGABYTES)
    if env.own:
        if not os.access(env.folder if os.path.isdir(env.folder) else ROOT, os.W_OK):
            raise Stop("not_writable", folder=ROOT)
        if not python_version(env):
            make_environment(env)
        add_pip(env)
    choice = choose_torch(os.environ, platform.system(), platform.machine(), env) if with_torch else None
    for file in stale:
        install_packages(env, file)
    if choice:
        if choice.message in ("torch_cuda", "torch_large") and free < GIGABYTES_CUDA:
            say("space_low", folder=ROOT, free=free, need=GIGABYTES_CUDA)
        say(choice.message, arguments=" ".join(choice.arguments), index=CPU_INDEX)
        pip(env, choice.arguments, "PyTorch", run_shown)  # never uv: it does not look where pip is told to look
    if first:
        check_imports(env)
    if env.own:
        shutil.rmtree(temporary_folder(env)["TMPDIR"], ignore_errors=True)
    version, changed = ask_python(env)
    for file in stale:
        write_stamp(env, file, fingerprint(env, file, version))
    write_stamp(env, "changed", changed)


def fetch_data(env, again):
    """Make the full data ready; `again`: hash it even if it was ready before. Returns whether all of it is."""
    key = "data {}|{}".format(os.environ.get("COURSE_DATA", ""), os.environ.get("COURSE_DATA_DIR", ""))
    if not again and read_stamps(env).get(key):
        return True
    say("data")
    code = run_to_end([env.python, "-c", FETCH_DATA], env=child_environment())
    if code == NOT_ALL_DATA:
        say("data_missing")
        return False
    if code:
        check_imports(env)  # the data is not to blame for a torch that does not load
        raise Stop("no_data")
    write_stamp(env, key, True)
    return True


# --- JupyterLab -----------------------------------------------------------------------------------------------------


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
        reason = port_problem(wanted)
        if reason:
            raise Stop("port_taken", port=wanted, reason=reason, other=wanted + 1 if wanted < 65535 else wanted - 1)
        return wanted
    for port in PORTS:
        if port_problem(port) is None:
            return port
    raise Stop("ports_taken", first=PORTS[0], last=PORTS[-1])


def lab_config(env, port, token, browser):
    """JupyterLab's settings for one run, kept in a file that only the user can read: arguments show in `ps`.

    Given as the config file, it also keeps the user's own server settings (another address, no token) out.
    """
    server = {"ip": "127.0.0.1", "port": port, "port_retries": 0, "root_dir": ROOT, "open_browser": browser}
    server["kernel_websocket_connection_class"] = "tools.prompt_socket.PromptConnection"  # found from ROOT, our folder
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        server["allow_root"] = True
    config = {"ServerApp": server, "IdentityProvider": {"token": token}, "Application": {"log_level": "WARN"}}
    if env.own:  # our pinned versions can; else each kernel warns on the terminal that it is not encrypted
        config["KernelManager"] = {"transport_encryption": "auto"}
    return config


def wait_for_server(process, port, token):
    """Return once the server on the port knows our token; another start may have put its own there."""
    url = "http://127.0.0.1:{}/api/status".format(port)
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
    raise Stop("jupyter_ended")


def run_lab(env, wanted, browser):
    """JupyterLab on the wanted port, else on the first free one, until it ends. Returns its exit code."""
    while True:
        port = choose_port(wanted)
        try:
            return serve_lab(env, port, browser)
        except Stop:
            if wanted is not None or port_problem(port) is None:
                check_imports(env)
                raise
        say("port_race", port=port)


def lab_environment():
    """The variables for JupyterLab, which ends at once where a proxy is SOCKS."""
    variables = child_environment(JUPYTER_WIDGETS_ECHO="0")  # or each move would also come back, for a second window
    socks = re.compile(r"\w+_proxy=socks", re.IGNORECASE)
    return {name: value for name, value in variables.items() if not socks.match(name + "=" + value)}


def serve_lab(env, port, browser):
    """JupyterLab on the port until it ends or is interrupted. Returns its exit code."""
    import secrets

    token = secrets.token_hex(24)
    lessons = [FIRST_LESSON] if os.path.exists(os.path.join(ROOT, FIRST_LESSON)) else []
    handle, config = tempfile.mkstemp(prefix="course-", suffix=".json")
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(lab_config(env, port, token, browser), file)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)  # as Ctrl-C
    say("starting")
    command = [env.python, "-m", "jupyterlab", "--config=" + config] + lessons
    variables = lab_environment()
    apart = os.name != "nt"  # Ctrl-C comes to us alone, and we ask JupyterLab to end: then it ends its kernels too
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, env=variables, start_new_session=apart)
    try:
        wait_for_server(process, port, token)
        page = "lab/tree/" + FIRST_LESSON if lessons else "lab"
        say("url", url="http://127.0.0.1:{}/{}?token={}".format(port, page, token))
        return process.wait()
    except KeyboardInterrupt:
        if apart and process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)  # the programs it waits for too, such as an npm that finds no home
        end(process, patience=10)
        say("stopped")
        return 0
    finally:
        end(process)
        os.remove(config)


# --- commands -------------------------------------------------------------------------------------------------------


def prepare(files, again=False):
    """The course's environment, ready; and whether the full data is. `again`: look at what was ready before."""
    started = time.monotonic()
    env = course_environment()
    find_a_home()
    install(env, files, again)
    if env.own:
        write_lab_settings(env)
    full = fetch_data(env, again)
    say("ready", seconds=time.monotonic() - started)
    return env, full


def start(options):
    if options.port is not None:
        choose_port(options.port)  # before the long work
    env, _ = prepare([REQUIREMENTS])
    if is_hub(os.environ):
        say("hub", lesson=FIRST_LESSON)
        return 0
    reason = write_problem(ROOT)
    if reason:
        say("read_only", folder=ROOT, reason=reason)
    return run_lab(env, options.port, browser=not options.no_browser)


def setup(options):
    _, full = prepare([REQUIREMENTS], again=True)
    return 0 if full else 1


def leaving_out(*markers):
    """pytest's arguments for a run without the tests of some markers."""
    return ["-m", " and ".join("not " + marker for marker in markers)]


def pytest_arguments(fast, everything):
    """What one pytest run covers. nbval's items carry no marker, so -m never drops a lesson."""
    two = ["--numprocesses=2"]  # the kernel of a lesson may take a gigabyte
    large = ("mutants", "thorough", "book", "browser") + STACKS
    if fast:
        return two + leaving_out("kernel", "slow", "faults", *large) + ["tests"]
    lessons = two + ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "tests", "notebooks"]
    return lessons if everything else leaving_out(*large) + lessons


def test(options):
    """Run the tests; the exit code is pytest's own, so that finding no test is a failure too."""
    env, _ = prepare([REQUIREMENTS, REQUIREMENTS_DEV], again=not options.fast)
    variables = {"OMP_NUM_THREADS": "1"}
    others = [(name, stack_environment(name), stack_requirements(name)) for name in STACKS]
    others.append(("book", book_environment(), REQUIREMENTS_BOOK))
    others.append(("notebook", notebook_environment(), REQUIREMENTS_NOTEBOOK))
    for name, other, file in others if options.all else ():
        install(other, [file])
        variables["COURSE_{}_PYTHON".format(name.upper())] = other.python
    command = [env.python, "-m", "pytest"] + pytest_arguments(options.fast, options.all) + options.extra
    return run_to_end(command, env=child_environment(**variables))


def run_tool(env, name, arguments):
    command = [env.python, "-m", "tools." + name] + arguments
    return run_to_end(command, env=child_environment(OMP_NUM_THREADS="1"))


def refresh(options):
    env, _ = prepare([REQUIREMENTS, REQUIREMENTS_DEV])
    return run_tool(env, "refresh", options.lessons)


def reset(options):
    """Needs the packages but not the data: nothing is run."""
    env = course_environment()
    install(env, [REQUIREMENTS])
    return run_tool(env, "reset", options.lessons)


def mark(options):
    """Paths on the command line are the teacher's, who need not stand in the course's folder."""
    env, _ = prepare([REQUIREMENTS])
    arguments = [os.path.abspath(options.folder)]
    if options.table:
        arguments.append("--table=" + os.path.abspath(options.table))
    for name in ("seconds", "jobs"):
        if getattr(options, name) is not None:
            arguments.append("--{}={}".format(name, getattr(options, name)))
    return run_to_end([env.python, "-m", "tools.mark"] + arguments, env=child_environment(OMP_NUM_THREADS="1"))


def colab(options):
    """Needs the packages but not the data: nothing is run."""
    env = course_environment()
    install(env, [REQUIREMENTS, REQUIREMENTS_DEV])
    return run_tool(env, "colab", [] if options.repository is None else ["--repository=" + options.repository])


def sweeps(options):
    env, _ = prepare([REQUIREMENTS, REQUIREMENTS_DEV])
    return run_tool(env, "sweeps", options.sizes)


def book(options):
    """Needs neither the course's environment nor the data: the outputs are those that the lessons store."""
    env = book_environment()
    install(env, [REQUIREMENTS_BOOK])
    return run_tool(env, "book", [])


def port_number(text):
    if not (text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535, not {}".format(text))
    return int(text)


def parse(arguments):
    """The command line. What follows `--` goes to pytest."""
    extra = []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, extra = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(prog="course.py", description="Set up and run the course.")
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.required = True

    command = commands.add_parser("start", help="set up, get the data, open JupyterLab at the first lesson")
    command.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")
    command.add_argument("--port", type=port_number, help="exactly this port (default: the first free one from 8888)")

    commands.add_parser("setup", help="set up and get the data; open nothing")

    command = commands.add_parser("test", help="run the tests; arguments after -- go to pytest")
    size = command.add_mutually_exclusive_group()
    size.add_argument("--fast", action="store_true", help="no kernels, no broken downloads: two or three minutes")
    size.add_argument("--all", action="store_true", help="also Colab, a browser, the tests of the tests")

    command = commands.add_parser("refresh", help="run lessons again and store their outputs (for authors)")
    command.add_argument("lessons", nargs="*", metavar="lesson", help="such as 03; default: all")

    command = commands.add_parser("reset", help="put the exercises of a lesson back, keeping a copy of your work")
    command.add_argument("lessons", nargs="+", metavar="lesson", help="such as 03")

    command = commands.add_parser("mark", help="run a class's notebooks, tell how their exercises stand (for teachers)")
    command.add_argument("folder", help="the class's folder, in it a folder for each student")
    command.add_argument("--table", metavar="FILE", help="where to write the table (default: marks.csv in the folder)")
    command.add_argument("--seconds", type=float, help="longest time for one cell (default: 60)")
    command.add_argument("--jobs", type=int, help="notebooks to run at a time (default: half the processors, up to 4)")

    command = commands.add_parser("colab", help="write the lessons' copies for Colab again (for authors)")
    command.add_argument("--repository", metavar="OWNER/NAME", help="say first where on GitHub the course is public")

    command = commands.add_parser("sweeps", help="compute the saved results of lesson 11 again (for authors)")
    command.add_argument("sizes", nargs="*", metavar="size", help="training sizes such as 500; default: all")

    commands.add_parser("book", help="write the lessons as a site to read, with nothing run: build/book/")

    options = parser.parse_args(arguments)
    if extra and options.command != "test":
        parser.error("only `test` takes arguments after --")
    options.extra = extra
    runs = (start, setup, test, refresh, reset, mark, colab, sweeps, book)
    options.run = {run.__name__: run for run in runs}[options.command]
    return options


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a folder's name may hold letters that the terminal has not
    try:
        check_python()
        check_names()
        options = parse(arguments)
        return options.run(options)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except OSError as error:
        stop = failure("The course", str(error), course_environment())
        if stop.key == "install_failed":
            raise
        print(stop, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.path.insert(0, ROOT)  # of which PYTHONSAFEPATH takes the script's folder away
    sys.exit(main(sys.argv[1:]))
