// What a step did to the loss, by the names and with the shapes of gdcore's outcomes.py.

/** Of a loss, what the rounding of its terms may come to. */
const ROUNDING = 1e-14;

export const SHAPES = { start: "dot", fell: "dot", rose: "triangle", rejected: "ring", unchanged: "diamond" };

/** What the step to each iterate did; none led to the first. */
export function outcomes(losses) {
  return losses.map((loss, k) => (k === 0 ? "start" : outcome(losses[k - 1], loss)));
}

function outcome(before, after) {
  const room = ROUNDING * Math.max(Math.abs(before), Math.abs(after));
  if (!(Math.abs(after / 2 - before / 2) > room)) return "unchanged";
  return after < before ? "fell" : "rose";
}
