"""The language in which page, captions and clips speak: English is written in the source, others are catalogues.

A catalogue is one file, ``gdcore/languages/<code>.po``, in gettext's format. ``tr`` returns a message in the current
language, which ``use_language`` sets; messages in tables made at import are marked by ``translatable`` and translated
when they are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any

from gdcore.errors import InputError
from gdcore.faults import unknown
from gdcore.text.readers import isolated

SOURCE = "en"
FOLDER = files("gdcore") / "languages"

_current: ContextVar[tuple[str, NullTranslations]] = ContextVar("_current", default=(SOURCE, NullTranslations()))


def languages() -> tuple[str, ...]:
    """Return the codes of all languages, English first."""
    found = sorted(entry.name.removesuffix(".po") for entry in FOLDER.iterdir() if entry.name.endswith(".po"))
    return SOURCE, *found


def current_language() -> str:
    """Return the code of the current language."""
    return _current.get()[0]


def language_name() -> str:
    """Return what the current language calls itself."""
    code = current_language()
    if code == SOURCE:
        return "English"
    from babel import Locale, UnknownLocaleError  # late: English needs no package for it

    try:
        return str(Locale.parse(code).get_display_name()).capitalize()
    except (ValueError, UnknownLocaleError):
        return code


@contextmanager
def use_language(code: str, messages: NullTranslations | None = None) -> Iterator[None]:
    """Set the language within this context, its ``messages`` being those of its catalogue unless others are given.

    Raises ``InputError`` for a language that is not there.
    """
    before = _current.set((code, _catalogue(checked(code)) if messages is None else messages))
    try:
        yield
    finally:
        _current.reset(before)


def checked(code: str) -> str:
    """Return ``code``, or raise ``InputError`` for a language that is not there."""
    if code not in languages():
        raise InputError(unknown("language", code, languages()))
    return code


def translatable(message: str) -> str:
    """Return ``message`` as it is: a mark for the collector of messages. ``tr`` translates it when it is read."""
    return message


def translatable_p(context: str, message: str) -> tuple[str, str]:
    """Mark a message of a context to be translated when it is used, by ``tr_p``."""
    return context, message


def translatable_n(one: str, many: str) -> tuple[str, str]:
    """Return both forms as they are: the same mark for a message that depends on a number, which ``tr_n`` reads."""
    return one, many


def tr(message: str, **values: Any) -> str:
    """Return ``message`` in the current language, with ``{name}`` replaced where values are given by name."""
    found = _current.get()[1].gettext(message) if message else message
    return found.format(**_isolated(values)) if values else found


def tr_n(one: str, many: str, n: int, **values: Any) -> str:
    """Return the form for ``n``, in which ``{n}`` stands for it as ``grouped`` writes it."""
    return _current.get()[1].ngettext(one, many, n).format(n=grouped(n), **_isolated(values))


def tr_p(context: str, message: str, **values: Any) -> str:
    """Return ``message`` as it reads in ``context``, for a word that other languages render in more than one way."""
    found = _current.get()[1].pgettext(context, message)
    return found.format(**_isolated(values)) if values else found


def _isolated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: isolated(value) if isinstance(value, str) else value for name, value in values.items()}


def grouped(n: float) -> str:
    """Return a whole number with its thousands set apart as the current language does it."""
    return f"{n:,.0f}".replace(",", thousands_separator())


def thousands_separator() -> str:
    """Return what stands between thousands: a comma in English."""
    return tr_p("between thousands", ",")


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (FOLDER / f"{code}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
