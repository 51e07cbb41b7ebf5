// The bar under a video: moves, play, repeat, speed and captions. It shows what the clip is; main.js says what it does.

import { captionSize, setCaptionSize } from "./captions.js";
import { choice, draw, name, signButton, speedChoice } from "./controls.js";
import { html } from "../elements.js";
import { tr } from "../messages.js";

const SIGNS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  beatBack: "M18 5v14l-9-7zM5.5 5H8v14H5.5z",
  beatOn: "M6 5v14l9-7zM16 5h2.5v14H16z",
  stepBack: "M15.4 6 14 4.6 6.6 12l7.4 7.4 1.4-1.4-6-6z",
  stepOn: "M8.6 6 10 4.6l7.4 7.4-7.4 7.4L8.6 18l6-6z",
  repeat: "M12 5V2L7.5 6.3 12 10.5v-3a4.8 4.8 0 1 1-4.8 4.8H4.7A7.3 7.3 0 1 0 12 5z",
};

/** Put a bar under the picture of a clip. `acts` has what its buttons do: byBeat, byStep, play, repeat. */
export function makeBar(clip, acts) {
  const playing = signButton({ sign: SIGNS.play, label: tr("Play"), act: acts.play });
  const repeating = repeatButton(clip, acts);
  const where = html("span", { class: "where" });
  const status = html("span", { class: "status", role: "status" });
  const named = { class: "player", role: "group", "aria-label": tr("Player: {title}", { title: clip.title }) };
  const choices = html("div", { class: "choices" }, speedChoice(clip.video), captionChoice());
  const bar = html("div", named, moves(clip, acts, playing, repeating), where, choices, status);
  clip.figure.querySelector(".picture").after(bar);
  return {
    show: (beat, step) => {
      where.textContent = placeWords(clip, beat, step);
      repeating.setAttribute("aria-pressed", String(clip.loop !== null));
      showPlay(clip, playing);
    },
    say: (words) => {
      status.textContent = words;
    },
  };
}

function moves(clip, acts, playing, repeating) {
  const move = (act, way, sign, keys, label, hint) =>
    signButton({ sign, keys, label, hint, act: () => acts[act](way) });
  const beatBack = move("byBeat", -1, SIGNS.beatBack, "ArrowLeft", tr("Previous beat"), "←");
  const stepBack = move("byStep", -1, SIGNS.stepBack, ", Shift+ArrowLeft", tr("One step back"), tr(", or Shift ←"));
  const stepOn = move("byStep", 1, SIGNS.stepOn, ". Shift+ArrowRight", tr("One step on"), tr(". or Shift →"));
  const beatOn = move("byBeat", 1, SIGNS.beatOn, "ArrowRight", tr("Next beat"), "→");
  stepBack.append("k");
  stepOn.prepend("k");
  const middle = clip.steps.length > 0 ? [stepBack, playing, stepOn] : [playing];
  return html("div", { class: "moves" }, beatBack, ...middle, beatOn, repeating);
}

function repeatButton(clip, acts) {
  const label = clip.steps.length > 1 ? tr("Repeat this step") : tr("Repeat this beat");
  const made = signButton({ sign: SIGNS.repeat, label, act: acts.repeat });
  made.classList.add("moving");
  return made;
}

function captionChoice() {
  const sizes = [["off", tr("off")], ["normal", tr("normal")], ["large", tr("large")], ["boxed", tr("large, in a box")]];
  const change = (size) => {
    setCaptionSize(size);
    for (const other of document.querySelectorAll(".captions-choice select")) other.value = size;
  };
  return choice(tr("Captions"), sizes, captionSize(), change, "captions-choice");
}

function showPlay(clip, made) {
  const state = clip.still ? "still" : clip.video.paused ? "paused" : "playing";
  if (made.dataset.state === state) return;
  made.dataset.state = state;
  draw(made, state === "playing" ? SIGNS.pause : SIGNS.play, clip.still ? tr("Play anyway") : "");
  name(made, { still: tr("Play anyway"), paused: tr("Play"), playing: tr("Pause") }[state]);
}

function placeWords(clip, beat, step) {
  const beats = beatWords(beat, clip.beats.length);
  return step < 0 ? beats : `${beats} · ${stepWords(clip, clip.steps[step].k)}`;
}

function beatWords(beat, n) {
  if (beat >= 0) return tr("beat {place} of {n}", { place: beat + 1, n });
  return n === 1 ? tr("1 beat") : tr("{n} beats", { n });
}

function stepWords({ loop, steps }, k) {
  const { from, to } = loop ?? {};
  if (from === undefined) return `k = ${k}`;
  return tr("k = {k}, repeating {from} to {to}", { k, from: steps[from].k, to: steps[to].k });
}
