// What is read and said about the houses' run.

import { EDGE, judge } from "../../descent/verdict.js";
import { html } from "../../elements.js";
import { factorOfStep, plainText, rounded } from "../../format.js";
import { placed, tr } from "../../messages.js";
import { datum, symbol } from "../numbers.js";
import { factorParts, quantity, readingsWith } from "../readings.js";

export function readingsOf(bench, data, world) {
  const { run, k } = bench;
  const verdict = judge(run);
  const { judged } = world.method();
  const eigenvalues = verdict.eigenvalues.map((value, i) => quantity(symbol("λ", i + 1), datum(value)));
  const [a, b] = run.path[k];
  const factors = judged ? factorParts(bench, verdict.predicted) : [tr("none: it chooses its own steps")];
  return readingsWith(bench, data.longest, {
    kind: verdict.kind,
    factor: verdict.predicted,
    reason: reasonFor(verdict, judged),
    names: ["a", "b"],
    rates: rateWords(world.now().space.parameters, run.method.rates),
    place: placeWords(run.path[k]),
    points: run.path,
    here: [quantity(symbol("a", k), datum(a), data.units[0]), quantity(symbol("b", k), datum(b), data.units[1])],
    loss: quantity(symbol("J", k), datum(run.losses[k]), data.value_unit),
    more: [
      [tr("Factor a step"), ...factors],
      judged ? [tr("The edge"), edgePart(verdict)] : [tr("Rejected"), rejectedPart(bench)],
      ...(judged ? [[tr("Eigenvalues"), ...eigenvalues], [tr("Condition number felt"), narrowness(verdict)]] : []),
    ],
  });
}

function edgePart({ edgeMultiple }) {
  return html("span", {}, ...placed(tr("at {multiple} times these rates"), { multiple: datum(edgeMultiple) }));
}

/** How much stronger a step acts across the valley than along it. */
function narrowness({ eigenvalues: [steep, flat] }) {
  return quantity(symbol("κ"), datum(steep / flat));
}

function rejectedPart({ run, k }) {
  const n = datum(run.rejected.filter((trial) => trial.k < k).length);
  return html("span", { class: "quantity" }, ...placed(tr("{n} trial points"), { n }));
}

function reasonFor({ kind, predicted, overshoots }, judged) {
  if (kind === "standing") return tr("on the least-squares line there is no slope, and so no step");
  if (!judged) return tr("a step that would raise the loss is halved until it does not");
  if (kind === "cycling") return tr("the steep part of the error changes sides for ever and keeps its size");
  const factor = plainText(factorOfStep(predicted));
  if (kind === "diverging") return tr("in the long run each step multiplies the error by {factor}", { factor });
  if (predicted < EDGE) return tr("one step lands on the least-squares line");
  if (overshoots) return tr("it swings, and in the long run each step leaves {factor} of the error", { factor });
  return tr("in the long run each step leaves {factor} of the error", { factor });
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
