"""Time: every duration, in seconds, and the moment of a run that each frame shows. No manim here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from gdcore.arrays import frozen

FADE_S = 0.5
ORBIT_S = 2.2
READ_S = 2.6
SETTLE_S = 1.0
VERDICT_S = 0.6
FINAL_HOLD_S = 1.4
"""How long the last frame stands."""
PULL_BACK_S, SPECK_S = 4.1, 1.4
"""The pull-back until the valley is a speck, and a look at that."""
AT_REST_S = 1.2
"""How much longer the start is looked at of a run that takes no step."""
COME_NEARER_S = 1.5
"""The way from the whole surface to the part of it in which a long run ends."""
CROSSFADE_S = 0.6
LOG_LINE_S = 2.4
RULE_S = 2.0
OF_SEVERAL_S, FIRST_OF_SEVERAL_S, SLIDER_S = 4.4, 1.7, 0.9
"""The budget for all steps of one run where several are seen on one graph, for its first step, and between two runs."""
UPRIGHT_S, AFTER_S, LIGHT_S = 1.2, 0.4, 1.7
"""A line that leads from the axis up to the start; a breath after a run is seen once more; its steps lighting up."""
EDGES_S = 4.2
"""How long the edge of stability takes past all runs."""
WITHOUT_S, PUSH_S, PUSHED_S = 1.5, 1.0, 0.7
"""A run without momentum; the two pushes of a step, and the step that they add up to."""
TURN_S, TURN_STEP_S = 4.4, 0.4
"""All later steps of a run with momentum, and the first one of them."""
CUT_S, SWING_S, COUNT_S = 1.6, 2.0, 4.4
"""A cut being drawn; a line that swings up; steps only counted."""
TRIED_S, TRIED_NEXT_S, QUICK_TRIAL_S = 4.6, 2.6, 0.4
"""A step that is tried before it is taken, the next one, and the first of those that are only counted."""
ONE_OF_MANY_S, QUICK_STEP_S = 1.0, 0.08
"""The budget for all steps of one run where several are drawn one after the other, and for its first step."""
RACE_READY_S, FIRST_EVALUATIONS_S, EVALUATIONS_S, ARRIVALS_S = 1.6, 3.4, 6.0, 4.0
"""Of a race counted in evaluations: before the clock runs, its first few ticks, all others, and after it."""
RACE_S, RACE_STEP_S = 9.0, 2.4
"""The budget for the clock of a race, and for its first tick."""
CARD_S, CARD_FADE_S, END_S = 1.3, 0.3, 1.0
"""How long a title stands at least, and its fades; how long the film's last picture stands."""
LINE_S = 3.8
"""How long a line and its point are pointed at before they move."""
HAND_S = 2.7
"""A point moved by hand along one parameter, there and back."""
SLIDE_S, SLIDE_STEP_S = 5.6, 1.3
"""All steps, and the longest one, of a run that is watched in two pictures."""
ERROR_S, PARTS_S, SPLIT_S, FAST_S, STUCK_S, NEARER_S, SLOW_S = 2.4, 1.4, 2.4, 3.9, 1.8, 1.6, 3.4
"""An error, drawn; its two parts, looked at after the split; the fast one going; stuck; coming near; the rest."""
FAR_STEP_S, OTHER_RUN_S = 4.7, 4.0
"""A step that may throw a line far out, and all steps of a run that stands beside it."""
HALF_S = 0.9
"""The mark where a part has halved."""

SWEEP_LEG_S, DROP_S, GROW_RUN_S, COST_S = 1.9, 0.7, 1.1, 2.4
"""Of a line of fates: a stretch of the sweep, a run falling onto the curve, its iterates, the steps of all rates."""
SCAN_S, EDGE_DRAW_S = 2.6, 1.6
"""Of a plane of fates: the map, its edge."""

ALL_ROWS_S, ONE_ROW_S = 0.7, 0.5
"""How long the errors of all rows, then the one of the row drawn, are looked at."""
FAN_S, FAN_HOLD_S, FAN_STEP_S = 1.2, 0.6, 0.8
"""The steps that all rows ask for, a look at them, and the one that is taken."""
COME_NEAR_S, ZOOM_S, TREMBLE_S = 0.9, 0.9, 2.3
"""The steps to the valley's floor, the zoom on it, and all steps there."""
SEEDS_S, ALL_ROWS_RUN_S, OWN_RUN_S = 1.2, 2.4, 0.9
"""The losses of all seeds, of the run that asks all rows, and of the clip's own run, drawn from left to right."""
RAW_RUN_S, STRETCH_S, UNITS_S = 3.4, 4.6, 3.0
"""A run in raw units, other rates for it, and each of the changes that make its ellipse a circle."""
POINT_S, LAND_S, REST_S, ORIGINS_S = 1.8, 1.3, 0.7, 1.4
"""The gradient that points at the centre, the one step there, the step that stays, and both origins of a column."""

