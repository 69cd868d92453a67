"""Links in copies that are read elsewhere: which there are, where they lead, and what is no link."""

import pytest

from tools import links


@pytest.fixture(autouse=True)
def course(tmp_path, monkeypatch):
    """A course of three files, and one beside it that is not the course's."""
    for name in ("course/README.md", "course/docs/card.md", "course/docs/lab.png", "outside.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(links, "ROOT", tmp_path / "course")


def found(source, folder="docs"):
    """The links of a text, none of them changed."""
    seen = []
    assert links.replaced(source, folder, lambda link: seen.append(link) or link.markdown) == source
    return [(link.text, link.path, link.is_image, link.is_elsewhere) for link in seen]


def test_links_are_read_from_the_folder_they_stand_in():
    assert found("[a](card.md#b), ![c](lab.png) and [d](../README.md)") == [
        ("a", "docs/card.md", False, False), ("c", "docs/lab.png", True, False), ("d", "README.md", False, False),
    ]  # fmt: skip
    assert found("[a](docs/card.md)", folder="") == [("a", "docs/card.md", False, False)]


def test_places_on_the_page_and_elsewhere_have_no_path():
    assert found("[a](#b) [c](https://d.org/e.md#f) ![g](attachment:h.png)") == [
        ("a", "", False, False), ("c", "", False, True), ("g", "", True, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "code", ["`[a](x.md)`", "```\n[a](x.md)\n```", "````\n```\n[a](x.md)\n```\n````", "$[a](x)$", "$$\n[a](x)\n$$"]
)
def test_code_and_formulas_hold_no_links(code):
    assert found(code) == []


@pytest.mark.parametrize("target", ["none.md", "../none.md", "../../outside.md", "../../course/README.md"])
def test_a_link_must_lead_to_a_file_of_the_course(target):
    with pytest.raises(ValueError, match=r"^\[a\]\(.*\) leads to no file of the course$"):
        found(f"[a]({target})")
