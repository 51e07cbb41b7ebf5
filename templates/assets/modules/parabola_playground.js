// The parabola: one rate, one start, and every fate in reach.

import { handle, newId, numberField, onWidth, roomIn, slider, sliderRow, snapped } from "./controls.js";
import { descend, parabola, plain } from "./descent.js";
import { datum, html, svg, symbol } from "./drawing.js";
import { drawTrack } from "./fate_track.js";
import { fixed, plainText, rounded } from "./format.js";
import { numberIn } from "./link.js";
import { parabolaPicture, parabolaView, reaches } from "./parabola_plot.js";
import { count, endOfRun, factorParts, lengthOf, ordersPart, quantity, readingsPanel } from "./readings.js";
import { judge } from "./verdict.js";
import { makeWorkbench, resize } from "./workbench.js";

/** So much of the range of starts is in view, whatever the run does. */
const VIEW_SHARE = 0.75;

/** Builds the playground into `root` from the model `data` (valleyjump/playground.py). */
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
  const canvas = svg("svg", { class: "plot", role: "group", "aria-label": "The parabola with the run on it" });
  const layer = svg("g", { "aria-hidden": "true" });
  const element = html("div", { class: "canvas" }, canvas);
  let view = null;
  let held = false;
  let redraw = () => {};
  const grip = handle(canvas, {
    name: "Start x",
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
    name: "Learning rate η",
    range: rate,
    attributes: {
      type: "number",
      min: rate.low,
      max: String(rate.high),
      step: String(rate.step),
      inputmode: "decimal",
    },
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
    name: "Learning rate η, slider",
    scale,
    wording: (value) => `${value}: ${fateWord(value, limit, best)}`,
    onChange: (value) => onChange({ rate: value }),
  });
  const place = numberField({
    name: "Start x",
    range: start,
    attributes: {
      type: "number",
      min: String(start.low),
      max: String(start.high),
      step: String(start.step),
      inputmode: "decimal",
    },
    onChange: (value) => onChange({ start: value }),
  });
  place.input.id = newId();
  const stretches = [
    { to: best / rate.high, kind: "near", words: ["arrives from its own side", "from its own side", "one side"] },
    { to: limit / rate.high, kind: "over", words: ["overshoots, and arrives", "overshoots"] },
    { to: 1, kind: "leaves", words: ["leaves"] },
  ];
  const paint = (width) => drawTrack(bar.track, width, stretches, [best / rate.high, limit / rate.high]);
  const element = html(
    "div",
    { class: "controls" },
    sliderRow(["Learning rate ", symbol("η")], field, bar),
    html("div", { class: "row" }, html("label", { for: place.input.id }, "Start ", symbol("x", 0)), place.element),
  );
  onWidth(bar.element, paint);

  function show() {
    field.show(state.rate);
    bar.show(state.rate);
    place.show(state.start);
  }
  return { element, show };
}

function fateWord(rate, limit, best) {
  if (rate === 0) return "no step at all";
  if (rate === best) return "lands in one step";
  if (rate === limit) return "the edge";
  return rate < best ? "arrives from its own side" : rate < limit ? "overshoots, and arrives" : "leaves";
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
    entries: [
      ["Step", html("span", { class: "quantity" }, datum(k, count(k)), ` of ${plainText(count(lengthOf(bench)))}`)],
      ["Here", quantity(symbol("x", k), datum(run.iterates[k][0]))],
      ["Loss", quantity(html("span", {}, html("var", {}, "f"), "(", symbol("x", k), ")"), datum(run.losses[k]))],
      ["Since the start", ordersPart(bench)],
      ["Factor a step", ...factorParts(bench, still ? null : verdict.predicted)],
      ["The edge", quantity(symbol("η"), datum(data.limit))],
    ],
  };
}

function reasonOf({ rate, start }, { kind, predicted, overshoots }) {
  if (rate === 0) return "A rate of nothing makes a step of nothing.";
  if (start === 0) return "It begins on the bottom, where there is no slope: no rate moves it.";
  if (kind === "cycling") return "Each step ends as far out on the other side: there and back, for ever.";
  const shown = plainText(fixed(predicted));
  if (kind === "diverging")
    return `Each step ends on the other side, ${shown} times as far out. Further out it is steeper, so the next is longer still.`;
  if (predicted === 0) return "The first step lands on the bottom.";
  if (overshoots) return `Each step passes the bottom, and leaves ${shown} of the distance.`;
  return `Each step goes towards the bottom, and leaves ${shown} of the distance.`;
}

function spoken(bench, state, data) {
  const { run, k } = bench;
  const { kind, factor, warning } = readings(bench, state, data);
  const verdict = factor === null ? kind : `${kind}, times ${plainText(fixed(factor))} a step`;
  const where = `x = ${plainText(rounded(run.iterates[k][0], 4))}, loss ${plainText(rounded(run.losses[k], 4))}`;
  return `η = ${plainText(rounded(state.rate, 6))}, step ${k}: ${where}. ${verdict}. ${warning}`.trim();
}
