// What is read beside the pictures: the verdict in one line, and the numbers behind it.

import { measuredFactor, ordersOfMagnitude } from "../descent/verdict.js";
import { html } from "../elements.js";
import { factorOfStep, fixed, plainText, rounded } from "../format.js";
import { placed, tr } from "../messages.js";
import { datum, typeset } from "./numbers.js";
import { stepsTable } from "./steps_table.js";
import { isOver } from "./transport.js";

/**
 * @typedef {object} Readings `kind`, the verdict, with its `factor` or null and its `reason`; `entries`, each a
 *   name followed by what is read there; `steps` for the table; `warning`, why the run does not go on, or "", and
 *   `overflow`, the same in short; whether it `overflows` as far as it is followed; and all in one sentence, `spoken`
 */

/** Verdict and numbers; `show` fills them with readings. In a `brief` one an overflow takes the reason's place. */
export function readingsPanel(brief) {
  const word = html("strong");
  const why = html("span");
  const badge = html("p", {}, word, ": ", why);
  const where = html("p", { class: "where" });
  const list = html("dl");
  const notice = html("p", { class: "notice", hidden: true });
  const table = stepsTable();
  const summary = html("summary", {}, tr("The numbers, step by step"));
  const numbers = html("details", { class: "steps" }, summary, html("div", { class: "readings" }, list), table.element);

  function show({ kind, reason, entries, warning, overflow, steps }) {
    table.show(steps);
    badge.className = `badge ${kind}`;
    word.textContent = kindWord(kind);
    why.replaceChildren(...typeset((brief && overflow) || reason));
    const [step, loss] = [fixed(steps.k, 0), rounded(steps.losses[steps.k], 4)].map(plainText);
    where.replaceChildren(...typeset(tr("step {step}, loss {loss}", { step, loss })));
    list.replaceChildren(
      ...entries.map(([name, ...parts]) => html("div", {}, html("dt", {}, name), html("dd", {}, ...parts))),
    );
    notice.hidden = brief || !warning;
    notice.replaceChildren(...typeset(warning));
  }
  return { verdict: html("div", { class: "verdict-part" }, badge, notice), where, numbers, show };
}

/** The readings of a run: what all runs have, and what `own` says of this one. @returns {Readings} */
export function readingsWith(bench, longest, { here, loss, more, names, points, rates, place, ...own }) {
  const { run, k } = bench;
  const end = endOfRun(bench, longest);
  const [step, height] = [count(k), rounded(run.losses[k], 4)].map(plainText);
  const values = { rates, step, place, loss: height, verdict: verdictWords(own), warning: end.warning };
  return {
    ...own,
    ...end,
    spoken: tr("{rates}, step {step}: {place}, loss {loss}. {verdict}. {warning}", values).trim(),
    overflows: own.kind === "diverging" && stepsToOverflow(run, own.factor) < longest,
    steps: { names, points, losses: run.losses, k },
    entries: [
      [tr("Step"), stepPart(bench)],
      [tr("Here"), ...here],
      [tr("Loss"), loss],
      [tr("Since the start"), ordersPart(bench)],
      ...more,
    ],
  };
}

/** About how many steps it takes a loss that grows by the square of a factor to leave the range of a double. */
function stepsToOverflow({ losses, stopped }, factor) {
  if (stopped === "overflow") return 0;
  if (factor === null) return Infinity;
  return ordersOfMagnitude(Number.MAX_VALUE, losses[0]) / (2 * Math.log10(factor));
}

/** A verdict in a word. */
function kindWord(kind) {
  const words = {
    converging: tr("converging"),
    cycling: tr("cycling"),
    wandering: tr("wandering"),
    standing: tr("standing still"),
    diverging: tr("diverging"),
    undefined: tr("undefined"),
  };
  return words[kind];
}

/** The factor of the last step beside the one in the long run; a dash where there is none yet. */
export function factorParts(bench, predicted) {
  const measured = measuredFactor(bench.run, bench.k);
  const shown = (value) => (value === null ? "–" : datum(value, factorOfStep(value)));
  return [
    html("span", { class: "quantity" }, ...placed(tr("last step {factor}"), { factor: shown(measured) })),
    html("span", { class: "quantity" }, ...placed(tr("in the long run {factor}"), { factor: shown(predicted) })),
  ];
}

/** How many orders of magnitude the loss stands above or below the first one. */
function ordersPart({ run, k }) {
  const orders = ordersOfMagnitude(run.losses[k], run.losses[0]);
  if (!Number.isFinite(orders)) return "–";
  const shown = html("data", { value: String(orders) }, plainText(fixed(Math.abs(orders), 1)));
  const moved = orders < 0 ? tr("{orders} orders of magnitude down") : tr("{orders} orders of magnitude up");
  return html("span", {}, ...placed(orders ? moved : tr("{orders} orders of magnitude"), { orders: shown }));
}

/** Why the run does not go on from here, in full and, where it overflows, in short. */
function endOfRun(bench, longest) {
  const { stopped, overflowStep } = bench.run;
  const ends = {
    tolerance: tr("The run ends here: the last step hardly changed the loss."),
    stalled: tr("The run ends here: no step from this point lowers the loss."),
    domain: tr("The run ends here: the next step leads to where the function has no value."),
    max_steps: tr("This is as far as the page follows a run."),
  };
  if (!isOver(bench, longest)) return { warning: "", overflow: "" };
  if (stopped !== "overflow") return { warning: ends[stopped], overflow: "" };
  const [step, most] = [count(overflowStep), rounded(Number.MAX_VALUE)].map(plainText);
  return {
    warning: tr(
      "Overflow at step {step}: the next loss is larger than {most}, the largest number that double precision holds.",
      { step, most },
    ),
    overflow: tr("overflow at step {step}", { step }),
  };
}

/** The step that is shown, among those to take: to where the run ends by itself, or as far as it was followed. */
function stepPart({ run, k, nSteps }) {
  const length = run.stopped === "max_steps" ? nSteps : run.losses.length - 1;
  const parts = { k: datum(k, count(k)), n: plainText(count(length)) };
  return html("span", { class: "quantity" }, ...placed(tr("{k} of {n}"), parts));
}

/** The verdict as it is read out. */
function verdictWords({ kind, factor, reason }) {
  if (factor === null) return `${kindWord(kind)}: ${reason}`;
  return tr("{kind}, times {factor} a step", { kind: kindWord(kind), factor: plainText(factorOfStep(factor)) });
}

function count(number) {
  return rounded(number, 6);
}

/** "x = 0.6", kept together. */
export function quantity(name, value, unit = "") {
  const units = unit ? [html("span", { class: "unit" }, ` ${unit}`)] : [];
  return html("span", { class: "quantity" }, name, " = ", value, ...units);
}
