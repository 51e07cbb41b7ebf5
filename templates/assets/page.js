// What the page needs while it is parsed and when it is printed.
(function () {
  "use strict";

  document.documentElement.classList.add("scripted");

  // A video that has its first frame needs its poster no more.
  function uncover(event) {
    var picture = event.target.closest && event.target.closest(".picture");
    if (picture) picture.classList.add("started");
  }

  function openTranscripts() {
    document.querySelectorAll("details.transcript").forEach(function (details) {
      details.open = true;
    });
  }

  // What is wider than its place can be scrolled with the keyboard too; what fits is no stop on the way.
  function reachWide() {
    document.querySelectorAll(".formula, .scroll").forEach(function (wide) {
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
      else wide.removeAttribute("tabindex");
    });
  }

  // Caption files are for readers without scripts; taken out while the page is parsed, none is asked for.
  function dropFiles(records) {
    records.forEach(function (record) {
      record.addedNodes.forEach(function (node) {
        if (node.nodeName === "TRACK") node.remove();
      });
    });
  }

  var parsing = new MutationObserver(dropFiles);
  parsing.observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", function () {
    dropFiles(parsing.takeRecords());
    parsing.disconnect();
  });
  window.addEventListener("load", reachWide);
  window.addEventListener("resize", reachWide);
  window.addEventListener("beforeprint", openTranscripts);
  document.addEventListener("loadeddata", uncover, true); // it does not bubble
})();
