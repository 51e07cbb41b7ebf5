// What the pictures show, as a table: the start and the last steps of the run as far as it has come.

import { html } from "../elements.js";
import { fixed, plainText } from "../format.js";
import { tr } from "../messages.js";
import { datum, symbol } from "./numbers.js";

const LAST = 8;

/** A table of what `show` is given, { names, points, losses, k }; rows are written only where they are seen. */
export function stepsTable() {
  const head = html("tr");
  const body = html("tbody");
  const caption = html("caption", {}, tr("The start and the last steps"));
  const element = html("table", {}, caption, html("thead", {}, head), body);
  let shown = null;

  function write(seen) {
    if (!seen || !shown) return;
    const { names, points, losses, k } = shown;
    const heads = [html("var", {}, "k"), ...names.map((name) => symbol(name, "k")), tr("loss")];
    head.replaceChildren(...heads.map((words) => html("th", { scope: "col" }, words)));
    body.replaceChildren(
      ...rowsTo(k).map((i) => {
        const numbers = [...points[i], losses[i]].map((value) => html("td", {}, datum(value)));
        return html("tr", {}, html("th", { scope: "row" }, plainText(fixed(i, 0))), ...numbers);
      }),
    );
  }

  function show(now, seen) {
    shown = now;
    write(seen);
  }
  return { element, write, show };
}

function rowsTo(k) {
  const first = Math.max(k - LAST + 1, 1);
  return [0, ...Array.from({ length: Math.max(k - first + 1, 0) }, (_, i) => first + i)];
}
