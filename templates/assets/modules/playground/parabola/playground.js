// The parabola: one rate, one start, and every fate in reach.

import { snapped, startField } from "../controls.js";
import { descend } from "../../descent/descent.js";
import { plain } from "../../descent/methods.js";
import { parabola } from "../../descent/objectives.js";
import { plainText, rounded } from "../../format.js";
import { pictureWithStart } from "../handle.js";
import { numberIn } from "../link.js";
import { tr } from "../../messages.js";
import { symbol } from "../numbers.js";
import { rateDot } from "../rate_dot.js";
import { parabolaPicture, parabolaView, reaches } from "./plot.js";
import { numberRow } from "../slider.js";
import { readingsOf } from "./words.js";
import { firstOf, makeWorkbench } from "../workbench.js";

/** Builds the playground into `root` from the model `data` (valleyjump/article/playground.py). */
export function playParabola(root, data) {
  const objective = parabola();
  const usual = firstOf(data.presets);
  const state = { rate: NaN, start: NaN, axis: "linear" };

  const bench = makeWorkbench(root, {
    data,
    state,
    outcomes: ["fell", "rose", "unchanged"],
    settingOf: ({ rates, start }) => ({ rate: rates[0], start: start[0] }),
    compute: (nSteps) => descend(objective, plain([state.rate]), [state.start], nSteps),
    lossWords: { name: "f(x)", unit: "" },
    pictures: [pictureOf(data, state, (start) => bench.change({ start }))],
    ...controlsOf(data, state, (patch) => bench.change(patch)),
    readings: (now) => readingsOf(now, state, data),
    toLink: () => ({ eta: state.rate, x: state.start }),
    fromLink: ({ eta, x }) => ({
      rate: numberIn(eta, data.rate, usual.rates[0]),
      start: numberIn(x, data.start, usual.start[0]),
    }),
  });
  bench.build();
}

function pictureOf({ start: range, view: least }, state, onStart) {
  return pictureWithStart({
    title: tr("The parabola with the run on it"),
    name: tr("Start {name}", { name: "x" }),
    viewOf: (width, height, run, position) =>
      parabolaView(width, height, reaches(run.iterates, least), position),
    paint: (view, { run, kinds }, position) => parabolaPicture(view, run, kinds, position),
    placeOf: (view) => {
      const numbers = { now: state.start, min: range.low, max: range.high };
      return [...view.on(state.start), plainText(rounded(state.start, 4)), numbers];
    },
    onDrag: (view, x) => onStart(snapped(view.x.from(x), range)),
    onKey: (right, up) => onStart(snapped(state.start + (right + up) * range.step, range)),
  });
}

function controlsOf({ rate, start, limit, best, colours }, state, onChange) {
  const stretches = [
    { to: best, kind: "near", words: tr("creeps in") },
    { to: limit, kind: "over", words: tr("overshoots, arrives") },
    { to: rate.high, kind: "leaves", words: tr("flies off") },
  ];
  const special = { 0: tr("no step at all"), [best]: tr("lands in one step"), [limit]: tr("the edge") };
  const fateWord = (value) => special[value] ?? stretches.find(({ to }) => value <= to).words;
  const given = { name: tr("Learning rate {name}", { name: "η" }), range: rate, stretches };
  const bar = numberRow({
    label: symbol("η"),
    now: () => given,
    wording: (value) => `${plainText(rounded(value, 6))}: ${fateWord(value)}`,
    onChange: (value) => onChange({ rate: value }),
  });
  const dot = rateDot(colours);
  bar.element.querySelector(".set").append(dot.element);
  const place = startField("x", start, "", (value) => onChange({ start: value }));

  function show() {
    bar.show(state.rate);
    dot.show(state.rate);
    place.show(state.start);
  }
  return { controls: { element: bar.element, show }, extras: [place.element] };
}
