"""A whole build, decoded again: pictures, captions, page and manifest are what they say they are."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gdcore.scenarios import ALONE, OPENING, built_in, catalogue, filmed, shown
from scenes.clip.quality import QUALITIES
from scenes.painting import pacing
from tests.conftest import Run
from valleyjump.cli import main

SLUGS = [scenario.slug for scenario in catalogue()]
TOLD = [scenario.slug for scenario in shown(catalogue())]
"""Those that the page shows."""
FILMED = [OPENING, *(scenario.slug for scenario in filmed(catalogue()))]
CARD_FRAMES, FADE_FRAMES = pacing.frames(pacing.CARD_S, 15), pacing.frames(pacing.CARD_FADE_S, 15)
END_FRAMES = CARD_FRAMES + pacing.frames(pacing.END_S, 15)
TIMING = re.compile(r"(\d+):(\d\d):(\d\d\.\d{3}) --> (\d+):(\d\d):(\d\d\.\d{3})")


@pytest.fixture(scope="session")
def manifest(draft_build: Path) -> dict[str, Any]:
    return json.loads((draft_build / "manifest.json").read_text(encoding="utf-8"))


def decoded(path: Path) -> Iterator[av.VideoFrame]:
    with av.open(str(path)) as container:
        yield from container.decode(container.streams.video[0])


Film = tuple[str, list[av.VideoFrame]]


@pytest.fixture(scope="module", params=SLUGS)
def film(request: pytest.FixtureRequest, draft_build: Path) -> Film:
    """Return the slug of a clip and all its frames."""
    return request.param, list(decoded(draft_build / f"clips/{request.param}.mp4"))


def boxes(path: Path) -> list[bytes]:
    """Return the names of an MP4 file's outermost boxes, in their order."""
    content, names, place = path.read_bytes(), [], 0
    while place < len(content):
        size, name = struct.unpack_from(">I4s", content, place)
        names.append(name)
        place += size if size != 1 else struct.unpack_from(">Q", content, place + 8)[0]
    return names


