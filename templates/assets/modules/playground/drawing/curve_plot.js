// The curve of a function of one number with a run on it; both axes follow the run wherever it goes.

import { svg } from "../../elements.js";
import { plainText, rounded } from "../../format.js";
import { tr } from "../../messages.js";
import { axisBelow, clipped, inside, jump, path } from "./frame.js";
import { keptLine, label, through } from "./marks.js";
import { finite, linear, zoomed } from "./scales.js";

const MARGINS = { left: 12, right: 12, top: 26, bottom: 26 };
const ROOM = 1.12;
const POINTS = 192;
/** Walls that are higher than so many times what is looked at leave the picture. */
const TALLEST = 4;
/** The share of the curve that counts as looked at. */
const USUAL = 0.75;
/** How wide a letter of a step's name is, about. */
const LETTER = 6.6;

/** How far the axis must reach at each step to show everything up to it, and how high losses have come. */
export function reaches(iterates, losses, { low, high }) {
  const [centre, least] = [(low + high) / 2, (high - low) / 2];
  let [most, highest, lowest] = [least, -Infinity, Infinity];
  return iterates.map(([x], k) => {
    most = Math.max(most, ROOM * Math.abs(x - centre));
    [highest, lowest] = [Math.max(highest, losses[k]), Math.min(lowest, losses[k])];
    return { centre, most, highest, lowest };
  });
}

/** The drawing's scales at a position between steps. */
export function curveView(width, height, objective, reach, position, name) {
  const k = Math.floor(position);
  const [now, next] = [reach[k], reach[Math.min(k + 1, reach.length - 1)]];
  const far = zoomed(now.most, next.most, position - k);
  const box = inside(width, height, MARGINS);
  const x = linear([now.centre - far, now.centre + far], [box.left, box.right]);
  const curve = Array.from({ length: POINTS + 1 }, (_, i) => {
    const at = x.low + (i / POINTS) * (x.high - x.low);
    return [at, objective.value([at])];
  });
  const share = position - k;
  const [highest, lowest] = ["highest", "lowest"].map((end) => now[end] + share * (next[end] - now[end]));
  const [base, top] = heights(curve.map(([, value]) => value), lowest, highest);
  const up = (value) => box.bottom - ((finite(value) / 2 - base / 2) / (top / 2 - base / 2)) * box.height;
  const on = (value) => [x.at(value), up(objective.value([value]))];
  return { box, x, on, up, curve, name };
}

/** The lowest and the highest value that are shown: of steep walls only what the run has to do with. */
function heights(values, lowest, highest) {
  const known = values.map(finite).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const least = Math.min(lowest, known[0] ?? lowest);
  const usual = Math.max(highest, known[Math.floor(USUAL * (known.length - 1))] ?? highest);
  const deepest = usual - lowest > 0 ? Math.max(least, lowest - TALLEST * (usual - lowest)) : least;
  const top = Math.min(known.at(-1) ?? highest, deepest + TALLEST * (usual - deepest));
  return top > deepest ? [deepest, top] : [deepest - 1, deepest + 1];
}

/** All that is drawn at a position: axis, curve, the steps so far, and the last one's length as rate times slope. */
export function curvePicture(view, run, kinds, position, kept) {
  const { box, x, on, up, curve, name } = view;
  const last = Math.min(Math.ceil(position), kinds.length - 1);
  const at = (j) => on(run.path[j][0]);
  return [
    axisBelow(box, x, name, "", 5, -7),
    svg("path", { class: "axis", d: `M${box.left} ${box.bottom}H${box.right}` }),
    clipped(
      { left: 0, top: 0, width: box.right + MARGINS.right, height: box.bottom + 12 },
      svg("path", { class: "curve", d: pieces(curve).map((piece) => through(piece.map(([value, height]) => [x.at(value), up(height)]))).join("") }),
      ...keptLine(kept, position, (j) => on(kept.path[j][0])),
      ...path(at, kinds, position, { leg: jump, age: (j) => (j === last ? "strong" : "faint") }),
    ),
    ...(last > 0 && run.method.plain ? [stepName(box, run, kinds[last], last, at(last - 1), at(last)[0])] : []),
  ];
}

/** A curve between the places where it has no value. */
function pieces(curve) {
  return curve.reduce(
    (found, point) => {
      if (Number.isNaN(point[1])) return [...found, []];
      found.at(-1).push(point);
      return found;
    },
    [[]],
  );
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
