// The one loop: gdcore/descent/trajectory.py, operation by operation, so that the same setting gives the same numbers
// here and there.

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
 * @property {"max_steps" | "tolerance" | "overflow" | "stalled"} stopped
 * @property {number | null} overflowStep the step whose loss was too large for a double; it is not among the rows
 */

/**
 * Takes at most `nSteps` steps from `start`. The run ends sooner when a step changes the loss by no more than `tolerance`,
 * when the method stalls, or at the last finite loss before a double overflows: divergence is a result, not an error.
 * @returns {Run}
 */
export function descend(objective, method, start, nSteps, tolerance = null) {
  const run = begun(objective, method, start);
  let state = method.init(start);
  for (let k = 0; k < nSteps; k += 1) {
    const point = run.iterates[k];
    const move = method.step(objective, point, run.losses[k], run.gradients[k], state);
    const loss = landed(run, k, move);
    if (loss === null) break;
    state = move.state;
    if (tolerance !== null && Math.abs(loss - run.losses[k]) <= tolerance) {
      run.stopped = "tolerance";
      break;
    }
  }
  return run;
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
    run.stopped = "overflow";
    run.overflowStep = k + 1;
    return null;
  }
  run.iterates.push(move.point);
  run.losses.push(loss);
  run.gradients.push(run.objective.gradient(move.point));
  return loss;
}
