// Codes for other pages get a button that copies them; served from somewhere, the page puts its own address into them.

import { tr } from "../messages.js";

/** Where a build seems to be served as long as nobody has said where it is; valleyjump/page/codes.py writes it. */
const EXAMPLE = "https://example.org/lesson";
const SAID_MS = 2500;

/** A code with the address at which its build is served in the place of the example's. */
export function placed(text, address) {
  const { protocol, href } = new URL(".", address);
  return protocol.startsWith("http") ? text.replaceAll(EXAMPLE, href.replace(/\/$/, "")) : text;
}

function start(code) {
  const text = code.querySelector("pre code");
  const said = document.createElement("span");
  const copy = document.createElement("button");
  text.textContent = placed(text.textContent, window.location.href);
  said.setAttribute("role", "status");
  copy.type = "button";
  copy.textContent = tr("Copy");
  copy.addEventListener("click", () => copied(text).then((words) => say(said, words)));
  const row = document.createElement("p");
  row.className = "copying";
  row.append(copy, " ", said);
  code.querySelector("pre").after(row);
}

/** Copies a code and returns what to say of it; where that is not allowed the code is selected, for the reader to copy. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return tr("Copied.");
  } catch {
    window.getSelection().selectAllChildren(text);
    return tr("Selected: now copy it with the keyboard.");
  }
}

function say(place, words) {
  place.textContent = words;
  window.setTimeout(() => (place.textContent = ""), SAID_MS);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".code").forEach(start));
