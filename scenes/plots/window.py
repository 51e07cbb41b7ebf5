"""What a picture of a function shows: the run, its surroundings, the minimiser nearby, and what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.theory.surroundings import minimiser_under, scale_at, staying, usual_domain
from scenes.painting.geometry import Points
from scenes.plots.ticks import FINEST, LARGEST
from scenes.plots.together import STRETCHED, Part, part_of, shared

GRID = {1: 401, 2: 81}
"""Samples along each parameter for what the heights are."""
BEHIND, MARGIN = {1: 1.4, 2: 0.55}, 0.16
"""How far the picture reaches beyond the minimiser, as a share of the way there, and around everything."""
SMALL = 3.5
"""A well-known function is shown whole unless the run would fill less than one part in so many."""
AROUND = 2.4
"""Else the picture reaches so many times as far as the run does."""
FARTHEST = 60.0
"""A minimiser that is so many times as far away as the run is long is left out, unless the slope reaches there."""
THINNEST = 1e-10
"""The least width of a range beside the numbers in it: its ticks then still differ by more than rounding."""
UNTOLD = 0.5
"""The height of a picture of what is level, or differs by rounding alone, beside the height it lies at."""
SHOWN, LEAST_SHOWN, TALLER = 0.4, 0.12, 1.5
"""The share of the surface that lies under the top: of one that is steep beside the run less, so that its walls are no
higher than so many times the run's own height, but never less than the second."""
HIGHER_TOPS = (0.45, 0.65, 0.85)
"""Shares of the surface that lie under the tops of which the one is taken that shows most of the run."""
BESIDE = 0.25
"""Room for labels beside a curve, as a share of its width."""
HEADROOM, FOOTROOM = 1.12, 0.06
DEEPER = 0.6
"""How far below the run the lowest shown point may lie, in heights of what is shown above it."""
NEAR_ZERO = 0.25
"""A lowest height below this share of the top is counted from zero."""


@dataclass(frozen=True, eq=False)
class Window:
    """The ranges ``low`` to ``high`` of the parameters ``(d,)``, the heights from ``base`` to ``top``, and ``lowest``.

    ``lowest`` is the minimiser nearby, if there is one; ``n_seen`` is how many iterates belong in the picture.
    ``points`` ``(n, d)`` are what all runs that share the window show in it, ``deepest`` the lowest minimiser of these.
    """

    low: Points
    high: Points
    base: float
    top: float
    lowest: Array | None
    n_seen: int
    points: Points
    deepest: Array | None


def is_own(objective: Objective) -> bool:
    """Whether nothing is known of an objective but what it computes: it is neither the parabola nor a line's error."""
    return objective.table is None and objective.name != "parabola"


def with_lowest(objective: Objective, window: Window) -> Objective:
    """Return the objective with the minimiser nearby as its own, for a picture that marks it."""
    if window.lowest is None or objective.minimiser is not None:
        return objective
    return replace(objective, minimiser=window.lowest)


@np.errstate(all="ignore")
def window_of(scenario: Scenario) -> Window:
    """Return what the picture of a scenario's run shows; a ``domain`` overrules what is chosen."""
    run, objective = scenario.trajectory, scenario.objective
    low, high, members = shared(scenario, _alone)
    if scenario.domain is not None:
        given = np.isfinite(scenario.domain)
        low, high = (np.where(given[:, i], scenario.domain[:, i], end) for i, end in enumerate((low, high)))
    else:
        low, high = _defined(objective, low, high)
    runs = [member.trajectory for member in members]
    bottoms = [bottom for one in runs if (bottom := _lowest(one, staying(one))) is not None]
    deepest = min(bottoms, key=lambda point: float(objective.value(point)), default=None)
    base, top = _heights_of(objective, low, high, runs, deepest)
    if scenario.domain is None and len(low) == 1:
        low, high = _under(objective, low, high, top)
    points = np.concatenate([one.iterates[: n_shown(one, low, high, top)] for one in runs])
    return Window(
        low, high, base, top, _lowest(run, staying(run)), n_shown(run, low, high, top), points, deepest
    )  # fmt: skip


