"""Sentences that a learner sees: each is marked for translation where it stands, and looked up when it is said."""

import ast
import re
import string
from gettext import NullTranslations
from pathlib import Path

import pytest
import torch

from utils import labs, language, losses, quiz
from utils.checks import lesson_03

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "utils").rglob("*.py"))
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
MARKS = ("_", "N_", "ngettext")

LIKE_WORDS = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")
NOT_FOR_READERS = {  # pattern of a literal that reads like words -> what it is
    r"offset points": "matplotlib's name of a unit",
    r"<style onload=": "HTML",
    r"apt-get download |operator torchvision::": "typed into a terminal, and said by torch",
    r"numpy\(\) on Tensor that requires|backward through the graph|does not require grad": "said by torch",
    r"\||\^": "a pattern of what torch, numpy and Python say",
}


def calls_of_marks(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in MARKS]


def strings(node):
    return [one for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def docstrings(tree):
    bodies = [node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
    return [body[0].value for body in bodies if body and isinstance(body[0], ast.Expr)]


def unmarked(tree):
    """Literals that read like words and are neither marked nor docstrings."""
    aside = {id(one) for node in [*calls_of_marks(tree), *docstrings(tree)] for one in strings(node)}
    return [one.value for one in strings(tree) if id(one) not in aside and LIKE_WORDS.search(one.value)]


@pytest.mark.parametrize("name", TREES)
def test_what_reads_like_words_is_marked(name):
    left = [words for words in unmarked(TREES[name])
            if not any(re.search(pattern, words) for pattern in NOT_FOR_READERS)]
    assert not left


def test_an_unmarked_sentence_is_found():
    code = 'def f(x):\n    """Say it."""\n    raise ValueError("so it goes")\n    _("quite so").format(x="as is")'
    assert unmarked(ast.parse(code)) == ["so it goes", "as is"]


@pytest.mark.parametrize("name", TREES)
def test_what_is_marked_can_be_looked_up(name):
    """The literal itself, or a constant that N_ has marked: an f-string or a sum is in no catalogue."""
    for call in calls_of_marks(TREES[name]):
        stored = (ast.Name, ast.Attribute, ast.Subscript) if call.func.id == "_" else ()
        assert isinstance(call.args[0], (ast.Constant, *stored)), ast.unparse(call)


@pytest.mark.parametrize("name", TREES)
def test_blanks_in_a_sentence_have_names(name):
    """So that a translator can move them."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Attribute) and node.attr == "format" and node.value in calls_of_marks(TREES[name]):
            for sentence in strings(node.value):
                blanks = [blank for _text, blank, _form, _kind in string.Formatter().parse(sentence.value)]
                blanks = [blank for blank in blanks if blank is not None]
                assert blanks and all(map(str.isidentifier, blanks)), ast.unparse(node)


@pytest.mark.parametrize("name", TREES)
def test_nothing_is_looked_up_at_import(name):
    """The language is that of the reader, not that of whoever imports first."""
    functions = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    said_late = {id(call) for function in functions for body in ast.iter_child_nodes(function)
                 if body is not getattr(function, "args", None) for call in calls_of_marks(body)}
    assert not [ast.unparse(call) for call in calls_of_marks(TREES[name])
                if call.func.id != "N_" and id(call) not in said_late]


class Abroad(NullTranslations):
    """A language in which every sentence stands in brackets."""

    def gettext(self, message):
        return f"<{message}>"


def test_another_language_reaches_every_room(monkeypatch, capsys):
    monkeypatch.setattr(language, "_catalogue", Abroad())
    lesson_03.check_mse_on_one_hot(...)
    assert capsys.readouterr().out == "<mse_on_one_hot: <not attempted yet.>>\n"
    lesson_03.check_mse_on_one_hot(lambda scores, labels: losses.mse_on_one_hot(scores, labels) * 2)
    assert "<mse_on_one_hot: <" in capsys.readouterr().out
    prediction = labs.predict("masking")
    assert prediction.question.startswith("<") and all(words.startswith("<") for words in prediction.options.values())
    assert prediction.right in prediction.options
    assert "1. <Ten garments" in repr(quiz.Quiz())
    with pytest.raises(ValueError, match="^<temperature should be above 0"):
        losses.softmax(torch.zeros(1, 2), temperature=0)
    with pytest.raises(ValueError, match="^<A slider needs"):
        labs.slider(1, 0, 0)
    lab = labs.Lab(lambda axes, on: "", on=labs.toggle())
    assert "<off>" in repr(lab)
