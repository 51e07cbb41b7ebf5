// The valley from above, with a start that can be dragged.

import { snapped } from "../controls.js";
import { borders, contourPicture, contourView } from "../drawing/contour_plot.js";
import { pictureWithStart } from "../handle.js";
import { tr } from "../../messages.js";
import { placeWords } from "./words.js";

export function mapOf({ start: ranges, view: sight, units, raw }, state, world, onStart) {
  const least = sight.map(({ low, high }) => [low, high]);
  const valley = {
    minimiser: world.raw.objective.minimiser,
    mean: raw.sums.mean_x,
    spread: Math.sqrt(raw.sums.variance_x),
  };
  return pictureWithStart({
    title: tr("The valley from above with the run in it"),
    name: tr("Start, a and b"),
    height: (width) => Math.max(280, Math.min(0.66 * width, 520)),
    viewOf: (width, height, run, position) => contourView(width, height, borders(run.seen, least), least, position),
    paint: (view, { run, kinds }, position) => contourPicture(view, run.seen, kinds, position, units, valley),
    placeOf: ({ a, b }) => {
      const numbers = { now: state.start[0], min: ranges[0].low, max: ranges[0].high };
      return [a.at(state.start[0]), b.at(state.start[1]), placeWords(state.start), numbers];
    },
    onDrag: ({ a, b }, x, y) => onStart([snapped(a.from(x), ranges[0]), snapped(b.from(y), ranges[1])]),
    onKey: (...parts) =>
      onStart(parts.map((part, i) => snapped(state.start[i] + stride(part, ranges[i]), ranges[i]))),
  });
}

/** A hundredth of the range for a press of a key, in whole steps. */
function stride(part, { low, high, step }) {
  return part * step * Math.max(1, Math.round((high - low) / (100 * step)));
}
