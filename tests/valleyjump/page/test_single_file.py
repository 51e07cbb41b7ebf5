"""One file with everything inside: nothing left to fetch, nothing changed but the addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.scenarios import catalogue
from scenes.clip.webvtt import to_vtt
from tests.valleyjump.page.pages import clip, curve
from valleyjump.article.sources import SOURCES
from valleyjump.page.assets import FONT_SHEET, early_script, page_assets
from valleyjump.page.page import make_page
from valleyjump.page.single_file import single_file

RUN = replace(curve("one"), title="a < b & <!-- c -->")
FILES = {
    **dict.fromkeys(page_assets(), b""),
    FONT_SHEET: page_assets()[FONT_SHEET],
    "assets/page.css": b"p { color: red }",
    "assets/page.js": b'"use strict";',
    "clips/one.mp4": b"\x00\x01film",
    "clips/one.png": b"\x89PNG",
    "clips/one.json": b"{}",
    "clips/one.vtt": b"WEBVTT\n",
    "openings/one.jpg": b"jpg",
    "explainer.mp4": b"the whole film",
    "explainer.vtt": b"WEBVTT\n",
    "explainer.jpg": b"jpg",
}
TEXT = "[Download & keep](clips/one.mp4) [numbers](clips/one.json#x) [up](#content) [gone](notes.html)"


class Linked(HTMLParser):
    """Collects every address that a browser would fetch or follow, and every style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: dict[str, list[str]] = {"style": [], "script": []}
        self.policy = ""
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "poster", "data")]
        if tag in self.inline and given.get("type") != "application/json":
            self._open = tag
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inline[self._open].append(data)


def read(html: str) -> Linked:
    linked = Linked()
    linked.feed(html)
    return linked


def alone(files: Mapping[str, bytes] = FILES, kinds: tuple[str, ...] = ("mp4", "png")) -> str:
    lesson = Lesson((RUN,), prose={"one": (TEXT, "")})
    page = make_page((RUN,), {"one": clip(RUN, kinds=kinds)}, lesson=lesson)
    return single_file(page, files)


def test_styles_scripts_and_files_stand_inside() -> None:
    html = alone()
    found = read(html)
    film, poster = (base64.b64encode(FILES[name]).decode() for name in ("clips/one.mp4", "clips/one.png"))
    assert {f"data:video/mp4;base64,{film}", f"data:image/png;base64,{poster}"} <= set(found.addresses)
    prose = read(html[html.index('<div class="prose"') :].partition("</div>")[0])
    assert prose.addresses == [
        "#clip-one",
        "data:application/json;base64,e30=",
        "#content",
    ]
    typefaces, _, others = found.inline["style"][0].partition("p { color: red }")
    assert typefaces.count("@font-face") > 1
    assert not others.strip()
    assert found.inline["script"][:2] == [early_script(), '"use strict";']


def test_only_what_stands_inside_may_be_used() -> None:
    found = read(alone())
    for kind, texts in found.inline.items():
        (rule,) = re.findall(rf"{kind}-src ([^;]*)", found.policy)
        digests = {"'sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() + "'" for t in texts}
        assert set(rule.split()) == digests | {"'sha256-" + base64.b64encode(hashlib.sha256().digest()).decode() + "'"}
    assert found.policy.startswith("default-src 'none'")
    assert "unsafe" not in found.policy
    assert "http" not in found.policy


def test_everything_else_is_as_on_the_page() -> None:
    html = alone()
    for kept in ("<!DOCTYPE html>", "Download &amp; keep", "a &lt; b &amp; &lt;!-- c --&gt;", "gone"):
        assert kept in html
    assert html.index('<script>"use strict"') > html.index("</main>")
    assert 'download="one.json"' in html
    assert "notes.html" not in html


@pytest.mark.parametrize("content", [b"a</script>b", b"a</SCRIPT >b"])
def test_a_script_that_would_end_itself_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"assets/page\.js: holds"):
        alone({**FILES, "assets/page.js": content})


def test_a_style_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match=r"assets/figure\.css: linked by the page"):
        alone({name: content for name, content in FILES.items() if name != "assets/figure.css"})


def test_the_real_page_has_nothing_left_to_fetch() -> None:
    scenarios = catalogue()
    clips = {scenario.slug: clip(scenario) for scenario in scenarios}
    files = dict(page_assets())
    for scenario in scenarios:
        base = f"clips/{scenario.slug}"
        files |= {f"{base}.mp4": b"mp4", f"{base}.png": b"png", f"{base}.json": b"{}"}
        files[f"openings/{scenario.slug}.jpg"] = b"jpg"
        files[f"{base}.vtt"] = to_vtt(clips[scenario.slug].cues).encode()
    files |= {"explainer.mp4": b"film", "explainer.vtt": b"WEBVTT\n", "explainer.jpg": b"jpg"}
    html = single_file(make_page(scenarios, clips), files)
    cited = {source.address for source in SOURCES}  # a link to follow loads nothing
    left = {address for address in read(html).addresses if not address.startswith(("data:", "#"))}
    assert left <= cited
    fonts = [content for name, content in files.items() if name.endswith(".woff2")]
    loaded = re.findall(r'url\("([^"]+)"\)', "".join(read(html).inline["style"]))
    assert sorted(loaded) == sorted(f"data:font/woff2;base64,{base64.b64encode(font).decode()}" for font in fonts)
    assert "font-src data:;" in read(html).policy
    assert html.count(base64.b64encode(b"film").decode()) == 1


def test_a_video_is_inside_only_in_its_first_form() -> None:
    html = alone({**FILES, "clips/one.webm": b"another form"}, kinds=("mp4", "png", "webm"))
    assert re.findall('source src="data:(.*?);', html) == ["video/mp4", "video/mp4"]
    assert base64.b64encode(b"another form").decode() not in html
