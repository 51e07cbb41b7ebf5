"""What to write instead of a line that is not TOML: each likely mistake is mended, and told if that makes it TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import TypeAlias

from gdcore.synonyms import meant_field

Match: TypeAlias = re.Match[str]
Repair: TypeAlias = tuple[str, str | Callable[[Match], str]]
LONGEST_LINE = 120
KEY = r"^(\s*[\w-]+\s*=\s*)"
_REPAIRS: tuple[Repair, ...] = (
    (r"^\s*//", "#"),
    (r"^\s*\[+\s*scenarios?\s*\]+", "[[scenario]]"),
    (r"[“”„«»]", '"'),
    (r"(?<![\w\"'])[−–](?=[\d.])", "-"),
    (r"(=\s*[-+]?\d+),(\d{1,2}|\d{4,})(?=\s*([,}#]|$))", r"\1.\2"),
    (r"(=\s*[-+]?)\.(?=\d)", r"\g<1>0."),
    (r"(=\s*[-+]?\d+)\.(?=\s*([,}#]|$))", r"\1.0"),
    (r"(=\s*)0+(?=[1-9])", r"\1"),
    (KEY + r"(\d+)\s*/\s*(\d+)\s*$", lambda found: f"{found[1]}{int(found[2]) / max(int(found[3]), 1):g}"),
    (r"(=\s*)(True|yes|on)\b", r"\1true"),
    (r"(=\s*)(False|no|off)\b", r"\1false"),
    (r"^(\s*[\w-]+)\s*(?::=?|==)\s*", r"\1 = "),
    (r"([{,]\s*\w+)\s*:\s*", r"\1 = "),
    (r"^(\s*\w+) +(\w+)(?=\s*=)", r"\1_\2"),
    (r"^\s*([^\W\d_a-zA-Z]\w*)(?=\s*=)", lambda found: meant_field(found[1]) or f'"{found[1]}"'),
    (r"\s*[;,]\s*$", ""),
    (r",\s*}", " }"),
    (KEY + r"([A-Za-z_]\w*\s*=\s*[^{}=]+(?:,\s*\w+\s*=\s*[^{}=]+)*)$", r"\1{ \2 }"),
    (r"(=\s*[^\s,{}]+)\s+(?=\w+\s*=)", r"\1, "),
    (r'"([^"]*\\[^"]*)"', r"'\1'"),
    (r"([{,]\s*\w+\s*=\s*)(?!(?:true|false|inf|nan)\b)([A-Za-z][\w.-]*)(?=\s*[,}])", r'\1"\2"'),
    (KEY + r'"(.*".*)"\s*$', r"\1'\2'"),
    (KEY + r"'(.*'.*)'\s*$", r'\1"\2"'),
    (KEY + r'"([^"]*?)\s*$', r'\1"\2"'),
    (KEY + r"'([^']*?)\s*$", r"\1'\2'"),
    (r"(=\s*\{[^{}]*?)\s*$", r"\1 }"),
    (r"(=\s*\[[^\[\]]*?)\s*$", r"\1]"),
    (KEY + r"\(([^()]*)\)\s*$", r"\1[\2]"),
    (KEY + r"([^\s\"'\[{#][^\"#=]*[A-Za-z][^\"#=]*?|[A-Za-z])(\s+#.*|\s*)$", r'\1"\2"\3'),
)
_ADVICE = (
    (r"=\s*[-+]?\d{1,3}([.,]\d{3})+(?!\d)",
     "a number has no sign between thousands, and a point before decimals, as in 250000 or 0.5"),
    (r"=\s*(None|null|nil|NaN)\b", "what has no value is left out"),
    (r"=\s*(#.*)?$", "a value is missing behind ="),
    (r"=\s*\{\s*$", "a table in braces stands on one line, as in start = { x = 1.0, y = 2.0 }"),
    (r"=\s*([$€£]\s*\d|[-+]?\d[\d.]*\s*[%$€£°])", "a number stands alone, without unit"),
    (r"^[^{\"']*=\s*[^\s,{}\"']+\s+\w+\s*=", "each field has a line of its own"),
)  # fmt: skip
EXPECTED = "expected a line such as steps = 50"


def hint(content: str, number: int | None) -> str:
    """Return what a file that is not TOML should have instead, or nothing where that cannot be told.

    ``number`` is the line that the parser names, from 1; None where it only found out at the end.
    """
    lines = content.splitlines()
    twice = _twice(lines)
    if twice:
        return twice
    if number is not None:
        line = lines[number - 1] if number <= len(lines) else ""
        # Other lines may go on with a list or a text that began above.
        return _explained(line) or _mended(line) or (EXPECTED if re.match(r"\s*[\w=]", line) else "")
    for place, line in enumerate(lines, 1):
        found = (_explained(line) or _mended(line)) if _is_bad(line) else ""
        if found:
            return f"{found} in line {place}"
    return ""


def _mended(line: str) -> str:
    for pattern, written in _REPAIRS:
        # A line may have the same mistake, or another one, in several places.
        for new in (re.sub(pattern, written, line), _all_mended(line)):
            if new != line and not _is_bad(new) and len(new) <= LONGEST_LINE and new.isprintable():
                return f"write {new.strip()}"
    return ""


def _all_mended(line: str) -> str:
    for pattern, written in _REPAIRS:
        if _is_bad(line):
            line = re.sub(pattern, written, line)
    return line


def _explained(line: str) -> str:
    return next((told for pattern, told in _ADVICE if re.search(pattern, line)), "")


def _is_bad(line: str) -> bool:
    try:
        tomllib.loads(line)
    except ValueError:
        return True
    return False


def _twice(lines: list[str]) -> str:
    """Return which key of one table is written twice."""
    for name, first, second, in_entry in _repeated(lines):
        own = f"; the lesson's {name} stands above the first [[scenario]]" if in_entry and name == "title" else ""
        return f"{name} stands twice, in lines {first} and {second}{own}"
    return ""


def _repeated(lines: list[str]) -> Iterator[tuple[str, int, int, bool]]:
    seen: dict[str, int] = {}
    in_entry, in_text = False, ""
    for number, line in enumerate(lines, 1):
        if in_text:
            in_text = "" if in_text in line else in_text
            continue
        if line.lstrip().startswith("["):
            seen, in_entry = {}, "scenario" in line
        key = re.match(r"\s*([\w-]+)\s*=", line)
        if key and seen.setdefault(key[1], number) != number:
            yield key[1], seen[key[1]], number, in_entry
        for quotes in ('"""', "'''"):
            in_text = quotes if line.count(quotes) == 1 else in_text
