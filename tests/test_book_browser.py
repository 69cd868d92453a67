"""The reading edition in a real browser, opened from the disk: light and dark, on a desk and on a phone."""

from urllib.parse import urlsplit

import pytest

from tools.notebooks import NOTEBOOKS

pytestmark = [pytest.mark.book, pytest.mark.browser]

PAGES = ["index", "README", "docs/notation", "docs/teach", "data/README",
         *(f"notebooks/{path.stem}" for path in sorted(NOTEBOOKS.glob("*.ipynb")))]
WIDTHS = (1280, 375)
HARMLESS = "[PST]"  # the theme tells the console what it does, as plain messages

# Questions to the page. What scrolls in a box of its own, or waits beside the screen as the menus do, does not count.
TOO_WIDE = """() => {
  const boxed = e => e && (getComputedStyle(e).overflowX !== 'visible' || boxed(e.parentElement));
  return [...document.querySelectorAll('article *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !boxed(e.parentElement))
    .map(e => `${e.tagName} ${e.textContent.slice(0, 40)}`);
}"""
MISSING_PICTURES = "() => [...document.images].filter(e => !(e.complete && e.naturalWidth)).map(e => e.src)"
BARE_TEX = r"""() => [...document.querySelectorAll('article .math')]
  .filter(e => !e.querySelector('mjx-container svg') || e.querySelector('[data-mml-node=merror]'))
  .map(e => e.textContent)"""
COLOURS = """() => [...document.querySelectorAll('body, article .cell_output img')]
  .map(e => getComputedStyle(e).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))"""


class Reader:
    """Somebody who reads the book in one window with the console open."""

    def __init__(self, browser, site, width=1280, theme="light"):
        self.site, self.troubles = site, []
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        self.page = self.context.new_page()
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        self.page.on("requestfailed", lambda request: self.troubles.append(f"not loaded: {request.url}"))
        self.page.on("request", self._note_request)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def _note_message(self, message):
        if message.type != "log" or not message.text.startswith(HARMLESS):
            self.troubles.append(f"console: {message.text}")

    def _note_request(self, request):
        if urlsplit(request.url).scheme not in ("file", "data"):
            self.troubles.append(f"asked for {request.url}")

    def open(self, name):
        """Open a page and wait until its formulas are drawn."""
        self.page.goto((self.site / f"{name}.html").as_uri())
        self.page.evaluate("window.MathJax?.startup.promise")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (375, "dark")])
def test_every_page_is_whole(browser, book_site, width, theme):
    with Reader(browser, book_site, width, theme) as reader:
        for name in PAGES:
            reader.open(name)
            for question in (TOO_WIDE, MISSING_PICTURES, BARE_TEX):
                reader.troubles += reader.page.evaluate(question)
            assert not reader.troubles, name
            scroll = reader.page.evaluate("document.documentElement.scrollWidth")
            assert scroll <= width, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_card_stays_on_white(browser, book_site, theme):
    with Reader(browser, book_site, theme=theme) as reader:
        reader.open("notebooks/06_measure_surprise")
        page, *cards = reader.page.evaluate(COLOURS)
        assert (sum(page) > 600) == (theme == "light")
        assert cards and all(card == [255, 255, 255] for card in cards)


def test_what_is_folded_opens(browser, book_site):
    with Reader(browser, book_site) as reader:
        reader.open("notebooks/06_measure_surprise")
        solution = reader.page.locator("article details", has_text="Solution").first
        code = solution.locator(".highlight").first
        assert not code.is_visible()
        solution.locator("summary").click()
        assert code.is_visible() and "def my_cross_entropy" in code.inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_search_box_finds_a_lesson(browser, book_site, width):
    with Reader(browser, book_site, width) as reader:
        reader.open("index")
        reader.page.locator("button[aria-label=Search]:visible").first.click()
        reader.page.keyboard.type("cross-entropy")
        reader.page.keyboard.press("Enter")
        found = reader.page.locator("#search-results li a", has_text="Measure surprise with cross-entropy").first
        found.click()
        reader.page.wait_for_url("**/06_measure_surprise.html*")
        assert not reader.troubles
