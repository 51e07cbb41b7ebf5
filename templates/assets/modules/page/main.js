// What the page needs besides its players and playgrounds.

import { followContents } from "./contents.js";
import { readMaps } from "./fate_cells.js";

/** A video that has its first frame needs its poster no more. */
function uncover({ target }) {
  target.closest?.(".picture")?.classList.add("started");
}

function openTranscripts() {
  for (const details of document.querySelectorAll("details.transcript")) details.open = true;
}

/** What is wider than its container can be scrolled with the keyboard too; what fits is no tab stop. */
function makeWideFocusable() {
  const wide = document.querySelectorAll(".formula, .scroll");
  const sized = new ResizeObserver((entries) => stopAt(entries.map(({ target }) => target)));
  wide.forEach((one) => sized.observe(one));
  document.fonts.ready.then(() => stopAt([...wide]));
}

/** All are measured before any is changed: else each would have the page laid out anew. */
function stopAt(all) {
  const over = all.map((one) => one.scrollWidth > one.clientWidth);
  all.forEach((one, i) => (over[i] ? (one.tabIndex = 0) : one.removeAttribute("tabindex")));
}

followContents();
readMaps();
makeWideFocusable();
window.addEventListener("beforeprint", openTranscripts);
document.addEventListener("loadeddata", uncover, true); // it does not bubble
