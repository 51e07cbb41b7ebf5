// What is read and said about a run.

import { EDGE, agreeing } from "../descent/verdict.js";
import { html } from "../elements.js";
import { factorOfStep, plainText, rounded } from "../format.js";
import { placed, tr } from "../messages.js";
import { datum, symbol } from "./numbers.js";
import { factorParts, quantity, readingsWith } from "./readings.js";

export function readingsOf(bench, data, state, world) {
  const { run, k } = bench;
  const { names } = world;
  const { verdict } = run;
  const factor = agreeing(verdict.predicted, verdict.kind);
  const inside = (value) => html("span", {}, html("var", {}, data.symbol), "(", value, ")");
  return readingsWith(bench, data.longest, {
    kind: verdict.kind,
    factor,
    reason: reasonFor(run, factor, data, state),
    names,
    rates: rateWords(world.now().space.parameters, run.method.rates),
    place: placeWords(names, run.path[k]),
    points: run.path,
    here: run.path[k].map((value, i) => quantity(symbol(names[i], k), datum(value), data.units[i])),
    loss: quantity(names.length > 1 ? symbol(data.symbol, k) : inside(symbol(names[0], k)), datum(run.losses[k]), data.value_unit),
    more: run.method.rule ? theoryOf(bench, factor, world) : untoldOf(bench),
  });
}

/** What theory says of a run, and where it tends to. */
function theoryOf(bench, factor, { own, names }) {
  const { method, objective, verdict } = bench.run;
  const { edgeMultiple, eigenvalues, minimiser } = verdict;
  const alone = names.length === 1;
  const edge = alone ? quantity(symbol("η"), datum(edgeMultiple * method.rates[0])) : edgePart(verdict);
  const curved = eigenvalues !== null && !alone;
  const each = curved ? eigenvalues.map((value, i) => quantity(symbol("λ", i + 1), datum(value))) : [];
  const least = own.objective === objective && !objective.quadratic && minimiser;
  return [
    [tr("Factor a step"), ...factorParts(bench, factor)],
    ...(edgeMultiple === null ? [] : [[tr("The edge"), edge]]),
    ...(curved ? [[tr("Eigenvalues"), ...each]] : []),
    ...(curved && eigenvalues.at(-1) > 0 ? [[tr("Condition number felt"), narrowness(verdict)]] : []),
    ...(least ? [[tr("Minimum"), ...minimiser.map((value, i) => quantity(symbol(names[i]), datum(value)))]] : []),
  ];
}

/** What there is to say of methods of which no theory tells the factor. */
function untoldOf(bench) {
  const { method, objective } = bench.run;
  if (method.batch) {
    const parts = { batch: datum(method.batch), n: datum(objective.rows.n) };
    return [[tr("Rows a step"), html("span", { class: "quantity" }, ...placed(tr("{batch} of {n}"), parts))]];
  }
  return [
    [tr("Factor a step"), tr("none: it chooses its own steps")],
    [tr("Rejected"), rejectedPart(bench)],
  ];
}

function edgePart({ edgeMultiple }) {
  return html("span", {}, ...placed(tr("at {multiple} times these rates"), { multiple: datum(edgeMultiple) }));
}

/** How much stronger a step acts across the valley than along it. */
function narrowness({ eigenvalues }) {
  return quantity(symbol("κ"), datum(eigenvalues[0] / eigenvalues.at(-1)));
}

function rejectedPart({ run, k }) {
  const n = datum(run.rejected.filter((trial) => trial.k < k).length);
  return html("span", { class: "quantity" }, ...placed(tr("{n} trial points"), { n }));
}

function reasonFor({ method, objective, verdict }, factor, { rows }, { rates }) {
  const { kind } = verdict;
  if (rates.includes(0)) return tr("a rate of 0 makes no step");
  if (kind === "standing") return levelWords(objective, rates, rows);
  if (kind === "undefined") return tr("the next step leads to where the function has no value");
  if (method.monotone) return searchWords(method);
  if (!objective.quadratic || factor === null) return observedWords(verdict, factor);
  return rates.length === 1 && method.plain ? jumpWords(kind, factor) : foretoldWords(verdict, factor, rows);
}

function levelWords(objective, rates, rows) {
  if (rows && objective.quadratic) return tr("on the least-squares line there is no slope, and so no step");
  if (objective.quadratic && rates.length === 1) return tr("at the bottom there is no slope");
  return tr("there is no slope here, and so no step");
}

function searchWords({ halves }) {
  if (halves) return tr("a step that would raise the loss is halved until it does not");
  return tr("a step that does not lower the loss enough is shortened until it does");
}

/** On a parabola. */
function jumpWords(kind, predicted) {
  if (kind === "cycling") return tr("each jump ends just as far out");
  if (predicted === 0) return tr("the first jump lands on the bottom");
  // As many digits as tell it from 1; rates in steps of a thousandth make factors of four.
  const factor = plainText(rounded(predicted, Math.abs(predicted - 1) < 1e-3 ? 12 : 4));
  return tr("each jump ends {factor} × as far out", { factor });
}

/** On a quadratic, where theory knows all. */
function foretoldWords({ kind, overshoots }, predicted, rows) {
  if (kind === "cycling") return tr("the steep part of the error changes sides for ever and keeps its size");
  const factor = plainText(factorOfStep(predicted));
  if (kind === "diverging") return tr("in the long run each step multiplies the error by {factor}", { factor });
  if (predicted < EDGE) return rows ? tr("one step lands on the least-squares line") : tr("one step lands on the minimum");
  if (overshoots) return tr("it swings, and in the long run each step leaves {factor} of the error", { factor });
  return tr("in the long run each step leaves {factor} of the error", { factor });
}

/** Of other functions, whose runs are judged by what they do. */
function observedWords({ kind, period }, factor) {
  if (kind === "cycling") return tr("it comes back to the same place every {period} steps", { period });
  if (kind === "wandering") return tr("it stays within bounds and settles nowhere");
  if (kind === "diverging") return tr("it leaves every bound");
  if (factor === null) return tr("its steps come to rest");
  return tr("near the minimum each step leaves {factor} of the error", { factor: plainText(factorOfStep(factor)) });
}

/** The rates of the parameters in words. */
export function rateWords(parameters, rates) {
  if (rates.length === 1) return `η = ${plainText(rounded(rates[0], 6))}`;
  const words = (parameter, i) => tr("η for {parameter} {rate}", { parameter, rate: plainText(rounded(rates[i])) });
  return parameters.map(words).join(", ");
}

/** A place in words. */
export function placeWords(names, point) {
  return point.map((value, i) => `${names[i]} = ${plainText(rounded(value, 4))}`).join(", ");
}