def _heights_of(
    objective: Objective, low: Points, high: Points, runs: list[Trajectory], lowest: Array | None
) -> tuple[float, float]:
    """Return the heights that show several runs, those that leave only as far as they do not dwarf the others."""
    stay = [one for one in runs if staying(one).all()]
    losses = np.concatenate([one.losses[: n_shown(one, low, high)] for one in stay or runs])
    base, top = heights(objective, low, high, losses, lowest)
    limit = base + STRETCHED**2 * (top - base)
    further = [one.losses[: n_shown(one, low, high, limit)] for one in runs if stay and one not in stay]
    return heights(objective, low, high, np.concatenate([losses, *further]), lowest) if further else (base, top)


def n_shown(run: Trajectory, low: Points, high: Points, top: float = np.inf) -> int:
    """Return how many iterates there are before the run leaves for good, or leaves the picture; at least 1."""
    seen = staying(run)
    if not seen.all():  # what comes back belongs to the picture
        seen &= ((run.iterates >= low) & (run.iterates <= high)).all(axis=1) & (run.losses <= top)
    return max(1, int(np.append(seen, False).argmin()))


def _alone(scenario: Scenario) -> Part:
    """Return the ranges that a picture of this run alone would show."""
    run = scenario.trajectory
    seen = staying(run)
    points = np.array([*run.iterates[seen], *_trials(run, seen)])
    return part_of(scenario, *_ranges(run.objective, points, _lowest(run, seen)))


def _defined(objective: Objective, low: Points, high: Points) -> tuple[Points, Points]:
    """Return the parts of the ranges in which the function is a number, with a little room beside them."""
    points = _grid(low, high)
    found = points[np.isfinite(objective.value(points))]
    if not len(found):
        return low, high
    first, last = found.min(axis=0), found.max(axis=0)
    room = np.maximum(0.03 * (last - first), (high - low) / (GRID[len(low)] - 1))
    return np.maximum(low, first - room), np.minimum(high, last + room)


