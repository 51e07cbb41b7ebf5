// Maps of fates under their clips: what becomes of the run of a cell, and its setting for the playground.

import { plainText, rounded } from "../format.js";
import { html } from "../elements.js";
import { tr } from "../messages.js";

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

export function readMaps() {
  document.querySelectorAll(".fate-cells").forEach(readMap);
}

function readMap(root) {
  const data = JSON.parse(root.dataset.map);
  const [area, told] = [root.querySelector(".cells"), root.querySelector("output")];
  const size = ["width", "height"].map((side) => Number(root.querySelector("img").getAttribute(side)));
  const [fates, steps] = [data.fates, data.steps].map(bytes);
  const mark = html("span", { class: "at", "aria-hidden": "true" });
  let at = size.map((n) => Math.floor(n / 2));
  for (const pointed of ["pointerdown", "pointermove"]) {
    area.addEventListener(pointed, ({ clientX, clientY }) => goTo(under(clientX, clientY)));
  }
  area.addEventListener("focus", () => area.matches(":focus-visible") && goTo(at));
  area.addEventListener("click", play);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter") play();
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const far = event.shiftKey ? 8 : 1;
    goTo(at.map((cell, i) => cell + far * move[i]));
  });

  function under(x, y) {
    const box = area.getBoundingClientRect();
    return [Math.floor(((x - box.left) / box.width) * size[0]), Math.floor(((box.bottom - y) / box.height) * size[1])];
  }

  function goTo(cell) {
    at = cell.map((index, i) => Math.min(Math.max(index, 0), size[i] - 1));
    area.append(mark);
    mark.style.left = `${(100 * (at[0] + 0.5)) / size[0]}%`;
    mark.style.insetBlockEnd = `${(100 * (at[1] + 0.5)) / size[1]}%`;
    told.textContent = words();
  }

  function words() {
    const index = at[1] * size[0] + at[0];
    const where = data.axes.map((axis, i) => `${axis.name} = ${plainText(rounded(number(i)))}`).join(", ");
    const many = steps[index] && { n: steps[index] };
    const arrived = many ? (many.n < data.most ? tr("{n} steps until 1 % of the way is left", many) : "") : "";
    return [`${where}: ${data.kinds[fates[index]]}`, arrived].filter(Boolean).join(", ");
  }

  /** The number of the axis at the cell. */
  function number(i) {
    const { low, high, log } = data.axes[i];
    const last = size[i] - 1;
    if (at[i] === last) return high;
    return log ? low * (high / low) ** (at[i] / last) : low + (at[i] / last) * (high - low);
  }

  /** Hands the setting of the cell to the playground of the same clip, if the page has one that can be set to it. */
  function play() {
    if (!data.play || !document.getElementById(data.play.anchor)) return;
    const setting = { ...data.play.base };
    data.axes.forEach(({ sets }, i) => Object.entries(sets).forEach(([name, by]) => (setting[name] = by * number(i))));
    const beyond = Object.entries(data.play.reach).some(([name, [low, high]]) => !(setting[name] >= low && setting[name] <= high));
    if (beyond) told.textContent = [words(), tr("The playground does not reach so far.")].join(". ");
    else window.location.hash = `${data.play.anchor}?${new URLSearchParams(setting)}`;
  }
}

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
