"""Outlines of set lines: closed, measured, coloured, on their baseline, and from the embedded fonts alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
import typst

from scenes.geometry import Points
from scenes.typesetting.fonts import loaded
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import EM_PT, PREAMBLE, typeset

LINES = [
    "A plain line, with commas; and more",
    "*bold* _slanted_ 0123456789",
    "$x_(k+1) = x_k - eta thin f'(x_k)$",
    "$1/n sum_(i=1)^n (a x_i + b - y_i)^2$",
    "$7.31 times 10^(42)$ \\$²",
    "−3.5 × 10⁴²",
]


def one(source: str) -> Outline:
    (outline,) = typeset([source])
    return outline


def drawn(outline: Outline) -> Points:
    return np.concatenate([points for _, points in outline.runs])


def subpaths(points: Points) -> Iterator[Points]:
    """Yield the curves ``(n, 4, 2)`` between which the pen is lifted."""
    curves = points.reshape(-1, 4, 2)
    lifted = np.flatnonzero((curves[1:, 0] != curves[:-1, 3]).any(axis=1)) + 1
    yield from np.split(curves, lifted)


def same(a: Outline, b: Outline) -> bool:
    return a.width == b.width and len(a.runs) == len(b.runs) and all(
        fill == other and np.array_equal(points, others)
        for (fill, points), (other, others) in zip(a.runs, b.runs, strict=True)
    )  # fmt: skip


@pytest.mark.parametrize("source", LINES)
def test_every_subpath_is_closed(source: str) -> None:
    for curves in subpaths(drawn(one(source))):
        np.testing.assert_allclose(curves[-1, 3], curves[0, 0], atol=1e-9)


@pytest.mark.parametrize("source", LINES)
def test_a_line_is_as_wide_as_the_compiler_measures(source: str) -> None:
    fonts = loaded()
    document = PREAMBLE + fonts.preamble + f"#context [#metadata(measure([{source}]).width.pt()) <width>]"
    (found,) = json.loads(typst.query(document.encode(), "<width>", field="value", font_paths=fonts.found))
    assert one(source).width * EM_PT == pytest.approx(float(found), abs=2e-3)


@pytest.mark.parametrize("source", LINES)
def test_what_is_drawn_lies_within_the_width(source: str) -> None:
    outline = one(source)
    across = drawn(outline)[:, 0]
    assert across.min() > -0.1
    assert outline.width * 0.8 < across.max() < outline.width + 0.1


def test_a_line_is_the_sum_of_its_digits() -> None:
    assert one("000").width == pytest.approx(3 * one("0").width, abs=2e-3)
    assert len(list(subpaths(drawn(one("000"))))) == 3 * len(list(subpaths(drawn(one("0"))))) == 6


def test_a_batch_reads_like_each_line_alone() -> None:
    sources = ["batch one", "batch 2", "", "batch one", " ", "$3/4$"]
    together = typeset(sources)
    assert same(together[0], together[3])
    for source, outline in zip(sources, together, strict=True):
        assert same(outline, one(f"#[]{source}"))
    assert [bool(outline.runs) for outline in together] == [True, True, False, True, False, True]


def test_the_same_source_in_another_batch_gives_the_same_outline() -> None:
    alone = one("#[same] line")
    typeset(["other", "#[]#[same] line", "lines"])
    assert same(alone, one("#[]#[same] line"))


def test_colours_come_in_runs_in_their_order() -> None:
    outline = one('black #text(fill: rgb("#12ab9f"))[green too] black')
    assert [fill for fill, _ in outline.runs] == ["#000000", "#12ab9f", "#000000"]
    assert len(one("all of one colour").runs) == 1
    left_to_right = [points[:, 0] for _, points in outline.runs]
    assert left_to_right[0].max() < left_to_right[1].min() < left_to_right[1].max() < left_to_right[2].min()


def test_a_fraction_has_a_rectangle_between_its_parts() -> None:
    outline = one("$= 11/22$")
    bars = [c for c in subpaths(drawn(outline)) if len(c) == 4 and all(len(set(c[:, 0, i])) == 2 for i in (0, 1))]
    bar = max(bars, key=lambda curves: float(np.ptp(curves[:, 0, 0])))
    straight = bar[:, 0] + (bar[:, 3] - bar[:, 0]) / 3.0
    np.testing.assert_allclose(bar[:, 1], straight, atol=1e-12)
    assert np.ptp(bar[:, 0, 0]) >= one("$11$").width * 0.7
    assert 0.01 < np.ptp(bar[:, 0, 1]) < 0.1
    assert 0.1 < bar[:, 0, 1].mean() < 0.4, "the bar lies on the mathematical axis"


@pytest.mark.parametrize("source", ["x", "xg", "$x$", "$x^2$", "x $1/2$", "*x*", "x #text(size: 2em)[y]"])
def test_the_baseline_is_at_zero(source: str) -> None:
    (_, first), *_ = one(source).runs
    letter = first.reshape(-1, 4, 2)
    x = letter[letter[..., 0].max(axis=1) < one("x").width * 1.15]
    assert abs(x[..., 1].min()) < 0.02
    assert 0.3 < x[..., 1].max() < 0.6, "upright, in ems"


def test_descenders_hang_below_the_baseline() -> None:
    assert drawn(one("g"))[:, 1].min() < -0.1


def test_fonts_of_the_system_are_not_used() -> None:
    embedded = set(typst.Fonts(include_system_fonts=False).families())
    installed = set(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).families()) - embedded
    if not installed:
        pytest.skip("no fonts installed that are not embedded")
    plain = one("#[Hamburgefonts]")
    for family in sorted(installed)[:20]:
        assert same(one(f'#text(font: "{family}")[Hamburgefonts]'), plain), family


def test_a_fault_in_the_source_is_told() -> None:
    with pytest.raises(typst.TypstError):
        typeset(["$unclosed"])
