// The questions, which know nothing of this: what they tell when they are answered, and how they are put back.

import { SHOWN } from "./record.js";

/** Most of a question has been in the window: from then on its reader can think about it. */
const SHARE = 0.6;

/** Call `answered(part, { answer, right, ms })` with every answer; `ms` since the question came in sight, or null. */
export function followQuestions(parts, answered) {
  const asked = parts.filter(({ question }) => question);
  const since = new Map();
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter(({ intersectionRatio }) => intersectionRatio >= SHARE)) {
        since.set(target, performance.now());
        sight.unobserve(target);
      }
    },
    { threshold: SHARE },
  );
  for (const part of asked) {
    sight.observe(part.question);
    part.question.addEventListener("quiz-answered", ({ detail: { letter, right, shown } }) => {
      const ms = since.has(part.question) ? performance.now() - since.get(part.question) : null;
      answered(part, { answer: shown ? SHOWN : letter, right, ms });
    });
  }
}

/** Put a question back as it stood: its first answer tried, its last one told. */
export function recall({ question, right }, { first, last }) {
  if (!question || !first) return;
  for (const answer of first === last ? [first] : [first, last]) {
    const shown = answer === SHOWN;
    question.dispatchEvent(new CustomEvent("quiz-recall", { detail: { letter: shown ? right : answer, shown } }));
  }
}
