"""Write colab/: a copy of each lesson that needs no other file, for Colab and for a reader who has only the notebook.

    python -m tools colab                           write the copies
    python -m tools colab --repository OWNER/NAME   say first where the course is public: links and badges lead there
    python -m tools colab --repository ""           take that back

A copy is the lesson with another setup cell, the one of tools/setup_cell.py with the package utils packed into it. Its
words are kept, its pictures dropped. Everything written here is a function of the lessons, of utils and of one setting,
[tool.course] repository in pyproject.toml, so that a test can write it again and compare byte for byte. (bz2, because
its output does not depend on the version of the library as that of zlib does; for this text it is also the smallest.)

`course.py reset` takes the exercises from these copies. So nothing is written while a lesson does not keep the
contract, as one that a learner has worked in: its copy would hold the answers.
"""

import base64
import bz2
import copy
import hashlib
import json
import re
import sys
from pathlib import Path, PurePosixPath

import nbformat.v4

from tools import contract, files, links, notebooks, settings, setup_cell
from tools.notebooks import NOTEBOOKS, tags_of
from tools.settings import ROOT

UTILS = ROOT / "utils"
COLAB = ROOT / "colab"
BACKUP = ROOT / "backup"
README = ROOT / "README.md"

TITLE = '#@title Setup: run this cell first { display-mode: "form" }'
METADATA = {**notebooks.METADATA, "colab": {"provenance": [], "toc_visible": True}}
HIDDEN = {"cellView": "form", "jupyter": {"source_hidden": True}}  # folds the cell in Colab and in JupyterLab
ONLY_FOR = {"quiz.py": ("00", "12"), "sweeps.json": ("11",)}
WIDTH = 300  # columns of the packed text: each line costs ten bytes of JSON, and very long ones slow an editor

REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
SETTING = re.compile(r'^(repository = )"[^"]*"', re.MULTILINE)
BADGE = re.compile(r"\s+\[!\[Open in Colab\]\([^)]*\)\]\([^)]*\)")
README_LESSON = re.compile(r"(?<=\]\(notebooks/)(\w+)(\.ipynb\))")
README_WAY = re.compile(r"(?<=is written by `course.py colab` -->\n).*?(?=<!-- end -->)", re.DOTALL)


# --- the package, packed ---------------------------------------------------------------------------------------------


def package_files(folder=UTILS):
    """Return {path in the package: bytes} of code, data, style sheets, scripts and catalogues, in order."""
    kinds = (".py", ".json", ".css", ".js", ".mo")
    paths = [path for path in folder.rglob("*") if path.suffix in kinds and path.is_file()]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: names[name].read_bytes() for name in sorted(names)}


def package_for(lesson, package):
    """Return the files that a lesson's copy brings along: all but what is for other lessons alone."""
    return {name: content for name, content in package.items() if lesson[:2] in lessons_of(name, lesson[:2])}


def lessons_of(name, default):
    """Return the numbers of the lessons that a file of the package is for, `default` where it is for all of them."""
    name = PurePosixPath(name).name
    return ONLY_FOR.get(name) or (name[7:9] if name.startswith("lesson_") else default)


def pack(package):
    """Return (text, sha256): files as tools/setup_cell.py unpacks them, and the hash of the text in one line."""
    texts = {name: content.decode(setup_cell.encoding_of(name)) for name, content in package.items()}
    listed = json.dumps(texts, ensure_ascii=False).encode("utf-8")
    packed = base64.b85encode(bz2.compress(listed)).decode("ascii")
    lines = [packed[start : start + WIDTH] for start in range(0, len(packed), WIDTH)]
    return "\n".join(lines), hashlib.sha256(packed.encode("ascii")).hexdigest()


def setup_source(package):
    """Return the source of the setup cell that brings these files along."""
    text, sha256 = pack(package)
    code = Path(setup_cell.__file__).read_text(encoding="utf-8").strip("\n")
    return f'{TITLE}\n{code}\n\n\nunpack_utils(\n    """\n{text}\n""",\n    "{sha256}",\n)'


# --- one lesson ------------------------------------------------------------------------------------------------------


