// When each step of a run is seen in its clip. Pure functions of the list that the page carries.

/** @typedef {{frame: number, k: number, loss: string}} Step an iterate, and the frame from which on it is seen */

const LEAST_S = 1; // what is shorter would flicker when it is repeated
const LINGER_S = 0.25;

/** Read "frame k loss;frame k loss", each frame and k counted from the one before. @returns {Step[]} */
export function readSteps(text) {
  let [frame, k] = [0, 0];
  return text.split(";").filter(Boolean).map((entry) => {
    const [frames, steps, loss] = entry.split(" ");
    frame += Number(frames);
    k += Number(steps);
    return { frame, k, loss };
  });
}

/** The place in the list of the step that is seen in a frame; -1 before the first. */
export function placeAt(steps, frame) {
  return steps.findLastIndex((step) => step.frame <= frame);
}

/** What is repeated around the step at `place`: the places of its ends, and first and last frame. Null without steps.
 *
 * It goes from one iterate to the next and includes as many neighbours as it takes to be long enough to be followed.
 */
export function repeated(steps, place, fps, nFrames) {
  const last = steps.length - 1;
  if (last < 1) return null;
  let from = Math.min(Math.max(place, 0), last - 1);
  let to = from + 1;
  const short = () => steps[to].frame - steps[from].frame < LEAST_S * fps;
  while (short() && (from > 0 || to < last)) {
    if (to < last) to += 1;
    if (short() && from > 0) from -= 1;
  }
  const next = to < last ? steps[to + 1].frame : nFrames;
  const linger = Math.min(Math.round(LINGER_S * fps), next - 1 - steps[to].frame);
  return { from, to, first: steps[from].frame, last: steps[to].frame + Math.max(linger, 0) };
}
