// What all plots share: axes with ticks, the path coloured by outcome, the plot's own window.

import { short, svg } from "../../elements.js";
import { plainText, raisedText, rounded } from "../../format.js";
import { label, mark, through } from "./marks.js";
import { commonPower, ticks } from "./scales.js";

/** Of more steps only every second, third, … gets a mark of its own. */
const MOST_MARKS = 150;
const RECENT = 12;
/** So many marks stand so close that they must be small. */
const CROWD = 40;

/** The box inside the margins. */
export function inside(width, height, { left, right, top, bottom }) {
  return {
    left,
    top,
    right: width - right,
    bottom: height - bottom,
    width: width - left - right,
    height: height - top - bottom,
  };
}

/** A nested window: what is drawn in it, in its own pixels, ends at its border. */
export function clipped(box, ...children) {
  const shift = svg("g", { transform: `translate(${short(-box.left)} ${short(-box.top)})` }, ...children);
  const { left: x, top: y, width, height } = box;
  return svg("svg", { x, y, width, height, class: "window" }, shift);
}

/** A tick below the box, `x` in pixels. */
export function tickBelow(box, x, text) {
  const line = svg("path", { class: "tick", d: `M${short(x)} ${short(box.bottom)}v5` });
  return svg("g", {}, line, label({ class: "tick-label", x, y: box.bottom + 19, "text-anchor": "middle" }, text));
}

/** A tick to the left of the box, `y` in pixels, or a line across the box with its number there. */
export function tickLeft(box, y, text, across) {
  const d = `M${short(box.left)} ${short(y)}${across ? `H${short(box.right)}` : "h-5"}`;
  const words = label({ class: "tick-label", x: box.left - 8, y: y + 4, "text-anchor": "end" }, text);
  return svg("g", {}, svg("path", { class: across ? "grid" : "tick", d }), words);
}

/** The name of the axis to the left of the box, above it. */
export function nameAbove(box, text) {
  return label({ class: "axis-name", x: 2, y: box.top - 9 }, text);
}

/** Ticks and name of a linear axis below the box; large numbers share one power of ten, which is in the name. */
export function axisBelow(box, scale, name, unit, count) {
  const [parts, power] = linearTicks(scale, count, (value, text) => tickBelow(box, scale.at(value), text));
  const place = { x: box.right, y: box.bottom + 35, "text-anchor": "end" };
  return svg("g", {}, ...parts, label({ class: "axis-name", ...place }, titled(name, unit, power)));
}

/** The same to the left of the box, with lines across it; the name stands above. */
export function axisLeft(box, scale, name, unit, count, grid = true) {
  const [parts, power] = linearTicks(scale, count, (value, text) => tickLeft(box, scale.at(value), text, grid));
  return svg("g", {}, ...parts, nameAbove(box, titled(name, unit, power)));
}

/** Ticks drawn by `tick(value, text)`, and the power of ten that their numbers are written in. */
function linearTicks({ low, high }, count, tick) {
  const power = commonPower(Math.max(Math.abs(low), Math.abs(high)));
  const textOf = (value) => plainText(rounded(value / 10 ** power, 4));
  return [ticks(low, high, count).map((value) => tick(value, textOf(value))), power];
}

/** The name of an axis, with the power of ten that its ticks are written in, and the unit. */
export function titled(name, unit, power) {
  const inner = [power ? `10${raisedText(power)}` : "", unit].filter(Boolean).join(" ");
  return inner ? `${name} (${inner})` : name;
}

/**
 * The path of a run up to a position between steps, `at(k)` in pixels; `between(k, share)` is the point that is under way.
 * Older steps are fainter; the last mark is the largest.
 */
export function path(at, kinds, position, between = straight.bind(null, at)) {
  const k = Math.floor(position);
  const next = kinds[k + 1];
  const here = position > k && next ? between(k, position - k) : null;
  const lines = svg("g", { class: "path" });
  for (const [kind, part] of Object.entries(segments(at, kinds, k))) {
    for (const [age, d] of Object.entries(part)) lines.append(svg("path", { class: `${kind} ${age}`, d }));
  }
  if (here) lines.append(svg("path", { class: `${next} recent`, d: through([at(k), here]) }));
  const marks = svg("g", { class: k > CROWD ? "crowd" : "few" });
  const every = Math.ceil(k / MOST_MARKS);
  for (let j = 1; j < k; j += every) marks.append(mark(kinds[j], ...at(j), k > CROWD ? 2.5 : 4));
  if (k > 0) marks.append(mark(kinds[k], ...at(k), here ? 4 : 6.5));
  if (here) marks.append(mark(next, ...here, 6.5));
  return [lines, marks];
}

function straight(at, k, share) {
  return at(k).map((from, i) => from + share * (at(k + 1)[i] - from));
}

function segments(at, kinds, k) {
  const found = {};
  for (let j = 1; j <= k; j += 1) {
    const age = j > k - RECENT ? "recent" : "old";
    const part = (found[kinds[j]] ??= {});
    part[age] = (part[age] ?? "") + through([at(j - 1), at(j)]);
  }
  return found;
}
