"""Several runs on one map, on one clock."""

from __future__ import annotations

from scenes.geometry import Points
from scenes.maps.map_descent import MARKED, MapDescent
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.plots.axes import Frame
from scenes.plots.outcomes import marked
from scenes.runners.scene import RunsScene
from scenes.runners.together import widths
from scenes.shown_range.near_frame import within
from scenes.views.contour.scene import ContourScene


class MapRun(MapDescent):
    """One of several runs on a map, without the mark where it stands; its past iterates are small dots."""

    def head(self) -> Points | None:
        """Return where the run stands; None where that is not on the map."""
        place = self.places[min(self.moment.k, self.run.n_steps)] if self.dot is None else self.dot
        return place if within(place, self.frame) else None

    def _paint_markers(self, pen: Pen, k: int, dot: Points | None) -> None:
        del dot
        for i in marked(self.run, k, MARKED):
            if self.around[i]:
                pen.marker("dot", self.places[i], style.SMALL_MARKER_RADIUS, self.colours[i], self.theme.background)


class MapRunsScene(RunsScene, ContourScene):
    """Shows all runs of a scenario on the map of their function."""

    def draw_runs(self, frame: Frame) -> list[Painted]:
        """Return the runs on the map."""
        strokes, parts = widths(len(self.scenario.runs), style.PATH_WIDTH), list[MapRun]()
        for run, colour, stroke in zip(self.scenario.runs, self.colours, strokes, strict=True):
            part = MapRun(run.trajectory, frame, self.theme, colour=colour, arrow=True)
            part.stroke, part.arrow_ink = stroke, colour
            part.casing = 0.0 if parts else part.casing  # it would darken those under it
            parts.append(part)
        ends = {id(run.objective): run.objective.minimiser for run in self.scenario.runs}
        own = ends.pop(id(self.scenario.objective))
        self.map.further = [end for end in ends.values() if end is not None and own is not None]
        return [self.together(parts)]
