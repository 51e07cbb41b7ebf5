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
 * A drawing and the `element` that it stands in. `draw(...given)` makes it as large as the style makes that, in pixels, so
 * that its text has the size that the page's has, and calls `paint(canvas, width, height, ...given)`; `redraw` does the
 * same once more, as does every change of size.
 */
export function makeCanvas(attributes, paint) {
  const canvas = svg("svg", { class: "plot", ...attributes });
  const element = html("div", { class: "canvas" }, canvas);
  let redraw = () => {};
  function draw(...given) {
    redraw = () => draw(...given);
    const size = [roomIn(element), element.clientHeight];
    if (!size[0]) return;
    ["width", "height"].forEach((name, i) => canvas.setAttribute(name, String(size[i])));
    paint(canvas, ...size, ...given);
  }
  onSize(element, () => redraw());
  return { canvas, element, draw, redraw: () => redraw() };
}

/** A picture called `name` that `paint(width, height, bench, position)` draws. */
export function picture(name, paint) {
  return makeCanvas({ role: "img", "aria-label": name }, (canvas, ...given) => canvas.replaceChildren(...paint(...given)));
}
