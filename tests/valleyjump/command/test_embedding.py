"""``valleyjump embed``: the code alone on stdout, what goes with it on stderr."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcore.scenarios import ALONE
from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.command.embedding import PLATFORMS
from valleyjump.page.embed_codes import code

SLUG = "parabola-diverges"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_code_is_that_of_the_page(platform: str, tiny_build: Built, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["embed", SLUG, "--for", platform, "--from", str(tiny_build.folder)]) == 0
    told = capsys.readouterr()
    wanted = code(PLATFORMS[platform], tiny_build.clips[0], tiny_build.titles[SLUG], fonts=tiny_build.fonts)
    assert told.out == f"{wanted.text}\n"
    assert wanted.text in (tiny_build.folder / "codes.html").read_text().replace("&lt;", "<").replace(
        "&gt;", ">"
    ).replace("&#34;", '"')
    listed = [Path(line.strip()) for line in told.err.partition("these files:\n")[2].splitlines()]
    assert listed == [tiny_build.folder / name for name in wanted.files]


def test_the_address_is_put_in(tiny_build: Built, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["embed", SLUG, "--from", str(tiny_build.folder), "--url"]
    for address in (
        "https://courses.example/gd",
        "https://courses.example/gd/",
        "https://courses.example/gd/index.html",
    ):
        assert main([*words, address]) == 0
        told = capsys.readouterr()
        assert 'src="https://courses.example/gd/embed/parabola-diverges.html"' in told.out
        assert "must be served" not in told.err
    assert main([*words, address, "--for", "myst"]) == 0
    assert "It has no use for --url." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["nothing"], 'unknown slug "nothing"; expected one of parabola-diverges, hostile'),
        ([SLUG, "--for", "mudle"], 'unknown platform "mudle"; did you mean "moodle"?'),
        ([SLUG, "--url", "javascript:alert(1)"], "--url: expected an address such as https://"),
        ([SLUG, "--url", 'https://a.example/"x'], "--url: expected an address such as https://"),
    ],
)
def test_bad_input_is_one_line(
    words: list[str], line: str, tiny_build: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["embed", *words, "--from", str(tiny_build.folder)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith(line)


@pytest.mark.parametrize("slug", ALONE)
def test_a_clip_that_the_page_does_not_show_is_there_to_be_embedded(
    slug: str, draft_build: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["embed", slug, "--from", str(draft_build)]) == 0
    assert f"embed/{slug}.html" in capsys.readouterr().out


def test_a_playground_is_a_frame_or_nothing(draft_build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["embed", "playground_houses", "--from", str(draft_build), "--for"]
    assert main([*words, "canvas"]) == 0
    assert 'title="Your turn: two rates"' in capsys.readouterr().out
    assert main([*words, "myst"]) == 2
    assert capsys.readouterr().err == (
        "--for myst: a playground needs a frame; expected one of html, moodle, canvas, edx\n"
    )
