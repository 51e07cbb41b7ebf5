// Why a run does what it does: gdcore's theory/verdict.py and theory/spectra.py.

import { HUGE } from "./descent.js";
import { dot, eigen, longestSteps, squaredSingularValues } from "./linear.js";
import { minimumOf } from "./minimum.js";
import { observed } from "./observed.js";

/**
 * @typedef {object} Verdict
 * @property {"converging" | "cycling" | "wandering" | "diverging" | "standing" | "undefined"} kind
 * @property {number | null} period after how many steps a cycling run comes back
 * @property {boolean} overshoots
 * @property {number | null} measured the ratio of the last two steps' lengths
 * @property {number | null} predicted the largest modulus among the eigenvalues of the update map
 * @property {number[] | null} eigenvalues of diag(rates) H at the minimiser, descending
 * @property {number | null} edgeMultiple by how much all rates can grow before the run is unstable there
 * @property {number[] | null} minimiser the one that the run tends to
 */

/** How near to the edge of stability counts as on it. */
export const EDGE = 1e-9;
/** An eigenvalue so small beside the largest is zero but for rounding. */
export const FLAT = 1e-14;
/** How near to 1 a factor must be to be that of a cycle. */
const ON_EDGE = 1e-6;
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
  const { objective, method, losses } = run;
  const { minimiser, hessian } = minimumOf(run);
  const curved = { ...objective, hessian: () => hessian };
  const eigenvalues = hessian && rateEigenvalues(curved, method.rates);
  const fallen = eigenvalues && objective.quadratic && losses.at(-1) <= losses[0];
  const felt = fallen ? feltEigenvalues(curved, minimiser, run, eigenvalues) : eigenvalues;
  const multiplier = felt && method.rule && dominantMultiplier(method, felt);
  const exact = multiplier && objective.quadratic;
  const predicted = multiplier ? modulus(multiplier) : null;
  const swings = exact ? predicted > EDGE && (multiplier.re < 0 || multiplier.im !== 0) : turnsBack(run);
  const measured = measuredFactor(run, losses.length - 1);
  const edgeMultiple = eigenvalues && edgeMultipleOf(method, eigenvalues);
  return { ...fateOf(run, exact ? felt : null, minimiser), overshoots: swings, measured, predicted, eigenvalues, edgeMultiple, minimiser };
}

/** A factor, or null where it does not say what the verdict says. */
export function agreeing(factor, kind) {
  if (kind === "cycling") return Math.abs(factor - 1) <= ON_EDGE ? factor : null;
  if (kind === "converging") return factor < 1 ? factor : null;
  return kind === "diverging" && factor > 1 ? factor : null;
}

/** The eigenvalues of diag(rates) H, descending, from a symmetric matrix similar to it, so that they come out real. */
export function rateEigenvalues(objective, rates) {
  const largest = Math.max(...rates);
  const scaled = rates.map((rate) => Math.sqrt(rate / largest));
  if (objective.root) {
    const columns = scaled.map((scale, j) => objective.root.map((row) => row[j] * scale));
    return squaredSingularValues(columns).map((value) => value * largest);
  }
  const { values } = eigen(balanced(objective, scaled));
  const most = Math.max(...values.map(Math.abs));
  return values.map((value) => (Math.abs(value) > FLAT * most ? value : 0) * largest);
}

function balanced(objective, scaled) {
  return objective.hessian().map((row, i) => row.map((value, j) => scaled[i] * value * scaled[j]));
}

/** The rate of parameter `i` at which a run on a quadratic reaches its edge while the others stay, or null where it never does. */
export function limitOfRate(objective, { rates, rule: { edge } }, i) {
  const steepest = (rate) => rateEigenvalues(objective, rates.map((other, j) => (i === j ? rate : other)))[0];
  let [low, high] = [0, edge / objective.hessian()[i][i]];
  if (!(high > 0) || !(steepest(high * Number.EPSILON) < edge)) return null;
  if (rates.length === 1) return high;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (steepest(middle) < edge) low = middle;
    else high = middle;
  }
  return high;
}

/** Pairs of rates on the `edge`, one for each ratio from the corners of `reach` [[low, high], [low, high]]. */
export function edgeCurve(objective, edge, reach, n) {
  const from = Math.log(reach[1][0] / reach[0][1]);
  const to = Math.log(reach[1][1] / reach[0][0]);
  return Array.from({ length: n }, (_, i) => {
    const root = Math.exp((from + ((to - from) * i) / (n - 1)) / 2);
    const ray = [1 / root, root];
    const multiple = edge / rateEigenvalues(objective, ray)[0];
    return ray.map((rate) => rate * multiple);
  });
}

