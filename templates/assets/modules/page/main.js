// What the page needs while it is parsed and when it is printed.

import { followContents } from "./contents.js";

document.documentElement.classList.add("scripted");

/** What stands below the first screen holds nothing up; a reader who is sent to a place needs its looks at once. */
function dress() {
  for (const sheet of document.querySelectorAll("link[data-late]")) sheet.media = "all";
}
if (window.location.hash) dress();
else document.addEventListener("DOMContentLoaded", dress);

/** A video that has its first frame needs its poster no more. */
function uncover({ target }) {
  target.closest?.(".picture")?.classList.add("started");
}

function openTranscripts() {
  for (const details of document.querySelectorAll("details.transcript")) details.open = true;
}

/** What is wider than its container can be scrolled with the keyboard too; what fits is no tab stop. */
function makeWideFocusable() {
  const wide = document.querySelectorAll(".formula, .scroll");
  const sized = new ResizeObserver((entries) => entries.forEach(({ target }) => stopAt(target)));
  wide.forEach((one) => sized.observe(one));
  document.fonts.ready.then(() => wide.forEach(stopAt));
}

function stopAt(wide) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  else wide.removeAttribute("tabindex");
}

/** Caption files are for readers without scripts; removed while the page is parsed, none is requested. */
function dropTracks(records) {
  for (const { addedNodes } of records) {
    for (const node of addedNodes) if (node.nodeName === "TRACK") node.remove();
  }
}

const parsing = new MutationObserver(dropTracks);
parsing.observe(document, { childList: true, subtree: true });
document.addEventListener("DOMContentLoaded", () => {
  dropTracks(parsing.takeRecords());
  parsing.disconnect();
  followContents();
  makeWideFocusable();
});
window.addEventListener("beforeprint", openTranscripts);
document.addEventListener("loadeddata", uncover, true); // it does not bubble
