"""The copies of the lessons in colab/: what the exporter writes, and that a copy finds its own utils or says why not.

That they run is shown in the emulation of Colab: test_emulation.py, test_notebooks.py, test_exercises.py.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest

from tools import colab, notebooks, settings, setup_cell
from tools.__main__ import main
from tools.notebooks import NOTEBOOKS, code_cells, invalid, tagged
from tools.settings import ROOT
from utils import data

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
COPIES = [colab.COLAB / path.name for path in LESSONS]
LARGEST = 200_000  # bytes
RELATIVE = re.compile(r"(?:\]\(|(?:src|href)=[\"'])(?![a-z]+:|#)[^)\s\"']+")
each_copy = pytest.mark.parametrize("path", COPIES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def public():
    """All that the exporter would write for a course that is public."""
    return colab.all_texts("somebody/a-course")


def outside_code(source):
    return re.sub(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$", "", source, flags=re.DOTALL)


# --- what stands in colab/ -------------------------------------------------------------------------------------------


def test_the_committed_files_are_what_the_exporter_writes():
    texts = colab.all_texts(settings.course_settings()["repository"])
    assert set(COPIES) <= set(texts)
    wrong = [str(path.relative_to(ROOT)) for path in colab.stale(texts)]
    assert not wrong, f"out of date: {', '.join(wrong)}. Run python3 course.py colab."


@each_copy
def test_a_copy_is_a_small_valid_notebook(path):
    notebook = notebooks.read(path)
    assert invalid(notebook) is None
    assert notebook.metadata.colab == {"provenance": [], "toc_visible": True}
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) == {"colab", "kernelspec", "language_info"}
    text = path.read_text(encoding="utf-8")
    assert "image/png" not in text and "widget-view" not in text
    assert len(text.encode("utf-8")) < LARGEST


@each_copy
def test_a_copy_has_the_cells_of_its_lesson(path):
    copied, lesson = notebooks.read(path), notebooks.read(NOTEBOOKS / path.name)
    assert [cell.id for cell in copied.cells] == [cell.id for cell in lesson.cells]
    for cell, source in zip(code_cells(copied), code_cells(lesson), strict=True):
        if cell.id == "setup":
            assert cell.metadata == {**colab.HIDDEN, "tags": ["setup", "nbval-ignore-output"]}
            assert cell.source.splitlines()[0].startswith("#@title ")
            continue
        assert (cell.source, cell.metadata, cell.execution_count) == (
            source.source,
            source.metadata,
            source.execution_count,
        )
        for output, stored in zip(cell.outputs, source.outputs, strict=True):
            kept = {kind: text for kind, text in stored.get("data", {}).items() if kind != "image/png"}
            assert output.get("data", {}) == kept and output.get("text") == stored.get("text")


@each_copy
def test_a_copy_installs_nothing_and_holds_all_of_utils_but_what_is_for_other_lessons(path):
    cells = code_cells(notebooks.read(path))
    trees = [ast.parse(cell.source) for cell in cells]  # so no magics and no !commands
    packed, _ = trees[0].body[-1].value.args
    files = setup_cell.files_in(packed.value)
    package, lesson = colab.package_files(), path.name[:2]
    left_out = {name for name in package if "/lesson_" in name and f"/lesson_{lesson}" not in name}
    left_out |= {"quiz.py"} if lesson not in ("00", "12") else set()
    left_out |= {"sweeps.json"} if lesson != "11" else set()
    assert files == {name: content for name, content in package.items() if name not in left_out}
    assert {f"{room}/lesson_{lesson}.py" for room in ("checks", "predictions")} <= set(files)
    assert max(map(len, cells[0].source.splitlines())) <= colab.WIDTH
    names = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & {"subprocess", "get_ipython", "urllib", "requests"}


@each_copy
def test_no_link_of_a_copy_needs_another_file(path, public):
    for notebook in (notebooks.read(path), nbformat.reads(public[path], as_version=4)):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                assert not RELATIVE.findall(outside_code(cell.source)), cell.id


def test_every_file_of_utils_is_packed(tmp_path):
    assert {"__init__.py", "labs/lab.py", "labs/lab.css", "labs/lab.js"} <= set(colab.package_files())
    for name in ("b.py", "a/__init__.py", "a/c.json", "a/d.css", "a/e.js", "a/f.mo", "a/__pycache__/g.pyc", "h.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert list(colab.package_files(tmp_path).items()) == [
        (name, name.encode()) for name in ("a/__init__.py", "a/c.json", "a/d.css", "a/e.js", "a/f.mo", "b.py")
    ]


def test_the_setup_cell_is_a_function_of_the_files_alone():
    """This very text, on every computer: what bz2 writes has not changed for twenty years."""
    text, sha256 = colab.pack({"__init__.py": '"""Größe"""\n'.encode()})
    assert sha256 == "048bc85826ce2779a2f482e3a253e7736d2e0e06feb3ac482a8fc5ae1b52e812"
    assert colab.pack(setup_cell.files_in(text)) == (text, sha256)


# --- the setup cell of a lesson in notebooks/ ------------------------------------------------------------------------


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_without_utils_names_the_file_to_open(path, tmp_path, monkeypatch):
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path / "content")
    (setup,) = tagged(notebooks.read(path), "setup")
    with pytest.raises(FileNotFoundError, match=r"In Colab, open its copy in colab/\."):
        exec(setup.source, {})


# --- the setup cell of a copy ----------------------------------------------------------------------------------------

FILES = {
    "__init__.py": b'"""The real one."""\n',
    "words.py": b"answer = 42\n",
    "checks/__init__.py": b"",
    "zh.mo": bytes(range(256)),
}
TELL = "\nimport utils.words, utils.checks\nprint(utils.__doc__, utils.words.answer)\n"
IN_COLAB = "import sys, types\nsys.modules['google.colab'] = types.ModuleType('google.colab')\n"


class Reader:
    """Somebody who runs setup cells in a folder of their own; `content` plays Colab's /content."""

    def __init__(self, folder):
        self.home, self.temporary, self.content = (folder / name for name in ("home", "temporary", "content"))
        for path in (self.home, self.temporary):
            path.mkdir()

    def run(self, *cells, **variables):
        """Run cells as one program; return (what it printed, what it ended with)."""
        program = self.home / "cells.py"
        program.write_text("\n".join(cells).replace('"/content/course"', repr(str(self.content / "course"))), "utf-8")
        environment = {**os.environ, "TMPDIR": str(self.temporary), "PYTHONDONTWRITEBYTECODE": "1", **variables}
        done = subprocess.run(
            [sys.executable, program.name],
            cwd=self.home,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == bool(done.stderr), done.stderr
        return done.stdout, done.stderr.strip().rpartition("\n")[2]

    def own(self, name, text):
        """Put a file into this folder that has nothing to do with the course."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def reader(tmp_path):
    return Reader(tmp_path)


@pytest.fixture
def in_colab(reader):
    reader.content.mkdir()
    return reader


@pytest.fixture(scope="module")
def cell():
    return colab.setup_source(FILES)


def broken(cell, old, new):
    """Return the cell as a faulty exporter would write it."""
    assert cell.count(old) == 1
    return cell.replace(old, new)


def test_elsewhere_the_files_are_there_while_the_program_runs(reader, cell):
    printed, error = reader.run(cell, TELL, "print(open(utils.words.__file__).read())")
    folder = re.match(r"The 4 files of utils are in (.+)\n", printed)[1]
    assert not error and printed.endswith("utils\nThe real one. 42\nanswer = 42\n\n")
    assert Path(folder).parent.parent == reader.temporary
    assert list(reader.temporary.iterdir()) == [] and [path.name for path in reader.home.iterdir()] == ["cells.py"]


def test_in_colab_the_files_stay_in_content(in_colab, cell):
    folder = in_colab.content / "course" / "utils"
    printed, error = in_colab.run(IN_COLAB, cell, TELL)
    assert (printed, error) == (f"The 4 files of utils are in {folder}\nThe real one. 42\n", "")
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert found == FILES
    assert list(in_colab.temporary.iterdir()) == []


def test_colab_by_name_without_its_disk_is_elsewhere(reader, cell):
    printed, error = reader.run(IN_COLAB, cell, TELL)
    assert not error and str(reader.temporary) in printed and not reader.content.exists()


def test_running_it_again_changes_nothing(reader, cell):
    keep = "import sys, utils.words\nfirst, path = utils.words, list(sys.path)\n"
    again = "\nimport utils.words\nprint(utils.words is first, sys.path == path)\n"
    printed, error = reader.run(cell, keep, cell, again)
    first, second, rest = printed.split("\n", 2)
    assert not error and first == second and rest == "True True\n"


def test_what_a_learner_changes_stays_and_is_named(in_colab, cell):
    folder = in_colab.content / "course" / "utils"
    in_colab.run(IN_COLAB, cell)
    (folder / "words.py").write_text("answer = 43\n", encoding="utf-8")
    (folder / "zh.mo").unlink()
    printed, error = in_colab.run(IN_COLAB, cell, TELL)
    assert (printed, error) == (
        f"The 4 files of utils are in {folder}, changed by you: words.py\nThe real one. 43\n",
        "",
    )
    assert (folder / "zh.mo").read_bytes() == FILES["zh.mo"]


def test_another_version_of_a_lesson_brings_its_own_files(in_colab, cell):
    newer = colab.setup_source({**FILES, "__init__.py": b'"""The next one."""\n', "words.py": b"answer = 44\n"})
    printed, error = in_colab.run(IN_COLAB, cell, TELL, newer, TELL)
    assert not error and printed.endswith("The next one. 44\n")


def test_files_half_written_are_written_again(in_colab, cell):
    in_colab.run(IN_COLAB, cell)
    folder = in_colab.content / "course"
    (folder / setup_cell.NOTE).write_text("not finished", encoding="utf-8")
    (folder / "utils" / "words.py").write_text("answ", encoding="utf-8")
    printed, error = in_colab.run(IN_COLAB, cell, TELL)
    assert not error and printed.endswith("The real one. 42\n") and "changed" not in printed


def test_a_folder_of_the_learners_own_is_left_alone(in_colab, cell):
    own = in_colab.content / "course" / "utils" / "words.py"
    own.parent.mkdir(parents=True)
    own.write_text("mine", encoding="utf-8")
    printed, error = in_colab.run(IN_COLAB, cell, TELL)
    assert not error and str(in_colab.temporary) in printed and printed.endswith("The real one. 42\n")
    assert own.read_text(encoding="utf-8") == "mine" and len(list(own.parent.iterdir())) == 1


def packed_text(cell):
    return re.search(r'unpack_utils\(\n    """\n(.+?)\n"""', cell, re.DOTALL)[1]


@pytest.mark.parametrize(
    "damage",
    [
        lambda cell: broken(cell, packed_text(cell), packed_text(cell)[:-30]),
        lambda cell: broken(cell, packed_text(cell), ""),
        lambda cell: broken(cell, packed_text(cell), packed_text(cell)[:40] + "0" + packed_text(cell)[41:]),
        lambda cell: re.sub(r'"[0-9a-f]{64}"', f'"{64 * "0"}"', cell),
    ],
    ids=["truncated", "emptied", "a changed letter", "another hash"],
)
def test_a_damaged_copy_says_what_to_do_and_writes_nothing(in_colab, cell, damage):
    printed, error = in_colab.run(IN_COLAB, damage(cell))
    assert error.startswith("ValueError: This copy of the lesson is damaged") and "Download the lesson again" in error
    assert printed == "" and list(in_colab.content.iterdir()) == []


def test_a_blob_with_other_line_breaks_is_not_damaged(reader, cell):
    """Editors and mail programs wrap."""
    text = packed_text(cell)
    printed, error = reader.run(broken(cell, text, "\n  ".join([text[:50], text[50:]])), TELL)
    assert not error and printed.endswith("The real one. 42\n")


OTHERS = {
    "a module beside the notebook": ("utils.py", ""),
    "a package beside the notebook": ("utils/__init__.py", ""),
    "one that is installed": ("site/utils/__init__.py", "site"),
    "a folder without __init__": ("utils/words.py", ""),
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("loaded", [False, True], ids=["there", "imported"])
def test_another_utils_is_put_aside(reader, cell, name, loaded):
    file, path = OTHERS[name]
    reader.own(file, "answer = 1\n")
    before = "import utils\n" if loaded else ""
    printed, error = reader.run(before, cell, TELL, PYTHONPATH=str(reader.home / path))
    assert not error and printed.endswith("The real one. 42\n")
    has_file = loaded and "without" not in name
    told = f"Another package called utils was loaded, from {(reader.home / file).parent}. From here on, utils is the"
    assert (told in printed) == has_file


FAULTS = {
    "not put first on the path": ("sys.path[:] = [str(folder), *", "sys.path[:] = [*"),
    "what is loaded is kept": ("            del sys.modules[name]", "            pass"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_another_utils_that_wins_is_named_with_what_to_do(reader, cell, fault):
    reader.own("utils/__init__.py", "")
    printed, error = reader.run("import utils\n", broken(cell, *FAULTS[fault]), TELL)
    assert error.startswith(
        f"ImportError: Python finds another package called utils, in {reader.home / 'utils'}, before"
    )
    assert "Restart the session" in error and "The 4 files" not in printed


def test_another_utils_that_an_import_hook_puts_first_is_named(reader, cell):
    """As packages installed in development mode do."""
    hook = "import importlib.util, sys\nclass Hook:\n    def find_spec(name, path=None, target=None):\n"
    hook += "        if name == 'utils': return importlib.util.spec_from_file_location(name, 'other.py')\n"
    reader.own("other.py", "")
    _, error = reader.run(hook, "sys.meta_path.insert(0, Hook)", cell)
    assert error.startswith("ImportError: Python finds another package called utils, in ")


# --- the data of a copy that stands alone ----------------------------------------------------------------------------

LOAD = """
from pathlib import Path
from utils import data
from utils.data import download
from utils.environment import in_colab
download.DEBIAN_FOLDER = Path("nowhere")
images, labels = data.load_fashion_mnist("test")
few, few_labels = data.load_sample("test")
print(in_colab(), data.is_full(), len(images), data.SAMPLE_FOLDER.exists(), len(few), few_labels.bincount().tolist())
"""


@pytest.fixture
def mirror():
    """The address of a web folder with the four files of the full set; packed or not, the loader takes both."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path):
            return str(data.fetch() / "raw" / Path(path).stem)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.faults
@pytest.mark.skipif(os.environ.get("COURSE_DATA") == "sample", reason="serves the full set")
def test_a_copy_in_an_empty_folder_gets_the_full_data_from_a_mirror_and_the_sample_from_that(in_colab, mirror):
    variables = {
        "PYTHONPATH": str(ROOT / "tests" / "colab_kernel"),
        "COURSE_DATA_DIR": str(in_colab.content / "data"),
        "COURSE_DATA_MIRRORS": mirror,
        "XDG_CACHE_HOME": str(in_colab.temporary),
    }
    cell = colab.setup_source(colab.package_files())
    printed, error = in_colab.run("import google.colab\n", cell, LOAD, **variables)
    assert not error and printed.splitlines()[1:] == [
        f"Downloading Fashion-MNIST from {mirror.split('/')[2]}",
        f"True True 10000 False 500 {[50] * 10}",
    ]
    assert (in_colab.content / "course" / "utils" / "data" / "__init__.py").is_file()
    assert (in_colab.content / "data" / "FashionMNIST" / "u8.npy").is_file()
    assert [path.name for path in in_colab.home.iterdir()] == ["cells.py"]


# --- links -----------------------------------------------------------------------------------------------------------

LESSON_3 = "https://colab.research.google.com/github/me/it/blob/main/colab/03_fit_one_hot_with_mse.ipynb"


@pytest.mark.parametrize(
    ("source", "alone", "public"),
    [
        (
            "see [lesson 3](03_fit_one_hot_with_mse.ipynb).",
            "see lesson 3.",
            f"see [lesson 3]({LESSON_3}).",
        ),
        (
            "as [before](03_fit_one_hot_with_mse.ipynb#real)",
            "as before (lesson 3, *Fit one-hot labels with MSE*)",
            f"as [before]({LESSON_3})",
        ),
        (
            "the [card](../docs/notation.md)",
            "the card (`docs/notation.md` in the course's folder)",
            "the [card](https://github.com/me/it/blob/main/docs/notation.md)",
        ),
        (
            "[`utils.losses`](../utils/losses.py)",
            "`utils.losses` (`utils/losses.py` in the course's folder)",
            "[`utils.losses`](https://github.com/me/it/blob/main/utils/losses.py)",
        ),
        (
            "![a lab](../docs/lab.png)",
            "a lab (`docs/lab.png` in the course's folder)",
            "![a lab](https://raw.githubusercontent.com/me/it/main/docs/lab.png)",
        ),
        *((same, same, same) for same in (
            "[d2l](https://d2l.ai) and [below](#recap)",
            "![p](attachment:p.png)",
            "`f[name](m)` and $a[b](c)$",
            "```python\nlosses[name](scores)\n```",
        )),
    ],
)  # fmt: skip
def test_links_lead_to_the_public_course_or_are_said_in_words(source, alone, public):
    assert colab.with_links(source, "") == alone
    assert colab.with_links(source, "me/it") == public


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_links_of_a_lesson_lead_to_files_that_are_there(path):
    for cell in notebooks.read(path).cells:
        if cell.cell_type == "markdown":
            for target in RELATIVE.findall(outside_code(cell.source)):
                assert (NOTEBOOKS / target.removeprefix("](").partition("#")[0]).is_file(), f"{cell.id}: {target}"


@pytest.mark.parametrize("target", ["no_lesson.ipynb", "../docs/none.md", "../../outside", "../docs"])
def test_a_link_to_nowhere_is_an_error(target):
    with pytest.raises(ValueError, match="leads to no file of the course"):
        colab.with_links(f"[x]({target})", "")


# --- the setting -----------------------------------------------------------------------------------------------------


def test_a_course_that_is_not_public_has_no_badges_and_says_how_to_upload():
    text = colab.readme_text(colab.README.read_text(encoding="utf-8"), "")
    assert "Open in Colab" not in text and "\nDownload the copy, open <https://colab.research.google.com>" in text
    for path in LESSONS:
        assert "Open in Colab" not in notebooks.text(colab.with_badge(notebooks.read(path), path.stem, ""))


def test_a_public_course_has_a_badge_for_each_lesson(public):
    readme = public[colab.README]
    assert readme.count("[![Open in Colab](") == readme.count("](notebooks/")
    assert "\nThe badges in the table below open the copies; " in readme
    for path in LESSONS:
        address = f"https://colab.research.google.com/github/somebody/a-course/blob/main/colab/{path.name}"
        (row,) = [line for line in readme.splitlines() if f"(notebooks/{path.name})" in line]
        assert f"]({address}) |" in row
        for text in (public[path], public[colab.COLAB / path.name]):
            title = nbformat.reads(text, as_version=4).cells[0].source
            assert title.splitlines()[:2][1] == "" and title.splitlines()[2].endswith(f"]({address})")


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A copy of the course that the command may write to."""
    for name in ("README.md", "pyproject.toml", "notebooks", "docs", "colab"):
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copied(ROOT / name, tmp_path / name)
    monkeypatch.setattr(settings, "PYPROJECT", tmp_path / "pyproject.toml")
    monkeypatch.setattr(colab, "ROOT", tmp_path)
    for name, path in (
        ("README", "README.md"),
        ("NOTEBOOKS", "notebooks"),
        ("COLAB", "colab"),
        ("BACKUP", "backup"),
    ):
        monkeypatch.setattr(colab, name, tmp_path / path)
    return tmp_path


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_the_setting_is_made_and_taken_back_to_the_byte(elsewhere, capsys):
    before = contents(elsewhere)
    assert main(["colab"]) == 0 and contents(elsewhere) == before
    assert main(["colab", "--repository", "me/it"]) == 0
    assert settings.course_settings()["repository"] == "me/it"
    assert "colab/00_start_here.ipynb: written" in capsys.readouterr().out
    made = contents(elsewhere)
    changed = {path.parts[0] for path in made if made[path] != before.get(path)}
    assert changed == {"README.md", "pyproject.toml", "notebooks", "colab"}
    assert main(["colab"]) == 0 and contents(elsewhere) == made
    assert main(["colab", "--repository", ""]) == 0 and contents(elsewhere) == before


@pytest.mark.slow
def test_the_copy_of_a_lesson_that_is_gone_is_removed(elsewhere, capsys):
    before = contents(elsewhere)
    shutil.copy(elsewhere / "colab" / LESSONS[0].name, elsewhere / "colab" / "77_gone.ipynb")
    assert main(["colab"]) == 0 and contents(elsewhere) == before
    assert "77_gone.ipynb: removed" in capsys.readouterr().out


@pytest.mark.slow
def test_what_somebody_else_put_there_stays_and_is_not_copied(elsewhere):
    for name in ("notebooks/Untitled.ipynb", f"notebooks/{LESSONS[3].stem}-Copy1.ipynb", "notebooks/03_mine.ipynb"):
        (elsewhere / name).write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "utf-8")
    for name in ("colab/mine.ipynb", "colab/77_mine.ipynb", f"colab/{LESSONS[3].stem}-Copy1.ipynb"):
        nbformat.write(notebooks.read(LESSONS[3]), elsewhere / name)
    before = contents(elsewhere)
    assert main(["colab"]) == 0 and contents(elsewhere) == before


@pytest.mark.slow
def test_a_copy_that_somebody_worked_in_is_kept_before_it_is_written_again(elsewhere, capsys):
    before = contents(elsewhere)
    path = elsewhere / "colab" / LESSONS[3].name
    nbformat.write(notebooks.read(path), path)  # as any editor that saves it
    worked_in = path.read_bytes()
    assert main(["colab"]) == 0
    (kept,) = (elsewhere / "backup").iterdir()
    assert kept.read_bytes() == worked_in and f"kept in backup/{kept.name}" in capsys.readouterr().out
    kept.unlink()
    assert contents(elsewhere) == before


def solved(notebook):
    tagged(notebook, "exercise")[0].source = "checks.check_mse_on_one_hot(losses.mse_on_one_hot)"


def saved_by_jupyter(notebook):
    notebook.metadata.language_info.version = "3.12.3"


def emptied(notebook):
    notebook.cells.clear()


@pytest.mark.slow
@pytest.mark.parametrize("worked", [solved, saved_by_jupyter, emptied], ids=lambda worked: worked.__name__)
def test_a_lesson_that_somebody_worked_in_is_not_copied(elsewhere, capsys, worked):
    path = elsewhere / "notebooks" / LESSONS[3].name
    notebook = notebooks.read(path)
    worked(notebook)
    path.write_text(notebooks.text(notebook), encoding="utf-8")
    before = contents(elsewhere)
    assert main(["colab", "--repository", "me/it"]) == 1 and contents(elsewhere) == before
    told = capsys.readouterr().err
    assert told.startswith("Nothing is written") and f"\n{path.stem}: " in told and "Traceback" not in told


def test_a_lesson_that_is_gone_or_no_notebook_is_said(elsewhere, capsys):
    (elsewhere / "notebooks" / LESSONS[3].name).write_text("{}", encoding="utf-8")
    (elsewhere / "notebooks" / LESSONS[4].name).unlink()
    assert main(["colab"]) == 1
    told = capsys.readouterr().err
    assert all(f"{path.stem}: cannot be read" in told for path in LESSONS[3:5])


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_copies_whole(elsewhere, capsys, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    (elsewhere / "colab" / LESSONS[3].name).unlink()
    before = contents(elsewhere)
    monkeypatch.setattr("os.fsync", full)
    assert main(["colab"]) == 1 and contents(elsewhere) == before
    assert "No space left" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["course", "https://github.com/me/it", "me/it/x", "me it/x", 'me/"it'])
def test_what_is_no_repository_changes_nothing(elsewhere, capsys, name):
    before = contents(elsewhere)
    assert main(["colab", "--repository", name]) == 1
    assert "OWNER/NAME" in capsys.readouterr().err and contents(elsewhere) == before


def test_stale_files_are_noticed(elsewhere):
    assert colab.stale(colab.all_texts("")) == []
    path = elsewhere / "colab" / LESSONS[0].name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert colab.stale(colab.all_texts("")) == [path]
