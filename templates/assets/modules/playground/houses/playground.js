// The houses: two rates, a method, a start on the map, and the edge between the fates of every pair.

import { controlsOf } from "./controls.js";
import { mapOf } from "./map.js";
import { readingsOf, spokenOf } from "./words.js";
import { worldOf } from "./world.js";
import { numberIn } from "../link.js";
import { readingsPanel } from "../readings.js";
import { makeWorkbench } from "../workbench.js";

/** Builds the playground into `root` from the model `data` (valleyjump/article/playground.py). */
export function playHouses(root, data) {
  const state = { method: "gradient_descent", rates: [], momentum: 0, start: [], axis: "linear" };
  const world = worldOf(data, state);
  const panel = readingsPanel();
  const picture = mapOf(data, state, world, (start) => bench.change({ start }));
  const controls = controlsOf(data, state, world, (patch) => bench.change(patch));

  const bench = makeWorkbench(root, {
    anchor: root.dataset.section,
    state,
    horizon: data.horizon,
    longest: data.longest,
    presets: data.presets,
    settingOf: settingOf(state),
    compute: world.compute,
    lossWords: { name: "J", unit: data.value_unit },
    picture: picture.element,
    controls: controls.element,
    aside: [controls.map],
    panel,
    draw: picture.draw,
    read: (now) => panel.show(readingsOf(now, state, data, world)),
    reflect: controls.show,
    spoken: (now) => spokenOf(now, state, data, world),
    toLink: () => toLink(state, world),
    fromLink: (given) => fromLinkOf(given, data),
  });
  bench.build();
}

/** A preset's momentum counts only where its method has one: otherwise the reader's own stays. */
function settingOf(state) {
  return ({ method, rates, momentum, start }) => ({
    method,
    rates,
    start,
    momentum: method === "momentum" ? momentum : state.momentum,
  });
}

function toLink(state, world) {
  const { parameters } = world.now().space;
  const rates = Object.fromEntries(parameters.map((name, i) => [`eta_${name}`, state.rates[i]]));
  const momentum = state.method === "momentum" ? { beta: state.momentum } : {};
  return { method: state.method, ...rates, ...momentum, a: state.start[0], b: state.start[1] };
}

function fromLinkOf(given, data) {
  const usual = data.presets.find(({ name }) => name === "video");
  const method = Object.hasOwn(data.methods, given.method ?? "") ? given.method : usual.method;
  const { parameters, rates, default: normal } = method === "normalised" ? data.standard : data.raw;
  return {
    method,
    rates: parameters.map((name, i) => numberIn(given[`eta_${name}`], rates[i], normal[i])),
    momentum: numberIn(given.beta, data.momentum, 0),
    start: data.start.map((range, i) => numberIn(given["ab"[i]], range, usual.start[i])),
  };
}
