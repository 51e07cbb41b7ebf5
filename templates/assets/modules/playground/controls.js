// Choices and fields, each with an accessible name.

import { html } from "../elements.js";
import { plainText, rounded } from "../format.js";
import { numberIn } from "./link.js";
import { placed, tr } from "../messages.js";
import { symbol } from "./numbers.js";

const QUIET_MS = 600;
/** Room for so many figures has every field. */
const FEWEST = 4;
let lastId = 0;

/** A new id for an element that a label names. */
export function newId() {
  lastId += 1;
  return `play-${lastId}`;
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
 * A field for a number from low to high. Anything else is rejected with a message, and the last number restored. It
 * needs no `name` where it has a label; where its range has steps, arrow keys take one.
 */
export function numberField({ name = "", range, onChange }) {
  const fault = html("span", { class: "fault", role: "status", id: newId() });
  const type = { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" };
  const input = html("input", { "aria-label": name || null, "aria-describedby": fault.id, ...type });
  let [current, bounds] = [NaN, range];
  const entered = () => numberIn(input.value, bounds, null);

  input.addEventListener("input", () => {
    widen();
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
    if (entered() === null) {
      const [low, high] = [bounds.low, bounds.high].map((end) => plainText(rounded(end)));
      const expected = bounds.whole ? tr("Expected a whole number from {low} to {high}", { low, high }) : tr("Expected a number from {low} to {high}", { low, high });
      fault.textContent = expected;
    }
    write(current);
  });

  /** The number, in a field as wide as it is. */
  function write(value) {
    input.value = typed(value);
    widen();
  }

  function widen() {
    input.style.setProperty("--figures", String(Math.max(FEWEST, input.value.length)));
  }

  /** Shows a value, except over what the reader has just typed for it. */
  function show(value, newBounds = bounds) {
    bounds = newBounds;
    current = value;
    fault.textContent = "";
    if (document.activeElement !== input || entered() !== value) write(value);
  }

  return { element: html("span", { class: "field" }, input, fault), input, show };
}

/** A number as the page writes it; the state keeps the digits that are not shown. */
function typed(value) {
  const near = Number(value.toPrecision(7));
  const digits = near.toExponential().replace(/e.*|\D/g, "").length;
  return plainText(rounded(near, digits));
}

/** A live region that speaks once nothing has changed for a moment. */
export function announcer() {
  const element = html("p", { class: "announcer", role: "status", "aria-live": "polite" });
  let timer = 0;
  function say(text) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (element.textContent = text), QUIET_MS);
  }
  return { element, say };
}

/** The field where a parameter starts, with its label and its unit. */
export function startField(name, range, unit, onChange) {
  const field = numberField({ name: tr("Start {name}", { name }), range, onChange });
  field.input.id = newId();
  const label = html("label", { for: field.input.id }, ...placed(tr("Start {name}"), { name: symbol(name, 0) }));
  const units = unit ? [html("span", { class: "unit" }, unit)] : [];
  return { element: html("div", { class: "start" }, label, field.element, ...units), show: field.show };
}

/** The nearest step of a range, as it would be typed. */
export function snapped(value, { low, high, step }) {
  const near = Number((Math.round(value / step) * step).toPrecision(12));
  return Math.min(high, Math.max(low, near));
}
