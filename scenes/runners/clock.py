"""The common clock of several runs: what moment of its own each run shows at a moment of the clock."""

from __future__ import annotations

import numpy as np

from gdcore.narration.beats import FEW, clock_length
from gdcore.scenario import Scenario
from gdcore.studies.race import clock_of, times
from scenes.painting import pacing
from scenes.painting.pacing import Moment

ROUNDING = 1e-9


class CommonClock:
    """A clock of steps, or of evaluations, on which a step takes as long as it costs; runs that end stand still."""

    def __init__(self, scenario: Scenario) -> None:
        self.times, self.runs = times(scenario), [run.trajectory for run in scenario.runs]
        self.counts_steps = clock_of(scenario) == "steps"
        self.first, self.last = (0, clock_length(scenario)) if self.counts_steps else (1, clock_length(scenario))
        self.tried = [np.bincount([trial.k for trial in run.rejected], minlength=run.n_steps + 1) for run in self.runs]

    @property
    def turn(self) -> int:
        """The tick at which the first beat of the clock ends."""
        return min(self.first + 1 if self.counts_steps else FEW, self.last)

    def of(self, i: int, moment: Moment) -> Moment:
        """Return the moment of run i at a moment of the clock, whose steps are ticks."""
        last = self.runs[i].n_steps
        if self.counts_steps:
            return moment if moment.k < last else Moment(last)
        now, when = moment.k + moment.move, self.times[i]
        k = max(int(np.searchsorted(when, now + ROUNDING, side="right")) - 1, 0)
        if k >= last:
            return Moment(last)
        share = min(max((now - float(when[k])) / float(when[k + 1] - when[k]), 0.0), 1.0)
        return pacing.within_step(k, share, int(self.tried[i][k]), slow=now < self.turn)

    def reached(self, i: int, moment: Moment) -> int:
        """Return the iterate that run i has reached."""
        return self.of(i, moment).k

    def first_moments(self, tempo: float) -> list[Moment]:
        """Return the moments of the first beat, slowly."""
        if self.counts_steps:
            return pacing.moments(self._durations[:1], tempo, 0, self._most_tried[:1])
        return pacing.log_clock(self.first, self.turn, pacing.FIRST_EVALUATIONS_S, tempo)

    def further_moments(self, tempo: float) -> list[Moment]:
        """Return the moments of all later ticks."""
        if self.counts_steps:
            return pacing.moments(self._durations[1:], tempo, 1, self._most_tried[1:])
        return pacing.log_clock(self.turn, self.last, pacing.EVALUATIONS_S, tempo)

    @property
    def _durations(self) -> np.ndarray:
        return pacing.step_durations(self.last, pacing.RACE_S, pacing.RACE_STEP_S)

    @property
    def _most_tried(self) -> np.ndarray:
        """The most rejected trials of any run at each step."""
        most = np.zeros(self.last, int)
        for counts in self.tried:
            most[: len(counts) - 1] = np.maximum(most[: len(counts) - 1], counts[:-1])
        return most
