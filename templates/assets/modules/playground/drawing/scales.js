// From values to pixels, and where the ticks stand. Values may be as large as a double can be.

const LARGEST = Number.MAX_VALUE;
const STEPS = [1, 2, 2.5, 5, 10];

/** A scale from [low, high] to pixels; `at` maps a value, `from` maps back. */
export function linear([low, high], [start, end]) {
  const span = high - low;
  return {
    low,
    high,
    at: (value) => start + ((value - low) / span) * (end - start),
    from: (pixel) => low + ((pixel - start) / (end - start)) * span,
  };
}

/** The same in powers of ten; `low` must be above zero. */
export function logarithmic([low, high], pixels) {
  const powers = linear([Math.log10(low), Math.log10(high)], pixels);
  return { low, high, at: (value) => powers.at(Math.log10(value)), from: (pixel) => 10 ** powers.from(pixel) };
}

/** Round values inside [low, high], about `count` of them. */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * STEPS.find((multiple) => multiple * power >= rough * (1 - 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** Powers of ten inside [low, high], at most about `count` of them. */
export function decades(low, high, count) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first) / count));
  const from = Math.ceil(first / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((last - from) / step) + 1) }, (_, i) => from + i * step);
}

/** The power of ten, a multiple of three, that ticks up to `size` are written in; 0 where none is needed. */
export function commonPower(size) {
  const power = Math.floor(Math.log10(size) + 1e-9);
  return power >= 4 || power < -2 ? 3 * Math.floor(power / 3) : 0;
}

/** Between two sizes above zero by the same factor each moment: how a camera pulls back. */
export function zoomed(from, to, share) {
  return from * (to / from) ** share;
}

/** No larger than a double can be. */
export function finite(value) {
  return Math.min(Math.max(value, -LARGEST), LARGEST);
}
