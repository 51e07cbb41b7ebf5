"""The page as a document: its links resolve, nothing comes from elsewhere, and everything has its name."""

import itertools
import json
import re
import subprocess
import sys
from urllib.parse import urlsplit

from gdcore.scenarios import catalogue, shown
from tests.stylesheets import loaded
from tests.valleyjump.page.pages import rendered
from valleyjump.article.sources import SOURCES
from valleyjump.page.assets import ALL_STYLES, STYLESHEETS, page_assets
from valleyjump.page.embed_codes import PLACE

FILM = {"explainer.mp4", "explainer.vtt", "explainer.jpg"}
CITED = {source.address for source in SOURCES if source.address}


def built_files(scenarios):
    kinds = ("mp4", "png", "vtt", "json")
    clips = {f"clips/{run.slug}.{kind}" for run in scenarios for kind in kinds}
    openings = {f"openings/{run.slug}.jpg" for run in scenarios}
    own = {"assets/codes.css", "assets/codes.js"}  # which the page of codes links to
    own |= {f"assets/{name}" for name in STYLESHEETS}  # which the page has in one file
    return clips | openings | set(page_assets()) - own | FILM | {"index.html", "codes.html"}


def test_every_relative_address_resolves(tree):
    ids = {node["id"] for node in tree.walk() if node.get("id")}
    found = set()
    for node in tree.walk():
        for name in ("href", "src", "poster"):
            address = node.get(name)
            if address is None or address.startswith("data:image/svg+xml,") or address in CITED:
                continue
            parts = urlsplit(address)
            assert not parts.scheme, address
            assert not parts.netloc, address
            if parts.path:
                found.add(parts.path)
            else:
                assert parts.fragment in ids, address
    assert found | loaded(page_assets()) == built_files(shown(catalogue())) - {"index.html"}


def without_codes(html):
    """Return a page without the codes for other pages, which name an example's address and other people's markup."""
    return re.sub(r"<pre .*?</pre>", "", html, flags=re.DOTALL)


def test_nothing_is_loaded_from_elsewhere(html):
    texts = [re.sub(r"xmlns='http://www\.w3\.org/2000/svg'", "", without_codes(html))]
    for address in CITED:  # a link to follow loads nothing
        texts[0] = texts[0].replace(f'<a href="{address}">', "<a>")
    written = {name: content for name, content in page_assets().items() if not name.endswith(".woff2")}
    texts += [content.decode().replace(f'const EXAMPLE = "{PLACE}";', "") for content in written.values()]
    for text in texts:
        assert not re.search(r"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
        assert not re.search(r"@import|url\((?!\"fonts/[a-z-]+\.woff2\"\))", text)


def test_ids_are_unique_and_named_where_they_are_needed(tree):
    ids = [node["id"] for node in tree.walk() if node.get("id")]
    assert len(ids) == len(set(ids))
    for node in tree.walk():
        assert set((node.get("aria-labelledby") or "").split()) <= set(ids)


def test_headings_go_down_by_one_level_at_a_time(tree):
    levels = [int(node.tag[1]) for node in tree.walk() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_videos_wait_for_the_reader(tree):
    for video in tree.all("video"):
        assert video["preload"] == "none"
        assert {"controls", "playsinline", "width", "height"} <= video.attributes.keys()
        (poster,) = video.parent.all("img", "poster")
        assert poster["loading"] == "lazy"
        assert "autoplay" not in video.attributes
        assert video.one("track")["kind"] == "captions"


def test_the_formulas_are_native(tree):
    assert len(tree.all("math")) > 40
    assert all(node.text for node in tree.all("math"))
    assert all(node["src"].startswith(("clips/", "openings/", "explainer.jpg")) for node in tree.all("img"))


def test_tables_scroll_in_their_own_box_and_name_their_columns(tree):
    on_paper = [table for ending in tree.all("div") if "ending" in ending.classes for table in ending.all("table")]
    for table in (table for table in tree.all("table") if table not in on_paper):
        assert "scroll" in table.parent.classes
        assert table.parent["tabindex"] == "0"
        assert table.one("caption").text.strip()
        assert {head["scope"] for head in table.all("th")} == {"col", "row"}


def test_nothing_of_the_machinery_shows(html):
    html = without_codes(html)
    assert "{{" not in html
    assert "{%" not in html
    assert not re.search(r"object at 0x|built-in method|Undefined|None\b|\bnan\b", html)


def test_the_same_input_gives_the_same_bytes(html):
    assert rendered(catalogue()) == html


def test_the_model_loads_no_manim_no_compiler_and_no_templates():
    code = "import json, sys, valleyjump.page.page; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
    assert not {"manim", "typst", "jinja2", "av"} & set(loaded)


def test_the_assets_are_there():
    assets = page_assets()
    assert {f"assets/{name}" for name in ("theme.css", "page.css", "player.css", "page.js", "player.js")} <= set(assets)
    assert all(content.strip() for content in assets.values())


def test_colours_have_one_place():
    for name, content in page_assets().items():
        if name.endswith(".css") and not name.endswith(("theme.css", "print.css", ALL_STYLES)):
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", content.decode())


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_in_both_themes():
    pairs = re.findall(
        r"--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", page_assets()["assets/theme.css"].decode()
    )
    for theme in (1, 2):
        colours = {pair[0]: pair[theme] for pair in pairs}
        for ink in ("ink", "quiet", "rose", "fell", "link"):
            for ground in ("ground", "raised", "sunken"):
                low, high = sorted((luminance(colours[ink]), luminance(colours[ground])))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)
