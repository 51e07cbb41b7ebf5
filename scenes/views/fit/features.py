"""More than two parameters: no surface can be drawn; the predictions move, and each parameter on its own line."""

from __future__ import annotations

from scenes.painting import pacing
from scenes.painting.style import LEFT
from scenes.stage.walk import WalkScene
from scenes.views.fit.levers import Levers
from scenes.views.fit.predictions import Predictions

PLOT = (LEFT + 0.86, -2.76, 4.6, 4.36)
LEVERS = (-0.42, -2.82, 3.4, 4.92)
"""Left, bottom, width and height of the two pictures."""


class FeaturesScene(WalkScene):
    """Shows the fit of a column to several others."""

    def setup(self) -> None:
        """Build the two pictures and the numbers beside them."""
        super().setup()
        self.predictions = Predictions(self.run, PLOT, self.theme)
        self.levers = Levers(self.scenario, LEVERS, self.theme)
        pictures = [self.predictions, self.predictions.counter, self.levers, *self.levers.readouts]
        self.moving = [*pictures, *self.column.readouts, self.inset]

    def introduce(self) -> None:
        """The diagonal, the dots where the start predicts them, and the parameters."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.formula, *self.predictions.furniture, self.predictions, self.predictions.counter])
        self.hold(pacing.SETTLE_S + pacing.FADE_S)
        numbers = [*self.column.static, *self.inset.furniture, *self.column.readouts, self.inset]
        self.fade([*self.levers.furniture, self.levers, *self.levers.readouts, *numbers])
        self.hold(pacing.SETTLE_S)
