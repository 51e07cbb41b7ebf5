// How the logarithmic sliders of the rates count.

/** One press of an arrow key, in powers of ten. */
export const RATE_PLACES = 0.005;
/** Digits of a rate that a slider or the map gives. */
export const RATE_DIGITS = 3;

/** A slider that counts in powers of ten; what it gives is rounded as people would type it. */
export function powers({ low, high }) {
  return {
    low: Math.log10(low),
    high: Math.log10(high),
    step: RATE_PLACES,
    place: Math.log10,
    value: (place) => Math.min(high, Math.max(low, Number((10 ** place).toPrecision(RATE_DIGITS)))),
  };
}
