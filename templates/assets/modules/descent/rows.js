// The rows of data, and what an error of one costs: gdcore's objectives/losses.py and models/row_error.py, added as numpy adds.

/** What a loss of an error r is, its slope, and how that changes. */
const LOSSES = {
  squared: () => ({ value: (r) => r * r, slope: (r) => r, curvature: () => 1 }),
  absolute: () => ({ value: Math.abs, slope: Math.sign, curvature: () => 0 }),
  huber: (delta) => ({
    value: (r) => Math.min(Math.abs(r), delta) * (Math.abs(r) - 0.5 * Math.min(Math.abs(r), delta)),
    slope: (r) => Math.min(Math.max(r, -delta), delta),
    curvature: (r) => Number(Math.abs(r) <= delta),
  }),
};
/** So many numbers are added in one go, in so many sums side by side. */
const [TOGETHER, SIDES] = [128, 8];

/**
 * The mean loss of rows with columns `x` and heights `y`, and its derivatives; `gradient` also takes the numbers of those
 * rows that alone are asked.
 */
export function rowsOf({ x, y, loss, delta }) {
  const { value, slope, curvature } = LOSSES[loss](delta);
  const all = y.map((_, row) => row);
  const columns = [...x, y.map(() => 1)];
  const errorsAt = (point, rows) =>
    rows.map((row) => x.slice(1).reduce((sum, column, i) => sum + point[i + 1] * column[row], point[0] * x[0][row]) + point.at(-1) - y[row]);

  function gradient(point, rows = all) {
    const slopes = errorsAt(point, rows).map(slope);
    return columns.map((column) => mean(slopes.length, (i) => slopes[i] * column[rows[i]]));
  }

  function hessian(point) {
    const bends = errorsAt(point, all).map(curvature);
    return columns.map((one) => columns.map((other) => mean(bends.length, (i) => bends[i] * (one[i] * other[i]))));
  }

  function total(point) {
    const errors = errorsAt(point, all);
    return mean(errors.length, (i) => value(errors[i]));
  }
  return { n: y.length, value: total, gradient, hessian };
}

function mean(n, term) {
  return sum(term, 0, n) / n;
}

/** The sum of terms in numpy's order: of many the sums of both halves, of few one after the other. */
function sum(term, from, n) {
  if (n > TOGETHER) {
    const half = Math.floor(n / 2 / SIDES) * SIDES;
    return sum(term, from, half) + sum(term, from + half, n - half);
  }
  const even = Math.floor(n / SIDES) * SIDES;
  const sides = Array.from({ length: SIDES }, (_, i) => (even ? term(from + i) : 0));
  for (let i = SIDES; i < even; i += 1) sides[i % SIDES] += term(from + i);
  const [a, b, c, d, e, f, g, h] = sides;
  let total = a + b + (c + d) + (e + f + (g + h));
  for (let i = even; i < n; i += 1) total += term(from + i);
  return total;
}
