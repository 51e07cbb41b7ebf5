// What is read and said about the houses' run.

import { judge } from "../../descent/verdict.js";
import { html } from "../../elements.js";
import { factorOfStep, plainText, rounded } from "../../format.js";
import { placed, tr } from "../../messages.js";
import { datum, symbol } from "../numbers.js";
import { count, endOfRun, factorParts, ordersPart, quantity, stepPart, verdictWords } from "../readings.js";

export function readingsOf(bench, data, world) {
  const { run, k } = bench;
  const verdict = judge(run);
  const { judged } = world.method();
  const eigenvalues = verdict.eigenvalues.map((value, i) => quantity(symbol("λ", i + 1), datum(value)));
  const [a, b] = run.path[k];
  return {
    kind: verdict.kind,
    factor: verdict.predicted,
    reason: reasonFor(verdict, judged),
    warning: endOfRun(bench, data.longest),
    steps: { names: ["a", "b"], points: run.path, losses: run.losses, k },
    entries: [
      [tr("Step"), stepPart(bench)],
      [tr("Here"), quantity(symbol("a", k), datum(a), data.units[0]), quantity(symbol("b", k), datum(b), data.units[1])],
      [tr("Loss"), quantity(symbol("J", k), datum(run.losses[k]), data.value_unit)],
      [tr("Since the start"), ordersPart(bench)],
      [
        tr("Factor a step"),
        ...(judged ? factorParts(bench, verdict.predicted) : [tr("none: it chooses its own steps")]),
      ],
      judged ? [tr("The edge"), edgePart(verdict)] : [tr("Rejected"), rejectedPart(bench)],
      ...(judged ? [[tr("Eigenvalues"), ...eigenvalues]] : []),
    ],
  };
}

function edgePart({ edgeMultiple }) {
  return html("span", {}, ...placed(tr("at {multiple} times these rates"), { multiple: datum(edgeMultiple) }));
}

function rejectedPart({ run, k }) {
  const n = run.rejected.filter((trial) => trial.k < k).length;
  return html("span", { class: "quantity" }, ...placed(tr("{n} trial points"), { n: datum(n, count(n)) }));
}

function reasonFor({ kind, predicted, overshoots }, judged) {
  if (kind === "standing") return tr("It begins on the least-squares line, where there is no slope: no rate moves it.");
  if (!judged)
    return tr("A step that would raise the loss is halved until it does not. No rate is too large for that.");
  if (kind === "cycling")
    return tr("Exactly on the edge: the steep part of the error changes sides for ever, neither larger nor smaller.");
  const factor = plainText(factorOfStep(predicted));
  if (kind === "diverging")
    return tr("From wall to wall: in the long run each step multiplies the error by {factor}.", { factor });
  if (predicted === 0) return tr("One step lands on the least-squares line.");
  if (overshoots)
    return tr("Swinging from side to side, in the long run each step leaves {factor} of the error.", { factor });
  return tr("In the long run each step leaves {factor} of the error.", { factor });
}

export function spokenOf({ run, k }, { kind, factor, warning }, state, world) {
  const { parameters } = world.now().space;
  const values = {
    rates: rateWords(parameters, state.rates),
    step: plainText(count(k)),
    place: placeWords(run.path[k]),
    loss: plainText(rounded(run.losses[k], 4)),
    verdict: verdictWords(kind, factor),
    warning,
  };
  return tr("{rates}, step {step}: {place}, loss {loss}. {verdict}. {warning}", values).trim();
}

/** The rates of the parameters in words. */
export function rateWords(parameters, rates) {
  const words = (parameter, i) => tr("η for {parameter} {rate}", { parameter, rate: plainText(rounded(rates[i])) });
  return parameters.map(words).join(", ");
}

/** A place on the map in words. */
export function placeWords([a, b]) {
  return `a = ${plainText(rounded(a, 4))}, b = ${plainText(rounded(b, 4))}`;
}
