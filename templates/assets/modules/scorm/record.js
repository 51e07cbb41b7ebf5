// What a learner has done, clip by clip, and the text in which it is kept between visits. Nothing here knows the page.
//
// A record has an entry a clip, in the order of the page: whether it was watched, and of its first question the first and
// the last answer; then an entry for each further question. An answer is a letter, "?" for one that was shown, "" for none.
// The text has a letter an entry: which one says what was answered, and a capital that the clip was watched. A number
// after a letter says how often it stands there in all, so that a thousand clips that nobody has touched take five
// characters.

export const SHOWN = "?";
/** CMIString4096: what a platform must be able to keep. */
export const LONGEST = 4096;

const ANSWERS = `ABCD${SHOWN}`;
const A = "a".charCodeAt(0);
const RUN = /([a-z])(\d*)/gi;
const VERSION = "1";

/** A record of `n` clips of which nothing was watched and nothing answered. */
export function blank(n) {
  return Array.from({ length: n }, () => ({ watched: false, first: "", last: "" }));
}

/** The record with the clip at `place` watched. */
export function withWatched(record, place) {
  return replaced(record, place, { watched: true });
}

/** The record with an answer to the question at `place`; the first one stays the first. */
export function withAnswer(record, place, answer) {
  return replaced(record, place, { first: record[place].first || answer, last: answer });
}

/** The text of a record. `key` tells the lesson; what would be too long ends early, and its end is forgotten. */
export function encode(record, key) {
  const runs = record.map(letterOf).join("").match(/(.)\1*/g) ?? [];
  let text = `${VERSION}.${key}.`;
  for (const run of runs) {
    const next = run.length > 2 ? run[0] + run.length : run;
    if (text.length + next.length > LONGEST) break;
    text += next;
  }
  return text;
}

/** The record of `n` clips that a text tells; a blank one where it is not of this lesson. */
export function decode(text, key, n) {
  const record = blank(n);
  const start = `${VERSION}.${key}.`;
  if (!text.startsWith(start)) return record;
  let place = 0;
  for (const [, letter, times] of text.slice(start.length).matchAll(RUN)) {
    const end = Math.min(n, place + Number(times || 1));
    record.fill(entryOf(letter), place, end);
    place = end;
  }
  return record;
}

/**
 * How far a record is. `right` has the right letter of each entry's question, null where there is none; the first `clips`
 * entries are those of clips.
 */
export function progress(record, right, clips = record.length) {
  const asked = record.filter((_, place) => right[place] !== null);
  const found = {
    clips,
    watched: record.slice(0, clips).filter((entry) => entry.watched).length,
    questions: asked.length,
    answered: asked.filter((entry) => entry.first !== "").length,
    points: record.filter((entry, place) => right[place] !== null && entry.first === right[place]).length,
  };
  return { ...found, complete: found.watched === found.clips && found.answered === found.questions };
}

/** A short key of a text, the same everywhere: FNV-1a of 32 bits. */
export function keyOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}

function replaced(record, place, change) {
  return record.map((entry, i) => (i === place ? { ...entry, ...change } : entry));
}

function letterOf({ watched, first, last }) {
  const answered = first === "" ? 0 : 1 + ANSWERS.length * ANSWERS.indexOf(first) + ANSWERS.indexOf(last);
  const letter = String.fromCharCode(A + answered);
  return watched ? letter.toUpperCase() : letter;
}

function entryOf(letter) {
  const answered = letter.toLowerCase().charCodeAt(0) - A - 1;
  const watched = letter !== letter.toLowerCase();
  if (answered < 0) return { watched, first: "", last: "" };
  return { watched, first: ANSWERS[Math.floor(answered / ANSWERS.length)], last: ANSWERS[answered % ANSWERS.length] };
}
