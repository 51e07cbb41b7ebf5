// What a run does, judged by itself: gdcore's observed.py, operation by operation, for the runs of the playground.

import { continued } from "./descent.js";
import { highest, largest, longestSteps, lowest } from "./linear.js";
import { creeping, outlook } from "./outlook.js";

/** How many steps a run is followed beyond its end, and at most where it still grows, wanders or all but repeats; and if it draws rows. */
const [AHEAD, FARTHEST_AHEAD, FARTHEST_DRAWN] = [256, 4096, 1024];
const LONGEST_PERIOD = 32;
/** Steps so small beside the longest are the end of a run. */
const SETTLED = 1e-6;
/** A minimiser so near beside the extent of a run has been reached. */
const NEAR = 1e-5;
/** How nearly a cycle comes back; what all gaps to come add up to at most; and from where on a run is followed further. */
const [REPEATED, CLOSE, NEARLY] = [1e-9, 0.5, 0.1];
/** The same of a run that was placed before a floor: both sides drive it there. */
const HELD = 1e-3;
const SHRINKS = 0.9;
/** By how much the inverse of a gap grows from quarter to quarter where gaps close. */
const FINITE = 1.08;
const GROWS = 1e-6;
/** A fall that is so large beside the one before it, in half the time, has no end in sight. */
const EVEN = 0.95;
/** What a run does that ends while it is followed. */
const ENDED = { overflow: "diverging", domain: "undefined", stalled: "converging" };

/** What a run does that could go on; `minimiser` is where it tends to, or null. @returns {{kind: string, period: number | null}} */
export function observed(run, minimiser) {
  const { iterates, losses } = run;
  const steps = stepsOf({ iterates });
  const { period } = periodOf(steps, {});
  if (period) return { kind: "cycling", period };
  const arrived = { kind: "converging", period: null };
  if (minimiser && settles(steps) && isAt(minimiser, iterates)) return arrived;
  // What never raises the loss comes to rest as long as it falls.
  if (minimiser && run.method.monotone && losses.at(-1) < losses.at(-2)) return arrived;
  const farthest = run.method.batch < run.objective.rows?.n ? FARTHEST_DRAWN : FARTHEST_AHEAD;
  const views = { objective: run.objective, known: minimiser !== null, farthest };
  return lookedAhead({ iterates, losses }, (nSteps) => continued(run, nSteps), views, iterates[0].length + 1);
}

/** Follows a run farther and farther; one that walks to a floor is placed just before it, at most `leaps` times. */
function lookedAhead(past, follow, views, leaps) {
  const { objective, known, farthest } = views;
  let found = null;
  for (let length = AHEAD; length <= farthest; length *= 4) {
    const ahead = follow(length);
    const whole = joined(past, ahead, length);
    const seen = { known, held: leaps <= past.iterates[0].length, last: length === farthest };
    const { kind, period, open, shift } = followed(whole, ENDED[ahead.stopped], objective, seen);
    found = { kind, period };
    if (shift && leaps > 0 && (length === AHEAD || kind === "converging")) {
      const place = moved(whole.iterates.at(-1), shift);
      const on = (nSteps) => continued(ahead, nSteps, moved(ahead.iterates.at(-1), shift));
      return lookedAhead({ iterates: [place], losses: [objective.value(place)] }, on, views, leaps - 1);
    }
    if (!open) break;
  }
  return found;
}

function moved(point, shift) {
  return point.map((value, i) => value + shift[i]);
}

/** A run and how it goes on; the rows after an early end repeat the last. */
function joined(past, ahead, length) {
  const rest = (values) => Array.from({ length }, (_, i) => values[Math.min(i + 1, values.length - 1)]);
  return { iterates: [...past.iterates, ...rest(ahead.iterates)], losses: [...past.losses, ...rest(ahead.losses)] };
}

/** A run that has risen may rise again, however it falls now, and will if it falls ever faster; one that wanders may be slow. */
function followed({ iterates, losses }, ended, objective, { known, held, last }) {
  const steps = stepsOf({ iterates });
  const { period, nearly } = periodOf(steps, { closing: last, held });
  const { falling, endless } = falls(losses);
  const growing = grows(steps);
  const rests = settles(steps);
  const stranded = rests && isStranded(iterates, losses, objective);
  const settled = rests && !stranded;
  const goesOn = !(ended || settled || period);
  const view = goesOn ? outlook(iterates, objective) : { shift: null, there: false, rests: false, endless: false };
  const rose = losses.some((loss, k) => loss > losses[k - 1]);
  const shrinking = shrinks(steps) && !(rose && last && !shrinksEvenly(steps));
  const returning = endless && losses.at(-1) > lowest(losses);
  const sinking = falling && (growing || endless) && !settled && !known;
  const coming = shrinking || (falling && (view.rests || !(returning || (rose && lengthens(steps)))));
  let kind = coming ? "converging" : "wandering";
  const downhill = falling && (endless || creeping(iterates)) && view.endless && !known;
  const leaving = downhill || (kind === "wandering" && goesOn && !falling && drifts(steps));
  if ((growing && !falling) || leaving) kind = "diverging";
  if (period) kind = "cycling";
  if (rests) kind = stranded ? "wandering" : "converging";
  kind = ended ?? kind;
  const unsure = (growing && !falling) || nearly || sinking || (rose && (falling || shrinking));
  const open = (unsure || kind === "wandering" || view.there) && goesOn && !leaving;
  return { kind, period: kind === "cycling" ? period : null, open, shift: view.shift };
}

