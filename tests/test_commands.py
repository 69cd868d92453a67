"""The one command line of authors' and teachers' programs: what it takes, what it refuses, what it needs for that."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from tools.__main__ import main, parse

LINES = ["refresh 03 7 --check", "text a.ipynb", "text a.py a.ipynb", "contract", "colab", "colab --repository me/it",
         "book", "book --folder x", "sweeps 500 2000", "card", "sample raw", "sample raw there", "picture",
         "reset 3 04", "mark class", "mark class --table t.csv --seconds 9.5 --jobs 3"]
WRONG = {
    "": "the following arguments are required: command",
    "ciao": "invalid choice: 'ciao'",
    "reset": "the following arguments are required: lesson",
    "reset 03 -- -k x": "only `test` takes arguments after --",
    "refresh 99": "'99' names 0 lessons",
    "sweeps 7": "sizes are 500, 2000, 10000, 60000",
    "sweeps many": "invalid int value: 'many'",
    "text lesson.py": "name the notebook to write",
    "mark class --seconds 0": "a time limit is a number of seconds above 0, not 0",
    "mark class --seconds nan": "a time limit is a number of seconds above 0, not nan",
    "mark class --seconds ten": "a time limit is a number of seconds above 0, not ten",
    "test --fast --all": "not allowed with argument --fast",
}


@pytest.mark.parametrize("line", LINES)
def test_each_command_has_a_program(line):
    options = parse(line.split())
    assert callable(importlib.import_module(f"tools.{options.module}").run)


@pytest.mark.parametrize(("line", "words"), WRONG.items(), ids=lambda text: text or "nothing")
def test_a_wrong_line_is_refused_in_words(line, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert words in said.err and said.err.startswith("usage: python -m tools") and said.out == ""


def test_values_are_read_as_what_they_are():
    options = parse(["mark", "class", "--table", "t.csv", "--seconds", "9.5", "--jobs", "3"])
    assert (options.folder, options.table) == (Path("class"), Path("t.csv"))
    assert (options.seconds, options.jobs, options.extra) == (9.5, 3, [])
    assert parse(["mark", "class"]).seconds == 60


def test_what_follows_two_dashes_goes_to_pytest():
    options = parse(["test", "--fast", "--", "-k", "losses", "-x", "--"])
    assert options.fast and not options.all and options.module == "gate"
    assert options.extra == ["-k", "losses", "-x", "--"]


def test_a_python_without_packages_explains_every_command():
    bare = [sys.executable, "-S", "-m", "tools"]  # -S: without site-packages
    root = Path(__file__).parents[1]
    commands = {line.split()[0] for line in LINES} | {"test"}
    told = subprocess.run([*bare, "--help"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert commands <= set(told.split())
    for command in sorted(commands):
        told = subprocess.run([*bare, command, "--help"], cwd=root, capture_output=True, text=True, check=True)
        assert told.stdout.startswith(f"usage: python -m tools {command}") and told.stderr == ""
