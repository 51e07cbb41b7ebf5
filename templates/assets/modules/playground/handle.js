// A point in a drawing that can be dragged, and a picture with the start of a run as such a point.

import { makeCanvas } from "./drawing/canvas.js";
import { svg } from "../elements.js";

/**
 * A point in a drawing that can be dragged, or moved with the arrow keys. `onDrag(x, y)` gets pixels of the drawing,
 * `onKey(right, up)` steps, ten times as long with Shift or by page; `onHold(held)` is called when a drag begins and ends.
 */
export function handle(canvas, { name, onDrag, onKey, onHold = () => {} }) {
  const element = svg("g", { class: "handle", tabindex: "0", role: "slider", "aria-label": name });
  element.append(svg("circle", { class: "reach", r: 22 }), svg("circle", { class: "ring", r: 9 }));
  const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const keys = { ...arrows, PageUp: [0, 10], PageDown: [0, -10] };

  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    element.focus();
    onHold(true);
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (!element.hasPointerCapture(event.pointerId)) return;
    const box = canvas.getBoundingClientRect();
    onDrag(event.clientX - box.left, event.clientY - box.top);
  });
  element.addEventListener("lostpointercapture", () => onHold(false));
  element.addEventListener("keydown", (event) => {
    const move = keys[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onKey(...move.map((part) => (event.shiftKey ? 10 * part : part)));
  });

  function place(x, y, text, numbers) {
    element.setAttribute("transform", `translate(${x} ${y})`);
    element.setAttribute("aria-valuetext", text);
    Object.entries(numbers).forEach(([key, value]) => element.setAttribute(`aria-value${key}`, decimal(value)));
  }
  return { element, place };
}

/**
 * A picture with one point that can be moved, named `title`. `viewOf(width, height, run, position)` makes the scales,
 * `paint(view, bench, position)` what is drawn, and `placeOf(view)` says where the point is, as `place` of a handle takes
 * it. `onDrag`, and `onPress` for a place that is pressed, get the scales before the pixels.
 */
export function pictureWithStart({ title, name, kind = "view", viewOf, paint, placeOf, onDrag, onPress = () => {}, onKey }) {
  const layer = svg("g", { "aria-hidden": "true" });
  let view = null;
  let held = false;
  const { canvas, element, draw, redraw } = makeCanvas({ role: "group", "aria-label": title }, paintAll);
  const onHold = (now) => {
    held = now;
    redraw();
  };
  const grip = handle(canvas, { name, onDrag: (x, y) => onDrag(view, x, y), onKey, onHold });
  element.classList.add(kind);
  canvas.append(layer, grip.element);
  canvas.addEventListener("click", ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    onPress(view, clientX - box.left, clientY - box.top);
  });

  function paintAll(_, width, height, bench, position) {
    // A drag goes on in the axes that it began in; let go, they follow the run again.
    if (!held || !view) view = viewOf(width, height, bench.run, position);
    layer.replaceChildren(...paint(view, bench, position));
    grip.place(...placeOf(view));
  }
  return { element, draw, redraw };
}

/** A number as ARIA wants it: without an exponent. */
function decimal(value) {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}
