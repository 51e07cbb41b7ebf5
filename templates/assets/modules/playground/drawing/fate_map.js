// Every pair of rates, the exact edge between their fates, and where you stand.

import { edgeCurve } from "../../descent/verdict.js";
import { svg } from "../../elements.js";
import { raisedText } from "../../format.js";
import { clipped, inside, tickBelow, tickLeft } from "./frame.js";
import { through } from "./marks.js";
import { tr } from "../../messages.js";
import { decades, logarithmic } from "./scales.js";

const MARGINS = { left: 42, right: 8, top: 22, bottom: 22 };
const CURVE_POINTS = 240;

/** The map's scales, for the ranges of both rates. */
export function fateView(width, height, ranges) {
  const box = inside(width, height, MARGINS);
  const reach = ranges.map(({ low, high }) => [low, high]);
  const scales = [logarithmic(reach[0], [box.left, box.right]), logarithmic(reach[1], [box.bottom, box.top])];
  return { box, reach, scales };
}

/** Plain descent is stable where no eigenvalue is larger. */
const PLAIN = 2;

/** The map of a quadratic: `limit` is the largest stable eigenvalue, if the method has one at all; `words` else say why not. */
export function fatePicture(view, objective, { edge: limit, names, words }) {
  const { box, reach } = view;
  const judged = limit !== undefined;
  const edge = curveOf(view, objective, limit ?? PLAIN);
  const safe = `${through([...edge, [box.left, edge.at(-1)[1]], [box.left, box.bottom], [edge[0][0], box.bottom]])}Z`;
  const whole = { x: box.left, y: box.top, width: box.width, height: box.height };
  const line = (kind, d) => svg("path", { class: kind, d });
  const fates = [svg("rect", { class: "fate leaves", ...whole }), line("ground", safe), line("fate near", safe)];
  const plain = limit !== PLAIN ? [line("edge plain", through(curveOf(view, objective, PLAIN)))] : [];
  return [
    clipped(
      box,
      ...(judged ? fates : [svg("rect", { class: "fate calm", ...whole })]),
      ...plain,
      ...(judged ? [line("edge", through(edge))] : []),
    ),
    ...powers(reach[0], (power, text) => tickBelow(box, view.scales[0].at(power), text)),
    axisName(box.right - 3, box.bottom - 7, "end", names[0]),
    ...powers(reach[1], (power, text) => tickLeft(box, view.scales[1].at(power), text, false)),
    axisName(box.left + 6, box.top + 15, "start", names[1]),
    line("axis", `M${box.left} ${box.top}V${box.bottom}H${box.right}`),
    mapText(box.left + 8, box.bottom - 8, "start", judged ? tr("arrives") : words),
    mapText(box.right - 8, box.top + 16, "end", judged ? tr("flies off") : ""),
  ];
}

function curveOf({ scales, reach }, objective, limit) {
  return edgeCurve(objective, limit, reach, CURVE_POINTS).map((pair) => pair.map((rate, i) => scales[i].at(rate)));
}

function mapText(x, y, anchor, words) {
  return svg("text", { class: "map-words", x, y, "text-anchor": anchor }, words);
}

function powers([low, high], tick) {
  return decades(low, high, 3).map((power) => tick(10 ** power, `10${raisedText(power)}`));
}

/** The name of a rate, with the parameter as its index. */
function axisName(x, y, anchor, name) {
  const index = svg("tspan", { dy: "0.3em", class: "power" }, name);
  return svg("text", { class: "axis-name", x, y, "text-anchor": anchor }, "η", index);
}
