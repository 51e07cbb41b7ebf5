"""One parameter: the graph, the slope at the point, the step it causes, and where that lands."""

from __future__ import annotations

import numpy as np

from gdcore.descent.family import Signs
from gdcore.descent.registry import family_of, is_plain, method_label
from gdcore.expressions.derived_formulas import gradient_equation, hessian_equation
from gdcore.expressions.written import typst_name
from gdcore.scenario import Scenario
from gdcore.text.notation import rounded
from scenes.painting import pacing, style
from scenes.painting.pacing import Moment
from scenes.painting.style import LEFT
from scenes.painting.text import Text, escaped
from scenes.plots.axes import Axes, Curve, Frame
from scenes.plots.ticks import LARGEST, SMALLEST
from scenes.shown_range.together import Part, part_of, shared
from scenes.shown_range.window import is_own, n_shown, window_of
from scenes.stage.base import DescentScene
from scenes.stage.growth import growth, orders_counter, room_for_count
from scenes.stage.hud import BESIDE_FORMULA
from scenes.stage.symbols import indexed
from scenes.views.curve.descent import CurveDescent
from scenes.views.curve.labels import GRAPH_WIDTH, PointLabels, place_labels, shown_range


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
        self.point_labels = PointLabels(self.run)
        x, y = self._own_ranges() if is_own(self.run.objective) or self.scenario.domain is not None else self._ranges()
        self.frame = Frame(LEFT + 0.55, -3.15, GRAPH_WIDTH, 5.42, x, y)
        name = typst_name(self.run.objective.parameters[0])
        labels = (f"${name}$", f"${self.run.objective.symbol}({name})$")
        y_at = 0.0 if x[0] < 0.0 < x[1] else x[0]
        self.axes = Axes(self.frame, self.theme, labels=labels, y_at=y_at)
        self.curve = Curve(self.frame, self.run.objective.value, self.theme, self.n_points)
        self.descent = CurveDescent(self.run, self.frame, self.theme)
        self.descent.labels = place_labels(self.descent, self.point_labels, self.axes, [self.curve, *self._lines()])
        self.descent.at(Moment(0))
        self.moving = [*self.column.readouts, self.inset, self.descent]
        self.counter = orders_counter(self.run, self.column_x - 0.4, self.theme)
        if self.descent.leaves and growth(self.run).max() >= 1.0:
            self.moving.append(self.counter)

    def _lines(self) -> list[Text]:
        """Return all that is written under the title in the course of the clip."""
        gradient = self.gradient_line()
        return [self.formula, *self.rule_line(), *([gradient] if gradient else [])]

    n_points = 400
    """Points of the graph."""

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the ranges that hold the whole run, and its labels, or several runs as far as they stay together."""
        low, high, members = shared(self.scenario, _alone)
        ends = [one.trajectory.losses[: n_shown(one.trajectory, low, high)] for one in members]
        losses = np.concatenate(ends) if self.scenario.alike else self.run.losses
        lowest = min(0.0, float(losses.min()))
        height = (float(losses.max()) - lowest) * 1.09
        highest = lowest + (min(height, LARGEST) if height > SMALLEST else 1.0)
        return (float(low[0]), float(high[0])), (lowest, highest)

    def _own_ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the ranges that show the run on a user's function, as far as it stays near."""
        window = window_of(self.scenario)
        self.n_points = 2400
        return (float(window.low[0]), float(window.high[0])), (window.base, window.top)

    @property
    def formula_room(self) -> float:
        """How wide the line under the title may be; a count of orders of magnitude may stand at its end."""
        return super().formula_room - room_for_count(self.run)

    def introduce(self) -> None:
        """The curve and the start."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.axes, *self.display[1:], self.curve, self.descent])
        self.hold(pacing.INTRODUCE_S + pacing.FADE_S)

    def first_step(self) -> None:
        """The slope and the step that it causes, slowly."""
        if self.run.n_steps == 0:
            return
        self.say("slope")
        self.take_steps(self.moving, pacing.moments(self.durations[:1], self.fps))

    def further_steps(self) -> None:
        """All other steps."""
        if self.run.n_steps > 1:
            self.say("steps")
            self.take_steps(self.moving, pacing.moments(self.durations[1:], self.fps, first=1))

    def show_rule(self) -> None:
        """After the picture, the formula."""
        self.say("rule")
        self.remove(self.formula)
        rule = self.rule_line()
        if rule[0].place[0] + rule[0].text_width > LEFT + self.formula_room and self.counter in self.mobjects:
            self.fade([self.counter], out=True)
        self.fade(rule)
        self.hold(pacing.READ_S)

    def rule_line(self) -> list[Text]:
        """Return the rule of a step, and beside it the slope; a rule that could not be read goes up to the numbers."""
        rule = Text(self._rule(), LEFT, style.FORMULA_Y, style.FORMULA_SIZE, self.theme.ink)
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

    def _rule(self) -> str:
        name = self.run.objective.parameters[0]
        now, then = indexed(name, "k"), indexed(name, "k+1")
        now = now.replace("_(k)", "_k")
        function, family = self.run.objective.symbol, family_of(self.run.method)
        if family is None:
            return escaped(method_label(self.run.method.name))  # only its author knows the rule of a custom method
        lines = family.update(Signs(now, then, lambda at: f"eta thin {function}'({at})"))
        if not is_plain(self.run.method):
            return f"${', quad '.join(lines)}$"
        (rule,) = lines
        if self.run.objective.name != "parabola" or self.verdict.eigenvalues is None:
            return f"${rule}$"
        factor = rounded(1.0 - self.verdict.eigenvalues[0]).typst
        factor, gap = ("-", "") if factor == "-1" else (factor, " thin ")
        return f"${rule} = (1 - 2 eta) thin {now} = {factor}{gap}{now}$"


def _alone(scenario: Scenario) -> Part:
    """Return the range that a picture of this run alone would show."""
    low, high = shown_range(scenario.trajectory, PointLabels(scenario.trajectory))
    return part_of(scenario, np.array([low]), np.array([high]))
