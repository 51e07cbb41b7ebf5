// The deck: each step forward plays a clip to the end of its next beat. Whatever else leads to a beat shows its end.

import { makeScreen } from "./screen.js";

/** Where the slides are drawn, in pixels; the browser scales them. A phone held upright gets them upright. */
const LONG = 1280;
const SHORT = 720;
const asked = new URLSearchParams(location.search);
const printing = asked.has("print-pdf") || asked.get("view") === "print";
/** Pictures stand still for those whose system asks for less motion, and in the windows of the speaker view. */
const still = matchMedia("(prefers-reduced-motion: reduce)").matches || asked.has("receiver");
const upright = matchMedia("(orientation: portrait) and (max-width: 40rem)");

/** On paper no clip plays, and every picture is needed. */
function prepareForPaper() {
  document.querySelectorAll("video").forEach((video) => video.remove());
  document.querySelectorAll("img[data-src]").forEach((image) => {
    image.src = image.dataset.src;
  });
}

function size() {
  const tall = upright.matches && !printing && !asked.has("receiver");
  document.documentElement.classList.toggle("upright", tall);
  return tall ? { width: SHORT, height: LONG } : { width: LONG, height: SHORT };
}

/** The beat that the current slide stands at, from 1 on: the first comes with the slide, the others are fragments. */
function place() {
  return 1 + Reveal.getCurrentSlide().querySelectorAll(".fragment.visible").length;
}

/** Whether a change of slides is a step forward, and no jump. */
function isStep(change) {
  return !Reveal.isOverview() && place() === 1 && change.previousSlide?.nextElementSibling === change.currentSlide;
}

function start() {
  const screens = new Map([...document.querySelectorAll(".clip")].map((slide) => [slide, makeScreen(slide, still)]));
  const screen = () => screens.get(Reveal.getCurrentSlide());
  const show = () => screen()?.show(place());
  const play = () => screen()?.play(place());
  Reveal.on("ready", () => {
    show();
    // Now reveal.js listens already, and goes to where a link leads before this shows what is there.
    window.addEventListener("hashchange", show);
  });
  Reveal.on("slidechanged", (change) => {
    screens.get(change.previousSlide)?.rest();
    if (isStep(change)) play();
    else show();
  });
  Reveal.on("fragmentshown", (change) => (change.fragments.length === 1 ? play() : show()));
  ["fragmenthidden", "overviewshown", "paused"].forEach((event) => Reveal.on(event, show));
  upright.addEventListener("change", () => Reveal.configure(size()));
}

if (printing) prepareForPaper();
else start();

Reveal.initialize({
  ...size(),
  margin: 0,
  center: false,
  display: "flex",
  hash: true,
  fragmentInURL: true,
  transition: "none",
  backgroundTransition: "none",
  controlsTutorial: false,
  pdfSeparateFragments: true,
  pdfMaxPagesPerSlide: 1,
  // Scrolling would run through the beats.
  scrollActivationWidth: null,
  plugins: [RevealNotes],
});

// The speaker view follows every move in its window of the current slide, and would take the start for one: back to the
// first beat. Its window of the next slide says nothing.
if (asked.has("receiver") && asked.has("postMessageEvents")) {
  Reveal.on("ready", () => {
    Reveal.getConfig().postMessageEvents = true;
  });
  Reveal.getConfig().postMessageEvents = false;
}
