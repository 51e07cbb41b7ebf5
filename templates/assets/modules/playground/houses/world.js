// What follows from the method: the objective, its parameters, their rates, and the run.

import { descend } from "../../descent/descent.js";
import { METHODS } from "../../descent/methods.js";
import { lineError, standardUnits } from "../../descent/objectives.js";

/** Each space of parameters with its objective, and the ways between its points and (a, b). */
function spacesOf(data) {
  const { original, standardised } = standardUnits(data.change);
  const same = (point) => point;
  const made = (space, ways) => ({ space, objective: lineError(space.sums), ...ways });
  return {
    raw: made(data.raw, { original: same, own: same }),
    standard: made(data.standard, { original, own: standardised }),
  };
}

/** (a, b) and standard units as a map shows them, each with what is in view at least on both sides of its centre. */
function sightsOf({ view, change, raw, standard }) {
  const { original, standardised } = standardUnits(change);
  const same = (point) => point;
  const [middle, least] = [1, -1].map((sign) => view.map(({ low, high }) => (high + sign * low) / 2));
  const centre = lineError(standard.sums).minimiser;
  const far = Math.hypot(...standardised(view.map(({ low }) => low)).map((value, i) => value - centre[i])) / 2;
  return {
    minimiser: lineError(raw.sums).minimiser,
    raw: { centre: middle, least, to: same, from: same },
    round: { centre, least: [far, far], to: standardised, from: original },
  };
}

/** What follows from the state; every answer but `valley` is that of the moment. */
export function worldOf(data, state) {
  const spaces = spacesOf(data);
  const method = () => data.methods[state.method];
  const now = () => spaces[method().space];
  const beta = () => (method().takes_momentum ? state.momentum : 0);

  /** The run of the state; `path` are its iterates, and `seen` its iterates and rejected points, in (a, b). */
  function compute(nSteps) {
    const here = now();
    const made = METHODS[method().name](state.rates, beta());
    const run = descend(here.objective, made, here.own(state.start), nSteps, data.tolerance);
    const path = run.iterates.map(here.original);
    const rejected = run.rejected.map((trial) => ({ ...trial, point: here.original(trial.point) }));
    return { ...run, path, seen: { iterates: path, rejected } };
  }
  return { now, method, beta, compute, valley: sightsOf(data) };
}
