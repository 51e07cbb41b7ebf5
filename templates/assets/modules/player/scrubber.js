// The time of a clip as a slider over its frames, with a mark where each scene begins.

import { countFrames, frameOf } from "./clip.js";
import { html } from "../elements.js";
import { tr } from "../messages.js";

/** Return the slider and the times beside it, and `show(words)`, which puts it where the clip stands. */
export function makeScrubber(clip, toFrame) {
  const last = countFrames(clip) - 1;
  const whole = clock((last + 1) / clip.fps);
  const slider = html("input", { type: "range", min: "0", max: String(last), value: "0", "aria-label": tr("Time") });
  const marks = clip.parts.slice(1).map(({ start }) => mark(Math.round(start * clip.fps) / last));
  const times = html("span", { class: "times", "aria-hidden": "true" });
  slider.addEventListener("input", () => toFrame(Number(slider.value)));
  let shown = -1;

  function show(words) {
    const frame = Math.min(frameOf(clip), last);
    if (frame === shown && slider.hasAttribute("aria-valuetext")) return;
    shown = frame;
    slider.value = String(frame);
    const time = clock(frame / clip.fps);
    times.textContent = `${time} / ${whole}`;
    slider.setAttribute("aria-valuetext", tr("{time} of {whole}, {scene}", { time, whole, scene: words }));
  }

  return { elements: [html("div", { class: "scrubber" }, slider, ...marks), times], show };
}

function mark(share) {
  const made = html("span", { class: "begins" });
  made.style.left = `calc(0.5rem + ${share.toFixed(4)} * (100% - 1rem) - 1px)`; // the slider's knob is a rem wide
  return made;
}

/** Minutes and whole seconds passed. */
function clock(seconds) {
  const whole = Math.floor(seconds + 1e-3);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
