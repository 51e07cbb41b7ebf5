"""Frames: each clip alone on a page of its own, whose links resolve and whose words stay words."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gdcore.scenario import Scenario
from gdcore.text.language import use_language
from scenes.painting.style import LIGHT
from tests.scenes.runs import TINY, on_houses, on_parabola
from tests.valleyjump.page.pages import HOSTILE, clip, curve
from tests.valleyjump.pools import Here
from tests.valleyjump.reading import Node, read
from valleyjump.build.build import build
from valleyjump.build.plan import Plan
from valleyjump.markup.tab_title import tab_title
from valleyjump.page.frames import embed_assets, embed_pages
from valleyjump.rendering.progress import PlainLines
from valleyjump.store.cache import Cache
from valleyjump.store.identity import identity

RUNS: tuple[Scenario, ...] = (
    replace(on_parabola(3), slug="short", title="x² at 1.2"),
    replace(on_houses(3), slug="hostile", title=HOSTILE),
)
PROMISED = ("default-src 'none'", "base-uri 'none'", "form-action 'none'")


def built(folder: Path) -> list[Path]:
    """Build a page of two real clips of a few pixels, and return its files."""
    with Path(os.devnull).open("w") as nowhere:
        return build(
            Plan(scenarios=RUNS, quality=TINY, identity=identity(), folder=folder / "out"),
            PlainLines(nowhere, len(RUNS)),
            lambda _scratch, _n: Here(),
            Cache(folder / "cache", 10**9),
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("embed")
    built(where)
    return where / "out"


def frame(folder: Path, slug: str) -> Node:
    return read((folder / f"embed/{slug}.html").read_text(encoding="utf-8"))


def html_of(title: str = "Own", **options: object) -> str:
    run = curve(title=title)
    ((_, html),) = embed_pages([run], {run.slug: clip(run, **options)})
    return html


def test_every_clip_has_a_frame_that_the_manifest_lists(folder: Path) -> None:
    frames = {f"embed/{path.name}" for path in (folder / "embed").iterdir()}
    assert frames == {f"embed/{kind}{run.slug}.html" for run in RUNS for kind in ("", "playground_")}
    assert frames <= json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"].keys()


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.slug)
def test_every_link_of_a_frame_resolves(folder: Path, run: Scenario) -> None:
    found, more = set(), []
    for node in frame(folder, run.slug).walk():
        for address in filter(None, map(node.get, ("href", "src", "poster"))):
            parts = urlsplit(address)
            if parts.scheme == "data":
                continue
            assert (parts.scheme, parts.netloc, parts.query) == ("", "", ""), address
            file = (folder / "embed" / parts.path).resolve().relative_to(folder.resolve())
            assert (folder / file).is_file(), address
            if node.tag == "a" and parts.fragment:
                more.append(address)
                assert parts.fragment in {one.get("id") for one in read((folder / file).read_text("utf-8")).walk()}
                continue
            assert parts.fragment == "", address
            found.add(file.as_posix())
    assert more == [f"../index.html#clip-{run.slug}"]
    clips = {f"clips/{run.slug}.{kind}" for kind in ("mp4", "png", "vtt")} | {f"openings/{run.slug}.jpg"}
    assert found == clips | {"assets/fonts.css", "assets/theme.css", "assets/embed.css", "assets/embed.js"}


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.slug)
def test_a_frame_is_named_after_its_scenario_and_holds_one_player(folder: Path, run: Scenario) -> None:
    tree = frame(folder, run.slug)
    video = tree.one("video")
    assert tree.one("title").text == tab_title(run.title)
    assert tree.one("h1").text == video["aria-label"] == run.title
    assert {"controls", "playsinline"} <= video.attributes.keys()
    assert "autoplay" not in video.attributes
    assert (video["width"], video["height"]) == (str(TINY.width_px), str(TINY.height_px))
    track = video.one("track")
    assert (track["kind"], track["srclang"], track["label"]) == ("captions", "en", "English")
    assert "default" in track.attributes
    assert tree.one("html")["lang"] == "en-GB"


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.slug)
def test_a_frame_runs_its_own_script_alone(folder: Path, run: Scenario) -> None:
    tree = frame(folder, run.slug)
    assert [(script["src"], script.text) for script in tree.all("script")] == [("../assets/embed.js", "")]
    assert not tree.all("style")
    assert not [name for node in tree.walk() for name in node.attributes if name.startswith("on") or name == "style"]
    (policy,) = [meta["content"] for meta in tree.all("meta") if "http-equiv" in meta.attributes]
    assert set(PROMISED) <= set(policy.split("; "))
    assert not re.search(r"unsafe|\*|https?:", policy)


def test_hostile_words_stay_words() -> None:
    tree = read(html_of(HOSTILE, text=HOSTILE))
    assert tree.one("title").text == tab_title(HOSTILE)
    assert tree.one("h1").text == HOSTILE
    assert [script.text for script in tree.all("script")] == [""]


def test_a_second_build_writes_nothing(folder: Path) -> None:
    def written() -> dict[Path, tuple[int, int]]:
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}

    before, listed = written(), (folder / "manifest.json").read_bytes()
    names = built(folder.parent)
    assert {folder / f"embed/{run.slug}.html" for run in RUNS} <= set(names)
    assert written() == before
    (folder / "manifest.json").unlink()  # now everything is put together again, and found to be there
    built(folder.parent)
    assert written() == before
    assert (folder / "manifest.json").read_bytes() == listed


def test_a_frame_that_was_touched_is_put_right(folder: Path) -> None:
    path = folder / "embed/short.html"
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    built(folder.parent)
    assert path.read_bytes() == whole


def test_only_what_was_rendered_is_offered() -> None:
    tree = read(html_of(kinds=("webm", "mp4", "png")))
    assert [source["src"] for source in tree.all("source")] == ["../clips/own.mp4", "../clips/own.webm"]


def test_a_frame_is_in_the_theme_of_its_page() -> None:
    run = curve()
    for theme, wanted in ((None, "dark light"), (LIGHT, "light")):
        ((_, html),) = embed_pages([run], {run.slug: clip(run)}, theme)
        assert f'<meta name="color-scheme" content="{wanted}">' in html


def test_a_frame_speaks_the_language_of_its_page() -> None:
    with use_language("es"):
        tree = read(html_of("Título propio"))
    assert tree.one("html")["lang"] == tree.one("track")["srclang"] == "es"
    assert tree.one("track")["label"] == "Español"
    assert tree.one("title").text == "Título propio"


def test_colours_have_one_place() -> None:
    css = embed_assets()["assets/embed.css"].decode()
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl|@import|url\(", css)


def test_a_run_without_a_clip_is_an_error() -> None:
    with pytest.raises(KeyError, match="own"):
        list(embed_pages([curve()], {}))
