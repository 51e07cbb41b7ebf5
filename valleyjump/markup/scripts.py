"""Joins ES modules into one classic script, which a browser runs from ``file://`` too.

It understands what our own sources use, and refuses everything else: ``import { a, b } from "./other.js";`` and
``export`` before a ``function``, ``const`` or ``class``, both at the beginning of a line.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*?|const|class) ([A-Za-z_$][\w$]*))", re.MULTILINE)
NOT_UNDERSTOOD = re.compile(r"^\s*(?:import|export)\b.*|\bimport\s*[(.].*", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:.|\n)*?\*/)\n", re.MULTILINE)
"""Lines of comments alone: a third of what a reader would load."""
NAME = re.compile(r"[A-Za-z_$][\w$]*")
SCOPE = "module$"
"""What the scopes are called, with a number; no module may use it."""


class ModuleError(ValueError):
    """A module that the joiner does not understand; the message names it."""


def join(entry: str, read: Callable[[str], str]) -> str:
    """Return one classic script that does what the module ``entry`` does.

    ``read`` returns the source of a module by its path, to which imports are relative. Every module stands once, after
    those it imports and without comments, in a function scope of its own that returns what it exports. Raises
    ``ModuleError`` for circular imports, names that a module does not export, and any import or export of another form.
    """
    sources: dict[str, str] = {}
    _collect(entry, read, sources, ())
    scopes = {path: f"{SCOPE}{number}" for number, path in enumerate(sources)}
    parts = (_scope(path, text, scopes) for path, text in sources.items())
    return '(function () {\n"use strict";\n\n' + "\n".join(parts) + "})();\n"


def _collect(path: str, read: Callable[[str], str], sources: dict[str, str], above: tuple[str, ...]) -> None:
    """Add the module at ``path`` to ``sources``, after the modules that it imports."""
    if path in above:
        raise ModuleError(f"{path}: imports itself, {' → '.join((*above[above.index(path) :], path))}")
    if path in sources:
        return
    text = read(path)
    for other, names in _imports(path, text):
        _collect(other, read, sources, (*above, path))
        for missing in sorted(set(names) - set(EXPORT.findall(sources[other]))):
            raise ModuleError(f"{path}: {other} exports no {missing}")
    sources[path] = text


def _imports(path: str, text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each module that ``text`` imports, with the names asked for."""
    for names, address in IMPORT.findall(text):
        asked = [name.strip() for name in names.split(",") if name.strip()]
        for name in asked:
            if not NAME.fullmatch(name):
                raise ModuleError(f"{path}: cannot import {name!r}, only names as they are")
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), address)), asked


def _scope(path: str, text: str, scopes: dict[str, str]) -> str:
    """Return a module as a function that is called at once."""
    if SCOPE in text:
        raise ModuleError(f"{path}: {SCOPE} is the joiner's own name")
    body = COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", text))).strip("\n")
    if strange := NOT_UNDERSTOOD.search(body):
        raise ModuleError(f"{path}: not understood: {strange[0].strip()}")
    wanted = "".join(f"const {{ {', '.join(names)} }} = {scopes[other]};\n" for other, names in _imports(path, text))
    exported = ", ".join(EXPORT.findall(text))
    return f"// {path}\nconst {scopes[path]} = (function () {{\n{wanted}{body}\nreturn {{ {exported} }};\n}})();\n"
