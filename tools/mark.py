"""Run a class's notebooks and write a table of how their exercises stand: ``python3 course.py mark FOLDER``.

    python -m tools mark FOLDER                      a table in FOLDER, a summary on the screen
    python -m tools mark FOLDER --table marks.csv    the table where you want it

Every notebook under FOLDER is taken for one lesson of one student. The student is the first folder on the way to it, or
for a notebook that lies in FOLDER itself its name; the lesson is known by the exercises in it, so files may have any
name. Each runs in its own kernel, in a scratch copy of this course: nothing in FOLDER changes but the table, the utils
of this course are used and none that a student brings. An answer is judged by a fresh import of its check (see
tools/mark_run.py), so what a notebook does to `checks` or `checks.results` does not count.

What it is not: an exam's proctor, or a sandbox. The answer is judged in the process of the student's other cells, which
can look up the right answer there or change what torch does; and their code runs with your rights on your machine.
"""

import ast
import csv
import io
import os
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count, groupby
from pathlib import Path
from typing import NamedTuple

import nbformat

from tools import notebooks
from tools.mark_run import Attempt, one_line
from tools.notebooks import NOTEBOOKS, checks_called, checks_named, tagged, title_of
from utils import data

STATUSES = ("ok", "hint", "todo", "error", "missing")
NOTE = "note"  # status of a row that is about the notebook and not about an exercise
JOBS = max(1, min(4, (os.cpu_count() or 1) // 2))


class Lesson(NamedTuple):
    """What marking knows of a lesson: its name, its title, {exercise: module of its check} in reading order."""

    name: str
    title: str
    exercises: dict


class Row(NamedTuple):
    """A line of the table."""

    student: str
    lesson: str
    exercise: str
    status: str
    words: str
    file: str


# --- the course's lessons --------------------------------------------------------------------------------------------


def read_lessons(folder=NOTEBOOKS):
    """Return the lessons of the course that have exercises."""
    lessons = []
    for path in notebooks.lessons(folder):
        notebook = notebooks.read(path)
        module = checks_module(tagged(notebook, "imports")[0].source)
        names = [name for cell in tagged(notebook, "exercise") for name in checks_called(cell.source)]
        if names:
            lessons.append(Lesson(path.stem, title_of(notebook), dict.fromkeys(names, module)))
    return lessons


def checks_module(source):
    """Return the full name of the module that a lesson's imports cell calls `checks`, or None."""
    imports = [node for node in ast.parse(source).body if isinstance(node, ast.ImportFrom)]
    names = (f"{node.module}.{name.name}" for node in imports for name in node.names if name.asname == "checks")
    return next(names, None)


def lesson_of(notebook, lessons):
    """Return the lesson that a student's notebook is a copy of, or None.

    Its exercises decide; its title where the student took all of them out.
    """
    named = {name for cell in notebooks.code_cells(notebook) for name in checks_named(cell.source)}
    best = max(lessons, key=lambda lesson: len(named & set(lesson.exercises)))
    if named & set(best.exercises):
        return best
    return next((lesson for lesson in lessons if lesson.title == title_of(notebook)), None)


# --- a class's folder ------------------------------------------------------------------------------------------------


def find_notebooks(folder):
    """Return the notebooks under a folder; hidden names (checkpoints, environments, a Mac's leftovers) are left out."""
    hidden = lambda path: any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)  # noqa: E731
    return sorted(path for path in folder.rglob("*.ipynb") if path.is_file() and not hidden(path))


def student_of(path, folder):
    """Return whose notebook it is: the first folder on the way to it, else the name of the file."""
    inside = path.relative_to(folder)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def read_handed_in(path):
    """Return a student's notebook in today's format; raise ValueError in words when it is none."""
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
        for cell in notebook.cells:
            cell.source.strip(), cell.cell_type, cell.metadata.get("tags", [])
        return notebook
    except Exception as error:  # nbformat raises whatever the file makes it stumble over
        raise ValueError(f"is not a notebook: {type(error).__name__}") from error


def mark_file(path, folder, lessons, data_folder, seconds):
    """Return the rows of one notebook; never raises for what is in it."""
    student, file = student_of(path, folder), path.relative_to(folder).as_posix()
    note = lambda lesson, words: Row(student, lesson, "", NOTE, one_line(words), file)  # noqa: E731
    try:
        notebook = read_handed_in(path)
    except (ValueError, OSError) as error:
        return [note("", str(error))]
    lesson = lesson_of(notebook, lessons)
    if lesson is None:
        return [note("", "is no lesson of this course: it has none of its exercises")]
    attempt = Attempt(notebook, lesson.exercises, seconds)
    with tempfile.TemporaryDirectory(prefix="course-mark-", ignore_cleanup_errors=True) as scratch:
        try:
            attempt.run(Path(scratch), data_folder)
        except Exception as error:  # one notebook, however odd, does not end the marking of a class
            attempt.troubles.append(f"could not be run: {type(error).__name__}: {error}")
    named = {name for _, source in attempt.cells for name in checks_named(source)}
    rows = [note(lesson.name, words) for words in summed_up(attempt.troubles)]
    for exercise in lesson.exercises:
        unseen = ("error", "not reached") if exercise in named else ("missing", "its check is not in the notebook")
        status, words = attempt.verdicts.get(exercise, unseen)
        rows.append(Row(student, lesson.name, exercise, status, words, file))
    return rows


def summed_up(troubles, most=5):
    """Return the first few troubles, and how many more there are."""
    more = len(troubles) - most
    return troubles if more <= 0 else [*troubles[:most], f"{more} more cells went wrong"]


def copy_data(folder):
    """Give the kernels data of their own: the full set where it is ready, else each makes the sample ready."""
    if data.is_full():
        shutil.copytree(data.torchvision_root() / "FashionMNIST", folder / "FashionMNIST")
    else:
        folder.mkdir()


def mark_class(folder, paths, seconds, jobs):
    """Return the rows of a class's notebooks, told one by one as they are done."""
    lessons = read_lessons()
    with tempfile.TemporaryDirectory(prefix="course-mark-data-", ignore_cleanup_errors=True) as scratch:
        data_folder = Path(scratch) / "data"
        copy_data(data_folder)
        with ThreadPoolExecutor(jobs) as pool:
            tasks = pool.map(lambda path: mark_file(path, folder, lessons, data_folder, seconds), paths)
            rows = []
            for number, new in enumerate(tasks, start=1):
                print(f"{number} of {len(paths)}  {new[0].file}: {in_words(new)}", flush=True)
                rows += new
    return rows


# --- what a teacher reads --------------------------------------------------------------------------------------------


def in_words(rows):
    """Return for instance: 3 of 4 right, 1 hint."""
    counts = Counter(row.status for row in rows if row.status != NOTE)
    if not counts:
        return rows[0].words
    others = [f"{counts[status]} {status}" for status in STATUSES[1:] if counts[status]]
    return ", ".join([f"{counts['ok']} of {counts.total()} right", *others])


def summary(rows):
    """Return the lines of the summary: a line for each notebook, then what went wrong."""
    table = [("student", "lesson", *STATUSES)]
    for _, group in groupby(rows, key=lambda row: row.file):
        group = list(group)
        counts = Counter(row.status for row in group)
        numbers = [str(counts[status] or "-") for status in STATUSES]
        table.append((group[0].student, group[0].lesson[:2] or "?", *numbers))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip() for line in table]
    notes = [f"{row.file}: {row.words}" for row in rows if row.status == NOTE] + handed_in_twice(rows)
    return ["", *lines, *(["", "What went wrong", *notes] if notes else [])]


