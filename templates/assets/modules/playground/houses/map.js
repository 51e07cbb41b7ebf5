// The valley from above, with a start that can be dragged.

import { snapped } from "../controls.js";
import { resize, roomIn } from "../drawing/canvas.js";
import { borders, contourPicture, contourView } from "../drawing/contour_plot.js";
import { html, svg } from "../../elements.js";
import { handle } from "../handle.js";
import { tr } from "../../messages.js";
import { placeWords } from "./words.js";

/** The map from above, with the start to be dragged. */
export function mapOf({ start: ranges, view: sight, units, raw }, state, world, onStart) {
  const named = { role: "group", "aria-label": tr("The valley from above with the run in it") };
  const canvas = svg("svg", { class: "plot", ...named });
  const layer = svg("g", { "aria-hidden": "true" });
  const element = html("div", { class: "canvas" }, canvas);
  const least = sight.map(({ low, high }) => [low, high]);
  const valley = {
    minimiser: world.raw.objective.minimiser,
    mean: raw.sums.mean_x,
    spread: Math.sqrt(raw.sums.variance_x),
  };
  let view = null;
  let held = false;
  let redraw = () => {};
  const grip = handle(canvas, {
    name: tr("Start, a and b"),
    onDrag: (x, y) => onStart([snapped(view.a.from(x), ranges[0]), snapped(view.b.from(y), ranges[1])]),
    onKey: (right, up) =>
      onStart([right, up].map((part, i) => snapped(state.start[i] + stride(part, ranges[i]), ranges[i]))),
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
    const height = Math.round(Math.max(280, Math.min(0.66 * width, 520)));
    resize(canvas, width, height);
    // A drag goes on in the axes that it began in; let go, they follow the run again.
    if (!held || !view) view = contourView(width, height, borders(run.seen, least), least, position);
    layer.replaceChildren(...contourPicture(view, run.seen, kinds, position, units, valley));
    const [x, y] = [view.a.at(state.start[0]), view.b.at(state.start[1])];
    const numbers = { now: state.start[0], min: ranges[0].low, max: ranges[0].high };
    grip.place(x, y, placeWords(state.start), numbers);
  }
  return { element, draw };
}

/** A hundredth of the range for a press of a key, in whole steps. */
function stride(part, { low, high, step }) {
  return part * step * Math.max(1, Math.round((high - low) / (100 * step)));
}
