// Whether a written function exists at a point or is only too large there: gdcore/expressions/domain.py. Numbers are
// [mantissa, exponent], mantissa × 2 ** exponent, so that no size makes a part undefined.

/** Larger results are clipped to 10 ** 100 000. */
const LARGEST = 100_000 * Math.log2(10);
const CONSTANTS = { pi: Math.PI, e: Math.E };

/** Some part of the function has no real value. */
class Undefined extends Error {}

/** Whether the function of a `tree`, [sign or name, ...parts], a number or a name, has a value of any size at `values`. */
export function exists(tree, values) {
  try {
    valueOf(tree, values);
    return true;
  } catch (error) {
    if (error instanceof Undefined) return false;
    throw error;
  }
}

function valueOf(tree, values) {
  if (typeof tree === "number") return wide(tree);
  if (typeof tree === "string") return wide(values[tree] ?? CONSTANTS[tree]);
  const [name, ...parts] = tree;
  return cut((SIGNS[name] ?? FUNCTIONS[name])(...parts.map((part) => valueOf(part, values))));
}

function wide(value, exponent = 0) {
  if (value === 0 || !Number.isFinite(value)) return [value, 0];
  const size = Math.floor(Math.log2(Math.abs(value)));
  // In two parts: the smallest doubles have no inverse.
  return [value / 2 ** Math.trunc(size / 2) / 2 ** (size - Math.trunc(size / 2)), size + exponent];
}

function cut([mantissa, exponent]) {
  if (exponent > LARGEST) return [Math.sign(mantissa), Math.floor(LARGEST)];
  return mantissa !== 0 && exponent < -LARGEST ? [Math.sign(mantissa), -Math.floor(LARGEST)] : [mantissa, exponent];
}

function narrow([mantissa, exponent]) {
  return mantissa * 2 ** Math.max(-1070, Math.min(1023, exponent));
}

function sum([a, aPower], [b, bPower]) {
  if (a === 0 || b === 0) return a === 0 ? [b, bPower] : [a, aPower];
  const top = Math.max(aPower, bPower);
  return wide(a * 2 ** Math.max(-1070, aPower - top) + b * 2 ** Math.max(-1070, bPower - top), top);
}

function negative([mantissa, exponent]) {
  return [-mantissa, exponent];
}

function product([a, aPower], [b, bPower]) {
  return wide(a * b, aPower + bPower);
}

function quotient(above, [mantissa, exponent]) {
  return product(above, wide(1 / nonzero(mantissa), -exponent));
}

function power(base, exponent) {
  const raised = narrow(exponent);
  if (base[0] === 0) return raised >= 0 ? wide(Number(raised === 0)) : nonzero(0);
  if (base[0] < 0 && !Number.isInteger(raised)) throw new Undefined();
  const size = exponential(product(exponent, logarithm([Math.abs(base[0]), base[1]])));
  return base[0] < 0 && raised % 2 ? negative(size) : size;
}

function exponential(value) {
  const bits = Math.max(-LARGEST, Math.min(LARGEST, narrow(value) / Math.LN2));
  return wide(2 ** (bits - Math.floor(bits)), Math.floor(bits));
}

function logarithm([mantissa, exponent]) {
  return wide(Math.log(mantissa) + exponent * Math.LN2);
}

function nonzero(value) {
  if (value === 0) throw new Undefined();
  return value;
}

/** A function of one number that exists where `has` says. */
function within(has, made) {
  return (given) => {
    if (!has(given)) throw new Undefined();
    return made(given);
  };
}

function plain(made) {
  return (given) => wide(made(narrow(given)));
}

function larger(a, b) {
  return sum(a, negative(b))[0] >= 0 ? a : b;
}

const ONE = wide(1);
const short = ([mantissa, exponent]) => mantissa === 0 || exponent < 0 || (Math.abs(mantissa) === 1 && exponent === 0);
const SIGNS = {
  "+": sum,
  "-": (a, b) => (b ? sum(a, negative(b)) : negative(a)),
  "*": product,
  "/": quotient,
  "**": power,
};
const FUNCTIONS = {
  abs: ([mantissa, exponent]) => [Math.abs(mantissa), exponent],
  acos: within(short, plain(Math.acos)),
  asin: within(short, plain(Math.asin)),
  atan: plain(Math.atan),
  cos: plain(Math.cos),
  cosh: (u) => sum(exponential(u), exponential(negative(u))),
  exp: exponential,
  log: within(([mantissa]) => mantissa > 0, logarithm),
  log10: within(([mantissa]) => mantissa > 0, logarithm),
  log1p: within((u) => sum(ONE, u)[0] > 0, (u) => logarithm(sum(ONE, u))),
  max: (...parts) => parts.reduce(larger),
  min: (...parts) => parts.reduce((a, b) => (larger(a, b) === a ? b : a)),
  relu: (u) => larger(u, wide(0)),
  sigmoid: (u) => quotient(ONE, sum(ONE, exponential(negative(u)))),
  sign: ([mantissa]) => wide(Math.sign(mantissa)),
  sin: plain(Math.sin),
  sinh: (u) => sum(exponential(u), negative(exponential(negative(u)))),
  softplus: (u) => (u[0] > 0 ? u : logarithm(sum(ONE, exponential(u)))),
  sqrt: within(([mantissa]) => mantissa >= 0, (u) => (u[0] === 0 ? u : exponential(product(wide(0.5), logarithm(u))))),
  tan: plain(Math.tan),
  tanh: plain(Math.tanh),
};
