// The settings of the houses: method, two rates, momentum, start.

import { choice, numberField, startField } from "../controls.js";
import { limitOfRate } from "../../descent/verdict.js";
import { onSize, roomIn } from "../drawing/canvas.js";
import { drawTrack } from "../drawing/fate_track.js";
import { html } from "../../elements.js";
import { fateMapOf } from "./fates.js";
import { plainText, rounded } from "../../format.js";
import { tr } from "../../messages.js";
import { symbol } from "../numbers.js";
import { powers, slider, sliderRow, steppedRow } from "../slider.js";

/** The controls: the method, the rates with the map of all their pairs beside them, and where to start. */
export function controlsOf(data, state, world, onChange) {
  const labels = Object.fromEntries(Object.entries(data.methods).map(([name, { label }]) => [name, label]));
  const methods = choice(tr("Method"), labels, (method) => onChange({ method, rates: ratesFor(method) }));
  const kept = { raw: data.raw.default, standard: data.standard.default };
  const rates = [0, 1].map((i) => rateRow(i, state, world, onChange));
  const beta = momentumRow(data.momentum, onChange);
  const start = ["a", "b"].map((name, i) => startOf(name, i, data, state, onChange));
  const map = fateMapOf(state, world, onChange);
  const rows = [methods, map, ...rates, beta].map((one) => one.element);
  const element = html("div", { class: "controls" }, ...rows);

  /** The rates last used in the parameters that a method works in. */
  function ratesFor(method) {
    kept[world.method().space] = state.rates;
    return kept[data.methods[method].space];
  }

  function show() {
    methods.choose(state.method);
    [...rates, ...start, map].forEach((one) => one.show());
    element.classList.toggle("three", world.method().takes_momentum);
    beta.element.hidden = !world.method().takes_momentum;
    beta.show(state.momentum);
  }
  return { controls: { element, show }, extras: start.map((one) => one.element) };
}

/** One rate: a logarithmic slider on the fates along it, the other rate as it is. */
function rateRow(i, state, world, onChange) {
  const index = html("sub");
  const setTo = (value) => onChange({ rates: state.rates.map((rate, j) => (j === i ? value : rate)) });
  const field = numberField({ range: { low: 0, high: 1 }, onChange: setTo });
  const bar = slider({ name: "", scale: null, wording: (value) => plainText(rounded(value)), onChange: setTo });
  const element = sliderRow(html("var", {}, "η", index), field, bar);
  onSize(bar.element, paint);

  function show() {
    const { parameters, rates } = world.now().space;
    const name = tr("Learning rate η for {parameter}", { parameter: parameters[i] });
    index.textContent = parameters[i];
    field.input.setAttribute("aria-label", name);
    bar.input.setAttribute("aria-label", tr("{name}, slider", { name }));
    field.show(state.rates[i], rates[i]);
    bar.show(state.rates[i], powers(rates[i]));
    paint();
  }

  function paint() {
    const width = roomIn(bar.element);
    if (!width || !state.rates.length) return;
    const { space, objective } = world.now();
    const { low, high, place } = powers(space.rates[i]);
    const { judged } = world.method();
    const limit = judged ? limitOfRate(objective.hessian, state.rates, i, world.beta()) : null;
    const share = limit === null ? 0 : (place(limit) - low) / (high - low);
    const fates = [
      { to: Math.min(1, Math.max(0, share)), kind: "near" },
      { to: 1, kind: "leaves" },
    ];
    drawTrack(bar.track, width, judged ? fates : [{ to: 1, kind: "calm" }]);
  }
  return { element, show };
}

function momentumRow(range, onChange) {
  const setTo = (momentum) => onChange({ momentum });
  const name = tr("Momentum {name}", { name: "β" });
  return steppedRow({ label: symbol("β"), name, range, stretches: [{ to: 1, kind: "calm" }], onChange: setTo });
}

function startOf(name, i, { start: ranges, units }, state, onChange) {
  const setTo = (value) => onChange({ start: state.start.map((old, j) => (j === i ? value : old)) });
  const field = startField(name, ranges[i], units[i], setTo);
  return { element: field.element, show: () => field.show(state.start[i]) };
}
