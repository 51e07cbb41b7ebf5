// Where on the page the reader is: the last landmark above, and which share of the way to the next one is behind. So it
// is the same place on a screen of another width.

const LANDMARKS = "article [id]:is(section, figure, .question)";
const SETTLED_MS = 500;

/** The place as text, "" at the top of the page. */
export function whereNow() {
  const tops = landmarks();
  const i = tops.findLastIndex(({ top }) => top <= window.scrollY + 1);
  if (i < 0) return "";
  const way = (tops[i + 1]?.top ?? document.documentElement.scrollHeight) - tops[i].top;
  const share = way > 0 ? (window.scrollY - tops[i].top) / way : 0;
  return `${tops[i].id} ${Math.min(1, Math.max(0, share)).toFixed(3)}`;
}

/** Go to a place that `whereNow` has told; nowhere when the page knows it no more. */
export function goTo(place) {
  const [id, share] = place.split(" ");
  const tops = landmarks();
  const i = tops.findIndex((landmark) => landmark.id === id);
  if (i < 0 || !(share >= 0 && share <= 1)) return;
  const next = tops[i + 1]?.top ?? document.documentElement.scrollHeight;
  const top = tops[i].top + Number(share) * (next - tops[i].top);
  window.scrollTo({ top, behavior: "instant" });
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
