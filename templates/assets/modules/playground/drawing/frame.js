// What all plots share: axes with ticks, the path coloured by outcome, the plot's own window.

import { plainText, raisedText, rounded } from "../../format.js";
import { label, mark, short, svg, through } from "./elements.js";
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

/** Ticks and name of a linear axis below the box; large numbers share one power of ten, which the name tells. */
export function axisBelow(box, scale, name, unit, count) {
  const power = commonPower(Math.max(Math.abs(scale.low), Math.abs(scale.high)));
  const parts = ticks(scale.low, scale.high, count).map((value) => {
    const x = scale.at(value);
    return svg(
      "g",
      {},
      svg("path", { class: "tick", d: `M${short(x)} ${short(box.bottom)}v5` }),
      tickText(x, box.bottom + 19, "middle", value, power),
    );
  });
  return svg(
    "g",
    {},
    ...parts,
    label({ class: "axis-name", x: box.right, y: box.bottom + 35, "text-anchor": "end" }, titled(name, unit, power)),
  );
}

/** The same to the left of the box, with lines across it; the name stands above. */
export function axisLeft(box, scale, name, unit, count, grid = true) {
  const power = commonPower(Math.max(Math.abs(scale.low), Math.abs(scale.high)));
  const parts = ticks(scale.low, scale.high, count).map((value) => {
    const y = scale.at(value);
    const line = grid ? `M${short(box.left)} ${short(y)}H${short(box.right)}` : `M${short(box.left)} ${short(y)}h-5`;
    return svg(
      "g",
      {},
      svg("path", { class: grid ? "grid" : "tick", d: line }),
      tickText(box.left - 8, y + 4, "end", value, power),
    );
  });
  return svg("g", {}, ...parts, label({ class: "axis-name", x: 2, y: box.top - 9 }, titled(name, unit, power)));
}

/** The name of an axis, with the power of ten that its ticks are written in, and the unit. */
export function titled(name, unit, power) {
  const inner = [power ? `10${raisedText(power)}` : "", unit].filter(Boolean).join(" ");
  return inner ? `${name} (${inner})` : name;
}

/**
 * The path of a run up to a position between steps, `at(k)` in pixels and `here` the point that is under way.
 * Older steps are fainter; the last mark is the largest.
 */
export function path(at, kinds, k, here) {
  const lines = svg("g", { class: "path" });
  for (const [kind, part] of Object.entries(segments(at, kinds, k))) {
    for (const [age, d] of Object.entries(part)) lines.append(svg("path", { class: `${kind} ${age}`, d }));
  }
  const next = kinds[k + 1];
  if (here && next) lines.append(svg("path", { class: `${next} recent`, d: through([at(k), here]) }));
  const marks = svg("g", { class: k > CROWD ? "crowd" : "few" });
  const every = Math.ceil(k / MOST_MARKS);
  for (let j = 1; j < k; j += every) marks.append(mark(kinds[j], ...at(j), k > CROWD ? 2.5 : 4));
  if (k > 0) marks.append(mark(kinds[k], ...at(k), here ? 4 : 6.5));
  if (here) marks.append(mark(next, ...here, 6.5));
  return [lines, marks];
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

function tickText(x, y, anchor, value, power) {
  const shown = plainText(rounded(value / 10 ** power, 4));
  return svg("text", { class: "tick-label", x, y, "text-anchor": anchor }, shown);
}
