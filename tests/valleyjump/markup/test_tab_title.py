"""The title in a browser's tab is short, whole words where there are some, and never empty."""

from __future__ import annotations

import pytest
from markupsafe import escape

from valleyjump.markup.tab_title import LONGEST, named_tab_title, tab_title

LONG = "How far may a step go before the ground that it was measured on is no longer the ground it lands on?"


@pytest.mark.parametrize("title", [LONG, "x" * 200, "&" * 60, "<b> & 'quotes' " * 9, "a " + "y" * 90, " a\n" * 50])
def test_a_long_title_is_cut_to_its_first_words(title):
    cut = tab_title(title)
    assert len(escape(cut)) <= LONGEST
    assert cut.endswith("…")
    assert len(cut) > 10  # of sixty ampersands, fourteen
    assert " ".join(title.split()).startswith(cut[:-1])


def test_words_stay_whole():
    assert set(tab_title(LONG)[:-1].split()) <= set(LONG.split())


@pytest.mark.parametrize("title", ["", "A narrow valley", "x" * LONGEST])
def test_a_title_that_fits_stays_as_it_is(title):
    assert tab_title(title) == title


def test_the_program_is_named_where_there_is_room():
    assert named_tab_title("A narrow valley") == "A narrow valley · Valleyjump"
    assert named_tab_title("x" * LONGEST) == "x" * LONGEST
