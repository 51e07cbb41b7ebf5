// Sliders, and how the logarithmic ones count.

import { newId, numberField, snapped } from "./controls.js";
import { onSize, roomIn } from "./drawing/canvas.js";
import { drawTrack } from "./drawing/fate_track.js";
import { html, svg } from "../elements.js";
import { tr } from "../messages.js";

/** One press of an arrow key, in powers of ten. */
export const RATE_PLACES = 0.005;
/** Significant digits of a rate chosen with a slider or on the map. */
export const RATE_DIGITS = 3;

/** The scale of a slider in powers of ten; its values are rounded as people would type them. */
export function powers({ low, high }) {
  return {
    low: Math.log10(low),
    high: Math.log10(high),
    step: RATE_PLACES,
    place: Math.log10,
    value: (place) => Math.min(high, Math.max(low, Number((10 ** place).toPrecision(RATE_DIGITS)))),
  };
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

/** "η = 1.05", a field that can be written in, and its slider. */
export function sliderRow(name, field, bar) {
  field.input.id = newId();
  const label = html("label", { for: field.input.id }, name, " =");
  return html("div", { class: "row with-slider" }, html("div", { class: "set" }, label, field.element), bar.element);
}

/** The field and the slider of a number whose `range` has steps, over the `stretches` of a track. */
export function steppedRow({ label, name, range, wording = String, stretches, onChange }) {
  const field = numberField({ name, range, onChange });
  const scale = { ...range, place: (value) => value, value: (place) => snapped(place, range) };
  const bar = slider({ name: tr("{name}, slider", { name }), scale, wording, onChange });
  onSize(bar.element, () => drawTrack(bar.track, roomIn(bar.element), stretches));
  return { element: sliderRow(label, field, bar), show: (value) => [field, bar].forEach((one) => one.show(value)) };
}
