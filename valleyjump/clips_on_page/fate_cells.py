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
from gdcore.scenarios import is_built_in
from gdcore.studies.fate_axes import Axis, picture
from gdcore.studies.fate_map import FateMap, fate_map
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.observed import Fate
from gdcore.theory.verdict_words import kind_word
from scenes.theme.fate_colours import cell_colours
from scenes.theme.theme import Theme
from valleyjump.playgrounds.model import OWN, Place, Play, number_play, rate_link, start_link

EVERY = 3
"""Of the clip's cells along each axis the page has as few: with two bytes a cell and its picture fifteen kilobytes."""
MOST_STEPS = 250
"""More steps are told as more than that: a byte has no room for them."""


@dataclass(frozen=True)
class MapOnPage:
    """The picture as an address that holds it, the words for it and for its ``axes``, and the cells as JSON."""

    picture: str
    width: int
    height: int
    words: str
    axes: tuple[str, ...]
    data: str


def has_map_on_page(scenario: Scenario) -> bool:
    """Return whether a map stands under the clip of a scenario: under planes, but for that of the story."""
    return scenario.view == "fate" and picture(scenario) == 2 and not is_built_in(scenario)


def map_on_page(scenario: Scenario, theme: Theme, place: Place | None = None) -> MapOnPage | None:
    """Return the map that stands under a clip of a plane of fates; None for other clips.

    A press sets the playground at ``place``, if there is one.
    """
    if not has_map_on_page(scenario):
        return None
    plane = fate_map(scenario).every(EVERY)
    address = "data:image/png;base64," + base64.b64encode(_png(cell_colours(plane, theme))).decode()
    names = [_name(scenario, axis) for axis in plane.axes]
    words = tr("What becomes of each run, by {across} and {up}", across=names[0], up=names[1])
    ends = tuple(
        f"{arrow} {name}: {rounded(axis.low).plain} … {rounded(axis.high).plain}"
        for arrow, name, axis in zip("→↑", names, plane.axes, strict=True)
    )
    width, height = (len(numbers) for numbers in plane.values)
    return MapOnPage(address, width, height, words, ends, json.dumps(_data(scenario, plane, names, place)))


def _data(scenario: Scenario, plane: FateMap, names: list[str], place: Place | None) -> dict[str, object]:
    """Return the cells from the lowest row up, the words for their fates, and how a cell reads as a setting."""
    steps = np.where(np.isfinite(plane.steps), np.minimum(plane.steps, MOST_STEPS), 0.0).astype(np.uint8)
    axes = [
        {"name": name, "low": axis.low, "high": axis.high, "log": axis.log, "sets": _sets(scenario, axis)}
        for name, axis in zip(names, plane.axes, strict=True)
    ]
    return {
        "axes": axes,
        "kinds": [kind_word(fate.kind) for fate in Fate],
        "fates": base64.b64encode(plane.fates.kind.astype(np.uint8).tobytes()).decode(),
        "steps": base64.b64encode(steps.tobytes()).decode(),
        "most": MOST_STEPS,
        "play": None if place is None or not _can_be_set(plane, place.play) else _played(place),
    }


def _can_be_set(plane: FateMap, play: Play) -> bool:
    """Whether the numbers of the axes are numbers of the playground: its starts may be in other units."""
    return len(play.spaces) == 1 or all(axis.kind != "start" for axis in plane.axes)


def _name(scenario: Scenario, axis: Axis) -> str:
    """Return what an axis is called in plain text."""
    if axis.kind == "hyperparameter":
        return "β"
    if axis.kind == "start":
        return tr("start {name}", name=scenario.objective.parameters[axis.parameter])
    if axis.kind == "rates":
        return tr("factor of all rates") if axis.factor else "η"
    return f"η {scenario.objective.parameters[axis.parameter]}"


def _played(place: Place) -> dict[str, object]:
    """Return where the playground is, the setting that it begins with, and from where to where each number may be."""
    play, preset = place.play, place.play.presets[0]
    space, starts = play.spaces[play.methods[preset.method].space], play.spaces[OWN].parameters
    numbers = [number_play(name) for name in preset.numbers]
    links = [rate_link(name, len(starts)) for name in space.parameters]
    links += [number.link for number in numbers] + [start_link(name) for name in starts]
    ranges = [*space.rates, *(number.range for number in numbers), *play.start]
    values = [*preset.rates, *preset.numbers.values(), *preset.start]
    return {
        "anchor": place.anchor,
        "base": {"method": preset.method, **dict(zip(links, values, strict=True))},
        "reach": {link: [reach.low, reach.high] for link, reach in zip(links, ranges, strict=True)},
    }


def _sets(scenario: Scenario, axis: Axis) -> dict[str, float]:
    """Return which entries of an address the number on an axis sets, each with what it is multiplied by."""
    names = scenario.objective.parameters
    if axis.kind == "hyperparameter":
        return {number_play("momentum").link: 1.0}
    if axis.kind == "start":
        return {start_link(names[axis.parameter]): 1.0}
    if axis.kind == "rate":
        return {rate_link(names[axis.parameter], len(names)): 1.0}
    rates = scenario.method.learning_rate if axis.factor else np.ones(len(names))
    return {rate_link(name, len(names)): float(rate) for name, rate in zip(names, rates, strict=True)}


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels ``(rows, columns, 4)`` as a PNG file. Source: the PNG specification, W3C (2003)."""
    rows, columns, _ = pixels.shape
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels.reshape(rows, -1)], axis=1)
    head = struct.pack(">IIBBBBB", columns, rows, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
