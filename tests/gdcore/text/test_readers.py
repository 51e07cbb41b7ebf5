"""Text for readers passes as it was written; only what is no text, or would turn the words after it, is spelled out."""

from dataclasses import replace
from pathlib import Path

import pytest

from gdcore.faults import in_one_line
from gdcore.lesson.lesson_file import read_document
from gdcore.scenarios import built_in
from gdcore.text.language import tr
from gdcore.text.readers import isolated, on_one_line, readable
from valleyjump.markup.trace_output import listing

WRITING = [
    "می\u200cشود", "Lern\u00adrate",
    "👨\u200d👩\u200d👧", "a\u200eb\u200fc", "\u2067شمس\u2069 Adam", "5\u00a0kWh", "❤\ufe0f",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITING)
def test_writing_stays_as_it_is_but_for_terminals(text: str) -> None:
    assert readable(text) == text
    assert in_one_line(text).isprintable()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x07b", r"a\x07b"),
        ("a\x9bb", r"a\x9bb"),
        ("a\ud800", r"a\ud800"),
        ("a\uffff", r"a\uffff"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u202eb\u202c", "a\u202eb\u202c"),
        ("a\u2069b", r"a\u2069b"),
        ("\u2066a\u202eb\u2069", "\\u2066a\\u202eb\\u2069"),
        (" a \n\u2028 b\t", "a b"),
    ],
)
def test_what_is_no_text_is_spelled_out(text: str, shown: str) -> None:
    assert readable(text) == shown


def test_spaces_at_which_no_line_may_break_stay() -> None:
    assert on_one_line("a\u202fb\u3000c  d") == "a\u202fb\u3000c d"


def test_a_name_from_right_to_left_is_isolated_in_a_sentence() -> None:
    assert isolated("Adam") == "Adam"
    assert tr("Clip: {title}", title="شمس 5") == "Clip: \u2068شمس 5\u2069"


def test_a_list_on_a_terminal_spells_out_what_a_picture_does_not() -> None:
    shown = listing([replace(built_in("parabola-cycles"), title="a\u202eb\u202c می\u200cشود")])
    assert shown.rstrip("\n").isprintable()
    assert r"\u202eb\u202c" in shown


def test_a_lesson_keeps_its_writing(tmp_path: Path) -> None:
    title = " ".join(WRITING)
    (tmp_path / "l.toml").write_text(
        f'title = "{title}"\n[[scenario]]\nslug = "a"\nobjective = "parabola"\nlearning_rate = 0.1\ntitle = "{title}"\n'
        f'before = "{title}"\nwords = {{ introduce = "{title}" }}\n',
        encoding="utf-8",
    )
    lesson = read_document(tmp_path / "l.toml").lesson()
    (scenario,) = lesson.scenarios
    assert {lesson.title, scenario.title, lesson.prose["a"][0], scenario.words["introduce"]} == {title}
