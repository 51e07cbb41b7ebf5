"""The page on paper, and with scripts off."""

from __future__ import annotations

import re

from tests.browser.conftest import wake
from tests.browser.page.whole_page import RUNS, visible

PRINTED = "article > section:not(:has(> .playground)) > h2"


def test_on_paper_a_clip_that_is_asked_about_is_as_it_starts_and_its_end_stands_with_the_answers(opened):
    page = opened()
    wake(page)
    page.emulate_media(media="print")
    for shown in (".asked img.poster", ".answers", ".run:not(.asked) img.last", PRINTED):
        assert True in visible(page, shown), shown
    for shown in (".asked img.poster", ".run:not(.asked) img.last", ".ending :is(img, .badge, .said, table)", PRINTED):
        assert set(visible(page, shown)) == {True}, shown
    hidden_kinds = "video", ".player", ".playground", "#play-parabola > *", ".question .actions", ".skip", "#film"
    for hidden in (*hidden_kinds, ".numbers *"):
        assert set(visible(page, hidden)) == {False}, hidden
    assert set(visible(page, ".run:not(.asked) img.poster")) == {False}
    for answering in ("img.last", ".badge", "table", ".caption", ".transcript li"):
        assert set(visible(page, f".asked {answering}")) == {False}, answering


def test_the_handout_prints(opened):
    page = opened()
    wake(page)
    pdf = page.pdf(outline=True, tagged=True)
    assert pdf.startswith(b"%PDF")
    n_clips, n_asked = (page.locator(kind).count() for kind in ("figure.run", "figure.asked"))
    assert pdf.count(b"/Subtype /Image") == n_clips + n_asked
    headings = page.locator(PRINTED).evaluate_all("(all) => all.map((h) => h.firstChild.data.trim())")
    assert len(headings) > len(RUNS) / 2
    assert set(headings) <= set(outline(pdf))


def outline(pdf: bytes) -> list[str]:
    """Return the titles in a PDF's outline: the headings that were printed."""
    found = re.findall(rb"/Title (?:<([0-9A-F]+)>|\((.*?)\)\n)", pdf)
    return [bytes.fromhex(code.decode()).decode("utf-16") if code else plain.decode() for code, plain in found]


def test_everything_is_there_with_scripts_off(opened):
    page = opened(java_script_enabled=False)
    assert set(visible(page, "header h1, section:not(.answers) > :is(h2, h3, p, p > math)")) == {True}
    for section in page.locator("article > section:not(.answers)").all():
        assert len(section.inner_text()) > 200
    for shown in ("video[controls]", "img.poster", ".caption", ".question .options", ".codes a"):
        assert set(visible(page, shown)) == {True}, shown
    closed = page.locator("details:not([open])")
    while closed.count():  # those opened leave the list, and may hold further ones
        closed.first.locator("> summary").click()
    folded = ".transcript li, .question .why, .responses li, .algebra math, noscript p"
    folded += ", figure.run :is(table, .badge, dl, img.last)"
    assert set(visible(page, folded)) == {True}
    assert set(visible(page, ".playground:not(.brief), .now")) == {False}
    assert all(cell.strip() for cell in page.locator("td, th, dd, dt, figcaption").all_text_contents())
    assert page.locator("noscript p").count() == page.locator(".playground:not(.brief)").count() > 0
