// Captions beneath the picture instead of over it, and a transcript that follows and seeks.
// The cues stand in the page, because a browser refuses a <track> file beside a page that was opened from disk.

import { html } from "../elements.js";
import { languageName, tr } from "../messages.js";

const SIZES = "captions"; // data-captions on the root element: off, or a size

/** Show the captions of a clip; `go` is called with the place of the beat whose line the reader has clicked. */
export function startCaptions(clip, go) {
  const { figure, video, beats } = clip;
  const caption = figure.querySelector(".caption");
  if (!caption || !video.addTextTrack || !window.VTTCue) return;
  const track = captionTrack(video);
  track.mode = "hidden";
  beats.forEach((beat, place) => {
    track.addCue(cueOf(beat.line, String(place)));
    makeButton(beat.line, () => go(place));
  });

  function show() {
    const active = track.activeCues && track.activeCues[0];
    beats.forEach(({ line }, place) => {
      if (active && String(place) === active.id) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    });
    if (!active) return;
    caption.dataset.live = "true";
    caption.textContent = track.mode === "showing" ? "" : beats[Number(active.id)].text;
  }

  // In full screen the line beneath is out of sight: there, and only there, captions lie over the picture.
  function overPicture(event) {
    const full = document.fullscreenElement === video || event.type === "webkitbeginfullscreen";
    track.mode = full && captionSize() !== "off" ? "showing" : "hidden";
    show();
  }

  track.addEventListener("cuechange", show);
  video.addEventListener("seeked", show);
  if (video.textTracks.addEventListener) video.textTracks.addEventListener("change", show);
  document.addEventListener("fullscreenchange", overPicture);
  video.addEventListener("webkitbeginfullscreen", overPicture);
  video.addEventListener("webkitendfullscreen", overPicture);
}

/** A track for captions in the page's language; players know languages without their countries. */
export function captionTrack(video) {
  return video.addTextTrack("captions", languageName(), document.documentElement.lang.split("-")[0]);
}

export function captionSize() {
  return document.documentElement.dataset[SIZES] ?? "normal";
}

export function setCaptionSize(size) {
  document.documentElement.dataset[SIZES] = size;
}

/** The cue of a line of a transcript. */
function cueOf(line, id) {
  return captionCue(Number(line.dataset.start), Number(line.dataset.end), line.querySelector(".words").textContent, id);
}

/** Words shown from one second of a video to another. */
export function captionCue(start, end, words, id = "") {
  const cue = new window.VTTCue(start, end, words.replace(/&/g, "&amp;").replace(/</g, "&lt;"));
  cue.id = id;
  cue.line = 0; // at the top, where no number stands, and no control of the player's
  return cue;
}

/** The whole line takes a click; the button in it is what a keyboard reaches. */
function makeButton(line, go) {
  const clock = line.querySelector(".clock");
  const time = clock.textContent;
  clock.replaceWith(html("button", { type: "button", class: "clock", "aria-label": tr("Go to {time}", { time }) }, time));
  line.addEventListener("click", () => {
    if (window.getSelection().isCollapsed) go();
  });
}
