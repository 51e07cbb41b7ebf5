// The fates along one rate, as the track of its slider: the thumb shows where you stand.

import { short, svg } from "../../elements.js";

/** Half the width of a slider's thumb: so far inside its box its values begin and end. */
const INSET = 13;
const TOP = 13;
const HEIGHT = 18;
const HATCH = 7;

/**
 * Draws stretches [{ to, kind, words }] of a track, `to` as a share of its length. Each kind has its own colour and its own
 * lines, so that neither is needed to tell them apart.
 */
export function drawTrack(track, width, stretches, ticks = []) {
  const length = width - 2 * INSET;
  const height = ticks.length || stretches.some(({ words }) => words) ? 62 : 44;
  track.setAttribute("width", String(width));
  track.setAttribute("height", String(height));
  let from = 0;
  const parts = stretches.flatMap(({ to, kind, words }) => {
    const [left, right] = [INSET + from * length, INSET + Math.min(1, to) * length];
    from = Math.min(1, to);
    return right - left > 0.5 ? stretch(left, right, kind, words) : [];
  });
  const edges = ticks.map((share) =>
    svg("path", { class: "track-tick", d: `M${short(INSET + share * length)} ${TOP - 4}v${HEIGHT + 8}` }),
  );
  track.replaceChildren(...parts, ...edges);
}

function stretch(left, right, kind, words = []) {
  const place = { x: left, y: TOP, width: right - left, height: HEIGHT };
  const hatch = svg("path", { class: "hatch", d: lines(kind, place.width) });
  const found = [svg("rect", { class: `fate ${kind}`, ...place }), svg("svg", { ...place, class: "window" }, hatch)];
  const shown = words.find((text) => 6.6 * text.length < place.width);
  if (!shown) return found;
  const middle = { x: (left + right) / 2, y: TOP + HEIGHT + 21, "text-anchor": "middle" };
  return [...found, svg("text", { class: "track-words", ...middle }, shown)];
}

/** Nothing for what comes in from its own side, slanted lines for what overshoots, crossed ones for what leaves. */
function lines(kind, width) {
  let d = "";
  for (let x = -HEIGHT; x < width + HEIGHT; x += HATCH) {
    if (kind !== "near" && kind !== "calm") d += `M${x} ${HEIGHT}l${HEIGHT} ${-HEIGHT}`;
    if (kind === "leaves") d += `M${x} 0l${HEIGHT} ${HEIGHT}`;
  }
  return d || "M0 0";
}
