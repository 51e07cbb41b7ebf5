// The valley from above, with a start that can be dragged, and the line that its point stands for.

import { snapped } from "../controls.js";
import { picture } from "../drawing/canvas.js";
import { contourPicture, contourView } from "../drawing/contour_plot.js";
import { linePicture } from "../drawing/line_plot.js";
import { html } from "../../elements.js";
import { pictureWithStart } from "../handle.js";
import { tr } from "../../messages.js";
import { makePlayer } from "../travel.js";
import { placeWords } from "./words.js";

/** How long the valley takes to turn round. */
const TURN_MS = 1200;

/** The map; whenever the method works in other parameters, its valley turns into that of those before the reader's eyes. */
export function mapOf({ start: ranges, units, standard }, state, world, onStart) {
  let aim = null;
  const turn = makePlayer(() => shown.redraw(), undefined, TURN_MS);
  const shown = pictureWithStart({
    title: tr("The valley from above with the run in it"),
    name: tr("Start, a and b"),
    viewOf: (width, height, run, position) => contourView(width, height, run.seen, position, turn.position, world.valley),
    paint: (view, { run, kinds }, position) => {
      const [names, uses] = turn.position < 0.5 ? [["a", "b"], units] : [standard.parameters, [units[1], units[1]]];
      return contourPicture(view, run.seen, kinds, position, names, uses);
    },
    placeOf: ({ on }) => {
      const numbers = { now: state.start[0], min: ranges[0].low, max: ranges[0].high };
      return [...on(state.start), placeWords(state.start), numbers];
    },
    onDrag: ({ from }, x, y) => onStart(from(x, y).map((value, i) => snapped(value, ranges[i]))),
    onKey: (...parts) =>
      onStart(parts.map((part, i) => snapped(state.start[i] + stride(part, ranges[i]), ranges[i]))),
  });

  function draw(bench, position) {
    const before = aim;
    aim = world.method().space === "standard" ? 1 : 0;
    shown.draw(bench, position);
    if (before === null) turn.jump(aim);
    else if (before !== aim) turn.travel(aim);
  }
  return { element: shown.element, draw };
}

/** A hundredth of the range for a press of a key, in whole steps. */
function stride(part, { low, high, step }) {
  return part * step * Math.max(1, Math.round((high - low) / (100 * step)));
}

/** The houses with the line of the point that is shown, or on its way to the next. */
export function lineOf({ rows }, world) {
  const { element, draw } = picture(tr("The houses and the line"), (width, height, { run, kinds }, position) => {
    const [k, next] = [Math.floor(position), Math.min(Math.ceil(position), kinds.length - 1)];
    const line = run.path[k].map((value, i) => value + (position - k) * (run.path[next][i] - value));
    return linePicture(width, height, rows, line, world.valley.minimiser, kinds[next]);
  });
  return { element: html("div", { class: "line" }, element), draw };
}
