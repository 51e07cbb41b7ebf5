// What all playgrounds share: presets, the pictures with the loss beside them, the steps, the readings, and the address.

import { announcer, choice } from "./controls.js";
import { picture } from "./drawing/canvas.js";
import { outcomes } from "../descent/outcomes.js";
import { lossPicture } from "./drawing/loss_plot.js";
import { mark } from "./drawing/marks.js";
import { button, html, svg } from "../elements.js";
import { readLink, showLink, writeLink } from "./link.js";
import { firstOf } from "./world.js";
import { tr } from "../messages.js";
import { rateDot } from "./rate_dot.js";
import { readingsPanel } from "./readings.js";
import { lastStep, makeTransport } from "./transport.js";
import { makePlayer } from "./travel.js";

const LINK_MS = 300;

/**
 * @typedef {object} Game what one playground is about
 * @property {object} data its model (valleyjump/playgrounds/model.py)
 * @property {object} state the setting: method, rates, numbers, start, and `axis`, "linear" or "log"
 * @property {object} world what follows from the state (world.js)
 * @property {{name: string, unit: string}} lossWords
 * @property {string[]} outcomes those that its steps can have
 * @property {{element: HTMLElement, draw: (bench: Bench, position: number) => void}[]} pictures
 * @property {{element: HTMLElement, show: () => void}} controls `show` makes them show the state
 * @property {HTMLElement[]} extras further controls
 * @property {(bench: Bench) => Readings} readings what is read beside the picture
 *
 * @typedef {object} Bench
 * @property {Run} run
 * @property {string[]} kinds how each step ended
 * @property {number} k the step that is shown
 * @property {number} nSteps how far the run was followed
 * @property {Run | null} kept a run to compare with
 */

/**
 * Builds a playground into `root` and brings it to life; returns what the game's controls change the setting with. Where
 * `root` is marked as brief it has one picture, the rate and three buttons, and leaves the address alone.
 */
