// The parabola with a run on it. At every scale it is the same curve, so the axis can follow a run wherever it goes.

import { svg } from "../../elements.js";
import { plainText, rounded } from "../../format.js";
import { tr } from "../../messages.js";
import { axisBelow, clipped, inside, jump, path } from "../drawing/frame.js";
import { label, through } from "../drawing/marks.js";
import { linear, zoomed } from "../drawing/scales.js";

const MARGINS = { left: 12, right: 12, top: 26, bottom: 26 };
const ROOM = 1.12;
const POINTS = 96;
/** How wide a letter of a step's name is, about. */
const LETTER = 6.6;

/** How far the axis must reach at each step to show everything up to it; never less than `least`. */
export function reaches(iterates, least) {
  let most = least;
  return iterates.map(([x]) => (most = Math.max(most, ROOM * Math.abs(x))));
}

/** The drawing's scales at a position between steps; the height is that of the curve at the end of the axis. */
export function parabolaView(width, height, reach, position) {
  const k = Math.floor(position);
  const far = zoomed(reach[k], reach[Math.min(k + 1, reach.length - 1)], position - k);
  const box = inside(width, height, MARGINS);
  const x = linear([-far, far], [box.left, box.right]);
  // By way of x: its square may be too large where the loss itself is not.
  const on = (value) => [x.at(value), box.bottom - (value / far) ** 2 * box.height];
  return { box, x, on, far };
}

/** All that is drawn at a position: axis, curve, the steps so far, and the last one's length as rate times slope. */
export function parabolaPicture(view, run, kinds, position) {
  const { box, x, on, far } = view;
  const last = Math.min(Math.ceil(position), kinds.length - 1);
  const at = (j) => on(run.iterates[j][0]);
  const curve = Array.from({ length: POINTS + 1 }, (_, i) => on(far * ((2 * i) / POINTS - 1)));
  return [
    axisBelow(box, x, "x", "", 5, -7),
    svg("path", { class: "axis", d: `M${box.left} ${box.bottom}H${box.right}` }),
    clipped(
      { left: 0, top: 0, width: box.right + MARGINS.right, height: box.bottom + 12 },
      svg("path", { class: "curve", d: through(curve) }),
      ...path(at, kinds, position, { leg: jump, age: (j) => (j === last ? "strong" : "faint") }),
    ),
    ...(last > 0 ? [stepName(box, run, kinds[last], last, at(last - 1), at(last)[0])] : []),
  ];
}

/** "η × |slope| = 1.05 × 2.42 = 2.54" over a step; a step that is shorter than that is spoken of at the top. */
function stepName(box, { method, gradients, iterates }, kind, j, [from, y], to) {
  const [slope] = gradients[j - 1];
  const length = Math.abs(iterates[j][0] - iterates[j - 1][0]);
  const [rate, steep, long] = [method.rates[0], Math.abs(slope), length].map((value, i) => plainText(rounded(value, i ? 3 : 4)));
  const product = `${rate} × ${steep} = ${long}`;
  const text = slope < 0 ? tr("η × |slope| = {product}", { product }) : tr("η × slope = {product}", { product });
  const isOver = Math.abs(to - from) > LETTER * text.length;
  const place = isOver ? { x: (from + to) / 2, y: y - 11 } : { x: (box.left + box.right) / 2, y: box.top - 8 };
  return label({ class: `step-name ${kind}`, ...place, "text-anchor": "middle" }, text);
}
