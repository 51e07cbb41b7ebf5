"""What the page tells a platform, piece by piece: its forms, its record, where it looks for the platform."""

from __future__ import annotations

import math
import random
import re

import pytest

LONGEST = 4096
"""CMIString4096, Run-Time Environment 1.2, section 3.4.2."""
ANSWERS = ["", "A", "B", "C", "D", "?"]
TIMESPAN = re.compile(r"\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?")


@pytest.fixture(scope="module")
def call(modules):
    """Return a function that calls a function of a module with these values."""

    def run(name, module, *given):
        return modules.evaluate(
            "([module, name, given]) => import(`./scorm/${module}.js`).then((all) => all[name](...given))",
            [module, name, given],
        )

    return run


def some_record(n, seed):
    """Return a record as learners leave it: a last answer only where there is a first one."""
    chance = random.Random(seed)
    record = []
    for _ in range(n):
        first = chance.choice(ANSWERS)
        last = chance.choice(ANSWERS[1:]) if first else ""
        record.append({"watched": chance.random() < 0.5, "first": first, "last": last})
    return record


@pytest.mark.parametrize("n", [1, 17, 1000, 4000])
def test_a_record_comes_back_from_its_text_whatever_was_done(call, n):
    record = some_record(n, seed=n)
    text = call("encode", "record", record, "key")
    assert len(text) <= LONGEST
    assert call("decode", "record", text, "key", n) == record


def test_every_state_of_a_clip_has_a_letter_of_its_own(call):
    states = [
        {"watched": watched, "first": first, "last": last}
        for watched in (False, True)
        for first in ANSWERS
        for last in ANSWERS
        if bool(first) == bool(last)
    ]
    text = call("encode", "record", states, "k").removeprefix("1.k.")
    assert len(set(text)) == len(text) == len(states) == 52
    assert re.fullmatch("[A-Za-z]+", text)


@pytest.mark.parametrize("n", [1000, 5_000])
def test_a_long_lesson_of_which_little_was_done_takes_little(call, n):
    record = call("blank", "record", n)
    record[n // 2]["watched"] = True
    text = call("encode", "record", record, "key")
    assert len(text) < 30
    assert call("decode", "record", text, "key", n) == record


def test_of_what_does_not_fit_the_beginning_is_kept(call):
    n = 6_000
    record = some_record(n, seed=1)
    text = call("encode", "record", record, "key")
    assert len(text) <= LONGEST
    found = call("decode", "record", text, "key", n)
    kept = len(text) - len("1.key.")
    assert found[:kept] == record[:kept]
    assert len(found) == n
    assert not any(entry["watched"] or entry["first"] for entry in found[kept + 100 :])


@pytest.mark.parametrize("text", ["", "null", "1.other.AA", "0.key.AA", "<b>", "1.key.", "1.key.a99999999999999"])
def test_a_text_of_another_lesson_or_of_nobody_is_a_blank_record(call, text):
    assert call("decode", "record", text, "key", 3) == call("blank", "record", 3)


def test_the_first_answer_stays_the_first(call):
    record = call("blank", "record", 2)
    for answer in ("B", "?", "C"):
        record = call("withAnswer", "record", record, 1, answer)
    assert record == [
        {"watched": False, "first": "", "last": ""},
        {"watched": False, "first": "B", "last": "C"},
    ]


def test_progress_counts_first_choices_and_shown_answers_earn_nothing(call):
    record = [
        {"watched": True, "first": "A", "last": "A"},
        {"watched": True, "first": "B", "last": "A"},
        {"watched": True, "first": "?", "last": "A"},
        {"watched": True, "first": "", "last": ""},
    ]
    state = call("progress", "record", record, ["A", "A", "A", None])
    assert state == {"clips": 4, "watched": 4, "questions": 3, "answered": 3, "points": 1, "complete": True}
    record[3]["watched"] = False
    # Without a clip, as the entry of a further question is:
    state = call("progress", "record", record, ["A", "A", "A", None], 3)
    assert state == {"clips": 3, "watched": 3, "questions": 3, "answered": 3, "points": 1, "complete": True}
    assert not call("progress", "record", record, ["A", "A", "A", None])["complete"]
    record[3]["watched"], record[0]["first"] = True, ""
    assert not call("progress", "record", record, ["A", "A", "A", None])["complete"]


def test_keys_tell_lessons_apart_and_are_those_of_fnv(call):
    # The published test vectors of FNV-1a, 32 bits.
    vectors = {"": 0x811C9DC5, "a": 0xE40C292C, "foobar": 0xBF9CF968}
    assert {text: int(call("keyOf", "record", text), 36) for text in vectors} == vectors


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0000:00:00.00"),
        (-5, "0000:00:00.00"),
        (1234, "0000:00:01.23"),
        (59_999, "0000:01:00.00"),
        (3_600_000, "0001:00:00.00"),
        (86_399_990, "0023:59:59.99"),
        (360_000_000_000, "9999:00:00.00"),
    ],
)
def test_time_spans_have_the_standards_form(call, ms, text):
    assert call("timespan", "values", ms) == text
    assert TIMESPAN.fullmatch(text)


