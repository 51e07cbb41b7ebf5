// The objectives of the playground, operation by operation as in gdcore/objectives/parabola.py and
// gdcore/models/line_error.py.

/**
 * @typedef {object} Objective
 * @property {number} gradientScale the gradient is that of so many times the value
 * @property {number[][]} hessian the same everywhere: every objective here is a quadratic
 * @property {number[]} minimiser
 * @property {(point: number[]) => number} value
 * @property {(point: number[]) => number[]} gradient
 */

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

function square(value) {
  return value * value;
}
