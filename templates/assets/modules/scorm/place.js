// Where on the page the reader is: the last landmark above, and which share of the way to the next one is behind. So it
// is the same place on a screen of another width.

const LANDMARKS = "article [id]:is(section, figure, .question)";
const SETTLED_MS = 500;
/** So long after the page has been gone to a place, what takes its size above it does not push it away. */
const HELD_MS = 2000;

/** The place as text, "" at the top of the page. */
export function whereNow() {
  const tops = landmarks();
  const i = tops.findLastIndex(({ top }) => top <= window.scrollY + 1);
  if (i < 0) return "";
  const way = (tops[i + 1]?.top ?? document.documentElement.scrollHeight) - tops[i].top;
  const share = way > 0 ? (window.scrollY - tops[i].top) / way : 0;
  return `${tops[i].id} ${Math.min(1, Math.max(0, share)).toFixed(3)}`;
}

/** Go to a place that `whereNow` has told, and stay there while the page takes its size; nowhere if it is not known. */
export function goTo(place) {
  if (!scrolledTo(place)) return;
  const held = new ResizeObserver(() => scrolledTo(place));
  held.observe(document.body);
  const free = () => held.disconnect();
  for (const moved of ["wheel", "pointerdown", "keydown"]) window.addEventListener(moved, free, { once: true, passive: true });
  setTimeout(free, HELD_MS);
}

function scrolledTo(place) {
  const [id, share] = place.split(" ");
  const tops = landmarks();
  const i = tops.findIndex((landmark) => landmark.id === id);
  if (i < 0 || !(share >= 0 && share <= 1)) return false;
  const next = tops[i + 1]?.top ?? document.documentElement.scrollHeight;
  const top = tops[i].top + Number(share) * (next - tops[i].top);
  window.scrollTo({ top, behavior: "instant" });
  return true;
}

/** Call `moved` whenever the reader has come to rest. */
export function followPlace(moved) {
  let timer = null;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(moved, SETTLED_MS);
  };
  window.addEventListener("scroll", wait, { passive: true });
}

/** What a place can be, each with how far one has scrolled where a link to it leads. */
function landmarks() {
  const above = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  return Array.from(document.querySelectorAll(LANDMARKS))
    .filter((found) => found.getClientRects().length > 0) // some are for paper alone
    .map((found) => ({ id: found.id, top: found.getBoundingClientRect().top + window.scrollY - above }))
    .sort((one, other) => one.top - other.top);
}
