// The houses: two rates, a method, a start on the map, and the edge between the fates of every pair.

import { controlsOf } from "./controls.js";
import { lineOf, mapOf } from "./map.js";
import { readingsOf } from "./words.js";
import { worldOf } from "./world.js";
import { numberIn } from "../link.js";
import { firstOf, makeWorkbench } from "../workbench.js";

/** Builds the playground into `root` from the model `data` (valleyjump/article/houses_play.py). */
export function playHouses(root, data) {
  const state = { method: firstOf(data.presets).method, rates: [], momentum: 0, start: [], axis: "linear" };
  const world = worldOf(data, state);

  const bench = makeWorkbench(root, {
    data,
    state,
    settingOf: (preset) => settingOf(preset, state, data),
    compute: world.compute,
    lossWords: { name: "J", unit: data.value_unit },
    outcomes: ["fell", "rose", "unchanged", "rejected"],
    pictures: [mapOf(data, state, world, (start) => bench.change({ start })), lineOf(data, world)],
    ...controlsOf(data, state, world, (patch) => bench.change(patch)),
    readings: (now) => readingsOf(now, data, world),
    toLink: () => toLink(state, world),
    fromLink: (given) => fromLink(given, data),
  });
  bench.build();
}

/** A preset's momentum counts only where its method has one: otherwise the reader's own stays. */
function settingOf({ method, rates, momentum, start }, state, { methods }) {
  return { method, rates, start, momentum: methods[method].takes_momentum ? momentum : state.momentum };
}

function toLink(state, world) {
  const { parameters } = world.now().space;
  const rates = Object.fromEntries(parameters.map((name, i) => [`eta_${name}`, state.rates[i]]));
  const momentum = world.method().takes_momentum ? { beta: state.momentum } : {};
  return { method: state.method, ...rates, ...momentum, a: state.start[0], b: state.start[1] };
}

function fromLink(given, data) {
  const usual = firstOf(data.presets);
  const method = Object.hasOwn(data.methods, given.method ?? "") ? given.method : usual.method;
  const { parameters, rates, default: normal } = data[data.methods[method].space];
  return {
    method,
    rates: parameters.map((name, i) => numberIn(given[`eta_${name}`], rates[i], normal[i])),
    momentum: numberIn(given.beta, data.momentum, 0),
    start: data.start.map((range, i) => numberIn(given["ab"[i]], range, usual.start[i])),
  };
}
