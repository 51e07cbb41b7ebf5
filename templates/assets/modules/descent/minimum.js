// Where a run tends to: gdcore's theory/minimum.py as far as Newton's method leads. Where that ends on a kink the core
// searches on and this does not, so that less is known here, and nothing else.

import { dot, eigen, largest, longestSteps } from "./linear.js";

const MOST_TRIES = 60;
/** A slope that is smaller, as a share of the first one, counts as 0. */
const NEAR_FLAT = 1e-7;
const POLISHING = 6;
/** How far from a minimiser its curvature is asked to explain the slope, as shares of the numbers there. */
const PROBES = [1e-3, 1e-5, 1e-7];
const EXPLAINED = 0.5;
const ZERO = 1e-12;
const RADII = [1e-5, 1e-3, 1e-2];
const [LEAST, FARTHEST] = [1e-3, 1e3];

/**
 * The minimiser of a run's objective that the run tends to, or null, and its `hessian`, or null where that does not
 * describe a step, as on a kink.
 */
export function minimumOf(run) {
  const { objective, iterates, losses } = run;
  const best = iterates[losses.reduce((least, loss, k) => (loss < losses[least] ? k : least), 0)];
  const moves = iterates.some((point) => point.some((value, i) => value !== best[i]));
  const scale = scaleOf(iterates);
  const minimiser = knownOf(run) ?? (moves ? below(run, best, scale) : null) ?? toldOf(run, best, scale);
  if (minimiser === null) return { minimiser, hessian: null };
  const hessian = objective.hessian(minimiser);
  // A place so near to 0 stands for 0, where second derivatives may have no value.
  const zeros = objective.hessian(minimiser.map((value, i) => (Math.abs(value) <= NEAR_FLAT * scale[i] ? 0 : value)));
  const told = [...hessian, ...zeros].flat().every(Number.isFinite) && (objective.quadratic || explains(objective, minimiser));
  return { minimiser, hessian: told ? hessian : null };
}

/** The known minimiser that is nearest to the end of a run. */
function knownOf({ objective: { minimisers }, iterates }) {
  const away = (point) => Math.hypot(...point.map((value, i) => value - iterates.at(-1)[i]));
  return minimisers.reduce((nearest, one) => (away(one) < away(nearest) ? one : nearest), minimisers[0] ?? null);
}

/** The minimiser that was found when the page was built, for its own run and where another comes within a step of it. */
function toldOf({ objective: { found = null, start, value }, iterates }, best, scale) {
  if (start?.every((part, i) => part === iterates[0][i])) return found;
  const near = found?.every((part, i) => Math.abs(part - best[i]) <= scale[i]) && value(found) <= value(best) + 1e-14 * Math.abs(value(best));
  return near ? found : null;
}

/** The minimiser downhill of a point, by Newton's method with damping, or null. */
function below({ objective, gradients }, from, scale) {
  const gradient = (at) => objective.gradient(at);
  // A run that has arrived leaves no slope to tell what is none: that of its start does.
  const first = Math.max(length(gradient(from)), length(gradients[0]));
  let [here, loss, damping] = [from, objective.value(from), 1e-3];
  for (let i = 0; i < MOST_TRIES; i += 1) {
    const [slope, curve] = [gradient(here), objective.hessian(here)];
    if (![...slope, ...curve.flat()].every(Number.isFinite)) return null;
    if (length(slope) <= NEAR_FLAT * first) break;
    const { values, ways } = eigen(curve);
    const least = damping * Math.max(...values.map(Math.abs), 1e-12);
    const step = ways.map((way, j) => dot(way, slope) / (Math.abs(values[j]) + least));
    const ahead = here.map((value, k) => value - ways.reduce((sum, way, j) => sum + way[k] * step[j], 0));
    const lower = objective.value(ahead);
    if (lower < loss) [here, loss, damping] = [ahead, lower, damping / 4];
    else if (damping > 1e12) break;
    else damping *= 8;
  }
  if (!isLow(objective, here, from, first) || !rises(objective, here, scale) || !explains(objective, here)) return null;
  return withZeros(objective, polished(objective, here), scale);
}

function isLow(objective, here, from, first) {
  const reach = here.map((value, i) => Math.max(0.02 * Math.abs(value - from[i]), 1e-4 * Math.max(Math.abs(value), 1e-3)));
  const around = beside(here, reach);
  const loss = objective.value(here);
  return around.every((point) => objective.value(point) >= loss) && length(objective.gradient(here)) <= 1e-3 * first;
}

/** Whether anything around a place is higher: a constant has no minimiser. */
function rises(objective, here, scale) {
  const around = RADII.flatMap((radius) => beside(here, scale.map((value) => radius * value)));
  return around.some((point) => objective.value(point) > objective.value(here));
}

/** The points so far from one along each axis. */
function beside(point, reach) {
  return [1, -1].flatMap((sign) => point.map((_, i) => point.map((value, j) => (i === j ? value + sign * reach[i] : value))));
}

/** Whether the Hessian at a minimiser explains the slopes around it. */
function explains(objective, minimiser) {
  const hessian = objective.hessian(minimiser);
  return PROBES.some((share) => {
    const reach = minimiser.map((value) => share * Math.max(Math.abs(value), 1));
    return beside(minimiser, reach).every((point, n) => {
      const [i, sign] = [n % reach.length, n < reach.length ? 1 : -1];
      const slope = objective.gradient(point);
      const off = slope.map((value, j) => Math.abs(value - sign * reach[i] * hessian[i][j]));
      return Math.max(...off) <= EXPLAINED * Math.max(...slope.map(Math.abs));
    });
  });
}

/** The minimiser to the last digits, which the slope knows and the loss does not. */
function polished(objective, point) {
  let [best, slope] = [point, objective.gradient(point)];
  for (let i = 0; i < POLISHING; i += 1) {
    const { values, ways } = eigen(objective.hessian(best));
    const flat = Number.EPSILON * best.length * Math.max(...values.map(Math.abs));
    const step = ways.map((way, j) => (Math.abs(values[j]) > flat ? dot(way, slope) / values[j] : 0));
    const ahead = best.map((value, k) => value - ways.reduce((sum, way, j) => sum + way[k] * step[j], 0));
    const lower = objective.gradient(ahead);
    if (!(largest(lower) < largest(slope))) break;
    [best, slope] = [ahead, lower];
  }
  return best;
}

/** Zeros where the search came as near to 0 as a double tells. */
function withZeros(objective, found, scale) {
  const zeros = found.map((value, i) => (Math.abs(value) <= ZERO * scale[i] ? 0 : value));
  return objective.value(zeros) <= objective.value(found) * (1 + 1e-14) + 1e-300 ? zeros : found;
}

/** How far there is something to see around a run: its longest step, or more where that is tiny. */
function scaleOf(iterates) {
  return longestSteps(iterates).map((longest, i) => {
    const size = Math.max(Math.abs(iterates[0][i]), 1);
    return longest > 0 ? Math.min(Math.max(longest, LEAST * size), FARTHEST * size) : 0.1 * size;
  });
}

function length(vector) {
  return Math.hypot(...vector);
}
