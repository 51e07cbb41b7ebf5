// Keys: arrows go from scene to scene, with Shift or as comma and full stop from step to step; m silences and lets hear.

const MOVES = {
  ArrowLeft: ["byPart", -1],
  ArrowRight: ["byPart", 1],
  "Shift+ArrowLeft": ["byStep", -1],
  "Shift+ArrowRight": ["byStep", 1],
  ",": ["byStep", -1],
  ".": ["byStep", 1],
  m: ["sound"],
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

/** A choice takes arrows and letters itself, and a slider arrows. */
function hasOwnUse({ target, key }) {
  return target.tagName === "SELECT" || (target.tagName === "INPUT" && key.startsWith("Arrow"));
}
