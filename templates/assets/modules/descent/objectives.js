// The objectives of the playground, operation by operation as in gdcore/objectives and gdcore/models.

import { exists } from "./domain.js";
import { dot } from "./linear.js";
import { rowsOf } from "./rows.js";
import { WRITTEN } from "./written.js";

/**
 * @typedef {object} Objective
 * @property {number} gradientScale the gradient is that of so many times the value
 * @property {boolean} quadratic whether the Hessian is the same everywhere
 * @property {number[][]} [root] the rows of R, where the Hessian is R'R: they keep what R'R loses to rounding
 * @property {number[][]} minimisers those that are known
 * @property {number[]} [found] the one that was found when the page was built, for a run from `start`
 * @property {(point: number[]) => number} value
 * @property {(point: number[]) => number[]} gradient
 * @property {(point: number[]) => number[][]} hessian
 * @property {(point: number[]) => boolean} [exists] whether there is a value of any size
 * @property {{n: number, gradient: (point: number[], drawn: number[]) => number[]}} [rows] the data, where a method asks rows
 */

/** The objective of a model (valleyjump/playgrounds/objectives.py). @returns {Objective} */
export function objectiveOf({ kind, rows: table, ...given }) {
  const rows = table && rowsOf(table);
  return { gradientScale: 1, ...KINDS[kind](given, rows), rows };
}

const KINDS = { parabola, line: lineError, features: featureError, rows: rowError, written };

/** f(x) = x². */
function parabola() {
  return {
    quadratic: true,
    minimisers: [[0]],
    value: ([x]) => x * x,
    gradient: ([x]) => [2 * x],
    hessian: () => [[2]],
  };
}

/** J(a, b), the mean squared error of a line, from the sums of the data; the gradient is that of J/2. */
function lineError({ sums: { mean_x: mean, mean_y, variance_x: variance, best_a, least } }) {
  const residual = ([a, b]) => a * mean + b - mean_y;
  return {
    gradientScale: 0.5,
    quadratic: true,
    root: [
      [Math.sqrt(variance), 0],
      [mean, 1],
    ],
    minimisers: [[best_a, mean_y - best_a * mean]],
    value: (point) => variance * square(point[0] - best_a) + square(residual(point)) + least,
    gradient: (point) => [mean * residual(point) + variance * (point[0] - best_a), residual(point)],
    hessian: () => [
      [variance + mean * mean, mean],
      [mean, 1],
    ],
  };
}

/** The same for several columns: with R'R their covariance, J = |R (p − p*)|² + the squared mean residual + J*. */
function featureError({ sums: { means, mean_y, factor, best, least, root } }) {
  const residual = (point) => means.reduce((sum, mean, i) => sum + point[i] * mean, point.at(-1) - mean_y);
  const turned = (point) =>
    factor.map((row, r) => row.reduce((sum, part, i) => (i < r ? sum : sum + part * (point[i] - best[i])), 0));
  return {
    gradientScale: 0.5,
    quadratic: true,
    root,
    minimisers: [[...best, mean_y - dot(best, means)]],
    value: (point) => turned(point).reduce((sum, part) => sum + square(part), square(residual(point))) + least,
    gradient: (point) => {
      const [rest, parts] = [residual(point), turned(point)];
      const along = means.map((mean, i) => parts.reduce((sum, part, r) => (r > i ? sum : sum + factor[r][i] * part), mean * rest));
      return [...along, rest];
    },
    hessian: () => root[0].map((_, i) => root[0].map((__, j) => root.reduce((sum, row) => sum + row[i] * row[j], 0))),
  };
}

/** The mean of a loss that is no square: no sums of the data tell it. */
function rowError({ minimisers }, rows) {
  return { ...rows, quadratic: false, minimisers };
}

/** A function that somebody has written, by its name among those of this build. */
function written({ name, parameters, quadratic, minimisers, found, start }) {
  const { tree, ...made } = WRITTEN[name];
  const named = (point) => Object.fromEntries(parameters.map((parameter, i) => [parameter, point[i]]));
  return { ...made, quadratic, minimisers, found, start, exists: (point) => exists(tree, named(point)) };
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
