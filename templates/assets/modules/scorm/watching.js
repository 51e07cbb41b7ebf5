// When a clip counts as watched.
//
// By playing: all but a twentieth of its seconds were played, in the clip itself, in its chapter of the film, or some
// here and some there, at any speed and in any order. The browser keeps the ranges that were played; jumping to the end
// adds nothing to them. Half a second may always be missing: browsers begin and end a little beside the edge.
//
// By stills: where stills stand in for motion, every beat of the clip was gone to. There it is nothing that plays.

const MISSING_SHARE = 0.05;
const MISSING_S = 0.5;

/** Call `watched(place)` once a clip of `parts` counts. `film` is the film's figure, or null. */
export function followWatching(parts, film, watched) {
  const open = new Map(parts.map((part) => [part.place, part]));
  const whole = film?.querySelector("video");
  const chapters = film ? readChapters(whole, Array.from(film.querySelectorAll(".chapters a"))) : new Map();

  function settle(part, enough) {
    if (!enough || !open.delete(part.place)) return;
    watched(part.place);
  }

  function check(part) {
    const own = part.video.duration || 0;
    const [start, end] = chapters.get(part.slug)?.() ?? [0, 0];
    const ranges = [...rangesOf(part.video, 0, own), ...(whole ? rangesOf(whole, start, end) : [])];
    settle(part, isMost(covered(ranges), own || end - start));
  }

  for (const part of parts) {
    whilePlaying(part.video, () => check(part));
    followStills(part, () => settle(part, true));
  }
  if (whole) whilePlaying(whole, () => open.forEach(check));
}

/** Whether so many seconds are nearly all of a clip. */
export function isMost(seconds, duration) {
  return duration > 0 && duration - seconds <= Math.max(MISSING_S, MISSING_SHARE * duration);
}

/** How many seconds ranges [from, to] cover together. */
export function covered(ranges) {
  let [seconds, reached] = [0, -Infinity];
  for (const [from, to] of [...ranges].sort((one, other) => one[0] - other[0])) {
    seconds += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return seconds;
}

/** What was played of a video between two times, counted from the first of them. */
export function rangesOf({ played }, start, end) {
  return Array.from({ length: played.length }, (_, i) => [
    Math.max(played.start(i), start) - start,
    Math.min(played.end(i), end) - start,
  ]).filter(([from, to]) => to > from);
}

/** By slug, what returns start and end of a clip in the film, in seconds: it ends where the next chapter begins. */
function readChapters(video, links) {
  const end = (i) => Number(links[i + 1]?.dataset.start ?? (video.duration || 0));
  return new Map(links.map(({ dataset }, i) => [dataset.slug, () => [Number(dataset.clipStart), end(i)]]));
}

function whilePlaying(video, act) {
  for (const event of ["timeupdate", "pause", "ended"]) video.addEventListener(event, act);
}

function followStills({ figure, video, lines }, done) {
  const seen = new Set();
  video.addEventListener("seeked", () => {
    if (figure.dataset.motion !== "less") return;
    seen.add(lines.findLastIndex((line) => Number(line.dataset.start) <= video.currentTime));
    if (lines.length > 0 && lines.every((_, place) => seen.has(place))) done();
  });
}
