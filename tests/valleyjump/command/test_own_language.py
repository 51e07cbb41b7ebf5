"""A language that is not shipped: its catalogue begun, read, checked, and heard of in page and packages."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs.messages import read as read_shipped
from gdcore.errors import InputError
from gdcore.questions.own import number_of
from gdcore.text.language import (
    FOLDER,
    between_numbers,
    current_language,
    grouped,
    language_name,
    tr,
    tr_n,
    use_language,
)
from gdcore.text.notation import fixed, rounded
from gdcore.text.own_language import Language, messages_of, new_catalogue, read_catalogue
from scenes.plots.ticks import tick_label
from valleyjump.cli import main
from valleyjump.command.selection import select
from valleyjump.rendering.render_style import RenderStyle

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
GERMAN = HEAD + (
    'msgid "loss by step"\nmsgstr "Verlust je Schritt"\n\n'
    'msgid "The first step takes it to {second}. After {steps} it is {last}."\n'
    'msgstr "Der erste Schritt bringt ihn auf {second}. Nach {steps} ist er {last}."\n\n'
    'msgid "{n} step"\nmsgid_plural "{n} steps"\nmsgstr[0] "{n} Schritt"\nmsgstr[1] "{n} Schritte"\n\n'
)
SHIPPED = read_shipped(FOLDER / "es.po")
"""It has every message: ``tests/languages`` sees to that."""
RUN = '[[scenario]]\nslug = "a"\nobjective = "x**2"\nlearning_rate = 0.1\nstart = 1\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Return the path of a catalogue to be written."""
    return tmp_path / "de.po"


def read(catalogue: Path, content: str) -> Language:
    catalogue.write_text(content, encoding="utf-8")
    return read_catalogue(catalogue)


