// Full screen: picture, captions and bar together; where a browser knows that of videos alone, the video.

import { name, signButton } from "./controls.js";
import { tr } from "../messages.js";

const SIGN = "M4 4h6v2.4H6.4V10H4zM14 4h6v6h-2.4V6.4H14zM4 14h2.4v3.6H10V20H4zM17.6 14H20v6h-6v-2.4h3.6z";

/** The button, if the browser can do it, as a list of one. */
export function fullScreenButton(stage, video) {
  if (!document.fullscreenEnabled && !video.webkitEnterFullscreen) return [];
  const made = signButton({ sign: SIGN, label: tr("Full screen"), act: () => toggle(stage, video) });
  document.addEventListener("fullscreenchange", () => {
    name(made, document.fullscreenElement === stage ? tr("Leave full screen") : tr("Full screen"));
  });
  return [made];
}

function toggle(stage, video) {
  if (!document.fullscreenEnabled) video.webkitEnterFullscreen();
  else if (document.fullscreenElement) document.exitFullscreen();
  else stage.requestFullscreen();
}
