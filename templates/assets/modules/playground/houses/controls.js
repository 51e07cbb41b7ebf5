// The settings of the houses: method, two rates, momentum, start.

import { choice, startField } from "../controls.js";
import { limitOfRate } from "../../descent/verdict.js";
import { html } from "../../elements.js";
import { fateMapOf } from "./fates.js";
import { tr } from "../../messages.js";
import { symbol } from "../numbers.js";
import { numberRow } from "../slider.js";

/** The controls: the method, the rates with the map of all their pairs beside them, and where to start. */
export function controlsOf(data, state, world, onChange) {
  const labels = Object.fromEntries(Object.entries(data.methods).map(([name, { label }]) => [name, label]));
  const methods = choice(tr("Method"), labels, (method) => onChange({ method, rates: ratesFor(method) }));
  const kept = Object.fromEntries(["raw", "centred", "standard"].map((space) => [space, data[space].default]));
  const rates = [0, 1].map((i) => rateRow(i, state, world, onChange));
  const beta = momentumRow(data.momentum, onChange);
  const start = ["a", "b"].map((name, i) => {
    const setTo = (value) => onChange({ start: state.start.map((old, j) => (j === i ? value : old)) });
    return startField(name, data.start[i], data.units[i], setTo);
  });
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
    [...rates, map].forEach((one) => one.show());
    start.forEach((one, i) => one.show(state.start[i]));
    element.classList.toggle("three", world.method().takes_momentum);
    beta.element.hidden = !world.method().takes_momentum;
    beta.show(state.momentum);
  }
  return { controls: { element, show }, extras: start.map((one) => one.element) };
}

/** One rate, over the fates along it with the other rate as it is. */
function rateRow(i, state, world, onChange) {
  const index = html("sub");
  const setTo = (value) => onChange({ rates: state.rates.map((rate, j) => (j === i ? value : rate)) });
  function now() {
    const { space, objective } = world.now();
    const [parameter, range] = [space.parameters[i], space.rates[i]];
    index.textContent = parameter;
    const edge = state.rates.length ? limitOfRate(objective.hessian, state.rates, i, world.beta()) : null;
    const limit = Math.min(range.high, Math.max(range.low, edge ?? range.low));
    const fates = [
      { to: limit, kind: "near" },
      { to: range.high, kind: "leaves" },
    ];
    const stretches = world.method().judged ? fates : [{ to: range.high, kind: "calm" }];
    return { name: tr("Learning rate η for {parameter}", { parameter }), range, stretches };
  }
  const { element, show } = numberRow({ label: html("var", {}, "η", index), now, onChange: setTo });
  return { element, show: () => show(state.rates[i]) };
}

function momentumRow(range, onChange) {
  const given = { name: tr("Momentum {name}", { name: "β" }), range, stretches: [{ to: range.high, kind: "calm" }] };
  return numberRow({ label: symbol("β"), now: () => given, onChange: (momentum) => onChange({ momentum }) });
}
