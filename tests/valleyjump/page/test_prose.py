"""A lesson's own text: Markdown in, HTML out, and nothing that could run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.lesson.prose_checks import text_of
from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from valleyjump.page.prose import as_html, on_page

SCENARIO = built_in("parabola-diverges")


def html(text: str) -> str:
    return str(as_html(text_of(text, SCENARIO), on_page((SCENARIO.slug,))))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("One *two* **three**.", "<p>One <em>two</em> <strong>three</strong>.</p>\n"),
        ("# Title\n\n### Below", "<h3>Title</h3>\n<h4>Below</h4>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("`x**2`", "<p><code>x**2</code></p>\n"),
        ("[more](notes.html#a)", '<p><a href="notes.html#a">more</a></p>\n'),
        ("", ""),
        (" \n", ""),
    ],
)
def test_a_subset_of_markdown(text: str, made: str) -> None:
    assert html(text) == made


def test_names_in_braces_are_numbers_of_the_run() -> None:
    assert facts(SCENARIO)["x_3"] in html("It lands at {x_3}, and {{x_3}} stays.")
    assert "{x_3}" in html("It lands at {x_3}, and {{x_3}} stays.")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "![a](https://example.org/pixel.png)",
        '[a](x "onmouseover=alert(1)")',
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    made = html(text)
    assert not re.search(r"<(script|img|iframe|object|embed|svg|style|link)\b", made)
    assert not re.search(r'(href|src)="?\s*(javascript|vbscript|data|file):', made, re.IGNORECASE)
    assert not re.search(r"<[^>]*\son\w+=", made)


@given(st.text(max_size=200))
def test_any_text_gives_only_the_elements_that_are_allowed(text: str) -> None:
    allowed = "p|em|strong|s|ul|ol|li|h3|h4|h5|h6|a|code|pre|blockquote|hr|br|div|table|thead|tbody|tr|th|td|m[a-z]+"
    for tag in re.findall(r"<[^>]*>", html(text)):
        assert re.fullmatch(rf"</?(?:{allowed})\b[^>]*>", tag)
