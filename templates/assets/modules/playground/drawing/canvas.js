// A drawing and its size.

import { html, svg } from "../../elements.js";

const NARROWEST = 100;

/** The width that a drawing has in `element`, or 0 where there is no room for one. */
export function roomIn(element) {
  const width = Math.floor(element.clientWidth);
  return width < NARROWEST ? 0 : width;
}

/** Calls `draw()` when the element has got a size, and whenever that changes. */
export function onSize(element, draw) {
  let size = "";
  new ResizeObserver(() => {
    const now = `${roomIn(element)} ${element.clientHeight}`;
    if (roomIn(element) && now !== size) draw();
    size = now;
  }).observe(element);
}

/**
 * An empty drawing and the `element` that it stands in. `fit()` makes it as large as the style makes that, in pixels, so
 * that its text has the size that the page's has; it returns width and height, or null where there is no room.
 */
export function makeCanvas(attributes) {
  const canvas = svg("svg", { class: "plot", ...attributes });
  const element = html("div", { class: "canvas" }, canvas);
  function fit() {
    const size = [roomIn(element), element.clientHeight];
    if (!size[0]) return null;
    ["width", "height"].forEach((name, i) => canvas.setAttribute(name, String(size[i])));
    return size;
  }
  return { canvas, element, fit };
}
