// Buttons and choices.

import { tr } from "../messages.js";

/** A button with a drawn sign. `keys` is what aria-keyshortcuts says, `hint` what the tooltip says of them. */
export function button({ sign, label, keys = "", hint = "", act }) {
  const made = document.createElement("button");
  made.type = "button";
  made.append(drawn(sign));
  name(made, label, hint);
  if (keys) made.setAttribute("aria-keyshortcuts", keys);
  made.addEventListener("click", act);
  return made;
}

/** Name a button anew. */
export function name(made, label, hint = "") {
  made.setAttribute("aria-label", label);
  made.title = hint ? `${label} (${hint})` : label;
}

/** Give a button another sign, and words beside it where `words` has some. */
export function draw(made, sign, words = "") {
  made.replaceChildren(drawn(sign), ...(words ? [words] : []));
}

/** A labelled choice among [value, text] pairs. */
export function choice(label, options, value, act) {
  const made = document.createElement("label");
  const select = document.createElement("select");
  made.className = "choice";
  options.forEach(([own, text]) => select.append(new Option(text, own, false, own === value)));
  select.addEventListener("change", () => act(select.value));
  made.append(label, " ", select);
  return made;
}

/** How fast a video plays. */
export function speedChoice(video) {
  const options = ["0.5", "1", "1.5", "2"].map((rate) => [rate, `${rate}×`]);
  return choice(tr("Speed"), options, "1", (rate) => {
    video.defaultPlaybackRate = video.playbackRate = Number(rate);
  });
}

function drawn(path) {
  const made = document.createElement("template");
  made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
  return made.content;
}
