"""What a theme must be able to do: text that can be read, marks that can be seen, and runs that can be told apart.

The limits for text and marks are those of WCAG 2.2, success criteria 1.4.3 and 1.4.11.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from scenes.theme.colour_vision import least_difference, linear
from scenes.theme.theme import TINT_ALPHA, Theme, mix

TEXT, MARK = 4.5, 3.0
APART = 10.0
"""In CIEDE2000 units: ten times what can just be seen side by side, for marks that are small and lie apart."""
TEXTS = ("ink", "label", "fell", "rose", "same", "overshoot", "slope", "runs")
"""Roles in which something is written somewhere."""
MARKS = ("axis", "curve", "rejected")
TINTED = ("fell", "rose", "same", "overshoot", "slope")
"""Roles in which something is written on a box of the same colour thinned, such as the verdict."""
TOLD_APART = (
    ("fell", "overshoot", "same", "rose"),
    ("ink", "same"),
    ("axis", "same"),
    ("runs",),
    ("slope", "runs 2"),
    ("safe 1", "wild 1"),
)
"""Sets of roles whose colours must differ from one another; a number picks one of several colours, from 1."""
RAMPS = ("surface", "safe", "wild")


@dataclass(frozen=True)
class Shortfall:
    """A demand that a theme does not meet: the roles concerned, and one line that says so."""

    roles: tuple[str, ...]
    line: str


def shortfalls(theme: Theme) -> Iterator[Shortfall]:
    """Yield every demand that ``theme`` does not meet."""
    yield from _faint(theme, TEXTS, TEXT)
    yield from _faint(theme, MARKS, MARK)
    yield from _faint_on_tint(theme)
    yield from _faint_surface(theme)
    yield from _alike(theme)
    yield from _uneven(theme)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 for black to 1 for white, as WCAG defines it."""
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG defines it."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def _colours(theme: Theme, role: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of each colour of a role."""
    name, _, wanted = role.partition(" ")
    value = getattr(theme, name)
    if isinstance(value, str):
        yield name, value
        return
    for number, colour in enumerate(value, 1):
        if wanted in ("", str(number)):
            yield f"{name} {number}", colour


def _faint(theme: Theme, roles: Iterable[str], least: float) -> Iterator[Shortfall]:
    for role in roles:
        for name, colour in _colours(theme, role):
            measured = contrast(colour, theme.background)
            if measured < least:
                yield Shortfall((role, "background"), f"{name}: contrast with background is {_short(measured, least)}")


def _faint_on_tint(theme: Theme) -> Iterator[Shortfall]:
    for role in TINTED:
        box = mix(theme.background, getattr(theme, role), TINT_ALPHA)
        for name in (role, "label"):
            measured = contrast(getattr(theme, name), box)
            if measured < TEXT <= contrast(getattr(theme, name), theme.background):
                line = f"{name}: contrast with a box of thin {role} is {_short(measured, TEXT)}"
                yield Shortfall((name, role, "background"), line)


def _faint_surface(theme: Theme) -> Iterator[Shortfall]:
    """Yield what hides the cross on the valley floor, and the speck that the surface becomes from far away."""
    ends = (1, theme.surface[0], "ink"), (len(theme.surface), theme.surface[-1], "background")
    for number, colour, other in ends:
        measured = contrast(colour, getattr(theme, other))
        if measured < MARK:
            line = f"surface {number}: contrast with {other} is {_short(measured, MARK)}"
            yield Shortfall(("surface", other), line)


def _alike(theme: Theme) -> Iterator[Shortfall]:
    for roles in TOLD_APART:
        named = [colour for role in roles for colour in _colours(theme, role)]
        for (first, a), (second, b) in combinations(named, 2):
            measured, readers = least_difference(a, b)
            if measured < APART:
                line = f"{first}: difference from {second} with {readers} is {_short(measured, APART)} (CIEDE2000)"
                yield Shortfall(tuple(name.partition(" ")[0] for name in (first, second)), line)


def _uneven(theme: Theme) -> Iterator[Shortfall]:
    for role in RAMPS:
        steps = [luminance(b) - luminance(a) for a, b in pairwise(getattr(theme, role))]
        if not (all(step > 0.0 for step in steps) or all(step < 0.0 for step in steps)):
            yield Shortfall((role,), f"{role}: expected colours that grow lighter from each to the next, or darker")


def _short(measured: float, least: float) -> str:
    """Return the end of a line: what was measured, never rounded up to what would be enough, and what would be."""
    return f"{math.floor(10.0 * measured) / 10.0:.1f}, expected at least {least:g}"
