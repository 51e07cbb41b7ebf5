// Brings every playground on the page to life: one that is out of sight when the reader comes near it.

import { readLink } from "./link.js";
import { play } from "./play.js";

/** So far ahead of what is in sight, in heights of the window. */
const NEAR = "150% 0px";
/** So many frames after its begin, a playground has taken its size. */
const FRAMES = 2;

const waiting = new Map();
const near = new IntersectionObserver(
  (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => begin(target)),
  { rootMargin: NEAR },
);

/** What is around a playground is observed, since it is hidden itself. */
for (const root of document.querySelectorAll(".playground")) {
  waiting.set(root.parentElement, root);
  near.observe(root.parentElement);
}
window.addEventListener("hashchange", () => arrive(true));
arrive(performance.getEntriesByType("navigation")[0].type === "navigate");

/** Begin what the address names, and all above the place that it names; then have the page go there. */
async function arrive(goes) {
  const target = document.getElementById(window.location.hash.slice(1));
  const above = [...waiting].filter(
    ([around, { dataset }]) => readLink(dataset.section, window.location.hash) || precedes(around, target),
  );
  above.forEach(([around]) => begin(around));
  if (!goes || target === null || above.length === 0) return;
  for (let i = 0; i < FRAMES; i += 1) await new Promise((go) => requestAnimationFrame(go));
  target.scrollIntoView();
}

function precedes(one, other) {
  return other !== null && (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

function begin(around) {
  const root = waiting.get(around);
  near.unobserve(around);
  if (!waiting.delete(around)) return;
  const data = JSON.parse(document.getElementById(root.dataset.model).textContent);
  play(root, data);
  root.hidden = false;
}