/** Whether a run ends higher than it was, on a slope that nothing it has seen explains: its steps are lost in rounding. */
function isStranded(iterates, losses, objective) {
  const place = iterates.at(-1);
  if (!(losses.at(-1) > lowest(losses))) return false;
  const [slope, hessian] = [objective.gradient(place), objective.hessian(place)];
  return slope.some((part, i) => {
    const along = iterates.map((point) => point[i]);
    return Math.abs(part) > Math.abs(hessian[i][i]) * (highest(along) - lowest(along));
  });
}

/** A run in shares of its longest steps. */
function stepsOf({ iterates }) {
  const halves = iterates.map((point) => point.map((value) => value / 2));
  const longest = longestSteps(halves);
  const points = halves.map((point) => point.map((value, i) => (value - halves[0][i]) / (longest[i] || 1)));
  const lengths = points.slice(1).map((point, k) => largest(point.map((value, i) => value - points[k][i])));
  const quarters = split(lengths).map(largest);
  return { points, lengths, quarters };
}

/** Parts, the first ones longer where they cannot be even. */
function split(values, parts = 4) {
  const [size, more] = [Math.floor(values.length / parts), values.length % parts];
  const starts = Array.from({ length: parts + 1 }, (_, i) => i * size + Math.min(i, more));
  return starts.slice(1).map((end, i) => values.slice(starts[i], end));
}

/** Whether each of the largest numbers of pieces of the second half, and of the one before, is so to the one before it. */
function latePeaks(values, follows) {
  const peaks = split(values, 16).slice(7).map(highest);
  return peaks.slice(1).every((peak, i) => follows(peak, peaks[i]));
}

function isAt(place, points) {
  return place.every((value, i) => {
    const along = points.map((point) => point[i]);
    return Math.abs(along.at(-1) - value) <= NEAR * (highest(along) - lowest(along));
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
    const [late, early] = [far.slice(-2), far.slice(0, -quarter)].map(largest);
    const lengths = points.slice(1).map((point, k) => Math.abs(point[i] - points[k][i]));
    const [, second, third, last] = split(lengths).map(largest);
    const onward = [far, lengths].every((values) => latePeaks(values, (peak, before) => peak > before));
    return onward && last > (1 + GROWS) * third && third >= second && late > (1 + GROWS) * early;
  });
}

/** Whether the steps come back and the run does not: it leaves at an even pace, as over waves from each to the next but so many. */
function drifts({ points }) {
  const [early, late] = [points.slice(0, Math.floor(points.length / 2)), points.slice(Math.floor(points.length / 2))];
  const beyond = late.at(-1).map((value, i) => early.every((point) => point[i] < value) || early.every((point) => point[i] > value));
  const steps = late.slice(1).map((point, k) => point.map((value, i) => value - late[k][i]));
  return Array.from({ length: Math.min(LONGEST_PERIOD, Math.floor(steps.length / 2)) }, (_, i) => i + 1).some((p) => {
    const again = steps.slice(p).every((step, k) => step.every((part, i) => Math.abs(part - steps[k][i]) <= REPEATED));
    return again && beyond.some((is, i) => is && Math.abs(steps.slice(-p).reduce((sum, step) => sum + step[i], 0)) > HELD);
  });
}

/** Whether the loss falls from quarter to quarter, and whether by as much as before. */
function falls(losses) {
  const nSteps = losses.length - 1;
  if (nSteps < 8) return { falling: false, endless: false };
  const quarters = split(losses);
  const peaks = quarters.map(highest);
  const lower = [1, 2, 3].every((i) => peaks[i] < peaks[i - 1] && quarters[i].at(-1) < quarters[i - 1].at(-1));
  const falling = lower && latePeaks(losses, (peak, before) => peak < before);
  const [half, quarter] = [2, 4].map((parts) => Math.floor((nSteps + 1) / parts));
  return { falling, endless: losses[half] - losses[nSteps] >= EVEN * (losses[quarter] - losses[half]) };
}

function periodOf({ points, lengths }, { closing = false, held = false }) {
  const nSteps = lengths.length;
  if (!(Math.max(0, ...lengths.slice(-2)) > SETTLED)) return { period: 0, nearly: false };
  let nearly = false;
  for (let p = 2; p <= Math.min(LONGEST_PERIOD, Math.floor(nSteps / 2)); p += 1) {
    const [gap, earlier, first] = gaps(points, p, closing);
    const left = (gap * (nSteps / (4 * p))) / Math.log(earlier / gap);
    const closes = gap < earlier && earlier < first && left <= CLOSE && 1 / gap - 1 / earlier >= FINITE * (1 / earlier - 1 / first);
    if (gap <= REPEATED || (closing && (closes || (held && gap <= HELD)))) return { period: p, nearly: false };
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
    if (widest === 0) return Infinity;
    return Math.max(
      ...along.map((values, i) => {
        const apart = Math.max(...values.slice(p).map((value, k) => Math.abs(value - values[k])));
        return widths[i] > SETTLED * widest ? apart / widths[i] : 0;
      }),
    );
  };
  return [0, 1, 2].map((i) => nSteps - i * quarter).map((end) => (end - count + 1 - p >= 0 ? gap(end) : 0));
}
