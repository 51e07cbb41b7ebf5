// Marks for outcomes, lines and text in a drawing.

import { SHAPES } from "../../descent/outcomes.js";
import { short, svg } from "../../elements.js";
import { lowered } from "../../format.js";

const FARTHEST = 1e5;
/** The shapes of marks around the origin; a ring is a dot that its style leaves empty. */
const DRAWN = {
  dot: (r) => svg("circle", { r }),
  triangle: (r) => svg("path", { d: `M0 ${-1.25 * r}L${1.15 * r} ${0.85 * r}H${-1.15 * r}Z` }),
  diamond: (r) => svg("path", { d: `M0 ${-1.2 * r}L${1.2 * r} 0L0 ${1.2 * r}L${-1.2 * r} 0Z` }),
  ring: (r) => svg("circle", { r }),
};

/** What lies so far outside that nobody sees it is drawn no farther out: browsers lose larger numbers. */
function within(pixel) {
  return Math.min(Math.max(pixel, -FARTHEST), FARTHEST);
}

/** A mark for an outcome, around its own place. */
export function mark(outcome, x, y, size = 4.5, strength = "plain") {
  const place = `translate(${short(x)} ${short(y)})`;
  return svg("g", { class: `mark ${outcome} ${strength}`, transform: place }, DRAWN[SHAPES[outcome]](size));
}

/** SVG text in which powers of ten are raised by the page's own type, and η is a symbol. */
export function label(attributes, text) {
  let lift = null;
  const parts = text.split(/((?<=10)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|η)/).map((part, i) => {
    const isPower = i % 2 && part !== "η";
    const dy = isPower ? "-0.45em" : lift;
    lift = isPower ? "0.34em" : null;
    return svg("tspan", { class: isPower ? "power" : i % 2 ? "symbol" : null, dy }, isPower ? lowered(part) : part);
  });
  return svg("text", attributes, ...parts);
}

/** A run that was kept to compare with, if any: a faint line `at(k)` in pixels up to a position, and where it has come to. */
export function keptLine(kept, position, at) {
  if (!kept) return [];
  const points = Array.from({ length: Math.min(Math.ceil(position), kept.losses.length - 1) + 1 }, (_, k) => at(k));
  const [x, y] = points.at(-1).map(within);
  return [svg("path", { class: "kept", d: through(points) }), svg("circle", { class: "kept-end", cx: x, cy: y, r: 5 })];
}

/** "M x y L x y …" through points in pixels. */
export function through(points) {
  return points.map((point, i) => `${i ? "L" : "M"}${point.map((pixel) => short(within(pixel))).join(" ")}`).join("");
}
