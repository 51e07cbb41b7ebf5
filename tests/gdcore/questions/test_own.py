"""Questions of a lesson's own: the run tells which choice is right, and a question with two or none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcore.errors import InputError
from gdcore.lesson.entry_draft import clip_inputs
from gdcore.lesson.lesson_file import _entry, read_document
from gdcore.questions.by_slug import questions
from gdcore.questions.own import number_of
from gdcore.text.language import use_language
from tests.lessons import load_scenarios
from valleyjump.clips_on_page.quiz import make_quizzes, questions_json

# x ← (1 − 2·0.3)·x = 0.4·x from 1: losses 1, 0.16, 0.0256, ...; 0.4⁶ = 0.004096, its square 1.678 × 10⁻⁵.
RUN = '[[scenario]]\nslug = "a"\nobjective = "x**2"\nstart = 1\nlearning_rate = 0.3\nsteps = 6\n'
ASKED = RUN + "[[scenario.question]]\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """Return the path of a lesson to be written."""
    return tmp_path / "lesson.toml"


def right(lesson: Path, content: str) -> str:
    """Return the text of the right choice of the question in a lesson."""
    lesson.write_text(content, encoding="utf-8")
    asked = questions(load_scenarios(lesson)[0])[0]
    assert asked is not None
    assert [choice.right for choice in asked.choices].count(True) == 1
    return asked.answer.text


@pytest.mark.parametrize(
    ("rest", "text"),
    [
        ('choices = ["yes", "no"]\nanswer = "B"', "no"),
        ('choices = ["{loss_0}", "{loss_1}", "{loss_last}"]\nanswer = "{loss_last}"', "1.678 × 10⁻⁵"),
        ('choices = ["6", "60,000", "6 × 10³"]\nanswer = "loss_0/loss_last"', "60,000"),
        ('choices = ["10", "0.4", "-0.4"]\nanswer = "{x_1}"', "0.4"),
        ('choices = ["10", "0.4", "−0.16"]\nanswer = "-{loss_1}"', "−0.16"),
        ('choices = [{ text = "in", right = "factor < 1" }, { text = "out", right = "factor >= 1" }]', "in"),
        ('choices = [{ text = "a", right = "steps > 9" }, { text = "b", right = "steps == 6 and rate < 1" }]', "b"),
    ],
)
def test_the_run_tells_which_choice_is_right(lesson: Path, rest: str, text: str) -> None:
    assert right(lesson, f'{ASKED}text = "What?"\n{rest}\n') == text


def test_facts_stand_in_all_of_its_words(lesson: Path) -> None:
    lesson.write_text(
        ASKED + 'text = "From {loss_0}?"\nexplanation = "To {loss_1}."\n'
        'choices = [{ text = "By {rate}.", right = "rate == 0.3", response = "At {x_0}." }, '
        '{ text = "No.", right = "rate != 0.3" }]\n',
        encoding="utf-8",
    )
    (scenario,) = load_scenarios(lesson)
    asked = questions(scenario)[0]
    assert asked is not None
    assert (asked.prompt, asked.explanation) == ("From 1?", "To 0.16.")
    assert [(one.text, one.response) for one in asked.choices] == [("By 0.3", "At 1."), ("No", "Not this one.")]
    (quiz,) = make_quizzes(scenario)
    assert quiz is not None
    assert (quiz.answer.letter, str(quiz.answer.text)) == ("A", "By 0.3")
    assert '"prompt": "From 1?"' in questions_json([scenario])


def test_formulas_are_text(lesson: Path) -> None:
    lesson.write_text(
        ASKED + 'text = "What is $x^2$ at $x_0$ = {x_0}?"\nchoices = ["$-1$.", "$x_0^2$"]\nanswer = "B"\n',
        encoding="utf-8",
    )
    (asked,) = questions(load_scenarios(lesson)[0])
    assert asked.prompt == "What is x² at x₀ = 1?"
    assert [choice.text for choice in asked.choices] == ["−1", "x₀²"]


@pytest.mark.parametrize("place", ["top", "scenario"])
def test_nothing_is_asked_where_nothing_is_to_be(lesson: Path, place: str) -> None:
    lesson.write_text(f"questions = false\n{RUN}" if place == "top" else f"{RUN}questions = false\n", encoding="utf-8")
    (scenario,) = load_scenarios(lesson)
    assert scenario.questions == ()
    assert questions(scenario) == ()
    assert make_quizzes(scenario) == ()


def test_without_a_word_the_run_suggests_one(lesson: Path) -> None:
    lesson.write_text(RUN, encoding="utf-8")
    asked = questions(load_scenarios(lesson)[0])[0]
    assert asked is not None
    for named in ("Gradient descent", "f(x) = x²", "0.3"):
        assert named in asked.prompt


@pytest.mark.parametrize(
    ("rest", "line"),
    [
        ('choices = ["a"]', "question.1.choices: expected at least 2 entries, got a list"),
        ('choices = ["a", "b", "c", "d", "e"]', "question.1.choices: expected at most 4 entries, got a list"),
        ('choices = ["a", "b"]', ('question.1.answer: missing; write answer = "A", or right = "..." in each of the 2 '
                                 "choices")),
        ('choices = ["a", "b"]\nanswer = "C"', "question.1.answer: expected a letter from A to B, got C"),
        ('choices = ["a", "a"]\nanswer = "A"', "question.1.choices: expected choices that differ, got 'a' 2 times"),
        ('choices = ["1", "1.01"]\nanswer = "loss_0"', ("question.1.answer: expected exactly one right choice, "
                                                       "got A and B: that is within 5% of 1")),
        ('choices = ["3", "5"]\nanswer = "loss_0"', ("question.1.answer: expected exactly one right choice, "
                                                    "got none: that is within 5% of 1")),
        ('choices = ["3", "much"]\nanswer = "loss_0"', ("question.1.answer: it is 1, and not every choice is a number: "
                                                       "'much'")),
        ('choices = ["3", "5"]\nanswer = "loss_0/(loss_1 - loss_1)"',
         'question.1.answer: "loss_0/(loss_1 - loss_1)" has no value in this run'),
        ('choices = [{ text = "a", right = "rate < 1" }, { text = "b", right = "steps > 1" }]',
         "question.1.choices: expected exactly one right choice, got A and B: that of this run holds"),
        ('choices = [{ text = "a", right = "place < 1" }, { text = "b", right = "steps > 1" }]',
         "question.1.choices.1.right: place is no number: 'x = 0.004096'"),
        ('choices = [{ text = "a", right = "rate" }, { text = "b", right = "steps > 1" }]',
         'question.1.choices.1.right: expected a comparison such as "factor < 1", got "rate"'),
        ('choices = [{ text = "a", wrong = "" }, "b"]\nanswer = "A"',
         "question.1.choices.1.wrong: unknown key; expected one of text, right, response"),
        ('choices = ["{los_0}", "b"]\nanswer = "A"',
         ("question.1.choices.1: {los_0} is not a fact of this run; did you mean {loss_0} (1)?; "
         "write a brace that is not a fact twice")),
        ('choices = ["a", "b"]\nanswer = "A"\n[[scenario.question]]\ntext = "?"\nchoices = ["a", "b"]\nanswer = "C"',
         "question.2.answer: expected a letter from A to B, got C"),
    ],
)  # fmt: skip
def test_each_fault_is_one_line(lesson: Path, rest: str, line: str) -> None:
    lesson.write_text(f'{ASKED}text = "What?"\n{rest}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenarios(lesson)
    assert str(caught.value).removeprefix(f'{lesson}: scenario "a": ') == line


def test_a_question_and_none_contradict_each_other(lesson: Path) -> None:
    content = RUN + 'questions = false\n[[scenario.question]]\ntext = "?"\nchoices = ["a", "b"]\nanswer = "A"\n'
    lesson.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="questions: expected true, as there is a question"):
        load_scenarios(lesson)


def test_a_question_changes_the_page_and_not_the_clip(lesson: Path) -> None:
    plain = {"slug": "a", "objective": "x**2", "learning_rate": 0.3}
    asked = plain | {"question": [{"text": "?", "choices": ["a", "b"], "answer": "A"}]}
    silent = plain | {"questions": False}
    assert len({clip_inputs(_entry(raw), lesson.parent) for raw in (plain, asked, silent)}) == 1
    words = []
    for rest in ("", "questions = false\n", '[[scenario.question]]\ntext = "?"\nchoices = ["a", "b"]\nanswer = "A"\n'):
        lesson.write_text(RUN + rest, encoding="utf-8")
        words.append(read_document(lesson).draft_lesson().words)
    assert len(set(words)) == 3


@pytest.mark.parametrize(
    ("text", "value"),
    [("−1.5 × 10¹¹", -1.5e11), ("10⁻⁹", 1e-9), ("−10⁴", -1e4), ("1,234.5", 1234.5), ("0.40", 0.4), ("x = 1", None),
     ("∞", None), ("0.1 and 0.2", None), ("nan", None)],
)  # fmt: skip
def test_numbers_as_they_read(text: str, value: float | None) -> None:
    assert number_of(text) == value


def test_numbers_as_they_read_in_another_language(lesson: Path) -> None:
    lesson.write_text(
        '[[scenario]]\nslug = "a"\nobjective = "1e4*x**2"\nstart = 1.1\nlearning_rate = 1e-5\n[[scenario.question]]\n'
        'text = "?"\nchoices = ["1", "{loss_0}"]\nanswer = "{loss_0}*1"\n',
        encoding="utf-8",
    )
    for language in ("en", "es"):
        with use_language(language):
            (scenario,) = load_scenarios(lesson)
            asked = questions(scenario)[0]
            assert asked is not None
            assert number_of(asked.answer.text) == pytest.approx(12100.0)
