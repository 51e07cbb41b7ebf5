// What is read beside the picture: the verdict in words, and the numbers under it.

import { measuredFactor, ordersOfMagnitude } from "../descent/verdict.js";
import { html } from "../elements.js";
import { factorOfStep, fixed, plainText, rounded } from "../format.js";
import { placed, tr } from "../messages.js";
import { datum, typeset } from "./numbers.js";
import { stepsTable } from "./steps_table.js";
import { isOver } from "./transport.js";

/**
 * @typedef {object} Readings
 * @property {string} kind the verdict, or "still"
 * @property {number | null} factor
 * @property {string} reason
 * @property {any[][]} entries each a name, followed by what is read there
 * @property {string} warning why the run does not go on, or ""
 * @property {{names: string[], points: number[][], losses: number[], k: number}} steps
 */

/** Verdict and numbers; `show` fills them with readings. */
export function readingsPanel() {
  const word = html("strong");
  const rate = html("span");
  const badge = html("p", {}, word, rate);
  const why = html("p", { class: "why" });
  const list = html("dl");
  const notice = html("p", { class: "notice", hidden: true });
  const verdict = html("div", { class: "verdict-part" }, badge, why, notice);
  const table = stepsTable();
  const numbers = html("div", { class: "readings" }, list);

  function show({ kind, factor, reason, entries, warning, steps }) {
    table.show(steps);
    badge.className = `badge ${kind}`;
    word.textContent = kindWord(kind);
    const times = { factor: factor === null ? "" : datum(factor, factorOfStep(factor)) };
    rate.replaceChildren(...(factor === null ? [] : [" ", ...placed(tr("×{factor} a step"), times)]));
    why.replaceChildren(...typeset(reason));
    list.replaceChildren(
      ...entries.map(([name, ...parts]) => html("div", {}, html("dt", {}, name), html("dd", {}, ...parts))),
    );
    notice.hidden = !warning;
    notice.replaceChildren(...typeset(warning));
  }
  return { verdict, numbers, table: table.element, show };
}

/** A verdict in a word; "still" is a run that no rate would move. */
function kindWord(kind) {
  const words = {
    converging: tr("converging"),
    cycling: tr("cycling"),
    wandering: tr("wandering"),
    standing: tr("standing still"),
    diverging: tr("diverging"),
    still: tr("still"),
  };
  return words[kind];
}

/** Measured and predicted factor, side by side; a dash where there is none yet. */
export function factorParts(bench, predicted) {
  const measured = measuredFactor(bench.run, bench.k);
  const shown = (value) => (value === null ? "–" : datum(value, factorOfStep(value)));
  return [
    html("span", { class: "quantity" }, ...placed(tr("measured {factor}"), { factor: shown(measured) })),
    html("span", { class: "quantity" }, ...placed(tr("predicted {factor}"), { factor: shown(predicted) })),
  ];
}

/** How many orders of magnitude the loss stands above or below the first one. */
export function ordersPart({ run, k }) {
  const [first, here] = [run.losses[0], run.losses[k]];
  if (!(first > 0 && here > 0)) return "–";
  const orders = ordersOfMagnitude(here, first);
  const shown = html("data", { value: String(orders) }, plainText(fixed(Math.abs(orders), 1)));
  return html("span", {}, ...placed(ordersWords(Math.sign(orders)), { orders: shown }));
}

function ordersWords(way) {
  if (way > 0) return tr("{orders} orders of magnitude up");
  if (way < 0) return tr("{orders} orders of magnitude down");
  return tr("{orders} orders of magnitude");
}

/** Why the run does not go on from here, or "". */
export function endOfRun(bench, longest) {
  const { run } = bench;
  if (!isOver(bench, longest)) return "";
  if (run.stopped === "overflow") {
    const most = plainText(rounded(Number.MAX_VALUE));
    return tr(
      "Overflow at step {step}: the next loss is larger than {most}, the largest number that double precision holds.",
      { step: plainText(count(run.overflowStep)), most },
    );
  }
  if (run.stopped === "tolerance") return tr("The run ends here: the last step hardly changed the loss.");
  if (run.stopped === "stalled") return tr("The run ends here: no step from this point lowers the loss.");
  return tr("This is as far as the page follows a run.");
}

/** How many steps there are to take: to where the run ends by itself, or as far as it was followed. */
function lengthOf({ run, nSteps }) {
  return run.stopped === "max_steps" ? nSteps : run.losses.length - 1;
}

/** The step that is shown, among those that there are to take. */
export function stepPart(bench) {
  const parts = { k: datum(bench.k, count(bench.k)), n: plainText(count(lengthOf(bench))) };
  return html("span", { class: "quantity" }, ...placed(tr("{k} of {n}"), parts));
}

export function verdictWords(kind, factor) {
  if (factor === null) return kindWord(kind);
  return tr("{kind}, times {factor} a step", { kind: kindWord(kind), factor: plainText(factorOfStep(factor)) });
}

export function count(number) {
  return rounded(number, 6);
}

/** "x = 0.6", kept together. */
export function quantity(name, value, unit = "") {
  const units = unit ? [html("span", { class: "unit" }, ` ${unit}`)] : [];
  return html("span", { class: "quantity" }, name, " = ", value, ...units);
}
