"""The one command line of authors' and teachers' programs: ``python -m tools COMMAND [arguments]``.

Standard library only until a command runs: a Python without the course's packages explains each command and refuses a
wrong line. So `course.py`, which forwards to this, needs to set nothing up for that.
"""

import argparse
import importlib
import sys
from pathlib import Path


def add_commands(commands):
    """Add each command to the subparsers of an argparse parser.

    What a line is read into has the arguments, `module` (the one of tools/ whose `run` is given all of it) and `error`
    (for `run`: end with these words, as for any wrong line).
    """

    def add(name, words, module=None):
        command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        command.set_defaults(module=module or name, error=command.error)
        return command

    command = add("test", "run the tests; arguments after -- go to pytest", module="gate")
    size = command.add_mutually_exclusive_group()
    size.add_argument("--fast", action="store_true", help="no kernels, no broken downloads: two or three minutes")
    size.add_argument("--all", action="store_true", help="also Colab, a browser, the tests of the tests")

    command = add("refresh", "run lessons again and store their outputs (for authors)")
    command.add_argument("lessons", nargs="*", metavar="lesson", help="number, name or path, such as 03; default: all")
    command.add_argument("--check", action="store_true", help="show what would change and write nothing")

    command = add("text", "turn a lesson into a Python file that is comfortable to edit, or back (for authors)")
    command.add_argument("source", type=Path, help="a notebook, or a text made from one")
    command.add_argument("notebook", type=Path, nargs="?", help="where to write when the source is a text")

    add("contract", "check the rules that every lesson keeps to, with nothing run (for authors)")

    command = add("colab", "write the lessons' copies for Colab again (for authors)")
    command.add_argument("--repository", metavar="OWNER/NAME", help='where on GitHub the course is public; "": nowhere')

    command = add("book", "write the lessons as a site to read, with nothing run: build/book/")
    command.add_argument("--folder", type=Path, help="where to build it (default: build)")

    command = add("sweeps", "compute the saved results of lesson 11 again (for authors)")
    command.add_argument("sizes", nargs="*", type=int, metavar="size", help="training sizes such as 500; default: all")

    add("card", "write docs/notation.md from the docstrings of the losses (for authors)")

    command = add("sample", "make the small sample in data/sample/ from the full data (for authors)")
    command.add_argument("source", type=Path, help="a folder that holds the four files of Fashion-MNIST")
    command.add_argument("target", type=Path, nargs="?", help="where to write it (default: data/sample)")

    add("picture", "take the picture in README.md, of a lab in a browser (for authors)")

    command = add("reset", "put the exercises of a lesson back, keeping a copy of your work")
    command.add_argument("lessons", nargs="+", metavar="lesson", help="such as 03")

    command = add("mark", "run a class's notebooks, tell how their exercises stand (for teachers)")
    command.add_argument("folder", type=Path, help="the class's folder, in it a folder for each student")
    command.add_argument("--table", type=Path, metavar="FILE",
                         help="where to write the table (default: marks.csv in the folder)")
    command.add_argument("--seconds", type=time_limit, default=60, help="longest time for one cell (default: 60)")
    command.add_argument("--jobs", type=int,
                         help="notebooks to run at a time (default: half the processors, up to 4)")


def time_limit(text):
    """Read a number of seconds."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not seconds > 0:
        raise argparse.ArgumentTypeError(f"a time limit is a number of seconds above 0, not {text}")
    return seconds


def parse(arguments, parser=None):
    """Return what a command line asks for; end the program with words when it is wrong.

    parser: one with more commands than those of `add_commands`, their names under `command` as well

    What follows `--` is kept in `extra`, for pytest.
    """
    if parser is None:
        parser = argparse.ArgumentParser(prog="python -m tools", description="Programs of the course's authors.")
        add_commands(parser.add_subparsers(dest="command", metavar="command", required=True))
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:cut])
    options.extra = arguments[cut + 1 :]
    if options.extra and options.command != "test":
        parser.error("only `test` takes arguments after --")
    return options


def main(arguments=None):
    """Run a command line, by default this program's; return the exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    return importlib.import_module(f"tools.{options.module}").run(options) or 0


if __name__ == "__main__":
    if not __package__:  # run by its path, as course.py does from where the user stands: then Python looks in here
        sys.path[0] = str(Path(__file__).resolve().parents[1])
    sys.exit(main())
