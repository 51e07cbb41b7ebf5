// Marks for outcomes, lines and text in a drawing.

import { SHAPES } from "../../descent/outcomes.js";
import { short, svg } from "../../elements.js";
import { lowered } from "../../format.js";

/** The shapes of marks around the origin; a ring is a dot that its style leaves empty. */
const DRAWN = {
  dot: (r) => svg("circle", { r }),
  triangle: (r) => svg("path", { d: `M0 ${-1.25 * r}L${1.15 * r} ${0.85 * r}H${-1.15 * r}Z` }),
  diamond: (r) => svg("path", { d: `M0 ${-1.2 * r}L${1.2 * r} 0L0 ${1.2 * r}L${-1.2 * r} 0Z` }),
  ring: (r) => svg("circle", { r }),
};

/** A mark for an outcome, around its own place. */
export function mark(outcome, x, y, size = 4.5) {
  return svg("g", { class: `mark ${outcome}`, transform: `translate(${short(x)} ${short(y)})` }, DRAWN[SHAPES[outcome]](size));
}

/** SVG text in which powers of ten are raised by the page's own type. */
export function label(attributes, text) {
  const power = /10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/.exec(text);
  if (!power) return svg("text", attributes, text);
  const [from, to] = [power.index + 2, power.index + power[0].length];
  const raised = svg("tspan", { dy: "-0.45em", class: "power" }, lowered(power[1]));
  return svg("text", attributes, text.slice(0, from), raised, svg("tspan", { dy: "0.34em" }, text.slice(to)));
}

/** "M x y L x y …" through points in pixels. */
export function through(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${short(x)} ${short(y)}`).join("");
}
