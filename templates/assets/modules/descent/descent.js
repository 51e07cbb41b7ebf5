// The one loop: gdcore/descent/trajectory.py, operation by operation, so that the same setting gives the same numbers
// here and there.

/** Beyond this even low powers overflow, and what is no number may be a difference of two that are too large. */
export const HUGE = 1e70;
/** No poles are looked for farther out than this. */
const FAR = 1e8;

/**
 * @typedef {object} Run
 * @property {Objective} objective
 * @property {Method} method
 * @property {number[][]} iterates
 * @property {number[]} losses
 * @property {number[][]} gradients
 * @property {{k: number, point: number[], loss: number}[]} rejected
 * @property {number} lossEvaluations
 * @property {number} gradientEvaluations
 * @property {"max_steps" | "tolerance" | "overflow" | "stalled" | "domain"} stopped
 * @property {number | null} overflowStep the step whose loss was too large for a double; it is not among the rows
 * @property {any} state the method's state at the end, from which the run can go on
 */

/**
 * Takes at most `nSteps` steps from `start`. The run ends sooner when a step changes the loss by no more than `tolerance`,
 * when the method stalls, before a step out of the objective's domain, or at the last finite loss before a double
 * overflows: divergence is a result, not an error.
 * @returns {Run}
 */
export function descend(objective, method, start, nSteps, tolerance = null) {
  const run = begun(objective, method, start);
  for (let k = 0; k < nSteps; k += 1) {
    const move = method.step(objective, run.iterates[k], run.losses[k], run.gradients[k], run.state);
    const loss = landed(run, k, move);
    if (loss === null) break;
    run.state = move.state;
    if (tolerance !== null && Math.abs(loss - run.losses[k]) <= tolerance) {
      run.stopped = "tolerance";
      break;
    }
  }
  return run;
}

/** Goes on with a run for at most `nSteps` steps, without a tolerance, from its end or from another `place`. */
export function continued({ objective, method, iterates, state }, nSteps, place = iterates.at(-1)) {
  return descend(objective, { ...method, init: () => state }, place, nSteps);
}

function begun(objective, method, start) {
  return {
    objective,
    method,
    iterates: [start],
    losses: [objective.value(start)],
    gradients: [objective.gradient(start)],
    rejected: [],
    lossEvaluations: 1,
    gradientEvaluations: 0,
    stopped: "max_steps",
    overflowStep: null,
    state: method.init(start),
  };
}

/** Enters what step k did; returns the new loss, or null where the run ends without one. */
function landed(run, k, move) {
  run.gradientEvaluations += 1;
  run.lossEvaluations += move.lossEvaluations ?? 0;
  for (const trial of move.rejected ?? []) run.rejected.push({ k, ...trial });
  if (move.stalled) {
    run.stopped = "stalled";
    return null;
  }
  const loss = move.loss ?? run.objective.value(move.point);
  if (move.loss === undefined) run.lossEvaluations += 1;
  if (!Number.isFinite(loss)) {
    const left = leftDomain(run.objective, run.losses[k], run.gradients[k], move.point, loss);
    run.stopped = left ? "domain" : "overflow";
    run.overflowStep = left ? null : k + 1;
    return null;
  }
  run.iterates.push(move.point);
  run.losses.push(loss);
  run.gradients.push(run.objective.gradient(move.point));
  return loss;
}

/** Whether a step to a `loss` that is not finite left the domain, not the range of a double. */
function leftDomain(objective, before, gradient, point, loss) {
  if (!gradient.every(Number.isFinite) || point.some(Number.isNaN)) return Math.abs(before) < HUGE;
  const size = Math.max(...point.map(Math.abs));
  // Far out an infinite value is an overflow; closer in it may be a pole.
  if (loss === Infinity && size > FAR) return false;
  return size < Infinity && !(objective.exists?.(point) ?? (!Number.isNaN(loss) || size > HUGE));
}
