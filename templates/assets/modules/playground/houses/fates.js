// The map of all pairs of rates, on which a pair can be chosen.

import { judge } from "../../descent/verdict.js";
import { makeCanvas, onSize } from "../drawing/canvas.js";
import { fatePicture, fateView } from "../drawing/fate_map.js";
import { mark } from "../drawing/marks.js";
import { html, svg } from "../../elements.js";
import { handle } from "../handle.js";
import { tr } from "../../messages.js";
import { RATE_DIGITS, RATE_PLACES, powers } from "../slider.js";
import { rateWords } from "./words.js";

/** The map of all pairs of rates; a place on it that is pressed or dragged to becomes the pair. */
export function fateMapOf(state, world, onChange) {
  const named = { class: "plot fate-map", role: "group", "aria-label": tr("Every pair of rates") };
  const { canvas, element: frame, fit } = makeCanvas(named);
  const layer = svg("g", { "aria-hidden": "true" });
  const here = svg("g", { class: "here", "aria-hidden": "true" });
  const words = html("figcaption");
  const element = html("figure", { class: "fates" }, frame, words);
  let view = null;
  const rateAt = (scale, pixel, { low, high }) =>
    Math.min(high, Math.max(low, Number(scale.from(pixel).toPrecision(RATE_DIGITS))));
  const toPlace = (x, y) => {
    const { rates } = world.now().space;
    onChange({ rates: [rateAt(view.across, x, rates[0]), rateAt(view.up, y, rates[1])] });
  };
  const grip = handle(canvas, { name: tr("Pair of learning rates"), onDrag: toPlace, onKey: byKey });
  canvas.append(layer, grip.element, here);
  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    toPlace(event.clientX - box.left, event.clientY - box.top);
  });
  onSize(frame, show);

  function byKey(...parts) {
    const { rates } = world.now().space;
    const moved = state.rates.map((rate, i) => {
      const { low, high, value, place } = powers(rates[i]);
      return parts[i] ? value(Math.min(high, Math.max(low, place(rate) + 4 * RATE_PLACES * parts[i]))) : rate;
    });
    onChange({ rates: moved });
  }

  function show() {
    const size = state.rates.length ? fit() : null;
    if (!size) return;
    const { space, objective } = world.now();
    const shown = { beta: world.beta(), judged: world.method().judged, names: space.parameters };
    const reach = space.rates.map(({ low, high }) => [low, high]);
    view = fateView(...size, reach);
    layer.replaceChildren(...fatePicture(view, objective.hessian, shown));
    const [x, y] = [view.across.at(state.rates[0]), view.up.at(state.rates[1])];
    const { kind } = judge(world.compute(1));
    here.replaceChildren(mark({ converging: "fell", diverging: "rose" }[kind] ?? "unchanged", x, y, 6));
    const spoken = rateWords(space.parameters, state.rates);
    grip.place(x, y, spoken, { now: state.rates[0], min: space.rates[0].low, max: space.rates[0].high });
    words.textContent = captionOf(world);
  }
  return { element, show };
}

function captionOf(world) {
  const { judged, space } = world.method();
  if (!judged) return tr("With halving no pair of rates leaves. Dashed: where plain descent has its edge.");
  if (space === "standard") return tr("In standard units each rate has its own edge: the two no longer interfere.");
  if (world.beta() > 0) return tr("Momentum moves the edge outwards. Dashed: where it is without.");
  return tr("Every pair of rates, and the edge between their fates.");
}
