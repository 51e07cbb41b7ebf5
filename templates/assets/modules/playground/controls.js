// Buttons, fields and sliders, each with a name for those who do not see it.

import { html, svg, symbol } from "./drawing/elements.js";
import { plainText, rounded } from "../format.js";
import { numberIn } from "./link.js";
import { placed, tr } from "../messages.js";

const QUIET_MS = 600;
const NARROWEST = 120;
let lastId = 0;

/** A new id for an element that a label names. */
export function newId() {
  lastId += 1;
  return `play-${lastId}`;
}

/** A button. */
export function button(text, onPress, attributes = {}) {
  const found = html("button", { type: "button", ...attributes }, text);
  found.addEventListener("click", onPress);
  return found;
}

/** One of a few, as radio buttons in a row. `choose(name)` shows a choice without reporting it. */
export function choice(legend, options, onChoose) {
  const group = newId();
  const inputs = Object.entries(options).map(([name, text]) => {
    const input = html("input", { type: "radio", name: group, value: name, id: newId() });
    input.addEventListener("change", () => onChoose(name));
    return [input, html("label", { for: input.id }, text)];
  });
  const element = html("fieldset", { class: "choice" }, html("legend", {}, legend), html("div", {}, ...inputs.flat()));
  const choose = (name) => inputs.forEach(([input]) => (input.checked = input.value === name));
  return { element, choose };
}

/**
 * A field for a number from low to high. What is no such number is refused in words, and the last one comes back. It
 * needs no `name` where a label says the same; where its range has steps, arrow keys take one.
 */
export function numberField({ name = "", range, onChange }) {
  const fault = html("span", { class: "fault", role: "status", id: newId() });
  const type = { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" };
  const input = html("input", { ...(name && { "aria-label": name }), "aria-describedby": fault.id, ...type });
  let [current, bounds] = [NaN, range];
  const entered = () => numberIn(input.value, bounds, null);

  input.addEventListener("input", () => {
    const value = entered();
    if (value === null) return;
    fault.textContent = "";
    current = value;
    onChange(value);
  });
  input.addEventListener("keydown", (event) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!way || !bounds.step) return;
    event.preventDefault();
    onChange(snapped(current + way * bounds.step, bounds));
  });
  input.addEventListener("change", () => {
    if (entered() !== null) {
      input.value = typed(current);
      return;
    }
    const [low, high] = [bounds.low, bounds.high].map((end) => plainText(rounded(end)));
    fault.textContent = tr("Expected a number from {low} to {high}", { low, high });
    input.value = typed(current);
  });

  /** Shows a value, except over what the reader has just typed for it. */
  function show(value, newBounds = bounds) {
    bounds = newBounds;
    current = value;
    fault.textContent = "";
    if (document.activeElement !== input || entered() !== value) input.value = typed(value);
  }

  return { element: html("span", { class: "field" }, input, fault), input, show };
}

/** A number as ARIA wants it: without an exponent. */
function decimal(value) {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}

/** A number as the page writes it; the state keeps the digits that do not show. */
function typed(value) {
  const near = Number(value.toPrecision(7));
  const digits = near.toExponential().replace(/e.*|\D/g, "").length;
  return plainText(rounded(near, digits));
}

/**
 * A slider over a track that is drawn beneath it. `scale` maps values to what the slider counts in, and back;
 * `wording(value)` is what a screen reader says.
 */
export function slider({ name, scale, wording, onChange }) {
  const input = html("input", { type: "range", "aria-label": name });
  const track = svg("svg", { class: "track", "aria-hidden": "true", focusable: "false" });
  let current = scale;
  input.addEventListener("input", () => onChange(current.value(Number(input.value))));

  function show(value, newScale = current) {
    current = newScale;
    input.min = String(current.low);
    input.max = String(current.high);
    input.step = String(current.step);
    input.value = String(current.place(value));
    input.setAttribute("aria-valuetext", wording(value));
  }

  return { element: html("div", { class: "slider" }, track, input), input, track, show };
}

/** Says things politely, when the last change is a moment ago. */
export function announcer() {
  const element = html("p", { class: "announcer", role: "status", "aria-live": "polite" });
  let timer = 0;
  function say(text) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (element.textContent = text), QUIET_MS);
  }
  return { element, say };
}

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

/** A name, its field, and beneath them its slider. */
export function sliderRow(name, field, bar) {
  field.input.id = newId();
  return html(
    "div",
    { class: "row with-slider" },
    html("label", { for: field.input.id }, ...name),
    field.element,
    bar.element,
  );
}

/** The label of the field where a parameter starts. */
export function startLabel(id, parameter) {
  return html("label", { for: id }, ...placed(tr("Start {name}"), { name: symbol(parameter, 0) }));
}

/** The nearest step of a range, as it would be typed. */
export function snapped(value, { low, high, step }) {
  const near = Number((Math.round(value / step) * step).toPrecision(12));
  return Math.min(high, Math.max(low, near));
}