def faults(catalogue: Path, content: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(catalogue, content)
    return [line.removeprefix(f"{catalogue}: ") for line in str(caught.value).splitlines()]


def test_what_is_translated_is_said_and_the_rest_stays_english(catalogue: Path) -> None:
    german = read(catalogue, GERMAN)
    total = len(SHIPPED)
    assert german.note == f"{catalogue}: {total - 3:,} of {total:,} messages are not translated and stay English"
    with german.speaking():
        assert current_language() == "de"
        assert language_name() == "Deutsch"
        assert tr("loss by step") == "Verlust je Schritt"
        assert tr("Best fit") == "Best fit"
        assert [tr_n("{n} step", "{n} steps", n) for n in (1, 2)] == ["1 Schritt", "2 Schritte"]


@pytest.mark.parametrize(
    ("code", "written"),
    [("de", "1\u202f234\u202f567"), ("fr", "1\u202f234\u202f567"), ("hi", "1,234,567")],
)
def test_thousands_are_as_the_language_has_them_but_never_set_apart_by_points(
    tmp_path: Path, code: str, written: str
) -> None:
    (tmp_path / f"{code}.po").write_text(new_catalogue(code), encoding="utf-8")
    with read_catalogue(tmp_path / f"{code}.po").speaking():
        assert grouped(1234567) == written


@pytest.mark.parametrize(
    ("code", "plain", "typst", "list_of"),
    [
        ("de", "−1\u202f234,5", '-1#h(0.17em)234class("normal", ",")5', "0,5; 2"),
        ("fr", "−1\u202f234,5", '-1#h(0.17em)234class("normal", ",")5', "0,5; 2"),
        ("hi", "−1,234.5", '-1class("normal", ",")234.5', "0.5, 2"),
    ],
)
def test_decimals_are_as_the_language_has_them(tmp_path: Path, code: str, plain: str, typst: str, list_of: str) -> None:
    head = 'msgid ""\nmsgstr ""\n\nmsgctxt "between thousands"\nmsgid ","\nmsgstr "."\n' if code == "de" else ""
    with read(tmp_path / f"{code}.po", head).speaking():
        number = fixed(-1234.5, 1)
        assert (number.plain, number.typst) == (plain, typst)
        assert between_numbers().join(map(str, map(rounded, (0.5, 2.0)))) == list_of
        assert tick_label(0.5, 0.5) == plain[-2].join("05")
        values = [-1234.5, 0.16, 2.5e9, -3e-7, 0.0]
        assert [number_of(rounded(value, 5).plain) for value in values] == values, "what is shown is read back"
    assert fixed(-1234.5, 1).plain == "−1,234.5"


def test_the_plural_rule_is_that_of_the_language(tmp_path: Path) -> None:
    path = tmp_path / "pl.po"
    header = HEAD.replace("nplurals=2; plural=(n != 1)", "nplurals=3; plural=0")
    forms = "".join(f'msgstr[{i}] "{{n}} {word}"\n' for i, word in enumerate(("krok", "kroki", "kroków")))
    path.write_text(f'{header}msgid "{{n}} step"\nmsgid_plural "{{n}} steps"\n{forms}', encoding="utf-8")
    with read_catalogue(path).speaking():
        said = [tr_n("{n} step", "{n} steps", n) for n in (1, 3, 5, 22)]
    assert said == ["1 krok", "3 kroki", "5 kroków", "22 kroki"]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ('msgid "loss by step"\nmsgstr "Verlust\n', "line 7: not a catalogue"),
        ("gibberish\n", "line 6: not a catalogue"),
        ('msgid "The first step takes it to {second}. After {steps} it is {last}."\nmsgstr "Auf {second}, {ende}."\n',
         '"The first step takes it to {second}. After {steps} it is {l…": expected {last}, {steps} in it'),
        ('msgid "loss by step"\nmsgstr "Verlust je {k}"\n', '"loss by step": expected no {k} in it'),
        ('msgid "loss by step"\nmsgstr "<script src=x "\n', '"loss by step": expected no further <'),
        ('msgid "loss by step"\nmsgstr "#read(\\"/etc/passwd\\")"\n', '"loss by step": expected no further <'),
        (('msgid "The first step takes it to {second}. After {steps} it is {last}."\n'
         'msgstr "{ {second} {steps} {last}"\n'), ('"The first step takes it to {second}. After {steps} it is {l…": '
         "cannot be filled in: '{ {second} {steps} {last}'; double a brace or a percent sign that is none of a value")),
        ('msgid "{n} step"\nmsgid_plural "{n} steps"\nmsgstr[0] "{n} a"\nmsgstr[1] "{n} b"\nmsgstr[2] "{n} c"\n',
         "line 6: not a catalogue"),
        ('msgid "{n} step"\nmsgid_plural "{n} steps"\nmsgstr[0] "{n} a"\nmsgstr[1] "{m} b"\n',
         '"{n} step": expected no {m} in it'),
    ],
)  # fmt: skip
def test_each_bad_entry_is_one_line(catalogue: Path, entry: str, line: str) -> None:
    (told,) = faults(catalogue, HEAD + entry)
    assert told.startswith(line)
    assert len(told) < 250


def test_a_percent_sign_is_one_in_the_words_of_a_script(catalogue: Path) -> None:
    # Templates are filled in by percent signs, scripts are not.
    words = "{n} Schritte, bis 1 % des Weges übrig ist"
    entry = f'msgid "{{n}} steps until 1 % of the way is left"\nmsgstr "{words}"\n'
    catalogue.write_text(HEAD + entry, encoding="utf-8")
    with read_catalogue(catalogue).speaking():
        assert tr("{n} steps until 1 % of the way is left") == words


def test_wrong_plural_forms_are_one_line(catalogue: Path) -> None:
    (told,) = faults(catalogue, GERMAN.replace("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0"))
    wanted = "expected nplurals=2; plural=(n != 1); for de, got nplurals=1; plural=0;"
    assert told == f'"Plural-Forms": {wanted}' or told.startswith("line ")


