// What is read and said about the houses' run.

import { datum, html, symbol } from "./drawing.js";
import { fixed, plainText, rounded } from "./format.js";
import { count, endOfRun, factorParts, lengthOf, ordersPart, quantity } from "./readings.js";
import { judge } from "./verdict.js";

export function readingsOf(bench, state, data, world) {
  const { run, k } = bench;
  const verdict = judge(run);
  const { parameters } = world.now().space;
  const [a, b] = run.path[k];
  return {
    kind: verdict.kind,
    factor: verdict.predicted,
    reason: reasonFor(state, verdict),
    warning: endOfRun(bench, data.longest),
    entries: [
      ["Step", html("span", { class: "quantity" }, datum(k, count(k)), ` of ${plainText(count(lengthOf(bench)))}`)],
      ["Here", quantity(symbol("a", k), datum(a), data.units[0]), quantity(symbol("b", k), datum(b), data.units[1])],
      ["Loss", quantity(symbol("J", k), datum(run.losses[k]), data.value_unit)],
      ["Since the start", ordersPart(bench)],
      [
        "Factor a step",
        ...(world.judged() ? factorParts(bench, verdict.predicted) : ["none: it chooses its own steps"]),
      ],
      world.judged()
        ? ["The edge", html("span", {}, "at ", datum(verdict.edgeMultiple), " times these rates")]
        : [
            "Rejected",
            html("span", { class: "quantity" }, datum(rejectedBy(bench), count(rejectedBy(bench))), " trial points"),
          ],
      ...(world.judged() ? [["Eigenvalues", ...eigenvalueParts(verdict, parameters)]] : []),
    ],
  };
}

function eigenvalueParts({ eigenvalues }) {
  return eigenvalues.map((value, i) => quantity(symbol("λ", i + 1), datum(value)));
}

function rejectedBy({ run, k }) {
  return run.rejected.filter((trial) => trial.k < k).length;
}

function reasonFor({ method }, { kind, predicted, overshoots }) {
  if (method === "halving")
    return "A step that would raise the loss is halved until it does not. No rate is too large for that.";
  if (kind === "cycling")
    return "Exactly on the edge: the steep part of the error changes sides for ever, neither larger nor smaller.";
  const shown = plainText(fixed(predicted));
  if (kind === "diverging") return `From wall to wall: in the long run each step multiplies the error by ${shown}.`;
  if (predicted === 0) return "One step lands on the least-squares line.";
  const way = overshoots ? "Swinging from side to side" : "Without swinging";
  return `${way}, in the long run each step leaves ${shown} of the error.`;
}

export function spokenOf(bench, state, data, world) {
  const { run, k } = bench;
  const { kind, factor, warning } = readingsOf(bench, state, data, world);
  const { parameters } = world.now().space;
  const rates = parameters.map((name, i) => `η for ${name} ${plainText(rounded(state.rates[i]))}`).join(", ");
  const verdict = factor === null ? kind : `${kind}, times ${plainText(fixed(factor))} a step`;
  return `${rates}, step ${k}: ${placeWords(run.path[k])}, loss ${plainText(rounded(run.losses[k], 4))}. ${verdict}. ${warning}`.trim();
}

/** A place on the map in words. */
export function placeWords([a, b]) {
  return `a = ${plainText(rounded(a, 4))}, b = ${plainText(rounded(b, 4))}`;
}
