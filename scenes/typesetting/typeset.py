"""Typst source in, outlines of glyphs out: one compiler call for any number of lines, with the current fonts.

The compiler's SVG is read directly instead of through manim's ``Typst``: that class compiles one string at a time,
searches the system's fonts and parses every glyph anew, and a clip sets hundreds of running numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from xml.etree import ElementTree

import numpy as np
import typst

from scenes.geometry import Points
from scenes.typesetting.fonts import loaded
from scenes.typesetting.outline import Outline

EM_PT = 10.0
PREAMBLE = f"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#set text(size: {EM_PT}pt)\n"
SYMBOL, USE, PATH, GROUP = (f"{{http://www.w3.org/2000/svg}}{name}" for name in ("symbol", "use", "path", "g"))
LINK = "{http://www.w3.org/1999/xlink}href"
GLYPHS = 1024
"""Outlines of glyphs that are kept: a clip uses about 150."""
KEPT_LINES = 4096
"""Lines kept from one clip to the next: a clip sets several hundred, a race of many runs a thousand."""
Transform = tuple[float, float, float, float, float, float]
"""The six numbers of SVG's matrix: x goes to a x + c y + e, and y to b x + d y + f."""
UNMOVED: Transform = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Shape = tuple[Transform, Points, str, bool]
"""What is drawn: its transform, its points ``(4 n, 2)`` before that, its fill, and whether it is a glyph."""
TOKEN = re.compile(r"[A-Za-z]|-?[0-9.]+(?:e-?[0-9]+)?")


def typeset(sources: Sequence[str]) -> list[Outline]:
    """Return an outline for each line of Typst markup; lines set before are not compiled again."""
    fonts = loaded()
    fresh = list(dict.fromkeys(source for source in sources if source not in fonts.outlines))
    if fresh:
        compiled: object = typst.compile(  # a page or, against what its types say, a list of pages
            (PREAMBLE + fonts.preamble + "\n#pagebreak()\n".join(fresh)).encode(),
            format="svg",
            font_paths=fonts.found,
        )
        pages = compiled if isinstance(compiled, list) else [compiled]
        fonts.outlines.update((source, _outline(page)) for source, page in zip(fresh, pages, strict=True))
    return [fonts.outlines[source] for source in sources]


def forget_lines() -> None:
    """Forget the lines set so far if they are many: a process that renders clip after clip must not grow."""
    outlines = loaded().outlines
    if len(outlines) > KEPT_LINES:
        outlines.clear()


def _outline(svg: bytes) -> Outline:
    """Read one page of the compiler's SVG."""
    root = ElementTree.fromstring(svg)
    glyphs = {symbol.get("id", ""): symbol[0].get("d", "") for symbol in root.iter(SYMBOL) if len(symbol)}
    shapes = list(_shapes(root, UNMOVED, glyphs))
    baseline = next((transform[5] for transform, _, _, is_glyph in shapes if is_glyph), 0.0)
    runs = tuple((fill, _placed(list(group), baseline)) for fill, group in groupby(shapes, key=lambda shape: shape[2]))
    return Outline(runs, float(root.get("width", "0").removesuffix("pt")) / EM_PT)


def _placed(shapes: Sequence[Shape], baseline: float) -> Points:
    """Return the points of all shapes where they stand, in ems above the baseline."""
    transforms = np.array([transform for transform, *_ in shapes])
    a, b, c, d, e, f = np.repeat(transforms, [len(points) for _, points, *_ in shapes], axis=0).T
    x, y = np.concatenate([points for _, points, *_ in shapes]).T
    return np.stack([x * a + y * c + e, baseline - f - x * b - y * d], axis=-1) / EM_PT


def _shapes(parent: ElementTree.Element, transform: Transform, glyphs: dict[str, str]) -> Iterator[Shape]:
    """Yield everything drawn, in drawing order."""
    for element in parent:
        own = element.get("transform")
        here = _within(transform, _matrix(own)) if own else transform
        if element.tag == USE:
            points = _glyph(glyphs.get(element.get(LINK, "")[1:], ""))
            if len(points):
                at = _moved(here, float(element.get("x", 0)), float(element.get("y", 0)))
                yield at, points, element.get("fill", "#000000"), True
        elif element.tag == PATH:
            yield here, _bar(element), element.get("stroke", "") or element.get("fill", "#000000"), False
        elif element.tag == GROUP:
            yield from _shapes(element, here, glyphs)


def _within(outer: Transform, inner: Transform) -> Transform:
    """Return the transform of what stands inside both: the inner one comes first."""
    (a, b, c, d, *_), (g, h, i, j, x, y) = outer, inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, *_moved(outer, x, y)[4:]


def _moved(transform: Transform, x: float, y: float) -> Transform:
    """Return the transform of what stands at (x, y) inside."""
    a, b, c, d, e, f = transform
    return a, b, c, d, a * x + c * y + e, b * x + d * y + f


def _matrix(text: str) -> Transform:
    """Read the two transforms that the compiler writes: translate(x y) and matrix(a b c d e f)."""
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+(?:e-?[0-9]+)?", text)]
    if len(numbers) == 2:
        numbers = [1.0, 0.0, 0.0, 1.0, *numbers]
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _bar(path: ElementTree.Element) -> Points:
    """Return a rule, such as a fraction's bar, as a filled rectangle."""
    outline = _glyph(path.get("d", ""))
    if path.get("fill", "none") != "none":
        return outline
    half = float(path.get("stroke-width", "0.5")) / 2.0
    (left, bottom), (right, top) = outline.min(axis=0), outline.max(axis=0)
    corners = np.array([[left, bottom - half], [right, bottom - half], [right, top + half], [left, top + half]])
    return np.concatenate([_straight(a, b) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)])


def _straight(a: Points, b: Points) -> Points:
    return np.array([a, a + (b - a) / 3.0, b - (b - a) / 3.0, b])


@lru_cache(maxsize=GLYPHS)
def _glyph(path: str) -> Points:
    """Return an SVG path as cubic Béziers of shape ``(4 n, 2)``, every subpath closed."""
    tokens = TOKEN.findall(path)
    curves: list[Points] = []
    pen = origin = np.zeros(2)
    i, command = 0, ""
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i], i + 1
        kind = command.lower()
        if kind == "z":
            if not np.array_equal(pen, origin):
                curves.append(_straight(pen, origin))
            pen = origin
            continue
        count = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6}[kind]
        numbers = np.array([float(token) for token in tokens[i : i + count]])
        i += count
        points = _absolute(kind, numbers, pen, relative=command.islower())
        if kind == "m":
            origin = points[-1]
        elif kind == "c":
            curves.append(np.vstack([pen, points]))
        elif kind == "q":
            control = points[0]
            curves.append(np.array([pen, (pen + 2 * control) / 3, (points[1] + 2 * control) / 3, points[1]]))
        else:
            curves.append(_straight(pen, points[-1]))
        pen = points[-1]
    return np.concatenate(curves) if curves else np.zeros((0, 2))


def _absolute(kind: str, numbers: Points, pen: Points, *, relative: bool) -> Points:
    """Return a command's points, shape ``(n, 2)``, in absolute coordinates."""
    if kind in "hv":
        axis = "hv".index(kind)
        point = pen.copy()
        point[axis] = numbers[0] + (pen[axis] if relative else 0.0)
        return point[None]
    return numbers.reshape(-1, 2) + (pen if relative else 0.0)
