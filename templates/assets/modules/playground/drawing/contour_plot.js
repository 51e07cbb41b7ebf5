// The valley from above, in (a, b) or in standard units, in which its ellipses are circles. At every scale they look the
// same, so the map can grow.

import { short, svg } from "../../elements.js";
import { axisBelow, axisLeft, clipped, inside, path } from "./frame.js";
import { label, mark, through } from "./marks.js";
import { tr } from "../../messages.js";
import { linear, zoomed } from "./scales.js";

const MARGINS = { left: 46, right: 12, top: 26, bottom: 40 };
const ROOM = 0.06;
/** From the rim inwards, two rings of each colour. */
const LEVELS = "ffeeddccbbaa";
const FALL = 1.8;
const POINTS = 120;
/** A step of so many pixels is one that the eye follows. */
const SWING = 9;

/** The border of a map of (a, b) at each step, [[low, high], [low, high]]: all up to it, and never less than `least`. */
export function borders({ iterates, rejected }, least) {
  let border = least.map((ends) => [...ends]);
  const trials = new Map();
  for (const { k, point } of rejected) trials.set(k + 1, [...(trials.get(k + 1) ?? []), point]);
  return iterates.map((point, k) => {
    for (const one of [point, ...(trials.get(k) ?? [])])
      border = border.map((ends, i) => widened(ends, one[i], least[i]));
    return border;
  });
}

function widened([low, high], value, least) {
  const room = ROOM * Math.max(Math.abs(value), least[1] - least[0]);
  if (!Number.isFinite(value)) return [low, high];
  return [value < low ? value - room : low, value > high ? value + room : high];
}

/**
 * The map at a position between steps; `turned` is 0 for (a, b), 1 for standard units, and between them on the way from
 * one to the other. `valley` has the ways between the two, its middle in both, and the `least` that is in view of (a, b).
 */
export function contourView(width, height, seen, position, turned, valley) {
  const box = inside(width, height, MARGINS);
  const [raw, round] = [rawScales, roundScales].map((scales) => scales(box, seen, position, valley));
  const sight = turned < 0.5 ? raw : round;
  const on = (point) => {
    const [from, to] = [raw, round].map((one) => one.on(point));
    return from.map((pixel, i) => pixel + turned * (to[i] - pixel));
  };
  const [near, far] = [raw, round].map(({ from }) => farthest(box, from, valley));
  return { box, on, from: sight.from, axes: sight.axes, reach: zoomed(near, far, turned) };
}

/** Both axes as wide as they must be. */
function rawScales(box, seen, position, { least }) {
  const [ends, k] = [borders(seen, least), Math.floor(position)];
  const [from, to] = [ends[k], ends[Math.min(k + 1, ends.length - 1)]];
  const border = from.map((pair, i) => pair.map((end, j) => between(end, to[i][j], least[i], j, position - k)));
  const [a, b] = [linear(border[0], [box.left, box.right]), linear(border[1], [box.bottom, box.top])];
  return { axes: [a, b], on: ([x, y]) => [a.at(x), b.at(y)], from: (x, y) => [a.from(x), b.from(y)] };
}

/** An end of an axis on its way out: what it reaches beyond the least grows by the same factor each moment. */
function between(from, to, least, j, share) {
  const width = least[1] - least[0];
  const beyond = [from, to].map((end) => Math.log1p(Math.abs(end - least[j]) / width));
  const reach = Math.expm1(beyond[0] + share * (beyond[1] - beyond[0])) * width;
  return least[j] + (j ? reach : -reach);
}

/** Both axes alike around the middle, as far as the run has come. */
function roundScales(box, { iterates }, position, valley) {
  const { standardised, original, centre, least } = valley;
  let most = Math.hypot(...standardised(least.map(([low]) => low)).map((value, i) => value - centre[i])) / 2;
  const away = iterates.map((point) => (most = Math.max(most, (1 + 2 * ROOM) * distance(standardised(point), centre))));
  const k = Math.floor(position);
  const far = zoomed(away[k], away[Math.min(k + 1, away.length - 1)], position - k);
  const half = Math.min(box.width, box.height) / 2;
  const axis = (value, start, end) => {
    const wide = (far * Math.abs(end - start)) / 2 / half;
    return linear([value - wide, value + wide], [start, end]);
  };
  const [p, q] = [axis(centre[0], box.left, box.right), axis(centre[1], box.bottom, box.top)];
  return {
    axes: [p, q],
    on: (point) => standardised(point).map((value, i) => [p, q][i].at(value)),
    from: (x, y) => original([p.from(x), q.from(y)]),
  };
}

function distance([x, y], [cx, cy]) {
  return Math.hypot(x - cx, y - cy);
}

/** How far from the middle the corners of the map are, in standard units: J grows by the square of that. */
function farthest(box, from, { standardised, centre }) {
  const corners = [box.left, box.right].flatMap((x) => [box.bottom, box.top].map((y) => from(x, y)));
  return Math.max(...corners.map((corner) => distance(standardised(corner), centre)));
}

/** All that is drawn at a position; `names` and `units` are those of the axes. */
export function contourPicture(view, run, kinds, position, names, units, valley) {
  const { box, on, axes } = view;
  const best = on(valley.minimiser);
  return [
    clipped(box, ...rings(view, valley)),
    axisLeft(box, axes[1], names[1], units[1], box.height > 180 ? 4 : 3, false),
    axisBelow(box, axes[0], names[0], units[0], box.width > 420 ? 6 : 4, 34),
    svg("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
    clipped(
      box,
      svg("path", { class: "best", d: `M${best.map(short).join(" ")}m-6 0h12m-6 -6v12` }),
      ...ghosts(run, kinds, position, on),
      ...path((j) => on(run.iterates[j]), kinds, position, { age }),
    ),
    bestName(best, box),
  ];
}

/** What swings is strong, what creeps is faint. */
function age(j, last, length) {
  return length > SWING ? "strong" : "faint";
}

/** Lines of equal loss, each so many times as high as the next one inside. */
function rings({ on, reach }, { original, centre }) {
  return [...LEVELS].map((level, i) => {
    const radius = reach / FALL ** i;
    const points = Array.from({ length: POINTS }, (_, j) => {
      const turn = (2 * Math.PI * j) / POINTS;
      return on(original([centre[0] + radius * Math.cos(turn), centre[1] + radius * Math.sin(turn)]));
    });
    return svg("path", { class: `contour level-${level}`, d: `${through(points)}Z` });
  });
}

/** Refused trial points, each at the end of a dashed line from where it was tried. */
function ghosts(run, kinds, position, on) {
  return run.rejected
    .filter(({ k, point }) => k < position && point.every(Number.isFinite))
    .flatMap(({ k, point }) => [
      svg("path", { class: "ghost", d: through([on(run.iterates[k]), on(point)]) }),
      mark("rejected", ...on(point), 3.5),
    ]);
}

function bestName([x, y], box) {
  const beside = x > box.left + 110 ? { x: x - 10, "text-anchor": "end" } : { x: x + 10, "text-anchor": "start" };
  return label({ class: "best-name", y: Math.min(y + 19, box.bottom - 6), ...beside }, tr("least squares"));
}
