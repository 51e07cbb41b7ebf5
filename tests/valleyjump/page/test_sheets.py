"""The story on a sheet for each part, and whole: every link leads somewhere, and each sheet stays light."""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.lesson.lesson_file import read_document
from gdcore.scenarios import catalogue, shown
from tests.valleyjump.builds import RUNS, build_tiny
from tests.valleyjump.page.pages import clip, curve
from tests.valleyjump.reading import Node, read, render_page
from valleyjump.article.article import HEADINGS
from valleyjump.article.parts import PARTS
from valleyjump.build import manifest
from valleyjump.page.codes_page import codes_page
from valleyjump.page.frames import Around, embed_pages, playground_pages
from valleyjump.page.page import first_picture, make_page
from valleyjump.page.sheets import addresses, files_of, written

MOST_ELEMENTS = 2500
PLACE = "https://example.org/valley"
FILES = (
    "index.html",
    "two-parameters.html",
    "edge.html",
    "remedies.html",
    "rates-that-change.html",
    "methods-that-choose.html",
    "monday.html",
)


def trees(runs, lesson=None, place=""):
    page = make_page(runs, {run.slug: clip(run) for run in runs}, lesson=lesson, place=place)
    return {sheet.name: read("".join(written(sheet))) for sheet in files_of(page)}


@pytest.fixture(scope="module")
def story() -> dict[str, Node]:
    return trees(catalogue(), place=PLACE)


def ids(tree: Node) -> list[str]:
    return [node["id"] for node in tree.walk() if node.get("id")]


def sections(tree: Node) -> list[str]:
    return [node["id"] for node in tree.all("section") if node.get("id") in HEADINGS]


def test_each_part_has_its_sheet_and_all_are_on_the_whole_one(story):
    assert tuple(story) == (*FILES, "whole.html")
    assert [sections(story[name]) for name in FILES] == [list(part.sections) for part in PARTS]
    assert sections(story["whole.html"]) == list(HEADINGS)
    found = {name: [figure["data-slug"] for figure in tree.all("figure", "run")] for name, tree in story.items()}
    assert (
        [slug for name in FILES for slug in found[name]]
        == found["whole.html"]
        == [run.slug for run in shown(catalogue())]
    )


def test_links_lead_to_ids_on_the_sheet_they_name(story):
    across = 0
    clips = {run.slug: clip(run) for run in catalogue()}
    page = make_page(catalogue(), clips)
    around = Around(page.title, addresses(page))
    frames = [
        *embed_pages(catalogue(), clips, around=around),
        *playground_pages(page.article, first_picture(catalogue(), clips), around=around),
    ]
    pages = {**story, "codes.html": read(codes_page(page)), **{name: read(html) for name, html in frames}}
    assert all(len(pages[name].all("p", "more")) == 1 for name, _ in frames)
    for name, tree in pages.items():
        for node in tree.all("a"):
            parts = urlsplit(node.get("href", ""))
            if parts.scheme or not (parts.path.endswith(".html") or (parts.fragment and not parts.path)):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
            assert target in pages, (name, node["href"])
            assert not parts.fragment or parts.fragment in ids(pages[target]), (name, node["href"])
            across += target != name
    assert across > 40
    whole = [node["href"] for node in story["whole.html"].all("a") if node.get("href", "").partition("#")[0] in FILES]
    assert whole == []


def test_whatever_was_on_the_one_page_still_has_its_place_on_the_first(story):
    assert set(HEADINGS) | {"film", "content", "clip-parabola-race"} <= set(ids(story["index.html"]))