def cues(path: Path) -> list[tuple[float, float]]:
    """Return the intervals of a WebVTT file, in seconds."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\n")
    found = [tuple(map(float, match.groups())) for match in TIMING.finditer(text)]
    return [(3600 * h + 60 * m + s, 3600 * hh + 60 * mm + ss) for h, m, s, hh, mm, ss in found]


def test_the_build_holds_the_catalogue_in_its_order(manifest: dict[str, Any]) -> None:
    assert list(manifest["clips"]) == SLUGS


def test_a_clip_decodes_to_what_the_manifest_says(draft_build: Path, manifest: dict[str, Any], film: Film) -> None:
    slug, frames = film
    listed, times = manifest["clips"][slug], [frame.time for frame in frames]
    with av.open(str(draft_build / f"clips/{slug}.mp4")) as container:
        (stream,) = container.streams
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.codec_context.width, stream.codec_context.height) == (854, 480)
        assert float(stream.duration * stream.time_base) == pytest.approx(listed["duration_s"], abs=1e-3)
    assert (listed["width_px"], listed["height_px"], listed["fps"], listed["quality"]) == (854, 480, 15, "draft")
    assert len(times) == listed["n_frames"]
    np.testing.assert_allclose(times, np.arange(len(times)) / 15, atol=1e-3)
    assert listed["duration_s"] == pytest.approx(len(times) / 15)
    assert 6.0 <= listed["duration_s"] <= 25.0


@pytest.mark.parametrize("name", [*(f"clips/{slug}.mp4" for slug in SLUGS), "explainer.mp4"])
def test_a_browser_can_start_before_it_has_the_whole_file(draft_build: Path, name: str) -> None:
    found = boxes(draft_build / name)
    assert found.index(b"moov") < found.index(b"mdat")


def test_the_poster_is_the_last_frame(draft_build: Path, film: Film) -> None:
    slug, (*_, last) = film
    (poster,) = decoded(draft_build / f"clips/{slug}.png")
    shown, wanted = (frame.to_ndarray(format="rgb24").astype(float) for frame in (poster, last))
    assert shown.shape == wanted.shape
    assert np.abs(shown - wanted).mean() < 3.0
    assert shown.std() > 5.0, "an empty picture"


def ink(picture: NDArray[np.uint8]) -> float:
    """Return the share of pixels ``(h, w, 3)`` that differ plainly from the ground, which the corner shows."""
    return float((np.abs(picture.astype(int) - picture[0, 0]).max(axis=-1) > 24).mean())


def test_the_first_frame_shows_what_is_introduced(draft_build: Path, film: Film) -> None:
    slug, frames = film
    first, second = (frames[i].to_ndarray(format="rgb24") for i in (0, QUALITIES["draft"].fps))
    assert ink(first) > 0.015, "hardly more than a title"
    assert ink(first) > 0.6 * ink(second), "what the first second adds is missing in a thumbnail"
    with Image.open(draft_build / f"openings/{slug}.jpg") as opening:
        assert np.abs(np.asarray(opening, dtype=float) - first).mean() < 3.0


def test_a_clip_moves(film: Film) -> None:
    pictures = (frame.to_ndarray(format="gray").astype(np.int16) for frame in film[1])
    changes = (True for a, b in pairwise(pictures) if np.abs(a - b).max() > 40)
    enough = len(film[1]) // 10 + 1
    assert sum(islice(changes, enough)) == enough


@pytest.mark.parametrize("slug", SLUGS)
def test_captions_lie_inside_the_clip_and_do_not_overlap(
    draft_build: Path, manifest: dict[str, Any], slug: str
) -> None:
    found = cues(draft_build / f"clips/{slug}.vtt")
    assert found
    assert all(start < end for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert found[0][0] >= 0.0
    assert found[-1][1] <= manifest["clips"][slug]["duration_s"] + 5e-4


def test_the_explainer_is_all_clips_of_the_story_each_behind_its_card(
    draft_build: Path, manifest: dict[str, Any]
) -> None:
    assert set(manifest["clips"]) == {*TOLD, *ALONE}
    n_frames = np.array([manifest["clips"][slug]["n_frames"] for slug in FILMED])
    n_card = np.array([0, *[CARD_FRAMES] * (len(FILMED) - 1)])
    ends = np.cumsum(n_card + n_frames + FADE_FRAMES)
    starts, total = np.array([0, *ends[:-1]]), ends[-1] + END_FRAMES
    with av.open(str(draft_build / "explainer.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(stream.duration * stream.time_base) == pytest.approx(total / 15, abs=1e-3)
        frames = dict(zip((starts + n_card).tolist(), FILMED, strict=True))
        cards = {start + CARD_FRAMES // 2 for start in (*starts[1:], ends[-1])}
        times = []
        for number, frame in enumerate(container.decode(stream)):
            times.append(frame.time)
            if number in frames:
                first = next(decoded(draft_build / f"clips/{frames[number]}.mp4"))
                np.testing.assert_array_equal(frame.to_ndarray(format="rgb24"), first.to_ndarray(format="rgb24"))
            elif number in cards:
                assert frame.to_ndarray(format="gray").max() > 180, "an empty card"
    np.testing.assert_allclose(times, np.arange(total) / 15, atol=1e-3)


def test_the_explainer_has_a_chapter_for_each_clip(draft_build: Path, manifest: dict[str, Any]) -> None:
    titles = [built_in(slug).title for slug in FILMED]
    listed = manifest["explainer"]["chapters"]
    with av.open(str(draft_build / "explainer.mp4")) as container:
        found = container.chapters()
        assert container.duration / 1e6 == pytest.approx(manifest["explainer"]["duration_s"], abs=2e-3)
    assert [chapter["metadata"]["title"] for chapter in found] == titles
    assert [(chapter["slug"], chapter["title"]) for chapter in listed] == list(zip(FILMED, titles, strict=True))
    starts_s = [float(chapter["start"] * chapter["time_base"]) for chapter in found]
    np.testing.assert_allclose(starts_s, [chapter["start_s"] for chapter in listed], atol=1e-3)


def test_the_explainer_has_the_captions_of_all_clips(draft_build: Path, manifest: dict[str, Any]) -> None:
    wanted = []
    for chapter in manifest["explainer"]["chapters"]:
        start_s = chapter["start_s"] + (chapter["slug"] != OPENING) * CARD_FRAMES / 15
        wanted += [
            (start_s + start, start_s + end) for start, end in cues(draft_build / f"clips/{chapter['slug']}.vtt")
        ]
    np.testing.assert_allclose(cues(draft_build / "explainer.vtt"), wanted, atol=2e-3)
    with av.open(str(draft_build / "explainer.mp4")) as container:
        packets = [packet for packet in container.demux(container.streams.subtitles[0]) if packet.size > 2]
        spans = [(float(p.pts * p.time_base), float((p.pts + p.duration) * p.time_base)) for p in packets]
    np.testing.assert_allclose(spans, wanted, atol=2e-3)


class Links(HTMLParser):
    """Collects what a page links to, and the anchors that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.followed: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("src", "poster", "data") or (name == "href" and tag == "link"):
                self.loaded.append(value or "")
            elif name == "href":
                self.followed.append(value or "")
            elif name == "id":
                self.anchors.add(value or "")


