// The settings of a run: method, rates, the method's own numbers, start.

import { choice, startField } from "./controls.js";
import { limitOfRate } from "../descent/verdict.js";
import { html } from "../elements.js";
import { fateMapOf } from "./fates.js";
import { plainText, rounded } from "../format.js";
import { tr } from "../messages.js";
import { symbol } from "./numbers.js";
import { rateDot } from "./rate_dot.js";
import { numberRow } from "./slider.js";

/** The controls: the method, the rates, with the map of all their pairs where fates are known, and where to start. */
export function settingsOf(data, state, world, onChange) {
  const labels = Object.fromEntries(Object.entries(data.methods).map(([name, { label }]) => [name, label]));
  const methods = choice(tr("Method"), labels, (method) => onChange({ method, rates: ratesFor(method) }));
  const kept = Object.fromEntries(Object.entries(data.spaces).map(([name, space]) => [name, space.default]));
  const rates = world.names.map((_, i) => rateRow(i, data, state, world, onChange));
  const numbers = Object.entries(data.numbers).map(([name, number]) => numberOf(name, number, state, onChange));
  const start = world.names.map((name, i) => {
    const setTo = (value) => onChange({ start: state.start.map((old, j) => (j === i ? value : old)) });
    return startField(name, data.start[i], data.units[i], setTo);
  });
  const map = world.names.length === 2 && world.own.objective.quadratic ? [fateMapOf(state, world, onChange)] : [];
  const choices = Object.keys(labels).length > 1 ? [methods] : [];
  const rows = [...choices, ...map, ...rates, ...numbers].map((one) => one.element);
  const element = rows.length > 1 ? html("div", { class: "controls" }, ...rows) : rows[0];

  /** The rates last used in the parameters that a method works in. */
  function ratesFor(method) {
    kept[world.method().space] = state.rates;
    return kept[data.methods[method].space];
  }

  function show() {
    methods.choose(state.method);
    [...rates, ...map].forEach((one) => one.show());
    start.forEach((one, i) => one.show(state.start[i]));
    const taken = world.method().numbers;
    element.classList.toggle("three", rates.length + taken.length === 3);
    numbers.forEach((one) => one.show(taken));
  }
  return { controls: { element, show }, extras: start.map((one) => one.element) };
}

/** One rate, over the fates along it with the others as they are, where theory knows these. */
function rateRow(i, data, state, world, onChange) {
  const alone = world.names.length === 1;
  const index = html("sub");
  const dot = rateDot(data.colours);
  const setTo = (value) => onChange({ rates: state.rates.map((rate, j) => (j === i ? value : rate)) });
  function now() {
    const { parameters, rates } = world.now().space;
    index.textContent = alone ? "" : parameters[i];
    const name = alone ? tr("Learning rate {name}", { name: "η" }) : tr("Learning rate η for {parameter}", { parameter: parameters[i] });
    return { name, range: rates[i], stretches: stretchesOf(i, rates[i], state, world) };
  }
  const wording = (value) => [plainText(rounded(value, alone ? 6 : 3)), alone ? fateWord(value, now().stretches) : ""].filter(Boolean).join(": ");
  const row = numberRow({ label: html("var", {}, "η", ...(alone ? [] : [index])), now, wording, onChange: setTo });
  row.element.querySelector(".set").append(dot.element);
  function show() {
    row.show(state.rates[i]);
    dot.show(state.rates[i]);
  }
  return { element: row.element, show };
}

/** The fates along a rate: on a quadratic they have exact borders. With one parameter there are words for them, too. */
function stretchesOf(i, { low, high }, state, world) {
  const { objective } = world.now();
  const method = state.rates.length ? world.made() : { rule: null };
  const curved = { ...objective, hessian: () => objective.hessian(state.start) };
  const limit = objective.quadratic && method.rule ? limitOfRate(curved, method, i) : null;
  if (!objective.quadratic || !method.rule) return [{ to: high, kind: "calm" }];
  const edge = Math.min(high, Math.max(low, limit ?? low));
  if (state.rates.length > 1 || world.method().name !== "gradient_descent") {
    return [
      { to: edge, kind: "near" },
      { to: high, kind: "leaves" },
    ];
  }
  return [
    { to: Math.min(high, Math.max(low, limit / 2)), kind: "near", words: tr("creeps in") },
    { to: edge, kind: "over", words: tr("overshoots, arrives") },
    { to: high, kind: "leaves", words: tr("flies off") },
  ];
}

/** What a lone rate does, in words. */
function fateWord(value, stretches) {
  const [near, over] = stretches;
  if (value === 0) return tr("no step at all");
  if (stretches.length < 3) return "";
  if (value === near.to) return tr("lands in one step");
  if (value === over.to) return tr("the edge");
  return stretches.find(({ to }) => value <= to).words;
}

/** A number of a method's own, shown where the method takes it. */
function numberOf(name, { label, symbol: letter, range }, state, onChange) {
  const given = { name: letter ? tr("{label} {name}", { label, name: letter }) : label, range, stretches: [{ to: range.high, kind: "calm" }] };
  const setTo = (value) => onChange({ numbers: { ...state.numbers, [name]: value } });
  const row = numberRow({ label: letter ? symbol(letter) : label, now: () => given, onChange: setTo });
  function show(taken) {
    row.element.hidden = !taken.includes(name);
    row.show(state.numbers[name]);
  }
  return { element: row.element, show };
}
