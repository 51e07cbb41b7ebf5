"""Keys of clips from lesson files: every entry, data and fonts are in them."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from gdcore.errors import InputError
from gdcore.lesson.draft import made
from gdcore.lesson.entry import Entry
from gdcore.lesson.entry_draft import clip_inputs
from gdcore.lesson.entry_scenario import no_runs, shown_function
from gdcore.lesson.lesson_file import read_document
from valleyjump.store.identity import identity

ENTRY = Entry(slug="one", objective="x**2", start=1.0, learning_rate=0.1)


OF_THE_PAGE = {"before", "after", "part", "playground", "question", "questions"}
"""What no clip shows."""


@pytest.mark.parametrize("name", sorted(Entry.model_fields.keys() - {"data", *OF_THE_PAGE}))
def test_every_field_of_a_lesson_is_keyed(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the value is none that the field would take
        assert clip_inputs(ENTRY.model_copy(update={name: "something else"}), Path()) != clip_inputs(ENTRY, Path())


def test_data_are_keyed_by_their_bytes(tmp_path: Path) -> None:
    entry = Entry(slug="one", data={"csv": "a.csv", "x": "x", "y": "y"}, learning_rate=0.1)
    found = {clip_inputs(entry, tmp_path)}
    for text in ("x,y\n1,2\n3,5\n", "x,y\n1,2\n3,6\n", "x,y\n1,2\n3,6"):
        (tmp_path / "a.csv").write_text(text)
        found.add(clip_inputs(entry, tmp_path))
    assert len(found) == 4


def test_a_lessons_font_is_keyed_by_its_bytes(tmp_path: Path) -> None:
    found = {clip_inputs(ENTRY, tmp_path)}
    for content in (b"a font", b"another"):
        (tmp_path / "f.ttf").write_bytes(content)
        found.add(clip_inputs(ENTRY, tmp_path, tmp_path / "f.ttf"))
    assert len(found) == 3


def test_what_computes_is_part_of_the_identity() -> None:
    assert {"numpy", "scipy", "sympy"} <= identity().keys()
    assert "unknown" not in {identity()[name] for name in ("numpy", "scipy", "sympy")}


def test_data_that_change_while_they_are_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,5\n")
    (tmp_path / "lesson.toml").write_text(
        '[[scenario]]\nslug = "one"\ndata = { csv = "a.csv", x = "x", y = "y" }\nlearning_rate = 0.1\nsteps = 2\n'
    )
    (draft,) = read_document(tmp_path / "lesson.toml").draft_lesson().drafts
    assert draft.make(no_runs).slug == "one"
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,6\n")
    with pytest.raises(InputError, match='scenario "one": data: the file has changed while it was read; try again'):
        draft.make(no_runs)


TOGETHER = """
[[scenario]]
slug = "slow"
objective = "x**2 + 3*y**2"
start = { x = 1.5, y = 1.0 }
learning_rate = 0.1
steps = 4

[[scenario]]
slug = "fast"
objective = "x**2+3*y**2"
start = { x = 1.5, y = 1.0 }
learning_rate = RATE
steps = 4

[[scenario]]
slug = "other"
objective = "x**2 + 4*y**2"
start = { x = 1.5, y = 1.0 }
learning_rate = 0.1
steps = 4
"""


def test_clips_that_share_a_window_have_keys_of_both_and_others_do_not(tmp_path: Path) -> None:
    lesson, found = tmp_path / "lesson.toml", []
    for rate in ("0.2", "0.3"):
        lesson.write_text(TOGETHER.replace("RATE", rate))
        drafts = read_document(lesson).draft_lesson().drafts
        found.append([draft.inputs for draft in drafts])
        loaded, chosen = read_document(lesson).lesson().scenarios, made(drafts[:1], lambda _slug: no_runs)
        assert [one.slug for one in chosen[0].alike] == [one.slug for one in loaded[0].alike] == ["fast"]
    assert [one == other for one, other in zip(*found, strict=True)] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "same"), [("parabola", "x**2"), ("rosenbrock", "(1 - x)**2 + 100*(y - x**2)**2"),
                       ("narrow_quadratic", "(x**2 + 100*y**2)/2")]
)  # fmt: skip
def test_a_function_by_its_name_is_that_function(text: str, same: str) -> None:
    names = [shown_function(ENTRY.model_copy(update={"objective": objective})) for objective in (text, same, "x**3")]
    assert names[0] == names[1] != names[2]
