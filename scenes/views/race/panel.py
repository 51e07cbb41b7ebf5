"""One run of a race in a small picture: its jumps on the graph, in the frame that all panels have in common."""

from __future__ import annotations

from gdcore.expressions.written import typst_name
from gdcore.scenario import Scenario
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.style import Theme
from scenes.shown_range.growing_view import View
from scenes.typesetting.typeset import typeset
from scenes.views.curve.graph import GrowingGraph
from scenes.views.curve.several import LeavingDescent


class Panel(LeavingDescent):
    """One run on the graph of its objective; where it has left the frame, an arrow says so."""

    past_radius = style.SMALL_MARKER_RADIUS

    def __init__(self, scenario: Scenario, view: View, place: Place, colour: str, theme: Theme) -> None:
        objective = scenario.objective
        (name,) = typeset([f"${typst_name(objective.parameters[0])}$"])
        graph = GrowingGraph(objective, [view], place, name, theme)
        graph.least = view
        run = scenario.trajectory
        super().__init__(run, graph, theme, [colour] * (run.n_steps + 1))
        self.slope_ink = colour
        self.furniture = [graph]

    def at(self, moment: Moment) -> None:
        """Stand at a moment; a run that has ended stays where it is."""
        n = self.run.n_steps
        self.moment = moment if moment.k < n else Moment(n)
