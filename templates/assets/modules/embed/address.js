// What the address of a frame asks for: "?start=3.2&end=8&theme=light", after ? or #, or "#t=3.2,8" as media fragments
// have it. What is not understood is as if it were not there: a frame must play whatever somebody has typed.

const THEMES = ["dark", "light"];
const CLOCK = /^(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5}(?:\.\d{1,6})?)$/;

/** Start and end in seconds, null where they are not given, and a theme or null. */
export function askedBy(search, hash) {
  const given = new URLSearchParams(search.replace(/^\?/, ""));
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) given.set(name, value);
  const [from, to] = (given.get("t") ?? "").split(",");
  const start = seconds(given.get("start") ?? from);
  const end = seconds(given.get("end") ?? to);
  return {
    start,
    end: end !== null && end > (start ?? 0) ? end : null,
    theme: THEMES.includes(given.get("theme")) ? given.get("theme") : null,
  };
}

/** The part of a clip that is to be played, as browsers take it behind the address of a video; empty for all of it. */
export function fragment({ start, end }) {
  if (start === null && end === null) return "";
  return `#t=${start ?? 0}${end === null ? "" : `,${end}`}`;
}

/** Seconds, or minutes and seconds as a clock shows them: "75", "1:15". */
function seconds(text) {
  const parts = CLOCK.exec(text ?? "");
  return parts ? 3600 * Number(parts[1] ?? 0) + 60 * Number(parts[2] ?? 0) + Number(parts[3]) : null;
}
