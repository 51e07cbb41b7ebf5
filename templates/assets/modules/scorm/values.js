// What the platform is told, by the names of the data model of SCORM 1.2.

import { percent, timeOfDay, timespan } from "./forms.js";
import { SHOWN } from "./record.js";

/** A platform that has decided keeps its decision: a second visit takes nothing back. */
const DECIDED = ["completed", "passed", "failed"];

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
