"""Mobjects that paint themselves with cairo, the camera that lets them, and the animations that move them.

Manim keeps the scene, the clock and the frames. What stands still is painted once per beat, because manim caches all
mobjects that lie before the first moving one; what moves draws its few lines straight into the frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import cairo
import numpy as np
from manim import Animation, Camera, Group, Mobject, Scene, linear

from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen

if TYPE_CHECKING:
    from manim.typing import PixelArray


class Painted(Mobject):
    """A mobject with a ``paint`` method instead of points. ``opacity`` and ``reveal`` go from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.points = np.zeros((1, 3))  # manim skips what has none
        self.opacity = 1.0
        self.reveal = 1.0
        self.moment = Moment(0)
        self.furniture: list[Painted] = []
        """Parts of the mobject that do not move: shown under it, painted once per beat."""

    def paint(self, pen: Pen) -> None:
        """Draw the mobject as it stands."""
        raise NotImplementedError

    def at(self, moment: Moment) -> None:
        """Take the state of a moment of the run."""
        self.moment = moment

    def prepare(self, moments: Sequence[Moment]) -> None:
        """Prepare everything that these moments need, in one batch."""

    def fade(self, darkness: float = 0.5, family: bool = True) -> Painted:
        """Be as faint as manim's FadeIn and FadeOut ask for."""
        super().fade(darkness, family)
        self.opacity *= 1.0 - darkness
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Painted:
        """Stand between two states of the mobject, of which only the opacity may differ."""
        if isinstance(mobject1, Painted) and isinstance(mobject2, Painted):
            self.opacity = (1.0 - alpha) * mobject1.opacity + alpha * mobject2.opacity
        return self


class Canvas(Camera):
    """Manim's camera, able to show ``Painted`` mobjects."""

    def type_or_raise(self, mobject: Mobject) -> Any:
        """Return the class under which ``mobject`` is displayed."""
        kind = super().type_or_raise(mobject)
        self.display_funcs[Painted] = self.display_painted
        return Painted if isinstance(mobject, Painted) else kind

    def display_painted(self, mobjects: list[Mobject], pixels: PixelArray) -> None:
        """Let each mobject paint itself into the frame."""
        paint_all(self.get_cairo_context(pixels), [part for part in mobjects if isinstance(part, Painted)])

    def shown(self, scene: Scene) -> list[Painted]:
        """Return what a scene shows, in the order in which it is painted."""
        return [mobject for mobject in self.get_mobjects_to_display(scene.mobjects) if isinstance(mobject, Painted)]


class Glass(Canvas):
    """A canvas with nothing behind what is painted; colours are premultiplied by their opacity, as cairo requires."""

    def init_background(self) -> None:
        """Be clear, whatever the colour of the background."""
        super().init_background()
        assert self.background is not None
        self.background[:] = 0


def paint_all(ctx: cairo.Context[Any], parts: Iterable[Painted]) -> None:
    """Let each part paint itself, the first one lowest."""
    for part in parts:
        if part.opacity > 0.0:
            ctx.save()
            ctx.new_path()  # manim leaves the outline of its last letter behind, which would be stroked with ours
            part.paint(Pen(ctx, part.opacity))
            ctx.restore()


class Drive(Animation):
    """Calls ``show(i)`` for the frames i = 0 .. n_frames - 1 while ``parts`` are on the move."""

    def __init__(self, parts: Sequence[Painted], n_frames: int, fps: int, show: Callable[[int], None]) -> None:
        # Half a frame short, so that manim's float arithmetic cannot make one frame more or less.
        self.group = Group(*parts)
        super().__init__(self.group, run_time=(n_frames - 0.5) / fps, rate_func=linear, introducer=True)
        self.moved = set(parts)
        self.n_frames = n_frames
        self.show = show

    def _setup_scene(self, scene: Scene) -> None:
        """Put the parts on top, as manim does with a new group, but under those of manim's mobjects they lay under."""
        shown = [mobject.get_family() for mobject in scene.mobjects]
        lowest = next((i for i, family in enumerate(shown) if not self.moved.isdisjoint(family)), len(shown))
        above = [family[0] for family in shown[lowest:] if not any(isinstance(part, Painted) for part in family)]
        scene.add(self.mobject, *above)

    def create_starting_mobject(self) -> Mobject:
        """Return the mobject itself: nothing here is interpolated from a copy."""
        return self.group

    def interpolate(self, alpha: float) -> None:
        """Show the frame at ``alpha``."""
        self.show(min(round(alpha * (self.n_frames - 0.5)), self.n_frames - 1))