def handed_in_twice(rows):
    """Return a sentence for each lesson of which a student handed in more than one notebook."""
    files = Counter((student, lesson) for student, lesson, _ in {(row.student, row.lesson, row.file) for row in rows})
    return [
        f"{student}: {number} notebooks of lesson {lesson[:2]}, all of them in the table"
        for (student, lesson), number in sorted(files.items())
        if number > 1 and lesson
    ]


def table_text(rows):
    """Return the table as CSV that spreadsheets read as what it is: text, never a formula."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(Row._fields)
    writer.writerows([f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in row] for row in rows)
    return lines.getvalue()


def write_table(rows, path):
    """Write the table; an old one, which may hold a teacher's remarks, is never overwritten."""
    with open(path, "x", encoding="utf-8-sig", newline="") as file:  # the mark tells spreadsheets that it is UTF-8
        file.write(table_text(rows))


def table_path(folder):
    """Return the first of marks.csv, marks-2.csv ... in a folder that does not exist yet."""
    names = (folder / (f"marks-{number}.csv" if number > 1 else "marks.csv") for number in count(1))
    return next(path for path in names if not path.exists())


# --- the command -----------------------------------------------------------------------------------------------------


def run(options):
    """Mark a class; return the exit code: 0 once the table is written, whatever is in it."""
    folder = options.folder.resolve()
    if not folder.is_dir():
        return refuse(f"There is no folder {folder}.")
    paths = find_notebooks(folder)
    if not paths:
        return refuse(f"There is no notebook in {folder} or its folders. Archives have to be unpacked first.")
    table = options.table.resolve() if options.table else table_path(folder)
    if table.exists():
        return refuse(f"{table} exists already. Name another file: --table FILE.")
    if not os.access(table.parent, os.W_OK):
        return refuse(f"Nothing can be written in {table.parent}. Name another file: --table FILE.")
    rows = mark_class(folder, paths, options.seconds, max(1, JOBS if options.jobs is None else options.jobs))
    write_table(rows, table)
    print("\n".join([*summary(rows), "", f"Written: {table}"]))
    return 0


def refuse(words):
    """Say why nothing is done, and return the exit code of that."""
    print(words, file=sys.stderr)
    return 1
