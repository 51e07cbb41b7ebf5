// The poster, the numbers and the words of a clip would answer the question before it. They are out of focus until the
// reader has answered, or wants to look: a press on them, by keyboard too, or the clip's start brings them back. Whoever
// only passes by with the Tab key sees no answer.
// Nothing is hidden from those who listen, and nothing on paper.

import { tr } from "../messages.js";

const LOOKS = ["pointerdown", "click", "play"];

/** Puts the clip after a question out of focus and returns what brings it back. */
export function veil(question) {
  const figure = question.nextElementSibling;
  if (!figure || !figure.matches("figure.run")) return () => undefined;
  const picture = figure.querySelector(".picture");

  function unveil() {
    delete figure.dataset.veiled;
    delete picture.dataset.veil;
    for (const event of LOOKS) figure.removeEventListener(event, unveil, true);
  }

  figure.dataset.veiled = "";
  picture.dataset.veil = tr("Predict first, or press to look.");
  for (const event of LOOKS) figure.addEventListener(event, unveil, true);
  return unveil;
}
