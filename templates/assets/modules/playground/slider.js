// Numbers with a slider under them, and how the logarithmic ones count.

import { newId, numberField, snapped } from "./controls.js";
import { onSize, roomIn } from "./drawing/canvas.js";
import { drawTrack } from "./drawing/fate_track.js";
import { html, svg } from "../elements.js";
import { plainText, rounded } from "../format.js";
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

/** What a slider counts in, and the ways there and back; a range without steps is logarithmic. */
function scaleOf(range) {
  return range.step ? { ...range, place: (value) => value, value: (place) => snapped(place, range) } : powers(range);
}

/**
 * "η = 1.05", a field that can be written in, and its slider. What may change with the setting comes from `now()`: its
 * name, its range, and the stretches of its track, whose ends are values; `wording(value)` is what a screen reader says.
 */
export function numberRow({ label, now, wording = (value) => plainText(rounded(value)), onChange }) {
  const field = numberField({ range: now().range, onChange });
  const input = html("input", { type: "range" });
  const track = svg("svg", { class: "track", "aria-hidden": "true", focusable: "false" });
  const bar = html("div", { class: "slider" }, track, input);
  field.input.id = newId();
  const set = html("div", { class: "set" }, html("label", { for: field.input.id }, label, " ="), field.element);
  input.addEventListener("input", () => onChange(scaleOf(now().range).value(Number(input.value))));
  onSize(bar, paint);

  function show(value) {
    const { name, range } = now();
    const { low, high, step, place } = scaleOf(range);
    field.input.setAttribute("aria-label", name);
    field.show(value, range);
    const shown = { min: low, max: high, step, value: place(value) };
    Object.entries(shown).forEach(([key, number]) => (input[key] = String(number)));
    input.setAttribute("aria-label", tr("{name}, slider", { name }));
    input.setAttribute("aria-valuetext", wording(value));
    paint();
  }

  function paint() {
    const { range, stretches } = now();
    const { low, high, place } = scaleOf(range);
    const shares = stretches.map((one) => ({ ...one, to: (place(one.to) - low) / (high - low) }));
    if (roomIn(bar)) drawTrack(track, roomIn(bar), shares);
  }
  return { element: html("div", { class: "row with-slider" }, set, bar), show };
}
