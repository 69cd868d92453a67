"""Write build/book/: the lessons and the pages beside them as a site to read, with nothing run and nothing fetched.

    python -m tools book                   write build/book-source/ and from it build/book/
    python -m tools book --folder FOLDER   the same in another folder

Two steps. First, copies of the lessons and pages are written as Sphinx shall see them: every picture described by the
words stored beside it, questions as questions, the setup cell folded, links that lead to a page of the book or nowhere.
Then Sphinx with myst-nb makes HTML of the copies, with the settings in tools/book_site/. The first step is plain Python
and tested by itself; the second needs requirements-book.txt, which `course.py book` keeps in an environment apart.
"""

import base64
import json
import posixpath
import re
import shutil
import struct
import subprocess
import sys

from tools import links, notebooks
from tools.notebooks import tags_of
from tools.settings import ROOT, course_settings

SETTINGS = ROOT / "tools" / "book_site"
BUILD = ROOT / "build"
PAGES = ("docs/notation.md", "docs/teach.md", "data/README.md")
PICTURES = ("docs/lab.png",)

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")  # of ASCII: what Markdown may read as more than a character
OPTION = re.compile(r"^ +(?P<mark>\( \)|[a-z]\)) (?P<words>.+)$", re.MULTILINE)
BARE = re.compile(links.CODE + r"|(?<![<(\"'])(?P<address>https?://[^\s<>()`]*[^\s<>()`.,;:])", re.DOTALL)


# --- words -----------------------------------------------------------------------------------------------------------


def literal(text):
    """Return text as Markdown that shows it character by character."""
    return PUNCTUATION.sub(r"\\\1", text)


def alt_text(words):
    """Return the words stored beside a picture as one line of sentences, for whoever hears it instead of seeing it."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return " ".join(line if line.endswith((".", "?", "!", ":")) else line + "." for line in lines)


def question(words):
    """Return a question in words, its options on lines of their own, as Markdown: paragraphs and lists."""
    lines = []
    for line in words.splitlines():
        option = OPTION.match(line)
        letter = "" if not option or option["mark"] == "( )" else option["mark"] + " "
        lines.append(f"- {literal(letter + option['words'])}" if option else literal(line) + "\n")
    return boxed("question", "\n".join(lines))


def boxed(name, text):
    """Return Markdown whose HTML stands in a box of the class `name`."""
    return f"````{{container}} {name}\n{text.strip()}\n````"


# --- links -----------------------------------------------------------------------------------------------------------


def with_links(text, place, pages, repository=""):
    """Return a page whose links lead inside the book where they can, else to the public course, else nowhere, in words.

    place: the page's path in the course's folder; pages: the paths that the book has; repository: "owner/name" or ""
    """
    text = BARE.sub(lambda match: f"<{match['address']}>" if match["address"] else match[0], text)
    return links.replaced(text, posixpath.dirname(place), lambda link: instead_of(link, pages, repository))


def instead_of(link, pages, repository):
    """Return what takes the place of one link."""
    if link.is_elsewhere:
        return link.text if link.is_image else link.markdown  # a picture of another machine would not be there offline
    if not link.path or link.path in pages:
        return link.markdown
    if repository:
        return f"[{link.text}]({links.github_address(link.path, repository)})"
    return link.text if link.path in link.text.strip("`/") else links.in_words(link)


# --- one lesson ------------------------------------------------------------------------------------------------------


def lesson_copy(notebook, place, pages, repository=""):
    """Return a lesson as the book shows it; the one given is left as it is.

    Raises ValueError for a picture that has no words, or shares its cell with another one.
    """
    cells = [cell_copy(cell, place, pages, repository) for cell in notebook.cells]
    readme = posixpath.relpath("README.md", posixpath.dirname(place))
    cells[0]["source"] += "\n\n" + boxed(
        "live",
        "You are reading stored results. To move the sliders and have your answers checked, run the lesson: "
        f"[`python3 course.py start`]({readme}#start).",
    )
    return {**notebook, "cells": cells}


def cell_copy(cell, place, pages, repository):
    """Return one cell of a lesson as the book shows it."""
    if cell["cell_type"] != "code":
        return {**cell, "source": with_links(cell["source"], place, pages, repository)}
    asked = next(filter(OPTION.search, map(plain_words, cell["outputs"])), None)
    if asked:
        return {"cell_type": "markdown", "id": cell["id"], "metadata": {}, "source": question(asked)}
    metadata = {**cell["metadata"], **picture_metadata(cell)}
    if "setup" in tags_of(cell):
        metadata["tags"] = [*metadata["tags"], "hide-input"]
        words = "Setup: where the lesson finds the course's own package"
        metadata["mystnb"] = {"code_prompt_show": words, "code_prompt_hide": words}
    return {**cell, "metadata": metadata}


def picture_metadata(cell):
    """Return what tells myst-nb the words of a cell's picture and its width: it is drawn no larger than it is."""
    pictures = [output for output in cell["outputs"] if "image/png" in output.get("data", {})]
    if not pictures:
        return {}
    words = plain_words(pictures[0])
    if len(pictures) > 1 or not words.strip():
        raise ValueError(f"cell {cell['id']}: needs words for its picture, and one picture at most")
    width = f"{png_width(pictures[0]['data']['image/png'])}px"
    return {"mystnb": {"image": {"alt": alt_text(words), "width": width}}}


