// The fates along one rate, as the track of its slider: the thumb shows where you stand.

import { short, svg } from "../../elements.js";

/** Half the width of a slider's thumb: so far inside its box its values begin and end. */
const INSET = 13;
const TOP = 14;
const HEIGHT = 16;
const HATCH = 7;
const LETTER = 6.4;

/**
 * Draws stretches [{ to, kind, words }] of a track, `to` as a share of its length. Each kind has its own colour and its own
 * lines, so that neither is needed to tell them apart.
 */
export function drawTrack(track, width, stretches) {
  const length = width - 2 * INSET;
  track.setAttribute("width", String(width));
  track.setAttribute("height", stretches.some(({ words }) => words) ? "56" : "44");
  let from = 0;
  const parts = stretches.flatMap(({ to, kind, words = "" }) => {
    const [left, right] = [INSET + from * length, INSET + Math.min(1, to) * length];
    from = Math.min(1, to);
    return right - left > 0.5 ? stretch(left, right, kind, words, width) : [];
  });
  track.replaceChildren(...parts);
}

function stretch(left, right, kind, words, width) {
  const place = { x: left, y: TOP, width: right - left, height: HEIGHT };
  const hatch = svg("path", { class: "hatch", d: lines(kind, place.width) });
  const middle = Math.min((left + right) / 2, width - (LETTER * words.length) / 2);
  return [
    svg("rect", { class: `fate ${kind}`, ...place }),
    svg("svg", place, hatch),
    ...(left > INSET ? [svg("path", { class: "border", d: `M${short(left)} ${TOP - 3}v${HEIGHT + 6}` })] : []),
    svg("text", { class: "track-words", x: middle, y: TOP + HEIGHT + 20, "text-anchor": "middle" }, words),
  ];
}

/** Nothing for what comes in from its own side, slanted lines for what overshoots, crossed ones for what leaves. */
function lines(kind, width) {
  let d = "";
  for (let x = -HEIGHT; x < width + HEIGHT; x += HATCH) {
    if (kind === "over" || kind === "leaves") d += `M${x} ${HEIGHT}l${HEIGHT} ${-HEIGHT}`;
    if (kind === "leaves") d += `M${x} 0l${HEIGHT} ${HEIGHT}`;
  }
  return d || "M0 0";
}
