"""Builds: what an output folder holds after one, and after one that failed."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.clip.quality import QUALITIES
from tests.conftest import Run
from tests.valleyjump.pools import LOST, StandIn, bug
from tests.valleyjump.processes import contents
from valleyjump.build.build import build
from valleyjump.build.plan import Plan
from valleyjump.errors import BuildError, RenderError
from valleyjump.rendering.executors import RenderPool
from valleyjump.rendering.progress import PlainLines
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.store.cache import Cache
from valleyjump.store.identity import identity

DRAFT = QUALITIES["draft"]
RUNS: Mapping[str, Scenario] = {scenario.slug: scenario for scenario in catalogue()}


def carried_out(
    folder: Path,
    pool: RenderPool,
    *slugs: str,
    with_page: bool = False,
    cache: Cache | None = None,
    formats: tuple[str, ...] = (),
) -> list[Path]:
    return made(folder, pool, tuple(RUNS[slug] for slug in slugs), with_page=with_page, cache=cache, formats=formats)


def made(
    folder: Path,
    pool: RenderPool,
    chosen: tuple[Scenario, ...],
    *,
    with_page: bool = False,
    cache: Cache | None = None,
    formats: tuple[str, ...] = (),
) -> list[Path]:
    plan = Plan(
        scenarios=chosen,
        quality=DRAFT,
        identity=identity(),
        folder=folder,
        with_page=with_page,
        style=RenderStyle(formats=formats),
    )
    with Path(os.devnull).open("w") as nowhere:
        return build(plan, PlainLines(nowhere, len(chosen)), lambda _scratch, _n: nullcontext(pool), cache)


def test_clips_alone_are_listed_in_a_manifest_of_their_own(tmp_path: Path) -> None:
    paths = carried_out(tmp_path / "out", StandIn(), "parabola-cycles")
    names = [str(path.relative_to(tmp_path / "out")) for path in paths]
    assert names == [*(f"clips/parabola-cycles.{kind}" for kind in ("json", "mp4", "png", "vtt")), "manifest.json"]
    assert contents(tmp_path / "out").keys() == set(names)
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["clips"]["parabola-cycles"]["quality"] == "draft"
    for name, listed in manifest["files"].items():
        content = (tmp_path / "out" / name).read_bytes()
        assert listed == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_clips_alone_join_what_the_manifest_lists_already(tmp_path: Path) -> None:
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    carried_out(tmp_path, StandIn(), "mse-halving")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert list(manifest["clips"]) == ["parabola-cycles", "mse-halving"]
    assert len(manifest["files"]) == 8


@pytest.mark.parametrize(
    "old",
    ["not json", "[]", '{"format": 1}', '{"format": 0, "clips": {}, "files": {}}', '{"format": 1, "clips": 2}'],
)
def test_a_manifest_of_something_else_is_replaced(tmp_path: Path, old: str) -> None:
    (tmp_path / "manifest.json").write_text(old)
    carried_out(tmp_path, StandIn(), "parabola-cycles", cache=Cache(tmp_path / "cache", 10**9))
    assert list(json.loads((tmp_path / "manifest.json").read_text())["clips"]) == ["parabola-cycles"]


def test_an_unchanged_build_renders_and_writes_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 10**9)
    first = carried_out(tmp_path / "out", StandIn(), "parabola-cycles", "mse-halving", cache=cache)
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in first}
    pool = StandIn()
    assert carried_out(tmp_path / "out", pool, "parabola-cycles", "mse-halving", cache=cache) == first
    assert pool.order == []
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in first} == before


def test_one_changed_number_renders_one_clip_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 10**9)
    chosen = tuple(RUNS[slug] for slug in ("parabola-cycles", "mse-valley-jumping", "mse-halving"))
    paths = made(tmp_path / "out", StandIn(), chosen, cache=cache)
    before = {path: path.stat().st_mtime_ns for path in paths}
    pool = StandIn()
    made(tmp_path / "out", pool, (chosen[0], replace(chosen[1], steps=6), chosen[2]), cache=cache)
    assert pool.order == ["mse-valley-jumping"]
    written = {path.name for path, at_ns in before.items() if path.stat().st_mtime_ns != at_ns}
    assert written == {"mse-valley-jumping.json", "manifest.json"}  # the stand-in paints the same picture for any run


def test_a_second_folder_is_filled_from_the_cache(tmp_path: Path) -> None:
    cache, pool = Cache(tmp_path / "cache", 10**9), StandIn()
    for folder in ("one", "two"):
        carried_out(tmp_path / folder, pool, "parabola-cycles", cache=cache)
    assert pool.order == ["parabola-cycles"]
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_further_formats_lie_beside_the_video_and_are_listed(tmp_path: Path) -> None:
    carried_out(tmp_path, StandIn(), "parabola-cycles", formats=("webm", "alpha"))
    kinds = ("alpha.webm", "json", "mp4", "png", "vtt", "webm")
    names = [f"clips/parabola-cycles.{kind}" for kind in kinds]
    assert contents(tmp_path).keys() == {*names, "manifest.json"}
    assert list(json.loads((tmp_path / "manifest.json").read_text())["files"]) == names


def test_an_unchanged_build_with_further_formats_writes_nothing(tmp_path: Path) -> None:
    cache, pool = Cache(tmp_path / "cache", 10**9), StandIn()
    first = carried_out(tmp_path / "out", pool, "parabola-cycles", cache=cache, formats=("gif", "pdf"))
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in first}
    assert carried_out(tmp_path / "out", pool, "parabola-cycles", cache=cache, formats=("gif", "pdf")) == first
    assert pool.order == ["parabola-cycles"]
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in first} == before


def test_a_clip_with_more_formats_serves_a_build_that_asks_for_fewer(tmp_path: Path) -> None:
    cache, pool = Cache(tmp_path / "cache", 10**9), StandIn()
    carried_out(tmp_path / "more", pool, "parabola-cycles", cache=cache, formats=("gif", "svg"))
    for formats in [("svg",), ()]:
        folder = tmp_path / f"fewer-{len(formats)}"
        carried_out(folder, pool, "parabola-cycles", cache=cache, formats=formats)
        kinds = {name.partition(".")[2] for name in contents(folder) if name.startswith("clips/")}
        assert kinds == {"json", "mp4", "png", "vtt", *formats}
    assert pool.order == ["parabola-cycles"]
    carried_out(tmp_path / "other", pool, "parabola-cycles", cache=cache, formats=("svg", "pdf"))
    assert pool.order == ["parabola-cycles"] * 2


def test_the_manifest_forgets_what_a_clip_had_before_it_changed(tmp_path: Path) -> None:
    carried_out(tmp_path, StandIn(), "mse-halving", formats=("gif",))
    carried_out(tmp_path, StandIn(), "parabola-cycles", formats=("gif",))
    made(tmp_path, StandIn(), (replace(RUNS["mse-halving"], steps=6),))
    listed = json.loads((tmp_path / "manifest.json").read_text())["files"]
    assert [name for name in listed if name.endswith(".gif")] == ["clips/parabola-cycles.gif"]


def test_a_gif_that_cannot_be_small_is_told_once_and_not_tried_again(tmp_path: Path) -> None:
    pool = StandIn({"parabola-cycles": [RenderError("TooLargeError", "as a GIF it has 9.9 MB", None, "")] * 2})
    with pytest.raises(BuildError) as failed:
        carried_out(tmp_path / "out", pool, "parabola-cycles", formats=("gif",))
    assert str(failed.value) == "parabola-cycles: as a GIF it has 9.9 MB: render it without that format"
    assert pool.tries == {"parabola-cycles": 1}


@pytest.mark.parametrize("name", ["clips/parabola-cycles.mp4", "clips/parabola-cycles.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["missing", "changed", "short"])
def test_a_file_that_was_touched_is_put_right(tmp_path: Path, name: str, damage: str) -> None:
    cache, pool = Cache(tmp_path / "cache", 10**9), StandIn()
    carried_out(tmp_path / "out", pool, "parabola-cycles", cache=cache)
    before, path = contents(tmp_path / "out"), tmp_path / "out" / name
    content = path.read_bytes()
    path.unlink() if damage == "missing" else path.write_bytes(content[:-1] + (b"?" if damage == "changed" else b""))
    carried_out(tmp_path / "out", pool, "parabola-cycles", cache=cache)
    assert contents(tmp_path / "out") == before
    assert pool.order == ["parabola-cycles"]


def test_without_a_cache_everything_is_rendered(tmp_path: Path) -> None:
    pool = StandIn()
    for _ in range(2):
        carried_out(tmp_path, pool, "parabola-cycles")
    assert pool.order == ["parabola-cycles"] * 2


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file")
    paths = carried_out(tmp_path / "out", StandIn(), "parabola-cycles", cache=Cache(tmp_path / "cache", 10**9))
    assert all(path.exists() for path in paths)


FULL = RenderError("OSError", "...", 28, "Traceback")
FAULTS = {
    "a bug": (bug(), r"mse-halving: KeyError: 'x' \(traceback in .*error\.log\)"),
    "a full disk": (FULL, "No space left on device: free some space"),
    "no memory": (RenderError("MemoryError", "", None, "Traceback"), "mse-halving: out of memory: try fewer --workers"),
    "no cairo": (RenderError("ImportError", "libcairo.so", None, "Traceback"), r"libcairo\.so: run valleyjump doctor"),
    "a dead worker": (LOST, "mse-halving: the process that rendered it died, and so did a second one"),
    "another version": (
        RenderError("Refused", "has source 1; this build needs source 2", None, ""),
        "make them the same",
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_leaves_the_folder_as_it_was(tmp_path: Path, kind: str) -> None:
    fault, told = FAULTS[kind]
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    before = contents(tmp_path)
    with pytest.raises(BuildError, match=told) as caught:
        carried_out(tmp_path, StandIn({"mse-halving": [fault, fault]}), "parabola-cycles", "mse-halving")
    assert "\n" not in str(caught.value)
    after = contents(tmp_path)
    assert (b"Traceback" in after.pop("error.log", b"")) == bool(getattr(fault, "details", ""))
    assert after == before


def test_a_failing_clip_lets_the_others_finish(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 10**9)
    slugs = ("mse-halving", "mse-blowup", "parabola-cycles", "parabola-diverges")
    pool = StandIn({"mse-halving": [bug("h")] * 2, "mse-blowup": [bug("b")] * 2})
    with pytest.raises(BuildError, match=r"^mse-(halving|blowup): KeyError: .*; 1 more failed \(traceback in"):
        carried_out(tmp_path / "out", pool, *slugs, cache=cache)
    assert dict(pool.tries) == dict(zip(slugs, (2, 2, 1, 1), strict=True))
    log = (tmp_path / "out/error.log").read_text()
    assert all(f"{slug}:\nTraceback: all of it" in log for slug in slugs[:2])
    again = StandIn()
    carried_out(tmp_path / "out", again, *slugs, cache=cache)
    assert sorted(again.order) == ["mse-blowup", "mse-halving"]
    assert "error.log" not in contents(tmp_path / "out")


def test_a_fault_after_rendering_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    before = contents(tmp_path)
    with pytest.raises(BuildError, match=r"^InvalidDataError: .*error\.log\)$"):
        carried_out(tmp_path, StandIn(), "mse-halving", with_page=True)  # its video is none, so it cannot be joined
    after = contents(tmp_path)
    assert b"explainer.py" in after.pop("error.log")
    assert after == before


LESSON = """
[[scenario]]
slug = "rents"
title = "Rents <b>& rooms</b> #1 $x$"
data = { csv = "sales.csv", x = "rooms", y = "rent" }
learning_rate = 0.05
steps = 8
view = "surface"

[[scenario]]
slug = "ball"
objective = "parabola"
method = "momentum"
momentum = 0.5
learning_rate = 0.3
steps = 4
"""


@pytest.mark.heavy
def test_a_file_of_ones_own(tmp_path: Path, valleyjump: Run) -> None:
    (tmp_path / "sales.csv").write_text("rooms,rent\n1,500\n2,900\n3,1250\n4,1700\n", encoding="utf-8")
    (tmp_path / "lesson.toml").write_text(LESSON, encoding="utf-8")
    done = valleyjump("build", "lesson.toml", "--quality", "draft", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "build/index.html\n"
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["clip 1 of 2", "clip 2 of 2"]
    made = contents(tmp_path / "build")
    kinds = ("mp4", "png", "vtt", "json")
    assert {f"clips/{slug}.{kind}" for slug in ("rents", "ball") for kind in kinds} <= made.keys()
    assert list(json.loads(made["manifest.json"])["clips"]) == ["rents", "ball"]
    traced = valleyjump("trace", "rents", "--file", "lesson.toml", "--format", "json", cwd=tmp_path)
    assert traced.stdout.encode() == made["clips/rents.json"]
    assert re.search(rb"Rents.*&lt;b&gt;&amp;", made["index.html"])