def test_the_time_of_day_and_shares_have_theirs(modules, call):
    said = modules.evaluate("import('./scorm/values.js').then((all) => all.timeOfDay(new Date(2026, 1, 3, 4, 5, 6)))")
    assert said == "04:05:06"
    assert [call("percent", "values", part, 17) for part in (0, 1, 9, 17)] == ["0", "5.88", "52.94", "100"]


@pytest.mark.parametrize(
    ("ranges", "seconds"),
    [([], 0), ([[0, 2], [1, 3]], 3), ([[5, 6], [0, 1]], 2), ([[0, 9], [2, 3], [4, 5]], 9), ([[2, 2]], 0)],
)
def test_what_was_played_twice_counts_once(call, ranges, seconds):
    assert call("covered", "watching", ranges) == seconds


@pytest.mark.parametrize("duration", [0.4, 3.0, 10.0, 24.0, 600.0])
def test_nearly_all_of_a_clip_is_most_of_it_and_less_is_not(call, duration):
    slack = max(0.5, duration / 20)
    assert call("isMost", "watching", duration, duration)
    assert call("isMost", "watching", max(0, duration - slack + 0.01), duration)
    assert call("isMost", "watching", duration - slack - 0.01, duration) is False
    assert call("isMost", "watching", 0, 0) is False


def test_a_chapters_ranges_are_those_of_the_film_within_it(modules):
    found = modules.evaluate(
        """import('./scorm/watching.js').then(({ rangesOf }) => {
          const spans = [[0, 3], [4, 12], [20, 30]];
          const played = { length: 3, start: (i) => spans[i][0], end: (i) => spans[i][1] };
          return rangesOf({ played }, 2, 10);
        })"""
    )
    assert found == [[0, 1], [2, 8]]


LOOKED_FOR = """(shape) => import('./scorm/api.js').then(({ findApi }) => {
  const api = { LMSInitialize() {} };
  const refuse = () => { throw new DOMException('', 'SecurityError'); };
  const closed = (more, name = 'API') => Object.defineProperty(more, name, { get: refuse });
  const top = (made) => { made.parent = made; made.top = made; return made; };
  const made = {
    own: () => top({ API: api }),
    parent: () => ({ parent: { parent: top({ API: api }) } }),
    foreign: () => ({ parent: closed({ parent: top({ API: api }) }) }),
    opener: () => top({ opener: { parent: top({ API: api }) } }),
    topsOpener: () => { const above = top({ opener: top({ API: api }) }); return { parent: above, top: above }; },
    none: () => top({ opener: null }),
    foreignAlone: () => closed(closed({ parent: top(closed({})) }, 'opener'), 'top'),
    notOne: () => top({ API: 'API' }),
    loop: () => { const one = {}; one.parent = { parent: one }; return one; },
    endless: () => { const next = () => ({ get parent() { return next(); } }); return next(); },
  }[shape]();
  const found = findApi(made);
  return found === api ? 'found' : found;
})"""


