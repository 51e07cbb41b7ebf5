"""The reference of ``narration.facts``: the meaning of each fact and the runs that have it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gdcore.methods.registry import HYPERPARAMETERS


class Meaning(NamedTuple):
    """A fact; in its ``name``, ``<k>``, ``<i>``, ``<fate>`` and ``<parameter>`` stand for one of several."""

    name: str
    text: str
    when: str = "always"


QUADRATIC = "where the method is linear and a minimum is known"
CONSTANT, SCHEDULE = "without a schedule", "with a schedule"
RANGE = 'with schedule = "range_test", where there is such a step'
GOAL = 'view = "race" with a minimum that is known'
RACE, FATE, MOMENTUM, NOISE = (
    'several runs under beside, or view = "race"',
    "the views of fates",
    "the view of momentum",
    "the view of noise",
)
DIRECTIONS = "the view of directions, where plain descent takes such a step"
SPEEDS, TRIALS, CIRCLE = "the view of speeds", "the view of trials", "the view of standard units"
STEPS_IN_EDGES = "the view of schedules, where the edge is known"
ABOVE = "the view of schedules, where the minimum is known"
MEMORY, MEMORY_OF_ONE = "the view of memory, of several parameters", "the view of memory, of one parameter"
MINIMA = "maps of fates coloured by minima"
EDGE = "the view of momentum, with heavy ball on a quadratic"
MEANINGS: Sequence[Meaning] = (
    Meaning("steps", "how many steps are taken"),
    Meaning("rate", "the learning rate, or all of them", CONSTANT),
    Meaning("rate_<parameter>", "the learning rate of one parameter", CONSTANT),
    Meaning("schedule", "how the learning rate changes, in words", SCHEDULE),
    Meaning("first_rate", "the learning rate of the first step, or all of them", SCHEDULE),
    Meaning("last_rate", "that of the last step", SCHEDULE),
    Meaning("lowest_rate", "the lowest of all steps", SCHEDULE),
    Meaning("highest_rate", "the highest of all steps", SCHEDULE),
    Meaning("least_rate", "the rate after whose step the loss is least", RANGE),
    Meaning("turn_rate", "the rate of the first step that raises the loss", RANGE),
    Meaning("edge_rate", "the rate at the edge of stability", RANGE),
    Meaning("stop_rate", "the rate at which fastai’s finder would stop", RANGE),
    Meaning("suggested_rate", "the rate that fastai’s finder would suggest", RANGE),
    Meaning("loss_<k>", "the loss after k steps, k at most 7"),
    Meaning("loss_last", "the loss at the end"),
    Meaning("loss_growth", "the last loss over the first", "where both are above 0"),
    Meaning("loss_orders", "the orders of magnitude between the two", "where both are above 0"),
    Meaning("<parameter>_<k>", "a parameter after k steps, k at most 7"),
    Meaning("<parameter>_last", "a parameter at the end"),
    Meaning("place", "all parameters at the end"),
    Meaning("slope_<k>", "the slope after k steps, k at most 7", "for one parameter"),
    Meaning("rejected", "how many trial points are rejected"),
    Meaning("evaluations", "how often the loss or the gradient is computed"),
    Meaning("left", "where the next step would leave the domain", "where it would"),
    Meaning("period", "after how many steps a run repeats itself", "for a cycle"),
    Meaning("factor", "the length of the last step over that of the one before", "from two steps on"),
    Meaning("predicted", "the factor per step of the distance from the minimum", QUADRATIC),
    Meaning("loss_factor", "the factor of the loss per step in the long run", QUADRATIC),
    Meaning("edge", "by how much all rates may be multiplied before the run is unstable", QUADRATIC),
    Meaning("limit_<parameter>", "the rate at the edge of stability", QUADRATIC),
    Meaning("lambda_<i>", "the eigenvalues of rates times Hessian, the largest first", "where a minimum is known"),
    Meaning("multiplier", "the factor per step of the error along the first of them", "for plain descent"),
    Meaning("felt", "the condition number that the run feels with its rates", "where a minimum is known"),
    Meaning("condition", "the condition number at the minimum", "where a minimum is known"),
    Meaning("best_<parameter>", "the parameter at the minimum", "where a minimum is known"),
    Meaning("least", "the loss at the minimum", "where a minimum is known"),
    Meaning("rows", "how many rows the data have", "for data"),
    Meaning("n_runs", "how many runs there are", RACE),
    Meaning("name_<i>", "the name of run i", RACE),
    Meaning("cost_<i>", "what run i pays in all, in evaluations", RACE),
    Meaning("fates", "how many of them converge, cycle, diverge, ...", RACE),
    Meaning("n_<fate>", "how many of them do one of these, where any does", RACE),
    Meaning("n_starts", "how many different starts they have", RACE),
    Meaning("n_minima", "how many different minima those tend to that converge", RACE),
    Meaning("lowest", "the lowest loss of all", RACE),
    Meaning("lowest_run", "which run has it", RACE),
    Meaning("goal", "how near the minimum counts as arrived", GOAL),
    Meaning("goal_percent", "the same in percent", GOAL),
    Meaning("n_arrived", "how many of them arrive", GOAL),
    Meaning("within_<i>", "what run i has paid when it arrives", GOAL),
    Meaning("first_run", "which run arrives first", GOAL),
    Meaning("first_cost", "what that has paid then", GOAL),
    Meaning(
        "left_percent",
        "the share of the error that counts as arrived, in percent",
        f"{FATE} and standard units",
    ),
    Meaning("cells", "how many pairs of rates are looked at", FATE),
    Meaning("ratio_<parameter>", "the next run's rate over this", FATE),
    Meaning("edge_<parameter>", "the rate at the edge of stability were it alone", FATE),
    Meaning("best_<parameter>_rate", "the fastest rate", FATE),
    Meaning("best_edge", "by how much the fastest rates may be multiplied", FATE),
    Meaning("best_steps", "the steps until they leave that share of the error, in the long run", FATE),
    Meaning("map_minima", "how many minima the runs of the map reach", MINIMA),
    Meaning("map_place_<i>", "minimum i of them, the lowest first", MINIMA),
    Meaning("map_least_<i>", "the loss there", MINIMA),
    Meaning("map_percent_<i>", "the share of all cells whose runs reach it, in percent", MINIMA),
    Meaning("map_other_percent", "the share of those that converge elsewhere", MINIMA),
    Meaning("beta", "the share of the last step that is kept", MOMENTUM),
    Meaning("largest", "the largest eigenvalue", EDGE),
    Meaning("beta_needed", "the momentum that brings it inside the edge", EDGE),
    Meaning("beta_short", "the largest momentum of a run that is still outside", EDGE),
    Meaning("loss_evaluations", "how often the loss is computed", TRIALS),
    Meaning("gradient_evaluations", "how often the gradient is computed", TRIALS),
    Meaning("near", "the step after which the loss is below twice the least", NOISE),
    Meaning("rose", "how many steps land higher", NOISE),
    Meaning("opposed", "how many rows pull against all together", NOISE),
    Meaning("seeds", "how many seeds there are", NOISE),
    Meaning("middle", "how many of them lie in the band", NOISE),
    Meaning("lowest_end", "the lowest last loss of all seeds", NOISE),
    Meaning("median_end", "the median of them", NOISE),
    Meaning("highest_end", "the highest of them", NOISE),
    Meaning("full_end", "the last loss of the run that asks all rows", NOISE),
    Meaning("edges", "how many times the longest step is beyond the edge", DIRECTIONS),
    Meaning("fast", "what a step leaves of the fast part of the error", SPEEDS),
    Meaning("slow", "what a step leaves of the slow part", SPEEDS),
    Meaning("fast_half", "how many steps halve the fast part", SPEEDS),
    Meaning("slow_half", "how many steps halve the slow part", SPEEDS),
    Meaning("turn", "the step after which the slow part is the larger share of the loss", SPEEDS),
    Meaning("fast_left", "the percentage of the fast part that is then left", SPEEDS),
    Meaning("slow_share", "the share of the slow part in the loss at the start, in percent", SPEEDS),
    Meaning("n_beyond", "how many steps have rates beyond the edge", STEPS_IN_EDGES),
    Meaning("highest_edges", "how many times the edge the highest rate is", STEPS_IN_EDGES),
    Meaning("above_<i>", "how far above the minimum run i ends", ABOVE),
    Meaning("nearest_<i>", "how far above it the run comes at best", ABOVE),
    Meaning("mean", "the mean of the data", CIRCLE),
    Meaning("spread", "the standard deviation of the data", CIRCLE),
    Meaning("raw_felt", "the condition number that the run in raw units feels", CIRCLE),
    Meaning("landed", "the step that lands on the minimum", CIRCLE),
    Meaning("original_<parameter>", "the last line in the units of the data", CIRCLE),
    *(Meaning(name, number.doc[0].lower() + number.doc[1:], "for a run with that number")
      for name, number in HYPERPARAMETERS.items()),
    Meaning("apart_<i>", "the highest effective rate over the lowest, in own scales, at the end of a run", MEMORY),
    Meaning("memory_edge", "the edge of a method with effective rates, in 1/rate", MEMORY_OF_ONE),
    Meaning("past_edge", "the first step whose effective rate is past that edge", "where there is such a step"),
)  # fmt: skip
"""All facts, the most used ones first; facts of companions have a prefix, as in run2_steps."""


def meaning_of(fact: str) -> Meaning | None:
    """Return the meaning of a fact, or None for one that is not in the table."""
    name = re.sub(r"^run\d+_", "", fact)
    fitting = [one for one in MEANINGS if re.fullmatch(_pattern(one.name), name)]
    return max(fitting, key=_plainness, default=None)


def _plainness(meaning: Meaning) -> tuple[bool, int]:
    """Return a sort key that puts exact names first: slope_0 is a slope, not a parameter called slope."""
    return not meaning.name.startswith("<"), len(re.sub("<[a-z]+>", "", meaning.name))


def _pattern(name: str) -> str:
    for mark, pattern in (("<k>", r"\d+"), ("<i>", r"\d+"), ("<fate>", "[a-z]+ing|undefined"), ("<parameter>", r"\w+")):
        name = name.replace(mark, f"(?:{pattern})")
    return name
