// What the pictures show, as a table: the start and the last steps of the run as far as it has come.

import { html } from "../elements.js";
import { fixed, plainText } from "../format.js";
import { tr } from "../messages.js";
import { datum, symbol } from "./numbers.js";

const LAST = 8;

/** A table; `show` is given { names, points, losses, k }. */
export function stepsTable() {
  const [head, body, caption] = [html("tr"), html("tbody"), html("caption", {}, tr("The start and the last steps"))];
  const element = html("table", {}, caption, html("thead", {}, head), body);

  function show({ names, points, losses, k }) {
    const heads = [html("var", {}, "k"), ...names.map((name) => symbol(name, "k")), tr("loss")];
    head.replaceChildren(...heads.map((words) => html("th", { scope: "col" }, words)));
    body.replaceChildren(
      ...rowsTo(k).map((i) => {
        const numbers = [...points[i], losses[i]].map((value) => html("td", {}, datum(value)));
        return html("tr", {}, html("th", { scope: "row" }, plainText(fixed(i, 0))), ...numbers);
      }),
    );
  }
  return { element, show };
}

function rowsTo(k) {
  const first = Math.max(k - LAST + 1, 1);
  return [0, ...Array.from({ length: Math.max(k - first + 1, 0) }, (_, i) => first + i)];
}