def export(notebook, package, repository=""):
    """Return the copy of a lesson that needs no other file.

    notebook: NotebookNode in normal form; package: see package_files; repository: "owner/name", or "" when not public

    Raises ValueError for a link to a file that is not there.
    """
    notebook = copy.deepcopy(notebook)
    notebook.metadata.update(copy.deepcopy(METADATA))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_links(cell.source, repository)
        elif "setup" in tags_of(cell):
            fill_setup(cell, package)
        else:
            cell.outputs = [output for output in map(without_pictures, cell.outputs) if output.get("data") != {}]
    return notebook


def copy_text(notebook):
    """Return the text of the file that stores a copy: Jupyter's, line by line, but for 8 kB of indentation."""
    return json.dumps(json.loads(notebooks.text(notebook)), ensure_ascii=False, indent=0) + "\n"


def fill_setup(cell, package):
    """Make a lesson's setup cell the one that brings the package along, with what it prints in Colab as its output."""
    cell.source = setup_source(package)
    cell.metadata.update(copy.deepcopy(HIDDEN))
    cell.metadata["tags"] = ["setup", "nbval-ignore-output"]  # elsewhere it prints another folder
    folder = PurePosixPath(setup_cell.COLAB_FOLDER.as_posix())
    printed = setup_cell.report_of_utils(len(package), folder) + "\n"
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)]


def without_pictures(output):
    """Return an output without its pictures, which are most of a file and are drawn again by running it."""
    for part in ("data", "metadata"):
        if part in output:
            output[part] = {kind: value for kind, value in output[part].items() if not kind.startswith("image/")}
    return output


# --- links -----------------------------------------------------------------------------------------------------------


def with_links(source, repository):
    """Return Markdown whose links lead out of the lone file: to the public course, or else to nowhere, in words."""
    return links.replaced(source, NOTEBOOKS.name, lambda link: instead_of(link, repository))


def instead_of(link, repository):
    """Return what takes the place of one link of a lesson."""
    if not link.path:
        return link.markdown
    path = ROOT / link.path
    if path.is_dir():
        raise ValueError(f"{link.markdown} leads to no file of the course but to a folder")
    is_lesson = path.parent == NOTEBOOKS
    if not repository:
        return lesson_in_words(link.text, path) if is_lesson else links.in_words(link)
    if link.is_image:
        return f"![{link.text}](https://raw.githubusercontent.com/{repository}/{links.BRANCH}/{link.path})"
    address = colab_address(path.stem, repository) if is_lesson else links.github_address(link.path, repository)
    return f"[{link.text}]({address})"


def lesson_in_words(text, path):
    """Return the text of a link to a lesson, with the lesson it led to unless it says so itself."""
    number, title = re.match(r"# (\d+)\. (.+)", notebooks.title_of(notebooks.read(path))).groups()
    return text if re.search(rf"\b0?{number}\b", text) else f"{text} (lesson {number}, *{title}*)"


def colab_address(lesson, repository):
    """Return where Colab opens the copy of a lesson of the public course."""
    return f"https://colab.research.google.com/github/{repository}/blob/{links.BRANCH}/colab/{lesson}.ipynb"


def badge(lesson, repository):
    """Return Colab's badge for a lesson, as a link."""
    picture = "https://colab.research.google.com/assets/colab-badge.svg"
    return f"[![Open in Colab]({picture})]({colab_address(lesson, repository)})"


# --- what the setting decides in README.md and in the lessons --------------------------------------------------------


def readme_text(text, repository):
    """Return README.md with a badge for each lesson and the way into Colab, as the setting has it."""
    text = BADGE.sub("", text)
    way = "Download the copy, open <https://colab.research.google.com> and choose **File > Upload notebook**."
    if repository:
        text = README_LESSON.sub(lambda match: match[0] + " " + badge(match[1], repository), text)
        way = "The badges in the table below open the copies; **File > Upload notebook** opens one on your disk."
    return README_WAY.sub(way + "\n", text)


