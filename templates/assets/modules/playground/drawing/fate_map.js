// Every pair of rates, the exact edge between their fates, and where you stand.

import { edgeCurve } from "../../descent/verdict.js";
import { short, svg } from "../../elements.js";
import { raisedText } from "../../format.js";
import { clipped, inside, tickBelow, tickLeft } from "./frame.js";
import { through } from "./marks.js";
import { tr } from "../../messages.js";
import { decades, logarithmic } from "./scales.js";

const MARGINS = { left: 42, right: 8, top: 22, bottom: 22 };
const CURVE_POINTS = 240;
const HATCH = 8;

/** The map's scales. */
export function fateView(width, height, reach) {
  const box = inside(width, height, MARGINS);
  return {
    box,
    reach,
    across: logarithmic(reach[0], [box.left, box.right]),
    up: logarithmic(reach[1], [box.bottom, box.top]),
  };
}

/** The map: `beta` moves the edge, `judged` says whether the edge holds for the method at all. */
export function fatePicture(view, hessian, { beta, judged, names }) {
  const { box, reach } = view;
  const edge = curveOf(view, hessian, beta);
  const safe = `${through([...edge, [box.left, edge.at(-1)[1]], [box.left, box.bottom], [edge[0][0], box.bottom]])}Z`;
  const whole = { x: box.left, y: box.top, width: box.width, height: box.height };
  const hatch = svg("path", { class: "hatch", d: crossed(box) });
  const wild = svg("g", {}, svg("rect", { class: "fate leaves", ...whole }), hatch);
  const ground = svg("path", { class: "ground", d: safe });
  const arrives = svg("path", { class: "fate near", d: safe });
  const everywhere = svg("rect", { class: "fate calm", ...whole });
  return [
    clipped(box, ...(judged ? [wild, ground, arrives] : [everywhere])),
    clipped(
      box,
      ...(beta > 0 || !judged ? [svg("path", { class: "edge plain", d: through(curveOf(view, hessian, 0)) })] : []),
      ...(judged ? [svg("path", { class: "edge", d: through(edge) })] : []),
    ),
    ...powers(reach[0], (power, text) => tickBelow(box, view.across.at(power), text)),
    axisName(box.right, box.bottom - 6, "end", names[0]),
    ...powers(reach[1], (power, text) => tickLeft(box, view.up.at(power), text, false)),
    axisName(box.left + 6, box.top + 15, "start", names[1]),
    svg("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
    ...(judged
      ? fateNames(view)
      : [mapText((box.left + box.right) / 2, box.top + 22, "middle", tr("every step is checked"))]),
  ];
}

function curveOf({ across, up, reach }, hessian, beta) {
  return edgeCurve(hessian, beta, reach, CURVE_POINTS).map(([a, b]) => [across.at(a), up.at(b)]);
}

function fateNames({ box }) {
  return [
    mapText(box.left + 8, box.bottom - 8, "start", tr("arrives")),
    mapText(box.right - 8, box.top + 16, "end", tr("flies off")),
  ];
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

function crossed(box) {
  let d = "";
  for (let x = box.left - box.height; x < box.right + box.height; x += HATCH) {
    for (const [from, rise] of [[box.bottom, -box.height], [box.top, box.height]]) {
      d += `M${short(x)} ${from}l${short(box.height)} ${short(rise)}`;
    }
  }
  return d;
}
