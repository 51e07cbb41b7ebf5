"""``{schema-table}``: the fields of one table of a lesson, from the very schema that editors read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from valleyjump.command.new_lesson import schema

Schema = Mapping[str, Any]
HEADINGS = ("field", "takes", "default", "meaning")
TOP = "Lesson"
MARKS = re.compile(r"[*_`\[\]<|\\]")
"""What Markdown would take for its own; descriptions are plain text."""
SIGNS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}


@cache
def tables() -> dict[str, Schema]:
    """Return the schema of each table by its name; the file’s own is ``Lesson``."""
    whole = json.loads(schema())
    return {TOP: whole, **whole["$defs"]}


def rows(name: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each field of a table in Markdown: name, what it takes, its default, its meaning."""
    table = tables()[name]
    for field, told in table["properties"].items():
        needed = field in table.get("required", ())
        yield (
            f"`{field}`",
            takes(told),
            "*required*" if needed else default(told),
            MARKS.sub(r"\\\g<0>", told["description"]),
        )


def takes(told: Schema) -> str:
    """Return type and range of a field in words, in Markdown."""
    choices = told.get("anyOf", told.get("oneOf"))
    if choices is None:
        return _kind(told)
    return " or ".join(takes(choice) for choice in choices if choice.get("type") != "null")


def _kind(told: Schema) -> str:
    if "$ref" in told:
        return _link(told)
    if "enum" in told:
        return ", ".join(f"`{value}`" for value in told["enum"])
    return KINDS[told["type"]](told)


def _link(told: Schema) -> str:
    """Return a link to the section of another table, whose heading becomes its text."""
    return f"[](#{told['$ref'].rpartition('/')[2].lower()})"


def _list(told: Schema) -> str:
    low, high = told.get("minItems", 0), told.get("maxItems")
    many = (
        ""
        if high is None
        else f" of {low}"
        if low == high
        else f" of {low} to {high}"
        if low
        else f" of at most {high}"
    )
    return f"a list{many}, each: {takes(told['items'])}"


def _text(told: Schema) -> str:
    if "pattern" in told:
        return f"text like `{told['pattern'].strip('^$')}`, at most {told['maxLength']} characters"
    least = ", not empty" if told.get("minLength") else ""
    return f"text{least}" + (f", at most {told['maxLength']:,} characters" if "maxLength" in told else "")


def _number(word: str, told: Schema) -> str:
    limits = (f"{sign} {told[key]:,.7g}" for key, sign in SIGNS.items() if key in told)
    return ", ".join((word, *limits)).replace("e+", "e")


KINDS: Mapping[str, Callable[[Schema], str]] = {
    "array": _list,
    "boolean": lambda _told: "`true` or `false`",
    "integer": partial(_number, "a whole number"),
    "number": partial(_number, "a number"),
    "object": lambda told: f"a table by name, each: {takes(told['additionalProperties'])}",
    "string": _text,
}


def default(told: Schema) -> str:
    """Return the default of a field as it would stand in the file, in Markdown; nothing where there is none."""
    value = told.get("default")
    return "" if value in (None, "", {}, []) else f"`{json.dumps(value)}`"


class SchemaTable(SphinxDirective):
    """Takes the name of one table of the schema and prints its fields."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        name = self.arguments[0]
        if name not in tables():
            raise self.error(f"unknown table {name}; expected one of {', '.join(tables())}")
        lines = [HEADINGS, ("---",) * len(HEADINGS), *rows(name)]
        return self.parse_text_to_nodes("\n".join(f"| {' | '.join(line)} |" for line in lines))


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("schema-table", SchemaTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
