// One playground: a function or data, with start, rates and method that its reader can change.

import { firstOf, worldOf } from "./world.js";
import { picturesOf } from "./pictures.js";
import { settingsOf } from "./settings.js";
import { readingsOf } from "./words.js";
import { makeWorkbench } from "./workbench.js";

/** Builds the playground into `root` from the model `data` (valleyjump/playgrounds/model.py). */
export function play(root, data) {
  const { method, rates, start } = firstOf(data.presets);
  const usual = Object.entries(data.numbers).map(([name, number]) => [name, number.usual]);
  const state = { method, rates, start, numbers: Object.fromEntries(usual), axis: "linear" };
  const world = worldOf(data, state);
  const change = (patch) => bench.change(patch);
  const checks = Object.values(data.methods).some(({ name }) => name === "halving" || name === "backtracking");

  const bench = makeWorkbench(root, {
    data,
    state,
    world,
    lossWords: { name: data.view === "curve" ? `${data.symbol}(${world.names[0]})` : data.symbol, unit: data.value_unit },
    outcomes: ["fell", "rose", "unchanged", ...(checks ? ["rejected"] : [])],
    pictures: picturesOf(data, state, world, (to) => change({ start: to })),
    ...settingsOf(data, state, world, change),
    readings: (now) => readingsOf(now, data, state, world),
  });
  bench.build();
}
