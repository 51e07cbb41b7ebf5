"""A language that is not shipped: the catalogue of its messages as somebody's file, checked before anything is said.

What it lacks stays English. Its plural rule and the signs in its numbers are those that babel knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, got, in_one_line
from gdcore.text.language import DECIMALS, FOLDER, languages, use_language

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ENDING = ".po"
LIMIT_BYTES = 5_000_000
SHOWN_FAULTS, SHOWN_LETTERS = 5, 60
WIDTH = 120
THOUSANDS = ("between thousands", ",")
THIN = "\N{NARROW NO-BREAK SPACE}"
"""Stands between thousands where a language has a point there, which others read as that of decimals."""
PIECES = re.compile(r"\{\w*\}|%\(\w+\)s|%%|</?\w+[^>]*>|\$[^$]*\$|&\w+;")
"""What a translation must keep: values, doubled percent signs, tags, mathematics of Typst."""
LINE = re.compile(r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?')
SIGNS = "<#$"
"""What begins markup on the page or in a picture: a translation has as many as the message."""
HEAD = (
    "# What readers see, in {language}. Write the translation behind msgstr; what is left empty stays English.\n"
    "# Values in braces or behind percent signs, and tags, stay as they are.\n"
)


@dataclass(frozen=True)
class Language:
    """A language by its ``code``; one that is not shipped has its messages ``compiled``, and what is worth telling."""

    code: str
    compiled: bytes = b""
    note: str = ""

    def speaking(self) -> AbstractContextManager[None]:
        """Return the context in which it is the current language."""
        return use_language(self.code, messages_of(self.compiled))


def read_catalogue(path: Path) -> Language:
    """Return the language of a catalogue, CODE.po. Raises ``InputError`` with a line for each of the first faults."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    shown, code = in_one_line(str(path)), checked_code(path.stem)
    read, wanted = _read(path, shown, code), _shipped()
    own = Catalog(locale=code, fuzzy=False)
    faults = [f"{shown}: {line}" for line in _of_plurals(read, own)]
    missing = 0
    for message in wanted:
        given = read.get(message.id, message.context) if message.id else None
        if not message.id:
            continue
        if given is None or given.fuzzy or not all(_forms(given)):
            missing += 1
            continue
        wrong = [f"{shown}: {_quoted(message)}: {line}" for line in _faults(message, given)]
        faults += wrong
        if not wrong:
            own.add(message.id, given.string, context=message.context)
    if faults:
        more = len(faults) - SHOWN_FAULTS
        told = [f"{shown}: and {more:,} more {'fault' if more == 1 else 'faults'}"] if more > 0 else []
        raise CombinedInputError([*faults[:SHOWN_FAULTS], *told])
    given = own.get(THOUSANDS[1], THOUSANDS[0])
    own.delete(THOUSANDS[1], THOUSANDS[0])
    own.add(THOUSANDS[1], _between_thousands(own, str(given.string) if given else ""), context=THOUSANDS[0])
    own.add(DECIMALS[1], _symbol(own, "decimal", DECIMALS[1]), context=DECIMALS[0])
    compiled = BytesIO()
    write_mo(compiled, own)
    total = len(wanted)
    note = f"{shown}: {missing:,} of {total:,} messages are not translated and stay English" if missing else ""
    return Language(code, compiled.getvalue(), note)


def messages_of(compiled: bytes) -> NullTranslations | None:
    """Return compiled messages for ``use_language``; None for none, where those that are shipped serve."""
    return GNUTranslations(BytesIO(compiled)) if compiled else None


def new_catalogue(code: str) -> str:
    """Return a catalogue of all messages in which nothing is translated. Raises ``InputError`` for no language."""
    from babel.messages.catalog import Catalog

    if checked_code(code) in languages():
        raise InputError(f'{code}: is shipped; say language = "{code}", or --lang {code}')
    begun = Catalog(locale=code, fuzzy=False)
    for message in _shipped():
        if message.id:
            begun.add(message.id, context=message.context, locations=message.locations)
    return written(begun, HEAD)


def written(catalogue: Catalog, head: str) -> str:
    """Return a catalogue as text with no date in it; in ``head``, its comment, {language} is its English name."""
    from babel.messages.pofile import write_po

    lines = {
        "Language": str(catalogue.locale_identifier),
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.plural_forms,
    }
    entries = "".join(f'"{key}: {value}\\n"\n' for key, value in lines.items())
    locale = catalogue.locale
    assert locale is not None
    content = BytesIO()
    write_po(content, catalogue, width=WIDTH, omit_header=True, sort_by_file=True, include_lineno=False)
    named = head.format(language=locale.english_name)
    return f'{named}msgid ""\nmsgstr ""\n{entries}\n{content.getvalue().decode()}'


