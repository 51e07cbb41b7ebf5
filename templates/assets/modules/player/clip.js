// One clip as its figure tells it: the video, its beats from the transcript, and its steps.

import { readSteps } from "./steps.js";
import { asksForStills, frameAt, timeOf } from "./time.js";

/** Read a figure. `still` is whether stills stand in for motion; `touched`, whether the reader has begun. */
export function readClip(figure) {
  const now = figure.querySelector(".now");
  const beats = Array.from(figure.querySelectorAll(".transcript li"), (line) => ({
    line,
    start: Number(line.dataset.start),
    end: Number(line.dataset.end),
    text: line.querySelector(".words").textContent,
  }));
  return {
    figure,
    beats,
    video: figure.querySelector("video"),
    title: figure.querySelector(".title").textContent,
    fps: Number(figure.dataset.fps),
    steps: readSteps(now ? now.dataset.steps : ""),
    still: asksForStills(),
    touched: false,
    loop: null,
  };
}

export function frameOf(clip) {
  return frameAt(timeOf(clip.video), clip.fps);
}

export function countFrames(clip) {
  return Math.round(clip.beats[clip.beats.length - 1].end * clip.fps);
}

/** The place of the beat that is on; -1 while the poster is. */
export function beatOf(clip) {
  if (!clip.touched) return -1;
  const frame = frameOf(clip);
  return clip.beats.findLastIndex((beat) => Math.round(beat.start * clip.fps) <= frame);
}
