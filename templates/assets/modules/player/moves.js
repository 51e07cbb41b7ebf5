// Where the reader can go in a clip: from scene to scene, from step to step, and round one step again and again.

import { partAt, countFrames, frameOf } from "./clip.js";
import { placeAt, repeated } from "./steps.js";
import { middleOf, play, seek, timeOf } from "./time.js";

const BACK_TO_START_S = 1; // further into a scene than this, "back" means its own beginning

export function toFrame(clip, frame) {
  release(clip);
  goTo(clip, frame);
}

function goTo(clip, frame) {
  clip.touched = true;
  seek(clip.video, middleOf(frame, clip.fps));
}

/** Go to a scene: to its first frame, or where stills stand in to its last, which shows what it was about. */
export function toPart(clip, place) {
  const part = clip.parts[place];
  const frame = Math.round((clip.still ? part.end : part.start) * clip.fps);
  release(clip);
  goTo(clip, clip.still ? frame - 1 : frame);
}

/** Go one scene on or back and return its place. */
export function byPart(clip, way) {
  const at = partAt(clip);
  const from = !clip.still && way > 0 ? Math.max(at, 0) : at;
  const within = !clip.still && way < 0 && at >= 0 && timeOf(clip.video) - clip.parts[at].start > BACK_TO_START_S;
  const place = Math.min(Math.max(within ? at : from + way, 0), clip.parts.length - 1);
  toPart(clip, place);
  return place;
}

/** Go one step on or back, as far as the clip stops at it, and return its place. Only what is repeated keeps moving. */
export function byStep(clip, way) {
  const at = clip.touched ? placeAt(clip.steps, frameOf(clip)) : -1;
  const from = clip.loop && clip.loop.place !== undefined ? clip.loop.place : at;
  const place = Math.min(Math.max(from + way, 0), clip.steps.length - 1);
  if (clip.loop) repeat(clip, place);
  else {
    clip.video.pause();
    goTo(clip, clip.steps[place].frame);
  }
  return place;
}

/** Repeat the step at a place, or the one that is on; where no step is seen, the part. */
export function repeat(clip, place) {
  clip.loop = repeatedBy(clip, place);
  begin(clip);
}

/** What that repeats. */
export function repeatedBy(clip, place = placeAt(clip.steps, frameOf(clip))) {
  const steps = repeated(clip.steps, place, clip.fps, countFrames(clip));
  return steps ? { ...steps, place } : partFrames(clip);
}

export function release(clip) {
  clip.loop = null;
}

/** Go back to where the repeated step begins once it is over; elsewhere, repeat what is there. */
export function keepLoop(clip) {
  if (!clip.loop || clip.video.seeking) return;
  const frame = frameOf(clip);
  if (frame > clip.loop.last + clip.fps || frame < clip.loop.first - 1) repeat(clip);
  else if (frame > clip.loop.last || clip.video.ended) begin(clip);
}

function begin(clip) {
  goTo(clip, clip.loop.first);
  play(clip.video);
}

function partFrames(clip) {
  const part = clip.parts[Math.max(partAt(clip), 0)];
  return { first: Math.round(part.start * clip.fps), last: Math.round(part.end * clip.fps) - 1 };
}
