// The page in a course: reports to the platform what a learner has watched and answered, and restores it at the next
// visit. Where there is no platform, it does nothing.

import { findApi } from "./api.js";
import { followPlace, goTo, whereNow } from "./place.js";
import { makeLine, markClip } from "./progress_line.js";
import { followQuestions, recall } from "./questions.js";
import { followReading } from "./reading.js";
import { decode, encode, keyOf, progress, withAnswer, withWatched } from "./record.js";
import { openSession } from "./session.js";
import { interactionValues, lessonValues } from "./values.js";
import { followWatching } from "./watching.js";

/** The lesson as the page has it, read before the other scripts start: they take the questions apart. */
const parts = readParts();
const clips = parts.filter(({ figure }) => figure);
const right = parts.map((part) => part.right);
// By what is asked, not by how it is said: a record outlives a better wording.
const key = keyOf(parts.map((part) => `${part.slug} ${part.right}`).join("\n"));

/**
 * The clips in the order of the page, each with its transcript and its first question, or null where it has none; then
 * all further questions, which have no clip of their own.
 */
function readParts() {
  const figures = Array.from(document.querySelectorAll("figure.run"));
  const clips = figures.map((figure) => {
    const { slug } = figure.dataset;
    const transcript = figure.querySelector("details.transcript");
    const lines = transcript ? Array.from(transcript.querySelectorAll("li")) : [];
    const question = document.getElementById(`question-${slug}`);
    return { slug, figure, video: figure.querySelector("video"), transcript, lines, question };
  });
  const first = new Set(clips.map(({ question }) => question));
  const further = Array.from(document.querySelectorAll(".question")).filter((question) => !first.has(question));
  const all = [...clips, ...further.map((question) => ({ slug: question.id, question }))];
  return all.map((part, place) => ({ ...part, place, right: part.question ? rightOf(part.question) : null }));
}

function rightOf(question) {
  return question.querySelector('.options [data-right="true"] .letter').textContent;
}

function report(session) {
  const before = { status: session.get("cmi.core.lesson_status"), score: session.get("cmi.core.score.raw") };
  const show = makeLine();
  let record = decode(session.get("cmi.suspend_data"), key, parts.length);
  let interactions = Number(session.get("cmi.interactions._count")) || 0;

  function tell() {
    const state = progress(record, right, clips.length);
    session.put({ "cmi.suspend_data": encode(record, key), ...lessonValues(state, before) });
    session.commit();
    show(state);
  }

  function counts(place) {
    if (record[place].watched) return;
    record = withWatched(record, place);
    markClip(parts[place]);
    tell();
  }

  function answered(part, given) {
    if (record[part.place].first === "") {
      session.put(interactionValues(interactions, part, given, new Date()));
      interactions += 1;
    }
    record = withAnswer(record, part.place, given.answer);
    tell();
  }

  for (const clip of clips) if (record[clip.place].watched) markClip(clip);
  for (const part of parts) recall(part, record[part.place]);
  tell();
  followQuestions(parts, answered);
  followReading(clips, counts);
  followWatching(clips, document.querySelector("figure.film"), counts);
  comeBack(session);
}

/** Go where the reader was, and keep in mind where the reader is. */
function comeBack(session) {
  const keepPlace = () => session.put({ "cmi.core.lesson_location": whereNow() });
  window.history.scrollRestoration = "manual";
  if (!window.location.hash) goTo(session.get("cmi.core.lesson_location"));
  followPlace(keepPlace);
  const leave = (end) => () => {
    keepPlace();
    end();
  };
  // Browsers differ in what they still tell a page that goes, and platforms in what they still take from one.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave(session.commit)();
  });
  window.addEventListener("beforeunload", leave(session.commit));
  window.addEventListener("pagehide", leave(session.finish));
  // A page that the browser has kept comes back with its session over.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) window.location.reload();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  const api = findApi(window);
  const session = api && openSession(api);
  if (session) report(session);
});
