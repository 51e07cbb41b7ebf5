// The methods of the playground, operation by operation as in gdcore/descent.

/**
 * @typedef {object} Method
 * @property {number[]} rates one per parameter
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
 */

/** After this many halvings a step moves nothing: a double has fewer binary exponents. */
export const MOST_TRIALS = 2100;

/** Gradient descent: p ← p − rate ∘ gradient. @returns {Method} */
export function plain(rates) {
  const step = (_objective, point, _loss, gradient) => ({ point: point.map((p, i) => p - rates[i] * gradient[i]) });
  return { rates, momentum: 0, linear: true, init: () => null, step };
}

/** Polyak's heavy ball: v ← beta·v − rate ∘ gradient, p ← p + v, v = 0 at the start. @returns {Method} */
function heavyBall(rates, beta) {
  const step = (_objective, point, _loss, gradient, velocity) => {
    const state = velocity.map((v, i) => beta * v - rates[i] * gradient[i]);
    return { point: sum(point, state), state };
  };
  return { rates, momentum: beta, linear: true, init: (start) => start.map(() => 0), step };
}

/** Descent that halves each step until the loss does not rise; the full step is tried afresh every time. @returns {Method} */
function halving(rates) {
  return { rates, momentum: 0, linear: false, init: () => null, step: halvedStep.bind(null, rates) };
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

/** What makes each method from its rates and its momentum, by its name in gdcore/descent/registry.py. */
export const METHODS = { gradient_descent: plain, momentum: heavyBall, halving };

function sum(left, right) {
  return left.map((value, i) => value + right[i]);
}

function same(left, right) {
  return left.every((value, i) => value === right[i]);
}
