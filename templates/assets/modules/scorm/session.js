// One session with the platform: from LMSInitialize to LMSFinish, each called once. Whatever the platform does, the page
// goes on. A value that was refused is told again when it is next put, and what was not stored is stored with the next
// change.

import { timespan } from "./values.js";

/** Begin a session with the platform's interface `api`; null where it does not want one. `now` tells milliseconds. */
export function openSession(api, now = () => performance.now()) {
  const began = now();
  const sent = new Map();
  let open = call(api, "LMSInitialize", "") === "true";
  let changed = false;
  if (!open) return null;

  function get(name) {
    return open ? call(api, "LMSGetValue", name) : "";
  }

  /** Set values by name; those that the platform has been told already are not told again. */
  function put(values) {
    if (!open) return;
    for (const [name, value] of Object.entries(values)) {
      if (sent.get(name) === value) continue;
      if (call(api, "LMSSetValue", name, value) === "true") sent.set(name, value);
      changed = true;
    }
  }

  /** Let the platform store what has changed, with the time that has passed: a browser may crash before the end. */
  function commit() {
    if (!open || !changed) return;
    put({ "cmi.core.session_time": timespan(now() - began) });
    changed = call(api, "LMSCommit", "") !== "true";
  }

  function finish() {
    if (!open) return;
    changed = true; // the time has, at least
    commit();
    open = false;
    call(api, "LMSFinish", "");
  }

  return { get, put, commit, finish };
}

/** What the platform answers, as text: the standard's strings, which some platforms give as booleans and numbers. */
function call(api, name, ...values) {
  try {
    return String(api[name](...values) ?? "");
  } catch {
    return "";
  }
}
