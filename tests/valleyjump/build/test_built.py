"""A build read back: what it says is what was built, and a build that was changed is refused."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gdcore.errors import InputError
from gdcore.questions.by_slug import questions
from tests.scenes.runs import TINY, on_parabola
from tests.valleyjump.builds import LESSON, RUNS, build_tiny
from tests.valleyjump.pools import Here
from valleyjump.build.build import build
from valleyjump.build.built import Built, read_build
from valleyjump.build.manifest import to_json
from valleyjump.build.plan import Plan
from valleyjump.command.embedding import embedding
from valleyjump.rendering.progress import PlainLines
from valleyjump.store.identity import identity


def test_a_build_says_what_it_was_made_of(tiny_build: Built) -> None:
    assert (tiny_build.title, tiny_build.author) == (LESSON.title, LESSON.author)
    assert tiny_build.lead.startswith("Two runs")
    assert tiny_build.titles == {run.slug: run.title for run in RUNS}
    assert [clip.slug for clip in tiny_build.clips] == [run.slug for run in RUNS]
    for clip in tiny_build.clips:
        assert (clip.width_px, clip.height_px, clip.fps) == (TINY.width_px, TINY.height_px, TINY.fps)
        assert clip.duration_s == pytest.approx(clip.n_frames / clip.fps)
        assert clip.cues
        assert all(path.is_file() for path in clip.files.values())


def test_its_questions_are_those_of_the_runs(tiny_build: Built) -> None:
    assert dict(tiny_build.questions) == {run.slug: questions(run) for run in RUNS}


def test_clips_that_were_rendered_beside_a_page_are_not_of_it(tmp_path: Path) -> None:
    built = build_tiny(tmp_path, replace(LESSON, scenarios=RUNS[:1]))
    other = replace(on_parabola(2), slug="other")
    with (tmp_path / "told").open("w") as told:
        plan = Plan(scenarios=(other,), quality=TINY, identity=identity(), folder=tmp_path, with_page=False)
        build(plan, PlainLines(told, 1), lambda _scratch, _n: Here())
    assert (tmp_path / "clips/other.mp4").is_file()
    again = read_build(tmp_path)
    assert [clip.slug for clip in again.clips] == [clip.slug for clip in built.clips]
    assert [clip.slug for clip in again.apart] == ["other"]
    with pytest.raises(InputError, match='unknown slug "other"'):  # it has no frame
        embedding(again, "other", "html", None)


@pytest.fixture
def copy(tiny_build: Built, tmp_path: Path) -> Built:
    shutil.copytree(tiny_build.folder, tmp_path / "copy")
    return read_build(tmp_path / "copy")


def test_a_file_that_was_changed_is_refused(copy: Built) -> None:
    (copy.folder / "index.html").write_text("mine")
    with pytest.raises(InputError, match=r"index\.html: not as the build left it"):
        copy.path("index.html")


def test_a_file_that_is_gone_is_refused(copy: Built) -> None:
    (copy.folder / "questions.json").unlink()
    with pytest.raises(InputError, match=r"questions\.json: cannot be read: No such file"):
        _ = copy.questions


@pytest.mark.parametrize(
    ("content", "got"),
    [(None, "no folder"), ({}, "none with a manifest"), ({"manifest.json": "{}"}, "a build of another version")],
)
def test_what_is_no_build_is_refused(tmp_path: Path, content: dict[str, str] | None, got: str) -> None:
    folder = tmp_path / "there"
    if content is not None:
        folder.mkdir()
        for name, text in content.items():
            (folder / name).write_text(text)
    with pytest.raises(InputError, match=f"there: expected a folder .* got {got}$"):
        read_build(folder)


@pytest.mark.parametrize(
    ("part", "value"),
    [("lesson", {"title": "t"}), ("files", {"index.html": 3}), ("clips", {"parabola-diverges": {}})],
)
def test_a_manifest_that_was_changed_is_refused(copy: Built, part: str, value: object) -> None:
    content = json.loads((copy.folder / "manifest.json").read_text(encoding="utf-8"))
    (copy.folder / "manifest.json").write_bytes(to_json({**content, part: value}))
    with pytest.raises(InputError, match=r"manifest\.json: not as the build left it; build it again"):
        read_build(copy.folder)


def test_a_manifest_that_does_not_name_the_clips_of_the_page_is_refused(copy: Built) -> None:
    content = json.loads((copy.folder / "manifest.json").read_text(encoding="utf-8"))
    assert content["lesson"].pop("clips") == [clip.slug for clip in copy.clips]
    (copy.folder / "manifest.json").write_bytes(to_json(content))
    with pytest.raises(InputError, match=r"manifest\.json: not as the build left it; build it again"):
        read_build(copy.folder)


def test_a_colour_that_was_changed_is_refused(copy: Built) -> None:
    content = json.loads((copy.folder / "manifest.json").read_text(encoding="utf-8"))
    content["lesson"]["colours"]["ink"] = '#000000"/>'
    (copy.folder / "manifest.json").write_bytes(to_json(content))
    with pytest.raises(InputError, match=r"manifest\.json: not as the build left it; build it again"):
        read_build(copy.folder)


def test_a_clip_that_was_rendered_anew_makes_a_page_out_of_date(copy: Built, tmp_path: Path) -> None:
    with (tmp_path / "told").open("w") as told:
        plan = Plan(
            scenarios=(replace(RUNS[0], title="Another"),),
            quality=TINY,
            identity=identity(),
            folder=copy.folder,
            with_page=False,
        )
        build(plan, PlainLines(told, 1), lambda _scratch, _n: Here())
    with pytest.raises(InputError, match="got one whose clips were rendered alone"):
        read_build(copy.folder)
