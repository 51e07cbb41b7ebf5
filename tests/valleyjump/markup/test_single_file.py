"""One file with everything inside: nothing left to fetch, nothing changed but the addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from gdcore.scenarios import catalogue
from scenes.clip.webvtt import to_vtt
from tests.valleyjump.page.test_page import clip
from valleyjump.markup.single_file import single_file
from valleyjump.page.page import make_page, page_assets, render_page

FILES = {
    "assets/a.css": b"p { color: red }",
    "assets/a.js": b'"use strict";',
    "clips/one.mp4": b"\x00\x01film",
    "clips/one.png": b"\x89PNG",
    "clips/one.json": b"{}",
}
PAGE = """<!DOCTYPE html>
<html lang="en"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<link rel="stylesheet" href="assets/a.css">
<script defer src="assets/a.js"></script>
</head><body>
<figure id="clip-one"><video src="clips/one.mp4" poster="clips/one.png"></video>
<a href="clips/one.mp4">Download &amp; keep</a> <a href="clips/one.json#x">numbers</a> <a href="#top">up</a></figure>
<p>a &lt; b&nbsp;&#169; <!-- kept --></p><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>
</body></html>
"""


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


def test_styles_scripts_and_files_stand_inside() -> None:
    found = read(single_file(PAGE, FILES))
    film, poster = (base64.b64encode(FILES[name]).decode() for name in ("clips/one.mp4", "clips/one.png"))
    assert found.addresses == [
        f"data:video/mp4;base64,{film}",
        f"data:image/png;base64,{poster}",
        "#clip-one",
        "data:application/json;base64,e30=",
        "#top",
    ]
    assert found.inline == {"style": ["p { color: red }"], "script": ['"use strict";']}


def test_only_what_stands_inside_may_be_used() -> None:
    found = read(single_file(PAGE, FILES))
    for kind, texts in found.inline.items():
        (rule,) = re.findall(rf"{kind}-src ([^;]*)", found.policy)
        digests = {"'sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() + "'" for t in texts}
        assert set(rule.split()) == digests
    assert found.policy.startswith("default-src 'none'")
    assert "unsafe" not in found.policy
    assert "http" not in found.policy


def test_everything_else_is_passed_on() -> None:
    html = single_file(PAGE, FILES)
    for kept in ("<!DOCTYPE html>", "Download &amp; keep", "a &lt; b&nbsp;&#169; <!-- kept -->", '<path d="M0 0"/>'):
        assert kept in html
    assert html.index("<script>") > html.index("</svg>")
    assert 'download="one.json"' in html


@pytest.mark.parametrize("content", [b"a</script>b", b"a</SCRIPT >b"])
def test_a_script_that_would_end_itself_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"assets/a\.js: holds"):
        single_file(PAGE, {**FILES, "assets/a.js": content})


def test_a_style_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match=r"assets/a\.css: linked by the page"):
        single_file(PAGE, {name: content for name, content in FILES.items() if name != "assets/a.css"})


def test_the_real_page_has_nothing_left_to_fetch() -> None:
    scenarios = catalogue()
    clips = {scenario.slug: clip(scenario) for scenario in scenarios}
    files = dict(page_assets())
    for scenario in scenarios:
        base = f"clips/{scenario.slug}"
        files |= {f"{base}.mp4": b"mp4", f"{base}.png": b"png", f"{base}.json": b"{}"}
        files[f"openings/{scenario.slug}.jpg"] = b"jpg"
        files[f"{base}.vtt"] = to_vtt(clips[scenario.slug].cues).encode()
    files |= {"explainer.mp4": b"film", "explainer.vtt": b"WEBVTT\n"}
    html = single_file(render_page(make_page(scenarios, clips)), files)
    left = [address for address in read(html).addresses if not address.startswith(("data:", "#"))]
    assert left == []
    assert html.count(base64.b64encode(b"film").decode()) == 1


def test_a_video_is_inside_only_in_its_first_form() -> None:
    video = (
        '<video><source src="clips/one.mp4" type="video/mp4"><source src="clips/one.webm" type="video/webm"></video>'
    )
    html = single_file(f"<body>{video}{video}</body>", {**FILES, "clips/one.webm": b"another form"})
    assert re.findall('src="data:(.*?);', html) == ["video/mp4", "video/mp4"]
    assert "webm" not in html
