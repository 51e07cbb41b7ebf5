// A frame does what its address asks for. Without this script it shows the whole clip in the reader's own theme, and its
// captions where browsers do that by themselves.

import { askedBy, fragment } from "./address.js";

const asked = askedBy(window.location.search, window.location.hash);
const video = document.querySelector("video");
const preferred = window.matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";

// WebKit shows no captions by itself, whatever the page says.
video?.addEventListener("loadedmetadata", () => {
  for (const track of video.textTracks) track.mode = "showing";
});

// A page in one theme has no other to go to.
const offered = document.querySelector('meta[name="color-scheme"]').content;
const theme = asked.theme && offered.includes(asked.theme) ? asked.theme : preferred;
if (theme !== preferred) document.documentElement.style.colorScheme = theme;
if (video) {
  dress(video);
  invite(video);
}

/** A sign on the picture plays the clip for a pointer; the browser's own button is there for everyone. */
function invite(clip) {
  const sign = document.createElement("div");
  sign.className = "sign";
  sign.ariaHidden = "true";
  sign.addEventListener("click", () => clip.play());
  clip.addEventListener("play", () => sign.remove(), { once: true });
  clip.after(sign);
}

/** Let a clip that was made in both themes be the one of the frame, and the part that was asked for. */
function dress({ dataset: { lightPoster } }) {
  const sources = [...video.querySelectorAll("source")];
  const part = fragment(asked);
  if (lightPoster && theme === "light") video.poster = lightPoster;
  if (!part && theme === preferred) return;
  for (const source of sources) {
    if (source.media) source.media = theme === "light" ? "all" : "not all";
    source.src += part;
  }
  video.load();
}
