// Where the platform is: its interface stands in a frame around the page, or in one that has opened it.

/** Frames that are looked through; some platforms put pages into each other, and a loop must end. */
const MOST_FRAMES = 100;

/** The platform's interface, or null where there is none. `start` is a window. */
export function findApi(start) {
  const seen = new Set();
  for (const first of [start, openerOf(start), openerOf(topOf(start))]) {
    for (let frame = first; frame && !seen.has(frame) && seen.size < MOST_FRAMES; frame = frame.parent) {
      seen.add(frame);
      const api = apiOf(frame);
      if (api) return api;
    }
  }
  return null;
}

/** A frame of another origin does not let anybody look; the platform may still be beyond it. */
function apiOf(frame) {
  return quietly(() => (typeof frame.API?.LMSInitialize === "function" ? frame.API : null));
}

function openerOf(frame) {
  return quietly(() => frame.opener ?? null);
}

function topOf(frame) {
  return quietly(() => frame.top) ?? frame;
}

function quietly(look) {
  try {
    return look();
  } catch {
    return null;
  }
}
