"""Several runs on one surface, on one clock."""

from __future__ import annotations

from scenes.geometry import Points
from scenes.maps.map_descent import MARKED
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.space import Box
from scenes.plots.outcomes import marked
from scenes.runners.scene import RunsScene
from scenes.runners.together import widths
from scenes.views.surface.descent import SurfaceDescent
from scenes.views.surface.scene import SurfaceScene


class SurfaceRun(SurfaceDescent):
    """One of several runs on a surface, without the mark where it stands; its past iterates are small dots."""

    def head(self) -> Points | None:
        """Return where the run stands, in the scene; None where that is hidden or out of the picture."""
        k = min(self.moment.k, self.run.n_steps)
        moves = k < self.run.n_steps and self.moment.move > 0.0
        point = self._jumped(k) if moves else self.room.on_surface(self.run.iterates[k][None])[0]
        seen = self.room.box.holds(point) and self.is_seen(point)
        return self.room.eye.project(point) if seen else None

    def _paint_step(self, pen: Pen, k: int) -> None:
        """Draw the step, unless the run stands out of the picture or goes there too fast for an arrow."""
        stands = self.room.on_surface(self.run.iterates[k][None])[0]
        ahead = stands if self.moment.slope > 0.0 else self._jumped(k)
        if self.room.box.holds(stands) and self.room.box.holds(ahead):
            super()._paint_step(pen, k)

    def _paint_dot(self, pen: Pen, point: Points) -> None:
        """Leave the mark to the picture of all runs."""

    def _paint_markers(self, pen: Pen, k: int) -> None:
        for i in marked(self.run, k, MARKED):
            point = self.room.on_surface(self.run.iterates[i][None])[0]
            if self.room.box.holds(point) and self.room.sees(point):
                at = self.room.eye.project(point)
                pen.marker("dot", at, style.SMALL_MARKER_RADIUS, self.colours[i], self.theme.background)


class SurfaceRunsScene(RunsScene, SurfaceScene):
    """Shows all runs of a scenario on the surface of their function."""

    def followed(self) -> tuple[Box, ...]:
        """Return the ranges that grow with the first run if it climbs with every step, as far as they hold all runs."""
        boxes = super().followed() if self.clock.counts_steps else ()
        held = all(
            ((point >= box.low) & (point <= box.high)).all()
            for run in self.scenario.companions
            for point, box in zip(run.trajectory.iterates, boxes, strict=False)
        )
        longest = max(run.trajectory.n_steps for run in self.scenario.runs)
        return boxes if held and longest < len(boxes) else ()

    def draw_runs(self) -> Painted:
        """Return the runs on the surface."""
        strokes, runs = widths(len(self.scenario.runs), style.PATH_WIDTH), self.scenario.runs
        parts = [
            SurfaceRun(run.trajectory, self.room, self.theme, self.sides, colour)
            for run, colour in zip(runs, self.colours, strict=True)
        ]
        for part, stroke in zip(parts, strokes, strict=True):
            part.stroke = stroke
        self.descents.extend(parts)
        return self.together(parts)
