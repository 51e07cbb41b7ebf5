// The methods of the playground, operation by operation as in gdcore/descent.

import { drawnRows } from "./draws.js";
import { dot } from "./linear.js";

/**
 * @typedef {object} Method
 * @property {number[]} rates one per parameter
 * @property {boolean} [plain] whether a step is rate times slope
 * @property {boolean} [halves] whether it tries half of a step that is too long
 * @property {number} [batch] how many rows a step looks at, where that is not all
 * @property {boolean} monotone whether no step ever raises the loss
 * @property {{edge: number, root: (eigenvalue: number) => {re: number, im: number}} | null} rule its theory on a
 *   quadratic, where a step multiplies the error by one fixed matrix: an eigenvalue of diag(rates) H is stable from 0 to
 *   the edge, and `root` is the larger factor of its error a step
 * @property {(start: number[]) => any} init
 * @property {(objective: Objective, point: number[], loss: number, gradient: number[], state: any) => Move} step
 *
 * @typedef {object} Move
 * @property {number[]} point
 * @property {any} [state]
 * @property {number} [loss]
 * @property {{point: number[], loss: number}[]} [rejected]
 * @property {number} [lossEvaluations]
 * @property {number} [gradientEvaluations]
 * @property {boolean} [stalled]
 */

/** A double has so many binary exponents: after as many halvings a step moves nothing. */
export const MOST_TRIALS = 2100;
/** A factor so small is zero but for rounding. */
const FLAT = 1e-14;

/** Gradient descent: p ← p − rate ∘ gradient. */
function plain(rates) {
  const step = (_objective, point, _loss, gradient) => ({ point: point.map((p, i) => p - rates[i] * gradient[i]) });
  return { rates, plain: true, monotone: false, rule: { edge: 2, root: (lam) => ({ re: 1 - lam, im: 0 }) }, init: () => null, step };
}

/** Polyak's heavy ball: v ← beta·v − rate ∘ gradient, p ← p + v, v = 0 at the start. */
function heavyBall(rates, { momentum: beta }) {
  const step = (_objective, point, _loss, gradient, velocity) => {
    const state = velocity.map((v, i) => beta * v - rates[i] * gradient[i]);
    return { point: sum(point, state), state };
  };
  const rule = { edge: 2 * (1 + beta), root: (lam) => heavyBallRoot(lam, beta) };
  return { rates, monotone: false, rule, init: (start) => start.map(() => 0), step };
}

/** Nesterov's momentum: the same with the gradient at p + beta·v. */
function nesterov(rates, { momentum: beta }) {
  const step = (objective, point, _loss, _gradient, velocity) => {
    const gradient = objective.gradient(point.map((p, i) => p + beta * velocity[i]));
    const state = velocity.map((v, i) => beta * v - rates[i] * gradient[i]);
    return { point: sum(point, state), state };
  };
  const rule = { edge: (2 + 2 * beta) / (1 + 2 * beta), root: (lam) => nesterovRoot(lam, beta) };
  return { rates, monotone: false, rule, init: (start) => start.map(() => 0), step };
}

/** Descent that shortens each step until the loss is low enough; the full step is tried afresh every time. */
function searching(rates, sufficient, shrink) {
  const most = Math.ceil((MOST_TRIALS * Math.log(0.5)) / Math.log(shrink));
  const step = (...at) => shortenedStep(rates, sufficient, shrink, most, ...at);
  return { rates, halves: sufficient === 0, monotone: true, rule: null, init: () => null, step };
}

function shortenedStep(rates, sufficient, shrink, most, objective, point, loss, gradient) {
  const rejected = [];
  const asked = gradient.map((g) => (sufficient / objective.gradientScale) * g);
  let move = gradient.map((g, i) => -rates[i] * g);
  for (let trial = 0; trial < most; trial += 1) {
    const landed = sum(point, move);
    if (same(landed, point) || !move.every(Number.isFinite)) {
      return { point, loss, rejected, lossEvaluations: trial, stalled: true };
    }
    const landedLoss = objective.value(landed);
    if (landedLoss <= loss + dot(asked, move)) return { point: landed, loss: landedLoss, rejected, lossEvaluations: trial + 1 };
    rejected.push({ point: landed, loss: landedLoss });
    move = move.map((m) => shrink * m);
  }
  return { point, loss, rejected, lossEvaluations: most, stalled: true };
}

/** Stochastic descent: plain descent with the slope of a few rows, drawn anew for each step. */
function stochastic(rates, { batch, seed }) {
  const step = ({ rows }, point, _loss, _gradient, k) => {
    const gradient = rows.gradient(point, drawnRows(rows.n, batch, seed, k));
    return { point: point.map((p, i) => p - rates[i] * gradient[i]), state: k + 1 };
  };
  return { rates, batch, monotone: false, rule: null, init: () => 0, step };
}

/** What makes each method from its rates and its numbers, by its name in gdcore/methods/registry.py. */
export const METHODS = {
  gradient_descent: plain,
  halving: (rates) => searching(rates, 0, 0.5),
  backtracking: (rates, { sufficient, shrink }) => searching(rates, sufficient, shrink),
  momentum: heavyBall,
  nesterov,
  sgd: stochastic,
};

/** The larger root of z² − (1 + beta − lam) z + beta = 0; for beta = 0 it is 1 − lam. */
function heavyBallRoot(lam, beta) {
  if (beta === 0) return { re: 1 - lam, im: 0 };
  const middle = (1 + beta - lam) / 2;
  const [low, high] = [middle - Math.sqrt(beta), middle + Math.sqrt(beta)];
  const spread = Math.sqrt(Math.abs(low)) * Math.sqrt(Math.abs(high));
  if (low < 0 && high >= 0) return { re: middle, im: spread };
  return { re: middle + (middle < 0 ? -spread : spread), im: 0 };
}

/** The larger root of z² − (1 + beta)(1 − lam) z + beta (1 − lam) = 0. */
function nesterovRoot(lam, beta) {
  const kept = 1 - lam;
  if (Math.abs(kept) <= FLAT) return { re: 0, im: 0 };
  const middle = ((1 + beta) * kept) / 2;
  const spread = 1 - (4 * beta) / ((1 + beta) ** 2 * kept);
  return spread < 0 ? { re: middle, im: middle * Math.sqrt(-spread) } : { re: middle * (1 + Math.sqrt(spread)), im: 0 };
}

function sum(left, right) {
  return left.map((value, i) => value + right[i]);
}

function same(left, right) {
  return left.every((value, i) => value === right[i]);
}
