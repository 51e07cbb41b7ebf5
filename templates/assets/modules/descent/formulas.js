// What written functions are made of: the functions of gdcore/expressions/smooth.py and kinks.py, and numpy's powers.

/** Larger whole powers are left to the machine. */
const MOST_WHOLE = 100;

export function square(u) {
  return u * u;
}

/** A power; a whole one by repeated squares, as gdcore/expressions/smooth.py has it. */
export function power(base, exponent) {
  if (exponent === 0.5) return Math.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > MOST_WHOLE) return base ** exponent;
  let [result, factor] = [1, base];
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2) result *= factor;
    factor *= factor;
  }
  return exponent > 0 ? result : 1 / result;
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
