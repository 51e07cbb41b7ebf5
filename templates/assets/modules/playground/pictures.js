// The pictures of a run by the number of its parameters: its curve; its map, and the line that a point of it stands for;
// or how far it still is.

import { snapped } from "./controls.js";
import { picture } from "./drawing/canvas.js";
import { contourPicture, contourView, sightsOf } from "./drawing/contour_plot.js";
import { curvePicture, curveView, reaches } from "./drawing/curve_plot.js";
import { linePicture } from "./drawing/line_plot.js";
import { lossPicture } from "./drawing/loss_plot.js";
import { html } from "../elements.js";
import { plainText, rounded } from "../format.js";
import { pictureWithStart } from "./handle.js";
import { tr } from "../messages.js";
import { makePlayer } from "./travel.js";
import { placeWords } from "./words.js";

/** How long a valley takes to turn round. */
const TURN_MS = 1200;

/** The pictures of a model; a start that is dragged is given to `onStart`. */
export function picturesOf(data, state, world, onStart) {
  if (data.view === "curve") return [curveOf(data, state, world, onStart)];
  if (data.view === "charts") return [distanceOf()];
  return [mapOf(data, state, world, onStart), ...(data.rows ? [lineOf(data, world)] : [])];
}

function curveOf({ start: [range], sight: [sight], symbol }, state, { own: { objective }, names: [name] }, onStart) {
  const numbers = () => ({ now: state.start[0], min: range.low, max: range.high });
  return pictureWithStart({
    title: objective.minimisers.length && objective.quadratic ? tr("The parabola with the run on it") : tr("The curve with the run on it"),
    name: tr("Start {name}", { name }),
    viewOf: (width, height, { iterates, losses }, position) =>
      curveView(width, height, objective, reaches(iterates, losses, sight), position, name),
    paint: (view, { run, kinds, kept }, position) => curvePicture(view, run, kinds, position, kept, symbol),
    placeOf: (view) => [...view.on(state.start[0]), plainText(rounded(state.start[0], 4)), numbers()],
    onDrag: (view, x) => onStart([snapped(view.x.from(x), range)]),
    onKey: (right, up) => onStart([snapped(state.start[0] + (right + up) * range.step, range)]),
  });
}

/** The map; whenever the method works in other parameters, its valley turns into that of those before the reader's eyes. */
function mapOf(data, state, world, onStart) {
  const { start: ranges } = data;
  const all = sightsOf(data, world);
  let sights = [];
  const turn = makePlayer(() => shown.redraw(), undefined, TURN_MS);
  const shown = pictureWithStart({
    title: tr("The valley from above with the run in it"),
    name: tr("Start, {one} and {other}", { one: world.names[0], other: world.names[1] }),
    viewOf: (width, height, run, position) => contourView(width, height, run.seen, position, turn.position, sights, world.own),
    paint: (view, { run, kinds, kept }, position) => contourPicture(view, run.seen, kinds, position, kept, bestOf(run)),
    placeOf: ({ on }) => {
      const numbers = { now: state.start[0], min: ranges[0].low, max: ranges[0].high };
      return [...on(state.start), placeWords(world.names, state.start), numbers];
    },
    onDrag: ({ from }, x, y) => onStart(from(x, y).map((value, i) => snapped(value, ranges[i]))),
    onKey: (...parts) =>
      onStart(parts.map((part, i) => snapped(state.start[i] + stride(part, ranges[i]), ranges[i]))),
  });

  /** The minima that are known, and the one that a run tends to. */
  function bestOf({ objective, verdict: { minimiser } }) {
    const { minimisers } = world.own.objective;
    const best = minimisers.length || objective !== world.own.objective || !minimiser ? minimisers : [minimiser];
    return { best, words: data.rows && objective.quadratic ? tr("least squares") : tr("minimum") };
  }

  function draw(bench, position) {
    const [before, now] = [sights.at(-1), all[world.method().space]];
    if (before !== now) sights = [before ?? now, now];
    shown.draw(bench, position);
    if (!before || before === now) return;
    turn.jump(0);
    turn.travel(1);
  }
  return { element: shown.element, draw };
}

/** A hundredth of the range for a press of a key, in whole steps. */
function stride(part, { low, high, step }) {
  return part * step * Math.max(1, Math.round((high - low) / (100 * step)));
}

/** The data with the line of the point that is shown, or on its way to the next. */
function lineOf({ rows }, { own }) {
  const { element, draw } = picture(tr("The data and the line"), (width, height, { run, kinds }, position) => {
    const [k, next] = [Math.floor(position), Math.min(Math.ceil(position), kinds.length - 1)];
    const line = run.path[k].map((value, i) => value + (position - k) * (run.path[next][i] - value));
    return linePicture(width, height, rows, line, own.objective.minimisers[0], kinds[next]);
  });
  return { element: html("div", { class: "line" }, element), draw };
}

/** How far the parameters are from where they tend to or, if that is not known, from where they started. */
function distanceOf() {
  const shown = picture(tr("Distance against step"), (width, height, { run, kinds, kept }, position) => {
    const { minimiser } = run.verdict;
    const awayOf = ({ iterates }, place) => iterates.map((point) => Math.hypot(...point.map((value, i) => value - place[i])));
    const line = (one) => ({ ...one, losses: awayOf(one, minimiser ?? one.iterates[0]) });
    const name = minimiser ? tr("distance to the minimum") : tr("distance from the start");
    return lossPicture(width, height, line(run), kinds, position, { axis: "linear", name, unit: "" }, kept && line(kept));
  });
  shown.element.classList.add("view");
  return shown;
}
