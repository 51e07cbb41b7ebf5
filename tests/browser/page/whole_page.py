"""What tests of the whole page share: its runs, the rules of axe, and everything opened."""

from __future__ import annotations

from gdcore.scenarios import catalogue
from tests.browser.conftest import wake

RUNS = catalogue()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""All that can differ between the colour schemes."""


def reveal_everything(page):
    """Open what can be opened, answer rightly and wrongly, and walk the playgrounds' runs."""
    wake(page)
    page.evaluate("""() => {
      document.querySelectorAll("details").forEach((details) => (details.open = true));
      document.querySelectorAll(".question").forEach((question, i) => {
        question.querySelectorAll("[type=radio]")[i % 2].click();
        question.querySelector("[type=submit]").click();
        if (i % 3 === 0) question.querySelector("[type=button]").click();
      });
      document.querySelectorAll(".playground .transport .main").forEach((button) => button.click());
    }""")


def visible(page, selector: str) -> list[bool]:
    return page.locator(selector).evaluate_all("(all) => all.map((one) => one.checkVisibility())")
