"""Sphinx's settings for the book; tools/book.py writes the source folder and calls Sphinx with this file."""

import importlib.util
from pathlib import Path

project = "How should a model be told that it is wrong about a class?"
html_title = "Wrong about a class"
language = "en"
smartquotes = False  # the words as the lessons have them
extensions = ["myst_nb", "sphinx.ext.mathjax"]
root_doc = "index"

# Lessons are shown as they are stored.
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # no widget is stored, and myst-nb's scripts for them come from a CDN
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

# MathJax as one file that needs no others: fonts, which Firefox does not load beside a file:// page, are drawn as SVG.
MATHJAX = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax" / "tex-svg.js"
mathjax_path = MATHJAX.name
mathjax3_config = {"options": {"enableMenu": False}}  # most of what the menu offers is in files that are not here

html_theme = "sphinx_book_theme"
html_static_path = ["book.css", str(MATHJAX)]
html_css_files = ["book.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
html_show_search_summary = False  # it would be fetched, which no browser lets a file:// page do
html_context = {"default_mode": "auto"}  # light or dark as the reader's machine has it, until they choose
html_theme_options = {
    "navbar_persistent": [],  # the search field is in the sidebar
    "use_download_button": False,
    "use_fullscreen_button": False,
    "footer_content_items": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

LONGEST = 30  # characters of TeX that fit on a line of a phone


def mark_long_formulas(app, doctree):
    """Let the style sheet give a formula a scroll bar of its own where it is wider than the screen."""
    for formula in doctree.findall(lambda node: node.tagname == "math"):
        if len(formula.astext()) > LONGEST:
            formula["classes"].append("long")


def setup(app):
    """Called by Sphinx."""
    app.connect("doctree-read", mark_long_formulas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
