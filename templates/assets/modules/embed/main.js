// A frame does what its address asks for. Without this script it shows the whole clip in the reader's own theme.

import { askedBy, fragment } from "./address.js";

const asked = askedBy(window.location.search, window.location.hash);
const video = document.querySelector("video");

// A page in one theme has no other to go to.
if (asked.theme && document.querySelector('meta[name="color-scheme"]').content.includes(asked.theme)) {
  document.documentElement.style.colorScheme = asked.theme;
}
if (video && fragment(asked)) {
  for (const source of video.querySelectorAll("source")) source.src += fragment(asked);
  video.load();
}
