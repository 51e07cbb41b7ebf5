// Numbers and symbols in the text of the page.

import { html } from "../elements.js";
import { lowered, plainText, rounded } from "../format.js";

/** HTML for a number: what people read, with the value in full precision. */
export function datum(value, numeral = rounded(value, 4)) {
  return html("data", { value: String(value) }, ...typeset(plainText(numeral)));
}

/** Text in which powers of ten are raised by the page's own type, and no line breaks before them or inside "β = 0.5". */
export function typeset(text) {
  const parts = text.replace(/ (×) | (=) (?=[−\d])/g, "\u00a0$1$2\u00a0").split(/([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/);
  return parts.map((part, i) => (i % 2 ? html("sup", {}, lowered(part)) : part));
}

/** A symbol with its index, as the page sets it. */
export function symbol(name, index = "") {
  return html("var", {}, name, ...(index === "" ? [] : [html("sub", {}, String(index))]));
}
