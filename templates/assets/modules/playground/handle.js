// A point in a drawing that can be dragged.

import { svg } from "../elements.js";

/**
 * A point in a drawing that can be dragged, or moved with the arrow keys. `onDrag(x, y)` gets pixels of the drawing,
 * `onKey(right, up)` steps, ten times as long with Shift or by page; `onHold(held)` tells when a drag begins and ends.
 */
export function handle(canvas, { name, onDrag, onKey, onHold = () => {} }) {
  const element = svg("g", { class: "handle", tabindex: "0", role: "slider", "aria-label": name });
  element.append(svg("circle", { class: "reach", r: 22 }), svg("circle", { class: "ring", r: 10 }));
  const keys = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
    PageUp: [0, 10],
    PageDown: [0, -10],
  };

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

/** A number as ARIA wants it: without an exponent. */
function decimal(value) {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}
