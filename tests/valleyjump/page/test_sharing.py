"""What a shared link shows: read from a build's pages with lxml, beside the files of the build."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml.html import HtmlElement, fromstring
from PIL import Image

from gdcore.scenarios import catalogue
from tests.conftest import Run
from tests.valleyjump.builds import build_tiny
from tests.valleyjump.page.pages import HOSTILE, clip
from valleyjump.article.article import make_article
from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.page.frames import playground_pages

PLACE = "https://example.org/kurs/ä%20b"
FOLDER = "https://example.org/kurs/%C3%A4%20b/"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_tiny(tmp_path_factory.mktemp("served") / "lesson", place=PLACE, single_file=True)


def pages(built: Built) -> dict[str, HtmlElement]:
    """Return every page of a build by its name."""
    return {name: fromstring(built.read(name)) for name in built.files if name.endswith(".html")}


def told(page: HtmlElement) -> dict[str, str]:
    """Return what a page tells of itself, and the address that it names as its own."""
    named = page.xpath("//head/meta[@property or starts-with(@name, 'twitter:')]")
    links = page.xpath("//head/link[@rel='canonical']")
    found = [*((meta.get("property") or meta.get("name"), meta.get("content")) for meta in named),
             *((link.get("rel"), link.get("href")) for link in links)]  # fmt: skip
    assert len(found) == len(dict(found)), "something is told twice"
    return dict(found)


def test_without_an_address_only_what_is_true_anywhere_is_told(tiny_build: Built) -> None:
    for name, page in pages(tiny_build).items():
        found = told(page)
        assert found.keys() == {"og:type", "og:title", "og:description", "twitter:card"}, name
        assert all(found.values())
        assert found["twitter:card"] == "summary"


@pytest.mark.heavy
def test_with_an_address_every_page_names_its_own_and_a_picture_that_is_there(served: Built) -> None:
    found = pages(served)
    assert found.keys() == {
        "index.html", "codes.html", "single-file.html",
        *(f"embed/{kind}{slug}.html" for kind in ("", "playground_") for slug in ("parabola-diverges", "hostile")),
    }  # fmt: skip
    for name, page in found.items():
        say = told(page)
        own = FOLDER if name in ("index.html", "single-file.html") else FOLDER + name
        assert say["canonical"] == say["og:url"] == own
        assert say["og:image"].startswith(FOLDER)
        with Image.open(served.path(unquote(say["og:image"].removeprefix(FOLDER)))) as picture:
            assert picture.format == "JPEG"
            assert picture.size == (int(say["og:image:width"]), int(say["og:image:height"]))
        assert say["twitter:card"] == "summary_large_image"
        assert say["og:image:alt"]


def test_a_clips_own_page_tells_of_that_clip_and_a_hostile_title_stays_text(served: Built) -> None:
    found = {name: told(page) for name, page in pages(served).items()}
    assert found["embed/hostile.html"]["og:image"] == f"{FOLDER}openings/hostile.jpg"
    assert found["embed/hostile.html"]["og:title"] == found["index.html"]["og:title"] == HOSTILE
    assert found["index.html"]["og:image"] == f"{FOLDER}openings/parabola-diverges.jpg"


def test_a_playgrounds_page_shows_the_clip_it_is_given() -> None:
    first, article = catalogue()[0], make_article(catalogue())
    for name, html in playground_pages(article, (first.title, clip(first)), place="https://example.org"):
        found = told(fromstring(html))
        assert found["canonical"] == f"https://example.org/{name}"
        assert found["og:image"] == f"https://example.org/openings/{first.slug}.jpg"


@pytest.mark.heavy
def test_the_address_is_part_of_the_builds_key_and_the_same_place_makes_nothing_new(
    tmp_path: Path, valleyjump: Run
) -> None:
    words = ["build", "--only", "parabola-cycles", "--quality", "draft", "--cache-dir", tmp_path / "cache"]
    words += ["-o", tmp_path / "out", "--url"]
    for address, n_rendered in (("https://a.example", 1), ("https://a.example/index.html", 0), ("http://b.example", 0)):
        done = valleyjump(*words, address)
        assert done.returncode == 0, done.stderr
        assert len(re.findall("frames,", done.stderr)) == n_rendered
        html = (tmp_path / "out/index.html").read_bytes()
        assert told(fromstring(html))["canonical"] == f"{address.removesuffix('/index.html')}/"


@pytest.mark.parametrize(
    "address",
    ["", "example.org", "https://", "https://a b.org", "ftp://a.org", "https://a.org:99999", "https://a.org?b",
     "https://[::1", "https://:80", "javascript:alert(1)", '"><script>'],
)  # fmt: skip
def test_a_bad_address_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert main(["build", "-o", str(tmp_path / "out"), "--url", address]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("--url: expected an address such as https://")
    assert not (tmp_path / "out").exists()
