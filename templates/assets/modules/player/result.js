// How a clip ends is shown to those who have watched it, answered its question, or ask: never by passing.

import { partAt } from "./clip.js";

/**
 * Let the last picture lie over a video that waits while the result is open. A clip that was played to its end opens it,
 * and one that goes on takes the picture away.
 */
export function startResult(clip, show) {
  const { figure, video } = clip;
  const result = figure.querySelector(".result");
  const last = result.querySelector(".last");
  figure.querySelector(".picture").append(last.closest("picture") ?? last);

  function take() {
    delete figure.dataset.at;
    show();
  }

  result.addEventListener("toggle", () => {
    if (result.open && video.paused && !video.ended) figure.dataset.at = "end";
    if (!result.open) delete figure.dataset.at;
    show();
  });
  video.addEventListener("ended", () => {
    if (!clip.loop) result.open = true;
  });
  video.addEventListener("seeked", () => {
    if (clip.still && partAt(clip) === clip.parts.length - 1) result.open = true; // as far as stills go
  });
  for (const event of ["play", "seeking"]) video.addEventListener(event, take);
}
