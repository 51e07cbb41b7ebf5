// What follows from a model and a setting: the objective, its parameters, their rates, and the run.

import { descend } from "../descent/descent.js";
import { METHODS } from "../descent/methods.js";
import { objectiveOf, standardUnits } from "../descent/objectives.js";
import { judge } from "../descent/verdict.js";
import { numberIn } from "./link.js";

const OWN = "raw";
const FIRST_PRESET = "video";

export function firstOf(presets) {
  return presets.find(({ name }) => name === FIRST_PRESET) ?? presets[0];
}

/** The spaces of a model's parameters, each with its objective, and the ways `to` its points from those of starts and back. */
function spacesOf(data) {
  const made = Object.entries(data.spaces).map(([name, space]) => {
    const { original, standardised } = standardUnits(space);
    const [to, from] = space.mean || space.spread !== 1 ? [standardised, original] : [(point) => point, (point) => point];
    return [name, { space, objective: objectiveOf(space.objective), to, from }];
  });
  return Object.fromEntries(made);
}

/** What follows from the `state` of a model `data`; every answer is that of the moment. */
export function worldOf(data, state) {
  const spaces = spacesOf(data);
  const own = spaces[OWN];
  const names = own.space.parameters;
  const method = () => data.methods[state.method];
  const now = () => spaces[method().space];
  const made = () => METHODS[method().name](state.rates, state.numbers);

  /** The run of the state, judged; `path` are its iterates, and `seen` its iterates and rejected points, as starts are. */
  function compute(nSteps) {
    const { objective, to, from } = now();
    const run = descend(objective, made(), to(state.start), nSteps, data.tolerance);
    const path = run.iterates.map(from);
    const rejected = run.rejected.map((trial) => ({ ...trial, point: from(trial.point) }));
    const verdict = state.rates.some((rate) => rate === 0) ? standing(run) : judge(run);
    return { ...run, path, verdict, seen: { iterates: path, rejected } };
  }

  /** Whether a run can begin at a point: where value or slope have no number there is nothing to be shown. */
  function begins(start) {
    const [value, gradient] = [own.objective.value(start), own.objective.gradient(start)];
    return [value, ...gradient].every(Number.isFinite);
  }

  function settingOf({ method: name, rates, numbers, start }) {
    return { method: name, rates, start, numbers: { ...state.numbers, ...numbers } };
  }

  function toLink() {
    const several = Object.keys(data.methods).length > 1 ? { method: state.method } : {};
    const pairs = now().space.links.map((link, i) => [link, state.rates[i]]);
    const numbers = method().numbers.map((name) => [data.numbers[name].link, state.numbers[name]]);
    return { ...several, ...Object.fromEntries([...pairs, ...numbers, ...data.links.map((link, i) => [link, state.start[i]])]) };
  }

  function fromLink(given) {
    const usual = firstOf(data.presets);
    const name = Object.hasOwn(data.methods, given.method ?? "") ? given.method : usual.method;
    const { links, rates, default: normal } = data.spaces[data.methods[name].space];
    const own = name === usual.method ? usual.rates : normal;
    const numbers = Object.entries(data.numbers).map(([key, { link, range, usual: number }]) => [key, numberIn(given[link], range, number)]);
    const start = data.start.map((range, i) => numberIn(given[data.links[i]], range, usual.start[i]));
    return {
      method: name,
      rates: links.map((link, i) => numberIn(given[link], rates[i], own[i])),
      numbers: Object.fromEntries(numbers),
      start: begins(start) ? start : usual.start,
    };
  }

  return { spaces, own, names, method, now, made, compute, begins, settingOf, toLink, fromLink };
}

/** The verdict on a run that makes no step: a rate is 0. */
function standing() {
  return { kind: "standing", period: null, overshoots: false, measured: null, predicted: null, eigenvalues: null, edgeMultiple: null, minimiser: null };
}
