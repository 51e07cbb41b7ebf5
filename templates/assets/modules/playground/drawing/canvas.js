// A drawing and its size.

import { html, svg } from "../../elements.js";

const NARROWEST = 120;

/** The width that a drawing has in `element`, or 0 where there is no room for one. */
export function roomIn(element) {
  const width = Math.floor(element.clientWidth);
  return width < NARROWEST ? 0 : width;
}

/** Calls `draw(width)` when the element has got a width, and whenever that changes. */
export function onWidth(element, draw) {
  let width = 0;
  new ResizeObserver(() => {
    const now = roomIn(element);
    if (now && now !== width) draw((width = now));
  }).observe(element);
}

/**
 * An empty drawing and the `element` that it stands in. `fit()` makes it as wide as that and `height(width)` high, in
 * pixels, so that its text has the size that the page's has; it returns both, or null where there is no room.
 */
export function makeCanvas(attributes, height) {
  const canvas = svg("svg", { class: "plot", ...attributes });
  const element = html("div", { class: "canvas" }, canvas);
  function fit() {
    const width = roomIn(element);
    if (!width) return null;
    const size = [width, Math.round(height(width))];
    ["width", "height"].forEach((name, i) => canvas.setAttribute(name, String(size[i])));
    return size;
  }
  return { canvas, element, fit };
}
