// Lines of equal value of a function of two numbers: ellipses of a quadratic, and of others what a grid of values tells.

import { finite } from "./scales.js";

/** From the rim inwards, two lines of each colour. */
export const LEVELS = "ffeeddccbbaa";
const FALL = 1.8;
const POINTS = 120;
/** Cells of the grid, each about so many pixels wide. */
const CELL = 4;
/** The share of the values in view that the highest line leaves above it. */
const RIM = 0.9;
/** The share of the values in view that the lowest line has below it at least. */
const NARROWEST = 0.05;

/** The way `to` standard units of a quadratic, in which lines of equal value are circles, and `from` them; null for others. */
export function roundOf({ quadratic, root, hessian, minimisers: [centre] }) {
  if (!quadratic || !centre) return null;
  const [[a, b], [c, d]] = root ?? halfOf(hessian(centre));
  const area = a * d - b * c;
  const to = (point) => {
    const [x, y] = point.map((value, i) => value - centre[i]);
    return [a * x + b * y, c * x + d * y];
  };
  const from = ([u, v]) => [(d * u - b * v) / area + centre[0], (a * v - c * u) / area + centre[1]];
  return { to, from };
}

/** R with R'R a matrix that is positive definite. */
function halfOf([[a, b], [, d]]) {
  const side = Math.sqrt(a);
  return [
    [side, b / side],
    [0, Math.sqrt(d - (b / side) ** 2)],
  ];
}

/** Rings of a quadratic as points, the outermost `reach` away in standard units, each line so many times as high as the next. */
export function ellipses({ from }, reach) {
  return [...LEVELS].map((_, i) => {
    const radius = reach / FALL ** i;
    return Array.from({ length: POINTS }, (__, j) => {
      const turn = (2 * Math.PI * j) / POINTS;
      return from([radius * Math.cos(turn), radius * Math.sin(turn)]);
    });
  });
}

/** Lines in pixels of a `box`, each a list of pieces [from, to]; `value(x, y)` takes pixels. */
export function contours(box, value, known) {
  const [columns, rows] = [box.width, box.height].map((side) => Math.ceil(side / CELL));
  const at = (i, j) => [box.left + (i / columns) * box.width, box.top + (j / rows) * box.height];
  const values = Array.from({ length: rows + 1 }, (_, j) =>
    Array.from({ length: columns + 1 }, (__, i) => finite(value(...at(i, j)))),
  );
  return levelsOf(values, known).map((level) =>
    values.slice(1).flatMap((below, j) =>
      below.slice(1).flatMap((_, i) => {
        const corners = [values[j][i], values[j][i + 1], below[i + 1], below[i]];
        const around = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
        return through(corners, around, level);
      }),
    ),
  );
}

/** The pieces of a line in one cell, whose corners go round. */
function through(corners, around, level) {
  if (corners.some(Number.isNaN)) return [];
  const crossed = corners.flatMap((value, i) => {
    const next = (i + 1) % 4;
    if (value >= level === corners[next] >= level) return [];
    const share = (level - value) / (corners[next] - value);
    return [around[i].map((pixel, axis) => pixel + share * (around[next][axis] - pixel))];
  });
  if (crossed.length < 4) return crossed.length ? [crossed] : [];
  const [a, b, c, d] = crossed;
  const high = corners.reduce((sum, value) => sum + value / 4, 0) >= level;
  return high === corners[0] >= level ? [[a, b], [c, d]] : [[d, a], [b, c]];
}

/** From the rim inwards: each so many times as high above the lowest as the next; where there is no floor in view, even shares. */
function levelsOf(values, known) {
  const sorted = values.flat().filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const share = (part) => sorted[Math.floor(part * (sorted.length - 1))];
  const inner = values.slice(1, -1).flatMap((row) => row.slice(1, -1)).filter((value) => !Number.isNaN(value));
  const inside = inner.reduce((least, value) => Math.min(least, value), Infinity) <= sorted[0];
  const lowest = Math.min(sorted[0], ...known);
  if (!inside && lowest === sorted[0]) return [...LEVELS].map((_, i) => share(1 - (i + 1) / (LEVELS.length + 1)));
  // Of the lines of a valley that is narrower than the cells only islands would be seen.
  const least = share(NARROWEST);
  return [...LEVELS].map((_, i) => lowest + (share(RIM) - lowest) / FALL ** (2 * i)).filter((level) => level > least);
}
