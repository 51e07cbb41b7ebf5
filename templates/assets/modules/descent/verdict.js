// Why a run does what it does: gdcore's theory/verdict.py and theory/spectra.py for the quadratics and methods here.

import { observed } from "./observed.js";

/**
 * @typedef {object} Verdict
 * @property {"converging" | "cycling" | "wandering" | "diverging" | "standing"} kind
 * @property {number | null} period after how many steps a cycling run comes back
 * @property {boolean} overshoots
 * @property {number | null} measured the ratio of the last two steps' lengths
 * @property {number | null} predicted the largest modulus among the eigenvalues of the update map
 * @property {number[]} eigenvalues of diag(rates) H, descending
 * @property {number | null} edgeMultiple by how much all rates can grow before the run is unstable
 */

/** How near to the edge of stability counts as on it. */
export const EDGE = 1e-9;
/** An eigenvalue so small beside the largest is zero but for rounding. */
export const FLAT = 1e-14;
/** A slope that the rounding of its terms explains is none. */
const LEVEL = 8 * Number.EPSILON;
/** A step that is smaller beside the numbers it leads between says little but how they were rounded. */
const TOLD = 1e4 * Number.EPSILON;
/** A run that went no farther than this, beside the numbers of its start, stood still. */
const STOOD = 1e-9;
/** A part of an error so small beside the largest is not there but for rounding. */
const UNFELT = 1e-12;

/** The verdict on a run of `descend`. @returns {Verdict} */
export function judge(run) {
  const eigenvalues = rateEigenvalues(run.objective.hessian, run.method.rates);
  const measured = measuredFactor(run, run.losses.length - 1);
  if (!run.method.linear) {
    return { ...fateOf(run, null), overshoots: turnsBack(run), measured, predicted: null, eigenvalues, edgeMultiple: null };
  }
  const felt = run.losses.at(-1) <= run.losses[0] ? feltEigenvalues(run, eigenvalues) : eigenvalues;
  const multiplier = dominantMultiplier(run.method.momentum, felt);
  const predicted = modulus(multiplier);
  const overshoots = predicted > EDGE && (multiplier.re < 0 || multiplier.im !== 0);
  const edgeMultiple = edgeMultipleOf(run, eigenvalues);
  return { ...fateOf(run, felt), overshoots, measured, predicted, eigenvalues, edgeMultiple };
}

/** The largest stable eigenvalue of diag(rates) H with momentum `beta`; plain descent has 0. */
export function edgeOf(beta) {
  return 2 * (1 + beta);
}

/** Eigenvalues of diag(rates) H, descending, from a symmetric matrix similar to it, so that they come out real. */
export function rateEigenvalues(hessian, rates) {
  if (rates.length === 1) return [rates[0] * hessian[0][0]];
  const largest = Math.max(...rates);
  const [r, s] = rates.map((rate) => Math.sqrt(rate / largest));
  const [a, b, d] = [r * hessian[0][0] * r, r * hessian[0][1] * s, s * hessian[1][1] * s];
  const top = (a + d) / 2 + Math.hypot((a - d) / 2, b);
  // The product of both is the determinant: so the small one loses nothing to the large one.
  const low = (r * s * (r * s) * determinant(hessian)) / top;
  return [top * largest, low * largest];
}

/** The rate of parameter `i` at which the run reaches its edge while the other rate stays, or null where it never does. */
export function limitOfRate(hessian, rates, i, beta) {
  const edge = edgeOf(beta);
  if (rates.length === 1) return edge / hessian[0][0];
  const other = rates[1 - i];
  const left = edge - other * hessian[1 - i][1 - i];
  return left <= 0 ? null : (edge * left) / (edge * hessian[i][i] - other * determinant(hessian));
}

/** Pairs of rates on the edge, one for each ratio from the corners of `reach` [[low, high], [low, high]]. */
export function edgeCurve(hessian, beta, reach, n) {
  const from = Math.log(reach[1][0] / reach[0][1]);
  const to = Math.log(reach[1][1] / reach[0][0]);
  return Array.from({ length: n }, (_, i) => {
    const root = Math.exp((from + ((to - from) * i) / (n - 1)) / 2);
    const ray = [1 / root, root];
    const multiple = edgeOf(beta) / rateEigenvalues(hessian, ray)[0];
    return ray.map((rate) => rate * multiple);
  });
}

/** The ratio of the lengths of the last two of the first `k` steps, or null where it has no meaning. */
export function measuredFactor(run, k) {
  if (k < 2 || !run.method.linear) return null;
  const told = (i) => halvedStepFrom(run.iterates[i - 1], run.iterates[i]).map((part, j) => Math.abs(part) > TOLD * Math.max(Math.abs(run.iterates[i][j]), Math.abs(run.iterates[i - 1][j])));
  const both = (i) => told(i).map((is, j) => is && told(i - 1)[j]);
  let last = k;
  while (last >= 2 && !both(last).includes(true)) last -= 1;
  const seen = last >= 2 ? both(last) : run.iterates[0].map(() => true);
  if (last < 2) last = k;
  const [before, after] = [stepLength(run, last - 1, seen), stepLength(run, last, seen)];
  return before > 0 && Number.isFinite(after / before) ? after / before : null;
}

