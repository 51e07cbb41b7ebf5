// What all plots share: axes with ticks, the path coloured by outcome, the plot's own window.

import { short, svg } from "../../elements.js";
import { plainText, raisedText, rounded } from "../../format.js";
import { label, mark, through } from "./marks.js";
import { commonPower, ticks } from "./scales.js";

/** Of more steps only every second, third, … gets a mark of its own. */
const MOST_MARKS = 150;
/** So many marks stand so close that they must be small. */
const CROWD = 40;
/** A shorter step cannot be seen. */
const UNSEEN = 0.3;
/** What share of a step's time passes in the air: then it drops. */
const AIR = 0.6;

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
  return svg("svg", { x, y, width, height }, shift);
}

/** A tick below the box, `x` in pixels. */
export function tickBelow(box, x, text) {
  const line = svg("path", { class: "tick", d: `M${short(x)} ${short(box.bottom)}v5` });
  return svg("g", {}, line, label({ x, y: box.bottom + 19, "text-anchor": "middle" }, text));
}

/** A tick to the left of the box, `y` in pixels, or a line across the box with its number there. */
export function tickLeft(box, y, text, across) {
  const d = `M${short(box.left)} ${short(y)}${across ? `H${short(box.right)}` : "h-5"}`;
  const words = label({ x: box.left - 8, y: y + 4, "text-anchor": "end" }, text);
  return svg("g", {}, svg("path", { class: across ? "grid" : "tick", d }), words);
}

/** The name of the axis to the left of the box, above it. */
export function nameAbove(box, text) {
  return label({ class: "axis-name", x: 2, y: box.top - 9 }, text);
}

/** Ticks and name of a linear axis below the box; large numbers share one power of ten, which is in the name. */
export function axisBelow(box, scale, name, unit, count, drop = 35) {
  const [parts, power] = linearTicks(scale, count, (value, text) => tickBelow(box, scale.at(value), text));
  const place = { x: box.right, y: box.bottom + drop, "text-anchor": "end" };
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
 * The path of a run up to a position between steps, `at(k)` in pixels. `leg(from, to, share)` is how a step is drawn, and
 * `age(j, last, length)` how strong step j is: "strong", "faint" or "plain". The last mark is the largest.
 */
export function path(at, kinds, position, { leg = straight, age = () => "plain" } = {}) {
  const k = Math.floor(position);
  const last = Math.min(Math.ceil(position), kinds.length - 1);
  const every = Math.max(1, Math.ceil(k / MOST_MARKS));
  const lines = {};
  const marks = svg("g", { class: k > CROWD ? "crowd" : "few" });
  for (let j = 1, from = at(0); j <= last; j += 1) {
    const to = at(j);
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const strength = age(j, last, length);
    const marked = j === last || j % every === 0 || strength === "strong";
    if (marked || length > UNSEEN) {
      const { line, drop, here } = leg(from, to, j > k ? position - k : 1);
      const name = `${kinds[j]} ${strength}`;
      lines[name] = (lines[name] ?? "") + through(line);
      if (drop) lines[`${name} drop`] = (lines[`${name} drop`] ?? "") + through(drop);
      const size = j === last ? 7.5 : k > CROWD && strength !== "strong" ? 2.5 : 5;
      if (marked) marks.append(mark(kinds[j], ...here, size, strength));
    }
    from = to;
  }
  const drawn = Object.entries(lines).map(([name, d]) => svg("path", { class: name, d }));
  return [svg("g", { class: "path" }, ...drawn), marks];
}

/** A step as one line. */
function straight(from, to, share) {
  const here = from.map((value, i) => value + share * (to[i] - value));
  return { line: [from, here], here };
}

/** A step as the jump that it is: its length, and then the drop. */
export function jump(from, to, share) {
  const { here: above } = straight(from, [to[0], from[1]], Math.min(1, share / AIR));
  const { here } = straight(above, [above[0], to[1]], Math.max(0, (share - AIR) / (1 - AIR)));
  return { line: [from, above], drop: [above, here], here };
}
