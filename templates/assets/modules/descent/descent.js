// Objectives, methods and the one loop: gdcore's objectives.py, methods.py, line_search.py and trajectory.py, operation by
// operation, so that the same setting gives the same numbers here and there.

/**
 * @typedef {object} Objective
 * @property {number} gradientScale the gradient is that of so many times the value
 * @property {number[][]} hessian the same everywhere: every objective here is a quadratic
 * @property {number[]} minimiser
 * @property {(point: number[]) => number} value
 * @property {(point: number[]) => number[]} gradient
 *
 * @typedef {object} Method
 * @property {string} name
 * @property {number[]} rates one a parameter
 * @property {number} momentum
 * @property {boolean} linear whether a step multiplies the error by one fixed matrix
 * @property {(start: number[]) => any} init
 * @property {(objective: Objective, point: number[], loss: number, gradient: number[], state: any) => Move} step
 *
 * @typedef {object} Move
 * @property {number[]} point
 * @property {any} [state]
 * @property {number} [loss]
 * @property {{point: number[], loss: number}[]} [rejected]
 * @property {number} [lossEvaluations]
 * @property {boolean} [stalled]
 *
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

/** So many halvings move nothing: a double has fewer binary exponents. */
export const MOST_TRIALS = 2100;

/** f(x) = x². @returns {Objective} */
export function parabola() {
  return {
    gradientScale: 1,
    hessian: [[2]],
    minimiser: [0],
    value: ([x]) => x * x,
    gradient: ([x]) => [2 * x],
  };
}

/** J(a, b), the mean squared error of a line, from the sums of the data; the gradient is that of J/2. @returns {Objective} */
export function lineError(sums) {
  const { mean_x: mean, mean_y, variance_x: variance, best_a, least } = sums;
  const residual = ([a, b]) => a * mean + b - mean_y;
  return {
    gradientScale: 0.5,
    hessian: [
      [variance + mean * mean, mean],
      [mean, 1],
    ],
    minimiser: [best_a, mean_y - best_a * mean],
    value: (point) => variance * square(point[0] - best_a) + square(residual(point)) + least,
    gradient: (point) => [mean * residual(point) + variance * (point[0] - best_a), residual(point)],
  };
}

/** The change between lines (a, b) and lines (p, q) in standard units z = (x - mean) / spread. */
export function standardUnits({ mean, spread }) {
  return {
    original: ([p, q]) => [p / spread, q - (p / spread) * mean],
    standardised: ([a, b]) => [a * spread, b + a * mean],
  };
}

/** Gradient descent: p ← p − rate ∘ gradient. @returns {Method} */
export function plain(rates) {
  const step = (_objective, point, _loss, gradient) => ({ point: point.map((p, i) => p - rates[i] * gradient[i]) });
  return { name: "gradient_descent", rates, momentum: 0, linear: true, init: () => null, step };
}

/** Polyak's heavy ball: v ← beta·v − rate ∘ gradient, p ← p + v, v = 0 at the start. @returns {Method} */
export function heavyBall(rates, beta) {
  const step = (_objective, point, _loss, gradient, velocity) => {
    const state = velocity.map((v, i) => beta * v - rates[i] * gradient[i]);
    return { point: sum(point, state), state };
  };
  return { name: "momentum", rates, momentum: beta, linear: true, init: (start) => start.map(() => 0), step };
}

/** Descent that halves each step until the loss does not rise; the full step is tried afresh every time. @returns {Method} */
export function halving(rates) {
  return { name: "halving", rates, momentum: 0, linear: false, init: () => null, step: halvedStep.bind(null, rates) };
}

function halvedStep(rates, objective, point, loss, gradient) {
  const rejected = [];
  let move = gradient.map((g, i) => -rates[i] * g);
  for (let trial = 0; trial < MOST_TRIALS; trial += 1) {
    const landed = sum(point, move);
    if (same(landed, point) || !move.every(Number.isFinite)) {
      return { point, loss, rejected, lossEvaluations: trial, stalled: true };
    }
    const landedLoss = objective.value(landed);
    if (landedLoss <= loss) return { point: landed, loss: landedLoss, rejected, lossEvaluations: trial + 1 };
    rejected.push({ point: landed, loss: landedLoss });
    move = move.map((m) => 0.5 * m);
  }
  return { point, loss, rejected, lossEvaluations: MOST_TRIALS, stalled: true };
}

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

function sum(left, right) {
  return left.map((value, i) => value + right[i]);
}

function square(value) {
  return value * value;
}

function same(left, right) {
  return left.every((value, i) => value === right[i]);
}
