// Buttons and choices.

import { button, html, svg } from "../elements.js";

/**
 * A button with a drawn sign. `keys` is what aria-keyshortcuts says, `hint` what the tooltip says of them: what has keys
 * of its own from anywhere in the player is no tab stop.
 */
export function signButton({ sign, label, keys = null, hint = "", act }) {
  const made = button(drawn(sign), act, { "aria-keyshortcuts": keys, tabindex: keys && "-1" });
  name(made, label, hint);
  return made;
}

export function name(made, label, hint = "") {
  if (made.getAttribute("aria-label") === label) return;
  made.setAttribute("aria-label", label);
  made.title = hint ? `${label} (${hint})` : label;
}

/** Give a button another sign, and words beside it where `words` has some. */
export function draw(made, sign, words = "") {
  made.replaceChildren(drawn(sign), ...(words ? [words] : []));
}

/** A labelled choice among [value, text] pairs. */
export function choice(label, options, value, act, kind = "") {
  const select = html("select", {}, ...options.map(([own, text]) => new Option(text, own, false, own === value)));
  select.addEventListener("change", () => act(select.value));
  return html("label", { class: kind ? `choice ${kind}` : "choice" }, label, " ", select);
}

function drawn(d) {
  return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d, "fill-rule": "evenodd" }));
}
