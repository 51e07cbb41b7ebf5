"""Letters that the embedded fonts lack: found, taken from another font, told where there is none, and in the key."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.errors import InputError
from gdcore.lesson.font_file import checked_font
from gdcore.lesson.lesson import Lesson
from gdcore.lesson.lesson_file import read_document
from gdcore.scenarios import built_in
from scenes.clip.quality import QUALITIES
from scenes.typesetting import glyphs
from scenes.typesetting.fonts import Face, subsets, using
from scenes.typesetting.glyphs import faces_for, letters_of, missing, texts_of
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from tests.scenes.fonts import square_font
from valleyjump.build.keys import clip_key
from valleyjump.cli import main
from valleyjump.command.missing_letters import without_glyph

WORD = "梯度"


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "system_families", lambda _region: [])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return square_font(tmp_path / "own.ttf", WORD)


def points(outline: Outline) -> np.ndarray:
    return np.concatenate([points for _, points in outline.runs])


def test_the_embedded_fonts_are_enough_for_european_scripts(nothing_installed: None) -> None:
    texts = ["Ångström, Ωμέγα, Скорость, שלום, → ∇ ² η"]
    assert faces_for(texts) == ()
    assert missing(texts, ()) == ""


def test_what_no_font_has_is_named(nothing_installed: None) -> None:
    texts = ["a 梯 ไ ক አ 한 あ \u200d\ufe0f"]
    assert missing(texts, faces_for(texts)) == "".join(sorted("梯ไকአ한あ"))


@pytest.mark.parametrize("markup", [WORD, f"*{WORD}*", f'$"{WORD}"$'])
def test_an_own_font_draws_them_in_words_and_formulas(markup: str, own: Path, nothing_installed: None) -> None:
    faces = faces_for([WORD], own)
    assert missing([WORD], faces) == ""
    with using(subsets(faces)):
        (shown,) = typeset([markup])
    assert shown.width == pytest.approx(1.2, abs=1e-3)  # two advances of 0.6 em
    assert np.ptp(points(shown)[:, 1]) == pytest.approx(0.5, abs=1e-3)
    (boxes,) = typeset([markup])
    assert boxes.width != pytest.approx(1.2, abs=0.05)


def test_letters_that_the_embedded_fonts_have_are_theirs(own: Path, nothing_installed: None) -> None:
    (plain,) = typeset(["Abc"])
    with using(subsets(faces_for([WORD], own))):
        (beside,) = typeset(["Abc"])
    assert np.array_equal(points(plain), points(beside))


def test_fonts_of_the_system_serve_by_whole_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half, whole = square_font(tmp_path / "a.ttf", "梯"), square_font(tmp_path / "b.ttf", WORD + "ไ")
    monkeypatch.setattr(glyphs, "system_families", lambda _region: [[(half, 0)], [(whole, 0)]])
    assert [(face.path, face.letters) for face in faces_for([WORD])] == [(whole, "".join(sorted(WORD)))]


def test_the_same_font_gives_the_same_bytes_and_another_another_key(tmp_path: Path, own: Path) -> None:
    face, other = Face(own, 0, WORD), Face(square_font(tmp_path / "other.ttf", WORD, "Others"), 0, WORD)
    assert face.subset() == face.subset()
    scenario, identity = built_in("parabola-diverges"), {"source": "x"}
    keys = [clip_key(scenario, QUALITIES["draft"], identity, faces=faces) for faces in ((), (face,), (other,), (face,))]
    assert keys[1] == keys[3]
    assert len(set(keys)) == 3


def test_arabic_is_joined_and_a_non_joiner_parts_it() -> None:
    beh = "\u0628"
    alone, joined, apart = (points(line) for line in typeset([beh, beh * 3, f"{beh}\u200c{beh}\u200c{beh}"]))
    # Three letters that do not join are three times the one that stands alone.
    assert len(apart) == 3 * len(alone)
    assert len(joined) != len(apart) or not np.allclose(joined, apart)


def test_a_latin_name_stands_between_words_from_right_to_left() -> None:
    from scenes.painting.text import escaped

    mixed, first, last = typeset([escaped("שלום A עולם"), escaped("שלום"), escaped("עולם")])
    begins = points(mixed)[:, 0]
    # The last word stands at the left.
    assert begins.min() == pytest.approx(points(last)[:, 0].min(), abs=0.02)
    assert mixed.width > first.width + last.width


@pytest.mark.usefixtures("nothing_installed")
def test_check_names_them_in_one_line(tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lesson = tmp_path / "l.toml"
    text = f'[[scenario]]\nslug = "a"\nobjective = "parabola"\nlearning_rate = 0.1\ntitle = "{WORD}降"\n'
    lesson.write_text(text, encoding="utf-8")
    assert main(["check", str(lesson)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert all(f"{letter} (U+{ord(letter):04X})" in line for letter in WORD + "降")
    lesson.write_text(f'font = "{own.name}"\n{text}', encoding="utf-8")
    assert main(["check", str(lesson)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "降" in line
    assert WORD[0] not in line


def test_every_text_of_a_clip_is_looked_at(nothing_installed: None) -> None:
    scenario = replace(built_in("parabola-diverges"), companions=(replace(built_in("parabola-cycles"), title=WORD),))
    assert WORD in list(texts_of(scenario))
    assert list(without_glyph(Lesson((scenario,))))


@pytest.mark.parametrize("content", [b"", b"no font", b"OTTO\x00\x01" + bytes(200), b"\x00\x01\x00\x00\xff\xff"])
def test_what_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f.ttf").write_bytes(content)
    with pytest.raises(InputError, match="font: expected a TrueType"):
        checked_font("f.ttf", tmp_path)
    assert letters_of(tmp_path / "f.ttf", 0) == frozenset()


def test_half_a_font_is_refused(tmp_path: Path, own: Path) -> None:
    content = own.read_bytes()
    for n_bytes in range(len(content) - 1, 0, -37):
        (tmp_path / "half.ttf").write_bytes(content[:n_bytes])
        with pytest.raises(InputError, match="font: expected"):
            checked_font("half.ttf", tmp_path)


def test_a_font_lies_beside_the_lesson(tmp_path: Path, own: Path) -> None:
    folder = tmp_path / "lesson"
    folder.mkdir()
    (folder / "link.ttf").symlink_to(own)
    for name in ("../own.ttf", str(own), "link.ttf"):
        with pytest.raises(InputError, match="in the folder of the lesson"):
            checked_font(name, folder)
    with pytest.raises(InputError, match="cannot be read"):
        checked_font("none.ttf", folder)


def test_a_draft_needs_the_letters_of_its_scenario(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("梯,度\n1,2\n3,5\n4,4\n", encoding="utf-8")
    lesson = tmp_path / "l.toml"
    data = 'data = { csv = "d.csv", x = "梯", y = "度", x_unit = "あ", y_unit = "한" }'
    race = 'objective = "x**2"\nview = "race"\nrun_title = "ไ"\nbeside = [{ learning_rate = 0.2, title = "አ" }]'
    lesson.write_text(
        f'[[scenario]]\nslug = "a"\ntitle = "降"\n{data}\nlearning_rate = 0.01\nsteps = 2\n'
        f'[[scenario]]\nslug = "b"\n{race}\nstart = 1.0\nlearning_rate = 0.1\nsteps = 2\n',
        encoding="utf-8",
    )
    drafts, scenarios = read_document(lesson).draft_lesson().drafts, read_document(lesson).lesson().scenarios
    letters = [{c for text in texts_of(one) for c in text if ord(c) > 0x250} for one in (*drafts, *scenarios)]
    assert letters == [set("降梯度あ한"), set("ไአ")] * 2
    assert list(without_glyph(read_document(lesson).draft_lesson())) == list(
        without_glyph(read_document(lesson).lesson())
    )
