"""The questions on the page and in the build: the same words in both, the answers out of sight until asked for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.objectives.parabola import parabola
from gdcore.question import Choice, Question
from gdcore.questions.by_slug import questions
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from tests.valleyjump import pools
from tests.valleyjump.build.test_build import RUNS, carried_out, made
from tests.valleyjump.page.pages import plain, rendered
from tests.valleyjump.pools import StandIn
from tests.valleyjump.reading import read
from tests.valleyjump.rendering.test_explainer import clip_of
from valleyjump.article.article import ASKED
from valleyjump.clips_on_page.quiz import LETTERS, make_quizzes, questions_json
from valleyjump.page.assets import page_assets
from valleyjump.store.clip_archive import pack

HOSTILE = "<b>1 × 10⁴²</b> & </details>"


def own(slug="own", start=-1.0) -> Scenario:
    return Scenario(slug, "Own", parabola(), gradient_descent([0.3]), np.array([start]), 4, "curve")


def shown(text: str) -> str:
    """Return plain text as its letters read on the page, where exponents are raised by markup."""
    return plain(text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")))


def read_off(node) -> str:
    return plain(node.text.replace("\u00a0", " "))


STORY = tuple(run for run in catalogue() if run.slug in ASKED)
"""The runs that the story asks about."""
LESSONS = catalogue()[:-1], catalogue()[1:]
"""All runs, but never all at once, which would be the story: a lesson asks about each of its runs."""


@pytest.fixture(scope="module", params=(STORY, *LESSONS), ids=("story", "lesson", "other lesson"))
def runs(request: pytest.FixtureRequest) -> tuple[Scenario, ...]:
    """Return the runs with a question on the page ``tree``."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def tree(runs):
    return read(rendered(catalogue() if runs is STORY else runs))


def test_each_question_stands_just_before_its_clip(runs, tree) -> None:
    boxes = tree.all("div", "question")
    assert [box["id"] for box in boxes] == [f"question-{run.slug}" for run in runs]
    for box in boxes:
        siblings = [node for node in box.parent.children if not isinstance(node, str)]
        after = siblings[siblings.index(box) + 1]
        assert box["id"] == f"question-{after['data-slug']}"


def test_the_page_says_what_was_computed(runs, tree) -> None:
    for run, box in zip(runs, tree.all("div", "question"), strict=True):
        asked = questions(run)[0]
        assert asked is not None
        assert read_off(box.one("p", "prompt")) == shown(asked.prompt)
        items = box.one("ol", "options").all("li")
        assert [read_off(item.one("span", "reading")) for item in items] == [shown(c.text) for c in asked.choices]
        assert [item["data-right"] for item in items] == [str(c.right).lower() for c in asked.choices]
        assert read_off(box.one("span", "explanation")) == shown(asked.explanation)
        wrong = {letter: c for letter, c in zip(LETTERS, asked.choices, strict=False) if not c.right}
        responses = {node["data-letter"]: read_off(node) for node in box.all("span", "response")}
        assert responses == {letter: shown(choice.response) for letter, choice in wrong.items()}


def test_without_scripts_the_answer_waits_behind_its_word(tree) -> None:
    for box in tree.all("div", "question"):
        details = box.one("details")
        assert "open" not in details.attributes
        assert details.one("summary").text == "Answer"
        outside = [node for node in box.walk() if node.classes in (["explanation"], ["response"], ["why"])]
        assert outside == [node for node in details.walk() if node in outside]
        assert not box.all("form")
        assert not box.all("input")


def test_a_run_that_has_no_question_is_shown_without_one() -> None:
    tree = read(rendered([own("still", start=0.0), own()]))
    assert [box["id"] for box in tree.all("div", "question")] == ["question-own"]
    assert len(tree.all("figure", "run")) == 2
    assert not read(rendered([own("still", start=0.0)])).all("section", "answers")


