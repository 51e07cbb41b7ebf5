// The size of a drawing.

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

/** Gives a drawing its size in pixels: its text then has the size that the page's text has. */
export function resize(canvas, width, height) {
  canvas.setAttribute("width", String(width));
  canvas.setAttribute("height", String(height));
}
