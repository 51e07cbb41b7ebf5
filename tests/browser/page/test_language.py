"""A page in another language: what the scripts say is in it, in the playground, in the player's bar and in the quiz."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from gettext import NullTranslations
from pathlib import Path

import pytest

from gdcore.questions.by_slug import questions
from gdcore.scenarios import built_in, catalogue
from gdcore.text.language import languages, use_language
from tests.browser.conftest import MODULES, still, wake
from tests.languages.marked import Marked, words_outside
from tests.valleyjump.reading import render_page
from valleyjump.markup.messages import messages_json
from valleyjump.page.assets import page_assets
from valleyjump.page.page import make_page

SLUG = "one-number"
ASKED = "parabola-race"
"""A clip with a question before it."""
SPANISH = {
    "Step": "Paso",
    "Run": "Recorrer",
    "{k} of {n}": "{k} de {n}",
    "in the long run {factor}": "a la larga {factor}",
    "Expected a number from {low} to {high}": "Escribe un número de {low} a {high}",
    "Next scene": "Escena siguiente",
    "1 scene": "1 escena",
    "Settings": "Ajustes",
    "Captions": "Subtítulos",
    "Check": "Comprobar",
    "Right.": "Correcto.",
    "converging": "converge",
}
"""A few messages, for as long as there is no catalogue."""
WORDS = """(roots) => roots.flatMap((root) => {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode.data);
  const names = ["aria-label", "aria-valuetext", "title"];
  const named = [root, ...root.querySelectorAll("*")].flatMap((e) => names.map((name) => e.getAttribute(name) ?? ""));
  return [found.join(" "), ...named];
})"""
"""All text, and what is read out; a message may go through several elements."""
GIVEN = (
    """() => [...document.querySelectorAll("script[id^=playground]")].map((e) => JSON.stringify(JSON.parse(e.text)))"""
)
"""What the page gives to the playground, names of settings and units: no words of the scripts."""


class Words(NullTranslations):
    """The few messages."""

    def gettext(self, message: str) -> str:
        return SPANISH.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return "\u202f" if context == "between thousands" else self.gettext(message)


def spanish() -> AbstractContextManager[None]:
    return use_language("es") if "es" in languages() else use_language("es", Words())


def written(folder: Path, speaker: AbstractContextManager[None]) -> str:
    """Write the article in a language and return its address."""
    scenarios = catalogue()
    with speaker:
        html = render_page(make_page(scenarios, {run.slug: still(run.slug) for run in scenarios}))
        messages = messages_json(path.read_text(encoding="utf-8") for path in sorted(MODULES.rglob("*.js")))
    if 'id="messages"' not in html:
        block = f'<script type="application/json" id="messages">{messages}</script>\n<script src='
        html = html.replace("<script src=", block, 1)
    html = html.replace('<html lang="en-GB">', '<html lang="es">')
    (folder / "index.html").write_text(html, encoding="utf-8")
    for name, content in page_assets().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return (folder / "index.html").as_uri()


@pytest.fixture(scope="module")
def opened(browser):
    """Return a function that opens an address for readers who asked for less motion, and returns its page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")

    def open_page(address: str):
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(address)
        wake(page)
        return page

    yield open_page
    context.close()


MARK_LETTERS = """() => {
  const seen = new Set();
  for (const element of document.querySelectorAll("body *:not(pre, code)")) {
    if (!element.checkVisibility()) continue;
    const family = getComputedStyle(element).fontFamily;
    for (const node of element.childNodes) {
      for (const letter of node.nodeType === Node.TEXT_NODE ? node.data : "") {
        if (seen.has(family + letter)) continue;
        seen.add(family + letter);
        element.dataset.lettered = "";
      }
    }
  }
}"""
"""Marks the elements in which a letter is the first of its kind in a family: to ask about each would take minutes."""


