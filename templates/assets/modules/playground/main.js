// Brings every playground on the page to life.

import { playHouses } from "./houses/playground.js";
import { playParabola } from "./parabola/playground.js";

const PLAYS = { parabola: playParabola, houses: playHouses };

for (const root of document.querySelectorAll(".playground")) {
  const data = JSON.parse(document.getElementById(root.dataset.model).textContent);
  PLAYS[root.dataset.play](root, data);
  root.hidden = false;
}
