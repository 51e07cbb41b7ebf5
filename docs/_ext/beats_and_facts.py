"""``{beats}`` and ``{facts}``: what a lesson may narrate, and the numbers that it may name, from the program itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gdcore.narration.beats import BEATS, BLOW_UP, ONLY_IF, SEVERAL
from gdcore.narration.fact_meanings import MEANINGS, meaning_of
from gdcore.narration.facts import facts
from gdcore.scenario import TOGETHER
from gdcore.scenarios import catalogue

PARAMETERS = {1: "1", 2: "2", 3: "3 and more"}
OF_LESSONS = ("curve", "surface", "contour", "fit", "race", "fate", "schedule", "memory")
MAPS = {1: "the rate of 1 parameter", 2: "two axes", 3: "one axis"}


def beat_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for each view that a lesson may ask for: the view, how many parameters, the beats."""
    for view in OF_LESSONS:
        for n, views in BEATS.items():
            if view in views:
                yield f"`{view}`", (MAPS if view == "fate" else PARAMETERS)[n], _named(views[view])
    yield ", ".join(f"`{view}`" for view in TOGETHER) + ", with runs under `beside`", "any", _named(SEVERAL)
    yield "`surface`, `fit`, where the loss outgrows the picture", "2", _named(BLOW_UP)


def condition_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for each beat that not every run has."""
    for beat, (needed, _) in ONLY_IF.items():
        yield f"`{beat}`", f"where {needed}"


def fact_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for each fact: its name in braces, its meaning, when it is there, and one of a built-in run."""
    for meaning in MEANINGS:
        slug, name, value = _examples().get(meaning.name, ("", "", ""))
        example = f"`{{{name}}}` of {slug}: {value}" if name else ""
        yield f"`{{{meaning.name}}}`", meaning.text, meaning.when, example


@cache
def _examples() -> dict[str, tuple[str, str, str]]:
    """Return of each fact the first built-in run that has it: its slug, the fact’s own name, its value."""
    found: dict[str, tuple[str, str, str]] = {}
    for scenario in catalogue():
        for name, value in facts(scenario).items():
            meaning = meaning_of(name)
            if meaning is not None and not name.startswith("run"):
                found.setdefault(meaning.name, (scenario.slug, name, value))
    return found


def _named(beats: tuple[str, ...]) -> str:
    return ", ".join(f"`{beat}`" for beat in beats)


class Table(SphinxDirective):
    """Prints a table."""

    headings: tuple[str, ...]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows, in Markdown."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        lines = [self.headings, ("---",) * len(self.headings), *self.rows()]
        return self.parse_text_to_nodes("\n".join(f"| {' | '.join(line)} |" for line in lines))


class Beats(Table):
    """Prints which beats each view has."""

    headings = ("view", "parameters", "beats")

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows."""
        return beat_rows()


class Conditions(Table):
    """Prints which runs have a beat."""

    headings = ("beat", "comes only")

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows."""
        return condition_rows()


class Facts(Table):
    """Prints the facts."""

    headings = ("fact", "is", "is there", "for example")

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows."""
        return fact_rows()


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("beats", Beats)
    app.add_directive("beat-conditions", Conditions)
    app.add_directive("facts", Facts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