def with_badge(notebook, lesson, repository):
    """Return a lesson with its badge under the title, or without one where the course is not public."""
    notebook = copy.deepcopy(notebook)
    title = notebook.cells[0]
    title.source = BADGE.sub("", title.source)
    if repository:
        heading, line, rest = title.source.partition("\n")
        title.source = f"{heading}\n\n{badge(lesson, repository)}{line}{rest}"
    return notebook


def with_repository(text, repository):
    """Return pyproject.toml with another repository.

    Raises ValueError for what is no name on GitHub.
    """
    if repository and not REPOSITORY.fullmatch(repository):
        raise ValueError(f"{repository!r} is not the name of a repository on GitHub: give OWNER/NAME")
    return SETTING.sub(rf'\1"{repository}"', text, count=1)


# --- the command -----------------------------------------------------------------------------------------------------


def all_texts(repository):
    """Return {path: text} of all that this program writes: README.md, the lessons, their copies.

    The lessons are those of the budget; other notebooks beside them are somebody's own.
    """
    texts = {README: readme_text(README.read_text(encoding="utf-8"), repository)}
    package = package_files()
    for path in lesson_paths():
        lesson = with_badge(notebooks.read(path), path.stem, repository)
        try:
            copied = export(lesson, package_for(path.stem, package), repository)
        except ValueError as error:
            raise ValueError(f"{path.stem}: {error}") from error
        texts[path] = notebooks.text(lesson)
        texts[COLAB / path.name] = copy_text(copied)
    return texts


def lesson_paths():
    """Return the paths of the lessons that the budget names."""
    return [NOTEBOOKS / f"{name}.ipynb" for name in sorted(contract.read_budget())]


def check_lessons():
    """Raise ValueError in words when something keeps the lessons from being copied."""
    budget, problems = contract.read_budget(), []
    for path in lesson_paths():
        try:
            found = contract.check(notebooks.read(path), path, budget)
        except (OSError, ValueError, KeyError, AttributeError) as error:
            found = [f"{path.stem}: cannot be read ({type(error).__name__})"]
        problems += [found[0] + (f" (and {len(found) - 1} more)" if found[1:] else "")] if found else []
    if problems:
        raise ValueError("\n".join([
            "Nothing is written: a lesson is copied only as the course stores it, its exercises untouched.",
            *problems,
            "If you solved exercises, leave the copies as they are: they hold the exercises for `course.py reset`.",
            "If you wrote the lesson, repair what is named and run `course.py refresh`.",
        ]))


def is_written(path):
    """True for a file that this program wrote and no editor has saved since: the form of the file tells."""
    try:
        text = path.read_text(encoding="utf-8")
        notebook = notebooks.read(path)
        return text == copy_text(notebook) and any(cell.source.startswith(TITLE) for cell in notebook.cells)
    except (OSError, ValueError, KeyError, AttributeError):
        return False


def stale(texts):
    """Return the paths whose file is not what it should be, and the copies of lessons that are no more."""
    wrong = [path for path, text in texts.items() if not path.is_file() or path.read_bytes() != text.encode("utf-8")]
    return wrong + [path for path in sorted(COLAB.glob("*.ipynb")) if path not in texts and is_written(path)]


def write(path, text):
    """Write one file, or remove the copy of a lesson that is no more (`text` None); return what was done, in words."""
    name = PurePosixPath(path.relative_to(ROOT))
    if text is None:
        path.unlink()
        return f"{name}: removed, there is no such lesson"
    kept = ""
    if path.parent == COLAB and path.exists() and not is_written(path):
        kept = f"; what was there is kept in {BACKUP.name}/{files.keep_copy(path, BACKUP).name}"
    files.write(path, text)
    return f"{name}: written, {path.stat().st_size / 1000:.0f} kB{kept}"


def run(options):
    """Write what is not as it should be; return the exit code."""
    try:
        check_lessons()
        if options.repository is None:
            texts = all_texts(settings.course_settings()["repository"])
        else:
            changed = with_repository(settings.PYPROJECT.read_text(encoding="utf-8"), options.repository)
            texts = {settings.PYPROJECT: changed, **all_texts(options.repository)}
        COLAB.mkdir(exist_ok=True)
        for path in stale(texts):
            print(write(path, texts.get(path)))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The copies in {COLAB.name}/ are those of the lessons.")
    return 0