def plain_words(output):
    """Return the text/plain of an output, "" for one that has none."""
    return output.get("data", {}).get("text/plain", "")


def png_width(text):
    """Return the width in pixels of a PNG in base64: it stands behind the signature and the head of the first chunk."""
    return struct.unpack(">I", base64.b64decode(text[:32])[16:20])[0]


# --- the pages -------------------------------------------------------------------------------------------------------


def split_readme(text):
    """Return (what opens README.md and its table of lessons, all the other sections)."""
    opening, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    lessons = [section for section in sections if section.startswith("## Lessons\n")]
    rest = [section for section in sections if section not in lessons]
    return opening + "".join(lessons), "".join(rest)


def contents(caption, paths):
    """Return a table of contents in Markdown; the sidebar shows it, the page itself does not."""
    names = "\n".join(path.rpartition(".")[0] for path in paths)
    return f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{names}\n```\n"


def page_text(name, pages, repository):
    """Return the text of one page or lesson as the book shows it."""
    try:
        if name.endswith(".ipynb"):
            copied = lesson_copy(notebooks.read(ROOT / name), name, pages, repository)
            return json.dumps(copied, ensure_ascii=False, indent=1)
        return with_links(read(name), name, pages, repository)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def all_texts(repository=""):
    """Return {path in the book's source: text} of every page of the book."""
    lessons = [f"notebooks/{path.name}" for path in notebooks.lessons()]
    pages = ("README.md", *lessons, *PAGES, *PICTURES)
    texts = {name: page_text(name, pages, repository) for name in ("README.md", *lessons, *PAGES)}
    opening, rest = split_readme(texts["README.md"])
    sidebar = contents("Lessons", lessons) + contents("Beside the lessons", ["README.md", *PAGES])
    about = boxed(
        "live",
        "This is the reading edition: every lesson with its results and pictures, and nothing has to run. "
        "The sliders move once you [start the course](README.md#start).",
    )
    texts["index.md"] = f"{opening}\n{about}\n\n{sidebar}"
    texts["README.md"] = f"# Start, teach, contribute\n\n{rest}"
    return texts


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


# --- the command -----------------------------------------------------------------------------------------------------


def write_source(source, texts):
    """Make a folder hold these texts and the pictures of the pages. Returns whether it had files that are no more.

    A file that is as it should be is not touched: the builder then leaves its page as it is.
    """
    wanted = {name: text.encode("utf-8") for name, text in texts.items()}
    wanted |= {name: (ROOT / name).read_bytes() for name in PICTURES}
    old = [path for path in source.rglob("*") if path.is_file() and path.relative_to(source).as_posix() not in wanted]
    for path in old:
        path.unlink()
    for name, content in wanted.items():
        path = source / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return bool(old)


def build(folder):
    """Write folder/book-source and build folder/book from it. Returns Sphinx's exit code; a warning is a failure."""
    source, site, kept = folder / "book-source", folder / "book", folder / "book-doctrees"
    if write_source(source, all_texts(course_settings()["repository"])):
        shutil.rmtree(site, ignore_errors=True)  # the builder never removes the page of a lesson that is no more
    strict = ["--fail-on-warning", "--keep-going", "--quiet"]
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-j", "auto", *strict, "-c", SETTINGS, "-d", kept]
    return subprocess.run([*command, source, site], cwd=ROOT, check=False).returncode  # not where the user stands


def run(options):
    """Build the book; return the exit code."""
    folder = (options.folder or BUILD).resolve()
    try:
        code = build(folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if code == 0:
        print(f"The book is ready: open {(folder / 'book' / 'index.html').as_uri()}")
    return code