@pytest.fixture(scope="session")
def links(draft_build: Path) -> dict[str, Links]:
    """Return the links of the page's parts, of its whole and of its codes, by the names of their files."""
    found = {path.name: Links() for path in draft_build.glob("*.html")}
    for name, page in found.items():
        page.feed((draft_build / name).read_text(encoding="utf-8"))
    return found


def test_everything_the_page_loads_lies_beside_it(draft_build: Path, links: dict[str, Links]) -> None:
    videos = {f"clips/{slug}.mp4" for slug in SLUGS}
    told = {f"clips/{slug}.mp4" for slug in TOLD}
    assert videos & set(links["whole.html"].loaded) == told
    assert videos & {link for name, page in links.items() if name != "whole.html" for link in page.loaded} == told
    assert {f"embed/{slug}.html" for slug in ALONE} <= set(links["codes.html"].followed)
    for link in {link for page in links.values() for link in page.loaded}:
        parts = urlsplit(link)
        if parts.scheme != "data":
            assert (parts.scheme, parts.netloc) == ("", ""), f"{link}: a request that leaves the page"
            assert not parts.path.startswith("/"), f"{link}: not relative"
            assert (draft_build / unquote(parts.path)).is_file(), f"{link}: no such file"


def test_every_link_of_the_page_resolves(draft_build: Path, links: dict[str, Links]) -> None:
    for name, page in links.items():
        assert page.followed, name
        for link in page.followed:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto"):
                continue
            assert parts.scheme == "", f"{name}: {link}: an odd scheme"
            target = unquote(parts.path) or name
            assert (draft_build / target).is_file(), f"{name}: {link}: no such file"
            if target in links and (parts.fragment or not parts.path):
                assert parts.fragment in links[target].anchors, f"{name}: {link}: no such anchor"


def test_the_manifest_lists_every_file_with_size_and_digest(draft_build: Path, manifest: dict[str, Any]) -> None:
    there = {path.relative_to(draft_build).as_posix() for path in draft_build.rglob("*") if path.is_file()}
    assert there == {*manifest["files"], "manifest.json"}
    for name, listed in manifest["files"].items():
        content = (draft_build / name).read_bytes()
        assert listed == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_trace_beside_a_clip_is_the_trace_that_is_printed(
    draft_build: Path, capsys: pytest.CaptureFixture[str], slug: str
) -> None:
    assert main(["trace", slug, "--format", "json"]) == 0
    assert capsys.readouterr().out == (draft_build / f"clips/{slug}.json").read_text(encoding="utf-8")


def test_rendering_again_gives_the_same_bytes(
    draft_build: Path, manifest: dict[str, Any], valleyjump: Run, tmp_path: Path
) -> None:
    slugs = ["mse-valley-jumping"]
    done = valleyjump("render", *slugs, "--quality", "draft", "--workers", "1", "--no-cache", "-o", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    again = json.loads((tmp_path / "again/manifest.json").read_text(encoding="utf-8"))
    assert set(again["clips"]) == set(slugs)
    assert again["files"] == {name: manifest["files"][name] for name in again["files"]}


def test_the_page_as_one_file_holds_all_that_the_folder_does(
    draft_build: Path, valleyjump: Run, tmp_path: Path
) -> None:
    words = ("build", "--only", SLUGS[0], "--quality", "draft", "-o", tmp_path / "one")
    done = valleyjump(*words, "--single-file")
    assert done.returncode == 0, done.stderr
    page = tmp_path / "one" / "single-file.html"
    assert done.stdout.split() == [str(page)]
    html = page.read_text(encoding="utf-8")
    for name in (f"clips/{SLUGS[0]}.mp4", f"clips/{SLUGS[0]}.png", f"clips/{SLUGS[0]}.json", "explainer.mp4"):
        assert base64.b64encode((tmp_path / "one" / name).read_bytes()).decode() in html
    again = valleyjump(*words, "--single-file")
    assert again.returncode == 0
    assert "frames" not in again.stderr
    assert page.read_text(encoding="utf-8") == html
