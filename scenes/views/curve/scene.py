"""One parameter: the graph, the slope at the point, the step it causes, and where that lands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdcore.descent.family import Signs
from gdcore.expressions.derived_formulas import gradient_equation, hessian_equation
from gdcore.expressions.written import typst_name
from gdcore.methods.clipping import CLIP
from gdcore.methods.registry import family_of, is_plain, method_label
from gdcore.scenario import Scenario
from gdcore.text.language import tr_p
from gdcore.text.notation import computed
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.style import LEFT
from scenes.painting.text import Text, escaped
from scenes.plots.axes import Frame
from scenes.plots.run_colours import told_colour
from scenes.shown_range.growing_view import View, first_view
from scenes.shown_range.together import Part, part_of, shared
from scenes.shown_range.window import is_own, window_of
from scenes.stage.arrangement import inside
from scenes.stage.base import DescentScene
from scenes.stage.growth import is_counted, orders_counter, room_for_count
from scenes.stage.hud import BESIDE_FORMULA
from scenes.stage.symbols import indexed
from scenes.typesetting.typeset import typeset
from scenes.views.curve.descent import CurveDescent
from scenes.views.curve.graph import Graph, GrowingGraph
from scenes.views.curve.labels import place_words

MARGINS = (0.3, 0.5, 0.5, 0.1)
"""Room for the axis' numbers and its name around the graph: left, bottom, right, top."""
OWN_POINTS = 2400
"""Points of the graph of a user's function, which may be rough."""


