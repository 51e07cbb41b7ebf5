// The parabola: one rate, one start, and every fate in reach.

import { handle, newId, numberField, onWidth, roomIn, slider, sliderRow, snapped, startLabel } from "../controls.js";
import { descend, parabola, plain } from "../../descent/descent.js";
import { datum, html, svg, symbol } from "../drawing/elements.js";
import { drawTrack } from "../drawing/fate_track.js";
import { factorOfStep, plainText, rounded } from "../../format.js";
import { numberIn } from "../link.js";
import { placed, tr } from "../../messages.js";
import { parabolaPicture, parabolaView, reaches } from "./plot.js";
import {
  count,
  endOfRun,
  factorParts,
  ordersPart,
  quantity,
  readingsPanel,
  stepPart,
  verdictWords,
} from "../readings.js";
import { judge } from "../../descent/verdict.js";
import { makeWorkbench, resize } from "../workbench.js";

/** So much of the range of starts is in view, whatever the run does. */
const VIEW_SHARE = 0.75;

/** Builds the playground into `root` from the model `data` (valleyjump/article/playground.py). */
export function playParabola(root, data) {
  const objective = parabola();
  const state = { rate: NaN, start: NaN, axis: "linear" };
  const panel = readingsPanel();
  const picture = pictureOf(data, state, (start) => bench.change({ start }));
  const controls = controlsOf(data, state, (patch) => bench.change(patch));

  const bench = makeWorkbench(root, {
    anchor: root.dataset.section,
    state,
    horizon: data.horizon,
    longest: data.longest,
    presets: data.presets,
    settingOf: ({ rates, start }) => ({ rate: rates[0], start: start[0] }),
    compute: (nSteps) => descend(objective, plain([state.rate]), [state.start], nSteps),
    lossWords: { name: "f(x)", unit: "" },
    picture: picture.element,
    controls: controls.element,
    aside: [],
    panel,
    draw: picture.draw,
    read: (now) => panel.show(readings(now, state, data)),
    reflect: controls.show,
    spoken: (now) => spoken(now, state, data),
    toLink: () => ({ eta: state.rate, x: state.start }),
    fromLink: ({ eta, x }) => fromLink(eta, x, data),
  });
  bench.build();
}

function fromLink(eta, x, { rate, start, presets }) {
  const usual = presets.find(({ name }) => name === "video");
  return { rate: numberIn(eta, rate, usual.rates[0]), start: numberIn(x, start, usual.start[0]) };
}

/** The picture, with the start to be dragged. */
function pictureOf({ start: range }, state, onStart) {
  const canvas = svg("svg", { class: "plot", role: "group", "aria-label": tr("The parabola with the run on it") });
  const layer = svg("g", { "aria-hidden": "true" });
  const element = html("div", { class: "canvas" }, canvas);
  let view = null;
  let held = false;
  let redraw = () => {};
  const grip = handle(canvas, {
    name: tr("Start {name}", { name: "x" }),
    onDrag: (x) => onStart(snapped(view.x.from(x), range)),
    onKey: (right, up) => onStart(snapped(state.start + (right + up) * range.step, range)),
    onHold: (now) => {
      held = now;
      redraw();
    },
  });
  canvas.append(layer, grip.element);

  function draw({ run, kinds }, position) {
    redraw = () => draw({ run, kinds }, position);
    const width = roomIn(element);
    if (!width) return;
    const height = Math.round(Math.max(250, Math.min(0.62 * width, 470)));
    resize(canvas, width, height);
    // A drag goes on in the axes that it began in; let go, they follow the run again.
    if (!held || !view) view = parabolaView(width, height, reaches(run.iterates, VIEW_SHARE * range.high), position);
    layer.replaceChildren(...parabolaPicture(view, run, kinds, position));
    grip.place(...view.on(state.start), plainText(rounded(state.start, 4)), {
      now: state.start,
      min: range.low,
      max: range.high,
    });
  }
  return { element, draw };
}

function controlsOf({ rate, start, limit, best }, state, onChange) {
  const field = numberField({
    range: rate,
    onChange: (value) => onChange({ rate: value }),
  });
  const scale = {
    low: rate.low,
    high: rate.high,
    step: rate.step,
    place: (value) => value,
    value: (place) => snapped(place, rate),
  };
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

function readings(bench, state, data) {
  const { run, k } = bench;
  const verdict = judge(run);
  const still = state.rate === 0 || state.start === 0;
  return {
    kind: still ? "still" : verdict.kind,
    factor: still ? null : verdict.predicted,
    reason: reasonOf(state, verdict),
    warning: endOfRun(bench, data.longest),
    steps: { names: ["x"], points: run.iterates, losses: run.losses, k },
    entries: [
      [tr("Step"), stepPart(bench)],
      [tr("Here"), quantity(symbol("x", k), datum(run.iterates[k][0]))],
      [tr("Loss"), quantity(html("span", {}, html("var", {}, "f"), "(", symbol("x", k), ")"), datum(run.losses[k]))],
      [tr("Since the start"), ordersPart(bench)],
      [tr("Factor a step"), ...factorParts(bench, still ? null : verdict.predicted)],
      [tr("The edge"), quantity(symbol("η"), datum(data.limit))],
    ],
  };
}

function reasonOf({ rate, start }, { kind, predicted, overshoots }) {
  if (rate === 0) return tr("A rate of nothing makes a step of nothing.");
  if (start === 0) return tr("It begins on the bottom, where there is no slope: no rate moves it.");
  if (kind === "cycling") return tr("Each step ends as far out on the other side: there and back, for ever.");
  const factor = plainText(factorOfStep(predicted));
  if (kind === "diverging")
    return tr(
      "Each step ends on the other side, {factor} times as far out. Further out it is steeper, so the next is longer still.",
      { factor },
    );
  if (predicted === 0) return tr("The first step lands on the bottom.");
  if (overshoots) return tr("Each step passes the bottom, and leaves {factor} of the distance.", { factor });
  return tr("Each step goes towards the bottom, and leaves {factor} of the distance.", { factor });
}

function spoken(bench, state, data) {
  const { run, k } = bench;
  const { kind, factor, warning } = readings(bench, state, data);
  const values = {
    rate: plainText(rounded(state.rate, 6)),
    step: plainText(count(k)),
    x: plainText(rounded(run.iterates[k][0], 4)),
    loss: plainText(rounded(run.losses[k], 4)),
    verdict: verdictWords(kind, factor),
    warning,
  };
  return tr("η = {rate}, step {step}: x = {x}, loss {loss}. {verdict}. {warning}", values).trim();
}
