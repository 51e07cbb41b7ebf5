// Predict, then reveal: the question before a clip becomes a choice to try. Nothing is sent, nothing is stored.
// What is asked and answered stands in the page already, where readers without scripts find it; it is moved, not made.
//
// A question says "quiz-answered" when its reader has checked a choice or has asked for the answer: an event that
// bubbles, with the question's id, the letter, whether it is right, and whether it was shown. Told "quiz-recall" with
// a letter and whether it was shown, it stands as it stood after that answer, and says nothing.

import { tr } from "../messages.js";
import { veil } from "./veil.js";

function start(question) {
  const details = question.querySelector("details");
  const fields = element("fieldset");
  const options = all(question, ".options li").map(function (item) {
    return optionOf(item, question, details);
  });
  const verdict = element("p", "verdict");
  const check = button(tr("Check"), "submit");
  const show = button(tr("Show the answer"), "button");
  const unveil = veil(question);

  fields.appendChild(legendOf(question.querySelector(".prompt")));
  options.forEach(function (option) {
    fields.appendChild(option.label);
  });
  verdict.setAttribute("role", "status");
  verdict.setAttribute("aria-live", "polite");

  const form = element("form");
  form.autocomplete = "off"; // a reload begins afresh
  [fields, actionsOf(check, show), verdict].forEach(form.appendChild, form);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const chosen = options.filter(isChosen)[0];
    if (chosen) answer(chosen, false);
    else verdict.textContent = tr("Choose an answer first.");
  });
  show.addEventListener("click", function () {
    const right = options.filter(isRight)[0];
    right.radio.checked = true;
    right.radio.focus(); // before its button goes: a keyboard must not lose its place
    answer(right, true);
  });
  question.addEventListener("quiz-recall", function (event) {
    const told = options.filter((option) => option.radio.value === event.detail.letter)[0];
    if (!told) return;
    told.radio.checked = true;
    quietly(verdict, () => tell(told, event.detail.shown));
  });
  question.replaceChild(form, question.querySelector(".options"));
  question.removeChild(details);

  function answer(option, shown) {
    tell(option, shown);
    const detail = { id: question.id, letter: option.radio.value, right: option.right, shown: shown };
    question.dispatchEvent(new CustomEvent("quiz-answered", { bubbles: true, detail: detail }));
  }

  function tell(option, shown) {
    mark(option);
    if (option.right || shown) unveil(); // after a wrong answer there is still something to find out
    if (option.right) show.hidden = true;
    fill(verdict, shown ? tr("The answer is {letter}.", { letter: option.radio.value }) : judged(option), option.response);
  }
}

function judged(option) {
  return option.right ? tr("Right.") : tr("Not quite.");
}

// What is recalled is no news: a screen reader would read out every answer of the page at once.
function quietly(verdict, act) {
  verdict.setAttribute("aria-live", "off");
  act();
  setTimeout(() => verdict.setAttribute("aria-live", "polite"), 1000);
}

// The prompt becomes the legend of the group, so that it is read out with the first choice.
function legendOf(prompt) {
  const legend = element("legend", "prompt");
  legend.id = prompt.id;
  moveInto(legend, prompt);
  prompt.parentNode.removeChild(prompt);
  return legend;
}

function optionOf(item, question, details) {
  const letter = item.querySelector(".letter").textContent;
  const right = item.getAttribute("data-right") === "true";
  const words = right ? ".explanation" : '.response[data-letter="' + letter + '"]';
  const radio = element("input");
  radio.type = "radio";
  radio.name = question.id;
  radio.value = letter;
  const sign = element("span", "sign");
  sign.setAttribute("aria-hidden", "true");
  const label = element("label");
  label.appendChild(radio);
  moveInto(label, item);
  label.appendChild(sign);
  return { label: label, radio: radio, sign: sign, right: right, response: details.querySelector(words) };
}

function actionsOf(check, show) {
  const actions = element("p", "actions");
  actions.appendChild(check);
  actions.appendChild(show);
  return actions;
}

function mark(option) {
  option.label.setAttribute("data-tried", option.right ? "right" : "wrong");
  option.sign.textContent = option.right ? "✓" : "✗";
}

function fill(verdict, opening, response) {
  const strong = element("strong");
  strong.textContent = opening;
  verdict.textContent = "";
  verdict.appendChild(strong);
  verdict.appendChild(document.createTextNode(" "));
  verdict.appendChild(response.cloneNode(true));
}

function button(words, type) {
  const made = element("button");
  made.type = type;
  made.textContent = words;
  return made;
}

function element(name, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

function moveInto(target, source) {
  while (source.firstChild) target.appendChild(source.firstChild);
}

function isChosen(option) {
  return option.radio.checked;
}

function isRight(option) {
  return option.right;
}

function all(root, selector) {
  return Array.prototype.slice.call(root.querySelectorAll(selector));
}

document.addEventListener("DOMContentLoaded", function () {
  all(document, ".question").forEach(start);
});
