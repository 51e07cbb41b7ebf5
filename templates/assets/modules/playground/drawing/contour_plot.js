// The valley from above. Its contours are ellipses around the least-squares line at every scale, so the map can grow.

import { short, svg } from "../../elements.js";
import { axisBelow, axisLeft, clipped, inside, path } from "./frame.js";
import { label, mark, through } from "./marks.js";
import { tr } from "../../messages.js";
import { linear } from "./scales.js";

const MARGINS = { left: 52, right: 14, top: 30, bottom: 44 };
const ROOM = 0.06;
const RINGS = 11;
const FALL = 1.8;
const POINTS = 120;

/** The map's border at each step, [[low, high], [low, high]]: everything up to it, and never less than `least`. */
export function borders(run, least) {
  let border = least.map((ends) => [...ends]);
  const trials = new Map();
  for (const { k, point } of run.rejected) trials.set(k + 1, [...(trials.get(k + 1) ?? []), point]);
  return run.iterates.map((point, k) => {
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

/** The map's scales at a position between steps. */
export function contourView(width, height, ends, least, position) {
  const k = Math.floor(position);
  const [from, to] = [ends[k], ends[Math.min(k + 1, ends.length - 1)]];
  const border = from.map((pair, i) => pair.map((end, j) => between(end, to[i][j], least[i], j, position - k)));
  const box = inside(width, height, MARGINS);
  return { box, a: linear(border[0], [box.left, box.right]), b: linear(border[1], [box.bottom, box.top]) };
}

/** An end of an axis on its way out: what it reaches beyond the least grows by the same factor each moment. */
function between(from, to, least, j, share) {
  const width = least[1] - least[0];
  const beyond = [from, to].map((end) => Math.log1p(Math.abs(end - least[j]) / width));
  const reach = Math.expm1(beyond[0] + share * (beyond[1] - beyond[0])) * width;
  return least[j] + (j ? reach : -reach);
}

/** All that is drawn at a position; `units` of a and b, `shown(point)` in (a, b) for a run in other parameters. */
export function contourPicture(view, run, kinds, position, units, valley) {
  const { box, a, b } = view;
  const on = ([x, y]) => [a.at(x), b.at(y)];
  const best = on(valley.minimiser);
  return [
    clipped(box, ...rings(view, valley)),
    axisLeft(box, b, "b", units[1], box.height > 260 ? 5 : 3, false),
    axisBelow(box, a, "a", units[0], box.width > 420 ? 7 : 4),
    svg("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
    clipped(
      box,
      svg("path", { class: "best", d: `M${best.map(short).join(" ")}m-6 0h12m-6 -6v12` }),
      ...ghosts(run, kinds, position, on),
      ...path((j) => on(run.iterates[j]), kinds, position),
    ),
    bestName(best, box),
  ];
}

/** Ellipses of equal loss, each so many times as high as the next one inside. */
function rings({ a, b }, { minimiser, mean, spread }) {
  // J - J* = (spread·(a - a*))² + (mean·(a - a*) + b - b*)², the squares of the two numbers turned through here.
  const reach = Math.max(
    ...[a.low, a.high].flatMap((x) =>
      [b.low, b.high].map((y) => {
        const [right, up] = [x - minimiser[0], y - minimiser[1]];
        return Math.hypot(spread * right, mean * right + up);
      }),
    ),
  );
  return Array.from({ length: RINGS }, (_, i) => {
    const radius = reach / FALL ** (i + 1);
    const points = Array.from({ length: POINTS }, (__, j) => {
      const turn = (2 * Math.PI * j) / POINTS;
      const right = (radius * Math.cos(turn)) / spread;
      const up = radius * Math.sin(turn) - mean * right;
      return [a.at(minimiser[0] + right), b.at(minimiser[1] + up)];
    });
    return svg("path", { class: "contour", d: `${through(points)}Z` });
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
  return label({ class: "best-name", y: y + 19, ...beside }, tr("least squares"));
}
