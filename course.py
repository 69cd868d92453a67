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

Standard library only, for Linux, macOS and Windows. `start` and `setup` are here, on what tools/environments.py and
tools/server.py do; every other command is one of `python -m tools`, run in an environment that is made ready first.
This file keeps to syntax that an old Python 3 can parse, so that a Python too old for the course gets a sentence and
not a SyntaxError.
"""

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    del sys.path[0]  # this folder, until main() has looked: a learner's random.py is not Python's

import argparse
import os
import platform
import shlex
import subprocess
from gettext import gettext as _

ROOT = os.path.dirname(os.path.realpath(__file__))
OLDEST_PYTHON = (3, 11)
WHOLE = ("pyproject.toml", "requirements.txt", "tools", "utils")  # what no command can do without


# --- before anything of ours is imported ----------------------------------------------------------------------------


def check_python(version=sys.version_info):
    """End unless this Python is new enough; name a newer one when the machine has it."""
    if version >= OLDEST_PYTHON:
        return
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        newer = "python3.{}".format(minor)
        if starts(newer):
            hint = _("You have one: {command}").format(command=command_line([newer] + sys.argv))
            break
    else:
        hint = _("Get it from https://www.python.org/downloads/ and run this command with it.")
    have, need = (".".join(map(str, numbers)) for numbers in (version[:3], OLDEST_PYTHON))
    sys.exit(_("This is Python {have}; the course needs Python {need} or newer. {hint}")
             .format(have=have, need=need, hint=hint))


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


def check_names(folder, names):
    """End where a file of the user's hides one of the modules from all that runs in its folder."""
    for name in sorted(names):
        for file in (name + ".py", os.path.join(name, "__init__.py")):
            path = os.path.join(folder, file)
            if os.path.exists(path):
                sys.exit(_("Python takes {file} for the module {name}, which the course needs: give it another name "
                           "and run this command again.").format(file=path, name=name))


def check_whole():
    """End where a part of the course is not there."""
    for name in WHOLE:
        if not os.path.exists(os.path.join(ROOT, name)):
            sys.exit(_("The course's folder is not whole: {file} is not there. "
                       "Get the course again where you got it.").format(file=name))


# --- commands -------------------------------------------------------------------------------------------------------


def start(options):
    """Set everything up and open JupyterLab. Returns its exit code."""
    from tools import environments, server
    from tools.processes import is_hub, say, write_problem

    if options.port is not None:
        server.choose_port(options.port)  # before the long work
    env, _full = environments.prepare(environments.LEARNERS)
    server.write_settings(env)
    if is_hub():
        say(_("JupyterLab is already running here: open {lesson} in its file browser.")
            .format(lesson=server.FIRST_LESSON))
        return 0
    reason = write_problem(ROOT)
    if reason:
        say(_("The folder {folder} cannot be written to ({reason}): what you change in a lesson cannot be saved. "
              "To keep your work, copy the course to a folder of your own and start it there.")
            .format(folder=ROOT, reason=reason))
    return server.run(env, options.port, browser=not options.no_browser)


def setup(options):
    """Set everything up, whatever is noted as done. Returns 1 where not all the data is ready."""
    from tools import environments, server

    env, full = environments.prepare(environments.LEARNERS, again=True)
    server.write_settings(env)
    return 0 if full else 1


def test(options):
    """Run the tests, which make their environments themselves. Returns pytest's exit code."""
    from tools import gate

    return gate.run(options)


def forward(command, arguments):
    """Run a command of `python -m tools` in its environment, from where the user stands. Returns its exit code."""
    from tools import environments, processes

    env = environments.ready_for(command)
    program = os.path.join(ROOT, "tools")  # `-m tools` would look for it, and for all else, where the user stands
    return processes.run_to_end([env.python, program] + arguments, OMP_NUM_THREADS="1")


def port_number(text):
    """Read a port."""
    if not (text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(_("a port is a number from 1 to 65535, not {text}").format(text=text))
    return int(text)


def parse(arguments):
    """Read the command line; a wrong one, also for a command that is forwarded, ends here and not after the set-up."""
    from tools import __main__ as tools

    parser = argparse.ArgumentParser(prog="course.py", description=_("Set up and run the course."))
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    command = commands.add_parser("start", help=_("set up, get the data, open JupyterLab at the first lesson"))
    command.add_argument("--no-browser", action="store_true", help=_("print the address instead of opening a browser"))
    command.add_argument("--port", type=port_number,
                         help=_("exactly this port (default: the first free one from 8888)"))
    commands.add_parser("setup", help=_("set up and get the data; open nothing"))
    tools.add_commands(commands)
    return tools.parse(arguments, parser)


def main(arguments):
    """Look whether the course can run here, then do what the command line asks for. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a folder's name may hold letters that the terminal has not
    check_python()
    check_names(ROOT, sys.stdlib_module_names)
    check_whole()
    from tools import environments, failures

    for folder in (ROOT, os.path.join(ROOT, "notebooks")):
        check_names(folder, environments.LESSON_MODULES)
    options = parse(arguments)
    try:
        if options.command in ("start", "setup", "test"):
            return {"start": start, "setup": setup, "test": test}[options.command](options)
        return forward(options.command, arguments)
    except KeyboardInterrupt:
        print(_("Stopped. The same command goes on from here."))
        return 130
    except OSError as error:
        folder = environments.course_environment().folder
        words = failures.explain(str(error), _("The course"), folder, platform.python_version())
        if words is None:
            raise
        sys.exit(words)


if __name__ == "__main__":
    sys.path.insert(0, ROOT)  # of which PYTHONSAFEPATH takes the script's folder away
    sys.exit(main(sys.argv[1:]))
