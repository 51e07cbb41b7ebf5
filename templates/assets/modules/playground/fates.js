// The map of all pairs of rates, on which a pair can be chosen.

import { fatePicture, fateView } from "./drawing/fate_map.js";
import { mark } from "./drawing/marks.js";
import { html } from "../elements.js";
import { pictureWithStart } from "./handle.js";
import { tr } from "../messages.js";
import { RATE_DIGITS, RATE_PLACES, powers } from "./slider.js";
import { rateWords } from "./words.js";

/** The map of all pairs of rates; a place on it that is pressed or dragged to becomes the pair. */
export function fateMapOf(state, world, onChange) {
  const space = () => world.now().space;
  const within = ({ low, high }, rate) => Math.min(high, Math.max(low, Number(rate.toPrecision(RATE_DIGITS))));
  const toPlace = ({ scales }, ...pixels) =>
    onChange({ rates: scales.map((scale, i) => within(space().rates[i], scale.from(pixels[i]))) });
  const placeOn = ({ scales }) => scales.map((scale, i) => scale.at(state.rates[i]));
  const map = pictureWithStart({
    title: tr("Every pair of rates"),
    name: tr("Pair of learning rates"),
    kind: "fate-map",
    viewOf: (width, height) => fateView(width, height, space().rates),
    paint: (view) => {
      const { objective } = world.now();
      const { method, verdict } = world.compute(1);
      const words = method.batch ? tr("every step draws rows") : tr("every step is checked");
      const shown = { edge: method.rule?.edge, names: space().parameters, words };
      const did = { converging: "fell", diverging: "rose" }[verdict.kind] ?? "unchanged";
      return [...fatePicture(view, { ...objective, hessian: () => objective.hessian(objective.minimisers[0]) }, shown), mark(did, ...placeOn(view), 6)];
    },
    placeOf: (view) => {
      const { low, high } = space().rates[0];
      return [...placeOn(view), rateWords(space().parameters, state.rates), { now: state.rates[0], min: low, max: high }];
    },
    onDrag: toPlace,
    onPress: toPlace,
    onKey: (...parts) =>
      onChange({
        rates: state.rates.map((rate, i) => {
          const { low, high, value, place } = powers(space().rates[i]);
          return parts[i] ? value(Math.min(high, Math.max(low, place(rate) + 4 * RATE_PLACES * parts[i]))) : rate;
        }),
      }),
  });
  const words = html("figcaption");

  function show() {
    map.draw({ run: null }, 0);
    words.textContent = captionOf(world);
  }
  return { element: html("figure", { class: "fates" }, map.element, words), map: map.element, show };
}

function captionOf(world) {
  const { rule } = world.made();
  if (world.method().numbers.includes("batch")) return tr("Each step asks a few rows, so no edge is exact. Dashed: where plain descent has its edge.");
  if (!rule) return tr("No pair of rates leaves: steps are checked. Dashed: where plain descent has its edge.");
  if (world.now() !== world.own) return tr("Counted from the mean, each rate has its own edge: the two no longer interfere.");
  if (rule.edge > 2) return tr("Momentum moves the edge outwards. Dashed: where it is without.");
  if (rule.edge < 2) return tr("Nesterov’s momentum moves the edge inwards. Dashed: where it is without.");
  return tr("Every pair of rates, and the edge between their fates.");
}