@pytest.mark.parametrize("name", [*FILES, "whole.html"])
def test_a_sheet_has_one_title_its_own_ids_and_a_way_about(story, name: str):
    tree = story[name]
    assert len(ids(tree)) == len(set(ids(tree)))
    assert len(tree.all("h1")) == 1
    levels = [int(node.tag[1]) for node in tree.walk() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert tree.one("nav", "contents").attributes.keys() >= {"popover"}
    assert tree.one("button", "to-contents")["popovertarget"] == "contents"
    current = [node for node in tree.one("nav", "contents").all("a") if node.get("aria-current") == "page"]
    assert len(current) == (name != "whole.html")


@pytest.mark.parametrize("name", FILES)
def test_a_part_is_light(story, name: str):
    assert len(list(story[name].walk())) < MOST_ELEMENTS


def test_parts_tell_what_they_are_and_what_comes_next(story):
    for number, (name, part) in enumerate(zip(FILES, PARTS, strict=True)):
        tree = story[name]
        (turn,) = tree.all("nav", "turn")
        around = {node["rel"]: node["href"] for node in turn.all("a")}
        expected = {"prev": FILES[number - 1] if number else None, "next": (*FILES, None)[number + 1]}
        assert around == {rel: file for rel, file in expected.items() if file}
        assert f"Part {number + 1} of {len(PARTS)}" in [
            found.text.partition(" ·")[0] for found in tree.all("p", "about-part")
        ]
        assert re.search(r"\d+ minutes?", tree.one("p", "about-part").text)
        assert part.level in tree.text
        assert len(tree.one("div", "take-away").all("li")) == 3


def test_glossary_and_sources_are_at_the_end_and_on_the_whole_sheet(story):
    for name in ("monday.html", "whole.html"):
        assert [sections(story[name])[-2:], len(story[name].all("ul", "glossary"))] == [["glossary", "sources"], 1]


def test_each_sheet_says_its_own_address_and_title(story):
    titles = set()
    for name, tree in story.items():
        metas = {node.get("property") or node.get("name"): node.get("content") for node in tree.all("meta")}
        address = f"{PLACE}/{'' if name == 'index.html' else name}"
        (canonical,) = [node["href"] for node in tree.all("link") if node.get("rel") == "canonical"]
        assert metas["og:url"] == canonical == address
        assert metas["og:image"].startswith(f"{PLACE}/openings/")
        assert metas["twitter:card"] == "summary_large_image"
        assert metas["og:description"] == metas["description"]
        titles.add(metas["og:title"])
    assert len(titles) == len(FILES)  # the whole is called as the first one is


def test_runs_after_the_story_have_a_sheet_of_their_own():
    own = [curve("own"), curve("other")]
    lesson = Lesson((), prose={"own": ("[other](#other), [film](#film), [numbers](#numbers)", "")})
    found = trees([*catalogue(), *own], lesson)
    assert list(found) == [*FILES, "more.html", "whole.html"]
    links = [
        [node["href"] for node in found[name].one("div", "prose").all("a")] for name in ("more.html", "whole.html")
    ]
    assert links == [["#run-other", "index.html#film", "#numbers"], ["#run-other", "#film", "#numbers"]]


# A lesson of one's own

TWO_PARTS = """
title = "Own"
[[scenario]]
slug = "first"
objective = "x**2"
start = 2
learning_rate = 0.2
part = "Basics"
[[scenario]]
slug = "second"
objective = "x**2"
start = 2
learning_rate = 0.3
[[scenario]]
slug = "third"
objective = "x**2"
start = 2
learning_rate = 0.9
part = "Beyond <i>"
"""


def own(folder: Path, text: str = TWO_PARTS) -> Lesson:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return read_document(folder / "own.toml").lesson()


def test_a_lesson_with_parts_is_one_page_with_their_headings(tmp_path: Path) -> None:
    lesson = own(tmp_path)
    found = trees(lesson.scenarios, lesson)
    assert list(found) == ["index.html"]
    tree = found["index.html"]
    heads = tree.all("header", "part")
    assert [(head["id"], head.one("h2").text) for head in heads] == [
        ("part-first", "Basics"),
        ("part-third", "Beyond <i>"),
    ]
    assert [head.one("p", "about-part").text for head in heads] == ["Part 1 of 2", "Part 2 of 2"]
    order = [node["id"] for node in tree.walk() if re.fullmatch("(part|run)-[a-z]+", node.get("id") or "")]
    assert order == ["part-first", "run-first", "run-second", "part-third", "run-third"]
    listed = [node["href"] for node in tree.one("nav", "contents").all("a")]
    assert listed == ["#content", "#part-first", "#run-first", "#run-second", "#part-third", "#run-third", "#film"]


def test_a_lesson_without_parts_has_none(tmp_path: Path) -> None:
    lesson = own(tmp_path, re.sub("part = .*\n", "", TWO_PARTS))
    tree = trees(lesson.scenarios, lesson)["index.html"]
    assert not tree.all("header", "part")
    assert not tree.all("nav", "turn")
    assert not tree.all("p", "about-part")


def test_the_manifest_lists_the_sheets_of_the_page(tmp_path: Path) -> None:
    built = build_tiny(tmp_path / "out")
    told = manifest.read_manifest(tmp_path / "out")["lesson"]
    assert [page["file"] for page in told["pages"]] == ["index.html"]
    assert (built.pages, built.whole) == (("index.html",), "index.html")
    assert "index.html" not in built.beside
    assert len(RUNS) == len(built.clips)


def test_one_page_is_written_as_it_is_asked_for() -> None:
    runs = [curve()]
    page = make_page(runs, {"own": clip(runs[0])})
    (only,) = files_of(page)
    assert "".join(written(only)) == render_page(page)
