// How far the learner is: a quiet line at the foot of the window, and a mark at each clip that counts. It is not a
// live region: whatever was done has been announced where it was done.

import { html } from "../elements.js";
import { tr } from "../messages.js";

/** Put the line into the page and return a function that shows a state of progress in it. */
export function makeLine() {
  const line = html("aside", { class: "progress", "aria-label": tr("Your progress") });
  document.body.append(line);
  return (state) => {
    line.textContent = wordsFor(state);
    line.dataset.complete = String(state.complete);
  };
}

export function markClip({ figure }) {
  const mark = html("span", { class: "counts", role: "img", "aria-label": tr("Done") }, "✓");
  figure.querySelector(".title").append(" ", mark);
}

function wordsFor(state) {
  if (state.questions === 0) {
    return state.complete ? tr("Completed · Clips: all {clips}", state) : tr("Clips: {watched} of {clips}", state);
  }
  return state.complete
    ? tr("Completed · Clips: all {clips} · Questions: all {questions}", state)
    : tr("Clips: {watched} of {clips} · Questions: {answered} of {questions}", state);
}
