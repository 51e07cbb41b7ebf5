"""The film: chapters, captions and pictures of all clips, each behind its card, at times that agree."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from gdcore.scenarios import catalogue, filmed, shown
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from scenes.film.writer import Encoder
from tests.valleyjump import pools
from tests.valleyjump.build.test_build import RUNS, made
from tests.valleyjump.pools import StandIn
from tests.valleyjump.processes import contents
from tests.valleyjump.reading import read, render_page
from valleyjump.build.built import read_build
from valleyjump.build.manifest import listed
from valleyjump.page.page import make_page
from valleyjump.rendering.executors import RenderJob
from valleyjump.rendering.explainer import Chapter, chapters, join_clips, shifted_cues, story_of
from valleyjump.store.cache import Cache
from valleyjump.store.clip_archive import pack

WORDS = "η < 1 & {b} \\N it’s “so”"


def reel(path: Path, grey: int, n_frames: int, fps: int = 15, width_px: int = 64) -> Path:
    frame = np.full((36, width_px, 4), grey, np.uint8)
    with Encoder(path, width_px, 36, fps) as encoder:
        encoder.put(frame, n_frames)
    return path


def clip_of(folder: Path, slug: str, grey: int = 200, n_frames: int = 20, fps: int = 15, width_px: int = 64) -> Clip:
    """Return a clip of one grey, behind a card of a darker one, before a fade of the darkest."""
    folder.mkdir(exist_ok=True)
    shades = {"card": (grey // 2, 5), "mp4": (grey, n_frames), "fade": (grey // 4, 2)}
    files = {
        kind: reel(folder / f"{slug}.{kind}", shade, length, fps, width_px) for kind, (shade, length) in shades.items()
    }
    files["png"] = folder / f"{slug}.png"
    files["png"].write_bytes(b"a poster of " + slug.encode())
    cues = (Cue(0.0, 10 / fps, f"{WORDS} {slug}"), Cue(10 / fps, n_frames / fps, "And then."))
    return Clip(slug, files, n_frames / fps, n_frames, width_px, 36, fps, cues, card_frames=5, fade_frames=2)


def titles(clips: Sequence[Clip]) -> dict[str, str]:
    return {clip.slug: f"The title of {clip.slug}: η = 1" for clip in clips}


@pytest.fixture
def clips(tmp_path: Path) -> list[Clip]:
    return [
        clip_of(tmp_path, slug, grey, 20 + i) for i, (slug, grey) in enumerate((("a", 240), ("b", 200), ("c", 160)))
    ]


def test_the_film_has_each_clip_behind_its_card(tmp_path: Path, clips: list[Clip]) -> None:
    join_clips(chapters(clips, titles(clips)), tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        shown = [(frame.time, frame.to_ndarray(format="gray").mean()) for frame in film.decode(video=0)]
    np.testing.assert_allclose([time for time, _ in shown], np.arange(len(shown)) / 15, atol=1e-4)
    wanted = [120] * 5 + [240] * 20 + [60] * 2 + [100] * 5 + [200] * 21 + [50] * 2 + [80] * 5 + [160] * 22
    np.testing.assert_allclose([grey for _, grey in shown], wanted, atol=8)


def test_the_film_begins_with_the_picture_of_its_opening_and_ends_with_the_card_of_it(
    tmp_path: Path, clips: list[Clip]
) -> None:
    first, *others = clips
    opening = replace(first, card_cues=(Cue(0.0, 5 / 15, "The end."),))
    story = chapters(others, titles(clips), opening)
    join_clips(story, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        shown = [frame.to_ndarray(format="gray").mean() for frame in film.decode(video=0)]
        ends = [float(chapter["end"] * chapter["time_base"]) for chapter in film.chapters()]
    wanted = [240] * 20 + [60] * 2 + [100] * 5 + [200] * 21 + [50] * 2 + [80] * 5 + [160] * 22 + [40] * 2 + [120] * 5
    np.testing.assert_allclose(shown, wanted, atol=8)
    assert ends == pytest.approx([22 / 15, 50 / 15, 84 / 15], abs=1e-3)
    assert [(part.clip.slug, part.clip_s) for part in story] == [("a", 0.0), ("b", 27 / 15), ("c", 55 / 15)]
    *_, end = shifted_cues(story)
    assert (end.text, end.start_s, end.end_s) == ("The end.", pytest.approx(79 / 15), pytest.approx(84 / 15))


def test_only_the_film_of_the_whole_story_has_an_opening(tmp_path: Path) -> None:
    clips = {run.slug: clip_of(tmp_path, run.slug, n_frames=2) for run in catalogue()}
    own = replace(RUNS["opening"], start=np.array([0.0, 0.0]))
    told = [run.slug for run in shown(catalogue())]
    left_out = {"parabola-race", "mse-valley-jumping", "fate-houses", "mse-backtracking"}
    assert left_out < set(told)
    assert slugs(story_of(catalogue(), clips)) == ["opening", *(slug for slug in told if slug not in left_out)]
    assert slugs(story_of(catalogue()[3:], clips)) == [run.slug for run in catalogue()[3:]]
    assert slugs(story_of([*catalogue()[:-1], own], clips)) == [run.slug for run in catalogue()]


def slugs(story: Sequence[Chapter]) -> list[str]:
    return [chapter.clip.slug for chapter in story]


def test_the_file_names_its_chapters(tmp_path: Path, clips: list[Clip]) -> None:
    story = chapters(clips, titles(clips))
    join_clips(story, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        found = film.chapters()
        length_s = film.duration / 1e6
    assert [chapter["metadata"]["title"] for chapter in found] == list(titles(clips).values())
    starts_s = [float(chapter["start"] * chapter["time_base"]) for chapter in found]
    ends_s = [float(chapter["end"] * chapter["time_base"]) for chapter in found]
    np.testing.assert_allclose(starts_s, [0.0, 27 / 15, 55 / 15], atol=1e-3)
    np.testing.assert_allclose(ends_s, [*starts_s[1:], length_s], atol=2e-3)
    assert [part.start_s for part in story] == pytest.approx(starts_s, abs=1e-3)
    assert story[-1].end_s == pytest.approx(length_s, abs=1e-3)
    content = (tmp_path / "film.mp4").read_bytes()
    assert content.index(b"chpl") < content.index(b"mdat")  # one list for most players
    assert content.index(b"tref") < content.index(b"mdat")  # and a track for Apple's


def test_captions_are_those_of_the_clips_and_cards_are_silent(tmp_path: Path, clips: list[Clip]) -> None:
    story = chapters(clips, titles(clips))
    cues = shifted_cues(story)
    assert [cue.text for cue in cues] == [cue.text for clip in clips for cue in clip.cues]
    for part, (first, last) in zip(story, zip(cues[::2], cues[1::2], strict=True), strict=True):
        assert first.start_s == pytest.approx(part.start_s + 5 / 15)
        assert last.end_s == pytest.approx(part.start_s + (5 + part.clip.n_frames) / 15)
    assert all(before.end_s <= after.start_s for before, after in pairwise(cues))


def test_the_file_carries_the_captions(tmp_path: Path, clips: list[Clip]) -> None:
    story = chapters(clips, titles(clips))
    join_clips(story, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        (track,) = film.streams.subtitles
        assert (track.codec_context.name, track.metadata["language"]) == ("mov_text", "eng")
        samples = [
            (
                float(packet.pts * packet.time_base),
                float(packet.duration * packet.time_base),
                bytes(packet)[2:].decode(),
            )
            for packet in film.demux(track)
            if packet.size > 2  # an empty one clears what the last one said
        ]
    assert [text for _, _, text in samples] == [cue.text for cue in shifted_cues(story)]
    for (start_s, length_s, _), cue in zip(samples, shifted_cues(story), strict=True):
        assert (start_s, start_s + length_s) == pytest.approx((cue.start_s, cue.end_s), abs=2e-3)


def test_the_same_clips_make_the_same_bytes(tmp_path: Path, clips: list[Clip]) -> None:
    for name in ("one", "two"):
        join_clips(chapters(clips, titles(clips)), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("odd", [{"fps": 30}, {"width_px": 96}], ids=["rate", "size"])
def test_clips_that_were_not_encoded_alike_are_not_joined(
    tmp_path: Path, clips: list[Clip], odd: dict[str, int]
) -> None:
    mixed = [clips[0], clip_of(tmp_path, "odd", **odd)]
    with pytest.raises(ValueError, match=r"odd\.card: not encoded like the first clip"):
        join_clips(chapters(mixed, titles(mixed)), tmp_path / "film.mp4")


def test_a_lone_clip_and_one_without_card_are_films_too(tmp_path: Path, clips: list[Clip]) -> None:
    plain = Clip("plain", clips[0].files, 20 / 15, 20, 64, 36, 15, ())
    join_clips(chapters([plain], {"plain": ""}), tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 20
        assert len(film.chapters()) == 1


@pytest.fixture
def filming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    def painted(job: RenderJob) -> bytes:
        return pack(clip_of(tmp_path / "reels", job.scenario.slug))

    monkeypatch.setattr(pools, "painted", painted)
    return StandIn()


def test_a_build_lists_its_film_and_keeps_no_cards(tmp_path: Path, filming: StandIn) -> None:
    chosen = tuple(RUNS[slug] for slug in ("parabola-cycles", "mse-blowup"))
    made(tmp_path / "out", filming, chosen, with_page=True)
    files = contents(tmp_path / "out")
    manifest = json.loads(files["manifest.json"])
    assert manifest["explainer"]["chapters"] == [
        {"slug": "parabola-cycles", "title": RUNS["parabola-cycles"].title, "start_s": 0.0},
        {"slug": "mse-blowup", "title": RUNS["mse-blowup"].title, "start_s": 27 / 15},
    ]
    assert manifest["explainer"]["duration_s"] == pytest.approx((27 + 25) / 15)
    assert {"explainer.mp4", "explainer.vtt", "explainer.srt"} <= files.keys()
    assert files.keys() == {*listed(manifest), "manifest.json"}
    assert not [name for name in files if "card" in name or "fade" in name]
    made(tmp_path / "out", filming, chosen[:1])
    assert json.loads((tmp_path / "out/manifest.json").read_text())["explainer"] == manifest["explainer"]


def test_the_story_built_elsewhere_is_copied(tmp_path: Path, filming: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache", 10**9)
    made(tmp_path / "out", filming, catalogue(), with_page=True, cache=cache)
    monkeypatch.setattr("valleyjump.build.build.add_whole", lambda *_: pytest.fail("the page is made once more"))
    made(tmp_path / "other", filming, catalogue(), with_page=True, cache=cache)
    assert contents(tmp_path / "other") == contents(tmp_path / "out")
    found = read_build(tmp_path / "other")
    assert [clip.slug for clip in found.clips] == [run.slug for run in shown(catalogue())]
    assert "opening" in {clip.slug for clip in found.apart}
    manifest = json.loads((tmp_path / "other/manifest.json").read_text())
    chapters = [chapter["slug"] for chapter in manifest["explainer"]["chapters"]]
    assert chapters == ["opening", *(run.slug for run in filmed(catalogue()))]


def test_clips_rendered_alone_have_cards_for_a_later_film(tmp_path: Path, filming: StandIn) -> None:
    cache = Cache(tmp_path / "cache", 10**9)
    chosen = tuple(RUNS[slug] for slug in ("parabola-cycles", "mse-blowup"))
    made(tmp_path / "out", filming, chosen, cache=cache)
    assert not [name for name in contents(tmp_path / "out") if "card" in name or "fade" in name]
    made(tmp_path / "out", filming, chosen, with_page=True, cache=cache)
    assert sorted(filming.order) == ["mse-blowup", "parabola-cycles"]
    with av.open(str(tmp_path / "out/explainer.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 27 + 25


def test_another_order_is_another_film_of_the_same_clips(tmp_path: Path, filming: StandIn) -> None:
    cache = Cache(tmp_path / "cache", 10**9)
    chosen = tuple(RUNS[slug] for slug in ("parabola-cycles", "mse-blowup", "mse-halving"))
    made(tmp_path / "out", filming, chosen, with_page=True, cache=cache)
    made(tmp_path / "out", filming, chosen[::-1], with_page=True, cache=cache)
    assert len(filming.order) == 3
    with av.open(str(tmp_path / "out/explainer.mp4")) as film:
        assert [chapter["metadata"]["title"] for chapter in film.chapters()] == [run.title for run in chosen[::-1]]


def test_a_clip_whose_entry_is_damaged_is_rendered_again_for_its_card(tmp_path: Path, filming: StandIn) -> None:
    cache, run = Cache(tmp_path / "cache", 10**9), RUNS["parabola-cycles"]
    made(tmp_path / "out", filming, (run,), cache=cache)
    (entry,) = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    entry.write_bytes(entry.read_bytes()[:-9] + b"not so at")
    made(tmp_path / "out", filming, (run,), with_page=True, cache=cache)
    assert filming.order == ["parabola-cycles"] * 2


def test_the_page_lists_the_chapters_with_their_times(tmp_path: Path) -> None:
    runs = catalogue()[:3]
    clips = {run.slug: clip_of(tmp_path, run.slug, n_frames=600) for run in runs}
    film = read(render_page(make_page(runs, clips))).one("figure", "film")
    assert film.one("source")["src"] == "explainer.mp4"
    assert film.one("track")["src"] == "explainer.vtt"
    story = chapters(list(clips.values()), {run.slug: run.title for run in runs})
    links = film.one("ol", "chapters").all("a")
    assert [" ".join(link.text.split()) for link in links] == [
        f"{time} {run.title}" for time, run in zip(("0:00", "0:40", "1:20"), runs, strict=True)
    ]
    for link, part in zip(links, story, strict=True):
        assert link["href"] == f"explainer.mp4#t={part.start_s:.3f}"
        assert float(link["data-clip-start"]) == pytest.approx(part.clip_s, abs=1e-3)
        assert link["data-slug"] == part.clip.slug
