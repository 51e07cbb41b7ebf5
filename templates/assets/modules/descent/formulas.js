// What written functions are made of: the functions of gdcore/expressions/smooth.py and kinks.py, and numpy's powers.

/** Numbers so large, or small, that their parts or the products of these might leave the range of a double. */
const [LARGE, SMALL] = [2 ** 500, 2 ** -500];
const SPLITTER = 2 ** 27 + 1;

export function square(u) {
  return u * u;
}

/** A power whose exponent may be any number. */
export function power(base, exponent) {
  if (exponent === 0.5) return Math.sqrt(base);
  if (exponent === -1) return 1 / base;
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 100) return wholePower(base, exponent);
  return base ** exponent;
}

/** Rounded once, as C libraries do it: browsers round each in a way of its own, and a chaos would show it. */
function wholePower(base, exponent) {
  const found = base ** exponent;
  if (!(Math.abs(found) > SMALL && Math.abs(found) < LARGE)) return found;
  let [result, factor] = [[1, 0], [base, 0]];
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2) result = product(result, factor);
    if (rest > 1) factor = product(factor, factor);
  }
  if (exponent > 0) return result[0] + result[1];
  const inverse = 1 / result[0];
  const [high, low] = product([inverse, 0], result);
  return inverse + inverse * (1 - high - low);
}

/** The product of two numbers that are sums of two: T. J. Dekker, A floating-point technique for extending the precision (1971). */
function product([a, aRest], [b, bRest]) {
  const high = a * b;
  const [aHigh, bHigh] = [a, b].map((value) => SPLITTER * value - (SPLITTER * value - value));
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const low = aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow) + (a * bRest + aRest * b);
  const sum = high + low;
  return [sum, low - (sum - high)];
}

export function sigmoid(u) {
  const small = Math.exp(-Math.abs(u));
  return (u < 0 ? small : 1) / (1 + small);
}

/** log(1 + exp(u)). */
export function softplus(u) {
  if (u === 0) return Math.LN2;
  return u < 0 ? Math.log1p(Math.exp(u)) : u + Math.log1p(Math.exp(-u));
}

/** relu; nothing is larger than what is no number. */
export function ramp(u) {
  return Math.max(u, 0);
}

/** 1 where a number is positive, else 0. */
export function positive(u) {
  return jump(u, 0);
}

/** 1 where the first of two is larger, 0 where the second is, and 1/2 where they are equal. */
export function above(u, v) {
  return jump(u - v, 0.5);
}

function jump(u, there) {
  if (Number.isNaN(u)) return NaN;
  return u === 0 ? there : u > 0 ? 1 : 0;
}
