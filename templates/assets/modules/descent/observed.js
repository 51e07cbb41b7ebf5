// What a run does, judged by itself: gdcore's observed.py, operation by operation, for the runs of the playground.

import { descend } from "./descent.js";

/** How many steps a run is followed beyond its end, and at most where it still grows, wanders or all but repeats. */
const [AHEAD, FARTHEST_AHEAD] = [256, 4096];
const LONGEST_PERIOD = 32;
/** Steps so small beside the longest are the end of a run. */
const SETTLED = 1e-6;
/** A minimiser so near beside the extent of a run has been reached. */
const NEAR = 1e-5;
/** How nearly a cycle comes back; what all gaps to come add up to at most; and from where on a run is followed further. */
const [REPEATED, CLOSE, NEARLY] = [1e-9, 0.5, 0.1];
const SHRINKS = 0.9;
/** By how much the inverse of a gap grows from quarter to quarter where gaps close. */
const FINITE = 1.08;
const GROWS = 1e-6;
/** A fall that is so large beside the one before it, in half the time, has no end in sight. */
const EVEN = 0.95;

/** What a run does that could go on; `minimiser` is where its objective is least. @returns {{kind: string, period: number | null}} */
export function observed(run, minimiser) {
  let steps = stepsOf(run);
  const first = periodOf(steps, false);
  if (first.period) return { kind: "cycling", period: first.period };
  if (settles(steps) && isAt(minimiser, run.iterates)) return { kind: "converging", period: null };
  // Halving never raises the loss: as long as it falls it comes to rest.
  if (run.losses.at(-1) < run.losses.at(-2)) return { kind: "converging", period: null };
  let found = { kind: "converging", period: null };
  for (let length = AHEAD; length <= FARTHEST_AHEAD; length *= 4) {
    const ahead = descend(run.objective, run.method, run.iterates.at(-1), length);
    const whole = {
      iterates: [...run.iterates, ...filled(ahead.iterates, length)],
      losses: [...run.losses, ...filled(ahead.losses, length)],
    };
    steps = stepsOf(whole);
    const judged = followed(steps, whole.losses, ahead.stopped, length);
    found = { kind: judged.kind, period: judged.period };
    if (!judged.again) break;
  }
  return found;
}

/** What comes after the first of `values`, repeated at its end up to `length`. */
function filled(values, length) {
  return Array.from({ length }, (_, i) => values[Math.min(i + 1, values.length - 1)]);
}

/** A run that has risen may rise again, however it falls now, and will if it falls ever faster; one that wanders may be slow. */
function followed(steps, losses, stopped, length) {
  const last = length === FARTHEST_AHEAD;
  const { period, nearly } = periodOf(steps, last);
  const { falling, endless } = falls(losses);
  const growing = grows(steps);
  const settled = settles(steps);
  const ended = { overflow: "diverging", stalled: "converging" }[stopped];
  const rose = losses.some((loss, k) => loss > losses[k - 1]);
  const shrinking = shrinks(steps) && !(rose && last && !shrinksEvenly(steps));
  let kind = "wandering";
  const returning = endless && losses.at(-1) > losses.reduce((least, loss) => Math.min(least, loss), Infinity);
  if (shrinking || (falling && !returning && !(rose && lengthens(steps)))) kind = "converging";
  if (growing && !falling) kind = "diverging";
  if (period) kind = "cycling";
  if (settled) kind = "converging";
  kind = ended ?? kind;
  const open = (growing && !falling) || nearly || (rose && (falling || shrinking)) || kind === "wandering";
  return { kind, period: kind === "cycling" ? period : null, again: open && !(ended || settled || period) };
}

/** A run in shares of its longest steps. */
function stepsOf({ iterates }) {
  const halves = iterates.map((point) => point.map((value) => value / 2));
  const dimensions = halves[0].map((_, i) => i);
  const longest = dimensions.map((i) =>
    halves.slice(1).reduce((most, point, k) => Math.max(most, Math.abs(point[i] - halves[k][i])), 0),
  );
  const points = halves.map((point) => dimensions.map((i) => (point[i] - halves[0][i]) / (longest[i] || 1)));
  const lengths = points.slice(1).map((point, k) => Math.max(...dimensions.map((i) => Math.abs(point[i] - points[k][i]))));
  const quarters = split(lengths).map(most);
  return { points, lengths, quarters };
}

/** The largest of numbers from 0 on. */
function most(values) {
  return values.reduce((largest, value) => Math.max(largest, value), 0);
}

/** Parts, the first ones longer where they cannot be even. */
function split(values, parts = 4) {
  const [size, more] = [Math.floor(values.length / parts), values.length % parts];
  const starts = Array.from({ length: parts + 1 }, (_, i) => i * size + Math.min(i, more));
  return starts.slice(1).map((end, i) => values.slice(starts[i], end));
}

