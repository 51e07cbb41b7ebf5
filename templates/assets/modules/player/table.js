// The table of iterates while its clip plays: the row of the iterate that is seen, and its loss beneath.

import { html } from "../elements.js";
import { placed, tr } from "../messages.js";

/** Return a function that shows the step at an index of the list, -1 for none, in the table of the figure. */
export function followInTable(clip) {
  const line = clip.figure.querySelector(".now");
  if (!line) return () => {};
  const rows = Array.from(tableOf(clip).querySelectorAll("tbody tr"));
  const symbol = lossSymbol(clip);
  const here = html("span", { class: "here" });
  let marked = null;
  line.hidden = false;

  function mark(row, k) {
    if (marked) marked.removeAttribute("aria-current");
    here.remove();
    marked = row;
    if (!row) return;
    row.setAttribute("aria-current", "true");
    if (!row.classList.contains("skipped")) return;
    here.textContent = tr(", now k = {k}", { k });
    row.firstElementChild.append(here);
  }

  return (place) => {
    const step = clip.steps[place];
    mark(step ? rowOf(rows, step.k) : null, step?.k);
    const parts = step && { step: quantity("k", String(step.k)), loss: quantity(symbol, step.loss) };
    line.replaceChildren(...(step ? placed(tr("Now {step}, {loss}"), parts) : [tr("Now: before the first step.")]));
  };
}

/** A step in words that can be read out. */
export function inWords(clip, step) {
  return `k = ${step.k}, ${lossSymbol(clip)} = ${step.loss.replace("e", " × 10^")}`;
}

/** The row of an iterate, or the one that stands for it among those left out. */
function rowOf(rows, k) {
  let found = null;
  let reached = -1;
  for (const row of rows) {
    const own = row.dataset.k === undefined ? null : Number(row.dataset.k);
    if (own !== null && own > k) break;
    if (own !== null) reached = own;
    if (own !== null || (row.classList.contains("skipped") && reached < k)) found = row;
  }
  return found;
}

/** The iterates of the run that is followed: of several runs, the first has the first table. */
function tableOf(clip) {
  return clip.figure.querySelector(".iterates");
}

/** The loss is the last column. */
function lossSymbol(clip) {
  return Array.from(tableOf(clip).querySelectorAll("thead var")).at(-1).textContent;
}

/** "J = 9.097 × 10 to the 8", out of J and 9.097e8. */
function quantity(symbol, number) {
  const [digits, power] = number.split("e");
  const raised = power === undefined ? [] : ["\u00a0×\u00a010", html("sup", {}, power.replace("-", "−"))];
  return [html("var", {}, symbol), ` = ${digits}`, ...raised];
}
