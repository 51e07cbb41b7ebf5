// The buttons that take steps, and where a run stands.

import { button, html } from "../elements.js";
import { tr } from "../messages.js";

/** The last step of the run as far as it was followed. */
export function lastStep({ run }) {
  return run.losses.length - 1;
}

/**
 * Buttons that go to a step, or jump there; `player` says whether a journey is under way and pauses it. A `brief` row has
 * the first three alone.
 */
export function makeTransport({ go, jump, player, next, longest, brief }) {
  const step = button(tr("Step"), () => go(Math.floor(player.position) + 1), { class: "main" });
  const run = button(tr("Run"), () => (player.playing ? player.pause() : go(next())));
  const reset = button(tr("Reset"), () => jump(0));
  const back = button(tr("Back"), () => go(Math.ceil(player.position) - 1));
  const end = button(tr("To the end"), () => jump(longest), { class: "long" });
  const named = { class: "transport", role: "group", "aria-label": tr("Steps") };
  const element = html("div", named, step, run, reset, ...(brief ? [] : [back, end]));

  function show(bench, overflows) {
    const [first, over] = [bench.k === 0 && !player.playing, !player.playing && isOver(bench, longest)];
    run.textContent = player.playing ? tr("Pause") : tr("Run");
    end.textContent = overflows ? tr("Run until it overflows") : tr("To the end");
    [reset, back].forEach((control) => disable(control, first));
    [step, run, end].forEach((control) => disable(control, over));
  }
  return { element, show };
}

/** Whether no step follows the one that is shown. */
export function isOver(bench, longest) {
  const ended = bench.run.stopped !== "max_steps" || bench.nSteps >= longest;
  return ended && bench.k === lastStep(bench);
}

/** Not the attribute: a button that is switched off under the reader's finger would lose the focus. */
function disable(control, off) {
  if (off) control.setAttribute("aria-disabled", "true");
  else control.removeAttribute("aria-disabled");
}
