"""The reading edition: what tools/book.py gives the builder, and the site that the builder makes of it.

How the site looks and works in a browser is in test_book_browser.py.
"""

import copy
import json
import re
import subprocess
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from notebook_session import interpreter

from tools import book, notebooks
from tools.__main__ import main
from tools.notebooks import NOTEBOOKS, tagged

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
PAGES = {"README.md", "docs/notation.md", "data/README.md", *(f"notebooks/{path.name}" for path in LESSONS)}
PNG = "iVBORw0KGgoAAAANSUhEUgAAA3AAAAHm"  # the head of a picture that is 880 pixels wide
SEARCHED = ("garments", "renumbering", "pixels", "masking", "rivals", "temperature", "labellers", "slope", "outlier",
            "batches", "DataLoader", "seeds", "forecaster")  # a word of each lesson
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def code_cell(*outputs, source="labs.Lab(show)", tags=()):
    """A stored code cell whose outputs have the given {kind: data}."""
    found = [{"output_type": "display_data", "metadata": {}, "data": data} for data in outputs]
    return {"cell_type": "code", "id": "a", "metadata": {"tags": [*tags]}, "source": source, "outputs": found}


def copied(cell, repository=""):
    return book.cell_copy(cell, "notebooks/01_x.ipynb", PAGES, repository)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A lab\nbag 0.2", "A lab. bag 0.2."),
        ("Who stops?\n\n  twice:\n<b> & \"1\" 'x' $y$ *z* `w` [l](m)\n",
         "Who stops? twice: <b> & \"1\" 'x' $y$ *z* `w` [l](m)."),
    ],
)
def test_the_words_beside_a_picture_are_its_alt_text(words, expected):
    options = copied(code_cell({"image/png": PNG, "text/plain": words}))["metadata"]["mystnb"]["image"]
    assert options == {"alt": expected, "width": "880px"}


@pytest.mark.parametrize("outputs", [[{"image/png": PNG}], [{"image/png": PNG, "text/plain": "x"}] * 2])
def test_a_picture_without_words_of_its_own_is_an_error(outputs):
    with pytest.raises(ValueError, match="cell a: needs words"):
        copied(code_cell(*outputs))


def test_a_question_is_shown_as_one_and_its_code_is_not():
    cell = copied(code_cell({"text/plain": "Predict: 2 * x * y?\n  ( ) up to $5\n  ( ) _no_"}, tags=["predict"]))
    assert cell["cell_type"] == "markdown"
    assert cell["source"] == (
        "````{container} question\nPredict\\: 2 \\* x \\* y\\?\n\n- up to \\$5\n- \\_no\\_\n````"
    )


def test_the_questions_of_the_quiz_keep_their_letters():
    cell = copied(code_cell({"text/plain": "Ten.\n\n1. Why?\n   a) So.\n   b) No.\n"}))
    assert "\nTen\\.\n\n\n\n1\\. Why\\?\n\n- a\\) So\\.\n- b\\) No\\.\n" in cell["source"]


@each_lesson
def test_every_stored_question_and_picture_is_taken(path):
    notebook = notebooks.read(path)
    before = copy.deepcopy(notebook)
    cells = {cell["id"]: cell for cell in book.lesson_copy(notebook, f"notebooks/{path.name}", PAGES)["cells"]}
    assert notebook == before, "the lesson itself is left as it is"
    for cell in tagged(notebook, "predict"):
        options = re.findall(r"^  \( \) (.+)", cell.outputs[0].data["text/plain"], re.M)
        assert re.findall(r"^- (.+)", cells[cell.id]["source"], re.M) == list(map(book.literal, options))
    for cell in tagged(notebook, "lab") + tagged(notebook, "figure"):
        alt = cells[cell.id]["metadata"]["mystnb"]["image"]["alt"]
        assert all(line.strip() in alt for line in cell.outputs[0].data["text/plain"].splitlines())


