// The button that silences the clips of the page, and lets them be heard again.

import { draw, name, signButton } from "./controls.js";
import { tr } from "../messages.js";
import { choose, settings } from "./settings.js";

const SPEAKER = "M4 9v6h4l5 5V4L8 9z";
const SIGNS = {
  on: `${SPEAKER}M15.5 8.2a5 5 0 0 1 0 7.6l1.3 1.5a7 7 0 0 0 0-10.6z`,
  off: `${SPEAKER}M15.6 9.4l2.2 2.2 2.2-2.2 1.1 1.1-2.2 2.2 2.2 2.2-1.1 1.1-2.2-2.2-2.2 2.2-1.1-1.1 2.2-2.2-2.2-2.2z`,
};

/** The button of a figure whose clip speaks; none for a silent one. */
export function soundButton(figure) {
  if (!("speaks" in figure.dataset)) return [];
  const made = signButton({ sign: SIGNS.on, label: tr("Mute"), keys: "m", act: toggle });
  const show = () => {
    const { sound } = settings();
    draw(made, SIGNS[sound]);
    name(made, sound === "on" ? tr("Mute") : tr("Unmute"), "m");
  };
  document.addEventListener("settings", show);
  show();
  return [made];
}

export function toggle() {
  choose("sound", settings().sound === "on" ? "off" : "on");
}
