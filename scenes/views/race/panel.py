"""One run of a race in a small picture: its jumps on the graph, in the frame that all panels have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.scenario import Scenario
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.shown_range.growing_view import View, first_view
from scenes.shown_range.near_frame import within
from scenes.typesetting.typeset import typeset
from scenes.views.curve.descent import CurveDescent
from scenes.views.curve.graph import GrowingGraph

STRETCHED = 2.5
"""The first jump of a run that leaves is in the picture if it is so many times as far and as high as the others."""
ARROW, INSIDE = 0.34, 0.12
"""The length of the arrow that shows where a run has gone, and how far it keeps from the sides."""


def common_view(runs: Sequence[Scenario]) -> View:
    """Return what all panels show: the runs that stay, the start, and near it the first jump of a run that leaves."""
    view = first_view(runs)
    for run in (one.trajectory for one in runs if one.verdict.kind == "diverging"):
        jumps = zip(abs(run.iterates[1:2, 0] - view.centre), run.losses[1:2] - view.floor, strict=True)
        for reach, top in jumps:
            if reach <= STRETCHED * view.reach and top <= STRETCHED * view.top:
                view = replace(view, reach=max(view.reach, float(reach)), top=max(view.top, float(top)))
    return view


class Panel(CurveDescent):
    """One run on the graph of its objective; where it has left the frame, an arrow says so."""

    past_radius = style.SMALL_MARKER_RADIUS

    def __init__(self, scenario: Scenario, view: View, place: Place, colour: str, theme: Theme) -> None:
        objective = scenario.objective
        (name,) = typeset([f"${typst_name(objective.parameters[0])}$"])
        graph = GrowingGraph(objective, [view], place, name, theme)
        graph.least = view
        run = scenario.trajectory
        super().__init__(run, graph, theme, [colour] * (run.n_steps + 1))
        self.furniture = [graph]

    def at(self, moment: Moment) -> None:
        """Stand at a moment; a run that has ended stays where it is."""
        n = self.run.n_steps
        self.moment = moment if moment.k < n else Moment(n)

    def paint(self, pen: Pen) -> None:
        """Draw the run, and the arrow if it is out of the frame."""
        super().paint(pen)
        frame = self.graph.frame
        place = self.dot()
        if not within(place, frame):
            left, _, right, top = frame.bounds
            x = float(np.clip(place[0], left + INSIDE, right - INSIDE))
            ends = np.array([[x, top - ARROW], [x, top]])
            pen.arrow(ends[0], ends[1], self.colours[-1], style.ARROW_WIDTH)
