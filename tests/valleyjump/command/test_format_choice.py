"""Which formats a command line asks for, however it is written."""

from __future__ import annotations

import pytest

from gdcore.errors import InputError
from scenes.clip.formats import EXTRA
from valleyjump.command.format_choice import chosen_formats, one_each


@pytest.mark.parametrize(
    ("options", "formats"),
    [
        ([], ()),
        (["mp4"], ()),
        (["png", "mp4"], ()),
        (["gif", "webm"], ("webm", "gif")),
        (["gif,webm", "gif"], ("webm", "gif")),
        (["pdf, svg,alpha"], ("alpha", "svg", "pdf")),
        (EXTRA[::-1], EXTRA),
    ],
)
def test_formats_come_once_and_in_one_order(options: list[str], formats: tuple[str, ...]) -> None:
    assert chosen_formats(options) == formats


def test_every_unknown_one_is_told() -> None:
    with pytest.raises(InputError) as refused:
        chosen_formats(["gif,wbem", "avi", "avi", ""])
    expected = "expected one of mp4, png, webm, gif, alpha, svg, pdf"
    assert str(refused.value).splitlines() == [
        'unknown format "wbem"; did you mean "webm"?',
        f'unknown format "avi"; {expected}',
        f'unknown format ""; {expected}',
    ]


@pytest.mark.parametrize(
    ("line", "spread"),
    [
        ("render one --format webm gif", "render one --format webm --format gif"),
        ("build --format webm gif,pdf svg -o out", "build --format webm --format gif,pdf --format svg -o out"),
        ("render --format=webm gif", "render --format=webm --format gif"),
        ("build --format webm --format gif alpha", "build --format webm --format gif --format alpha"),
        ("render gif --format webm one gif", "render gif --format webm one gif"),
        ("render --format gfi webm", "render --format gfi --format webm"),
        ("trace alpha --format csv alpha", "trace alpha --format csv alpha"),
        ("build --format", "build --format"),
        ("", ""),
    ],
)
def test_names_after_the_option_belong_to_it(line: str, spread: str) -> None:
    assert one_each(line.split()) == spread.split()
