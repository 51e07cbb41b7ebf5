// Every clip gets its bar, its captions and its place in the table of iterates; the film gets its chapters.
// Nothing plays by itself. Where the reader's system asks for less motion, poster and stills stand in.

import { makeBar } from "./bar.js";
import { startCaptions } from "./captions.js";
import { beatOf, frameOf, readClip } from "./clip.js";
import { startFilm } from "./film.js";
import { listenForKeys } from "./keys.js";
import { tr } from "../messages.js";
import { byBeat, byStep, keepLoop, release, repeat, toBeat } from "./moves.js";
import { placeAt } from "./steps.js";
import { followInTable, inWords } from "./table.js";
import { asksForStills, play } from "./time.js";

function startClip(figure) {
  const clip = readClip(figure);
  if (clip.beats.length === 0) return;
  const shown = (act) => (given) => {
    act(given);
    show();
  };
  const acts = {
    byBeat: shown((way) => sayBeat(byBeat(clip, way))),
    byStep: shown((way) => clip.steps.length > 0 && bar.say(inWords(clip, clip.steps[byStep(clip, way)]))),
    play: shown(() => (clip.still || clip.video.paused ? start() : clip.video.pause())),
    repeat: shown(() => (clip.loop ? release(clip) : repeat(clip))),
  };
  const bar = makeBar(clip, acts);
  const show = showing(clip, bar);

  function sayBeat(place) {
    const values = { place: place + 1, n: clip.beats.length, words: clip.beats[place].text };
    bar.say(tr("Beat {place} of {n}: {words}", values));
  }

  function start() {
    setMotion(clip, false);
    play(clip.video);
  }

  startCaptions(clip, shown((place) => {
    toBeat(clip, place);
    if (!clip.still) play(clip.video);
  }));
  listenForKeys(figure.querySelector(".screen"), acts);
  follow(clip, show);
  setMotion(clip, asksForStills(shown((event) => setMotion(clip, event.matches))));
  show();
}

/** Return a function that shows where the clip stands, in its bar and in its table. */
function showing(clip, bar) {
  const showInTable = followInTable(clip);
  let shown = -1;
  return () => {
    const step = clip.touched ? placeAt(clip.steps, frameOf(clip)) : -1;
    if (step !== shown) showInTable(step);
    shown = step;
    bar.show(beatOf(clip), step);
  };
}

/** Call `show` with every frame that the screen draws while the clip plays, and whenever it stands elsewhere. */
function follow(clip, show) {
  const { video } = clip;
  let ticking = false;

  function tick() {
    ticking = !video.paused;
    keepLoop(clip);
    show();
    if (ticking) window.requestAnimationFrame(tick);
  }

  video.addEventListener("play", () => {
    clip.touched = true;
    if (!ticking) tick();
  });
  video.addEventListener("seeking", () => {
    clip.touched = true;
    show();
  });
  video.addEventListener("ended", () => keepLoop(clip));
  for (const event of ["pause", "seeked", "ended"]) video.addEventListener(event, show);
}

/** Let stills stand in for the moving clip, or let it move. */
function setMotion(clip, still) {
  clip.still = still;
  clip.video.controls = !still;
  clip.figure.dataset.motion = still ? "less" : "full";
  if (!still) return;
  release(clip);
  clip.video.pause();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("figure.run").forEach(startClip);
  document.querySelectorAll("figure.film").forEach(startFilm);
});