export function makeWorkbench(root, game) {
  const anchor = root.dataset.section;
  const brief = "brief" in root.dataset;
  const { horizon, longest, presets } = game.data;
  const { world } = game;
  const bench = { run: null, kinds: [], k: 0, nSteps: horizon, kept: null };
  const panel = readingsPanel(brief);
  const { element: status, say } = announcer();
  const axes = choice(tr("Loss axis"), { linear: tr("linear"), log: tr("log") }, (axis) => change({ axis }));
  const loss = picture(tr("Loss against step"), (width, height, { run, kinds, kept }, position) =>
    lossPicture(width, height, run, kinds, position, { axis: game.state.axis, ...game.lossWords }, kept),
  );
  const player = makePlayer(show, rested);
  const next = () => (Math.floor(player.position / horizon) + 1) * horizon;
  const transport = makeTransport({ go, jump, player, next, longest, brief });
  const chips = presets.map(chipOf);
  const share = button(tr("Copy a link to this setting"), copyLink, { class: "quiet-button" });
  const keep = button("", keepOrDrop, { class: "long keep" });
  const shared = html("span", { class: "shared", role: "status", "aria-live": "polite" });
  let linkTimer = 0;
  let readings = null;
  /** The step that the reader asked for, even where the present run ends before it. */
  let asked = 0;

  function build() {
    const plots = html("div", { class: "pictures" }, ...game.pictures.map(({ element }) => element));
    const parts = [plots, game.controls.element, panel.verdict, transport.element, status];
    if (!brief) {
      const starts = { class: "presets", role: "group", "aria-label": tr("Settings to start from") };
      plots.append(html("div", { class: "loss" }, loss.element, axes.element));
      transport.element.append(keep, panel.where);
      const extras = html("div", { class: "row extras" }, ...game.extras, legend(game.outcomes), html("span", {}, share, shared));
      parts.unshift(html("div", starts, ...chips));
      parts.push(extras, panel.numbers);
    }
    root.replaceChildren(html("div", { class: "bench" }, ...parts));
    if (!brief) window.addEventListener("hashchange", pasted);
    if (brief || !follow(window.location.hash)) usePreset(firstOf(presets), true);
  }

  function chipOf(preset) {
    const chip = button(preset.label, () => usePreset(preset), { class: "chip" });
    const dot = rateDot(game.data.colours);
    dot.show(preset.rates[0]);
    chip.prepend(dot.element);
    return chip;
  }

  /** What the reader gives stands, even where an address was about to be written or has just been. */
  function pasted({ newURL }) {
    const { hash } = new URL(newURL);
    window.clearTimeout(linkTimer);
    if (follow(hash)) showLink(hash);
  }

  /** Changes the setting; as many steps stay in sight as the new run has. `quietly`: not triggered by the reader. */
  function change(patch, k = asked, quietly = false) {
    if (patch.start && !world.begins(patch.start)) {
      reflect();
      return say(tr("The function has no value there."));
    }
    Object.assign(game.state, patch);
    asked = k;
    shared.textContent = "";
    compute(k);
    reflect();
    player.jump(bench.k);
    if (!quietly) rested();
  }

  function compute(k) {
    bench.nSteps = Math.min(longest, Math.max(1, Math.ceil(k / horizon)) * horizon);
    bench.run = world.compute(bench.nSteps);
    bench.kinds = outcomes(bench.run.losses);
    bench.k = Math.min(k, lastStep(bench));
  }

  function reflect() {
    axes.choose(game.state.axis);
    game.controls.show();
    presets.forEach((preset, i) => chips[i].setAttribute("aria-pressed", String(agrees(game, preset))));
    keep.textContent = bench.kept ? tr("Drop run") : tr("Keep run");
    keep.title = bench.kept ? tr("Drop the run that was kept") : tr("Keep this run to compare with the next");
  }

  function usePreset(preset, quietly = false) {
    change(world.settingOf(preset), preset.steps, quietly);
  }

  /** Travels to step k; a run that was not followed so far is followed on. */
  function go(k) {
    asked = Math.max(0, Math.min(k, longest));
    if (asked > bench.nSteps) compute(asked);
    const to = Math.min(asked, lastStep(bench));
    if (to === player.position) say(readings.spoken);
    else player.travel(to);
    transport.show(bench, readings.overflows);
  }

  /** Stands at once at step k, or where the run ends before it, whatever journey is under way. */
  function jump(k) {
    change({}, k);
    asked = bench.k;
  }

  function show(position) {
    bench.k = Math.floor(position);
    draw();
    readings = game.readings(bench);
    panel.show(readings);
    transport.show(bench, readings.overflows);
  }

  function draw() {
    if (bench.run) [...game.pictures, loss].forEach((one) => one.draw(bench, player.position));
  }

  function rested() {
    // A journey that was broken off ends before the step that was asked for; a run that is over does not.
    if (bench.k < lastStep(bench)) asked = bench.k;
    transport.show(bench, readings.overflows);
    say(readings.spoken);
    window.clearTimeout(linkTimer);
    if (!brief) linkTimer = window.setTimeout(() => showLink(address()), LINK_MS);
  }

  function address() {
    return writeLink(anchor, { ...world.toLink(), k: bench.k, axis: game.state.axis });
  }

  /** Takes the setting from the fragment of an address, if it names this playground. */
  function follow(fragment) {
    const given = readLink(anchor, fragment);
    if (!given) return false;
    if (bench.run && fragment === address()) return true;
    const k = /^\d{1,6}$/.test(given.k ?? "") ? Number(given.k) : 0;
    change({ ...world.fromLink(given), axis: given.axis === "log" ? "log" : "linear" }, k, true);
    // Once more is drawn above, and everything has its height.
    window.setTimeout(() => document.getElementById(anchor).scrollIntoView(), LINK_MS);
    return true;
  }

  /** A kept run stays as a faint line until it is dropped. */
  function keepOrDrop() {
    bench.kept = bench.kept ? null : bench.run;
    reflect();
    draw();
    say(bench.kept ? tr("This run stays as a faint line.") : tr("The kept run is gone."));
  }

  function copyLink() {
    showLink(address());
    const whole = new URL(address(), window.location.href).href;
    const copied = navigator.clipboard ? navigator.clipboard.writeText(whole) : Promise.reject(new Error("none"));
    copied.then(
      () => (shared.textContent = tr("The link was copied.")),
      () => (shared.textContent = tr("The address bar now holds the link.")),
    );
  }

  return { build, change };
}

/** Whether the state is what a preset makes it. */
function agrees({ state, world }, preset) {
  const wanted = Object.entries(world.settingOf(preset));
  return wanted.every(([name, value]) => JSON.stringify(state[name]) === JSON.stringify(value));
}

function legend(kinds) {
  const shapes = { fell: tr("loss fell"), rose: tr("loss rose"), unchanged: tr("unchanged"), rejected: tr("rejected") };
  const sign = { class: "plot", width: 14, height: 14, "aria-hidden": "true" };
  const items = kinds.map((kind) => html("li", {}, svg("svg", sign, mark(kind, 7, 7.5, 5)), shapes[kind]));
  return html("ul", { class: "shapes" }, ...items);
}
