"""One clip: scenario in; video, poster, cues and metadata out."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from gdcore.narration.beats import beats_of
from gdcore.scenario import Scenario
from gdcore.scenarios import is_opening
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from scenes.clip.formats import ALWAYS, ending, extra
from scenes.clip.quality import Quality
from scenes.film.card import write_card, write_fade
from scenes.film.codec import VP9, VP9_ALPHA, Film
from scenes.film.frames import Frame, even
from scenes.film.gif import Gif
from scenes.film.vectors import PAGES
from scenes.film.writer import ClipRenderer, ClipWriter, Encoder, Track
from scenes.painting import pacing
from scenes.painting.canvas import Canvas, Glass
from scenes.painting.style import DARK, Theme
from scenes.stage.base import DescentScene
from scenes.stage.settings import manim_settings
from scenes.theme.theme import typeface_of
from scenes.typesetting.fonts import subsets, using
from scenes.typesetting.glyphs import faces_for, texts_of
from scenes.typesetting.stamps import forget_stamps
from scenes.typesetting.typeset import forget_lines
from scenes.views.by_name import lesson_for
from scenes.voice.spoken_beat import PASSAGE, Narration, SpokenBeat, cue_of, track
from scenes.voice.voice import Utterance

Progress = Callable[[int, int], None]


@np.errstate(over="ignore", invalid="ignore")  # a run that overflows has a picture too
def render_clip(
    scenario: Scenario,
    quality: Quality,
    folder: Path,
    on_frame: Progress | None = None,
    theme: Theme = DARK,
    formats: Collection[str] = (),
    fonts: Sequence[bytes] | None = None,
    narration: Narration | None = None,
) -> Clip:
    """Render ``scenario`` into ``folder`` as ``<slug>.mp4`` and ``<slug>.png``; the poster is the last frame.

    With them go ``<slug>.card.mp4`` and ``<slug>.fade.mp4``, which stand around the clip in the explainer, and the
    files of ``formats``, names of ``clip.formats.EXTRA``. ``on_frame(done, total)`` is called as frames are painted.
    ``fonts`` has fonts for letters that the embedded ones lack; by default those of the system are looked through.
    ``narration`` has what a voice says at each beat: movement then waits for it.
    No file exists under its name before it is whole. Raises ``TooLargeError`` for a GIF that cannot be made small.
    """
    try:
        own = typeface_of(theme)
        others = subsets(faces_for(texts_of(scenario), there=own.letters if own else ())) if fonts is None else fonts
        with using(others, own.in_clips if own else ()):
            shown = _Shown(scenario, theme, narration or {})
            return _render(shown, quality, folder, on_frame or (lambda _done, _total: None), extra(formats))
    finally:
        # A scene and its encoder refer to each other in circles and hold hundreds of megabytes at 1080 lines: a process
        # that renders clip after clip must not wait until the collector happens to come by.
        forget_lines()
        forget_stamps()
        gc.collect()


@np.errstate(over="ignore", invalid="ignore")
def beat_lengths(scenario: Scenario, quality: Quality) -> dict[str, float]:
    """Return how many seconds the picture needs for each beat, in their order, however much is said."""
    at_once = Utterance(np.zeros(0, np.float32), ())
    unsaid = {beat: SpokenBeat((), at_once) for beat in beats_of(scenario)}
    with tempfile.TemporaryDirectory() as scratch, manim_settings(_settings(quality, scratch)):
        scene = _scene(_Shown(scenario, DARK, unsaid))
        scene.rehearse()
        return {cue.beat: cue.end_s - cue.start_s for cue in scene.cues}


@dataclass(frozen=True)
class _Shown:
    """What a clip shows and says."""

    scenario: Scenario
    theme: Theme
    narration: Narration


@dataclass(frozen=True)
class _Take:
    """What is left of a scene that has been rendered: its first and last frame, and what it says of itself."""

    first: Frame
    last: Frame
    n_frames: int
    size_px: tuple[int, int]
    cues: tuple[Cue, ...]
    steps: tuple[tuple[float, int], ...]


def _render(shown: _Shown, quality: Quality, folder: Path, on_frame: Progress, extras: Sequence[str]) -> Clip:
    scenario, theme = shown.scenario, shown.theme
    kinds = (*ALWAYS, "card", "fade", *extras)
    with (
        tempfile.TemporaryDirectory(prefix=".render-", dir=folder) as scratch,
        manim_settings(_settings(quality, scratch)),
    ):
        unfinished = {kind: Path(scratch) / f"clip.{ending(kind)}" for kind in kinds}
        passes = 2 if "alpha" in extras else 1
        take = _filmed(_scene(shown), quality, unfinished, lambda done, n: on_frame(done, passes * n))
        _clear()
        if "alpha" in extras:
            _film_on_nothing(
                _scene(shown, Glass), quality, unfinished["alpha"], lambda done, n: on_frame(n + done, 2 * n)
            )
            _clear()
        Image.fromarray(take.last).convert("RGB").save(unfinished["png"])
        passage = shown.narration.get(PASSAGE)
        hold_s = pacing.END_S if is_opening(scenario) else 0.0
        card_frames = write_card(scenario, take.first, theme, quality, unfinished["card"], passage, hold_s)
        gc.collect()
        fade_frames = write_fade(take.last, theme, quality, unfinished["fade"])
        files = {kind: path.replace(folder / f"{scenario.slug}.{ending(kind)}") for kind, path in unfinished.items()}
        return Clip(
            slug=scenario.slug,
            files=files,
            duration_s=take.n_frames / quality.fps,
            n_frames=take.n_frames,
            width_px=take.size_px[0],
            height_px=take.size_px[1],
            fps=quality.fps,
            cues=take.cues,
            card_frames=card_frames,
            card_cues=() if passage is None else (cue_of(passage, PASSAGE, 0.0, card_frames / quality.fps),),
            fade_frames=fade_frames,
            steps=take.steps,
        )


def _clear() -> None:
    """Let go of a scene that has been rendered, and of its encoder."""
    forget_stamps()
    gc.collect()  # each encoder holds a hundred megabytes: one at a time


def _filmed(scene: DescentScene, quality: Quality, files: Mapping[str, Path], on_frame: Progress) -> _Take:
    """Render the scene into all of ``files``, by kind, that show it before its background; the poster is left over."""
    with Encoder(
        files["mp4"], quality.width_px, quality.height_px, quality.fps, also=_tracks(files, quality)
    ) as encoder:
        _run(scene, encoder, on_frame)
    camera = scene.camera
    for kind in files.keys() & PAGES:
        frame = camera.frame_width, camera.frame_height
        files[kind].write_bytes(PAGES[kind](camera.shown(scene), frame, scene.theme, scene.scenario.title))
    size = encoder.width_px, encoder.height_px
    first, last = _writer(scene).first, np.asarray(camera.pixel_array, np.uint8)
    assert first is not None  # every scene has a beat
    return _Take(first, last, encoder.n_frames, size, tuple(scene.cues), tuple(scene.steps))


def _film_on_nothing(scene: DescentScene, quality: Quality, path: Path, on_frame: Progress) -> None:
    """Render the scene once more, on glass. What was painted before a background cannot be told from it any more."""
    with Encoder(path, quality.width_px, quality.height_px, quality.fps, VP9_ALPHA) as encoder:
        _run(scene, encoder, on_frame)


def _run(scene: DescentScene, encoder: Encoder, on_frame: Progress) -> None:
    """Render the scene itself."""
    writer = _writer(scene)
    writer.encoder = encoder
    total = scene.rehearse()
    if scene.narration:
        encoder.add_sound(track(scene.cues, scene.narration, total / scene.fps))
    writer.on_frames = lambda done: on_frame(done, total)
    scene.render()


def _writer(scene: DescentScene) -> ClipWriter:
    writer = scene.renderer.file_writer
    assert isinstance(writer, ClipWriter)
    return writer


def _tracks(files: Mapping[str, Path], quality: Quality) -> list[Track]:
    """Return what takes the frames of the H.264 film, too."""
    size = even(quality.width_px), even(quality.height_px)
    tracks: list[Track] = []
    if "webm" in files:
        tracks.append(Film(files["webm"], *size, quality.fps, VP9))
    if "gif" in files:
        tracks.append(Gif(files["gif"], *size, quality.fps))
    return tracks


def _settings(quality: Quality, scratch: str) -> dict[str, object]:
    return {
        "pixel_width": quality.width_px,
        "pixel_height": quality.height_px,
        # manim keeps the frame 8 units high only for 16:9; 854x480 is a hair wider.
        "frame_height": 8.0,
        "frame_width": 8.0 * quality.width_px / quality.height_px,
        "frame_rate": quality.fps,
        "media_dir": scratch,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "disable_caching": True,
    }


def _scene(shown: _Shown, camera: type[Canvas] = Canvas) -> DescentScene:
    renderer = ClipRenderer(file_writer_class=ClipWriter, camera_class=camera)
    lesson = lesson_for(shown.scenario)
    return lesson(shown.scenario, shown.theme, narration=shown.narration, renderer=renderer)