/** Whether each of the largest numbers of pieces of the second half, and of the one before, is so to the one before it. */
function latePeaks(values, follows) {
  const peaks = split(values, 16).slice(7).map((piece) => piece.reduce((most, value) => Math.max(most, value), -Infinity));
  return peaks.slice(1).every((peak, i) => follows(peak, peaks[i]));
}

function isAt(place, points) {
  return place.every((value, i) => {
    const along = points.map((point) => point[i]);
    const extent = along.reduce((most, x) => Math.max(most, x), -Infinity) - along.reduce((least, x) => Math.min(least, x), Infinity);
    return Math.abs(along.at(-1) - value) <= NEAR * extent;
  });
}

/** Whether the last quarter's steps are next to nothing, and lead nowhere or become shorter. */
function settles({ points, lengths, quarters }) {
  const count = Math.floor(lengths.length / 4);
  const path = lengths.slice(lengths.length - count).reduce((sum, value) => sum + value, 0);
  const [from, to] = [points.at(-1 - count), points.at(-1)];
  const walks = Math.max(...to.map((value, i) => Math.abs(value - from[i]))) > 0.5 * path;
  return quarters[3] <= SETTLED && !(walks && quarters[3] > SHRINKS * quarters[2]);
}

function lengthens({ quarters }) {
  return quarters[3] > (1 + GROWS) * quarters[2];
}

function shrinks({ quarters }) {
  return [2, 3].every((i) => quarters[i] <= SHRINKS * quarters[i - 1]);
}

function shrinksEvenly({ lengths }) {
  return latePeaks(lengths, (peak, before) => peak <= before);
}

/** Each parameter is asked by itself: one at rest says nothing about the others. */
function grows({ points }) {
  return points[0].some((_, i) => {
    const far = points.map((point) => Math.abs(point[i]));
    const quarter = Math.max(Math.floor(far.length / 4), 1);
    const [late, early] = [far.slice(-2), far.slice(0, -quarter)].map(most);
    const lengths = points.slice(1).map((point, k) => Math.abs(point[i] - points[k][i]));
    const [, second, third, last] = split(lengths).map(most);
    const onward = [far, lengths].every((values) => latePeaks(values, (peak, before) => peak > before));
    return onward && last > (1 + GROWS) * third && third >= second && late > (1 + GROWS) * early;
  });
}

/** Whether the loss falls from quarter to quarter, and whether by as much as before. */
function falls(losses) {
  const nSteps = losses.length - 1;
  if (nSteps < 8) return { falling: false, endless: false };
  const quarters = split(losses);
  const highest = quarters.map((quarter) => quarter.reduce((most, value) => Math.max(most, value), -Infinity));
  const lower = [1, 2, 3].every((i) => highest[i] < highest[i - 1] && quarters[i].at(-1) < quarters[i - 1].at(-1));
  const falling = lower && latePeaks(losses, (peak, before) => peak < before);
  const [half, quarter] = [2, 4].map((parts) => Math.floor((nSteps + 1) / parts));
  return { falling, endless: losses[half] - losses[nSteps] >= EVEN * (losses[quarter] - losses[half]) };
}

function periodOf({ points, lengths }, closing) {
  const nSteps = lengths.length;
  if (!(Math.max(0, ...lengths.slice(-2)) > SETTLED)) return { period: 0, nearly: false };
  let nearly = false;
  for (let p = 2; p <= Math.min(LONGEST_PERIOD, Math.floor(nSteps / 2)); p += 1) {
    const [gap, earlier, first] = gaps(points, p, closing);
    const left = (gap * (nSteps / (4 * p))) / Math.log(earlier / gap);
    const closes = gap < earlier && earlier < first && left <= CLOSE && 1 / gap - 1 / earlier >= FINITE * (1 / earlier - 1 / first);
    if (gap <= REPEATED || (closing && closes)) return { period: p, nearly: false };
    nearly ||= gap <= NEARLY && gap < earlier;
  }
  return { period: 0, nearly };
}

/** How far a run is from where it was `p` steps before, at its end and a quarter and two earlier; `long` over an eighth. */
function gaps(points, p, long) {
  const nSteps = points.length - 1;
  const count = Math.min(Math.max(p, 8, long ? Math.floor(points.length / 8) : 0), nSteps - p + 1);
  const quarter = Math.max(Math.floor(nSteps / 4), count);
  const gap = (end) => {
    const stretch = points.slice(end - count + 1 - p, end + 1);
    const along = points[0].map((_, i) => stretch.map((point) => point[i]));
    const widths = along.map((values) => values.slice(-p)).map((values) => Math.max(...values) - Math.min(...values));
    const widest = Math.max(...widths);
    return Math.max(
      ...along.map((values, i) => {
        const apart = Math.max(...values.slice(p).map((value, k) => Math.abs(value - values[k])));
        return widths[i] > SETTLED * widest ? apart / widths[i] : 0;
      }),
    );
  };
  return [0, 1, 2].map((i) => nSteps - i * quarter).map((end) => (end - count + 1 - p >= 0 ? gap(end) : 0));
}
