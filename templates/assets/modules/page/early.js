// What cannot wait for the whole page, since its reader would see it change. It stands in the page itself.

document.documentElement.classList.add("scripted");

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
});
