"""Translations for page, captions and clips: messages are English in the source, and other languages are catalogues.

A catalogue is one file, ``gdcore/languages/<code>.po``, in gettext's format. ``tr`` returns a message in the current
language, which ``use_language`` sets; ``translatable`` marks messages in tables, to be translated on use.
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
DECIMALS = ("before decimals", ".")
"""Context and message of a sign that nobody translates: it is that of the language."""

_current: ContextVar[tuple[str, NullTranslations]] = ContextVar("_current", default=(SOURCE, NullTranslations()))


def languages() -> tuple[str, ...]:
    """Return the codes of all languages, English first."""
    found = sorted(entry.name.removesuffix(".po") for entry in FOLDER.iterdir() if entry.name.endswith(".po"))
    return SOURCE, *found


def current_language() -> str:
    """Return the code of the current language."""
    return _current.get()[0]


def language_name() -> str:
    """Return the current language's name for itself."""
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
    """Set the current language within this context, with ``messages`` instead of its catalogue if given.

    Raises ``InputError`` for an unknown language.
    """
    before = _current.set((code, _catalogue(checked(code)) if messages is None else messages))
    try:
        yield
    finally:
        _current.reset(before)


def checked(code: str) -> str:
    """Return ``code``, or raise ``InputError`` for an unknown language."""
    if code not in languages():
        raise InputError(unknown("language", code, languages()))
    return code


def translatable(message: str) -> str:
    """Return ``message`` unchanged: marks it for extraction; ``tr`` translates it on use."""
    return message


def translatable_p(context: str, message: str) -> tuple[str, str]:
    """Return ``context`` and ``message`` unchanged: marks a message with a context for ``tr_p``."""
    return context, message


def translatable_n(one: str, many: str) -> tuple[str, str]:
    """Return both forms unchanged: marks a message with a plural for ``tr_n``."""
    return one, many


def tr(message: str, **values: Any) -> str:
    """Return ``message`` in the current language; if ``values`` are given, they replace ``{name}`` in it.

    Whole numbers among them are written as ``grouped`` writes them.
    """
    found = _current.get()[1].gettext(message) if message else message
    return found.format(**_isolated(values)) if values else found


def tr_n(one: str, many: str, n: int, **values: Any) -> str:
    """Return the plural form for ``n``; ``{n}`` in it is replaced by ``grouped(n)``."""
    return _current.get()[1].ngettext(one, many, n).format(n=grouped(n), **_isolated(values))


def tr_p(context: str, message: str, **values: Any) -> str:
    """Return ``message`` as translated in ``context``, for words that other languages translate in several ways."""
    found = _current.get()[1].pgettext(context, message)
    return found.format(**_isolated(values)) if values else found


def _isolated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _inserted(value) for name, value in values.items()}


def _inserted(value: Any) -> Any:
    """Return a value as it stands in a sentence: a whole number with its thousands set apart."""
    if isinstance(value, str):
        return isolated(value)
    return grouped(value) if isinstance(value, int) and not isinstance(value, bool) else value


def grouped(n: float) -> str:
    """Return a whole number with the current language's thousands separators."""
    return f"{n:,.0f}".replace(",", thousands_separator())


def thousands_separator() -> str:
    """Return the thousands separator: a comma in English."""
    return tr_p("between thousands", ",")


def decimal_sign() -> str:
    """Return what stands before decimals: a point, or a comma in a language of one's own that has one there."""
    return _current.get()[1].pgettext(*DECIMALS)


def between_numbers() -> str:
    """Return what stands between numbers in a row: a semicolon where a comma stands before decimals."""
    return ", " if decimal_sign() == "." else "; "


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
