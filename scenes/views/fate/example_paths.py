"""Some runs drawn over a plane of starts, each from its start to its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fate_map import FateMap, example_runs
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame

MARKED = 24
"""Of a run with more steps only the ends are marked."""


class ExamplePaths(Painted):
    """The paths of a few runs; ``reveal`` is the share of the steps of each that is drawn."""

    def __init__(self, scenario: Scenario, plane: Callable[[], FateMap], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.scenario, self.plane, self.frame, self.theme = scenario, plane, frame, theme

    @cached_property
    def paths(self) -> list[np.ndarray]:
        """The places ``(n + 1, 2)`` of each run."""
        plane = self.plane()
        which = [axis.parameter for axis in plane.axes]
        return [self.frame.place(*run.iterates[:, which].T) for run in example_runs(self.scenario, plane)]

    def paint(self, pen: Pen) -> None:
        """Draw what of each path is revealed, with a mark where it starts and where it is."""
        with pen.inside(self.frame.rectangle):
            for path in self.paths:
                shown = path[: 1 + round(self.reveal * (len(path) - 1))]
                pen.line(shown, self.theme.background, style.PATH_WIDTH + 2.0 * style.CASING)
                pen.line(shown, self.theme.ink, style.PATH_WIDTH)
                for place in shown if len(path) <= MARKED else shown[[0, -1]]:
                    pen.marker("dot", place, style.MARKER_RADIUS, self.theme.ink, self.theme.background)
