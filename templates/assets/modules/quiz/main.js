// Predict, then reveal: the question before a clip becomes a choice to try. Nothing is sent, nothing is stored.
// What is asked and answered stands in the page already, where readers without scripts find it; it is moved, not made.
//
// A question says "quiz-answered" when its reader has checked a choice or has asked for the answer: an event that
// bubbles, with the question's id, the letter, whether it is right, and whether it was shown. Told "quiz-recall" with
// a letter and whether it was shown, it stands as it stood after that answer, and says nothing.

import { button, html } from "../elements.js";
import { tr } from "../messages.js";

const QUIET_MS = 1000;

function start(question) {
  const details = question.querySelector("details");
  const options = Array.from(question.querySelectorAll(".options li"), (item) => optionOf(item, question, details));
  const legend = legendOf(question.querySelector(".prompt"));
  const verdict = html("p", { class: "verdict", role: "status", "aria-live": "polite" });
  const show = button(tr("Show the answer"), showAnswer);
  const clip = clipAfter(question);
  const watch = button(tr("Watch the clip"), () => startClip(clip));
  watch.hidden = true;
  const actions = html("p", { class: "actions" }, html("button", { type: "submit" }, tr("Check")), show, watch);
  const choices = html("fieldset", {}, legend, ...options.map(({ label }) => label));
  // A reload begins afresh.
  const form = html("form", { autocomplete: "off" }, choices, actions, verdict);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = options.find(({ radio }) => radio.checked);
    if (chosen) answer(chosen, false);
    else verdict.textContent = tr("Choose an answer first.");
  });
  question.addEventListener("quiz-recall", ({ detail: { letter, shown } }) => {
    const recalled = options.find(({ radio }) => radio.value === letter);
    if (!recalled) return;
    recalled.radio.checked = true;
    quietly(verdict, () => tell(recalled, shown));
  });
  question.querySelector(".options").replaceWith(form);
  details.remove();

  function showAnswer() {
    const right = options.find((option) => option.right);
    right.radio.checked = true;
    right.radio.focus(); // before its button goes: a keyboard must not lose its place
    answer(right, true);
  }

  function answer(option, shown) {
    tell(option, shown);
    const detail = { id: question.id, letter: option.radio.value, right: option.right, shown };
    question.dispatchEvent(new CustomEvent("quiz-answered", { bubbles: true, detail }));
  }

  function tell(option, shown) {
    option.label.dataset.tried = option.right ? "right" : "wrong";
    option.sign.textContent = option.right ? "✓" : "✗";
    if (option.right) show.hidden = true;
    if (option.right || shown) question.dataset.settled = "";
    // The end of a clip would answer its other questions; after a wrong answer there is still something to find out.
    if (clip && isSettled(clip)) clip.querySelector(".result").open = true;
    watch.hidden = !clip || question.nextElementSibling !== clip;
    const judged = option.right ? tr("Right.") : tr("Not quite.");
    const opening = shown ? tr("The answer is {letter}.", { letter: option.radio.value }) : judged;
    verdict.replaceChildren(html("strong", {}, opening), " ", option.response.cloneNode(true));
  }
}

/** The clip that a question is about, if it comes right after it and its other questions. */
function clipAfter(question) {
  let next = question.nextElementSibling;
  while (next?.matches(".question")) next = next.nextElementSibling;
  return next?.matches("figure.run") ? next : null;
}

/** Whether all questions before a clip have been answered, or their answers were shown. */
function isSettled(clip) {
  for (let before = clip.previousElementSibling; before?.matches(".question"); before = before.previousElementSibling) {
    if (!("settled" in before.dataset)) return false;
  }
  return true;
}

/** It is the clip that decides. */
function startClip(clip) {
  clip.dispatchEvent(new CustomEvent("clip-play"));
  clip.scrollIntoView({ block: "nearest" });
}

/** A recalled answer is not news: a screen reader would read out every answer of the page at once. */
function quietly(verdict, act) {
  verdict.setAttribute("aria-live", "off");
  act();
  setTimeout(() => verdict.setAttribute("aria-live", "polite"), QUIET_MS);
}

/** The prompt becomes the legend of the group, so that it is read out with the first choice. */
function legendOf(prompt) {
  const legend = html("legend", { class: "prompt", id: prompt.id }, ...prompt.childNodes);
  prompt.remove();
  return legend;
}

function optionOf(item, question, details) {
  const letter = item.querySelector(".letter").textContent;
  const right = item.dataset.right === "true";
  const response = details.querySelector(right ? ".explanation" : `.response[data-letter="${letter}"]`);
  const radio = html("input", { type: "radio", name: question.id, value: letter });
  const sign = html("span", { class: "sign", "aria-hidden": "true" });
  return { label: html("label", {}, radio, ...item.childNodes, sign), radio, sign, right, response };
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".question").forEach(start));