/** The ratio of the lengths of the last two of the first `k` steps, or null where it has no meaning. */
export function measuredFactor(run, k) {
  if (k < 2 || !run.method.rule) return null;
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

/** Flat directions keep their error at any rate and are left out, unless all are. */
function dominantMultiplier({ rule }, eigenvalues) {
  const curved = eigenvalues.filter((value) => value !== 0);
  const roots = (curved.length ? curved : eigenvalues).map(rule.root);
  return roots.reduce((best, root) => (modulus(root) > modulus(best) ? root : best));
}

function modulus({ re, im }) {
  return Math.hypot(re, im);
}

function kindOf(edgeMultiple) {
  if (edgeMultiple !== null && Math.abs(edgeMultiple - 1) <= EDGE) return "cycling";
  return edgeMultiple !== null && edgeMultiple < 1 ? "diverging" : "converging";
}

/** What a run does; `eigenvalues` are there where they tell all. */
function fateOf(run, eigenvalues, minimiser) {
  const { method, losses, gradients, stopped } = run;
  const only = (kind, period = null) => ({ kind, period });
  if (stopped === "domain") return only("undefined");
  if (stopped === "overflow") return only("diverging");
  if (isLevel(run) && stayed(run)) return only("standing");
  if (eigenvalues) {
    const kind = kindOf(edgeMultipleOf(method, eigenvalues));
    return only(kind, kind === "cycling" ? 2 : null);
  }
  const sloped = gradients.at(-1).every(Number.isFinite);
  if (stopped !== "max_steps" || (method.monotone && !sloped)) return only("converging");
  if (!sloped) return only(Math.abs(losses.at(-1)) < HUGE ? "undefined" : "diverging");
  return observed(run, minimiser);
}

/** Whether the slope at the start is 0 but for the rounding of its terms. */
function isLevel({ objective, iterates, gradients }) {
  const rounding = objective.hessian(iterates[0]).map((row) => row.reduce((sum, h, i) => sum + Math.abs(h) * Math.abs(iterates[0][i]), 0));
  return gradients[0].every((part, i) => Math.abs(part) <= (Number.isFinite(rounding[i]) ? LEVEL * rounding[i] : 0));
}

function stayed({ iterates }) {
  const near = (value, i) => Math.abs(value - iterates[0][i]) <= STOOD * Math.max(Math.abs(iterates[0][i]), STOOD);
  return iterates.every((point) => point.every(near));
}

/** The eigenvalues, but 0 for the directions in which the start has no error: the run never leaves an axis of its bowl. */
function feltEigenvalues(objective, minimiser, { method, iterates }, eigenvalues) {
  const largest = Math.max(...method.rates);
  const scaled = method.rates.map((rate) => Math.sqrt(rate / largest));
  const errors = iterates[0].map((value, i) => (value - minimiser[i]) / scaled[i]);
  const parts = eigen(balanced(objective, scaled)).ways.map((way) => Math.abs(dot(way, errors)));
  const felt = parts.map((part) => part > UNFELT * Math.max(...parts));
  return felt.includes(true) ? eigenvalues.map((value, i) => (felt[i] ? value : 0)) : eigenvalues;
}

function edgeMultipleOf({ rule }, eigenvalues) {
  const largest = Math.max(...eigenvalues);
  return rule && largest > 0 ? rule.edge / largest : null;
}

/** Whether the last step goes against the one before, each parameter weighed by its own largest step. */
function turnsBack({ iterates }) {
  if (iterates.length < 3) return false;
  const scale = longestSteps(iterates.map((point) => point.map((value) => value / 2)));
  const [from, over, to] = iterates.slice(-3);
  const [before, after] = [halvedStepFrom(from, over), halvedStepFrom(over, to)].map((step) => step.map((part, i) => part / (scale[i] || 1)));
  return dot(before, after) < 0;
}

/** How long step k is along the parameters that are `seen`. */
function stepLength({ iterates }, k, seen) {
  return Math.hypot(...halvedStepFrom(iterates[k - 1], iterates[k]).filter((_, i) => seen[i]));
}

/** Half of a step: the difference of two halves never overflows. */
function halvedStepFrom(from, to) {
  return to.map((value, i) => value / 2 - from[i] / 2);
}
