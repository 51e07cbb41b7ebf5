// Codes for other pages get a button that copies them; served from somewhere, the page puts its own address into them.

import { button, html } from "../elements.js";
import { tr } from "../messages.js";

/** Where a build seems to be served as long as nobody has said where it is; valleyjump/page/codes.py writes it. */
const EXAMPLE = "https://example.org/lesson";
const SAID_MS = 2500;

/** A code with the address at which its build is served in the place of the example's. */
function withAddress(text, address) {
  const { protocol, href } = new URL(".", address);
  return protocol.startsWith("http") ? text.replaceAll(EXAMPLE, href.replace(/\/$/, "")) : text;
}

function start(code) {
  const text = code.querySelector("pre code");
  text.textContent = withAddress(text.textContent, window.location.href);
  const status = html("span", { role: "status" });
  const copyButton = button(tr("Copy"), async () => say(status, await copy(text)));
  code.querySelector("pre").after(html("p", {}, copyButton, " ", status));
}

/** Copies a code and returns the message about it; where that is not allowed, selects it for the reader to copy. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return tr("Copied.");
  } catch {
    window.getSelection().selectAllChildren(text);
    return tr("Selected: now copy it with the keyboard.");
  }
}

function say(status, words) {
  status.textContent = words;
  window.setTimeout(() => (status.textContent = ""), SAID_MS);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".code").forEach(start));