@pytest.mark.parametrize("shape", ["own", "parent", "foreign", "opener", "topsOpener"])
def test_the_platform_is_found_wherever_it_may_be(modules, shape):
    assert modules.evaluate(LOOKED_FOR, shape) == "found"


@pytest.mark.parametrize("shape", ["none", "foreignAlone", "notOne", "loop", "endless"])
def test_where_there_is_no_platform_the_search_ends(modules, shape):
    assert modules.evaluate(LOOKED_FOR, shape) is None


SESSION = """(answers) => import('./scorm/session.js').then(({ openSession }) => {
  const told = [];
  const api = new Proxy({}, { get: (_, name) => (...given) => {
    told.push([name, ...given]);
    if (answers[name] === 'throws') throw new Error(name);
    return answers[name] === 'boolean' ? true : answers[name] ?? 'true';
  } });
  let now = 0;
  const session = openSession(api, () => now);
  if (session) {
    now = 61000;
    session.put({ a: '1', b: '2' });
    session.put({ a: '1', b: '3' });
    session.commit();
    session.commit();
    session.finish();
    session.put({ a: '9' });
    session.commit();
    session.finish();
    session.get('a');
  }
  return told;
})"""


@pytest.mark.parametrize(
    "answers", [{}, {"LMSInitialize": "boolean", "LMSSetValue": "boolean", "LMSCommit": "boolean"}]
)
def test_a_session_tells_what_is_new_and_ends_once(modules, answers):
    assert modules.evaluate(SESSION, answers) == [
        ["LMSInitialize", ""],
        ["LMSSetValue", "a", "1"],
        ["LMSSetValue", "b", "2"],
        ["LMSSetValue", "b", "3"],
        ["LMSSetValue", "cmi.core.session_time", "0000:01:01.00"],
        ["LMSCommit", ""],
        ["LMSCommit", ""],
        ["LMSFinish", ""],
    ]


@pytest.mark.parametrize("answer", ["false", "throws", ""])
def test_what_a_platform_refuses_is_told_again(modules, answer):
    told = modules.evaluate(SESSION, {"LMSSetValue": answer, "LMSCommit": answer})
    assert told.count(["LMSSetValue", "a", "1"]) == 2
    assert told.count(["LMSCommit", ""]) == 3
    assert told[-1] == ["LMSFinish", ""]


@pytest.mark.parametrize("answer", ["false", "throws", ""])
def test_a_platform_that_wants_no_session_is_left_alone(modules, answer):
    assert modules.evaluate(SESSION, {"LMSInitialize": answer}) == [["LMSInitialize", ""]]


@pytest.mark.parametrize(
    ("before", "complete", "status"),
    [
        ("not attempted", False, "incomplete"),
        ("", True, "completed"),
        ("browsed", False, "incomplete"),
        ("completed", False, None),
        ("passed", True, None),
    ],
)
def test_what_a_platform_has_decided_is_not_taken_back(call, before, complete, status):
    state = {"complete": complete, "answered": 0, "questions": 3, "points": 0}
    had = {"status": before, "score": ""}
    values = call("lessonValues", "values", state, had)
    assert values.get("cmi.core.lesson_status") == status
    assert values["cmi.core.exit"] == "suspend"
    assert not any("score" in name for name in values)  # nothing answered is not yet nothing right
    answered = call("lessonValues", "values", {**state, "answered": 2, "points": 1}, had)
    assert math.isclose(float(answered["cmi.core.score.raw"]), 100 / 3, abs_tol=0.005)
    assert (answered["cmi.core.score.min"], answered["cmi.core.score.max"]) == ("0", "100")


@pytest.mark.parametrize(("had", "told"), [("", "50"), ("0", "50"), ("50", "50"), ("100", None)])
def test_a_score_is_never_lowered(call, had, told):
    state = {"complete": False, "answered": 1, "questions": 2, "points": 1}
    assert (
        call("lessonValues", "values", state, {"status": "completed", "score": had}).get("cmi.core.score.raw") == told
    )
