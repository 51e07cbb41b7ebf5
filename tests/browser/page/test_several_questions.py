"""Several questions before one clip, in a browser: its end waits for all of them, and a platform is told of each."""

import re
from dataclasses import replace

from gdcore.question import Choice, Question
from tests.valleyjump.clips_on_page.test_quiz import own
from tests.valleyjump.page.pages import rendered

CHOICES = (Choice("1", True, "Right."), Choice("2", False, "No."))
START = """async (html) => {
  document.body.innerHTML = html;
  const told = (window.told = {});
  const [yes, no] = [() => "true", () => ""];
  window.API = { LMSInitialize: yes, LMSCommit: yes, LMSFinish: yes, LMSGetLastError: no, LMSGetErrorString: no };
  window.API.LMSGetDiagnostic = no;
  window.API.LMSGetValue = (name) => told[name] ?? "";
  window.API.LMSSetValue = (name, value) => { told[name] = value; return "true"; };
  await import("./scorm/main.js");
  await import("./quiz/main.js");
  document.dispatchEvent(new Event("DOMContentLoaded"));
}"""


def test_the_end_waits_for_all_answers_and_each_is_reported(modules):
    modules.reload()
    names = ("own", "own--2", "own--3")
    run = replace(own(), questions=tuple(Question("own", f"{name}?", CHOICES, f"Why {name}.") for name in names))
    modules.evaluate(START, re.search(r"<body.*?>(.*)</body>", rendered([run]), re.DOTALL)[1])

    def answer(name, letter):
        box = modules.locator(f"#question-{name}")
        box.locator(f"[value={letter}]").evaluate("(radio) => radio.click()")
        box.locator("[type=submit]").evaluate("(button) => button.click()")
        return modules.evaluate("document.querySelector('.result').open"), modules.evaluate("window.told")

    ends, told = answer("own", "A")
    assert not ends
    assert told["cmi.interactions.0.id"] == "question-own"
    assert told["cmi.core.score.raw"] == "33.33"
    ends, told = answer("own--3", "B")
    assert not ends
    assert told["cmi.interactions.1.id"] == "question-own--3"
    assert told["cmi.interactions.1.result"] == "wrong"
    assert not answer("own--2", "A")[0]
    ends, told = answer("own--3", "A")
    assert ends
    assert told["cmi.core.score.raw"] == "66.67"
    assert "cmi.interactions.3.id" not in told, "the first answer counts"
    assert told["cmi.core.lesson_status"] == "incomplete", "the clip was not watched"
    progress = modules.locator("aside.progress").inner_text()
    assert progress == "Clips: 0 of 1 · Questions: 3 of 3"
