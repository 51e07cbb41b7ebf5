"""A map of fates on the page: a small picture of it, and what a script needs to tell of each cell."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import Axis, axes_of, picture
from gdcore.studies.fate_map import FateMap, fate_map
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.observed import Fate
from gdcore.theory.verdict_words import kind_word
from scenes.theme.fate_colours import cell_colours
from scenes.theme.theme import Theme

CELLS = (88, 64)
"""Across and up: with two bytes a cell and its picture some twenty kilobytes."""
MOST_STEPS = 250
"""More steps are told as more than that: a byte has no room for them."""

LINKS = {"momentum": "beta"}
"""What the address of a playground calls the numbers of a method, where that is not their name."""


@dataclass(frozen=True)
class MapOnPage:
    """The picture as an address that holds it, the words for it and for its ``axes``, and the cells as JSON."""

    picture: str
    width: int
    height: int
    words: str
    axes: tuple[str, ...]
    data: str


def map_on_page(scenario: Scenario, theme: Theme) -> MapOnPage | None:
    """Return the map that stands under a clip of a plane of fates; None for other clips."""
    if scenario.view != "fate" or picture(scenario) != 2:
        return None
    axes = axes_of(scenario)
    plane = fate_map(scenario, axes=axes, cells=CELLS)
    address = "data:image/png;base64," + base64.b64encode(_png(cell_colours(plane, theme))).decode()
    names = [_name(scenario, axis) for axis in axes]
    words = tr("What becomes of each run, by {across} and {up}", across=names[0], up=names[1])
    ends = tuple(
        f"{arrow} {name}: {rounded(axis.low).plain} … {rounded(axis.high).plain}"
        for arrow, name, axis in zip("→↑", names, axes, strict=True)
    )
    return MapOnPage(address, *CELLS, words, ends, json.dumps(_data(scenario, plane, names)))


def _data(scenario: Scenario, plane: FateMap, names: list[str]) -> dict[str, object]:
    """Return the cells from the lowest row up, the words for their fates, and how a cell reads as a setting."""
    steps = np.where(np.isfinite(plane.steps), np.minimum(plane.steps, MOST_STEPS), 0.0).astype(np.uint8)
    axes = [
        {"name": name, "low": axis.low, "high": axis.high, "log": axis.log, "sets": _sets(scenario, axis)}
        for name, axis in zip(names, plane.axes, strict=True)
    ]
    return {
        "anchor": f"play-{scenario.slug}",
        "axes": axes,
        "base": _base(scenario),
        "kinds": [kind_word(fate.kind) for fate in Fate],
        "fates": base64.b64encode(plane.fates.kind.astype(np.uint8).tobytes()).decode(),
        "steps": base64.b64encode(steps.tobytes()).decode(),
        "most": MOST_STEPS,
    }


def _name(scenario: Scenario, axis: Axis) -> str:
    """Return what an axis is called in plain text."""
    if axis.kind == "hyperparameter":
        return "β"
    if axis.kind == "start":
        return tr("start {name}", name=scenario.objective.parameters[axis.parameter])
    if axis.kind == "rates":
        return tr("factor of all rates") if axis.factor else "η"
    return f"η {scenario.objective.parameters[axis.parameter]}"


def _rate_link(scenario: Scenario, parameter: int) -> str:
    """Return under which name the address of a playground has the rate of a parameter."""
    names = scenario.objective.parameters
    return "eta" if len(names) == 1 else f"eta_{names[parameter]}"


def _base(scenario: Scenario) -> dict[str, float | str]:
    """Return the scenario's own setting, by the names that the address of a playground has for it."""
    rates = {_rate_link(scenario, i): float(rate) for i, rate in enumerate(scenario.method.learning_rate)}
    starts = {name: float(x) for name, x in zip(scenario.objective.parameters, scenario.start, strict=True)}
    numbers = {LINKS.get(name, name): float(value) for name, value in scenario.method.hyperparameters.items()}
    return {"method": scenario.method.name, **rates, **numbers, **starts}


def _sets(scenario: Scenario, axis: Axis) -> dict[str, float]:
    """Return which entries of an address the number on an axis sets, each with what it is multiplied by."""
    if axis.kind == "hyperparameter":
        return {LINKS["momentum"]: 1.0}
    if axis.kind == "start":
        return {scenario.objective.parameters[axis.parameter]: 1.0}
    if axis.kind == "rate":
        return {_rate_link(scenario, axis.parameter): 1.0}
    rates = scenario.method.learning_rate if axis.factor else np.ones(len(scenario.start))
    return {_rate_link(scenario, i): float(rate) for i, rate in enumerate(rates)}


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels ``(rows, columns, 4)`` as a PNG file. Source: the PNG specification, W3C (2003)."""
    rows, columns, _ = pixels.shape
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels.reshape(rows, -1)], axis=1)
    head = struct.pack(">IIBBBBB", columns, rows, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
