// Small matrices: eigenvalues and singular values by Jacobi's rotations, which lose none of the small ones.

const SWEEPS = 40;
const HALF_ULP = Number.EPSILON / 2;

/** The eigenvalues of a symmetric matrix, descending, and their unit eigenvectors. */
export function eigen(matrix) {
  const rows = matrix.map((row) => [...row]);
  const ways = rows.map((row, i) => row.map((_, j) => Number(i === j)));
  sweep(rows.length, (p, q) => {
    const [a, b, c] = [rows[p][p], rows[p][q], rows[q][q]];
    if (!(Math.abs(b) > HALF_ULP * Math.sqrt(Math.abs(a)) * Math.sqrt(Math.abs(c)))) return false;
    const turn = rotation((c - a) / (2 * b));
    for (const row of rows) rotate(row, p, q, turn);
    rotateRows(rows, p, q, turn);
    rotateRows(ways, p, q, turn);
    [rows[p][q], rows[q][p]] = [0, 0];
    return true;
  });
  const order = rows.map((_, i) => i).sort((i, j) => rows[j][j] - rows[i][i]);
  return { values: order.map((i) => rows[i][i]), ways: order.map((i) => ways[i]) };
}

/** The squares of the singular values of a matrix of `columns`, descending. */
export function squaredSingularValues(columns) {
  const turned = columns.map((column) => [...column]);
  sweep(turned.length, (p, q) => {
    const [a, b, c] = [dot(turned[p], turned[p]), dot(turned[p], turned[q]), dot(turned[q], turned[q])];
    if (!(Math.abs(b) > HALF_ULP * Math.sqrt(a) * Math.sqrt(c))) return false;
    rotateRows(turned, p, q, rotation((c - a) / (2 * b)));
    return true;
  });
  return turned.map((column) => dot(column, column)).sort((a, b) => b - a);
}

/** The largest size of a vector's parts. */
export function largest(vector) {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The longest step of a run in each parameter. */
export function longestSteps(points) {
  return points[0].map((_, i) => largest(points.slice(1).map((point, k) => point[i] - points[k][i])));
}

export function lowest(values) {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

export function highest(values) {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

export function dot(left, right) {
  return left.reduce((sum, value, i) => sum + value * right[i], 0);
}

function sweep(n, turned) {
  for (let round = 0, again = true; again && round < SWEEPS; round += 1) {
    again = false;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) again = turned(p, q) || again;
  }
}

function rotation(zeta) {
  const tangent = Math.abs(zeta) > 1e150 ? 0.5 / zeta : (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  return [cosine, tangent * cosine];
}

function rotate(row, p, q, [cosine, sine]) {
  [row[p], row[q]] = [cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]];
}

function rotateRows(rows, p, q, [cosine, sine]) {
  const [above, below] = [rows[p], rows[q]];
  rows[p] = above.map((value, i) => cosine * value - sine * below[i]);
  rows[q] = above.map((value, i) => sine * value + cosine * below[i]);
}
