// The parabola: one rate, one start, and every fate in reach.

import { newId, numberField, snapped, startLabel } from "../controls.js";
import { descend } from "../../descent/descent.js";
import { plain } from "../../descent/methods.js";
import { parabola } from "../../descent/objectives.js";
import { onWidth } from "../drawing/canvas.js";
import { drawTrack } from "../drawing/fate_track.js";
import { html } from "../../elements.js";
import { plainText, rounded } from "../../format.js";
import { pictureWithStart } from "../handle.js";
import { numberIn } from "../link.js";
import { placed, tr } from "../../messages.js";
import { symbol } from "../numbers.js";
import { parabolaPicture, parabolaView, reaches } from "./plot.js";
import { slider, sliderRow } from "../slider.js";
import { readingsOf, spokenOf } from "./words.js";
import { firstOf, makeWorkbench } from "../workbench.js";

/** So much of the range of starts is in view, whatever the run does. */
const VIEW_SHARE = 0.75;

/** Builds the playground into `root` from the model `data` (valleyjump/article/playground.py). */
export function playParabola(root, data) {
  const objective = parabola();
  const state = { rate: NaN, start: NaN, axis: "linear" };

  const bench = makeWorkbench(root, {
    data,
    state,
    settingOf: ({ rates, start }) => ({ rate: rates[0], start: start[0] }),
    compute: (nSteps) => descend(objective, plain([state.rate]), [state.start], nSteps),
    lossWords: { name: "f(x)", unit: "" },
    picture: pictureOf(data, state, (start) => bench.change({ start })),
    controls: controlsOf(data, state, (patch) => bench.change(patch)),
    aside: [],
    readings: (now) => readingsOf(now, state, data),
    spoken: (now, readings) => spokenOf(now, readings, state),
    toLink: () => ({ eta: state.rate, x: state.start }),
    fromLink: ({ eta, x }) => fromLink(eta, x, data),
  });
  bench.build();
}

function fromLink(eta, x, { rate, start, presets }) {
  const usual = firstOf(presets);
  return { rate: numberIn(eta, rate, usual.rates[0]), start: numberIn(x, start, usual.start[0]) };
}

/** The picture, with the start to be dragged. */
function pictureOf({ start: range }, state, onStart) {
  return pictureWithStart({
    title: tr("The parabola with the run on it"),
    name: tr("Start {name}", { name: "x" }),
    height: (width) => Math.max(250, Math.min(0.62 * width, 470)),
    viewOf: (width, height, run, position) =>
      parabolaView(width, height, reaches(run.iterates, VIEW_SHARE * range.high), position),
    paint: (view, { run, kinds }, position) => parabolaPicture(view, run, kinds, position),
    placeOf: (view) => {
      const numbers = { now: state.start, min: range.low, max: range.high };
      return [...view.on(state.start), plainText(rounded(state.start, 4)), numbers];
    },
    onDrag: (view, x) => onStart(snapped(view.x.from(x), range)),
    onKey: (right, up) => onStart(snapped(state.start + (right + up) * range.step, range)),
  });
}

function controlsOf({ rate, start, limit, best }, state, onChange) {
  const field = numberField({ range: rate, onChange: (value) => onChange({ rate: value }) });
  const scale = { ...rate, place: (value) => value, value: (place) => snapped(place, rate) };
  const bar = slider({
    name: tr("Learning rate {name}, slider", { name: "η" }),
    scale,
    wording: (value) => `${value}: ${fateWord(value, limit, best)}`,
    onChange: (value) => onChange({ rate: value }),
  });
  const place = numberField({
    name: tr("Start {name}", { name: "x" }),
    range: start,
    onChange: (value) => onChange({ start: value }),
  });
  place.input.id = newId();
  const stretches = [
    { to: best / rate.high, kind: "near", words: nearWords() },
    { to: limit / rate.high, kind: "over", words: [tr("overshoots, and arrives"), tr("overshoots")] },
    { to: 1, kind: "leaves", words: [tr("leaves")] },
  ];
  const paint = (width) => drawTrack(bar.track, width, stretches, [best / rate.high, limit / rate.high]);
  const element = html(
    "div",
    { class: "controls" },
    sliderRow(placed(tr("Learning rate {name}"), { name: symbol("η") }), field, bar),
    html("div", { class: "row" }, startLabel(place.input.id, "x"), place.element),
  );
  onWidth(bar.element, paint);

  function show() {
    field.show(state.rate);
    bar.show(state.rate);
    place.show(state.start);
  }
  return { element, show };
}

/** The first that fits stands under the track. */
function nearWords() {
  return [tr("arrives from its own side"), tr("from its own side"), tr("one side")];
}

function fateWord(rate, limit, best) {
  if (rate === 0) return tr("no step at all");
  if (rate === best) return tr("lands in one step");
  if (rate === limit) return tr("the edge");
  if (rate < best) return tr("arrives from its own side");
  return rate < limit ? tr("overshoots, and arrives") : tr("leaves");
}
