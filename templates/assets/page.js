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

  // A formula that is wider than its place can be scrolled with the keyboard too; one that fits is no stop on the way.
  function reachFormulas() {
    var formulas = Array.prototype.slice.call(document.querySelectorAll(".formula"));
    formulas.forEach(function (formula) {
      if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
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
  window.addEventListener("load", reachFormulas);
  window.addEventListener("resize", reachFormulas);
  window.addEventListener("beforeprint", openTranscripts);
  document.addEventListener("loadeddata", uncover, true); // it does not bubble
})();
