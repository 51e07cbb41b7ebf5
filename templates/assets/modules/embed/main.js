// A frame does what its address asks for. Without this script it shows the whole clip in the reader's own theme, and its
// captions where browsers do that by themselves.

import { askedBy, fragment } from "./address.js";

const asked = askedBy(window.location.search, window.location.hash);
const video = document.querySelector("video");

// WebKit shows no captions by itself, whatever the page says.
video?.addEventListener("loadedmetadata", () => {
  for (const track of video.textTracks) track.mode = "showing";
});

// A page in one theme has no other to go to.
if (asked.theme && document.querySelector('meta[name="color-scheme"]').content.includes(asked.theme)) {
  document.documentElement.style.colorScheme = asked.theme;
}
if (video && fragment(asked)) {
  for (const source of video.querySelectorAll("source")) source.src += fragment(asked);
  video.load();
}
