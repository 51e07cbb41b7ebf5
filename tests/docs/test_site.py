"""The built documentation is whole, and asks nothing of any other host."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from tests.docs.links import Page

FETCHED = re.compile(
    r"""@import|url\(\s*["']?(?:https?:)?//|(?:fetch|import|importScripts|XMLHttpRequest)\(\s*["'`](?:https?:)?//""",
    re.IGNORECASE,
)
NEEDLESS = "searchindex.js"
"""Holds words of all pages, with those in code, and runs none of it."""


def missing(pages: dict[str, Page], site: Path) -> list[str]:
    """Return every link that leads nowhere, or that a browser would follow to another host by itself."""
    found = []
    for name, page in pages.items():
        for tag, attribute, address in page.links:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                good = (tag, attribute) == ("a", "href") or parts.scheme == "data"
            else:
                good = leads_somewhere(name, unquote(parts.path), unquote(parts.fragment), pages, site)
            if not good:
                found.append(f"{name}: <{tag} {attribute}={address}>")
    return found


def leads_somewhere(name: str, path: str, fragment: str, pages: dict[str, Page], site: Path) -> bool:
    """Whether a relative link is one to a file, and to a place in it that is there."""
    target = os.path.normpath(PurePosixPath(name).parent / path) if path else name
    if path.startswith("/") or target.startswith("..") or not (site / target).is_file():
        return False
    return not fragment or fragment in pages[target].ids


def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere(pages: dict[str, Page], site: Path) -> None:
    assert len(pages) > 20
    assert missing(pages, site) == []


def test_a_link_that_leads_nowhere_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("", encoding="utf-8")
    wrong = ["b.html", "a.html#there", "/a.html", "../a.html"]
    pages = {"a.html": Page(ids={"here"}, links=[("a", "href", address) for address in wrong])}
    pages["a.html"].links += [
        ("a", "href", "#here"),
        ("a", "href", "https://example.org/"),
        ("link", "href", "//x.org"),
    ]
    assert len(missing(pages, tmp_path)) == len(wrong) + 1


def test_styles_and_scripts_fetch_nothing(site: Path) -> None:
    sources = [path for path in site.rglob("*") if path.suffix in {".css", ".js"} and path.name != NEEDLESS]
    assert sources
    assert [str(path) for path in sources if FETCHED.search(path.read_text(encoding="utf-8"))] == []


def test_formulas_are_mathml_and_none_is_left_as_source(pages: dict[str, Page], site: Path) -> None:
    theory = (site / "theory.html").read_text(encoding="utf-8")
    assert theory.count("<math") > 40
    assert "$" not in pages["theory.html"].text.replace("$2", "")


def test_no_page_says_when_it_was_made(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not re.search(
            r"Last updated|Created using|\b20(?:2[5-9]|3\d)-\d\d-\d\dT", page.read_text(encoding="utf-8")
        )