class CurveScene(DescentScene):
    """Shows a run on the graph of its objective."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.show_rule()
        self.conclude()

    def setup(self) -> None:
        """Build the graph and everything that moves on it."""
        super().setup()
        self.graph = self.make_graph()
        self.shown = self.draw_runs()
        self.moving = [*self.column.readouts, self.inset, *([self.graph] if self.graph.grows else []), self.shown]
        self.counter = orders_counter(self.run, LEFT + super().formula_room, self.theme)
        if is_counted(self.scenario) and self.descent.leaves:
            self.moving.append(self.counter)
        for part in (self.graph, self.shown):
            part.at(Moment(0))

    def draw_runs(self) -> Painted:
        """Return what moves on the graph: the run."""
        colour = told_colour(self.scenario, self.theme)
        colours = [colour] * (self.run.n_steps + 1) if colour else None
        self.descent = CurveDescent(self.run, self.graph, self.theme, colours)
        self.descent.words = place_words(self.descent, self._lines(), self.durations)
        return self.descent

    def stand_upright(self, share: float) -> None:
        """Lead a line from the start's number on the axis up to the start, as far as a share of the way."""
        self.descent.upright = share

    def make_graph(self) -> Graph:
        """Return the graph: that of a user's function shows what belongs to the run, the parabola grows with it."""
        objective, place = self.run.objective, inside(self.places.picture, *MARGINS)
        name = f"${typst_name(objective.parameters[0])}$"
        if is_own(objective) or self.scenario.domain is not None:
            window = window_of(self.scenario)
            x = float(window.low[0]), float(window.high[0])
            frame = Frame(*place, x, (window.base, window.top))
            return Graph(objective, frame, name, self.theme, OWN_POINTS)
        return GrowingGraph(objective, self.growing_views(), place, typeset([name])[0], self.theme)

    def growing_views(self) -> list[View]:
        """Return what a graph shows that grows with the run, for each iterate."""
        _, _, members = shared(self.scenario, _alone)
        return first_view([self.scenario, *members]).holding(self.run)

    def _lines(self) -> list[Text]:
        """Return all that is written under the title in the course of the clip."""
        gradient = self.gradient_line()
        return [self.formula, *self.rule_line(), *([gradient] if gradient else [])]

    @property
    def formula_room(self) -> float:
        """How wide the line under the title may be; a count of orders of magnitude may stand at its end."""
        return super().formula_room - room_for_count(self.scenario)

    def introduce(self) -> None:
        """The curve and the start, and where the start lies on the axis."""
        self.say("introduce")
        self.add(self.title)
        self.fade([*self.display, *self.graph.furniture, self.graph, self.shown])
        self.change([self.shown], pacing.UPRIGHT_S, self.stand_upright)
        self.hold(pacing.SETTLE_S)

    def first_step(self) -> None:
        """The slope and the step that it causes, slowly."""
        if self.run.n_steps == 0:
            return
        self.say("slope")
        self.take_steps(self.moving, pacing.moments(self.durations[:1], self.tempo))

    def further_steps(self) -> None:
        """All other steps."""
        if self.run.n_steps > 1:
            self.say("steps")
            self.take_steps(self.moving, pacing.moments(self.durations[1:], self.tempo, first=1))

    def show_rule(self) -> None:
        """After the picture, the formula; meanwhile the run is seen once more, in the frame that holds all of it."""
        self.say("rule")
        self.remove(self.formula)
        rule = self.rule_line()
        if rule[0].place[0] + rule[0].text_width > LEFT + self.formula_room and self.counter in self.mobjects:
            self.fade([self.counter], out=True)
        self.fade(rule)
        self.once_more()

    def once_more(self) -> None:
        """Take all steps again, quickly."""
        n = self.run.n_steps
        if n == 0:
            self.hold(pacing.READ_S)
            return
        self.descent.silent = True
        if isinstance(self.graph, GrowingGraph):
            self.graph.least = self.graph.views[-1]
        moments = pacing.moments(np.full(n, pacing.READ_S / n), self.tempo)
        even = [replace(moment, slope=0.0) for moment in moments]
        self.take_steps([self.descent], even, [n] * len(even))
        self.hold(pacing.AFTER_S)

    def conclude(self) -> None:
        """Write the verdict while the steps light up one after the other, and hold the last frame, the poster."""
        self.say("verdict")
        self.fade([self.verdict_box, *self.curvature()], pacing.VERDICT_S)

        def light(share: float) -> None:
            self.descent.lit = share * self.run.n_steps

        self.change([self.descent], pacing.LIGHT_S, light, even=True)
        self.hold(pacing.FINAL_HOLD_S)

    def rule_line(self) -> list[Text]:
        """Return the rule of a step, and beside it the slope; a rule that could not be read goes up to the numbers."""
        rules = self._rules()
        most = style.FORMULA_SIZE / style.LABEL_SIZE * super().formula_room
        rule = Text(rules[0], LEFT, style.FORMULA_Y, style.FORMULA_SIZE, self.theme.ink)
        if rule.text_width > most:
            rule = Text(rules[-1], LEFT, style.FORMULA_Y, style.FORMULA_SIZE, self.theme.ink)
        least = style.LABEL_SIZE / rule.size * rule.text_width
        room = self.formula_room if least <= self.formula_room else super().formula_room
        rule.size /= max(1.0, rule.text_width / room)
        return [rule, *self._slope_beside(rule)]

    def _slope_beside(self, rule: Text) -> list[Text]:
        """Return the derivatives as formulas beside the rule, both or the first, where there is room to read them."""
        first, x = gradient_equation(self.run.objective), rule.text_width + BESIDE_FORMULA
        both = f"{first}, quad {hessian_equation(self.run.objective)}"
        for equation in (both, first) if first else ():
            if (line := self.formula_at(equation, x)) is not None:
                return [line]
        return []

    @property
    def durations(self) -> np.ndarray:
        """Seconds for each step."""
        return pacing.step_durations(self.run.n_steps)

    def _rules(self) -> list[str]:
        """Return the update formula, and shorter forms of it for where it could not be read."""
        name = self.run.objective.parameters[0]
        now, then = indexed(name, "k"), indexed(name, "k+1")
        now = now.replace("_(k)", "_k")
        function, family = self.run.objective.symbol, family_of(self.run.method)
        if family is None:
            return [escaped(method_label(self.run.method.name))]  # only its author knows the rule of a custom method
        clip = f'"{tr_p(*CLIP.short)}" thin ' if CLIP.short and CLIP.name in self.run.method.hyperparameters else ""
        lines = family.update(
            Signs(
                now,
                then,
                lambda at: f"{clip}{function}'({at})",
                lambda at: f"{function}({at})",
                "eta" if self.run.method.schedule.is_constant else "eta_k",
            )
        )
        if not is_plain(self.run.method):
            return [f"${', quad '.join(lines)}$", f"${lines[-1]}$"]
        (rule,) = lines
        if self.run.objective.name != "parabola" or self.verdict.eigenvalues is None:
            return [f"${rule}$"]
        factor = computed(1.0 - self.verdict.eigenvalues[0]).typst
        factor, gap = ("-", "") if factor == "-1" else (factor, " thin ")
        return [f"${rule} = (1 - 2 eta) thin {now} = {factor}{gap}{now}$"]


def _alone(scenario: Scenario) -> Part:
    """Return the range that the first frame of this run alone would show."""
    view = first_view([scenario])
    return part_of(scenario, np.array([view.centre - view.reach]), np.array([view.centre + view.reach]))
