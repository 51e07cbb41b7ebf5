// The valley from above, in (a, b), counted from the mean, or in standard units, in which its ellipses are circles. At
// every scale they look the same, so the map can grow.

import { short, svg } from "../../elements.js";
import { axisBelow, axisLeft, clipped, inside, path } from "./frame.js";
import { label, mark, through } from "./marks.js";
import { tr } from "../../messages.js";
import { linear, zoomed } from "./scales.js";

const MARGINS = { left: 46, right: 12, top: 26, bottom: 40 };
const ROOM = 1.08;
/** From the rim inwards, two rings of each colour. */
const LEVELS = "ffeeddccbbaa";
const FALL = 1.8;
const POINTS = 120;
/** A step of so many pixels is one that the eye follows; of many, the first and the last few. */
const [SWING, FIRST, LAST] = [9, 12, 4];

/**
 * The map at a position between steps; `turned` is 0 for the first of two `sights`, 1 for the second, and between them on
 * the way from one to the other. Each has its `centre`, how far each axis reaches from it at `least`, the ways `to` its own
 * numbers and `from` them, and the names and units of its axes; in the one called `round` lines of equal loss are circles.
 */
export function contourView(width, height, seen, position, turned, sights, round) {
  const box = inside(width, height, MARGINS);
  const [near, far] = sights.map((sight) => scalesOf(box, seen, position, sight));
  const on = (point) => mixed(near.on(point), far.on(point), turned);
  const reach = zoomed(...[near, far].map(({ from }) => farthest(box, from, round)), turned);
  const [{ from, axes }, { names, units }] = turned < 0.5 ? [near, sights[0]] : [far, sights[1]];
  return { box, on, from, axes, names, units, reach, round, best: on(round.from(round.centre)) };
}

/** Axes around the centre that hold everything up to the position, with the way from a point to pixels and back. */
function scalesOf(box, { iterates, rejected }, position, sight) {
  const { centre, to, from } = sight;
  // What is round is shown so: both axes at one scale.
  const even = Math.min(box.width, box.height);
  const least = sight.round ? [box.width, box.height].map((side, i) => (sight.least[i] * side) / even) : sight.least;
  const share = (point) => Math.max(...to(point).map((value, i) => (ROOM * Math.abs(value - centre[i])) / least[i]));
  const trials = {};
  for (const { k, point } of rejected) (trials[k + 1] ??= []).push(point);
  let most = 1;
  const reaches = iterates.map((point, k) => {
    const shares = [point, ...(trials[k] ?? [])].map(share);
    return (most = Math.max(most, ...shares.filter(Number.isFinite)));
  });
  const [k, next] = [Math.floor(position), Math.min(Math.ceil(position), iterates.length - 1)];
  const reach = zoomed(reaches[k], reaches[next], position - k);
  const axes = [[box.left, box.right], [box.bottom, box.top]].map((pixels, i) =>
    linear([centre[i] - reach * least[i], centre[i] + reach * least[i]], pixels),
  );
  return {
    axes,
    on: (point) => to(point).map((value, i) => axes[i].at(value)),
    from: (...pixels) => from(pixels.map((pixel, i) => axes[i].from(pixel))),
  };
}

function mixed(start, end, share) {
  return start.map((value, i) => value + share * (end[i] - value));
}

/** How far from the centre the corners of the map are, in standard units: J grows by the square of that. */
function farthest(box, from, { to, centre }) {
  const corners = [box.left, box.right].flatMap((x) => [box.bottom, box.top].map((y) => to(from(x, y))));
  return Math.max(...corners.map(([x, y]) => Math.hypot(x - centre[0], y - centre[1])));
}

/** All that is drawn at a position. */
export function contourPicture(view, run, kinds, position) {
  const { box, on, axes, names, units, best } = view;
  return [
    clipped(box, ...rings(view)),
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
  return length > SWING && (j <= FIRST || j > last - LAST) ? "strong" : "faint";
}

/** Lines of equal loss, each so many times as high as the next one inside. */
function rings({ on, reach, round: { centre, from } }) {
  return [...LEVELS].map((level, i) => {
    const radius = reach / FALL ** i;
    const points = Array.from({ length: POINTS }, (_, j) => {
      const turn = (2 * Math.PI * j) / POINTS;
      return on(from([centre[0] + radius * Math.cos(turn), centre[1] + radius * Math.sin(turn)]));
    });
    const ring = svg("path", { class: "contour", d: `${through(points)}Z` });
    ring.style.color = `var(--level-${level})`;
    return ring;
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
