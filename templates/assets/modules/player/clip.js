// What a player plays, as its figure tells it: a clip with its scenes and steps, or the film with its chapters.

import { readSteps } from "./steps.js";
import { asksForStills, frameAt, timeOf } from "./time.js";

/**
 * Read the figure of a clip. `parts` are its scenes, `cues` what is said. `still` is whether stills stand in for motion;
 * `touched`, whether the reader has begun.
 */
export function readClip(figure) {
  const now = figure.querySelector(".now");
  const parts = Array.from(figure.querySelectorAll(".transcript li"), partOf);
  const title = figure.querySelector(".title").textContent;
  return { ...read(figure), parts, cues: parts.flatMap(sentencesOf), title, steps: readSteps(now ? now.dataset.steps : "") };
}

/** Read the figure of the film. Its captions stand in the page, which may show but a few of its clips. */
export function readFilm(figure) {
  const words = document.getElementById("film-words");
  const cues = JSON.parse(words.textContent).map(([start, end, text]) => ({ start, end, text }));
  const parts = Array.from(figure.querySelectorAll(".chapters a"), partOf);
  const title = document.getElementById(figure.querySelector("video").getAttribute("aria-labelledby")).firstChild.data;
  return { ...read(figure), parts, cues, title: title.trim(), steps: [], ofChapters: true };
}

function read(figure) {
  const video = figure.querySelector("video");
  return { figure, video, fps: Number(figure.dataset.fps), still: asksForStills(), touched: false, loop: null };
}

function partOf(line) {
  const text = line.querySelector(".words").textContent;
  return { line, start: Number(line.dataset.start), end: Number(line.dataset.end), text };
}

/** The sentences of a scene, one after the other where a voice says them. */
function sentencesOf(part) {
  let start = part.start;
  const heard = Array.from(part.line.querySelectorAll(".words [data-end]"), (sentence) => {
    const cue = { start, end: Number(sentence.dataset.end), text: sentence.textContent };
    start = cue.end;
    return cue;
  });
  return heard.length > 0 ? heard : [part];
}

/** Whether the last picture lies over a video that has not been gone to. */
export function showsResult(clip) {
  return clip.figure.dataset.at === "end";
}

export function frameOf(clip) {
  return showsResult(clip) ? countFrames(clip) - 1 : frameAt(timeOf(clip.video), clip.fps);
}

export function countFrames(clip) {
  return Math.round(clip.parts[clip.parts.length - 1].end * clip.fps);
}

/** The place of the scene that is on; -1 while nothing has been played. */
export function partAt(clip) {
  if (!clip.touched && !showsResult(clip)) return -1;
  const frame = frameOf(clip);
  return clip.parts.findLastIndex((part) => Math.round(part.start * clip.fps) <= frame);
}
