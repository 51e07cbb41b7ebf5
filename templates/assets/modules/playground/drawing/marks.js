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

/** "M x y L x y …" through points in pixels. */
export function through(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${short(x)} ${short(y)}`).join("");
}