def checked_code(code: str) -> str:
    """Return the code of a language that babel knows. Raises ``InputError`` for any other."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(code)
    except (ValueError, TypeError, UnknownLocaleError):
        raise InputError(f"{got(code)}: expected the code of a language, such as de or pt_BR") from None
    return code


@cache
def _shipped() -> Catalog:
    """Return a shipped catalogue: each has all messages."""
    from babel.messages.pofile import read_po

    code = languages()[1]
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def _read(path: Path, shown: str, code: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{shown}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LIMIT_BYTES:
        raise InputError(f"{shown}: too large: expected at most {LIMIT_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{shown}: line {line}: expected UTF-8 text, got byte {content[error.start]:#04x}") from None
    for number, written_line in enumerate(text.splitlines(), 1):
        if not LINE.fullmatch(written_line):
            expected = "expected msgid, msgstr or the like and a text in quotes"
            raise InputError(f"{shown}: line {number}: not a catalogue: {expected}, got {got(written_line)}")
    try:
        return read_po(BytesIO(text.encode()), locale=code, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise InputError(f"{shown}: line {error.lineno + 1}: not a catalogue: {_reason(error)}") from None
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:  # what its reader meets by chance
        raise InputError(f"{shown}: not a catalogue: {in_one_line(str(error))}") from None


def _reason(error: Exception) -> str:
    return in_one_line(str(error).partition(" on ")[0])[:SHOWN_LETTERS]


def _of_plurals(read: Catalog, own: Catalog) -> Iterator[str]:
    if read.num_plurals != own.num_plurals:
        wanted, given = own.plural_forms, read.plural_forms
        yield f'"Plural-Forms": expected {wanted} for {own.locale_identifier}, got {in_one_line(given)[:SHOWN_LETTERS]}'


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _quoted(message: Message) -> str:
    text = in_one_line(message.id if isinstance(message.id, str) else message.id[0])
    return f'"{text if len(text) <= SHOWN_LETTERS else text[: SHOWN_LETTERS - 1] + "…"}"'


def _faults(message: Message, given: Message) -> Iterator[str]:
    """Yield what a translation lacks of its message, or has beyond it."""
    plural = not isinstance(message.id, str)
    if plural == isinstance(given.string, str):
        yield "expected msgid_plural and a form for each number" if plural else "expected no msgid_plural"
        return
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    for number, other in enumerate(_forms(given)):
        form = english[min(number, len(english) - 1)]
        # A plural's own number may be left out where there is one of it.
        wanted, there = (_pieces(text, {"{n}"} if plural else set()) for text in (form, other))
        if wanted != there or any(form.count(sign) != other.count(sign) for sign in SIGNS):
            lacking, beyond = (sorted((a - b).elements()) for a, b in ((wanted, there), (there, wanted)))
            said = f"expected {', '.join(lacking)} in it" if lacking else f"expected no {', '.join(beyond)} in it"
            yield in_one_line(said if lacking or beyond else f"expected no further {', '.join(SIGNS)} in it")
        elif not _can_be_filled(message, form, other):
            yield f"cannot be filled in: {got(other)}; double a brace or a percent sign that is none of a value"


def _pieces(text: str, but: set[str]) -> Counter[str]:
    return Counter(re.sub(r"\s+", " ", piece) for piece in PIECES.findall(text) if piece not in but)


def _can_be_filled(message: Message, english: str, other: str) -> bool:
    """Whether a translation can be formatted as its message is, by braces or, in templates, by percent signs."""
    try:
        if any(place.startswith("templates") and place.endswith(".html") for place, _ in message.locations):
            other % _Anything()
        if re.search(r"\{\w", english):
            known = {name for _, name, _, _ in Formatter().parse(english) if name}
            return {name for _, name, _, _ in Formatter().parse(other) if name is not None} <= known | {"n"}
    except (ValueError, TypeError, KeyError):
        return False
    return True


class _Anything(dict[str, Any]):
    """Holds an empty text for every name."""

    def __missing__(self, _name: str) -> str:
        return ""


def _between_thousands(catalogue: Catalog, given: str) -> str:
    """Return what stands between thousands: what is ``given``, if anything, or what babel knows."""
    sign = given or _symbol(catalogue, "group", THOUSANDS[1])
    return THIN if sign in (".", _symbol(catalogue, "decimal", DECIMALS[1])) else sign


def _symbol(catalogue: Catalog, name: str, otherwise: str) -> str:
    assert catalogue.locale is not None
    return str(catalogue.locale.number_symbols.get("latn", {}).get(name, otherwise))