def test_many_faults_are_told_by_the_first_few(catalogue: Path) -> None:
    shipped = (FOLDER / "es.po").open("rb")
    with shipped:
        ids = [message.id for message in read_po(shipped) if isinstance(message.id, str) and "{" not in message.id][1:9]
    quoted = [one.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for one in ids]
    told = faults(catalogue, HEAD + "".join(f'msgid "{one}"\nmsgstr "{{nothing}}"\n\n' for one in quoted))
    assert len(told) <= 6
    assert told[-1].startswith("and ")


@pytest.mark.parametrize("content", [b"\xff\xfe", b'msgid "\xff"', b"\x00" * 10, b"#" * 6_000_000, b"msgid 3"])
def test_what_is_no_catalogue_is_one_line(catalogue: Path, content: bytes) -> None:
    catalogue.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_catalogue(catalogue)
    assert str(caught.value).startswith(f"{catalogue}: ")
    assert "\n" not in str(caught.value)


def test_a_file_is_named_after_a_language(tmp_path: Path) -> None:
    path = tmp_path / "mine.po"
    path.write_text(GERMAN, encoding="utf-8")
    with pytest.raises(InputError, match="'mine': expected the code of a language, such as de or pt_BR"):
        read_catalogue(path)


def test_a_new_catalogue_has_every_message_and_no_translation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["messages", "new", "pt_BR"]) == 0
    with (tmp_path / "pt_BR.po").open("rb") as file:
        begun = read_po(file, locale="pt_BR")
    wanted = {(message.context, message.id) for message in SHIPPED if message.id}
    assert {(message.context, message.id) for message in begun if message.id} == wanted
    assert not any("".join(message.string) for message in begun if message.id)
    assert begun.num_plurals == 2
    total = f"{len(SHIPPED):,}"
    assert f"{total} of {total} messages" in read_catalogue(tmp_path / "pt_BR.po").note


@pytest.mark.parametrize("code", ["es", "xx", "../de", "de/../fr", "", "mine"])
def test_no_catalogue_is_begun_of_what_is_no_further_language(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["messages", "new", code]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_that_is_there_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "de.po").write_text("mine")
    assert main(["messages", "new", "de"]) == 2
    assert capsys.readouterr().err == "de.po: is there already, and is left as it is; choose another name\n"
    assert (tmp_path / "de.po").read_text() == "mine"


def test_a_lesson_speaks_its_own_catalogue(catalogue: Path) -> None:
    catalogue.write_text(GERMAN, encoding="utf-8")
    lesson = catalogue.parent / "lesson.toml"
    lesson.write_text(f'language = "de.po"\n{RUN}', encoding="utf-8")
    selected = select([lesson])
    assert selected.language == "de"
    assert [note for note in selected.notes if "stay English" in note]
    style = RenderStyle(language="de", messages=selected.spoken.compiled)
    with style.speaking():
        assert tr("loss by step") == "Verlust je Schritt"
    with use_language("de", messages_of(selected.spoken.compiled)):
        assert tr("loss by step") == "Verlust je Schritt"


def test_an_option_may_name_a_catalogue_anywhere(catalogue: Path) -> None:
    catalogue.write_text(GERMAN, encoding="utf-8")
    assert select([], language=str(catalogue)).language == "de"


SOME_LINES = r"""
msgid ""
msgstr ""
msgid "loss by step"
msgstr "Verlust"
msgctxt "method"
msgid "{n} step"
msgid_plural "{n} steps"
msgstr[0] "{n} a"
msgstr[1] "b"
"more"
#, fuzzy
#~ msgid "old"
junk
msgstr "\x"
"Plural-Forms: nplurals=9; plural=n;\n"
"Language: xx\n"
"Content-Type: x; charset=odd\n"
"""
LINES = st.sampled_from(SOME_LINES.split("\n"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=12).map("\n".join) | st.text(max_size=60))
def test_any_content_is_a_catalogue_or_refused(catalogue: Path, content: str) -> None:
    catalogue.write_bytes(content.encode("utf-8", "replace"))
    try:
        read_catalogue(catalogue)
    except InputError as error:
        lines = str(error).splitlines()
    else:
        lines = []
    assert all(line.startswith(f"{catalogue}: ") for line in lines)
