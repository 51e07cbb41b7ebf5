// The parabola with a run on it. At every scale it is the same curve, so the axes can follow a run wherever it goes.

import { svg } from "../../elements.js";
import { plainText, rounded } from "../../format.js";
import { axisBelow, axisLeft, clipped, inside, path } from "../drawing/frame.js";
import { label, through } from "../drawing/marks.js";
import { finite, linear, zoomed } from "../drawing/scales.js";

const MARGINS = { left: 46, right: 14, top: 30, bottom: 44 };
const ROOM = 1.12;
const POINTS = 96;
/** So near the floor the curve is flat, and a name beside the point would lie on it. */
const LOW = 70;

/** How far the axis must reach at each step to show everything up to it; never less than `least`. */
export function reaches(iterates, least) {
  let most = least;
  return iterates.map(([x]) => (most = Math.max(most, ROOM * Math.abs(x))));
}

/** The drawing's scales at a position between steps: `x` in values, `y` in values up to the square of the reach. */
export function parabolaView(width, height, reach, position) {
  const k = Math.floor(position);
  const far = zoomed(reach[k], reach[Math.min(k + 1, reach.length - 1)], position - k);
  const box = inside(width, height, MARGINS);
  const x = linear([-far, far], [box.left, box.right]);
  const y = linear([0, finite(far * far)], [box.bottom, box.top]);
  // By way of x: its square may be too large where the loss itself is not.
  const on = (value) => [x.at(value), box.bottom - (value / far) ** 2 * box.height];
  return { box, x, y, on, far };
}

/** All that is drawn at a position: axes, the curve, the path so far and the name of the point where it stands. */
export function parabolaPicture(view, run, kinds, position) {
  const { box, x, y, on, far } = view;
  const k = Math.floor(position);
  const at = (j) => on(run.iterates[j][0]);
  const between = (j, share) => on(run.iterates[j][0] + share * (run.iterates[j + 1][0] - run.iterates[j][0]));
  const curve = Array.from({ length: POINTS + 1 }, (_, i) => on(far * ((2 * i) / POINTS - 1)));
  const count = box.width > 420 ? 8 : 4;
  return [
    axisLeft(box, y, "f(x)", "", box.height > 260 ? 5 : 3),
    axisBelow(box, x, "x", "", count),
    svg("path", { class: "axis", d: `M${box.left} ${box.bottom}H${box.right}M${x.at(0)} ${box.bottom}V${box.top}` }),
    clipped(
      { left: box.left, top: box.top - 12, width: box.width, height: box.height + 24 },
      svg("path", { class: "curve", d: through(curve) }),
      ...path(at, kinds, position, between),
    ),
    ...(position > k ? [] : pointName(view, run, kinds, k)),
  ];
}

function pointName({ box, on }, run, kinds, k) {
  const [value] = run.iterates[k];
  const [px, py] = on(value);
  const shown = `x = ${plainText(rounded(value, 4))}`;
  if (box.bottom - py < LOW) return [];
  const right = value < 0 ? px < box.left + 110 : px < box.right - 110;
  const beside = {
    x: right ? px + 14 : px - 14,
    y: Math.max(py - 8, box.top + 8),
    "text-anchor": right ? "start" : "end",
  };
  return [label({ class: `point-name ${kinds[k]}`, ...beside }, shown)];
}
