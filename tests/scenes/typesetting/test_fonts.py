"""Which faces the pictures are set in: words, labels and formulas of one family, wherever they are rendered."""

from __future__ import annotations

import numpy as np
import pytest
import typst
from fontTools.ttLib import TTFont

from scenes.painting.text import small
from scenes.typesetting.fonts import LABELS, MATHS, OWN, TEXT, loaded
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

FILES = {MATHS: "LibertinusMath-Regular.otf", LABELS: "LibertinusSans-Regular.otf"}


def drawn(outline: Outline) -> np.ndarray:
    return np.concatenate([points for _, points in outline.runs])


@pytest.mark.parametrize(
    ("plain", "explicit"),
    [
        ("$eta = 0.8$", f'#show math.equation: set text(font: "{MATHS}");$eta = 0.8$'),
        ("step", f'#text(font: "{TEXT}")[step]'),
        (small("step"), f'#text(font: "{LABELS}")[step]'),
    ],
)
def test_each_kind_of_text_has_its_face(plain: str, explicit: str) -> None:
    found, meant = map(drawn, typeset([plain, f"#set text(fallback: false);{explicit}"]))
    np.testing.assert_array_equal(found, meant)


def test_words_labels_and_formulas_have_different_faces() -> None:
    words, labels = map(drawn, typeset(["n", small("n")]))
    assert words.shape != labels.shape or not np.allclose(words, labels)


def test_a_label_has_the_letters_that_its_face_lacks() -> None:
    hebrew, in_words = typeset([small("א"), "א"])
    np.testing.assert_array_equal(drawn(hebrew), drawn(in_words))


def test_a_sum_and_a_root_grow_with_what_they_hold() -> None:
    low, high = typeset(["$sqrt(x)$", "$sqrt(display(1/(1/x)))$"])
    assert high.bounds[3] - high.bounds[1] > 1.8 * (low.bounds[3] - low.bounds[1])
    text, shown = typeset(["$sum$", "$display(sum)$"])
    assert shown.width > 1.2 * text.width


def test_our_faces_are_those_that_come_with_the_program() -> None:
    assert {font.family for font in loaded().found.fonts() if font.path} == set(FILES)
    assert {font.family for font in typst.Fonts(include_system_fonts=False).fonts()}.isdisjoint(FILES)


@pytest.mark.parametrize("name", FILES.values())
def test_a_face_names_its_licence_and_is_small(name: str) -> None:
    with TTFont(OWN / name) as font:
        assert "SIL Open Font License" in font["name"].getDebugName(13)
        assert "Libertinus Project Authors" in font["name"].getDebugName(0)
    assert (OWN / name).stat().st_size < 2**20
    assert "SIL OPEN FONT LICENSE Version 1.1" in (OWN / "OFL.txt").read_text(encoding="utf-8")
