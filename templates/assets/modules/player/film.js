// The film: its chapters play here, and its captions are those of the clips, each behind its card.

import { captionTrack, cueOf } from "./captions.js";
import { speedChoice } from "./controls.js";
import { html } from "../elements.js";
import { asksForStills, play, seek } from "./time.js";

export function startFilm(film) {
  const video = film.querySelector("video");
  const track = video.addTextTrack && window.VTTCue ? captionTrack(video) : null;
  if (track) showOnly(track, video);
  film.querySelectorAll(".chapters a").forEach((chapter) => {
    chapter.addEventListener("click", (event) => {
      event.preventDefault();
      seek(video, Number(chapter.dataset.start));
      if (!asksForStills()) play(video);
      video.scrollIntoView({ block: "nearest" });
    });
    if (track) addCues(track, chapter);
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

function addCues(track, chapter) {
  const from = Number(chapter.dataset.clipStart);
  const lines = document.querySelectorAll(`#clip-${chapter.dataset.slug} .transcript li`);
  lines.forEach((line) => track.addCue(cueOf(line, from)));
}
