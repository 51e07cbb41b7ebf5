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
export function mapOf({ start: ranges }, state, world, onStart) {
  let sights = [];
  const turn = makePlayer(() => shown.redraw(), undefined, TURN_MS);
  const shown = pictureWithStart({
    title: tr("The valley from above with the run in it"),
    name: tr("Start, a and b"),
    viewOf: (width, height, run, position) =>
      contourView(width, height, run.seen, position, turn.position, sights, world.sights.standard),
    paint: (view, { run, kinds }, position) => contourPicture(view, run.seen, kinds, position),
    placeOf: ({ on }) => {
      const numbers = { now: state.start[0], min: ranges[0].low, max: ranges[0].high };
      return [...on(state.start), placeWords(state.start), numbers];
    },
    onDrag: ({ from }, x, y) => onStart(from(x, y).map((value, i) => snapped(value, ranges[i]))),
    onKey: (...parts) =>
      onStart(parts.map((part, i) => snapped(state.start[i] + stride(part, ranges[i]), ranges[i]))),
  });

  function draw(bench, position) {
    const [before, now] = [sights.at(-1), world.sights[world.method().space]];
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

/** The houses with the line of the point that is shown, or on its way to the next. */
export function lineOf({ rows }, world) {
  const { element, draw } = picture(tr("The houses and the line"), (width, height, { run, kinds }, position) => {
    const [k, next] = [Math.floor(position), Math.min(Math.ceil(position), kinds.length - 1)];
    const line = run.path[k].map((value, i) => value + (position - k) * (run.path[next][i] - value));
    return linePicture(width, height, rows, line, world.minimiser, kinds[next]);
  });
  return { element: html("div", { class: "line" }, element), draw };
}
