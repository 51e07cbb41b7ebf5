// Loss against step, on a linear or a logarithmic axis; both follow the run wherever it goes.

import { short, svg } from "../../elements.js";
import { plainText, raisedText, rounded } from "../../format.js";
import { axisBelow, axisLeft, clipped, inside, nameAbove, path, tickLeft, titled } from "./frame.js";
import { keptLine, mark } from "./marks.js";
import { tr } from "../../messages.js";
import { decades, finite, linear, logarithmic } from "./scales.js";

const MARGINS = { left: 52, right: 14, top: 30, bottom: 44 };
const FEWEST = 4;
const ROOM = 1.06;

/** The drawing at a position between steps. `name` and `unit` are the loss's own; `kept` is a run to compare with. */
export function lossPicture(width, height, run, kinds, position, { axis, name, unit }, kept = null) {
  const box = inside(width, height, MARGINS);
  const k = Math.floor(position);
  const over = run.stopped === "overflow" && k === run.losses.length - 1;
  const x = linear([0, Math.max(FEWEST, position, over ? run.overflowStep : 0)], [box.left, box.right]);
  const ofAll = [run, ...(kept ? [kept] : [])].map(({ losses }) => losses.slice(0, Math.ceil(position) + 1));
  const lowest = axis === "log" ? floorOf([run, ...(kept ? [kept] : [])]) : 0;
  const seen = ofAll.flatMap((losses) => losses.map((loss) => loss - lowest));
  const y = axis === "log" ? logScale(seen, box) : linearScale(seen, box);
  const lineOf = ({ losses }) => (j) => [x.at(j), y.place(losses[j] - lowest)];
  const at = lineOf(run);
  return [
    axis === "log" ? axisOfPowers(box, y, lowest < 0 ? tr("{name} above its lowest", { name }) : name, unit) : axisLeft(box, y, name, unit, 4),
    axisBelow(box, x, tr("step k"), "", box.width > 260 ? 6 : 4),
    svg("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
    clipped(
      { left: box.left - 8, top: box.top - 10, width: box.width + 20, height: box.height + 20 },
      ...keptLine(kept, position, kept && lineOf(kept)),
      ...path(at, kinds, position),
      mark("start", ...at(0), 3.5),
    ),
    ...(over ? [overflowMark(box, x.at(run.overflowStep), run.overflowStep)] : []),
  ];
}

/** What is taken off losses that go below 0, of which some would have no logarithm: the lowest that is known. */
function floorOf(runs) {
  const known = runs.map(({ objective, verdict, losses }) => [...losses, verdict.minimiser ? objective.value(verdict.minimiser) : 0]);
  return Math.min(0, ...known.map((losses) => losses.reduce((least, loss) => Math.min(least, loss), 0)));
}

function linearScale(seen, box) {
  const [low, high] = [Math.min(0, ...seen), Math.max(...seen)];
  const room = low < 0 ? (ROOM - 1) * (high / 2 - low / 2) * 2 : 0;
  const scale = linear([low - room, finite(low < 0 ? high + room : ROOM * high) || 1], [box.bottom, box.top]);
  return { ...scale, place: scale.at };
}

/** Powers of ten; a loss of exactly zero has none and lies on the floor. */
function logScale(seen, box) {
  const above = seen.filter((loss) => loss > 0);
  const [low, high] = above.length ? [Math.min(...above), Math.max(...above)] : [0.1, 1];
  const wide = high / low < 10 ? [low / 3, finite(high * 3)] : [low, high];
  const scale = logarithmic(wide, [box.bottom - 8, box.top + 4]);
  return { ...scale, place: (loss) => (loss > 0 ? scale.at(loss) : box.bottom) };
}

function axisOfPowers(box, y, name, unit) {
  const parts = decades(y.low, y.high, 5).map((power) =>
    tickLeft(box, y.at(Number(`1e${power}`)), `10${raisedText(power)}`, true),
  );
  return svg("g", {}, ...parts, nameAbove(box, titled(name, unit, 0)));
}

/** Where the next loss would stand: beyond the top of every axis. */
function overflowMark(box, x, step) {
  const line = svg("path", { class: "beyond", d: `M${short(x)} ${box.bottom}V${box.top - 2}m-5 7l5 -8l5 8` });
  const place = { x: x - 9, y: (box.top + box.bottom) / 2, "text-anchor": "end" };
  const words = tr("overflow at step {step}", { step: plainText(rounded(step, 6)) });
  return svg("g", {}, line, svg("text", { class: "beyond-name", ...place }, words));
}
