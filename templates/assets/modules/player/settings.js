// How fast and how loud clips play and how their captions look: said once for the whole page, and kept where a browser allows it.

import { choice, signButton } from "./controls.js";
import { html } from "../elements.js";
import { tr } from "../messages.js";

const KEPT_AS = "valleyjump-player";
const SIGN =
  "M10 2h4l.5 2.7 1.9.8 2.3-1.6 2.4 2.5-1.5 2.3.8 1.9 2.6.5v3.6l-2.7.5-.8 1.9 1.6 2.3-2.5 2.5-2.3-1.6-1.9.8L14 22h-4" +
  "l-.5-2.7-1.9-.8-2.3 1.6-2.5-2.5 1.6-2.3-.8-1.9L2 13.9v-3.6l2.7-.5.8-1.9-1.6-2.3 2.5-2.5 2.3 1.6 1.9-.8z" +
  "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z";
const SPEEDS = ["0.5", "1", "1.5", "2"];
const CAPTIONS = () => [
  ["off", tr("off")],
  ["normal", tr("normal")],
  ["large", tr("large")],
  ["boxed", tr("large, in a box")],
];
const LOUDNESS = ["1", "0.75", "0.5", "0.25"];
const chosen = { speed: "1", captions: "normal", volume: "1", sound: "on", ...kept() };
let menu = null;

export function settings() {
  return chosen;
}

/** Let the videos of the page be as their reader has chosen. */
export function applySettings() {
  document.documentElement.dataset.captions = chosen.captions;
  for (const video of document.querySelectorAll(":is(.run, .film) video")) {
    video.defaultPlaybackRate = video.playbackRate = Number(chosen.speed);
    video.volume = Number(chosen.volume);
    video.muted = chosen.sound === "off";
  }
  document.dispatchEvent(new Event("settings"));
}

/** The button that opens the one menu of the page, beside itself. */
export function settingsButton() {
  const made = signButton({ sign: SIGN, label: tr("Settings"), act: () => toggle(made) });
  made.classList.add("opens-settings");
  made.setAttribute("aria-expanded", "false");
  return made;
}

function toggle(opener) {
  const isOpen = opener.getAttribute("aria-expanded") === "true";
  close();
  if (isOpen) return;
  menu ??= makeMenu();
  opener.after(menu);
  opener.setAttribute("aria-expanded", "true");
  menu.querySelector("select:not(:disabled)").focus();
}

function close() {
  if (!menu?.isConnected) return;
  menu.previousElementSibling.setAttribute("aria-expanded", "false");
  menu.remove();
}

function makeMenu() {
  const speeds = SPEEDS.map((rate) => [rate, `${rate}×`]);
  const made = html(
    "div",
    { class: "settings", role: "group", "aria-label": tr("For all clips of this page") },
    html("p", {}, tr("For all clips of this page")),
    choice(tr("Speed"), speeds, chosen.speed, (value) => choose("speed", value), "speed-choice"),
    choice(tr("Captions"), CAPTIONS(), chosen.captions, (value) => choose("captions", value), "captions-choice"),
    ...loudness(),
  );
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const opener = made.previousElementSibling;
    event.preventDefault();
    close();
    opener.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!made.contains(target) && target.closest?.(".opens-settings") !== made.previousElementSibling) close();
  });
  return made;
}

/** How loud, where a clip of the page speaks. */
function loudness() {
  if (!document.querySelector("[data-speaks]")) return [];
  const shares = LOUDNESS.map((share) => [share, `${100 * share} %`]);
  return [choice(tr("Volume"), shares, chosen.volume, (value) => choose("volume", value))];
}

export function choose(name, value) {
  chosen[name] = value;
  applySettings();
  try {
    window.localStorage.setItem(KEPT_AS, JSON.stringify(chosen));
  } catch {
    // Not allowed here: it holds until the page is left.
  }
}

/** What was kept and still means something. */
function kept() {
  try {
    const was = JSON.parse(window.localStorage.getItem(KEPT_AS)) ?? {};
    const known = { speed: SPEEDS, captions: CAPTIONS().map(([size]) => size), volume: LOUDNESS, sound: ["on", "off"] };
    return Object.fromEntries(Object.entries(was).filter(([name, value]) => known[name]?.includes(value)));
  } catch {
    return {};
  }
}