@pytest.mark.parametrize("speaker", [nullcontext, spanish], ids=["en", "es"])
def test_every_letter_is_of_the_page_s_own_typefaces(opened, tmp_path, speaker):
    page = opened(written(tmp_path, speaker()))
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.evaluate(MARK_LETTERS)
    devtools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        devtools.send(f"{domain}.enable")
    root = devtools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    asked = {"nodeId": root, "selector": "[data-lettered]"}
    faces = {
        (font["familyName"], font["isCustomFont"])
        for node in devtools.send("DOM.querySelectorAll", asked)["nodeIds"]
        for font in devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }
    assert faces == {(f"Libertinus {name}", True) for name in ("Serif", "Sans", "Math")}


@pytest.fixture(scope="module")
def in_spanish(opened, tmp_path_factory):
    return opened(written(tmp_path_factory.mktemp("es"), spanish()))


@pytest.fixture(scope="module")
def marked(opened, tmp_path_factory):
    return opened(written(tmp_path_factory.mktemp("marked"), use_language("x-marked", Marked())))


def playground(page, view="curve"):
    return page.locator(f".playground[data-view={view}]:not(.brief)")


def test_the_playground_speaks_spanish(in_spanish):
    parabola = playground(in_spanish)
    parabola.get_by_role("button", name="Paso", exact=True).click()
    parabola.locator(".steps summary").click()
    words = parabola.locator(".readings").inner_text()
    assert "Paso" in words
    assert " de " in words
    assert "a la larga" in words
    assert parabola.locator(".badge strong").inner_text() == "converge"
    assert "converging" in parabola.locator(".badge").get_attribute("class")
    assert parabola.get_by_role("button", name="Recorrer").is_visible()


def test_numbers_read_and_are_read_as_the_language_writes_them(in_spanish):
    field = playground(in_spanish, "map").locator(".start input").nth(1)
    field.fill("9999999")
    field.blur()
    fault = playground(in_spanish, "map").locator(".start .fault").nth(1)
    assert fault.inner_text().startswith("Escribe un número de −")
    assert "," not in fault.inner_text()
    assert "\u202f" in fault.inner_text()
    field.fill("100 000")
    assert fault.inner_text() == ""
    start = playground(in_spanish, "map").locator(".handle").first
    assert start.get_attribute("aria-valuetext").endswith("b = 100\u202f000")
    row = playground(in_spanish, "map").locator(".with-slider").nth(1)
    row.locator(".field input").fill("0,125")
    assert row.locator("input[type=range]").get_attribute("aria-valuetext") == "0.125"


def test_the_players_bar_speaks_spanish(in_spanish):
    bar = in_spanish.locator(f"#clip-{SLUG} .player")
    assert bar.locator(".where").inner_text() == "1 escena"
    assert bar.get_by_role("button", name="Escena siguiente").is_visible()
    bar.get_by_role("button", name="Ajustes").click()
    assert bar.get_by_label("Subtítulos").count() == 1
    track = in_spanish.locator(f"#clip-{SLUG} video").evaluate(
        """(video) => {
          video.dispatchEvent(new Event("webkitbeginfullscreen"));
          return [video.textTracks[0].label, video.textTracks[0].language];
        }"""
    )
    assert track[1] == "es"
    assert track[0] != "English"


def test_the_quiz_speaks_spanish(in_spanish):
    asked = in_spanish.locator(f"#question-{ASKED}")
    right = [choice.right for choice in questions(built_in(ASKED))[0].choices].index(True)
    asked.locator("label").nth(right).click()
    asked.get_by_role("button", name="Comprobar").click()
    assert asked.locator("[role=status] strong").inner_text() == "Correcto."


@pytest.mark.parametrize("part", [".playground", ".player", ".question form button"])
def test_no_word_that_the_scripts_say_is_outside_the_catalogue(marked, part):
    texts = marked.locator(part).evaluate_all(WORDS)
    assert any(texts)
    given = {word for text in marked.evaluate(GIVEN) for word in words_outside(text)}
    assert {word for text in texts for word in words_outside(text)} - given == set()
