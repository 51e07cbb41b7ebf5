// What is read and said about the parabola's run.

import { judge } from "../../descent/verdict.js";
import { html } from "../../elements.js";
import { plainText, rounded } from "../../format.js";
import { tr } from "../../messages.js";
import { datum, symbol } from "../numbers.js";
import { factorParts, quantity, readingsWith } from "../readings.js";

export function readingsOf(bench, state, data) {
  const { run, k } = bench;
  const verdict = judge(run);
  const still = state.rate === 0 || state.start === 0;
  const predicted = still ? null : verdict.predicted;
  return readingsWith(bench, data.longest, {
    kind: still ? "still" : verdict.kind,
    factor: predicted,
    reason: reasonOf(state, verdict),
    names: ["x"],
    rates: `η = ${plainText(rounded(state.rate, 6))}`,
    place: `x = ${plainText(rounded(run.iterates[k][0], 4))}`,
    points: run.iterates,
    here: [quantity(symbol("x", k), datum(run.iterates[k][0]))],
    loss: quantity(html("span", {}, html("var", {}, "f"), "(", symbol("x", k), ")"), datum(run.losses[k])),
    more: [
      [tr("Factor a step"), ...factorParts(bench, predicted)],
      [tr("The edge"), quantity(symbol("η"), datum(data.limit))],
    ],
  });
}

function reasonOf({ rate, start }, { kind, predicted }) {
  if (rate === 0) return tr("a rate of 0 makes no step");
  if (start === 0) return tr("at the bottom there is no slope");
  if (kind === "cycling") return tr("each jump ends just as far out");
  if (predicted === 0) return tr("the first jump lands on the bottom");
  // As many digits as tell it from 1; rates in steps of a thousandth make factors of four.
  const factor = plainText(rounded(predicted, Math.abs(predicted - 1) < 1e-3 ? 12 : 4));
  return tr("each jump ends {factor} × as far out", { factor });
}