def test_several_questions_stand_before_their_clip_in_their_order() -> None:
    choices = (Choice("1", True, "Right."), Choice("2", False, "No."))
    asked = tuple(Question("own", f"Number {n}?", choices, f"Why {n}.") for n in (1, 2, 3))
    run = replace(own(), questions=asked)
    tree = read(rendered([run]))
    boxes = tree.all("div", "question")
    assert [box["id"] for box in boxes] == ["question-own", "question-own--2", "question-own--3"]
    assert [read_off(box.one("p", "prompt")) for box in boxes] == [one.prompt for one in asked]
    siblings = [node for node in boxes[0].parent.children if not isinstance(node, str)]
    place = siblings.index(boxes[0])
    assert siblings[place : place + 3] == boxes
    assert siblings[place + 3]["id"] == "clip-own"
    (ending,) = tree.one("section", "answers").all("div", "ending")
    assert [f"Why {n}." in read_off(ending) for n in (1, 2, 3)] == [True, True, True]
    assert [one["prompt"] for one in json.loads(questions_json([run]))["questions"]] == [one.prompt for one in asked]


def test_the_answers_for_paper_are_those_of_the_questions(runs, tree) -> None:
    (section,) = tree.all("section", "answers")
    said = [read_off(entry.all("p")[0]) for entry in section.all("div", "ending")]
    for run, text in zip(runs, said, strict=True):
        asked = questions(run)[0]
        assert asked is not None
        letter = LETTERS[[choice.right for choice in asked.choices].index(True)]
        assert text == shown(f"{letter}: {asked.answer.text}. {asked.explanation}")
    css = page_assets()["assets/quiz.css"].decode()
    screen, paper = css.split("@media print")
    assert re.search(r"\.answers \{\s*display: none;", screen)
    assert re.search(r"\.answers \{\s*display: block;", paper)
    assert re.search(r"\.question details,[^{]*\{\s*display: none;", paper)


def test_hostile_words_stay_words(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = (Choice(HOSTILE, True, "Right."), Choice("2", False, HOSTILE), Choice("3", False, "No."))
    monkeypatch.setattr(
        "valleyjump.clips_on_page.quiz.questions", lambda run: (Question(run.slug, HOSTILE, choices, HOSTILE),)
    )
    html = rendered([own()])
    assert "<b>" not in html
    (quiz,) = make_quizzes(own())
    assert quiz.answer.letter == "A"
    assert quiz.prompt == "&lt;b&gt;1\u00a0×\u00a010<sup>42</sup>&lt;/b&gt; &amp; &lt;/details&gt;"
    assert json.loads(questions_json([own()]))["questions"][0]["prompt"] == HOSTILE


def test_the_script_neither_sends_nor_stores() -> None:
    script = page_assets()["assets/quiz.js"].decode()
    assert not re.search(r"fetch|XMLHttp|sendBeacon|Storage|cookie|indexedDB|innerHTML|eval|location", script)


# In the build


@pytest.fixture
def filming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Return a pool whose clips can be joined to a film, as a whole build does."""
    monkeypatch.setattr(pools, "painted", lambda job: pack(clip_of(tmp_path / "reels", job.scenario.slug)))
    return StandIn()


def test_a_build_leaves_all_questions_and_answers_as_json(tmp_path: Path, filming: StandIn) -> None:
    chosen = (RUNS["parabola-cycles"], RUNS["mse-halving"])
    made(tmp_path / "out", filming, chosen, with_page=True)
    raw = (tmp_path / "out/questions.json").read_bytes()
    assert "questions.json" in json.loads((tmp_path / "out/manifest.json").read_text())["files"]
    content = json.loads(raw)
    assert content["format"] == 1
    assert [entry["slug"] for entry in content["questions"]] == ["parabola-cycles", "mse-halving"]
    for entry in content["questions"]:
        assert entry.keys() == {"slug", "prompt", "choices", "explanation"}
        assert all(choice.keys() == {"text", "right", "response"} for choice in entry["choices"])
        assert sum(choice["right"] for choice in entry["choices"]) == 1
    made(tmp_path / "again", filming, chosen, with_page=True)
    assert (tmp_path / "again/questions.json").read_bytes() == raw


def test_ones_own_lesson_has_questions_too(tmp_path: Path, filming: StandIn) -> None:
    made(tmp_path / "out", filming, (own(), own("still", start=0.0)), with_page=True)
    (entry,) = json.loads((tmp_path / "out/questions.json").read_text())["questions"]
    (right,) = [choice["text"] for choice in entry["choices"] if choice["right"]]
    assert right == "−0.4"  # -1 + 0.3 * 2


def test_clips_alone_bring_no_questions(tmp_path: Path) -> None:
    carried_out(tmp_path, StandIn(), "parabola-cycles")
    assert not (tmp_path / "questions.json").exists()
