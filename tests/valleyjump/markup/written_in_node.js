// Runs what the page's scripts compute, for tests: a line of JSON in, a line out.

import { createInterface } from "node:readline";
import { descend } from "../../../templates/assets/modules/descent/descent.js";
import { drawnRows } from "../../../templates/assets/modules/descent/draws.js";
import { METHODS } from "../../../templates/assets/modules/descent/methods.js";
import { objectiveOf } from "../../../templates/assets/modules/descent/objectives.js";
import { judge } from "../../../templates/assets/modules/descent/verdict.js";
import { WRITTEN } from "../../../templates/assets/modules/descent/written.js";

const FORMULAS = new URL("../../../templates/assets/modules/descent/formulas.js", import.meta.url).href;

/** JSON has no numbers that are none. */
function told(_, value) {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { draw, module, objective: model, points, method, rates, numbers, start, steps } = JSON.parse(line);
  if (draw) {
    console.log(JSON.stringify(drawnRows(...draw)));
    continue;
  }
  const source = module.replace('"./formulas.js"', JSON.stringify(FORMULAS));
  Object.assign(WRITTEN, (await import(`data:text/javascript,${encodeURIComponent(source)}`)).WRITTEN);
  const objective = objectiveOf(model);
  const at = points.map((point) => ["value", "gradient", "hessian", "exists"].flatMap((name) => (objective[name] ? [objective[name](point)] : [])));
  const run = descend(objective, METHODS[method](rates, numbers), start, steps);
  const { objective: _, method: __, state: ___, ...rows } = run;
  console.log(JSON.stringify({ at, ...rows, verdict: judge(run) }, told));
}
