// Elements, marks and figures: all that the drawings are made of.

import { SHAPES } from "../../descent/outcomes.js";
import { lowered, plainText, rounded } from "../../format.js";

const SVG = svgNamespace();

/** The shapes of marks around the origin; a ring is a dot that its style leaves empty. */
const DRAWN = {
  dot: (r) => svg("circle", { r }),
  triangle: (r) => svg("path", { d: `M0 ${-1.25 * r}L${1.15 * r} ${0.85 * r}H${-1.15 * r}Z` }),
  diamond: (r) => svg("path", { d: `M0 ${-1.2 * r}L${1.2 * r} 0L0 ${1.2 * r}L${-1.2 * r} 0Z` }),
  ring: (r) => svg("circle", { r }),
};

/** An SVG element; numbers among the attributes are written with two decimals. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** An HTML element. */
export function html(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

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

/** HTML for a number: what people read, with the value in full precision. */
export function datum(value, numeral = rounded(value, 4)) {
  return html("data", { value: String(value) }, ...typeset(plainText(numeral)));
}

/** Text in which powers of ten are raised by the page's own type, and no line breaks before them or inside "β = 0.5". */
export function typeset(text) {
  const parts = text.replace(/ (×) | (=) (?=[−\d])/g, "\u00a0$1$2\u00a0").split(/([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/);
  return parts.map((part, i) => (i % 2 ? html("sup", {}, lowered(part)) : part));
}

/** A symbol with its index, as the page sets it. */
export function symbol(name, index = "") {
  return html("var", {}, name, ...(index === "" ? [] : [html("sub", {}, String(index))]));
}

/** "M x y L x y …" through points in pixels. */
export function through(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${short(x)} ${short(y)}`).join("");
}

/** Pixels with two decimals: more says nothing. */
export function short(value) {
  return String(Math.round(100 * value) / 100);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, typeof value === "number" ? short(value) : value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** The parser knows it; written out it would look like an address that the page asks for. */
function svgNamespace() {
  const holder = document.createElement("div");
  holder.innerHTML = "<svg></svg>";
  return holder.firstChild.namespaceURI;
}