STEP_S = 2.6
"""A step shown in full: gradient, move, landing."""
RUN_S = 9.6
"""The budget for all steps of a run that is longer than that."""
NEAR_S, BRISK_STEP_S = 4.8, 1.2
"""The same for the steps before the view pulls back."""
OPENING_STEP_S = 0.9
"""Each step of the film's opening."""
BRISK_S = 0.45
"""A step shorter than this only moves."""
WORD_S = 1.0
"""In a step shorter than this no words can be read beside it."""
EVEN_SHARE = 0.4
"""The share of a long run's budget that is split evenly among the steps, so that its tail visibly takes long."""


@dataclass(frozen=True)
class Moment:
    """The state of a run in one frame: ``k`` steps are done; each phase of the next one has progressed from 0 to 1.

    ``trial`` counts the rejected points shown, with the fraction of the one under way.
    """

    k: int
    slope: float = 0.0
    trial: float = 0.0
    move: float = 0.0
    land: float = 0.0


def frames(duration_s: float, fps: float) -> int:
    """Return the whole number of frames, at least one, that ``duration_s`` takes."""
    return max(1, round(duration_s * fps))


@lru_cache(maxsize=8)
def step_durations(n_steps: int, budget_s: float = RUN_S, step_s: float = STEP_S) -> np.ndarray:
    """Return seconds for each step, shape ``(n_steps,)``, read-only: early steps slow, later ones faster.

    A short run takes its time; a longer one fills the budget with a geometrically shrinking part and an even part.
    """
    if n_steps * step_s <= budget_s:
        return frozen(np.full(n_steps, step_s))
    even = EVEN_SHARE * budget_s / n_steps
    low, high = 0.0, 1.0
    for _ in range(60):
        ratio = (low + high) / 2.0
        total = np.sum((step_s - even) * ratio ** np.arange(n_steps))
        low, high = (ratio, high) if total < budget_s * (1.0 - EVEN_SHARE) else (low, ratio)
    return frozen((step_s - even) * low ** np.arange(n_steps) + even)


def moments(durations: np.ndarray, fps: float, first: int = 0, trials: np.ndarray | None = None) -> list[Moment]:
    """Return the moment that each frame shows while the steps ``first``, ``first + 1``, ... are taken.

    ``trials`` gives the rejected points of each of these steps. The last frame shows the last landing.
    """
    ends = np.cumsum(durations)
    n_frames = frames(float(ends[-1]), fps)
    starts = ends - durations
    shown = []
    for frame in range(1, n_frames):
        now = frame / n_frames * ends[-1]
        step = min(int(np.searchsorted(ends, now, side="right")), len(ends) - 1)
        tried = 0 if trials is None else int(trials[step])
        share = float(np.clip((now - starts[step]) / durations[step], 0.0, 1.0))
        shown.append(_within(first + step, share, durations[step], tried))
    return [*shown, Moment(first + len(durations))]


def log_clock(first: int, last: int, duration_s: float, fps: float) -> list[Moment]:
    """Return the moments of a clock whose ticks ``first`` to ``last`` pass at an even pace on a logarithmic axis."""
    shares = np.arange(1, frames(duration_s, fps) + 1) / frames(duration_s, fps)
    now = first * (last / first) ** shares
    now[-1] = last
    return [Moment(int(tick), move=float(tick % 1.0)) for tick in now]


def _within(k: int, share: float, duration_s: float, trials: int) -> Moment:
    """Return the moment at ``share`` of step k: gradient arrow, trial points, dot moves, loss point lands."""
    if duration_s < BRISK_S:
        return Moment(k, move=share, trial=float(trials))
    bounds = np.cumsum([0.0, 0.3, 0.22 * trials, 0.5, 0.2])
    slope, trial, move, land = (
        float(np.clip((share * bounds[-1] - a) / (b - a), 0.0, 1.0)) if b > a else 1.0 for a, b in pairwise(bounds)
    )
    return Moment(k, eased(slope), trials * trial, eased(move), eased(land))


def within_step(k: int, share: float, trials: int, *, slow: bool) -> Moment:
    """Return the moment at ``share`` of step k with its rejected ``trials``: with all phases if there is time."""
    return _within(k, share, STEP_S if slow else 0.0, trials)


def asked(k: int, duration_s: float, fps: float) -> list[Moment]:
    """Return the moments in which the slope at iterate k is told and nothing else happens."""
    n_frames = frames(duration_s, fps)
    return [Moment(k, slope=eased((frame + 1) / n_frames)) for frame in range(n_frames)]


def taken(k: int, duration_s: float, fps: float) -> list[Moment]:
    """Return the moments of step k after its slope has been told."""
    shown = moments(np.array([duration_s]), fps, k)
    return [*(replace(moment, slope=1.0) for moment in shown[:-1]), shown[-1]]


def in_turn(share: float, n: int) -> list[float]:
    """Return how far each of ``n`` equal parts of a movement is, each of which begins where the one before ends."""
    return [min(max(share * n - i, 0.0), 1.0) for i in range(n)]


def eased(share: float) -> float:
    """Return a smooth start and stop: the cubic 3 t**2 - 2 t**3."""
    return share * share * (3.0 - 2.0 * share)
