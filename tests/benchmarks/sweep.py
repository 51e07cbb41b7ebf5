"""A whole map of learning rates against ``descend()`` cell by cell, on one core."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.models.line_error import mean_squared_error
from gdcore.sweeps.fronts import STOPS
from gdcore.sweeps.sweep import Fates, sweep
from gdcore.tables.table import houses
from gdcore.theory.observed import Fate
from gdcore.theory.verdict import judge
from tests.benchmarks.processes import alone, own_peak_bytes
from tests.benchmarks.report.rows import Row

LIMIT_S, LEAST_RATIO = 2.0, 200.0
START, N_STEPS, TOLERANCE = (250.0, 250_000.0), 150, 1.0
REACH = ((1e-8, 1e-5), (1e-2, 3.0))
"""The lowest and the highest rate of each parameter: the good rates and those that blow up lie between."""
N_ROUNDS, SAMPLE = 3, 60
"""So many sweeps, and after each of them so many cells on their own."""


@dataclass(frozen=True)
class Swept:
    """CPU seconds of each sweep and of each sample of cells; how many of the sampled cells came out the same."""

    side: int
    sweeps_s: tuple[float, ...]
    samples_s: tuple[float, ...]
    agreeing: int
    mean_steps: float
    added_bytes: int

    @property
    def sweep_s(self) -> float:
        """The seconds of the middle sweep."""
        return float(np.median(self.sweeps_s))

    @property
    def cell_by_cell_s(self) -> float:
        """What all cells would take one by one, at the pace of the middle sample."""
        return float(np.median(self.samples_s)) / SAMPLE * self.side**2


def sweep_row(side: int) -> Row:
    """Sweep ``side`` x ``side`` pairs of rates in a process of its own, and a sample of them one by one."""
    swept = alone(_swept, side)
    ratio, n_sampled = swept.cell_by_cell_s / swept.sweep_s, N_ROUNDS * SAMPLE
    fine = swept.sweep_s <= LIMIT_S and ratio >= LEAST_RATIO and swept.agreeing == n_sampled
    notes = (_pace(swept), f"{swept.agreeing} of the {n_sampled} end alike, verdict included; {_reach(swept)}")
    what = f"the fates of {side} × {side} rate pairs on the houses, {N_STEPS} steps"
    against = f"{swept.cell_by_cell_s:.0f} s cell by cell"
    target = f"≤ {LIMIT_S:g} s, ≥ {LEAST_RATIO:g}×"
    return Row("sweep", what, f"{swept.sweep_s:.2f} s", against, ratio, target, fine, notes, asdict(swept))


def _pace(swept: Swept) -> str:
    each_ms = swept.cell_by_cell_s / swept.side**2 * 1e3
    return (
        f"CPU time on one core, the middle of {N_ROUNDS}; cell by cell is estimated from {N_ROUNDS * SAMPLE} random "
        f"cells, run by descend() between the sweeps, {each_ms:.2f} ms each without a verdict"
    )


def _reach(swept: Swept) -> str:
    return (
        f"{swept.mean_steps:.0f} steps a cell on average, since some overflow or arrive before the last; "
        f"{swept.added_bytes / 1e6:.0f} MB of memory"
    )


def _swept(side: int) -> Swept:
    objective, rates = mean_squared_error(houses()), _rates(side)
    generator, before = np.random.default_rng(0), own_peak_bytes()
    sweeps_s, samples_s, agreeing = [], [], 0
    for _ in range(N_ROUNDS):
        began = time.process_time()
        fates = sweep(objective, gradient_descent, rates, START, N_STEPS, TOLERANCE)
        swept, added = time.process_time(), own_peak_bytes() - before
        cells = [tuple(cell) for cell in generator.integers(side, size=(SAMPLE, 2))]
        sampling = time.process_time()
        runs = [descend(objective, gradient_descent(rates[cell]), START, N_STEPS, TOLERANCE) for cell in cells]
        samples_s.append(time.process_time() - sampling)
        sweeps_s.append(swept - began)
        agreeing += sum(_agrees(fates, cell, run) for cell, run in zip(cells, runs, strict=True))
    return Swept(side, tuple(sweeps_s), tuple(samples_s), agreeing, float(fates.n_steps.mean()), added)


def _agrees(fates: Fates, cell: tuple[int, ...], run: Trajectory) -> bool:
    verdict = judge(run)
    found = fates.n_steps[cell], STOPS[fates.stopped[cell]], Fate(fates.kind[cell]).name.lower(), fates.overshoots[cell]
    return found == (run.n_steps, run.stopped, verdict.kind, verdict.overshoots)


def _rates(side: int) -> Array:
    """Return the grid ``(side, side, 2)``, evenly spaced in the logarithms of the rates."""
    return np.stack(np.meshgrid(*(np.geomspace(*span, side) for span in REACH)), axis=-1)
