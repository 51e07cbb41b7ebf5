"""A lesson's own text: what it shows besides words, and a line for each fault in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gdcore.errors import InputError
from gdcore.faults import got, in_one_line
from gdcore.lesson.lesson import Lesson
from gdcore.narration.facts import facts
from gdcore.narration.own_words import IN_BRACES, unknown_facts
from gdcore.prose.latex import mathml_of
from gdcore.prose.links import link_fault
from gdcore.prose.markdown import FORMULAS, WORDS, pieces, spoken, tokens_of
from gdcore.prose.pictures import Picture, read_picture
from gdcore.scenario import Scenario

if TYPE_CHECKING:
    from markdown_it.token import Token

FACT = re.compile(r"\\fact\s*{\s*(\w+)\s*}")
"""A number of the run inside a formula, where braces alone are LaTeX's."""


@dataclass(frozen=True)
class Text:
    """A lesson's text in Markdown with what it needs besides: values by fact, and pictures by address."""

    markdown: str
    facts: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def text_of(markdown: str, scenario: Scenario, pictures: Mapping[str, Picture] | None = None) -> Text:
    """Return a text about a run with the facts and the pictures that it names."""
    tokens = tokens_of(markdown)
    named = set(_names(tokens))
    known = facts(scenario) if named else {}
    shown = {str(token.attrs["src"]) for _, token in pieces(tokens) if token.type == "image"}
    return Text(
        markdown,
        {name: value for name, value in known.items() if name in named},
        {address: picture for address, picture in (pictures or {}).items() if address in shown},
    )


def texts_of(lesson: Lesson, scenario: Scenario) -> tuple[Text, Text]:
    """Return what a lesson says above and below the clip of one of its runs."""
    before, after = lesson.prose.get(scenario.slug, ("", ""))
    pictures = lesson.pictures.get(scenario.slug)
    return text_of(before, scenario, pictures), text_of(after, scenario, pictures)


def with_facts(source: str, known: Mapping[str, str]) -> str:
    """Return a formula in LaTeX with values in the place of facts; one that is not known reads 0."""
    return FACT.sub(lambda match: rf"\text{{{known.get(match[1], '0')}}}", source)


def fact_faults(scenario: Scenario, text: str) -> Iterator[str]:
    """Yield a line for each name in braces in a lesson's text that is no fact of the run."""
    return unknown_facts(scenario, _names(tokens_of(text))) if text.strip() else iter(())


def text_faults(text: str, folder: Path, slugs: Collection[str], pictures: dict[str, Picture]) -> Iterator[str]:
    """Yield a line for each link, picture and formula that cannot be shown; pictures that can are put in by address.

    ``slugs`` are those of the lesson's clips, and ``folder`` is where it lies.
    """
    for line, token in pieces(tokens_of(text)) if text.strip() else ():
        for fault in _faults(token, folder, slugs, pictures):
            yield f"line {line}: {fault}"


def _faults(token: Token, folder: Path, slugs: Collection[str], pictures: dict[str, Picture]) -> Iterator[str]:
    if token.type == "link_open":
        if fault := link_fault(str(token.attrs["href"]), slugs):
            yield fault
    elif token.type == "image":
        yield from _image_faults(token, folder, pictures)
    elif token.type in FORMULAS:
        try:
            mathml_of(with_facts(token.content, {}), display=FORMULAS[token.type])
        except InputError as error:
            yield f"formula {got(token.content.strip())}: {error}"


def _image_faults(token: Token, folder: Path, pictures: dict[str, Picture]) -> Iterator[str]:
    address = str(token.attrs["src"])
    shown = in_one_line(unquote(address))
    if not spoken(token).strip():
        yield f"image {shown}: says nothing to those who cannot see it; write ![what it shows]({shown})"
    try:
        if address not in pictures:
            pictures[address] = read_picture(folder, address)
    except InputError as error:
        yield f"image {shown}: {error}"


def _names(tokens: list[Token]) -> Iterator[str]:
    """Yield the names in braces where readers would see them, and those of facts in formulas."""
    for _, token in pieces(tokens):
        if token.type in FORMULAS:
            yield from FACT.findall(token.content)
        elif token.type in WORDS or token.type == "image":
            words = spoken(token) if token.type == "image" else token.content
            yield from (match[1] for match in IN_BRACES.finditer(words) if match[1] is not None)