def test_the_setup_cell_is_folded_and_an_exercise_is_not():
    setup, exercise = (copied(code_cell(source="x = ...", tags=[tag])) for tag in ("setup", "exercise"))
    assert "hide-input" in setup["metadata"]["tags"] and setup["metadata"]["mystnb"]
    assert exercise["metadata"] == {"tags": ["exercise"]} and exercise["source"] == setup["source"] == "x = ..."


# --- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "alone", "public"),
    [
        ("[2](02_meet_fashion_mnist.ipynb)", None, None),
        ("[card](../docs/notation.md#symbols)", None, None),
        ("[here](#start)", None, None),
        ("[far](https://example.org/x)", None, None),
        ("`[no](../utils/losses.py)` and $[a](b)$", None, None),
        ("```\n[no](../utils/losses.py)\nhttps://example.org\n```", None, None),
        ("[losses](../utils/losses.py)", "losses (`utils/losses.py` in the course's folder)",
         "[losses](https://github.com/me/it/blob/main/utils/losses.py)"),
        ("[utils/losses.py](../utils/losses.py)", "utils/losses.py",
         "[utils/losses.py](https://github.com/me/it/blob/main/utils/losses.py)"),
        ("[![Open](https://x.org/a.svg)](https://y.org)", "[Open](https://y.org)", "[Open](https://y.org)"),
        ("See https://example.org/a-b.", "See <https://example.org/a-b>.", "See <https://example.org/a-b>."),
        ("<https://example.org>", None, None),
    ],
)
def test_links_lead_inside_the_book_or_to_the_public_course_or_nowhere(text, alone, public):
    assert book.with_links(text, "notebooks/01_x.ipynb", PAGES) == (alone or text)
    assert book.with_links(text, "notebooks/01_x.ipynb", PAGES, "me/it") == (public or text)


def test_a_link_to_no_file_of_the_course_is_an_error():
    with pytest.raises(ValueError, match=r"\[x\]\(nowhere.ipynb\) leads to no file"):
        book.with_links("[x](nowhere.ipynb)", "notebooks/01_x.ipynb", PAGES, "me/it")


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_book_has_all_pages_and_each_lesson_says_once_how_to_run_it():
    texts = book.all_texts()
    assert set(texts) > PAGES
    for path in LESSONS:
        cells = json.loads(texts[f"notebooks/{path.name}"])["cells"]
        assert [cell["id"] for cell in cells if "{container} live" in cell["source"]] == ["title"]
        assert cells[0]["source"].startswith("# ")


def test_readme_becomes_the_first_page_and_another():
    opening, rest = book.split_readme("# T\n\nwords\n\n## Start\n\na\n\n## Lessons\n\n| t |\n\n## End\n\nb\n")
    assert opening == "# T\n\nwords\n\n## Lessons\n\n| t |\n\n"
    assert rest == "## Start\n\na\n\n## End\n\nb\n"


def test_a_lesson_that_cannot_be_shown_is_named(monkeypatch, capsys):
    monkeypatch.setattr(book, "lesson_copy", lambda *_: book.picture_metadata(code_cell({"image/png": PNG})))
    assert main(["book"]) == 1
    assert capsys.readouterr().err.startswith("notebooks/00_start_here.ipynb: cell a: needs words")


def test_a_second_writing_touches_only_what_changed(tmp_path):
    assert book.write_source(tmp_path, {"a.md": "1", "b/c.md": "2"}) is False
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    assert book.write_source(tmp_path, {"a.md": "1", "b/c.md": "3"}) is False
    assert [path.name for path in times if path.stat().st_mtime_ns != times[path]] == ["c.md"]
    assert book.write_source(tmp_path, {"a.md": "1"}) is True
    assert {path.name for path in tmp_path.rglob("*.*")} == {"a.md", "lab.png"}


