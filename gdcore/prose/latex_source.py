"""Checks of a LaTeX formula's source before it is converted, and the converter's commands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache

from gdcore.errors import InputError
from gdcore.faults import in_one_line

LONGEST = 1000
"""Characters; nobody reads a longer formula."""
DEEPEST = 30
"""The deepest nesting of braces."""
REFUSED = re.compile(
    r"\\(?:def|let|(?:re)?newcommand|(?:re)?newenvironment|href|url|class|style|cssId|unicode|(?:text|page)?color"
    r"|f?colorbox)(?![A-Za-z])"
)
TABLES = ("aligned", "split")
"""Environments converted as ``align*``, which the converter knows."""
SWALLOWED = {"\b": r"\b", "\f": r"\f", "\t": r"\t", "\x1b": r"\e"}
"""The control characters that TOML makes of backslash escapes in double quotes, by the escape."""
LITERAL = "write the text between single quotes ('…' or '''…'''), or double the backslash"
TOML_TEXTS = re.compile(
    r"#[^\n]*|'''.*?'''|'[^'\n]*'|\"{3}(?P<long>(?:[^\\]|\\.)*?)\"{3}|\"(?P<short>(?:[^\"\\\n]|\\.)*)\"", re.DOTALL
)
IN_DOLLARS = re.compile(r"\$\$[^$]+\$\$|(?<![\w$])\$(?=\S)[^$]+(?<=\S)\$(?![\w$])")
ESCAPED = re.compile(r"\\(?:([bfnrte])([A-Za-z]*)|.)", re.DOTALL)
BROKEN_WORD = re.compile(r"\n([a-z]{2,})")


def swallowed(toml: str) -> Iterator[tuple[int, str]]:
    """Yield line, from 1, and command for every command in a formula whose first letter TOML reads as an escape."""
    for text in TOML_TEXTS.finditer(toml):
        for formula in IN_DOLLARS.finditer(toml, *text.span(text.lastgroup)) if text.lastgroup else ():
            for found in ESCAPED.finditer(toml, *formula.span()):
                if found[1] and f"\\{found[1]}{found[2]}" in commands():
                    yield toml.count("\n", 0, found.start()) + 1, found[0]


def check_source(source: str) -> None:
    """Raise ``InputError``, with a suggestion, for source that the converter would misread."""
    if not source.strip():
        raise InputError("is empty; write a plain dollar sign as \\$")
    if len(source) > LONGEST:
        raise InputError(f"has {len(source)} characters, at most {LONGEST} are allowed; split it")
    for character, command in SWALLOWED.items():
        if character in source:
            raise InputError(f"TOML has read {command} as a control character; {LITERAL}")
    _check_words(source)
    if refused := REFUSED.search(source):
        raise InputError(f"{refused[0]} is not allowed in a formula; nor are links, colours and definitions")
    _check_braces(source)


def _check_words(source: str) -> None:
    """Raise for commands whose first letter TOML has read as an escape, such as a new line and ``abla``."""
    for word in BROKEN_WORD.findall(source):
        for start in ("n", "r"):
            if f"\\{start}{word}" in commands():
                raise InputError(f"TOML has read \\{start} of \\{start}{word} as a new line; {LITERAL}")


def _check_braces(source: str) -> None:
    depth = 0
    for sign in re.sub(r"\\.", "", source, flags=re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            raise InputError("unmatched }; write a visible brace as \\}")
        if depth > DEEPEST:
            raise InputError(f"more than {DEEPEST} nested braces")
    if depth:
        raise InputError("unmatched {; write a visible brace as \\{")
    opened, closed = (re.findall(rf"\\{side}\s*{{([^}}]*)}}", source) for side in ("begin", "end"))
    if sorted(opened) != sorted(closed):
        odd = next(iter(set(opened) ^ set(closed)), "") or opened[0]
        raise InputError(rf"\begin{{{in_one_line(odd)}}} and \end{{{in_one_line(odd)}}} do not match")
    for name in opened:
        if not ({f"\\{name}", f"\\begin{{{name}}}"} & commands() or name in TABLES):
            raise InputError(rf"\begin{{{in_one_line(name)}}} is unknown; cases, pmatrix and aligned are known")


def unknown_command(command: str) -> str:
    """Return the message for an unknown command."""
    near = difflib.get_close_matches(command, sorted(name for name in commands() if not REFUSED.match(name)), n=1)
    hint = f"did you mean {near[0]}?" if near else r"write a name as \operatorname{name}, words as \text{words}"
    return f"unknown command {in_one_line(command)}; {hint}"


@cache
def commands() -> frozenset[str]:
    """Return the commands that the converter knows, with their backslashes."""
    return frozenset(_known())


def _known() -> Iterator[str]:
    from latex2mathml import commands as converter  # late: few lessons have formulas of their own
    from latex2mathml.symbols_parser import SYMBOLS

    for name, value in vars(converter).items():
        if name.isupper() and isinstance(value, str) and value.startswith("\\"):
            yield value
        elif name.isupper() and isinstance(value, (tuple, frozenset, dict)):
            yield from (each for each in value if isinstance(each, str) and each.startswith("\\"))
    yield from (name for name in SYMBOLS if name.startswith("\\"))
