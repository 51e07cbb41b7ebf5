// What is read and said about the parabola's run.

import { judge } from "../../descent/verdict.js";
import { html } from "../../elements.js";
import { factorOfStep, plainText, rounded } from "../../format.js";
import { tr } from "../../messages.js";
import { datum, symbol } from "../numbers.js";
import { count, endOfRun, factorParts, ordersPart, quantity, stepPart, verdictWords } from "../readings.js";

export function readingsOf(bench, state, data) {
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

export function spokenOf({ run, k }, { kind, factor, warning }, state) {
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
