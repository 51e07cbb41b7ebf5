// The film: its chapters play here, and its captions are those of the clips, each behind its card.

import { captionTrack, cueOf } from "./captions.js";
import { speedChoice } from "./controls.js";
import { asksForStills, play, seek } from "./time.js";

export function startFilm(film) {
  const video = film.querySelector("video");
  const track = video.addTextTrack && window.VTTCue ? captionTrack(video) : null;
  if (track) track.mode = "showing";
  film.querySelectorAll(".chapters a").forEach((chapter) => {
    chapter.addEventListener("click", (event) => {
      event.preventDefault();
      seek(video, Number(chapter.dataset.start));
      if (!asksForStills()) play(video);
      video.scrollIntoView({ block: "nearest" });
    });
    if (track) addCues(track, chapter);
  });
  addBar(film, video);
}

function addCues(track, chapter) {
  const from = Number(chapter.dataset.clipStart);
  const lines = document.querySelectorAll(`#clip-${chapter.dataset.slug} .transcript li`);
  lines.forEach((line) => track.addCue(cueOf(line, from)));
}

function addBar(film, video) {
  const bar = document.createElement("div");
  bar.className = "player";
  bar.append(speedChoice(video));
  film.querySelector(".picture").after(bar);
}
