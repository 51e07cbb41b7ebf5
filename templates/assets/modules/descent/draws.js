// The rows that a step of stochastic descent draws: those of numpy's `default_rng((seed, k)).choice(n, batch, replace=False)`.
// Seeds: M. E. O'Neill, Developing a seed_seq alternative (2015); the generator: the same, PCG (2014); draws without
// replacement: R. W. Floyd in J. Bentley, Programming pearls (1987).

const [WORD, LONG, WIDE] = [32n, 64n, 128n];
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const POOL = 4;
/** The state of a generator has so many words, and its step as many. */
const STATE = 8;
/** The first factors that mix what goes into the pool and what comes out of it, and what each is multiplied with. */
const [INTO, OUT_OF] = [
  [0x43b0d7e5, 0x931e8875],
  [0x8b51f9dd, 0x58f38ded],
];
const [KEPT, TAKEN] = [0xca01f9dd, 0x4973f715];

/** What was drawn last, by step: readers change rates and starts more often. */
let drawn = { key: "", steps: [] };

/** The numbers of `batch` different rows out of `n`, at most 10,000, for step k of a run with a `seed`. */
export function drawnRows(n, batch, seed, k) {
  const key = [n, batch, seed].join();
  if (drawn.key !== key) drawn = { key, steps: [] };
  drawn.steps[k] ??= shuffled(n, batch, generator(seed, k));
  return drawn.steps[k];
}

function shuffled(n, batch, upTo) {
  const chosen = new Set();
  for (let last = n - batch; last < n; last += 1) {
    const row = upTo(last);
    chosen.add(chosen.has(row) ? last : row);
  }
  const rows = [...chosen];
  for (let i = batch - 1; i > 0; i -= 1) {
    const j = upTo(i);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows;
}

/** A function that draws a whole number from 0 to `most`. */
function generator(seed, k) {
  const words = seeded([...wordsOf(seed), ...wordsOf(k)]).map(BigInt);
  const [high, low, stepHigh, stepLow] = [0, 2, 4, 6].map((i) => words[i] | (words[i + 1] << WORD));
  const step = BigInt.asUintN(128, (((stepHigh << LONG) | stepLow) << 1n) | 1n);
  let state = step + ((high << LONG) | low);
  const advance = () => (state = BigInt.asUintN(128, state * MULTIPLIER + step));
  let waiting = null;
  advance();

  /** 32 bits: the low half of a number, then its high one. */
  function next() {
    if (waiting !== null) {
      const half = waiting;
      waiting = null;
      return half;
    }
    advance();
    const folded = (state >> LONG) ^ BigInt.asUintN(64, state);
    const turn = state >> (WIDE - 6n);
    const number = BigInt.asUintN(64, (folded >> turn) | (folded << (LONG - turn)));
    waiting = number >> WORD;
    return BigInt.asUintN(32, number);
  }

  /** D. Lemire, Fast random integer generation in an interval (2019). */
  return (most) => {
    if (most === 0) return 0;
    const count = BigInt(most) + 1n;
    const least = (1n << WORD) % count;
    let product = next() * count;
    while (BigInt.asUintN(32, product) < least) product = next() * count;
    return Number(product >> WORD);
  };
}

function wordsOf(number) {
  const high = Math.floor(number / 2 ** 32);
  return high ? [number >>> 0, high] : [number];
}

/** Words of a state out of at most four words. */
function seeded(words) {
  const into = hash(INTO);
  const pool = Array.from({ length: POOL }, (_, i) => into(words[i] ?? 0));
  for (let from = 0; from < POOL; from += 1) {
    for (let to = 0; to < POOL; to += 1) if (from !== to) pool[to] = folded(Math.imul(KEPT, pool[to]) - Math.imul(TAKEN, into(pool[from])));
  }
  const outOf = hash(OUT_OF);
  return Array.from({ length: STATE }, (_, i) => outOf(pool[i % POOL]));
}

/** A hash of words whose factor changes with each. */
function hash([factor, growth]) {
  return (word) => {
    const mixed = word ^ factor;
    factor = Math.imul(factor, growth);
    return folded(Math.imul(mixed, factor));
  };
}

function folded(word) {
  return (word ^ (word >>> 16)) >>> 0;
}
