// The film: its chapters play here, and its captions stand in the page, which may show but a few of its clips.

import { captionCue, captionTrack } from "./captions.js";
import { speedChoice } from "./controls.js";
import { html } from "../elements.js";
import { asksForStills, play, seek } from "./time.js";

export function startFilm(film) {
  const video = film.querySelector("video");
  const track = video.addTextTrack && window.VTTCue ? captionTrack(video) : null;
  if (track) {
    showOnly(track, video);
    for (const cue of filmWords()) track.addCue(captionCue(...cue));
  }
  film.querySelectorAll(".chapters a").forEach((chapter) => {
    chapter.addEventListener("click", (event) => {
      event.preventDefault();
      seek(video, Number(chapter.dataset.start));
      if (!asksForStills()) play(video);
      video.scrollIntoView({ block: "nearest" });
    });
  });
  film.querySelector(".picture").after(html("div", { class: "player" }, speedChoice(video)));
}

/** The film has captions inside, too; WebKit switches all off when it finds those. */
function showOnly(own, video) {
  const choose = () => {
    for (const track of video.textTracks) track.mode = track === own ? "showing" : "disabled";
  };
  choose();
  video.textTracks.addEventListener?.("addtrack", choose);
  video.addEventListener("loadedmetadata", choose);
}

/** The captions: start and end in seconds, and the words. */
function filmWords() {
  return JSON.parse(document.getElementById("film-words").textContent);
}
