// When a transcript counts as read.
//
// One that its reader has opened counts at once: it was asked for. Printing opens all: those count once every line has
// been in sight for three seconds in all, be it together or one after the other on the way down. That is less than most
// lines take to read and more than passing by takes. Time passes only while the page itself can be seen.

const SIGHT_S = 3;
const TICK_S = 0.5;
/** A line is in sight when most of it is: on a small screen in large type a long one may not fit whole. */
const SHARE = 0.7;

/** Call `read(place)` once the transcript of one of `parts` counts. */
export function followReading(parts, read) {
  const open = new Map();
  const owners = new Map();
  const inSight = new Set();
  let timer = null;

  const sight = new IntersectionObserver(look, { threshold: [0, SHARE, 1] });

  function look(entries) {
    for (const { target, intersectionRatio } of entries) {
      if (intersectionRatio >= SHARE && owners.has(target)) inSight.add(target);
      else inSight.delete(target);
    }
    if (inSight.size > 0) timer ??= setInterval(tick, 1000 * TICK_S);
  }

  function tick() {
    if (document.visibilityState === "visible") inSight.forEach(spend);
    if (inSight.size > 0) return;
    clearInterval(timer);
    timer = null;
  }

  function spend(line) {
    const part = owners.get(line);
    const lines = open.get(part);
    lines.set(line, lines.get(line) + TICK_S);
    if (Array.from(lines.values()).every((seconds) => seconds >= SIGHT_S)) settle(part);
  }

  function settle(part) {
    if (!open.delete(part)) return;
    for (const line of part.lines) {
      owners.delete(line);
      inSight.delete(line);
      sight.unobserve(line);
    }
    read(part.place);
  }

  for (const part of parts.filter(({ transcript }) => transcript)) {
    open.set(part, new Map(part.lines.map((line) => [line, 0])));
    part.lines.forEach((line) => {
      owners.set(line, part);
      sight.observe(line);
    });
    // A click, by whatever means, and not "toggle": that comes too when the page opens all of them to print.
    part.transcript.querySelector("summary").addEventListener("click", () => {
      if (!part.transcript.open) settle(part);
    });
  }
}
