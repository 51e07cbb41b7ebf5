"""``DescentScene``: takes the run, lays out the head-up display, runs the beats, and keeps the cues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np
from manim import ManimColor, Scene, config

from gdcore.expressions.derived_formulas import gradient_equation, hessian_equation
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.clip.cue import Cue
from scenes.clip.script import Script
from scenes.geometry import Place
from scenes.painting import pacing, style
from scenes.painting.canvas import Canvas, Drive, Painted
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK, LEFT, Theme
from scenes.painting.text import Text
from scenes.plots.growing_losses import GrowingLosses
from scenes.plots.losses import LossPlot
from scenes.sentences.beat_sentence import narrate
from scenes.stage import hud
from scenes.stage.arrangement import Needs, arrange
from scenes.stage.verdict_box import verdict_box
from scenes.voice.spoken_beat import Narration, cue_of

CORRECTIONS = 3
"""The frames of each movement are whole: where many short ones make a beat too short, it is slowed down once more."""


class DescentScene(Scene):
    """A scene about one run. Subclasses list their beats in ``construct`` and build what they share in ``setup``.

    Where a voice is heard (``narration``), a beat lasts as long as it speaks: what moves is slowed down.

    Manim's command line builds the class without arguments; it then shows the built-in scenario ``slug``.
    """

    slug: ClassVar[str] = "parabola-diverges"
    needs: ClassVar[Needs] = Needs()

    def __init__(
        self, scenario: Scenario | None = None, theme: Theme = DARK, narration: Narration | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("camera_class", Canvas)
        super().__init__(**kwargs)
        self.scenario = scenario or built_in(self.slug)
        self.run, self.verdict = self.scenario.trajectory, self.scenario.verdict
        self.theme = theme
        self.places = arrange(self.needed())
        self.facts = facts(self.scenario)
        self.fps = round(config.frame_rate)
        self.n_frames = 0
        self.narration: Narration = narration or {}
        self._begin_script()
        self.steps: list[tuple[float, int]] = []
        self._rehearsing = False
        self._gradient: Painted | None = None
        self.beside_formula: Text | None = None
        """The gradient, where it stands beside the objective's definition."""

    def needed(self) -> Needs:
        """Return what the frame of this run must hold."""
        return self.needs

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
        self._rehearsing = True
        self._begin_script()
        self._go_through()
        if self.script.plan():
            self._go_through()
            for _ in range(CORRECTIONS if self.narration else 0):
                if not self.script.lengthen():
                    break
                self._go_through()
        self._rehearsing = False
        return self.n_frames

    def _begin_script(self) -> None:
        self.script = Script(self.fps, {beat: heard.needed_s for beat, heard in self.narration.items()})

    def _go_through(self) -> None:
        self.setup()
        self.construct()
        self.tear_down()
        self.clear()

    def setup(self) -> None:
        """Begin anew: build title, numbers, loss plot and verdict; subclasses add their picture."""
        self.n_frames, self.steps, self.script.beats = 0, [], []
        # A frame depends on painted state that manim's hashing does not see.
        config.disable_caching = True
        self.camera.background_color = ManimColor(self.theme.background)
        self.title = hud.title(self.scenario, self.theme)
        self.formula = hud.formula(self.scenario, self.theme, self.formula_room if self.needed().formula else 0.0)
        self.column = hud.Column(self.scenario, self.places.panel, self.theme)
        self.verdict_box = verdict_box(self.scenario, self.theme, self.places.verdict)
        self.inset = self.make_inset(self.column.chart)

    def make_inset(self, place: Place) -> Painted:
        """Return the small picture under the numbers, given its left, bottom, width and height."""
        still = LossPlot(self.run, place, self.theme)
        if still.log or still.frame.y[0] != 0.0:
            return still
        return GrowingLosses([self.run], [still.colours], place, self.theme)

    @property
    def formula_room(self) -> float:
        """How wide the line under the title may be: up to the numbers beside the picture."""
        return self.places.pictures[-1][0] + self.places.pictures[-1][2] - LEFT

    def show_gradient(self) -> None:
        """Write the gradient beside the objective's definition, or in its place if there is no room for both.

        It is left out where it is not known as a formula, or is too long to be read.
        """
        self._gradient = self.beside_formula = None
        line = self.gradient_line()
        if line is None:
            return
        if line.place[0] > LEFT:
            self.beside_formula = line
        else:
            self.fade([self.formula], out=True)
            self._gradient = line
        self.fade([line])

    def gradient_line(self) -> Text | None:
        """Return the gradient as a formula, where there is room for it; see ``show_gradient``."""
        equation = gradient_equation(self.scenario.objective)
        after = self.formula.text_width + hud.BESIDE_FORMULA
        lines = (self.formula_at(equation, x) for x in (after, 0.0) if equation)
        return next((line for line in lines if line is not None), None)

    def formula_at(self, equation: str, x: float) -> Text | None:
        """Return a formula on the line under the title, beginning at ``x`` from its left; None if too small to read."""
        line = hud.formula_line(f"${equation}$", self.theme.slope, self.formula_room - x, LEFT + x)
        return line if line.size >= style.LABEL_SIZE else None

    def hide_gradient(self) -> None:
        """Bring the objective's definition back where the gradient stands in its place."""
        if self._gradient is not None:
            self.hold(pacing.SETTLE_S)
            self.fade([self._gradient], out=True)
            self.fade([self.formula])
            self._gradient = None

    def curvature(self) -> list[Text]:
        """Return the Hessian as a formula, in the place of the gradient, where it is known and can be read."""
        equation = hessian_equation(self.scenario.objective)
        if not equation or self.formula not in self.mobjects:
            return []
        line = self.formula_at(equation, self.formula.text_width + hud.BESIDE_FORMULA)
        if line is None:
            return []
        if self.beside_formula is not None:
            self.fade([self.beside_formula], out=True)
        return [line]

    @property
    def display(self) -> list[Painted]:
        """Everything of the head-up display but the verdict."""
        still = [self.title, self.formula, *self.column.static, *self.inset.furniture]
        return [*still, *self.column.readouts, self.inset]

    def tear_down(self) -> None:
        """Close the last cue."""
        self.script.close(self.n_frames)
        for cue in [] if self._rehearsing else self.cues:
            self.add_subcaption(cue.text, cue.end_s - cue.start_s, cue.start_s - self.n_frames / self.fps)

    @property
    def cues(self) -> list[Cue]:
        """What has been said so far."""
        heard = self.narration
        return [
            cue_of(heard[cue.beat], cue.beat, cue.start_s, cue.end_s) if cue.beat in heard else cue
            for cue in self.script.cues
        ]

    def say(self, beat: str) -> None:
        """Begin the narration of a beat; it lasts until the next one begins."""
        self.script.say(beat, narrate(self.scenario, self.facts, beat), self.n_frames)

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
        if not self._rehearsing:
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
        if not self._rehearsing:
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

    def note_steps(self, shown: Sequence[int]) -> None:
        """Keep when each iterate of the run is first seen; ``shown`` has the ``k`` of each of the coming frames.

        A clock that runs on after the run has ended stands at its last iterate.
        """
        for frame, k in enumerate(shown, self.n_frames):
            reached = min(int(k), self.run.n_steps)
            if not self.steps or reached > self.steps[-1][1]:
                self.steps.append((frame / self.fps, reached))

    def take_steps(
        self, parts: Sequence[Painted], moments: Sequence[Moment], shown: Sequence[int] | None = None
    ) -> None:
        """Show every part at each moment, one frame per moment.

        ``shown`` has the iterate of the scenario's own run that each shows, where that is not the moment's ``k``: none
        while another run is drawn.
        """
        self.note_steps([moment.k for moment in moments] if shown is None else shown)
        if not self._rehearsing:
            for part in parts:
                part.prepare(moments)

        def show(frame: int) -> None:
            for part in parts:
                part.at(moments[frame])

        self.drive(parts, len(moments), show)

    def take_evenly(self, parts: Sequence[Painted], first: int, last: int, duration_s: float) -> None:
        """Take the steps from iterate ``first`` to ``last``, if there are any, in equal times."""
        if first < last:
            durations = np.full(last - first, duration_s / (last - first))
            self.take_steps(parts, pacing.moments(durations, self.tempo, first))

    def conclude(self) -> None:
        """Write the verdict and hold the last frame, which is the poster."""
        self.say("verdict")
        self.show_verdict()

    def show_verdict(self) -> None:
        """Fade the verdict in and hold the last frame."""
        self.fade([self.verdict_box, *self.curvature()], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)
