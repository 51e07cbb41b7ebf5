// The houses, and the line that a point of the valley stands for.

import { svg } from "../../elements.js";
import { tr } from "../../messages.js";
import { axisBelow, axisLeft, clipped, inside } from "./frame.js";
import { label, through } from "./marks.js";
import { linear } from "./scales.js";

const MARGINS = { left: 40, right: 12, top: 26, bottom: 40 };
const ROOM = 0.05;
/** How far above the dearest house the picture reaches, as a share of its price. */
const ABOVE = 0.25;

/** The drawing: `data` are the houses, `line` and `best` are (a, b), and `did` is what the last step did. */
export function linePicture(width, height, { x, y, names, units }, line, best, did) {
  const box = inside(width, height, MARGINS);
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const room = ROOM * (high - low);
  const across = linear([low - room, high + room], [box.left, box.right]);
  const up = linear([0, (1 + ABOVE) * Math.max(...y)], [box.bottom, box.top]);
  const seen = ends(line, across, up);
  const drawn = (points, kind) => svg("path", { class: kind, d: through(points.map(([a, b]) => [across.at(a), up.at(b)])) });
  const outside = { class: "outside-words", x: (box.left + box.right) / 2, y: box.top + 18, "text-anchor": "middle" };
  return [
    axisLeft(box, up, names[1], units[1], 3, false),
    axisBelow(box, across, names[0], units[0], 3, 34),
    svg("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
    clipped(
      box,
      ...x.map((value, i) => svg("circle", { class: "house", cx: across.at(value), cy: up.at(y[i]), r: 2.4 })),
      drawn(ends(best, across, up), "fitted best-line"),
      drawn(seen, `fitted ${did}`),
    ),
    ...(seen.length ? [] : [label(outside, tr("the line is out of sight"))]),
  ];
}

/** Where a line enters and leaves the picture, or nothing. It may be as steep as a double can say. */
function ends([a, b], across, up) {
  const inside = ([x, y]) => x >= across.low && x <= across.high && y >= up.low && y <= up.high;
  const sides = [across.low, across.high].map((x) => [x, a * x + b]);
  const levels = [up.low, up.high].map((y) => [(y - b) / a, y]);
  return [...sides, ...levels].filter(inside).sort((one, other) => one[0] - other[0]);
}
