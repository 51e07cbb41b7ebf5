// A function of two numbers from above. A quadratic looks the same at every scale, so its map can grow; the error of a line
// may be seen counted from the mean, or in standard units, in which its ellipses are circles.

import { short, svg } from "../../elements.js";
import { LEVELS, contours, ellipses, roundOf } from "./contours.js";
import { axisBelow, axisLeft, clipped, inside, path } from "./frame.js";
import { keptLine, label, mark, through } from "./marks.js";
import { linear, zoomed } from "./scales.js";

const MARGINS = { left: 46, right: 12, top: 26, bottom: 40 };
const ROOM = 1.08;
/** How wide a letter is, about. */
const LETTER = 7;
/** A step of so many pixels is one that the eye follows; of many, the first and the last few. */
const [SWING, FIRST, LAST] = [9, 12, 4];

/**
 * The spaces of a model as a map shows them, by name: each with its centre, the names and units of its axes, and what is in
 * view at `least` on both sides of the centre. In standard units the valley is round, and shown so.
 */
export function sightsOf({ sight, units }, { spaces, own }) {
  const [middle, sides] = [1, -1].map((sign) => sight.map(({ low, high }) => (high + sign * low) / 2));
  const made = Object.entries(spaces).map(([name, { space, objective, to, from }]) => {
    const { parameters: names, round, spread } = space;
    if (objective === own.objective) return [name, { centre: middle, least: sides, to, from, round, names, units }];
    const [centre] = objective.minimisers;
    const away = to(sight.map(({ low }) => low)).map((value, i) => Math.abs(value - centre[i]) / 2);
    const least = round ? away.map(() => Math.hypot(...away)) : [spread * sides[0], away[1]];
    return [name, { centre, least, to, from, round, names, units: spread === 1 ? units : [units[1], units[1]] }];
  });
  return Object.fromEntries(made);
}

/**
 * The map at a position between steps; `turned` is 0 for the first of two `sights`, 1 for the second, and between them on
 * the way from one to the other.
 */
export function contourView(width, height, seen, position, turned, sights, { objective }) {
  const box = inside(width, height, MARGINS);
  const [near, far] = sights.map((sight) => scalesOf(box, seen, position, sight));
  const on = (point) => mixed(near.on(point), far.on(point), turned);
  const round = roundOf(objective);
  const reach = round && zoomed(...[near, far].map(({ from }) => farthest(box, from, round)), turned);
  const [{ from, axes }, { names, units }] = turned < 0.5 ? [near, sights[0]] : [far, sights[1]];
  const rings = round
    ? ellipses(round, reach).map((points) => `${through(points.map(on))}Z`)
    : lines(box, axes, from, objective);
  return { box, on, from, axes, names, units, rings, closed: round !== null };
}

let drawn = { key: "", rings: [] };

/** Lines of equal value as paths; those drawn last are there again as long as nothing moves. */
function lines(box, axes, from, objective) {
  const key = JSON.stringify([box, axes.map(({ low, high }) => [low, high])]);
  if (drawn.key !== key || drawn.objective !== objective) {
    const found = contours(box, (x, y) => objective.value(from(x, y)), objective.minimisers.map(objective.value));
    drawn = { key, objective, rings: found.map((pieces) => pieces.map(through).join("")) };
  }
  return drawn.rings;
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

/** How far from the minimum the corners of the map are, in standard units: the value grows by the square of that. */
function farthest(box, from, { to }) {
  const corners = [box.left, box.right].flatMap((x) => [box.bottom, box.top].map((y) => to(from(x, y))));
  return Math.max(...corners.map(([x, y]) => Math.hypot(x, y)));
}

/** All that is drawn at a position; `best` are the minima, in `words` if there is one. */
export function contourPicture(view, run, kinds, position, kept, { best, words }) {
  const { box, on, axes, names, units, rings, closed } = view;
  const minima = best.map(on).filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom);
  return [
    clipped(box, ...rings.map((d, i) => ring(d, LEVELS[i], closed))),
    axisLeft(box, axes[1], names[1], units[1], box.height > 180 ? 4 : 3, false),
    axisBelow(box, axes[0], names[0], units[0], box.width > 420 ? 6 : 4, 34),
    svg("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
    clipped(
      box,
      ...minima.map((place) => svg("path", { class: "best", d: `M${place.map(short).join(" ")}m-6 0h12m-6 -6v12` })),
      ...keptLine(kept, position, (j) => on(kept.path[j])),
      ...ghosts(run, kinds, position, on),
      ...path((j) => on(run.iterates[j]), kinds, position, { age }),
      ...(minima.length === 1 ? [bestName(minima[0], box, words)] : []),
    ),
  ];
}

function ring(d, level, closed) {
  const made = svg("path", { class: closed ? "contour" : "contour open", d });
  made.style.color = `var(--level-${level})`;
  return made;
}

/** What swings is strong, what creeps is faint. */
function age(j, last, length) {
  return length > SWING && (j <= FIRST || j > last - LAST) ? "strong" : "faint";
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

function bestName([x, y], box, words) {
  const half = (LETTER * words.length) / 2 + 4;
  const middle = Math.min(Math.max(x, box.left + half), box.right - half);
  return label({ class: "best-name", x: middle, y: Math.min(y + 24, box.bottom - 6), "text-anchor": "middle" }, words);
}