/** log10(value / reference), safe where the ratio itself would overflow. */
export function ordersOfMagnitude(value, reference) {
  return Math.log10(value) - Math.log10(reference);
}

function determinant([[a, b], [c, d]]) {
  return a * d - b * c;
}

function dominantMultiplier(beta, eigenvalues) {
  const largest = Math.max(...eigenvalues.map(Math.abs));
  const curved = eigenvalues.filter((value) => Math.abs(value) > FLAT * largest);
  const roots = (curved.length ? curved : eigenvalues).map((value) => heavyBallRoot(value, beta));
  return roots.reduce((best, root) => (modulus(root) > modulus(best) ? root : best));
}

/** The larger root of z² − (1 + beta − lam) z + beta = 0; for beta = 0 it is 1 − lam. */
function heavyBallRoot(lam, beta) {
  if (beta === 0) return { re: 1 - lam, im: 0 };
  const middle = (1 + beta - lam) / 2;
  const [low, high] = [middle - Math.sqrt(beta), middle + Math.sqrt(beta)];
  const spread = Math.sqrt(Math.abs(low)) * Math.sqrt(Math.abs(high));
  if (low < 0 && high >= 0) return { re: middle, im: spread };
  return { re: middle + (middle < 0 ? -spread : spread), im: 0 };
}

function modulus({ re, im }) {
  return Math.hypot(re, im);
}

function kindOf(edgeMultiple) {
  if (edgeMultiple !== null && Math.abs(edgeMultiple - 1) <= EDGE) return "cycling";
  return edgeMultiple !== null && edgeMultiple < 1 ? "diverging" : "converging";
}

/** What a run does; `eigenvalues` are there where they tell all. */
function fateOf(run, eigenvalues) {
  if (run.stopped === "overflow") return { kind: "diverging", period: null };
  if (isLevel(run) && stayed(run)) return { kind: "standing", period: null };
  if (eigenvalues) {
    const kind = kindOf(edgeMultipleOf(run, eigenvalues));
    return { kind, period: kind === "cycling" ? 2 : null };
  }
  if (run.stopped !== "max_steps") return { kind: "converging", period: null };
  return observed(run, run.objective.minimiser);
}

/** Whether the slope at the start is 0 but for the rounding of its terms. */
function isLevel({ objective, iterates, gradients }) {
  const rounding = objective.hessian.map((row) => row.reduce((sum, h, i) => sum + Math.abs(h) * Math.abs(iterates[0][i]), 0));
  return gradients[0].every((part, i) => Math.abs(part) <= LEVEL * rounding[i]);
}

function stayed({ iterates }) {
  const near = (value, i) => Math.abs(value - iterates[0][i]) <= STOOD * Math.max(Math.abs(iterates[0][i]), STOOD);
  return iterates.every((point) => point.every(near));
}

/** The eigenvalues, but 0 for the directions in which the start has no error: the run never leaves an axis of its bowl. */
function feltEigenvalues({ objective, method, iterates }, eigenvalues) {
  const { hessian, minimiser } = objective;
  const largest = Math.max(...method.rates);
  const roots = method.rates.map((rate) => Math.sqrt(rate / largest));
  const errors = iterates[0].map((value, i) => (value - minimiser[i]) / roots[i]);
  if (errors.length === 1) return eigenvalues;
  const [b, d] = [roots[0] * hessian[0][1] * roots[1], roots[1] * hessian[1][1] * roots[1]];
  const a = roots[0] * hessian[0][0] * roots[0];
  const steep = b === 0 ? (a >= d ? [1, 0] : [0, 1]) : unit([eigenvalues[0] / largest - d, b]);
  const parts = [steep, [-steep[1], steep[0]]].map((way) => Math.abs(way[0] * errors[0] + way[1] * errors[1]));
  const felt = parts.map((part) => part > UNFELT * Math.max(...parts));
  return felt.includes(true) ? eigenvalues.map((value, i) => (felt[i] ? value : 0)) : eigenvalues;
}

function unit([x, y]) {
  const length = Math.hypot(x, y);
  return [x / length, y / length];
}

function edgeMultipleOf({ method }, eigenvalues) {
  const largest = Math.max(...eigenvalues);
  return largest > 0 ? edgeOf(method.momentum) / largest : null;
}

/** Whether the last step goes against the one before, each parameter weighed by its own largest step. */
function turnsBack({ iterates }) {
  if (iterates.length < 3) return false;
  const steps = iterates.slice(1).map((point, k) => halvedStepFrom(iterates[k], point));
  const scale = iterates[0].map((_, i) => steps.reduce((most, step) => Math.max(most, Math.abs(step[i])), 0) || 1);
  const [before, after] = steps.slice(-2).map((step) => step.map((part, i) => part / scale[i]));
  return before.reduce((total, part, i) => total + part * after[i], 0) < 0;
}

/** How long step k is along the parameters that are `seen`. */
function stepLength({ iterates }, k, seen) {
  return Math.hypot(...halvedStepFrom(iterates[k - 1], iterates[k]).filter((_, i) => seen[i]));
}

/** Half of a step: the difference of two halves never overflows. */
function halvedStepFrom(from, to) {
  return to.map((value, i) => value / 2 - from[i] / 2);
}