def _grid(low: Points, high: Points) -> Points:
    """Return even samples of the ranges, shape ``(n, ..., d)``."""
    axes = [np.linspace(a, b, GRID[len(low)]) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


def _under(objective: Objective, low: Points, high: Points, top: float) -> tuple[Points, Points]:
    """Return the part of a range in which the curve is under the top, with room for labels beside it."""
    x = np.linspace(low[0], high[0], GRID[1])
    found = x[objective.value(x[:, None]) <= top]
    if not len(found):
        return low, high
    room = BESIDE * (found[-1] - found[0])
    return np.maximum(low, found[0] - room), np.minimum(high, found[-1] + room)


def _trials(run: Trajectory, seen: np.ndarray) -> list[Points]:
    """Return the rejected trials that lie not far above the run."""
    losses = run.losses[seen]
    limit = float(losses.max()) + 3.0 * float(np.ptp(losses))
    return [trial.point for trial in run.rejected if seen[trial.k] and trial.loss <= limit]


def _lowest(run: Trajectory, seen: np.ndarray) -> Array | None:
    """Return the minimiser below the best iterate that is seen, or the known one where that lies there."""
    best = run.iterates[int(np.argmin(np.where(seen, run.losses, np.inf)))]
    objective = run.objective
    if objective.quadratic and objective.minimiser is not None:
        return objective.minimiser
    found = minimiser_under(objective, best)
    known = objective.minimiser
    if known is not None and (found is None or np.allclose(found, known, rtol=1e-3, atol=1e-3)):
        return known
    return found


def _ranges(objective: Objective, points: Points, lowest: Array | None) -> tuple[Points, Points]:
    """Return the ends of the ranges, shapes ``(d,)``."""
    low, high = points.min(axis=0), points.max(axis=0)
    usual = usual_domain(objective)
    if usual is not None:
        return _usual(usual, low, high, lowest)
    if lowest is not None and _is_near(objective, points, lowest):
        reach = np.maximum(high - lowest, lowest - low)
        reach = BEHIND[len(low)] * reach
        low, high = np.minimum(low, lowest - reach), np.maximum(high, lowest + reach)
    least = _least_widths(objective, points, high - low)
    middle, half = low / 2.0 + high / 2.0, np.maximum(high / 2.0 - low / 2.0, least / 2.0)
    half = half + MARGIN * 2.0 * half
    return middle - half, middle + half


def _usual(usual: Array, low: Points, high: Points, lowest: Array | None) -> tuple[Points, Points]:
    """Return the usual ranges, widened to hold the run; of a run that is lost in them, its surroundings."""
    extent, whole = high - low, usual[:, 1] - usual[:, 0]
    if (extent < whole / SMALL).all() and lowest is not None:
        low, high = np.minimum(low, lowest), np.maximum(high, lowest)
        half = np.maximum((high - low) * AROUND / 2.0, whole / (2.0 * SMALL))
        half = np.full(len(half), half.max()) if np.allclose(whole, whole[0]) else half
        middle = (low + high) / 2.0
        return middle - half, middle + half
    margin = MARGIN * extent
    return (
        np.where(low < usual[:, 0], low - margin, usual[:, 0]),
        np.where(high > usual[:, 1], high + margin, usual[:, 1]),
    )


def _is_near(objective: Objective, points: Points, lowest: Array) -> bool:
    """Whether the run, or the slope where it begins, reaches as far as the minimiser."""
    away = abs(lowest - points[0])
    reach = np.maximum(FARTHEST * np.ptp(points, axis=0), 4.0 * scale_at(objective, points[0]))
    return bool((away <= np.maximum(reach, 1e-12)).any())


def _least_widths(objective: Objective, points: Points, extent: Points) -> Points:
    """Return how wide each range must be at least: a parameter in which a run does not move has surroundings, too."""
    scale = 2.0 * scale_at(objective, points[0])
    moved = extent > 1e-3 * max(float(extent.max()), 1e-300)
    longest = float(extent.max()) if moved.any() and extent.max() > 0.0 else np.inf
    # Where it moved a little, the scale of the slope tells how little; where not at all, the other parameters do.
    wanted = np.where(moved & (extent > 0.0), np.minimum(scale, 2.0 * extent), np.minimum(scale, longest))
    least: Points = np.maximum(wanted, THINNEST * np.maximum(abs(points).max(axis=0), 1e-280))
    return least


@np.errstate(all="ignore")
def heights(
    objective: Objective, low: Points, high: Points, losses: Points, lowest: Array | None
) -> tuple[float, float]:
    """Return from which height to which the picture shows a function over its ranges."""
    grid = objective.value(_grid(low, high))
    grid = np.sort(grid[np.isfinite(grid)])
    deepest = float(losses.min()) if lowest is None else min(float(losses.min()), float(objective.value(lowest)))
    highest = float(losses.max())
    if len(grid):
        usual, least = (float(grid[int(share * (len(grid) - 1))]) for share in (SHOWN, LEAST_SHOWN))
        energy = highest - deepest
        # Walls much higher than the run would only hide it.
        highest = max(highest, min(usual, deepest + TALLER * energy) if energy > 0.0 else usual, least)
    span = highest - deepest
    floor = min(float(grid[0]), deepest) if len(grid) else deepest
    base = max(floor, deepest - DEEPER * span)
    if not span > FINEST * max(abs(highest), 1e-280):
        span = UNTOLD * max(abs(highest), 1.0)
        base = min(base, highest - span)
    top = min(base + HEADROOM * (highest - base), LARGEST) if highest > base else base + span
    if 0.0 <= base <= NEAR_ZERO * top:
        return 0.0, top
    return base - FOOTROOM * (top - base), top


@np.errstate(all="ignore")
def taller(objective: Objective, window: Window) -> list[float]:
    """Return higher tops for a window, for a valley whose walls hide what lies in it."""
    grid = objective.value(_grid(window.low, window.high))
    grid = grid[np.isfinite(grid)]
    tops = [float(np.quantile(grid, share)) for share in HIGHER_TOPS] if len(grid) else []
    return [min(top, LARGEST) for top in tops if top > window.top]
