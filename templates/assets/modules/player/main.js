// Every clip gets its bar, its captions, its result and its place in the table of iterates; the film gets its chapters.
// Nothing plays by itself. Where the reader's system asks for less motion, stills stand in.

import { makeBar } from "./bar.js";
import { startCaptions } from "./captions.js";
import { frameOf, partAt, readClip, readFilm, showsResult } from "./clip.js";
import { listenForKeys } from "./keys.js";
import { tr } from "../messages.js";
import { byPart, byStep, keepLoop, release, repeat, toFrame, toPart } from "./moves.js";
import { startResult } from "./result.js";
import { applySettings } from "./settings.js";
import { toggle } from "./sound.js";
import { placeAt } from "./steps.js";
import { followInTable, inWords } from "./table.js";
import { asksForStills, play } from "./time.js";

function start(clip) {
  if (clip.parts.length === 0) return;
  const shown = (act) => (given) => {
    act(given);
    show();
  };
  const acts = {
    byPart: shown((way) => sayPart(byPart(clip, way))),
    byStep: shown((way) => clip.steps.length > 0 && bar.say(inWords(clip, clip.steps[byStep(clip, way)]))),
    play: shown(() => (clip.still || clip.video.paused ? begin() : clip.video.pause())),
    repeat: shown(() => (clip.loop ? release(clip) : repeat(clip))),
    toFrame: shown((frame) => toFrame(clip, frame)),
    sound: toggle,
  };
  const go = shown((place) => {
    toPart(clip, place);
    if (!clip.still) play(clip.video);
  });
  const bar = makeBar(clip, acts);
  const show = showing(clip, bar, startCaptions(clip, go));

  function sayPart(place) {
    const values = { place: place + 1, n: clip.parts.length, words: clip.parts[place].text };
    bar.say(clip.ofChapters ? tr("Chapter {place} of {n}: {words}", values) : tr("Scene {place} of {n}: {words}", values));
  }

  function begin() {
    setMotion(clip, false);
    play(clip.video);
  }

  clip.video.controls = false;
  clip.figure.dataset.player = "";
  clip.figure.querySelector(".picture").addEventListener("click", acts.play);
  clip.figure.addEventListener("clip-play", shown(begin));
  if (clip.ofChapters) followLinks(clip, go, acts.play);
  else startResult(clip, show);
  listenForKeys(clip.figure.querySelector(clip.ofChapters ? ".stage" : ".screen"), acts);
  follow(clip, show);
  setMotion(clip, asksForStills(shown((event) => setMotion(clip, event.matches))));
  show();
}

/** The first screen's link plays the film that it leads to; a chapter plays here instead of opening the file. */
function followLinks(film, go, playOrPause) {
  document.querySelector(".ways .play")?.addEventListener("click", () => film.video.paused && playOrPause());
  film.parts.forEach(({ line }, place) => {
    line.addEventListener("click", (event) => {
      event.preventDefault();
      go(place);
      film.video.scrollIntoView({ block: "nearest" });
    });
  });
}

/** Return a function that shows where the clip stands, in its bar, its captions and its table. */
function showing(clip, bar, showWords) {
  const showInTable = followInTable(clip);
  let shown = -1;
  return () => {
    const step = clip.touched || showsResult(clip) ? placeAt(clip.steps, frameOf(clip)) : -1;
    if (step !== shown) showInTable(step);
    shown = step;
    bar.show(partAt(clip), step);
    showWords();
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
  clip.figure.dataset.motion = still ? "less" : "full";
  if (!still) return;
  release(clip);
  clip.video.pause();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("figure.run").forEach((figure) => start(readClip(figure)));
  document.querySelectorAll("figure.film").forEach((figure) => start(readFilm(figure)));
  applySettings();
});
