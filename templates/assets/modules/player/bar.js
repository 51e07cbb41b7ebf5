// The bar under a picture: play, time, scenes, steps, settings, full screen. It shows what the clip is; main.js says what
// it does.

import { draw, name, signButton } from "./controls.js";
import { html } from "../elements.js";
import { fullScreenButton } from "./full_screen.js";
import { tr } from "../messages.js";
import { repeatedBy } from "./moves.js";
import { makeScrubber } from "./scrubber.js";
import { settingsButton } from "./settings.js";
import { soundButton } from "./sound.js";

const SIGNS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  partBack: "M18 5v14l-9-7zM5.5 5H8v14H5.5z",
  partOn: "M6 5v14l9-7zM16 5h2.5v14H16z",
  stepBack: "M15.4 6 14 4.6 6.6 12l7.4 7.4 1.4-1.4-6-6z",
  stepOn: "M8.6 6 10 4.6l7.4 7.4-7.4 7.4L8.6 18l6-6z",
  repeat: "M12 5V2L7.5 6.3 12 10.5v-3a4.8 4.8 0 1 1-4.8 4.8H4.7A7.3 7.3 0 1 0 12 5z",
};

/** Put a bar under the picture of a clip. `acts` has what it does: byPart, byStep, play, repeat, toFrame. */
export function makeBar(clip, acts) {
  const playing = signButton({ sign: SIGNS.play, label: tr("Play"), act: acts.play });
  const repeating = signButton({ sign: SIGNS.repeat, label: repeatWords(clip), act: acts.repeat });
  const scrubber = makeScrubber(clip, acts.toFrame);
  const [where, atStep] = [html("span", { class: "where" }), html("span", { class: "at-step" })];
  const status = html("span", { class: "status", role: "status" });
  repeating.classList.add("moving");
  const ends = [...soundButton(clip.figure), settingsButton(), ...fullScreenButton(clip.figure.querySelector(".stage"), clip.video)];
  const timeline = html("div", { class: "timeline" }, playing, ...scrubber.elements, ...ends);
  const moves = html("div", { class: "moves" }, parts(clip, acts, where), ...steps(clip, acts, atStep), repeating);
  const named = { class: "player", role: "group", "aria-label": tr("Player: {title}", { title: clip.title }) };
  clip.figure.querySelector(".stage").append(html("div", named, timeline, moves, status));
  return {
    show: (part, step) => {
      where.textContent = partWords(clip, part);
      atStep.textContent = stepWords(clip, step);
      name(repeating, repeatWords(clip));
      repeating.setAttribute("aria-pressed", String(clip.loop !== null));
      showPlay(clip, playing);
      scrubber.show(where.textContent);
    },
    say: (words) => {
      status.textContent = words;
    },
  };
}

function parts(clip, acts, where) {
  const [back, on] = clip.ofChapters
    ? [tr("Previous chapter"), tr("Next chapter")]
    : [tr("Previous scene"), tr("Next scene")];
  const move = (way, sign, keys, label, hint) => signButton({ sign, keys, label, hint, act: () => acts.byPart(way) });
  const before = move(-1, SIGNS.partBack, "ArrowLeft", back, "←");
  return html("div", { class: "pair" }, before, where, move(1, SIGNS.partOn, "ArrowRight", on, "→"));
}

function steps(clip, acts, atStep) {
  if (clip.steps.length === 0) return [];
  const move = (way, sign, keys, label, hint) => signButton({ sign, keys, label, hint, act: () => acts.byStep(way) });
  const back = move(-1, SIGNS.stepBack, ", Shift+ArrowLeft", tr("One step back"), tr(", or Shift ←"));
  const on = move(1, SIGNS.stepOn, ". Shift+ArrowRight", tr("One step on"), tr(". or Shift →"));
  return [html("div", { class: "pair" }, back, atStep, on)];
}

function showPlay(clip, made) {
  const state = clip.still ? "still" : clip.video.paused ? "paused" : "playing";
  if (made.dataset.state === state) return;
  made.dataset.state = state;
  draw(made, state === "playing" ? SIGNS.pause : SIGNS.play, clip.still ? tr("Play anyway") : "");
  name(made, { still: tr("Play anyway"), paused: tr("Play"), playing: tr("Pause") }[state]);
}

function partWords({ ofChapters, parts: { length: n } }, at) {
  if (at >= 0) {
    const values = { place: at + 1, n };
    return ofChapters ? tr("chapter {place} of {n}", values) : tr("scene {place} of {n}", values);
  }
  if (n === 1) return ofChapters ? tr("1 chapter") : tr("1 scene");
  return ofChapters ? tr("{n} chapters", { n }) : tr("{n} scenes", { n });
}

function stepWords({ steps: all }, at) {
  const n = all.at(-1)?.k;
  if (at >= 0) return tr("step {k} of {n}", { k: all[at].k, n });
  return n === 1 ? tr("1 step") : tr("{n} steps", { n });
}

/** A press repeats one step only where that alone is long enough to be followed. */
function repeatWords(clip) {
  const { from, to } = clip.loop ?? repeatedBy(clip);
  if (from === undefined) return clip.ofChapters ? tr("Repeat this chapter") : tr("Repeat this scene");
  const [first, last] = [clip.steps[from].k + 1, clip.steps[to].k];
  return first === last ? tr("Repeat this step") : tr("Repeat steps {first} to {last}", { first, last });
}
