// The state in the address: "#play-parabola?eta=1.2&x=-1&k=3" names a section and a setting of its playground.

import { typedNumber } from "../format.js";

/** The setting that the address gives for the section `anchor`, as text by name, or null. */
export function readLink(anchor, fragment) {
  const [place, query] = fragment.replace(/^#/, "").split("?");
  return place === anchor && query !== undefined ? Object.fromEntries(new URLSearchParams(query)) : null;
}

/** The address of a setting; numbers are written in full. */
export function writeLink(anchor, setting) {
  const pairs = Object.entries(setting).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return `#${anchor}?${pairs.join("&")}`;
}

/** The number that `text` is, if it is one from low to high, and a whole one if only those are taken; otherwise `fallback`. */
export function numberIn(text, { low, high, whole }, fallback) {
  const value = typedNumber(text ?? "");
  return value >= low && value <= high && (!whole || Number.isInteger(value)) ? value : fallback;
}

/** Shows the address without a new entry in the history. */
export function showLink(address) {
  try {
    window.history.replaceState(window.history.state, "", address);
  } catch {
    // Browsers may refuse this for a page opened from disk, or when called too often: the next change tries again.
  }
}
