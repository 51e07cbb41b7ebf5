// What lies before a run that walks on at an even pace, far beyond the steps that can be followed: gdcore's
// theory/outlook.py for one run.

import { dot, largest, longestSteps } from "./linear.js";

/** Steps from which a drift is taken. */
const WINDOW = 24;
/** By how much drifts differ at most where a pace is even, and where it only slows down or speeds up. */
const [UNEVEN, UNLIKE] = [0.05, 0.5];
const CREEPS = 0.9;
/** How many steps ahead a run is looked at, and how often the distance from a place that it passed is halved. */
const FAR = [0, ...Array.from({ length: 50 }, (_, i) => 2 ** i)];
const NEARER = 24;
const PARTS = 9;
const HALVINGS = 40;
const OVERSTEPS = 2;
const ROUNDED = 1e-10;
/** A slope so small beside that under a run is none. */
const LEVEL = 1e-9;
/** How many times the distance at which steps begin to lead too far a run is placed before a floor. */
const BEFORE = 64;

/** Whether a run goes about as far in the second half of its steps as in the quarter before it. */
export function creeping(points) {
  const n = points.length - 1;
  const [end, half, quarter] = [1, 2, 4].map((parts) => points[Math.floor(n / parts)].map((value) => value / 2));
  return end.some((value, i) => {
    const late = Math.abs(value - half[i]);
    return late >= CREEPS * Math.abs(half[i] - quarter[i]) && late > 0;
  });
}

/**
 * What lies before a run: `shift`, to just before a floor on which it cannot rest, or null; whether it is `there` already,
 * whether it walks to one on which it `rests`, and whether the loss falls without end.
 */
export function outlook(points, objective) {
  if (points.length <= 2 * WINDOW) return { shift: null, there: false, rests: false, endless: false };
  const last = points.at(-1);
  const ray = rayOf(objective, last, points.at(-1 - WINDOW).map((value, i) => (last[i] - value) / WINDOW));
  const [distances, slopes] = ray.sampled([points[0], points[longestStep(points)]]);
  const [spread, hops] = [spreadOf(points), ray.hops()];
  const even = spread <= UNEVEN;
  if (!hops && ray.halts(distances, slopes)) return { shift: null, there: false, rests: true, endless: false };
  const endless = hops ? even && ray.falls() : slopes[0] < 0 && slopes.every((slope) => slope <= 0);
  const first = slopes.findIndex((slope) => !(slope < 0));
  const found = first > 0 && spread <= UNLIKE && !hops;
  if (!found) return { shift: null, there: false, rests: false, endless };
  const floor = ray.floor(distances[first - 1], distances[first]);
  const reach = ray.oversteps(floor, slopes[0]);
  const far = floor - BEFORE * reach;
  const whole = reach >= 1 / BEFORE ? Math.floor(far) : far;
  const shift = reach > 0 && whole >= 1 ? ray.step.map((part) => whole * part) : null;
  return { shift, there: reach > 0 && whole < 1, rests: even && reach === 0, endless };
}

function longestStep(points) {
  const lengths = points.slice(1).map((point, k) => largest(point.map((value, i) => value - points[k][i])));
  return lengths.reduce((best, length, k) => (length > lengths[best] ? k : best), 0);
}

/** By how much the drifts of the last steps differ, as a share of the last; parameters in their own steps. */
function spreadOf(points) {
  const late = points.slice(-2 * WINDOW);
  const longest = longestSteps(late);
  const drifts = late.slice(WINDOW).map((point, k) => point.map((value, i) => (value - late[k][i]) / (longest[i] > 0 ? longest[i] : 1)));
  const size = largest(drifts.at(-1));
  const apart = drifts.map((drift) => largest(drift.map((value, i) => value - drifts.at(-1)[i])));
  return size > 0 ? Math.max(...apart) / size : Infinity;
}

/** The way before a run: from `start` along `step`, distances in steps. */
function rayOf(objective, start, step) {
  const at = (distance) => start.map((value, i) => value + distance * step[i]);
  /** The slope at a distance; NaN where the function has no value. */
  const slope = (distance) => (Number.isNaN(objective.value(at(distance))) ? NaN : dot(objective.gradient(at(distance)), step));

  /** Distances in rising order and the slopes there; dense near `places` ahead. */
  function sampled(places) {
    const around = places.flatMap((place) => {
      const ahead = dot(place.map((value, i) => value - start[i]), step) / dot(step, step);
      const parts = Array.from({ length: NEARER }, (_, i) => 0.5 ** i);
      const near = [...parts.map((part) => ahead * (1 + part)), ...parts.map((part) => ahead * (1 - part)), ahead];
      return ahead > 0 ? near : near.map(() => 0);
    });
    const distances = [...new Float64Array([...FAR, ...around]).sort()];
    return [distances, distances.map(slope)];
  }

  /** Whether the last steps led over ground that rises. */
  function hops() {
    return Array.from({ length: PARTS }, (_, i) => -(i / (PARTS - 1))).some((distance) => slope(distance) > 0);
  }

  /** Whether the loss falls with each doubling of the distance. */
  function falls() {
    const values = FAR.map((distance) => objective.value(at(distance)));
    return values.slice(1).every((value, i) => value - values[i] < 0);
  }

  /** Whether the ground is level at one place many steps ahead and falls again beyond it, as at 0 on x³. */
  function halts(distances, slopes) {
    const peak = slopes.findIndex((value, i) => slopes[i + 1] - value < 0);
    if (!(peak > 1 && slopes[peak] > slopes[0] && distances[peak] >= WINDOW)) return false;
    let [low, high] = [distances[peak - 2], distances[peak + 1]];
    for (let i = 0; i < 2 * HALVINGS; i += 1) {
      const third = (high - low) / 3;
      if (slope(low + third) < slope(high - third)) low += third;
      else high -= third;
    }
    const there = objective.gradient(at((low + high) / 2));
    const level = there.reduce((sum, value, i) => sum + Math.abs(value * step[i]), 0);
    return level <= LEVEL * Math.abs(slopes[0]);
  }

  /** The distance between two at which the slope is no longer below 0. */
  function floor(low, high) {
    for (let i = 0; i < HALVINGS; i += 1) {
      const middle = (low + high) / 2;
      if (slope(middle) < 0) low = middle;
      else high = middle;
    }
    return high;
  }

  /** The largest distance from a floor from which steps lead too far, and those from nearer too; else 0. */
  function oversteps(to, first) {
    const away = Array.from({ length: HALVINGS - 3 }, (_, i) => to * 0.5 ** (i + 1));
    const tooFar = away.map((distance) => slope(to - distance) / first >= OVERSTEPS * distance);
    const i = away.findIndex((_, j) => j + 2 < away.length && tooFar[j] && tooFar[j + 1] && tooFar[j + 2]);
    const reach = i < 0 ? 0 : away[i];
    return reach * largest(step) > ROUNDED * largest(at(to)) ? reach : 0;
  }
  return { step, sampled, hops, falls, halts, floor, oversteps };
}
