// Every pair of rates, the exact edge between their fates, and where you stand.

import { edgeCurve } from "../../descent/verdict.js";
import { short, svg } from "../../elements.js";
import { raisedText } from "../../format.js";
import { clipped, inside } from "./frame.js";
import { label, through } from "./marks.js";
import { tr } from "../../messages.js";
import { decades, logarithmic } from "./scales.js";

const MARGINS = { left: 46, right: 12, top: 28, bottom: 42 };
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
  const wild = svg(
    "g",
    {},
    svg("rect", { class: "fate leaves", x: box.left, y: box.top, width: box.width, height: box.height }),
    svg("path", { class: "hatch", d: crossed(box) }),
  );
  const ground = svg("path", { class: "ground", d: safe });
  const arrives = svg("path", { class: "fate near", d: safe });
  const everywhere = svg("rect", { class: "fate calm", x: box.left, y: box.top, width: box.width, height: box.height });
  return [
    clipped(box, ...(judged ? [wild, ground, arrives] : [everywhere])),
    clipped(
      box,
      ...(beta > 0 || !judged ? [svg("path", { class: "edge plain", d: through(curveOf(view, hessian, 0)) })] : []),
      ...(judged ? [svg("path", { class: "edge", d: through(edge) })] : []),
    ),
    ...powersBelow(view, reach[0], names[0]),
    ...powersLeft(view, reach[1], names[1]),
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
    mapText(box.left + 10, box.bottom - 12, "start", tr("arrives")),
    mapText(box.right - 10, box.top + 20, "end", tr("leaves")),
  ];
}

function mapText(x, y, anchor, words) {
  return svg("text", { class: "map-words", x, y, "text-anchor": anchor }, words);
}

function powersBelow({ box, across }, [low, high], name) {
  const ticks = decades(low, high, 4).map((power) => {
    const x = across.at(10 ** power);
    return svg(
      "g",
      {},
      svg("path", { class: "tick", d: `M${short(x)} ${box.bottom}v5` }),
      label({ class: "tick-label", x, y: box.bottom + 19, "text-anchor": "middle" }, `10${raisedText(power)}`),
    );
  });
  return [...ticks, axisName(box.right, box.bottom + 36, "end", name)];
}

function powersLeft({ box, up }, [low, high], name) {
  const ticks = decades(low, high, 4).map((power) => {
    const y = up.at(10 ** power);
    return svg(
      "g",
      {},
      svg("path", { class: "tick", d: `M${box.left} ${short(y)}h-5` }),
      label({ class: "tick-label", x: box.left - 8, y: y + 4, "text-anchor": "end" }, `10${raisedText(power)}`),
    );
  });
  return [...ticks, axisName(2, box.top - 10, "start", name)];
}

/** The name of a rate, with the parameter as its index. */
function axisName(x, y, anchor, name) {
  const index = svg("tspan", { dy: "0.3em", class: "power" }, name);
  return svg("text", { class: "axis-name", x, y, "text-anchor": anchor }, "η", index);
}

function crossed(box) {
  let d = "";
  for (let x = box.left - box.height; x < box.right + box.height; x += HATCH) {
    d += `M${short(x)} ${box.bottom}l${short(box.height)} ${short(-box.height)}M${short(x)} ${box.top}l${short(box.height)} ${short(box.height)}`;
  }
  return d;
}
