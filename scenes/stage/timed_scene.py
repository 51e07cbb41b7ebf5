"""``TimedScene``: counts frames, keeps the time of beats and cues, and moves what paints itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from manim import Scene, config

from scenes.clip.cue import Cue
from scenes.clip.script import Script
from scenes.painting import pacing
from scenes.painting.canvas import Canvas, Drive, Painted
from scenes.voice.spoken_beat import Narration, cue_of

CORRECTIONS = 3
"""The frames of each movement are whole: where many short ones make a beat too short, it is slowed down once more."""


class TimedScene(Scene):
    """A scene that lasts as long as its words take to be read.

    Where a voice is heard (``narration``), a beat lasts as long as it speaks: what moves is slowed down.
    """

    def __init__(self, narration: Narration | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("camera_class", Canvas)
        super().__init__(**kwargs)
        self.fps = round(config.frame_rate)
        self.n_frames = 0
        self.narration: Narration = narration or {}
        self._begin_script()
        self.rehearsing = False

    @property
    def camera(self) -> Canvas:
        """The camera, which can show what paints itself."""
        camera = super().camera
        assert isinstance(camera, Canvas)
        return camera

    def rehearse(self) -> int:
        """Go through all beats without painting and return the number of frames; then ``cues`` has their captions.

        Beats that are too short for their words are slowed down from then on.
        """
        self.rehearsing = True
        self._begin_script()
        self._go_through()
        if self.script.plan():
            self._go_through()
            for _ in range(CORRECTIONS if self.narration else 0):
                if not self.script.lengthen():
                    break
                self._go_through()
        self.rehearsing = False
        return self.n_frames

    def _begin_script(self) -> None:
        self.script = Script(self.fps, {beat: heard.needed_s for beat, heard in self.narration.items()})

    def _go_through(self) -> None:
        self.setup()
        self.construct()
        self.tear_down()
        self.clear()

    def setup(self) -> None:
        """Begin anew."""
        self.n_frames, self.script.beats = 0, []
        # A frame depends on painted state that manim's hashing does not see.
        config.disable_caching = True

    def tear_down(self) -> None:
        """Close the last cue."""
        self.script.close(self.n_frames)
        for cue in [] if self.rehearsing else self.cues:
            self.add_subcaption(cue.text, cue.end_s - cue.start_s, cue.start_s - self.n_frames / self.fps)

    @property
    def cues(self) -> list[Cue]:
        """What has been said so far."""
        heard = self.narration
        return [
            cue_of(heard[cue.beat], cue.beat, cue.start_s, cue.end_s) if cue.beat in heard else cue
            for cue in self.script.cues
        ]

    @property
    def tempo(self) -> float:
        """How many frames show what usually takes a second: more than ``fps`` where words take long to be read."""
        return self.fps * self.script.pace.moving

    def play(self, *animations: Any, **settings: Any) -> None:
        """Play animations, manim's own too: the narration's clock runs on with them."""
        before = self.time
        super().play(*animations, **settings)
        self.n_frames += round((self.time - before) * self.fps)

    def drive(self, parts: Sequence[Painted], n_frames: int, show: Callable[[int], None]) -> None:
        """Play ``n_frames`` frames in which ``show(i)`` moves the parts."""
        last = self.n_frames + n_frames
        if not self.rehearsing:
            self.play(Drive(parts, n_frames, self.fps, show))
        self.n_frames = last

    def change(
        self, parts: Sequence[Painted], duration_s: float, show: Callable[[float], None], *, even: bool = False
    ) -> None:
        """Play frames in which ``show(share)`` moves the parts, from a share above 0 to 1: smoothly, or ``even``."""
        n_frames = pacing.frames(duration_s, self.tempo)
        shares = [(frame + 1) / n_frames for frame in range(n_frames)]
        shares = shares if even else list(map(pacing.eased, shares))
        self.drive(parts, n_frames, lambda frame: show(shares[frame]))

    def draw(self, part: Painted, duration_s: float, over: Sequence[Painted] = (), *, even: bool = False) -> None:
        """Draw a part from its beginning to its end, under the parts ``over`` it."""

        def show(share: float) -> None:
            part.reveal = share

        self.change([part, *over], duration_s, show, even=even)

    def hold(self, duration_s: float) -> None:
        """Show the picture unchanged."""
        n_frames = pacing.frames(duration_s, self.fps * self.script.pace.still)
        self.script.hold(n_frames)
        if any(mobject.has_time_based_updater() for mobject in self.get_mobject_family_members()):
            self.drive([], n_frames, lambda _frame: None)
            return
        last = self.n_frames + n_frames
        if not self.rehearsing:
            self.wait((n_frames + 0.5) / self.fps, frozen_frame=True)
        self.n_frames = last

    def fade(self, parts: Sequence[Painted], duration_s: float = pacing.FADE_S, *, out: bool = False) -> None:
        """Fade parts in, or out and off the scene.

        What comes first is there at once, and stands still: the first frame is the picture that players and chats show
        of a clip.
        """
        if self.n_frames == 0:
            self.drive(parts, 1, lambda _frame: None)
            self.script.hold(1)
            if (rest_s := duration_s - 1.0 / self.fps) > 0.0:
                self.hold(rest_s)
            return

        def show(share: float) -> None:
            for part in parts:
                part.opacity = 1.0 - share if out else share

        self.change(parts, duration_s, show)
        if out:
            self.remove(*parts)

    def exchange(self, leaving: Sequence[Painted], coming: Sequence[Painted], over: Sequence[Painted] = ()) -> None:
        """Fade parts out and off the scene, then others in, under the parts ``over`` them."""

        def show(share: float) -> None:
            for part in leaving:
                part.opacity = max(0.0, 1.0 - 2.0 * share)
            for part in coming:
                part.opacity = max(0.0, 2.0 * share - 1.0)

        self.change([*leaving, *coming, *over], pacing.CROSSFADE_S, show)
        self.remove(*leaving)
