// Captions beneath the picture instead of over it, and a transcript that follows and seeks. The page reads without it.
// The cues stand in the page, because a browser refuses a <track> file beside a page that was opened from disk.
(function () {
  "use strict";

  function start(figure) {
    var video = figure.querySelector("video");
    var caption = figure.querySelector(".caption");
    var lines = Array.prototype.slice.call(figure.querySelectorAll(".transcript li"));
    if (!video || !caption || !video.addTextTrack || !window.VTTCue) return;

    var track = video.addTextTrack("captions", "English", "en");
    track.mode = "hidden";

    lines.forEach(function (line, index) {
      var from = Number(line.getAttribute("data-start"));
      var cue = cueOf(line, 0);
      cue.id = String(index);
      track.addCue(cue);
      line.replaceChild(clockButton(line.querySelector(".clock").textContent), line.firstElementChild);
      line.addEventListener("click", function () {
        if (window.getSelection().isCollapsed) playFrom(video, from);
      });
    });

    track.addEventListener("cuechange", show);
    video.addEventListener("seeked", show);
    if (video.textTracks.addEventListener) video.textTracks.addEventListener("change", show);
    document.addEventListener("fullscreenchange", overPicture);
    video.addEventListener("webkitbeginfullscreen", overPicture);
    video.addEventListener("webkitendfullscreen", overPicture);

    // In full screen the line beneath is out of sight: there, and only there, captions lie over the picture.
    function overPicture(event) {
      var full = document.fullscreenElement === video || event.type === "webkitbeginfullscreen";
      track.mode = full ? "showing" : "hidden";
      show();
    }

    function show() {
      var active = track.activeCues && track.activeCues[0];
      lines.forEach(function (line, index) {
        if (active && String(index) === active.id) line.setAttribute("aria-current", "true");
        else line.removeAttribute("aria-current");
      });
      if (!active) return;
      caption.setAttribute("data-live", "true");
      caption.textContent = track.mode === "showing" ? "" : lines[Number(active.id)].querySelector(".words").textContent;
    }
  }

  // The film: its chapters play here, and its captions are those of the clips, each behind its card.
  function startFilm(film) {
    var video = film.querySelector("video");
    var track = video.addTextTrack && window.VTTCue ? video.addTextTrack("captions", "English", "en") : null;
    if (track) track.mode = "showing";

    Array.prototype.forEach.call(film.querySelectorAll(".chapters a"), function (chapter) {
      chapter.addEventListener("click", function (event) {
        event.preventDefault();
        playFrom(video, Number(chapter.getAttribute("data-start")));
        video.scrollIntoView({ block: "nearest" });
      });
      if (!track) return;
      var from = Number(chapter.getAttribute("data-clip-start"));
      var lines = document.querySelectorAll("#clip-" + chapter.getAttribute("data-slug") + " .transcript li");
      Array.prototype.forEach.call(lines, function (line) {
        track.addCue(cueOf(line, from));
      });
    });
  }

  function cueOf(line, from) {
    var start = from + Number(line.getAttribute("data-start"));
    var text = line.querySelector(".words").textContent;
    return new window.VTTCue(start, from + Number(line.getAttribute("data-end")), text.replace(/&/g, "&amp;").replace(/</g, "&lt;"));
  }

  // The whole line takes a click; the button in it is what a keyboard reaches.
  function clockButton(label) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "clock";
    button.textContent = label;
    button.setAttribute("aria-label", "Play from " + label);
    return button;
  }

  function playFrom(video, time) {
    video.currentTime = time;
    var playing = video.play();
    if (playing) playing.catch(function () {}); // refused or interrupted: the reader's controls are still there
  }

  function openTranscripts() {
    Array.prototype.forEach.call(document.querySelectorAll("details.transcript"), function (details) {
      details.open = true;
    });
  }

  // The files are for readers without scripts; taken out while the page is parsed, none is asked for.
  function dropFiles(records) {
    records.forEach(function (record) {
      Array.prototype.forEach.call(record.addedNodes, function (node) {
        if (node.nodeName === "TRACK") node.parentNode.removeChild(node);
      });
    });
  }

  var parsing = new MutationObserver(dropFiles);
  parsing.observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", function () {
    dropFiles(parsing.takeRecords());
    parsing.disconnect();
    Array.prototype.forEach.call(document.querySelectorAll("figure.run"), start);
    Array.prototype.forEach.call(document.querySelectorAll("figure.film"), startFilm);
  });
  window.addEventListener("beforeprint", openTranscripts);
})();
