"""Each catalogue holds every message of the source, translated, with the same values and the same markup."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from docs.messages import FOLDER, collected, read, update
from gdcore.text.language import languages
from gdcore.text.own_language import PIECES

PATHS = [FOLDER / f"{code}.po" for code in languages()[1:]]


@pytest.fixture(scope="module")
def source() -> Catalog:
    return collected()


def forms(message: Message) -> list[tuple[str, str]]:
    """Return every form of a message with that of its translation."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[min(i, 1)], form) for i, form in enumerate(message.string)]


def pieces(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s+", " ", piece) for piece in PIECES.findall(text))


def test_there_is_a_language_besides_english() -> None:
    assert PATHS


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_message_is_translated_and_none_is_left_over(path: Path, source: Catalog) -> None:
    wanted = {(message.context, message.id) for message in source if message.id}
    found = {(message.context, message.id) for message in read(path) if message.id}
    assert wanted - found == set()
    assert found - wanted == set()
    assert [message.id for message in read(path) if message.id and not all(text for _, text in forms(message))] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_values_and_markup_are_those_of_the_source(path: Path) -> None:
    for message in read(path):
        for english, other in forms(message) if message.id else []:
            # A plural's own number may be left out where there is one of it.
            kept = {"{n}"} if not isinstance(message.id, str) else set()
            assert {p: n for p, n in pieces(english).items() if p not in kept} == {
                p: n for p, n in pieces(other).items() if p not in kept
            }, other


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_file_is_as_make_messages_writes_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    update(copy)
    assert copy.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")
