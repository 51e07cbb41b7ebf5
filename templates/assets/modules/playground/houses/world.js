// What follows from the method: the objective, its parameters, their rates, and the run.

import { descend } from "../../descent/descent.js";
import { METHODS } from "../../descent/methods.js";
import { lineError, standardUnits } from "../../descent/objectives.js";

/** Each space of parameters with its objective, and the ways `to` its points from (a, b) and `from` them. */
function spacesOf(data) {
  const made = (space, mean, spread) => {
    const { original: from, standardised: to } = standardUnits({ mean, spread });
    return { space, objective: lineError(space.sums), to, from };
  };
  const { mean, spread } = data.change;
  return { raw: made(data.raw, 0, 1), centred: made(data.centred, mean, 1), standard: made(data.standard, mean, spread) };
}

/**
 * The spaces as a map shows them, by name: each with its centre, the names and units of its axes, and what is in view at
 * `least` on both sides of the centre. In standard units the valley is round, and shown so.
 */
function sightsOf({ view, units }, spaces) {
  const [middle, sides] = [1, -1].map((sign) => view.map(({ low, high }) => (high + sign * low) / 2));
  const corner = view.map(({ low }) => low);
  const sight = ({ space, objective, to, from }, least, round = false) => {
    const centre = objective.minimiser;
    const away = to(corner).map((value, i) => Math.abs(value - centre[i]) / 2);
    return { centre, least: least(away), to, from, round, names: space.parameters, units: round ? [units[1], units[1]] : units };
  };
  return {
    raw: { ...sight(spaces.raw, () => sides), centre: middle },
    centred: sight(spaces.centred, (away) => [sides[0], away[1]]),
    standard: sight(spaces.standard, (away) => [Math.hypot(...away), Math.hypot(...away)], true),
  };
}

/** What follows from the state; every answer but `minimiser` and `sights` is that of the moment. */
export function worldOf(data, state) {
  const spaces = spacesOf(data);
  const method = () => data.methods[state.method];
  const now = () => spaces[method().space];
  const beta = () => (method().takes_momentum ? state.momentum : 0);

  /** The run of the state; `path` are its iterates, and `seen` its iterates and rejected points, in (a, b). */
  function compute(nSteps) {
    const here = now();
    const made = METHODS[method().name](state.rates, beta());
    const run = descend(here.objective, made, here.to(state.start), nSteps, data.tolerance);
    const path = run.iterates.map(here.from);
    const rejected = run.rejected.map((trial) => ({ ...trial, point: here.from(trial.point) }));
    return { ...run, path, seen: { iterates: path, rejected } };
  }
  const { minimiser } = spaces.raw.objective;
  return { now, method, beta, compute, minimiser, sights: sightsOf(data, spaces) };
}
