// The colour of a rate: the same as in the clips.

import { html } from "../elements.js";

/** A dot in the colour of a rate, by rate as a pair for light and dark; of a rate that has none, nothing is seen. */
export function rateDot(colours = {}) {
  const element = html("span", { class: "rate-dot", "aria-hidden": "true" });
  function show(rate) {
    const pair = colours[rate];
    element.hidden = !pair;
    element.style.color = pair ? `light-dark(${pair.join(", ")})` : "";
  }
  return { element, show };
}