# --- the site --------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What one page of the site holds: the `ids` in it, its `links`, `loads` and `images` and its `text`."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.loads, self.images, self.text = {"", "top"}, [], [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids.add(values.get("id"))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag in ("link", "script", "img", "iframe", "source"):
            self.loads.append(values.get("href") or values.get("src") or "")
        if tag == "img":
            self.images.append(values)

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="session")
def pages(book_site):
    """{path in the site: Page} of all pages a reader can come to."""
    found = [path for path in book_site.rglob("*.html") if "_static" not in path.parts]
    return {path.relative_to(book_site).as_posix(): Page(path.read_text("utf-8")) for path in found}


@pytest.mark.book
def test_a_warning_of_the_builder_fails(tmp_path):
    """The same command on a course whose README leads to a section that is not there."""
    code = "import sys; from tools import book; read = book.read\n"
    code += "book.read = lambda name: read(name) + '[x](#nowhere)' * (name == 'README.md')\n"
    code += f"from pathlib import Path\nsys.exit(book.build(Path({str(tmp_path)!r})))"
    answer = subprocess.run([interpreter("book"), "-c", code], cwd=book.ROOT, capture_output=True, encoding="utf-8")
    assert answer.returncode == 1 and "nowhere" in answer.stderr


@pytest.mark.book
def test_every_page_is_there(pages):
    wanted = {name.rpartition(".")[0] + ".html" for name in PAGES} | {"docs/teach.html", "index.html", "search.html"}
    assert set(pages) == wanted


@pytest.mark.book
def test_every_link_inside_the_book_leads_somewhere(book_site, pages):
    lost = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (book_site / name).parent / unquote(parts.path) if parts.path else book_site / name
            inside = target.resolve().relative_to(book_site.resolve()).as_posix()
            if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in pages[inside].ids):
                lost.append((name, link))
    assert not lost


@pytest.mark.book
def test_nothing_is_loaded_from_another_machine(book_site, pages):
    away = [(name, load) for name, page in pages.items() for load in page.loads if urlsplit(load).netloc]
    assert not away
    styles = [path.read_text("utf-8") for path in book_site.rglob("*.css")]
    assert styles and not [style for style in styles if re.search(r"(url\(|@import)[\"' ]*(https?:)?//", style)]


@pytest.mark.book
@each_lesson
def test_a_lesson_is_whole(path, book_site, pages):
    page = pages[f"notebooks/{path.stem}.html"]
    lesson = notebooks.read(path)
    pictures = tagged(lesson, "lab") + tagged(lesson, "figure")
    said = [image["alt"] for image in page.images if image.get("class") != "logo"]
    assert said == [book.alt_text(cell.outputs[0].data["text/plain"]) for cell in lesson.cells if cell in pictures]
    for cell in pictures:  # the card has them already
        assert cell.outputs[0].data["text/plain"] not in page.text
    for cell in tagged(lesson, "predict"):
        assert cell.outputs[0].data["text/plain"].splitlines()[0] in page.text
    assert "widget-view" not in page.text and "labs.predict(" not in page.text
    html = (book_site / "notebooks" / f"{path.stem}.html").read_text("utf-8")
    assert html.count("<details>") == sum(cell.source.count("<details>") for cell in lesson.cells)


@pytest.fixture(scope="session")
def search_index(book_site):
    """What the search box looks words up in: {word, cut to its stem: {pages}}."""
    text = (book_site / "searchindex.js").read_text("utf-8")
    stored = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    found = {}
    for word, numbers in [*stored["terms"].items(), *stored["titleterms"].items()]:
        numbers = numbers if isinstance(numbers, list) else [numbers]
        found.setdefault(word, set()).update(stored["docnames"][number] for number in numbers)
    return found


@pytest.mark.book
@each_lesson
def test_the_search_knows_the_words_of_a_lesson(path, search_index):
    """Words of its title and one that only its text has; stems differ in their last letters, so four are compared."""
    known = {word[:4] for word, names in search_index.items() if f"notebooks/{path.stem}" in names}
    title = re.findall(r"[A-Za-z]{5,}", notebooks.read(path).cells[0].source.partition("\n")[0])
    words = {word.lower()[:4] for word in [*title, SEARCHED[int(path.stem[:2])]]}
    assert len(words) > 1 and words <= known
