// Keys: arrows go from beat to beat, with Shift or as comma and full stop from step to step.

const MOVES = {
  ArrowLeft: ["byBeat", -1],
  ArrowRight: ["byBeat", 1],
  "Shift+ArrowLeft": ["byStep", -1],
  "Shift+ArrowRight": ["byStep", 1],
  ",": ["byStep", -1],
  ".": ["byStep", 1],
};

/** Listen for keys in the part of a figure that has picture, bar and transcript. */
export function listenForKeys(screen, acts) {
  screen.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || hasOwnUse(event)) return;
    const arrow = event.key.startsWith("Arrow");
    const move = MOVES[arrow && event.shiftKey ? `Shift+${event.key}` : event.key];
    if (!move) return;
    event.preventDefault();
    acts[move[0]](move[1]);
  });
}

// A choice takes arrows and letters itself. So do a browser's own controls take arrows, for time and volume: nobody can
// tell from outside which of them has the focus, so on the video the arrows stay theirs.
function hasOwnUse({ target, key }) {
  return target.tagName === "SELECT" || (target.tagName === "VIDEO" && target.controls && key.startsWith("Arrow"));
}
