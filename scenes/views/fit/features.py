"""More than two parameters: no surface can be drawn; the predictions move, and each parameter on its own line.

Where all features are functions of one column, the predictions are a curve through the data.
"""

from __future__ import annotations

from typing import ClassVar

from gdcore.models.features import Features
from scenes.painting import pacing
from scenes.plots.data_dots import DOTS
from scenes.stage.arrangement import GUTTER, Needs, inside
from scenes.stage.walk import WalkScene
from scenes.views.fit.fitted_curve import FittedCurve
from scenes.views.fit.levers import Levers
from scenes.views.fit.predictions import Predictions

PLOT_MARGINS, LEVER_MARGINS, NOTE_ROOM = (0.95, 0.95, 0.05, 0.86), (0.12, 0.1, 0.0, 0.1), 0.36
PLOT_SHARE = 0.54
"""How much of the picture the predictions take; the rest is for the parameters."""


class FeaturesScene(WalkScene):
    """Shows the fit of a column to several features."""

    needs: ClassVar[Needs] = Needs(formula=False)

    def setup(self) -> None:
        """Build the two pictures and the numbers beside them."""
        super().setup()
        left, bottom, width, height = self.places.picture
        plot, table = PLOT_SHARE * width, self.run.objective.table
        assert table is not None  # the view "fit" is refused without data
        place = inside((left, bottom, plot, height), *PLOT_MARGINS)
        place = inside(place, bottom=NOTE_ROOM) if len(table.y) > DOTS else place
        over_one = isinstance(table, Features) and table.curve is not None
        self.predictions = (FittedCurve if over_one else Predictions)(self.run, place, self.theme)
        levers = inside((left + plot + GUTTER, bottom, width - plot - GUTTER, height), *LEVER_MARGINS)
        self.levers = Levers(self.scenario, levers, self.theme)
        pictures = [self.predictions, self.predictions.counter, self.levers, *self.levers.readouts]
        self.moving = [*pictures, *self.column.readouts, self.inset]

    def introduce(self) -> None:
        """The data with what the start predicts, and the parameters."""
        self.say("introduce")
        self.add(self.title)
        numbers = [*self.column.static, *self.inset.furniture, *self.column.readouts, self.inset]
        pictures = [*self.predictions.furniture, *self.levers.furniture, self.predictions, self.predictions.counter]
        self.fade([self.formula, *pictures, self.levers, *self.levers.readouts, *numbers])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S + self.rest_s)
