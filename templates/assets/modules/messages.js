// The page's words in its language. Scripts are written in English; what reads otherwise stands in the page as JSON.

/** Where a message takes a value. */
const PLACE = /\{(\w+)\}/;
/** Entries of the page that are no messages; without them numbers and language are English. */
const THOUSANDS = "between thousands";
const LANGUAGE = "language name";
let known = null;

/** A message, which is always one literal so that it can be collected, with its {places} filled where values are given. */
export function tr(message, values = {}) {
  return (entries()[message] ?? message).replace(new RegExp(PLACE, "g"), (place, name) => String(values[name] ?? place));
}

/** The parts of a translated message whose {places} are taken by elements; a place may hold several. */
export function placed(text, parts) {
  const pieces = text.split(PLACE).flatMap((piece, i) => (i % 2 ? parts[piece] : piece));
  return pieces.filter((piece) => piece !== "");
}

/** What stands between thousands. */
export function thousands() {
  return entries()[THOUSANDS] ?? ",";
}

/** What the page's language calls itself. */
export function languageName() {
  return entries()[LANGUAGE] ?? "English";
}

/** The page's block, which stands before the first script; an English page has none. */
function entries() {
  known ??= JSON.parse(document.getElementById("messages")?.textContent.trim() || "{}");
  return known;
}
