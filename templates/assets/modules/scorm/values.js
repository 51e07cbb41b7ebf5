// What the platform is told, by the names and in the forms of SCORM 1.2's data model (Run-Time Environment 1.2,
// section 3.4).

import { SHOWN } from "./record.js";

/** A platform that has decided keeps its decision: a second visit takes nothing back. */
const DECIDED = ["completed", "passed", "failed"];
/** Hours at most: the form has four digits for them. */
const LONGEST_H = 9999;

/**
 * The values for a state of progress. `before` has the status and the score that the platform had at the beginning of the
 * visit, as text. The exit is always to be resumed: after any other a platform may forget what was done.
 */
export function lessonValues(state, before) {
  const values = { "cmi.core.exit": "suspend" };
  if (!DECIDED.includes(before.status)) values["cmi.core.lesson_status"] = state.complete ? "completed" : "incomplete";
  const score = percent(state.points, state.questions);
  // A lesson whose questions have changed begins anew, and a score from before stays until there is a better one.
  if (state.answered === 0 || Number(score) < Number(before.score)) return values;
  return {
    ...values,
    "cmi.core.score.raw": score,
    "cmi.core.score.min": "0",
    "cmi.core.score.max": "100",
  };
}

/** The values of the `n`th interaction: the first answer to a question. An answer that was shown was not chosen. */
export function interactionValues(n, part, { answer, right, ms }, date) {
  const shown = answer === SHOWN;
  const values = {
    id: part.question.id,
    type: "choice",
    "correct_responses.0.pattern": part.right.toLowerCase(),
    ...(shown ? {} : { student_response: answer.toLowerCase() }),
    result: shown ? "neutral" : right ? "correct" : "wrong",
    time: timeOfDay(date),
    ...(ms === null ? {} : { latency: timespan(ms) }),
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`cmi.interactions.${n}.${name}`, value]));
}

/** CMITimespan, HHHH:MM:SS.SS. */
export function timespan(ms) {
  const hundredths = Math.max(0, Math.round(ms / 10));
  const [hours, minutes, seconds] = [Math.floor(hundredths / 360000), (hundredths / 6000) % 60, (hundredths / 100) % 60];
  const whole = `${digits(Math.min(hours, LONGEST_H), 4)}:${digits(minutes, 2)}:${digits(seconds, 2)}`;
  return `${whole}.${digits(hundredths % 100, 2)}`;
}

/** CMITime, HH:MM:SS, as the clock on the wall. */
export function timeOfDay(date) {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part, 2)).join(":");
}

/** CMIDecimal from 0 to 100, with two decimals at most. */
export function percent(part, whole) {
  return String(Math.round((10000 * part) / whole) / 100);
}

function digits(number, n) {
  return String(Math.floor(number)).padStart(n, "0");
}
