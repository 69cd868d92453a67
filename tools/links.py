"""Links of the lessons and pages, for copies that are read elsewhere: what stands there instead of each of them."""

import posixpath
import re
from typing import NamedTuple

from tools.settings import ROOT

BRANCH = "main"
CODE = r"(?P<code>(?P<fence>```+).*?(?P=fence)|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$)"  # nothing in here is a link
LINK = re.compile(CODE + r"|(?P<image>!?)\[(?P<text>[^][]+)\]\((?P<target>[^()\s]+)\)", re.DOTALL)
ELSEWHERE = re.compile(r"[a-z]+:")  # a web address, an attachment


class Link(NamedTuple):
    """A link in Markdown. path: in the course's folder; "" for a place on the page and for elsewhere."""

    markdown: str
    is_image: bool
    text: str
    is_elsewhere: bool
    path: str


def replaced(source, folder, instead):
    """Return Markdown with what `instead` returns for each Link in place of it; code and formulas are left alone.

    folder: the text's, inside the course's folder; its links lead from there

    Raises ValueError for a link to a file that is not there.
    """
    return LINK.sub(lambda match: match[0] if match["code"] else instead(read(match, folder)), source)


def read(match, folder):
    """Return the Link that LINK has found."""
    name = match["target"].partition("#")[0]
    is_elsewhere = bool(ELSEWHERE.match(match["target"]))
    path = posixpath.normpath(posixpath.join(folder, name)) if name and not is_elsewhere else ""
    if path.startswith("..") or not (ROOT / path).exists():
        raise ValueError(f"{match[0]} leads to no file of the course")
    return Link(match[0], bool(match["image"]), match["text"], is_elsewhere, path)


def github_address(path, repository):
    """Return where a file of the public course is shown."""
    return f"https://github.com/{repository}/blob/{BRANCH}/{path}"


def in_words(link):
    """Return a link's text without the link, with the file it led to."""
    return f"{link.text} (`{link.path}` in the course's folder)"
