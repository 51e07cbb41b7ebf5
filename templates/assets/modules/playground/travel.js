// A position between steps that moves in time, over the first steps slowly and over later ones faster.

const FIRST_MS = 600;
const QUICKENING = 0.84;
const SHORTEST_MS = 14;

/**
 * `show(position)` draws a moment, `rest(position)` is called where a journey ends; its first step takes `firstMs`. Readers
 * who asked for less motion are taken there at once.
 */
export function makePlayer(show, rest = () => {}, firstMs = FIRST_MS) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let position = 0;
  let journey = null;

  function jump(k) {
    journey = null;
    position = k;
    show(position);
  }

  function arrive(k) {
    jump(k);
    rest(k);
  }

  function travel(to) {
    if (still.matches || to === position) return arrive(to);
    journey = { to, taken: 0, share: 0, from: position, last: performance.now() };
    window.requestAnimationFrame(tick);
  }

  function tick(now) {
    if (!journey) return;
    advance(journey, firstMs, Math.max(0, now - journey.last));
    journey.last = now;
    const direction = Math.sign(journey.to - journey.from);
    const whole = Math.abs(journey.to - journey.from);
    position = journey.from + direction * Math.min(whole, journey.taken + eased(journey.share));
    if (journey.taken >= whole) return arrive(journey.to);
    show(position);
    window.requestAnimationFrame(tick);
  }

  function pause() {
    if (journey) arrive(journey.to > position ? Math.floor(position) : Math.ceil(position));
  }

  return {
    jump,
    travel,
    pause,
    get position() {
      return position;
    },
    get playing() {
      return journey !== null;
    },
  };
}

/** Moves on by the time that has passed, at the pace of the step that is under way. */
function advance(journey, firstMs, passed) {
  const share = journey.share + passed / Math.max(SHORTEST_MS, firstMs * QUICKENING ** journey.taken);
  journey.taken += Math.floor(share);
  journey.share = share % 1;
}

function eased(share) {
  return share * share * (3 - 2 * share);
}
