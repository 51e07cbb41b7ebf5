"""Manim's own mobjects and animations between our beats: every order shows what stock manim shows of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from manim import (
    DOWN,
    LEFT,
    RED,
    RIGHT,
    UP,
    Camera,
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    Square,
    Text,
    Transform,
    ValueTracker,
    VGroup,
    Write,
    tempconfig,
)
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.film.frames import Frame
from scenes.painting.canvas import Canvas, Painted
from scenes.painting.style import DARK
from scenes.views.curve.scene import CurveScene
from tests.scenes.runs import on_parabola

PLACE = 2.0 * LEFT + 0.3 * UP


class Kept(CairoRenderer):
    """A renderer that keeps its frames."""

    def __init__(self) -> None:
        super().__init__(camera_class=Canvas)
        self.frames: list[Frame] = []

    def add_frame(self, frame: Frame, num_frames: int = 1) -> None:
        """Keep a frame as often as it is shown."""
        self.frames += [frame.copy()] * num_frames
        super().add_frame(frame, num_frames)


@pytest.fixture(scope="module", autouse=True)
def settings(small_canvas: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = str(tmp_path_factory.mktemp("media"))
    with tempconfig(
        {"media_dir": folder, "frame_rate": 5, "pixel_width": 214, "pixel_height": 120, "progress_bar": "none",
         "verbosity": "ERROR", "write_to_movie": False, "background_color": DARK.background}
    ):  # fmt: skip
        yield


def played(construct: Callable[[CurveScene], object]) -> CurveScene:
    """Return a scene of ours after ``construct`` has played in it; its renderer has the frames."""
    kind = type("Mixed", (CurveScene,), {"construct": construct})
    scene: CurveScene = kind(on_parabola(2, rate=0.8), renderer=Kept())
    scene.render()
    return scene


def beats_of(scene: CurveScene) -> list[Callable[[], None]]:
    return [scene.introduce, scene.first_step, scene.further_steps, scene.conclude]


@pytest.fixture(scope="module")
def free(settings: None) -> np.ndarray:
    """Return which pixels our scene leaves alone in all of its frames."""
    frames = np.array(played(lambda scene: [beat() for beat in beats_of(scene)]).renderer.frames)
    return np.asarray((frames == stock()).all(axis=(0, -1)))


def stock(*mobjects: Mobject) -> Frame:
    """Return manim's mobjects as manim's own camera shows them."""
    camera = Camera()
    camera.reset()
    camera.capture_mobjects(mobjects)
    return camera.pixel_array.copy()


def written(scene: CurveScene) -> Mobject:
    text = Text("hello").scale(0.6).move_to(PLACE)
    scene.play(Write(text))
    return text


def transformed(scene: CurveScene) -> Mobject:
    square = Square(0.8).move_to(PLACE)
    scene.play(FadeIn(square))
    scene.play(Transform(square, Text("so").scale(0.8).move_to(PLACE)))
    return square


def replaced(scene: CurveScene) -> Mobject:
    before, after = Square(0.8).move_to(PLACE), Text("ol").scale(0.8).move_to(PLACE)
    scene.play(Create(before))
    scene.play(ReplacementTransform(before, after))
    return after


def animated(scene: CurveScene) -> Mobject:
    text = Text("up").scale(0.6).move_to(PLACE + 0.6 * DOWN)
    scene.add(text)
    scene.wait(0.4)
    scene.play(text.animate.move_to(PLACE).set_color(RED))
    return text


def raised(scene: CurveScene) -> Mobject:
    text = Text("over").scale(0.6).move_to(PLACE).set_z_index(3)
    beside = Square(0.5).move_to(PLACE + RIGHT)
    scene.play(FadeIn(text), Write(beside))
    return VGroup(text, beside)


OWN = (written, transformed, replaced, animated, raised)


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("n_before", range(4))
def test_the_last_state_of_manims_animation_stands_still_in_the_beats_after_it(
    own: Callable[[CurveScene], Mobject], n_before: int, free: np.ndarray
) -> None:
    found: list[tuple[int, Frame]] = []

    def construct(scene: CurveScene) -> None:
        beats = beats_of(scene)
        for beat in beats[:n_before]:
            beat()
        mobject = own(scene)
        found.append((len(scene.renderer.frames), stock(mobject)))
        for beat in beats[n_before:]:
            beat()

    frames = played(construct).renderer.frames
    (first, expected) = found[0]
    assert len(frames) > first + 5
    assert (expected != stock())[free].any(axis=-1).sum() > 20
    for frame in frames[first:]:
        np.testing.assert_array_equal(frame[free], expected[free])


def test_what_is_removed_is_gone_from_the_next_beat(free: np.ndarray) -> None:
    first: list[int] = []

    def construct(scene: CurveScene) -> None:
        text, other = written(scene), Square(0.5).move_to(PLACE)
        scene.introduce()
        scene.add(other)
        scene.play(FadeOut(text))
        scene.remove(other)
        first.append(len(scene.renderer.frames))
        scene.first_step()

    for frame in played(construct).renderer.frames[first[0] :]:
        np.testing.assert_array_equal(frame[free], stock()[free])


def test_what_manim_put_over_our_picture_stays_over_it() -> None:
    cover: list[Square] = []

    def construct(scene: CurveScene) -> None:
        scene.introduce()
        x, y = scene.graph.frame.place(-1.0, 1.0)
        cover.append(Square(0.6, fill_opacity=1.0, stroke_width=0, fill_color=RED).move_to((x, y, 0.0)))
        scene.play(FadeIn(cover[0]))
        scene.first_step()
        scene.further_steps()

    scene = played(construct)
    pixels = scene.renderer.frames[-1]
    camera = Camera()
    camera.capture_mobjects(cover)
    covered = (camera.pixel_array == [*np.round(np.array(cover[0].fill_rgbas[0][:3]) * 255), 255]).all(axis=-1)
    assert covered.sum() > 40
    assert (abs(pixels[covered].astype(int) - camera.pixel_array[covered]) <= 1).all()


def test_what_moves_by_itself_moves_on_while_our_picture_stands_still() -> None:
    clock = ValueTracker()
    seen: list[int] = []

    def construct(scene: CurveScene) -> None:
        clock.add_updater(lambda mobject, dt: mobject.increment_value(dt))
        scene.add(clock)
        scene.hold(2.0)
        seen.append(scene.n_frames)

    assert len(played(construct).renderer.frames) == seen[0] == 10
    assert clock.get_value() == pytest.approx(2.0, abs=0.25)


def test_our_parts_fade_by_manims_animations_too() -> None:
    shown: list[float] = []

    def construct(scene: CurveScene) -> None:
        scene.introduce()
        scene.play(FadeOut(scene.title))
        assert scene.title not in scene.get_mobject_family_members()
        scene.play(FadeIn(scene.title))
        shown.extend(part.opacity for part in scene.camera.shown(scene))

    scene = played(construct)
    assert set(shown) == {1.0}
    assert scene.title in scene.camera.shown(scene)
    assert all(isinstance(part, Painted) for part in scene.camera.shown(scene))


def test_cues_run_on_with_manims_animations() -> None:
    def construct(scene: CurveScene) -> None:
        scene.play(FadeIn(Square()), run_time=2.0)
        scene.say("introduce")
        scene.wait(1.0)
        scene.hold(1.0)

    (cue,) = played(construct).cues
    assert (cue.start_s, cue.end_s) == (2.0, 4.0)
