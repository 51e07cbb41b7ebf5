"""SVG drawings: their size, and a check that they have no scripts and load nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from gdcore.errors import InputError

PER_UNIT: Mapping[str, float] = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}
"""Pixels per unit; CSS Values 4, section 6.2."""
LENGTH = re.compile(r"\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
LIVELY = frozenset(("script", "foreignobject", "iframe", "object", "embed", "handler"))
OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!['\"]?#)", re.IGNORECASE)
INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
NAMESPACE = "http://www.w3.org/2000/svg"
ROOT = f"{{{NAMESPACE}}}svg"
LARGEST = 10_000


def svg_size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels. Raises ``InputError`` for active content and links to elsewhere."""
    if b"<!DOCTYPE" in content.upper() and b"<!ENTITY" in content.upper():
        raise InputError("declares entities; save it as plain SVG")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise InputError("is not well-formed SVG; save it again") from None
    if root.tag != ROOT:
        raise InputError(f'is not an SVG file; its first element must be <svg xmlns="{NAMESPACE}">')
    for element in root.iter():
        _check(element)
    return _size(root)


def _check(element: ElementTree.Element) -> None:
    if _plain(element.tag) in LIVELY:
        raise InputError(f"contains a {_plain(element.tag)}; save it as plain SVG")
    for name, value in element.attrib.items():
        if _plain(name).startswith("on"):
            raise InputError(f"contains a script, {_plain(name)}; save it as plain SVG")
        if _plain(name) in ("href", "src") and not INSIDE.match(value.strip()):
            raise InputError("refers to something outside the file; save it as plain SVG")
        if OUTSIDE.search(value):
            raise InputError("loads something from elsewhere; save it as plain SVG")
    if _plain(element.tag) == "style" and OUTSIDE.search("".join(element.itertext())):
        raise InputError("loads styles from elsewhere; save it as plain SVG")


def _plain(name: object) -> str:
    """Return a name without its namespace; an empty string for comments and processing instructions."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def _size(root: ElementTree.Element) -> tuple[int, int]:
    given = [_pixels(root.get(side, "")) for side in ("width", "height")]
    box = [float(number) for number in re.findall(r"-?\d*\.?\d+(?:e[+-]?\d+)?", root.get("viewBox", ""))]
    width, height = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)
    if given[0] and given[1]:
        width, height = given
    elif width > 0 < height and (given[0] or given[1]):  # the other side follows from the shape
        width, height = (given[0], given[0] * height / width) if given[0] else (given[1] * width / height, given[1])
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        raise InputError('has no size; give it one, such as viewBox="0 0 400 300"')
    return max(1, round(width)), max(1, round(height))


def _pixels(text: str) -> float:
    found = LENGTH.fullmatch(text)
    return float(found[1]) * PER_UNIT.get(found[2].lower(), 0) if found else 0.0
