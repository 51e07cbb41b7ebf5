// What is said: beneath the picture, on the band that clips keep free in full screen, and in a transcript that follows
// and seeks. It follows the time by itself: browsers disagree about text tracks, and refuse their files from disk.

import { frameOf, partAt, showsResult } from "./clip.js";
import { html } from "../elements.js";
import { languageName, tr } from "../messages.js";
import { settings } from "./settings.js";

/** Return a function that shows what is said now; `go` is called with the place of the scene that was clicked. */
export function startCaptions(clip, go) {
  const { figure, video, parts, cues } = clip;
  const caption = figure.querySelector(".caption");
  if (!clip.ofChapters) parts.forEach(({ line }, place) => makeButton(line, () => go(place)));
  muteTracks(video);
  inOwnFullScreen(video, cues);

  return () => {
    const at = partAt(clip);
    parts.forEach(({ line }, place) => {
      if (place === at) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    });
    const words = at < 0 ? null : wordsAt(clip);
    if (words !== null && caption.textContent !== words) caption.textContent = words;
  };
}

/** What is said where the clip stands; null where nothing new is. The film is silent between its clips. */
function wordsAt(clip) {
  if (showsResult(clip)) return clip.cues.at(-1).text;
  const frame = frameOf(clip);
  const cue = clip.cues.findLast(({ start }) => Math.round(start * clip.fps) <= frame);
  if (!cue) return clip.ofChapters ? "" : null;
  return clip.ofChapters && Math.round(cue.end * clip.fps) <= frame ? "" : cue.text;
}

/** A film has captions inside, too: they would be seen twice. */
function muteTracks(video) {
  const mute = () => {
    for (const track of video.textTracks) track.mode = "disabled";
  };
  video.textTracks.addEventListener?.("addtrack", mute);
  video.addEventListener("loadedmetadata", mute);
}

/** Where a telephone shows a video in a full screen of its own, nothing of the page is seen: there cues are needed. */
function inOwnFullScreen(video, cues) {
  let track = null;
  video.addEventListener("webkitbeginfullscreen", () => {
    track ??= trackOf(video, cues);
    track.mode = settings().captions === "off" ? "disabled" : "showing";
  });
  video.addEventListener("webkitendfullscreen", () => {
    if (track) track.mode = "disabled";
  });
}

/** A track in the page's language; players know languages without their countries. */
function trackOf(video, cues) {
  const track = video.addTextTrack("captions", languageName(), document.documentElement.lang.split("-")[0]);
  for (const { start, end, text } of cues) {
    track.addCue(new window.VTTCue(start, end, text.replace(/&/g, "&amp;").replace(/</g, "&lt;")));
  }
  return track;
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
