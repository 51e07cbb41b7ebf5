// How a number reads: gdcore's notation.py. Python rounds an exact half to the even digit, JavaScript away from zero.

import { decimalSign, thousands, tr } from "./messages.js";

const MINUS = "−";
const LARGEST_PLAIN = 1e6;
const SMALLEST_PLAIN = 1e-3;
const EXACTLY_ONE = 1e-9;
const NEARLY_ONE = 0.02;
const MOST_DIGITS = 100;
const EXACT_DIGITS = 12;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const POWER = /\s*[×x*·]\s*10\s*\^?\s*([-−⁻+]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s*$/;

/** @typedef {{digits: string, exponent: number | null}} Numeral digits times ten to the exponent, or digits alone */

/** A number with `significant` digits, in scientific notation where it is very large or small. @returns {Numeral} */
export function rounded(value, significant = 3) {
  if (value === 0) return numeral("0");
  if (!Number.isFinite(value)) return numeral(value > 0 ? "∞" : value < 0 ? "-∞" : tr("undefined"));
  const [mantissa, power] = inPowers(value, significant - 1);
  const decimals = Math.max(significant - 1 - power, 0);
  const text = decimals <= MOST_DIGITS && power < 9 ? withDecimals(value, decimals) : null;
  const shown = text === null ? Math.abs(value) : Math.abs(Number(text));
  if (shown >= LARGEST_PLAIN || shown < SMALLEST_PLAIN) {
    const [digits, others] = value.toExponential(Math.max(significant, EXACT_DIGITS) - 1).split("e")[0].split(".");
    return numeral(/^0+$/.test(others) ? digits : mantissa, power);
  }
  return numeral(text.includes(".") ? text.replace(/\.?0+$/, "") : text);
}

/** A number with exactly `decimals` decimals (a factor reads ×0.60), or rounded where it is very large. @returns {Numeral} */
export function fixed(value, decimals = 2) {
  if (!(Math.abs(value) < 10 * LARGEST_PLAIN)) return rounded(value);
  const text = withDecimals(value, decimals);
  if (Math.abs(Number(text)) >= LARGEST_PLAIN) return rounded(value);
  return numeral(Number(text) === 0 ? text.replace("-", "") : text);
}

/** A factor per step: four digits, and at least two decimals; four near 1, where two would not tell shrinking from growing. @returns {Numeral} */
export function factorOfStep(value) {
  const away = Math.abs(value - 1);
  if (EXACTLY_ONE < away && away <= NEARLY_ONE) return fixed(value, 4);
  const found = rounded(value, 4);
  if (found.exponent !== null || !Number.isFinite(value)) return fixed(value);
  const [units, decimals = ""] = found.digits.split(decimalSign());
  return units.length > 2 ? found : numeral(`${units}.${decimals.padEnd(2, "0")}`);
}

/** The number typed in the page's notation, or NaN. Where no comma separates thousands, a comma is a decimal point. */
export function typedNumber(text) {
  const between = thousands();
  // Whatever space is typed for the narrow one that is shown.
  const plain = text.replace(POWER, (_, power) => `e${lowered(power)}`).replaceAll(MINUS, "-");
  const whole = plain.replaceAll(between.trim() ? between : /\s/g, "");
  return whole.trim() === "" ? NaN : Number(whole.replace(",", "."));
}

/** Unicode text, with a true minus sign. */
export function plainText({ digits, exponent }) {
  const shown = digits.replace("-", MINUS);
  return exponent === null ? shown : `${shown} × 10${raisedText(exponent)}`;
}

/** An exponent in raised figures. */
export function raisedText(exponent) {
  return String(exponent)
    .replace(/\d/g, (digit) => RAISED[Number(digit)])
    .replace("-", "⁻");
}

/** Raised figures on the line again. */
export function lowered(power) {
  return power.replace(/⁻/g, MINUS).replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (raised) => String(RAISED.indexOf(raised)));
}

/** A number of these digits, with thousands separated, and before decimals the language's sign. */
function numeral(text, exponent = null) {
  const [whole, ...decimals] = text.split(".");
  const digits = [whole.replace(/\B(?=(\d{3})+$)/g, thousands()), ...decimals].join(decimalSign());
  return { digits, exponent };
}

/** The mantissa, as text with `decimals` decimals, and the exponent. */
function inPowers(value, decimals) {
  const [digits, power] = value.toExponential(decimals).split("e");
  const [long, longPower] = value.toExponential(MOST_DIGITS).split("e");
  const even = evenAtHalf(long, decimals);
  return even === null ? [digits, Number(power)] : [even, Number(longPower)];
}

function withDecimals(value, decimals) {
  return evenAtHalf(value.toFixed(MOST_DIGITS), decimals) ?? value.toFixed(decimals);
}

/** The digits up to `decimals` decimals where the rest is exactly a half and the last digit kept is even, else null. */
function evenAtHalf(long, decimals) {
  const point = long.indexOf(".");
  const kept = decimals ? long.slice(0, point + 1 + decimals) : long.slice(0, point);
  const rest = long.slice(point + 1 + decimals);
  return /^50*$/.test(rest) && "02468".includes(kept.at(-1)) ? kept : null;
}
