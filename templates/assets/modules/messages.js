// Messages in the page's language. Scripts are written in English; the page holds the translations as JSON.

/** Where a message takes a value. */
const PLACE = /\{(\w+)\}/;
/** Entries that are not messages; without them numbers and language are English. */
const THOUSANDS = "between thousands";
const DECIMALS = "before decimals";
const LANGUAGE = "language name";
let known = null;

/** A translated message with its {places} filled from `values`. It must be one literal, so that it can be collected. */
export function tr(message, values = {}) {
  return (entries()[message] ?? message).replace(new RegExp(PLACE, "g"), (place, name) => String(values[name] ?? place));
}

/** The parts of a translated message whose {places} are filled with elements; a place may hold several. */
export function placed(text, parts) {
  const pieces = text.split(PLACE).flatMap((piece, i) => (i % 2 ? parts[piece] : piece));
  return pieces.filter((piece) => piece !== "");
}

export function thousands() {
  return entries()[THOUSANDS] ?? ",";
}

export function decimalSign() {
  return entries()[DECIMALS] ?? ".";
}

export function languageName() {
  return entries()[LANGUAGE] ?? "English";
}

/** The page's block of translations, before its first script; an English page has none. */
function entries() {
  known ??= JSON.parse(document.getElementById("messages")?.textContent.trim() || "{}");
  return known;
}
