// What follows from the method: the objective, its parameters, their rates, and the run.

import { descend, halving, heavyBall, lineError, plain, standardUnits } from "../../descent/descent.js";

/** Everything that follows from the method: objective, rates' ranges, and the way from its parameters to (a, b). */
export function worldOf(data, state) {
  const change = standardUnits(data.change);
  const raw = {
    space: data.raw,
    objective: lineError(data.raw.sums),
    original: (point) => point,
    own: (point) => point,
  };
  const standard = {
    space: data.standard,
    objective: lineError(data.standard.sums),
    original: change.original,
    own: change.standardised,
  };
  const makers = { halving, momentum: (rates) => heavyBall(rates, state.momentum) };
  const now = () => (state.method === "normalised" ? standard : raw);

  /** The run of the state; `path` are its iterates and `trials` its refused points in (a, b). */
  function compute(nSteps) {
    const { objective, own, original } = now();
    const method = (makers[state.method] ?? plain)(state.rates);
    const run = descend(objective, method, own(state.start), nSteps, data.tolerance);
    const rejected = run.rejected.map((trial) => ({ ...trial, point: original(trial.point) }));
    return { ...run, path: run.iterates.map(original), seen: { iterates: run.iterates.map(original), rejected } };
  }
  return {
    now,
    compute,
    raw,
    beta: () => (state.method === "momentum" ? state.momentum : 0),
    judged: () => state.method !== "halving",
  };
}
